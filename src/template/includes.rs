//! Which partials a template names, without rendering it.

use std::collections::BTreeSet;

use super::ast::{Element, PartialName, Program};
use super::parse::parse;
use crate::source::Traced;

/// The names of the partials that a template includes, wherever in it; `None` where only rendering can tell: a name
/// that is computed (`{{> (lookup …)}}`), or a structure that cannot be read.
pub fn includes(source: &Traced) -> Option<BTreeSet<String>> {
    let template = parse(source);
    let mut names = BTreeSet::new();
    let told = template.fatal().is_none() && collect(&template.body, &mut names);
    told.then_some(names)
}

/// Adds the names that a program includes; false where one is computed.
fn collect(program: &Program, names: &mut BTreeSet<String>) -> bool {
    program.elements.iter().all(|element| match element {
        Element::Text(_) | Element::Comment(_) | Element::Print(_) | Element::Unreadable(..) => true,
        Element::Block(block) => {
            [&block.program, &block.inverse].into_iter().flatten().all(|inner| collect(inner, names))
        }
        Element::Inline(inline) => collect(&inline.program, names),
        Element::Partial(partial) => {
            let fixed = match &partial.name {
                PartialName::Fixed(name) => {
                    names.insert(name.to_string());
                    true
                }
                PartialName::Dynamic(_) => false,
            };
            fixed && partial.block.as_ref().is_none_or(|inner| collect(inner, names))
        }
    })
}
