//! Reports: what a run came to, for people and for machines.
//!
//! Comes in: an [`Outcome`] and the files that it speaks of. Goes out: text. It never decides what is reported.

mod json;

use crate::finding::{Level, Outcome, Verdict};
use crate::language::Language;
use crate::source::Sources;

/// How a report is printed.
#[derive(Debug, Clone)]
pub struct Options {
    /// The reader's language.
    pub language: Language,
    /// The width of the screen, in columns.
    pub width: usize,
    /// With colours.
    pub color: bool,
    /// The least level that is shown.
    pub min_level: Level,
    /// The least level that makes the run fail.
    pub fail_on: Level,
    /// A check without input makes the run fail.
    pub strict: bool,
    /// Names and addresses of recipients are shown.
    pub show_personal: bool,
    /// Also why each finding matters.
    pub verbose: bool,
    /// Only findings and the verdict.
    pub quiet: bool,
}

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people, with the source.
    Human,
    /// For people, without drawing.
    Plain,
    /// For machines.
    Json,
}

/// The verdict and the exit code: the first line of the contract's table (section 6) that holds.
pub fn verdict(outcome: &Outcome, fail_on: Level, strict: bool) -> (Verdict, i32) {
    if !outcome.problems.is_empty() {
        return (Verdict::Incomplete, 2);
    }
    if outcome.mails.is_empty() && outcome.left_out == 0 {
        return (Verdict::Nothing, 3);
    }
    if outcome.findings.iter().any(|finding| finding.level >= fail_on) {
        return (Verdict::Findings, 1);
    }
    if !outcome.findings.is_empty() {
        return (Verdict::Findings, 0);
    }
    if !outcome.not_checked.is_empty() {
        return (Verdict::Partial, i32::from(strict));
    }
    (Verdict::Clean, 0)
}

/// Prints an outcome.
pub fn render(format: Format, outcome: &Outcome, sources: &Sources, options: &Options) -> String {
    match format {
        Format::Json => json::render(outcome, sources, options),
        _ => String::new(),
    }
}
