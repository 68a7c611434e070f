//! What a run came to.

use super::{Finding, Level, Pages, Why};
use crate::language::Message;
use crate::source::{Problem, Span};
use crate::work::Work;

/// The verdict: the first line of the table in `docs/exit-codes.md` that holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Something could not be checked.
    Incomplete,
    /// No mail was found.
    Nothing,
    /// There are findings.
    Findings,
    /// No finding, but some checks had no input.
    Partial,
    /// All that presend can check was checked.
    Clean,
}

impl Verdict {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Incomplete => "incomplete",
            Verdict::Nothing => "nothing",
            Verdict::Findings => "findings",
            Verdict::Partial => "partial",
            Verdict::Clean => "clean",
        }
    }
}

/// A claim that the event backs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// The mail.
    pub mail: String,
    /// The kind of claim: `title`, `date`, `time`, `duration`, `link`, `person`, `contact`, `venue`, `calendar`.
    pub kind: &'static str,
    /// The value in its normal form (`2026-11-17`, `14:00`, a role and address).
    pub value: String,
    /// The value for people.
    pub shown: Message,
    /// How often the mail says it.
    pub times: usize,
}

/// A check that concerns a mail and had no input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotChecked {
    /// The rule's id.
    pub rule: String,
    /// The mail.
    pub mail: String,
    /// Why not.
    pub reason: Message,
    /// Which file or option would change that.
    pub unlock: Option<Message>,
}

/// A mail that was checked, for the head of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The template's path.
    pub path: String,
    /// The subject as the first recipient gets it.
    pub subject: Option<String>,
    /// The event, for people: title, date, hours.
    pub event: Option<Message>,
    /// How many recipients it has; 0 for the made-up one.
    pub recipients: usize,
}

/// What a mail took over from an old one (`--previous`), sentence by sentence.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Kept {
    /// The mail.
    pub mail: String,
    /// The old mail's path.
    pub file: String,
    /// Sentences that say something that the event backs, and nothing else.
    pub own: Vec<Span>,
    /// Sentences that the event contradicts.
    pub against: Vec<Span>,
    /// Sentences with a figure that nothing backs.
    pub unsure: Vec<Span>,
    /// Sentences that would be right in any mail.
    pub general: Vec<Span>,
}

/// A file into which corrections were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Its path.
    pub file: String,
    /// How many edits.
    pub edits: usize,
}

/// Findings that the team knows already, by its baseline.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Known {
    /// The baseline's path.
    pub file: String,
    /// Its findings that this run met.
    pub findings: Vec<Finding>,
    /// Its entries about which this run says nothing, as they stand there.
    pub kept: Vec<String>,
    /// The file was written by this run.
    pub written: bool,
}

/// What of the command line's paths no mail was checked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Aside {
    /// Paths that the settings' `exclude:` leaves out.
    pub excluded: Vec<String>,
    /// Files that no mail uses.
    pub unused: Vec<String>,
    /// `--changed`: how many files were given; what concerns no mail is only counted.
    pub changed: Option<usize>,
    /// Of these, how many concern a mail, or are themselves judged.
    pub concerned: usize,
}

/// What a rule is about, for readers who meet its findings elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleNote {
    /// The rule's id.
    pub id: String,
    /// What it is about.
    pub summary: Message,
    /// Why it matters.
    pub why: Option<Message>,
    /// What to do.
    pub help: Option<Message>,
    /// How grave it is in this project.
    pub level: Level,
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The mails that were checked.
    pub mails: Vec<Checked>,
    /// How many rules were in force.
    pub rules: usize,
    /// Mails left out because they are bound to another event than `--event`.
    pub left_out: usize,
    /// Paths for which no mail was checked.
    pub aside: Aside,
    /// In their fixed order.
    pub findings: Vec<Finding>,
    /// Those that a baseline knows, where one was given or written.
    pub known: Option<Known>,
    /// The rules that these findings come from, in the order of their ids.
    pub noted: Vec<RuleNote>,
    /// Claims that the facts back.
    pub confirmed: Vec<Confirmed>,
    /// What the mails took over from an old one, where one was given.
    pub kept: Vec<Kept>,
    /// Checks without input.
    pub not_checked: Vec<NotChecked>,
    /// What could not be checked.
    pub problems: Vec<Problem>,
    /// Further advice that looks at the whole, at most one line.
    pub hint: Option<Message>,
    /// What was written, where writing was asked for: each file once.
    pub fixed: Option<Vec<Fixed>>,
    /// The corrections as a diff, where that was asked for.
    pub diff: Option<String>,
    /// Links and codes that no report may show whole.
    pub private: Vec<String>,
    /// The mails as they are received, where a report shows them.
    pub pages: Option<Pages>,
    /// The place that was asked about, explained.
    pub why: Option<Why>,
    /// What was done for it, and where the time went if that was asked for.
    pub work: Work,
}
