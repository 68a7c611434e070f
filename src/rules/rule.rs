//! A compiled rule, and the mails for which it is in force.

use crate::claims::{Kind, Scope, Standing};
use crate::finding::{Diff, Level, RuleNote};
use crate::language::Message;
use crate::source::{FileId, Sources, Span};

use super::blocks::{Blame, WhenBlock};
use super::built_in::{self, WrittenCases};
use super::case::{self, Case};
use super::file::RuleFile;
use super::kinds::Words;
use super::place::{Step, find, key, tree};
use super::text::fill;

/// What a rule looks for.
#[derive(Debug)]
pub enum Look {
    /// Claims.
    Facts {
        /// Of this kind.
        kind: Kind,
        /// In these standings.
        is: Vec<Standing>,
        /// Of these aspects.
        of: Vec<&'static str>,
    },
    /// Words.
    Words(Box<Words>),
}

/// What a project changed in a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The option as it stands now: `max: 60`, `level: info`.
    pub what: String,
    /// Where the project says so.
    pub span: Option<Span>,
}

/// A rule, ready to be used.
#[derive(Debug)]
pub struct Rule {
    /// Its name.
    pub id: String,
    /// What it is about.
    pub summary: Message,
    /// How grave it is, after `levels:`.
    pub level: Level,
    /// In force: its pack is chosen, and it is neither off nor left out by `--rule`.
    pub on: bool,
    /// The project's `levels:` say `off`.
    pub silenced: bool,
    /// What the project changed: options and level.
    pub changes: Vec<Change>,
    /// Where it looks; everywhere when empty.
    pub scopes: Vec<Scope>,
    /// For which mails.
    pub when: When,
    /// What it looks for.
    pub look: Look,
    /// What is wrong.
    pub message: Message,
    /// Why it matters.
    pub why: Option<Message>,
    /// What to do.
    pub help: Option<Message>,
    /// How found and expected are shown against each other.
    pub diff: Option<Diff>,
    /// Corrected, and whether without a second look.
    pub fix: Option<bool>,
    /// Who is at fault where data printed the words.
    pub blame: Option<Blame>,
    /// The lower, the more telling: of several rules that report overlapping places, this one speaks.
    pub rank: u8,
    /// Its packs: of presend's own rules; else the team's folder as the settings name it, or `team`.
    pub packs: Vec<String>,
    /// One of presend's own.
    pub builtin: bool,
    /// Its file's path.
    pub path: String,
    /// Its file, for rules of a team.
    pub file: Option<FileId>,
    /// As written.
    pub written: RuleFile,
}

impl Rule {
    /// What it is about, in words that hold for whatever it finds: a hole that only a finding fills is `…`.
    pub fn note(&self) -> RuleNote {
        let general = |message: &Message| fill(message, |_, _| None, "…", true);
        RuleNote {
            id: self.id.clone(),
            summary: general(&self.summary),
            why: self.why.as_ref().map(general),
            help: self.help.as_ref().map(general),
            level: self.level,
        }
    }

    /// Its cases as they are written; those of a built-in rule are read when they are asked for.
    pub fn written_cases(&self) -> WrittenCases {
        if self.builtin {
            return built_in::cases(&self.path);
        }
        WrittenCases { valid: self.written.valid.clone(), invalid: self.written.invalid.clone() }
    }

    /// Its right cases, in order; for a team's rule each with its place.
    pub fn valid(&self, sources: &Sources) -> Vec<Case> {
        self.cases(&self.written_cases().valid, "valid", sources)
    }

    /// Its wrong cases, in order; for a team's rule each with its place.
    pub fn invalid(&self, sources: &Sources) -> Vec<Case> {
        self.cases(&self.written_cases().invalid, "invalid", sources)
    }

    fn cases(&self, values: &[serde_yaml::Value], list: &str, sources: &Sources) -> Vec<Case> {
        let root = self.file.and_then(|file| tree(&sources.text(file)).root);
        values
            .iter()
            .enumerate()
            .filter_map(|(n, value)| {
                let mut case = case::read(value, list, n).ok()?;
                case.span = root.as_ref().and_then(|root| find(root, &[key(list), Step::Item(n)], false));
                Some(case)
            })
            .collect()
    }
}

/// For which mails a rule is in force: each list that stands there must hold the mail's word.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct When {
    /// `invited`, `registered` …
    pub audience: Option<Vec<&'static str>>,
    /// `before`, `during`, `after`
    pub moment: Option<Vec<&'static str>>,
    /// `invitation`, `reminder` …
    pub purpose: Option<Vec<&'static str>>,
    /// `service`, `promotion`
    pub kind: Option<Vec<&'static str>>,
    /// `fr`, `en`
    pub language: Option<Vec<&'static str>>,
    /// The platform's name, in lower case.
    pub platform: Option<Vec<String>>,
    /// `confirmed`, `cancelled`, `postponed`
    pub status: Option<Vec<&'static str>>,
}

/// What is known of the mail that is checked, in the words of a rule's `when:`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Situation {
    /// `invited`, `registered`, `attended`, `absent`, `speakers`, `all`
    pub audience: Option<&'static str>,
    /// `before`, `during`, `after`
    pub moment: Option<&'static str>,
    /// `invitation`, `reminder`, `follow-up`, `absence`, `cancellation`, `postponement`, `letter`
    pub purpose: Option<&'static str>,
    /// `service`, `promotion`
    pub kind: Option<&'static str>,
    /// `fr`, `en`
    pub language: Option<&'static str>,
    /// The event's platform, as written there.
    pub platform: Option<String>,
    /// `confirmed`, `cancelled`, `postponed`
    pub status: Option<&'static str>,
}

impl When {
    /// The compiled form of a rule's block.
    pub fn of(block: Option<&WhenBlock>) -> When {
        let Some(block) = block else { return When::default() };
        When {
            audience: block.audience.as_ref().map(|list| list.iter().map(|word| word.word()).collect()),
            moment: block.moment.as_ref().map(|list| list.iter().map(|word| word.word()).collect()),
            purpose: block.purpose.as_ref().map(|list| list.iter().map(|word| word.word()).collect()),
            kind: block.kind.as_ref().map(|list| list.iter().map(|word| word.word()).collect()),
            language: block.language.as_ref().map(|list| list.iter().map(|word| word.word()).collect()),
            platform: block.platform.as_ref().map(|list| list.iter().map(|name| name.to_lowercase()).collect()),
            status: block.status.as_ref().map(|list| list.iter().map(|word| word.word()).collect()),
        }
    }

    /// Whether a mail is meant. What is not known of the mail is not in any list.
    pub fn holds(&self, mail: &Situation) -> bool {
        let word = |list: &Option<Vec<&'static str>>, known: Option<&'static str>| {
            list.as_ref().is_none_or(|list| known.is_some_and(|known| list.contains(&known)))
        };
        word(&self.audience, mail.audience)
            && word(&self.moment, mail.moment)
            && word(&self.purpose, mail.purpose)
            && word(&self.kind, mail.kind)
            && word(&self.language, mail.language)
            && word(&self.status, mail.status)
            && self.platform.as_ref().is_none_or(|list| {
                mail.platform.as_ref().is_some_and(|known| list.iter().any(|name| *name == known.to_lowercase()))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_that_stands_there_must_hold_the_mails_word() {
        let when = When { audience: Some(vec!["attended", "absent"]), moment: Some(vec!["after"]), ..When::default() };
        let mail = Situation { audience: Some("absent"), moment: Some("after"), ..Situation::default() };
        assert!(when.holds(&mail));
        assert!(!when.holds(&Situation { moment: Some("before"), ..mail.clone() }));
        assert!(!when.holds(&Situation { audience: None, ..mail }));
        assert!(When::default().holds(&Situation::default()));
    }

    #[test]
    fn platforms_are_compared_without_case() {
        let when = When { platform: Some(vec!["zoom".into()]), ..When::default() };
        assert!(when.holds(&Situation { platform: Some("Zoom".into()), ..Situation::default() }));
        assert!(!when.holds(&Situation { platform: Some("teams".into()), ..Situation::default() }));
    }
}
