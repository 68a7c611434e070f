//! The reader: at each token, the longest expression that starts there; its parts are in the rooms beside.

use crate::language::Language;
use crate::language::calendar::Word;

use super::clock::Hours;
use super::token::{Gap, Kind, Token, tokens};
use super::{DateSaid, DayPart, Relative, When};

/// A text's tokens with what the caller said of the text.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: Vec<Token>,
    pub(super) language: Language,
    pub(super) month_first: bool,
    /// Also the looser expressions.
    pub(super) loose: bool,
}

/// The expressions of a text, in order.
pub(super) fn read(text: &str, language: Language, month_first: bool, loose: bool) -> Vec<When> {
    let reader = Reader { text, tokens: tokens(text), language, month_first, loose };
    let mut out = Vec::new();
    let mut at = 0;
    while at < reader.tokens.len() {
        if !reader.opens(at) {
            at += 1;
            continue;
        }
        match reader.expression(at) {
            Some((when, next)) if next > at => {
                if reader.stands(&when, at, next) {
                    out.push(when);
                }
                at = next;
            }
            _ => at += 1,
        }
    }
    out
}

impl Reader<'_> {
    pub(super) fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|t| t.kind)
    }

    pub(super) fn word(&self, at: usize) -> Option<Word> {
        match self.kind(at) {
            Some(Kind::Word(word)) => Some(word),
            _ => None,
        }
    }

    pub(super) fn word_before(&self, at: usize) -> Option<Word> {
        at.checked_sub(1).and_then(|before| self.word(before))
    }

    pub(super) fn kind_before(&self, at: usize) -> Option<Kind> {
        at.checked_sub(1).and_then(|before| self.kind(before))
    }

    pub(super) fn is(&self, at: usize, word: Word) -> bool {
        self.kind(at) == Some(Kind::Word(word)) && self.gap(at) < Gap::Break
    }

    pub(super) fn mark(&self, at: usize, mark: char) -> bool {
        self.kind(at) == Some(Kind::Mark(mark)) && self.gap(at) < Gap::Break
    }

    /// The gap before a token; past the end, a break.
    pub(super) fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or(Gap::Break, |t| t.gap)
    }

    pub(super) fn touches(&self, at: usize) -> bool {
        self.gap(at) == Gap::None
    }

    pub(super) fn start(&self, at: usize) -> usize {
        self.tokens.get(at).map_or(self.text.len(), |t| t.start)
    }

    /// The end of the token before `next`.
    pub(super) fn end(&self, next: usize) -> usize {
        next.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, |t| t.end)
    }

    pub(super) fn bytes(&self, at: usize, next: usize) -> std::ops::Range<usize> {
        self.start(at)..self.end(next)
    }

    pub(super) fn digits(&self, at: usize) -> Option<(u32, u8)> {
        match self.kind(at) {
            Some(Kind::Number(value, digits)) => Some((value, digits)),
            _ => None,
        }
    }

    pub(super) fn capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| t.capital)
    }

    /// Skips one token when it is a given mark.
    pub(super) fn skip(&self, at: usize, mark: char) -> usize {
        if self.mark(at, mark) { at + 1 } else { at }
    }

    /// The longest expression that starts at a token.
    fn expression(&self, at: usize) -> Option<(When, usize)> {
        let mut best = self.starting_date(at);
        let longer =
            |best: &Option<(When, usize)>, other: &(When, usize)| best.as_ref().is_none_or(|(_, next)| other.1 > *next);
        if let Some(other) = self.starting_relative(at)
            && longer(&best, &other)
        {
            best = Some(other);
        }
        if let Some(other) = self.starting_within(at)
            && longer(&best, &other)
        {
            best = Some(other);
        }
        if let Some(other) = self.starting_time(at)
            && longer(&best, &other)
        {
            best = Some(other);
        }
        if let Some(other) = self.starting_length(at)
            && longer(&best, &other)
        {
            best = Some(other);
        }
        best
    }

    /// Whether an expression may begin at a token at all; most tokens are turned away here.
    fn opens(&self, at: usize) -> bool {
        let word = match self.tokens[at].kind {
            Kind::Number(..) => return true,
            Kind::Word(Word::Other) | Kind::Opaque => return false,
            Kind::Mark(_) => return false,
            Kind::Word(word) => word,
        };
        match word {
            // These tie or follow, or only the looser reader begins with them.
            Word::Le | Word::The | Word::On | Word::Of | Word::And | Word::Au | Word::En | Word::Des | Word::L => {
                self.loose
            }
            Word::Until | Word::To | Word::At | Word::About | Word::Lasting | Word::Per | Word::Y => false,
            Word::Morning | Word::Afternoon | Word::Evening | Word::Night => self.loose,
            Word::Event | Word::Street | Word::Time | Word::Part | Word::Since | Word::Every | Word::Heure => false,
            // These need a word of dates, a number or a mark behind them.
            Word::De
            | Word::Du
            | Word::From
            | Word::Between
            | Word::A
            | Word::An
            | Word::In
            | Word::Dans
            | Word::Ce
            | Word::This
            | Word::Il
            | Word::Before
            | Word::After
            | Word::D
            | Word::J
            | Word::Last
            | Word::Next
            | Word::Left
            | Word::Day
            | Word::Week
            | Word::MonthUnit
            | Word::Begin
            | Word::Starting => !matches!(self.kind(at + 1), None | Some(Kind::Word(Word::Other))),
            _ => true,
        }
    }

    fn starting_relative(&self, at: usize) -> Option<(When, usize)> {
        let (relative, start, next) = self.relative(at)?;
        let mut when = When { range: self.bytes(start, next), ..When::default() };
        when.part = self.part_within(&relative, start, next);
        when.relative = Some((relative.clone(), self.bytes(start, next)));
        let mut next = next;
        let comma = self.skip(next, ',');
        let article = if self.is(comma, Word::Le) || self.is(comma, Word::The) { comma + 1 } else { comma };
        if self.gap(comma) < Gap::Break
            && let Some(days) = self.days(article)
            && days.whole
        {
            self.put_days(&mut when, &days);
            next = days.next;
        }
        let span = matches!(relative, Relative::Weeks(_) | Relative::Months(_) | Relative::Before(_));
        if !span || when.date.is_some() {
            next = self.attach_time(&mut when, next);
        }
        next = self.zone_of_day(&mut when, next);
        self.settle_half(&mut when, start, next);
        when.range = self.start(start)..self.end(next);
        Some((when, next))
    }

    fn starting_date(&self, at: usize) -> Option<(When, usize)> {
        if self.dotted(at).is_some() {
            return None;
        }
        let days = self.days(at)?;
        let mut when = When::default();
        self.put_days(&mut when, &days);
        let mut next = self.turn_behind(&mut when, days.next);
        if !days.range && when.date.as_ref().is_some_and(|said| said.day.is_some()) {
            (when.part, next) = self.day_part(next);
        }
        next = self.attach_time(&mut when, next);
        if !days.range && when.until.is_none() && when.time.is_some() {
            next = self.attach_end(&mut when, next);
        }
        next = self.year_behind(&mut when, next);
        next = self.zone_of_day(&mut when, next);
        self.settle_half(&mut when, at, next);
        when.range = self.start(at)..self.end(next);
        Some((when, next))
    }

    fn starting_time(&self, at: usize) -> Option<(When, usize)> {
        let hours = self.hours(at)?;
        let mut when = When::default();
        let next = self.put_hours(&mut when, at, hours);
        let next = self.attach_date(&mut when, next);
        self.settle_half(&mut when, at, next);
        when.range = self.start(at)..self.end(next);
        Some((when, next))
    }

    fn starting_length(&self, at: usize) -> Option<(When, usize)> {
        let (minutes, next) = self.length(at)?;
        let range = self.bytes(at, next);
        Some((When { range: range.clone(), duration: Some((minutes, range)), ..When::default() }, next))
    }

    pub(super) fn put_days(&self, when: &mut When, days: &super::day::Days) {
        let mut said = days.said.iter().cloned();
        when.date = said.next();
        when.other_dates = said.collect();
        when.date_range = days.range;
        when.date_at = Some(self.bytes(days.at, days.next));
    }

    /// Reads hours and their zone into an expression; returns what follows.
    fn put_times(&self, when: &mut When, at: usize) -> Option<usize> {
        let hours = self.hours(at)?;
        Some(self.put_hours(when, at, hours))
    }

    fn put_hours(&self, when: &mut When, at: usize, hours: Hours) -> usize {
        when.time_at = Some(self.bytes(at, hours.next));
        when.time = Some(hours.time);
        when.until = hours.until;
        let next = self.attach_zone(when, hours.next);
        // "3 pm ET – 4 pm ET"
        if when.until.is_none()
            && when.zone.is_some()
            && let Some(end) = self.to_the_end(next, false)
            && let Some(hours) = self.hours(end)
            && hours.until.is_none()
        {
            when.until = Some(hours.time);
            when.time_at = Some(self.bytes(at, hours.next));
            let mut other = When::default();
            let after = self.attach_zone(&mut other, hours.next);
            if other.zone.as_ref().map(|z| &z.0) == when.zone.as_ref().map(|z| &z.0) {
                return after;
            }
            when.until = None;
            when.time_at = Some(self.bytes(at, next));
        }
        next
    }

    /// Reads "à 14 h", ", de 9 h à 12 h", "(4 pm to 5 pm)" after a date.
    pub(super) fn attach_time(&self, when: &mut When, next: usize) -> usize {
        if let Some(end) = self.iso_time(when, next) {
            return end;
        }
        let mut at = next;
        let bracket = self.mark(at, '(');
        if bracket || self.separates(at) {
            at += 1;
        }
        if self.gap(at) == Gap::Break {
            return next;
        }
        let after_prepositions = self.prepositions(at);
        let said_at = after_prepositions > at;
        for start in [at, after_prepositions] {
            let found = self
                .put_times(when, start)
                .or_else(|| (said_at && start == after_prepositions).then(|| self.bare_hour(when, start)).flatten());
            let Some(end) = found else { continue };
            if !bracket {
                return end;
            }
            if self.mark(end, ')') {
                return end + 1;
            }
            (when.time, when.until, when.time_at, when.zone, when.other_zone) = (None, None, None, None, None);
            return next;
        }
        next
    }

    /// "T14:00" right after a date of ISO 8601, ":14:00:00" after a log's "06/Nov/2023".
    fn iso_time(&self, when: &mut When, t: usize) -> Option<usize> {
        let log = self.mark(t, ':') && self.touches(t + 1) && matches!(self.digits(t - 1), Some((_, 4)));
        if !((self.is(t, Word::T) || log) && self.touches(t)) {
            return None;
        }
        let clock = self.iso_clock(t + 1)?;
        when.time_at = Some(self.bytes(t + 1, clock.1));
        when.time = Some(clock.0);
        Some(self.attach_zone(when, clock.1))
    }

    /// A mark that may stand between a date and its hours.
    fn separates(&self, at: usize) -> bool {
        match self.kind(at) {
            Some(Kind::Mark(',' | '|' | '·' | '•' | ':')) => self.gap(at) <= Gap::Space,
            Some(Kind::Mark('-')) => {
                self.gap(at) == Gap::Space && self.gap(at + 1) == Gap::Space || self.loose && self.touches(at)
            }
            _ => false,
        }
    }

    /// Skips "à", "at", "@", "à partir de", "dès", "vers" before an hour.
    pub(super) fn prepositions(&self, mut at: usize) -> usize {
        loop {
            let prepositional = match self.kind(at) {
                Some(Kind::Word(word)) => matches!(
                    word,
                    Word::A | Word::At | Word::Starting | Word::De | Word::Des | Word::About | Word::From | Word::In
                ),
                Some(Kind::Mark('@')) => true,
                _ => false,
            };
            if !prepositional || self.gap(at) == Gap::Break {
                return at;
            }
            at += 1;
        }
    }

    /// "at 2", "à 7" after a date: an hour whose half of the day is open.
    fn bare_hour(&self, when: &mut When, at: usize) -> Option<usize> {
        let (value, next) = match self.digits(at) {
            Some((value, _)) => (value, at + 1),
            None => self.number(at).filter(|_| self.loose)?,
        };
        let clear = match self.kind(next) {
            None | Some(Kind::Opaque) => true,
            Some(Kind::Mark(c)) => !matches!(c, '-' | '/' | '%' | '€' | '$' | '£' | '°' | '\'') && !self.runs_on(next),
            Some(Kind::Word(word)) => {
                !self.touches(at + 1) && matches!(word, Word::And | Word::Le | Word::On | Word::In | Word::A | Word::At)
            }
            Some(Kind::Number(..)) => false,
        };
        let zoned = || self.attach_zone(&mut When::default(), next) > next;
        let led = matches!(self.kind_before(at), Some(Kind::Word(Word::A | Word::At) | Kind::Mark('@')));
        if value > 24 || !led || !(clear || zoned()) {
            return None;
        }
        when.time = Some(super::TimeSaid { hour: (value % 24) as u8, minute: 0, unsure: value <= 12 });
        when.time_at = Some(self.bytes(at, next));
        Some(self.attach_zone(when, next))
    }

    /// Reads the date after an hour: "14 h le mardi 17 novembre", "3 pm on Tuesday", "10 h demain".
    fn attach_date(&self, when: &mut When, next: usize) -> usize {
        let mut at = self.skip(next, ',');
        let comma = at > next;
        while matches!(self.word(at), Some(Word::Le | Word::On | Word::The | Word::Of | Word::De | Word::Ce)) {
            at += 1;
        }
        if self.gap(at) >= Gap::Line || self.gap(next) >= Gap::Line {
            return next;
        }
        if let Some(days) = self.days(at)
            && (days.whole || !comma || self.loose)
        {
            self.put_days(when, &days);
            let (part, next) = self.day_part(days.next);
            when.part = part;
            return next;
        }
        for start in [if comma { next + 1 } else { next }, at] {
            if (!comma || self.loose)
                && let Some((relative, start, end)) = self.relative(start)
                && !matches!(relative, Relative::Minutes(_) | Relative::Before(_))
            {
                when.part = self.part_within(&relative, start, end);
                when.relative = Some((relative, self.bytes(start, end)));
                return end;
            }
        }
        next
    }

    /// Reads the other end of "le 3 mars à 14 h au 5 mars à 12 h".
    fn attach_end(&self, when: &mut When, next: usize) -> usize {
        let at = match self.kind(next) {
            Some(Kind::Word(Word::Au | Word::To | Word::Until)) => next + 1,
            Some(Kind::Mark('-')) if self.gap(next) <= Gap::Space => next + 1,
            _ => return next,
        };
        let Some(days) = self.days(at) else { return next };
        if days.range || !days.whole {
            return next;
        }
        let mut end = When::default();
        let after = self.attach_time(&mut end, days.next);
        if end.time.is_none() {
            return next;
        }
        let said: Vec<DateSaid> = days.said;
        when.other_dates = said;
        when.date_range = true;
        when.until = end.time;
        after
    }

    /// A mark that is glued between digits: "1:1", "2.1", "14/06".
    pub(super) fn runs_on(&self, at: usize) -> bool {
        self.touches(at)
            && matches!(self.kind(at), Some(Kind::Mark('.' | ',' | ':' | '/' | '-' | '_' | '+')))
            && self.touches(at + 1)
            && matches!(self.kind(at + 1), Some(Kind::Number(..)))
    }

    /// The year behind the seconds of "Oct 26 15:50:06 2016".
    fn year_behind(&self, when: &mut When, at: usize) -> usize {
        let seconds = |at: usize| at >= 5 && self.mark(at - 2, ':') && self.mark(at - 4, ':');
        match (&mut when.date, self.digits(at)) {
            (Some(said), Some((_, 4))) if when.time.is_some() && said.year.is_none() && seconds(at) => {
                let Some((year, next)) = self.year_after(at) else { return at };
                (said.year, said.year_at) = (Some(year), Some(self.bytes(at, next)));
                next
            }
            _ => at,
        }
    }

    /// Loosely: the zone of a day without an hour, "today EST".
    fn zone_of_day(&self, when: &mut When, at: usize) -> usize {
        if !self.loose || when.time.is_some() || !self.capital(at) || self.gap(at) != Gap::Space {
            return at;
        }
        let Some((zone, range, next)) = self.abbreviation(at) else { return at };
        when.zone = Some((zone, range));
        next
    }

    /// An open hour beside a part of the day has its half, unless a meridiem says it: "this afternoon at 3" is 15 h;
    /// 2 of a night stays. Loosely "cet après-midi à 3 h" is 15 h too; a mail that is checked may have it wrong.
    fn settle_half(&self, when: &mut When, at: usize, next: usize) {
        let Some(part) = when.part else { return };
        let meridiem = (at..next).any(|i| matches!(self.word(i), Some(Word::Am | Word::Pm | Word::P)));
        let hours = |part| match part {
            DayPart::Morning => 24..24,
            DayPart::Afternoon => 1..12,
            DayPart::Evening => 4..12,
            DayPart::Night => 6..12,
        };
        // "from 5 to 7 tomorrow night": the end says the half of both.
        let whole = when.until.as_ref().is_some_and(|until| until.unsure && hours(part).contains(&until.hour));
        let hours = |part| if whole { hours(part).start.min(1)..hours(part).end } else { hours(part) };
        for time in [&mut when.time, &mut when.until].into_iter().flatten() {
            if !meridiem && (time.unsure || self.loose) && hours(part).contains(&time.hour) {
                time.hour += 12;
            }
            time.unsure = false;
        }
    }
}
