//! The report for machines: one object, `presend/v1`.

use serde::Serialize;

use super::machine;
use super::timings::Timings;
use super::view::View;
use crate::finding::{Affected, Aside, Finding, Fix, Kept};
use crate::source::{Problem, Span};

#[derive(Serialize)]
struct Report<'a> {
    format: &'static str,
    verdict: &'static str,
    exit: i32,
    summary: Summary,
    findings: Vec<FindingJson<'a>>,
    confirmed: Vec<ConfirmedJson<'a>>,
    not_checked: Vec<NotCheckedJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    previous: Vec<KeptJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<BaselineJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixed: Option<Vec<FixedJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    diff: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    aside: Option<AsideJson<'a>>,
    errors: Vec<ErrorJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    timings: Option<Timings<'a>>,
}

#[derive(Serialize)]
struct Summary {
    mails: usize,
    recipients: usize,
    rules: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'a str,
    level: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    mail: Option<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    mails: &'a [String],
    part: &'static str,
    location: Location,
    found: String,
    expected: &'a [String],
    related: Vec<RelatedJson<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    places: Vec<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipients: Option<AffectedJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<FixJson<'a>>,
    fingerprint: &'a str,
}

#[derive(Serialize)]
struct Location {
    file: String,
    start: Position,
    end: Position,
    /// In a workbook: the sheet, and the cell in which the place begins. The positions lie in the sheet as a text, with
    /// a row on its line and tabs between the cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    sheet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<String>,
}

/// `offset` counts bytes of the file from 0; `line` and `column` count from 1, a column being one Unicode scalar.
#[derive(Serialize)]
struct Position {
    offset: u32,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct RelatedJson<'a> {
    message: &'a str,
    location: Location,
}

#[derive(Serialize)]
struct AffectedJson<'a> {
    affected: usize,
    of: usize,
    rows: &'a [u32],
}

#[derive(Serialize)]
struct FixJson<'a> {
    safe: bool,
    edits: Vec<EditJson<'a>>,
}

/// Bytes `start..end` of `file` become `replacement`.
#[derive(Serialize)]
struct EditJson<'a> {
    file: String,
    start: u32,
    end: u32,
    replacement: &'a str,
}

/// Paths of the command line for which no mail was checked; of changed files, how many there are and how many of them
/// concern a mail.
#[derive(Serialize)]
struct AsideJson<'a> {
    excluded: &'a [String],
    unused: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    changed: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    concerned: Option<usize>,
}

/// The sentences that a mail took over from an old one, by how they stand to the event.
#[derive(Serialize)]
struct KeptJson<'a> {
    mail: &'a str,
    file: &'a str,
    sentences: usize,
    against: Vec<Location>,
    unsure: Vec<Location>,
    own: Vec<Location>,
    general: Vec<Location>,
}

/// How many findings a baseline knows, and whether this run wrote it.
#[derive(Serialize)]
struct BaselineJson<'a> {
    file: &'a str,
    known: usize,
    written: bool,
}

/// How many edits were written into a file.
#[derive(Serialize)]
struct FixedJson<'a> {
    file: &'a str,
    edits: usize,
}

#[derive(Serialize)]
struct ConfirmedJson<'a> {
    mail: &'a str,
    kind: &'static str,
    value: &'a str,
    times: usize,
}

#[derive(Serialize)]
struct NotCheckedJson<'a> {
    rule: &'a str,
    mail: &'a str,
    reason: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    unlock: Option<&'a str>,
}

#[derive(Serialize)]
struct ErrorJson<'a> {
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    location: ErrorLocation,
}

/// Where a problem lies: a place, a path alone, or nothing (`{}`).
#[derive(Serialize)]
#[serde(untagged)]
enum ErrorLocation {
    Place(Location),
    Path { file: String },
    Nowhere {},
}

pub(super) fn render(view: &View) -> String {
    let [errors, warnings, infos] = view.counts();
    let language = view.options.language;
    let outcome = view.outcome;
    let report = Report {
        format: "presend/v1",
        verdict: view.verdict.word(),
        exit: view.exit,
        summary: Summary {
            mails: outcome.mails.len(),
            recipients: outcome.mails.iter().map(|mail| mail.recipients).sum(),
            rules: outcome.rules,
            errors,
            warnings,
            infos,
        },
        findings: view.findings.iter().map(|one| finding(view, one)).collect(),
        confirmed: outcome
            .confirmed
            .iter()
            .map(|claim| ConfirmedJson { mail: &claim.mail, kind: claim.kind, value: &claim.value, times: claim.times })
            .collect(),
        not_checked: outcome
            .not_checked
            .iter()
            .map(|check| NotCheckedJson {
                rule: &check.rule,
                mail: &check.mail,
                reason: check.reason.get(language),
                unlock: check.unlock.as_ref().map(|unlock| unlock.get(language)),
            })
            .collect(),
        previous: outcome.kept.iter().map(|one| kept(view, one)).collect(),
        hint: outcome.hint.as_ref().map(|hint| hint.get(language)),
        baseline: outcome.known.as_ref().map(|known| BaselineJson {
            file: &known.file,
            known: known.findings.len(),
            written: known.written,
        }),
        fixed: outcome
            .fixed
            .as_ref()
            .filter(|_| outcome.diff.is_none())
            .map(|fixed| fixed.iter().map(|one| FixedJson { file: &one.file, edits: one.edits }).collect()),
        diff: outcome.diff.as_deref(),
        aside: aside(&outcome.aside),
        errors: outcome.problems.iter().map(|problem| error(view, problem)).collect(),
        timings: view.options.timings.then_some(Timings(&outcome.work)),
    };
    machine::json(&report, true)
}

fn aside(aside: &Aside) -> Option<AsideJson<'_>> {
    let Aside { excluded, unused, changed, concerned } = aside;
    let any = !excluded.is_empty() || !unused.is_empty() || changed.is_some();
    any.then(|| AsideJson { excluded, unused, changed: *changed, concerned: changed.map(|_| *concerned) })
}

fn finding<'a>(view: &View<'a>, finding: &'a Finding) -> FindingJson<'a> {
    let language = view.options.language;
    FindingJson {
        rule: &finding.rule,
        level: finding.level.word(),
        message: finding.message.get(language),
        why: finding.why.as_ref().map(|why| why.get(language)),
        help: finding.help.as_ref().map(|help| help.get(language)),
        mail: finding.mail.as_deref(),
        mails: &finding.mails,
        part: finding.part,
        location: location(view, finding.span),
        found: match view.is_personal(finding) {
            true => mask(&finding.found),
            false => finding.found.clone(),
        },
        expected: &finding.expected,
        related: finding
            .related
            .iter()
            .map(|related| RelatedJson {
                message: related.message.get(language),
                location: location(view, related.span),
            })
            .collect(),
        places: finding.places.iter().map(|span| location(view, *span)).collect(),
        recipients: finding.recipients.as_ref().map(|Affected { affected, of, rows }| AffectedJson {
            affected: *affected,
            of: *of,
            rows,
        }),
        fix: finding.fix.as_ref().map(|one| fix(view, one)),
        fingerprint: &finding.fingerprint,
    }
}

fn kept<'a>(view: &View, kept: &'a Kept) -> KeptJson<'a> {
    let places = |spans: &[Span]| spans.iter().map(|span| location(view, *span)).collect::<Vec<_>>();
    KeptJson {
        mail: &kept.mail,
        file: &kept.file,
        sentences: kept.against.len() + kept.unsure.len() + kept.own.len() + kept.general.len(),
        against: places(&kept.against),
        unsure: places(&kept.unsure),
        own: places(&kept.own),
        general: places(&kept.general),
    }
}

fn fix<'a>(view: &View<'a>, fix: &'a Fix) -> FixJson<'a> {
    let edits = fix.edits.iter().map(|edit| EditJson {
        file: view.sources.path(edit.span.file),
        start: edit.span.start,
        end: edit.span.end,
        replacement: &edit.replacement,
    });
    FixJson { safe: fix.safe, edits: edits.collect() }
}

fn error<'a>(view: &View<'a>, problem: &'a Problem) -> ErrorJson<'a> {
    let language = view.options.language;
    ErrorJson {
        code: problem.code,
        message: problem.message.get(language),
        help: problem.help.as_ref().map(|help| help.get(language)),
        location: match (problem.span, &problem.path) {
            (Some(span), _) => ErrorLocation::Place(location(view, span)),
            (None, Some(path)) => ErrorLocation::Path { file: path.clone() },
            (None, None) => ErrorLocation::Nowhere {},
        },
    }
}

fn location(view: &View, span: Span) -> Location {
    let file = view.sources.file(span.file);
    let position = |offset| {
        let at = file.position(offset);
        Position { offset: at.offset, line: at.line, column: at.column }
    };
    Location {
        file: file.path.clone(),
        start: position(span.start),
        end: position(span.end),
        sheet: file.sheet().map(str::to_string),
        cell: file.cell(span.start),
    }
}

/// Words of a recipient that may not be shown: their form stays, their letters and digits go.
fn mask(text: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { '•' } else { c }).collect()
}
