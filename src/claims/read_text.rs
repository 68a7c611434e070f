//! What a text says by itself. The renderings of a mail share most of their texts, so each is read once a mail, however
//! many renderings and blocks it stands in.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use crate::facts::{self, Frame};
use crate::language::Language;
use crate::value::when::{self, When, ZoneSaid};
use crate::value::{contact, name};
use crate::words::{Hit, List, Words};

use super::leftovers::Leftovers;
use super::people::Known;
use super::reading::TitleHit;
use super::titles::Misspelt;
use super::zones;

/// A text, read for one mail and its event.
#[derive(Debug, Default)]
pub struct ReadText {
    text: Box<str>,
    /// Its words.
    pub words: Words,
    /// The titles of any event that stand in it.
    pub titles: Vec<TitleHit>,
    /// Its dates and times, as they are without what stands around the text.
    pub(super) said: Rc<Vec<When>>,
    names: OnceCell<Vec<Range<usize>>>,
    emails: OnceCell<Vec<(String, Range<usize>)>>,
    phones: OnceCell<Vec<(String, Range<usize>)>>,
    codes: OnceCell<Vec<(String, Range<usize>)>>,
    place: OnceCell<Option<ZoneSaid>>,
    leftovers: OnceCell<Leftovers>,
    lookalikes: OnceCell<Vec<Range<usize>>>,
    misspelt: OnceCell<Vec<(usize, usize, Misspelt)>>,
    candidates: OnceCell<Candidates>,
    /// The lists that were looked for, by their address, and where they stand: many claims ask the same.
    found: RefCell<Vec<(usize, Rc<[Hit]>)>>,
}

/// What of other events a text may name. Each is compared before anything is said.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// Speakers: the event's index, and theirs among its speakers.
    pub(super) speakers: Vec<(usize, usize)>,
    /// Entries of `facts`: the event's index, and theirs in its file.
    pub(super) facts: Vec<(usize, usize)>,
    /// Events whose description or topics share a word.
    pub(super) content: Vec<usize>,
    /// Codes that any event keeps private, those of allowed events too: the event's index, and theirs in its file.
    pub(super) private_codes: Vec<(usize, usize)>,
}

impl ReadText {
    /// Where the phrases of a list stand.
    pub fn hits(&self, list: &'static List) -> Rc<[Hit]> {
        let address = std::ptr::from_ref(list) as usize;
        let known = self.found.borrow().iter().find(|(known, _)| *known == address).map(|(_, hits)| Rc::clone(hits));
        known.unwrap_or_else(|| {
            let hits: Rc<[Hit]> = list.find(&self.words).into();
            self.found.borrow_mut().push((address, Rc::clone(&hits)));
            hits
        })
    }

    /// Whether any phrase of a list's group stands in it.
    pub fn has(&self, list: &'static List, group: &str) -> bool {
        self.hits(list).iter().any(|hit| list.group(hit.group) == group)
    }

    /// What looks like the names of people in it.
    pub fn names(&self) -> &[Range<usize>] {
        self.names.get_or_init(|| name::person_names(&self.text))
    }

    /// The e-mail addresses in it.
    pub fn emails(&self) -> &[(String, Range<usize>)] {
        self.emails.get_or_init(|| contact::emails(&self.text))
    }

    /// The telephone numbers in it.
    pub fn phones(&self) -> &[(String, Range<usize>)] {
        self.phones.get_or_init(|| contact::phones(&self.text))
    }

    /// The codes of digits in it.
    pub fn codes(&self) -> &[(String, Range<usize>)] {
        self.codes.get_or_init(|| contact::codes(&self.text))
    }

    /// The place whose hours it names, where it is a label.
    pub(super) fn place(&self) -> Option<&ZoneSaid> {
        self.place.get_or_init(|| zones::place_named(&self.text)).as_ref()
    }

    /// What was left over in it; `columns` are the folded headers of the mail's recipients.
    pub(super) fn leftovers(&self, columns: impl FnOnce() -> Vec<String>) -> &Leftovers {
        self.leftovers.get_or_init(|| Leftovers::of(&self.text, &columns()))
    }

    /// What nearly is the name of somebody whom the mail may name; `find` is asked once.
    pub(super) fn lookalikes(&self, find: impl FnOnce() -> Vec<Range<usize>>) -> &[Range<usize>] {
        self.lookalikes.get_or_init(find)
    }

    /// The words in it that misspell one of a title; `find` is asked once.
    pub(super) fn misspelt(&self, find: impl FnOnce() -> Vec<(usize, usize, Misspelt)>) -> &[(usize, usize, Misspelt)] {
        self.misspelt.get_or_init(find)
    }

    /// What of events that the mail may not speak of could be named in it.
    pub(super) fn candidates(&self, frame: &Frame<'_>) -> &Candidates {
        self.candidates.get_or_init(|| {
            let index = &frame.world.words;
            let other = |event: &usize| frame.others.binary_search(event).is_ok();
            let mut found = Candidates {
                speakers: index.speakers(&self.words),
                facts: index.facts(&self.words),
                content: index.content(&self.words),
                private_codes: index
                    .private_codes(&self.words, || self.codes().iter().map(|(digits, _)| digits.as_str())),
            };
            found.speakers.retain(|(event, _)| other(event));
            found.facts.retain(|(event, _)| other(event));
            found.content.retain(other);
            found
        })
    }
}

/// How many texts are kept at most.
const MOST: usize = 10_000;

/// The texts of a mail that were read, for one event.
#[derive(Debug, Default)]
pub struct Texts {
    known: RefCell<HashMap<Box<str>, Rc<ReadText>>>,
    people: OnceCell<Known>,
}

impl Texts {
    /// The people that the mail may name.
    pub(super) fn people(&self, of: impl FnOnce() -> Known) -> &Known {
        self.people.get_or_init(of)
    }

    /// Reads a text, unless it was.
    pub(super) fn read(&self, text: &str, frame: &Frame<'_>, language: Language, month_first: bool) -> Rc<ReadText> {
        if let Some(known) = self.known.borrow().get(text) {
            return Rc::clone(known);
        }
        let words = Words::of(text);
        let mut said = when::scan(text, language, month_first);
        said.iter_mut().for_each(|when| zones::label(text, when));
        let titles = titles(frame, &words);
        let read = Rc::new(ReadText { text: text.into(), words, titles, said: Rc::new(said), ..ReadText::default() });
        let mut known = self.known.borrow_mut();
        // Of a mail that is looked at for each of its recipients, most texts come back, and few are of one alone.
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(text.into(), Rc::clone(&read));
        read
    }
}

fn titles(frame: &Frame<'_>, words: &Words) -> Vec<TitleHit> {
    let events = &frame.world.events;
    let mut hits: Vec<(facts::Named, TitleHit)> = Vec::new();
    for (at, word) in words.folded().enumerate() {
        for named in frame.world.words.titles(word) {
            let name = named.name(events);
            // "Séance du soir" of another event is nothing of its own.
            let counts = named.session.is_none() || frame.is_allowed(named.event) || tells(&name.words);
            let again = || hits.iter().rev().any(|(known, hit)| known == named && hit.words.end > at);
            if !counts || !words.stands(&name.words, at) || again() {
                continue;
            }
            let found = at..at + name.words.len();
            let range = words.bytes(found.clone());
            let hit = TitleHit { event: named.event, range, words: found, shared: Vec::new(), session: named.session };
            hits.push((*named, hit));
        }
    }
    // The longest title at a place is the one that is meant; of equals, the mail's own, then the allowed ones.
    let rank = |event: usize| frame.allowed().position(|allowed| allowed == event).unwrap_or(usize::MAX);
    hits.sort_by_key(|(_, hit)| (hit.words.start, std::cmp::Reverse(hit.words.len()), rank(hit.event)));
    let mut kept: Vec<TitleHit> = Vec::new();
    for (_, hit) in hits {
        match kept.last_mut() {
            Some(last) if last.words == hit.words && last.event != hit.event => last.shared.push(hit.event),
            Some(last) if last.words.end > hit.words.start => {}
            _ => kept.push(hit),
        }
    }
    kept
}

/// Whether a session's title has words that say what it is about.
fn tells(title: &[String]) -> bool {
    title.iter().filter(|word| facts::significant(word) && !facts::general(word)).count() > 1
}
