//! What only Outlook shows: the text inside comments such as `<!--[if mso]> … <![endif]-->`.

use std::ops::Range;

use super::decode::{self, Piece};
use super::elements::cuts;
use crate::message::{Block, BlockKind, Part, PartKind};
use crate::source::{Traced, TracedBuilder};

/// The block of Outlook's text that is being written.
#[derive(Default)]
pub(super) struct Outlook {
    text: TracedBuilder,
    space: Option<Range<usize>>,
    /// Inside `<xml>`: settings for Outlook, which nobody reads.
    settings: bool,
}

impl Outlook {
    /// A tag of the comment.
    pub(super) fn tag(&mut self, name: &str, opens: bool, part: &mut Part) {
        if name == "xml" {
            self.settings = opens;
        }
        // Shapes hold a text of their own.
        if cuts(name) || name == "br" || name.starts_with("v:") {
            self.cut(part);
        }
    }

    /// Text of the comment.
    pub(super) fn text(&mut self, html: &Traced, range: Range<usize>) {
        if self.settings {
            return;
        }
        for piece in decode::pieces(html.text(), range, false) {
            if let Piece::Space(range) = piece {
                self.space.get_or_insert(range);
                continue;
            }
            if let Some(space) = self.space.take().filter(|_| !self.text.is_empty()) {
                decode::push_space(&mut self.text, html, space);
            }
            match piece {
                Piece::Plain(range) | Piece::Unknown(range) => self.text.push(html, range),
                Piece::Entity(range, text) => self.text.push_unit(&text, html, range),
                Piece::Space(_) => {}
            }
        }
    }

    /// Ends the block.
    pub(super) fn cut(&mut self, part: &mut Part) {
        self.space = None;
        if self.text.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.text).finish();
        if text.text().contains(char::is_alphanumeric) {
            let kind = BlockKind::Paragraph;
            part.outlook.push(Block { text, kind, part: PartKind::Html, hidden: false, links: Vec::new(), row: None });
        }
    }
}
