//! A text part: its blocks and the addresses written in it.
//!
//! Comes in: rendered text, plain or Markdown. Goes out: a [`Part`] whose blocks are the lines up to a blank one; a
//! line that begins a list's item begins a block. Line breaks inside a block stay, as `\n`: words that a line break
//! parts are still one block's, and whoever looks for a title in it must take `\n` for a space.

use std::ops::Range;

use super::{Block, BlockKind, Image, Link, LinkKind, Part, PartKind};
use crate::source::{Traced, TracedBuilder};
use crate::value::link::find_urls;
use crate::work::{self, Stage};

mod inline;
mod lines;

use lines::Line;

/// Reads a text part. With `markdown`, its marks are read as such: headings, items, tables, links, emphasis.
///
/// An address outside of a Markdown link is a [`LinkKind::Bare`] link with an empty label; its block and its bytes
/// there are given, so that the words before it can be read.
pub fn read(text: &Traced, markdown: bool) -> Part {
    let _read = work::enter(Stage::Read);
    let mut reader = Reader {
        text,
        markdown,
        part: Part { bytes: text.len(), ..Part::default() },
        lines: Vec::new(),
        kind: BlockKind::Paragraph,
        code: false,
        row: 0,
    };
    let mut start = 0;
    for line in text.text().split_inclusive('\n') {
        reader.line(start..start + line.len());
        start += line.len();
    }
    reader.flush();
    super::long::cut(reader.part)
}

struct Reader<'a> {
    text: &'a Traced,
    markdown: bool,
    part: Part,
    /// The lines of the block so far: their bytes without marks at their start and white space at their ends.
    lines: Vec<Range<usize>>,
    kind: BlockKind,
    /// Inside a fence.
    code: bool,
    row: u32,
}

impl Reader<'_> {
    fn line(&mut self, range: Range<usize>) {
        let text = self.text.text();
        let quoted = lines::unquoted(text, range);
        let at = lines::trimmed(text, quoted.clone());
        let line = &text[at.clone()];
        if self.markdown && lines::is_fence(line) {
            self.flush();
            self.code = !self.code;
            let rest = at.start + line.len() - line.trim_start_matches(['`', '~']).len()..at.end;
            return self.whole(rest, BlockKind::Paragraph, false);
        }
        if self.code {
            return if line.is_empty() { self.flush() } else { self.lines.push(at) };
        }
        match lines::kind(line, self.markdown) {
            Line::Blank => self.flush(),
            Line::Rule(level) => {
                if let (Some(level), BlockKind::Paragraph, [_]) = (level, self.kind, self.lines.as_slice()) {
                    self.kind = BlockKind::Heading(level);
                }
                self.flush();
            }
            Line::Heading(level, words) => {
                self.flush();
                self.whole(lines::within(&at, words), BlockKind::Heading(level), self.markdown);
            }
            Line::Item(words) => {
                self.flush();
                self.kind = BlockKind::Item;
                self.lines.push(lines::within(&at, words));
            }
            Line::Row(cells) => {
                self.flush();
                self.row += 1;
                for cell in cells {
                    self.whole(lines::within(&at, cell), BlockKind::Cell, true);
                }
            }
            Line::Words if self.lines.is_empty() && !self.markdown && lines::is_capitals(line) => {
                self.whole(at, BlockKind::Heading(2), false);
            }
            Line::Words => {
                let indented = at.start > quoted.start;
                let begins = line.chars().next().is_some_and(char::is_uppercase);
                if self.kind == BlockKind::Item && !indented && begins && !self.markdown {
                    self.flush();
                }
                self.lines.push(at);
            }
        }
    }

    /// A block of one line.
    fn whole(&mut self, at: Range<usize>, kind: BlockKind, marks: bool) {
        let at = lines::trimmed(self.text.text(), at);
        if !at.is_empty() {
            let joined = self.text.slice(at);
            self.block(joined, kind, marks);
        }
    }

    /// Ends the block that is being read.
    fn flush(&mut self) {
        let (lines, kind) = (std::mem::take(&mut self.lines), self.kind);
        self.kind = BlockKind::Paragraph;
        if lines.is_empty() {
            return;
        }
        let mut joined = TracedBuilder::default();
        let mut end = None;
        for line in lines {
            if let Some(end) = end {
                joined.push_unit("\n", self.text, end..line.start);
            }
            joined.push(self.text, line.clone());
            end = Some(line.end);
        }
        self.block(joined.finish(), kind, self.markdown && !self.code);
    }

    fn block(&mut self, joined: Traced, kind: BlockKind, marks: bool) {
        let read = if marks { inline::read(&joined) } else { inline::Inline { text: joined, ..Default::default() } };
        let index = self.part.blocks.len();
        let mut found: Vec<(Range<usize>, Link)> = Vec::new();
        for link in read.links {
            let label = read.text.slice(link.words.clone());
            let label = if label.is_empty() { link.alt.unwrap_or_default() } else { label };
            let kind = LinkKind::Anchor;
            found.push((
                link.words,
                Link { url: link.url, label, kind, block: Some(index), element: link.element, named: false },
            ));
        }
        let mut taken = found.iter().map(|(range, _)| range.clone()).collect::<Vec<_>>().into_iter().peekable();
        for range in find_urls(read.text.text()) {
            while taken.peek().is_some_and(|link| link.end <= range.start) {
                taken.next();
            }
            if taken.peek().is_none_or(|link| link.start >= range.end) {
                let url = read.text.slice(range.clone());
                let element = url.clone();
                let label = Traced::default();
                found.push((
                    range,
                    Link { url, label, kind: LinkKind::Bare, block: Some(index), element, named: false },
                ));
            }
        }
        found.sort_by_key(|(range, _)| range.start);
        let mut links = Vec::new();
        for (range, link) in found {
            links.push((self.part.links.len(), range));
            self.part.links.push(link);
        }
        let row = (kind == BlockKind::Cell).then_some(self.row);
        self.part.blocks.push(Block { text: read.text, kind, part: PartKind::Text, hidden: false, links, row });
        for image in read.images {
            self.image(image);
        }
    }

    fn image(&mut self, image: inline::Picture) {
        if !image.alt.is_empty() {
            self.part.blocks.push(Block {
                text: image.alt.clone(),
                kind: BlockKind::Alt,
                part: PartKind::Text,
                hidden: false,
                links: Vec::new(),
                row: None,
            });
        }
        let size = (None, None);
        self.part.images.push(Image {
            src: image.src,
            alt: Some(image.alt),
            size,
            has_width: false,
            element: image.element,
        });
    }
}

#[cfg(test)]
mod tests;
