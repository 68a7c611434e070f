//! A mail as it is received, for a report that shows it: its texts, each character with its origin, and what in it is
//! right. It is handed over only where a report asks for it.

use super::Why;
use crate::language::Message;
use crate::source::{FileId, Place, Traced};

/// What a report that shows mails needs beside the findings.
#[derive(Debug, Clone)]
pub struct Pages {
    /// When the check was made, in words; with the moment that counted as now, if another was asked for.
    pub at: Message,
    /// The mails in the order of their checks; a template made for every event has one for each.
    pub mails: Vec<Page>,
}

/// One mail as the first class of its recipients receives it.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The template's path.
    pub mail: String,
    /// The event, for people.
    pub event: Option<Message>,
    /// The line of the row whose recipient gets it so; none where the recipient is made up.
    pub row: Option<u32>,
    /// How many versions there are, of which this is the first.
    pub versions: usize,
    /// The lines that a mail program shows around a mail.
    pub lines: Vec<(Line, Traced)>,
    /// The HTML.
    pub html: Option<Traced>,
    /// The text part, or the whole text of a mail that is text.
    pub text: Option<Traced>,
    /// What it says and the facts back.
    pub backed: Vec<Backed>,
    /// Its words, each explained; of very many mails, not those of all.
    pub words: Vec<Why>,
    /// The files that it was made of, each once.
    pub files: Vec<FileId>,
}

/// Which line of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// The sender.
    From,
    /// Where answers go.
    ReplyTo,
    /// The subject.
    Subject,
    /// The preheader of the settings.
    Preheader,
    /// What the HTML hides from its readers; lists of messages show it.
    Hidden,
}

/// A claim that the facts back, each value once.
#[derive(Debug, Clone)]
pub struct Backed {
    /// The kind of claim, as in [`super::Confirmed`].
    pub kind: &'static str,
    /// The fact, for people.
    pub shown: Message,
    /// The words, as they stand first.
    pub found: String,
    /// Where they are written, once for each time that they are said.
    pub places: Vec<Place>,
}
