//! The report as SARIF 2.1.0, for code scanning and for editors.
//!
//! Paths are those of the repository, relative to `SRCROOT`; columns count Unicode scalar values. What could not be
//! read is a notification of level `error`, which makes the run one that did not succeed; what had no input is one of
//! level `note`. Findings that a baseline knows are left out, as everywhere: a reader of SARIF would raise them again.

use std::collections::HashMap;

use super::machine::{self, Spot};
use super::text::{clean_line, visible};
use super::view::View;
use super::words;
use crate::finding::{Finding, Fix, RuleNote, Verdict};
use crate::language::Language::{En, Fr};
use crate::source::Span;

mod log;
use log::*;

/// The most results: GitHub refuses a run with more, and of these it shows the 5,000 gravest.
const MOST: usize = 25_000;
/// The most places beside the first of a result: GitHub shows no more.
const MOST_RELATED: usize = 100;
/// The longest text that a fix inserts, in bytes: a longer one is no correction that somebody looks through.
const LONGEST_FIX: usize = 2_000;

pub(super) fn render(view: &View) -> String {
    let shown = shown(view);
    let (rules, indices) = rules(view, &shown);
    let run = Run {
        tool: Tool { driver: Driver { name: "presend", version: env!("CARGO_PKG_VERSION"), rules } },
        automation_details: AutomationDetails { id: format!("presend/{}", folder(view)) },
        language: view.options.language.tag(),
        column_kind: "unicodeCodePoints",
        original_uri_base_ids: BaseIds {
            root: BaseId { description: Text::of("The root of the repository, else the project's folder.") },
        },
        invocations: [Invocation {
            execution_successful: !matches!(view.verdict, Verdict::Incomplete | Verdict::Nothing),
            exit_code: view.exit,
            exit_code_description: words::verdict(view),
            tool_execution_notifications: notifications(view, view.findings.len() - shown.len()),
        }],
        results: shown.iter().map(|finding| result(view, finding, &indices)).collect(),
    };
    let log = Log {
        schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        version: "2.1.0",
        runs: [run],
    };
    machine::json(&log, false)
}

/// The findings that are reported, in their order; of too many, the gravest.
fn shown<'a>(view: &View<'a>) -> Vec<&'a Finding> {
    if view.findings.len() <= MOST {
        return view.findings.clone();
    }
    let Some(last) = machine::by_gravity(view).get(MOST - 1).map(|finding| finding.level) else { return Vec::new() };
    let above = view.findings.iter().filter(|finding| finding.level > last).count();
    let mut of_last = MOST - above;
    let keeps = |finding: &&&Finding| {
        let kept = finding.level > last || finding.level == last && of_last > 0;
        of_last -= usize::from(kept && finding.level == last);
        kept
    };
    view.findings.iter().filter(keeps).copied().collect()
}

/// The project's folder in the repository, closed by `/`: two projects of one repository are two categories of findings.
fn folder(view: &View) -> String {
    let inside = view.options.project.strip_prefix(&view.options.repository).unwrap_or(&view.options.project);
    let folder = uri(&inside.to_string_lossy().replace('\\', "/"));
    if folder.is_empty() { folder } else { format!("{folder}/") }
}

/// What is said of the rules that found something, and the index of each.
fn rules(view: &View, findings: &[&Finding]) -> (Vec<Descriptor>, HashMap<String, usize>) {
    let mut rules = Vec::new();
    let mut indices = HashMap::new();
    for finding in findings {
        if !indices.contains_key(&finding.rule) {
            indices.insert(finding.rule.clone(), rules.len());
            rules.push(descriptor(view, finding));
        }
    }
    (rules, indices)
}

fn descriptor(view: &View, finding: &Finding) -> Descriptor {
    let note = view.outcome.noted.iter().find(|note| note.id == finding.rule);
    let said = |of: fn(&RuleNote) -> Option<&crate::language::Message>| {
        note.and_then(of).map(|words| machine::line(view, words))
    };
    let summary = said(|note| Some(&note.summary)).unwrap_or_else(|| clean_line(&finding.rule));
    let why = said(|note| note.why.as_ref());
    let advice: Vec<String> = [why.clone(), said(|note| note.help.as_ref())].into_iter().flatten().collect();
    let help = if advice.is_empty() { summary.clone() } else { advice.join("\n\n") };
    Descriptor {
        id: clean_line(&finding.rule),
        full_description: Text::of(why.as_ref().unwrap_or(&summary)),
        short_description: Text::of(&summary),
        help: Help { markdown: help.lines().map(super::markup::html).collect::<Vec<_>>().join("\n"), text: help },
        default_configuration: Configuration { level: machine::level(note.map_or(finding.level, |note| note.level)) },
    }
}

fn result(view: &View, finding: &Finding, indices: &HashMap<String, usize>) -> ResultOf {
    let related = finding.related.iter().map(|related| (related.span, machine::line(view, &related.message)));
    let also = super::words::say(view.options.language, "aussi ici", "here too");
    let places = finding.places.iter().map(|span| (*span, also.to_string()));
    ResultOf {
        rule_id: clean_line(&finding.rule),
        rule_index: indices.get(&finding.rule).copied(),
        level: machine::level(finding.level),
        message: Text::of(&machine::full(view, finding)),
        locations: [location(view, finding.span, None)],
        related_locations: related
            .chain(places)
            .take(MOST_RELATED)
            .enumerate()
            .map(|(n, (span, words))| Location { id: Some(n + 1), ..location(view, span, Some(&words)) })
            .collect(),
        partial_fingerprints: Fingerprints { presend: finding.fingerprint.clone() },
        baseline_state: view.outcome.known.is_some().then_some("new"),
        fixes: finding.fix.iter().filter_map(|one| fix(view, finding, one)).collect(),
        properties: Properties {
            part: finding.part,
            mails: match finding.mails.is_empty() {
                true => finding.mail.iter().map(|mail| clean_line(mail)).collect(),
                false => finding.mails.iter().take(MOST_RELATED).map(|mail| clean_line(mail)).collect(),
            },
        },
    }
}

fn location(view: &View, span: Span, words: Option<&str>) -> Location {
    let spot = Spot::new(view, span);
    Location {
        id: None,
        physical_location: Physical { artifact_location: artifact(&spot.path), region: Some(region(&spot)) },
        logical_locations: spot.cell.map(|cell| Logical { name: cell, kind: "cell" }).into_iter().collect(),
        message: words.filter(|words| !words.is_empty()).map(Text::of),
    }
}

fn region(spot: &Spot) -> Region {
    Region {
        start_line: spot.start.line,
        start_column: spot.start.column,
        end_line: spot.end.line,
        end_column: spot.end.column,
        byte_offset: spot.start.offset,
        byte_length: spot.end.offset - spot.start.offset,
    }
}

fn artifact(path: &str) -> Artifact {
    Artifact { uri: uri(path), uri_base_id: "SRCROOT" }
}

/// A path as a relative reference: what is not plain in an address is written by its bytes.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// A correction, unless it would show a recipient's data, write pages, or hold what nobody can see.
fn fix(view: &View, finding: &Finding, fix: &Fix) -> Option<FixOf> {
    let long = fix.edits.iter().map(|edit| edit.replacement.len()).sum::<usize>() > LONGEST_FIX;
    let plain = |c: char| matches!(c, '\t' | '\r' | '\n') || visible(c) == c;
    let hides = || fix.edits.iter().any(|edit| !edit.replacement.chars().all(plain));
    if view.is_personal(finding) || long || hides() {
        return None;
    }
    let mut changes: Vec<Change> = Vec::new();
    for edit in &fix.edits {
        let spot = Spot::new(view, edit.span);
        let replacement =
            Replacement { deleted_region: region(&spot), inserted_content: Text { text: edit.replacement.clone() } };
        let location = artifact(&spot.path);
        match changes.iter_mut().find(|change| change.artifact_location.uri == location.uri) {
            Some(change) => change.replacements.push(replacement),
            None => changes.push(Change { artifact_location: location, replacements: vec![replacement] }),
        }
    }
    (!changes.is_empty()).then_some(FixOf { artifact_changes: changes })
}

/// What could not be read, what had no input, and what was cut.
fn notifications(view: &View, cut: usize) -> Vec<Notification> {
    let language = view.options.language;
    let note = |id: &str, level, text: String| Notification {
        descriptor: Reference { id: id.to_string() },
        level,
        message: Text::of(&text),
        locations: Vec::new(),
    };
    let mut all: Vec<Notification> = Vec::new();
    for problem in &view.outcome.problems {
        let path = problem.path.as_deref().map(|path| artifact(&machine::in_repository(view, path)));
        let of_path = path.map(|artifact_location| Location {
            physical_location: Physical { artifact_location, region: None },
            ..Location::default()
        });
        let place = problem.span.map(|span| location(view, span, None)).or(of_path);
        let locations = place.into_iter().collect();
        all.push(Notification { locations, ..note(problem.code, "error", machine::problem(view, problem)) });
    }
    if view.verdict == Verdict::Nothing {
        all.push(note(view.verdict.word(), "error", words::verdict(view)));
    }
    if cut > 0 {
        let points = words::count(language, cut, ["point", "points"], ["finding", "findings"]);
        let text = match language {
            Fr => format!("{points} de plus, parmi les moins graves : GitHub n'en prend pas plus de {MOST}."),
            En => format!("{points} more, of the least grave: GitHub takes no more than {MOST}."),
        };
        all.push(note("results-cut", "warning", text));
    }
    all.extend(machine::waiting(view).into_iter().map(|line| note("not-checked", "note", line)));
    all.extend(view.known_words().map(|words| note("baseline", "note", words)));
    all
}
