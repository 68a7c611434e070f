//! Names of people: whether two are one person's, and where a text names people.

use crate::language::fold::fold;

mod find;

pub use find::{is_thing, person_names};

/// A person's name in its parts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonName {
    /// Its words in lower case as written, without civility; hyphens and apostrophes stay inside.
    pub words: Vec<String>,
    /// The same, folded: no accents, no hyphens, no apostrophes.
    pub folded: Vec<String>,
    /// It was written with a civility ("M.", "Mme", "Dr").
    pub civility: bool,
    /// Every letter was a capital, so accents may be missing.
    pub capitals: bool,
}

/// Words before a name that are no part of it.
const CIVILITIES: [&str; 42] = [
    "m",
    "dre",
    "dres",
    "pre",
    "mes",
    "mgr",
    "sister",
    "rev",
    "reverend",
    "cllr",
    "councillor",
    "lord",
    "lady",
    "dame",
    "docteure",
    "professeure",
    "mm",
    "mmes",
    "messieurs",
    "mesdames",
    "drs",
    "profs",
    "mx",
    "mr",
    "mme",
    "mlle",
    "mrs",
    "ms",
    "miss",
    "dr",
    "pr",
    "prof",
    "me",
    "monsieur",
    "madame",
    "mademoiselle",
    "docteur",
    "professeur",
    "professor",
    "maitre",
    "sir",
    "doctor",
];

/// Words that belong to the family name that follows them.
const PARTICLES: [&str; 30] = [
    "de", "du", "des", "la", "le", "d", "van", "von", "der", "den", "da", "di", "do", "dos", "das", "el", "al", "bin",
    "ben", "ibn", "y", "e", "zu", "ter", "ten", "st", "saint", "ni", "mac", "o",
];

/// Whether a folded word is a title before a name: "mme", "dr", "professor".
pub fn is_civility(word: &str) -> bool {
    CIVILITIES.contains(&word)
}

/// Takes a name apart. A single letter with a point before a whole name is an initial, not a civility, unless it
/// stands alone before the family name ("M. Perrin").
pub fn parse_name(name: &str) -> PersonName {
    let mut parsed = PersonName { capitals: !name.chars().any(char::is_lowercase), ..PersonName::default() };
    for word in name.split(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')')) {
        // "J.-B." and "J.B." are two initials.
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let folded: String = fold(word).chars().filter(|c| c.is_alphanumeric()).collect();
        if folded.is_empty() {
            continue;
        }
        if parsed.words.is_empty() && !parsed.civility && CIVILITIES.contains(&folded.as_str()) {
            parsed.civility = true;
            continue;
        }
        parsed.words.push(word.to_lowercase().replace('’', "'"));
        parsed.folded.push(folded);
    }
    parsed
}

/// Whether two names may be one person's: whatever the case, accents, order and civility; one the family name alone;
/// first names as initials; a middle initial more.
pub fn same_person(a: &str, b: &str) -> bool {
    same(&parse_name(a), &parse_name(b))
}

/// As [`same_person`], of names that were taken apart.
pub fn same(a: &PersonName, b: &PersonName) -> bool {
    if a.folded.is_empty() || b.folded.is_empty() {
        return false;
    }
    a.folded.concat() == b.folded.concat()
        || sorted(a) == sorted(b)
        || is_family_of(a, b)
        || is_family_of(b, a)
        || same_with_initials(&a.folded, &b.folded)
        || same_with_initials(&turned(&a.folded), &b.folded)
        || same_with_initials(&a.folded, &turned(&b.folded))
        || initial_for_civility(a, b)
        || initial_for_civility(b, a)
}

fn sorted(name: &PersonName) -> Vec<&String> {
    let mut words: Vec<&String> = name.folded.iter().collect();
    words.sort();
    words
}

/// "Perrin" or "Le Goff" of "Yann Le Goff". Two words without a particle are a whole name of their own.
fn is_family_of(family: &PersonName, whole: &PersonName) -> bool {
    let one = family.folded.len() == 1 || PARTICLES.contains(&family.folded[0].as_str());
    one && family.folded.len() < whole.folded.len()
        && whole.folded.ends_with(&family.folded)
        && family.folded.concat().len() > 1
}

/// "J. Dupont" and "Jean Dupont"; "Mary T. Smith" and "Mary Smith".
fn same_with_initials(a: &[String], b: &[String]) -> bool {
    let (Some((a_last, a_first)), Some((b_last, b_first))) = (a.split_last(), b.split_last()) else { return false };
    if a_last != b_last || a_last.len() < 2 || a_first.is_empty() || b_first.is_empty() {
        return false;
    }
    let fits = |x: &String, y: &String| x == y || is_initial(x, y) || is_initial(y, x);
    let without = |words: &[String]| {
        let middle = |(n, word): (usize, &String)| (n == 0 || word.len() > 1).then(|| word.clone());
        words.iter().enumerate().filter_map(middle).collect::<Vec<_>>()
    };
    let equal = |x: &[String], y: &[String]| x.len() == y.len() && x.iter().zip(y).all(|(x, y)| fits(x, y));
    equal(a_first, b_first) || equal(&without(a_first), &without(b_first))
}

/// `j` of `jean`, `jb` of `jeanbaptiste` (where the hyphen was is no longer known).
fn is_initial(short: &str, long: &str) -> bool {
    short.len() <= 2 && long.len() > 2 && short.chars().next() == long.chars().next()
}

/// The last word first: "DUPONT J." as "J. DUPONT".
fn turned(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    let by = words.len().min(1);
    words.rotate_left(by);
    words
}

/// "M. Perrin" may be Malo Perrin by his initial.
fn initial_for_civility(short: &PersonName, whole: &PersonName) -> bool {
    short.civility && is_family_of(short, whole)
}

/// How many letters part a name from a known one, when it is near enough to be meant: one or two (accents alone count
/// as one), and not equal. Letters count only in words of four or more. `None` for a name that is written right, that
/// is the known one in another form, or that is another's.
pub fn near(said_name: &PersonName, known_name: &PersonName) -> Option<usize> {
    if said_name.folded.is_empty() || known_name.folded.is_empty() {
        return None;
    }
    if same(said_name, known_name) {
        return accents_differ(said_name, known_name).then_some(1);
    }
    let known_words = match (said_name.folded.len(), known_name.folded.len()) {
        (a, b) if a == b && a > 1 => known_name.folded.clone(),
        // "M. Perin": the family name alone, where a civility shows that it is one.
        (1, b) if b > 1 && said_name.civility => known_name.folded[b - 1..].to_vec(),
        _ => return None,
    };
    let straight = distance(&said_name.folded, &known_words);
    straight.or_else(|| distance(&turned(&said_name.folded), &known_words))
}

/// The letters that differ, word by word; `None` for more than two, or for a difference in a short word.
fn distance(said: &[String], known: &[String]) -> Option<usize> {
    let mut total = 0;
    for (said, known) in said.iter().zip(known) {
        if said == known {
            continue;
        }
        let (a, b) = (said.chars().count(), known.chars().count());
        if a.min(b) < 4 || a.abs_diff(b) > 2 {
            return None;
        }
        total += strsim::osa_distance(said, known);
    }
    // A long family name may be a syllable off where the first name is right: "Marchandot" for "Marchandeau".
    let wrong = said.iter().zip(known).filter(|(said, known)| said != known).collect::<Vec<_>>();
    let long =
        matches!(wrong.as_slice(), [(said, known)] if said.len().min(known.len()) >= 8 && said[..5] == known[..5]);
    (1..=if long { 3 } else { 2 }).contains(&total).then_some(total)
}

/// Whether two spellings of one name differ in accents. Capitals often go without, so they are not held to it.
fn accents_differ(said: &PersonName, known: &PersonName) -> bool {
    if said.capitals || known.capitals || said.folded.concat() != known.folded.concat() {
        return false;
    }
    let plain = |name: &PersonName| {
        let joined = name.words.concat();
        unicode_normalization::UnicodeNormalization::nfc(
            joined.chars().filter(|c| c.is_alphanumeric() || *c > '\u{2ff}'),
        )
        .collect::<String>()
    };
    plain(said) != plain(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near_person(said: &str, known: &str) -> Option<usize> {
        near(&parse_name(said), &parse_name(known))
    }

    #[test]
    fn one_person_in_many_spellings() {
        for other in
            ["MALO PERRIN", "Perrin Malo", "M. Perrin", "M. Malo Perrin", "Perrin", "PERRIN, Malo", "m. perrin"]
        {
            assert!(same_person("Malo Perrin", other), "{other}");
        }
        assert!(same_person("Hélène Le Goff", "Helene le goff"));
        assert!(same_person("Yann Le Goff", "Le Goff"));
        assert!(same_person("J. Dupont", "Jean Dupont"));
        assert!(same_person("DUPONT J.", "Jean Dupont"));
        assert!(same_person("DUPONT Jean", "J. Dupont") && same_person("J. Dupont", "DUPONT Jean"));
        assert!(same_person("J.-B. N'Guyen", "Jean-Baptiste N’Guyen"));
        assert!(same_person("Jean Pierre Martin", "Jean-Pierre Martin"));
        assert!(same_person("Mary T. Smith", "Mary Smith"));
    }

    #[test]
    fn two_people() {
        for (a, b) in [
            ("Malo Perrin", "Inès Perrin"),
            ("Malo Perrin", "Malo"),
            ("Jean-Pierre Martin", "Pierre Martin"),
            ("Malo Perrin", ""),
            ("A. Perrin", "Malo Perrin"),
        ] {
            assert!(!same_person(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn misspelt_names() {
        assert_eq!(near_person("Malo Perin", "Malo Perrin"), Some(1));
        assert_eq!(near_person("Malo Perirn", "Malo Perrin"), Some(1));
        assert_eq!(near_person("Perin Malo", "Malo Perrin"), Some(1));
        assert_eq!(near_person("Helene Caron", "Hélène Caron"), Some(1));
        assert_eq!(near_person("HELENE CARON", "Hélène Caron"), None);
        assert_eq!(near_person("Malo Perrin", "Malo Perrin"), None);
        assert_eq!(near_person("MALO PERRIN", "Malo Perrin"), None);
        assert_eq!(near_person("M. Perin", "Malo Perrin"), Some(1));
        assert_eq!(near_person("Perin", "Malo Perrin"), None);
        assert_eq!(near_person("Malo Durand", "Malo Perrin"), None);
        assert_eq!(near_person("Ana Perrin", "Ane Perrin"), None);
    }
}
