//! Passages: which allowed event each sentence of a mail is about.
//!
//! A passage is about the event whose title stands in it, else the one that words introduce, else its heading's, else the
//! one that alone has the speaker, link or full date in it, else the mail's own.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::message::BlockKind;
use crate::value::link::Link;
use crate::words::Lists;

use super::reading::{Moment, ReadBlock, ReadLink, Reading, TitleHit, Told, name_words};
use super::zones;

impl<'m> Reading<'m, '_> {
    /// Gives each sentence of the blocks from `first` on its event.
    pub(super) fn find_passages(&mut self, first: usize, links: &[ReadLink<'m>]) {
        let mut heading_about: Option<usize> = None;
        let mut of_block: FxHashMap<usize, Vec<(usize, Link)>> = FxHashMap::default();
        for link in links {
            let Some(block) = link.block else { continue };
            of_block.entry(block).or_default().push((link.range.start, link.address.clone()));
        }
        for index in first..self.blocks.len() {
            let row = self.blocks[index].block.row;
            let row_about = row.and_then(|row| {
                // In a layout table a row is a whole section: only short cells are data beside each other.
                let short = |block: &&ReadBlock<'_>| block.words.len() <= 14;
                if !short(&&self.blocks[index]) {
                    return None;
                }
                let cells = self.row_from(first, row).iter().map(|index| &self.blocks[*index]).filter(short);
                cells
                    .flat_map(|cell| &cell.titles)
                    .map(|hit| hit.event)
                    .find(|event| self.frame.allowed().any(|allowed| allowed == *event))
            });
            let here = of_block.remove(&index).unwrap_or_default();
            let place = zones::of_cell(self, first, index);
            let here = if self.is_lone_button(first, index, &here) { Vec::new() } else { here };
            let mut block = std::mem::replace(&mut self.blocks[index], ReadBlock::empty());
            if let Some(place) = place {
                std::rc::Rc::make_mut(&mut block.whens).iter_mut().for_each(|when| {
                    if when.time.is_some() && when.zone.is_none() {
                        when.zone = Some((place.clone(), when.range.clone()));
                    }
                });
            }
            self.tell(&mut block, heading_about, row_about, &here);
            if matches!(block.block.kind, BlockKind::Heading(_)) {
                heading_about = block.sentences.iter().find(|s| s.told()).map(|s| s.about);
            }
            self.blocks[index] = block;
        }
    }

    /// A button in a block of its own says nothing of its event by where it leads, unless what stands right above it is
    /// about that event: it may be the wrong link.
    fn is_lone_button(&self, first: usize, index: usize, links: &[(usize, Link)]) -> bool {
        let [(0, link)] = links else { return false };
        let leads = self.frame.allowed().skip(1).find(|event| self.frame.event(*event).link_like(link).is_some());
        let Some(event) = leads.filter(|_| self.blocks[index].words.len() <= 5) else { return false };
        let above = &self.blocks[first.max(index.saturating_sub(4))..index];
        !above.iter().any(|block| block.sentences.iter().any(|sentence| sentence.told() && sentence.about == event))
    }

    /// Gives each sentence of a block its event.
    pub(super) fn tell(
        &self,
        block: &mut ReadBlock<'m>,
        heading: Option<usize>,
        row: Option<usize>,
        links: &[(usize, Link)],
    ) {
        let mut start = 0;
        while start < block.sentences.len() {
            // A passage goes on until a sentence names another allowed event.
            let named = self.named(block, start, links);
            let mut end = start + 1;
            while end < block.sentences.len() && self.named(block, end, links).is_none_or(|other| Some(other) == named)
            {
                end += 1;
            }
            let range = block.sentences[start].range.start..block.sentences[end - 1].range.end;
            let by = |by: Told| move |event: usize| (event, by);
            let told = named
                .map(by(Told::Title))
                .or(row.map(by(Told::Row)))
                .or_else(|| self.introduced(block, range.clone(), links).map(by(Told::Introduced)))
                // The mail's own title at its top says no more than the default: speaker, link and date may say more.
                .or(heading.filter(|heading| *heading != self.frame.own).map(by(Told::Heading)))
                .or_else(|| self.alone(block, range, links).map(by(Told::Alone)));
            for sentence in &mut block.sentences[start..end] {
                (sentence.about, sentence.by) = told.unwrap_or((self.frame.own, Told::Default));
            }
            start = end;
        }
    }

    fn named(&self, block: &ReadBlock<'_>, sentence: usize, links: &[(usize, Link)]) -> Option<usize> {
        let range = &block.sentences[sentence].range;
        let here = block.titles.iter().filter(|hit| range.contains(&hit.range.start));
        here.filter_map(|hit| self.bearer(block, hit, range, links)).next()
    }

    /// The allowed event that a name means. A name that several events bear is decided by the year after it, a link or
    /// a date beside it; else it is the mail's own event, or the first that the mail may speak of.
    fn bearer(
        &self,
        block: &ReadBlock<'_>,
        hit: &TitleHit,
        range: &Range<usize>,
        links: &[(usize, Link)],
    ) -> Option<usize> {
        let bearers = || {
            std::iter::once(hit.event)
                .chain(hit.shared.iter().copied())
                .filter(|event| self.frame.allowed().any(|allowed| allowed == *event))
        };
        if hit.shared.is_empty() {
            return bearers().next();
        }
        let year = block.words.get(hit.words.end).parse::<i16>().ok().filter(|year| (1990..2100).contains(year));
        let told = |event: &usize| match year {
            Some(year) => self.frame.event(*event).first_day().is_some_and(|day| day.year() == year),
            None => {
                links.iter().any(|(at, link)| range.contains(at) && self.frame.event(*event).link_like(link).is_some())
                    || self.date_of(block, range, *event)
            }
        };
        bearers().find(told).or_else(|| bearers().find(|event| *event == self.frame.own)).or_else(|| bearers().next())
    }

    /// The event that words such as "prochain rendez-vous" introduce.
    fn introduced(&self, block: &ReadBlock<'_>, range: Range<usize>, links: &[(usize, Link)]) -> Option<usize> {
        let next = self.frame.next?;
        let list = Lists::built_in().list("passages");
        let hits = block.hits(list);
        hits.iter().find(|hit| range.contains(&hit.range.start) && list.group(hit.group) == "next")?;
        // "See you at our next talk", before the mail's own event has begun, means that one.
        if self.before() {
            let evidence = self.date_of(block, &range, next)
                || links.iter().any(|(_, link)| self.frame.event(next).link_like(link).is_some());
            return Some(if evidence { next } else { self.frame.own });
        }
        Some(next)
    }

    /// The event that alone has a speaker, link or full date in the passage.
    fn alone(&self, block: &ReadBlock<'_>, range: Range<usize>, links: &[(usize, Link)]) -> Option<usize> {
        let own = self.frame.own();
        let mut found = None;
        for index in self.frame.allowed().skip(1) {
            let facts = self.frame.event(index);
            let speaker = facts.speakers.iter().any(|person| {
                let name = name_words(person.name.text());
                name.len() > 1
                    && !own.speakers.iter().any(|mine| name_words(mine.name.text()) == name)
                    && block
                        .words
                        .find(&name)
                        .into_iter()
                        .map(|hit| block.words.bytes(hit))
                        .any(|found| range.contains(&found.start) && !super::people::of_recipient(block, &found))
            });
            let link = links
                .iter()
                .filter(|(at, _)| range.contains(at))
                .any(|(_, link)| facts.link_like(link).is_some() && own.link_like(link).is_none());
            let date = self.moment(index) != Moment::After
                && self.date_of(block, &range, index)
                && !self.date_of(block, &range, self.frame.own);
            let looks_back = block.hits(Lists::built_in().list("passages")).iter().any(|hit| {
                range.contains(&hit.range.start) && Lists::built_in().list("passages").group(hit.group) == "own"
            });
            if speaker || link || date && !looks_back {
                if found.is_some() {
                    return None;
                }
                found = Some(index);
            }
        }
        found
    }

    fn date_of(&self, block: &ReadBlock<'_>, range: &Range<usize>, event: usize) -> bool {
        let facts = self.frame.event(event);
        block.whens.iter().filter(|when| range.contains(&when.range.start)).filter_map(|when| when.date.as_ref()).any(
            |said| {
                facts.slots.iter().any(|slot| {
                    said.day == Some(slot.day.day() as u8)
                        && said.month == Some(slot.day.month() as u8)
                        && said.year.is_none_or(|year| year == slot.day.year())
                })
            },
        )
    }
}
