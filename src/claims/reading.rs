//! A mail as it is read for claims: blocks cut into words and sentences, with their dates, titles and links. Which event
//! each sentence is about is found in `passages`.

use std::ops::Range;
use std::rc::Rc;

use jiff::civil::DateTime;
use rustc_hash::FxHashMap;

use crate::facts::{EventFacts, Frame};
use crate::language::Language;
use crate::message::{self, Block, BlockKind, Message, PartKind};
use crate::value::link::{self, Link};
use crate::value::when::When;
use crate::words::Words;
use crate::work::{self, Stage};

use super::Scope;
use super::read_text::{ReadText, Texts};

/// Where the title of an event stands in a block.
#[derive(Debug, Clone)]
pub struct TitleHit {
    /// The event: its index in the world.
    pub event: usize,
    /// The words, as indices.
    pub words: Range<usize>,
    /// The bytes.
    pub range: Range<usize>,
    /// Further events that bear the same name: it names none of them alone.
    pub shared: Vec<usize>,
    /// The session of the event whose title it is: its index.
    pub session: Option<usize>,
}

/// A sentence, and the event that it is about.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its bytes in the block.
    pub range: Range<usize>,
    /// The event: its index in the world.
    pub about: usize,
    /// What says so.
    pub by: Told,
}

impl Sentence {
    /// Whether something in it, before it or above it says so; else it is the mail's own by default.
    pub fn told(&self) -> bool {
        self.by != Told::Default
    }
}

/// What says which event a sentence is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// The event's title in it.
    Title,
    /// The event's title in another cell of its row.
    Row,
    /// Words such as "our next talk".
    Introduced,
    /// The heading above it.
    Heading,
    /// A speaker, link or date that this event alone has.
    Alone,
    /// Nothing: it is the mail's own.
    Default,
}

/// A block, read: its text, and where that stands.
#[derive(Debug)]
pub struct ReadBlock<'m> {
    /// The block.
    pub block: std::borrow::Cow<'m, Block>,
    /// What its text says by itself.
    text: Rc<ReadText>,
    /// Its dates and times.
    pub whens: Rc<Vec<When>>,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Its scopes.
    pub scopes: Vec<Scope>,
    /// The heading above it: its index among the blocks.
    pub heading: Option<usize>,
}

/// A block has the words, titles, names and phrases of its text.
impl std::ops::Deref for ReadBlock<'_> {
    type Target = ReadText;

    fn deref(&self) -> &ReadText {
        &self.text
    }
}

impl ReadBlock<'_> {
    /// A block without anything, for the time in which another is read.
    pub(super) fn empty() -> ReadBlock<'static> {
        ReadBlock {
            block: std::borrow::Cow::Owned(message::line_block(&crate::source::Traced::default(), PartKind::Html)),
            text: Rc::default(),
            whens: Rc::default(),
            sentences: Vec::new(),
            scopes: Vec::new(),
            heading: None,
        }
    }

    /// The sentence at a byte.
    pub fn sentence(&self, at: usize) -> &Sentence {
        let index = self.sentences.partition_point(|s| s.range.end <= at).min(self.sentences.len().saturating_sub(1));
        &self.sentences[index]
    }

    /// The event that the words at a byte are about.
    pub fn about(&self, at: usize) -> usize {
        self.sentence(at).about
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.block.text.text()
    }
}

/// A link, read.
#[derive(Debug)]
pub struct ReadLink<'m> {
    /// The link.
    pub link: &'m message::Link,
    /// Its address, understood.
    pub address: Link,
    /// In which part.
    pub part: PartKind,
    /// The block of its words: its index among the read blocks.
    pub block: Option<usize>,
    /// The bytes of its words in that block.
    pub range: Range<usize>,
    /// The event that its passage is about.
    pub about: usize,
}

/// A mail, read.
#[derive(Debug)]
pub struct Reading<'m, 'a> {
    /// The facts that count.
    pub frame: &'m Frame<'a>,
    /// When the mail is sent, in the event's zone.
    pub send: DateTime,
    /// The mail's language.
    pub language: Language,
    /// The mail.
    pub message: &'m Message,
    /// What was read of this mail's texts.
    pub(super) texts: &'m Texts,
    /// All blocks: subject, preheader, HTML, text.
    pub blocks: Vec<ReadBlock<'m>>,
    /// All links.
    pub links: Vec<ReadLink<'m>>,
    /// The blocks of each row of a table, by their indices; a row's number may return in the other part.
    rows: FxHashMap<u32, Vec<usize>>,
}

impl<'m, 'a> Reading<'m, 'a> {
    /// Reads a mail; `texts` are those of its other renderings for the same event.
    pub fn of(
        frame: &'m Frame<'a>,
        message: &'m Message,
        send: DateTime,
        language: Language,
        texts: &'m Texts,
    ) -> Reading<'m, 'a> {
        let _read = work::enter(Stage::Read);
        let (blocks, links, rows) = (Vec::new(), Vec::new(), FxHashMap::default());
        let mut reading = Reading { frame, send, language, message, texts, blocks, links, rows };
        for (line, kind) in [(&message.subject, PartKind::Subject), (&message.preheader, PartKind::Preheader)] {
            if let Some(line) = line {
                let block = message::line_block(line, kind);
                let read = reading.read_block(std::borrow::Cow::Owned(block), None);
                reading.blocks.push(read);
            }
        }
        for part in [&message.html, &message.text].into_iter().flatten() {
            reading.read_part(part);
        }
        reading
    }

    /// Whether the mail goes out before its own event begins.
    pub fn before(&self) -> bool {
        self.moment(self.frame.own) == Moment::Before
    }

    /// Whether an event is still to come, under way or past when the mail goes out.
    pub fn moment(&self, event: usize) -> Moment {
        let facts = self.frame.event(event);
        let (Some(first), Some(last)) = (facts.slots.first(), facts.slots.last()) else { return Moment::Unknown };
        let starts = first.day.to_datetime(first.start.unwrap_or(jiff::civil::time(0, 0, 0, 0)));
        let ends = last.last.to_datetime(last.end.or(last.start).unwrap_or(jiff::civil::time(23, 59, 0, 0)));
        if self.send < starts {
            Moment::Before
        } else if self.send > ends {
            Moment::After
        } else {
            Moment::During
        }
    }

    fn read_part(&mut self, part: &'m message::Part) {
        let first = self.blocks.len();
        let mut heading = None;
        for (index, block) in part.blocks.iter().enumerate() {
            let read = self.read_block(std::borrow::Cow::Borrowed(block), heading);
            if matches!(block.kind, BlockKind::Heading(_)) {
                heading = Some(first + index);
            }
            if let Some(row) = block.row {
                self.rows.entry(row).or_default().push(first + index);
            }
            self.blocks.push(read);
        }
        let mut places: FxHashMap<usize, (usize, Range<usize>)> = FxHashMap::default();
        for (b, block) in part.blocks.iter().enumerate() {
            for (link, range) in &block.links {
                places.entry(*link).or_insert_with(|| (b, range.clone()));
            }
        }
        let mut links: Vec<ReadLink<'m>> = Vec::new();
        for (index, link) in part.links.iter().enumerate() {
            let at = places.remove(&index);
            let kind = part.blocks.first().map_or(PartKind::Html, |block| block.part);
            links.push(ReadLink {
                link,
                address: link::read(link.url.text()).behind(),
                part: kind,
                block: at.as_ref().map(|(b, _)| first + b).or(link.block.map(|b| first + b)),
                range: at.map_or(0..0, |(_, range)| range),
                about: self.frame.own,
            });
        }
        self.find_passages(first, &links);
        for link in &mut links {
            if let Some(block) = link.block.and_then(|block| self.blocks.get(block)) {
                link.about = block.about(link.range.start);
            }
        }
        self.links.extend(links);
    }

    fn read_block(&self, block: std::borrow::Cow<'m, Block>, heading: Option<usize>) -> ReadBlock<'m> {
        let block = super::seen::block(block);
        let text = self.texts.read(block.text.text(), self.frame, self.language, self.month_first());
        let sentences = text
            .words
            .sentences()
            .iter()
            .map(|range| Sentence { range: range.clone(), about: self.frame.own, by: Told::Default })
            .collect();
        let scopes = scopes_of(&block);
        let whens = Rc::clone(&text.said);
        let mut read = ReadBlock { block, text, whens, sentences, scopes, heading };
        if matches!(read.block.part, PartKind::Subject | PartKind::Preheader) {
            self.tell(&mut read, None, None, &[]);
        }
        read
    }

    /// American zones write the month first.
    pub fn month_first(&self) -> bool {
        self.language == Language::En && self.frame.own().event.zone_name.starts_with("America/")
    }

    /// The session of its event that a passage names by its title: in the sentence, else in the row, else alone in
    /// the block.
    pub fn session(&self, block: &ReadBlock<'_>, at: usize) -> Option<usize> {
        let (about, sentence) = (block.about(at), block.sentence(at).range.clone());
        if self.event(about).session_names.len() < 2 {
            return None;
        }
        let of_event = |hit: &&TitleHit| hit.event == about;
        let here = block.titles.iter().filter(of_event).filter(|hit| sentence.contains(&hit.range.start));
        // A cell with a date of its own is a column's, not one of a row's.
        let dated = block.whens.iter().any(|when| when.date.is_some());
        let cells = self.beside(block).filter(|_| !dated).filter(|cell| cell.block.part == block.block.part);
        only(here.filter_map(|hit| hit.session))
            .or_else(|| only(cells.flat_map(|cell| &cell.titles).filter(of_event).filter_map(|hit| hit.session)))
            .or_else(|| only(block.titles.iter().filter(of_event).filter_map(|hit| hit.session)))
    }

    /// The blocks in the row of a block, itself among them; none outside a table.
    pub fn beside(&self, block: &ReadBlock<'_>) -> impl Iterator<Item = &ReadBlock<'m>> {
        let row = block.block.row.and_then(|row| self.rows.get(&row));
        row.into_iter().flatten().map(|index| &self.blocks[*index])
    }

    /// The blocks from `first` on in a row, by their indices.
    pub(super) fn row_from(&self, first: usize, row: u32) -> &[usize] {
        let all = self.rows.get(&row).map_or(&[][..], Vec::as_slice);
        &all[all.partition_point(|index| *index < first)..]
    }

    /// Whether a link can be seen: its words do not stand in a block that is hidden.
    pub fn shows(&self, link: &ReadLink<'_>) -> bool {
        link.block.and_then(|block| self.blocks.get(block)).is_none_or(|block| !block.block.hidden)
    }

    /// The facts of an event.
    pub fn event(&self, index: usize) -> &EventFacts<'a> {
        self.frame.event(index)
    }
}

/// The one thing that is named, however often.
fn only(mut sessions: impl Iterator<Item = usize>) -> Option<usize> {
    let first = sessions.next()?;
    sessions.all(|other| other == first).then_some(first)
}

/// How an event lies to the time of sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It is still to come.
    Before,
    /// It is under way (between its first start and its last end).
    During,
    /// It is past.
    After,
    /// Its date is not known.
    Unknown,
}

/// The folded words of a name.
pub fn name_words(name: &str) -> Vec<String> {
    Words::of(name).folded().map(str::to_string).collect()
}

/// Whether an address is a private one with something after it.
pub fn starts_like(address: &Link, private: &str) -> bool {
    let known = link::read(private);
    known.normal.len() > 12
        && address.normal.starts_with(known.normal.trim_end_matches('/'))
        && known.host == address.host
        && known.normal.contains('/')
}

/// The scopes of a block.
pub(super) fn scopes_of(block: &Block) -> Vec<Scope> {
    match (block.part, block.kind) {
        (PartKind::Subject, _) => vec![Scope::Subject],
        (PartKind::Preheader, _) => vec![Scope::Preheader],
        (PartKind::Headers, _) => vec![Scope::Headers],
        (_, BlockKind::DocumentTitle) => vec![Scope::DocumentTitle],
        (_, BlockKind::Alt) => vec![Scope::Alt],
        (_, _) if block.hidden => vec![Scope::Preheader, Scope::Text],
        (_, BlockKind::Heading(_)) => vec![Scope::Heading, Scope::Text],
        _ => vec![Scope::Text],
    }
}
