//! `support`: forms of the HTML part that mail programs do not show.

use super::{Passage, Texts, WordHit};
use crate::claims::draft::join;
use crate::claims::{Part, Scope};
use crate::message::PartKind;
use crate::rules::blocks::SupportBlock;
use crate::source::Traced;

mod table;

pub use table::{PROGRAMS, features};

/// The compiled block.
#[derive(Debug)]
pub struct Support {
    features: Vec<&'static table::Feature>,
    programs: Vec<String>,
    at_least: usize,
}

impl Support {
    /// The compiled form of a block.
    pub fn of(block: &SupportBlock) -> Support {
        let wanted = |feature: &&table::Feature| {
            (block.of.is_empty() || block.of.iter().any(|name| name == feature.name))
                && !block.except.iter().any(|name| name == feature.name)
        };
        Support {
            features: features().iter().filter(wanted).collect(),
            programs: block.programs.clone(),
            at_least: block.at_least.unwrap_or(1).max(1),
        }
    }

    /// Each feature that the programs lack, at the first place that makes use of it.
    pub fn look(&self, texts: &Texts) -> Vec<WordHit> {
        let Some((kind, part)) = texts.parts.iter().find(|(kind, _)| *kind == PartKind::Html) else {
            return Vec::new();
        };
        let mut hits = Vec::new();
        for feature in &self.features {
            let lacking: Vec<&str> = feature.lacking.iter().copied().filter(|name| self.counts(name)).collect();
            if lacking.len() < self.at_least {
                continue;
            }
            let form = || part.features.iter().find(|used| feature.is_used_by(&used.use_of)).map(|used| &used.at);
            let image = || part.images.iter().find(|image| feature.is_image(image.src.text())).map(|image| &image.src);
            let Some(text) = form().or_else(image) else { continue };
            let names: Vec<_> = lacking.into_iter().map(table::program).collect();
            hits.extend(hit(text, Part::Mail(*kind)).map(|mut hit| {
                hit.holes.insert("programs", join(&names));
                hit
            }));
        }
        hits
    }

    /// Whether a program is one of those that the rule asks about.
    fn counts(&self, name: &str) -> bool {
        self.programs.is_empty() || self.programs.iter().any(|program| program == name)
    }
}

/// A place that makes use of a feature: a long address is cut, its beginning says enough.
fn hit(text: &Traced, part: Part) -> Option<WordHit> {
    let whole = text.text();
    let end = whole.char_indices().nth(80).map_or(whole.len(), |(end, _)| end);
    Passage { text, part, scopes: vec![Scope::Source] }.hit(0..end)
}
