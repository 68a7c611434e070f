//! When the event takes place, as a mail says it: the first date that is neither another event's nor a deadline.

use jiff::Span;
use jiff::civil::{Date, DateTime, Time};

use super::super::{Draft, Moment, Noted};
use super::words::about_next;
use crate::claims::reading::Reading;
use crate::language::Message;
use crate::value::when::{DateSaid, Relative, TimeSaid, When};
use crate::words::Lists;

/// How many further dates are kept as comments.
const MOST: usize = 10;

/// A date that was read.
struct Found<'r> {
    day: Date,
    /// No year was said.
    year_guessed: bool,
    when: &'r When,
    words: &'r str,
    block: usize,
    /// Of another event, or a deadline.
    aside: bool,
}

/// Puts start and end into a draft.
pub(super) fn of(draft: &mut Draft, reading: &Reading, sent: Option<DateTime>) {
    let found = all(reading, sent);
    let own: Vec<&Found> = found.iter().filter(|found| !found.aside).collect();
    let with_hour = own.iter().find(|found| found.when.time.is_some());
    let Some(first) = with_hour.or(own.first()).copied() else {
        others(draft, &found, None);
        return;
    };
    let (time, until, minutes) = hours(reading, first);
    let words = first.words;
    let guessed = if first.year_guessed { (" ; l'année n'y est pas", "; the year is not there") } else { ("", "") };
    let note = Message::new(
        format!("à confirmer ; lu : « {words} »{}", guessed.0),
        format!("to confirm; read: “{words}”{}", guessed.1),
    );
    let moment = time.map_or(Moment::Day(first.day), |time| Moment::At(first.day.to_datetime(time)));
    draft.start = Some(Noted::with(moment, note));
    let to_confirm = Message::new("à confirmer", "to confirm");
    if let Some(until) = until.filter(|until| time.is_some_and(|time| *until > time)) {
        draft.end = Some(Noted::with(Moment::At(first.day.to_datetime(until)), to_confirm));
    } else if let (Some(_), Some(minutes)) = (time, minutes) {
        draft.minutes = Some(Noted::with(minutes, to_confirm));
    }
    others(draft, &found, Some(first.day));
}

/// Days of which no year is known: the mail's own date is missing, too.
pub(super) fn without_year(draft: &mut Draft, reading: &Reading) {
    for block in &reading.blocks {
        for when in block.whens.iter().filter(|when| when.date.as_ref().is_some_and(|date| date.year.is_none())) {
            let words = block.text().get(when.range.clone()).unwrap_or_default().trim();
            let comment = Message::new(
                format!("date lue, sans année : « {words} » ; l'écrire dans start"),
                format!("date read, without a year: “{words}”; write it into start"),
            );
            if draft.comments.len() < MOST && !draft.comments.contains(&comment) {
                draft.comments.push(comment);
            }
        }
    }
}

/// All days that the mail names.
fn all<'r>(reading: &'r Reading, sent: Option<DateTime>) -> Vec<Found<'r>> {
    let mut out = Vec::new();
    for (index, block) in reading.blocks.iter().enumerate() {
        for when in block.whens.iter() {
            let said = when.date.as_ref().and_then(|date| day(date, sent).map(|day| (day, date.year.is_none())));
            let Some((day, year_guessed)) = said.or_else(|| relative(when, sent).map(|day| (day, false))) else {
                continue;
            };
            let words = block.text().get(when.range.clone()).unwrap_or_default().trim();
            let deadlines = Lists::built_in().list("date-context");
            let here = block.words.index_at(when.range.start);
            let deadline = block.hits(deadlines).iter().any(|hit| {
                deadlines.group(hit.group) == "deadline" && hit.words.end <= here && here - hit.words.end <= 2
            });
            let aside = deadline || about_next(reading, index, when.range.start);
            out.push(Found { day, year_guessed, when, words, block: index, aside });
        }
    }
    out
}

/// The day that a date says; without a year, the one nearest to the day of sending that has the weekday.
fn day(said: &DateSaid, sent: Option<DateTime>) -> Option<Date> {
    let (day, month) = (said.day? as i8, said.month? as i8);
    if let Some(year) = said.year {
        return Date::new(year, month, day).ok();
    }
    let sent = sent?.date();
    let years = [sent.year(), sent.year() + 1, sent.year() - 1];
    let dates = years.into_iter().filter_map(|year| Date::new(year, month, day).ok());
    let fits = |date: &Date| said.weekday.is_none_or(|weekday| date.weekday().to_monday_one_offset() as u8 == weekday);
    let distance = |date: &Date| (date.to_datetime(Time::midnight()).date() - sent).get_days().abs();
    let all: Vec<Date> = dates.collect();
    let fitting = all.iter().copied().filter(fits).min_by_key(distance);
    fitting.or_else(|| all.iter().copied().min_by_key(distance))
}

/// "demain", "today": counted from the day of sending.
fn relative(when: &When, sent: Option<DateTime>) -> Option<Date> {
    let days = match when.relative.as_ref()?.0 {
        Relative::Days(days) | Relative::DaysPart(days, _) => days,
        _ => return None,
    };
    when.time.as_ref()?;
    sent?.date().checked_add(Span::new().days(days)).ok()
}

/// The hours beside a date, else the first of the same block, else the first of the mail with a range.
fn hours(reading: &Reading, first: &Found) -> (Option<Time>, Option<Time>, Option<u32>) {
    let here = reading.blocks[first.block].whens.iter();
    let elsewhere = reading.blocks.iter().enumerate().filter(|(index, _)| !about_next(reading, *index, 0));
    let elsewhere = elsewhere.flat_map(|(_, block)| block.whens.iter()).filter(|when| when.until.is_some());
    let bare = |when: &&When| when.time.is_some() && when.date.is_none();
    let of = std::iter::once(first.when).chain(here.filter(bare)).chain(elsewhere.filter(bare));
    let when = of.into_iter().find(|when| when.time.is_some());
    let time = when.and_then(|when| clock(when.time.as_ref()));
    let until = when.and_then(|when| clock(when.until.as_ref()));
    let mut lengths =
        reading.blocks.iter().flat_map(|block| block.whens.iter()).filter_map(|when| when.duration.as_ref());
    let minutes = lengths.next().map(|(minutes, _)| *minutes).filter(|minutes| (5..=1440).contains(minutes));
    (time, until, minutes)
}

fn clock(said: Option<&TimeSaid>) -> Option<Time> {
    let said = said.filter(|said| !said.unsure)?;
    Time::new(said.hour as i8, said.minute as i8, 0, 0).ok()
}

/// Further dates, each once, as comments.
fn others(draft: &mut Draft, found: &[Found], taken: Option<Date>) {
    let mut told: Vec<Date> = taken.into_iter().collect();
    for one in found {
        if told.contains(&one.day) || told.len() > MOST {
            continue;
        }
        told.push(one.day);
        let (words, day) = (one.words, one.day);
        draft.comments.push(Message::new(
            format!("autre date lue : {day} (« {words} »)"),
            format!("another date read: {day} (“{words}”)"),
        ));
    }
}
