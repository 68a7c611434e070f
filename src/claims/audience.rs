//! Whom the words speak to, and whether they are words of before or after: against the setting, the rows and the time
//! of sending.

use std::ops::Range;
use std::sync::Arc;

use crate::language::Message;
use crate::project::{Audience, Recipients, RowSet, Status};
use crate::words::Lists;

use super::context::{in_range, in_sentence};
use super::draft::{at, in_block, same};
use super::reading::{Moment, ReadBlock, Reading};
use super::{Claim, Kind, Part, Scope, Standing};

/// Looks for words to an audience, words of before and after, and words about the event taking place.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    out.extend(too_early(reading));
    for block in &reading.blocks {
        audience(reading, block, out);
        tense(reading, block, out);
        status(reading, block, out);
        cancelled_elsewhere(reading, block, out);
        welcomes_to_cancelled(reading, block, out);
    }
}

fn audience(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let list = Lists::built_in().list("audience");
    for hit in block.hits(list).iter() {
        let said = list.group(hit.group);
        if said == "neutral" || in_sentence(block, "audience", "neutral", hit.range.start) {
            continue;
        }
        // Words about another event ("vous aviez peut-être suivi …") are not about whether this one was attended.
        let invited = reading.frame.audience() == Some(Audience::Invited) || said == "unregistered";
        if block.about(hit.range.start) != reading.frame.own || reading.before() && !invited {
            continue;
        }
        let Some((rows, fr, en)) = refused(reading, said) else { continue };
        let Some(claim) = in_block(block, hit.range.clone(), Kind::Audience, "words", Standing::Against) else {
            continue;
        };
        let of = reading.frame.mail.recipients.as_ref().map_or(0, Recipients::len);
        let affected = rows.as_ref().map_or(of, |rows| rows.len());
        let mut claim = claim
            .own(reading.frame.own())
            .hole("said", said_to(said))
            .hole("audience", Message::new(fr, en))
            .hole("rows.affected", same(&affected.to_string()))
            .hole("rows.of", same(&of.to_string()));
        if let Some((_, setting)) = &reading.frame.mail.audience {
            claim = claim.because(setting, "le réglage du mail", "the mail's setting");
        }
        claim.rows = rows;
        out.push(claim);
    }
}

/// Before the event nobody has come or stayed away yet: the setting is wrong.
fn too_early(reading: &Reading<'_, '_>) -> Option<Claim> {
    let (audience, setting) = reading.frame.mail.audience.as_ref()?;
    if !reading.before() || !matches!(audience, Audience::Attended | Audience::Absent) {
        return None;
    }
    let own = reading.frame.own();
    let claim =
        at(setting, 0..setting.len(), Part::Settings, &[Scope::Text], Kind::Audience, "too-early", Standing::Against)?;
    let claim = claim.own(own).sent(reading);
    Some(match own.slots.first() {
        Some(slot) => claim.because(slot.start_written, "la date de l'événement", "the event's date"),
        None => claim,
    })
}

fn said_to(group: &str) -> Message {
    match group {
        "attended" => Message::new("ceux qui ont participé", "those who came"),
        "unregistered" => Message::new("ceux qui ne sont pas inscrits", "those who did not register"),
        "absent" => Message::new("ceux qui n'ont pas pu venir", "those who could not come"),
        _ => Message::new("ceux qui se sont inscrits", "those who registered"),
    }
}

/// Who reads the mail and is not meant: the rows, and the words for the audience; `None` when the words are right.
fn refused(reading: &Reading<'_, '_>, said: &str) -> Option<(Option<Arc<RowSet>>, &'static str, &'static str)> {
    let audience = reading.frame.audience();
    let wrong = match (audience?, said) {
        (Audience::Attended, "absent") => Some(("ceux qui ont participé", "those who came")),
        (Audience::Absent, "attended") => Some(("les absents", "those who did not come")),
        (Audience::Invited, "attended" | "absent") => Some(("les invités", "those who are invited")),
        (Audience::Registered | Audience::Attended | Audience::Absent, "unregistered") => {
            Some(("les inscrits", "those who registered"))
        }
        (Audience::Invited, "registered") => {
            Some(("les invités, pas encore inscrits", "people who are invited but not registered yet"))
        }
        (Audience::Registered | Audience::All, "attended" | "absent") => {
            // Without attendance in the file, all who get the words may be meant.
            let rows = reading.frame.mail.recipients.as_ref().and_then(|all| all.attendance(said != "attended"));
            if rows.as_ref().is_some_and(|rows| rows.is_empty()) {
                return None;
            }
            let words = if audience == Some(Audience::All) {
                ("tout le monde", "everybody")
            } else {
                ("tous les inscrits", "all who registered")
            };
            return Some((rows, words.0, words.1));
        }
        _ => None,
    };
    wrong.map(|(fr, en)| (None, fr, en))
}

fn tense(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let list = Lists::built_in().list("tense");
    for hit in block.hits(list).iter() {
        let group = list.group(hit.group);
        let (aspect, wrong) = match group {
            "before" => ("before", Moment::After),
            "after" => ("after", Moment::Before),
            _ => continue,
        };
        let about = block.about(hit.range.start);
        if reading.moment(about) != wrong || excused(reading, block, &hit.range, wrong) {
            continue;
        }
        if in_range(block, "tense", "open", &block.sentence(hit.range.start).range)
            || in_sentence(block, "audience", "neutral", hit.range.start)
        {
            continue;
        }
        let Some(claim) = in_block(block, hit.range.clone(), Kind::Tense, aspect, Standing::Against) else { continue };
        let facts = reading.event(about);
        let claim = claim.own(facts).sent(reading);
        out.push(match facts.slots.first() {
            Some(slot) => claim.because(slot.start_written, "la date de l'événement", "the event's date"),
            None => claim,
        });
    }
}

/// The sentence speaks of another event that the mail may speak of: its month, its date, its title.
fn excused(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, range: &Range<usize>, wrong: Moment) -> bool {
    let right = if wrong == Moment::After { Moment::Before } else { Moment::After };
    let sentence = block.sentence(range.start).range.clone();
    if block.titles.iter().any(|hit| sentence.contains(&hit.range.start) && reading.moment(hit.event) == right) {
        return true;
    }
    let words: Vec<&str> = (block.words.index_at(sentence.start)..block.words.len())
        .filter(|n| block.words.word(*n).range.end <= sentence.end)
        .map(|n| block.words.get(n))
        .collect();
    let names = |index: usize| {
        let facts = reading.event(index);
        facts.slots.iter().any(|slot| {
            [crate::language::Language::Fr, crate::language::Language::En].iter().any(|language| {
                let month = crate::language::fold::fold(crate::language::calendar::month_name(
                    slot.day.month() as u8,
                    *language,
                ));
                words.iter().any(|word| *word == month)
            })
        })
    };
    let own = block.about(range.start);
    let events: Vec<usize> =
        reading.frame.allowed().filter(|index| *index != own && reading.moment(*index) == right).collect();
    events.into_iter().any(names) || wrong == Moment::After && in_range(block, "passages", "next", &sentence)
}

/// The next or a mentioned event is cancelled, and the mail tells of it as if it took place.
fn cancelled_elsewhere(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    for hit in &block.titles {
        let facts = reading.event(hit.event);
        let told = |group: &str| in_range(block, "status", group, &(0..usize::MAX));
        if hit.event == reading.frame.own
            || facts.event.status != Status::Cancelled
            || reading.moment(hit.event) != Moment::Before
            || !reading.frame.allowed().any(|index| index == hit.event)
            || told("cancelled")
        {
            continue;
        }
        let claim = in_block(block, hit.range.clone(), Kind::Tense, "status", Standing::Against);
        out.extend(claim.map(|claim| {
            let claim = claim.own(facts).sent(reading);
            match &facts.event.status_at {
                Some(status) => claim.because(status, "ce que l'événement dit", "what the event says"),
                None => claim,
            }
        }));
    }
}

/// Words of before the event in a mail that never says that it is cancelled.
fn welcomes_to_cancelled(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let own = reading.frame.own();
    let status = Lists::built_in().list("status");
    if own.event.status != Status::Cancelled || reading.blocks.iter().any(|block| block.has(status, "cancelled")) {
        return;
    }
    let list = Lists::built_in().list("tense");
    let hit = list
        .find(&block.words)
        .into_iter()
        .find(|hit| list.group(hit.group) == "before" && block.about(hit.range.start) == reading.frame.own);
    let claim = hit.and_then(|hit| in_block(block, hit.range, Kind::Tense, "status", Standing::Against));
    out.extend(claim.map(|claim| claim.own(own).sent(reading)));
}

fn status(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let list = Lists::built_in().list("status");
    for hit in block.hits(list).iter() {
        let about = block.about(hit.range.start);
        let facts = reading.event(about);
        let against = match (list.group(hit.group), facts.event.status) {
            ("as-planned", Status::Cancelled | Status::Postponed) | ("goes-ahead", Status::Cancelled) => true,
            ("cancelled", Status::Confirmed | Status::Postponed) => true,
            ("postponed", Status::Confirmed) => facts.event.was.is_none(),
            _ => false,
        };
        if !against || in_range(block, "status", "if", &block.sentence(hit.range.start).range) {
            continue;
        }
        let Some(claim) = in_block(block, hit.range.clone(), Kind::Tense, "status", Standing::Against) else {
            continue;
        };
        let claim = claim.own(facts).sent(reading);
        out.push(match &facts.event.status_at {
            Some(status) => claim.because(status, "ce que l'événement dit", "what the event says"),
            None => claim,
        });
    }
}
