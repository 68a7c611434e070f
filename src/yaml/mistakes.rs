//! What people type on their first day, and the line to write instead.
//!
//! A guess counts only if the repaired text reads further than the text as it stands; so a help is never shown that
//! would not help. The repaired text is a [`Traced`] whose added quotes are made, so places stay exact.

use super::line::{Line, invisible as is_invisible, is_block_header, lines, quoted};
use super::tree::{Failure, build, line_of};
use crate::language::Message;
use crate::source::{Problem, Span, Traced, TracedBuilder};

/// A mistake that was understood.
pub(super) struct Mistake {
    pub(super) problem: Problem,
    /// The text with that mistake undone.
    pub(super) repaired: Traced,
}

/// How many guesses are tried for one failure; each costs one reading of the text.
const GUESSES: usize = 4;

/// Explains a failure by a line at or above it.
pub(super) fn diagnose(text: &Traced, first_line: u32, failure: &Failure) -> Option<Mistake> {
    if failure.limit {
        return None;
    }
    let all = lines(text.text());
    let failed = line_of(text.text(), failure.at, first_line);
    if let Some(mistake) = tabs(text, &all, first_line, failed) {
        return Some(mistake);
    }
    let end = text.text()[failure.at..].find('\n').map_or(text.len(), |at| failure.at + at);
    all.iter()
        .rev()
        .skip_while(|line| line.whole.start > end)
        .filter_map(|line| guess(text, line, first_line))
        .take(GUESSES)
        .find(|mistake| reads_further(&mistake.repaired, first_line, failed))
}

fn reads_further(repaired: &Traced, first_line: u32, failed: u32) -> bool {
    match build(repaired, first_line) {
        Ok(_) => true,
        Err(failure) => failure.limit || line_of(repaired.text(), failure.at, first_line) > failed,
    }
}

/// What is wrong with a value, and which of its bytes belong in quotes.
enum Wrong {
    /// `: ` in a plain text.
    Colon,
    /// It begins with a character that YAML keeps for itself.
    Reserved(char),
    /// A quote inside closes the text.
    Closed(char),
    /// The quote at the start is never closed.
    Open(char),
    /// No space after the key's colon.
    NoSpace,
}

fn guess(text: &Traced, line: &Line, first_line: u32) -> Option<Mistake> {
    let all = text.text();
    let value = &all[line.value.clone()];
    let (wrong, inner) = match line.key {
        None if !line.item => (no_space(&all[line.rest.clone()])?, line.rest.clone()),
        _ => {
            let (wrong, inner) = wrong_value(value)?;
            (wrong, line.value.start + inner.start..line.value.start + inner.end)
        }
    };
    let mut out = TracedBuilder::default();
    if let Wrong::NoSpace = wrong {
        let colon = line.rest.start + all[line.rest.clone()].find(':')? + 1;
        out.push(text, 0..colon);
        out.push_made(" ", None);
        out.push(text, colon..text.len());
    } else {
        out.push(text, 0..line.value.start);
        push_quoted(&mut out, text, inner.clone());
        out.push(text, line.value.end..text.len());
    }
    let repaired = out.finish();
    let end = line.whole.end + (repaired.len() - text.len());
    let corrected = repaired.text().get(line.indent.end..end).unwrap_or_default().trim_end().to_string();
    let name = line.key.clone().map(|key| &all[key]);
    let number = line_of(all, line.whole.start, first_line);
    let span = text.origin(line.value.clone()).span().or_else(|| text.origin(line.rest.clone()).span())?;
    Some(Mistake { problem: problem(&wrong, name, &corrected, number, span), repaired })
}

/// Writes a range in straight quotes, as [`quoted`] does, keeping its places.
fn push_quoted(out: &mut TracedBuilder, text: &Traced, range: std::ops::Range<usize>) {
    let inner = &text.text()[range.clone()];
    let shown = quoted(inner);
    let quote = &shown[..1];
    let escaped = shown.len() > inner.len() + 2;
    out.push_made(quote, None);
    for (at, c) in inner.char_indices() {
        if escaped && matches!(c, '"' | '\\') {
            out.push_made("\\", None);
        }
        out.push(text, range.start + at..range.start + at + c.len_utf8());
    }
    out.push_made(quote, None);
}

/// What is wrong with a value, and the part of it that belongs in quotes.
fn wrong_value(value: &str) -> Option<(Wrong, std::ops::Range<usize>)> {
    let first = value.chars().next()?;
    let whole = 0..value.len();
    match first {
        '"' | '\'' => match closing(value, first) {
            Some(end) if end == value.len() => None,
            Some(_) if value.len() > 1 && value.ends_with(first) => Some((Wrong::Closed(first), 1..value.len() - 1)),
            Some(_) => Some((Wrong::Closed(first), whole)),
            None => Some((Wrong::Open(first), 1..value.len())),
        },
        '{' | '[' => {
            let reserved = value.starts_with("{{") || after_bracket(value).is_some_and(|rest| !rest.is_empty());
            reserved.then_some((Wrong::Reserved(first), whole))
        }
        '%' | '@' | '`' | '*' | '&' | '!' | ',' | ']' | '}' => Some((Wrong::Reserved(first), whole)),
        '|' | '>' => (!is_block_header(value)).then_some((Wrong::Reserved(first), whole)),
        '-' | '?' if value[1..].starts_with(' ') => Some((Wrong::Reserved(first), whole)),
        '#' => None,
        _ => {
            let colon = value.ends_with(':') || value.contains(": ") || value.contains(":\t");
            colon.then_some((Wrong::Colon, whole))
        }
    }
}

/// Where the quoted text at the start of `value` ends, its closing quote included.
fn closing(value: &str, quote: char) -> Option<usize> {
    let bytes = value.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == '"' => at += 2,
            b'\'' if quote == '\'' && bytes.get(at + 1) == Some(&b'\'') => at += 2,
            b if b == quote as u8 => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// What follows the bracket that closes the one at the start, trimmed; `None` where it is not closed on the line.
fn after_bracket(value: &str) -> Option<&str> {
    let mut depth = 0usize;
    for (at, c) in value.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    let rest = value[at + 1..].trim();
                    return Some(if rest.starts_with('#') { "" } else { rest });
                }
            }
            _ => {}
        }
    }
    None
}

/// `title:Prendre en main`: a word, a colon, and no space after it.
fn no_space(rest: &str) -> Option<Wrong> {
    let colon = rest.find(':')?;
    let word =
        !rest[..colon].is_empty() && rest[..colon].chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let after = &rest[colon + 1..];
    (word && !after.is_empty() && !after.starts_with("//")).then_some(Wrong::NoSpace)
}

/// The value in words: "this title", "this subject" …
fn named(key: Option<&str>) -> (&'static str, &'static str, &'static str) {
    match key.map(str::trim) {
        Some("title") => ("ce titre", "le", "this title"),
        Some("subject") => ("cet objet", "le", "this subject"),
        Some("preheader") => ("ce préheader", "le", "this preheader"),
        Some("name") => ("ce nom", "le", "this name"),
        _ => ("cette valeur", "la", "this value"),
    }
}

fn problem(wrong: &Wrong, key: Option<&str>, corrected: &str, line: u32, span: Span) -> Problem {
    let (fr, it, en) = named(key);
    let quotes = Message::new(
        format!("Mettez-{it} entre guillemets droits : `{corrected}`"),
        format!("Put it in straight quotes: `{corrected}`"),
    );
    let other = if corrected.ends_with('\'') { ("simples", "single") } else { ("doubles", "double") };
    let use_other = Message::new(
        format!("Utilisez des guillemets droits {} : `{corrected}`", other.0),
        format!("Use {} straight quotes: `{corrected}`", other.1),
    );
    let (message, help) = match wrong {
        Wrong::Colon => (Message::new(format!("{fr} contient « : »"), format!("{en} contains “:”")), quotes),
        Wrong::Reserved(c) => (
            Message::new(
                format!("{fr} commence par « {c} », que YAML garde pour lui"),
                format!("{en} begins with “{c}”, which YAML keeps for itself"),
            ),
            quotes,
        ),
        Wrong::Closed('\'') => {
            (Message::new("l'apostrophe ferme le texte", "the apostrophe closes the text"), use_other)
        }
        Wrong::Closed(_) => {
            (Message::new("le guillemet intérieur ferme le texte", "the inner quote closes the text"), use_other)
        }
        Wrong::Open(c) => (
            Message::new(format!("le guillemet {c} n'est pas refermé"), format!("the quote {c} is never closed")),
            Message::new(format!("Refermez-le : `{corrected}`"), format!("Close it: `{corrected}`")),
        ),
        Wrong::NoSpace => (
            Message::new("il manque une espace après « : »", "a space is missing after “:”"),
            Message::new(format!("Écrivez : `{corrected}`"), format!("Write: `{corrected}`")),
        ),
    };
    Problem::new(
        "yaml-syntax",
        Message::new(format!("Ligne {line} : {}", message.fr), format!("Line {line}: {}", message.en)),
    )
    .help(help)
    .at(span)
}

/// Tabs as indentation, all of them at once.
fn tabs(text: &Traced, all: &[Line], first_line: u32, failed: u32) -> Option<Mistake> {
    let shown = text.text();
    let wrong: Vec<&Line> = all.iter().filter(|line| shown[line.indent.clone()].contains('\t')).collect();
    let first = *wrong.first()?;
    let mut out = TracedBuilder::default();
    let mut from = 0;
    for line in all {
        let indent = &shown[line.indent.clone()];
        if indent.contains('\t') {
            out.push(text, from..line.indent.start);
            let width = indent.chars().map(|c| if c == '\t' { 2 } else { 1 }).sum::<usize>();
            out.push_made(&" ".repeat(width), None);
            from = line.indent.end;
        }
    }
    out.push(text, from..text.len());
    let repaired = out.finish();
    if !reads_further(&repaired, first_line, failed) {
        return None;
    }
    let corrected = format!("  {}", &shown[first.indent.end..first.whole.end]);
    let problem = invisible_problem("une tabulation", "a tab", first, text, first_line, wrong.len(), &corrected);
    Some(Mistake { problem, repaired })
}

/// Spaces that are none (a no-break space, an ideographic one) as indentation or beside a key: YAML takes them for
/// letters, and the key that looks right is an unknown one.
pub(super) fn invisible(text: &Traced, first_line: u32) -> Option<Mistake> {
    let shown = text.text();
    if !shown.chars().any(is_invisible) {
        return None;
    }
    let mut out = TracedBuilder::default();
    let mut from = 0;
    let mut first: Option<(Line, char)> = None;
    let mut count = 0;
    for line in lines(shown) {
        let Some(key) = &line.key else { continue };
        let word = shown[key.clone()].trim_end_matches(is_invisible);
        let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '"'));
        if !plain {
            continue;
        }
        let before = line.indent.clone();
        let beside = key.start + word.len()..line.value.start;
        let Some(c) = shown[before.clone()].chars().chain(shown[beside.clone()].chars()).find(|c| is_invisible(*c))
        else {
            continue;
        };
        if line.item && shown[beside.start..].starts_with(is_invisible) {
            continue;
        }
        count += 1;
        for range in [before, beside] {
            out.push(text, from..range.start);
            for (at, c) in shown[range.clone()].char_indices() {
                match c {
                    c if is_invisible(c) => out.push_made(" ", None),
                    c => out.push(text, range.start + at..range.start + at + c.len_utf8()),
                }
            }
            from = range.end;
        }
        first.get_or_insert((line, c));
    }
    let (line, c) = first?;
    out.push(text, from..text.len());
    let (fr, en) = match c {
        '\u{a0}' | '\u{202f}' => ("une espace insécable".to_string(), "a no-break space".to_string()),
        '\u{3000}' => ("une espace idéographique".to_string(), "an ideographic space".to_string()),
        '\u{200b}' => ("une espace de largeur nulle".to_string(), "a zero-width space".to_string()),
        c => (
            format!("le caractère invisible U+{:04X}", c as u32),
            format!("the invisible character U+{:04X}", c as u32),
        ),
    };
    let corrected: String = shown[line.whole.clone()].chars().map(|c| if is_invisible(c) { ' ' } else { c }).collect();
    let problem = invisible_problem(&fr, &en, &line, text, first_line, count, corrected.trim_end());
    Some(Mistake { problem, repaired: out.finish() })
}

fn invisible_problem(
    fr: &str,
    en: &str,
    line: &Line,
    text: &Traced,
    first_line: u32,
    count: usize,
    corrected: &str,
) -> Problem {
    let number = line_of(text.text(), line.whole.start, first_line);
    let (more_fr, more_en) = match count {
        0 | 1 => (String::new(), String::new()),
        n => (format!(" (et {} autre(s) ligne(s))", n - 1), format!(" (and {} other line(s))", n - 1)),
    };
    let problem = Problem::new(
        "yaml-syntax",
        Message::new(
            format!("Ligne {number} : {fr} tient lieu d'espace{more_fr} ; YAML n'admet là que des espaces ordinaires"),
            format!("Line {number}: {en} stands where a space belongs{more_en}; YAML takes only plain spaces there"),
        ),
    )
    .help(Message::new(
        format!("Remplacez-la par des espaces ordinaires : `{corrected}`"),
        format!("Replace it by plain spaces: `{corrected}`"),
    ));
    match text.origin(line.indent.start..line.value.start).span() {
        Some(span) => problem.at(span),
        None => problem,
    }
}
