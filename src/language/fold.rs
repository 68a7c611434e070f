//! Folding: the form in which two spellings of the same words are equal.

use unicode_normalization::UnicodeNormalization;

/// Folds a text for comparison: no case, no accents, ligatures spelt out, curly quotes straight, every kind of
/// space one plain space, dashes one hyphen.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut out);
    }
    out
}

/// Folds one character onto the end of `out`; combining marks vanish.
pub fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(if c.is_ascii_whitespace() { ' ' } else { c.to_ascii_lowercase() });
        return;
    }
    match c {
        'œ' | 'Œ' => out.push_str("oe"),
        'æ' | 'Æ' => out.push_str("ae"),
        'ß' => out.push_str("ss"),
        '’' | '‘' | 'ʼ' | '′' => out.push('\''),
        '“' | '”' | '«' | '»' | '„' => out.push('"'),
        '–' | '—' | '‑' | '‐' | '−' => out.push('-'),
        '…' => out.push_str("..."),
        c if unseen(c) => {}
        c if c.is_whitespace() => out.push(' '),
        c => out.extend(
            std::iter::once(c)
                .nfkd()
                .filter(|d| !unicode_normalization::char::is_combining_mark(*d))
                .flat_map(char::to_lowercase),
        ),
    }
}

/// Whether a character shows nothing, wherever it stands.
pub fn unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The Latin letter that a letter of another alphabet passes for.
pub fn passes_for(c: char) -> Option<char> {
    const PAIRS: [(&str, &str); 4] = [
        ("аеорсухіјѕԁԛԝһӏ", "aeopcyxijsdqwhl"),
        ("АВЕКМНОРСТУХІЈЅԜ", "ABEKMHOPCTYXIJSW"),
        ("αονιρυκγ", "aovipuky"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ];
    if !foreign(c) {
        return None;
    }
    PAIRS.iter().find_map(|(from, to)| from.chars().zip(to.chars()).find(|(known, _)| *known == c)).map(|(_, to)| to)
}

/// A letter of the Greek or the Cyrillic alphabet.
pub fn foreign(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{52f}')
}

/// Folds a column's header or a key: as [`fold`], and without spaces, `_` and `-`.
pub fn fold_key(text: &str) -> String {
    fold(text).chars().filter(|c| !matches!(c, ' ' | '_' | '-')).collect()
}

/// The candidate nearest to `word`, when one is near enough to be meant: at most a third of its letters differ.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    candidates
        .into_iter()
        .map(|candidate| {
            let other = fold(candidate);
            let last = other.rsplit('.').next().unwrap_or(&other);
            let mine = folded.rsplit('.').next().unwrap_or(&folded);
            let whole = strsim::osa_distance(&folded, &other);
            // `event.name` for `event.title` is told by the path; `firstname` for `recipient.first_name` by its last step.
            let step = strsim::osa_distance(&fold_key(mine), &fold_key(last)) + usize::from(folded != other);
            (whole.min(step), candidate)
        })
        .filter(|(distance, candidate)| *distance * 3 <= candidate.chars().count().max(word.chars().count()))
        .min_by_key(|(distance, candidate)| (*distance, candidate.len()))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_title_fold_alike() {
        assert_eq!(fold("L’Œuvre – DONNÉES\u{a0}!"), "l'oeuvre - donnees !");
        assert_eq!(fold_key("Is team-member"), "isteammember");
    }

    #[test]
    fn nearest_needs_likeness() {
        assert_eq!(nearest("titel", ["title", "start"]), Some("title"));
        assert_eq!(nearest("frist_name", ["recipient.first_name"]), Some("recipient.first_name"));
        assert_eq!(nearest("zzz", ["title", "start"]), None);
    }
}
