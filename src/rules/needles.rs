//! Needles: short pieces of text without one of which a pattern stands nowhere. They are looked for all at once.
//!
//! Comes in: an expression that was read, or words. Goes out: pieces of its image. The image of a text is made
//! character by character, so that what stands in a text stands in its image too; needles are true for any such image,
//! and ours, of Latin letters and signs without case, accents and spaces, makes them few. It never says where something stands.

use regex_syntax::hir::{Class, ClassUnicode, Hir, HirKind};

use crate::language::fold::fold_char;

/// More alternatives than this are no longer joined with what follows them.
const MANY: usize = 64;

/// More characters with images of their own than this are any character.
const MANY_CHARACTERS: usize = 8;

/// A shorter needle would stand nearly everywhere.
const SHORTEST: usize = 2;

/// Adds the image of a text to `out`. It has no line break.
pub fn image(text: &str, out: &mut String) {
    for c in text.chars() {
        image_of(c, out);
    }
}

fn image_of(c: char, out: &mut String) {
    match c {
        c if c.is_ascii_graphic() => out.push(c.to_ascii_lowercase()),
        c if c.is_whitespace() => {}
        // What stands in French most often, without the tables of Unicode.
        'à' | 'â' | 'À' | 'Â' => out.push('a'),
        'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' => out.push('e'),
        'î' | 'ï' => out.push('i'),
        'ô' => out.push('o'),
        'ù' | 'û' => out.push('u'),
        'ç' | 'Ç' => out.push('c'),
        '’' => out.push('\''),
        // Folding leaves it a letter of its own.
        'ẞ' => out.push_str("ss"),
        c => {
            let start = out.len();
            fold_char(c, out);
            // Of other scripts there is no image: the two cases of a letter do not always fold alike there.
            if !out[start..].is_ascii() {
                let ascii: String = out[start..].chars().filter(char::is_ascii).collect();
                out.truncate(start);
                out.push_str(&ascii);
            }
        }
    }
}

/// The needles of whole words, which are spelt as [`Pattern::tokens`](super::pattern::Pattern::tokens) spells them.
pub fn of_tokens(tokens: &[String]) -> Option<Vec<String>> {
    let images = tokens.iter().map(|token| {
        let mut out = String::new();
        image(token, &mut out);
        out
    });
    usable(images.collect())
}

/// The needles of an expression.
pub fn of_expression(hir: &Hir) -> Option<Vec<String>> {
    match known(hir) {
        Known::Is(needles) | Known::Has(needles) => usable(needles),
        Known::Nothing => None,
    }
}

fn usable(mut needles: Vec<String>) -> Option<Vec<String>> {
    needles.sort_unstable();
    needles.dedup();
    (shortest(&needles) >= SHORTEST).then_some(needles)
}

fn shortest(needles: &[String]) -> usize {
    needles.iter().map(String::len).min().unwrap_or(0)
}

/// What is known of the images of all matches of an expression.
enum Known {
    /// Each is one of these.
    Is(Vec<String>),
    /// Each has one of these within.
    Has(Vec<String>),
    Nothing,
}

fn known(hir: &Hir) -> Known {
    match hir.kind() {
        // Boundaries are left out: without them an expression matches more.
        HirKind::Empty | HirKind::Look(_) => Known::Is(vec![String::new()]),
        HirKind::Literal(literal) => match std::str::from_utf8(&literal.0) {
            Ok(text) => {
                let mut out = String::new();
                image(text, &mut out);
                Known::Is(vec![out])
            }
            Err(_) => Known::Nothing,
        },
        HirKind::Class(Class::Unicode(class)) => of_class(class),
        HirKind::Class(Class::Bytes(_)) => Known::Nothing,
        HirKind::Repetition(inner) => repeated(known(&inner.sub), inner.min, inner.max),
        HirKind::Capture(inner) => known(&inner.sub),
        HirKind::Concat(all) => in_a_row(all),
        HirKind::Alternation(all) => one_of(all),
    }
}

fn of_class(class: &ClassUnicode) -> Known {
    let mut images: Vec<String> = Vec::new();
    for c in class.ranges().iter().flat_map(|range| range.start()..=range.end()) {
        let mut one = String::new();
        image_of(c, &mut one);
        if !images.contains(&one) {
            images.push(one);
        }
        if images.len() > MANY_CHARACTERS {
            return Known::Nothing;
        }
    }
    Known::Is(images)
}

fn repeated(inner: Known, min: u32, max: Option<u32>) -> Known {
    match inner {
        // Spaces and marks, which have no image, stay without one however often they stand.
        Known::Is(images) if images.iter().all(String::is_empty) => Known::Is(images),
        Known::Is(mut images) if (min, max) == (0, Some(1)) => {
            images.push(String::new());
            Known::Is(images)
        }
        _ if min == 0 => Known::Nothing,
        Known::Is(images) if images.len() == 1 && min <= 10 => {
            let times: Vec<String> = images.iter().map(|one| one.repeat(min as usize)).collect();
            if max == Some(min) { Known::Is(times) } else { Known::Has(times) }
        }
        Known::Is(images) if (min, max) == (1, Some(1)) => Known::Is(images),
        Known::Is(images) | Known::Has(images) => Known::Has(images),
        Known::Nothing => Known::Nothing,
    }
}

/// Of the pieces of a row the longest needles are taken; neighbours that are wholly known are joined.
fn in_a_row(all: &[Hir]) -> Known {
    let mut best: Option<Vec<String>> = None;
    let mut take = |needles: Vec<String>| {
        if shortest(&needles) > best.as_deref().map_or(0, shortest) {
            best = Some(needles);
        }
    };
    let mut run = vec![String::new()];
    let mut whole = true;
    for one in all {
        let next = match known(one) {
            Known::Is(images) if images.len() * run.len() <= MANY => {
                run = run.iter().flat_map(|start| images.iter().map(move |end| format!("{start}{end}"))).collect();
                continue;
            }
            Known::Is(images) => images,
            Known::Has(needles) => {
                take(needles);
                vec![String::new()]
            }
            Known::Nothing => vec![String::new()],
        };
        whole = false;
        take(std::mem::replace(&mut run, next));
    }
    if whole {
        return Known::Is(run);
    }
    take(run);
    best.map_or(Known::Nothing, Known::Has)
}

fn one_of(all: &[Hir]) -> Known {
    let mut whole = true;
    let mut needles = Vec::new();
    for one in all {
        match known(one) {
            Known::Is(images) => needles.extend(images),
            Known::Has(images) => {
                whole = false;
                needles.extend(images);
            }
            Known::Nothing => return Known::Nothing,
        }
    }
    if whole { Known::Is(needles) } else { Known::Has(needles) }
}

#[cfg(test)]
mod tests {
    use regex_syntax::hir::ClassUnicodeRange;

    use super::*;

    fn image_of_text(text: &str) -> String {
        let mut out = String::new();
        image(text, &mut out);
        out
    }

    fn needles(pattern: &str) -> Option<Vec<String>> {
        of_expression(&regex_syntax::parse(pattern).unwrap())
    }

    #[test]
    fn the_needles_of_an_expression() {
        for (pattern, wanted) in [
            (r"(?i)\bcliquez[- ]ici\b", &["cliquez-ici", "cliquezici"][..]),
            (r"(?i)\b(?:tbd|à confirmer)\b", &["aconfirmer", "tbd"]),
            (r"https?://127\.0", &["http://127.0", "https://127.0"]),
            (r"\?{2,}\s*€", &["??"]),
            (r"(?i)kelvin", &["kelvin"]),
            (r"\bTODO\b", &["todo"]),
            (r"20\d+x*ab+c", &["20"]),
        ] {
            assert_eq!(needles(pattern).unwrap(), wanted, "{pattern}");
        }
        for pattern in [r"\b[A-Z]{4,}\b", "a*", "(?:lorem)?", "lorem|", r"a|lorem", r"\w+", "x", "Привет"] {
            assert_eq!(needles(pattern), None, "{pattern}");
        }
    }

    /// What a list of words matches for one of its letters has that letter's image, whatever case is asked for.
    #[test]
    fn the_two_cases_of_a_letter_have_one_image() {
        for c in ('\0'..=char::MAX).filter(|c| c.is_alphabetic() || *c == '\u{345}') {
            let mut class = ClassUnicode::new([ClassUnicodeRange::new(c, c)]);
            class.case_fold_simple();
            for other in class.ranges().iter().flat_map(|range| range.start()..=range.end()) {
                assert_eq!(image_of_text(&c.to_string()), image_of_text(&other.to_string()), "{c} {other}");
            }
        }
    }

    #[test]
    fn marks_and_spaces_have_no_image() {
        let hir = regex_syntax::parse(r"[\p{Mn}\s]").unwrap();
        let HirKind::Class(Class::Unicode(class)) = hir.kind() else { unreachable!() };
        for c in class.ranges().iter().flat_map(|range| range.start()..=range.end()) {
            assert_eq!(image_of_text(&c.to_string()), "", "{:x}", c as u32);
        }
    }
}
