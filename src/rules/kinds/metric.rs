//! `metric`: a measure of the mail, or a formula of measures.

use super::measures::{body, characters, longest_line, measure};
use super::{Passage, Texts, WordHit, passages};
use crate::claims::{Part, Scope};
use crate::message::{self, PartKind};
use crate::rules::blocks::MetricBlock;
use crate::rules::formula::{Formula, Measure};
use crate::source::Traced;

/// The compiled block.
#[derive(Debug)]
pub struct Metric {
    of: Formula,
    max: Option<f64>,
    min: Option<f64>,
}

impl Metric {
    /// The compiled form of a block; `None` where its formula cannot be read.
    pub fn of(block: &MetricBlock) -> Option<Metric> {
        Some(Metric { of: Formula::parse(&block.of).ok()?, max: block.max, min: block.min })
    }

    /// The subject, preheader or body, when it is past a limit.
    pub fn look(&self, texts: &Texts) -> Vec<WordHit> {
        match self.of.measures().as_slice() {
            [Measure::SubjectLength] => self.lines(texts, Scope::Subject, Measure::SubjectLength),
            [Measure::PreheaderLength] => self.lines(texts, Scope::Preheader, Measure::PreheaderLength),
            [Measure::LineBytes] => {
                let hit = || texts.source.and_then(start_of_line);
                self.measured(|name| measure(texts, name), hit).into_iter().collect()
            }
            measures => {
                let html = measures.contains(&Measure::HtmlBytes);
                let whole = body(texts).filter(|(kind, _)| !html || *kind == PartKind::Html);
                let start = whole.and_then(|(kind, part)| start(kind, part));
                self.measured(|name| measure(texts, name), || start).into_iter().collect()
            }
        }
    }

    /// Each line of a scope by itself: a mail may hold its preheader twice.
    fn lines(&self, texts: &Texts, scope: Scope, name: Measure) -> Vec<WordHit> {
        let lines = passages(texts, &[scope]);
        let measured = |line: &Passage| {
            let text = line.text.text();
            let count = characters(text) as f64;
            self.measured(|asked| (asked == name).then_some(count), || line.hit(0..text.len()))
        };
        lines.iter().filter_map(measured).collect()
    }

    fn measured(&self, of: impl Fn(Measure) -> Option<f64>, hit: impl FnOnce() -> Option<WordHit>) -> Option<WordHit> {
        let count = self.of.value(&of)?;
        if let Some(max) = self.max.filter(|max| count > *max) {
            return Some(self.said(self.said(hit()?, "count", count), "max", max));
        }
        let min = self.min.filter(|min| count < *min)?;
        Some(self.said(self.said(hit()?, "count", count), "min", min))
    }

    /// A value as people say it: the weight of a mail is a size, all else a number.
    fn said(&self, hit: WordHit, hole: &'static str, value: f64) -> WordHit {
        match self.of {
            Formula::Measure(Measure::HtmlBytes) => hit.with_size(hole, value),
            _ => hit.with_number(hole, value),
        }
    }
}

/// The first characters of the longest line: the whole of it would be too long to read.
fn start_of_line(text: &Traced) -> Option<WordHit> {
    let line = longest_line(text.text());
    let words = &text.text()[line.clone()];
    let end = words.char_indices().nth(40).map_or(words.len(), |(end, _)| end);
    Passage { text, part: Part::Template, scopes: Vec::new() }.hit(line.start..line.start + end)
}

/// Where a part begins.
fn start(kind: PartKind, part: &message::Part) -> Option<WordHit> {
    part.blocks
        .iter()
        .map(|block| Passage { text: &block.text, part: Part::Mail(kind), scopes: Vec::new() })
        .find_map(|passage| passage.start())
}
