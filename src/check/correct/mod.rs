//! Corrections: from the words that a finding expects to the bytes that say them at its place.
//!
//! Comes in: the claims and findings of one mail. Goes out: findings whose fix holds the very bytes to write, in the
//! syntax of the place. A correction that is not certain is none: words that a tag printed, that inline tags split or
//! that lie in an event, among recipients or in an address are left to the reader.

mod form;
mod place;
mod syntax;
mod title;
mod wording;
mod yaml;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::facts::Frame;
use crate::finding::{Edit, Finding};
use crate::project::{BodyKind, Engine, Mail, Project};
use crate::source::{FileId, SourceFile, Sources, Span};

pub(super) use wording::wanted;

/// What the corrections of one mail need to know.
pub(super) struct Corrector<'c> {
    project: &'c Project,
    sources: &'c Sources,
    mail: &'c Mail,
    /// The titles that a tag can print, each with the tag's path.
    titles: Vec<(&'c str, &'static str)>,
    /// The files that an edit has asked for.
    known: RefCell<HashMap<FileId, Rc<Known>>>,
}

/// A file that edits stand in, gone through once for all of them: as HTML and for its tags when the first asks.
#[derive(Default)]
struct Known {
    text: String,
    html: OnceCell<place::Map>,
    tags: OnceCell<title::Tags>,
}

/// What kind of text a place lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Home {
    /// A template's text.
    Body(BodyKind),
    /// A partial, which is read in the context of the tag that includes it.
    Partial(BodyKind),
    /// The settings at the top of a template.
    Front,
    /// A mail's settings in a file of their own; `entries`: only what stands under `mails:` is a mail's.
    Settings {
        /// The file is `presend.yaml`.
        entries: bool,
    },
    /// A finished message.
    Eml,
}

impl Known {
    /// What the byte at `offset` stands in.
    fn stands(&self, home: Home, offset: usize) -> place::At<'_> {
        match home {
            Home::Body(BodyKind::Html) | Home::Partial(BodyKind::Html) => {
                self.html.get_or_init(|| place::Map::of(&self.text)).at(&self.text, offset)
            }
            _ => place::At::Text,
        }
    }
}

impl<'c> Corrector<'c> {
    /// For a mail with the event that its frame gives it.
    pub(super) fn new(frame: &'c Frame<'_>, sources: &'c Sources) -> Corrector<'c> {
        let mut titles = vec![(frame.own().event.title.text(), "event.title")];
        titles.extend(frame.next.map(|next| (frame.event(next).event.title.text(), "next.title")));
        Corrector { project: frame.world.project, sources, mail: frame.mail, titles, known: RefCell::default() }
    }

    /// Turns the words of a finding's edits into bytes; a finding of which one edit is not certain has no fix.
    pub(super) fn settle(&self, finding: &mut Finding) {
        let Some(fix) = finding.fix.take() else { return };
        let edits = fix.edits.iter().map(|edit| {
            let replacement = self.bytes(edit, &finding.found, finding.part)?;
            Some(Edit { span: edit.span, replacement })
        });
        if let Some(edits) = edits.collect::<Option<Vec<Edit>>>() {
            finding.fix = Some(crate::finding::Fix { edits, ..fix });
        }
    }

    /// The bytes of an edit, or `None` where it is not certain that they say its words.
    fn bytes(&self, edit: &Edit, found: &str, part: &str) -> Option<String> {
        let span = edit.span;
        let home = self.home(span, part)?;
        let file = self.sources.file(span.file);
        let tag = self.titles.iter().find(|(title, _)| *title == edit.replacement).map(|(_, path)| *path);
        let words = &edit.replacement;
        if home == Home::Eml {
            return syntax::in_message(&file, span, found, words, part);
        }
        let known = self.known(span.file, &file)?;
        let text = known.text.as_str();
        let range = span.start as usize..span.end as usize;
        let at = known.stands(home, range.start);
        let wanted = syntax::Wanted { text, range, found, words, at };
        let bytes = match home {
            Home::Body(kind) | Home::Partial(kind) => {
                let tags = known.tags.get_or_init(|| title::Tags::of(text));
                if self.is_rendered() && (tags.inside(wanted.range.start) || words.contains("{{")) {
                    return None;
                }
                let tag = tag.filter(|_| self.is_rendered());
                let tag = tag.map(|path| tags.tag(wanted.range.start, path, matches!(home, Home::Partial(_))));
                syntax::in_body(&wanted, kind, tag.as_deref())
            }
            Home::Front => {
                let tag = tag.filter(|_| self.is_rendered()).map(|path| format!("{{{{{path}}}}}"));
                yaml::in_front(&wanted, tag.as_deref(), self.is_rendered())
            }
            Home::Settings { entries } => yaml::in_settings(&wanted, entries, self.is_rendered()),
            Home::Eml => None,
        };
        bytes.filter(|bytes| text.get(span.start as usize..span.end as usize) != Some(bytes))
    }

    /// A file that edits stand in; none where it is no text.
    fn known(&self, id: FileId, file: &SourceFile) -> Option<Rc<Known>> {
        if let Some(known) = self.known.borrow().get(&id) {
            return Some(Rc::clone(known));
        }
        let text = std::str::from_utf8(&file.bytes).ok()?.to_string();
        let known = Rc::new(Known { text, ..Known::default() });
        self.known.borrow_mut().insert(id, Rc::clone(&known));
        Some(known)
    }

    fn is_rendered(&self) -> bool {
        self.mail.engine != Engine::None
    }

    /// Where a place lies, if corrections may be written there at all.
    fn home(&self, span: Span, part: &str) -> Option<Home> {
        let mail = self.mail;
        let body_of = |kind: BodyKind| match (part, kind) {
            ("html", _) => Some(BodyKind::Html),
            ("text", BodyKind::Markdown) => Some(BodyKind::Markdown),
            ("text" | "preheader", _) => Some(BodyKind::Text),
            _ => None,
        };
        if span.file == mail.file {
            if mail.eml {
                return Some(Home::Eml);
            }
            let body = mail.body.whole().span()?;
            return Some(if span.start >= body.start { Home::Body(mail.kind_of_body) } else { Home::Front });
        }
        if self.project.partials.values().any(|file| *file == span.file) {
            return body_of(mail.kind_of_body).map(Home::Partial);
        }
        let path = &self.sources.path(span.file);
        if mail.text.as_ref().is_some_and(|(text, _)| text == path) {
            return Some(Home::Body(BodyKind::Text));
        }
        if self.project.settings.file == Some(span.file) {
            return Some(Home::Settings { entries: true });
        }
        let beside = path.ends_with(".mail.yaml") || path.ends_with(".mail.yml");
        beside.then_some(Home::Settings { entries: false })
    }
}
