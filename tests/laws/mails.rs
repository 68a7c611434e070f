//! Readers of mails: templates, HTML, text, finished messages and calendars.

use std::sync::LazyLock;

use presend::language::Language;
use presend::message::{self, Message, ics};
use presend::source::{Accept, FileId, Sources, Traced};
use presend::template::{self, Environment, Fault, Node, PartialSet, Rendered};
use presend::value::sender_tag;

use super::chosen;
use super::places::{part, place, problems, span, traced};

/// What templates are filled with: texts, lists, lists of maps, and what is nothing.
static DATA: LazyLock<Node> = LazyLock::new(|| {
    Node::from_json(&serde_json::json!({
        "event": {
            "title": "Lire & écrire <une> carte", "day": 17, "open": true, "full": false, "none": null, "empty": "",
            "topics": ["cartes", "\"échelles\"", ""],
            "speakers": [{"name": "Léa Martin", "role": "x"}, {"name": "Bo", "links": {"web": "https://exemple.test/"}}],
            "links": {"replay": "https://exemple.test/r?a=1&b=2"}, "start": "2026-11-17T14:00",
        },
        "recipient": {"first_name": "Ana", "email": "a@exemple.test", "attended": "oui"},
        "this": 1.5, "list": [[1, [2, []]], {}], "a b": "c",
    }))
});

/// A template: `\0` parts it from its partials, which are called `a`, `b`, `c`.
pub fn template(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let mut texts = text.split('\0');
    let sources = Sources::new();
    let read = |name: &str, text: &str| {
        let file = sources.add(name, text.as_bytes().to_vec(), Accept::Utf8);
        sources.text(file.expect("text is read"))
    };
    let source = read("m.hbs", texts.next().unwrap_or_default());
    let partials =
        PartialSet::new(["a", "b", "c"].into_iter().zip(texts).map(|(name, text)| (name.into(), read(name, text))));
    let parsed = template::parse(&source);
    parsed.faults().iter().chain(parsed.fatal()).for_each(|fault| self::fault(fault, &sources));
    let environment = Environment { partials: &partials, ..Environment::new(Language::Fr) };
    let output = template::render(&parsed, &DATA, &environment);
    rendered(&output, &sources);
    if chosen(bytes, 8) {
        assert_eq!(output.output, template::render(&parsed, &DATA, &environment).output);
        template::inclusions(&source).iter().for_each(|(_, tag)| span(*tag, &sources));
        let _ = template::includes(&source);
        let sender = sender_tag::words().nth(bytes.len() % 8).and_then(sender_tag::platform);
        let environment = Environment { sender, strict: false, escape: false, language: Language::En, ..environment };
        rendered(&template::render(&parsed, &DATA, &environment), &sources);
        rendered(&template::render_with_crate(&parsed, &DATA, &environment), &sources);
    }
}

fn rendered(rendered: &Rendered, sources: &Sources) {
    traced(&rendered.output, sources, false);
    rendered.faults.iter().chain(&rendered.fatal).for_each(|fault| self::fault(fault, sources));
    rendered.reads.iter().for_each(|read| span(read.tag, sources));
}

fn fault(fault: &Fault, sources: &Sources) {
    span(fault.tag, sources);
    span(fault.name, sources);
    fault.opener.iter().for_each(|(_, at)| span(*at, sources));
    assert!(!fault.message.fr.is_empty() && !fault.message.en.is_empty(), "{:?} says nothing", fault.kind);
}

/// An HTML part.
pub fn html(bytes: &[u8]) {
    let (sources, text) = source("m.html", bytes);
    let read = message::html::read(&text);
    part(&read, &sources, false);
    if chosen(bytes, 8) {
        assert_eq!(read, message::html::read(&text));
    }
}

/// A text part, plain or in Markdown: the first byte says which.
pub fn text(bytes: &[u8]) {
    let Some((how, bytes)) = bytes.split_first() else { return };
    let (sources, text) = source("m.txt", bytes);
    let read = message::text::read(&text, how & 1 == 1);
    part(&read, &sources, false);
    if chosen(bytes, 8) {
        assert_eq!(read, message::text::read(&text, how & 1 == 1));
    }
}

/// A finished message.
pub fn eml(bytes: &[u8]) {
    let sources = Sources::new();
    let Ok(file) = sources.add("m.eml", bytes.to_vec(), Accept::Message) else { return };
    let read = message::eml::read(bytes, file);
    problems(&read.problems, &sources);
    received(&read.message, &sources);
    read.html.iter().chain(&read.text).for_each(|text| traced(text, &sources, true));
    if chosen(bytes, 8) {
        let again = message::eml::read(bytes, file);
        assert_eq!((read.message, read.problems), (again.message, again.problems));
    }
}

fn received(message: &Message, sources: &Sources) {
    let held = |text: &Traced| traced(text, sources, true);
    let Message { subject, preheader, from, reply_to, to, cc, calendars, subject_at, html, text, .. } = message;
    [subject, preheader, from, reply_to].into_iter().flatten().for_each(held);
    for mailbox in to.iter().chain(cc) {
        held(&mailbox.name);
        held(&mailbox.address);
        mailbox.place.iter().for_each(|at| span(*at, sources));
    }
    subject_at.iter().for_each(|at| span(*at, sources));
    html.iter().chain(text).for_each(|one| part(one, sources, true));
    for calendar in calendars {
        held(calendar);
        entries(&ics::read(calendar), sources, true);
    }
}

/// A calendar.
pub fn ics(bytes: &[u8]) {
    let (sources, text) = source("m.ics", bytes);
    let read = ics::read(&text);
    entries(&read, &sources, false);
    if chosen(bytes, 8) {
        assert_eq!(read, ics::read(&text));
    }
}

fn entries(calendar: &ics::Calendar, sources: &Sources, decoded: bool) {
    let zones = calendar
        .zones
        .iter()
        .flat_map(|zone| std::iter::once(&zone.entry).chain(zone.observances.iter().map(|(_, entry)| entry)));
    let entries = calendar.events.iter().chain(zones).flat_map(|entry| &entry.properties);
    for property in entries.chain(&calendar.method).chain(&calendar.zone_shown) {
        traced(&property.value, sources, decoded);
        traced(&property.text(), sources, decoded);
        place(&property.value.whole(), sources);
        if let Some(moment) = property.moment() {
            let _ = moment.wall(None);
        }
    }
}

/// A file of one text; bytes that are none are replaced.
fn source(name: &str, bytes: &[u8]) -> (Sources, Traced) {
    let sources = Sources::new();
    let text = String::from_utf8_lossy(bytes).replace('\0', "\u{fffd}");
    // A mark at its start is no part of the text.
    let file = sources.add(name, text.into_bytes(), Accept::Utf8).unwrap_or(FileId(0));
    let text = sources.text(file);
    (sources, text)
}
