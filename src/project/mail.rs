//! A mail's settings, from all their homes.

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::finding::changed;
use crate::language::Language;
use crate::source::{FileId, Problem, SourceFile, Sources, Traced};

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
///
/// Of many mails a project holds the settings alone: body, text part and bytes are there once [`Mail::open`] has opened
/// it.
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
    /// There are tags in the subject, the preheader or a part.
    pub(super) tagged: bool,
    /// Where the parts are that are not held.
    pub(super) away: Option<Away>,
}

/// The parts of a mail that lie in its files alone.
#[derive(Debug, Clone)]
pub(super) struct Away {
    /// The bytes of its file's text that are its body.
    pub(super) body: Range<usize>,
    /// The file of its text part, and the bytes that are the part.
    pub(super) text: Option<(FileId, Range<usize>)>,
}

/// A mail with all its parts, as long as somebody looks at it.
#[derive(Debug)]
pub struct OpenMail<'a> {
    mail: Cow<'a, Mail>,
    /// Its files, which so are not read twice.
    _files: Vec<Arc<SourceFile>>,
}

impl Deref for OpenMail<'_> {
    type Target = Mail;

    fn deref(&self) -> &Mail {
        &self.mail
    }
}

impl Mail {
    /// The mail with all its parts.
    ///
    /// # Errors
    /// A problem with the code `file-changed` where one of its files is not the one any more that its settings are from.
    pub fn open(&self, sources: &Sources) -> Result<OpenMail<'_>, Problem> {
        let Some(away) = &self.away else { return Ok(OpenMail { mail: Cow::Borrowed(self), _files: Vec::new() }) };
        let part = |file: FileId, range: &Range<usize>| {
            let file = sources.file(file);
            match file.is_lost() {
                true => Err(changed(&file.path)),
                false => Ok((file.text.slice(range.clone()), file)),
            }
        };
        let (body, file) = part(self.file, &away.body)?;
        let bytes = self.eml.then(|| Arc::clone(&file.bytes));
        let mut mail = Mail { body, bytes, away: None, ..self.clone() };
        let mut files = vec![file];
        if let (Some((_, text)), Some((file, range))) = (&mut mail.text, &away.text) {
            let (part, file) = part(*file, range)?;
            *text = part;
            files.push(file);
        }
        Ok(OpenMail { mail: Cow::Owned(mail), _files: files })
    }

    /// Whether its author writes Handlebars tags: the engine fills them in, and the name of the file or a tag in it
    /// says that they are meant.
    pub fn has_tags(&self) -> bool {
        let named = ["hbs", "handlebars", "mustache"].iter().any(|ending| self.path.ends_with(&format!(".{ending}")));
        self.engine != Engine::None && (named || self.tagged)
    }
}
