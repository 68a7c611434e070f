//! `presend prove`: how good is the net under a mail?

use std::io::Write;
use std::path::PathBuf;

use super::args::{ListFormat, Prove};
use super::commands::{complain, cwd, language, load_rules, now};
use crate::check::prove::{self, Drafts};
use crate::check::{self, Ask};
use crate::finding::{Level, Outcome};
use crate::language::Message;
use crate::project::{self, Request};
use crate::report::clean;
use crate::source::Sources;

/// Tries the slips of each mail; exit 1 where fewer than `--min` would be seen, 2 where something cannot be read, 3
/// without a mail.
pub(super) fn run(args: &Prove, out: &mut dyn Write) -> u8 {
    let sources = Sources::new();
    let request = request(args, args.mails.clone());
    let mut project = project::load(&sources, &request);
    let language = language(args.asked.print.language, &project);
    let mut problems = std::mem::take(&mut project.problems);
    let (_, wrong) = load_rules(&sources, &project, &[]);
    problems.extend(wrong);
    let ask = now(args.asked.now.as_deref(), Level::Info, &mut problems);
    let mut proofs = Vec::new();
    let whole = problems.is_empty();
    for mail in project.mails.iter().filter(|_| whole) {
        let one = self::request(args, vec![project.root.join(&mail.path)]);
        match prove::prove(&project, mail, &sources, &ask, |drafts| checked(drafts, &one, &ask)) {
            Ok(proof) => proofs.push((proof, &sources)),
            Err(problem) => problems.push(problem),
        }
    }
    let least = args.min.as_ref().map(|percent| percent.0);
    let unread = complain(&problems, &sources, language);
    let below = proofs.iter().any(|(proof, _)| least.is_some_and(|least| proof.percent() < least));
    let exit = match (unread, proofs.is_empty()) {
        (0, true) => 3,
        (0, false) => u8::from(below),
        (code, _) => code,
    };
    if args.asked.print.format == ListFormat::Json {
        let _ = write!(out, "{}", prove::as_json(&proofs, language, least, exit));
        return exit;
    }
    for (proof, sources) in &proofs {
        let _ = writeln!(out, "{}", clean(&prove::as_text(proof, sources, language, args.all)));
    }
    if exit == 3 {
        let none = Message::new("Aucun mail trouvé.", "No mail found.");
        let _ = writeln!(std::io::stderr(), "{}", none.get(language));
    }
    exit
}

fn request(args: &Prove, paths: Vec<PathBuf>) -> Request {
    Request { paths, event: args.asked.event.clone(), cwd: cwd(), ..Request::default() }
}

/// The project with other bytes in its files, read and checked as `check` would.
fn checked(drafts: Drafts, request: &Request, ask: &Ask) -> (Sources, Outcome) {
    let sources = Sources::with_drafts(drafts);
    let mut project = project::load(&sources, request);
    let (rules, problems) = load_rules(&sources, &project, &[]);
    project.problems.extend(problems);
    // Slips are tried at once, each on a thread of its own.
    let ask = Ask { threads: 1, ..ask.clone() };
    let outcome = check::run(&project, &rules, &sources, &ask);
    (sources, outcome)
}

/// A share in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Percent(pub usize);

impl std::str::FromStr for Percent {
    type Err = String;

    fn from_str(text: &str) -> Result<Percent, String> {
        let number = text.trim().trim_end_matches('%').trim().parse::<usize>();
        number.ok().filter(|number| *number <= 100).map(Percent).ok_or_else(|| "90%".to_string())
    }
}
