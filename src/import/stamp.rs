//! Moments in JSON, as platforms write them, and the zone in which an event's file says them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::json::{self, Wrong};
use super::{Draft, Moment, Noted, Options};
use crate::language::Message;
use crate::message::ics::zone::named;

/// A moment as it is written: an instant (`2026-11-17T13:00:00Z`), or wall time that needs a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stamp {
    Instant(Timestamp),
    Wall(DateTime),
}

impl Stamp {
    /// Reads a moment.
    pub(super) fn of(object: &Value, key: &str) -> Result<Option<Stamp>, Wrong> {
        let Some(text) = json::text(object, key)? else { return Ok(None) };
        let stamp =
            text.parse::<Timestamp>().map(Stamp::Instant).or_else(|_| text.parse::<DateTime>().map(Stamp::Wall));
        let wrong = |_| Wrong::new(key, "un instant (2026-11-17T13:00:00Z)", "a moment (2026-11-17T13:00:00Z)");
        stamp.map(Some).map_err(wrong)
    }

    /// Wall time said in a zone as the instant that it is.
    pub(super) fn in_zone(self, zone: &TimeZone) -> Stamp {
        let Stamp::Wall(wall) = self else { return self };
        let instant = zone.to_ambiguous_zoned_datetime(wall).compatible();
        instant.map_or(self, |zoned| Stamp::Instant(zoned.timestamp()))
    }

    /// The wall time that is written.
    pub(super) fn moment(self, zone: &TimeZone) -> Moment {
        match self {
            Stamp::Instant(instant) => Moment::of(instant, zone),
            Stamp::Wall(wall) => Moment::At(wall),
        }
    }
}

/// The zone of an event whose platform calls it `said`: by IANA's name or Windows'. Without one `--timezone` counts,
/// else UTC, which is noted.
pub(super) fn place(draft: &mut Draft, said: Option<&str>, options: &Options, notes: &mut Vec<Message>) -> TimeZone {
    let known = said.and_then(named).filter(|zone| zone.iana_name().is_some());
    if let (Some(said), None) = (said, &known) {
        let said = super::write::clean(said);
        notes.push(Message::new(
            format!("Fuseau horaire inconnu : « {said} »."),
            format!("Unknown time zone: “{said}”."),
        ));
    }
    let own = || options.timezone.as_deref().and_then(named);
    // A platform that counts in UTC tells nothing of where the event is announced.
    let zone = match known {
        Some(zone) if !matches!(zone.iana_name(), Some("UTC" | "Etc/UTC")) => Some(zone),
        utc => own().or(utc),
    };
    let zone = zone.unwrap_or(TimeZone::UTC);
    let name = zone.iana_name().unwrap_or("UTC").to_string();
    if matches!(name.as_str(), "UTC" | "Etc/UTC") && options.timezone.is_none() {
        notes.push(Message::new(
            "Les heures sont en UTC : si l'événement est annoncé dans un autre fuseau, ajouter --timezone Europe/Paris.",
            "Hours are in UTC: if the event is announced in another zone, add --timezone Europe/Paris.",
        ));
    }
    draft.timezone = Some(Noted::from(name));
    zone
}
