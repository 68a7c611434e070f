//! One line that sees the whole: many findings that go back to one place.

use std::collections::BTreeMap;

use crate::facts::World;
use crate::finding::{Finding, Level};
use crate::language::Message;
use crate::source::{Sources, Span};

/// So many findings, and at least half of all, must go back to one place; fewer are read one by one.
const MANY: usize = 3;

/// What most of the findings have in common, if anything.
pub(crate) fn of(findings: &[Finding], world: &World<'_>, sources: &Sources) -> Option<Message> {
    let grave: Vec<&Finding> = findings.iter().filter(|finding| finding.level >= Level::Warning).collect();
    let mut count: BTreeMap<(u32, u32, u32), (usize, Span, bool)> = BTreeMap::new();
    for finding in &grave {
        let mut told: Vec<Span> = Vec::new();
        for related in finding.related.iter().filter(|related| related.span.file != finding.span.file) {
            if told.contains(&related.span) {
                continue;
            }
            told.push(related.span);
            let key = (related.span.file.0, related.span.start, related.span.end);
            let copied = related.message.en == "the other event";
            count.entry(key).or_insert((0, related.span, copied)).0 += 1;
        }
    }
    // Of places that as many findings name, another event tells more than a line of this one.
    let (many, span, copied) = count
        .into_values()
        .max_by_key(|(many, span, copied)| (*many, *copied, std::cmp::Reverse((span.file, span.start))))?;
    if many < MANY || many * 2 < grave.len() {
        return None;
    }
    // In a finished message a title is written in a code of its own.
    let title = world.events.iter().map(|facts| &facts.event.title).find(|title| title.whole().span() == Some(span));
    let words = title.map_or_else(|| sources.slice(span), |title| title.text().to_string());
    let path = &sources.path(span.file);
    let line = sources.start(span).line;
    let which = match many == grave.len() {
        true => Message::new(format!("Ces {many} points"), format!("All {many} points")),
        false => {
            let all = grave.len();
            Message::new(format!("{many} de ces {all} points"), format!("{many} of these {all} points"))
        }
    };
    Some(match copied {
        true => Message::new(
            format!("{} viennent de « {words} » : le mail a sans doute été copié du sien.", which.fr),
            format!("{} come from “{words}”: the mail was probably copied from its own.", which.en),
        ),
        false => Message::new(
            format!("{} tiennent à une seule ligne : {path}, ligne {line}, où se lit « {words} ».", which.fr),
            format!("{} come down to one line: {path}, line {line}, which says “{words}”.", which.en),
        ),
    })
}
