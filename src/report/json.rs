//! The report for machines (contract, section 7).

use std::collections::HashMap;

use serde::Serialize;

use super::{Options, verdict};
use crate::finding::{Finding, Level, Outcome};
use crate::language::Language;
use crate::source::{Problem, Sources, Span};

#[derive(Serialize)]
struct Report<'o> {
    format: &'static str,
    verdict: &'static str,
    exit: i32,
    summary: Summary,
    findings: Vec<JsonFinding<'o>>,
    confirmed: Vec<JsonConfirmed<'o>>,
    not_checked: Vec<JsonNotChecked<'o>>,
    errors: Vec<JsonError<'o>>,
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
struct JsonFinding<'o> {
    rule: &'o str,
    level: &'static str,
    message: &'o str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'o str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'o str>,
    mail: Option<&'o str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    mails: &'o [String],
    part: &'static str,
    location: Location,
    found: &'o str,
    expected: &'o [String],
    related: Vec<JsonRelated<'o>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recipients: Option<JsonAffected<'o>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<JsonFix<'o>>,
    fingerprint: String,
}

#[derive(Serialize)]
struct Location {
    file: String,
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    offset: u32,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct JsonRelated<'o> {
    message: &'o str,
    location: Location,
}

#[derive(Serialize)]
struct JsonAffected<'o> {
    affected: usize,
    of: usize,
    rows: &'o [u32],
}

#[derive(Serialize)]
struct JsonFix<'o> {
    safe: bool,
    edits: Vec<JsonEdit<'o>>,
}

#[derive(Serialize)]
struct JsonEdit<'o> {
    file: String,
    start: u32,
    end: u32,
    replacement: &'o str,
}

#[derive(Serialize)]
struct JsonConfirmed<'o> {
    mail: &'o str,
    kind: &'static str,
    value: &'o str,
    times: usize,
}

#[derive(Serialize)]
struct JsonNotChecked<'o> {
    rule: &'o str,
    mail: &'o str,
    reason: &'o str,
}

#[derive(Serialize)]
struct JsonError<'o> {
    code: &'o str,
    message: &'o str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'o str>,
    location: serde_json::Value,
}

/// One object, at every exit code.
pub fn render(outcome: &Outcome, sources: &Sources, options: &Options) -> String {
    let (verdict, exit) = verdict(outcome, options.fail_on, options.strict);
    let count = |level| outcome.findings.iter().filter(|finding| finding.level == level).count();
    let language = options.language;
    let report = Report {
        format: "presend/v1",
        verdict: verdict.word(),
        exit,
        summary: Summary {
            mails: outcome.mails.len(),
            recipients: outcome.mails.iter().map(|mail| mail.recipients).sum(),
            rules: outcome.rules,
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            infos: count(Level::Info),
        },
        findings: findings(outcome, sources, language),
        confirmed: outcome
            .confirmed
            .iter()
            .map(|one| JsonConfirmed { mail: &one.mail, kind: one.kind, value: &one.value, times: one.times })
            .collect(),
        not_checked: outcome
            .not_checked
            .iter()
            .map(|one| JsonNotChecked { rule: &one.rule, mail: &one.mail, reason: one.reason.get(language) })
            .collect(),
        errors: outcome.problems.iter().map(|problem| error(problem, sources, language)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

fn findings<'o>(outcome: &'o Outcome, sources: &Sources, language: Language) -> Vec<JsonFinding<'o>> {
    let mut ranks: HashMap<String, usize> = HashMap::new();
    outcome
        .findings
        .iter()
        .map(|finding| JsonFinding {
            rule: &finding.rule,
            level: finding.level.word(),
            message: finding.message.get(language),
            why: finding.why.as_ref().map(|why| why.get(language)),
            help: finding.help.as_ref().map(|help| help.get(language)),
            mail: finding.mail.as_deref(),
            mails: &finding.mails,
            part: finding.part,
            location: location(finding.span, sources),
            found: &finding.found,
            expected: &finding.expected,
            related: finding.related.iter().map(|related| JsonRelated { message: related.message.get(language), location: location(related.span, sources) }).collect(),
            recipients: finding.recipients.as_ref().map(|one| JsonAffected { affected: one.affected, of: one.of, rows: &one.rows }),
            fix: finding.fix.as_ref().map(|fix| JsonFix {
                safe: fix.safe,
                edits: fix
                    .edits
                    .iter()
                    .map(|edit| JsonEdit { file: sources.file(edit.span.file).path.clone(), start: edit.span.start, end: edit.span.end, replacement: &edit.replacement })
                    .collect(),
            }),
            fingerprint: fingerprint(finding, sources, &mut ranks),
        })
        .collect()
}

fn location(span: Span, sources: &Sources) -> Location {
    let position = |at: crate::source::Position| Position { offset: at.offset, line: at.line, column: at.column };
    Location { file: sources.file(span.file).path.clone(), start: position(sources.start(span)), end: position(sources.end(span)) }
}

fn error<'o>(problem: &'o Problem, sources: &Sources, language: Language) -> JsonError<'o> {
    let place = match (problem.span, &problem.path) {
        (Some(span), _) => serde_json::to_value(location(span, sources)).unwrap_or_default(),
        (None, Some(path)) => serde_json::json!({ "file": path }),
        _ => serde_json::json!({}),
    };
    JsonError { code: problem.code, message: problem.message.get(language), help: problem.help.as_ref().map(|help| help.get(language)), location: place }
}

/// Of rule, path, part, the words found and their rank among equals; no line number, so that it survives edits above.
fn fingerprint(finding: &Finding, sources: &Sources, ranks: &mut HashMap<String, usize>) -> String {
    let path = &sources.file(finding.span.file).path;
    let key = format!("{}\u{1f}{path}\u{1f}{}\u{1f}{}", finding.rule, finding.part, finding.found);
    let rank = ranks.entry(key.clone()).and_modify(|rank| *rank += 1).or_insert(0);
    format!("{:016x}{:016x}", fnv(&format!("{key}\u{1f}{rank}"), 0xcbf2_9ce4_8422_2325), fnv(&format!("{rank}\u{1f}{key}"), 0x6c62_272e_07bb_0142))
}

/// FNV-1a, 64 bits, from a given start: stable across versions and machines, which the standard hasher is not.
fn fnv(text: &str, start: u64) -> u64 {
    text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
