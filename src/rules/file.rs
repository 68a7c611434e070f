//! A rule as it is written: plain structures that serde reads and the schema is made from.
//!
//! Exactly one kind block stands in a rule; [`super::compile`] holds it to that.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::blocks::*;
use super::text::Text;
use crate::claims::Kind;

/// A rule: what it looks for, how grave it is, and in which words it speaks.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("patternProperties" = {"^x-": true}))]
pub struct RuleFile {
    /// Its name, which is also the file's: lower-case letters, digits and hyphens.
    pub id: String,
    /// What it is about, in a few words.
    pub summary: Text,
    /// How grave it is.
    pub level: LevelWord,
    /// Where it looks; all scopes when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<ScopeWord>,
    /// For which mails it is in force; all when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<WhenBlock>,
    /// What is wrong, with holes such as `{match}`.
    pub message: Text,
    /// Why it matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<Text>,
    /// Where it is laid down or measured: a standard, a law, a test; addresses or names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub source: Vec<String>,
    /// Shows the words found against the expected ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diff: Option<DiffWord>,
    /// How a finding is corrected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<FixBlock>,
    /// For words that data printed: whether the tag or the value is at fault.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blame: Option<Blame>,
    /// Which rule speaks where several could: the lower, the more telling. From 0 to 100, 50 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 0, max = 100))]
    pub rank: Option<u8>,
    /// The packs that it belongs to, for presend's own rules: when left out, the one whose folder it lies in, else
    /// `recommended`. A team's rule is always in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub packs: Option<Vec<String>>,
    /// Words that must not stand there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub existence: Option<ExistenceBlock>,
    /// Words that must stand there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<RequiredBlock>,
    /// Words for which others are better.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub substitution: Option<SubstitutionBlock>,
    /// Words that may stand so often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<OccurrenceBlock>,
    /// Two spellings of which a mail keeps to one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consistency: Option<ConsistencyBlock>,
    /// Words that ask for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditional: Option<ConditionalBlock>,
    /// Words written twice in a row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repetition: Option<RepetitionBlock>,
    /// A measure of the mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<MetricBlock>,
    /// What mail programs do not show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub support: Option<SupportBlock>,
    /// A kind for facts: titles, aliases, distinctive words and hashtags.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<FactBlock>,
    /// A kind for facts: days, years, weekdays, deadlines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<FactBlock>,
    /// A kind for facts: hours, zones and durations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<FactBlock>,
    /// A kind for facts: links: which event, which role, which state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<FactBlock>,
    /// A kind for facts: people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<FactBlock>,
    /// A kind for facts: addresses, telephone numbers and codes to reach someone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<FactBlock>,
    /// A kind for facts: venues and platforms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub venue: Option<FactBlock>,
    /// A kind for facts: what the session is said to hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<FactBlock>,
    /// A kind for facts: words that speak to certain readers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<FactBlock>,
    /// A kind for facts: words of before and after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tense: Option<FactBlock>,
    /// A kind for facts: what a mail of its purpose owes its reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owes: Option<FactBlock>,
    /// A kind for facts: the HTML part against the text part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<FactBlock>,
    /// A kind for facts: variables, helpers and partials of a template.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub variable: Option<FactBlock>,
    /// A kind for facts: leftover tags, placeholders, greetings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag: Option<FactBlock>,
    /// A kind for facts: recipients' rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<FactBlock>,
    /// A kind for facts: what no recipient may see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<FactBlock>,
    /// A kind for facts: marks of another format that a reader would see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub html: Option<FactBlock>,
    /// A kind for facts: subject and senders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<FactBlock>,
    /// A kind for facts: the events against one another, and an attached calendar against its event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<FactBlock>,
    /// A kind for facts: what the project's files say of themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<FactBlock>,
    // Of a built-in rule as it was loaded, both lists are empty: see `Rule::written_cases`.
    /// Texts that are right: the rule must say nothing.
    #[serde(default, skip_serializing)]
    #[schemars(with = "Vec<CaseShape>")]
    pub valid: Vec<serde_yaml::Value>,
    /// Texts that are wrong: the rule must speak.
    #[serde(default, skip_serializing)]
    #[schemars(with = "Vec<CaseShape>")]
    pub invalid: Vec<serde_yaml::Value>,
}

impl RuleFile {
    /// The blocks for facts that stand in the rule, with their kinds.
    pub fn fact_blocks(&self) -> Vec<(Kind, &FactBlock)> {
        [
            (Kind::Title, &self.title),
            (Kind::Date, &self.date),
            (Kind::Time, &self.time),
            (Kind::Link, &self.link),
            (Kind::Person, &self.person),
            (Kind::Contact, &self.contact),
            (Kind::Venue, &self.venue),
            (Kind::Topic, &self.topic),
            (Kind::Audience, &self.audience),
            (Kind::Tense, &self.tense),
            (Kind::Owes, &self.owes),
            (Kind::Parts, &self.parts),
            (Kind::Variable, &self.variable),
            (Kind::Tag, &self.tag),
            (Kind::Recipient, &self.recipient),
            (Kind::Secret, &self.secret),
            (Kind::Html, &self.html),
            (Kind::Headers, &self.headers),
            (Kind::Calendar, &self.calendar),
            (Kind::Settings, &self.settings),
        ]
        .into_iter()
        .filter_map(|(kind, block)| block.as_ref().map(|block| (kind, block)))
        .collect()
    }

    /// The word of the rule's block; of several, which is told as a fault, the first.
    pub fn block_word(&self) -> &'static str {
        let facts = self.fact_blocks().first().and_then(|(kind, _)| super::aspects::of_kind(*kind));
        facts.map(|known| known.word).or(self.word_blocks().first().copied()).unwrap_or_default()
    }

    /// The words of the blocks for words that stand in the rule.
    pub fn word_blocks(&self) -> Vec<&'static str> {
        [
            ("existence", self.existence.is_some()),
            ("required", self.required.is_some()),
            ("substitution", self.substitution.is_some()),
            ("occurrence", self.occurrence.is_some()),
            ("consistency", self.consistency.is_some()),
            ("conditional", self.conditional.is_some()),
            ("repetition", self.repetition.is_some()),
            ("metric", self.metric.is_some()),
            ("support", self.support.is_some()),
        ]
        .into_iter()
        .filter(|(_, there)| *there)
        .map(|(word, _)| word)
        .collect()
    }
}
