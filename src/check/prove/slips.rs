//! The slips that somebody makes in a mail's own words.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::{Date, Time};

use super::edits::{self, Home};
use super::{Kind, Slip};
use crate::claims::reading::{Moment, ReadBlock, Reading};
use crate::claims::{Claim, Kind as ClaimKind, Standing};
use crate::facts::{EventFacts, World};
use crate::language::fold::fold;
use crate::language::{Language, Message};
use crate::message::BlockKind;
use crate::project::{Audience, BodyKind, Mail};
use crate::source::{Problem, Sources, Span};
use crate::yaml::Node;

use super::super::Ask;
use super::super::seen::{Seen, each_version};

/// Numbers of one mail that are changed: a long table is full of them.
const MOST_NUMBERS: usize = 6;

/// The slips of a mail, and those that could not be made.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) slips: Vec<Slip>,
    pub(super) untried: Vec<Message>,
}

/// The slips in a mail, as all classes of its recipients get it.
pub(super) fn of(world: &World<'_>, mail: &Mail, sources: &Sources, ask: &Ask) -> Result<Found, Problem> {
    let mut made = Maker { mail, sources, found: Found::default(), known: BTreeSet::new(), numbers: 0 };
    each_version(world, mail, sources, ask, |seen| {
        made.look(seen);
        None::<()>
    })?;
    Ok(made.found)
}

/// Makes slips, each once.
struct Maker<'a> {
    mail: &'a Mail,
    sources: &'a Sources,
    found: Found,
    known: BTreeSet<(Span, Kind, String)>,
    numbers: usize,
}

impl Maker<'_> {
    fn look(&mut self, seen: &Seen<'_, '_, '_>) {
        let frame = seen.reading.frame;
        if frame.others.is_empty() && self.found.untried.is_empty() {
            self.found.untried.push(Message::new(
                "copie d'un autre événement : aucun autre n'est connu (« events: » dans presend.yaml)",
                "copies of another event: no other is known (“events:” in presend.yaml)",
            ));
        }
        let other = frame.others.iter().chain(&frame.next).map(|index| frame.event(*index)).next();
        for claim in seen.claims.iter().filter(|claim| claim.standing == Standing::Backed && claim.value.is_some()) {
            match (claim.place.literal, claim.place.printed) {
                (true, false) => self.typed(claim, seen.reading, other),
                (false, true) => self.printed(claim, seen.reading),
                _ => {}
            }
        }
        for block in &seen.reading.blocks {
            self.numbers(block, seen.claims);
        }
        self.put_in(seen.reading);
    }

    /// Slips in words that were typed and are right.
    fn typed(&mut self, claim: &Claim, reading: &Reading<'_, '_>, other: Option<&EventFacts<'_>>) {
        let value = claim.value.as_ref().map_or("", |(value, _)| value.as_str());
        let words = claim.found.as_str();
        let mut made: Vec<(Kind, Option<String>)> = Vec::new();
        match claim.kind {
            ClaimKind::Title => {
                made.push((Kind::OtherTitle, other.map(|other| other.event.title.text().to_string())));
                made.push((Kind::Misspelling, edits::misspelt(words)));
            }
            ClaimKind::Date => {
                let date = value.parse::<Date>().ok();
                let before = date.and_then(|date| unstated(date, reading));
                let wrong = date.zip(before).and_then(|(date, before)| edits::other_date(words, date, before));
                made.push((Kind::LastMonth, wrong));
                made.push((Kind::Weekday, date.and_then(|date| edits::next_weekday(words, date))));
            }
            ClaimKind::Time => {
                let time = value.parse::<Time>().ok();
                made.push((Kind::Hour, time.and_then(|time| edits::hour_later(words, time))));
            }
            ClaimKind::Link => {
                let role = value.split(' ').next().unwrap_or_default();
                let url = |facts: &EventFacts<'_>| facts.link(role).map(|link| link.fact.url.text().to_string());
                made.push((Kind::OtherLink, other.and_then(url)));
                let own = &reading.frame.own().links;
                let swapped = own.iter().find(|link| link.role != role && !value.ends_with(&link.link.normal));
                made.push((Kind::SwappedLink, swapped.map(|link| link.fact.url.text().to_string())));
            }
            ClaimKind::Person => {
                if is_speaker(reading, words) {
                    made.push((Kind::OtherSpeaker, stranger(reading)));
                }
                made.push((Kind::Misspelling, edits::misspelt(words)));
            }
            ClaimKind::Contact if words.contains('@') => made.push((Kind::Misspelling, edits::misspelt(words))),
            ClaimKind::Contact => made.push((Kind::Digit, edits::other_digit(words))),
            ClaimKind::Venue => made.push((Kind::Misspelling, edits::misspelt(words))),
            _ => {}
        }
        for (kind, after) in made {
            if let Some(after) = after.filter(|after| after != words) {
                self.add(kind, claim.span, words, &after);
            }
        }
    }

    /// Slips in tags that print the right value.
    fn printed(&mut self, claim: &Claim, reading: &Reading<'_, '_>) {
        let (Some(tag), Some(pointer)) = (claim.place.written, claim.place.pointer.as_deref()) else { return };
        let written = self.sources.slice(tag);
        let mut put = |kind: Kind, other: Option<String>| {
            if let Some(other) = other.filter(|other| *other != written) {
                self.add(kind, tag, &written, &other);
            }
        };
        let own = reading.frame.own().event;
        let next = reading.frame.next.map(|next| reading.frame.event(next).event);
        let (root, key) = pointer.split_once('.').unwrap_or((pointer, ""));
        // Where both say the same, the other tag is no slip.
        let differ = next.is_some_and(|next| value_at(&own.tree, key) != value_at(&next.tree, key));
        match root {
            "event" if differ => put(Kind::SwappedTag, Some(written.replace("event.", "next."))),
            "next" if differ => put(Kind::SwappedTag, Some(written.replace("next.", "event."))),
            _ => {}
        }
        if let Some(role) = pointer.strip_prefix("event.links.") {
            let other = reading.frame.own().links.iter().find(|link| link.fact.role.text() != role);
            let tag = |link: &crate::facts::FactLink<'_>| written.replace(role, link.fact.role.text());
            put(Kind::SwappedLink, other.filter(|link| !link.fact.role.text().contains([' ', '-'])).map(tag));
        }
    }

    /// Numbers that no claim covers: "160 personnes".
    fn numbers(&mut self, block: &ReadBlock<'_>, claims: &[Claim]) {
        let text = block.text();
        let mut at = 0;
        while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()).map(|found| at + found) {
            let end = start + text[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - start);
            at = end;
            let beside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || "/:.-_@#%".contains(c));
            let alone = !beside(text[..start].chars().next_back())
                && !text[end..].starts_with(|c: char| c.is_alphanumeric() || "/:-_@#".contains(c));
            let place = block.block.text.origin(start..end);
            let Some(span) = place.written.filter(|_| place.literal && !place.printed && !place.made) else { continue };
            let claimed = claims.iter().any(|claim| claim.span.overlaps(span));
            if !alone || claimed || self.numbers >= MOST_NUMBERS || end - start > 6 {
                continue;
            }
            let Ok(number) = text[start..end].parse::<u32>() else { continue };
            let before = self.found.slips.len();
            self.add(Kind::Number, span, &text[start..end], &(number + 1).to_string());
            if let Some(slip) = self.found.slips.get_mut(before) {
                // With the word after it, so that people know which.
                let more: String = text[end..].chars().take_while(|c| c.is_whitespace()).collect();
                let word = text[end + more.len()..].split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
                if !more.is_empty() && !word.is_empty() {
                    (slip.before, slip.after) = (format!("{} {word}", slip.before), format!("{} {word}", slip.after));
                }
                self.numbers += 1;
            }
        }
    }

    /// What is put in at the end of the first paragraph of each part: words to another audience, marks of templates.
    fn put_in(&mut self, reading: &Reading<'_, '_>) {
        let mut parts = Vec::new();
        for block in &reading.blocks {
            let fits = matches!(block.block.kind, BlockKind::Paragraph | BlockKind::Item) && !block.block.hidden;
            let length = block.text().len();
            if !fits || parts.contains(&block.block.part) || block.words.len() < 5 {
                continue;
            }
            let last = block.text().char_indices().next_back().map_or(0..0, |(at, _)| at..length);
            let Some(end) = self.end_of(block, last) else { continue };
            parts.push(block.block.part);
            if let Some(words) = other_audience(reading) {
                self.add(Kind::Audience, end, "", &format!(" {words}"));
            }
            self.add(Kind::Leftover, end, "", " *|FNAME|*");
            self.add(
                Kind::Leftover,
                end,
                "",
                if reading.language == Language::Fr { " [À COMPLÉTER]" } else { " [TO BE COMPLETED]" },
            );
            if self.mail.has_tags() {
                self.add(Kind::Leftover, end, "", " {{event.titel}}");
            }
        }
    }

    /// The point after typed words.
    fn end_of(&self, block: &ReadBlock<'_>, last: Range<usize>) -> Option<Span> {
        let place = block.block.text.origin(last);
        let span = place.written.filter(|_| place.literal && !place.printed && !place.made)?;
        Some(Span::new(span.file, span.end, span.end))
    }

    /// A slip, unless it is known, or its words do not stand in the file as they are read.
    fn add(&mut self, kind: Kind, span: Span, before: &str, after: &str) {
        let Some(home) = self.home(span) else { return };
        let slice = self.sources.slice(span);
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let tag = slice.starts_with("{{");
        if plain(&slice) != plain(before) && !tag {
            return;
        }
        let replacement = if tag { Some(after.to_string()) } else { edits::written(after, home) };
        // A finished message says nothing beyond ASCII without an encoding.
        let Some(replacement) = replacement.filter(|words| !self.mail.eml || words.is_ascii() && !words.contains('='))
        else {
            return;
        };
        if self.known.insert((span, kind, replacement.clone())) {
            let (before, after) = (before.trim().to_string(), after.trim().to_string());
            self.found.slips.push(Slip { kind, span, replacement, before, after, key: None });
        }
    }

    /// What a place of the mail is written in; `None` where it is no file of the mail's.
    fn home(&self, span: Span) -> Option<Home> {
        let (mail, file) = (self.mail, self.sources.file(span.file));
        if mail.eml {
            return Some(Home::Text);
        }
        let body = mail.body.whole().span()?;
        if span.file == mail.file && span.start < body.start || is_yaml(&file.path) {
            return Some(Home::Yaml(quote_before(&file.bytes, span)));
        }
        let text =
            mail.text.as_ref().and_then(|(_, text)| text.whole().span()).is_some_and(|text| text.file == span.file);
        Some(if text || mail.kind_of_body != BodyKind::Html { Home::Text } else { Home::Html })
    }
}

fn is_yaml(path: &str) -> bool {
    path.ends_with(".yaml") || path.ends_with(".yml")
}

/// The quotes in which a scalar stands: those of its line before it that are not closed.
pub(super) fn quote_before(bytes: &[u8], span: Span) -> Option<char> {
    let before = bytes.get(..span.start as usize).unwrap_or_default();
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let mut open = None;
    for byte in &before[line..] {
        let quote = match byte {
            b'"' => '"',
            b'\'' => '\'',
            _ => continue,
        };
        open = match open {
            None => Some(quote),
            Some(known) if known == quote => None,
            known => known,
        };
    }
    open
}

/// The value of a path such as `contact.email`, where it is a scalar.
fn value_at<'n>(tree: &'n Node, path: &str) -> Option<&'n str> {
    let found = path.split('.').try_fold(tree, |node, key| node.get(key))?;
    Some(found.as_text()?.text())
}

/// Some weeks before a date: a day that no event of the mail states.
fn unstated(date: Date, reading: &Reading<'_, '_>) -> Option<Date> {
    let stated = |day: Date| {
        reading.frame.allowed().any(|event| reading.frame.event(event).days.iter().any(|known| known.date == day))
    };
    let before = [28, 35, 21, 56].into_iter().filter_map(|days| date.checked_sub(jiff::Span::new().days(days)).ok());
    before.filter(|day| !stated(*day)).find(|day| day.month() != date.month())
}

fn is_speaker(reading: &Reading<'_, '_>, name: &str) -> bool {
    reading.frame.allowed().any(|event| names(reading, event).any(|known| fold(known) == fold(name)))
}

fn names<'r>(reading: &'r Reading<'_, '_>, event: usize) -> impl Iterator<Item = &'r str> {
    reading.frame.event(event).speakers.iter().map(|person| person.name.text())
}

/// A speaker of another event whom no event of the mail knows.
fn stranger(reading: &Reading<'_, '_>) -> Option<String> {
    let account = reading.frame.account_people();
    let known = |name: &str| {
        is_speaker(reading, name)
            || account.iter().any(|person| fold(person.text()) == fold(name))
            || reading.frame.allowed().any(|event| {
                reading.frame.event(event).event.people.iter().any(|person| fold(person.text()) == fold(name))
            })
    };
    let others = reading.frame.others.iter().flat_map(|event| names(reading, *event));
    others.filter(|name| !known(name)).map(str::to_string).next()
}

/// Words that fit another audience than the mail's; nothing where the mail is for all.
fn other_audience(reading: &Reading<'_, '_>) -> Option<&'static str> {
    let fr = reading.language == Language::Fr;
    let came = if fr { "Merci d'avoir participé." } else { "Thank you for attending." };
    let stayed_away = if fr { "Dommage que vous n'ayez pas pu venir." } else { "Sorry you could not make it." };
    match (reading.frame.audience(), reading.moment(reading.frame.own)) {
        (Some(Audience::Attended), _) => Some(stayed_away),
        (Some(Audience::Absent), _) => Some(came),
        (_, Moment::Before) => Some(came),
        _ => None,
    }
}
