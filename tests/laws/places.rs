//! Places: they lie in their file and on the borders of its characters, and a text that says that it is copied from
//! there reads like these bytes.

use std::ops::Range;

use presend::message::{Block, Part};
use presend::source::{Origin, Place, Problem, Remark, Sources, Span, Traced};

/// A range of a text.
pub(super) fn range(range: &Range<usize>, text: &str) {
    assert!(range.start <= range.end, "{range:?} ends before it begins");
    assert!(text.get(range.clone()).is_some(), "{range:?} lies outside of {text:?}, or inside a character");
}

/// A place of a file.
pub(super) fn span(span: Span, sources: &Sources) {
    let file = sources.file(span.file);
    assert!(span.start <= span.end, "{span:?} of {} ends before it begins", file.path);
    assert!(
        span.end as usize <= file.bytes.len(),
        "{span:?} lies behind the {} bytes of {}",
        file.bytes.len(),
        file.path
    );
    // What a message says is Windows-1252 may be UTF-8 as a whole.
    let text = std::str::from_utf8(&file.bytes).ok().filter(|_| !file.path.ends_with(".eml"));
    let border = |at: u32| text.is_none_or(|text| text.is_char_boundary(at as usize));
    assert!(border(span.start) && border(span.end), "{span:?} lies inside a character of {}", file.path);
    let (start, end) = (file.position(span.start), file.position(span.end));
    assert!(start.line >= 1 && start.column >= 1 && start <= end, "{start:?} {end:?} of {}", file.path);
}

/// All that is known of where words are.
pub(super) fn place(place: &Place, sources: &Sources) {
    place.written.into_iter().chain(place.value).for_each(|one| span(one, sources));
}

/// A text, piece by piece. `decoded`: what is copied byte for byte need not read like its bytes, since these are of
/// another charset.
pub(super) fn traced(text: &Traced, sources: &Sources, decoded: bool) {
    let mut end = 0;
    for (piece, segment) in text.pieces(0..text.len()) {
        assert_eq!(piece.start, end, "a piece is left out");
        end = piece.end;
        range(&piece, text.text());
        match &segment.from {
            Origin::Source { at, even } => copied(&text.text()[piece], *at, *even, sources, decoded),
            Origin::Value { at, tag, even, .. } => {
                span(*tag, sources);
                if let Some(at) = at {
                    copied(&text.text()[piece], *at, *even, sources, decoded);
                }
            }
            Origin::Made { tag } => tag.iter().for_each(|tag| span(*tag, sources)),
        }
    }
    assert_eq!(end, text.len(), "the text ends without a piece");
    place(&text.whole(), sources);
}

/// A piece that comes from `at`: byte for byte where it is `even`, but for white space, which HTML and YAML fold.
fn copied(piece: &str, at: Span, even: bool, sources: &Sources, decoded: bool) {
    span(at, sources);
    if !even {
        return;
    }
    assert_eq!(piece.len(), (at.end - at.start) as usize, "{piece:?} is copied from as many bytes");
    let file = sources.file(at.file);
    if decoded || std::str::from_utf8(&file.bytes).is_err() {
        return;
    }
    let written = &file.bytes[at.start as usize..at.end as usize];
    let same = |(a, b): (u8, &u8)| a == *b || a.is_ascii_whitespace() && b.is_ascii_whitespace();
    assert!(piece.bytes().zip(written).all(same), "{piece:?} is copied from {:?}", String::from_utf8_lossy(written));
}

/// What could not be read.
pub(super) fn problems(problems: &[Problem], sources: &Sources) {
    for problem in problems {
        assert!(!problem.message.fr.is_empty() && !problem.message.en.is_empty(), "{} says nothing", problem.code);
        problem.span.iter().for_each(|one| span(*one, sources));
    }
}

/// What looks wrong.
pub(super) fn remarks(remarks: &[Remark], sources: &Sources) {
    remarks.iter().for_each(|remark| span(remark.span, sources));
}

/// A part of a mail.
pub(super) fn part(part: &Part, sources: &Sources, decoded: bool) {
    let held = |text: &Traced| traced(text, sources, decoded);
    for block in part.blocks.iter().chain(&part.outlook) {
        self::block(block, part, sources, decoded);
    }
    for link in &part.links {
        held(&link.url);
        held(&link.label);
        held(&link.element);
        assert!(link.block.is_none_or(|block| block < part.blocks.len()), "a link stands in no block");
    }
    for image in &part.images {
        held(&image.src);
        held(&image.element);
        image.alt.iter().for_each(held);
    }
    part.flaws.iter().for_each(|flaw| held(&flaw.at));
    part.tables.iter().for_each(|table| held(&table.element));
    part.tints.iter().for_each(|tint| held(&tint.at));
    part.features.iter().for_each(|feature| held(&feature.at));
    part.root.iter().chain(&part.language).for_each(held);
}

fn block(block: &Block, part: &Part, sources: &Sources, decoded: bool) {
    traced(&block.text, sources, decoded);
    for (link, at) in &block.links {
        assert!(*link < part.links.len(), "a block speaks of a link that is none");
        range(at, block.text.text());
    }
}
