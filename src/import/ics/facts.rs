//! What an entry of a calendar says of its event, beside the date: title, status, organizer, place, links.

use super::series::Series;
use crate::import::{Draft, DraftLink, Noted, Said, plain_text};
use crate::language::{Language, Message};
use crate::message::ics::{Calendar, Entry, Property};
use crate::value::link::{self, Link, find_urls, same_page};

/// How much of a description is kept, in characters: what follows is mostly the platform's own small print.
const DESCRIPTION: usize = 4000;

/// Fills in what an entry says.
pub(super) fn fill(draft: &mut Draft, calendar: &Calendar, entry: &Entry, series: &Series) {
    if let Some(title) = entry.get("SUMMARY") {
        draft.title = said(title);
        draft.language = title.parameter("LANGUAGE").and_then(Language::of_tag).map(Noted::from);
    }
    status(draft, calendar, entry);
    organizer(draft, entry);
    let mut links = Links { draft, joins: false };
    for property in &entry.properties {
        match property.name.as_str() {
            "CONFERENCE" => links.conference(property),
            "X-GOOGLE-CONFERENCE" | "X-MICROSOFT-SKYPETEAMSMEETINGURL" => {
                links.add(&text(property), Some("join"), None)
            }
            _ => {}
        }
    }
    // A link whose form shows what it is comes before one that is only supposed to be the room's.
    let places: Vec<&Property> = ["LOCATION", "URL"].iter().filter_map(|name| entry.get(name)).collect();
    places.iter().for_each(|property| links.known(property));
    let description = entry.get("DESCRIPTION").map(text).unwrap_or_default();
    links.description(&description);
    places.iter().for_each(|property| links.supposed(property));
    draft.persistent_room = series.repeats() && !draft.links.is_empty();
    place(draft, entry);
    tell(draft, entry);
}

/// A value as plain text, trimmed.
fn text(property: &Property) -> String {
    property.text().text().trim().to_string()
}

fn said(property: &Property) -> Option<Said> {
    Some(text(property)).filter(|text| !text.is_empty()).map(Said::from)
}

fn status(draft: &mut Draft, calendar: &Calendar, entry: &Entry) {
    let status = entry.get("STATUS").map(text).unwrap_or_default().to_ascii_uppercase();
    if status == "CANCELLED" || calendar.method().as_deref() == Some("CANCEL") {
        draft.status = Some("cancelled".into());
    } else if status == "TENTATIVE" {
        draft.comments.push(Message::new(
            "le calendrier dit l'événement provisoire (STATUS:TENTATIVE)",
            "the calendar calls the event tentative (STATUS:TENTATIVE)",
        ));
    }
}

fn organizer(draft: &mut Draft, entry: &Entry) {
    let Some(organizer) = entry.get("ORGANIZER") else { return };
    draft.organizer_name =
        organizer.parameter("CN").map(str::trim).filter(|name| !name.is_empty() && !name.contains('@')).map(Said::from);
    let value = text(organizer);
    let address = value.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:")).map(|_| value[7..].trim());
    draft.organizer_email = address.filter(|address| address.contains('@')).map(Said::from);
}

/// Where the links of an entry go.
struct Links<'d> {
    draft: &'d mut Draft,
    /// A link to join was found in a place made for it.
    joins: bool,
}

impl Links<'_> {
    /// `CONFERENCE;FEATURE=PHONE:tel:+33199001234,,123456789#` (RFC 7986, section 5.11).
    fn conference(&mut self, property: &Property) {
        let features = property.parameter("FEATURE").unwrap_or_default().to_ascii_uppercase();
        let is = |feature: &str| features.split(',').any(|one| one.trim() == feature);
        let url = text(property);
        let moderator = Message::new("ouvre la salle en modérateur", "opens the room to a moderator");
        if url.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("tel:")) {
            let (number, pin) = telephone(&url[4..]);
            match is("MODERATOR") {
                true => self.draft.private_codes.extend(pin.map(|pin| Noted::with(pin, moderator))),
                false => {
                    self.draft.phone_number.get_or_insert_with(|| Said::from(number));
                    if let Some(pin) = pin {
                        self.draft.phone_pin.get_or_insert_with(|| Said::from(pin));
                    }
                }
            }
        } else if is("MODERATOR") {
            self.draft.private_links.push(Noted::with(url, moderator));
        } else {
            let label = property.parameter("LABEL").filter(|label| !label.is_empty());
            let note = label.map(|label| Message::new(format!("« {label} »"), format!("“{label}”")));
            self.add(&url, Some("join"), note);
        }
    }

    /// A link. Without a role that its own form shows, or that is given, it is none of an event's.
    fn add(&mut self, url: &str, role: Option<&str>, note: Option<Message>) {
        let read = link::read(url);
        if !matches!(read.scheme.as_str(), "http" | "https") || read.flaw.is_some() && read.host.is_empty() {
            return;
        }
        let identity = read.identity.as_ref();
        if identity.is_some_and(|identity| identity.host || identity.personal) {
            let host = identity.is_some_and(|identity| identity.host);
            self.private(&read, host);
            return;
        }
        let Some(role) = identity.and_then(|identity| identity.role).or(role) else { return };
        let known = |link: &DraftLink| link.role == role && same_page(&link::read(&link.url.value), &read);
        if self.draft.links.iter().any(known) {
            return;
        }
        if role == "join" {
            let platform = identity.map(|identity| identity.platform).or_else(|| link::platform_of_host(&read.host));
            self.joins = true;
            if self.draft.platform.is_none() {
                self.draft.platform = platform.map(Noted::from);
            }
        }
        let url = Noted { value: url.trim().to_string(), note };
        self.draft.links.push(DraftLink { role: role.to_string(), url });
    }

    fn private(&mut self, read: &Link, host: bool) {
        let note = match host {
            true => Message::new("ouvre la salle en organisateur", "opens the room as its host"),
            false => Message::new(
                "lien personnel de qui a reçu ce calendrier : il n'est pas pour les autres",
                "personal link of whoever received this calendar: it is not for others",
            ),
        };
        if !self.draft.private_links.iter().any(|known| known.value == read.url) {
            self.draft.private_links.push(Noted::with(read.url.as_str(), note));
        }
    }

    /// The addresses of `LOCATION` and `URL` whose form shows what they are.
    fn known(&mut self, property: &Property) {
        for url in addresses(property) {
            if shows_role(&url) {
                self.add(&url, None, None);
            }
        }
    }

    /// The other addresses of `LOCATION` and `URL`: where one joins, if nothing else says where.
    fn supposed(&mut self, property: &Property) {
        let name = &property.name;
        for url in addresses(property).into_iter().filter(|url| !shows_role(url)) {
            if self.joins {
                self.draft.comments.push(Message::new(format!("{name} : {url}"), format!("{name}: {url}")));
                continue;
            }
            let note = Message::new(
                format!("lu dans {name} : est-ce bien le lien pour rejoindre ?"),
                format!("read in {name}: is it the link to join?"),
            );
            self.add(&url, Some("join"), Some(note));
        }
    }

    /// The description, and of its links those whose form shows what they are.
    fn description(&mut self, written: &str) {
        let joins = self.joins;
        let mut kept = String::with_capacity(written.len());
        let mut from = 0;
        let mut hidden = false;
        for range in find_urls(written) {
            let url = &written[range.clone()];
            let Some(identity) = link::read(url).identity else { continue };
            let private = self.draft.private_links.iter().any(|known| known.value == url);
            if identity.host || identity.personal || private {
                kept.push_str(&written[from..range.start]);
                from = range.end;
                hidden = true;
            }
            if identity.role.is_some_and(|role| role != "join") || !joins {
                let note = Message::new("lu dans la description", "read in the description");
                self.add(url, None, Some(note));
            }
        }
        kept.push_str(&written[from..]);
        let tagged = ["<br", "<p>", "<a ", "<html", "<b>", "<ul", "<div"].iter().any(|tag| kept.contains(tag));
        let plain = if tagged { plain_text(&kept) } else { kept };
        let cut: String = plain.trim().chars().take(DESCRIPTION).collect();
        let note = match (hidden, cut.len() < plain.trim().len()) {
            (true, _) => Some(Message::new("sans ses liens privés", "without its private links")),
            (false, true) => {
                Some(Message::new("coupé : la suite est dans le calendrier", "cut: the rest is in the calendar"))
            }
            (false, false) => None,
        };
        if !cut.is_empty() {
            self.draft.description = Some(Noted { value: cut, note });
        }
    }
}

/// The addresses in a value.
fn addresses(property: &Property) -> Vec<String> {
    let value = text(property);
    find_urls(&value).into_iter().map(|range| value[range].to_string()).collect()
}

/// Whether the form of an address shows whom it is for and what it is.
fn shows_role(url: &str) -> bool {
    let identity = link::read(url).identity;
    identity.is_some_and(|identity| identity.role.is_some() || identity.host || identity.personal)
}

/// The number of a `tel:` address, and the code that is dialled after it.
fn telephone(address: &str) -> (String, Option<String>) {
    let address = address.trim();
    let cut = address.find([',', ';', '?']).unwrap_or(address.len());
    let pin: String = address[cut..].chars().filter(char::is_ascii_digit).collect();
    (address[..cut].to_string(), Some(pin).filter(|pin| !pin.is_empty()))
}

/// What of a location is no address on the web is a place, unless it names a platform.
fn place(draft: &mut Draft, entry: &Entry) {
    let Some(location) = entry.get("LOCATION").map(text) else { return };
    let mut rest = location.clone();
    for range in find_urls(&location).into_iter().rev() {
        rest.replace_range(range, "");
    }
    let rest = rest.trim().trim_matches([';', ',', '-', '|', '(', ')', '<', '>']).trim();
    let online = link::platform_names().iter().any(|(_, names)| names.iter().any(|name| rest.contains(name)));
    if online {
        draft.comments.push(Message::new(format!("lieu (LOCATION) : {rest}"), format!("place (LOCATION): {rest}")));
    } else if rest.chars().any(char::is_alphanumeric) {
        draft.venue = Some(Said::from(rest));
    }
}

/// What has no place in an event, and is worth knowing.
fn tell(draft: &mut Draft, entry: &Entry) {
    if let Some(version) = entry.get("SEQUENCE").map(text).filter(|version| version != "0") {
        draft.comments.push(Message::new(
            format!("version du calendrier (SEQUENCE) : {version}"),
            format!("version of the calendar (SEQUENCE): {version}"),
        ));
    }
    let guests = entry.properties.iter().filter(|property| property.name == "ATTENDEE").count();
    if guests > 0 {
        draft.comments.push(Message::new(
            format!("invités dans le calendrier (ATTENDEE), laissés de côté : {guests}"),
            format!("guests in the calendar (ATTENDEE), left out: {guests}"),
        ));
    }
}
