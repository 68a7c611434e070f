//! How often memory is asked for while one mail is checked, and how much is held at most. Both are ceilings, a tenth
//! above what was counted: a change that needs more should know it.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use presend::check::{self, Ask};
use presend::finding::Level;
use presend::project::{self, Request};
use presend::report::{self, Format, Options};
use presend::rules::{Choice, RuleSet};
use presend::source::Sources;

/// Counted: 175 916 by the first run of a process, which makes word lists and regular expressions; 114 091 by a further
/// one.
const FIRST: u64 = 193_000;
const FURTHER: u64 = 125_000;
/// Bytes; counted: 4 044 124.
const HELD: u64 = 4_450_000;

/// Reads, checks and reports the first fixture; how many findings there were.
fn one_run() -> usize {
    let cwd = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/livestorm-copied");
    let sources = Sources::new();
    let project = project::load(&sources, &Request { cwd, ..Request::default() });
    let (rules, problems) = RuleSet::load(&sources, &Choice::default());
    assert!(problems.is_empty() && project.problems.is_empty());
    let now = "2026-11-17T14:00[Europe/Paris]".parse().unwrap();
    let ask = Ask { threads: 1, ..Ask::of(now, true, Level::Info) };
    let outcome = check::run(&project, &rules, &sources, &ask);
    let report = report::render(Format::Json, &outcome, &sources, &Options::default());
    assert!(report.contains("presend/v1"));
    outcome.findings.len()
}

#[test]
fn one_mail_asks_for_memory_so_often() {
    let mut findings = 0;
    let first = allocation_counter::measure(|| findings = one_run());
    assert!(findings > 0);
    let further = allocation_counter::measure(|| findings = one_run());
    let said = format!("first {first:?}, further {further:?}");
    assert!(first.count_total <= FIRST && further.count_total <= FURTHER && first.bytes_max <= HELD, "{said}");
    assert!(further.count_total < first.count_total, "{said}");
}
