//! Zones beside an hour: "CET", "UTC+2", "(heure de Paris)", "London time", "in New York".

use std::ops::Range;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::language::Language;
use crate::language::calendar::Word;

use super::places::{MOST_WORDS, zone_named, zone_of};
use super::reader::Reader;
use super::token::{Gap, Kind};
use super::{When, ZoneSaid};

/// An abbreviation: its minutes east of UTC, and a zone that shows when it is in force. Without minutes the zone's
/// own offset of the day is meant. (IANA Time Zone Database for the offsets; common use for the general names.)
const ABBREVIATIONS: &[(&str, Option<i32>, &str)] = &[
    ("UTC", Some(0), "UTC"),
    ("GMT", Some(0), "UTC"),
    ("CET", Some(60), "Europe/Paris"),
    ("CEST", Some(120), "Europe/Paris"),
    ("HNEC", Some(60), "Europe/Paris"),
    ("HAEC", Some(120), "Europe/Paris"),
    ("WET", Some(0), "Europe/Lisbon"),
    ("WEST", Some(60), "Europe/Lisbon"),
    ("EET", Some(120), "Europe/Helsinki"),
    ("EEST", Some(180), "Europe/Helsinki"),
    ("BST", Some(60), "Europe/London"),
    ("MSK", Some(180), "Europe/Moscow"),
    ("ET", None, "America/New_York"),
    ("EST", Some(-300), "America/New_York"),
    ("EDT", Some(-240), "America/New_York"),
    ("CT", None, "America/Chicago"),
    ("CST", Some(-360), "America/Chicago"),
    ("CDT", Some(-300), "America/Chicago"),
    ("MT", None, "America/Denver"),
    ("MST", Some(-420), "America/Denver"),
    ("MDT", Some(-360), "America/Denver"),
    ("PT", None, "America/Los_Angeles"),
    ("PST", Some(-480), "America/Los_Angeles"),
    ("PDT", Some(-420), "America/Los_Angeles"),
    ("AKST", Some(-540), "America/Anchorage"),
    ("AKDT", Some(-480), "America/Anchorage"),
    ("AST", Some(-240), "America/Halifax"),
    ("ADT", Some(-180), "America/Halifax"),
    ("HNE", Some(-300), "America/Toronto"),
    ("HAE", Some(-240), "America/Toronto"),
    ("BRT", Some(-180), "America/Sao_Paulo"),
    ("IST", Some(330), "Asia/Kolkata"),
    ("JST", Some(540), "Asia/Tokyo"),
    ("KST", Some(540), "Asia/Seoul"),
    ("SGT", Some(480), "Asia/Singapore"),
    ("HKT", Some(480), "Asia/Hong_Kong"),
    ("GST", Some(240), "Asia/Dubai"),
    ("WAT", Some(60), "Africa/Lagos"),
    ("CAT", Some(120), "Africa/Maputo"),
    ("EAT", Some(180), "Africa/Nairobi"),
    ("SAST", Some(120), "Africa/Johannesburg"),
    ("AEST", Some(600), "Australia/Sydney"),
    ("AEDT", Some(660), "Australia/Sydney"),
    ("ACST", Some(570), "Australia/Adelaide"),
    ("ACDT", Some(630), "Australia/Adelaide"),
    ("AWST", Some(480), "Australia/Perth"),
    ("NZST", Some(720), "Pacific/Auckland"),
    ("NZDT", Some(780), "Pacific/Auckland"),
    ("heure d'été", Some(120), "Europe/Paris"),
    ("heure d'hiver", Some(60), "Europe/Paris"),
];

/// Zones named by an adjective before "time" or after "heure".
const ADJECTIVES: &[(&str, &str)] = &[
    ("française", "Europe/Paris"),
    ("métropolitaine", "Europe/Paris"),
    ("belge", "Europe/Brussels"),
    ("suisse", "Europe/Zurich"),
    ("britannique", "Europe/London"),
    ("québécoise", "America/Toronto"),
    ("french", "Europe/Paris"),
    ("british", "Europe/London"),
    ("irish", "Europe/Dublin"),
    ("swiss", "Europe/Zurich"),
    ("german", "Europe/Berlin"),
];

/// A said zone's offset at a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidOffset {
    /// Minutes east of UTC.
    pub minutes: i32,
    /// The zone that the abbreviation belongs to observes it at that date: CET is not in force in July.
    pub in_force: bool,
}

/// The offset that a said zone means at a civil date and time in that zone; `None` when the zone is not known.
pub fn offset_of(said: &ZoneSaid, at: DateTime) -> Option<SaidOffset> {
    match said {
        ZoneSaid::Offset(minutes) => Some(SaidOffset { minutes: *minutes, in_force: true }),
        ZoneSaid::Place { zone, .. } => Some(SaidOffset { minutes: offset_in((*zone)?, at)?, in_force: true }),
        ZoneSaid::Abbreviation(name) => {
            let (_, minutes, zone) = ABBREVIATIONS.iter().find(|(known, ..)| known == name)?;
            let observed = offset_in(zone, at)?;
            let minutes = minutes.unwrap_or(observed);
            Some(SaidOffset { minutes, in_force: minutes == observed })
        }
    }
}

/// Whether a said zone and an event's zone show the same hour at a civil date and time of the event's zone; `None`
/// when the said zone is not known. An abbreviation that the event's own zone uses for that date agrees ("IST" in
/// Dublin).
pub fn zone_matches(said: &ZoneSaid, zone: &TimeZone, at: DateTime) -> Option<bool> {
    let timestamp = zone.to_ambiguous_timestamp(at).compatible().ok()?;
    let here = zone.to_offset_info(timestamp);
    if let ZoneSaid::Abbreviation(name) = said
        && here.abbreviation() == name
    {
        return Some(true);
    }
    Some(offset_of(said, at)?.minutes * 60 == here.offset().seconds())
}

fn offset_in(zone: &str, at: DateTime) -> Option<i32> {
    let zone = TimeZone::get(zone).ok()?;
    let timestamp = zone.to_ambiguous_timestamp(at).compatible().ok()?;
    Some(zone.to_offset(timestamp).seconds() / 60)
}

/// A zone with its bytes.
type Placed = (ZoneSaid, Range<usize>);

/// A zone as read: what, its bytes, and the token after it.
type Read = (ZoneSaid, Range<usize>, usize);

impl Reader<'_> {
    /// Reads the zone or the two zones beside an hour into an expression; returns what follows.
    pub(super) fn attach_zone(&self, when: &mut When, at: usize) -> usize {
        if self.gap(at) == Gap::Break {
            return at;
        }
        let mut found = Vec::new();
        let mut next = at;
        if let Some((zone, range, after)) = self.open_zone(at, self.skip(at, ',')) {
            found.push((zone, range));
            next = after;
        }
        if let Some((inside, after)) = self.bracketed_zones(next) {
            found.extend(inside);
            next = after;
        }
        // The exact one of two stands first: "3 pm in London (BST)" is to be judged by BST.
        found.sort_by_key(|(zone, _)| matches!(zone, ZoneSaid::Place { .. }));
        let mut found = found.into_iter();
        when.zone = found.next();
        when.other_zone = found.next();
        next
    }

    /// A zone outside brackets.
    fn open_zone(&self, touching: usize, at: usize) -> Option<Read> {
        if self.gap(at) > Gap::Line {
            return None;
        }
        let comma = at > touching;
        if let Some(read) = self.said_zone(at) {
            return Some(read);
        }
        if comma {
            return None;
        }
        if matches!(self.word(at), Some(Word::In | Word::A)) {
            return self.place(at + 1).or_else(|| self.unknown_place(at + 1));
        }
        // "5pm Paris"
        self.capital(at).then(|| self.place(at)).flatten()
    }

    /// "(GMT)", "(UTC+1, heure de Paris)", "(London)".
    fn bracketed_zones(&self, at: usize) -> Option<(Vec<Placed>, usize)> {
        if !self.mark(at, '(') && !self.mark(at, '[') {
            return None;
        }
        let mut found = Vec::new();
        let mut next = at + 1;
        loop {
            let start = if matches!(self.word(next), Some(Word::In | Word::A)) { next + 1 } else { next };
            let (zone, range, after) = self.said_zone(start).or_else(|| self.place(start))?;
            found.push((zone, range));
            match self.kind(after)? {
                Kind::Mark(')' | ']') => return Some((found, after + 1)),
                Kind::Mark(',' | '/' | '-') => next = after + 1,
                _ => return None,
            }
        }
    }

    /// A zone that says it is one.
    fn said_zone(&self, at: usize) -> Option<Read> {
        self.abbreviation(at)
            .or_else(|| self.iana_name(at))
            .or_else(|| self.iso_offset(at))
            .or_else(|| self.heure_de(at))
            .or_else(|| self.english_time(at))
    }

    /// "Europe/Paris".
    fn iana_name(&self, at: usize) -> Option<Read> {
        if !(self.mark(at + 1, '/') && self.touches(at + 1) && self.touches(at + 2)) {
            return None;
        }
        let mut next = at + 3;
        while self.touches(next)
            && self.touches(next + 1)
            && matches!(self.kind(next), Some(Kind::Mark('/' | '_' | '-')))
            && matches!(self.kind(next + 1), Some(Kind::Word(_)))
        {
            next += 2;
        }
        let range = self.bytes(at, next);
        let name = &self.text[range.clone()];
        let zone = Some(zone_named(name)?);
        Some((ZoneSaid::Place { name: name.to_owned(), zone }, range, next))
    }

    /// A token as written.
    pub(super) fn slice(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |t| &self.text[t.start..t.end])
    }

    pub(super) fn abbreviation(&self, at: usize) -> Option<Read> {
        let written = self.slice(at);
        if !(2..=4).contains(&written.len()) {
            return None;
        }
        let loose = self.loose && written.len() > 2;
        let (name, ..) =
            ABBREVIATIONS.iter().find(|(name, ..)| *name == written || loose && name.eq_ignore_ascii_case(written))?;
        // "DE 14 H ET …", "CE SOIR EST": words of a line in capitals.
        let french_word = matches!(*name, "ET" | "EST") && self.language == Language::Fr;
        if french_word && self.word(at + 1).is_some() || self.glued_on(at + 1) {
            return None;
        }
        if matches!(*name, "UTC" | "GMT")
            && let Some((minutes, next)) = self.signed(at + 1)
        {
            return Some((ZoneSaid::Offset(minutes), self.bytes(at, next), next));
        }
        Some((ZoneSaid::Abbreviation((*name).to_owned()), self.bytes(at, at + 1), at + 1))
    }

    /// "+2", "- 4", "+05:30", "+1h".
    fn signed(&self, at: usize) -> Option<(i32, usize)> {
        let sign = match self.kind(at)? {
            Kind::Mark('+') => 1,
            Kind::Mark('-') if self.touches(at) => -1,
            _ => return None,
        };
        if self.gap(at) > Gap::Space || self.gap(at + 1) > Gap::Space {
            return None;
        }
        let (value, digits) = self.digits(at + 1)?;
        if digits == 4 && value % 100 < 60 && value / 100 <= 14 {
            return Some((sign * (value / 100 * 60 + value % 100) as i32, at + 2));
        }
        if value > 14 || digits > 2 {
            return None;
        }
        let hours = sign * value as i32 * 60;
        match self.digits(at + 3) {
            Some((minutes, 2)) if self.mark(at + 2, ':') && self.touches(at + 2) && minutes < 60 => {
                Some((hours + sign * minutes as i32, at + 4))
            }
            _ if self.is(at + 2, Word::H) && self.touches(at + 2) => Some((hours, at + 3)),
            _ => Some((hours, at + 2)),
        }
    }

    /// The offset that touches a time of ISO 8601: "Z", "+02:00".
    fn iso_offset(&self, at: usize) -> Option<Read> {
        if !self.touches(at) {
            return None;
        }
        if self.is(at, Word::Z) && self.capital(at) && !self.glued_on(at + 1) {
            return Some((ZoneSaid::Offset(0), self.bytes(at, at + 1), at + 1));
        }
        let (_, 2 | 4) = self.digits(at + 1)? else { return None };
        let wide = self.mark(at + 2, ':') || self.digits(at + 1).is_some_and(|(_, digits)| digits == 4);
        let (minutes, next) = wide.then(|| self.signed(at)).flatten()?;
        Some((ZoneSaid::Offset(minutes), self.bytes(at, next), next))
    }

    /// "heure de Paris", "heure française", "heure d'été", "heure de l'Est".
    fn heure_de(&self, at: usize) -> Option<Read> {
        if !self.is(at, Word::Heure) {
            return None;
        }
        let adjective = ADJECTIVES.iter().find(|(word, _)| *word == self.slice(at + 1).to_lowercase());
        if let Some((_, zone)) = adjective {
            let range = self.bytes(at, at + 2);
            let name = self.text[range.clone()].to_owned();
            return Some((ZoneSaid::Place { name, zone: Some(zone) }, range, at + 2));
        }
        let mut name = at + 1;
        while matches!(self.word(name), Some(Word::De | Word::D | Word::Du | Word::Des | Word::L | Word::Le))
            || self.mark(name, '\'')
        {
            if self.word(name) == Some(Word::Le) && self.place(name).is_some() {
                break;
            }
            name += 1;
        }
        if name == at + 1 {
            return None;
        }
        let plain =
            |zone: &str, next: usize| Some((ZoneSaid::Abbreviation(zone.to_owned()), self.bytes(at, next), next));
        match self.slice(name).to_lowercase().as_str() {
            // "heure d'été de Paris"
            "été" => return plain("heure d'été", self.behind_place(name + 1)),
            "hiver" => return plain("heure d'hiver", self.behind_place(name + 1)),
            "est" => return plain("ET", name + 1),
            "pacifique" => return plain("PT", name + 1),
            "europe" if self.slice(name + 1) == "centrale" => {
                let range = self.bytes(at, name + 2);
                let said = ZoneSaid::Place { name: self.text[range.clone()].to_owned(), zone: Some("Europe/Paris") };
                return Some((said, range, name + 2));
            }
            _ => {}
        }
        let (zone, _, next) = self.place(name).or_else(|| self.named_place(name))?;
        Some((zone, self.bytes(at, next), next))
    }

    /// "London time", "Eastern Time", "UK time", "Central European Time".
    fn english_time(&self, at: usize) -> Option<Read> {
        let written = self.slice(at);
        let general = match written {
            "Eastern" => "ET",
            "Central" if self.slice(at + 1) == "European" => {
                let summer = self.slice(at + 2) == "Summer";
                let time = if summer { at + 3 } else { at + 2 };
                let name = if summer { "CEST" } else { "CET" };
                return self
                    .is(time, Word::Time)
                    .then(|| (ZoneSaid::Abbreviation(name.to_owned()), self.bytes(at, time + 1), time + 1));
            }
            "Central" => "CT",
            "Mountain" => "MT",
            "Pacific" => "PT",
            _ => return self.place_time(at),
        };
        let time = if matches!(self.slice(at + 1), "Standard" | "Daylight") { at + 2 } else { at + 1 };
        let next = if self.is(time, Word::Time) { time + 1 } else { at + 1 };
        Some((ZoneSaid::Abbreviation(general.to_owned()), self.bytes(at, next), next))
    }

    fn place_time(&self, at: usize) -> Option<Read> {
        if !self.capital(at) {
            return None;
        }
        let adjective = ADJECTIVES.iter().find(|(word, _)| *word == self.slice(at).to_lowercase());
        let (name, zone, next) = match adjective {
            Some((_, zone)) => (self.slice(at).to_owned(), Some(*zone), at + 1),
            None => match self.place(at)? {
                (ZoneSaid::Place { name, zone }, _, next) => (name, zone, next),
                _ => return None,
            },
        };
        self.is(next, Word::Time).then(|| (ZoneSaid::Place { name, zone }, self.bytes(at, next + 1), next + 1))
    }

    /// The token behind "de Paris".
    fn behind_place(&self, at: usize) -> usize {
        let place = matches!(self.word(at), Some(Word::De)).then(|| self.place(at + 1)).flatten();
        place.map_or(at, |(_, _, next)| next)
    }

    /// The longest name of a known place at a token.
    fn place(&self, at: usize) -> Option<Read> {
        if !self.capital(at) && !matches!(self.word(at), Some(Word::Le)) || self.gap(at) > Gap::Line {
            return None;
        }
        let mut best = None;
        let mut next = at;
        for _ in 0..MOST_WORDS {
            if next > at && self.gap(next) > Gap::Line || !matches!(self.kind(next), Some(Kind::Word(_))) {
                break;
            }
            next += 1;
            let range = self.bytes(at, next);
            let name = &self.text[range.clone()];
            if let Some(zone) = zone_of(name) {
                best = Some((ZoneSaid::Place { name: name.to_owned(), zone: Some(zone) }, range, next));
            }
            if (self.mark(next, '-') || self.mark(next, '\'')) && self.touches(next) && self.touches(next + 1) {
                next += 1;
            }
        }
        best
    }

    /// A name in capitals that no table holds, after "heure de".
    fn named_place(&self, at: usize) -> Option<Read> {
        let mut next = at;
        while self.capital(next)
            && matches!(self.kind(next), Some(Kind::Word(_)))
            && (next == at || self.gap(next) <= Gap::Space)
        {
            next += 1;
            if self.mark(next, '-') && self.touches(next) && self.capital(next + 1) {
                next += 1;
            }
        }
        let range = self.bytes(at, next);
        (next > at).then(|| (ZoneSaid::Place { name: self.text[range.clone()].to_owned(), zone: None }, range, next))
    }

    /// An unknown place is a zone only in a row of hours: "14 h à Bourgneuf, 8 h à Montréal".
    fn unknown_place(&self, at: usize) -> Option<Read> {
        let read = self.named_place(at)?;
        let link =
            |i: usize| matches!(self.kind(i), Some(Kind::Mark(',' | '/' | ';' | '(')) | Some(Kind::Word(Word::And)));
        let number = |i: usize| matches!(self.kind(i), Some(Kind::Number(..)));
        let hour_and_place = |i: usize| {
            number(i) && (i + 1..i + 6).any(|j| matches!(self.word(j), Some(Word::A | Word::In)) && self.capital(j + 1))
        };
        let forward = link(read.2) && hour_and_place(read.2 + 1);
        // The second of the row: an hour and its place stand right before this hour.
        let hour = (at.saturating_sub(4)..at).find(|i| number(*i) && !self.touches(*i));
        let back = hour.is_some_and(|i| i >= 3 && link(i - 1) && self.capital(i - 2));
        (forward || back).then_some(read)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn offset(name: &str, at: DateTime) -> (i32, bool) {
        let said = offset_of(&ZoneSaid::Abbreviation(name.to_owned()), at).unwrap();
        (said.minutes, said.in_force)
    }

    #[test]
    fn an_abbreviation_is_in_force_in_its_season_only() {
        let (winter, summer) = (date(2026, 1, 14).at(14, 0, 0, 0), date(2026, 7, 14).at(14, 0, 0, 0));
        assert_eq!(offset("CET", winter), (60, true));
        assert_eq!(offset("CET", summer), (60, false));
        assert_eq!(offset("CEST", summer), (120, true));
        assert_eq!(offset("BST", winter), (60, false));
        assert_eq!(offset("EDT", winter), (-240, false));
        assert_eq!(offset("GMT", summer), (0, true));
        assert_eq!(offset("ET", winter), (-300, true));
        assert_eq!(offset("ET", summer), (-240, true));
        assert_eq!(offset("heure d'été", summer), (120, true));
    }

    #[test]
    fn the_week_between_two_changes_of_clocks_is_told_right() {
        // Europe has left summer time on 25 October 2026, the United States leave it on 1 November.
        let between = date(2026, 10, 28).at(11, 0, 0, 0);
        assert_eq!(offset("EDT", between), (-240, true));
        assert_eq!(offset("EST", between), (-300, false));
        assert_eq!(offset("BST", between), (60, false));
    }

    #[test]
    fn a_zone_matches_by_its_offset_at_the_date() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let dublin = TimeZone::get("Europe/Dublin").unwrap();
        let summer = date(2026, 7, 14).at(14, 0, 0, 0);
        let place = |zone| ZoneSaid::Place { name: String::new(), zone };
        let abbreviation = |name: &str| ZoneSaid::Abbreviation(name.to_owned());
        assert_eq!(zone_matches(&place(Some("Europe/Brussels")), &paris, summer), Some(true));
        assert_eq!(zone_matches(&place(Some("Europe/London")), &paris, summer), Some(false));
        assert_eq!(zone_matches(&place(None), &paris, summer), None);
        assert_eq!(zone_matches(&abbreviation("CET"), &paris, summer), Some(false));
        assert_eq!(zone_matches(&abbreviation("IST"), &dublin, summer), Some(true));
        assert_eq!(zone_matches(&abbreviation("IST"), &paris, summer), Some(false));
        assert_eq!(zone_matches(&ZoneSaid::Offset(120), &paris, summer), Some(true));
        assert_eq!(zone_matches(&abbreviation("XYZ"), &paris, summer), None);
    }
}
