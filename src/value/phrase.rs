//! Titles in running text: the same words, whatever their case, accents, quotes and punctuation.

use std::ops::Range;

use crate::language::fold::fold_char;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// Without case and accents.
    pub folded: String,
}

/// The words of a text: runs of letters and digits. Apostrophes and hyphens part words ("l'export" is two), so that a
/// title is found in every spelling of them.
pub fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        let invisible = matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}');
        let mark = unicode_normalization::char::is_combining_mark(c);
        if !c.is_alphanumeric() && !(open && (invisible || mark)) {
            open = false;
            continue;
        }
        if !open {
            words.push(Word { range: at..at, folded: String::new() });
            open = true;
        }
        if let Some(word) = words.last_mut() {
            fold_char(c, &mut word.folded);
            if !invisible {
                word.range.end = at + c.len_utf8();
            }
        }
    }
    words.retain(|word| !word.folded.is_empty());
    words
}

/// The folded words of a title, as [`find_all`] and [`near_title`] want them.
pub fn title_words(title: &str) -> Vec<String> {
    words(title).into_iter().map(|word| word.folded).collect()
}

/// Where a title stands in a text, word for word: the bytes from its first word to the end of its last. Occurrences
/// do not overlap. It takes time in proportion to both lengths.
pub fn find_all(words: &[Word], title: &[String]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if title.is_empty() {
        return found;
    }
    let borders = borders(title);
    let mut matched = 0;
    for (n, word) in words.iter().enumerate() {
        while matched > 0 && title[matched] != word.folded {
            matched = borders[matched - 1];
        }
        if title[matched] == word.folded {
            matched += 1;
        }
        if matched == title.len() {
            found.push(words[n + 1 - matched].range.start..word.range.end);
            matched = 0;
        }
    }
    found
}

/// For each length of a title's beginning, the longest shorter one that it ends with.
fn borders(title: &[String]) -> Vec<usize> {
    let mut borders = vec![0; title.len()];
    for n in 1..title.len() {
        let mut length = borders[n - 1];
        while length > 0 && title[length] != title[n] {
            length = borders[length - 1];
        }
        borders[n] = length + usize::from(title[length] == title[n]);
    }
    borders
}

/// Where a title of four words or more stands misspelt: all its words but one, and that one differs by one or two
/// letters (one, in a word of less than six). A number that differs is another edition, not a slip of the pen. The
/// bytes of the first such place.
pub fn near_title(words: &[Word], title: &[String]) -> Option<Range<usize>> {
    if title.len() < 4 {
        return None;
    }
    words.windows(title.len()).find_map(|window| {
        let mut wrong = None;
        for (word, wanted) in window.iter().zip(title) {
            if word.folded != *wanted && wrong.replace((word, wanted)).is_some() {
                return None;
            }
        }
        let (word, wanted) = wrong?;
        is_slip(&word.folded, wanted).then(|| window[0].range.start..window[title.len() - 1].range.end)
    })
}

/// Whether a word is another with one or two letters wrong.
fn is_slip(word: &str, wanted: &str) -> bool {
    let letters = wanted.chars().count();
    let number = |word: &str| word.bytes().any(|b| b.is_ascii_digit());
    if letters < 4 || number(word) || number(wanted) || letters.abs_diff(word.chars().count()) > 2 {
        return false;
    }
    // A plural or a feminine form is a slip too: titles are exact.
    let most = if letters < 6 { 1 } else { 2 };
    (1..=most).contains(&strsim::osa_distance(word, wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all<'a>(text: &'a str, title: &str) -> Vec<&'a str> {
        find_all(&words(text), &title_words(title)).into_iter().map(|range| &text[range]).collect()
    }

    fn near<'a>(text: &'a str, title: &str) -> Option<&'a str> {
        near_title(&words(text), &title_words(title)).map(|range| &text[range])
    }

    #[test]
    fn a_title_in_every_spelling() {
        let title = "L'export des données : par où commencer ?";
        let text = "Merci ! « L’EXPORT DES DONNE\u{301}ES, PAR OÙ\ncommencer » et l'export des donne\u{ad}es par ou commencer.";
        assert_eq!(
            all(text, title),
            ["L’EXPORT DES DONNE\u{301}ES, PAR OÙ\ncommencer", "l'export des donne\u{ad}es par ou commencer"]
        );
        assert_eq!(all("les exports des données, par où commencer", title), Vec::<&str>::new());
        assert_eq!(all("a b a b a c", "a b a c"), ["a b a c"]);
        assert_eq!(all("x", ""), Vec::<&str>::new());
    }

    #[test]
    fn a_misspelt_title() {
        let title = "Prendre en main le tableau de bord";
        assert_eq!(
            near("Merci : Prendre en main le tabelau de bord !", title),
            Some("Prendre en main le tabelau de bord")
        );
        assert_eq!(near("Prendre en main le tableau de bord", title), None);
        assert_eq!(near("Prendre en main le tableur de bord", title), Some("Prendre en main le tableur de bord"));
        assert_eq!(near("Prendre en main un tabelau de bord", title), None);
        assert_eq!(near("Ouvrir ses donnés", "Ouvrir ses données"), None);
        assert_eq!(near("Les mardis de l'édition 2025", "Les mardis de l'édition 2026"), None);
    }
}
