//! What a text has left over, whatever stands around it: merge tags, brackets to fill in, markup that shows.
//!
//! Comes in: a text. Goes out: the bytes of each. Whether it is a slip is decided by who asks.

use std::ops::Range;

use crate::language::fold::{fold, fold_key};
use crate::words::Lists;

/// What is left over in a text, whatever stands around it.
#[derive(Debug)]
pub(in crate::claims) struct Leftovers {
    pub(super) tags: Vec<Range<usize>>,
    pub(super) mojibake: Option<Range<usize>>,
    pub(super) entity: Option<Range<usize>>,
    pub(super) markdown: Option<Range<usize>>,
    pub(super) visible_tag: Option<Range<usize>>,
    /// Brackets that open with a verb that asks for content.
    pub(super) insert_here: Vec<Range<usize>>,
}

impl Leftovers {
    /// Of a text; `columns` are the folded headers of the mail's recipients.
    pub(in crate::claims) fn of(text: &str, columns: &[String]) -> Leftovers {
        Leftovers {
            tags: find_tags(text, columns),
            mojibake: mojibake(text),
            entity: entity(text),
            markdown: markdown(text),
            visible_tag: visible_tag(text),
            insert_here: insert_here(text),
        }
    }
}

/// What may stand between the delimiters of a merge tag.
#[derive(Clone, Copy, PartialEq)]
enum Inside {
    /// Anything short.
    Any,
    /// A name: letters, digits, `_`, `.`, `-`, and spaces between words.
    Name,
    /// A name in capitals.
    Capitals,
    /// A name that a list of fields or the recipients' columns know, since the delimiters are common in prose.
    Field,
}

/// Delimiters of merge tags, by family: Mailchimp, FreeMarker, Salesforce, Jinja and Liquid, Campaign Monitor, Word …
const FAMILIES: &[(&str, &str, Inside)] = &[
    ("*|", "|*", Inside::Any),
    ("{{", "}}", Inside::Any),
    ("{%", "%}", Inside::Any),
    ("[%", "%]", Inside::Any),
    ("<%", "%>", Inside::Any),
    ("%%", "%%", Inside::Name),
    ("${", "}", Inside::Name),
    ("{!", "}", Inside::Name),
    ("$[", "]$", Inside::Any),
    ("[[", "]]", Inside::Any),
    ("<<", ">>", Inside::Name),
    ("##", "##", Inside::Name),
    ("#", "#", Inside::Capitals),
    ("__", "__", Inside::Capitals),
    ("--", "--", Inside::Field),
    ("%recipient.", "%", Inside::Name),
    ("%", "%", Inside::Capitals),
    ("«", "»", Inside::Field),
    ("{", "}", Inside::Field),
    ("[", "]", Inside::Field),
    ("<", ">", Inside::Field),
    ("~", "~", Inside::Field),
    ("-[", "]-", Inside::Name),
];

/// The merge tags of a text, in order and without overlaps; `columns` are folded headers of the recipients' file.
pub fn find_tags(text: &str, columns: &[String]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // Most texts hold no mark at all: one look at their bytes spares a search for each.
    let mut present = [false; 256];
    text.bytes().for_each(|byte| present[usize::from(byte)] = true);
    for (open, close, inside) in FAMILIES.iter().filter(|(open, ..)| present[usize::from(open.as_bytes()[0])]) {
        let mut from = 0;
        while let Some(start) = text[from..].find(open).map(|at| from + at) {
            let body = start + open.len();
            from = body;
            let Some(length) = text[body..].find(close) else { break };
            let range = start..body + length + close.len();
            if length > 120 || !fits(&text[body..body + length], *inside, columns, open) {
                continue;
            }
            if found.iter().all(|other| other.end <= range.start || range.end <= other.start) {
                from = range.end;
                found.push(range);
            }
        }
    }
    found.sort_by_key(|range| range.start);
    found
}

fn fits(inside: &str, kind: Inside, columns: &[String], open: &str) -> bool {
    if inside.is_empty() || inside.contains('\n') {
        return false;
    }
    let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ' ' | ':' | '\'' | '’');
    let tight = !inside.starts_with(char::is_whitespace) && !inside.ends_with(char::is_whitespace);
    match kind {
        Inside::Any => true,
        Inside::Name => {
            tight && inside.chars().count() <= 40 && inside.chars().all(name) && inside.chars().any(char::is_alphabetic)
        }
        Inside::Capitals => {
            inside.len() >= 3
                && inside.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
                && inside.chars().any(|c| c.is_ascii_uppercase())
                || open == "%" && inside.starts_with("USER_")
        }
        Inside::Field => tight && inside.chars().all(name) && is_field(inside, columns),
    }
}

/// A name that a column has, or that the list of fields knows ("Prénom", "lien du replay", "First Name").
fn is_field(inside: &str, columns: &[String]) -> bool {
    let folded = fold_key(inside);
    if columns.contains(&folded) {
        return true;
    }
    let list = Lists::built_in().list("fields");
    let words = crate::words::Words::of(&inside.replace(['_', '.'], " "));
    let whole = list
        .find(&words)
        .into_iter()
        .any(|hit| hit.words.start == 0 && (hit.words.end == words.len() || list.group(hit.group) == "begins"));
    whole || list.contains(&folded) || list.contains(&fold(inside))
}

/// "[Insert members' news here]": brackets that open with a verb that asks for content.
fn insert_here(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, _) in text.match_indices('[') {
        let Some(length) = text[start..].find(']') else { break };
        let range = start..start + length + 1;
        let words = crate::words::Words::of(&text[range.clone()]);
        let list = Lists::built_in().list("fields");
        if list.find(&words).iter().any(|hit| hit.words.start == 0 && list.group(hit.group) == "asks") {
            found.push(range);
        }
    }
    found
}

fn markdown(text: &str) -> Option<Range<usize>> {
    if text.starts_with('#') {
        let marks = text.len() - text.trim_start_matches('#').len();
        if marks <= 6 && text[marks..].starts_with(' ') {
            return Some(0..marks);
        }
    }
    if let Some(start) = text.find("**") {
        let inner = &text[start + 2..];
        if let Some(end) = inner.find("**").filter(|end| *end > 0 && !inner.starts_with(' ')) {
            return Some(start..start + 2 + end + 2);
        }
    }
    if let Some(start) = text.find("__") {
        let inner = &text[start + 2..];
        let end = inner.find("__").filter(|end| *end > 1 && inner[..*end].contains(char::is_lowercase));
        if let Some(end) = end.filter(|_| inner.starts_with(char::is_alphabetic)) {
            return Some(start..start + 2 + end + 2);
        }
    }
    let open = text.find("](")?;
    let start = text[..open].rfind('[')?;
    let end = open + 2 + text[open + 2..].find(')')?;
    Some(start..end + 1)
}

/// `&eacute;` that shows as text: it was encoded twice.
fn entity(text: &str) -> Option<Range<usize>> {
    text.match_indices('&').find_map(|(start, _)| {
        let end = start + text[start..].char_indices().take(12).find(|(_, c)| *c == ';')?.0;
        let name = &text[start + 1..end];
        let numeric = name
            .strip_prefix('#')
            .is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_ascii_hexdigit() || c == 'x'));
        let named = name.len() >= 2
            && name.chars().all(|c| c.is_ascii_alphanumeric())
            && name.starts_with(|c: char| c.is_ascii_alphabetic());
        (numeric || named).then_some(start..end + 1)
    })
}

/// UTF-8 read as Windows-1252: `Ã©`, `â€™`.
fn mojibake(text: &str) -> Option<Range<usize>> {
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let Some((at, next)) = chars.peek().copied() else { break };
        let pair = matches!(c, 'Ã' | 'Â')
            && (matches!(next, '\u{80}'..='\u{bf}') || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(next));
        if pair || c == 'â' && next == '€' {
            return Some(start..at + next.len_utf8());
        }
        if c == '\u{fffd}' {
            return Some(start..start + c.len_utf8());
        }
    }
    None
}

/// `<b>` that shows as text.
fn visible_tag(text: &str) -> Option<Range<usize>> {
    text.match_indices('<').find_map(|(start, _)| {
        let inner = text[start + 1..].trim_start_matches('/');
        let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect();
        let known = matches!(
            name.to_ascii_lowercase().as_str(),
            "a" | "b"
                | "i"
                | "p"
                | "br"
                | "em"
                | "strong"
                | "span"
                | "div"
                | "td"
                | "tr"
                | "table"
                | "ul"
                | "li"
                | "img"
                | "h1"
                | "h2"
                | "h3"
                | "u"
                | "font"
        );
        let rest = &inner[name.len()..];
        let end = text[start..].find('>').map(|end| start + end + 1);
        (known && (rest.starts_with(['>', ' ', '/']) || rest.is_empty())).then(|| start..end.unwrap_or(text.len()))
    })
}
