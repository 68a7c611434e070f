//! Blocks that are longer than any paragraph, in pieces.
//!
//! Comes in: a part as it was read. Goes out: the same part, with blocks of at most [`LONGEST`] bytes. What is said of a
//! block is looked for in the whole of it, so a megabyte without a single break would be read a thousand times over;
//! nobody writes such a paragraph. No letter is lost and no place moves: only words on both sides of a cut no longer
//! stand in one paragraph.

use std::collections::HashMap;
use std::ops::Range;

use super::{Block, Part};

/// The longest text that is read as one block, in bytes: some four pages of a letter.
pub const LONGEST: usize = 8_000;

/// Cuts the blocks of a part that are longer, and leads its links to the pieces that hold their words.
pub(super) fn cut(mut part: Part) -> Part {
    part.outlook = part.outlook.into_iter().flat_map(pieces).collect();
    if part.blocks.iter().all(|block| block.text.len() <= LONGEST) {
        return part;
    }
    let mut blocks = Vec::with_capacity(part.blocks.len() + 1);
    let (mut first, mut holder) = (Vec::with_capacity(part.blocks.len()), HashMap::new());
    for (old, block) in std::mem::take(&mut part.blocks).into_iter().enumerate() {
        first.push(blocks.len());
        for piece in pieces(block) {
            piece.links.iter().for_each(|(link, _)| {
                holder.entry((old, *link)).or_insert(blocks.len());
            });
            blocks.push(piece);
        }
    }
    for (index, link) in part.links.iter_mut().enumerate() {
        link.block = link.block.and_then(|old| holder.get(&(old, index)).or(first.get(old)).copied());
    }
    part.blocks = blocks;
    part
}

/// A block, or what it is cut into.
fn pieces(block: Block) -> Vec<Block> {
    if block.text.len() <= LONGEST {
        return vec![block];
    }
    let mut out = Vec::new();
    let mut start = 0;
    while start < block.text.len() {
        let end = end_of_piece(block.text.text(), start);
        let inside = |words: &Range<usize>| (start..end).contains(&words.start);
        let moved = |words: &Range<usize>| words.start - start..words.end.min(end) - start;
        let links = block.links.iter().filter(|(_, words)| inside(words));
        let links = links.map(|(link, words)| (*link, moved(words))).collect();
        out.push(Block { text: block.text.slice(start..end), links, ..block.without_text() });
        start = end;
    }
    out
}

/// Where the piece that begins at a byte ends: behind the last line, sentence or word that it has room for.
fn end_of_piece(text: &str, start: usize) -> usize {
    if text.len() - start <= LONGEST {
        return text.len();
    }
    let most = (start..=start + LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(text.len());
    let room = &text[start..most];
    let behind = |mark: &str| room.rfind(mark).map(|at| at + mark.len()).filter(|length| *length > LONGEST / 2);
    let length = behind("\n").or_else(|| behind(". ")).or_else(|| behind(" ")).unwrap_or(room.len());
    start + length
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{html, text};
    use crate::source::Traced;

    #[test]
    fn a_long_paragraph_is_cut_between_words_and_keeps_its_links() {
        let words = "Rendez-vous mardi 16 mars. ".repeat(2_000);
        let source = format!("<p>{words}<a href=\"https://exemple.test/a\">Je m'inscris</a> {words}</p><p>Fin</p>");
        let part = html::read(&Traced::made(&source));
        assert!(part.blocks.len() > 5 && part.blocks.iter().all(|block| block.text.len() <= LONGEST));
        let whole: String = part.blocks[..part.blocks.len() - 1].iter().map(|block| block.text.text()).collect();
        assert_eq!(whole.trim(), format!("{words}Je m'inscris {words}").trim());
        assert!(part.blocks.iter().all(|block| !block.text.text().starts_with("ars")));
        let at = part.links[0].block.unwrap();
        let (link, range) = &part.blocks[at].links[0];
        assert_eq!((*link, &part.blocks[at].text.text()[range.clone()]), (0, "Je m'inscris"));
    }

    #[test]
    fn letters_without_a_break_are_cut_between_characters() {
        let source = "é".repeat(20_000);
        let part = text::read(&Traced::made(&source), false);
        let whole: String = part.blocks.iter().map(|block| block.text.text()).collect();
        assert_eq!((part.blocks.len(), whole), (5, source));
    }
}
