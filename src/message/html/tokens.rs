//! HTML cut into tags and runs of text, each with its exact bytes.
//!
//! Where a tag starts and ends is the tokenizer's word (html5gum); attributes are read from the tag's own bytes, since
//! their places count to the byte. A conditional comment is one comment for the tokenizer, and is cut again inside.

use std::convert::Infallible;
use std::ops::Range;

use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Error, Span, Tokenizer};

use super::HtmlFlawAt;

/// One piece of HTML.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// An opening tag. `outlook`: inside a comment that only Outlook reads.
    Start { name: String, range: Range<usize>, outlook: bool },
    /// A closing tag.
    End { name: String, range: Range<usize>, outlook: bool },
    /// Text. `raw`: entities mean nothing in it (`<style>`, `<script>`).
    Text { range: Range<usize>, raw: bool, outlook: bool },
}

/// How a range is to be read.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Mode {
    Page,
    /// The inside of `<noscript>`: mail programs run no scripts, so readers see it.
    NoScript,
    /// The inside of a conditional comment.
    Outlook,
}

/// The elements whose content the tokenizer hands over as text without tags.
const RAW: [&str; 8] = ["style", "script", "iframe", "xmp", "noembed", "noframe", "noscript", "plaintext"];

/// Cuts HTML into tokens, in order, and notes what is broken so that a reader would lose text.
pub(super) fn tokens(html: &str) -> (Vec<Token>, Vec<HtmlFlawAt>) {
    // A carriage return is white space like any other; without it, every position is plainly a byte.
    let plain = html.contains('\r').then(|| html.replace('\r', " "));
    let mut out = Cutter { html: plain.as_deref().unwrap_or(html), tokens: Vec::new(), flaws: Vec::new() };
    out.cut(0..html.len(), Mode::Page);
    (out.tokens, out.flaws)
}

struct Cutter<'a> {
    html: &'a str,
    tokens: Vec<Token>,
    flaws: Vec<HtmlFlawAt>,
}

/// An event of the tokenizer that matters here.
enum Event {
    Open(String, usize),
    Close(usize),
    End(String, Range<usize>),
    Text(Range<usize>),
    Comment(Range<usize>),
    Doctype(usize),
    LostTag,
    LostComment,
}

impl Cutter<'_> {
    /// Cuts one range. It calls itself at most once deep: a comment or `<noscript>` inside such a range is left alone.
    fn cut(&mut self, range: Range<usize>, mode: Mode) {
        let html = self.html;
        let outlook = mode == Mode::Outlook;
        let mut open: Option<(String, usize)> = None;
        let mut raw: Option<String> = None;
        let mut last = range.start;
        for event in events(&html[range.clone()], range.start) {
            match event {
                Event::Open(name, start) => open = Some((name, start)),
                Event::Close(end) => {
                    if let Some((name, start)) = open.take() {
                        raw = RAW.contains(&name.as_str()).then(|| name.clone());
                        self.tokens.push(Token::Start { name, range: start..end, outlook });
                    }
                    last = end;
                }
                Event::End(name, range) => {
                    raw = None;
                    last = range.end;
                    self.tokens.push(Token::End { name, range, outlook });
                }
                Event::Text(range) => self.text(range, raw.as_deref(), mode),
                Event::Comment(range) => {
                    last = range.end;
                    if let (Mode::Page, Some(inside)) = (mode, conditional(html, &range)) {
                        self.cut(inside, Mode::Outlook);
                    }
                }
                Event::Doctype(end) => last = end,
                Event::LostTag => {
                    let from = open.as_ref().map_or_else(|| lost_tag(html, last..range.end), |(_, start)| *start);
                    self.flaws.push(HtmlFlawAt { what: "unclosed-tag", at: from..range.end });
                }
                Event::LostComment => {
                    let from = html[last..range.end].rfind("<!").map_or(last, |n| last + n);
                    self.flaws.push(HtmlFlawAt { what: "unclosed-comment", at: from..range.end });
                }
            }
        }
    }

    fn text(&mut self, range: Range<usize>, raw: Option<&str>, mode: Mode) {
        match raw {
            Some("noscript") if mode == Mode::Page => self.cut(range, Mode::NoScript),
            _ => self.tokens.push(Token::Text { range, raw: raw.is_some(), outlook: mode == Mode::Outlook }),
        }
    }
}

/// What the tokenizer sees in `html`, whose first byte lies at `base`.
fn events(html: &str, base: usize) -> Vec<Event> {
    let mut events = Vec::new();
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| -> Option<Infallible> {
        let end = (base + span.end).min(base + html.len());
        let start = (base + span.start).min(end);
        let name = |name: &[u8]| String::from_utf8_lossy(name).into_owned();
        events.push(match event {
            CallbackEvent::OpenStartTag { name: n } => Event::Open(name(n), start),
            CallbackEvent::CloseStartTag { .. } => Event::Close(end),
            CallbackEvent::EndTag { name: n } => Event::End(name(n), start..end),
            CallbackEvent::String { .. } => Event::Text(start..end),
            CallbackEvent::Comment { .. } => Event::Comment(start..end),
            CallbackEvent::Doctype { .. } => Event::Doctype(end),
            CallbackEvent::Error(Error::EofInTag) => Event::LostTag,
            CallbackEvent::Error(Error::EofInComment) => Event::LostComment,
            _ => return None,
        });
        None
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
    events
}

/// The first byte of a tag that never ends, where the tokenizer had not yet said that it began.
fn lost_tag(html: &str, range: Range<usize>) -> usize {
    html[range.clone()].rfind('<').map_or(range.start, |n| range.start + n)
}

/// The inside of a comment `<!--[if …]> … <![endif]-->`, when there is any.
fn conditional(html: &str, comment: &Range<usize>) -> Option<Range<usize>> {
    let text = &html[comment.clone()];
    let inside = text.strip_prefix("<!--")?;
    if !inside.trim_start().get(..3)?.eq_ignore_ascii_case("[if") {
        return None;
    }
    let start = text.find("]>")? + 2;
    let end = text.rfind("<![endif]").filter(|end| *end >= start)?;
    (start < end).then(|| comment.start + start..comment.start + end)
}

/// An attribute of an opening tag.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Attribute {
    /// Its name in lower case.
    pub(super) name: String,
    /// The bytes of its name.
    pub(super) at: Range<usize>,
    /// The bytes of its value without quotes; empty where there is none.
    pub(super) value: Range<usize>,
}

/// The attributes of the opening tag that lies at `tag`, the first of each name; the rest are duplicates.
pub(super) fn attributes(html: &str, tag: &Range<usize>) -> (Vec<Attribute>, Vec<Attribute>) {
    let bytes = html.as_bytes();
    let end = if tag.end > tag.start && bytes[tag.end - 1] == b'>' { tag.end - 1 } else { tag.end };
    let mut at = (tag.start + 1).min(end);
    while at < end && !bytes[at].is_ascii_whitespace() && bytes[at] != b'/' {
        at += 1;
    }
    let (mut first, mut again) = (Vec::<Attribute>::new(), Vec::new());
    loop {
        while at < end && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
            at += 1;
        }
        if at >= end {
            break;
        }
        let start = at;
        at += 1; // A name may begin with `=`.
        while at < end && !bytes[at].is_ascii_whitespace() && !matches!(bytes[at], b'=' | b'/') {
            at += 1;
        }
        let name = start..at;
        let value = value(bytes, &mut at, end);
        let found = Attribute { name: html[name.clone()].to_ascii_lowercase(), at: name, value };
        // Tags have few attributes; past that, looking each one up would be quadratic.
        let known = &first[..first.len().min(64)];
        if known.iter().any(|other| other.name == found.name) { again.push(found) } else { first.push(found) }
    }
    (first, again)
}

/// Reads ` = "value"` at `at`, and moves past it.
fn value(bytes: &[u8], at: &mut usize, end: usize) -> Range<usize> {
    let mut next = *at;
    let skip = |next: &mut usize| {
        while *next < end && bytes[*next].is_ascii_whitespace() {
            *next += 1;
        }
    };
    skip(&mut next);
    if next >= end || bytes[next] != b'=' {
        return *at..*at;
    }
    next += 1;
    skip(&mut next);
    let quote = bytes.get(next).copied().filter(|b| next < end && matches!(b, b'"' | b'\''));
    let start = next + usize::from(quote.is_some());
    let mut stop = start.min(end);
    while stop < end && quote.map_or(!bytes[stop].is_ascii_whitespace(), |quote| bytes[stop] != quote) {
        stop += 1;
    }
    *at = (stop + usize::from(quote.is_some())).min(end);
    start.min(end)..stop
}
