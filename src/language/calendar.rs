//! The words of dates and times in French and English: months, weekdays, numbers, units and the small words that tie
//! them together.
//!
//! Comes in: one word as written. Goes out: what it may mean. Both languages stand in one table, because a French
//! mail may hold an English date; what collides ("mar", "may", "sept") has a sense of its own for the reader to settle.

use std::sync::LazyLock;

use super::Language;

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
    /// "partir", "starting", "commençant": "à partir de 14 h".
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
    /// "clock".
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

/// Each sense with its words, both languages together; words are parted by spaces, without accents.
const WORDS: &[(&str, Word)] = &[
    ("janvier january", Word::Month(1)),
    ("fevrier february", Word::Month(2)),
    ("mars march", Word::MonthWeak(3)),
    ("avril april", Word::Month(4)),
    ("mai", Word::Month(5)),
    ("may", Word::MonthWeak(5)),
    ("juin june", Word::Month(6)),
    ("juillet july", Word::Month(7)),
    ("aout", Word::Month(8)),
    ("august", Word::Month(8)),
    ("septembre september", Word::Month(9)),
    ("octobre october", Word::Month(10)),
    ("novembre november", Word::Month(11)),
    ("decembre december", Word::Month(12)),
    ("janv jan", Word::MonthWeak(1)),
    ("fevr fev feb", Word::MonthWeak(2)),
    ("avr apr", Word::MonthWeak(4)),
    ("jun", Word::MonthWeak(6)),
    ("juil jul juill", Word::MonthWeak(7)),
    ("aug", Word::MonthWeak(8)),
    ("sep", Word::MonthWeak(9)),
    ("oct", Word::MonthWeak(10)),
    ("nov", Word::MonthWeak(11)),
    ("dec", Word::MonthWeak(12)),
    ("mar", Word::Mar),
    ("sept", Word::Sept),
    ("lundi monday", Word::Weekday(1)),
    ("mardi tuesday", Word::Weekday(2)),
    ("mercredi wednesday", Word::Weekday(3)),
    ("jeudi thursday", Word::Weekday(4)),
    ("vendredi friday", Word::Weekday(5)),
    ("samedi saturday", Word::Weekday(6)),
    ("dimanche sunday", Word::Weekday(7)),
    ("lundis mondays", Word::Weekdays(1)),
    ("mardis tuesdays", Word::Weekdays(2)),
    ("mercredis wednesdays", Word::Weekdays(3)),
    ("jeudis thursdays", Word::Weekdays(4)),
    ("vendredis fridays", Word::Weekdays(5)),
    ("samedis saturdays", Word::Weekdays(6)),
    ("dimanches sundays", Word::Weekdays(7)),
    ("lun mon", Word::WeekdayWeak(1)),
    ("tue tues", Word::WeekdayWeak(2)),
    ("mer wed weds", Word::WeekdayWeak(3)),
    ("jeu thu thur thurs", Word::WeekdayWeak(4)),
    ("ven fri", Word::WeekdayWeak(5)),
    ("sam sat", Word::WeekdayWeak(6)),
    ("dim sun", Word::WeekdayWeak(7)),
    ("un une one", Word::Number(1)),
    ("deux two", Word::Number(2)),
    ("trois three", Word::Number(3)),
    ("quatre four", Word::Number(4)),
    ("cinq five", Word::Number(5)),
    ("six", Word::Number(6)),
    ("seven", Word::Number(7)),
    ("huit eight", Word::Number(8)),
    ("neuf nine", Word::Number(9)),
    ("dix ten", Word::Number(10)),
    ("onze eleven", Word::Number(11)),
    ("douze twelve", Word::Number(12)),
    ("treize thirteen", Word::Number(13)),
    ("quatorze fourteen", Word::Number(14)),
    ("quinze fifteen", Word::Number(15)),
    ("seize sixteen", Word::Number(16)),
    ("seventeen", Word::Number(17)),
    ("eighteen", Word::Number(18)),
    ("nineteen", Word::Number(19)),
    ("vingt twenty", Word::Number(20)),
    ("trente thirty", Word::Number(30)),
    ("quarante forty", Word::Number(40)),
    ("cinquante fifty", Word::Number(50)),
    ("soixante sixty", Word::Number(60)),
    ("seventy", Word::Number(70)),
    ("vingts eighty", Word::Number(80)),
    ("ninety", Word::Number(90)),
    ("premier premiere first", Word::Ordinal(1)),
    ("third", Word::Ordinal(3)),
    ("fourth", Word::Ordinal(4)),
    ("fifth", Word::Ordinal(5)),
    ("sixth", Word::Ordinal(6)),
    ("seventh", Word::Ordinal(7)),
    ("eighth", Word::Ordinal(8)),
    ("ninth", Word::Ordinal(9)),
    ("tenth", Word::Ordinal(10)),
    ("eleventh", Word::Ordinal(11)),
    ("twelfth", Word::Ordinal(12)),
    ("thirteenth", Word::Ordinal(13)),
    ("fourteenth", Word::Ordinal(14)),
    ("fifteenth", Word::Ordinal(15)),
    ("sixteenth", Word::Ordinal(16)),
    ("seventeenth", Word::Ordinal(17)),
    ("eighteenth", Word::Ordinal(18)),
    ("nineteenth", Word::Ordinal(19)),
    ("twentieth", Word::Ordinal(20)),
    ("thirtieth", Word::Ordinal(30)),
    ("second", Word::Second),
    ("er st nd rd th", Word::Suffix),
    ("a", Word::A),
    ("an", Word::An),
    ("de", Word::De),
    ("du", Word::Du),
    ("d", Word::D),
    ("l", Word::L),
    ("le la les", Word::Le),
    ("au aux", Word::Au),
    ("ce cet cette", Word::Ce),
    ("et and", Word::And),
    ("jusqu jusque until till til", Word::Until),
    ("to through", Word::To),
    ("from", Word::From),
    ("entre between", Word::Between),
    ("on", Word::On),
    ("at", Word::At),
    ("the", Word::The),
    ("of", Word::Of),
    ("in", Word::In),
    ("dans", Word::Dans),
    ("en", Word::En),
    ("des", Word::Des),
    ("vers environ around about circa", Word::About),
    ("avant before by", Word::Before),
    ("apres after", Word::After),
    ("partir starting", Word::Starting),
    ("pendant durant pour duree dure durer durera durait durant for lasts lasting duration within sous", Word::Lasting),
    ("par dont per", Word::Per),
    ("il", Word::Il),
    ("y", Word::Y),
    ("this", Word::This),
    ("prochain prochaine prochains prochaines next upcoming", Word::Next),
    ("dernier derniere last passe passee", Word::Last),
    ("semaine week", Word::Week),
    ("semaines weeks", Word::Weeks),
    ("mois month months", Word::MonthUnit),
    ("jour jours day days", Word::Day),
    ("annee year years ans annees", Word::Year),
    ("h", Word::H),
    ("heure heures", Word::Heure),
    ("hour hours hr hrs", Word::Hour),
    ("minute minutes min mins mn", Word::Minute),
    ("midi noon midday", Word::Noon),
    ("minuit midnight", Word::Midnight),
    ("matin matinee morning", Word::Morning),
    ("afternoon", Word::Afternoon),
    ("soir soiree evening", Word::Evening),
    ("nuit night", Word::Night),
    ("tonight", Word::Tonight),
    ("today", Word::Today),
    ("demain tomorrow tmrw", Word::Tomorrow),
    ("hier yesterday", Word::Yesterday),
    ("aujourd", Word::Aujourd),
    ("hui", Word::Hui),
    ("ago", Word::Ago),
    ("demi demie half", Word::Half),
    ("quart quarts quarter quarters", Word::Quarter),
    ("moins", Word::Minus),
    ("past", Word::Past),
    ("o", Word::O),
    ("clock", Word::Clock),
    ("am", Word::Am),
    ("pm", Word::Pm),
    ("p", Word::P),
    ("m", Word::M),
    ("maintenant now", Word::Now),
    ("commence commencons commencent debute debutons demarre demarrons start starts begin begins", Word::Begin),
    ("j", Word::J),
    ("chaque every tous toutes each", Word::Every),
    ("go", Word::Go),
    ("time", Word::Time),
    ("s", Word::S),
    (
        "webinaire webinaires webinar webinars atelier ateliers workshop seance session sessions seances reunion \
         meeting visio visioconference conference rencontre formation cours evenement event emission \
         journee rdv call talk talks meetup masterclass class course live direct presentation training seminar \
         seminaire colloque demo",
        Word::Event,
    ),
    (
        "rue avenue av boulevard bd place square quai allee impasse chemin lycee stade ecole college esplanade pont \
         passage faubourg route street",
        Word::Street,
    ),
    ("t", Word::T),
    ("z", Word::Z),
    ("que", Word::Que),
    ("plus reste", Word::Left),
    ("debut fin mi early late mid end", Word::Part),
    ("depuis since", Word::Since),
];

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
