//! White space that cannot be seen and is none that YAML takes: tabs and no-break spaces as indentation.

use super::line::{Line, invisible as is_invisible, lines};
use super::mistakes::{Mistake, reads_further};
use super::tree::line_of;
use crate::language::Message;
use crate::source::{Problem, Traced, TracedBuilder};

/// Tabs as indentation, all of them at once.
pub(super) fn tabs(text: &Traced, all: &[Line], first_line: u32, failed: u32) -> Option<Mistake> {
    let shown = text.text();
    let wrong: Vec<&Line> = all.iter().filter(|line| shown[line.indent.clone()].contains('\t')).collect();
    let first = *wrong.first()?;
    let mut out = TracedBuilder::default();
    let mut from = 0;
    // The indentation of the line before, and whether it holds a value, so that nothing can stand below it.
    let (mut last, mut full) = (0, false);
    for line in all {
        let indent = &shown[line.indent.clone()];
        let mut width = indent.chars().map(|c| if c == '\t' { 2 } else { 1 }).sum::<usize>();
        if indent.contains('\t') {
            if full {
                width = width.min(last);
            }
            out.push(text, from..line.indent.start);
            out.push_made(&" ".repeat(width), None);
            from = line.indent.end;
        }
        last = width + (line.rest.start - line.indent.end);
        full = line.key.is_some() && !line.value.is_empty();
    }
    out.push(text, from..text.len());
    let repaired = out.finish();
    if !reads_further(&repaired, first_line, failed) {
        return None;
    }
    let number = (line_of(shown, first.whole.start, 1) - 1) as usize;
    let corrected = repaired.text().lines().nth(number).unwrap_or_default().trim_end().to_string();
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
        format!("La remplacer par des espaces ordinaires : `{corrected}`"),
        format!("Replace it by plain spaces: `{corrected}`"),
    ));
    match text.origin(line.indent.start..line.value.start).span() {
        Some(span) => problem.at(span),
        None => problem,
    }
}
