//! What people type on their first day, and the line to write instead.
//!
//! A guess counts only if the repaired text reads further than the text as it stands; so a help is never shown that
//! would not help. The repaired text is a [`Traced`] whose added quotes are made, so places stay exact.

use super::guess::{By, Edit, Wrong, guesses};
use super::invisible::tabs;
use super::line::{Line, lines, quoted};
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
        .enumerate()
        .rev()
        .skip_while(|(_, line)| line.whole.start > end)
        .flat_map(|(index, line)| {
            let edits = guesses(text.text(), &all, index, failure.at);
            edits.into_iter().filter_map(move |edit| mistake(text, line, &edit, first_line))
        })
        .take(GUESSES)
        .find(|mistake| reads_further(&mistake.repaired, first_line, failed))
}

/// Whether a repaired text reads beyond the line at which reading failed.
pub(super) fn reads_further(repaired: &Traced, first_line: u32, failed: u32) -> bool {
    match build(repaired, first_line) {
        Ok(_) => true,
        Err(failure) => failure.limit || line_of(repaired.text(), failure.at, first_line) > failed,
    }
}

/// What a guess makes of the text, and how it is told.
fn mistake(text: &Traced, line: &Line, edit: &Edit, first_line: u32) -> Option<Mistake> {
    let all = text.text();
    let mut out = TracedBuilder::default();
    out.push(text, 0..edit.replace.start);
    match &edit.by {
        By::Quoted(inner) => push_quoted(&mut out, text, inner.clone()),
        By::Text(text) => out.push_made(text, None),
    }
    out.push(text, edit.replace.end..text.len());
    let repaired = out.finish();
    // The corrected line, or lines where a text runs over several, from the first word on.
    let end = line.whole.end.max(edit.replace.end) + repaired.len() - text.len();
    let start = if line.indent == edit.replace { line.whole.start } else { line.indent.end };
    let corrected: Vec<&str> = repaired.text().get(start..end)?.lines().collect();
    let corrected = match corrected.split_first() {
        Some((first, rest)) => {
            rest.iter().fold(first.trim_end().to_string(), |all, line| format!("{all} {}", line.trim()))
        }
        None => String::new(),
    };
    let single = matches!(&edit.by, By::Quoted(inner) if quoted(&all[inner.clone()]).starts_with('\''));
    let name = line.key.clone().map(|key| &all[key]);
    let number = line_of(all, line.whole.start, first_line);
    let shown = if edit.replace.is_empty() { line.rest.clone() } else { edit.replace.clone() };
    let span = text.origin(shown).span().or_else(|| text.origin(line.rest.clone()).span())?;
    Some(Mistake { problem: problem(&edit.wrong, name, &corrected, single, number, span), repaired })
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

/// The value in words, with the beginning of the French advice: "this title", "this subject" …
fn named(key: Option<&str>) -> (&'static str, &'static str, &'static str) {
    match key.map(str::trim) {
        Some("title") => ("ce titre", "Le mettre", "this title"),
        Some("subject") => ("cet objet", "Le mettre", "this subject"),
        Some("preheader") => ("ce texte d'aperçu", "Le mettre", "this preview text"),
        Some("name") => ("ce nom", "Le mettre", "this name"),
        _ => ("cette valeur", "La mettre", "this value"),
    }
}

fn problem(wrong: &Wrong, key: Option<&str>, corrected: &str, single: bool, line: u32, span: Span) -> Problem {
    let (fr, put, en) = named(key);
    let quotes = Message::new(
        format!("{put} entre guillemets droits : `{corrected}`."),
        format!("Put it in straight quotes: `{corrected}`."),
    );
    let other = if single { ("simples", "single") } else { ("doubles", "double") };
    let use_other = Message::new(
        format!("Mettre des guillemets droits {} : `{corrected}`.", other.0),
        format!("Use {} straight quotes: `{corrected}`.", other.1),
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
        Wrong::Backslash => (
            Message::new(
                "une barre oblique inverse « \\ » entre guillemets doubles a un sens spécial",
                "a backslash “\\” in double quotes has a special meaning",
            ),
            use_other,
        ),
        Wrong::Open(c @ ('[' | '{')) => (
            Message::new(format!("{c} n'est pas refermé"), format!("{c} is never closed")),
            Message::new(format!("Le refermer : `{corrected}`."), format!("Close it: `{corrected}`.")),
        ),
        Wrong::NoColon => (
            Message::new("il manque « : » après le premier mot", "“:” is missing after the first word"),
            Message::new(format!("Écrire `{corrected}`."), format!("Write `{corrected}`.")),
        ),
        Wrong::Indent => (
            Message::new(
                "cette ligne n'est pas alignée sur la précédente",
                "this line is not aligned with the one before",
            ),
            Message::new(
                format!("Écrire, avec autant d'espaces au début : `{corrected}`."),
                format!("Write, with as many spaces at the start: `{corrected}`."),
            ),
        ),
        Wrong::Open(c) => (
            Message::new(format!("le guillemet {c} n'est pas refermé"), format!("the quote {c} is never closed")),
            Message::new(format!("Le refermer : `{corrected}`."), format!("Close it: `{corrected}`.")),
        ),
        Wrong::NoSpace => (
            Message::new("il manque une espace après « : »", "a space is missing after “:”"),
            Message::new(format!("Écrire `{corrected}`."), format!("Write `{corrected}`.")),
        ),
    };
    Problem::new(
        "yaml-syntax",
        Message::new(format!("Ligne {line} : {}", message.fr), format!("Line {line}: {}", message.en)),
    )
    .help(help)
    .at(span)
}
