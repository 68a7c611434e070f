//! Reading a template's structure: literal text, tags, blocks.

use std::ops::Range;

use super::ast::Text as Literal;
use super::ast::{Block, Call, Element, Inline, Partial, PartialName, Print, Program, Strip, Tag, Template};
use super::fault::{Fault, FaultKind};
use super::places::Text;
use super::scan::{Arguments, Found, Kind, Scanner};
use super::space;
use crate::language::Message;
use crate::source::Traced;
use crate::work::{self, Deed, Stage};

/// Blocks may be nested so deep, links of an `{{else if}}` chain counted.
const MAX_NESTING: usize = 100;

/// Parses a template. It never fails: tags that cannot be read stand in it as text, and a broken structure is a
/// fatal fault ([`Template::fatal`]).
pub fn parse(source: &Traced) -> Template {
    let _render = work::enter(Stage::Render);
    work::count(Deed::TemplateParsed);
    let text = Text::new(source);
    let mut parser = Parser {
        text: &text,
        scanner: Scanner::new(&text),
        open: Vec::new(),
        depth: 0,
        elements: Vec::new(),
        faults: Vec::new(),
    };
    if let Err(fault) = parser.run() {
        parser.faults.push(*fault);
    }
    let mut body = Program { elements: parser.elements, chained: false, inlines: false };
    let faults = parser.faults;
    space::control(&mut body, source.text());
    Template { source: source.clone(), body, faults }
}

/// A fatal fault ends parsing.
type Run<T> = Result<T, Box<Fault>>;

struct Parser<'t, 'p> {
    text: &'p Text<'t>,
    scanner: Scanner<'t, 'p>,
    open: Vec<Open>,
    depth: usize,
    elements: Vec<Element>,
    faults: Vec<Fault>,
}

/// A block that is not closed yet.
struct Open {
    what: What,
    /// The opener, and one link for each `{{else if}}`.
    links: Vec<Link>,
    /// The last `{{else}}`.
    last: Option<Strip>,
    /// What came before the block.
    before: Vec<Element>,
}

enum What {
    Block,
    Inverse,
    Partial { name: PartialName, name_at: Range<usize>, arguments: Arguments },
    Inline(Box<str>),
}

struct Link {
    call: Option<Call>,
    params: Vec<Box<str>>,
    strip: Strip,
    tag: Tag,
    program: Vec<Element>,
}

impl Parser<'_, '_> {
    fn run(&mut self) -> Run<()> {
        let text = self.text.text;
        let bytes = text.as_bytes();
        let mut piece = 0;
        let mut from = 0;
        while let Some(skip) = text[from..].find('{') {
            let at = from + skip;
            if bytes.get(at + 1) != Some(&b'{') {
                from = at + 1;
                continue;
            }
            let before = &bytes[piece..at];
            if before.ends_with(b"\\") && !before.ends_with(b"\\\\") {
                self.literal(piece..at - 1);
                let end = escaped_end(text, at);
                self.literal(at..end);
                (piece, from) = (end, end);
                continue;
            }
            self.literal(piece..at - usize::from(before.ends_with(b"\\\\")));
            piece = self.tag(at)?;
            from = piece;
        }
        self.literal(piece..text.len());
        match self.open.first() {
            None => Ok(()),
            Some(open) => {
                let tag = &open.links[0].tag;
                let close = format!("{{{{/{}}}}}", open.name());
                let mut fault = Fault::new(FaultKind::UnclosedBlock, tag.span, tag.span, close);
                fault.opener = Some((self.written(tag), tag.span));
                Err(Box::new(fault.worded()))
            }
        }
    }

    fn literal(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let place = self.text.even(range.clone());
        let whole = range.start as u32..range.end as u32;
        let left = whole.clone();
        self.elements.push(Element::Text(Literal { whole, left, cut_left: false, cut_right: false, place }));
    }

    fn written(&self, tag: &Tag) -> String {
        self.text.text[tag.range.start as usize..tag.range.end as usize].to_string()
    }

    fn place(&self, range: Range<usize>) -> Tag {
        Tag { span: self.text.span(range.clone()), range: range.start as u32..range.end as u32 }
    }

    /// Reads the tag at `start`; gives the first byte after it.
    fn tag(&mut self, start: usize) -> Run<usize> {
        let Ok(Found { end, strip, kind }) = self.scanner.tag(start) else {
            return Ok(self.unreadable(start, self.scanner.unreadable_end(start)));
        };
        let tag = self.place(start..end);
        match kind {
            Kind::Comment => self.elements.push(Element::Comment(strip)),
            Kind::Print { call, escaped } => {
                self.elements.push(Element::Print(Box::new(Print { call, escaped, tag, strip })));
            }
            Kind::Open { call, params } => self.open(What::Block, Some(call), params, strip, tag)?,
            Kind::OpenInverse { call, params } => self.open(What::Inverse, Some(call), params, strip, tag)?,
            Kind::OpenInline(name) => self.open(What::Inline(name), None, Vec::new(), strip, tag)?,
            Kind::Partial { name, name_at, arguments, block: true } => {
                self.open(What::Partial { name, name_at, arguments }, None, Vec::new(), strip, tag)?;
            }
            Kind::Partial { name, name_at, arguments, block: false } => {
                let partial = self.partial((name, name_at, arguments), tag, (strip, strip), None);
                self.elements.push(partial);
            }
            Kind::Else => {
                let fits = self.open.last().is_some_and(|open| open.takes_else(false));
                if !fits {
                    return Ok(self.unreadable(start, end));
                }
                self.turn(Some(strip), None);
            }
            Kind::ElseIf { call, params } => {
                let fits = self.open.last().is_some_and(|open| open.takes_else(true));
                if !fits {
                    return Ok(self.unreadable(start, end));
                }
                self.deeper(&tag)?;
                self.turn(None, Some(Link { call: Some(call), params, strip, tag, program: Vec::new() }));
            }
            Kind::Close(path) => self.close(&path.original, strip, tag)?,
            Kind::Raw { call } => return self.raw(call, tag, end),
        }
        Ok(end)
    }

    fn unreadable(&mut self, start: usize, end: usize) -> usize {
        let tag = self.place(start..end);
        let fault = Fault::new(FaultKind::UnreadableTag, tag.span, tag.span, self.written(&tag));
        self.faults.push(fault.worded());
        self.elements.push(Element::Unreadable(tag.range, tag.span));
        end
    }

    fn deeper(&mut self, tag: &Tag) -> Run<()> {
        self.depth += 1;
        if self.depth <= MAX_NESTING {
            return Ok(());
        }
        let found = self.written(tag);
        let words = Message::new(
            format!("Plus de {MAX_NESTING} blocs sont emboîtés à « {found} » : simplifier le modèle."),
            format!("More than {MAX_NESTING} blocks are nested at “{found}”: simplify the template."),
        );
        Err(Box::new(Fault::new(FaultKind::Limit, tag.span, tag.span, found).saying(words)))
    }

    fn open(&mut self, what: What, call: Option<Call>, params: Vec<Box<str>>, strip: Strip, tag: Tag) -> Run<()> {
        self.deeper(&tag)?;
        if !params.is_empty() {
            self.scanner.params.push(params.clone());
        }
        let before = std::mem::take(&mut self.elements);
        let link = Link { call, params, strip, tag, program: Vec::new() };
        self.open.push(Open { what, links: vec![link], last: None, before });
        Ok(())
    }

    /// Ends the side of the open block that is being read, and begins the next: an `{{else}}` or an `{{else if}}`.
    fn turn(&mut self, last: Option<Strip>, next: Option<Link>) {
        let elements = std::mem::take(&mut self.elements);
        let Some(open) = self.open.last_mut() else { return };
        if let Some(link) = open.links.last_mut() {
            link.program = elements;
            if !link.params.is_empty() {
                self.scanner.params.pop();
            }
        }
        open.last = last;
        if let Some(link) = next {
            if !link.params.is_empty() {
                self.scanner.params.push(link.params.clone());
            }
            open.links.push(link);
        }
    }

    fn close(&mut self, name: &str, strip: Strip, tag: Tag) -> Run<()> {
        let Some(mut open) = self.open.pop() else {
            let found = self.written(&tag);
            return Err(Box::new(Fault::new(FaultKind::MismatchedClose, tag.span, tag.span, found).worded()));
        };
        if open.name() != name {
            let mut fault = Fault::new(FaultKind::MismatchedClose, tag.span, tag.span, self.written(&tag));
            let opener = &open.links[0].tag;
            fault.opener = Some((self.written(opener), opener.span));
            return Err(Box::new(fault.worded()));
        }
        let elements = std::mem::replace(&mut self.elements, std::mem::take(&mut open.before));
        self.depth = self.depth.saturating_sub(open.links.len());
        let mut last = None;
        match (open.last, open.links.last_mut()) {
            (Some(strip), _) => last = Some((strip, elements)),
            (None, Some(link)) => {
                if !link.params.is_empty() {
                    self.scanner.params.pop();
                }
                link.program = elements;
            }
            (None, None) => {}
        }
        let element = self.closed(open, last, strip);
        self.elements.extend(element);
        Ok(())
    }

    fn closed(&mut self, open: Open, last: Option<(Strip, Vec<Element>)>, close: Strip) -> Option<Element> {
        let mut links = open.links;
        match open.what {
            What::Block => chain(links, last, close).map(|block| Element::Block(Box::new(block))),
            What::Inverse => {
                let link = links.pop()?;
                let (middle, program) = match last {
                    Some((strip, elements)) => (strip, Some(program(elements))),
                    None => (Strip::default(), None),
                };
                Some(Element::Block(Box::new(Block {
                    call: link.call?,
                    tag: link.tag,
                    params: link.params,
                    inverse: Some(self::program(link.program)),
                    program,
                    open: link.strip,
                    middle,
                    close,
                    raw: false,
                })))
            }
            What::Partial { name, name_at, arguments } => {
                let link = links.pop()?;
                let block = Some(program(link.program));
                Some(self.partial((name, name_at, arguments), link.tag, (link.strip, close), block))
            }
            What::Inline(name) => {
                let link = links.pop()?;
                Some(Element::Inline(Box::new(Inline {
                    name,
                    program: program(link.program),
                    open: link.strip,
                    close,
                })))
            }
        }
    }

    fn partial(
        &self,
        (name, name_at, arguments): (PartialName, Range<usize>, Arguments),
        tag: Tag,
        (open, close): (Strip, Strip),
        block: Option<Program>,
    ) -> Element {
        let Arguments { params, hash } = arguments;
        let name_at = self.text.span(name_at);
        Element::Partial(Box::new(Partial { name, params, hash, tag, name_at, block, open, close, indent: 0..0 }))
    }

    fn raw(&mut self, call: Call, tag: Tag, start: usize) -> Run<usize> {
        let Some((content, name)) = self.scanner.raw_end(start) else {
            let close = format!("{{{{{{{{/{}}}}}}}}}", call.path.original);
            let mut fault = Fault::new(FaultKind::UnclosedBlock, tag.span, tag.span, close);
            fault.opener = Some((self.written(&tag), tag.span));
            return Err(Box::new(fault.worded()));
        };
        let end = name.end + 4;
        if self.text.text[name.clone()] != *call.path.original {
            let close = self.place(name.start - 5..end);
            let mut fault = Fault::new(FaultKind::MismatchedClose, close.span, close.span, self.written(&close));
            fault.opener = Some((self.written(&tag), tag.span));
            return Err(Box::new(fault.worded()));
        }
        let before = std::mem::take(&mut self.elements);
        self.literal(content);
        let content = std::mem::replace(&mut self.elements, before);
        let none = Strip::default();
        self.elements.push(Element::Block(Box::new(Block {
            call,
            tag,
            params: Vec::new(),
            program: Some(program(content)),
            inverse: None,
            open: none,
            middle: none,
            close: none,
            raw: true,
        })));
        Ok(end)
    }
}

impl Open {
    /// The name that the closing tag must bear.
    fn name(&self) -> &str {
        match &self.what {
            What::Block | What::Inverse => {
                self.links.first().and_then(|link| link.call.as_ref()).map_or("", |call| &call.path.original)
            }
            What::Partial { name: PartialName::Fixed(name), .. } => name,
            What::Partial { name: PartialName::Dynamic(call), .. } => &call.path.original,
            What::Inline(_) => "inline",
        }
    }

    fn takes_else(&self, chain: bool) -> bool {
        let fits = match self.what {
            What::Block => true,
            What::Inverse => !chain,
            What::Partial { .. } | What::Inline(_) => false,
        };
        fits && self.last.is_none()
    }
}

fn program(elements: Vec<Element>) -> Program {
    Program { elements, chained: false, inlines: false }
}

/// Folds `{{#if}}…{{else if}}…{{else}}…{{/if}}` into blocks, each in the inverse side of the one before.
///
/// The strips are those that Handlebars.js gives them: only the first chained block gets the closing tag's, a later
/// one gets those of its own opening.
fn chain(links: Vec<Link>, last: Option<(Strip, Vec<Element>)>, close: Strip) -> Option<Block> {
    let mut next = last.map(|(strip, elements)| (strip, program(elements)));
    let mut made: Option<Block> = None;
    for (n, link) in links.into_iter().enumerate().rev() {
        if let Some(block) = made.take() {
            let strip = block.open;
            let elements = vec![Element::Block(Box::new(block))];
            next = Some((strip, Program { elements, chained: true, inlines: false }));
        }
        let own = link.strip;
        let (middle, inverse) = match next.take() {
            Some((strip, program)) => (strip, Some(program)),
            None => (Strip::default(), None),
        };
        made = Some(Block {
            call: link.call?,
            tag: link.tag,
            params: link.params,
            program: Some(program(link.program)),
            inverse,
            open: own,
            middle,
            close: if n < 2 { close } else { own },
            raw: false,
        });
    }
    made
}

/// Where the text after `\{{` ends: before the next `{{` with at most two backslashes before it.
fn escaped_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    match text[start + 2..].find("{{") {
        None => text.len(),
        Some(found) => {
            let next = start + 2 + found;
            let back = bytes[start + 2..next].iter().rev().take(2).take_while(|b| **b == b'\\').count();
            next - back
        }
    }
}
