//! Transfer encodings (RFC 2045, section 6): bytes from bytes, each with its place on disk.

use std::ops::Range;

use super::octets::Octets;

/// How a body is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transfer {
    /// 7bit, 8bit, binary: as it stands.
    Plain,
    /// quoted-printable
    QuotedPrintable,
    /// base64
    Base64,
}

impl Transfer {
    /// The encoding of a Content-Transfer-Encoding header; `None` for one that presend cannot undo. Words that are no
    /// encoding at all (`utf-8`, an empty header) are left by senders whose mails every mail program shows as they are.
    pub fn of(value: &str) -> Option<Transfer> {
        let word = value.split(['(', ';']).next().unwrap_or_default().trim().trim_matches('"').to_ascii_lowercase();
        match word.as_str() {
            "quoted-printable" => Some(Transfer::QuotedPrintable),
            "base64" => Some(Transfer::Base64),
            "x-uuencode" | "x-uue" | "uuencode" | "x-yencode" | "binhex" | "x-binhex" => None,
            _ => Some(Transfer::Plain),
        }
    }

    /// Undoes the encoding of a range.
    pub fn undo<'o>(self, raw: &'o Octets<'_>, range: Range<usize>) -> Octets<'o> {
        match self {
            Transfer::Plain => raw.slice(range),
            Transfer::QuotedPrintable => quoted(raw, range, false),
            Transfer::Base64 => base64(raw, range),
        }
    }
}

/// Undoes quoted-printable; in an encoded word (`word`, RFC 2047, section 4.2) `_` is a space and no line is broken.
pub fn quoted(raw: &Octets<'_>, range: Range<usize>, word: bool) -> Octets<'static> {
    let bytes = raw.bytes();
    let mut out = Octets::empty(raw.file(), range.len());
    let mut at = range.start;
    while at < range.end {
        let byte = bytes[at];
        if byte == b'=' {
            let pair = bytes.get(at + 1..(at + 3).min(range.end)).and_then(hex);
            if let Some(value) = pair {
                out.push(value, (raw.at(at).0, raw.at(at + 2).1));
                at += 3;
                continue;
            }
            if let Some(next) = line_break(bytes, at + 1, range.end).filter(|_| !word) {
                at = next;
                continue;
            }
        }
        // White space at the end of a line was added on the way (RFC 2045, section 6.7, rule 3).
        if matches!(byte, b' ' | b'\t') && !word {
            let end = at + bytes[at..range.end].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
            let padding = end < range.end && matches!(bytes[end], b'\r' | b'\n');
            for index in (at..end).filter(|_| !padding) {
                out.push(bytes[index], raw.at(index));
            }
            at = end;
            continue;
        }
        out.push(if byte == b'_' && word { b' ' } else { byte }, raw.at(at));
        at += 1;
    }
    out
}

fn hex(pair: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    match pair {
        [high, low] => u8::try_from(digit(*high)? * 16 + digit(*low)?).ok(),
        _ => None,
    }
}

/// Where the line after a soft break goes on; spaces may stand between `=` and the break.
fn line_break(bytes: &[u8], from: usize, end: usize) -> Option<usize> {
    let at = from + bytes[from..end].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    match &bytes[at..end] {
        [b'\r', b'\n', ..] => Some(at + 2),
        [b'\n', ..] | [b'\r', ..] => Some(at + 1),
        [] => Some(at),
        _ => None,
    }
}

/// Undoes base64. A byte lies at the four digits (with their padding) that hold it. What is no digit is passed over, and
/// so is the rest of a line after padding and a space; a further piece may follow.
pub fn base64(raw: &Octets<'_>, range: Range<usize>) -> Octets<'static> {
    let mut out = Octets::empty(raw.file(), range.len() / 4 * 3 + 3);
    let mut group: Vec<(u32, usize)> = Vec::with_capacity(4);
    let mut pad = None;
    let mut line_over = false;
    for at in range {
        let byte = raw.bytes()[at];
        line_over = byte != b'\n' && (line_over || pad.is_some() && matches!(byte, b' ' | b'\t'));
        match digit(byte) {
            _ if line_over => {}
            Some(value) => {
                if pad.is_some() || group.len() == 4 {
                    flush(raw, &mut group, pad.take(), &mut out);
                }
                group.push((value, at));
            }
            None if byte == b'=' => pad = Some(at),
            None => {}
        }
    }
    flush(raw, &mut group, pad, &mut out);
    out
}

fn digit(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

fn flush(raw: &Octets<'_>, group: &mut Vec<(u32, usize)>, pad: Option<usize>, out: &mut Octets<'static>) {
    if let (Some(first), Some(last)) = (group.first(), group.last()) {
        let last = pad.filter(|pad| group.len() < 4 && *pad > last.1).unwrap_or(last.1);
        let place = (raw.at(first.1).0, raw.at(last).1);
        let bits = group.iter().fold(0, |bits, (value, _)| bits << 6 | value) << (6 * (4 - group.len()));
        for n in 0..group.len().saturating_sub(1) {
            out.push((bits >> (16 - 8 * n)) as u8, place);
        }
    }
    group.clear();
}
