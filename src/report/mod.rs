//! Reports: what a run came to, for people and for machines.
//!
//! Comes in: an [`Outcome`] and the [`Sources`] that its places lie in. Goes out: one text. It never checks, never
//! changes a finding, and never prints by itself. Recipients' names and addresses stay out unless they are asked for.

mod excerpt;
mod frame;
mod github;
mod gitlab;
mod html;
mod human;
mod json;
mod junit;
mod machine;
mod markdown;
mod markup;
mod mattermost;
mod plain;
mod points;
mod private;
mod sarif;
mod text;
mod timings;
mod view;
mod why;
mod words;

use std::path::PathBuf;

pub use private::masked as without_private;
pub(crate) use text::{clean, clean_line};
pub use why::{as_json as why_as_json, as_text as why_as_text};

use crate::finding::{Finding, Level, Outcome, Verdict};
use crate::language::Language;
use crate::source::Sources;
use crate::work::{self, Stage, Work};

/// How a report looks and what it judges by.
#[derive(Debug, Clone)]
pub struct Options {
    /// The reader's language.
    pub language: Language,
    /// The width of the screen, in columns; less than 40 counts as 40.
    pub width: usize,
    /// Whether colours are written.
    pub color: bool,
    /// Findings below this level are neither shown nor counted.
    pub min_level: Level,
    /// Findings from this level on make the exit code 1.
    pub fail_on: Level,
    /// A check without input makes the exit code 1.
    pub strict: bool,
    /// Names and addresses of recipients may be shown.
    pub show_personal: bool,
    /// Why each finding matters, every mail's head, every confirmed claim.
    pub verbose: bool,
    /// Findings, problems and the verdict alone.
    pub quiet: bool,
    /// A report for machines says where the time went.
    pub timings: bool,
    /// The project's folder.
    pub project: PathBuf,
    /// The root of the repository that it lies in; the project's folder where there is none. Programs that show
    /// findings beside the files of a repository look for them from there.
    pub repository: PathBuf,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            language: Language::En,
            width: 100,
            color: false,
            min_level: Level::Info,
            fail_on: Level::Error,
            strict: false,
            show_personal: false,
            verbose: false,
            quiet: false,
            timings: false,
            project: PathBuf::new(),
            repository: PathBuf::new(),
        }
    }
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For a screen: lines of the files with the words marked.
    #[default]
    Human,
    /// For a screen reader: no drawing, no colour, one statement a line.
    Plain,
    /// For machines: one JSON object, `presend/v1`.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of a GitHub Actions run.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML, for CI servers that show tests.
    Junit,
    /// Markdown, for a job's summary or a comment.
    Markdown,
    /// The payload of a Mattermost webhook.
    Mattermost,
    /// One page for a browser: the mail beside what it says.
    Html,
}

impl Format {
    /// All formats.
    pub const ALL: [Format; 10] = [
        Format::Human,
        Format::Plain,
        Format::Json,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Markdown,
        Format::Mattermost,
        Format::Html,
    ];

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Format::Human => "human",
            Format::Plain => "plain",
            Format::Json => "json",
            Format::Sarif => "sarif",
            Format::Github => "github",
            Format::Gitlab => "gitlab",
            Format::Junit => "junit",
            Format::Markdown => "markdown",
            Format::Mattermost => "mattermost",
            Format::Html => "html",
        }
    }

    /// The format of a word.
    pub fn of_word(word: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.word() == word)
    }
}

/// The report of a run; it ends with a line break.
pub fn render(format: Format, outcome: &Outcome, sources: &Sources, options: &Options) -> String {
    let _report = work::enter(Stage::Report);
    let view = view::View::new(outcome, sources, options);
    let report = match format {
        Format::Human => text::inert(human::render(&view)),
        Format::Plain => text::inert(plain::render(&view)),
        Format::Json => json::render(&view),
        Format::Sarif => sarif::render(&view),
        Format::Github => github::render(&view),
        Format::Gitlab => gitlab::render(&view),
        Format::Junit => junit::render(&view),
        Format::Markdown => markdown::render(&view),
        Format::Mattermost => mattermost::render(&view),
        Format::Html => html::render(&view),
    };
    private::masked(report, &outcome.private)
}

/// One finding in plain form, as [`Format::Plain`] prints it.
pub fn finding(finding: &Finding, sources: &Sources, options: &Options) -> String {
    let outcome = Outcome { findings: vec![finding.clone()], ..Outcome::default() };
    let mut out = String::new();
    let point = points::Point { finding, places: finding.places.clone() };
    plain::point(&mut out, &view::View::new(&outcome, sources, options), &point);
    out
}

/// Where the time of a run went, as a table for standard error.
pub fn timings(work: &Work, language: Language) -> String {
    timings::table(work, language)
}

/// What a diff holds, in a line for standard error: how many corrections, and that none is written.
pub fn diff_line(outcome: &Outcome, language: Language) -> String {
    words::diff(language, outcome.fixed.as_deref().unwrap_or_default())
}

/// The verdict and the exit code of a run: the first line of this table that holds.
///
/// | exit | verdict | when |
/// |---|---|---|
/// | 2 | incomplete | something could not be checked |
/// | 3 | nothing | no mail was found; 0 where changed files were given, which concern none |
/// | 1 | findings | one is at or above `fail_on` |
/// | 0 | findings | all are below it, or known by a baseline; 1 when checks had no input and `strict` |
/// | 0 | partial | none, but checks had no input; 1 when `strict` |
/// | 0 | clean | all that can be checked was |
pub fn verdict(outcome: &Outcome, fail_on: Level, strict: bool) -> (Verdict, i32) {
    verdict_from(outcome, Level::Info, fail_on, strict)
}

/// As [`verdict`], for a reader who sees no finding below `min_level`.
fn verdict_from(outcome: &Outcome, min_level: Level, fail_on: Level, strict: bool) -> (Verdict, i32) {
    let worst = outcome.findings.iter().map(|finding| finding.level).filter(|level| *level >= min_level).max();
    if !outcome.problems.is_empty() {
        return (Verdict::Incomplete, 2);
    }
    if outcome.mails.is_empty() && (worst.is_none() || outcome.aside.changed.is_none()) {
        // A commit need not concern a mail.
        return (Verdict::Nothing, if outcome.aside.changed.is_some() { 0 } else { 3 });
    }
    match worst {
        Some(level) => (Verdict::Findings, i32::from(level >= fail_on)),
        None if outcome.known.as_ref().is_some_and(|known| !known.findings.is_empty()) => {
            (Verdict::Findings, i32::from(strict && !outcome.not_checked.is_empty()))
        }
        None if !outcome.not_checked.is_empty() => (Verdict::Partial, i32::from(strict)),
        None => (Verdict::Clean, 0),
    }
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;
