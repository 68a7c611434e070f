//! Events held against one another, before any mail: slots, shared links, copied titles, the team's own rules.

use jiff::civil::DateTime;

use crate::claims::draft::{claim, hours_of, same};
use crate::claims::{Claim, Kind, Part, Scope, Standing};
use crate::language::Message;
use crate::project::{Status, TeamRole};
use crate::source::Traced;
use crate::value::link;

use crate::facts::{EventFacts, FactLink, Slot, World};

/// The longest meeting online without sessions, in minutes: three days.
const LONGEST: i64 = 3 * 24 * 60;

/// Everything that the events say against one another; each claim lies in an event's file or in the settings.
pub fn look(world: &World<'_>) -> Vec<Claim> {
    let mut out = Vec::new();
    let count = world.project.events.len();
    let events = &world.events[..count.min(world.events.len())];
    for (n, one) in events.iter().enumerate() {
        for other in &events[n + 1..] {
            slots(world, events, [one, other], &mut out);
            shared(one, other, &mut out);
        }
        platform(one, &mut out);
        dates(one, &mut out);
        if one.speakers.is_empty() && one.event.status == Status::Confirmed {
            out.extend(at(&one.event.title, Part::Event, Kind::Calendar, "speakers").map(|claim| claim.own(one)));
        }
    }
    admins(world, &mut out);
    out
}

fn at(written: &Traced, part: Part, kind: Kind, aspect: &'static str) -> Option<Claim> {
    claim(
        written.whole(),
        written.text().trim().to_string(),
        part,
        &[Scope::EventData],
        kind,
        aspect,
        Standing::Against,
    )
}

/// Two events at the same time, or nearer than the buffer, where the account has no seat left for them: with those that
/// run beside both there are more events than seats.
fn slots(world: &World<'_>, events: &[EventFacts<'_>], [one, other]: [&EventFacts<'_>; 2], out: &mut Vec<Claim>) {
    let account = &world.project.settings.account;
    let Some((seats, _)) = &account.seats else { return };
    if !runs(one) || !runs(other) {
        return;
    }
    let buffer = i64::from(account.buffer.unwrap_or(0)) * 60;
    for a in &one.slots {
        for b in &other.slots {
            let (Some(first), Some(second)) = (bounds(a, one), bounds(b, other)) else { continue };
            let gap = (second.0 - first.1).max(first.0 - second.1);
            let (aspect, around) = if gap < 0 {
                ("overlap", 0)
            } else if gap < buffer {
                ("buffer", buffer)
            } else {
                continue;
            };
            let both = (first.0.max(second.0) - around, first.1.min(second.1) + around);
            let beside = events.iter().filter(|event| runs(event) && runs_within(event, both)).count();
            if i64::try_from(beside).unwrap_or(i64::MAX) <= i64::from(*seats) {
                continue;
            }
            // The one that was written later in the list of files is the one to move.
            let made = at(b.start_written, Part::Event, Kind::Calendar, aspect);
            out.extend(made.map(|made| {
                made.own(other).other(one).hole("other.time", hours_of(one)).because(
                    a.start_written,
                    "l'autre événement commence ici",
                    "the other event starts here",
                )
            }));
            return;
        }
    }
}

/// Whether an event takes a seat.
fn runs(facts: &EventFacts<'_>) -> bool {
    facts.event.status != Status::Cancelled
}

/// Whether an event runs at some time between two moments, in seconds since the epoch.
fn runs_within(facts: &EventFacts<'_>, (from, to): (i64, i64)) -> bool {
    facts.slots.iter().filter_map(|slot| bounds(slot, facts)).any(|(start, end)| start < to && from < end)
}

/// A slot in seconds since the epoch; an event without an end is taken to last an hour.
fn bounds(slot: &Slot<'_>, facts: &EventFacts<'_>) -> Option<(i64, i64)> {
    let instant = |at: DateTime| {
        facts.event.zone.to_ambiguous_zoned_datetime(at).compatible().ok().map(|zoned| zoned.timestamp().as_second())
    };
    let start = instant(slot.day.to_datetime(slot.start?))?;
    let end = slot.end.and_then(|end| instant(slot.last.to_datetime(end))).unwrap_or(start + 3600);
    Some((start, end))
}

/// A title and start, a link of one event only, or a code that two events share: one was copied from the other.
fn shared(one: &EventFacts<'_>, other: &EventFacts<'_>, out: &mut Vec<Claim>) {
    let same_title = one.names.first().map(|name| &name.words) == other.names.first().map(|name| &name.words);
    let same_start =
        one.slots.first().map(|slot| (slot.day, slot.start)) == other.slots.first().map(|slot| (slot.day, slot.start));
    if same_title && same_start && !one.slots.is_empty() {
        out.extend(
            at(&other.event.title, Part::Event, Kind::Calendar, "shared-title")
                .map(|claim| claim.own(other).other(one)),
        );
    }
    for known in &other.links {
        let content = matches!(known.role.as_str(), "replay" | "survey" | "slides");
        // A replay is one video under any of its addresses; an event's page and its room are two links.
        let same = |link: &&FactLink<'_>| {
            link.link.normal == known.link.normal || content && link::same_thing(&link.link, &known.link)
        };
        let Some(twin) = one.links.iter().find(same) else { continue };
        let aspect = match known.role.as_str() {
            _ if content => "shared-content",
            "register" | "join" if !(one.event.persistent_room && other.event.persistent_room) => "shared-link",
            _ => continue,
        };
        let made = at(&known.fact.url, Part::Event, Kind::Calendar, aspect);
        out.extend(
            made.map(|made| made.own(other).other(one).because(&twin.fact.url, "le même lien", "the same link")),
        );
    }
    if let (Some(pin), Some(twin)) = (&other.event.phone_pin, &one.event.phone_pin)
        && digits(pin) == digits(twin)
        && !(one.event.persistent_room && other.event.persistent_room)
    {
        out.extend(
            at(pin, Part::Event, Kind::Calendar, "shared-pin")
                .map(|claim| claim.own(other).other(one).because(twin, "le même code", "the same code")),
        );
    }
}

/// A code without the spaces and marks that group its digits.
fn digits(code: &Traced) -> String {
    code.text().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A joining link on another known platform than the event's.
fn platform(one: &EventFacts<'_>, out: &mut Vec<Claim>) {
    let Some(platform) = &one.event.platform else { return };
    let Some(join) = one.link("join") else { return };
    let on = join
        .link
        .identity
        .as_ref()
        .map(|identity| identity.platform)
        .or_else(|| link::platform_of_host(&join.link.host));
    let Some(on) = on else { return };
    let known = link::platform_names().iter().any(|(name, _)| *name == platform.text());
    let twins =
        matches!((platform.text(), on), ("webinaire-etat", "bigbluebutton") | ("bigbluebutton", "webinaire-etat"));
    if known && on != platform.text() && !twins {
        let made = at(&join.fact.url, Part::Event, Kind::Calendar, "platform-link");
        out.extend(made.map(|made| {
            made.own(one).expect(same(platform.text()), platform.text()).because(
                platform,
                "la plateforme de l'événement",
                "the event's platform",
            )
        }));
    }
}

/// Dates of one event of which one was moved and the other not: a meeting online over weeks, a room or a replay that ends
/// before it begins. What takes place somewhere may be an exhibition, and a survey may be for those who register.
fn dates(one: &EventFacts<'_>, out: &mut Vec<Claim>) {
    let Some(first) = one.slots.first() else { return };
    let format = one.event.format.as_ref().map(Traced::text);
    let online = format == Some("online") || format.is_none() && one.event.platform.is_some();
    if let (true, [slot], Some(end)) = (online, one.slots.as_slice(), first.end_written)
        && slot.minutes().is_some_and(|minutes| minutes > LONGEST)
    {
        let days = slot.day.until(slot.last).map_or(0, |span| span.get_days());
        let said = Message::new(format!("il durerait {days} jours"), format!("it would last {days} days"));
        let made = at(end, Part::Event, Kind::Calendar, "long");
        out.extend(made.map(|made| made.own(one).hole("said", said)));
    }
    for known in one.links.iter().filter(|known| matches!(&*known.role, "join" | "replay")) {
        let Some(until) = known.fact.until.as_ref().filter(|until| until.moment.date() < first.day) else { continue };
        let said = Message::new("ce lien finirait avant", "this link would end before it");
        let made = at(&until.written, Part::Event, Kind::Calendar, "link-ended");
        out.extend(made.map(|made| made.own(one).hole("said", said)));
    }
}

/// One person alone connects as administrator.
fn admins(world: &World<'_>, out: &mut Vec<Claim>) {
    let account = &world.project.settings.account;
    let admins: Vec<&Traced> =
        account.team.iter().filter(|(_, role)| *role == TeamRole::Admin).map(|(address, _)| address).collect();
    if admins.len() > 1 {
        let made = at(admins[1], Part::Settings, Kind::Calendar, "admins");
        out.extend(
            made.map(|made| made.because(admins[0], "l'autre compte d'administration", "the other administrator")),
        );
    }
    let Some(export) = &account.export_to else { return };
    let mut known = account.addresses.iter().chain(account.team.iter().map(|(address, _)| address));
    let listed = known.any(|address| address.text().eq_ignore_ascii_case(export.text()));
    if !account.addresses.is_empty() && !listed {
        let expected = Message::new("une adresse du compte", "an address of the account");
        out.extend(
            at(export, Part::Settings, Kind::Calendar, "export")
                .map(|made| made.expect(expected, account.addresses[0].text())),
        );
    }
}
