//! White space control: `~`, and tags that stand alone on their line, by the rules of Handlebars.js 4.7.
//!
//! Nothing is edited: a text's range shrinks.

use super::ast::{Block, Element, Inline, Partial, Program, Strip, Text};
use super::scan::is_space;

/// Shrinks the texts of a whole template, and drops what was only needed for that.
pub(super) fn control(body: &mut Program, source: &str) {
    program(body, source, true);
    tidy(body);
}

/// Drops comments and texts that nothing is left of.
fn tidy(body: &mut Program) {
    body.elements.retain(|element| match element {
        Element::Comment(_) => false,
        Element::Text(text) => !text.left.is_empty(),
        _ => true,
    });
    body.inlines = body.elements.iter().any(|element| matches!(element, Element::Inline(_)));
    for element in &mut body.elements {
        match element {
            Element::Block(block) => [&mut block.program, &mut block.inverse].into_iter().flatten().for_each(tidy),
            Element::Partial(partial) => partial.block.iter_mut().for_each(tidy),
            Element::Inline(inline) => tidy(&mut inline.program),
            _ => {}
        }
    }
}

/// What an element asks of its surroundings.
struct Wish {
    strip: Strip,
    open_alone: bool,
    close_alone: bool,
    inline_alone: bool,
}

fn program(body: &mut Program, source: &str, root: bool) {
    for i in 0..body.elements.len() {
        let Some(wish) = accept(&mut body.elements[i], source) else { continue };
        let elements = &mut body.elements;
        let before = blank_before(elements, i, root, source);
        let after = blank_after(elements, i + 1, root, source);
        if wish.strip.close {
            cut_left(elements.get_mut(i + 1), source, true);
        }
        if wish.strip.open {
            cut_right(previous(elements, i), source, true);
        }
        if wish.inline_alone && before && after {
            cut_left(elements.get_mut(i + 1), source, false);
            if cut_right(previous(elements, i), source, false) {
                keep_indent(elements, i, source);
            }
        }
        if wish.open_alone && before {
            if let Some(inner) = first_side(&mut elements[i]) {
                cut_left(inner.elements.first_mut(), source, false);
            }
            cut_right(previous(elements, i), source, false);
        }
        if wish.close_alone && after {
            cut_left(elements.get_mut(i + 1), source, false);
            if let Some(inner) = last_side(&mut elements[i]) {
                cut_right(inner.elements.last_mut(), source, false);
            }
        }
    }
}

fn previous(elements: &mut [Element], i: usize) -> Option<&mut Element> {
    i.checked_sub(1).and_then(|i| elements.get_mut(i))
}

fn accept(element: &mut Element, source: &str) -> Option<Wish> {
    let plain = |strip, inline_alone| Some(Wish { strip, open_alone: false, close_alone: false, inline_alone });
    match element {
        Element::Text(_) | Element::Unreadable(..) => None,
        Element::Comment(strip) => plain(*strip, true),
        Element::Print(print) => plain(print.strip, false),
        Element::Block(block) => Some(block_wish(block, source)),
        Element::Partial(partial) => {
            let Partial { block, open, close, .. } = &mut **partial;
            match block {
                None => plain(*open, true),
                Some(inner) => Some(simple_block(inner, *open, *close, source)),
            }
        }
        Element::Inline(inline) => {
            let Inline { program, open, close, .. } = &mut **inline;
            Some(simple_block(program, *open, *close, source))
        }
    }
}

/// A block with one side.
fn simple_block(inner: &mut Program, open: Strip, close: Strip, source: &str) -> Wish {
    program(inner, source, false);
    let (open_alone, close_alone) = edges(inner, source);
    if open.close {
        cut_left(inner.elements.first_mut(), source, true);
    }
    if close.open {
        cut_right(inner.elements.last_mut(), source, true);
    }
    let strip = Strip { open: open.open, close: close.close };
    Wish { strip, open_alone, close_alone, inline_alone: false }
}

/// Whether a side begins and ends with a line's end.
fn edges(inner: &Program, source: &str) -> (bool, bool) {
    let elements = &inner.elements;
    (blank_after(elements, 0, false, source), blank_before(elements, elements.len(), false, source))
}

fn block_wish(block: &mut Block, source: &str) -> Wish {
    for side in [&mut block.program, &mut block.inverse].into_iter().flatten() {
        program(side, source, false);
    }
    let (open, middle, close) = (block.open, block.middle, block.close);
    let (main, inverse) = match (&mut block.program, &mut block.inverse) {
        (Some(program), inverse) => (program, inverse.as_mut()),
        (None, Some(inverse)) => (inverse, None),
        (None, None) => {
            let strip = Strip { open: open.open, close: close.close };
            return Wish { strip, open_alone: false, close_alone: false, inline_alone: false };
        }
    };
    let (open_alone, mut close_alone) = edges(main, source);
    if open.close {
        cut_left(main.elements.first_mut(), source, true);
    }
    let strip = Strip { open: open.open, close: close.close };
    let Some(inverse) = inverse else {
        if close.open {
            cut_right(main.elements.last_mut(), source, true);
        }
        return Wish { strip, open_alone, close_alone, inline_alone: false };
    };
    // In a chain, the next block's own side is what follows the `{{else if}}`.
    let first = if inverse.chained { inverse.elements.first_mut().and_then(first_side) } else { Some(inverse) };
    let Some(first) = first else { return Wish { strip, open_alone, close_alone: false, inline_alone: false } };
    let edge = edges(first, source);
    close_alone = edge.1;
    let turn_alone = edges(main, source).1 && edge.0;
    if middle.open {
        cut_right(main.elements.last_mut(), source, true);
    }
    if middle.close {
        cut_left(first.elements.first_mut(), source, true);
    }
    if close.open {
        cut_right(first.elements.last_mut(), source, true);
    }
    if turn_alone {
        cut_right(main.elements.last_mut(), source, false);
        cut_left(first.elements.first_mut(), source, false);
    }
    Wish { strip, open_alone, close_alone, inline_alone: false }
}

/// The side that the opening tag stands before.
fn first_side(element: &mut Element) -> Option<&mut Program> {
    match element {
        Element::Block(block) => block.program.as_mut().or(block.inverse.as_mut()),
        Element::Partial(partial) => partial.block.as_mut(),
        Element::Inline(inline) => Some(&mut inline.program),
        _ => None,
    }
}

/// The side that the closing tag stands after.
fn last_side(element: &mut Element) -> Option<&mut Program> {
    match element {
        Element::Block(block) => block.inverse.as_mut().or(block.program.as_mut()),
        other => first_side(other),
    }
}

fn spaces_end(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_space).len()
}

fn spaces_start(text: &str) -> usize {
    text.trim_end_matches(is_space).len()
}

/// Whether only white space lies between a line's start and the element at `i`.
fn blank_before(elements: &[Element], i: usize, root: bool, source: &str) -> bool {
    match i.checked_sub(1).map(|before| &elements[before]) {
        None => root,
        Some(Element::Text(text)) => {
            let whole = text.of(source);
            let start = spaces_start(whole);
            whole[start..].contains('\n') || root && i == 1 && start == 0
        }
        Some(_) => false,
    }
}

/// Whether only white space lies between the element before `i` and its line's end.
fn blank_after(elements: &[Element], i: usize, root: bool, source: &str) -> bool {
    match elements.get(i) {
        None => root,
        Some(Element::Text(text)) => {
            let whole = text.of(source);
            let end = spaces_end(whole);
            whole[..end].contains('\n') || root && i + 1 == elements.len() && end == whole.len()
        }
        Some(_) => false,
    }
}

/// Cuts white space at a text's start: all of it, or what is left of the line.
fn cut_left(element: Option<&mut Element>, source: &str, all: bool) {
    let Some(Element::Text(text)) = element else { return };
    if !all && text.cut_left {
        return;
    }
    let rest = &source[text.left.start as usize..text.left.end as usize];
    let cut = if all {
        spaces_end(rest)
    } else {
        let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let line = &rest[blank..];
        let line = line.len() - line.strip_prefix('\r').unwrap_or(line).len();
        let newline = rest[blank + line..].starts_with('\n');
        blank + line + usize::from(newline)
    };
    text.left.start += cut as u32;
    text.cut_left = cut > 0;
}

/// Cuts white space at a text's end: all of it, or back to the line's start. Whether anything was cut.
fn cut_right(element: Option<&mut Element>, source: &str, all: bool) -> bool {
    let Some(Element::Text(text)) = element else { return false };
    if !all && text.cut_right {
        return false;
    }
    let rest = &source[text.left.start as usize..text.left.end as usize];
    let end = if all { spaces_start(rest) } else { rest.trim_end_matches([' ', '\t']).len() };
    text.cut_right = end < rest.len();
    text.left.end = text.left.start + end as u32;
    text.cut_right
}

/// Keeps the white space before a partial that stands alone on its line.
fn keep_indent(elements: &mut [Element], i: usize, source: &str) {
    let Some(Element::Text(text)) = i.checked_sub(1).and_then(|i| elements.get(i)) else { return };
    let whole = text.of(source);
    let start = text.whole.start + whole.trim_end_matches([' ', '\t']).len() as u32;
    let indent = start..text.whole.end;
    if let Element::Partial(partial) = &mut elements[i] {
        partial.indent = indent;
    }
}

impl Text {
    /// The text as parsed.
    fn of<'s>(&self, source: &'s str) -> &'s str {
        &source[self.whole.start as usize..self.whole.end as usize]
    }
}
