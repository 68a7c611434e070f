//! Words in the syntax of HTML, Markdown, plain text and finished messages.

use std::ops::Range;

use super::place::At;
use crate::message;
use crate::project::BodyKind;
use crate::source::{SourceFile, Span, Traced};

/// An edit that is to be spelt.
pub(super) struct Wanted<'w> {
    /// The file's text, from its first byte on.
    pub(super) text: &'w str,
    /// The bytes that are replaced.
    pub(super) range: Range<usize>,
    /// The words that were read there.
    pub(super) found: &'w str,
    /// The words that shall be read there.
    pub(super) words: &'w str,
    /// What they stand in, where the text is HTML; else [`At::Text`].
    pub(super) at: At<'w>,
}

/// The bytes for a template's body: the tag where there is one, else the words.
pub(super) fn in_body(wanted: &Wanted, kind: BodyKind, tag: Option<&str>) -> Option<String> {
    let raw = wanted.text.get(wanted.range.clone())?;
    match kind {
        BodyKind::Html => in_html(wanted, raw, tag),
        BodyKind::Text | BodyKind::Markdown => {
            let said = spaced(raw) == spaced(wanted.found) && !in_letter(wanted.text, wanted.range.start);
            if !said {
                return None;
            }
            if let Some(tag) = tag {
                return Some(tag.to_string());
            }
            let same = kind == BodyKind::Text || reads_as(wanted.words);
            (same && !wanted.words.contains('\n')).then(|| wanted.words.to_string())
        }
    }
}

fn in_html(wanted: &Wanted, raw: &str, tag: Option<&str>) -> Option<String> {
    // Tags between the words would be lost.
    if raw.contains('<') || raw.contains("{{") || spaced(&decoded(raw)) != spaced(wanted.found) {
        return None;
    }
    let quote = match wanted.at {
        At::Text => None,
        At::Value { quote, so_far } if !is_letter(so_far) => Some(quote),
        _ => return None,
    };
    if let Some(tag) = tag {
        return Some(tag.to_string());
    }
    let mut out = String::with_capacity(wanted.words.len());
    for c in wanted.words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if quote == Some('"') => out.push_str("&quot;"),
            '\'' if quote == Some('\'') => out.push_str("&#39;"),
            '\u{a0}' if raw.contains("&nbsp;") => out.push_str("&nbsp;"),
            '\u{a0}' if raw.contains("&#160;") => out.push_str("&#160;"),
            c => out.push(c),
        }
    }
    Some(out)
}

/// The bytes for a finished message: only where its transfer encoding cannot matter, that is for words in ASCII, or
/// for words in the place of others that stand there as the file's own characters.
pub(super) fn in_message(file: &SourceFile, span: Span, found: &str, words: &str, part: &str) -> Option<String> {
    let raw = file.slice(span);
    let special = |text: &str| text.contains(['=', '<', '>', '&', '\n', '?', '_']);
    let before = file.bytes.get(..span.start as usize)?;
    let last = |byte: u8| before.iter().rposition(|b| *b == byte);
    let in_tag = part == "html" && last(b'<') > last(b'>');
    let fits = words.is_ascii() || !raw.is_ascii();
    let plain = spaced(&raw) == spaced(found) && !special(&raw) && !special(words);
    (plain && fits && !(in_tag && words.contains(['"', '\'']))).then(|| words.to_string())
}

/// HTML text as it is read.
fn decoded(raw: &str) -> String {
    if !raw.contains('&') {
        return raw.to_string();
    }
    let part = message::html::read(&Traced::made(raw));
    part.blocks.iter().map(|block| block.text.text()).collect::<Vec<_>>().join(" ")
}

/// Whether Markdown reads words as they stand: no character of them is a mark.
fn reads_as(words: &str) -> bool {
    let part = message::text::read(&Traced::made(words), true);
    matches!(part.blocks.as_slice(), [block] if block.text.text() == words)
}

/// White space as one space each; no-break spaces are none of it.
fn spaced(text: &str) -> String {
    text.split(|c: char| c.is_ascii_whitespace()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whether a byte of a plain text lies in a `mailto:` address, whose letters are percent-encoded.
fn in_letter(text: &str, at: usize) -> bool {
    let start = text[..at].rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '<')).map_or(0, |edge| edge + 1);
    text.get(start..at).is_some_and(is_letter)
}

fn is_letter(address: &str) -> bool {
    address.trim_start().get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("mailto:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(text: &str, found: &str, words: &str) -> Option<String> {
        let start = text.find('[')?;
        let end = text.find(']')? - 1;
        let bare = text.replace(['[', ']'], "");
        let map = crate::check::correct::place::Map::of(&bare);
        let at = map.at(&bare, start);
        in_body(&Wanted { text: &bare, range: start..end, found, words, at }, BodyKind::Html, None)
    }

    #[test]
    fn html_is_escaped_as_its_place_asks() {
        assert_eq!(html("<p>[Santé]</p>", "Santé", "R&D < \"2\"").as_deref(), Some("R&amp;D &lt; \"2\""));
        assert_eq!(html("<img alt=\"[Santé]\">", "Santé", "R&D \"2\"").as_deref(), Some("R&amp;D &quot;2&quot;"));
        assert_eq!(html("<img alt='[Santé]'>", "Santé", "l'an").as_deref(), Some("l&#39;an"));
        assert_eq!(html("<p>[14&nbsp;h]</p>", "14\u{a0}h", "15\u{a0}h").as_deref(), Some("15&nbsp;h"));
        assert_eq!(html("<p>[caf&eacute;]</p>", "café", "thé").as_deref(), Some("thé"));
    }

    #[test]
    fn what_tags_split_or_a_letter_holds_is_left_alone() {
        assert_eq!(html("<p>[le <b>12</b> mars]</p>", "le 12 mars", "le 17 mars"), None);
        assert_eq!(html("<a href=\"mailto:a@b.test?body=[Replay]\">", "Replay", "Suite"), None);
        assert_eq!(html("<a title=[Santé]>", "Santé", "Suite"), None);
        assert_eq!(html("<!-- [Santé] -->", "Santé", "Suite"), None);
    }

    #[test]
    fn markdown_takes_no_marks() {
        let body = |words: &str, kind| {
            in_body(&Wanted { text: "Santé", range: 0..6, found: "Santé", words, at: At::Text }, kind, None)
        };
        assert_eq!(body("Suite *deux*", BodyKind::Text).as_deref(), Some("Suite *deux*"));
        assert_eq!(body("Suite *deux*", BodyKind::Markdown), None);
        assert_eq!(body("Suite deux", BodyKind::Markdown).as_deref(), Some("Suite deux"));
    }
}
