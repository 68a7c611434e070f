//! Calendars (`.ics`, RFC 5545), attached to a mail or exported by a platform: entries whose values keep their places.
//!
//! Read here and not by a library: those of crates.io unfold the lines first, and then know no place in the file.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::source::{Traced, TracedBuilder};

pub mod zone;

/// The deepest nesting that is read: an alarm in an event in a calendar has three levels.
const DEEPEST: usize = 16;

/// A calendar.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Calendar {
    /// `METHOD`: `REQUEST` invites, `CANCEL` takes back.
    pub method: Option<Property>,
    /// `X-WR-TIMEZONE`: the zone in which its maker shows it.
    pub zone_shown: Option<Property>,
    /// Its events (`VEVENT`), in order.
    pub events: Vec<Entry>,
    /// The zones that it describes (`VTIMEZONE`), in order.
    pub zones: Vec<Zone>,
    /// Why it could not be read to its end.
    pub broken: Option<Broken>,
}

/// Why a calendar could not be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// More levels than any program writes: what comes after was not read.
    Deep,
    /// A component is not closed: the end of the file is missing.
    Cut,
}

/// A zone that a calendar describes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Zone {
    /// Its own properties: `TZID`.
    pub entry: Entry,
    /// `STANDARD` and `DAYLIGHT`, with the name of each.
    pub observances: Vec<(String, Entry)>,
}

/// An event of a calendar.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Entry {
    /// Its properties, in order.
    pub properties: Vec<Property>,
}

/// A property: `DTSTART;TZID=Europe/Paris:20261117T140000`.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// Its name, in capitals.
    pub name: String,
    /// Its parameters, names in capitals.
    pub parameters: Vec<(String, String)>,
    /// Its value as written, unfolded.
    pub value: Traced,
}

/// When something is, as a calendar says it.
#[derive(Debug, Clone, PartialEq)]
pub enum Moment {
    /// A day without an hour.
    Day(Date),
    /// Wall time wherever the reader is.
    Floating(DateTime),
    /// Wall time of a zone.
    Zoned(DateTime, TimeZone),
    /// Wall time of a zone that is not known by its name.
    Elsewhere(DateTime, String),
}

impl Calendar {
    /// The value of `METHOD`, in capitals.
    pub fn method(&self) -> Option<String> {
        self.method.as_ref().map(|method| method.value.text().trim().to_ascii_uppercase())
    }
}

impl Entry {
    /// The first property of a name.
    pub fn get(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }
}

impl Property {
    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Its value as a text: `\n`, `\,`, `\;` and `\\` undone (section 3.3.11).
    pub fn text(&self) -> Traced {
        let raw = self.value.text();
        let mut out = TracedBuilder::with_capacity(raw.len());
        let mut from = 0;
        let mut marks = raw.char_indices();
        while let Some((at, c)) = marks.next() {
            if c != '\\' {
                continue;
            }
            let Some((_, next)) = marks.next() else { break };
            let plain = match next {
                'n' | 'N' => "\n",
                ',' => ",",
                ';' => ";",
                '\\' => "\\",
                ':' => ":",
                _ => continue,
            };
            out.push(&self.value, from..at);
            out.push_unit(plain, &self.value, at..at + 2);
            from = at + 2;
        }
        out.push(&self.value, from..raw.len());
        out.finish()
    }

    /// Its value as a date, or a date with an hour (sections 3.3.4 and 3.3.5); `None` where it is neither.
    pub fn moment(&self) -> Option<Moment> {
        self.moment_of(self.value.text())
    }

    /// One value of a list (`EXDATE`), as [`Property::moment`].
    pub fn moment_of(&self, written: &str) -> Option<Moment> {
        let written = written.trim();
        let (day, hour) = written.split_once(['T', 't']).map_or((written, None), |(day, hour)| (day, Some(hour)));
        let date = date(day)?;
        let Some(hour) = hour else { return Some(Moment::Day(date)) };
        let (hour, utc) = hour.strip_suffix(['Z', 'z']).map_or((hour, false), |hour| (hour, true));
        let at = date.to_datetime(time(hour)?);
        if utc {
            return Some(Moment::Zoned(at, TimeZone::UTC));
        }
        Some(match self.parameter("TZID") {
            None => Moment::Floating(at),
            Some(name) => zone::named(name)
                .map_or_else(|| Moment::Elsewhere(at, name.to_string()), |zone| Moment::Zoned(at, zone)),
        })
    }
}

impl Moment {
    /// The wall time in a zone; of a day its start. Without a zone, that of the calendar's own. `None` where either is
    /// needed and not known.
    pub fn wall(&self, zone: Option<&TimeZone>) -> Option<DateTime> {
        match self {
            Moment::Day(day) => Some(day.to_datetime(Time::midnight())),
            Moment::Floating(at) => Some(*at),
            Moment::Zoned(at, own) => {
                let Some(zone) = zone else { return (*own != TimeZone::UTC).then_some(*at) };
                let stamp = own.to_ambiguous_zoned_datetime(*at).compatible().ok()?.timestamp();
                Some(stamp.to_zoned_datetime(zone.clone()).datetime())
            }
            Moment::Elsewhere(..) => None,
        }
    }
}

fn digits(text: &str, count: usize) -> Option<i16> {
    text.get(..count).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}

fn date(text: &str) -> Option<Date> {
    if text.len() != 8 {
        return None;
    }
    let part = |from: usize| digits(text.get(from..)?, 2).and_then(|n| i8::try_from(n).ok());
    Date::new(digits(text, 4)?, part(4)?, part(6)?).ok()
}

fn time(text: &str) -> Option<Time> {
    if text.len() != 6 && text.len() != 4 {
        return None;
    }
    let part = |from: usize| digits(text.get(from..)?, 2).and_then(|n| i8::try_from(n).ok());
    // 60 is a leap second.
    let second = if text.len() == 6 { part(4)?.min(59) } else { 0 };
    Time::new(part(0)?, part(2)?, second, 0).ok()
}

/// Reads a calendar. What is not its form is passed over: it then has no event.
pub fn read(text: &Traced) -> Calendar {
    let mut calendar = Calendar::default();
    let mut inside: Vec<String> = Vec::new();
    for line in lines(text) {
        let Some(property) = property(&line) else { continue };
        match property.name.as_str() {
            "BEGIN" => {
                let value = property.value.text().trim().to_ascii_uppercase();
                match value.as_str() {
                    "VEVENT" => calendar.events.push(Entry::default()),
                    "VTIMEZONE" => calendar.zones.push(Zone::default()),
                    "STANDARD" | "DAYLIGHT" => {
                        let zone = calendar.zones.last_mut();
                        zone.into_iter().for_each(|zone| zone.observances.push((value.clone(), Entry::default())));
                    }
                    _ => {}
                }
                inside.push(value);
                if inside.len() > DEEPEST {
                    calendar.broken = Some(Broken::Deep);
                    return calendar;
                }
            }
            "END" => {
                inside.pop();
            }
            _ => calendar.take(inside.last().map(String::as_str), property),
        }
    }
    if !inside.is_empty() {
        calendar.broken = Some(Broken::Cut);
    }
    calendar
}

impl Calendar {
    /// A property of the component that is open.
    fn take(&mut self, inside: Option<&str>, property: Property) {
        let entry = match inside {
            Some("VEVENT") => self.events.last_mut(),
            Some("VTIMEZONE") => self.zones.last_mut().map(|zone| &mut zone.entry),
            Some("STANDARD" | "DAYLIGHT") => {
                self.zones.last_mut().and_then(|zone| zone.observances.last_mut()).map(|(_, entry)| entry)
            }
            Some("VCALENDAR") => {
                match property.name.as_str() {
                    "METHOD" => self.method = Some(property),
                    "X-WR-TIMEZONE" => self.zone_shown = Some(property),
                    _ => {}
                }
                return;
            }
            _ => return,
        };
        if let Some(entry) = entry {
            entry.properties.push(property);
        }
    }
}

/// How many bytes at the start of these are a fold (section 3.1), which may stand between the bytes of a character.
pub fn fold(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', b' ' | b'\t', ..] => 3,
        [b'\n', b' ' | b'\t', ..] => 2,
        _ => 0,
    }
}

/// The lines of a text, unfolded: a line that begins with a space goes on where the one before it ended (section 3.1).
fn lines(text: &Traced) -> Vec<Traced> {
    let words = text.text();
    let mut out = Vec::new();
    let mut line = TracedBuilder::default();
    let mut at = 0;
    for piece in words.split_inclusive('\n') {
        let content = piece.trim_end_matches(['\r', '\n']);
        let folded = content.starts_with([' ', '\t']);
        if !folded && !line.is_empty() {
            out.push(std::mem::take(&mut line).finish());
        }
        line.push(text, at + usize::from(folded)..at + content.len());
        at += piece.len();
    }
    if !line.is_empty() {
        out.push(line.finish());
    }
    out
}

/// `NAME;PARAMETER="a:b":value`.
fn property(line: &Traced) -> Option<Property> {
    let words = line.text();
    let mut quoted = false;
    let mut cuts = Vec::new();
    let colon = words.char_indices().find_map(|(at, c)| {
        quoted ^= c == '"';
        if c == ';' && !quoted {
            cuts.push(at);
        }
        (c == ':' && !quoted).then_some(at)
    })?;
    cuts.push(colon);
    let name = words[..cuts[0]].trim().to_ascii_uppercase();
    let parameters = cuts.windows(2).filter_map(|pair| {
        let (name, value) = words[pair[0] + 1..pair[1]].split_once('=')?;
        Some((name.trim().to_ascii_uppercase(), value.trim().trim_matches('"').to_string()))
    });
    let parameters = parameters.collect();
    Some(Property { name, parameters, value: line.slice(colon + 1..words.len()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    const ICS: &str = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nSUMMARY:Un titre\\, pli\r\n é\r\nDTSTART;TZID=\"Romance Standard Time\":20261117T140000\r\nDTEND:20261117T140000Z\r\nBEGIN:VALARM\r\nSUMMARY:Rappel\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

    #[test]
    fn values_are_unfolded_and_keep_their_places() {
        let calendar = read(&Traced::source(ICS, FileId(0), 0));
        assert_eq!(calendar.method().as_deref(), Some("REQUEST"));
        let [event] = calendar.events.as_slice() else { panic!("one event") };
        let summary = event.get("SUMMARY").expect("a summary").text();
        assert_eq!(summary.text(), "Un titre, plié");
        let span = summary.origin(10..15).span().expect("a place");
        assert_eq!(&ICS[span.start as usize..span.end as usize], "pli\r\n é");
    }

    #[test]
    fn moments_are_read_in_their_zone() {
        let calendar = read(&Traced::source(ICS, FileId(0), 0));
        let paris = TimeZone::get("Europe/Paris").expect("a zone");
        let at =
            |name: &str| calendar.events[0].get(name).and_then(Property::moment).and_then(|m| m.wall(Some(&paris)));
        assert_eq!(at("DTSTART"), Some(jiff::civil::date(2026, 11, 17).at(14, 0, 0, 0)));
        assert_eq!(at("DTEND"), Some(jiff::civil::date(2026, 11, 17).at(15, 0, 0, 0)));
    }

    #[test]
    fn what_is_no_calendar_has_no_event() {
        for text in ["", ":", ";:", "BEGIN:VEVENT", "END:VEVENT\nDTSTART:x", "DTSTART;TZID=\"a:2026", "é;é=é:é"] {
            let calendar = read(&Traced::source(text, FileId(0), 0));
            assert!(calendar.events.iter().all(|event| event.get("DTSTART").is_none()));
        }
    }
}
