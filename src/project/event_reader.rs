//! From the tree of an `event.yaml` to an [`Event`]. An event is read as far as possible: a key
//! that is wrong is told, and the others count.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::event_times::{end, moment, read_moment, times};
use super::read::{Reader, Unknown};
use super::unchanged;
use super::{Event, EventLink, EventRef, NamedDate, Person, Private, Status, Venue};
use crate::language::{Language, Message};
use crate::source::{FileId, Problem, Span, Traced};
use crate::yaml::{Node, Value, quoted};

/// The keys of an event.
pub(super) const EVENT_KEYS: &[&str] = &[
    "id",
    "title",
    "aliases",
    "series",
    "status",
    "was",
    "language",
    "timezone",
    "start",
    "end",
    "duration",
    "all_day",
    "sessions",
    "platform",
    "room",
    "format",
    "venue",
    "organizer",
    "contact",
    "speakers",
    "people",
    "links",
    "phone",
    "description",
    "topics",
    "dates",
    "facts",
    "next",
    "mentions",
    "private",
];
pub(super) const SESSION_KEYS: &[&str] = &["start", "end", "duration", "title", "links", "speakers"];
pub(super) const VENUE_KEYS: &[&str] = &["name", "room", "address", "city", "region", "country", "access"];
pub(super) const PERSON_KEYS: &[&str] = &["name", "role", "organization"];
pub(super) const LINK_KEYS: &[&str] = &["url", "until", "words"];
pub(super) const DATE_KEYS: &[&str] = &["start", "end", "words"];
pub(super) const PRIVATE_KEYS: &[&str] = &["links", "codes", "addresses"];

/// What an event takes from its project.
#[derive(Clone)]
pub(super) struct Defaults {
    pub(super) timezone: Option<Traced>,
    pub(super) language: Option<Language>,
}

/// Where an event's tree was found.
pub(super) struct Place<'a> {
    pub(super) file: FileId,
    /// The file's stem; `None` for an event written out inside another file.
    pub(super) stem: Option<&'a str>,
    /// Where to say that something is missing.
    pub(super) span: Span,
}

/// Reads an event.
pub(super) fn event(reader: &mut Reader, tree: &Node, place: &Place, defaults: &Defaults) -> Event {
    reader.keys(tree, EVENT_KEYS, Unknown::Problem);
    let languages = languages(reader, tree);
    let (zone_name, zone, zone_at) = zone(reader, tree, defaults, languages.first().copied());
    let mut event = Event::new(place.file, zone_name, zone, tree.clone());
    event.zone_at = zone_at;
    event.languages = languages;
    let stem = place.stem.unwrap_or_default();
    event.id = reader.text_of(tree, "id").unwrap_or_else(|| Traced::made(stem));
    title(reader, tree, place, &mut event);
    names(reader, tree, &mut event);
    status(reader, tree, &mut event);
    times(reader, tree, place, &mut event);
    room(reader, tree, &mut event);
    people(reader, tree, &mut event);
    if let Some(node) = tree.get("links") {
        event.links = links(reader, node, &event.zone);
    }
    event.dates = named_dates(reader, tree, &event.zone);
    event.next = tree.get("next").and_then(|node| reference(reader, node, place.file, defaults));
    event.mentions = references(reader, tree, place.file, defaults);
    private(reader, tree, &mut event);
    event
}

fn title(reader: &mut Reader, tree: &Node, place: &Place, event: &mut Event) {
    match reader.text_of(tree, "title") {
        Some(title) => {
            unchanged::title(reader, &title, place.span);
            event.title = title;
        }
        None => {
            let problem = Problem::new(
                "event-incomplete",
                Message::new("Il manque le titre de l'événement", "The event's title is missing"),
            )
            .help(Message::new(
                "Ajouter une ligne `title: \"Titre exact de votre événement\"`.",
                "Add a line `title: \"The exact title of your event\"`.",
            ));
            reader.problems.push(problem.at(place.span));
        }
    }
}

fn names(reader: &mut Reader, tree: &Node, event: &mut Event) {
    event.aliases = reader.texts_of(tree, "aliases");
    event.series = reader.text_of(tree, "series");
    event.description = reader.text_of(tree, "description");
    event.topics = reader.texts_of(tree, "topics");
    event.facts = reader.texts_of(tree, "facts");
}

fn languages(reader: &mut Reader, tree: &Node) -> Vec<Language> {
    let words = [("fr", Language::Fr), ("en", Language::En)];
    let texts = reader.texts_of(tree, "language");
    texts.iter().filter_map(|text| reader.word_in("language", text, &words)).collect()
}

/// The zone: the event's, else the project's, else a supposed one.
fn zone(
    reader: &mut Reader,
    tree: &Node,
    defaults: &Defaults,
    language: Option<Language>,
) -> (String, TimeZone, Option<Traced>) {
    if let Some(text) = reader.text_of(tree, "timezone") {
        if let Some(found) = read_zone(reader, &text) {
            return (found.0, found.1, Some(text));
        }
    } else if let Some(text) = &defaults.timezone
        && let Ok(zone) = TimeZone::get(text.text().trim())
    {
        return (text.text().trim().to_string(), zone, Some(text.clone()));
    }
    let supposed = match language.or(defaults.language) {
        Some(Language::Fr) => "Europe/Paris",
        _ => "UTC",
    };
    (supposed.to_string(), TimeZone::get(supposed).unwrap_or(TimeZone::UTC), None)
}

/// A zone by its IANA name.
pub(super) fn read_zone(reader: &mut Reader, text: &Traced) -> Option<(String, TimeZone)> {
    let name = text.text().trim();
    // jiff takes names in any case; `Z` and posix strings are not what a person means.
    if let Ok(zone) = TimeZone::get(name) {
        return Some((zone.iana_name().unwrap_or(name).to_string(), zone));
    }
    let all: Vec<String> = jiff::tz::db().available().map(|name| name.as_str().to_string()).collect();
    let city = |name: &str| name.rsplit('/').next().unwrap_or(name).replace('_', " ").to_lowercase();
    let wanted = city(name);
    let by_city = all.iter().find(|zone| city(zone) == wanted).map(String::as_str);
    let near = by_city.or_else(|| crate::language::fold::nearest(name, all.iter().map(String::as_str)));
    let message = Message::new(
        format!("« {name} » n'est pas un fuseau horaire connu"),
        format!("“{name}” is not a known time zone"),
    );
    if let Some(span) = text.whole().span() {
        reader.bad(span, message, &format!("timezone: {}", near.unwrap_or("Europe/Paris")));
    }
    None
}

fn status(reader: &mut Reader, tree: &Node, event: &mut Event) {
    let words = [("confirmed", Status::Confirmed), ("cancelled", Status::Cancelled), ("postponed", Status::Postponed)];
    if let Some((status, written)) = reader.word(tree, "status", &words) {
        event.status = status;
        event.status_at = Some(written);
    }
    event.was = moment(reader, tree, "was", &event.zone);
}

fn room(reader: &mut Reader, tree: &Node, event: &mut Event) {
    event.platform = reader.text_of(tree, "platform");
    let rooms = [("per-event", false), ("persistent", true)];
    event.persistent_room = reader.word(tree, "room", &rooms).is_some_and(|(persistent, _)| persistent);
    let formats = [("online", ()), ("in-person", ()), ("hybrid", ())];
    event.format = reader.word(tree, "format", &formats).map(|(_, written)| written);
    event.venue = tree.get("venue").and_then(|node| venue(reader, node));
    match tree.get("phone") {
        Some(node @ Node { value: Value::Scalar { .. }, .. }) => {
            event.phone_number = number(reader, tree, "phone", node)
        }
        Some(node) => {
            if let Some(map) = reader.map("phone", node, "phone: {number: \"+33 1 99 00 12 34\", pin: \"482 913\"}") {
                reader.keys(map, &["number", "pin"], Unknown::Problem);
                event.phone_number = map.get("number").and_then(|node| number(reader, map, "number", node));
                event.phone_pin = reader.text_of(map, "pin");
            }
        }
        None => {}
    }
}

/// A telephone number has a digit.
fn number(reader: &mut Reader, map: &Node, key: &str, node: &Node) -> Option<Traced> {
    let number = reader.text_of(map, key)?;
    if !number.text().contains(|c: char| c.is_ascii_digit()) {
        let said = number.text();
        let message = Message::new(
            format!("« {said} » n'est pas un numéro de téléphone"),
            format!("“{said}” is not a telephone number"),
        );
        reader.bad(node.span, message, &format!("{key}: \"+33 1 99 00 12 34\""));
        return None;
    }
    Some(number)
}

fn venue(reader: &mut Reader, node: &Node) -> Option<Venue> {
    if let Some(name) = node.as_text() {
        return Some(Venue { name: Some(name.clone()), ..Venue::default() });
    }
    let map = reader.map("venue", node, "venue: {name: \"…\", city: \"…\"}")?;
    reader.keys(map, VENUE_KEYS, Unknown::Problem);
    Some(Venue {
        name: reader.text_of(map, "name"),
        room: reader.text_of(map, "room"),
        address: reader.text_of(map, "address"),
        city: reader.text_of(map, "city"),
        region: reader.text_of(map, "region"),
        country: reader.text_of(map, "country"),
        access: reader.text_of(map, "access"),
    })
}

fn people(reader: &mut Reader, tree: &Node, event: &mut Event) {
    match tree.get("organizer") {
        Some(Node { value: Value::Scalar { text, .. }, .. }) => event.organizer_name = Some(text.clone()),
        Some(node) => {
            if let Some(map) = reader.map("organizer", node, "organizer: {name: \"…\", email: \"…\"}") {
                reader.keys(map, &["name", "email"], Unknown::Problem);
                event.organizer_name = reader.text_of(map, "name");
                event.organizer_email = reader.text_of(map, "email");
            }
        }
        None => {}
    }
    match tree.get("contact") {
        Some(Node { value: Value::Scalar { text, .. }, .. }) => event.contact_email = Some(text.clone()),
        Some(node) => {
            if let Some(map) = reader.map("contact", node, "contact: {email: \"…\", phone: \"…\"}") {
                reader.keys(map, &["email", "phone"], Unknown::Problem);
                event.contact_email = reader.text_of(map, "email");
                event.contact_phone = reader.text_of(map, "phone");
            }
        }
        None => {}
    }
    event.speakers = tree.get("speakers").map(|node| persons(reader, node)).unwrap_or_default();
    event.people = reader.texts_of(tree, "people");
}

/// Names or mappings, or a single one.
pub(super) fn persons(reader: &mut Reader, node: &Node) -> Vec<Person> {
    let mut out = Vec::new();
    for item in reader.items(node) {
        if let Some(name) = item.as_text() {
            if !name.text().trim().is_empty() && is_name(reader, name, item) {
                unchanged::name(reader, name, item.span);
                out.push(Person { name: name.clone(), ..Person::default() });
            }
            continue;
        }
        let Some(map) = reader.map("speakers", item, "- {name: \"Prénom Nom\", role: \"…\"}") else { continue };
        // `- Inès : la suite` reads as a mapping whose key is no key of ours.
        if map.get("name").is_none() {
            let line = format!("- {}", quoted(&reader.written(item)));
            let message = Message::new("Il manque « name » à cette personne", "This person lacks “name”");
            reader.bad(item.span, message, &line);
            continue;
        }
        reader.keys(map, PERSON_KEYS, Unknown::Problem);
        let Some(name) = reader.text_of(map, "name").filter(|name| is_name(reader, name, item)) else { continue };
        unchanged::name(reader, &name, item.span);
        out.push(Person { name, role: reader.text_of(map, "role"), organization: reader.text_of(map, "organization") });
    }
    out
}

/// A name has a letter; of one without, it is told.
fn is_name(reader: &mut Reader, name: &Traced, item: &Node) -> bool {
    let is = name.text().contains(char::is_alphabetic);
    if !is {
        let said = name.text();
        let message = Message::new(format!("« {said} » n'est pas un nom"), format!("“{said}” is not a name"));
        reader.bad(item.span, message, "- \"Prénom Nom\"");
    }
    is
}

/// Role → URL, `{url, until, words}`, or a list of these; an empty one is no link.
pub(super) fn links(reader: &mut Reader, node: &Node, zone: &TimeZone) -> Vec<EventLink> {
    let mut out = Vec::new();
    let Some(map) = reader.map("links", node, "links: {register: \"https://…\"}") else { return out };
    for (role, value) in map.entries() {
        for item in reader.items(value) {
            if let Some(link) = link(reader, role, item, zone) {
                out.push(link);
            }
        }
    }
    out
}

fn link(reader: &mut Reader, role: &Traced, item: &Node, zone: &TimeZone) -> Option<EventLink> {
    let (written, until, words) = match item.as_text() {
        Some(url) => (url.clone(), None, Vec::new()),
        None => {
            let line = format!("{}: {{url: \"https://…\", until: 2026-12-31}}", role.text());
            let map = reader.map(role.text(), item, &line)?;
            reader.keys(map, LINK_KEYS, Unknown::Problem);
            let until = moment(reader, map, "until", zone);
            (reader.text_of(map, "url")?, until, reader.texts_of(map, "words"))
        }
    };
    let written = written.trim();
    if written.is_empty() {
        return None;
    }
    if !looks_like_address(written.text()) {
        let (role, said) = (role.text(), written.text());
        let message = Message::new(
            format!("« {said} » n'est pas une adresse : le lien « {role} » ne peut pas être comparé"),
            format!("“{said}” is not an address: the link “{role}” cannot be compared"),
        );
        reader.bad(item.span, message, &format!("{role}: \"https://…\""));
        return None;
    }
    let below = written.text().ends_with("/**");
    let url = if below { written.slice(0..written.len() - 3) } else { written };
    Some(EventLink { role: role.clone(), url, below, until, words })
}

/// Whether a link's value can be an address, whole or cut: "à venir" is none.
fn looks_like_address(written: &str) -> bool {
    written.contains(['.', ':', '/', '{']) && written.contains(char::is_alphanumeric)
}

fn named_dates(reader: &mut Reader, tree: &Node, zone: &TimeZone) -> Vec<NamedDate> {
    let mut out = Vec::new();
    let Some(node) = tree.get("dates") else { return out };
    let Some(map) = reader.map("dates", node, "dates: {candidatures: 2026-12-15}") else { return out };
    for (role, value) in map.entries() {
        for item in reader.items(value) {
            if let Some(written) = item.as_text() {
                if let Some(start) = read_moment(reader, role.text(), written, zone) {
                    out.push(NamedDate { role: role.clone(), start, end: None, words: Vec::new() });
                }
                continue;
            }
            let line = format!("{}: {{start: 2026-12-01, end: 2026-12-05}}", role.text());
            let Some(map) = reader.map(role.text(), item, &line) else { continue };
            reader.keys(map, DATE_KEYS, Unknown::Problem);
            let words = reader.texts_of(map, "words");
            let Some(start) = moment(reader, map, "start", zone) else {
                if map.get("start").is_none() {
                    let message = Message::new("Il manque « start » à cette date", "This date lacks “start”");
                    reader.bad(item.span, message, &line);
                }
                continue;
            };
            let end = end(reader, map, Some(&start), zone);
            out.push(NamedDate { role: role.clone(), start, end, words });
        }
    }
    out
}

/// The `mentions` of an event or mail.
pub(super) fn references(reader: &mut Reader, map: &Node, file: FileId, defaults: &Defaults) -> Vec<EventRef> {
    let Some(node) = map.get("mentions") else { return Vec::new() };
    let items = reader.items(node);
    items.iter().filter_map(|item| reference(reader, item, file, defaults)).collect()
}

/// An event's id, or an event written out in place.
fn reference(reader: &mut Reader, node: &Node, file: FileId, defaults: &Defaults) -> Option<EventRef> {
    match &node.value {
        Value::Scalar { text, .. } if text.text().trim().is_empty() => None,
        Value::Scalar { text, .. } => Some(EventRef::Id(text.trim())),
        Value::Map(_) => {
            let place = Place { file, stem: None, span: node.span };
            Some(EventRef::Inline(Arc::new(event(reader, node, &place, defaults))))
        }
        Value::Null => None,
        Value::List(_) => {
            let message = Message::new("Il faut ici un seul événement", "A single event belongs here");
            reader.bad(node.span, message, "next: identifiant-de-l-evenement");
            None
        }
    }
}

fn private(reader: &mut Reader, tree: &Node, event: &mut Event) {
    let Some(node) = tree.get("private") else { return };
    let Some(map) = reader.map("private", node, "private: {codes: [\"111 222\"]}") else { return };
    reader.keys(map, PRIVATE_KEYS, Unknown::Problem);
    event.private = Private {
        links: reader.texts_of(map, "links"),
        codes: reader.texts_of(map, "codes"),
        addresses: reader.texts_of(map, "addresses"),
    };
}
