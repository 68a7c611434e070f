//! Seals: a small file beside a mail that says which mail was checked, and what came of it.
//!
//! Comes in: a project as it was read, and the [`Outcome`] of its check. Goes out: a [`Seal`] for each mail, its file, and
//! later the [`Change`]s since. A seal holds hashes, and the words of template and event so that a change can be told in
//! words; no recipient's data stand in it, and private addresses and codes are masked. It never checks anything itself.
//!
//! A seal guards against slips, not against people: its digest finds an edit by hand, but it is no signature.

mod compare;
mod file;
mod inputs;
mod say;
mod words;

use serde::{Deserialize, Serialize};

use crate::check::Ask;
use crate::finding::{Level, Outcome, Verdict};
use crate::project::{Mail, Project};
use crate::source::{Problem, Sources};

pub use compare::Change;
pub use file::{path_of, read, write};
pub use say::{Answer, State, as_json, as_text, written};

/// What a file of this form calls itself.
const FORMAT: &str = "presend-seal/v1";

/// What was checked, and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// The form of the file.
    format: String,
    /// The mail, by its template's path.
    pub mail: String,
    /// The check.
    pub checked: Checked,
    /// What the command line said of the mail.
    #[serde(default, skip_serializing_if = "Options::is_empty")]
    pub options: Options,
    /// The recipients' files.
    recipients: Vec<People>,
    /// What the mail was made of and held against.
    inputs: Vec<Input>,
    /// Of all the above.
    digest: String,
}

/// A check, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checked {
    /// The version of presend, with its commit where it is known.
    presend: String,
    /// The moment that counted as now: wall time of the event, or with an offset.
    at: String,
    /// The verdict's word.
    verdict: String,
    /// Findings to be corrected.
    errors: usize,
    /// Findings to be verified.
    warnings: usize,
    /// Findings for information.
    infos: usize,
    /// Checks that had no input.
    not_checked: usize,
    /// What could not be read.
    problems: usize,
}

impl Checked {
    /// Whether all that presend can check was checked, and nothing was found.
    pub fn is_clean(&self) -> bool {
        self.verdict == Verdict::Clean.word()
    }

    /// Whether nothing is to be corrected or verified; there may be remarks, and checks that had no input.
    pub fn is_passable(&self) -> bool {
        let checked =
            [Verdict::Clean, Verdict::Partial, Verdict::Findings].iter().any(|one| one.word() == self.verdict);
        checked && self.errors == 0 && self.warnings == 0 && self.problems == 0
    }
}

/// What the command line said of a mail; paths begin in the project's folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// `--event`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// `--events`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<String>,
    /// `--recipients`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<String>,
    /// `--send-at`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub send_at: Option<String>,
    /// `--subject`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// `--audience`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// `--previous`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<String>,
}

impl Options {
    /// Whether the command line said nothing.
    pub fn is_empty(&self) -> bool {
        *self == Options::default()
    }
}

/// A recipients' file: no row of it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    path: String,
    sha256: String,
    columns: Vec<String>,
    rows: usize,
}

/// What a mail was made of, or held against.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    what: What,
    path: String,
    sha256: String,
    /// Its words, or its keys with their values; nothing of what is only compared.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    words: Vec<String>,
}

/// What an input is to the mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum What {
    /// The template, or the finished message.
    Template,
    /// The template of the text part.
    Text,
    /// A partial that one of them includes.
    Partial,
    /// The mail's settings, from all their homes.
    Mail,
    /// `presend.yaml`.
    Settings,
    /// An event that the mail is about or may speak of.
    Event,
    /// Another event, of which nothing may stand in the mail.
    OtherEvent,
    /// Last month's mail.
    Previous,
    /// A rule of the team's own.
    Rule,
    /// All rules of presend, with their word lists.
    BuiltInRules,
}

impl What {
    /// Whether its words are keys with values.
    fn has_keys(self) -> bool {
        matches!(self, What::Mail | What::Settings | What::Event | What::Rule)
    }
}

/// The seals of the mails of a run, one for each template.
///
/// # Errors
/// What of an input cannot be read any more.
pub fn seals(
    project: &Project,
    outcome: &Outcome,
    sources: &Sources,
    ask: &Ask,
    options: &Options,
) -> Result<Vec<Seal>, Problem> {
    let mut paths: Vec<&str> = project.mails.iter().map(|mail| mail.path.as_str()).collect();
    paths.dedup();
    let seal = |path: &str| {
        let mails: Vec<&Mail> = project.mails.iter().filter(|mail| mail.path == path).collect();
        let (recipients, inputs) = inputs::of(project, &mails, sources)?;
        let checked = checked(path, outcome, ask);
        let options = options.clone();
        let mail = path.to_string();
        let unsigned =
            Seal { format: FORMAT.into(), mail, checked, options, recipients, inputs, digest: String::new() };
        Ok(file::with_digest(unsigned))
    };
    paths.into_iter().map(seal).collect()
}

/// What changed since a mail was sealed; the project was read with the seal's options.
///
/// # Errors
/// What of an input cannot be read.
pub fn changes(seal: &Seal, project: &Project, sources: &Sources) -> Result<Vec<Change>, Problem> {
    let mails: Vec<&Mail> = project.mails.iter().filter(|mail| mail.path == seal.mail).collect();
    let (recipients, inputs) = inputs::of(project, &mails, sources)?;
    Ok(compare::changes(seal, &recipients, &inputs, env!("PRESEND_VERSION")))
}

/// What a run says of one mail. What is wrong with the events is every mail's concern, and so is what could not be read.
fn checked(path: &str, outcome: &Outcome, ask: &Ask) -> Checked {
    let concerns = |mail: &Option<String>, mails: &[String]| {
        mail.as_ref().is_none_or(|mail| mail == path) || mails.iter().any(|mail| mail == path)
    };
    let levels: Vec<Level> = outcome
        .findings
        .iter()
        .filter(|finding| concerns(&finding.mail, &finding.mails))
        .map(|finding| finding.level)
        .collect();
    let count = |level: Level| levels.iter().filter(|other| **other == level).count();
    let not_checked = outcome.not_checked.iter().filter(|check| check.mail == path).count();
    let verdict = if !outcome.problems.is_empty() {
        Verdict::Incomplete
    } else if !outcome.mails.iter().any(|mail| mail.path == path) {
        Verdict::Nothing
    } else if !levels.is_empty() {
        Verdict::Findings
    } else if not_checked > 0 {
        Verdict::Partial
    } else {
        Verdict::Clean
    };
    let at = match ask.now_is_wall {
        true => ask.now.datetime().strftime("%Y-%m-%dT%H:%M").to_string(),
        false => ask.now.strftime("%Y-%m-%dT%H:%M%:z").to_string(),
    };
    Checked {
        presend: env!("PRESEND_VERSION").to_string(),
        at,
        verdict: verdict.word().to_string(),
        errors: count(Level::Error),
        warnings: count(Level::Warning),
        infos: count(Level::Info),
        not_checked,
        problems: outcome.problems.len(),
    }
}
