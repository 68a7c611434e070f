//! Suppressions: `{{!-- presend-ignore rule-id: reason --}}` and its like, each for one rule, with a reason.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::claims::{Kind, Part, Scope, Standing, draft};
use crate::finding::Finding;
use crate::project::Project;
use crate::rules::{RuleSet, Situation};
use crate::source::{FileId, Place, Sources, Span};

use super::remarks::mail_in;

/// A suppression in a file.
#[derive(Debug, Clone)]
struct Ignore {
    span: Span,
    rule: String,
    reason: String,
    /// The lines that it covers; `None` for the whole file.
    lines: Option<(u32, u32)>,
    /// It ended before today.
    ended: bool,
    used: bool,
}

/// Silences findings, and reports suppressions without a reason and those that silence nothing.
pub(crate) fn apply(findings: &mut Vec<Finding>, sources: &Sources, rules: &RuleSet, project: &Project, today: Date) {
    let mut files: BTreeSet<FileId> = findings.iter().map(|finding| finding.span.file).collect();
    files.extend(project.mails.iter().map(|mail| mail.file));
    files.extend(project.events.iter().map(|event| event.file));
    files.extend(project.partials.values().copied());
    let mut ignores: Vec<Ignore> = files.iter().flat_map(|file| read(*file, sources, today)).collect();
    if ignores.is_empty() {
        return;
    }
    findings.retain(|finding| {
        let line = sources.start(finding.span).line;
        let silenced = ignores.iter_mut().filter(|ignore| !ignore.reason.is_empty() && !ignore.ended).find(|ignore| {
            ignore.span.file == finding.span.file
                && ignore.rule == finding.rule
                && ignore.lines.is_none_or(|(first, last)| (first..=last).contains(&line))
        });
        match silenced {
            Some(ignore) => {
                ignore.used = true;
                false
            }
            None => true,
        }
    });
    for ignore in &ignores {
        findings.extend(complaint(ignore, rules, project));
    }
}

fn complaint(ignore: &Ignore, rules: &RuleSet, project: &Project) -> Vec<Finding> {
    let aspect = match (ignore.reason.is_empty(), ignore.used) {
        (true, _) => "ignore-without-reason",
        (false, false) => "unused-ignore",
        _ => return Vec::new(),
    };
    let place = Place { written: Some(ignore.span), literal: true, ..Place::default() };
    let claim = draft::claim(
        place,
        ignore.rule.clone(),
        Part::Settings,
        &[Scope::Source, Scope::EventData],
        Kind::Settings,
        aspect,
        Standing::Against,
    );
    let claims: Vec<_> = claim.into_iter().collect();
    rules
        .report(&Situation::default(), &claims)
        .into_iter()
        .map(|(rule, index)| rules.finding(rule, &claims[index], mail_in(project, ignore.span.file)))
        .collect()
}

fn read(file: FileId, sources: &Sources, today: Date) -> Vec<Ignore> {
    let text = sources.text(file);
    let mut out = Vec::new();
    for (at, word) in text.text().match_indices("presend-ignore") {
        let before = text.text()[..at].trim_end();
        if !before.ends_with(['#', '-', '!']) {
            continue;
        }
        let rest = &text.text()[at + word.len()..];
        let (rest, whole_file) = match rest.strip_prefix("-file") {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let end = rest.find(['\n', '}']).into_iter().chain(rest.find("--")).min().unwrap_or(rest.len());
        let body = &rest[..end];
        let (rule, reason) = body.split_once(':').unwrap_or((body, ""));
        let (reason, ended) = until(reason.trim(), today);
        let stop = at + word.len() + usize::from(whole_file) * 5 + end;
        let Some(span) = text.origin(at..stop).span() else { continue };
        let line = sources.start(span).line;
        let lines = (!whole_file).then_some((line, line + 1));
        out.push(Ignore { span, rule: rule.trim().to_string(), reason: reason.to_string(), lines, ended, used: false });
    }
    out
}

/// `until 2026-12-01: reason`: the reason, and whether the day has passed.
fn until(reason: &str, today: Date) -> (&str, bool) {
    let Some(rest) = reason.strip_prefix("until ") else { return (reason, false) };
    let Some((day, reason)) = rest.split_once(':') else { return ("", false) };
    let ended = day.trim().parse::<Date>().is_ok_and(|day| day < today);
    (reason.trim(), ended)
}
