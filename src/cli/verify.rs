//! `presend verify`: whether the mails about to be sent are those that were checked and sealed.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::{ListFormat, Verify};
use super::commands::{complain, cwd, language};
use crate::language::Message;
use crate::project::{self, Project, Request};
use crate::report::clean;
use crate::seal::{self, Answer, Options, Seal, State};
use crate::source::{Problem, Sources};

/// Compares each mail with its seal; the exit code is that of `docs/exit-codes.md`, over all mails.
pub(super) fn run(args: &Verify, out: &mut dyn Write) -> u8 {
    let sources = Sources::new();
    let request = Request { paths: args.mails.clone(), cwd: cwd(), ..Request::default() };
    let project = project::load(&sources, &request);
    let language = language(args.print.language, &project);
    let mut paths: Vec<&str> = project.mails.iter().map(|mail| mail.path.as_str()).collect();
    paths.dedup();
    let answers: Vec<Answer> = paths.iter().map(|path| answer(path, args.lenient, &project, &sources)).collect();
    let unread = complain(&project.problems, &sources, language);
    // The first line of the table that holds: 2, then 3, then 1.
    let codes: Vec<u8> = answers.iter().map(Answer::exit).chain([unread]).collect();
    let worst = [2, 3, 1].into_iter().find(|code| codes.contains(code)).unwrap_or(0);
    let exit = if answers.is_empty() && worst == 0 { 3 } else { worst };
    let text = match args.print.format {
        ListFormat::Human => seal::as_text(&answers, language),
        ListFormat::Json => seal::as_json(&answers, exit, language),
    };
    let _ = match args.print.format {
        ListFormat::Human => write!(out, "{}", clean(&text)),
        ListFormat::Json => write!(out, "{text}"),
    };
    if answers.is_empty() && unread == 0 {
        let none = Message::new("Aucun mail trouvé.", "No mail found.");
        let _ = writeln!(std::io::stderr(), "{}", none.get(language));
    }
    exit
}

/// How a mail of the project stands to its seal.
fn answer(path: &str, lenient: bool, project: &Project, sources: &Sources) -> Answer {
    let shown = seal::path_of(path);
    let mut checked = None;
    let state = match seal::read(&project.root.join(&shown), &shown) {
        Ok(None) => State::Missing,
        Err(problem) => State::Refused(problem),
        Ok(Some(seal)) => {
            checked = Some(seal.checked.clone());
            compared(&seal, path, project, sources).unwrap_or_else(State::Refused)
        }
    };
    Answer { mail: path.to_string(), seal: shown, checked, lenient, state }
}

/// What changed since the seal. What the check's command line said of the mail counts again.
fn compared(seal: &Seal, path: &str, project: &Project, sources: &Sources) -> Result<State, Problem> {
    let disk = project.root.join(path);
    let root = above(&disk, &seal.mail).ok_or_else(|| foreign(seal, path))?;
    let changes = if seal.options.is_empty() && root == project.root {
        readable(project)?;
        seal::changes(seal, project, sources)?
    } else {
        let sources = Sources::new();
        let project = project::load(&sources, &again(&seal.options, &root, disk));
        readable(&project)?;
        seal::changes(seal, &project, &sources)?
    };
    Ok(if changes.is_empty() { State::Same } else { State::Changed(changes) })
}

/// The request of the check that was sealed.
fn again(options: &Options, root: &Path, mail: PathBuf) -> Request {
    Request {
        paths: vec![mail],
        event: options.event.clone(),
        events: options.events.clone(),
        recipients: options.recipients.as_ref().map(PathBuf::from),
        send_at: options.send_at.clone(),
        subject: options.subject.clone(),
        audience: options.audience.clone(),
        previous: options.previous.as_ref().map(PathBuf::from),
        cwd: root.to_path_buf(),
        ..Request::default()
    }
}

/// What cannot be read was read when the mail was checked, or its check was none.
fn readable(project: &Project) -> Result<(), Problem> {
    project.problems.first().map_or(Ok(()), |problem| Err(problem.clone()))
}

/// The folder in which a file has this path.
fn above(disk: &Path, shown: &str) -> Option<PathBuf> {
    if !disk.ends_with(shown) {
        return None;
    }
    disk.ancestors().nth(Path::new(shown).components().count()).map(Path::to_path_buf)
}

/// The seal was copied from another mail.
fn foreign(seal: &Seal, path: &str) -> Problem {
    let message = Message::new(
        format!("ce sceau est celui d'un autre mail, « {} »", seal.mail),
        format!("this seal is another mail's, “{}”", seal.mail),
    );
    Problem::new("seal-foreign", message).in_path(path)
}
