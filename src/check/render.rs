//! Rendering: each mail once for each class of its recipients.

use std::collections::BTreeMap;

use crate::facts::{Frame, World};
use crate::language::Language;
use crate::message;
use crate::project::{BodyKind, Engine, Event, Mail, Project, Row};
use crate::source::{Problem, Sources, Traced};
use crate::template::{self, Environment, Fault, HelperKind, Node, PartialSet, Read, ReadHow, Rendered};

use super::data;

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
        }
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
    let row = frame.mail.recipients.as_ref().and_then(|recipients| recipients.rows.get(row));
    render(frame.mail, &data::of(frame, row), shared, language)
}

fn render(mail: &Mail, data: &Node, shared: &Shared, language: Language) -> RenderedMail {
    let mut out = RenderedMail::default();
    if let Some(bytes) = &mail.bytes {
        let eml = message::eml::read(bytes, mail.file);
        return RenderedMail {
            message: eml.message,
            html: eml.html,
            text: eml.text,
            problems: eml.problems,
            ..RenderedMail::default()
        };
    }
    let mut part = |source: &Traced, escape: bool| -> Traced {
        let rendered = render_one(mail, source, data, shared, language, escape);
        out.faults.extend(rendered.faults);
        out.reads.extend(rendered.reads);
        out.fatal.extend(rendered.fatal);
        rendered.output
    };
    let subject = mail.subject.as_ref().map(|line| part(line, false));
    let preheader = mail.preheader.as_ref().map(|line| part(line, false));
    let from = mail.from.as_ref().map(|line| part(line, false));
    let reply_to = mail.reply_to.as_ref().map(|line| part(line, false));
    let unsubscribe = mail.unsubscribe.iter().map(|line| part(line, false)).collect();
    let body = part(&mail.body, mail.kind_of_body != BodyKind::Text);
    let text = mail.text.as_ref().map(|(_, text)| part(text, false));
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
    out.unsubscribe = unsubscribe;
    out
}

fn render_one(
    mail: &Mail,
    source: &Traced,
    data: &Node,
    shared: &Shared,
    language: Language,
    escape: bool,
) -> Rendered {
    if mail.engine == Engine::None {
        return template::verbatim(source);
    }
    let template = template::parse(source);
    let environment = Environment {
        partials: &shared.partials,
        helpers: &shared.helpers,
        sender_tags: &shared.sender_tags,
        sender: shared.sender,
        escape,
        ..Environment::new(language)
    };
    if mail.engine == Engine::HandlebarsRust {
        return template::render_with_crate(&template, data, &environment);
    }
    template::render(&template, data, &environment)
}

/// Recipients whose conditions fall alike, one rendering each. Without recipients, one made-up class.
pub(super) fn classes(frame: &Frame<'_>, shared: &Shared, language: Language) -> Vec<Class> {
    let Some(recipients) = frame.mail.recipients.as_ref().filter(|recipients| !recipients.rows.is_empty()) else {
        let rendered = render(frame.mail, &data::of(frame, None), shared, language);
        return vec![Class { rows: Vec::new(), rendered }];
    };
    let mut fields: Vec<(String, bool)> = Vec::new();
    loop {
        let mut classes: BTreeMap<Vec<String>, Class> = BTreeMap::new();
        let mut order: Vec<Vec<String>> = Vec::new();
        let mut more = Vec::new();
        for row in recipients.rows.iter() {
            let key = key(recipients, row, &fields);
            if let Some(class) = classes.get_mut(&key) {
                class.rows.push(row.line);
                continue;
            }
            let rendered = render(frame.mail, &data::of(frame, Some(row)), shared, language);
            more.extend(decisive(&rendered.reads).into_iter().filter(|field| !fields.contains(field)));
            order.push(key.clone());
            classes.insert(key, Class { rows: vec![row.line], rendered });
            if !more.is_empty() {
                break;
            }
        }
        if more.is_empty() {
            return order.into_iter().filter_map(|key| classes.remove(&key)).collect();
        }
        // A branch that was not taken before reads further fields: the classes are made anew with them.
        more.sort();
        more.dedup();
        fields.extend(more);
    }
}

/// Recipients who get the same mail but for the values that it prints.
pub(super) struct Class {
    /// The lines of their rows; none for the made-up recipient.
    pub(super) rows: Vec<u32>,
    /// The mail as the first of them gets it.
    pub(super) rendered: RenderedMail,
}

/// Which fields of a recipient decide what is rendered: `true`, their value; `false`, only whether they are empty.
fn decisive(reads: &[Read]) -> Vec<(String, bool)> {
    let mut out: Vec<(String, bool)> = reads
        .iter()
        .filter_map(|read| {
            let name = read.pointer.strip_prefix("recipient.")?;
            Some((name.trim_start_matches('[').trim_end_matches(']').to_string(), read.how != ReadHow::Printed))
        })
        .collect();
    out.sort();
    out.dedup();
    out
}

fn key(recipients: &crate::project::Recipients, row: &Row, fields: &[(String, bool)]) -> Vec<String> {
    fields
        .iter()
        .map(|(name, whole)| {
            let value = data::field(recipients, row, name).map_or("", |cell| cell.text());
            if *whole { value.to_string() } else { value.trim().is_empty().to_string() }
        })
        .collect()
}
