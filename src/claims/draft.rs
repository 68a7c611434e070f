//! The making of claims: places, holes and the words for events.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::facts::EventFacts;
use crate::finding::Related;
use crate::language::{Language, Message};
use crate::project::Status;
use crate::source::{Place, Traced};
use crate::value::when::{self, Style};

use super::reading::{ReadBlock, Reading};
use super::{Claim, Kind, Part, Scope, Standing};

/// A claim at a place of a traced text; `None` where presend made the text, or the words are the placeholder of a tag
/// that is reported by itself.
pub fn at(
    text: &Traced,
    range: Range<usize>,
    part: Part,
    scopes: &[Scope],
    kind: Kind,
    aspect: &'static str,
    standing: Standing,
) -> Option<Claim> {
    let place = text.origin(range.clone());
    if place.made {
        return None;
    }
    let found = text.text().get(range)?.trim().to_string();
    claim(place, found, part, scopes, kind, aspect, standing)
}

/// A claim at a known place.
pub fn claim(
    place: Place,
    found: String,
    part: Part,
    scopes: &[Scope],
    kind: Kind,
    aspect: &'static str,
    standing: Standing,
) -> Option<Claim> {
    let span = place.span()?;
    let mut holes = BTreeMap::new();
    // A message goes where its reader looks: into the log of a public CI job, too.
    holes.insert(
        "match",
        if super::is_secret(kind, aspect) { same(&crate::finding::masked(&found)) } else { same(&found) },
    );
    let mut related = Vec::new();
    if let (Some(value), true) = (place.value, place.written.is_some() && standing != Standing::Backed) {
        related.push(Related {
            message: Message::new("la valeur affichée est écrite ici", "the value that is shown is written here"),
            span: value,
        });
    }
    Some(Claim {
        kind,
        aspect,
        standing,
        part,
        scopes: scopes.to_vec(),
        span,
        place,
        found,
        expected: Vec::new(),
        holes,
        related,
        value: None,
        rows: None,
        replacement: None,
    })
}

/// A claim in a block.
pub fn in_block(
    block: &ReadBlock<'_>,
    range: Range<usize>,
    kind: Kind,
    aspect: &'static str,
    standing: Standing,
) -> Option<Claim> {
    at(&block.block.text, range, Part::Mail(block.block.part), &block.scopes, kind, aspect, standing)
}

/// One wording for both languages: a value, a name.
pub fn same(text: &str) -> Message {
    Message::new(text, text)
}

impl Claim {
    /// With one more hole filled.
    pub fn hole(mut self, name: &'static str, words: Message) -> Claim {
        self.holes.insert(name, words);
        self
    }

    /// With what was expected: the hole `expected`, and the report's `expected`.
    pub fn expect(mut self, words: Message, plain: impl Into<String>) -> Claim {
        self.holes.insert("expected", words);
        self.expected.push(plain.into());
        self
    }

    /// With the place of a fact.
    pub fn because(mut self, fact: &Traced, fr: &str, en: &str) -> Claim {
        if let Some(span) = fact.whole().span() {
            self.related.push(Related { message: Message::new(fr, en), span });
        }
        self
    }

    /// With the mail's own event, or the one that the passage is about, as `own.*`.
    pub fn own(mut self, facts: &EventFacts<'_>) -> Claim {
        self.holes.insert("own.title", same(facts.event.title.text()));
        self.holes.insert("own.date", day_of(facts));
        self.holes.insert("own.time", hours_of(facts));
        self.holes.insert("own.id", same(facts.event.id.text()));
        self.holes.insert("own.state", state_of(facts));
        self
    }

    /// With the event that the words come from, as `other.*`.
    pub fn other(mut self, facts: &EventFacts<'_>) -> Claim {
        self.holes.insert("other.title", same(facts.event.title.text()));
        self.holes.insert("other.date", day_of(facts));
        self.holes.insert("other.id", same(facts.event.id.text()));
        self.because(&facts.event.title, "l'autre événement", "the other event")
    }

    /// With the time of sending, as `send.date`.
    pub fn sent(mut self, reading: &Reading<'_, '_>) -> Claim {
        self.holes.insert("send.date", full_date(reading.send.date()));
        self
    }

    /// As a backed claim, with its value.
    pub fn value(mut self, normal: impl Into<String>, shown: Message) -> Claim {
        self.value = Some((normal.into(), shown));
        self
    }
}

/// A day with its weekday: "mardi 17 novembre 2026".
pub fn full_date(date: jiff::civil::Date) -> Message {
    Message::new(when::format_date(date, Language::Fr, Style::Full), when::format_date(date, Language::En, Style::Full))
}

/// An hour: "14 h 30", "2:30 pm".
pub fn hour(time: jiff::civil::Time) -> Message {
    let text = |language| when::format_time(time.hour().unsigned_abs(), time.minute().unsigned_abs(), language);
    Message::new(text(Language::Fr), text(Language::En))
}

/// A length of time: "1 h 30", "1 h 30 min".
pub fn length(minutes: i64) -> Message {
    let minutes = u32::try_from(minutes).unwrap_or(0);
    Message::new(when::format_duration(minutes, Language::Fr), when::format_duration(minutes, Language::En))
}

/// Whether an event takes place, in a word.
fn state_of(facts: &EventFacts<'_>) -> Message {
    match facts.event.status {
        Status::Confirmed => Message::new("confirmé", "confirmed"),
        Status::Cancelled => Message::new("annulé", "cancelled"),
        Status::Postponed => Message::new("reporté", "postponed"),
    }
}

/// The day of an event, or its days.
pub fn day_of(facts: &EventFacts<'_>) -> Message {
    let mut days: Vec<jiff::civil::Date> = facts.slots.iter().map(|slot| slot.day).collect();
    days.dedup();
    let days: Vec<Message> = days.into_iter().map(full_date).collect();
    match days.as_slice() {
        [] => Message::new("une date qui n'est pas annoncée", "a date that is not announced"),
        [one] if facts.slots[0].last != facts.slots[0].day => {
            let last = full_date(facts.slots[0].last);
            Message::new(format!("{} – {}", one.fr, last.fr), format!("{} – {}", one.en, last.en))
        }
        [one] => one.clone(),
        many => join(many),
    }
}

/// Some days in a row for people.
pub fn days(first: jiff::civil::Date, last: jiff::civil::Date) -> Message {
    let (first, last) = (full_date(first), full_date(last));
    Message::new(format!("du {} au {}", first.fr, last.fr), format!("{} to {}", first.en, last.en))
}

/// The hours of an event; of sessions on its first day, from the first to the last.
pub fn hours_of(facts: &EventFacts<'_>) -> Message {
    let Some(slot) = facts.slots.first() else { return Message::default() };
    let end = facts.slots.iter().filter(|other| other.day == slot.day).filter_map(|other| other.end).max();
    match (slot.start, end) {
        (Some(start), Some(end)) => {
            let (start, end) = (hour(start), hour(end));
            Message::new(format!("{} à {}", start.fr, end.fr), format!("{} to {}", start.en, end.en))
        }
        (Some(start), None) => hour(start),
        _ => Message::new("une heure qui n'est pas annoncée", "a time that is not announced"),
    }
}

/// An event for people: title, date and hours.
pub fn event(facts: &EventFacts<'_>) -> Message {
    let (day, hours) = (day_of(facts), hours_of(facts));
    let line = |day: &str, hours: &str| {
        let mut out = format!("{}, {day}", facts.event.title.text());
        if facts.slots.first().is_some_and(|slot| slot.start.is_some()) {
            out.push_str(", ");
            out.push_str(hours);
        }
        out
    };
    Message::new(line(&day.fr, &hours.fr), line(&day.en, &hours.en))
}

/// Several words as a list: "a, b et c".
pub fn join(words: &[Message]) -> Message {
    let list = |pick: fn(&Message) -> &str, and: &str| match words {
        [] => String::new(),
        [one] => pick(one).to_string(),
        [first @ .., last] => format!("{} {and} {}", first.iter().map(pick).collect::<Vec<_>>().join(", "), pick(last)),
    };
    Message::new(list(|m| &m.fr, "et"), list(|m| &m.en, "and"))
}
