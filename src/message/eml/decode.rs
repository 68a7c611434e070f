//! Transfer encodings, charsets and encoded words, with the place of every character.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};

use crate::source::{Traced, TracedBuilder};

/// How a body is carried (RFC 2045, section 6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transfer {
    /// 7bit, 8bit, binary: as it stands.
    Plain,
    /// quoted-printable
    QuotedPrintable,
    /// base64
    Base64,
}

/// A body: where it lies, in which charset, how it is carried.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its bytes in the message's text.
    pub range: Range<usize>,
    /// The name of its charset.
    pub charset: String,
    /// How it is carried.
    pub encoding: Transfer,
}

/// A decoded byte and the bytes that stand for it.
struct Byte {
    value: u8,
    at: Range<usize>,
}

/// Decodes a body.
pub fn body(raw: &Traced, body: &Body) -> Traced {
    let bytes = match body.encoding {
        Transfer::Plain => return raw.slice(body.range.clone()),
        Transfer::QuotedPrintable => quoted(raw.text(), body.range.clone(), false),
        Transfer::Base64 => base64(raw.text(), body.range.clone()),
    };
    let mut out = TracedBuilder::with_capacity(bytes.len());
    characters(raw, &bytes, &body.charset, &mut out);
    out.finish()
}

/// Decodes the value of a header: folding undone, encoded words decoded.
pub fn header(raw: &Traced, range: Range<usize>) -> Traced {
    let text = raw.text();
    let mut out = TracedBuilder::default();
    let mut at = range.start;
    let mut after_word = false;
    while at < range.end {
        if let Some((end, bytes, charset)) = encoded_word(text, at, range.end) {
            characters(raw, &bytes, charset, &mut out);
            at = end;
            after_word = true;
            continue;
        }
        let blank = text[at..range.end].find(|c: char| !c.is_whitespace()).map_or(range.end, |n| at + n);
        if blank > at {
            // White space between two encoded words belongs to the folding, not to the text.
            let between = after_word && encoded_word(text, blank, range.end).is_some();
            if !between && blank < range.end {
                out.push_unit(" ", raw, at..blank);
            }
            at = blank;
            continue;
        }
        let next = text[at..range.end].find(char::is_whitespace).map_or(range.end, |n| at + n);
        let stop = text[at..next].find("=?").filter(|n| *n > 0).map_or(next, |n| at + n);
        out.push(raw, at..stop);
        at = stop;
        after_word = false;
    }
    out.finish()
}

/// `=?charset?Q?…?=` or `=?charset?B?…?=` at a byte: where it ends, its bytes, its charset.
fn encoded_word(text: &str, at: usize, end: usize) -> Option<(usize, Vec<Byte>, &str)> {
    let word = text.get(at..end)?.strip_prefix("=?")?;
    let (charset, rest) = word.split_once('?')?;
    let (kind, rest) = rest.split_once('?')?;
    let length = rest.find("?=")?;
    if charset.contains(char::is_whitespace) || rest[..length].contains(char::is_whitespace) {
        return None;
    }
    let start = at + 2 + charset.len() + 1 + kind.len() + 1;
    let inside = start..start + length;
    let bytes = match kind {
        "Q" | "q" => quoted(text, inside.clone(), true),
        "B" | "b" => base64(text, inside.clone()),
        _ => return None,
    };
    // RFC 2231 allows a language after the charset.
    let charset = charset.split('*').next().unwrap_or(charset);
    Some((inside.end + 2, bytes, charset))
}

fn quoted(text: &str, range: Range<usize>, word: bool) -> Vec<Byte> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(range.len());
    let mut at = range.start;
    while at < range.end {
        match bytes[at] {
            b'=' => {
                let line = &bytes[at + 1..range.end];
                let soft = if line.starts_with(b"\r\n") { 2 } else { usize::from(line.starts_with(b"\n")) };
                if soft > 0 || line.is_empty() {
                    at += 1 + soft;
                    continue;
                }
                let value = text.get(at + 1..at + 3).and_then(|digits| u8::from_str_radix(digits, 16).ok());
                match value.filter(|_| at + 3 <= range.end) {
                    Some(value) => {
                        out.push(Byte { value, at: at..at + 3 });
                        at += 3;
                    }
                    None => {
                        out.push(Byte { value: b'=', at: at..at + 1 });
                        at += 1;
                    }
                }
            }
            b'_' if word => {
                out.push(Byte { value: b' ', at: at..at + 1 });
                at += 1;
            }
            value => {
                out.push(Byte { value, at: at..at + 1 });
                at += 1;
            }
        }
    }
    out
}

fn base64(text: &str, range: Range<usize>) -> Vec<Byte> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let digits = text.as_bytes()[range.clone()].iter().enumerate();
    let digits: Vec<(u32, usize)> =
        digits.filter_map(|(n, byte)| value(*byte).map(|value| (u32::from(value), range.start + n))).collect();
    let mut out = Vec::with_capacity(digits.len());
    for group in digits.chunks(4) {
        let bits = group.iter().fold(0, |bits, (value, _)| bits << 6 | value) << (6 * (4 - group.len()));
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        for n in 0..group.len().saturating_sub(1) {
            out.push(Byte { value: (bits >> (16 - 8 * n)) as u8, at: first.1..last.1 + 1 });
        }
    }
    out
}

/// Makes characters of bytes; each is one unit of the source.
fn characters(raw: &Traced, bytes: &[Byte], charset: &str, out: &mut TracedBuilder) {
    let encoding = Encoding::for_label(charset.as_bytes()).unwrap_or(UTF_8);
    let mut at = 0;
    while at < bytes.len() {
        let length =
            if encoding.is_single_byte() || bytes[at].value < 0x80 { 1 } else { whole(encoding, &bytes[at..]) };
        let group = &bytes[at..at + length];
        let values: Vec<u8> = group.iter().map(|byte| byte.value).collect();
        let (text, _) = encoding.decode_without_bom_handling(&values);
        let range = group[0].at.start..group[length - 1].at.end;
        // A byte that stands for itself keeps its place byte for byte.
        if raw.text().get(range.clone()) == Some(&text) {
            out.push(raw, range);
        } else {
            out.push_unit(&text, raw, range);
        }
        at += length;
    }
}

/// How many bytes the character at the start has: the fewest that decode without an error, four at most.
fn whole(encoding: &'static Encoding, bytes: &[Byte]) -> usize {
    (1..=bytes.len().min(4))
        .find(|length| {
            let values: Vec<u8> = bytes[..*length].iter().map(|byte| byte.value).collect();
            !encoding.decode_without_bom_handling(&values).1
        })
        .unwrap_or(1)
}
