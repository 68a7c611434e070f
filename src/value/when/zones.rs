//! Zones: abbreviations, offsets, and the cities and countries whose hour is named.

use std::collections::HashMap;
use std::sync::OnceLock;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::ZoneSaid;
use super::tokens::Tokens;
use crate::language::fold::fold;

/// The offset that a said zone has on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaidOffset {
    /// Minutes east of UTC.
    pub minutes: i32,
    /// The label is the one in force on that day: `CET` in July is not.
    pub in_force: bool,
}

/// Abbreviations: name, minutes east of UTC, a zone that uses it. A general name (`ET`) has no minutes of its own.
const ABBREVIATIONS: &[(&str, Option<i32>, &str)] = &[
    ("UTC", Some(0), "UTC"),
    ("GMT", Some(0), "UTC"),
    ("BST", Some(60), "Europe/London"),
    ("WET", Some(0), "Europe/Lisbon"),
    ("WEST", Some(60), "Europe/Lisbon"),
    ("CET", Some(60), "Europe/Paris"),
    ("CEST", Some(120), "Europe/Paris"),
    ("EET", Some(120), "Europe/Athens"),
    ("EEST", Some(180), "Europe/Athens"),
    ("EST", Some(-300), "America/New_York"),
    ("EDT", Some(-240), "America/New_York"),
    ("ET", None, "America/New_York"),
    ("CST", Some(-360), "America/Chicago"),
    ("CDT", Some(-300), "America/Chicago"),
    ("CT", None, "America/Chicago"),
    ("MST", Some(-420), "America/Denver"),
    ("MDT", Some(-360), "America/Denver"),
    ("PST", Some(-480), "America/Los_Angeles"),
    ("PDT", Some(-420), "America/Los_Angeles"),
    ("PT", None, "America/Los_Angeles"),
    ("HNE", Some(-300), "America/Montreal"),
    ("HAE", Some(-240), "America/Montreal"),
    ("AEST", Some(600), "Australia/Sydney"),
    ("AEDT", Some(660), "Australia/Sydney"),
    ("NZST", Some(720), "Pacific/Auckland"),
    ("NZDT", Some(780), "Pacific/Auckland"),
    ("JST", Some(540), "Asia/Tokyo"),
];

/// Names that IANA's zones do not bear: French and English names of cities and countries, folded.
const NAMES: &[(&str, &str)] = &[
    ("londres", "Europe/London"), ("bruxelles", "Europe/Brussels"), ("geneve", "Europe/Zurich"), ("geneva", "Europe/Zurich"), ("berne", "Europe/Zurich"), ("lisbonne", "Europe/Lisbon"),
    ("montreal", "America/Toronto"), ("quebec", "America/Toronto"), ("ottawa", "America/Toronto"), ("boston", "America/New_York"), ("washington", "America/New_York"), ("atlanta", "America/New_York"),
    ("miami", "America/New_York"), ("san francisco", "America/Los_Angeles"), ("seattle", "America/Los_Angeles"), ("portland", "America/Los_Angeles"), ("dallas", "America/Chicago"),
    ("houston", "America/Chicago"), ("austin", "America/Chicago"), ("delhi", "Asia/Kolkata"), ("new delhi", "Asia/Kolkata"), ("mumbai", "Asia/Kolkata"), ("bangalore", "Asia/Kolkata"), ("pekin", "Asia/Shanghai"),
    ("beijing", "Asia/Shanghai"), ("varsovie", "Europe/Warsaw"), ("vienne", "Europe/Vienna"), ("rome", "Europe/Rome"), ("athenes", "Europe/Athens"), ("copenhague", "Europe/Copenhagen"),
    ("moscou", "Europe/Moscow"), ("le caire", "Africa/Cairo"), ("alger", "Africa/Algiers"), ("edimbourg", "Europe/London"), ("edinburgh", "Europe/London"), ("glasgow", "Europe/London"),
    ("manchester", "Europe/London"), ("barcelone", "Europe/Madrid"), ("barcelona", "Europe/Madrid"), ("milan", "Europe/Rome"), ("munich", "Europe/Berlin"), ("hambourg", "Europe/Berlin"), ("lyon", "Europe/Paris"),
    ("marseille", "Europe/Paris"), ("toulouse", "Europe/Paris"), ("lille", "Europe/Paris"), ("nantes", "Europe/Paris"), ("la reunion", "Indian/Reunion"), ("reunion", "Indian/Reunion"), ("noumea", "Pacific/Noumea"),
    ("papeete", "Pacific/Tahiti"), ("fort-de-france", "America/Martinique"), ("pointe-a-pitre", "America/Guadeloupe"), ("mayotte", "Indian/Mayotte"), ("uk", "Europe/London"), ("france", "Europe/Paris"),
    ("metropole", "Europe/Paris"), ("eastern", "America/New_York"), ("central european", "Europe/Paris"), ("pacific", "America/Los_Angeles"),
];

/// The IANA zone of a folded name.
fn zone_of(name: &str) -> Option<&'static str> {
    static ZONES: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    let zones = ZONES.get_or_init(|| {
        let mut zones: HashMap<String, &'static str> = HashMap::new();
        for name in jiff::tz::db().available() {
            let text: &'static str = Box::leak(name.as_str().to_string().into_boxed_str());
            if let Some((area, city)) = text.rsplit_once('/') {
                if !matches!(area, "Etc" | "posix" | "right" | "US" | "SystemV") {
                    zones.entry(fold(&city.replace('_', " "))).or_insert(text);
                }
            }
        }
        zones.extend(NAMES.iter().map(|(name, zone)| ((*name).to_string(), *zone)));
        zones
    });
    zones.get(name).copied()
}

/// A zone beside an hour: the zone, its first token and the token after. Brackets and commas around it are passed over.
pub fn zone(tokens: &Tokens<'_>, at: usize) -> Option<(ZoneSaid, usize, usize)> {
    let mut from = at;
    let open = tokens.is_mark(from, '(') || tokens.is_mark(from, ',') || tokens.is_mark(from, '/');
    let bracket = tokens.is_mark(from, '(');
    from += usize::from(open);
    let found = offset(tokens, from).or_else(|| abbreviation(tokens, from)).or_else(|| hour_of(tokens, from)).or_else(|| place_time(tokens, from)).or_else(|| place(tokens, from, bracket))?;
    let (zone, first, mut end) = found;
    if tokens.is_mark(end, ')') {
        end += 1;
        return Some((zone, first, end)).map(|(zone, first, end)| (zone, first, end));
    }
    Some((zone, first, end))
}

/// UTC+2, GMT-4, UTC+5:30.
fn offset(tokens: &Tokens<'_>, at: usize) -> Option<(ZoneSaid, usize, usize)> {
    if !matches!(tokens.text(at), "UTC" | "GMT") {
        return None;
    }
    let sign = if tokens.is_mark(at + 1, '+') {
        1
    } else if tokens.is_mark(at + 1, '-') {
        -1
    } else {
        return None;
    };
    let (hours, digits) = tokens.number(at + 2)?;
    let (hours, minutes) = if digits == 4 { (hours / 100, hours % 100) } else { (hours, 0) };
    let colon = tokens.is_mark(at + 3, ':').then(|| tokens.number(at + 4)).flatten().filter(|(value, digits)| *digits == 2 && *value < 60);
    let (minutes, end) = colon.map_or((minutes, at + 3), |(value, _)| (value, at + 5));
    (hours <= 14).then_some((ZoneSaid::Offset(sign * (hours * 60 + minutes) as i32), at, end))
}

fn abbreviation(tokens: &Tokens<'_>, at: usize) -> Option<(ZoneSaid, usize, usize)> {
    let text = tokens.text(at);
    ABBREVIATIONS.iter().any(|(name, ..)| *name == text).then(|| (ZoneSaid::Abbreviation(text.to_string()), at, at + 1))
}

/// "heure de Paris", "heure d'Alger", "heure française".
fn hour_of(tokens: &Tokens<'_>, at: usize) -> Option<(ZoneSaid, usize, usize)> {
    if tokens.word(at) != "heure" {
        return None;
    }
    if matches!(tokens.word(at + 1), "francaise" | "metropolitaine") {
        return Some((ZoneSaid::Place { name: tokens.slice(at, at + 2).to_string(), zone: Some("Europe/Paris") }, at, at + 2));
    }
    let from = match tokens.word(at + 1) {
        "de" | "du" => at + 2,
        "d" if tokens.is_mark(at + 2, '\'') => at + 3,
        _ => return None,
    };
    if matches!(tokens.word(from), "ete" | "hiver") {
        return Some((ZoneSaid::Season(tokens.word(from) == "ete"), at, from + 1));
    }
    let (name, zone, end) = named(tokens, from)?;
    Some((ZoneSaid::Place { name, zone }, at, end))
}

/// "London time", "UK time".
fn place_time(tokens: &Tokens<'_>, at: usize) -> Option<(ZoneSaid, usize, usize)> {
    (1..=2).rev().find_map(|length| {
        (tokens.capital(at) && tokens.word(at + length) == "time").then(|| {
            let name = tokens.slice(at, at + length).to_string();
            zone_of(&fold(&name)).map(|zone| (ZoneSaid::Place { name, zone: Some(zone) }, at, at + length + 1))
        })?
    })
}

/// "in New York", "à Montréal", "Paris", "(London)".
fn place(tokens: &Tokens<'_>, at: usize, bracket: bool) -> Option<(ZoneSaid, usize, usize)> {
    let lead = usize::from(matches!(tokens.word(at), "in" | "a"));
    let (name, zone, end) = named(tokens, at + lead)?;
    let closed = bracket && tokens.is_mark(end, ')');
    (zone.is_some() || closed && false).then_some((ZoneSaid::Place { name, zone }, at + lead, end))
}

/// The longest known place that begins at a token, else one capitalised word without a zone.
fn named(tokens: &Tokens<'_>, at: usize) -> Option<(String, Option<&'static str>, usize)> {
    if !tokens.capital(at) {
        return None;
    }
    for length in (1..=5).rev() {
        if at + length > tokens.len() {
            continue;
        }
        let name = tokens.slice(at, at + length);
        if let Some(zone) = zone_of(&fold(name)) {
            return Some((name.to_string(), Some(zone), at + length));
        }
    }
    Some((tokens.text(at).to_string(), None, at + 1))
}

/// The offset of a said zone at a moment of wall time; `None` for a place without a known zone.
pub fn offset_of(said: &ZoneSaid, at: DateTime) -> Option<SaidOffset> {
    let at_zone = |name: &str| -> Option<i32> {
        let zone = TimeZone::get(name).ok()?;
        Some(zone.to_ambiguous_zoned_datetime(at).compatible().ok()?.offset().seconds() / 60)
    };
    match said {
        ZoneSaid::Season(_) => None,
        ZoneSaid::Offset(minutes) => Some(SaidOffset { minutes: *minutes, in_force: true }),
        ZoneSaid::Place { zone, .. } => Some(SaidOffset { minutes: at_zone((*zone)?)?, in_force: true }),
        ZoneSaid::Abbreviation(name) => {
            let (_, minutes, zone) = ABBREVIATIONS.iter().find(|(known, ..)| known == name)?;
            let real = at_zone(zone)?;
            Some(SaidOffset { minutes: minutes.unwrap_or(real), in_force: minutes.is_none_or(|minutes| minutes == real) })
        }
    }
}
