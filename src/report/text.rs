//! Text for a screen: nothing that could steer a terminal, and lines that fit.

use unicode_width::UnicodeWidthStr;

/// A text without control characters: each is shown by its picture, so a file cannot steer the reader's terminal or
/// turn the direction of a line. Line breaks stay. Each character becomes exactly one.
pub(crate) fn clean(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { visible(c) }).collect()
}

/// As [`clean`], on one line.
pub(crate) fn clean_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split(['\n', '\r', '\t']).map(|piece| piece.trim_matches(' ')).filter(|piece| !piece.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.extend(word.chars().map(visible));
    }
    line
}

/// A report whose lines are no commands where they stand in the log of a CI server: GitHub's runner acts on lines that
/// begin with `::`, whatever spaces stand before, and on `##[` anywhere in a line. An invisible character (word joiner)
/// parts them.
pub(super) fn inert(report: String) -> String {
    if !report.contains("::") && !report.contains("##[") {
        return report;
    }
    let line = |line: &str| {
        let start = line.len() - line.trim_start().len();
        let line = line.replace("##[", "##\u{2060}[");
        match line[start..].starts_with("::") {
            true => format!("{}\u{2060}{}", &line[..start], &line[start..]),
            false => line,
        }
    };
    report.split_inclusive('\n').map(line).collect()
}

/// One character as it is shown.
pub(super) fn visible(c: char) -> char {
    match c {
        '\t' => ' ',
        // The block of control pictures follows the order of the controls.
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '␡',
        // C1 controls, line and paragraph separators, marks of direction: a terminal may act on them.
        '\u{80}'..='\u{9f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{61c}' => '\u{fffd}',
        c if is_invisible(c) => '·',
        c => c,
    }
}

/// Whether a character is invisible, does nothing else, and is often what a finding is about.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// At most `most` characters; what was cut is told by `…`.
pub(super) fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let mut short: String = text.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}

/// Breaks a text into lines of at most `width` columns, the first after `first`, the others after `rest`, and ends it
/// with a line break. A word longer than a line (an address) stays whole, so that it can be copied.
pub(super) fn wrap(text: &str, first: &str, rest: &str, width: usize) -> String {
    let mut out = String::new();
    for (n, paragraph) in text.split('\n').enumerate() {
        let mut line = String::from(if n == 0 { first } else { rest });
        let mut empty = true;
        for word in words(paragraph) {
            if !empty && columns(&line) + 1 + columns(&word) > width {
                push_line(&mut out, &line);
                line = rest.to_string();
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(&word);
            empty = false;
        }
        push_line(&mut out, &line);
    }
    out
}

/// How many columns a text takes on a screen, its colours not counted: an emoji or a Chinese character takes two, an
/// accent over a letter none.
pub(super) fn columns(text: &str) -> usize {
    // Colours are the only escapes here: ESC, "[", digits, "m".
    let plain = |piece: &str| -> usize { UnicodeWidthStr::width(piece) };
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().map_or(0, plain);
    first + pieces.map(|piece| piece.split_once('m').map_or(0, |(_, rest)| plain(rest))).sum::<usize>()
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line.trim_end_matches(' '));
    out.push('\n');
}

/// The words of a line, French punctuation kept with the word that it belongs to: no line begins with ":" or "»".
/// Spaces in front are kept, since they indent a line of YAML that is to be written.
fn words(line: &str) -> Vec<String> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let mut words: Vec<String> = Vec::new();
    let mut glue = false;
    for word in line[indent..].split(' ').filter(|word| !word.is_empty()) {
        let closes = matches!(word.chars().next(), Some(':' | ';' | '!' | '?' | '»'));
        match words.last_mut() {
            Some(last) if glue || closes => {
                last.push(' ');
                last.push_str(word);
            }
            _ => words.push(word.to_string()),
        }
        glue = word.ends_with('«');
    }
    if let Some(first) = words.first_mut() {
        first.insert_str(0, &line[..indent]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\u{7}\u{202e}c"), "a␛[31mb␇\u{fffd}c");
        assert_eq!(clean_line("un\n  deux\u{0}"), "un deux␀");
        let every: String = (0..0x3000).filter_map(char::from_u32).collect();
        assert!(clean(&every).chars().all(|c| c == '\n' || !c.is_control()));
        assert_eq!(clean(&every).chars().count(), every.chars().count());
    }

    #[test]
    fn lines_fit_and_keep_french_punctuation() {
        assert_eq!(wrap("un deux trois", "> ", "  ", 9), "> un deux\n  trois\n");
        assert_eq!(wrap("alpha : beta", "", "", 7), "alpha :\nbeta\n");
        assert_eq!(wrap("dit « oui » ici", "", "", 8), "dit\n« oui »\nici\n");
        assert_eq!(wrap("https://exemple.test/a-long-one", "", "", 5), "https://exemple.test/a-long-one\n");
        assert_eq!(wrap("a\n  b: c", "", "- ", 20), "a\n-   b: c\n");
    }

    #[test]
    fn shortening_says_so() {
        assert_eq!(shorten("été", 3), "été");
        assert_eq!(shorten("été long", 4), "été…");
    }
}
