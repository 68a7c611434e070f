//! Readers of plain text: dates and hours, links, names, addresses and telephone numbers.

use std::ops::Range;

use presend::language::Language;
use presend::value::{contact, link, name, when};

use super::chosen;
use super::places::range;

/// Dates and hours, by both readers in both languages. The first byte says which.
pub fn dates(bytes: &[u8]) {
    let Some((how, text)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let language = if how & 1 == 0 { Language::Fr } else { Language::En };
    let scan = if how & 2 == 0 { when::scan } else { when::scan_all };
    let found = scan(&text, language, how & 4 != 0);
    let mut end = 0;
    for one in &found {
        said(one, &text);
        assert!(one.range.start >= end, "{:?} overlaps what comes before it in {text:?}", one.range);
        end = one.range.end;
    }
    if chosen(bytes, 8) {
        assert_eq!(found, scan(&text, language, how & 4 != 0));
    }
}

/// One expression: its parts lie in it, and say what a calendar and a clock can say.
fn said(one: &when::When, text: &str) {
    range(&one.range, text);
    assert!(!one.range.is_empty(), "nothing was said");
    let dates = one.date.iter().chain(&one.other_dates);
    let parts = [&one.date_at, &one.time_at].into_iter().flatten();
    let parts = parts.chain(one.zone.iter().chain(&one.other_zone).map(|(_, at)| at));
    let parts = parts.chain(one.relative.iter().map(|(_, at)| at)).chain(one.duration.iter().map(|(_, at)| at));
    let parts = parts.chain(dates.clone().flat_map(|date| date.weekday_at.iter().chain(&date.year_at)));
    for part in parts {
        range(part, text);
        let inside = one.range.start <= part.start && part.end <= one.range.end;
        assert!(inside, "{part:?} is a part of {:?} in {text:?}", one.range);
    }
    for date in dates {
        assert!(date.weekday.is_none_or(|day| (1..=7).contains(&day)), "{date:?}");
        assert!(date.day.is_none_or(|day| (1..=31).contains(&day)), "{date:?}");
        assert!(date.month.is_none_or(|month| (1..=12).contains(&month)), "{date:?}");
    }
    for time in one.time.iter().chain(&one.until) {
        assert!(time.hour <= 23 && time.minute <= 59, "{time:?}");
    }
}

/// Addresses on the web: those in a text, and the text as one. A line break parts a pattern from it.
pub fn links(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let found = link::find_urls(&text);
    ordered(&found, &text);
    let whole = link::read(&text);
    for at in found {
        let one = link::read(&text[at]);
        assert!(link::same_thing(&one, &one), "{one:?} is itself");
        let _ = (link::same_thing(&one, &whole), link::same_page(&one, &whole));
    }
    assert_eq!(whole.url, text.trim());
    assert_eq!(whole, link::read(&text));
    // Of `www.www.` one is left out, and `%%42` becomes `%B`, which may begin another byte.
    let plain = !whole.host.starts_with("www.") && !text.contains("%%");
    if whole.flaw.is_none() && !whole.host.is_empty() && plain {
        let again = link::read(&whole.normal);
        assert_eq!(again.normal, whole.normal, "the normal form of {text:?} is its own");
    }
    let _ = whole.behind();
    if let Some((pattern, url)) = text.split_once('\n') {
        let _ = link::matches_pattern(pattern, &link::read(url));
    }
}

/// Names, addresses, telephone numbers and codes.
pub fn people(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let names = name::person_names(&text);
    ordered(&names, &text);
    for at in names {
        let name = &text[at];
        assert!(name::same_person(name, name), "{name:?} is the same person as {name:?}");
    }
    let (one, other) = text.split_once('\n').unwrap_or((&text, ""));
    let (one, other) = (name::parse_name(one), name::parse_name(other));
    assert_eq!(name::same(&one, &other), name::same(&other, &one), "{one:?} and {other:?}");
    let _ = (name::near(&one, &other), name::near(&other, &one));
    for found in [contact::emails(&text), contact::phones(&text), contact::codes(&text)] {
        found.iter().for_each(|(_, at)| range(at, &text));
    }
    for (phone, _) in contact::phones(&text) {
        assert!(contact::same_phone(&phone, &phone), "{phone:?} is itself");
    }
}

/// Places of a text in their order, none over another.
fn ordered(found: &[Range<usize>], text: &str) {
    found.iter().for_each(|at| range(at, text));
    assert!(found.windows(2).all(|pair| pair[0].end <= pair[1].start), "{found:?} in {text:?}");
}
