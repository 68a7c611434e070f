//! What a metric counts in a mail.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Texts, passages};
use crate::claims::Scope;
use crate::message::{Block, BlockKind, LinkKind, Part, PartKind};
use crate::rules::formula::Measure;

/// The body that is measured: the HTML part, or the text part of a mail without HTML.
pub fn body<'a>(texts: &Texts<'a>) -> Option<(PartKind, &'a Part)> {
    let of = |kind: PartKind| texts.parts.iter().copied().find(|(known, _)| *known == kind);
    of(PartKind::Html).or_else(|| of(PartKind::Text))
}

/// A measure of a mail; `None` where the mail lacks what is measured.
pub fn measure(texts: &Texts, measure: Measure) -> Option<f64> {
    let line = |scope| passages(texts, &[scope]).first().map(|line| characters(line.text.text()));
    let part = || body(texts).map(|(_, part)| part);
    let count = match measure {
        Measure::SubjectLength => line(Scope::Subject)?,
        Measure::PreheaderLength => line(Scope::Preheader)?,
        Measure::HtmlBytes => texts.parts.iter().find(|(kind, _)| *kind == PartKind::Html)?.1.bytes,
        Measure::Words => seen(part()?).map(|block| words(block.text.text())).sum(),
        Measure::Links => part()?.links.iter().filter(|link| link.kind != LinkKind::Other).count(),
        Measure::Images => part()?.images.iter().filter(|image| !is_pixel(image.size)).count(),
        Measure::Sentences => read(part()?).map(|block| sentences(block.text.text())).sum(),
        Measure::SentenceLength => return average(part()?),
        Measure::LineBytes => longest_line(texts.source?.text()).len(),
    };
    Some(count as f64)
}

/// The length of a line, in characters as a reader counts them. Invisible ones at its end do not count: mails fill their
/// preheader with them, so that the list of messages shows nothing more.
pub fn characters(line: &str) -> usize {
    let filler = |c: char| {
        c.is_whitespace()
            || matches!(c, '\u{ad}' | '\u{34f}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
    };
    line.trim_matches(filler).graphemes(true).count()
}

/// The bytes of the longest line, of several the first.
pub fn longest_line(text: &str) -> Range<usize> {
    let mut longest = 0..0;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let length = line.trim_end_matches(['\r', '\n']).len();
        if length > longest.len() {
            longest = start..start + length;
        }
        start += line.len();
    }
    longest
}

/// Words between spaces: an address is one, a lone question mark none.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

fn sentences(text: &str) -> usize {
    text.unicode_sentences().filter(|sentence| sentence.contains(char::is_alphanumeric)).count()
}

/// Words a sentence; `None` where there is none.
fn average(part: &Part) -> Option<f64> {
    let (mut all_words, mut all_sentences) = (0, 0);
    for block in read(part) {
        all_words += words(block.text.text());
        all_sentences += sentences(block.text.text());
    }
    (all_sentences > 0).then(|| all_words as f64 / all_sentences as f64)
}

/// The blocks that a reader sees.
fn seen(part: &Part) -> impl Iterator<Item = &Block> {
    part.blocks.iter().filter(|block| !block.hidden && !matches!(block.kind, BlockKind::DocumentTitle | BlockKind::Alt))
}

/// Of these, those that are read as sentences.
fn read(part: &Part) -> impl Iterator<Item = &Block> {
    seen(part).filter(|block| !matches!(block.kind, BlockKind::Heading(_)))
}

/// An image of one pixel counts openings and shows nothing.
fn is_pixel(size: (Option<u32>, Option<u32>)) -> bool {
    matches!(size, (Some(0..=1), Some(0..=1)))
}
