//! The families of dates that are told by their place in a week, a month or a year, parts of the day beside days,
//! and what only the looser reader takes; in both languages, and in time that grows with the text.

use presend::language::Language;
use presend::value::when::{DateSaid, TimeSaid, When, scan, scan_all};

/// Each expression as a line: its text, then what was read.
fn lines(whens: &[When], text: &str) -> Vec<String> {
    let line = |when: &When| {
        let mut parts = vec![format!("{} |", &text[when.range.clone()])];
        parts.extend(when.date.iter().chain(&when.other_dates).map(date));
        parts.extend(when.relative.as_ref().map(|(relative, _)| format!("{relative:?}")));
        parts.extend(when.within.map(|within| format!("in {within:?}")));
        parts.extend(when.turn.map(|turn| format!("turn {turn}")));
        parts.extend(when.part.map(|part| format!("{part:?}")));
        parts.extend(when.time.iter().chain(&when.until).map(time));
        parts.extend(when.zone.as_ref().map(|(zone, _)| format!("{zone:?}")));
        parts.join(" ")
    };
    whens.iter().map(line).collect()
}

fn date(said: &DateSaid) -> String {
    let number = |n: Option<i64>| n.map_or("?".to_owned(), |n| n.to_string());
    let [year, month, day] = [said.year.map(i64::from), said.month.map(i64::from), said.day.map(i64::from)].map(number);
    format!("{year}-{month}-{day}")
}

fn time(said: &TimeSaid) -> String {
    format!("{:02}:{:02}{}", said.hour, said.minute, if said.unsure { "?" } else { "" })
}

#[track_caller]
fn strict(language: Language, text: &str, expected: &[&str]) {
    assert_eq!(lines(&scan(text, language, false), text), expected, "in {text:?}");
}

#[track_caller]
fn loose(language: Language, text: &str, expected: &[&str]) {
    assert_eq!(lines(&scan_all(text, language, true), text), expected, "in {text:?}");
}

use Language::{En, Fr};

#[test]
fn a_week_is_told_by_a_day_in_it() {
    strict(En, "the week of October 6th", &["week of October 6th | ?-10-6 in Week"]);
    strict(En, "the week commencing Monday 5 October", &["week commencing Monday 5 October | ?-10-5 in Week"]);
    strict(Fr, "la semaine du 7 octobre", &["semaine du 7 octobre | ?-10-7 in Week"]);
    strict(Fr, "la semaine du lundi 7 octobre 2026", &["semaine du lundi 7 octobre 2026 | 2026-10-7 in Week"]);
    strict(Fr, "la semaine du 5 au 9 octobre", &["du 5 au 9 octobre | ?-10-5 ?-10-9"]);
}

#[test]
fn a_week_or_weekday_is_told_by_its_place_in_a_month() {
    strict(En, "the last Friday of October", &["last Friday of October | ?-10-? in WeekdayOf(5, -1)"]);
    strict(En, "the 3rd week of January 2027", &["3rd week of January 2027 | 2027-1-? in WeekOf(3)"]);
    strict(En, "the second Monday of next month", &["second Monday of next month | Months(1) in WeekdayOf(1, 2)"]);
    strict(En, "2nd last week of October 2018", &["2nd last week of October 2018 | 2018-10-? in WeekOf(-2)"]);
    strict(Fr, "le dernier vendredi d'octobre", &["dernier vendredi d'octobre | ?-10-? in WeekdayOf(5, -1)"]);
    strict(Fr, "la première semaine du mois de mars", &["première semaine du mois de mars | ?-3-? in WeekOf(1)"]);
    strict(Fr, "la 3e semaine de janvier 2027", &["3e semaine de janvier 2027 | 2027-1-? in WeekOf(3)"]);
    strict(Fr, "l'avant-dernière semaine d'octobre", &["avant-dernière semaine d'octobre | ?-10-? in WeekOf(-2)"]);
    strict(Fr, "le premier lundi du mois prochain", &["premier lundi du mois prochain | Months(1) in WeekdayOf(1, 1)"]);
    strict(Fr, "le premier lundi du mois", &["lundi | Weekday(1, 0)"]);
}

#[test]
fn a_day_is_told_by_next_month() {
    strict(En, "the 20th of next month at 3 pm", &["20th of next month at 3 pm | ?-?-20 Months(1) 15:00"]);
    strict(Fr, "le 20 du mois prochain à 14 h", &["20 du mois prochain à 14 h | ?-?-20 Months(1) 14:00"]);
}

#[test]
fn a_weekday_is_told_by_its_week() {
    strict(
        En,
        "Friday next week, Wednesday evening next week",
        &["Friday next week | WeekdayOf(5, 1)", "Wednesday evening next week | WeekdayOf(3, 1) Evening"],
    );
    strict(En, "this week Monday", &["this week Monday | WeekdayOf(1, 0)"]);
    loose(En, "next week Mon 9 am", &["next week Mon 9 am | WeekdayOf(1, 1) 09:00"]);
    strict(Fr, "vendredi soir la semaine prochaine", &["vendredi soir la semaine prochaine | WeekdayOf(5, 1) Evening"]);
    strict(Fr, "lundi de la semaine dernière", &["lundi de la semaine dernière | WeekdayOf(1, -1)"]);
    loose(
        Fr,
        "mardi la semaine d'après, mercredi d'après",
        &["mardi la semaine d'après | WeekdayOf(2, 1)", "mercredi d'après | Weekday(3, 1)"],
    );
}

#[test]
fn a_month_or_a_year_is_told_by_its_turn() {
    loose(
        En,
        "this Sept, next June, the month of May",
        &["this Sept | ?-9-? turn 0", "next June | ?-6-? turn 1", "month of May | ?-5-?"],
    );
    loose(En, "the next 6th of April", &["next 6th of April | ?-4-6 turn 1"]);
    loose(
        Fr,
        "cet août, le mois de mai, juin prochain",
        &["cet août | ?-8-? turn 0", "mois de mai | ?-5-?", "juin prochain | ?-6-? turn 1"],
    );
    loose(Fr, "le 6 avril prochain à 10 h", &["6 avril prochain à 10 h | ?-4-6 turn 1 10:00"]);
    loose(En, "Aug 96", &["Aug 96 | 1996-8-?"]);
    loose(Fr, "août 99", &["août 99 | 1999-8-?"]);
    loose(En, "between 2015 and January 5th 2018", &["between 2015 and January 5th 2018 | 2015-?-? 2018-1-5"]);
    loose(Fr, "entre 2015 et le 5 janvier 2018", &["entre 2015 et le 5 janvier 2018 | 2015-?-? 2018-1-5"]);
}

#[test]
fn a_part_of_the_day_stands_beside_its_day() {
    strict(En, "Feb 5 AM", &["Feb 5 AM | ?-2-5 Morning"]);
    strict(En, "Feb 5, 10 am", &["Feb 5, 10 am | ?-2-5 10:00"]);
    strict(
        En,
        "today pm; tomorrow am",
        &["today pm | DaysPart(0, Afternoon) Afternoon", "tomorrow am | DaysPart(1, Morning) Morning"],
    );
    strict(En, "7:00 on next Sunday afternoon", &["7:00 on next Sunday afternoon | Weekday(7, 1) Afternoon 19:00"]);
    strict(
        En,
        "8am-3 yesterday afternoon",
        &["8am-3 yesterday afternoon | DaysPart(-1, Afternoon) Afternoon 08:00 15:00"],
    );
    loose(
        Fr,
        "ce soir à 8 h, cette nuit à 2 h, ce soir à minuit",
        &[
            "ce soir à 8 h | DaysPart(0, Evening) Evening 20:00",
            "cette nuit à 2 h | DaysPart(0, Night) Night 02:00",
            "ce soir à minuit | DaysPart(0, Evening) Evening 00:00",
        ],
    );
    loose(Fr, "le mardi 6 octobre au soir", &["mardi 6 octobre au soir | ?-10-6 Evening"]);
    loose(
        Fr,
        "mardi l'après-midi, matin mardi",
        &["mardi l'après-midi | Weekday(2, 0) Afternoon", "matin mardi | Weekday(2, 0) Morning"],
    );
}

#[test]
fn a_part_of_the_day_stands_before_its_day() {
    loose(En, "on the morning of June 5", &["the morning of June 5 | ?-6-5 Morning"]);
    loose(En, "the evening of Friday", &["the evening of Friday | Weekday(5, 0) Evening"]);
    loose(Fr, "dans la nuit de samedi", &["dans la nuit de samedi | Weekday(6, 0) Night"]);
    loose(Fr, "le soir du 14 juin", &["le soir du 14 juin | ?-6-14 Evening"]);
}

#[test]
fn hours_in_further_forms() {
    strict(En, "24 October 10 o clock", &["24 October 10 o clock | ?-10-24 10:00?"]);
    strict(En, "this morning @ 10", &["this morning @ 10 | DaysPart(0, Morning) Morning 10:00"]);
    strict(En, "4pm to 5pm of tomorrow", &["4pm to 5pm of tomorrow | Days(1) 16:00 17:00"]);
    strict(En, "Wed Oct 26 15:50:06 2016", &["Wed Oct 26 15:50:06 2016 | 2016-10-26 15:50"]);
    strict(En, "from 11 pm to 3", &["from 11 pm to 3 | 23:00 03:00"]);
    strict(Fr, "11h30-1h30, 22h-1h", &["11h30-1h30 | 11:30 13:30", "22h-1h | 22:00 01:00"]);
    strict(Fr, "20h du soir", &["20h du soir | 20:00"]);
    loose(En, "from 9a to 11a, at 9p; gate 9a", &["from 9a to 11a | 09:00 11:00", "9p | 21:00"]);
    loose(En, "6/4 between 9.30-4.30pm", &["6/4 between 9.30-4.30pm | ?-6-4 09:30 16:30"]);
    loose(En, "at 15 to 7pm; between 0730-0930", &["15 to 7pm | 18:45", "between 0730-0930 | 07:30 09:30"]);
    loose(
        En,
        "6-8 next Monday; Thu at 8 GMT; today EST",
        &[
            "6-8 next Monday | Weekday(1, 1) 06:00? 08:00?",
            "Thu at 8 GMT | Weekday(4, 0) 08:00? Abbreviation(\"GMT\")",
            "today EST | Days(0) Abbreviation(\"EST\")",
        ],
    );
    loose(En, "between 2015-2018", &[]);
    strict(En, "June 5, 3-5pm", &["June 5, 3-5pm | ?-6-5 15:00 17:00"]);
    strict(En, "at 5 oclock; 3 weeks from now", &["5 oclock | 05:00?", "3 weeks from now | WeeksAway(3)"]);
    loose(En, "20 minutes to 3; 10 past 5 pm", &["20 minutes to 3 | 02:40?", "10 past 5 pm | 17:10"]);
    loose(En, "from 5 to 7 tomorrow night", &["from 5 to 7 tomorrow night | DaysPart(1, Night) Night 17:00 19:00"]);
    loose(Fr, "entre 9.30 et 11.30", &["entre 9.30 et 11.30 | 09:30? 11:30?"]);
    strict(Fr, "ce week-end, le week-end prochain", &["ce week-end | Weeks(0)", "week-end prochain | Weeks(1)"]);
    loose(Fr, "8:10 - 12.32", &["8:10 - 12.32 | 08:10 12:32"]);
    loose(Fr, "le 17 entre 14h et 16h", &["17 entre 14h et 16h | ?-?-17 14:00 16:00"]);
    loose(Fr, "06/06, 2015", &["06/06, 2015 | 2015-6-6"]);
}

#[test]
fn half_an_impossible_range_is_no_date() {
    strict(En, "February 20 - 30, 2026", &[]);
    strict(Fr, "du 10 au 31 juin 2026", &[]);
    strict(En, "June 10 - 31 seats left", &["June 10 | ?-6-10"]);
}

#[test]
fn looser_expressions_need_the_looser_reader() {
    for (text, language) in [("en septembre", Language::Fr), ("in the morning", Language::En), ("sat", Language::En)] {
        assert!(scan(text, language, false).is_empty(), "{text}");
        assert_eq!(scan_all(text, language, false).len(), 1, "{text}");
    }
}

#[test]
fn long_rows_of_one_word_take_time_in_proportion() {
    let words = [
        "mardi ",
        "lundi-mardi ",
        "1, ",
        "1 et ",
        "de ",
        "heure de ",
        "le ",
        "(",
        "'",
        "a@b ",
        "a@b)",
        "3 mars à ",
        "14 h à ",
        "midi-",
        "vingt ",
        "quatre-vingt-",
        "du 3 au ",
        "1-",
        "1/",
        "1.",
        "semaine de la ",
        "10 h (",
        "10 h UTC+",
        "à l'",
        "Le ",
        "next week on ",
        "demain, ",
        "et de demain",
        "x/",
        "a.b/",
        "in a ",
        "il y a ",
        "10 h, ",
        "semaine du ",
        "week of the ",
        "last last ",
        "1er lundi de ",
        "le 20 du ",
        "mois de ",
        "next june ",
        "at 15 to ",
        "between 0730-",
        "soir du ",
    ];
    let clock = |text: &str, loose: bool| {
        let start = std::time::Instant::now();
        let read = if loose { scan_all(text, Language::Fr, false) } else { scan(text, Language::Fr, false) };
        std::hint::black_box(read);
        start.elapsed().as_secs_f64()
    };
    for word in words {
        for loose in [false, true] {
            let (short, long) = (word.repeat(500), word.repeat(8_000));
            // A machine may have other things to do in between; what grows faster than its text never holds.
            let in_proportion = || clock(&long, loose) < clock(&short, loose).max(0.001) * 16.0 * 6.0;
            assert!((0..10).any(|_| in_proportion()), "{word:?}: far more than 16 times as long for 16 times as much");
        }
    }
}
