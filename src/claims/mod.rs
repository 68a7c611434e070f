//! What a mail claims, and how each claim stands against the facts.
//!
//! Comes in: a rendered [`crate::message::Message`], the facts of its event, the time of sending. Goes out: [`Claim`]s,
//! each with its place, the event that its passage is about, and its standing. It never decides what is reported, how
//! gravely or in which words: rules do.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::finding::Related;
use crate::language::Message;
use crate::message::PartKind;
use crate::project::RowSet;
use crate::source::{Place, Span};
use crate::work::{self, Stage};

/// How a claim stands against the facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// The event that the passage is about says so.
    Backed,
    /// That event says otherwise.
    Against,
    /// That event's, misspelt.
    Near,
    /// Another event's: the copy-and-edit slip.
    Foreign,
    /// Backed by nothing.
    Unknown,
    /// Owed to the reader and not there.
    Missing,
    /// The event says nothing that it could be held against: no rule reports it, the report tells that it was not
    /// checked.
    Unheld,
}

impl Standing {
    /// The word that a rule's `is:` uses.
    pub fn word(self) -> &'static str {
        match self {
            Standing::Backed => "backed",
            Standing::Against => "against",
            Standing::Near => "near",
            Standing::Foreign => "foreign",
            Standing::Unknown => "unknown",
            Standing::Missing => "missing",
            Standing::Unheld => "unheld",
        }
    }
}

/// Where in a mail a claim stands, in the words of a rule's `scope:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// All that a reader sees in either part.
    Text,
    /// A heading.
    Heading,
    /// The words of a link.
    LinkText,
    /// The words of a button.
    Button,
    /// The subject.
    Subject,
    /// The preheader, from the settings or hidden in the HTML.
    Preheader,
    /// `<title>`.
    DocumentTitle,
    /// An alternative text.
    Alt,
    /// A link's address.
    LinkUrl,
    /// An image's address.
    ImageUrl,
    /// From, Reply-To.
    Headers,
    /// The template's source.
    Source,
    /// A recipient's row.
    RecipientData,
    /// An event's file or the settings.
    EventData,
}

/// Which kind block of a rule reports a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// `title`
    Title,
    /// `date`
    Date,
    /// `time`
    Time,
    /// `link`
    Link,
    /// `person`
    Person,
    /// `contact`
    Contact,
    /// `venue`
    Venue,
    /// `topic`
    Topic,
    /// `audience`
    Audience,
    /// `tense`
    Tense,
    /// `owes`
    Owes,
    /// `parts`
    Parts,
    /// `variable`
    Variable,
    /// `tag`
    Tag,
    /// `recipient`
    Recipient,
    /// `secret`
    Secret,
    /// `html`
    Html,
    /// `headers`
    Headers,
    /// `calendar`
    Calendar,
    /// `settings`: what the files of a project say of themselves
    Settings,
}

/// The most findings of one rendering of a mail, and of its file of recipients. A mail with more has one fault many times
/// over, or was made to keep a program busy; whoever makes claims may stop one later, and the check tells of it.
pub const MOST: usize = 5_000;

/// Something that a mail (or a file) says, and how it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Which kind block of a rule reports it.
    pub kind: Kind,
    /// What about it is claimed, in the words of a rule's `of:` (`ASPECTS` lists them): for a date `day`, `year`,
    /// `weekday`; for a link `role`, `event`, `flaw` …
    pub aspect: &'static str,
    /// How it stands.
    pub standing: Standing,
    /// In which part.
    pub part: Part,
    /// In which scopes: a heading is also text.
    pub scopes: Vec<Scope>,
    /// Where it is written: always somewhere that can be edited.
    pub span: Span,
    /// What is known of the place: tag and value.
    pub place: Place,
    /// The words found.
    pub found: String,
    /// What was expected.
    pub expected: Vec<String>,
    /// The words that fill the holes of a rule's message, by name (`match`, `own.title`, `own.date`, `other.title` …).
    pub holes: BTreeMap<&'static str, Message>,
    /// Places that make it clear.
    pub related: Vec<Related>,
    /// For a backed claim: its value in normal form (`2026-11-17`, `14:00`), and for people.
    pub value: Option<(String, Message)>,
    /// For a claim about recipients: the lines of the rows it concerns; `None` when it concerns all who get the words.
    pub rows: Option<Arc<RowSet>>,
    /// The words to put in the place of those at `span`, when the correction is certain; `check` spells them as the
    /// place asks.
    pub replacement: Option<String>,
}

/// Whether a claim's words are what no message and no report shows whole.
fn is_secret(kind: Kind, aspect: &str) -> bool {
    kind == Kind::Secret && matches!(aspect, "link" | "code" | "password")
}

impl Claim {
    /// Whether it is about the form of an element, or a line that is lacking, and not about words.
    pub fn is_form(&self) -> bool {
        matches!(self.kind, Kind::Html | Kind::Headers) && self.scopes.is_empty()
    }

    /// Whether its words are a private link, a code or a password, whichever rule reports it.
    pub fn is_secret(&self) -> bool {
        is_secret(self.kind, self.aspect)
    }
}

/// The part of a mail, or the file beside it, that a claim stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// A part of the mail.
    Mail(PartKind),
    /// The recipients' file.
    Recipients,
    /// An event's file.
    Event,
    /// The settings.
    Settings,
    /// The template itself.
    Template,
}

impl Part {
    /// The word of a report: `subject`, `html` …
    pub fn word(self) -> &'static str {
        match self {
            Part::Mail(PartKind::Subject) => "subject",
            Part::Mail(PartKind::Preheader) => "preheader",
            Part::Mail(PartKind::Headers) => "headers",
            Part::Mail(PartKind::Html) => "html",
            Part::Mail(PartKind::Text) => "text",
            Part::Mail(PartKind::Calendar) => "calendar",
            Part::Recipients => "recipients",
            Part::Event => "event",
            Part::Settings => "settings",
            Part::Template => "template",
        }
    }
}

mod accessibility;
mod audience;
mod contacts;
mod context;
mod dates;
mod disguise;
pub mod draft;
mod envelope;
pub mod events;
mod form;
pub mod invitation;
pub mod leftovers;
mod link_identity;
mod links;
pub mod owed;
mod parts;
mod passages;
mod people;
pub mod previous;
mod read_text;
pub mod reading;
pub mod recipients;
mod relative;
mod secrets;
mod seen;
mod times;
mod titles;
mod topics;
mod unknown_titles;
mod venue;
mod zones;

pub use links::promised;
pub use people::presented;
pub use read_text::Texts;
pub use unknown_titles::candidates as title_candidates;

/// All claims of a mail that was read, in no particular order.
pub fn of(reading: &reading::Reading<'_, '_>) -> Vec<Claim> {
    let _claims = work::enter(Stage::Claims);
    let mut out = Vec::new();
    titles::look(reading, &mut out);
    topics::look(reading, &mut out);
    dates::look(reading, &mut out);
    times::look(reading, &mut out);
    relative::look(reading, &mut out);
    links::look(reading, &mut out);
    people::look(reading, &mut out);
    contacts::look(reading, &mut out);
    secrets::look(reading, &mut out);
    venue::look(reading, &mut out);
    audience::look(reading, &mut out);
    invitation::look(reading, &mut out);
    envelope::look(reading, &mut out);
    leftovers::look(reading, &mut out);
    accessibility::look(reading, &mut out);
    form::look(reading, &mut out);
    disguise::look(reading, &mut out);
    letters(reading, &mut out);
    outlook(reading, &mut out);
    let mut further = Vec::new();
    parts::look(reading, &out, &mut further);
    out.append(&mut further);
    owed::look(reading, &out, &mut further);
    out.append(&mut further);
    out
}

/// What the letters say that `mailto:` links prepare. They are the reader's words, so nothing in them is owed, and who
/// came is hers to say; a date, title or name in them is this event's or a slip.
fn letters(reading: &reading::Reading<'_, '_>, out: &mut Vec<Claim>) {
    let Some(letters) = crate::message::mailto::letters(reading.message) else { return };
    let letters = reading::Reading::of(reading.frame, &letters, reading.send, reading.language, reading.texts);
    let mut made = Vec::new();
    titles::look(&letters, &mut made);
    dates::look(&letters, &mut made);
    times::look(&letters, &mut made);
    people::look(&letters, &mut made);
    leftovers::look(&letters, &mut made);
    // "Nom : [votre nom]" is for the reader to fill in; `*|FNAME|*` is not.
    let hers = |claim: &Claim| claim.kind == Kind::Tag && claim.found.starts_with(['[', '<', '_', '…']);
    let slip = |claim: &Claim| claim.standing != Standing::Backed && !hers(claim) && claim.aspect != "placeholder";
    out.extend(made.into_iter().filter(slip));
}

/// What the text says that only Outlook shows. Nothing in it is owed, and what the rest of the mail says too is judged
/// there, where its heading and its neighbours tell which event is meant.
fn outlook(reading: &reading::Reading<'_, '_>, out: &mut Vec<Claim>) {
    let Some(html) = reading.message.html.as_ref().filter(|html| !html.outlook.is_empty()) else { return };
    let part = crate::message::Part { blocks: html.outlook.clone(), ..crate::message::Part::default() };
    let message = crate::message::Message { html: Some(part), ..crate::message::Message::default() };
    let hers = reading::Reading::of(reading.frame, &message, reading.send, reading.language, reading.texts);
    let mut made = Vec::new();
    titles::look(&hers, &mut made);
    dates::look(&hers, &mut made);
    times::look(&hers, &mut made);
    people::look(&hers, &mut made);
    leftovers::look(&hers, &mut made);
    let elsewhere = |words: &str| html.blocks.iter().any(|block| block.text.text().contains(words));
    out.extend(made.into_iter().filter(|claim| claim.standing != Standing::Backed && !elsewhere(&claim.found)));
}
