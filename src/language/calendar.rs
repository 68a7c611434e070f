//! The words of dates and times in French and English: months, weekdays, numbers, units and the small words that tie
//! them together.
//!
//! Comes in: one word as written. Goes out: what it may mean. Both languages stand in one table, because a French
//! mail may hold an English date; what collides ("mar", "may", "sept") has a sense of its own for the reader to settle.

mod words;

use std::sync::LazyLock;

use super::Language;
use words::WORDS;

/// What a word may mean in a date or a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word {
    /// No part of any date or time.
    Other,
    /// A month by a name that is nothing else.
    Month(u8),
    /// A month's abbreviation, or a name that is also another word ("mars", "may", "march", "dec").
    MonthWeak(u8),
    /// "mar": mardi, or March.
    Mar,
    /// "sept": September, or seven in French.
    Sept,
    /// A weekday by its name (1 Monday … 7 Sunday).
    Weekday(u8),
    /// A weekday's abbreviation; most are also other words ("sat", "mer", "mon").
    WeekdayWeak(u8),
    /// A weekday in the plural: a habit, not a date.
    Weekdays(u8),
    /// A number in words.
    Number(u16),
    /// An ordinal in words ("premier", "third"); days of a month.
    Ordinal(u8),
    /// "second": an ordinal, or a length.
    Second,
    /// The letters after a digit: er, st, nd, rd, th, e.
    Suffix,
    /// "a", "à".
    A,
    /// "an" (English article).
    An,
    /// "de".
    De,
    /// "du".
    Du,
    /// "d" before an apostrophe, or the D of "D-1".
    D,
    /// "l" before an apostrophe.
    L,
    /// "le", "la", "les".
    Le,
    /// "au", "aux".
    Au,
    /// "ce", "cet", "cette".
    Ce,
    /// "et", "and".
    And,
    /// "jusqu", "jusque", "until", "till".
    Until,
    /// "to".
    To,
    /// "from".
    From,
    /// "entre", "between".
    Between,
    /// "on".
    On,
    /// "at".
    At,
    /// "the".
    The,
    /// "of".
    Of,
    /// "in".
    In,
    /// "dans".
    Dans,
    /// "en".
    En,
    /// "des", "dès".
    Des,
    /// "vers", "around", "about", "environ".
    About,
    /// "avant", "before", "by".
    Before,
    /// "après", "after".
    After,
    /// "partir", "starting", "commencing", "commençant": "à partir de 14 h".
    Starting,
    /// "pendant", "durant", "for", "pour", "durée", "lasts": a length follows.
    Lasting,
    /// "par", "dont", "per": a length stands before.
    Per,
    /// "il".
    Il,
    /// "y".
    Y,
    /// "this".
    This,
    /// "prochain", "next".
    Next,
    /// "dernier", "last".
    Last,
    /// "semaine", "week".
    Week,
    /// "semaines", "weeks".
    Weeks,
    /// "mois", "month", "months".
    MonthUnit,
    /// "jour", "jours", "day", "days".
    Day,
    /// "an", "année", "year", "years", "ans".
    Year,
    /// The letter h.
    H,
    /// "heure", "heures".
    Heure,
    /// "hour", "hours", "hr", "hrs".
    Hour,
    /// "minute", "minutes", "min", "mn".
    Minute,
    /// "midi", "noon", "midday".
    Noon,
    /// "minuit", "midnight".
    Midnight,
    /// "matin", "matinée", "morning".
    Morning,
    /// "afternoon", and the second half of "après-midi" is [`Word::Noon`].
    Afternoon,
    /// "soir", "soirée", "evening".
    Evening,
    /// "nuit", "night".
    Night,
    /// "tonight".
    Tonight,
    /// "today".
    Today,
    /// "demain", "tomorrow".
    Tomorrow,
    /// "hier", "yesterday".
    Yesterday,
    /// "aujourd" of "aujourd'hui".
    Aujourd,
    /// "hui".
    Hui,
    /// "ago".
    Ago,
    /// "demi", "demie", "half".
    Half,
    /// "quart", "quarts", "quarter", "quarters".
    Quarter,
    /// "moins".
    Minus,
    /// "past".
    Past,
    /// "o" of "o'clock".
    O,
    /// "clock" of "o'clock", "oclock".
    Clock,
    /// "am".
    Am,
    /// "pm".
    Pm,
    /// "p" of "p.m.".
    P,
    /// "m".
    M,
    /// "maintenant", "now".
    Now,
    /// "commence", "start", "begins": "now" after it is the moment of sending.
    Begin,
    /// "j" of "J-3".
    J,
    /// "chaque", "every", "tous", "toutes", "each": a habit.
    Every,
    /// "go" of "3 days to go".
    Go,
    /// "time" of "London time".
    Time,
    /// "s" after an apostrophe.
    S,
    /// Something that is held: "le webinaire de demain" is a date, "l'école de demain" is not.
    Event,
    /// A street, a square, a school: the date that follows is a name.
    Street,
    /// "t" of an ISO date and time.
    T,
    /// "z" of an ISO date and time.
    Z,
    /// "que" of "plus que 3 jours".
    Que,
    /// "plus", "reste": "plus que 3 jours", "il reste 3 jours".
    Left,
    /// "début", "fin", "mi", "early", "late", "mid", "end".
    Part,
    /// "since", "depuis".
    Since,
}

/// The longest word of the table, in bytes.
const LONGEST: usize = 16;

/// A power of two well above twice the table's size, so that few words collide.
const SLOTS: usize = 2048;

struct Table {
    keys: Vec<u128>,
    senses: Vec<Word>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { keys: vec![0; SLOTS], senses: vec![Word::Other; SLOTS] };
    for (words, sense) in WORDS {
        for word in words.split_whitespace() {
            let Some(key) = pack(word) else { continue };
            let mut slot = slot_of(key);
            while table.keys[slot] != 0 && table.keys[slot] != key {
                slot = (slot + 1) % SLOTS;
            }
            table.keys[slot] = key;
            table.senses[slot] = *sense;
        }
    }
    table
});

fn slot_of(key: u128) -> usize {
    let mixed = (key as u64 ^ (key >> 64) as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed >> 53) as usize % SLOTS
}

/// The folded letters of a word in one number; `None` when it is longer than any word of the table or not Latin.
fn pack(word: &str) -> Option<u128> {
    if word.is_ascii() {
        if word.is_empty() || word.len() > LONGEST {
            return None;
        }
        return Some(word.bytes().fold(0, |key, letter| key << 8 | u128::from(letter | 0x20)));
    }
    let mut key: u128 = 0;
    let mut length = 0;
    if word.len() > 2 * LONGEST {
        return None;
    }
    for c in word.chars() {
        let letters: &[u8] = match c {
            'a'..='z' | 'A'..='Z' => &[(c as u8).to_ascii_lowercase()],
            'é' | 'è' | 'ê' | 'ë' | 'É' | 'È' | 'Ê' | 'Ë' => b"e",
            'à' | 'â' | 'ä' | 'á' | 'À' | 'Â' | 'Ä' => b"a",
            'û' | 'ù' | 'ü' | 'Û' | 'Ù' | 'Ü' => b"u",
            'î' | 'ï' | 'Î' | 'Ï' => b"i",
            'ô' | 'ö' | 'Ô' | 'Ö' => b"o",
            'ç' | 'Ç' => b"c",
            '\u{300}'..='\u{36f}' => b"",
            _ => return None,
        };
        for letter in letters {
            key = key << 8 | u128::from(*letter);
            length += 1;
        }
    }
    (0 < length && length <= LONGEST).then_some(key)
}

/// What one word may mean; letters only, in any case, with or without accents. Any other character finds nothing.
pub fn sense(word: &str) -> Word {
    let Some(key) = pack(word) else { return Word::Other };
    let table = &*TABLE;
    let mut slot = slot_of(key);
    loop {
        match table.keys[slot] {
            0 => return Word::Other,
            found if found == key => return table.senses[slot],
            _ => slot = (slot + 1) % SLOTS,
        }
    }
}

/// The name of a month (1 to 12), in lower case in French; empty for any other number.
pub fn month_name(month: u8, language: Language) -> &'static str {
    let names = match language {
        Language::Fr => &FRENCH_MONTHS,
        Language::En => &ENGLISH_MONTHS,
    };
    usize::from(month).checked_sub(1).and_then(|at| names.get(at)).copied().unwrap_or_default()
}

/// The name of a weekday (1 Monday … 7 Sunday), in lower case in French; empty for any other number.
pub fn weekday_name(weekday: u8, language: Language) -> &'static str {
    let names = match language {
        Language::Fr => &FRENCH_WEEKDAYS,
        Language::En => &ENGLISH_WEEKDAYS,
    };
    usize::from(weekday).checked_sub(1).and_then(|at| names.get(at)).copied().unwrap_or_default()
}

const FRENCH_MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const FRENCH_WEEKDAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];

const ENGLISH_WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_known_in_any_spelling() {
        assert_eq!(sense("Février"), Word::Month(2));
        assert_eq!(sense("AOÛT"), Word::Month(8));
        assert_eq!(sense("fe\u{301}vr"), Word::MonthWeak(2));
        assert_eq!(sense("Thursday"), Word::Weekday(4));
        assert_eq!(sense("été"), Word::Other);
        assert_eq!(sense("incompréhensibilité"), Word::Other);
        assert_eq!(sense("мая"), Word::Other);
    }

    #[test]
    fn every_word_fits_the_table_and_stands_there_once() {
        let mut seen = std::collections::BTreeSet::new();
        for (words, sense_of) in WORDS {
            for word in words.split_whitespace() {
                assert!(pack(word).is_some(), "{word}");
                if seen.insert(word) {
                    assert_eq!(sense(word), *sense_of, "{word}");
                }
            }
        }
    }

    #[test]
    fn names_exist_only_for_real_months_and_weekdays() {
        assert_eq!(month_name(8, Language::Fr), "août");
        assert_eq!(month_name(0, Language::En), "");
        assert_eq!(month_name(13, Language::En), "");
        assert_eq!(weekday_name(7, Language::En), "Sunday");
        assert_eq!(weekday_name(8, Language::Fr), "");
    }
}
