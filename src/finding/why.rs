//! Words of a mail explained: where they come from, which event they are about, what they claim, what backs that, and
//! what the rules said.

use std::sync::Arc;

use super::Level;
use crate::language::Message;
use crate::source::{Place, Span};

/// What is known of words that stand together.
#[derive(Debug, Clone)]
pub struct Why {
    /// The mail.
    pub mail: Arc<str>,
    /// The words, as a reader gets them; what a recipient's row printed is `…`.
    pub words: String,
    /// Where those come from that it is asked about: all of them, or the part of one word that was typed.
    pub place: Place,
    /// What they stand in.
    pub passage: Arc<Passage>,
    /// The way back to what somebody can edit: the reader's end first.
    pub chain: Vec<Step>,
    /// What the words claim.
    pub claims: Vec<Arc<ClaimWhy>>,
    /// The rules for such claims, and those that found something.
    pub rules: Vec<RuleWhy>,
    /// How many rules for words looked at the sentence and said nothing.
    pub silent: usize,
    /// The places in which a rule may have found something.
    pub spans: Vec<Span>,
}

/// What words stand in, and which event that is about.
#[derive(Debug, PartialEq)]
pub struct Passage {
    /// The part: `subject`, `html` …
    pub part: &'static str,
    /// The sentence; for an address, the words of its link.
    pub sentence: String,
    /// The event.
    pub about: Message,
    /// What says so.
    pub because: Message,
}

/// A place on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it is.
    pub kind: StepKind,
    /// Where; nowhere for what presend made.
    pub span: Option<Span>,
}

/// What a place on the way is.
#[derive(Debug, Clone, PartialEq)]
pub enum StepKind {
    /// A tag that includes a partial.
    Include,
    /// The words were typed here.
    Typed,
    /// The tag that prints them.
    Tag,
    /// The value, by its path in the data.
    Value(Arc<str>),
    /// Nothing gives them.
    Made,
}

/// A claim, and what it rests on.
#[derive(Debug, PartialEq)]
pub struct ClaimWhy {
    /// The kind and what about it: `date.day`.
    pub kind: String,
    /// How it stands, in a rule's word.
    pub standing: &'static str,
    /// How it stands, for people.
    pub stands: Message,
    /// Its words.
    pub found: String,
    /// What was expected instead.
    pub expected: Vec<String>,
    /// The facts that back it or say otherwise.
    pub facts: Vec<(Message, Span)>,
}

/// A rule that looked.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleWhy {
    /// Its id.
    pub id: Arc<str>,
    /// How grave it is.
    pub level: Level,
    /// What it said, if anything.
    pub said: Option<Message>,
}
