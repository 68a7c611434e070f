//! The words of the calendar in French and English: months, weekdays, numbers. All words are folded.

use super::Language;

const MONTHS_FR: [&str; 12] = ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"];
const MONTHS_EN: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const DAYS_FR: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const DAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The name of a month, 1 to 12; empty outside.
pub fn month_name(month: u8, language: Language) -> &'static str {
    let names = if language == Language::Fr { MONTHS_FR } else { MONTHS_EN };
    names.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or_default()
}

/// The name of a weekday, 1 Monday to 7 Sunday; empty outside.
pub fn weekday_name(weekday: u8, language: Language) -> &'static str {
    let names = if language == Language::Fr { DAYS_FR } else { DAYS_EN };
    names.get(usize::from(weekday).wrapping_sub(1)).copied().unwrap_or_default()
}

/// The month of a folded word, full or shortened, and whether the word is written in full.
pub fn month(word: &str) -> Option<(u8, bool)> {
    let full = match word {
        "janvier" | "january" => 1,
        "fevrier" | "february" => 2,
        "mars" | "march" => 3,
        "avril" | "april" => 4,
        "mai" | "may" => 5,
        "juin" | "june" => 6,
        "juillet" | "july" => 7,
        "aout" | "august" => 8,
        "septembre" | "september" => 9,
        "octobre" | "october" => 10,
        "novembre" | "november" => 11,
        "decembre" | "december" => 12,
        _ => 0,
    };
    if full > 0 {
        return Some((full, true));
    }
    let short = match word {
        "janv" | "jan" => 1,
        "fevr" | "fev" | "feb" => 2,
        "mar" => 3,
        "avr" | "apr" => 4,
        "jun" => 6,
        "juil" | "jul" => 7,
        "aug" => 8,
        "sept" | "sep" => 9,
        "oct" => 10,
        "nov" => 11,
        "dec" => 12,
        _ => return None,
    };
    Some((short, false))
}

/// The weekday of a folded word, full or shortened, and whether the word is written in full.
pub fn weekday(word: &str) -> Option<(u8, bool)> {
    let full = match word {
        "lundi" | "monday" => 1,
        "mardi" | "tuesday" => 2,
        "mercredi" | "wednesday" => 3,
        "jeudi" | "thursday" => 4,
        "vendredi" | "friday" => 5,
        "samedi" | "saturday" => 6,
        "dimanche" | "sunday" => 7,
        _ => 0,
    };
    if full > 0 {
        return Some((full, true));
    }
    let short = match word {
        "lun" | "mon" => 1,
        "mar" | "tue" | "tues" => 2,
        "mer" | "wed" | "weds" => 3,
        "jeu" | "thu" | "thur" | "thurs" => 4,
        "ven" | "fri" => 5,
        "sam" | "sat" => 6,
        "dim" | "sun" => 7,
        _ => return None,
    };
    Some((short, false))
}

/// The value of a folded word for a number, up to ninety.
pub fn number(word: &str) -> Option<u32> {
    Some(match word {
        "un" | "une" | "one" | "a" | "an" => 1,
        "deux" | "two" => 2,
        "trois" | "three" => 3,
        "quatre" | "four" => 4,
        "cinq" | "five" => 5,
        "six" => 6,
        "sept" | "seven" => 7,
        "huit" | "eight" => 8,
        "neuf" | "nine" => 9,
        "dix" | "ten" => 10,
        "onze" | "eleven" => 11,
        "douze" | "twelve" => 12,
        "treize" | "thirteen" => 13,
        "quatorze" | "fourteen" => 14,
        "quinze" | "fifteen" => 15,
        "seize" | "sixteen" => 16,
        "vingt" | "twenty" => 20,
        "trente" | "thirty" => 30,
        "quarante" | "forty" => 40,
        "cinquante" | "fifty" => 50,
        "soixante" | "sixty" => 60,
        "ninety" => 90,
        _ => return None,
    })
}
