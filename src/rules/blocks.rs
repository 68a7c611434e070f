//! The blocks and closed word lists that stand in a rule.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::claims::{Scope, Standing};
use crate::finding::{Diff, Level};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LevelWord {
    /// For information.
    Info,
    /// To be verified.
    Warning,
    /// To be corrected.
    Error,
}

impl LevelWord {
    /// The level.
    pub fn level(self) -> Level {
        match self {
            LevelWord::Info => Level::Info,
            LevelWord::Warning => Level::Warning,
            LevelWord::Error => Level::Error,
        }
    }
}

/// Where a rule looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeWord {
    /// All that a reader sees in either part.
    Text,
    /// Headings; they are text too.
    Heading,
    /// The words of links; they are text too.
    LinkText,
    /// The words of buttons; they are text too.
    Button,
    /// The subject.
    Subject,
    /// The preheader.
    Preheader,
    /// `<title>`.
    DocumentTitle,
    /// Alternative texts.
    Alt,
    /// The addresses of links.
    LinkUrl,
    /// The addresses of images.
    ImageUrl,
    /// From, Reply-To.
    Headers,
    /// The template as written.
    Source,
    /// The recipients' rows.
    RecipientData,
    /// Events and settings.
    EventData,
}

impl ScopeWord {
    /// The scope.
    pub fn scope(self) -> Scope {
        match self {
            ScopeWord::Text => Scope::Text,
            ScopeWord::Heading => Scope::Heading,
            ScopeWord::LinkText => Scope::LinkText,
            ScopeWord::Button => Scope::Button,
            ScopeWord::Subject => Scope::Subject,
            ScopeWord::Preheader => Scope::Preheader,
            ScopeWord::DocumentTitle => Scope::DocumentTitle,
            ScopeWord::Alt => Scope::Alt,
            ScopeWord::LinkUrl => Scope::LinkUrl,
            ScopeWord::ImageUrl => Scope::ImageUrl,
            ScopeWord::Headers => Scope::Headers,
            ScopeWord::Source => Scope::Source,
            ScopeWord::RecipientData => Scope::RecipientData,
            ScopeWord::EventData => Scope::EventData,
        }
    }
}

/// How a claim stands against the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StandingWord {
    /// The event says otherwise.
    Against,
    /// The event's, misspelt.
    Near,
    /// Another event's.
    Foreign,
    /// Backed by nothing.
    Unknown,
    /// Owed to the reader and not there.
    Missing,
}

impl StandingWord {
    /// The standing.
    pub fn standing(self) -> Standing {
        match self {
            StandingWord::Against => Standing::Against,
            StandingWord::Near => Standing::Near,
            StandingWord::Foreign => Standing::Foreign,
            StandingWord::Unknown => Standing::Unknown,
            StandingWord::Missing => Standing::Missing,
        }
    }
}

/// How found and expected words are shown against each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DiffWord {
    /// Word by word.
    Words,
    /// Letter by letter.
    Letters,
}

impl DiffWord {
    /// The way of showing.
    pub fn diff(self) -> Diff {
        match self {
            DiffWord::Words => Diff::Words,
            DiffWord::Letters => Diff::Letters,
        }
    }
}

/// Who is at fault where data printed the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Blame {
    /// Choosing that value here was the slip.
    Tag,
    /// The value is wrong where it is written.
    Value,
}

/// How a finding is corrected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FixBlock {
    /// What is replaced.
    pub replace: Replace,
    /// It may be applied without a second look.
    #[serde(default)]
    pub safe: bool,
}

/// What a correction replaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Replace {
    /// The words found.
    Match,
}

/// For which mails a rule is in force: each list that stands there must hold the mail's word.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhenBlock {
    /// Who reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audience: Option<Vec<AudienceWord>>,
    /// Before, during or after the event.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moment: Option<Vec<MomentWord>>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Vec<PurposeWord>>,
    /// Service or promotion.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<Vec<KindWord>>,
    /// Its language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Vec<LanguageWord>>,
    /// The event's platform: `livestorm`, `zoom` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<Vec<String>>,
    /// The event's status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Vec<StatusWord>>,
}

/// Defines an enumeration of the words of a `when:` list, each with its word.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
        pub enum $name {
            $($(#[$item_doc])* #[serde(rename = $word)] $item),+
        }

        impl $name {
            /// Its word.
            pub fn word(self) -> &'static str {
                match self {
                    $($name::$item => $word),+
                }
            }
        }
    };
}

words! {
    /// Who reads a mail.
    AudienceWord {
        /// People who were invited.
        Invited = "invited",
        /// People who registered.
        Registered = "registered",
        /// People who came.
        Attended = "attended",
        /// People who registered and did not come.
        Absent = "absent",
        /// The speakers.
        Speakers = "speakers",
        /// Everybody.
        All = "all",
    }
}

words! {
    /// When a mail goes out.
    MomentWord {
        /// Before the event begins.
        Before = "before",
        /// While it lasts.
        During = "during",
        /// After its end.
        After = "after",
    }
}

words! {
    /// What a mail is for.
    PurposeWord {
        /// It invites.
        Invitation = "invitation",
        /// It reminds of what comes.
        Reminder = "reminder",
        /// It follows up.
        FollowUp = "follow-up",
        /// It writes to those who did not come.
        Absence = "absence",
        /// It calls the event off.
        Cancellation = "cancellation",
        /// It moves the event.
        Postponement = "postponement",
        /// Anything else.
        Letter = "letter",
    }
}

words! {
    /// Service or promotion.
    KindWord {
        /// It serves those who asked.
        Service = "service",
        /// It promotes.
        Promotion = "promotion",
    }
}

words! {
    /// A mail's language.
    LanguageWord {
        /// French.
        Fr = "fr",
        /// English.
        En = "en",
    }
}

words! {
    /// An event's status.
    StatusWord {
        /// It takes place.
        Confirmed = "confirmed",
        /// It is called off.
        Cancelled = "cancelled",
        /// It is moved.
        Postponed = "postponed",
    }
}

/// A kind for facts: which claims are reported.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactBlock {
    /// In which standings.
    #[schemars(length(min = 1))]
    pub is: Vec<StandingWord>,
    /// Which aspects; all of the kind when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
}

/// Words that must not stand there: `tokens` or `patterns`.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExistenceBlock {
    /// Without case and accents.
    #[serde(default)]
    pub ignore_case: bool,
    /// Whole words, as typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<String>,
    /// Regular expressions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
}

/// Words of which one must stand there: `tokens` or `patterns`.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequiredBlock {
    /// Without case and accents.
    #[serde(default)]
    pub ignore_case: bool,
    /// Whole words, as typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<String>,
    /// Regular expressions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
}

/// Words for which others are better.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubstitutionBlock {
    /// Without case and accents.
    #[serde(default)]
    pub ignore_case: bool,
    /// Whole words, and what to write instead.
    pub swap: BTreeMap<String, String>,
}

/// Words that may stand so often in a part: `tokens` or `patterns`, with `max` or `min`.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OccurrenceBlock {
    /// Without case and accents.
    #[serde(default)]
    pub ignore_case: bool,
    /// Whole words, as typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<String>,
    /// Regular expressions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// At most so often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<usize>,
    /// At least so often.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<usize>,
}

/// Two spellings of which a mail keeps to the one that comes first.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsistencyBlock {
    /// Without case and accents.
    #[serde(default)]
    pub ignore_case: bool,
    /// One spelling, and the other.
    pub either: BTreeMap<String, String>,
}

/// Words that ask for others anywhere in the mail.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConditionalBlock {
    /// Without case and accents.
    #[serde(default)]
    pub ignore_case: bool,
    /// The regular expression that asks.
    #[serde(rename = "if")]
    pub condition: String,
    /// The regular expression that must then stand somewhere in the scope.
    pub then: String,
}

/// The same words twice in a row.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RepetitionBlock {
    /// How many words in a row.
    #[schemars(range(min = 1, max = 10))]
    pub words: usize,
    /// Words that may stand twice (`nous nous`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
}

/// A measure of the mail, with `max` or `min`.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricBlock {
    /// What is measured: `subject-length` and `preheader-length` (in characters), `html-bytes`, `words`, `links`,
    /// `images`, `sentences`, `sentence-length` (the average, in words), `line-bytes` (the longest line as written), or a formula of these with numbers, + - * /
    /// and parentheses: `links / words * 100`. A minus between two names needs spaces.
    #[schemars(extend("examples" = ["subject-length", "sentence-length", "links / words * 100"]))]
    pub of: String,
    /// At most so much.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "plain_number")]
    pub max: Option<f64>,
    /// At least so much.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "plain_number")]
    pub min: Option<f64>,
}

/// Forms of the HTML part that mail programs do not support, by the table of Can I email.
#[derive(Debug, Clone, Default, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SupportBlock {
    /// Which features, by their names there (`css-display-flex`); all when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
    /// Features that do not matter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
    /// Which mail programs count: `outlook`, `outlook-mac`, `outlook-web`, `outlook-mobile`, `gmail`, `apple-mail`,
    /// `yahoo`, `orange`, `laposte`, `sfr`, `free`, `samsung`, `thunderbird`; all when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programs: Vec<String>,
    /// How many of them must lack a feature; one when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<usize>,
}

/// A number as people write it: a whole one without decimals.
fn plain_number<S: serde::Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => serializer.serialize_i64(*whole as i64),
        other => other.serialize(serializer),
    }
}

/// A case in the schema: a text, or a mapping of a text and settings.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code)] // only its schema is used
pub enum CaseShape {
    /// A text.
    Text(String),
    /// `{text|html|subject|…: …, match: …}` and settings of the mail.
    Mapping(BTreeMap<String, serde_json::Value>),
}
