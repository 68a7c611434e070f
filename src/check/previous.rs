//! `--previous`: last month's mail beside the new one. Which of its sentences were kept, and are they this event's?
//!
//! Comes in: the old mail of the project. Goes out: the event that it tells of, which no mail may speak of; for each mail
//! the sentences that it took over; and a claim for each figure in them that nothing backs.

use std::ops::Range;

use similar::{Algorithm, DiffOp, TextDiff, capture_diff_slices};

use crate::claims::reading::{ReadBlock, Reading};
use crate::claims::{self, Claim, Kind, Standing};
use crate::facts::{Frame, World};
use crate::finding::Kept;
use crate::project::{Event, Project};
use crate::source::{Problem, Sources, Span};

use super::mail::send_time;
use super::render::{self, Shared, language_of};
use super::{Ask, template_claims};

/// A sentence of fewer words ("Bonjour Camille,") is anybody's.
const FEWEST_WORDS: usize = 4;
/// From this share of equal words on, a sentence is the old one with something changed.
const KEPT: f32 = 0.75;
/// The most sentences that are held against each other one by one between two that are equal.
const MOST_PAIRS: usize = 10_000;

/// The old mail, read.
pub struct Previous {
    /// What it tells of.
    pub event: Event,
    file: String,
    /// Its sentences, as they are compared.
    sentences: Vec<String>,
}

impl Previous {
    /// Reads the old mail of a project, if there is one.
    pub fn read(
        project: &Project,
        shared: &Shared,
        ask: &Ask,
        sources: &Sources,
        problems: &mut Vec<Problem>,
    ) -> Option<Previous> {
        let mail = project.previous.as_ref()?;
        let world = World::of(project);
        // It is read as if it were about today's event: what is not that event's, then, is its own.
        let bound = project.event_of(mail).ok().and_then(|events| events.first().copied());
        let today = project.mails.iter().find_map(|mail| project.event_of(mail).ok()?.first().copied());
        let own = bound.or(today).or(project.events.first())?;
        let frame = Frame::of(&world, mail, own, &[])?;
        let language = language_of(project, mail, Some(own));
        let rendered = render::one_rendering(&frame, 0, shared, language);
        problems.extend(rendered.problems.iter().cloned());
        problems.extend(rendered.fatal.iter().map(template_claims::fatal));
        let send = send_time(&frame, ask, &rendered.message);
        let texts = crate::claims::Texts::default();
        let reading = Reading::of(&frame, &rendered.message, send, language, &texts);
        let event = claims::previous::event(&reading);
        let sentences = sentences(&reading).into_iter().map(|sentence| sentence.words).collect();
        Some(Previous { event, file: sources.path(mail.file), sentences })
    }

    /// Whether nothing was read in the old mail.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// Adds a claim for each figure of a kept sentence that nothing backs, and says what became of the old sentences.
    pub fn compare(&self, reading: &Reading<'_, '_>, claims: &mut Vec<Claim>) -> Kept {
        let new = sentences(reading);
        let mut kept = Kept { mail: reading.frame.mail.path.clone(), file: self.file.clone(), ..Kept::default() };
        let mut figures = Vec::new();
        for index in self.kept(&new) {
            let sentence = &new[index];
            let Some(span) = sentence.span() else { continue };
            let places: Vec<Span> = sentence.links(reading).chain([span]).collect();
            let here = |claim: &Claim| of_words(claim) && places.iter().any(|place| claim.span.overlaps(*place));
            let stands = |standing: &dyn Fn(Standing) -> bool| {
                claims.iter().any(|claim| here(claim) && standing(claim.standing))
            };
            let before = figures.len();
            if stands(&|standing| matches!(standing, Standing::Against | Standing::Near | Standing::Foreign)) {
                kept.against.push(span);
                continue;
            }
            let new = claims::previous::figures(reading, sentence.block, &sentence.range);
            figures.extend(
                new.into_iter()
                    .filter(|figure| !claims.iter().any(|claim| of_words(claim) && claim.span.overlaps(figure.span))),
            );
            if figures.len() > before {
                kept.unsure.push(span);
            } else if stands(&|standing| standing == Standing::Backed) {
                kept.own.push(span);
            } else {
                kept.general.push(span);
            }
        }
        claims.extend(figures);
        kept
    }

    /// The indices of the sentences that are the old mail's, whole or with a word changed.
    fn kept(&self, new: &[Sentence<'_, '_>]) -> Vec<usize> {
        let words: Vec<String> = new.iter().map(|sentence| sentence.words.clone()).collect();
        let mut kept = Vec::new();
        for op in capture_diff_slices(Algorithm::Myers, &self.sentences, &words) {
            match op {
                DiffOp::Equal { new_index, len, .. } => kept.extend(new_index..new_index + len),
                // A sentence that was moved is held against all old ones, one that was changed against those it replaced.
                DiffOp::Insert { .. } => kept.extend(self.alike(0..self.sentences.len(), &words, op.new_range())),
                DiffOp::Replace { .. } => kept.extend(self.alike(op.old_range(), &words, op.new_range())),
                DiffOp::Delete { .. } => {}
            }
        }
        kept
    }

    /// Which of some new sentences are like one of some old ones.
    fn alike(&self, old: Range<usize>, words: &[String], new: Range<usize>) -> Vec<usize> {
        if old.len().saturating_mul(new.len()) > MOST_PAIRS {
            return Vec::new();
        }
        let like = |index: &usize| {
            self.sentences[old.clone()]
                .iter()
                .any(|sentence| TextDiff::from_words(sentence.as_str(), words[*index].as_str()).ratio() >= KEPT)
        };
        new.filter(like).collect()
    }
}

/// Whether a claim stands in words, and not in a part that lacks something.
fn of_words(claim: &Claim) -> bool {
    !matches!(claim.kind, Kind::Owes | Kind::Parts) && !claim.is_form()
}

/// A sentence of a mail.
struct Sentence<'r, 'm> {
    block: &'r ReadBlock<'m>,
    /// The block's index in the reading.
    index: usize,
    range: Range<usize>,
    /// Its words, folded: what is compared.
    words: String,
}

/// The sentences of the body that are long enough to be somebody's.
fn sentences<'r, 'm>(reading: &'r Reading<'m, '_>) -> Vec<Sentence<'r, 'm>> {
    let mut out = Vec::new();
    for (index, block) in reading.blocks.iter().enumerate() {
        for sentence in &block.sentences {
            let words: Vec<&str> = (block.words.index_at(sentence.range.start)..block.words.len())
                .take_while(|n| block.words.word(*n).range.end <= sentence.range.end)
                .map(|n| block.words.get(n))
                .collect();
            if words.len() >= FEWEST_WORDS {
                out.push(Sentence { block, index, range: sentence.range.clone(), words: words.join(" ") });
            }
        }
    }
    out
}

impl Sentence<'_, '_> {
    /// Where it is written.
    fn span(&self) -> Option<Span> {
        self.block.block.text.origin(self.range.clone()).span()
    }

    /// Where the addresses of its links are written.
    fn links<'l>(&'l self, reading: &'l Reading<'_, '_>) -> impl Iterator<Item = Span> + 'l {
        let here = |range: &Range<usize>| range.start < self.range.end && self.range.start < range.end;
        let links = reading.links.iter().filter(move |link| link.block == Some(self.index) && here(&link.range));
        links.filter_map(|link| link.link.url.whole().span())
    }
}
