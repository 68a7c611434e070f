//! The letters that `mailto:` links prepare: the subject and body that stand in the address.
//!
//! Comes in: a message. Goes out: one that holds these texts alone, percent-encoding decoded (RFC 6068, section 2: `+`
//! stays a plus), each character with its place.

use std::ops::Range;

use super::{Block, BlockKind, Message, Part, PartKind};
use crate::source::{Traced, TracedBuilder};

/// The subjects and bodies in a message's `mailto:` links, a block each in the part of the link; `None` if there are
/// none.
pub fn letters(message: &Message) -> Option<Message> {
    let html = message.html.as_ref().and_then(|part| of_part(part, PartKind::Html));
    let text = message.text.as_ref().and_then(|part| of_part(part, PartKind::Text));
    (html.is_some() || text.is_some()).then(|| Message { html, text, ..Message::default() })
}

fn of_part(part: &Part, kind: PartKind) -> Option<Part> {
    let block =
        |text| Block { text, kind: BlockKind::Paragraph, part: kind, hidden: false, links: Vec::new(), row: None };
    let blocks: Vec<Block> = part.links.iter().flat_map(|link| drafts(&link.url)).map(block).collect();
    (!blocks.is_empty()).then(|| Part { blocks, ..Part::default() })
}

/// The subject and body in a `mailto:` address.
fn drafts(url: &Traced) -> Vec<Traced> {
    let text = url.text();
    let scheme = text.get(.."mailto:".len()).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
    let Some(query) = text.find('?').filter(|_| scheme) else { return Vec::new() };
    let mut out = Vec::new();
    let mut at = query + 1;
    for field in text[at..].split('&') {
        let (start, end) = (at, at + field.len());
        at = end + 1;
        let Some((name, value)) = field.split_once('=') else { continue };
        if ["subject", "body"].iter().any(|known| name.eq_ignore_ascii_case(known)) && !value.is_empty() {
            out.push(decoded(url, start + name.len() + 1..end));
        }
    }
    out
}

/// A range of an address without its percent-encoding. Bytes that are no UTF-8 stay as they are written.
fn decoded(url: &Traced, range: Range<usize>) -> Traced {
    let text = url.text();
    let mut out = TracedBuilder::with_capacity(range.len());
    let mut at = range.start;
    while at < range.end {
        let escape = text[at..range.end].find('%').map_or(range.end, |found| at + found);
        out.push(url, at..escape);
        at = escape;
        if at == range.end {
            break;
        }
        let (character, end) = character(text, at..range.end);
        match character.as_deref() {
            Some("\r") => {}
            Some(character) => out.push_unit(character, url, at..end),
            None => out.push(url, at..end),
        }
        at = end;
    }
    out.finish()
}

/// The character that escapes at the start of a range stand for, and where they end.
fn character(text: &str, range: Range<usize>) -> (Option<String>, usize) {
    let mut bytes = Vec::new();
    let mut at = range.start;
    while bytes.len() < 4
        && let Some(code) = text[at..range.end].strip_prefix('%').and_then(|rest| rest.get(..2))
        && let Ok(byte) = u8::from_str_radix(code, 16)
    {
        bytes.push(byte);
        at += 3;
        if let Ok(character) = std::str::from_utf8(&bytes) {
            return (Some(character.to_string()), at);
        }
    }
    (None, range.start + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn texts(url: &str) -> Vec<String> {
        drafts(&Traced::source(url, FileId(0), 0)).iter().map(|text| text.text().to_string()).collect()
    }

    #[test]
    fn subjects_and_bodies() {
        assert_eq!(texts("mailto:a@b.test?subject=Le%20d%C3%A9bat&body=1%0D%0A2"), ["Le débat", "1\n2"]);
        assert_eq!(texts("MAILTO:a@b.test?cc=c@b.test&Subject=50%25+%zz%C3"), ["50%+%zz%C3"]);
        assert_eq!(texts("https://b.test?subject=x"), Vec::<String>::new());
        assert_eq!(texts("mailto:a@b.test"), Vec::<String>::new());
    }

    #[test]
    fn a_word_keeps_its_place() {
        let url = "mailto:a@b.test?subject=d%C3%A9bat%20mardi";
        let text = drafts(&Traced::source(url, FileId(0), 0)).remove(0);
        let at = text.text().find("débat").expect("decoded");
        let place = text.origin(at..at + "débat".len()).span().expect("a place");
        assert_eq!(&url[place.start as usize..place.end as usize], "d%C3%A9bat");
    }
}
