//! Names of people: which words are one, and how near two names are.

use std::ops::Range;

use crate::language::fold::fold;

/// Small words inside a name.
const PARTICLES: &[&str] = &["de", "du", "des", "la", "le", "les", "van", "von", "der", "den", "da", "di", "dos", "del", "el", "al", "bin", "ben", "y", "st"];

/// Titles before a name.
const CIVILITIES: &[&str] = &[
    "m", "mme", "mlle", "mm", "monsieur", "madame", "mademoiselle", "mr", "mrs", "ms", "miss", "dr", "docteur", "doctor", "pr", "prof", "professeur", "professor", "maitre", "me", "sir", "dame",
];

/// Capitalised words that begin a sentence, an institution or a place, and no name of a person.
const NO_NAMES: &[&str] = &[
    "le", "la", "les", "un", "une", "des", "du", "ce", "cette", "ces", "nos", "notre", "votre", "vos", "mon", "ma", "mes", "et", "ou", "mais", "avec", "pour", "par", "dans", "sur", "sans", "chez", "bonjour",
    "bonsoir", "merci", "cher", "chere", "chers", "hello", "hi", "dear", "thank", "thanks", "see", "the", "a", "an", "this", "that", "our", "your", "my", "we", "you", "they", "it", "if", "in", "on", "at",
    "to", "from", "with", "by", "and", "or", "join", "watch", "read", "download", "register", "region", "ville", "pole", "conseil", "office", "mairie", "maison", "departement", "association", "universite",
    "university", "college", "institute", "institut", "agence", "agency", "service", "direction", "ministere", "ministry", "bank", "library", "society", "museum", "musee", "centre", "center", "club", "group",
    "groupe", "equipe", "team", "reseau", "network", "lycee", "ecole", "school", "hall", "street", "rue", "avenue", "boulevard", "place", "square", "paris", "london", "new", "north", "south", "east", "west",
    "saint", "sainte", "google", "microsoft", "zoom", "youtube", "livestorm", "teams", "github", "mattermost", "gitbook", "question", "questions", "replay", "support", "supports", "programme", "agenda",
    "mail", "email", "lettre", "letter", "act", "loi", "code", "version", "rgaa", "rfc", "pdf", "france", "europe", "etat", "republique", "vous", "nous", "il", "elle", "ils", "on", "je", "est", "que", "qui",
    "si", "en", "au", "aux", "a", "de", "d", "l", "retrouvez", "prochain", "prochaine", "rendez", "hier", "demain", "date", "horaire", "duree", "lieu", "animation", "salle", "room", "station", "webinaire",
    "webinar", "atelier", "workshop", "seance", "session", "talk", "salles", "premiere", "seconde", "nouvelle", "espace", "mission", "comite", "commission", "bureau", "academy", "academie", "community", "conference",
    "docs", "write", "meetup", "unsubscribe", "mind", "card", "growers", "testers",
];

/// The runs of two to five capitalised words that look like a person's name, each with its bytes.
/// Particles, hyphens and apostrophes belong to a name; a civility before it does not.
pub fn person_names(text: &str) -> Vec<Range<usize>> {
    let tokens = tokens(text);
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let mut end = at;
        let mut capitals = 0;
        let mut last = at;
        while end < tokens.len() && (end == at || joined(text, &tokens[end - 1], &tokens[end])) {
            let word = &text[tokens[end].clone()];
            let folded = fold(word.trim_end_matches('.'));
            let particle = PARTICLES.contains(&folded.as_str()) && end > at;
            if is_name_word(word) && !NO_NAMES.contains(&folded.as_str()) && !is_calendar(&folded) {
                capitals += 1;
                last = end;
            } else if !particle {
                break;
            }
            end += 1;
        }
        let civil = at > 0 && joined_loosely(text, &tokens[at - 1], &tokens[at]) && CIVILITIES.contains(&fold(text[tokens[at - 1].clone()].trim_end_matches('.')).as_str());
        if capitals > 0 && CIVILITIES.contains(&fold(text[tokens[at].clone()].trim_end_matches('.')).as_str()) {
            at += 1;
            continue;
        }
        if (2..=5).contains(&capitals) || capitals == 1 && civil {
            out.push(tokens[at].start..tokens[last].end);
        }
        at = if capitals > 0 { last + 1 } else { at + 1 };
    }
    out
}

/// Whether a folded word is a title before a name: "mme", "dr", "professor".
pub fn is_civility(word: &str) -> bool {
    CIVILITIES.contains(&word)
}

fn is_calendar(folded: &str) -> bool {
    matches!(
        folded,
        "lundi" | "mardi" | "mercredi" | "jeudi" | "vendredi" | "samedi" | "dimanche" | "janvier" | "fevrier" | "mars" | "avril" | "mai" | "juin" | "juillet" | "aout" | "septembre" | "octobre" | "novembre"
            | "decembre" | "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday" | "january" | "february" | "march" | "april" | "may" | "june" | "july" | "august" | "september"
            | "october" | "november" | "december"
    )
}

/// A word that begins with a capital and goes on in small letters, an initial, or a name in capitals (`PERRIN`).
fn is_name_word(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next().is_some_and(|c| c.is_uppercase()) || word.starts_with("d'") || word.starts_with("d’");
    first && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.' | '\u{2011}')) && word.chars().any(char::is_alphabetic)
}

/// Words with their bytes: apostrophes and hyphens inside, the full stop of an abbreviation.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '\u{2011}');
    let mut start = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match (start, inside(c)) {
            (None, true) if c.is_alphanumeric() => start = Some(at),
            (Some(from), false) => {
                let word = text[from..at].trim_end_matches(['\'', '’', '-']);
                let end = from + word.len();
                let abbreviation = c == '.' && (word.chars().count() == 1 || CIVILITIES.contains(&fold(word).as_str()) || fold(word) == "st");
                out.push(from..if abbreviation { end + 1 } else { end });
                start = None;
            }
            _ => {}
        }
    }
    out
}

/// One space, and nothing else, stands between two words.
fn joined(text: &str, a: &Range<usize>, b: &Range<usize>) -> bool {
    matches!(text.get(a.end..b.start), Some(" " | "\u{a0}" | "\u{202f}"))
}

fn joined_loosely(text: &str, a: &Range<usize>, b: &Range<usize>) -> bool {
    text.get(a.end..b.start).is_some_and(|between| between.trim().is_empty() && !between.contains('\n'))
}

/// The parts of a name: folded, without civilities.
fn parts(name: &str) -> Vec<String> {
    fold(name)
        .split(|c: char| c.is_whitespace() || c == ',')
        .map(|part| part.trim_matches('.').to_string())
        .filter(|part| !part.is_empty() && !CIVILITIES.contains(&part.as_str()))
        .collect()
}

/// Whether a name as it is said is a known person: order, capitals, accents, civility, initials and the family name
/// alone do not matter. A difference of accents alone is told by [`near_person`].
pub fn same_person(said: &str, known: &str) -> bool {
    let (a, b) = (parts(said), parts(known));
    if a.is_empty() || b.is_empty() || accents_differ(said, known) {
        return false;
    }
    let mut sorted = (a.clone(), b.clone());
    sorted.0.sort();
    sorted.1.sort();
    if sorted.0 == sorted.1 {
        return true;
    }
    // The family name alone, with its particles ("Le Goff", "van der Berg"), or the first name's initial.
    let tail = b.len() > a.len() && b[b.len() - a.len()..] == a[..] && a.concat().len() > 2;
    let head = a.len() == 1 && b.first() == a.first();
    let initial = a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| a == b || a.chars().count() == 1 && b.starts_with(a.as_str())) && a.last() == b.last();
    // "Priya Raghunathan Harbour": the name and what follows in capitals.
    tail || head || initial
}

/// Letters are the same and accents are not, where both have some: "Maló" for "Malo".
fn accents_differ(said: &str, known: &str) -> bool {
    let bare = |text: &str| text.to_lowercase().replace(['’', '‘'], "'");
    let upper = said.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    !upper && fold(said) == fold(known) && bare(said) != bare(known) && {
        use unicode_normalization::UnicodeNormalization;
        let compose = |text: &str| bare(text).nfc().collect::<String>();
        compose(said) != compose(known)
    }
}

/// How many letters a name is off a known one, when it is a slip of the pen: one or two.
pub fn near_person(said: &str, known: &str) -> Option<usize> {
    if accents_differ(said, known) {
        return Some(1);
    }
    let (a, b) = (parts(said), parts(known));
    if a.is_empty() || a == b {
        return None;
    }
    // A family name alone is held against the family name.
    let b = if a.len() < b.len() { b[b.len() - a.len()..].to_vec() } else { b };
    if a.len() != b.len() {
        return None;
    }
    let mut total = 0;
    for (said, known) in a.iter().zip(&b) {
        let distance = strsim::osa_distance(said, known);
        let allowed = match known.chars().count() {
            0..=3 => 0,
            4..=5 => 1,
            _ => 2,
        };
        if distance > allowed {
            return None;
        }
        total += distance;
    }
    (1..=2).contains(&total).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&str> {
        person_names(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn names_are_runs_of_capitalised_words() {
        assert_eq!(names("Avec Malo Perrin, chef de produit, et Anne-Cécile d'Arcy."), ["Malo Perrin", "Anne-Cécile d'Arcy"]);
        assert_eq!(names("Mme Caron vous répondra. La Région Bretagne."), ["Caron"]);
        assert_eq!(names("Bonjour Camille, merci à Wim van der Berg !"), ["Wim van der Berg"]);
    }

    #[test]
    fn forms_of_one_name() {
        assert!(same_person("M. Perrin", "Malo Perrin"));
        assert!(same_person("PERRIN Malo", "Malo Perrin"));
        assert!(!same_person("Maló Perrin", "Malo Perrin"));
    }

    #[test]
    fn slips_are_near() {
        assert_eq!(near_person("Corine Marchal", "Corinne Marchal"), Some(1));
        assert_eq!(near_person("Maló Perrin", "Malo Perrin"), Some(1));
        assert_eq!(near_person("Hervé Lamotte", "Thibault Azoulay"), None);
    }
}
