//! Reading one tag: from `{{` to its end, by the lexical rules of Handlebars.js 4.7.
//!
//! Everything here is linear: where a delimiter is looked for, the answer is kept for the next tag that asks.

use std::ops::Range;

use super::ast::{Call, Expr, PartialName, Path, Strip};
use super::places::Text;

/// Tags longer than this (in bytes) cannot be read; comments may be of any length. The longest tag seen in real
/// templates is about 1 KB.
const MAX_TAG: usize = 8 * 1024;

/// The tag cannot be read.
#[derive(Debug)]
pub(super) struct Unreadable;

pub(super) type Read<T> = Result<T, Unreadable>;

/// A tag as it was read.
#[derive(Debug)]
pub(super) struct Found {
    /// The first byte after it.
    pub(super) end: usize,
    pub(super) strip: Strip,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Comment,
    Print { call: Call, escaped: bool },
    Open { call: Call, params: Vec<Box<str>> },
    OpenInverse { call: Call, params: Vec<Box<str>> },
    Else,
    ElseIf { call: Call, params: Vec<Box<str>> },
    Close(Path),
    Partial { name: PartialName, name_at: Range<usize>, arguments: Arguments, block: bool },
    OpenInline(Box<str>),
    Raw { call: Call },
}

#[derive(Debug, Default)]
pub(super) struct Arguments {
    pub(super) params: Vec<Expr>,
    pub(super) hash: Vec<(Box<str>, Expr)>,
}

/// The next places of a delimiter, remembered: `from..=found` holds none before `found`.
#[derive(Debug, Clone, Copy)]
struct Seen {
    from: usize,
    found: usize,
}

/// Reads tags of one text.
pub(super) struct Scanner<'t, 'p> {
    pub(super) text: &'p Text<'t>,
    bytes: &'t [u8],
    pub(super) at: usize,
    pub(super) limit: usize,
    pub(super) nesting: usize,
    seen: [Option<Seen>; 5],
    /// Block parameters in sight, the innermost last.
    pub(super) params: Vec<Vec<Box<str>>>,
}

impl<'t, 'p> Scanner<'t, 'p> {
    pub(super) fn new(text: &'p Text<'t>) -> Scanner<'t, 'p> {
        Scanner { text, bytes: text.text.as_bytes(), at: 0, limit: 0, nesting: 0, seen: [None; 5], params: Vec::new() }
    }

    /// Reads the tag whose `{{` stands at `start`.
    pub(super) fn tag(&mut self, start: usize) -> Read<Found> {
        self.limit = self.bytes.len().min(start + MAX_TAG);
        while !self.text.text.is_char_boundary(self.limit) {
            self.limit -= 1;
        }
        self.nesting = 0;
        if self.bytes[start..].starts_with(b"{{{{") {
            return self.raw(start);
        }
        self.at = start + 2;
        let open = self.take(b'~');
        match self.peek() {
            Some(b'!') => self.comment(open),
            Some(b'>') => self.partial(open, false),
            Some(b'#') => self.opener(open),
            Some(b'/') => {
                self.at += 1;
                let path = self.name()?.0;
                self.finish(open, Kind::Close(path))
            }
            Some(b'^') => self.inverse(open),
            Some(b'{') => {
                self.at += 1;
                let call = self.call()?;
                self.space();
                if !self.take(b'}') {
                    return Err(Unreadable);
                }
                let close = self.take(b'~');
                self.two_braces()?;
                if !close && self.peek() == Some(b'}') {
                    return Err(Unreadable);
                }
                Ok(self.found(Strip { open, close }, Kind::Print { call, escaped: false }))
            }
            Some(b'&') => {
                self.at += 1;
                let call = self.call()?;
                self.finish(open, Kind::Print { call, escaped: false })
            }
            _ => self.plain(open),
        }
    }

    fn plain(&mut self, open: bool) -> Read<Found> {
        self.space();
        if self.word("else") {
            self.at += 4;
            self.space();
            if matches!(self.peek(), Some(b'}' | b'~')) {
                return self.finish(open, Kind::Else);
            }
            let (call, params) = self.call_with_params()?;
            return self.finish(open, Kind::ElseIf { call, params });
        }
        let call = self.call()?;
        self.finish(open, Kind::Print { call, escaped: true })
    }

    fn opener(&mut self, open: bool) -> Read<Found> {
        self.at += 1;
        if self.peek() == Some(b'>') {
            return self.partial(open, true);
        }
        let decorator = self.take(b'*');
        let (call, params) = self.call_with_params()?;
        if !decorator {
            return self.finish(open, Kind::Open { call, params });
        }
        match call.params.first() {
            Some(Expr::Literal(name)) if &*call.path.original == "inline" && params.is_empty() => {
                let name = name.data.to_text().into();
                self.finish(open, Kind::OpenInline(name))
            }
            _ => Err(Unreadable),
        }
    }

    fn inverse(&mut self, open: bool) -> Read<Found> {
        self.at += 1;
        let after = self.at;
        self.space();
        if matches!(self.peek(), Some(b'}' | b'~')) {
            return self.finish(open, Kind::Else);
        }
        self.at = after;
        let (call, params) = self.call_with_params()?;
        self.finish(open, Kind::OpenInverse { call, params })
    }

    fn partial(&mut self, open: bool, block: bool) -> Read<Found> {
        self.at += 1;
        self.space();
        let start = self.at;
        let name = if self.peek() == Some(b'(') {
            PartialName::Dynamic(self.subexpression()?)
        } else {
            let (path, _) = self.name()?;
            PartialName::Fixed(path.original)
        };
        let name_at = start..self.at;
        let arguments = self.arguments()?;
        if block {
            // A partial block may name parameters; Handlebars.js reads them and gives them nothing.
            self.block_params()?;
        }
        self.finish(open, Kind::Partial { name, name_at, arguments, block })
    }

    /// A comment ends at the first `}}`; one that begins with `--` at the first `--}}`.
    fn comment(&mut self, open: bool) -> Read<Found> {
        let body = self.at + 1;
        let end = if self.bytes[body..].starts_with(b"--") {
            let dashes = self.find(3, body).ok_or(Unreadable)?;
            dashes + 2 + usize::from(self.bytes[dashes + 2] == b'~')
        } else {
            self.find(0, body).ok_or(Unreadable)?
        };
        let close = self.bytes[end - 1] == b'~';
        Ok(Found { end: end + 2, strip: Strip { open, close }, kind: Kind::Comment })
    }

    fn raw(&mut self, start: usize) -> Read<Found> {
        self.at = start + 4;
        let call = self.call()?;
        self.space();
        if !self.rest().starts_with(b"}}}}") {
            return Err(Unreadable);
        }
        self.at += 4;
        Ok(self.found(Strip::default(), Kind::Raw { call }))
    }

    /// The end of a raw block's content and of its closing tag, from `from` on: the matching `{{{{/name}}}}`.
    pub(super) fn raw_end(&self, from: usize) -> Option<(Range<usize>, Range<usize>)> {
        let text = self.text.text;
        let mut depth = 1usize;
        let mut at = from;
        while let Some(found) = text[at..].find("{{{{") {
            let open = at + found;
            let rest = &text[open + 4..];
            if let Some(name) = rest.strip_prefix('/') {
                let length = name.bytes().take_while(|b| is_id(*b)).count();
                if length > 0 && name[length..].starts_with("}}}}") {
                    depth -= 1;
                    let end = open + 5 + length + 4;
                    if depth == 0 {
                        return Some((from..open, open + 5..open + 5 + length));
                    }
                    at = end;
                    continue;
                }
                at = open + 5;
            } else {
                depth += 1;
                at = open + 4;
            }
        }
        None
    }

    fn finish(&mut self, open: bool, kind: Kind) -> Read<Found> {
        self.space();
        let close = self.take(b'~');
        self.two_braces()?;
        // `}}}` closes only what `{{{` opened; after `{{else}}`, a third brace is text.
        if !close && self.peek() == Some(b'}') && !matches!(kind, Kind::Else) {
            return Err(Unreadable);
        }
        Ok(self.found(Strip { open, close }, kind))
    }

    fn found(&self, strip: Strip, kind: Kind) -> Found {
        Found { end: self.at, strip, kind }
    }

    fn two_braces(&mut self) -> Read<()> {
        if !self.rest().starts_with(b"}}") {
            return Err(Unreadable);
        }
        self.at += 2;
        Ok(())
    }

    pub(super) fn rest(&self) -> &'t [u8] {
        &self.bytes[self.at.min(self.limit)..self.limit]
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    pub(super) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Whether a word stands here by itself.
    fn word(&self, word: &str) -> bool {
        let rest = self.rest();
        rest.starts_with(word.as_bytes())
            && !rest.get(word.len()).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
    }

    pub(super) fn space(&mut self) {
        loop {
            match self.peek() {
                Some(b) if b.is_ascii() => {
                    if !is_space(char::from(b)) {
                        return;
                    }
                    self.at += 1;
                }
                Some(_) => match self.text.text[self.at..].chars().next() {
                    Some(c) if is_space(c) => self.at += c.len_utf8(),
                    _ => return,
                },
                None => return,
            }
        }
    }

    /// The next `}}` (0), `"` (1), `'` (2), `--}}` or `--~}}` (3), `]` (4) from `from` on; a quote or bracket after a
    /// backslash does not count.
    pub(super) fn find(&mut self, what: usize, from: usize) -> Option<usize> {
        if let Some(seen) = self.seen[what]
            && seen.from <= from
            && from <= seen.found
        {
            return (seen.found < self.bytes.len()).then_some(seen.found);
        }
        let text = self.text.text;
        let first = [b'}', b'"', b'\'', b'-', b']'][what];
        let mut at = from.min(text.len());
        let found = loop {
            match text.as_bytes()[at..].iter().position(|b| *b == first) {
                None => break text.len(),
                Some(skip) => {
                    at += skip;
                    let fits = match what {
                        0 => self.bytes.get(at + 1) == Some(&b'}'),
                        3 => self.bytes[at..].starts_with(b"--}}") || self.bytes[at..].starts_with(b"--~}}"),
                        _ => self.bytes[at - 1] != b'\\',
                    };
                    if fits {
                        break at;
                    }
                    at += 1;
                }
            }
        };
        self.seen[what] = Some(Seen { from, found });
        (found < text.len()).then_some(found)
    }

    /// Where a tag that cannot be read ends: after its `}}`, or at the end of its line, or before the next `{{`.
    pub(super) fn unreadable_end(&self, start: usize) -> usize {
        let braces = self.bytes[start..].iter().take(4).take_while(|b| **b == b'{').count();
        let mut inner = 0usize;
        let mut at = start + braces;
        while let Some(byte) = self.bytes.get(at) {
            match byte {
                b'{' if self.bytes.get(at + 1) == Some(&b'{') => return at,
                b'{' => inner += 1,
                b'}' if inner > 0 => inner -= 1,
                b'}' if self.bytes.get(at + 1) == Some(&b'}') => {
                    let run = self.bytes[at..].iter().take(4).take_while(|b| **b == b'}').count();
                    return at + run.min(braces.max(3));
                }
                b'\n' | b'\r' => return at,
                _ => {}
            }
            at += 1;
        }
        at
    }
}

/// Bytes that a name may hold; what is beyond ASCII may.
pub(super) fn is_id(byte: u8) -> bool {
    !matches!(byte, b'!'..=b'#' | b'%'..=b',' | b'.' | b'/' | b';'..=b'>' | b'@' | b'['..=b'^' | b'`' | b'{'..=b'~')
        && !byte.is_ascii_whitespace()
        && byte != 0x0b
}

/// White space as JavaScript's `\s` knows it.
pub(super) fn is_space(c: char) -> bool {
    c == '\u{feff}' || c.is_whitespace() && c != '\u{85}'
}
