//! The values of headers: unfolded, encoded words decoded (RFC 2047), lists of addresses cut (RFC 5322, section 3.4).

use std::ops::Range;

use super::charset::{self, Charset};
use super::decode;
use super::octets::Octets;
use crate::message::Mailbox;
use crate::source::{Span, Traced, TracedBuilder};

/// A header's text.
#[derive(Debug, Default)]
pub struct Line {
    /// What a reader sees of it.
    pub text: Traced,
    /// Encoded words whose charset is not known.
    pub unknown: Vec<(Span, String)>,
}

/// The value of a header. Bytes above ASCII are UTF-8 (RFC 6532), else Windows-1252.
pub fn line(raw: &Octets<'_>, range: Range<usize>) -> Line {
    let mut unknown = Vec::new();
    let mut out = TracedBuilder::with_capacity(range.len());
    let bytes = raw.bytes();
    let mut at = range.start;
    let mut after_word = false;
    while at < range.end {
        if let Some(word) = word(bytes, at, range.end) {
            at = words(raw, word, range.end, &mut out, &mut unknown);
            after_word = true;
            continue;
        }
        let blank = at + bytes[at..range.end].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        if blank > at {
            // White space between two encoded words belongs to the folding, not to the text.
            let between = after_word && word(bytes, blank, range.end).is_some();
            if !between && blank < range.end {
                out.push_source_unit(" ", raw.span(at..blank));
            }
            at = blank;
            continue;
        }
        let end = plain_end(bytes, at, range.end);
        charset::push(&raw.slice(at..end), Charset::Ascii, &mut out);
        at = end;
        after_word = false;
    }
    Line { text: out.finish(), unknown }
}

/// Where a stretch without white space and encoded words ends.
fn plain_end(bytes: &[u8], at: usize, end: usize) -> usize {
    (at + 1..end).find(|n| bytes[*n].is_ascii_whitespace() || bytes[*n..end].starts_with(b"=?")).unwrap_or(end)
}

/// An encoded word.
struct Word {
    end: usize,
    charset: String,
    base64: bool,
    inside: Range<usize>,
}

/// `=?charset?Q?…?=` or `=?charset?B?…?=` at a byte. Senders that leave spaces inside are understood, as they are by mail
/// programs; a line break ends the word.
fn word(bytes: &[u8], at: usize, end: usize) -> Option<Word> {
    let rest = bytes.get(at..end)?.strip_prefix(b"=?")?;
    let mark = |rest: &[u8]| rest.iter().take(80).position(|byte| *byte == b'?');
    let charset = mark(rest)?;
    let name = std::str::from_utf8(&rest[..charset]).ok().filter(|name| !name.contains(char::is_whitespace))?;
    let kind = *rest.get(charset + 1)?;
    if rest.get(charset + 2) != Some(&b'?') {
        return None;
    }
    let start = at + 2 + charset + 3;
    // A word has 75 characters; senders that care for no limit are understood, within bounds.
    let length = bytes[start..end.min(start + 4000)].windows(2).position(|pair| pair == b"?=")?;
    let inside = start..start + length;
    if bytes[inside.clone()].iter().any(|byte| matches!(byte, b'\r' | b'\n')) {
        return None;
    }
    let base64 = match kind {
        b'Q' | b'q' => false,
        b'B' | b'b' => true,
        _ => return None,
    };
    Some(Word { end: inside.end + 2, charset: name.to_ascii_lowercase(), base64, inside })
}

/// Decodes a word with those that follow it in the same charset: senders cut a character between two of them.
/// Where it ends.
fn words(
    raw: &Octets<'_>,
    first: Word,
    end: usize,
    out: &mut TracedBuilder,
    unknown: &mut Vec<(Span, String)>,
) -> usize {
    let bytes = raw.bytes();
    let mut all = Octets::empty(raw.file(), first.inside.len());
    let charset = Charset::of(Some(&first.charset));
    if charset == Charset::Unknown {
        unknown.push((raw.span(first.inside.start - first.charset.len() - 3..first.end), first.charset.clone()));
    }
    let mut current = first;
    loop {
        let inside = current.inside.clone();
        let piece = if current.base64 { decode::base64(raw, inside) } else { decode::quoted(raw, inside, true) };
        (0..piece.len()).for_each(|index| all.push(piece.bytes()[index], piece.at(index)));
        let blank = bytes[current.end..end].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let next = word(bytes, current.end + blank, end).filter(|next| next.charset == current.charset);
        // Each word of a charset with a state begins and ends in ASCII (RFC 2047, section 3).
        match next.filter(|next| next.charset != "iso-2022-jp") {
            Some(next) => current = next,
            None => break,
        }
    }
    charset::push(&all, charset, out);
    current.end
}

/// The mailboxes of a list, each with its name; cut before encoded words are decoded, for a comma in one cuts nothing.
pub fn mailboxes(raw: &Octets<'_>, range: Range<usize>) -> Vec<Mailbox> {
    let mut found = Vec::new();
    let bytes = raw.bytes();
    let (mut start, mut at) = (range.start, range.start);
    let (mut quote, mut comment, mut angle) = (false, 0usize, false);
    while at < range.end {
        match bytes[at] {
            b'\\' if quote || comment > 0 => at += 1,
            b'"' if comment == 0 => quote = !quote,
            _ if quote => {}
            b'(' => comment += 1,
            b')' => comment = comment.saturating_sub(1),
            _ if comment > 0 => {}
            b'<' => angle = true,
            b'>' => angle = false,
            // `Équipe: a@exemple.test, b@exemple.test;` is a group: its name is nobody's.
            b':' if !angle => start = at + 1,
            b',' | b';' if !angle => {
                found.extend(mailbox(raw, start..at));
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    found.extend(mailbox(raw, start.min(range.end)..range.end));
    found
}

fn mailbox(raw: &Octets<'_>, range: Range<usize>) -> Option<Mailbox> {
    let bytes = raw.bytes();
    let open = bytes[range.clone()].iter().rposition(|byte| *byte == b'<').map(|n| range.start + n);
    let (name, address) = match open {
        Some(open) => {
            let close = bytes[open..range.end].iter().position(|byte| *byte == b'>').map_or(range.end, |n| open + n);
            (line(raw, range.start..open).text.trim(), open + 1..close)
        }
        None => {
            // `a@exemple.test (Alix)`: the old place of a name.
            let end = bytes[range.clone()].iter().position(|byte| *byte == b'(').map_or(range.end, |n| range.start + n);
            let close = bytes[end..range.end].iter().rposition(|byte| *byte == b')').map_or(end, |n| end + n);
            (line(raw, (end + 1).min(close)..close).text.trim(), range.start..end)
        }
    };
    let address = line(raw, address).text.trim();
    let bare = name.text().len() >= 2 && name.text().starts_with(['"', '\'']) && name.text().ends_with(['"', '\'']);
    let name = if bare { name.slice(1..name.len() - 1).trim() } else { name };
    let place = Some(raw.span(range));
    (!address.is_empty()).then_some(Mailbox { name, address, place })
}
