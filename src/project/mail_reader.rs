//! From a template and the homes of its settings to a [`Mail`].

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::dates;
use super::event_reader::{Defaults, references};
use super::event_times::read_moment;
use super::read::{Reader, Unknown};
use super::{Audience, Binding, BodyKind, Engine, Mail, SendAt, paths};
use crate::language::{Language, Message};
use crate::source::{FileId, Span, Traced};
use crate::yaml::{Node, Value};

/// The keys of a mail's settings.
pub(super) const MAIL_KEYS: &[&str] = &[
    "subject",
    "preheader",
    "from",
    "reply_to",
    "unsubscribe",
    "one_click",
    "event",
    "audience",
    "send_at",
    "kind",
    "purpose",
    "language",
    "mentions",
    "facts",
    "text",
    "recipients",
    "engine",
];

const AUDIENCES: &[(&str, Audience)] = &[
    ("invited", Audience::Invited),
    ("registered", Audience::Registered),
    ("attended", Audience::Attended),
    ("absent", Audience::Absent),
    ("speakers", Audience::Speakers),
    ("all", Audience::All),
];
const PURPOSES: &[(&str, ())] = &[
    ("invitation", ()),
    ("reminder", ()),
    ("follow-up", ()),
    ("absence", ()),
    ("cancellation", ()),
    ("postponement", ()),
    ("letter", ()),
];
const ENGINES: &[(&str, Engine)] =
    &[("handlebars", Engine::Handlebars), ("handlebars-rust", Engine::HandlebarsRust), ("none", Engine::None)];

/// The extensions of templates.
const EXTENSIONS: &[&str] = &["hbs", "handlebars", "mustache", "html", "htm", "mjml", "txt", "md", "eml"];

/// Whether a path has a template's extension.
pub(super) fn is_template(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.rsplit_once('.').is_some_and(|(_, extension)| EXTENSIONS.contains(&extension))
}

/// How a template's body is read, by its extensions: `.txt.hbs` is text.
pub(super) fn body_kind(path: &str) -> BodyKind {
    let lower = path.to_ascii_lowercase();
    let bare = [".hbs", ".handlebars", ".mustache"].iter().find_map(|end| lower.strip_suffix(end)).unwrap_or(&lower);
    match bare.rsplit_once('.').map(|(_, extension)| extension) {
        Some("txt") => BodyKind::Text,
        Some("md") => BodyKind::Markdown,
        _ => BodyKind::Html,
    }
}

/// One home of a mail's settings.
pub(super) struct Home {
    /// The settings.
    pub(super) tree: Node,
    /// The folder that its paths are relative to, relative to the project; empty for the project itself.
    pub(super) base: String,
}

/// The homes of a mail's settings, the first that has a key counts.
pub(super) struct Homes(pub(super) Vec<Home>);

impl Homes {
    /// The value of a key with the folder that its paths are relative to.
    pub(super) fn get(&self, key: &str) -> Option<(&Node, &str)> {
        self.0.iter().find_map(|home| {
            let node = home.tree.get(key).filter(|node| !node.is_null())?;
            Some((node, home.base.as_str()))
        })
    }

    /// The homes as one mapping, each key from the home that counts.
    fn merged(&self, span: Span) -> Node {
        let mut entries: Vec<(Traced, Node)> = Vec::new();
        for (key, node) in self.0.iter().flat_map(|home| home.tree.entries()) {
            if !node.is_null() && !entries.iter().any(|(known, _)| known.text() == key.text()) {
                entries.push((key.clone(), node.clone()));
            }
        }
        Node { value: Value::Map(entries), span }
    }
}

/// A template, split from its front matter.
pub(super) struct Template {
    pub(super) path: String,
    pub(super) file: FileId,
    pub(super) body: Traced,
}

/// Tells unknown keys of a home.
pub(super) fn keys(reader: &mut Reader, tree: &Node, entry: bool, how: Unknown) {
    if entry {
        let mut known = MAIL_KEYS.to_vec();
        known.push("template");
        reader.keys(tree, &known, how);
    } else {
        reader.keys(tree, MAIL_KEYS, how);
    }
}

/// Reads a mail's settings; its text part and recipients are read by whoever knows the disk.
/// `zone` is that of the event it is bound to.
pub(super) fn mail(
    reader: &mut Reader,
    template: Template,
    homes: &Homes,
    defaults: &Defaults,
    zone: impl Fn(&Binding) -> TimeZone,
) -> Mail {
    let span = reader.sources.file(template.file).span(template.file);
    let all = homes.merged(span);
    let eml = paths::is_eml(&template.path);
    let event = binding(reader, &all);
    let send_at = send_at(reader, &all, &zone(&event));
    let kinds = [("service", false), ("promotion", true)];
    let languages = [("fr", Language::Fr), ("en", Language::En)];
    let engine = reader.word(&all, "engine", ENGINES).map(|(engine, _)| engine);
    Mail {
        kind_of_body: body_kind(&template.path),
        engine: engine.unwrap_or(if eml { Engine::None } else { Engine::Handlebars }),
        subject: line(reader, &all, "subject"),
        preheader: line(reader, &all, "preheader"),
        from: line(reader, &all, "from"),
        reply_to: line(reader, &all, "reply_to"),
        unsubscribe: reader.texts_of(&all, "unsubscribe"),
        one_click: reader.word(&all, "one_click", &[("true", true), ("false", false)]).is_some_and(|(on, _)| on),
        event,
        audience: reader.word(&all, "audience", AUDIENCES),
        send_at,
        promotion: reader.word(&all, "kind", &kinds).filter(|(promotion, _)| *promotion).map(|(_, written)| written),
        purpose: reader.word(&all, "purpose", PURPOSES).map(|(_, written)| written),
        language: reader.word(&all, "language", &languages).map(|(language, _)| language).or(defaults.language),
        mentions: references(reader, &all, template.file, defaults),
        facts: reader.texts_of(&all, "facts"),
        text: None,
        recipients: None,
        people: None,
        eml,
        bytes: eml.then(|| Arc::clone(&reader.sources.file(template.file).bytes)),
        event_mismatch: false,
        tree: all,
        tagged: false,
        away: None,
        path: template.path,
        file: template.file,
        body: template.body,
    }
}

/// A text, also an empty one: an empty subject is not a subject that nobody has given.
fn line(reader: &mut Reader, map: &Node, key: &str) -> Option<Traced> {
    reader.text(key, map.get(key)?)
}

fn binding(reader: &mut Reader, map: &Node) -> Binding {
    let texts: Vec<Traced> =
        reader.texts_of(map, "event").iter().map(Traced::trim).filter(|id| !id.is_empty()).collect();
    match texts.as_slice() {
        [] => Binding::Unsaid,
        [only] if only.text() == "each" => Binding::Each(only.clone()),
        _ => Binding::Ids(texts),
    }
}

/// A wall time, or a time counted from the event: `start - 1d`, `end + 2h`, `start - 1d 09:00`.
fn send_at(reader: &mut Reader, map: &Node, zone: &TimeZone) -> Option<SendAt> {
    let written = reader.text_of(map, "send_at")?;
    let text = written.text().trim();
    let counted = [("start", false), ("end", true)]
        .into_iter()
        .find_map(|(word, from_end)| text.strip_prefix(word).map(|rest| (rest, from_end)));
    let Some((rest, from_end)) = counted else {
        return read_moment(reader, "send_at", &written, zone).map(SendAt::Fixed);
    };
    match from_event(rest) {
        Some((minutes, at)) => Some(SendAt::FromEvent { from_end, minutes, at, written }),
        None => {
            let message = Message::new(
                format!("« {text} » n'est pas un moment d'envoi"),
                format!("“{text}” is not a time of sending"),
            );
            if let Some(span) = written.whole().span() {
                reader.bad_with("bad-date", span, message, "send_at: start - 1d 09:00");
            }
            None
        }
    }
}

/// What follows `start` or `end`: a signed length of time, an hour, or both.
fn from_event(rest: &str) -> Option<(i64, Option<(i8, i8)>)> {
    let rest = rest.trim();
    let (length, at) = match rest.rsplit_once(' ').or((rest.contains(':')).then_some(("", rest))) {
        Some((length, hour)) if hour.contains(':') => (length.trim(), Some(dates::hour(hour)?)),
        _ => (rest, None),
    };
    let at = at.map(|time| (time.hour(), time.minute()));
    if length.is_empty() {
        return Some((0, at));
    }
    let (sign, length) = match length.chars().next()? {
        '-' | '−' | '–' => (-1, length.trim_start_matches(['-', '−', '–'])),
        '+' => (1, &length[1..]),
        _ => return None,
    };
    Some((sign * i64::from(dates::minutes(length)?), at))
}
