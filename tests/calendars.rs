//! Calendars, read by presend and by another reader: PyPI's icalendar, with dateutil for rules of repetition.
//!
//! Where Python has them not, the test says so and ends; with `icalendar` in `PRESEND_TESTS_REQUIRE` (as in CI) that is
//! a failure.

// A test that cannot lay out its own files has nothing to say but that.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod tools;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

/// How many calendars are compared.
const CALENDARS: usize = 200;

/// The zone of times that have none.
const OWN: &str = "Europe/Paris";

/// Numbers that look like chance and are the same in each run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % count as u64) as usize
    }

    fn one_of<'i>(&mut self, items: &[&'i str]) -> &'i str {
        items[self.below(items.len())]
    }
}

const WORDS: [&str; 14] = [
    "Séance",
    "d'été",
    "l’atelier",
    "œuvre\\, première",
    "3\\; 4",
    "à 18 h",
    "\\\\chemin",
    "ligne\\nsuivante",
    "🎉",
    "données",
    "日本語",
    "Open data",
    "« titre »",
    "#3",
];
const IANA: [&str; 6] = [
    "Europe/Paris",
    "America/Montreal",
    "Indian/Reunion",
    "Pacific/Noumea",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
];
const WINDOWS: [&str; 5] = [
    "Romance Standard Time",
    "W. Europe Standard Time",
    "Eastern Standard Time",
    "Morocco Standard Time",
    "India Standard Time",
];
const RULES: [&str; 9] = [
    "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=12",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
    "FREQ=MONTHLY;BYDAY=3TU",
    "FREQ=MONTHLY;BYDAY=-1FR;COUNT=9",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=YEARLY;BYMONTH=3,11;BYDAY=2WE",
    "FREQ=DAILY;INTERVAL=10;UNTIL=20290901T215959Z",
    "FREQ=YEARLY;BYYEARDAY=100,-60",
];
/// A zone that is Paris' in all but its name.
const DESCRIBED: &[&str] = &[
    "BEGIN:VTIMEZONE",
    "TZID:Heure de la mairie",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:19810329T020000",
    "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
];

/// One calendar, as bytes: lines folded anywhere, also within a character.
fn calendar(dice: &mut Dice) -> Vec<u8> {
    let day = format!("{}{:02}{:02}", 2026 + dice.below(3), 1 + dice.below(12), 1 + dice.below(28));
    let hour = format!("{:02}{:02}00", 3 + dice.below(20), 15 * dice.below(4));
    let mut head = vec!["BEGIN:VCALENDAR".to_string(), "VERSION:2.0".into(), "PRODID:-//exemple.test//FR".into()];
    let mut lines = vec!["BEGIN:VEVENT".to_string(), "UID:a@exemple.test".into(), "DTSTAMP:20260101T000000Z".into()];
    let mut zoned = false;
    let start = match dice.below(6) {
        0 => format!(";VALUE=DATE:{day}"),
        1 => format!(":{day}T{hour}Z"),
        2 => format!(":{day}T{hour}"),
        3 => format!(";TZID={}:{day}T{hour}", dice.one_of(&WINDOWS)),
        4 => {
            head.extend(DESCRIBED.iter().map(|line| line.to_string()));
            format!(";TZID=Heure de la mairie:{day}T{hour}")
        }
        _ => {
            zoned = true;
            format!(";TZID={}:{day}T{hour}", dice.one_of(&IANA))
        }
    };
    lines.push(format!("DTSTART{start}"));
    lines.push(match (start.contains("VALUE=DATE"), dice.below(3)) {
        (true, days) => format!("DURATION:P{}D", days + 2),
        (false, 0) => "DURATION:P1D".to_string(),
        (false, 1) => "DURATION:PT1H30M".to_string(),
        (false, _) => format!("DTEND{}", start.replace(&format!("T{hour}"), "T235500")),
    });
    if zoned && dice.below(2) == 0 {
        lines.push(format!("RRULE:{}", dice.one_of(&RULES)));
        lines.push(format!("EXDATE{start}"));
    }
    let words: Vec<&str> = (0..1 + dice.below(9)).map(|_| dice.one_of(&WORDS)).collect();
    lines.push(format!("SUMMARY;LANGUAGE=fr:{}", words.join(" ")));
    for at in 0..dice.below(3) {
        lines.push(format!(
            "CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=\"Entrer : ici; là\":https://salle.exemple.test/{at}?a=1&b=2"
        ));
    }
    if dice.below(3) == 0 {
        lines.push("CONFERENCE;VALUE=URI;FEATURE=AUDIO,MODERATOR:https://salle.exemple.test/animer".to_string());
    }
    lines.push("LOCATION:https://lieu.exemple.test/salle".to_string());
    lines.extend(
        ["BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:-PT5M", "DESCRIPTION:Rappel", "END:VALARM"].map(String::from),
    );
    head.extend(lines);
    head.extend(["END:VEVENT", "END:VCALENDAR"].map(String::from));
    let end: &[u8] = if dice.below(2) == 0 { b"\r\n" } else { b"\n" };
    let width = 20 + dice.below(56);
    let mut out = Vec::new();
    for line in head {
        for (at, piece) in line.as_bytes().chunks(width).enumerate() {
            out.extend_from_slice(if at > 0 { b" " } else { b"" });
            out.extend_from_slice(piece);
            out.extend_from_slice(end);
        }
    }
    out
}

fn run(program: &Path, folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(program);
    command.args(args).current_dir(folder).env("PYTHONIOENCODING", "utf-8").env("LC_ALL", "C.UTF-8");
    command.output().unwrap()
}

/// What presend makes of a calendar, in the form of the other reader; `date` chooses one of a rule.
fn ours(folder: &Path, file: &str, date: Option<&str>) -> Value {
    let mut args = vec!["import", "ics", file, "--language", "fr", "--timezone", OWN];
    if let Some(date) = date {
        args.extend(["--date", date]);
    }
    let output = run(Path::new(env!("CARGO_BIN_EXE_presend")), folder, &args);
    assert!(output.status.success(), "{file}: {}", String::from_utf8_lossy(&output.stderr));
    let event: Value = serde_yaml::from_slice(&output.stdout).unwrap();
    let zone = TimeZone::get(event["timezone"].as_str().unwrap_or(OWN)).unwrap();
    let day = event["all_day"] == true;
    let moment = |key: &str| {
        let written = event[key].as_str().map(str::to_string);
        if day {
            return json!(written.unwrap_or_else(|| event["start"].as_str().unwrap().to_string()));
        }
        let wall: DateTime = written.unwrap_or_else(|| panic!("{file}: no {key}")).parse().unwrap();
        json!(zone.to_ambiguous_zoned_datetime(wall).compatible().unwrap().timestamp().as_second())
    };
    let list = |value: &Value| match value {
        Value::Array(items) => items.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    };
    json!({
        "file": file,
        "title": one_line(event["title"].as_str().unwrap()),
        "day": day,
        "start": moment("start"),
        "end": moment("end"),
        "join": list(&event["links"]["join"]),
        "private": list(&event["private"]["links"]),
    })
}

/// A title as it is written: on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn another_reader_finds_the_same() {
    let Some(python) = tools::python_with("icalendar", "icalendar") else { return };
    let folder = std::env::temp_dir().join(format!("presend-calendars-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for at in 0..CALENDARS {
        std::fs::write(folder.join(format!("{at:03}.ics")), calendar(&mut dice)).unwrap();
    }
    std::fs::write(folder.join("read.py"), include_str!("calendars/read.py")).unwrap();
    let theirs = run(&python, &folder, &["read.py", ".", OWN]);
    assert!(theirs.status.success(), "{}", String::from_utf8_lossy(&theirs.stderr));
    let theirs = String::from_utf8(theirs.stdout).unwrap();
    let mut wrong = Vec::new();
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    for line in theirs.lines() {
        let mut their: Value = serde_json::from_str(line).unwrap();
        let file = their["file"].as_str().unwrap().to_string();
        let dates = their.as_object_mut().unwrap().remove("dates").unwrap();
        their["title"] = json!(one_line(their["title"].as_str().unwrap()));
        let dates = dates.as_array().unwrap();
        let kind = match (their["day"] == true, dates.is_empty()) {
            (true, _) => "day",
            (false, true) => "once",
            (false, false) => "repeated",
        };
        *met.entry(kind).or_default() += 1;
        let chosen = dates.get(dates.len() / 2);
        let our = ours(&folder, &file, chosen.and_then(|chosen| chosen["day"].as_str()));
        if let Some(chosen) = chosen {
            their["start"] = chosen["start"].clone();
            their["end"] = chosen["end"].clone();
        }
        if our != their {
            wrong.push(format!("{file} ({kind})\n  ours   {our}\n  theirs {their}"));
        }
    }
    let _ = std::fs::remove_dir_all(&folder);
    assert!(wrong.is_empty(), "{} of {CALENDARS} differ\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(met.values().sum::<usize>(), CALENDARS, "{met:?}");
    assert!(met.len() == 3 && met.values().all(|count| *count >= 10), "{met:?}");
}
