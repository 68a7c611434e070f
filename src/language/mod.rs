//! What presend knows of French and English: the two languages of its messages, and the folding of words.
//!
//! Comes in: text. Goes out: messages in the reader's language, folded words, plurals. It never reads files,
//! never knows a mail or an event.

pub mod calendar;
pub mod fold;
pub mod number;

/// A language that presend speaks and reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Language {
    /// French.
    Fr,
    /// English.
    En,
}

impl Language {
    /// The language of a tag such as `fr`, `fr-CA`, `fr_FR.UTF-8` or `en`; `None` for any other.
    pub fn of_tag(tag: &str) -> Option<Language> {
        let tag = tag.to_ascii_lowercase();
        match tag.split(['-', '_', '.']).next() {
            Some("fr") => Some(Language::Fr),
            Some("en") => Some(Language::En),
            _ => None,
        }
    }

    /// The language's tag: `fr` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Fr => "fr",
            Language::En => "en",
        }
    }
}

/// One message in both languages; which one is shown is decided when it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Message {
    /// The French words.
    pub fr: String,
    /// The English words.
    pub en: String,
}

impl Message {
    /// A message from its two wordings, French first.
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Message {
        Message { fr: fr.into(), en: en.into() }
    }

    /// The wording in a language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        }
    }
}
