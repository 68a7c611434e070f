//! The calendar attached to a finished message, against the event: what the recipient's diary would say.

use jiff::civil::DateTime;

use crate::facts::{EventFacts, Slot};
use crate::language::Message;
use crate::message::PartKind;
use crate::message::ics::{self, Calendar, Entry, Moment, Property};
use crate::project::Status;
use crate::source::Traced;
use crate::value::{link, name};
use crate::words::Words;

use super::draft::{at, full_date, hour, hours_of, same};
use super::reading::{Reading, name_words};
use super::{Claim, Kind, Part, Standing};

/// Looks at every entry of every attached calendar.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    for text in &reading.message.calendars {
        let calendar = ics::read(text);
        for entry in &calendar.events {
            // One slip is one finding: of an entry that is another event's, nothing else is said.
            match foreign(reading, entry) {
                Some(claim) => out.push(claim),
                None => Judge { reading, calendar: &calendar, entry, facts: about(reading, entry) }.look(out),
            }
        }
    }
}

/// Whether a mail has a calendar of which no date could be read: then it was not held against the event.
pub fn unread(reading: &Reading<'_, '_>) -> bool {
    let zone = reading.event(reading.frame.own).zone();
    reading.message.calendars.iter().any(|text| {
        let events = ics::read(text).events;
        let read = |entry: &Entry| {
            entry.get("DTSTART").and_then(Property::moment).is_some_and(|moment| moment.wall(zone).is_some())
        };
        events.is_empty() || !events.iter().all(read)
    })
}

fn claim(text: &Traced, aspect: &'static str, standing: Standing) -> Option<Claim> {
    let trimmed = text.trim();
    at(&trimmed, 0..trimmed.len(), Part::Mail(PartKind::Calendar), &[], Kind::Calendar, aspect, standing)
        .map(|claim| claim.hole("said", same(trimmed.text())))
}

/// The addresses that an entry leads to, with their places.
fn addresses(entry: &Entry) -> Vec<(Traced, link::Link)> {
    let texts = entry.properties.iter().filter(|property| {
        matches!(property.name.as_str(), "URL" | "LOCATION" | "DESCRIPTION" | "CONFERENCE")
            || property.name.starts_with("X-") && property.name.contains("URL")
    });
    texts
        .map(Property::text)
        .flat_map(|text| link::find_urls(text.text()).into_iter().map(move |range| text.slice(range)))
        .map(|url| (url.clone(), link::read(url.text())))
        .collect()
}

/// The names of an event that stand in the words of a summary.
fn is_named(facts: &EventFacts<'_>, words: &Words) -> bool {
    let names = facts.names.iter().chain(facts.session_names.iter().map(|(_, name)| name));
    names.into_iter().any(|name| !words.find(&name.words).is_empty())
}

/// The allowed event that an entry is about: the one that its summary names or its links lead to, else the one that
/// starts then, else the mail's own.
fn about<'m, 'a>(reading: &'m Reading<'_, 'a>, entry: &Entry) -> &'m EventFacts<'a> {
    let summary = entry.get("SUMMARY").map(Property::text).unwrap_or_default();
    let words = Words::of(summary.text());
    let links = addresses(entry);
    let start = entry.get("DTSTART").and_then(Property::moment);
    let allowed = || reading.frame.allowed().map(|index| reading.event(index));
    let led = |facts: &&EventFacts<'a>| links.iter().any(|(_, link)| facts.link_like(link).is_some());
    let then = |facts: &&EventFacts<'a>| {
        let at = start.as_ref().and_then(|start| start.wall(facts.zone()));
        at.is_some_and(|at| facts.slots.iter().any(|slot| starts(slot) == Some(at)))
    };
    let found = allowed().find(|facts| is_named(facts, &words)).or_else(|| allowed().find(led));
    found.or_else(|| allowed().find(then)).unwrap_or(reading.event(reading.frame.own))
}

fn starts(slot: &Slot<'_>) -> Option<DateTime> {
    Some(slot.day.to_datetime(slot.start?))
}

/// The entry is another event's: its title, or its link.
fn foreign(reading: &Reading<'_, '_>, entry: &Entry) -> Option<Claim> {
    let others = || reading.frame.others.iter().map(|index| reading.event(*index));
    let allowed = || reading.frame.allowed().map(|index| reading.event(index));
    let own = reading.event(reading.frame.own);
    let summary = entry.get("SUMMARY").map(Property::text).unwrap_or_default();
    let words = Words::of(summary.text());
    if !allowed().any(|facts| is_named(facts, &words))
        && let Some(other) = others().find(|facts| facts.names.iter().any(|name| !words.find(&name.words).is_empty()))
    {
        return Some(claim(&summary, "invite-event", Standing::Foreign)?.own(own).other(other).expect_title(own));
    }
    addresses(entry).into_iter().find_map(|(url, link)| {
        if allowed().any(|facts| facts.link_like(&link).is_some()) {
            return None;
        }
        let other = others().find(|facts| facts.link_like(&link).is_some())?;
        Some(claim(&url, "invite-event", Standing::Foreign)?.own(own).other(other))
    })
}

impl Claim {
    fn expect_title(self, facts: &EventFacts<'_>) -> Claim {
        let title = &facts.event.title;
        self.expect(same(title.text()), title.text()).because(title, "le titre de l'événement", "the event's title")
    }
}

struct Judge<'j, 'm, 'a> {
    reading: &'j Reading<'m, 'a>,
    calendar: &'j Calendar,
    entry: &'j Entry,
    facts: &'j EventFacts<'a>,
}

impl Judge<'_, '_, '_> {
    fn look(&self, out: &mut Vec<Claim>) {
        if let Some(claim) = self.status() {
            out.push(claim);
            return;
        }
        self.times(out);
        out.extend(self.title());
        out.extend(self.link());
        out.extend(self.place());
    }

    /// It takes back an event that takes place, or invites to one that does not.
    fn status(&self) -> Option<Claim> {
        let method = self.calendar.method();
        let status = self.entry.get("STATUS");
        let word = status.map(|status| status.value.text().trim().to_ascii_uppercase());
        let cancels = word.as_deref() == Some("CANCELLED") || method.as_deref() == Some("CANCEL");
        let off = self.facts.event.status == Status::Cancelled;
        if cancels == off {
            return None;
        }
        let at = match cancels {
            true => status.filter(|_| word.as_deref() == Some("CANCELLED")).or(self.calendar.method.as_ref()),
            false => status.or(self.calendar.method.as_ref()).or(self.entry.get("SUMMARY")),
        };
        let (fr, en) = if cancels { ("annulé", "cancelled") } else { ("maintenu", "taking place") };
        let (is_fr, is_en) = if off { ("annulé", "cancelled") } else { ("maintenu", "taking place") };
        let claim = claim(&at?.value, "invite-status", Standing::Against)?.own(self.facts);
        let claim = claim.hole("said", Message::new(fr, en)).expect(Message::new(is_fr, is_en), is_en);
        Some(match &self.facts.event.status_at {
            Some(status) => claim.because(status, "ce que l'événement dit", "what the event says"),
            None => claim.because(&self.facts.event.title, "l'événement", "the event"),
        })
    }

    fn times(&self, out: &mut Vec<Claim>) {
        let Some(start) = self.entry.get("DTSTART") else { return };
        let Some(moment) = start.moment() else { return };
        let Some(at) = moment.wall(self.facts.zone()) else { return };
        let whole_day = matches!(moment, Moment::Day(_));
        let slots = &self.facts.slots;
        let Some(first) = slots.first() else {
            return out.extend(claim(&start.value, "invite-start", Standing::Unheld));
        };
        let fits = |slot: &&Slot<'_>| {
            let day = slot.day == at.date();
            day && (whole_day || slot.start.is_none_or(|hour| hour == at.time()))
        };
        let Some(slot) = slots.iter().find(fits) else {
            // The session of that day is the one that is meant; else the first.
            let slot = slots.iter().find(|slot| slot.day == at.date()).unwrap_or(first);
            let said = if whole_day { full_date(at.date()) } else { moment_words(at) };
            let expected = starts(slot).map_or_else(|| full_date(slot.day), moment_words);
            let plain =
                starts(slot).map_or_else(|| slot.day.to_string(), |at| at.strftime("%Y-%m-%dT%H:%M").to_string());
            let made = claim(&start.value, "invite-start", Standing::Against);
            out.extend(made.map(|claim| {
                claim.own(self.facts).hole("said", said).expect(expected, plain).because(
                    slot.start_written,
                    "le début de l'événement",
                    "the event's start",
                )
            }));
            return;
        };
        let backed = claim(&start.value, "invite-start", Standing::Backed);
        let value = if whole_day { at.date().to_string() } else { at.strftime("%Y-%m-%dT%H:%M").to_string() };
        let shown = if whole_day { full_date(at.date()) } else { moment_words(at) };
        out.extend(backed.map(|claim| {
            let invitation =
                Message::new(format!("l'invitation, {}", shown.fr), format!("the invitation, {}", shown.en));
            claim.value(value, invitation)
        }));
        if !whole_day {
            out.extend(self.end(slot, at));
        }
    }

    fn end(&self, slot: &Slot<'_>, start: DateTime) -> Option<Claim> {
        let (written, said) = match (self.entry.get("DTEND"), self.entry.get("DURATION")) {
            (Some(end), _) => (end, end.moment()?.wall(self.facts.zone())?),
            (None, Some(length)) => {
                let span: jiff::SignedDuration = length.value.text().trim().parse().ok()?;
                (length, start.checked_add(span).ok()?)
            }
            _ => return None,
        };
        let Some(right) = slot.end.map(|end| slot.last.to_datetime(end)) else {
            return claim(&written.value, "invite-end", Standing::Unheld);
        };
        if said == right {
            return None;
        }
        let claim = claim(&written.value, "invite-end", Standing::Against)?.own(self.facts);
        let claim = claim.hole("said", moment_words(said)).hole("own.time", hours_of(self.facts));
        let plain = right.strftime("%Y-%m-%dT%H:%M").to_string();
        Some(claim.expect(moment_words(right), plain).because(
            slot.end_written.unwrap_or(slot.start_written),
            "la fin de l'événement",
            "the event's end",
        ))
    }

    /// A summary that names no event: a near miss of the title, or words that have nothing of it.
    fn title(&self) -> Option<Claim> {
        let summary = self.entry.get("SUMMARY")?.text();
        let words = Words::of(summary.text());
        if words.is_empty() || is_named(self.facts, &words) {
            return None;
        }
        let said: Vec<&str> = words.folded().collect();
        let plain = said.join(" ");
        let near = self.facts.names.iter().find(|name| {
            let known = name.words.join(" ");
            known.len() > 8 && strsim::osa_distance(&known, &plain) <= 3
        });
        let shares = said.iter().any(|word| crate::facts::significant(word) && self.facts.vocabulary.has(word));
        let standing = match near {
            Some(_) => Standing::Near,
            None if !shares => Standing::Unknown,
            None => return None,
        };
        Some(claim(&summary, "invite-title", standing)?.own(self.facts).expect_title(self.facts))
    }

    /// A room of the event's platform that is not the event's.
    fn link(&self) -> Option<Claim> {
        let Some(joining) = self.facts.link("join") else {
            let room = |address: &link::Link| link::platform_of_host(&address.host).is_some();
            let listed = |address: &link::Link| self.facts.link_like(address).is_some();
            let said = addresses(self.entry).into_iter().find(|(_, address)| room(address) && !listed(address));
            return claim(&said?.0, "invite-link", Standing::Unheld);
        };
        let platform = joining.link.identity.as_ref().map(|identity| identity.platform)?;
        addresses(self.entry).into_iter().find_map(|(url, address)| {
            let same_platform = address.identity.as_ref().is_some_and(|identity| identity.platform == platform);
            let known =
                self.reading.frame.allowed().any(|index| self.reading.event(index).link_like(&address).is_some());
            if !same_platform || known {
                return None;
            }
            let claim = claim(&url, "invite-link", Standing::Against)?.own(self.facts);
            let right = &joining.fact.url;
            Some(claim.expect(same(right.text()), right.text()).because(
                right,
                "le lien de connexion",
                "the joining link",
            ))
        })
    }

    /// Another place than the event's venue.
    fn place(&self) -> Option<Claim> {
        let location = self.entry.get("LOCATION")?.text();
        let said = name_words(location.text());
        let significant = |word: &String| word.len() > 2 && !name::is_thing(word);
        let online = !link::find_urls(location.text()).is_empty()
            || said.iter().any(|word| {
                matches!(
                    word.as_str(),
                    "ligne" | "online" | "visio" | "visioconference" | "webinaire" | "teams" | "zoom" | "livestorm"
                )
            });
        let venue = self.facts.event.venue.iter();
        let places: Vec<&Traced> =
            venue.flat_map(|venue| [&venue.name, &venue.room, &venue.address, &venue.city]).flatten().collect();
        let known: Vec<String> = places.iter().flat_map(|place| name_words(place.text())).collect();
        if online
            || !said.iter().any(significant)
            || said.iter().filter(|w| significant(w)).any(|word| known.contains(word))
        {
            return None;
        }
        let Some(right) = places.first() else { return claim(&location, "invite-place", Standing::Unheld) };
        let claim = claim(&location, "invite-place", Standing::Against)?.own(self.facts);
        Some(claim.expect(same(right.text()), right.text()).because(
            right,
            "le lieu de l'événement",
            "the event's venue",
        ))
    }
}

/// "mardi 17 novembre 2026, 14 h".
fn moment_words(at: DateTime) -> Message {
    let (day, hour) = (full_date(at.date()), hour(at.time()));
    Message::new(format!("{}, {}", day.fr, hour.fr), format!("{}, {}", day.en, hour.en))
}
