//! A mail's settings, from all their homes (contract, section 3).

use std::sync::Arc;

use crate::language::Language;
use crate::source::{FileId, Traced};

use super::{At, EventRef, Recipients};

/// Which event a mail is about.
#[derive(Debug, Clone, Default)]
pub enum Binding {
    /// Its settings do not say.
    #[default]
    Unsaid,
    /// These ids; the first is its own, the others may be spoken of.
    Ids(Vec<Traced>),
    /// A template made for every event.
    Each(Traced),
}

/// Who reads a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Audience {
    /// People who were invited.
    Invited,
    /// People who registered.
    Registered,
    /// People who came.
    Attended,
    /// People who registered and did not come.
    Absent,
    /// The speakers.
    Speakers,
    /// Everybody.
    All,
}

/// When a mail is sent.
#[derive(Debug, Clone)]
pub enum SendAt {
    /// A wall time.
    Fixed(At),
    /// `start - 1d`, `end + 2h`, `start - 1d 09:00`.
    FromEvent {
        /// Counted from the end, not the start.
        from_end: bool,
        /// Minutes after (negative: before).
        minutes: i64,
        /// At this hour of that day.
        at: Option<(i8, i8)>,
        /// As written.
        written: Traced,
    },
}

/// How a template is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Engine {
    /// With the semantics of Handlebars.js.
    #[default]
    Handlebars,
    /// With the `handlebars` crate; places come from our own evaluator.
    HandlebarsRust,
    /// Not at all: `{{…}}` is a leftover tag.
    None,
}

/// How a rendered body is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum BodyKind {
    /// As HTML.
    #[default]
    Html,
    /// As plain text.
    Text,
    /// As Markdown.
    Markdown,
}

/// A mail: a template with its settings.
#[derive(Debug, Clone)]
pub struct Mail {
    /// The template's path, relative to the project.
    pub path: String,
    /// The template's file.
    pub file: FileId,
    /// The template without its front matter.
    pub body: Traced,
    /// How the body is read.
    pub kind_of_body: BodyKind,
    /// How it is rendered.
    pub engine: Engine,
    /// `subject:`
    pub subject: Option<Traced>,
    /// `preheader:`
    pub preheader: Option<Traced>,
    /// `from:`
    pub from: Option<Traced>,
    /// `reply_to:`
    pub reply_to: Option<Traced>,
    /// `unsubscribe:`, addresses for the List-Unsubscribe header (RFC 2369).
    pub unsubscribe: Vec<Traced>,
    /// `one_click:`, the https address of these takes a POST without a further question (RFC 8058).
    pub one_click: bool,
    /// `event:`
    pub event: Binding,
    /// `audience:`, with its words.
    pub audience: Option<(Audience, Traced)>,
    /// `send_at:`
    pub send_at: Option<SendAt>,
    /// `kind: promotion`, with its word.
    pub promotion: Option<Traced>,
    /// `purpose:`, with its word.
    pub purpose: Option<Traced>,
    /// `language:`
    pub language: Option<Language>,
    /// `mentions:`, added to the event's.
    pub mentions: Vec<EventRef>,
    /// `facts:`, added to the event's.
    pub facts: Vec<Traced>,
    /// The text part's template.
    pub text: Option<(String, Traced)>,
    /// The recipients.
    pub recipients: Option<Recipients>,
    /// The project's recipients, where the mail has its own (a finished message: its To): other people, of whom nothing
    /// may stand in it.
    pub people: Option<Recipients>,
    /// A finished message (`.eml`): read as it is, its To address is the recipient.
    pub eml: bool,
    /// The bytes of a finished message as they lie on disk.
    pub bytes: Option<Arc<[u8]>>,
    /// The mail was named on the command line though it is bound to another event than `--event`; it is checked
    /// against `--event`.
    pub event_mismatch: bool,
    /// The whole settings as a tree, for `{{mail.…}}`: each key from the home that counts.
    pub tree: crate::yaml::Node,
}

impl Mail {
    /// Whether its author writes Handlebars tags: the engine fills them in, and the name of the file or a tag in it
    /// says that they are meant.
    pub fn has_tags(&self) -> bool {
        let named = ["hbs", "handlebars", "mustache"].iter().any(|ending| self.path.ends_with(&format!(".{ending}")));
        let text = self.text.as_ref().map(|(_, text)| text);
        let mut written = [&self.subject, &self.preheader].into_iter().flatten().chain(text).chain([&self.body]);
        self.engine != Engine::None && (named || written.any(|text| text.text().contains("{{")))
    }
}
