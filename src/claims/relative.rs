//! Words that mean a day only together with the time of sending: "demain", "hier", "in an hour", "J-3".

use std::ops::Range;

use jiff::civil::Date;

use crate::facts::EventFacts;
use crate::value::when::{DayPart, Relative};

use super::context::{granted, in_sentence, precedes};
use super::dates::weekday_of;
use super::draft::{day_of, in_block};
use super::reading::{Moment, ReadBlock, Reading};
use super::{Claim, Kind, Standing};

/// How far "in an hour" may be from the hour, in minutes.
const SLACK: i64 = 20;

/// Looks at every relative word of a mail.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    for block in &reading.blocks {
        for when in block.whens.iter() {
            let Some((relative, range)) = &when.relative else { continue };
            if granted(reading, block, range)
                || excused(block, range, relative)
                || is_noun(&block.text()[range.clone()])
                || super::context::joined_days(block, when)
            {
                continue;
            }
            let about = block.about(range.start);
            let facts = reading.event(about);
            if facts.slots.is_empty() {
                continue;
            }
            // "À demain, et au 19 pour « … »": the sentence turns to another event after the word.
            let own = reading.frame.own;
            let right = holds(reading, facts, relative) && !another_week(reading, block, range, facts, relative)
                || coming_one(reading, block, range, relative)
                || old_weekday(block, range, facts, relative)
                || about != own && reading.before() && holds(reading, reading.event(own), relative);
            let also = !block.sentence(range.start).told()
                && reading.frame.allowed().any(|other| {
                    other != about
                        && holds(reading, reading.event(other), relative)
                        && reading.moment(other) == Moment::Before
                        && reading.moment(about) == Moment::After
                });
            let standing = if right { Standing::Backed } else { Standing::Against };
            let tied = matches!(relative, Relative::Before(_)) || tied(block, range, when.time.is_some());
            if !right
                && (also
                    || of_role(reading, block, facts, relative, range)
                    || beside_long_event(facts, relative)
                    || !tied)
            {
                continue;
            }
            let Some(claim) = in_block(block, range.clone(), Kind::Date, "relative", standing) else { continue };
            let day = day_of(facts);
            let plain = day.get(reading.language).to_string();
            let mut claim = claim.own(facts).sent(reading);
            if right {
                claim = claim.value(facts.slots[0].day.to_string(), day);
            } else {
                claim = claim.expect(day, plain).because(
                    facts.slots[0].start_written,
                    "la date de l'événement",
                    "the event's date",
                );
            }
            out.push(claim);
        }
    }
}

/// The day of something else that the event's `dates` name: "à vendredi pour l'essai".
fn of_role(
    reading: &Reading<'_, '_>,
    block: &ReadBlock<'_>,
    facts: &EventFacts<'_>,
    relative: &Relative,
    range: &Range<usize>,
) -> bool {
    let sentence = block.sentence(range.start).range.clone();
    let today = reading.send.date();
    facts.days.iter().filter(|day| day.role == crate::facts::DayRole::Named).any(|day| {
        let fits = match relative {
            Relative::Days(days) | Relative::DaysPart(days, _) => shifted(today, *days) == Some(day.date),
            Relative::Weekday(weekday, _) => {
                weekday_of(day.date) == *weekday && days_between(today, day.date).abs() <= 14
            }
            _ => false,
        };
        let named = |word: &String| {
            let hits = block.words.find(&super::reading::name_words(word));
            hits.into_iter().any(|hit| sentence.contains(&block.words.bytes(hit).start))
        };
        fits && day.words.iter().any(named)
    })
}

/// "Le prochain mardi" of a series is its next event, whenever that is.
fn coming_one(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, range: &Range<usize>, relative: &Relative) -> bool {
    let Relative::Weekday(weekday, _) = relative else { return false };
    let said = crate::language::fold::fold(&block.text()[range.clone()]);
    said.starts_with("prochain")
        && reading.frame.allowed().any(|index| {
            let facts = reading.event(index);
            reading.moment(index) == Moment::Before && facts.slots.iter().any(|slot| weekday_of(slot.day) == *weekday)
        })
}

/// "This Thursday" is this week's, or the coming one.
fn another_week(
    reading: &Reading<'_, '_>,
    block: &ReadBlock<'_>,
    range: &Range<usize>,
    facts: &EventFacts<'_>,
    relative: &Relative,
) -> bool {
    let said = crate::language::fold::fold(&block.text()[range.clone()]);
    matches!(relative, Relative::Weekday(_, 0))
        && (said.starts_with("this ") || said.starts_with("ce "))
        && !facts.slots.iter().any(|slot| days_between(reading.send.date(), slot.day).abs() <= 7)
}

/// "This Wednesday's webinar is postponed": the weekday of the old date.
fn old_weekday(block: &ReadBlock<'_>, range: &Range<usize>, facts: &EventFacts<'_>, relative: &Relative) -> bool {
    let (Relative::Weekday(weekday, _), Some(was)) = (relative, &facts.event.was) else { return false };
    let rest = range.end..block.sentence(range.start).range.end;
    weekday_of(was.moment.date()) == *weekday
        && (in_sentence(block, "date-context", "old", range.start)
            || super::context::in_range(block, "status", "postponed", &rest))
}

/// A conference of several days has its days before and after: a walk on the Saturday, a dinner on the eve.
fn beside_long_event(facts: &EventFacts<'_>, relative: &Relative) -> bool {
    let Relative::Weekday(weekday, 0) = relative else { return false };
    facts.slots.iter().filter(|slot| slot.last > slot.day).any(|slot| {
        let around = [shifted(slot.day, -1), shifted(slot.day, -2), shifted(slot.last, 1)];
        around.into_iter().flatten().any(|day| weekday_of(day) == *weekday)
    })
}

/// "cette soirée" is the evening that the mail is about, whenever that is; "ce soir" is today's.
fn is_noun(said: &str) -> bool {
    matches!(crate::language::fold::fold(said).as_str(), "cette soiree" | "cette matinee" | "cette journee")
}

/// Words about something else than the event: a deadline, what the sender will do.
fn excused(block: &ReadBlock<'_>, range: &Range<usize>, relative: &Relative) -> bool {
    in_sentence(block, "time-context", "office", range.start)
        || today_and_tomorrow(block, range)
        || precedes(block, "date-context", "deadline", range.start, 2)
        || in_sentence(block, "date-context", "will", range.start)
        || in_sentence(block, "date-context", "figurative", range.start)
        || matches!(relative, Relative::Days(_) | Relative::Weekday(..) | Relative::WeekdayOf(..)) && followed_by_deadline(block, range)
        // "Get your ticket today!" says when to act.
        || matches!(relative, Relative::Days(0)) && in_sentence(block, "date-context", "action", range.start)
}

/// "Un oubli aujourd'hui, un danger demain": neither is a day.
fn today_and_tomorrow(block: &ReadBlock<'_>, range: &Range<usize>) -> bool {
    let sentence = &block.sentence(range.start).range;
    let has = |days: i32| {
        block
            .whens
            .iter()
            .filter(|when| sentence.contains(&when.range.start) && when.time.is_none())
            .any(|when| matches!(when.relative, Some((Relative::Days(said), _)) if said == days))
    };
    has(0) && has(1)
}

/// "aujourd'hui avant 18 h".
fn followed_by_deadline(block: &ReadBlock<'_>, range: &Range<usize>) -> bool {
    let next = block.words.index_at(range.end);
    let latest = (next..next + 6).any(|n| block.words.get(n) == "tard" || block.words.get(n) == "latest");
    latest || matches!(block.words.get(next), "avant" | "before" | "jusqu" | "until")
}

/// Whether the words tie the day to the event: an hour beside it, words for taking place, a short line, or the noun
/// that it belongs to ("notre webinaire d'hier").
fn tied(block: &ReadBlock<'_>, range: &Range<usize>, hour: bool) -> bool {
    hour || in_sentence(block, "date-context", "happens", range.start)
        || block.words.len() <= 6
        || block.block.kind == crate::message::BlockKind::Line
        || precedes(block, "event-nouns", "noun", range.start, 2)
}

/// Whether the words mean a day, or moment, of the event.
fn holds(reading: &Reading<'_, '_>, facts: &EventFacts<'_>, relative: &Relative) -> bool {
    let today = reading.send.date();
    let day_is = |date: Date| facts.slots.iter().any(|slot| slot.day <= date && date <= slot.last);
    let was_is = |date: Date| facts.event.was.as_ref().is_some_and(|was| was.moment.date() == date);
    match relative {
        Relative::Days(days) => shifted(today, *days).is_some_and(|date| day_is(date) || was_is(date)),
        Relative::DaysPart(days, part) => {
            shifted(today, *days).is_some_and(|date| day_is(date) && part_fits(facts, *part))
        }
        Relative::Weeks(weeks) | Relative::WeeksAway(weeks) => {
            facts.slots.iter().any(|slot| week(slot.day) == week(today) + i64::from(*weeks))
        }
        Relative::Months(months) => facts.slots.iter().any(|slot| {
            // "In one month" on the 28th may be the 2nd of the month after next.
            let near = (days_between(today, slot.day) - 30 * i64::from(*months)).abs() <= 10;
            month(slot.day) == month(today) + i64::from(*months) || *months != 0 && near
        }),
        Relative::Minutes(minutes) => facts.slots.iter().any(|slot| {
            slot.start.is_none_or(|start| {
                let left = slot.day.to_datetime(start).duration_since(reading.send).as_secs() / 60;
                (left - i64::from(*minutes)).abs() <= SLACK.max(i64::from(minutes.abs()) / 4)
            })
        }),
        Relative::Weekday(weekday, shift) => facts.slots.iter().any(|slot| {
            let days = days_between(today, slot.day);
            let near = match shift {
                0 => true,
                1 => (1..=14).contains(&days),
                _ => (-14..=-1).contains(&days),
            };
            near && days_of(slot.day, slot.last).any(|day| weekday_of(day) == *weekday)
        }),
        Relative::WeekdayOf(weekday, weeks) => facts
            .slots
            .iter()
            .flat_map(|slot| days_of(slot.day, slot.last))
            .any(|day| week(day) == week(today) + i64::from(*weeks) && weekday_of(day) == *weekday),
        Relative::Before(days) => facts.slots.iter().any(|slot| days_between(today, slot.day) == i64::from(*days)),
    }
}

fn part_fits(facts: &EventFacts<'_>, part: DayPart) -> bool {
    facts.slots.iter().any(|slot| {
        slot.start.is_none_or(|start| {
            let hour = start.hour();
            match part {
                DayPart::Morning => hour < 13,
                DayPart::Afternoon => (12..19).contains(&hour),
                DayPart::Evening => hour >= 16,
                DayPart::Night => hour >= 16,
            }
        })
    })
}

/// The days of an event, a week of them at most.
fn days_of(first: Date, last: Date) -> impl Iterator<Item = Date> {
    (0..=days_between(first, last).min(6)).filter_map(move |n| shifted(first, n as i32))
}

fn shifted(date: Date, days: i32) -> Option<Date> {
    date.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

fn days_between(from: Date, to: Date) -> i64 {
    to.since(from).map_or(0, |span| i64::from(span.get_days()))
}

/// Weeks since a Monday long past.
fn week(date: Date) -> i64 {
    days_between(jiff::civil::date(1970, 1, 5), date).div_euclid(7)
}

/// Months since year 0.
fn month(date: Date) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month())
}
