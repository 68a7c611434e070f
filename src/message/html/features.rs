//! The forms that a part makes use of: elements, attributes, declarations of inline styles.

use std::collections::HashSet;
use std::ops::Range;

use super::Tag;
use crate::message::{Feature, Use};

/// So many at most: a part that uses more forms is none that somebody wrote.
const MOST: usize = 2000;

/// What was noted already.
#[derive(Default)]
pub(super) struct Features {
    names: HashSet<String>,
    attributes: HashSet<String>,
    styles: HashSet<String>,
    declarations: HashSet<(String, String)>,
}

impl Features {
    /// Notes what is new in a tag.
    pub(super) fn note(&mut self, name: &str, tag: &Tag<'_>, out: &mut Vec<Feature>) {
        if out.len() >= MOST {
            return;
        }
        let start = tag.range.start;
        if !self.names.contains(name) {
            self.names.insert(name.to_string());
            // The `<` and the name as it is written: a NUL in it is read as another character, of another length.
            let written = &tag.html.text()[tag.range.clone()];
            let end =
                written.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(written.len());
            push(tag, start..start + end, Use::Element(name.to_string()), out);
        }
        for attribute in &tag.attributes {
            if !self.attributes.contains(&attribute.name) {
                self.attributes.insert(attribute.name.clone());
                push(tag, attribute.at.clone(), Use::Attribute(attribute.name.clone()), out);
            }
        }
        if let Some(style) = tag.attributes.iter().find(|attribute| attribute.name == "style") {
            self.style(tag, style.value.clone(), out);
        }
    }

    fn style(&mut self, tag: &Tag<'_>, range: Range<usize>, out: &mut Vec<Feature>) {
        let style = &tag.html.text()[range.clone()];
        if !self.styles.insert(style.to_string()) {
            return;
        }
        let mut at = range.start;
        for piece in style.split(';') {
            let begin = at + piece.len() - piece.trim_start().len();
            let end = begin + piece.trim().len();
            at += piece.len() + 1;
            let Some(declaration) = super::style::declarations(piece).next() else { continue };
            if self.declarations.insert(declaration.clone()) {
                push(tag, begin..end, Use::Style(declaration.0, declaration.1), out);
            }
        }
    }
}

fn push(tag: &Tag<'_>, range: Range<usize>, use_of: Use, out: &mut Vec<Feature>) {
    if out.len() < MOST {
        out.push(Feature { use_of, at: tag.html.slice(range) });
    }
}
