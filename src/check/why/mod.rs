//! Why words of a mail are as they are: where they come from, which event they are about, what they claim, what backs
//! that, and what the rules said.
//!
//! Comes in: a mail as a check reads it, with its claims; afterwards, what the check found. Goes out: a [`Why`] for the
//! place that was asked about, or one for each word of the mail. It judges nothing by itself: it tells what the check saw.

mod chain;
mod hear;
mod words;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::claims::reading::{Reading, Told};
use crate::claims::{Claim, Kind, Part, Scope, draft};
use crate::finding::{ClaimWhy, Passage, RuleWhy, Step, Why};
use crate::language::Message;
use crate::message::PartKind;
use crate::rules::{Look, Rule, RuleSet};
use crate::source::{FileId, Place, Sources, Span, Traced};

pub(super) use hear::hear;

/// Where to look.
#[derive(Debug, Clone)]
pub enum Target {
    /// A place of any file that the mail is made of.
    Place(Span),
    /// Words that a reader sees.
    Phrase(String),
}

/// A mail that is read, with what it claims.
pub(super) struct Explainer<'x, 'm, 'a> {
    reading: &'x Reading<'m, 'a>,
    claims: Vec<&'x Claim>,
    rules: &'x RuleSet,
    sources: &'x Sources,
    mail: Arc<str>,
    /// What stands around words, by their block and the first byte of their sentence.
    passages: HashMap<(usize, usize), (Arc<Passage>, usize)>,
    /// How each file that was asked about comes into the mail.
    inclusions: HashMap<FileId, Vec<Step>>,
    /// What each claim rests on, where the words are about an event: by the indices of both.
    backing: HashMap<(usize, usize), Arc<ClaimWhy>>,
    /// The rules for some claims, by the claims' indices.
    looking: HashMap<Vec<usize>, Vec<RuleWhy>>,
}

/// Words of a mail that are asked about.
struct Asked<'m> {
    text: &'m Traced,
    range: Range<usize>,
    /// Where those of them come from that were pointed at.
    place: Place,
    /// What they stand in.
    passage: Arc<Passage>,
    /// The event that this is about.
    about: usize,
    /// How many rules for words look there.
    silent: usize,
}

impl<'x, 'm, 'a> Explainer<'x, 'm, 'a> {
    /// For a mail as a check reads it.
    pub(super) fn new(
        reading: &'x Reading<'m, 'a>,
        claims: &'x [Claim],
        rules: &'x RuleSet,
        sources: &'x Sources,
    ) -> Explainer<'x, 'm, 'a> {
        Explainer {
            reading,
            claims: claims.iter().filter(|claim| !claim.is_form() && claim.kind != Kind::Owes).collect(),
            rules,
            sources,
            mail: reading.frame.mail.path.as_str().into(),
            passages: HashMap::new(),
            inclusions: HashMap::new(),
            backing: HashMap::new(),
            looking: HashMap::new(),
        }
    }

    /// The words at a target; `None` where the mail does not show it.
    pub(super) fn at(&mut self, target: &Target) -> Option<Why> {
        let asked = self.in_words(target);
        let asked = asked.or_else(|| self.in_address(target)).or_else(|| self.in_line(target))?;
        Some(self.explain(asked))
    }

    fn explain(&mut self, asked: Asked<'_>) -> Why {
        let place = asked.text.origin(asked.range.clone());
        let mut spans: Vec<Span> = place.written.into_iter().chain(place.value).collect();
        let touched: Vec<usize> = (0..self.claims.len()).filter(|n| touches(self.claims[*n], &spans)).collect();
        let mut claims: Vec<Arc<ClaimWhy>> = Vec::new();
        for n in &touched {
            let one = self.backing.entry((*n, asked.about));
            let one = one
                .or_insert_with(|| Arc::new(chain::backing(self.claims[*n], self.reading, asked.about, self.sources)));
            // Both parts of a mail say the same.
            if !claims.contains(one) {
                claims.push(Arc::clone(one));
            }
        }
        spans.extend(touched.iter().map(|n| self.claims[*n].span));
        Why {
            mail: Arc::clone(&self.mail),
            words: chain::shown(asked.text, asked.range.clone(), self.sources),
            chain: self.chain(&place),
            place: asked.place,
            passage: asked.passage,
            claims,
            rules: self.rules_for(touched),
            silent: asked.silent,
            spans,
        }
    }

    /// The way back of words that come from a place.
    fn chain(&mut self, place: &Place) -> Vec<Step> {
        let file = place.written.map(|written| written.file);
        let included = file.map(|file| {
            let known = self.inclusions.entry(file);
            known.or_insert_with(|| chain::inclusions(file, self.reading.frame, self.sources)).clone()
        });
        chain::of(place, included.unwrap_or_default())
    }

    /// The words that a reader sees at the target.
    fn in_words(&mut self, target: &Target) -> Option<Asked<'x>> {
        let reading = self.reading;
        let found = reading.blocks.iter().enumerate().find_map(|(index, block)| {
            let range = match target {
                Target::Place(span) => word(block.text(), block.block.text.ranges_of(*span).into_iter().next()?),
                Target::Phrase(words) => find(block.text(), words)?,
            };
            Some((index, range))
        });
        let (index, range) = found?;
        let place = reading.blocks[index].block.text.origin(range.clone());
        Some(self.asked(index, range, place))
    }

    /// Words of a block, with what they stand in.
    fn asked(&mut self, index: usize, range: Range<usize>, place: Place) -> Asked<'x> {
        let block = &self.reading.blocks[index];
        let sentence = block.sentence(range.start);
        let key = (index, sentence.range.start);
        if !self.passages.contains_key(&key) {
            let words = chain::shown(&block.block.text, sentence.range.clone(), self.sources);
            let passage = self.passage(block.block.part, words, sentence.about, sentence.by);
            self.passages.insert(key, (passage, self.looking_at_words(&block.scopes)));
        }
        let (passage, silent) = &self.passages[&key];
        let (passage, silent, about) = (Arc::clone(passage), *silent, sentence.about);
        Asked { text: &block.block.text, range, place, passage, about, silent }
    }

    /// The address of a link at the target.
    fn in_address(&self, target: &Target) -> Option<Asked<'x>> {
        (0..self.reading.links.len()).find_map(|link| {
            let text = &self.reading.links[link].link.url;
            match target {
                Target::Place(span) => text.ranges_of(*span).into_iter().next().map(|_| ())?,
                Target::Phrase(words) => text.text().find(words.as_str()).map(|_| ())?,
            }
            Some(self.asked_address(link))
        })
    }

    fn asked_address(&self, link: usize) -> Asked<'x> {
        let reading = self.reading;
        let link = &reading.links[link];
        let (text, label) = (&link.link.url, &link.link.label);
        let block = link.block.and_then(|block| reading.blocks.get(block));
        let by = block.map_or(Told::Default, |block| block.sentence(link.range.start).by);
        Asked {
            text,
            range: 0..text.len(),
            place: text.whole(),
            passage: self.passage(link.part, chain::shown(label, 0..label.len(), self.sources), link.about, by),
            about: link.about,
            silent: self.looking_at_words(&[Scope::LinkUrl]),
        }
    }

    /// The sender, or where answers go, at the target.
    fn in_line(&self, target: &Target) -> Option<Asked<'x>> {
        self.lines().into_iter().find_map(|text| {
            let range = match target {
                Target::Place(span) => word(text.text(), text.ranges_of(*span).into_iter().next()?),
                Target::Phrase(words) => find(text.text(), words)?,
            };
            let place = text.origin(range.clone());
            Some(self.asked_line(text, range, place))
        })
    }

    /// The lines that are no block: sender, and where answers go.
    fn lines(&self) -> Vec<&'x Traced> {
        let message = self.reading.message;
        [&message.from, &message.reply_to].into_iter().flatten().collect()
    }

    fn asked_line(&self, text: &'x Traced, range: Range<usize>, place: Place) -> Asked<'x> {
        let (own, words) = (self.reading.frame.own, chain::shown(text, 0..text.len(), self.sources));
        Asked {
            text,
            range,
            place,
            passage: self.passage(PartKind::Headers, words, own, Told::Default),
            about: own,
            silent: self.looking_at_words(&[Scope::Headers]),
        }
    }

    fn passage(&self, part: PartKind, sentence: String, about: usize, by: Told) -> Arc<Passage> {
        let about = draft::event(self.reading.frame.event(about));
        Arc::new(Passage { part: Part::Mail(part).word(), sentence, about, because: because(by) })
    }

    /// Rules that judge such claims, whatever they said.
    fn rules_for(&mut self, claims: Vec<usize>) -> Vec<RuleWhy> {
        if claims.is_empty() {
            return Vec::new();
        }
        let (all, rules) = (&self.claims, self.rules);
        let looking = |claims: &[usize]| {
            let of = |look: &Look| match look {
                Look::Facts { kind, of, .. } => {
                    claims.iter().any(|n| *kind == all[*n].kind && of.contains(&all[*n].aspect))
                }
                Look::Words(_) => false,
            };
            let found = rules.rules.iter().filter(|rule| rule.on && of(&rule.look));
            found.map(|rule| RuleWhy { id: rule.id.as_str().into(), level: rule.level, said: None }).collect()
        };
        match self.looking.get(&claims) {
            Some(known) => known.clone(),
            None => {
                let found: Vec<RuleWhy> = looking(&claims);
                self.looking.entry(claims).or_insert(found).clone()
            }
        }
    }

    /// How many rules for words look at these scopes.
    fn looking_at_words(&self, scopes: &[Scope]) -> usize {
        let here = |rule: &&Rule| rule.scopes.is_empty() || scopes.iter().any(|scope| rule.scopes.contains(scope));
        let words = |rule: &&Rule| rule.on && matches!(rule.look, Look::Words(_));
        self.rules.rules.iter().filter(words).filter(here).count()
    }
}

/// The word around a range: what somebody pointed at a letter of.
fn word(text: &str, range: Range<usize>) -> Range<usize> {
    let before = text[..range.start].trim_end_matches(in_word).len();
    let after = text.len() - text[range.end..].trim_start_matches(in_word).len();
    before..after
}

/// Whether a character is a word's.
fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '@' | '_')
}

/// Where a phrase stands. Any space of the text counts as one, and so does any apostrophe.
fn find(text: &str, words: &str) -> Option<Range<usize>> {
    let alike = |a: char, b: char| {
        let quotes = ['\'', '’'];
        a == b || a.is_whitespace() && b.is_whitespace() || quotes.contains(&a) && quotes.contains(&b)
    };
    text.char_indices().find_map(|(start, _)| {
        let mut rest = text[start..].chars();
        let mut end = start;
        for wanted in words.chars() {
            let c = rest.next().filter(|c| alike(*c, wanted))?;
            end += c.len_utf8();
        }
        (end > start).then_some(start..end)
    })
}

/// Whether a claim is about one of these places.
fn touches(claim: &Claim, spans: &[Span]) -> bool {
    let own = [Some(claim.span), claim.place.written, claim.place.value];
    own.into_iter().flatten().any(|span| spans.iter().any(|other| other.overlaps(span)))
}

fn because(by: Told) -> Message {
    let (fr, en) = match by {
        Told::Title => ("son titre y est", "its title stands in it"),
        Told::Row => ("son titre est dans cette ligne du tableau", "its title stands in this row of the table"),
        Told::Introduced => ("ces mots l'annoncent", "these words introduce it"),
        Told::Heading => ("l'intertitre au-dessus en parle", "the heading above is about it"),
        Told::Alone => ("lui seul a cet intervenant, ce lien ou cette date", "it alone has this speaker, link or date"),
        Told::Default => (
            "c'est celui du mail, et rien n'en annonce un autre",
            "it is the mail's own, and nothing introduces another",
        ),
    };
    Message::new(fr, en)
}
