//! What the reader of dates makes of the ways in which mails say them, in French and in English, and what it must
//! leave alone.

use presend::language::Language;
use presend::value::when::{DateSaid, Relative, TimeSaid, When, ZoneSaid, scan, scan_all};

/// One expression as a line: its text, then each part that was read.
fn describe(text: &str, when: &When) -> String {
    let mut parts = vec![format!("{} |", &text[when.range.clone()])];
    parts.extend(when.date.as_ref().map(date_said));
    let tie = if when.date_range { ".." } else { "+" };
    parts.extend(when.other_dates.iter().map(|date| format!("{tie}{}", date_said(date))));
    if let Some(time) = &when.time {
        let until = when.until.as_ref().map(|until| format!("-{}", time_said(until))).unwrap_or_default();
        parts.push(format!("{}{until}", time_said(time)));
    }
    parts.extend(when.zone.iter().chain(&when.other_zone).map(|(zone, _)| match zone {
        ZoneSaid::Abbreviation(name) => name.clone(),
        ZoneSaid::Offset(minutes) => format!("{minutes:+}"),
        ZoneSaid::Place { name, zone } => format!("{name}={}", zone.unwrap_or("?")),
    }));
    parts.extend(when.relative.as_ref().map(|(relative, _)| format!("{relative:?}")));
    parts.extend(when.duration.as_ref().map(|(minutes, _)| format!("{minutes}min")));
    parts.join(" ")
}

fn date_said(date: &DateSaid) -> String {
    let number = |n: Option<i64>| n.map_or("?".to_owned(), |n| n.to_string());
    let weekday = date.weekday.map(|w| format!("w{w}:")).unwrap_or_default();
    let ambiguous = if date.ambiguous { "~" } else { "" };
    let [year, month, day] = [date.year.map(i64::from), date.month.map(i64::from), date.day.map(i64::from)].map(number);
    format!("{weekday}{year}-{month}-{day}{ambiguous}")
}

fn time_said(time: &TimeSaid) -> String {
    format!("{:02}:{:02}{}", time.hour, time.minute, if time.unsure { "?" } else { "" })
}

fn read(text: &str, language: Language, month_first: bool) -> Vec<String> {
    scan(text, language, month_first).iter().map(|when| describe(text, when)).collect()
}

#[track_caller]
fn fr(text: &str, expected: &[&str]) {
    assert_eq!(read(text, Language::Fr, false), expected, "in {text:?}");
}

#[track_caller]
fn en(text: &str, expected: &[&str]) {
    assert_eq!(read(text, Language::En, false), expected, "in {text:?}");
}

#[test]
fn french_dates_in_every_written_form() {
    fr("le mardi 17 novembre 2026 à 14 h", &["mardi 17 novembre 2026 à 14 h | w2:2026-11-17 14:00"]);
    fr("Rendez-vous le 1er mars 2026.", &["1er mars 2026 | 2026-3-1"]);
    fr("le premier avril", &["premier avril | ?-4-1"]);
    fr("quatorze juin", &["quatorze juin | ?-6-14"]);
    fr("mer. 14 oct. à 14h", &["mer. 14 oct. à 14h | w3:?-10-14 14:00"]);
    fr("ven. 5 févr. 2027", &["ven. 5 févr. 2027 | w5:2027-2-5"]);
    fr("MARDI 17 NOVEMBRE 2026", &["MARDI 17 NOVEMBRE 2026 | w2:2026-11-17"]);
    fr("ce jeudi 8 octobre", &["jeudi 8 octobre | w4:?-10-8"]);
    fr("vendredi 05/02/2027", &["vendredi 05/02/2027 | w5:2027-2-5"]);
    fr("14/03 (mardi)", &["14/03 (mardi) | w2:?-3-14"]);
    for written in ["14/06", "14/06/2026", "14.06.2026", "2026-06-14", "14/06/26", "14-06-2026"] {
        let read = scan(written, Language::Fr, false);
        let date = read.first().and_then(|w| w.date.clone()).unwrap_or_default();
        assert_eq!((date.day, date.month, date.ambiguous), (Some(14), Some(6), false), "{written}");
        assert_eq!(read[0].range, 0..written.len(), "{written}");
    }
    fr("le 14 à 10 h, mais le 14 seul", &["14 à 10 h | ?-?-14 10:00"]);
    fr("le 3 janvier à 24", &["3 janvier à 24 | ?-1-3 00:00"]);
    fr("2026-11-17T14:00", &["2026-11-17T14:00 | 2026-11-17 14:00"]);
    fr("mardi 14 à 10 h, puis mardi 14 personnes", &["mardi 14 à 10 h | w2:?-?-14 10:00", "mardi | Weekday(2, 0)"]);
    fr("rendez-vous en novembre 2026", &["novembre 2026 | 2026-11-?"]);
}

#[test]
fn french_ranges_and_lists_of_days() {
    fr("du 3 au 5 mars", &["du 3 au 5 mars | ?-3-3 ..?-3-5"]);
    fr("3–5 mars 2026, de 9 h à 17 h", &["3–5 mars 2026, de 9 h à 17 h | 2026-3-3 ..2026-3-5 09:00-17:00"]);
    fr("du lundi 3 au mercredi 5 mars", &["du lundi 3 au mercredi 5 mars | w1:?-3-3 ..w3:?-3-5"]);
    fr("du 28 février au 3 mars 2026", &["du 28 février au 3 mars 2026 | 2026-2-28 ..2026-3-3"]);
    fr("du 28 décembre au 3 janvier 2027", &["du 28 décembre au 3 janvier 2027 | ?-12-28 ..2027-1-3"]);
    fr("les 3 et 10 mars", &["3 et 10 mars | ?-3-3 +?-3-10"]);
    fr("les 3, 10 et 17 mars 2026 à 14 h", &["3, 10 et 17 mars 2026 à 14 h | 2026-3-3 +2026-3-10 +2026-3-17 14:00"]);
    fr("mardi 14 et mercredi 15 juin", &["mardi 14 et mercredi 15 juin | w2:?-6-14 +w3:?-6-15"]);
    fr("le 3 mars à 14 h au 5 mars à 12 h", &["3 mars à 14 h au 5 mars à 12 h | ?-3-3 ..?-3-5 14:00-12:00"]);
    fr("mardi 8 décembre 2026 à 11 h.", &["mardi 8 décembre 2026 à 11 h | w2:2026-12-8 11:00"]);
}

#[test]
fn french_hours_and_zones() {
    for written in ["14h", "14 h", "14h00", "14 h 00", "14:00", "14 heures", "14\u{a0}h", "14\u{202f}h\u{2009}00"] {
        let read = scan(written, Language::Fr, false);
        assert_eq!(read.len(), 1, "{written}");
        assert_eq!(read[0].time, Some(TimeSaid { hour: 14, minute: 0, unsure: false }), "{written}");
        assert_eq!(read[0].range, 0..written.len(), "{written}");
    }
    fr("à midi et demi, puis à minuit", &["midi et demi | 12:30", "minuit | 00:00"]);
    fr("de 9 h à 12 h 30", &["de 9 h à 12 h 30 | 09:00-12:30"]);
    fr("9h-12h30 ; 9h30-12h00 ; 9-12h", &["9h-12h30 | 09:00-12:30", "9h30-12h00 | 09:30-12:00", "9-12h | 09:00-12:00"]);
    fr("10h00 – 11h30", &["10h00 – 11h30 | 10:00-11:30"]);
    fr("à onze heures", &["onze heures | 11:00?"]);
    fr("8 h du soir", &["8 h du soir | 20:00"]);
    fr(
        "jeudi 8 octobre 2026 de 14 h à 15 h (heure de Paris).",
        &["jeudi 8 octobre 2026 de 14 h à 15 h (heure de Paris) | w4:2026-10-8 14:00-15:00 Paris=Europe/Paris"],
    );
    fr(
        "14 h à Montréal, 20 h à Paris",
        &["14 h à Montréal | 14:00 Montréal=America/Toronto", "20 h à Paris | 20:00 Paris=Europe/Paris"],
    );
    fr(
        "14 h à Bourgneuf, 8 h à Chicoutimi",
        &["14 h à Bourgneuf | 14:00 Bourgneuf=?", "8 h à Chicoutimi | 08:00 Chicoutimi=?"],
    );
    fr("à 14 h à Bourgneuf", &["14 h | 14:00"]);
    fr("11 h (heure de Dakar)", &["11 h (heure de Dakar) | 11:00 Dakar=Africa/Dakar"]);
    fr("10 h (heure de La Réunion)", &["10 h (heure de La Réunion) | 10:00 La Réunion=Indian/Reunion"]);
    fr("10 h (UTC+1, heure de Paris)", &["10 h (UTC+1, heure de Paris) | 10:00 +60 Paris=Europe/Paris"]);
    fr("de 14 h à 15 h (CEST)", &["de 14 h à 15 h (CEST) | 14:00-15:00 CEST"]);
    fr("de 9 h à 12 h (heure d'été)", &["de 9 h à 12 h (heure d'été) | 09:00-12:00 heure d'été"]);
    fr("14:00 (Europe/Paris)", &["14:00 (Europe/Paris) | 14:00 Europe/Paris=Europe/Paris"]);
    fr("14h/15h30", &["14h/15h30 | 14:00-15:30"]);
    fr(
        "15 h à Paris, soit 9 h à Montréal",
        &["15 h à Paris | 15:00 Paris=Europe/Paris", "9 h à Montréal | 09:00 Montréal=America/Toronto"],
    );
    fr("DE 14 H À 15 H EST MAINTENU", &["DE 14 H À 15 H | 14:00-15:00"]);
}

#[test]
fn french_durations_are_told_from_hours() {
    fr("pendant une heure et demie", &["une heure et demie | 90min"]);
    fr("durée : 1 h 30", &["1 h 30 | 90min"]);
    fr("1 h 30, dont 40 minutes de démonstration", &["1 h 30 | 90min", "40 minutes | 40min"]);
    fr("2 h 30 par séance", &["2 h 30 | 150min"]);
    fr("la séance dure deux heures", &["deux heures | 120min"]);
    fr("10 h de formation", &["10 h | 600min"]);
    fr("une heure à regarder", &["une heure | 60min"]);
    fr("trois quarts d'heure, une demi-heure", &["trois quarts d'heure | 45min", "une demi-heure | 30min"]);
    fr("90 min ; 45 minutes", &["90 min | 90min", "45 minutes | 45min"]);
    fr(
        "14 h 30 (heure de Paris), pour une heure",
        &["14 h 30 (heure de Paris) | 14:30 Paris=Europe/Paris", "une heure | 60min"],
    );
    fr("le webinaire de 14 h", &["14 h | 14:00"]);
    fr("à partir de 14 h, dès 10 h 50", &["14 h | 14:00", "10 h 50 | 10:50"]);
    fr("Durée totale : 2 h", &["2 h | 120min"]);
    fr("de 10 h à 12 h (2 h)", &["de 10 h à 12 h | 10:00-12:00", "2 h | 120min"]);
    fr("rendez-vous pour 14 h", &["14 h | 14:00"]);
    fr("10 à 15 minutes, deux à trois heures", &[]);
}

#[test]
fn french_relative_words() {
    for (text, expected) in [
        ("demain", Relative::Days(1)),
        ("aujourd’hui", Relative::Days(0)),
        ("webinaire d'hier", Relative::Days(-1)),
        ("après-demain", Relative::Days(2)),
        ("avant-hier", Relative::Days(-2)),
        ("à jeudi", Relative::Weekday(4, 0)),
        ("jeudi prochain", Relative::Weekday(4, 1)),
        ("lundi dernier", Relative::Weekday(1, -1)),
        ("jeudi de la semaine prochaine", Relative::WeekdayOf(4, 1)),
        ("la semaine dernière", Relative::Weeks(-1)),
        ("le mois prochain", Relative::Months(1)),
        ("dans une heure", Relative::Minutes(60)),
        ("dans 3 jours", Relative::Days(3)),
        ("il y a deux jours", Relative::Days(-2)),
        ("la séance commence maintenant", Relative::Minutes(0)),
        ("J-3", Relative::Before(3)),
        ("plus que 2 jours", Relative::Before(2)),
    ] {
        let read = scan(text, Language::Fr, false);
        assert_eq!(read.len(), 1, "{text}");
        assert_eq!(read[0].relative.as_ref().map(|(r, _)| r), Some(&expected), "{text}");
    }
    fr("demain à 10 h", &["demain à 10 h | 10:00 Days(1)"]);
    fr("Ce soir à 10 h", &["Ce soir à 10 h | 10:00 DaysPart(0, Evening)"]);
    fr("C'est demain matin !", &["demain matin | DaysPart(1, Morning)"]);
    fr("hier après-midi", &["hier après-midi | DaysPart(-1, Afternoon)"]);
    fr("cet après-midi", &["cet après-midi | DaysPart(0, Afternoon)"]);
    fr(
        "le mois prochain, jeudi 19 novembre à 10 h",
        &["mois prochain, jeudi 19 novembre à 10 h | w4:?-11-19 10:00 Months(1)"],
    );
    fr("l'atelier de demain, à partir de demain", &["demain | Days(1)", "demain | Days(1)"]);
}

#[test]
fn french_text_without_dates_stays_untouched() {
    for text in [
        "12,50 € et 35 € par an",
        "+33 1 99 00 41 10 ou 01 99 00 41 10",
        "version 2.1, v1.2.3, RGAA 4.1",
        "l'été, la planète Mars, mars attaque",
        "1/2, 24/7, une note de 8/10, 3/4",
        "50 % des 1 500 logements",
        "3 rue du Ruisselet, 12 bis avenue du 8 mai 1945",
        "les métiers de demain, l'administration de demain, une ville d'hier et de demain",
        "nos modèles d'aujourd'hui",
        "Les jeudis de la donnée, tous les mardis",
        "le mardi de 14 h à 15 h chaque semaine",
        "du lundi au vendredi, de 9 h à 17 h",
        "depuis 2019, en 2026, 180 associations",
        "https://exemple.test/2026-11-17/jeudi?d=14/06/2026 et jeudi-14-06-2026@exemple.test",
        "exemple.test/agenda/2026-12-11.ics, copropriete-2027-02-05.ics",
        "ISBN 978-2-07-036822-8, code 345-678-901, page 12",
        "h1, 2e étage, une seconde, mon ami, la mer, 24 heures sur 24, 24h/24",
        "le 32 août 2014",
    ] {
        fr(text, &[]);
    }
}

#[test]
fn english_dates_in_every_written_form() {
    en("June 14th, 2026", &["June 14th, 2026 | 2026-6-14"]);
    en("the 14th of June", &["14th of June | ?-6-14"]);
    en("Tues 14 Jun", &["Tues 14 Jun | w2:?-6-14"]);
    en("on Thursday, 16 July 2026.", &["Thursday, 16 July 2026 | w4:2026-7-16"]);
    en("Wednesday, September 16", &["Wednesday, September 16 | w3:?-9-16"]);
    en("the twenty-first of May", &["twenty-first of May | ?-5-21"]);
    en("May 5; March 3", &["May 5 | ?-5-5", "March 3 | ?-3-3"]);
    en("14–16 June; from 3 to 5 March", &["14–16 June | ?-6-14 ..?-6-16", "from 3 to 5 March | ?-3-3 ..?-3-5"]);
    en("Oct 27-28, 2025", &["Oct 27-28, 2025 | 2025-10-27 ..2025-10-28"]);
    en("Monday-Wednesday Aug 20-22", &["Monday-Wednesday Aug 20-22 | w1:?-8-20 ..w3:?-8-22"]);
    en("24 and 25 September 2026", &["24 and 25 September 2026 | 2026-9-24 +2026-9-25"]);
    en("2026-11-17T14:00:00Z", &["2026-11-17T14:00:00Z | 2026-11-17 14:00 +0"]);
    en("13/04/2027", &["13/04/2027 | 2027-4-13"]);
    en("before 3/31", &["3/31 | ?-3-31"]);
}

#[test]
fn numeric_dates_follow_the_order_that_is_told() {
    en("03/04/2026", &["03/04/2026 | 2026-4-3~"]);
    assert_eq!(read("03/04/2026", Language::En, true), ["03/04/2026 | 2026-3-4~"]);
    assert_eq!(read("04/13/2026", Language::En, true), ["04/13/2026 | 2026-4-13"]);
    assert_eq!(read("03/03/2026", Language::En, true), ["03/03/2026 | 2026-3-3"]);
    fr("03/04/2026", &["03/04/2026 | 2026-4-3"]);
}

#[test]
fn english_hours_and_zones() {
    en("2pm, 2:30 p.m., 6.30pm", &["2pm | 14:00", "2:30 p.m. | 14:30", "6.30pm | 18:30"]);
    en("noon, 12 noon, 12 am", &["noon | 12:00", "12 noon | 12:00", "12 am | 00:00"]);
    en("3pm to 4pm; 3–4 pm; 11-1pm", &["3pm to 4pm | 15:00-16:00", "3–4 pm | 15:00-16:00", "11-1pm | 11:00-13:00"]);
    en("two o'clock, half past two", &["two o'clock | 02:00?", "half past two | 02:30?"]);
    en("half past six in the evening", &["half past six in the evening | 18:30"]);
    en("Friday at 2", &["Friday at 2 | 02:00? Weekday(5, 0)"]);
    en("this afternoon at 3", &["this afternoon at 3 | 15:00 DaysPart(0, Afternoon)"]);
    en("11am ET / 5pm Paris", &["11am ET | 11:00 ET", "5pm Paris | 17:00 Paris=Europe/Paris"]);
    en("3 pm in London (BST)", &["3 pm in London (BST) | 15:00 BST London=Europe/London"]);
    en("11:00 a.m. in New York (UTC-4)", &["11:00 a.m. in New York (UTC-4) | 11:00 -240 New York=America/New_York"]);
    en("The room opens at 14:50 London time.", &["14:50 London time | 14:50 London=Europe/London"]);
    en("9 am Eastern Time", &["9 am Eastern Time | 09:00 ET"]);
    en("at 3 pm in Dogpatch Hall", &["3 pm | 15:00"]);
    en(
        "Tuesday 13 April 2027 (16:00–17:00 BST)",
        &["Tuesday 13 April 2027 (16:00–17:00 BST) | w2:2027-4-13 16:00-17:00 BST"],
    );
    en("3 pm ET – 4 pm ET", &["3 pm ET – 4 pm ET | 15:00-16:00 ET"]);
    en(
        "Jun 14, 2026 02:00 PM Eastern Time (US and Canada)",
        &["Jun 14, 2026 02:00 PM Eastern Time | 2026-6-14 14:00 ET"],
    );
    en("9 am PT | 12 pm ET | 5 pm BST", &["9 am PT | 09:00 PT", "12 pm ET | 12:00 ET", "5 pm BST | 17:00 BST"]);
    en("at 17:20 on Monday", &["17:20 on Monday | 17:20 Weekday(1, 0)"]);
}

#[test]
fn english_durations_and_relative_words() {
    en("ninety minutes; a two-hour session", &["ninety minutes | 90min", "two-hour | 120min"]);
    en("an hour and a half; 1.5 hours", &["an hour and a half | 90min", "1.5 hours | 90min"]);
    en("In ninety minutes we saw how it works.", &["ninety minutes | 90min"]);
    en("Share it with us in five minutes", &["five minutes | 5min"]);
    en("We start in an hour,", &["in an hour | Minutes(60)"]);
    en("See you on Thursday; next Thursday", &["Thursday | Weekday(4, 0)", "next Thursday | Weekday(4, 1)"]);
    en("next week on Tuesday", &["next week on Tuesday | WeekdayOf(2, 1)"]);
    en("Two days ago; Last night", &["Two days ago | Days(-2)", "Last night | DaysPart(-1, Night)"]);
    en("tonight; Starting now", &["tonight | DaysPart(0, Evening)", "Starting now | Minutes(0)"]);
    en("D-1; One day to go", &["D-1 | Before(1)", "One day to go | Before(1)"]);
    en("yesterday's webinar", &["yesterday | Days(-1)"]);
}

#[test]
fn english_text_without_dates_stays_untouched() {
    for text in [
        "He may march on, she sat down; wait a second, the sun is out",
        "£1.50, $12.50, 10% off, version 2.1, RFC 5322",
        "tomorrow's readers, today's peelings",
        "every Thursday at 3 pm, on Mondays",
        "+44 20 7946 0018, 1-800-555-0199, ID 861 2093 4477",
        "ratio 4:3, score 3-1, 3/4, 24/7",
        "12,400 slips since 1931; lasts until 2040",
        "900 E Burnside St (2nd floor), Days 3-5",
    ] {
        en(text, &[]);
    }
    en("On Tuesday 143 growers met", &["Tuesday | Weekday(2, 0)"]);
    en("On Tuesday 14 growers met", &["Tuesday | Weekday(2, 0)"]);
}

#[test]
fn the_places_of_the_parts_are_exact() {
    let text = "Merci : mardi 17 novembre 2026, de 14 h à 15 h (heure de Paris) !";
    let read = scan(text, Language::Fr, false);
    assert_eq!(read.len(), 1);
    let when = &read[0];
    let slice = |range: &Option<std::ops::Range<usize>>| range.clone().map(|r| &text[r]);
    let date = when.date.clone().unwrap();
    assert_eq!(slice(&when.date_at), Some("mardi 17 novembre 2026"));
    assert_eq!(slice(&date.weekday_at), Some("mardi"));
    assert_eq!(slice(&date.year_at), Some("2026"));
    assert_eq!(slice(&when.time_at), Some("de 14 h à 15 h"));
    assert_eq!(when.zone.as_ref().map(|(_, at)| &text[at.clone()]), Some("heure de Paris"));
}

mod laws {
    use presend::value::when::{Style, format_date, format_time};
    use proptest::prelude::*;

    use super::*;

    const WORDS: &[&str] = &[
        "mardi",
        "14",
        "novembre",
        "2026",
        "de",
        "à",
        "h",
        "30",
        "15h",
        "2pm",
        "(",
        ")",
        "heure",
        "Paris",
        "du",
        "au",
        "3",
        "5",
        "mars",
        "May",
        "June",
        "14th",
        "of",
        "-",
        "–",
        ",",
        ".",
        "/",
        ":",
        "le",
        "les",
        "et",
        "demain",
        "J-3",
        "next",
        "week",
        "in",
        "an",
        "hour",
        "UTC+2",
        "CET",
        "T14:00",
        "2026-11-17",
        "14/06",
        "l'",
        "après-midi",
        "midi",
        "half",
        "past",
        "two",
        "ago",
        "il",
        "y",
        "a",
        "\n",
        "\n\n",
        "\u{a0}",
        "é",
        "€",
        "www.a.test",
        "x@y.test",
        "quatre",
        "vingt",
    ];

    /// Texts of words that dates are made of, in any order.
    fn dateish() -> impl Strategy<Value = String> {
        let word = (prop::sample::select(WORDS), prop::sample::select(vec!["", " ", " ", "\u{202f}"]));
        prop::collection::vec(word, 0..14).prop_map(|parts| parts.into_iter().map(|(w, g)| format!("{w}{g}")).collect())
    }

    /// Every part of an expression lies in it, on the borders of characters, and the expressions follow each other.
    fn hold(text: &str) -> Result<(), TestCaseError> {
        for language in [Language::Fr, Language::En] {
            for read in [scan(text, language, true), scan_all(text, language, false)] {
                let mut end = 0;
                for when in &read {
                    prop_assert!(when.range.start >= end && !when.range.is_empty(), "{:?} in {text:?}", when.range);
                    end = when.range.end;
                    prop_assert!(text.get(when.range.clone()).is_some());
                    let places = [&when.date_at, &when.time_at].into_iter().flatten();
                    let zones = [&when.zone, &when.other_zone].into_iter().flatten().map(|(_, at)| at);
                    let rest = when.relative.iter().map(|(_, at)| at).chain(when.duration.iter().map(|(_, at)| at));
                    for at in places.chain(zones).chain(rest) {
                        prop_assert!(text.get(at.clone()).is_some());
                        prop_assert!(when.range.start <= at.start && at.end <= when.range.end, "{when:?} of {text:?}");
                    }
                    prop_assert!(
                        when.date.is_some()
                            || when.time.is_some()
                            || when.relative.is_some()
                            || when.duration.is_some()
                    );
                    for time in [&when.time, &when.until].into_iter().flatten() {
                        prop_assert!(time.hour < 24 && time.minute < 60);
                    }
                }
            }
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn any_text_gives_ordered_places_in_it(text in any::<String>()) {
            hold(&text)?;
        }

        #[test]
        fn any_row_of_words_gives_ordered_places_in_it(text in dateish()) {
            hold(&text)?;
        }

        #[test]
        fn a_date_said_is_read(day in 1i8..=28, month in 1i8..=12, year in 1990i16..2069) {
            let date = jiff::civil::Date::new(year, month, day).unwrap();
            for language in [Language::Fr, Language::En] {
                let styles = [Style::Long, Style::Full, Style::Short].map(|style| format_date(date, language, style));
                for said in styles.into_iter().chain([date.to_string()]) {
                    let text = format!("… {said}, …");
                    let read = scan(&text, language, false);
                    prop_assert_eq!(read.len(), 1, "{}", said);
                    prop_assert_eq!(&text[read[0].range.clone()], said.as_str());
                    let got = read[0].date.clone().unwrap();
                    let fields = (got.day.map(i16::from), got.month.map(i16::from), got.year);
                    prop_assert_eq!(fields, (Some(day.into()), Some(month.into()), Some(year)));
                }
            }
        }

        #[test]
        fn an_hour_said_is_read(hour in 0u8..24, minute in 0u8..60) {
            for language in [Language::Fr, Language::En] {
                let said = format_time(hour, minute, language);
                let read = scan(&format!("à {said}."), language, false);
                prop_assert_eq!(read.len(), 1, "{}", said);
                prop_assert_eq!(&read[0].time, &Some(TimeSaid { hour, minute, unsure: false }), "{}", said);
            }
        }

        #[test]
        fn a_date_alone_reads_as_in_its_text(text in dateish()) {
            for when in scan(&text, Language::Fr, false) {
                let (Some(date), Some(at)) = (&when.date, &when.date_at) else { continue };
                if date.year.is_none() || date.day.is_none() {
                    continue;
                }
                let alone = scan_all(&text[at.clone()], Language::Fr, false);
                let again = alone.first().and_then(|w| w.date.clone()).unwrap_or_default();
                let fields = |d: &DateSaid| (d.day, d.month, d.year);
                prop_assert_eq!(fields(&again), fields(date), "{:?}", &text[at.clone()]);
            }
        }
    }
}
