//! Which partials a template names and where, without rendering it.

use std::collections::BTreeSet;

use super::ast::{Element, PartialName, Program};
use super::parse::parse;
use crate::source::{Span, Traced};

/// The names of the partials that a template includes, wherever in it; `None` where only rendering can tell: a name
/// that is computed (`{{> (lookup …)}}`), or a structure that cannot be read.
pub fn includes(source: &Traced) -> Option<BTreeSet<String>> {
    let template = parse(source);
    let mut found = Vec::new();
    let told = template.fatal().is_none() && collect(&template.body, &mut found);
    told.then(|| found.into_iter().map(|(name, _)| name).collect())
}

/// The partials that a template includes by their names, each with its tag, in the order of the text.
pub fn inclusions(source: &Traced) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    collect(&parse(source).body, &mut found);
    found
}

/// Adds the names that a program includes; false where one is computed.
fn collect(program: &Program, found: &mut Vec<(String, Span)>) -> bool {
    program.elements.iter().all(|element| match element {
        Element::Text(_) | Element::Comment(_) | Element::Print(_) | Element::Unreadable(..) => true,
        Element::Block(block) => {
            [&block.program, &block.inverse].into_iter().flatten().all(|inner| collect(inner, found))
        }
        Element::Inline(inline) => collect(&inline.program, found),
        Element::Partial(partial) => {
            let fixed = match &partial.name {
                PartialName::Fixed(name) => {
                    found.push((name.to_string(), partial.tag.span));
                    true
                }
                PartialName::Dynamic(_) => false,
            };
            fixed && partial.block.as_ref().is_none_or(|inner| collect(inner, found))
        }
    })
}
