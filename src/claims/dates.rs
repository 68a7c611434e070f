//! Dates: each day that a mail states, field by field against the days of its passage's event.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::facts::{Day, DayRole, EventFacts, Slot};
use crate::language::Language;
use crate::message::BlockKind;
use crate::value::when::{self, DateSaid, Style, When, Within};

use super::context::{granted, in_range, in_sentence, precedes};
use super::draft::{day_of, full_date, in_block, same};
use super::reading::{ReadBlock, Reading};
use super::{Claim, Kind, Standing};

/// Looks at every date of a mail.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    for block in &reading.blocks {
        for when in block.whens.iter() {
            let Some(first) = &when.date else { continue };
            let range = when.date_at.clone().unwrap_or_else(|| when.range.clone());
            if granted(reading, block, &range) {
                continue;
            }
            let judge = Judge { reading, block, when, range, facts: reading.event(block.about(when.range.start)) };
            // A list or range of days is one claim: the first field that is wrong speaks for it.
            let claims: Vec<Claim> =
                std::iter::once(first).chain(&when.other_dates).filter_map(|said| judge.judge(said)).collect();
            out.extend(claims.into_iter().max_by_key(|claim| claim.standing != Standing::Backed));
        }
    }
}

struct Judge<'j, 'm, 'a> {
    reading: &'j Reading<'m, 'a>,
    block: &'j ReadBlock<'m>,
    when: &'j When,
    range: Range<usize>,
    facts: &'j EventFacts<'a>,
}

impl Judge<'_, '_, '_> {
    fn judge(&self, said: &DateSaid) -> Option<Claim> {
        if said.day.is_none() || self.context("law") {
            return None;
        }
        if self.elsewhere(said) {
            return None;
        }
        let deadline = self.context("deadline");
        if let Some(claim) = self.week(said) {
            return Some(claim);
        }
        if let Some(day) = self.matching(said, deadline) {
            return self.matched(said, &day);
        }
        if self.listed(said) {
            return None;
        }
        if deadline {
            return self.deadline(said);
        }
        if let Some(day) = self.facts.days.iter().find(|day| {
            day.role == DayRole::Held
                && same_day(said, day.date)
                && said.year.is_some_and(|year| year != day.date.year())
        }) {
            return self.year(said, day.date);
        }
        if let Some(claim) = self.misplaced_weekday(said) {
            return Some(claim);
        }
        if let Some(claim) = self.old(said) {
            return Some(claim);
        }
        if let Some(claim) = self.of_role(said) {
            return Some(claim);
        }
        let tied = self.tied();
        let same = |date: Date| {
            same_day(said, date) && said.month.is_some() && said.year.is_none_or(|year| year == date.year())
        };
        let held = |index: &usize| self.reading.event(*index).slots.iter().any(|slot| same(slot.day));
        // Of an old mail every day is another event's.
        let kept = |index: &usize| {
            self.reading.frame.world.previous == Some(*index)
                && self.reading.event(*index).days.iter().any(|day| same(day.date))
        };
        let other = self.reading.frame.others.iter().find(|index| held(index) || kept(index));
        let other = other.map(|index| self.reading.event(*index));
        match other {
            Some(other) if tied || said.year.is_some() || said.weekday.is_some() => {
                Some(self.claim("day", Standing::Foreign)?.other(other))
            }
            _ if tied && !self.context("since") && self.near_in_time(said) => self.claim("day", Standing::Against),
            _ => self.calendar(said).or_else(|| self.claim("unknown", Standing::Unknown)),
        }
    }

    /// The day of the event, or by role, that the words mean.
    fn matching(&self, said: &DateSaid, deadline: bool) -> Option<Day<'_>> {
        let fits = |day: &&Day<'_>| same_day(said, day.date) && said.year.is_none_or(|year| year == day.date.year());
        // "Report : la conférence du 3 aura lieu le 14": a subject that tells of the move may name both.
        let old = in_sentence(self.block, "date-context", "old", self.range.start)
            || self.block.block.kind == BlockKind::Line
                && in_range(self.block, "date-context", "moved", &(0..usize::MAX));
        // "le webinaire du 10 est reporté au 17": the day before the word is the old one, the day after it the new.
        let rest = self.range.end..self.block.sentence(self.range.start).range.end;
        let moved = in_range(self.block, "status", "postponed", &rest);
        // Beside a session's title only that session's day is right.
        let session = self.session();
        let of_session = |day: &&Day<'_>| {
            day.role != DayRole::Held || session.is_none_or(|slot| slot.day <= day.date && day.date <= slot.last)
        };
        let mut days: Vec<&Day<'_>> = self.facts.days.iter().filter(fits).filter(of_session).collect();
        // The day that is held counts first, unless the words speak of a closing date.
        days.sort_by_key(|day| match day.role {
            DayRole::Held => u8::from(deadline),
            DayRole::Named => u8::from(!deadline),
            DayRole::Was => 2,
        });
        days.into_iter()
            .find(|day| match day.role {
                // "devait avoir lieu le …": what is said there is the old date, not the one that is held.
                DayRole::Held => {
                    !(self.facts.event.was.is_some()
                        && precedes(self.block, "date-context", "old", self.range.start, 4))
                }
                DayRole::Was => old || moved,
                DayRole::Named => deadline || self.speaks_of(&day.words) || !self.tied(),
            })
            .cloned()
    }

    fn matched(&self, said: &DateSaid, day: &Day<'_>) -> Option<Claim> {
        if said.weekday.is_some_and(|weekday| weekday != weekday_of(day.date)) {
            return self.weekday(said, day.date);
        }
        if self.context("deadline") && day.role != DayRole::Was && day.date < self.reading.send.date() {
            return self.past(day.date);
        }
        let claim = self.claim("day", Standing::Backed)?;
        Some(claim.value(day.date.to_string(), full_date(day.date)))
    }

    /// "La semaine du 7 octobre" is right for each day of that week.
    fn week(&self, said: &DateSaid) -> Option<Claim> {
        if self.when.within != Some(Within::Week) {
            return None;
        }
        let first = resolve(said, self.reading.send.date())?;
        let monday = first.checked_sub(i64::from(first.weekday().to_monday_zero_offset()).days()).ok()?;
        let sunday = monday.checked_add(6.days()).ok()?;
        let day =
            self.facts.days.iter().find(|day| day.role == DayRole::Held && (monday..=sunday).contains(&day.date))?;
        Some(self.claim("day", Standing::Backed)?.value(day.date.to_string(), full_date(day.date)))
    }

    /// A date that `facts` list, that the mail is sent on, or that another allowed event has.
    fn listed(&self, said: &DateSaid) -> bool {
        let stated = self.reading.frame.facts().any(|fact| {
            when::scan(fact.text(), self.reading.language, self.reading.month_first())
                .iter()
                .filter_map(|when| when.date.as_ref())
                .any(|fact| {
                    fact.day == said.day && fact.month == said.month && (said.year.is_none() || fact.year == said.year)
                })
        });
        let sentence = self.block.sentence(self.range.start);
        let allowed = || {
            self.reading.frame.allowed().any(|index| {
                let facts = self.reading.event(index);
                facts
                    .days
                    .iter()
                    .any(|day| same_day(said, day.date) && said.year.is_none_or(|year| year == day.date.year()))
            })
        };
        let sent = same_day(said, self.reading.send.date()) && said.year == Some(self.reading.send.year());
        stated || sent && !self.tied() || !sentence.told() && !self.tied() && allowed()
    }

    /// The day of the event as it is in the zone that stands beside the hour: "2 am AEDT on Friday".
    fn elsewhere(&self, said: &DateSaid) -> bool {
        let Some((zone, _)) = &self.when.zone else { return false };
        self.facts.slots.iter().filter_map(|slot| Some(slot.day.to_datetime(slot.start?))).any(|start| {
            let own = self.facts.event.zone.to_ambiguous_zoned_datetime(start).compatible();
            let (Ok(own), Some(there)) = (own, when::offset_of(zone, start)) else { return false };
            let shift = i64::from(there.minutes) - i64::from(own.offset().seconds() / 60);
            let moved = start.checked_add(jiff::SignedDuration::from_mins(shift));
            moved.is_ok_and(|moved| {
                moved.date() != start.date()
                    && same_day(said, moved.date())
                    && said.weekday.is_none_or(|weekday| weekday == weekday_of(moved.date()))
                    && said.year.is_none_or(|year| year == moved.date().year())
            })
        })
    }

    fn deadline(&self, said: &DateSaid) -> Option<Claim> {
        let date = resolve(said, self.reading.send.date())?;
        if date < self.reading.send.date() {
            return self.past(date);
        }
        if let Some(claim) = self.misplaced_weekday(said) {
            return Some(claim);
        }
        let Some(fact) = self.facts.days.iter().find(|day| day.role == DayRole::Named && self.speaks_of(&day.words))
        else {
            return self.claim("unknown", Standing::Unknown);
        };
        let claim = self.claim("until", Standing::Against)?;
        Some(self.expect(claim, said, fact.date).because(
            fact.written,
            "la date que l'événement donne",
            "the date that the event gives",
        ))
    }

    /// Another day than the one that the event gives for what the sentence speaks of: "Les attestations partiront le …".
    fn of_role(&self, said: &DateSaid) -> Option<Claim> {
        let sentence = &self.block.sentence(self.range.start).range;
        let date = resolve(said, self.reading.send.date())?;
        let named = self.facts.event.dates.iter().find(|named| {
            let words: Vec<String> =
                std::iter::once(&named.role).chain(&named.words).map(|word| word.text().to_string()).collect();
            let months = date.since(named.start.moment.date()).map_or(i32::MAX, |span| span.get_days().abs()) / 30;
            self.speaks_of(&words) && months <= 6
        })?;
        // One date of the role stands in the sentence: this one is another thing's.
        let right = |when: &When| {
            when.date.iter().chain(&when.other_dates).any(|said| {
                std::iter::once(&named.start)
                    .chain(&named.end)
                    .any(|at| same_day(said, at.moment.date()) && said.year.is_none_or(|y| y == at.moment.year()))
            })
        };
        let here = self.block.whens.iter().filter(|when| sentence.contains(&when.range.start));
        if here.filter(|when| when.range != self.when.range).any(right) {
            return None;
        }
        let claim = self.claim("until", Standing::Against)?;
        let claim = match &named.end {
            Some(end) => {
                let days = super::draft::days(named.start.moment.date(), end.moment.date());
                let plain = days.get(self.reading.language).to_string();
                claim.expect(days, plain)
            }
            None => self.expect(claim, said, named.start.moment.date()),
        };
        Some(claim.because(&named.start.written, "la date que l'événement donne", "the date that the event gives"))
    }

    fn past(&self, date: Date) -> Option<Claim> {
        Some(self.claim("deadline", Standing::Against)?.hole("deadline", full_date(date)))
    }

    fn year(&self, said: &DateSaid, date: Date) -> Option<Claim> {
        let claim = self.claim("year", Standing::Against)?;
        Some(self.expect(claim, said, date))
    }

    fn weekday(&self, said: &DateSaid, date: Date) -> Option<Claim> {
        let claim = self.claim("weekday", Standing::Against)?;
        Some(self.expect(claim, said, date))
    }

    /// The old date of a postponed event, said wrongly.
    fn old(&self, said: &DateSaid) -> Option<Claim> {
        let was = self.facts.event.was.as_ref()?;
        if !in_sentence(self.block, "date-context", "old", self.range.start) || said.month.is_none() {
            return None;
        }
        let mut claim = self.claim("day", Standing::Against)?;
        claim.expected.clear();
        claim.related.clear();
        let text = self.in_form(Some(said), was.moment.date());
        Some(claim.expect(same(&text), text).because(
            &was.written,
            "l'ancienne date de l'événement",
            "the event's old date",
        ))
    }

    /// Day and month are those of a day that the facts know, and the weekday is not.
    fn misplaced_weekday(&self, said: &DateSaid) -> Option<Claim> {
        let weekday = said.weekday?;
        let day = self
            .facts
            .days
            .iter()
            .find(|day| same_day(said, day.date) && said.month.is_some() && said.year.is_none())?;
        if weekday_of(day.date) == weekday { None } else { self.weekday(said, day.date) }
    }

    /// The calendar judges a weekday on its own, where day, month and year are said.
    fn calendar(&self, said: &DateSaid) -> Option<Claim> {
        let date = Date::new(said.year?, i8::try_from(said.month?).ok()?, i8::try_from(said.day?).ok()?).ok()?;
        if said.weekday? == weekday_of(date) {
            return None;
        }
        self.weekday(said, date)
    }

    fn claim(&self, aspect: &'static str, standing: Standing) -> Option<Claim> {
        let claim =
            in_block(self.block, self.range.clone(), Kind::Date, aspect, standing)?.own(self.facts).sent(self.reading);
        if standing == Standing::Backed || matches!(aspect, "deadline" | "unknown" | "weekday" | "year" | "until") {
            return Some(claim);
        }
        let day = day_of(self.facts);
        let plain = if self.reading.language == Language::Fr { day.fr.clone() } else { day.en.clone() };
        let session = self.session();
        let claim = match session.map_or(self.facts.slots.as_slice(), std::slice::from_ref) {
            [slot] => {
                let text = self.in_form(self.when.date.as_ref(), slot.day);
                claim.expect(same(&text), text)
            }
            _ => claim.expect(day, plain),
        };
        Some(match session.or(self.facts.slots.first()) {
            Some(slot) => claim.because(slot.start_written, "la date de l'événement", "the event's date"),
            None => claim,
        })
    }

    /// The session whose title stands beside the date.
    fn session(&self) -> Option<&Slot<'_>> {
        self.facts.slots.get(self.reading.session(self.block, self.range.start)?)
    }

    fn expect(&self, claim: Claim, said: &DateSaid, date: Date) -> Claim {
        let text = self.in_form(Some(said), date);
        let claim = claim.expect(same(&text), text);
        match self.facts.days.iter().find(|day| day.date == date) {
            Some(day) if claim.aspect != "until" => {
                claim.because(day.written, "la date de l'événement", "the event's date")
            }
            _ => claim,
        }
    }

    /// A date in the form that the mail uses: with the weekday where it has one, without the year where it has none.
    fn in_form(&self, said: Option<&DateSaid>, date: Date) -> String {
        let digits = self.block.text()[self.range.clone()].chars().all(|c| !c.is_alphabetic());
        let style = match said {
            _ if digits => Style::Short,
            Some(said) if said.weekday.is_some() => Style::Full,
            _ => Style::Long,
        };
        let text = when::format_date(date, self.reading.language, style);
        let year = said.is_none_or(|said| said.year.is_some());
        let bare = text.strip_suffix(&format!(" {}", date.year())).filter(|_| !year).map(str::to_string);
        bare.unwrap_or(text)
    }

    fn context(&self, group: &str) -> bool {
        let gap = if group == "deadline" { 1 } else { 4 };
        // "until midnight, 25 January": the hour stands between.
        precedes(self.block, "date-context", group, self.range.start, gap)
            || precedes(self.block, "date-context", group, self.when.range.start, gap)
    }

    /// Whether the sentence has the role's name, or words that announce it.
    fn speaks_of(&self, words: &[String]) -> bool {
        let sentence = &self.block.sentence(self.range.start).range;
        let has = |text: &str| {
            let words = super::reading::name_words(text);
            self.block
                .words
                .find(&words)
                .iter()
                .any(|hit| sentence.contains(&self.block.words.bytes(hit.clone()).start))
        };
        words.iter().any(|word| has(word) || super::links::announces(self.block, sentence, word))
    }

    /// Whether the words tie the date to the event: beside its title, an hour, words for taking place, or alone in a
    /// short block.
    fn tied(&self) -> bool {
        let sentence = &self.block.sentence(self.range.start).range;
        let said = self.block.words.index_at(self.when.range.end) - self.block.words.index_at(self.when.range.start);
        self.when.time.is_some()
            || self.block.words.len() <= said + 4
            || self.block.block.kind == BlockKind::Line
            || self.block.titles.iter().any(|hit| sentence.contains(&hit.range.start))
            || in_sentence(self.block, "date-context", "happens", self.range.start)
            || precedes(self.block, "event-nouns", "noun", self.range.start, 2)
    }

    /// A date years away is history, not a slip.
    fn near_in_time(&self, said: &DateSaid) -> bool {
        let Some(first) = self.facts.first_day().or(self.facts.event.was.as_ref().map(|was| was.moment.date())) else {
            return true;
        };
        said.year.is_none_or(|year| (year - first.year()).abs() <= 1)
    }
}

/// 1 Monday … 7 Sunday.
pub fn weekday_of(date: Date) -> u8 {
    date.weekday().to_monday_one_offset() as u8
}

/// Whether the fields that were said are those of a day; the year and the weekday apart.
pub fn same_day(said: &DateSaid, date: Date) -> bool {
    let (day, month) = (date.day() as u8, date.month() as u8);
    let straight = said.day == Some(day) && said.month.is_none_or(|m| m == month);
    straight || said.ambiguous && said.month == Some(day) && said.day == Some(month)
}

/// The day that is meant: without a year, the one nearest to the sending.
pub fn resolve(said: &DateSaid, send: Date) -> Option<Date> {
    let day = i8::try_from(said.day?).ok()?;
    let month = said.month.and_then(|month| i8::try_from(month).ok()).unwrap_or(send.month());
    match said.year {
        Some(year) => Date::new(year, month, day).ok(),
        None => (send.year() - 1..=send.year() + 1)
            .filter_map(|year| Date::new(year, month, day).ok())
            .min_by_key(|date| date.since(send).map_or(i32::MAX, |span| span.get_days().abs())),
    }
}
