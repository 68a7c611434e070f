//! Hours, zones and lengths of time, against the event's.

use std::ops::Range;

use jiff::civil::{DateTime, Time};

use crate::facts::{DayRole, EventFacts, Slot};
use crate::value::when::{self, DateSaid, TimeSaid, When, ZoneSaid};

use super::context::{granted, in_sentence, overlap, precedes};
use super::dates::same_day;
use super::draft::{hour, hours_of, in_block, length, same};
use super::reading::{ReadBlock, Reading};
use super::{Claim, Kind, Standing};

/// Looks at every hour, zone and length of time of a mail.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    for block in &reading.blocks {
        for when in block.whens.iter() {
            let facts = reading.event(block.about(when.range.start));
            let judge = Judge { reading, block, when, facts };
            out.extend(judge.hours());
            out.extend(judge.duration());
            out.extend(judge.end());
        }
    }
}

struct Judge<'j, 'm, 'a> {
    reading: &'j Reading<'m, 'a>,
    block: &'j ReadBlock<'m>,
    when: &'j When,
    facts: &'j EventFacts<'a>,
}

impl<'a> Judge<'_, '_, 'a> {
    fn hours(&self) -> Option<Claim> {
        let said = self.when.time.as_ref()?;
        let range = self.when.time_at.clone().unwrap_or_else(|| self.when.range.clone());
        let length = self.length_in_row().is_some();
        if length || granted(self.reading, self.block, &range) || self.excused(&range) || self.part_of_day(&range) {
            return None;
        }
        if let Some(claim) = self.of_role(said, &range) {
            return Some(claim);
        }
        let slots: Vec<&Slot<'_>> = self.slots().into_iter().filter(|slot| slot.start.is_some()).collect();
        if slots.is_empty() || self.across_days() {
            return None;
        }
        if let Some(claim) = self.zone_alone(&slots, said) {
            return Some(claim);
        }
        let fits = slots.iter().find(|slot| self.fits(slot, said, &range)).or_else(|| self.whole_day(&slots, said));
        if let Some(slot) = fits {
            let start = slot.start?;
            let claim = in_block(self.block, range, Kind::Time, "hour", Standing::Backed)?;
            return Some(claim.value(format!("{:02}:{:02}", start.hour(), start.minute()), hour(start)));
        }
        if self.stated(said) || self.programme(&slots, said) {
            return None;
        }
        let claim = in_block(self.block, range, Kind::Time, "hour", Standing::Against)?.own(self.facts);
        let expected = self.expected(slots[0]);
        Some(claim.expect(expected.1, expected.0).because(
            slots[0].start_written,
            "l'heure de l'événement",
            "the event's time",
        ))
    }

    /// The slots of the day that is named beside the hour, else all of them.
    fn slots(&self) -> Vec<&Slot<'a>> {
        let all: Vec<&Slot<'a>> = self.facts.slots.iter().collect();
        if let Some(slot) = self.reading.session(self.block, self.when.range.start).and_then(|n| all.get(n)) {
            return vec![slot];
        }
        let Some(said) = self.when.date.as_ref().or_else(|| self.date_beside()) else { return all };
        if said.day.is_none() {
            return all;
        }
        let same: Vec<&Slot<'a>> = all.iter().copied().filter(|slot| same_day(said, slot.day)).collect();
        if same.is_empty() && self.facts.days.iter().any(|day| day.role != DayRole::Held && same_day(said, day.date)) {
            return Vec::new();
        }
        if same.is_empty() { all } else { same }
    }

    /// The one date of the sentence, else of the block, else of the row: in a table a date and its hour stand in cells of their own.
    fn date_beside(&self) -> Option<&DateSaid> {
        fn only<'w>(mut dates: impl Iterator<Item = &'w DateSaid>) -> Option<&'w DateSaid> {
            let first = dates.next()?;
            dates.next().is_none().then_some(first)
        }
        let sentence = &self.block.sentence(self.when.range.start).range;
        let here = self.block.whens.iter().filter(|when| sentence.contains(&when.range.start));
        let here = only(here.filter_map(|when| when.date.as_ref()));
        let block = || only(self.block.whens.iter().filter_map(|when| when.date.as_ref()));
        here.or_else(block).or_else(|| {
            let part = self.block.block.part;
            let cells = self.reading.beside(self.block).filter(|cell| cell.block.part == part);
            only(cells.flat_map(|cell| cell.whens.iter()).filter_map(|when| when.date.as_ref()))
        })
    }

    /// "jeudi midi", "le prochain midi", "la séance de midi": noon is a part of the day, or the name of a meeting, unless
    /// words for an hour stand before it or it stands alone.
    fn part_of_day(&self, range: &Range<usize>) -> bool {
        let here = self.block.words.index_at(range.start);
        let noon =
            matches!(self.block.words.get(here), "midi" | "noon") && self.block.words.word(here).range.end >= range.end;
        let alone = self.block.text()[..range.start].trim_end().ends_with([':', '(', '-', '–', '—', '|', ',', '\n']);
        let before = here.checked_sub(1).map_or("", |before| self.block.words.get(before));
        let hour = [
            "", "a", "vers", "avant", "apres", "des", "jusqu", "entre", "et", "at", "by", "from", "to", "until",
            "around", "before", "after", "and",
        ];
        noon && !alone && !hour.contains(&before)
    }

    /// Hours that are no claim about the event: deadlines, opening hours.
    fn excused(&self, range: &Range<usize>) -> bool {
        let next = self.block.words.index_at(range.end);
        if (next..next + 3).any(|n| matches!(self.block.words.get(n), "tard" | "latest")) {
            return true;
        }
        precedes(self.block, "date-context", "deadline", range.start, 3)
            || precedes(self.block, "date-context", "deadline", self.when.range.start, 2)
            || in_sentence(self.block, "time-context", "office", range.start)
    }

    /// The same hour stands under `facts` or beside a date by role.
    fn stated(&self, said: &TimeSaid) -> bool {
        let fact = self.reading.frame.facts().any(|fact| {
            when::scan(fact.text(), self.reading.language, false)
                .iter()
                .filter_map(|when| when.time.as_ref())
                .any(|time| time.hour == said.hour && time.minute == said.minute)
        });
        fact || self.facts.event.dates.iter().any(|date| date.start.hour && is(date.start.moment.time(), said))
    }

    fn fits(&self, slot: &Slot<'_>, said: &TimeSaid, range: &Range<usize>) -> bool {
        let shift = |time: Option<Time>| time.map(|time| self.in_said_zone(slot, time));
        let (start, end) = (shift(slot.start), shift(slot.end));
        match &self.when.until {
            Some(until) => start.is_some_and(|start| is(start, said)) && end.is_none_or(|end| is(end, until)),
            None if start.is_some_and(|start| is(start, said)) => true,
            None => end.is_some_and(|end| is(end, said)) && (self.says_end(range) || self.on_last_day(slot)),
        }
    }

    /// "It ended on 4 February at 13:00": the hour stands beside the last of several days.
    fn on_last_day(&self, slot: &Slot<'_>) -> bool {
        slot.last != slot.day && self.when.date.as_ref().is_some_and(|said| same_day(said, slot.last))
    }

    /// From the start of a day's first session to the end of its last.
    fn whole_day<'s>(&self, slots: &'s [&'s Slot<'a>], said: &TimeSaid) -> Option<&'s &'s Slot<'a>> {
        let until = self.when.until.as_ref()?;
        let ends = |day| slots.iter().filter(move |slot| slot.last == day).filter_map(|slot| slot.end).max();
        slots.iter().find(|slot| {
            slot.start.is_some_and(|start| is(self.in_said_zone(slot, start), said))
                && ends(slot.day).is_some_and(|end| is(self.in_said_zone(slot, end), until))
        })
    }

    /// "de jeudi 12 h à vendredi 10 h": a stretch over days, which a mail about an event of one day does not give as its
    /// hours.
    fn across_days(&self) -> bool {
        let dated = |when: &When| when.time.is_some() && (when.relative.is_some() || when.date.is_some());
        let long = self.facts.slots.iter().any(|slot| slot.last > slot.day);
        !long && dated(self.when) && super::context::joined_days(self.block, self.when)
    }

    /// Another hour than the one that the event gives for what the sentence speaks of: "Ouverture des portes à …".
    fn of_role(&self, said: &TimeSaid, range: &Range<usize>) -> Option<Claim> {
        let here = self.block.words.index_at(range.start);
        let sentence = self.block.sentence(range.start).range.clone();
        let before = |name: &str| {
            let hits = self.block.words.find(&super::reading::name_words(name));
            hits.into_iter().any(|hit| {
                hit.end <= here && here - hit.end <= 6 && self.block.words.bytes(hit).start >= sentence.start
            })
        };
        let role = |named: &&crate::project::NamedDate| {
            named.start.hour
                && std::iter::once(&named.role)
                    .chain(&named.words)
                    .any(|name| name.text().len() > 3 && before(name.text()))
        };
        let mut roles = self.facts.event.dates.iter().filter(role);
        let named = roles.next()?;
        let fits = |named: &crate::project::NamedDate| {
            std::iter::once(&named.start).chain(&named.end).any(|at| is(at.moment.time(), said))
        };
        let given = self.block.whens.iter().filter(|when| when.range.start < range.start);
        let mut given = given.filter(|when| when.range.start >= sentence.start).filter_map(|when| when.time.as_ref());
        // "Accueil dès 19 h 30 ; on commence à 20 h": the first hour is the role's.
        if fits(named) || roles.any(fits) || given.any(|time| is(named.start.moment.time(), time)) {
            return None;
        }
        let claim = in_block(self.block, range.clone(), Kind::Time, "role", Standing::Against)?.own(self.facts);
        let right = hour(named.start.moment.time());
        let plain = right.get(self.reading.language).to_string();
        Some(claim.hole("role", same(named.role.text())).expect(right, plain).because(
            &named.start.written,
            "l'heure que l'événement donne",
            "the time that the event gives",
        ))
    }

    /// Words for an end stand before the hour; "à" and "to" only where an hour stands before them in the sentence.
    fn says_end(&self, range: &Range<usize>) -> bool {
        let sentence = self.block.sentence(range.start).range.start;
        let begun = || {
            self.block.whens.iter().any(|when| {
                when.time.is_some() && when.range.start >= sentence && when.range.end <= self.when.range.start
            })
        };
        precedes(self.block, "time-context", "end", range.start, 1)
            || precedes(self.block, "time-context", "to", range.start, 0) && begun()
    }

    /// An hour of the event as it is in the zone that the mail names.
    fn in_said_zone(&self, slot: &Slot<'_>, time: Time) -> Time {
        let Some((zone, _)) = &self.when.zone else { return time };
        let local = slot.day.to_datetime(time);
        let Some(offset) = when::offset_of(zone, local) else { return time };
        let Some(own) = self.offset(local) else { return time };
        moved(local, offset.minutes - own)
    }

    /// The offset of the event's zone, in minutes east of UTC.
    fn offset(&self, at: DateTime) -> Option<i32> {
        let zoned = self.facts.event.zone.to_ambiguous_zoned_datetime(at).compatible().ok()?;
        Some(zoned.offset().seconds() / 60)
    }

    /// The event's own hour beside the label of another zone, or a label that is not in force on that day.
    fn zone_alone(&self, slots: &[&Slot<'_>], said: &TimeSaid) -> Option<Claim> {
        self.zones().find_map(|(zone, at)| self.one_zone(slots, said, zone, at))
    }

    fn one_zone(&self, slots: &[&Slot<'_>], said: &TimeSaid, zone: &ZoneSaid, at: &Range<usize>) -> Option<Claim> {
        let there = |slot: &&&Slot<'_>| slot.start.is_some_and(|start| is(self.in_said_zone(slot, start), said));
        let here = |slot: &&&Slot<'_>| slot.start.is_some_and(|start| is(start, said));
        let slot = slots.iter().find(there).or_else(|| slots.iter().find(here))?;
        let start = slot.start?;
        let local = slot.day.to_datetime(start);
        if let ZoneSaid::Place { zone: None, .. } = zone {
            return None;
        }
        let offset = when::offset_of(zone, local)?;
        let own = self.offset(local)?;
        let converts = is(moved(local, offset.minutes - own), said);
        // "11 am in New York (EST)": the hour is right for the place that is named beside the label.
        let other = || {
            self.zones().any(|(other, _)| {
                other != zone && when::offset_of(other, local).is_some_and(|o| is(moved(local, o.minutes - own), said))
            })
        };
        if converts && offset.in_force || !converts && !is(start, said) && !other() {
            return None;
        }
        self.wrong_zone(at, own)
    }

    fn zones(&self) -> impl Iterator<Item = &(ZoneSaid, Range<usize>)> {
        self.when.zone.iter().chain(&self.when.other_zone)
    }

    fn wrong_zone(&self, at: &Range<usize>, own: i32) -> Option<Claim> {
        let claim = in_block(self.block, at.clone(), Kind::Time, "zone", Standing::Against)?.own(self.facts);
        let name = format!("UTC{}{}", if own < 0 { "-" } else { "+" }, offset_text(own.abs()));
        let label = format!("{} ({name})", self.facts.event.zone_name);
        Some(claim.hole("zone", same(&self.block.text()[at.clone()])).expect(same(&label), label.clone()))
    }

    /// An hour inside the event beside other hours: a programme.
    fn programme(&self, slots: &[&Slot<'_>], said: &TimeSaid) -> bool {
        // Beside a date, in its block or in its row, an hour is the event's and no item of a programme.
        let dated =
            |block: &ReadBlock<'_>| block.whens.iter().any(|when| when.date.is_some() || when.relative.is_some());
        let beside = self.reading.beside(self.block).any(dated);
        if self.when.zone.is_some() || (dated(self.block) || beside) && !self.opens_line() {
            return false;
        }
        let Ok(time) = Time::new(said.hour as i8 % 24, said.minute as i8, 0, 0) else { return false };
        let inside = slots.iter().any(|slot| match (slot.start, slot.end) {
            (Some(start), Some(end)) => start < time && time <= end,
            _ => false,
        });
        let hours = self
            .reading
            .blocks
            .iter()
            .filter(|block| block.block.kind == self.block.block.kind && block.block.part == self.block.block.part);
        inside && hours.flat_map(|block| block.whens.iter()).filter(|when| when.time.is_some()).count() >= 3
    }

    /// The hour begins its line, and so do others of the block: "14 h : pause" in a running order.
    fn opens_line(&self) -> bool {
        let text = self.block.text();
        let opens = |when: &When| {
            let before = text[..when.range.start].rsplit('\n').next().unwrap_or_default();
            when.time.is_some() && before.trim_matches([' ', '-', '–', '•', '\u{a0}']).is_empty()
        };
        opens(self.when) && self.block.whens.iter().filter(|when| opens(when)).count() >= 3
    }

    fn expected(&self, slot: &Slot<'_>) -> (String, crate::language::Message) {
        let words = if self.when.until.is_some() {
            hours_of(self.facts)
        } else {
            slot.start.map_or_else(Default::default, |start| hour(self.in_said_zone(slot, start)))
        };
        (words.get(self.reading.language).to_string(), words)
    }

    fn duration(&self) -> Option<Claim> {
        let (minutes, range) = &self.when.duration.clone().or_else(|| self.length_in_row())?;
        if granted(self.reading, self.block, range) || self.excused_duration(range) {
            return None;
        }
        let here = self.slots();
        let slots: Vec<i64> = here.iter().filter_map(|slot| slot.minutes()).collect();
        let total: i64 = slots.iter().sum();
        let said = i64::from(*minutes);
        if slots.contains(&said) || said == total {
            let claim = in_block(self.block, range.clone(), Kind::Time, "duration", Standing::Backed)?;
            return Some(claim.value(format!("PT{said}M"), length(said)));
        }
        let tied = self.row_says_duration()
            || self.of_event(range.start)
            || self.whole_follows(range)
            || self.bracketed(range)
            || in_sentence(self.block, "time-context", "whole", range.start)
            || precedes(self.block, "time-context", "for", range.start, 1);
        if !tied {
            return None;
        }
        if slots.is_empty() {
            return in_block(self.block, range.clone(), Kind::Time, "duration", Standing::Unheld);
        }
        let claim = in_block(self.block, range.clone(), Kind::Time, "duration", Standing::Against)?.own(self.facts);
        let expected = length(slots[0]);
        let plain = expected.get(self.reading.language).to_string();
        let claim = claim.expect(expected, plain);
        Some(match self.facts.slots.first().and_then(|slot| slot.end_written) {
            Some(end) => claim.because(end, "la fin de l'événement", "the event's end"),
            None => claim,
        })
    }

    /// "de 12 h 30 à 13 h 30", of an event that does not say when it ends.
    fn end(&self) -> Option<Claim> {
        let range = self.when.time_at.clone().unwrap_or_else(|| self.when.range.clone());
        let slots = self.slots();
        let open = !slots.is_empty() && slots.iter().all(|slot| slot.start.is_some() && slot.end.is_none());
        if !open || self.when.until.is_none() || granted(self.reading, self.block, &range) || self.excused(&range) {
            return None;
        }
        in_block(self.block, range, Kind::Time, "duration", Standing::Unheld)
    }

    /// "Durée | 1 h 30": what looks like an hour is a length where the row says so.
    fn length_in_row(&self) -> Option<(u32, Range<usize>)> {
        let said = self.when.time.as_ref().filter(|_| self.when.until.is_none() && self.row_says_duration())?;
        let range = self.when.time_at.clone().unwrap_or_else(|| self.when.range.clone());
        Some((u32::from(said.hour) * 60 + u32::from(said.minute), range))
    }

    /// A cell of the same row says what it is: "Durée | une heure et demie".
    fn row_says_duration(&self) -> bool {
        let cells = self.reading.beside(self.block).filter(|cell| cell.block.part == self.block.block.part);
        cells.flat_map(|cell| cell.words.folded()).any(|word| matches!(word, "duree" | "duration" | "length"))
    }

    /// "un webinaire de deux heures", "un atelier d'une heure": the event itself is that long.
    fn of_event(&self, at: usize) -> bool {
        let here = self.block.words.index_at(at);
        let of = here > 1 && matches!(self.block.words.get(here - 1), "de" | "d" | "of");
        of && Lists::whole_noun(self.block.words.get(here - 2))
    }

    /// "1 h 15 de live": what is that long is the event.
    fn whole_follows(&self, range: &Range<usize>) -> bool {
        let after = self.block.words.index_at(range.end);
        matches!(self.block.words.get(after), "de" | "d" | "of") && Lists::whole_noun(self.block.words.get(after + 1))
    }

    /// "jeudi 15 octobre à 14 h (2 heures)": right after the hour, in brackets.
    fn bracketed(&self, range: &Range<usize>) -> bool {
        let text = self.block.text();
        let Some(before) = text[..range.start].trim_end().strip_suffix('(') else { return false };
        let end = before.trim_end().len();
        self.block.whens.iter().any(|when| when.range.end == end && when.time.is_some())
    }

    /// A part of the event ("40 minutes de démonstration"), or no length of the event at all.
    fn excused_duration(&self, range: &Range<usize>) -> bool {
        let after = self.block.words.index_at(range.end);
        let part = matches!(self.block.words.get(after), "de" | "d" | "of")
            && !Lists::whole_noun(self.block.words.get(after + 1));
        let relative = self.when.relative.as_ref().is_some_and(|(_, at)| overlap(at, range));
        part || relative
            || precedes(self.block, "date-context", "deadline", range.start, 2)
            || precedes(self.block, "time-context", "within", range.start, 1)
            || precedes(self.block, "time-context", "part", range.start, 2) && !self.of_event(range.start)
    }
}

struct Lists;

impl Lists {
    /// "une heure de webinaire" is the whole; "40 minutes de démonstration" a part.
    fn whole_noun(word: &str) -> bool {
        crate::words::Lists::built_in().list("event-nouns").contains(word)
    }
}

/// An hour so many minutes later.
fn moved(local: DateTime, minutes: i32) -> Time {
    let shift = jiff::SignedDuration::from_mins(i64::from(minutes));
    local.checked_add(shift).map_or(local.time(), |moved| moved.time())
}

fn offset_text(minutes: i32) -> String {
    if minutes % 60 == 0 { (minutes / 60).to_string() } else { format!("{}:{:02}", minutes / 60, minutes % 60) }
}

/// Whether an hour is the one that was said; `2` without am or pm may be either.
pub fn is(time: Time, said: &TimeSaid) -> bool {
    let (hour, minute) = (time.hour() as u8, time.minute() as u8);
    minute == said.minute && (hour == said.hour % 24 || said.unsure && hour % 12 == said.hour % 12)
}
