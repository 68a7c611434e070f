//! presend's own helpers: `date`, `time`, `weekday`, `duration`, `list`, `url`.
//!
//! What they print keeps the place of the value that it is made of.

use jiff::civil::{Date, DateTime};

use super::data::{Data, Moment, Node};
use crate::language::{Language, Message};
use crate::source::{Origin, Traced, TracedBuilder};
use crate::value::when::{self, Style};

/// The names.
pub(super) const OWN: [&str; 6] = ["date", "time", "weekday", "duration", "list", "url"];

pub(super) fn is_own(name: &str) -> bool {
    OWN.contains(&name)
}

type Result = std::result::Result<Node, Message>;

/// Runs a helper. What it cannot do is said in words.
pub(super) fn run(name: &str, values: &[&Node], language: Language) -> Result {
    let Some((first, rest)) = values.split_first() else {
        return Err(Message::new(
            format!("« {name} » a besoin d'une valeur, par exemple « {{{{{name} event.start}}}} »."),
            format!("“{name}” needs a value, such as “{{{{{name} event.start}}}}”."),
        ));
    };
    if matches!(first.data, Data::Undefined | Data::Null) || first.data.text().is_some_and(Traced::is_empty) {
        return Ok(Node::new(Data::Undefined, first.pointer.clone()));
    }
    if is_made(first) {
        return Ok((*first).clone());
    }
    match name {
        "date" => date(first, rest, language),
        "time" => time(first, language),
        "weekday" => moment(name, first).map(|moment| unit(when::format_weekday(moment.at.date(), language), first)),
        "duration" => duration(first, rest, language),
        "list" => list(first, language),
        _ => url(first),
    }
}

/// Whether a text was made up: no helper can make sense of it, and none has to.
fn is_made(node: &Node) -> bool {
    node.data.text().is_some_and(|text| {
        let place = text.whole();
        place.made && !place.literal && !place.printed && text.text().starts_with('‹')
    })
}

/// A text that stands for a whole value as one unit.
fn unit(text: &str, value: &Node) -> Node {
    let place = value.data.text().map(Traced::whole).unwrap_or_default();
    let mut out = TracedBuilder::default();
    match place.value.or(place.written).or(value.at) {
        Some(at) => out.push_origin(text, Origin::Source { at, even: false }),
        None => out.push_made(text, None),
    }
    Node { data: Data::Text(out.finish()), pointer: value.pointer.clone(), at: value.at }
}

/// The moment of a value: one of the event, or a text that is written as one (`2026-11-17`, `2026-11-17T14:00`).
fn moment(name: &str, value: &Node) -> std::result::Result<Moment, Message> {
    match &value.data {
        Data::When(moment) => return Ok(moment.clone()),
        Data::Text(text) => {
            let words = text.text().trim().replacen(' ', "T", 1);
            if let (true, Ok(at)) = (words.contains('T'), words.parse::<DateTime>()) {
                return Ok(Moment { at, hour: true, written: text.clone() });
            }
            if let Ok(day) = words.parse::<Date>() {
                return Ok(Moment { at: day.at(0, 0, 0, 0), hour: false, written: text.clone() });
            }
        }
        _ => {}
    }
    let found = value.data.to_text();
    Err(Message::new(
        format!("« {name} » attend une date, et reçoit « {found} »."),
        format!("“{name}” needs a date, and gets “{found}”."),
    ))
}

fn date(value: &Node, rest: &[&Node], language: Language) -> Result {
    let day = moment("date", value)?.at.date();
    let form = rest.first().map(|form| form.data.to_text()).unwrap_or_default();
    let text = match form.as_str() {
        "" => when::format_date(day, language, Style::Long),
        "full" => when::format_date(day, language, Style::Full),
        "short" => when::format_date(day, language, Style::Short),
        other => {
            return Err(Message::new(
                format!("« date » connaît les formes \"full\" et \"short\", pas « {other} »."),
                format!("“date” knows the forms \"full\" and \"short\", not “{other}”."),
            ));
        }
    };
    Ok(unit(&text, value))
}

fn time(value: &Node, language: Language) -> Result {
    let moment = moment("time", value)?;
    if !moment.hour {
        let written = moment.written.text();
        return Err(Message::new(
            format!("« time » attend une heure, et « {written} » n'en a pas."),
            format!("“time” needs an hour, and “{written}” has none."),
        ));
    }
    let text = when::format_time(moment.at.hour().unsigned_abs(), moment.at.minute().unsigned_abs(), language);
    Ok(unit(&text, value))
}

/// A length of time: of two moments, or of so many minutes (`90`, `90m`).
fn duration(value: &Node, rest: &[&Node], language: Language) -> Result {
    let minutes = match rest.first() {
        Some(end) => {
            let (from, to) = (moment("duration", value)?, moment("duration", end)?);
            let seconds = to.at.duration_since(from.at).as_secs();
            (from.hour && to.hour && seconds > 0).then_some(seconds / 60)
        }
        None => match &value.data {
            Data::Number(minutes) if *minutes > 0.0 && *minutes < 1e6 => Some(*minutes as i64),
            Data::Text(text) => {
                text.text().trim().trim_end_matches('m').parse().ok().filter(|n| (1..1_000_000).contains(n))
            }
            _ => None,
        },
    };
    let Some(minutes) = minutes else {
        return Err(Message::new(
            "« duration » attend deux moments, le début et la fin, ou un nombre de minutes.",
            "“duration” needs two moments, the start and the end, or a number of minutes.",
        ));
    };
    let (hours, rest) = (minutes / 60, minutes % 60);
    let plural = |n: i64| if n > 1 { "s" } else { "" };
    let text = match (language, hours, rest) {
        (_, 0, m) => format!("{m} minute{}", plural(m)),
        (Language::Fr, h, 0) => format!("{h} heure{}", plural(h)),
        (Language::En, h, 0) => format!("{h} hour{}", plural(h)),
        (Language::Fr, h, m) => format!("{h} h {m:02} min"),
        (Language::En, h, m) => format!("{h} hour{} {m} minute{}", plural(h), plural(m)),
    };
    Ok(unit(&text, value))
}

/// Joins a list's texts, or its items' names: `a, b et c`.
fn list(value: &Node, language: Language) -> Result {
    let Data::List(items) = &value.data else {
        return match &value.data {
            Data::Map(_) => Ok(named(value).cloned().unwrap_or_else(|| (*value).clone())),
            _ => Ok((*value).clone()),
        };
    };
    let last = match language {
        Language::Fr => " et ",
        Language::En => " and ",
    };
    let whole = value.at.or_else(|| {
        let mut places = items.iter().filter_map(|item| named(item)?.data.text()?.whole().span());
        let first = places.next()?;
        Some(places.fold(first, |all, place| all.hull(place)))
    });
    let mut out = TracedBuilder::default();
    for (n, item) in items.iter().enumerate() {
        if n > 0 {
            let joint = if n + 1 == items.len() { last } else { ", " };
            match whole {
                Some(at) => out.push_origin(joint, Origin::Source { at, even: false }),
                None => out.push_made(joint, None),
            }
        }
        match named(item).map(|name| (name, name.data.text())) {
            Some((_, Some(text))) => out.push(text, 0..text.len()),
            Some((name, None)) => {
                let made = unit(&name.data.to_text(), name);
                if let Some(text) = made.data.text() {
                    out.push(text, 0..text.len());
                }
            }
            None => {
                return Err(Message::new(
                    "« list » attend des textes, ou des éléments qui ont un nom (« name »).",
                    "“list” needs texts, or items that have a name (“name”).",
                ));
            }
        }
    }
    Ok(Node { data: Data::Text(out.finish()), pointer: value.pointer.clone(), at: value.at })
}

/// An item itself, or its `name` if it is a map.
fn named(item: &Node) -> Option<&Node> {
    match &item.data {
        Data::Map(fields) => fields.get("name"),
        _ => Some(item),
    }
}

/// Percent-encodes a text for a place in an address, by the rules of JavaScript's `encodeURIComponent`.
fn url(value: &Node) -> Result {
    let Some(text) = value.data.text() else {
        return Ok(unit(&value.data.to_text(), value));
    };
    let mut out = TracedBuilder::default();
    for (start, c) in text.text().char_indices() {
        let range = start..start + c.len_utf8();
        if c.is_ascii_alphanumeric() || "-_.!~*'()".contains(c) {
            out.push(text, range);
        } else {
            let encoded: String = text.text()[range.clone()].bytes().map(|b| format!("%{b:02X}")).collect();
            out.push_unit(&encoded, text, range);
        }
    }
    Ok(Node { data: Data::Text(out.finish()), pointer: value.pointer.clone(), at: value.at })
}
