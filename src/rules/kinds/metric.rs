//! `metric`: a measure of the mail.

use unicode_segmentation::UnicodeSegmentation;

use super::{Passage, Texts, WordHit, passages};
use crate::claims::{Part, Scope};
use crate::message::PartKind;
use crate::rules::blocks::{Measure, MetricBlock};

/// The compiled block.
#[derive(Debug)]
pub struct Metric {
    of: Measure,
    max: Option<usize>,
    min: Option<usize>,
}

impl Metric {
    /// The compiled form of a block.
    pub fn of(block: &MetricBlock) -> Metric {
        Metric { of: block.of, max: block.max, min: block.min }
    }

    /// The subject, preheader or HTML part, when it is past a limit.
    pub fn look(&self, texts: &Texts) -> Vec<WordHit> {
        match self.of {
            Measure::SubjectLength => self.lengths(&passages(texts, &[Scope::Subject])),
            Measure::PreheaderLength => self.lengths(&passages(texts, &[Scope::Preheader])),
            Measure::HtmlBytes => self.bytes(texts),
        }
    }

    fn lengths(&self, lines: &[Passage]) -> Vec<WordHit> {
        lines
            .iter()
            .filter_map(|line| {
                let text = line.text.text();
                let count = text.trim().graphemes(true).count();
                self.measured(count, || line.hit(0..text.len()))
            })
            .collect()
    }

    fn bytes(&self, texts: &Texts) -> Vec<WordHit> {
        let html = texts.parts.iter().filter(|(kind, _)| *kind == PartKind::Html);
        html.filter_map(|(kind, part)| {
            let blocks = part.blocks.iter();
            self.measured(part.bytes, || {
                blocks
                    .map(|block| Passage { text: &block.text, part: Part::Mail(*kind), scopes: Vec::new() })
                    .find_map(|passage| passage.start())
            })
        })
        .collect()
    }

    fn measured(&self, count: usize, hit: impl FnOnce() -> Option<WordHit>) -> Option<WordHit> {
        if let Some(max) = self.max.filter(|max| count > *max) {
            return Some(hit()?.with("count", count).with("max", max));
        }
        let min = self.min.filter(|min| count < *min)?;
        Some(hit()?.with("count", count).with("min", min))
    }
}
