//! Charsets: characters from bytes, each with its place on disk.

use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::octets::Octets;
use crate::source::{Span, Traced, TracedBuilder};

/// What a label says of the charset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// It is known.
    Known(&'static Encoding),
    /// ASCII is said: bytes above are UTF-8 where they can be read so, else Windows-1252, as mail programs have it.
    Ascii,
    /// Nothing is said, or a word that means as much.
    Unsaid,
    /// A name that presend does not know.
    Unknown,
}

/// UTF-16, in the order that a mark at the start says.
pub const UTF_16: Charset = Charset::Known(UTF_16BE);

impl Charset {
    /// The charset of a label: the names of the WHATWG's Encoding Standard, and a few that mails also bear.
    pub fn of(label: Option<&str>) -> Charset {
        let Some(label) = label else { return Charset::Unsaid };
        let label = label.trim().trim_matches(['"', '\'']).trim().to_ascii_lowercase();
        // RFC 2231 allows a language after the charset of an encoded word.
        let label = label.split('*').next().unwrap_or_default();
        match label {
            "" | "unknown" | "x-unknown" | "unknown-8bit" | "default" | "none" | "8bit" | "binary" => Charset::Unsaid,
            "us-ascii" | "ascii" | "ansi_x3.4-1968" | "7bit" => Charset::Ascii,
            "latin-1" => Charset::Known(WINDOWS_1252),
            // Big-endian where no mark says otherwise (RFC 2781, section 4.3).
            "utf-16" => Charset::Known(UTF_16BE),
            _ => match Encoding::for_label(label.as_bytes()) {
                Some(known) if known != REPLACEMENT => Charset::Known(known),
                _ => Charset::Unknown,
            },
        }
    }

    /// The encoding to read bytes with, and whether it is a guess that somebody must be told of.
    fn reading(self, bytes: &[u8]) -> (&'static Encoding, bool) {
        match self {
            Charset::Known(encoding) => (encoding, false),
            _ if std::str::from_utf8(bytes).is_ok() => (UTF_8, self == Charset::Unknown),
            Charset::Ascii => (WINDOWS_1252, false),
            Charset::Unsaid | Charset::Unknown => (WINDOWS_1252, true),
        }
    }
}

/// Reads bytes as characters, each one unit of the file. The second value: the charset was guessed.
pub fn characters(octets: &Octets<'_>, charset: Charset) -> (Traced, bool) {
    let mut out = TracedBuilder::with_capacity(octets.len());
    let guessed = push(octets, charset, &mut out);
    (out.finish(), guessed)
}

/// As [`characters`], after what is there already.
pub fn push(octets: &Octets<'_>, charset: Charset, out: &mut TracedBuilder) -> bool {
    let bytes = octets.bytes();
    let (mut encoding, mut guessed) = charset.reading(bytes);
    let mut start = 0;
    // A mark at the start says which UTF it is, and is no text.
    if let Some((marked, length)) = Encoding::for_bom(bytes)
        && (encoding == marked || encoding == UTF_16BE && marked == UTF_16LE || guessed)
    {
        encoding = marked;
        start = length;
        guessed &= charset == Charset::Unknown;
    }
    let mut reader = Reader { octets, encoding, out };
    if encoding.is_ascii_compatible() {
        reader.mixed(start)
    } else {
        reader.stateful(start)
    }
    guessed
}

struct Reader<'r, 'b> {
    octets: &'r Octets<'b>,
    encoding: &'static Encoding,
    out: &'r mut TracedBuilder,
}

impl Reader<'_, '_> {
    /// Runs of ASCII as they stand, all other characters one by one.
    fn mixed(&mut self, mut at: usize) {
        let bytes = self.octets.bytes();
        while at < bytes.len() {
            let ascii = bytes[at..].iter().take_while(|byte| byte.is_ascii()).count();
            self.ascii(at, at + ascii);
            at += ascii;
            let other = bytes[at..].iter().take_while(|byte| !byte.is_ascii()).count();
            if other > 0 {
                // The second byte of a character may look like ASCII (Shift_JIS, GBK, Big5).
                at = self.others(at);
            }
        }
    }

    /// A run of ASCII: pieces that lie byte for byte in the file are one.
    fn ascii(&mut self, start: usize, end: usize) {
        let mut from = start;
        while from < end {
            let place = self.octets.at(from);
            let even = |index: usize| {
                let (start, end) = self.octets.at(index);
                end == start + 1 && start == place.0 + (index - from) as u32
            };
            let to = (from..end).find(|index| !even(*index)).unwrap_or(end).max(from + 1);
            self.unit(from, to, &String::from_utf8_lossy(&self.octets.bytes()[from..to]));
            from = to;
        }
    }

    /// Characters beyond ASCII from a byte on, until the next one that is ASCII. Where it ends.
    fn others(&mut self, start: usize) -> usize {
        let bytes = self.octets.bytes();
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let mut from = start;
        let mut at = start;
        while at < bytes.len() && !(from == at && bytes[at].is_ascii()) {
            let text = step(&mut decoder, &bytes[at..at + 1], at + 1 == bytes.len());
            at += 1;
            if text.is_empty() {
                continue;
            }
            // A broken character gives its mark only when the next byte is read, which then stands for itself.
            let last = text.chars().next_back().unwrap_or_default();
            let split = text.len() - last.len_utf8();
            if split > 0 && last.is_ascii() && u32::from(bytes[at - 1]) == u32::from(last) {
                self.unit(from, at - 1, &text[..split]);
                self.unit(at - 1, at, &text[split..]);
            } else {
                self.unit(from, at, &text);
            }
            from = at;
        }
        at
    }

    /// UTF-16 and ISO-2022-JP, whose bytes below 128 are no ASCII.
    fn stateful(&mut self, start: usize) {
        let bytes = self.octets.bytes();
        let mut decoder = self.encoding.new_decoder_without_bom_handling();
        let (mut from, mut at) = (start, start);
        while at < bytes.len() {
            // The escape that switches the character set belongs to no character.
            let escape = |at: usize| self.encoding == ISO_2022_JP && bytes.get(at) == Some(&0x1b);
            // Of two in a row only the last one counts; a decoder for pages takes the first one for an attack.
            if escape(at) && escape(at + 3) {
                at += 3;
                from = at;
                continue;
            }
            let width = if escape(at) { 3 } else { 1 };
            let next = (at + width).min(bytes.len());
            let text = step(&mut decoder, &bytes[at..next], next == bytes.len());
            if !text.is_empty() {
                self.unit(from, next, &text);
            }
            at = next;
            if !text.is_empty() || width == 3 {
                from = at;
            }
        }
    }

    fn unit(&mut self, from: usize, to: usize, text: &str) {
        let span: Span = self.octets.span(from..to);
        self.out.push_source_unit(text, span);
    }
}

/// What the decoder gives for some more bytes.
fn step(decoder: &mut encoding_rs::Decoder, bytes: &[u8], last: bool) -> String {
    let mut text = String::with_capacity(32);
    let _ = decoder.decode_to_string(bytes, &mut text, last);
    text
}
