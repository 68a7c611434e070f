//! A whole project in memory, put through a check: what `presend check` does between reading files and printing.
//!
//! An input is a text with marks. `\x02` and a byte begin a file, by its number in [`FILES`]; `\x01` and a byte stand
//! for a piece of [`super::seeds::PIECES`], so that short inputs make long mails; `\x03` and a byte say how to check.
//! What comes before the first file is the mail. Where an input has no event, or no recipients, there are some.

use std::path::PathBuf;

use jiff::ZonedDateTime;
use jiff::civil::date;
use presend::check::{self, Ask};
use presend::finding::{Level, Outcome, Verdict};
use presend::fix::{Drafts, Guard};
use presend::language::Language;
use presend::project::{self, Files, Project, Request};
use presend::report::{self, Format, Options};
use presend::rules::{Choice, RuleSet};
use presend::source::{Accept, Sources};
use presend::template;
use serde_json::Value as Json;

use super::places::{place, problems, remarks, span, traced};
use super::rules::BUILT_IN;
use super::{chosen, seeds};

/// The files that an input may have.
pub(super) const FILES: [&str; 11] = [
    "mails/a.hbs",
    "presend.yaml",
    "events/one.yaml",
    "events/two.yaml",
    "partials/pied.hbs",
    "mails/a.txt.hbs",
    "people.csv",
    "rules/own-words.yaml",
    "mails/b.md",
    "mails/c.eml",
    "mails/old.html",
];

/// The event of inputs that have none.
const EVENT: &str = "id: one\ntitle: Lire une carte ancienne\ntimezone: Europe/Paris\nstart: 2026-11-17T14:00\nend: 15:30\n\
platform: livestorm\nspeakers:\n  - {name: Léa Martin, role: archiviste}\n  - Bo Le Goff\nlinks:\n  \
join: https://app.livestorm.co/p/1b2c3d4e-0000-4000-8000-000000000001/live\n  replay: https://exemple.test/replay\n  \
survey: {url: https://exemple.test/avis, until: 2026-12-01}\ncontact: {email: contact@exemple.test}\nnext: two\n";
const NEXT: &str = "id: two\ntitle: Dater une photo\ntimezone: Europe/Paris\nstart: 2026-12-03T10:00\nduration: 1h\n";
/// The recipients of inputs that have none.
const PEOPLE: &str = "email;first_name;attended\nana@exemple.test;Ana;oui\nbo@exemple.test;;non\n";

/// The moment that counts as now.
pub(super) fn now() -> ZonedDateTime {
    date(2026, 11, 10).at(9, 0, 0, 0).in_tz("Europe/Paris").expect("the zone is known")
}

/// An input, taken apart.
#[derive(Default)]
struct Parts {
    files: [Option<Vec<u8>>; FILES.len()],
    how: u8,
}

impl Parts {
    fn of(bytes: &[u8]) -> Parts {
        let mut parts = Parts::default();
        let mut file = 0;
        let mut rest = bytes.iter();
        while let Some(byte) = rest.next() {
            let into = |parts: &mut Parts, bytes: &[u8]| {
                parts.files[file].get_or_insert_default().extend_from_slice(bytes);
            };
            match (byte, rest.as_slice().first()) {
                (1, Some(piece)) => into(&mut parts, seeds::piece(*piece).as_bytes()),
                (2, Some(slot)) => file = usize::from(*slot) % FILES.len(),
                (3, Some(how)) => parts.how = *how,
                _ => {
                    into(&mut parts, &[*byte]);
                    continue;
                }
            }
            rest.next();
        }
        parts
    }

    fn has(&self, path: &str) -> bool {
        FILES.iter().zip(&self.files).any(|(known, bytes)| *known == path && bytes.is_some())
    }
}

/// A project that was loaded, with its rules.
struct Loaded {
    sources: Sources,
    project: Project,
    /// `None`: the built-in ones as they are.
    rules: Option<RuleSet>,
}

fn load(parts: &Parts) -> Loaded {
    let sources = Sources::new();
    let mut files = Files::default();
    let add = |path: &str, bytes: &[u8]| {
        let accept = match path.rsplit('.').next() {
            Some("csv") => Accept::AnyText,
            Some("eml") => Accept::Message,
            _ => Accept::Utf8,
        };
        sources.add(path, bytes.to_vec(), accept).is_ok()
    };
    let given = FILES.iter().zip(&parts.files).filter_map(|(path, bytes)| Some((*path, bytes.as_deref()?)));
    let event = parts.has("events/one.yaml") || parts.has("events/two.yaml");
    let usual = [("events/one.yaml", EVENT), ("events/two.yaml", NEXT)].into_iter().filter(|_| !event);
    let people = Some(("people.csv", PEOPLE)).filter(|_| !parts.has("people.csv") && parts.how & 1 == 0);
    let usual = usual.chain(people).map(|(path, text)| (path, text.as_bytes()));
    for (path, bytes) in given.chain(usual) {
        if !add(path, bytes) {
            continue;
        }
        match path {
            "presend.yaml" => files.settings = Some(path.into()),
            "partials/pied.hbs" => files.partials.push(("pied".into(), path.into())),
            "mails/a.hbs" | "mails/b.md" | "mails/c.eml" => files.mails.push(path.into()),
            _ if path.starts_with("events/") => files.events.push(path.into()),
            _ => {}
        }
    }
    files.events.sort();
    let request = Request {
        cwd: PathBuf::from("/nowhere"),
        recipients: (people.is_some() || parts.has("people.csv")).then(|| "people.csv".into()),
        previous: parts.has("mails/old.html").then(|| "mails/old.html".into()),
        event: (parts.how & 2 != 0).then(|| "one".to_string()),
        includes: Some(template::includes),
        ..Request::default()
    };
    let mut project = project::load_files(&sources, &request, &files);
    let rules = rules(parts, &sources, &mut project);
    Loaded { sources, project, rules }
}

/// The rules of a project that has its own, or changes those that there are.
fn rules(parts: &Parts, sources: &Sources, project: &mut Project) -> Option<RuleSet> {
    let own = sources.known("rules/own-words.yaml").filter(|_| parts.has("rules/own-words.yaml"));
    let settings = &project.settings;
    if own.is_none() && settings.packs.is_none() && settings.options.is_empty() && settings.levels.is_empty() {
        return None;
    }
    let team = [("rules/own-words.yaml".to_string(), PathBuf::from("/nowhere/rules/own-words.yaml"))];
    let choice = Choice {
        team_files: if own.is_some() { &team } else { &[] },
        packs: settings.packs.as_deref(),
        options: &settings.options,
        levels: &settings.levels,
        ..Choice::default()
    };
    let (rules, problems) = RuleSet::load(sources, &choice);
    project.problems.extend(problems);
    Some(rules)
}

/// A whole project.
pub fn project(bytes: &[u8]) {
    let parts = Parts::of(bytes);
    let loaded = load(&parts);
    let Loaded { sources, project, .. } = &loaded;
    remarks(&project.remarks, sources);
    let dear = chosen(bytes, 16);
    let run = checked(&loaded, parts.how, dear);
    outcome(&run, sources);
    let options = Options {
        language: if parts.how & 4 == 0 { Language::Fr } else { Language::En },
        strict: parts.how & 8 != 0,
        show_personal: parts.how & 16 != 0,
        fail_on: if parts.how & 32 == 0 { Level::Error } else { Level::Warning },
        ..Options::default()
    };
    let json = report::render(Format::Json, &run, sources, &options);
    agrees(&json, &run, &options);
    if dear {
        let again = load(&parts);
        let run_again = checked(&again, parts.how, true);
        assert_eq!(json, report::render(Format::Json, &run_again, &again.sources, &options), "twice the same");
        reports(&run, sources, &options);
        let mut drafts = Drafts::default();
        drafts.take(&run.findings, sources, &Guard::new(&project.root, true));
        let _ = drafts.diff();
    }
}

fn checked(loaded: &Loaded, how: u8, pages: bool) -> Outcome {
    let ask = Ask { threads: 1, pages, every_recipient: how & 64 != 0, ..Ask::of(now(), false, Level::Info) };
    check::run(&loaded.project, loaded.rules.as_ref().unwrap_or(&BUILT_IN), &loaded.sources, &ask)
}

/// The places of a run.
pub(super) fn outcome(outcome: &Outcome, sources: &Sources) {
    problems(&outcome.problems, sources);
    for finding in &outcome.findings {
        span(finding.span, sources);
        finding.related.iter().for_each(|related| span(related.span, sources));
        finding.places.iter().for_each(|at| span(*at, sources));
        finding.fix.iter().flat_map(|fix| &fix.edits).for_each(|edit| span(edit.span, sources));
        let silent = finding.message.fr.is_empty() || finding.message.en.is_empty();
        assert!(!silent && !finding.fingerprint.is_empty(), "{finding:?} says nothing");
    }
    for kept in &outcome.kept {
        let all = [&kept.own, &kept.against, &kept.unsure, &kept.general];
        all.into_iter().flatten().for_each(|at| span(*at, sources));
    }
    for page in outcome.pages.iter().flat_map(|pages| &pages.mails) {
        let texts = page.lines.iter().map(|(_, text)| text).chain(&page.html).chain(&page.text);
        texts.for_each(|text| traced(text, sources, page.mail.ends_with(".eml")));
        page.backed.iter().flat_map(|backed| &backed.places).for_each(|at| place(at, sources));
    }
}

/// The report for machines is JSON and says what the run came to; the exit code is that of the contract's table.
fn agrees(json: &str, run: &Outcome, options: &Options) {
    let read: Json = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error} in {json}"));
    let (verdict, exit) = report::verdict(run, options.fail_on, options.strict);
    assert_eq!(read["format"], "presend/v1");
    assert_eq!((read["verdict"].as_str(), read["exit"].as_i64()), (Some(verdict.word()), Some(i64::from(exit))));
    assert_eq!(read["findings"].as_array().map(Vec::len), Some(run.findings.len()));
    assert_eq!(read["errors"].as_array().map(Vec::len), Some(run.problems.len()));
    let failing = run.findings.iter().any(|finding| finding.level >= options.fail_on);
    let lacking = options.strict && !run.not_checked.is_empty();
    let due = match verdict {
        Verdict::Incomplete => (!run.problems.is_empty(), 2),
        Verdict::Nothing => (run.mails.is_empty(), 3),
        Verdict::Findings => (!run.findings.is_empty(), i32::from(failing)),
        Verdict::Partial => (run.findings.is_empty() && !run.not_checked.is_empty(), i32::from(lacking)),
        Verdict::Clean => (run.findings.is_empty() && run.not_checked.is_empty(), 0),
    };
    assert_eq!(due, (true, exit), "{verdict:?}");
}

/// Every other report can be made; those that are JSON are.
fn reports(run: &Outcome, sources: &Sources, options: &Options) {
    for format in Format::ALL {
        let report = report::render(format, run, sources, options);
        assert!(report.ends_with('\n'), "{format:?} ends with a line break");
        if matches!(format, Format::Sarif | Format::Gitlab | Format::Mattermost) {
            let read: Result<Json, _> = serde_json::from_str(&report);
            assert!(read.is_ok(), "{format:?} is JSON: {report}");
        }
    }
}
