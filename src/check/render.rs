//! Rendering: a mail as one of its recipients gets it.
//!
//! Comes in: a mail, and the data for a row. Goes out: what the recipient reads, with what was met on the way. It never
//! chooses the rows: [`super::classes`] does.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock};

use crate::facts::{Frame, World};
use crate::language::Language;
use crate::message;
use crate::project::{BodyKind, Engine, Event, Mail, Project};
use crate::source::{FileId, Origin, Problem, Segment, Sources, Traced};
use crate::template::{self, Environment, Fault, HelperKind, Node, PartialSet, Read, Rendered, Template};

use super::data::Base;
use super::plain::{Known, Memo};

/// A mail as one recipient gets it.
#[derive(Debug, Default)]
pub struct RenderedMail {
    /// Subject, preheader, headers and parts, read.
    pub message: message::Message,
    /// The HTML (or Markdown) body.
    pub html: Option<Traced>,
    /// The text body.
    pub text: Option<Traced>,
    /// Where readers unsubscribe, for a header.
    pub unsubscribe: Vec<Traced>,
    /// What was wrong with the templates.
    pub faults: Vec<Fault>,
    /// What stops the mail from being rendered.
    pub fatal: Vec<Fault>,
    /// What the templates read.
    pub reads: Vec<Read>,
    /// What of a finished message cannot be read.
    pub problems: Vec<Problem>,
}

/// What every rendering of a project shares.
pub struct Shared {
    partials: PartialSet,
    helpers: Vec<(String, HelperKind)>,
    sender_tags: Vec<String>,
    sender: Option<&'static crate::value::sender_tag::Platform>,
    known: OnceLock<Known>,
    memos: Mutex<HashMap<String, Arc<Memo>>>,
}

impl Shared {
    /// The partials and helpers of a project.
    pub fn of(project: &Project, sources: &Sources) -> Shared {
        let kind = |kind: crate::project::HelperKind| match kind {
            crate::project::HelperKind::Text => HelperKind::Text,
            crate::project::HelperKind::Url => HelperKind::Url,
            crate::project::HelperKind::Date => HelperKind::Date,
            crate::project::HelperKind::Block => HelperKind::Block,
        };
        let settings = &project.settings;
        Shared {
            partials: PartialSet::new(project.partials.iter().map(|(name, file)| (name.clone(), sources.text(*file)))),
            helpers: settings.helpers.iter().map(|(name, said)| (name.text().to_string(), kind(*said))).collect(),
            sender: settings.sender,
            sender_tags: settings.sender_tags.iter().map(|tag| tag.text().to_string()).collect(),
            known: OnceLock::new(),
            memos: Mutex::default(),
        }
    }

    /// The words that the files of the project know.
    pub(super) fn known(&self, project: &Project, sources: &Sources) -> &Known {
        self.known.get_or_init(|| Known::of(project, sources))
    }

    /// What is known of values among some texts.
    pub(super) fn memo(&self, texts: String) -> Arc<Memo> {
        let mut memos = self.memos.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        Arc::clone(memos.entry(texts).or_default())
    }
}

/// The language of a mail: its own, its event's, the project's, else French.
pub fn language_of(project: &Project, mail: &Mail, event: Option<&Event>) -> Language {
    let events = event.and_then(|event| event.languages.first().copied());
    mail.language.or(events).or(project.settings.language).unwrap_or(Language::Fr)
}

impl RenderedMail {
    /// What keeps the mail from being whole, such as a block that is never closed.
    pub fn problems(&self) -> Vec<Problem> {
        self.fatal.iter().map(super::template_claims::fatal).collect()
    }

    /// The tags that nothing fills: in their places stand marks that no recipient may get.
    pub fn unfilled(&self) -> Vec<Problem> {
        self.faults.iter().filter_map(super::template_claims::unfilled).collect()
    }
}

/// Renders a mail for the row at an index, without checking it.
///
/// # Errors
/// The problem that keeps the mail's event from being known.
pub fn render_first(
    world: &World<'_>,
    mail: &Mail,
    sources: &Sources,
    row: usize,
) -> std::result::Result<(RenderedMail, Language), Problem> {
    let mail = &*mail.open(sources)?;
    let events = world.project.event_of(mail)?;
    let language = language_of(world.project, mail, events.first().copied());
    let shared = Shared::of(world.project, sources);
    let frame = events.first().and_then(|own| Frame::of(world, mail, own, &events[1..]));
    let Some(frame) = frame else { return Ok((RenderedMail::default(), language)) };
    Ok((one_rendering(&frame, row, &shared, language), language))
}

/// A mail as the recipient of the row at an index gets it.
pub(super) fn one_rendering(frame: &Frame<'_>, row: usize, shared: &Shared, language: Language) -> RenderedMail {
    let row = frame.mail.recipients.as_ref().and_then(|recipients| recipients.row(row));
    Templates::of(frame.mail, shared, language).render(&Base::of(frame).row(row.as_ref()))
}

/// The templates of a mail, parsed once for all its recipients.
pub(super) struct Templates<'m> {
    mail: &'m Mail,
    shared: &'m Shared,
    language: Language,
    subject: Option<Part<'m>>,
    preheader: Option<Part<'m>>,
    from: Option<Part<'m>>,
    reply_to: Option<Part<'m>>,
    unsubscribe: Vec<Part<'m>>,
    body: Part<'m>,
    text: Option<Part<'m>>,
}

/// A template of a mail; one that is no template stays as it is.
struct Part<'m> {
    source: &'m Traced,
    template: Option<Template>,
    escape: bool,
}

impl<'m> Templates<'m> {
    /// Parses the templates of a mail.
    pub(super) fn of(mail: &'m Mail, shared: &'m Shared, language: Language) -> Templates<'m> {
        let part = |source: &'m Traced, escape: bool| Part {
            source,
            template: (mail.engine != Engine::None && mail.bytes.is_none()).then(|| template::parse(source)),
            escape,
        };
        let line = |line: &'m Option<Traced>| line.as_ref().map(|line| part(line, false));
        Templates {
            mail,
            shared,
            language,
            subject: line(&mail.subject),
            preheader: line(&mail.preheader),
            from: line(&mail.from),
            reply_to: line(&mail.reply_to),
            unsubscribe: mail.unsubscribe.iter().map(|line| part(line, false)).collect(),
            body: part(&mail.body, mail.kind_of_body != BodyKind::Text),
            text: mail.text.as_ref().map(|(_, text)| part(text, false)),
        }
    }

    /// The mail with some data, read.
    pub(super) fn render(&self, data: &Node) -> RenderedMail {
        self.print(data).read(self.mail)
    }

    /// The texts of the mail with some data.
    pub(super) fn print(&self, data: &Node) -> Printed {
        let mut out = Printed::default();
        if self.mail.bytes.is_some() {
            return out;
        }
        let mut render = |part: &Part<'_>| -> Traced {
            let rendered = self.render_one(part, data);
            out.faults.extend(rendered.faults);
            out.reads.extend(rendered.reads);
            out.fatal.extend(rendered.fatal);
            rendered.output
        };
        let lines = [&self.subject, &self.preheader, &self.from, &self.reply_to];
        let lines = lines.map(|line| line.as_ref().map(&mut render));
        let unsubscribe = self.unsubscribe.iter().map(&mut render).collect();
        let body = render(&self.body);
        let text = self.text.as_ref().map(render);
        Printed { lines, unsubscribe, body, text, ..out }
    }

    fn render_one(&self, part: &Part<'_>, data: &Node) -> Rendered {
        let Some(template) = &part.template else { return template::verbatim(part.source) };
        let environment = Environment {
            partials: &self.shared.partials,
            helpers: &self.shared.helpers,
            sender_tags: &self.shared.sender_tags,
            sender: self.shared.sender,
            escape: part.escape,
            ..Environment::new(self.language)
        };
        if self.mail.engine == Engine::HandlebarsRust {
            return template::render_with_crate(template, data, &environment);
        }
        template::render(template, data, &environment)
    }
}

/// The texts of a mail as one recipient gets it, before they are read.
#[derive(Debug, Default)]
pub(super) struct Printed {
    /// Subject, preheader, sender, where answers go.
    lines: [Option<Traced>; 4],
    unsubscribe: Vec<Traced>,
    body: Traced,
    text: Option<Traced>,
    faults: Vec<Fault>,
    fatal: Vec<Fault>,
    reads: Vec<Read>,
}

impl Printed {
    /// Reads the texts.
    pub(super) fn read(self, mail: &Mail) -> RenderedMail {
        let Printed { lines, unsubscribe, body, text, faults, fatal, reads } = self;
        let mut out = RenderedMail { unsubscribe, faults, fatal, reads, ..RenderedMail::default() };
        if let Some(bytes) = &mail.bytes {
            let eml = message::eml::read(bytes, mail.file);
            (out.message, out.html, out.text, out.problems) = (eml.message, eml.html, eml.text, eml.problems);
            return out;
        }
        let [subject, preheader, from, reply_to] = lines;
        let mut message = message::Message { subject, preheader, from, reply_to, ..message::Message::default() };
        match mail.kind_of_body {
            BodyKind::Html => {
                message.html = Some(message::html::read(&body));
                message.text = text.as_ref().map(|text| message::text::read(text, false));
                out.html = Some(body);
                out.text = text;
            }
            kind => {
                message.text = Some(message::text::read(&body, kind == BodyKind::Markdown));
                out.text = Some(body);
            }
        }
        out.message = message;
        out
    }

    /// A number for all that checking it may see, but for the places of values in the recipients' file `people`: what
    /// has one number leads to the same findings.
    pub(super) fn print_of(&self, people: Option<FileId>) -> u128 {
        let mut hashers = [0_u8, 1].map(|seed| {
            let mut hasher = DefaultHasher::new();
            seed.hash(&mut hasher);
            hasher
        });
        for hasher in &mut hashers {
            let parts = self.lines.iter().flatten().chain(&self.unsubscribe).chain([&self.body]).chain(&self.text);
            for part in parts {
                part.text().hash(hasher);
                part.segments().iter().for_each(|segment| hash_segment(segment, people, hasher));
            }
            for fault in self.faults.iter().chain(&self.fatal) {
                (fault.kind, fault.tag, fault.name, &fault.found, &fault.message.en).hash(hasher);
            }
            for read in self.reads.iter().filter(|read| read.empty) {
                (&*read.pointer, read.how, read.tag).hash(hasher);
            }
        }
        let [a, b] = hashers.map(|hasher| u128::from(hasher.finish()));
        a << 64 | b
    }
}

fn hash_segment(segment: &Segment, people: Option<FileId>, hasher: &mut DefaultHasher) {
    segment.start.hash(hasher);
    match &segment.from {
        Origin::Source { at, even } => (0, at, even).hash(hasher),
        Origin::Value { at, tag, pointer, even } => {
            let at = at.filter(|at| Some(at.file) != people);
            (1, at, tag, &**pointer, even).hash(hasher);
        }
        Origin::Made { tag } => (2, tag).hash(hasher),
    }
}
