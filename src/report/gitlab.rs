//! The report as GitLab's code quality reads it: one list, a finding an entry.
//!
//! The list has no place for a verdict or for what was not checked. What could not be read is an entry of its own, and so
//! is that there was no mail: a run that looked at nothing never looks clean.

use std::collections::HashSet;

use serde::Serialize;

use super::machine::{self, Spot};
use super::text::clean_line;
use super::view::View;
use super::words;
use crate::finding::{Level, Verdict};
use crate::source::Problem;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Range<u32>,
    positions: Range<Position>,
}

#[derive(Serialize)]
struct Range<T> {
    begin: T,
    end: T,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

pub(super) fn render(view: &View) -> String {
    let problems = view.outcome.problems.iter().map(|problem| Issue {
        description: machine::joined(&machine::problem(view, problem)),
        check_name: problem.code.to_string(),
        fingerprint: fingerprint(view, problem),
        severity: "blocker",
        location: location(view, problem),
    });
    let findings = view.findings.iter().map(|finding| Issue {
        description: machine::joined(&machine::full(view, finding)),
        check_name: clean_line(&finding.rule),
        fingerprint: finding.fingerprint.clone(),
        severity: severity(finding.level),
        location: Location::of(&Spot::new(view, finding.span)),
    });
    // Nothing was looked at: an empty list would look clean.
    let nothing = (view.verdict == Verdict::Nothing).then(|| Issue {
        description: words::verdict(view),
        check_name: view.verdict.word().to_string(),
        fingerprint: crate::finding::digest([view.verdict.word()]),
        severity: "blocker",
        location: nowhere(view),
    });
    let mut issues: Vec<Issue> = problems.chain(nothing).chain(findings).collect();
    let mut seen: HashSet<String> = HashSet::new();
    for issue in &mut issues {
        // Of two entries with one fingerprint, GitLab drops one.
        let first = issue.fingerprint.clone();
        let mut rank = 1;
        while !seen.insert(issue.fingerprint.clone()) {
            rank += 1;
            issue.fingerprint = format!("{first}-{rank}");
        }
    }
    machine::json(&issues, true)
}

fn severity(level: Level) -> &'static str {
    match level {
        Level::Error => "critical",
        Level::Warning => "minor",
        Level::Info => "info",
    }
}

/// What makes it the same problem in the next run: its code, file and words, without a line.
fn fingerprint(view: &View, problem: &Problem) -> String {
    let path = location(view, problem).path;
    crate::finding::digest([problem.code, &path, &problem.message.en])
}

/// The place of a problem.
fn location(view: &View, problem: &Problem) -> Location {
    match (problem.span, &problem.path) {
        (Some(span), _) => Location::of(&Spot::new(view, span)),
        (None, Some(path)) => Location::at(clean_line(&machine::in_repository(view, path)), (1, 1), (1, 1)),
        (None, None) => nowhere(view),
    }
}

/// GitLab wants a path and a line always: what has none lies at the project's own folder.
fn nowhere(view: &View) -> Location {
    Location::at(clean_line(&machine::in_repository(view, ".")), (1, 1), (1, 1))
}

impl Location {
    fn of(spot: &Spot) -> Location {
        let (start, end) = (spot.start, spot.end);
        Location::at(clean_line(&spot.path), (start.line, start.column), (end.line, end.column))
    }

    fn at(path: String, (line, column): (u32, u32), (last, after): (u32, u32)) -> Location {
        Location {
            path,
            lines: Range { begin: line, end: last },
            positions: Range { begin: Position { line, column }, end: Position { line: last, column: after } },
        }
    }
}
