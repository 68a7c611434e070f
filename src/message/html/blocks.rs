//! Writes blocks, links and images as the reader meets them.

use std::ops::Range;

use super::HtmlFlawAt;
use super::decode::{self, Piece};
use super::elements::Scope;
use crate::message::{Block, BlockKind, HtmlFlaw, Link, LinkKind, Part, PartKind};
use crate::source::{Traced, TracedBuilder};
use crate::value::link::find_urls;

/// The block that is being written.
struct Current {
    text: TracedBuilder,
    scope: Scope,
    links: Vec<(usize, Range<usize>)>,
    /// White space that counts as soon as more text comes.
    space: Option<Range<usize>>,
    /// The bytes of the line breaks that the text ends with.
    breaks: Vec<Range<usize>>,
    /// Where pieces of the text stand: bytes of the text, bytes of the HTML.
    pieces: Vec<(usize, usize)>,
}

/// The words of the link that is open.
struct OpenLink {
    index: usize,
    label: TracedBuilder,
    space: Option<Range<usize>>,
    /// The first byte of the HTML after its words so far.
    end: usize,
    /// It stands in what only Outlook reads.
    outlook: bool,
}

/// Which text a link's opening tag makes its words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Opens {
    /// None.
    Nothing,
    /// What follows.
    Page,
    /// What follows and only Outlook shows.
    Outlook,
}

/// Writes a [`Part`].
pub(super) struct Writer<'a> {
    html: &'a Traced,
    pub(super) part: Part,
    current: Option<Current>,
    link: Option<OpenLink>,
    /// Where each link stands in the HTML.
    places: Vec<usize>,
    /// Alternative texts met inside the current block: they follow it.
    after: Vec<Block>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(html: &'a Traced, flaws: Vec<HtmlFlawAt>) -> Writer<'a> {
        let mut writer = Writer {
            html,
            part: Part { bytes: html.len(), source: html.clone(), ..Part::default() },
            current: None,
            link: None,
            places: Vec::new(),
            after: Vec::new(),
        };
        for flaw in flaws {
            writer.flaw(flaw.what, flaw.at);
        }
        writer
    }

    pub(super) fn flaw(&mut self, what: &'static str, at: Range<usize>) {
        self.part.flaws.push(HtmlFlaw { what, at: self.html.slice(at) });
    }

    /// Text between two tags. What only Outlook shows is kept as a link's words, not as a block.
    pub(super) fn text(&mut self, range: Range<usize>, scope: Scope, outlook: bool) {
        for piece in decode::pieces(self.html.text(), range, false) {
            if let Piece::Unknown(at) = &piece {
                self.flaw("bad-entity", at.clone());
            }
            if self.link.as_ref().is_some_and(|link| link.outlook == outlook) {
                self.label(&piece);
            }
            if !outlook {
                self.piece(piece, scope);
            }
        }
    }

    /// Text in which nothing is decoded.
    pub(super) fn plain(&mut self, range: Range<usize>, scope: Scope) {
        if !self.html.text()[range.clone()].trim().is_empty() {
            self.piece(Piece::Plain(range), Scope { keeps_space: true, ..scope });
        }
    }

    fn piece(&mut self, piece: Piece, scope: Scope) {
        if self.current.as_ref().is_some_and(|block| block.scope.hidden != scope.hidden) {
            self.flush();
        }
        let (range, entity) = match piece {
            Piece::Space(range) if scope.keeps_space => return self.kept_space(range),
            Piece::Space(range) => {
                if let Some(block) = &mut self.current {
                    block.space.get_or_insert(range);
                }
                return;
            }
            Piece::Plain(range) | Piece::Unknown(range) => (range, None),
            Piece::Entity(range, text) => (range, Some(text)),
        };
        let html = self.html;
        let link = self.link.as_ref().map(|link| link.index);
        let block = self.block(scope);
        block.settle(html);
        let start = block.text.len();
        block.pieces.push((start, range.start));
        match entity {
            Some(text) => block.text.push_unit(&text, html, range),
            None => block.text.push(html, range),
        }
        let end = block.text.len();
        if let Some(link) = link {
            match block.links.last_mut() {
                Some((index, words)) if *index == link => words.end = end,
                _ => block.links.push((link, start..end)),
            }
        }
    }

    /// White space inside `<pre>`: kept, each line break one.
    fn kept_space(&mut self, range: Range<usize>) {
        let text = &self.html.text()[range.clone()];
        if !text.contains('\n') {
            if let Some(block) = &mut self.current {
                block.settle(self.html);
                block.text.push(self.html, range);
            }
            return;
        }
        for (at, _) in text.match_indices('\n') {
            self.line_break(range.start + at..range.start + at + 1);
        }
    }

    fn block(&mut self, scope: Scope) -> &mut Current {
        self.current.get_or_insert_with(|| Current {
            text: TracedBuilder::default(),
            scope,
            links: Vec::new(),
            space: None,
            breaks: Vec::new(),
            pieces: Vec::new(),
        })
    }

    /// `<br>`: a line break; the second in a row ends the block, as an empty line does for a reader.
    pub(super) fn line_break(&mut self, range: Range<usize>) {
        if let Some(link) = &mut self.link {
            link.space.get_or_insert(range.clone());
        }
        let Some(block) = &mut self.current else { return };
        block.space = None;
        block.breaks.push(range);
        if block.breaks.len() > 1 {
            self.flush();
        }
    }

    /// Adds to the words of the open link.
    fn label(&mut self, piece: &Piece) {
        let Some(link) = &mut self.link else { return };
        if let Piece::Space(range) = piece {
            link.space.get_or_insert(range.clone());
            return;
        }
        link.settle(self.html);
        match piece {
            Piece::Plain(range) | Piece::Unknown(range) => {
                link.label.push(self.html, range.clone());
                link.end = range.end;
            }
            Piece::Entity(range, text) => {
                link.label.push_unit(text, self.html, range.clone());
                link.end = range.end;
            }
            Piece::Space(_) => {}
        }
    }

    /// An alternative text or its like: a block of its own, after the one that it stands in.
    pub(super) fn alt(&mut self, text: Traced, scope: Scope, image: bool) {
        let mut links = Vec::new();
        if let Some(link) = self.link.as_mut().filter(|_| image) {
            link.broken();
            link.settle(self.html);
            link.label.push(&text, 0..text.len());
            link.broken();
            links.push((link.index, 0..text.len()));
        }
        let block = Block { text, kind: BlockKind::Alt, part: PartKind::Html, hidden: scope.hidden, links, row: None };
        match self.current {
            Some(_) => self.after.push(block),
            None => self.push_block(block),
        }
    }

    fn push_block(&mut self, block: Block) {
        let index = self.part.blocks.len();
        for (link, _) in &block.links {
            let Some(link) = self.part.links.get_mut(*link) else { continue };
            let held = link.block.and_then(|at| self.part.blocks.get(at));
            // Words in the text are a better place than an alternative text.
            if held.is_none_or(|held| held.kind == BlockKind::Alt && block.kind != BlockKind::Alt) {
                link.block = Some(index);
            }
        }
        self.part.blocks.push(block);
    }

    /// Ends the current block.
    pub(super) fn flush(&mut self) {
        if let Some(link) = &mut self.link {
            link.broken();
        }
        if let Some(block) = self.current.take() {
            let text = block.text.finish();
            let mut links = block.links;
            if text.text().trim().is_empty() {
                return self.push_after();
            }
            self.bare_links(&text, &block.pieces, &mut links);
            self.push_block(Block {
                text,
                kind: block.scope.kind,
                part: PartKind::Html,
                hidden: block.scope.hidden,
                links,
                row: block.scope.row.filter(|_| block.scope.kind == BlockKind::Cell),
            });
        }
        self.push_after();
    }

    fn push_after(&mut self) {
        for block in std::mem::take(&mut self.after) {
            self.push_block(block);
        }
    }

    /// Addresses that are written out outside of any link.
    fn bare_links(&mut self, text: &Traced, pieces: &[(usize, usize)], links: &mut Vec<(usize, Range<usize>)>) {
        let mut taken = links.clone().into_iter().map(|(_, range)| range).peekable();
        for range in find_urls(text.text()) {
            while taken.peek().is_some_and(|link| link.end <= range.start) {
                taken.next();
            }
            if taken.peek().is_some_and(|link| link.start < range.end) {
                continue;
            }
            let url = text.slice(range.clone());
            let piece = pieces.partition_point(|(start, _)| *start <= range.start).saturating_sub(1);
            self.places.push(pieces.get(piece).map_or(0, |(start, at)| at + (range.start - start)));
            links.push((self.part.links.len(), range));
            self.part.links.push(Link {
                element: url.clone(),
                url,
                label: Traced::default(),
                kind: LinkKind::Bare,
                block: None,
                named: false,
            });
        }
        links.sort_by_key(|(_, range)| range.start);
    }

    /// A link; when it `opens`, the text that follows is its words.
    pub(super) fn add_link(&mut self, url: Traced, label: Traced, kind: LinkKind, tag: Range<usize>, opens: Opens) {
        let index = self.part.links.len();
        self.places.push(tag.start);
        self.part.links.push(Link {
            url,
            label,
            kind,
            block: None,
            element: self.html.slice(tag.clone()),
            named: false,
        });
        if opens != Opens::Nothing {
            let (end, outlook) = (tag.end, opens == Opens::Outlook);
            self.link = Some(OpenLink { index, label: TracedBuilder::default(), space: None, end, outlook });
        }
    }

    /// The open link has a name beside its words.
    pub(super) fn name_link(&mut self) {
        if let Some(link) = self.link.as_ref().and_then(|link| self.part.links.get_mut(link.index)) {
            link.named = true;
        }
    }

    /// The words of the open link end.
    pub(super) fn end_link(&mut self, outlook: bool) {
        if let Some(link) = self.link.take_if(|link| link.outlook == outlook)
            && let Some(slot) = self.part.links.get_mut(link.index)
        {
            slot.label = link.label.finish();
        }
    }

    /// A cell ends: when it held one paragraph, that is the cell's text.
    pub(super) fn cell_ends(&mut self, row: Option<u32>, first: usize) {
        let mut shown = self.part.blocks.iter_mut().skip(first).take(64).filter(|block| block.kind != BlockKind::Alt);
        if let (Some(block), None) = (shown.next(), shown.next())
            && block.kind == BlockKind::Paragraph
            && block.row.is_none()
        {
            (block.kind, block.row) = (BlockKind::Cell, row);
        }
    }

    /// The finished part.
    pub(super) fn finish(mut self) -> Part {
        self.flush();
        self.end_link(true);
        self.end_link(false);
        self.order_links();
        super::super::long::cut(self.part)
    }

    /// Puts the links in the order of their places.
    fn order_links(&mut self) {
        let mut order: Vec<usize> = (0..self.places.len()).collect();
        order.sort_by_key(|link| self.places[*link]);
        let mut new_index = vec![0; order.len()];
        for (new, old) in order.iter().enumerate() {
            new_index[*old] = new;
        }
        let mut links: Vec<(usize, Link)> =
            new_index.iter().copied().zip(std::mem::take(&mut self.part.links)).collect();
        links.sort_by_key(|(new, _)| *new);
        self.part.links = links.into_iter().map(|(_, link)| link).collect();
        for (link, _) in self.part.blocks.iter_mut().flat_map(|block| &mut block.links) {
            *link = new_index[*link];
        }
    }
}

impl Current {
    /// Writes the white space or line break that was waiting for more text.
    fn settle(&mut self, html: &Traced) {
        let space = self.space.take();
        if let Some(at) = self.breaks.pop() {
            self.breaks.clear();
            self.text.push_unit("\n", html, at);
        } else if let Some(space) = space.filter(|_| !self.text.is_empty()) {
            decode::push_space(&mut self.text, html, space);
        }
    }
}

impl OpenLink {
    fn settle(&mut self, html: &Traced) {
        if let Some(space) = self.space.take().filter(|_| !self.label.is_empty()) {
            decode::push_space(&mut self.label, html, space);
        }
    }

    /// A block or an image ends inside the link's words.
    fn broken(&mut self) {
        self.space.get_or_insert(self.end..self.end);
    }
}
