//! Markdown inside a block: links, images, emphasis, escapes.

use std::ops::Range;

use crate::source::{Traced, TracedBuilder};
use crate::value::link::find_urls;

/// The longest address of a link that is read; without a bound, many `](` would each be read to the end.
const LONGEST: usize = 2048;

/// A block's text without its marks.
#[derive(Default)]
pub(super) struct Inline {
    pub(super) text: Traced,
    pub(super) links: Vec<Anchor>,
    pub(super) images: Vec<Picture>,
}

/// `[words](url)`.
pub(super) struct Anchor {
    /// Its words: bytes of the text.
    pub(super) words: Range<usize>,
    pub(super) url: Traced,
    pub(super) element: Traced,
    /// The alternative text of an image that is its label.
    pub(super) alt: Option<Traced>,
}

/// `![alt](src)`.
pub(super) struct Picture {
    pub(super) alt: Traced,
    pub(super) src: Traced,
    pub(super) element: Traced,
}

/// A link or image, by the bytes of its pieces.
struct Found {
    image: bool,
    open: usize,
    words: Range<usize>,
    url: Range<usize>,
    end: usize,
}

/// Reads a block.
pub(super) fn read(source: &Traced) -> Inline {
    let text = source.text();
    let found = links(text);
    let mut next = found.iter().peekable();
    let mut open: Vec<(&Found, usize, Option<Traced>)> = Vec::new();
    let mut urls = find_urls(text).into_iter().peekable();
    let mut out = TracedBuilder::default();
    let (mut result, mut at) = (Inline::default(), 0);
    while at < text.len() {
        while next.peek().is_some_and(|found| found.open < at) {
            next.next();
        }
        while urls.peek().is_some_and(|url| url.start < at) {
            urls.next();
        }
        if let Some(found) = next.next_if(|found| found.open == at) {
            if found.image {
                let picture = picture(source, found);
                if let Some((_, _, alt)) = open.last_mut() {
                    *alt = Some(picture.alt.clone());
                }
                result.images.push(picture);
                at = found.end;
            } else {
                open.push((found, out.len(), None));
                at = found.words.start;
            }
            continue;
        }
        if let Some((found, start, alt)) = open.pop_if(|(found, ..)| found.words.end <= at) {
            let url = source.slice(found.url.clone());
            let element = source.slice(found.open..found.end);
            result.links.push(Anchor { words: start..out.len(), url, element, alt });
            at = found.end;
            continue;
        }
        let limit = open.last().map_or(text.len(), |(found, ..)| found.words.end);
        if let Some(url) = urls.next_if(|url| url.start == at) {
            let end = url.end.min(limit);
            out.push(source, at..end);
            let angled = at > 0 && text[..at].ends_with('<') && text[end..].starts_with('>');
            at = end + usize::from(angled);
            continue;
        }
        at = step(source, at, limit, &mut out);
    }
    result.text = out.finish();
    result
}

/// Writes or drops what stands at `at`, and gives the next place.
fn step(source: &Traced, at: usize, limit: usize, out: &mut TracedBuilder) -> usize {
    let text = source.text();
    let bytes = text.as_bytes();
    let special = |b: u8| matches!(b, b'*' | b'_' | b'`' | b'~' | b'\\' | b'[' | b'!' | b']' | b'<');
    match bytes[at] {
        b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => {
            out.push(source, at + 1..at + 2);
            at + 2
        }
        b'<' if text[at + 1..].starts_with("http") || text[at + 1..].starts_with("mailto:") => at + 1,
        mark @ (b'*' | b'_' | b'`' | b'~') => {
            let end = at + bytes[at..].iter().take_while(|b| **b == mark).count();
            if !is_mark(text, at..end, mark) {
                out.push(source, at..end);
            }
            end
        }
        _ => {
            let mut end = at + 1;
            // Up to the next mark, or the next place where an address may begin.
            while end < limit && (!special(bytes[end]) && bytes[end - 1] != b' ' || !text.is_char_boundary(end)) {
                if bytes[end - 1] == b'(' || bytes[end - 1] == b'\n' || bytes[end - 1] == b':' {
                    break;
                }
                end += 1;
            }
            while !text.is_char_boundary(end) {
                end += 1;
            }
            out.push(source, at..end);
            end
        }
    }
}

/// Whether a run of `*`, `_`, backticks or `~` is emphasis: it touches a word, and `_` and a lone `*` do not stand
/// between two of its letters.
fn is_mark(text: &str, run: Range<usize>, mark: u8) -> bool {
    let before = text[..run.start].chars().next_back();
    let after = text[run.end..].chars().next();
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if space(before) && space(after) {
        return false;
    }
    match mark {
        b'~' => run.len() == 2,
        b'_' => !(letter(before) && letter(after)),
        b'*' if run.len() == 1 => !(letter(before) && letter(after)),
        _ => true,
    }
}

fn picture(source: &Traced, found: &Found) -> Picture {
    Picture {
        alt: source.slice(found.words.clone()).trim(),
        src: source.slice(found.url.clone()),
        element: source.slice(found.open..found.end),
    }
}

/// The links and images of a block, in the order in which they open.
fn links(text: &str) -> Vec<Found> {
    let bytes = text.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'[' => open.push(at),
            b']' => {
                let start = open.pop();
                if let (Some(start), Some((url, end))) = (start, target(text, at + 1)) {
                    let image = start > 0 && bytes[start - 1] == b'!';
                    let words = start + 1..at;
                    found.push(Found { image, open: start - usize::from(image), words, url, end });
                    at = end;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    found.sort_by_key(|found| found.open);
    found
}

/// `(url "title")` at `at`: the bytes of the url, and where it ends.
fn target(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'(') {
        return None;
    }
    let stop = bytes.len().min(at + LONGEST);
    let (mut depth, mut quoted, mut url_end) = (0usize, false, None);
    for n in at + 1..stop {
        match bytes[n] {
            b'"' if url_end.is_some() => quoted = !quoted,
            _ if quoted => {}
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b')' => {
                let inside = at + 1..url_end.unwrap_or(n);
                let inside = super::lines::trimmed(text, inside);
                let url = &text[inside.clone()];
                let angled = url.len() > 1 && url.starts_with('<') && url.ends_with('>');
                let url = if angled { inside.start + 1..inside.end - 1 } else { inside };
                return Some((url, n + 1));
            }
            // Only a title may follow white space; else the space is the address's own, and wrong in it.
            b if b.is_ascii_whitespace() && url_end.is_none() && text[n..].trim_start().starts_with(['"', '\'']) => {
                url_end = Some(n);
            }
            _ => {}
        }
    }
    None
}
