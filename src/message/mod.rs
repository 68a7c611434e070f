//! A rendered mail as its reader meets it: parts, blocks with scopes, links, images.
//!
//! Comes in: rendered text, each character with its origin. Goes out: [`Part`]s whose blocks keep these origins
//! through entities, tags and line breaks. It never judges.

use std::ops::Range;

use crate::source::{Span, Traced};

pub mod eml;
pub mod html;
pub mod ics;
mod long;
pub mod mailto;
pub mod text;

/// Which part of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartKind {
    /// The subject line.
    Subject,
    /// The preheader from the settings.
    Preheader,
    /// From, Reply-To and their like.
    Headers,
    /// The HTML part.
    Html,
    /// The text part.
    Text,
    /// An attached calendar.
    Calendar,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockKind {
    /// A paragraph, or any other run of text.
    Paragraph,
    /// A heading, with its level.
    Heading(u8),
    /// An item of a list.
    Item,
    /// A cell of a table (or a `dt`, `dd`).
    Cell,
    /// `<title>`.
    DocumentTitle,
    /// An alternative text, or a `title` or `aria-label` attribute.
    Alt,
    /// A subject, preheader or other header.
    Line,
}

/// A run of text that is read as one: a paragraph, a heading, an item, a cell. Inline tags do not cut it.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Its text as a reader gets it: entities decoded, white space collapsed (in HTML), `<br>` a line break.
    pub text: Traced,
    /// What it is.
    pub kind: BlockKind,
    /// In which part.
    pub part: PartKind,
    /// Not shown by mail programs, but read in the list of messages (a hidden preheader).
    pub hidden: bool,
    /// The links whose words stand in it: index into [`Part::links`], and the bytes of the words in `text`.
    pub links: Vec<(usize, Range<usize>)>,
    /// The row of the table that it stands in, where it is a cell: cells of one row share a number.
    pub row: Option<u32>,
}

impl Block {
    /// The same block without its text and links.
    fn without_text(&self) -> Block {
        Block { text: Traced::default(), links: Vec::new(), ..*self }
    }
}

/// A link of a part.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// The address, decoded.
    pub url: Traced,
    /// The words that are clicked; for a linked image its alternative text; empty for a bare address in text.
    pub label: Traced,
    /// What it is.
    pub kind: LinkKind,
    /// The block that holds its words: index into [`Part::blocks`].
    pub block: Option<usize>,
    /// The element's opening tag, for a finding that has no better place.
    pub element: Traced,
    /// It has a name beside its words: a `title` or an `aria-label`, of its own or inside it.
    pub named: bool,
}

/// What a link is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `<a href>`.
    Anchor,
    /// `<a href>` that looks like a button (a role, a class, a `v:roundrect`).
    Button,
    /// An address written out in text.
    Bare,
    /// `<area>`, `<form action>`, `<link>`.
    Other,
}

/// An image of a part.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// The address.
    pub src: Traced,
    /// The alternative text; `None` when there is no such attribute.
    pub alt: Option<Traced>,
    /// Its width and height, where they are given in pixels.
    pub size: (Option<u32>, Option<u32>),
    /// A width is given, in whichever unit.
    pub has_width: bool,
    /// The element's opening tag.
    pub element: Traced,
}

/// A table of a part.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The element's opening tag.
    pub element: Traced,
    /// It has a `role`.
    pub has_role: bool,
    /// It has a `th` or a `caption`, as a table of data has.
    pub has_heads: bool,
}

impl Table {
    /// Whether it serves the layout and does not say so.
    pub fn is_layout(&self) -> bool {
        !self.has_role && !self.has_heads
    }
}

/// Text whose colour and ground both stand in the tags around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Tint {
    /// The text, as it is written in the HTML.
    pub at: Traced,
    /// Red, green and blue of its letters.
    pub color: [u8; 3],
    /// Red, green and blue of what lies behind it.
    pub ground: [u8; 3],
    /// It is large in the sense of WCAG: 24 px, or bold and 18.66 px.
    pub large: bool,
}

/// A form that an HTML part makes use of, at the first place where it does.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Which form.
    pub use_of: Use,
    /// The tag's name, the attribute's name, or the declaration.
    pub at: Traced,
}

/// What a mail program must know to show a part as it was meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// An element, by its name.
    Element(String),
    /// An attribute, by its name.
    Attribute(String),
    /// A declaration of an inline style: property and value, in lower case.
    Style(String, String),
}

/// One part of a mail, read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Part {
    /// Its blocks in reading order. Headings are blocks too.
    pub blocks: Vec<Block>,
    /// What only Outlook shows, inside conditional comments; it stands in none of the other lists but that of links.
    pub outlook: Vec<Block>,
    /// Its links in the order of their places.
    pub links: Vec<Link>,
    /// Its images in order.
    pub images: Vec<Image>,
    /// Everything that looks wrong in its form.
    pub flaws: Vec<HtmlFlaw>,
    /// Its tables in the order of their opening tags.
    pub tables: Vec<Table>,
    /// Texts whose colours are known, one for each pair of colours.
    pub tints: Vec<Tint>,
    /// Elements, attributes and inline styles, each once.
    pub features: Vec<Feature>,
    /// The opening tag of `<html>`, where there is one.
    pub root: Option<Traced>,
    /// The `lang` of `<html>`.
    pub language: Option<Traced>,
    /// Its source, where it is HTML: what a reader sees who opens that.
    pub source: Traced,
    /// The length of its source, in bytes.
    pub bytes: usize,
}

/// Something in the form of an HTML part that a rule may report.
#[derive(Debug, Clone, PartialEq)]
pub struct HtmlFlaw {
    /// What: `unclosed`, `stray-end`, `duplicate-attribute`, `bad-entity`, `visible-markup` …
    pub what: &'static str,
    /// Where.
    pub at: Traced,
}

/// When a finished message was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    /// In seconds since 1970 (UTC).
    pub stamp: i64,
    /// The sender's wall time, in seconds since the same wall time of 1970.
    pub wall: i64,
}

/// A mailbox of a finished message's To or Cc.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Mailbox {
    /// The name that is shown; empty where there is none.
    pub name: Traced,
    /// The address.
    pub address: Traced,
    /// Both, with the marks around them.
    pub place: Option<Span>,
}

/// A mail as it was rendered, header by header and part by part.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Message {
    /// The subject line.
    pub subject: Option<Traced>,
    /// The preheader of the settings; one that is hidden in the HTML is a block there.
    pub preheader: Option<Traced>,
    /// The sender.
    pub from: Option<Traced>,
    /// Where answers go.
    pub reply_to: Option<Traced>,
    /// Whom a finished message is for.
    pub to: Vec<Mailbox>,
    /// Who gets a copy, and is seen by all.
    pub cc: Vec<Mailbox>,
    /// The Date of a finished message.
    pub date: Option<Sent>,
    /// The calendars (`.ics`) attached to a finished message.
    pub calendars: Vec<Traced>,
    /// Where the subject of a finished message stands, or should stand.
    pub subject_at: Option<Span>,
    /// The HTML part.
    pub html: Option<Part>,
    /// The text part.
    pub text: Option<Part>,
    /// How many files a finished message holds; `None` for a template, which cannot say.
    pub attachments: Option<usize>,
}

/// A header (subject, preheader, sender) as a block, so that it is read like any other text.
pub fn line_block(text: &Traced, part: PartKind) -> Block {
    Block { text: text.clone(), kind: BlockKind::Line, part, hidden: false, links: Vec::new(), row: None }
}
