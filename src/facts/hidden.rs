//! What events keep private, as it may stand in the source of a mail: in a comment, an attribute, a script. A reader who
//! opens the source of a message sees it all.

use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::EventFacts;
use crate::source::Traced;

/// The fewest characters of a link behind its scheme, and of a code: shorter ones stand anywhere by chance.
const FEWEST: (usize, usize) = (12, 6);

/// Finds the private links and codes of all events at once.
#[derive(Debug, Default)]
pub struct Hidden {
    /// None where nothing is private.
    finder: Option<AhoCorasick>,
    /// What each pattern of the finder is.
    known: Vec<Known>,
}

/// Whose a private link or code is.
#[derive(Debug, Clone, Copy)]
struct Known {
    event: usize,
    link: bool,
    number: usize,
}

/// A private link or code in a text.
#[derive(Debug, Clone)]
pub struct Hit<'a> {
    /// Its bytes.
    pub range: Range<usize>,
    /// A link; else a code.
    pub link: bool,
    /// Where the event states it.
    pub stated: &'a Traced,
}

impl Hidden {
    pub(super) fn of(events: &[EventFacts<'_>]) -> Hidden {
        let (mut patterns, mut known) = (Vec::new(), Vec::new());
        for (event, facts) in events.iter().enumerate() {
            for (number, link) in facts.event.private.links.iter().enumerate() {
                let address = link.text().trim();
                let bare = address.split_once("://").map_or(address, |(_, rest)| rest).trim_end_matches('/');
                if bare.len() >= FEWEST.0 && bare.contains('/') {
                    patterns.extend([bare.to_string(), bare.replace('/', "%2F")]);
                    known.extend([Known { event, link: true, number }; 2]);
                }
            }
            for (number, code) in facts.event.private.codes.iter().enumerate() {
                let code = code.text().trim();
                if code.len() >= FEWEST.1 {
                    patterns.push(code.to_string());
                    known.push(Known { event, link: false, number });
                }
            }
        }
        let mut builder = AhoCorasick::builder();
        let finder = builder.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest);
        Hidden { finder: (!patterns.is_empty()).then(|| finder.build(patterns).ok()).flatten(), known }
    }

    /// What of it stands in a text. A code is not part of a longer number or of a colour.
    pub fn find<'a>(&self, text: &str, events: &[EventFacts<'a>]) -> Vec<Hit<'a>> {
        let Some(finder) = &self.finder else { return Vec::new() };
        let found = finder.find_iter(text).filter_map(|hit| {
            let Known { event, link, number } = self.known[hit.pattern().as_usize()];
            let private = &events[event].event.private;
            let stated = if link { private.links.get(number) } else { private.codes.get(number) }?;
            let joined = |c: char| c.is_alphanumeric() || matches!(c, '#' | '/' | '%' | '-' | '_' | '.' | '=');
            let alone = !text[..hit.start()].ends_with(joined) && !text[hit.end()..].starts_with(char::is_alphanumeric);
            (link || alone).then(|| Hit { range: hit.range(), link, stated })
        });
        found.collect()
    }
}
