//! Moments in JSON, as platforms write them, and the zone in which an event's file says them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
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
/// else UTC, which is noted. Wall time (`first` is the first moment) stays as it stands.
pub(super) fn place(
    draft: &mut Draft,
    said: Option<&str>,
    first: Stamp,
    options: &Options,
    notes: &mut Vec<Message>,
) -> TimeZone {
    let known = said.and_then(named).filter(|zone| zone.iana_name().is_some());
    if let (Some(said), None) = (said, &known) {
        let said = super::write::clean(said);
        let (fr, en) = (format!("Fuseau horaire inconnu : « {said} »."), format!("Unknown time zone: “{said}”."));
        notes.push(Message::new(fr, en));
    }
    // A platform that counts in UTC tells nothing of where the event is announced.
    let told = known.filter(|zone| !is_utc(zone));
    let zone = told.or_else(|| options.timezone.as_deref().and_then(named));
    if zone.is_none() {
        notes.push(match first {
            Stamp::Instant(_) => Message::new(
                "Les heures sont en UTC : si l'événement est annoncé dans un autre fuseau, ajouter --timezone Europe/Paris.",
                "Hours are in UTC: if the event is announced in another zone, add --timezone Europe/Paris.",
            ),
            Stamp::Wall(_) => Message::new(
                "Les heures sont prises telles quelles : ajouter --timezone Europe/Paris, ou celui de l'événement.",
                "Hours are taken as they stand: add --timezone Europe/Paris, or the event's.",
            ),
        });
        if matches!(first, Stamp::Instant(_)) {
            draft.timezone = Some(Noted::from("UTC"));
        }
        return TimeZone::UTC;
    }
    let zone = zone.unwrap_or(TimeZone::UTC);
    draft.timezone = zone.iana_name().map(Noted::from);
    zone
}

fn is_utc(zone: &TimeZone) -> bool {
    matches!(zone.iana_name(), Some("UTC" | "Etc/UTC"))
}

/// The end of what begins at a moment; one that is not after it is none, and noted.
pub(super) fn end(start: Moment, end: Option<Moment>, notes: &mut Vec<Message>) -> Option<Noted<Moment>> {
    let end = end?;
    if end > start {
        return Some(end.into());
    }
    notes.push(Message::new(
        "Une fin n'est pas après son début : elle n'est pas écrite.",
        "An end is not after its start: it is not written.",
    ));
    None
}

/// Keeps the dates of the day that `--date` or `--start` says; all, with a note, where there is none.
pub(super) fn on_day<T>(dates: &mut Vec<T>, day_of: impl Fn(&T) -> Date, options: &Options, notes: &mut Vec<Message>) {
    let Some(day) = options.date.or(options.start.map(|start| start.date())) else { return };
    if dates.iter().any(|date| day_of(date) == day) {
        dates.retain(|date| day_of(date) == day);
    } else if options.date.is_some() {
        notes.push(Message::new(
            format!("--date {day} n'a pas servi : l'export n'a pas cette date."),
            format!("--date {day} was not used: the export does not have that date."),
        ));
    }
}
