//! How much is done for a mail, and that `--timings` tells it without changing anything else. Times are never judged:
//! they are another machine's tomorrow.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn check(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_presend"))
        .args(["check", "--now", "2026-11-17T14:00"])
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/livestorm-copied")
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What a run did, a line each.
fn counts(folder: &Path) -> Vec<(String, u64)> {
    let report = json(&check(folder, &["--format", "json", "--timings"]));
    let counts = report["timings"]["counts"].as_object().unwrap();
    counts.iter().map(|(deed, count)| (deed.clone(), count.as_u64().unwrap())).collect()
}

fn count(counts: &[(String, u64)], deed: &str) -> u64 {
    counts.iter().find(|(name, _)| name == deed).unwrap().1
}

/// More here means that something is done twice; less, that something was saved: then write the new figure down
/// (`SNAPSHOTS=overwrite`) and say in the commit why.
#[test]
fn one_mail_costs_so_much_work() {
    let lines: String = counts(&fixture()).iter().map(|(deed, count)| format!("{deed} {count}\n")).collect();
    snapbox::assert_data_eq!(
        lines,
        snapbox::str![[r#"
files-read 8
templates-parsed 5
templates-rendered 5
html-read 1
texts-cut 6698
date-scans 38
list-scans 305
pattern-scans 5
patterns-compiled 1

"#]]
    );
}

/// A project of one mail for so many recipients, who are greeted alike but for their names.
fn project(name: &str, recipients: usize) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("presend-work-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    let write = |file: &str, text: &str| std::fs::write(folder.join(file), text).unwrap();
    write(
        "presend.yaml",
        "language: fr\ntimezone: Europe/Paris\nmails: [m.hbs]\nevents: [e.yaml]\nrecipients: r.csv\n",
    );
    write("e.yaml", "title: Lire une carte\nstart: 2026-11-17T14:00\nend: 15:00\n");
    let vip = "{{#if recipient.vip}}<p>Une place vous attend au premier rang.</p>{{/if}}";
    write("m.hbs", &format!("---\nsubject: Lire une carte\n---\n<p>Bonjour {{{{recipient.first_name}}}},</p>{vip}\n"));
    let letter = |n: usize| char::from(b'a' + (n % 20) as u8);
    let name = |n: usize| format!("Qurv{}{}{}", letter(n), letter(n / 20), letter(n / 400));
    let row = |n: usize| format!("p{n}@exemple.test,{},{}\n", name(n), ["", "oui"][n % 2]);
    write("r.csv", &format!("email,first_name,vip\n{}", (0..recipients).map(row).collect::<String>()));
    folder
}

#[test]
fn more_recipients_of_the_same_kinds_are_no_more_mails() {
    let [few, many] = [("few", 10), ("many", 2_000)].map(|(name, recipients)| {
        let folder = project(name, recipients);
        let counts = counts(&folder);
        std::fs::remove_dir_all(&folder).unwrap();
        counts
    });
    for deed in ["templates-rendered", "html-read"] {
        assert_eq!(count(&few, deed), count(&many, deed), "{deed}");
    }
    assert!(count(&few, "templates-rendered") >= 4, "{few:?}");
}

#[test]
fn json_says_where_the_time_went_only_when_asked() {
    let plain = check(&fixture(), &["--format", "json"]);
    let asked = check(&fixture(), &["--format", "json", "--timings"]);
    assert_eq!(String::from_utf8_lossy(&asked.stderr), "");
    let mut report = json(&asked);
    let timings = report.as_object_mut().unwrap().remove("timings").unwrap();
    assert_eq!(report, json(&plain));
    assert_eq!(asked.status.code(), plain.status.code());

    let stages = timings["stages"].as_object().unwrap();
    let sum: f64 = stages.values().map(|time| time.as_f64().unwrap()).sum();
    assert!((sum - timings["total_ms"].as_f64().unwrap()).abs() < 0.1, "{timings}");
    assert!(stages.values().all(|time| time.as_f64().unwrap() > 0.0), "{timings}");
    let slowest: Vec<f64> = timings["rules"].as_object().unwrap().values().map(|time| time.as_f64().unwrap()).collect();
    assert!(slowest.len() <= 10 && slowest.is_sorted_by(|a, b| a >= b), "{timings}");
}

#[test]
fn people_read_it_below_the_report() {
    for (language, title, rendering) in [
        ("fr", "Où le temps est passé\u{a0}: ", "produire les mails"),
        ("en", "Where the time went: ", "rendering the mails"),
    ] {
        let plain = check(&fixture(), &["--language", language]);
        let asked = check(&fixture(), &["--language", language, "--timings"]);
        assert_eq!(plain.stdout, asked.stdout);
        assert_eq!(plain.stderr, b"");
        let table = String::from_utf8(asked.stderr).unwrap();
        assert!(table.starts_with(title) && table.contains(rendering), "{table}");
        // A title, a line a stage, and at most ten rules below a title of their own.
        assert!((9..=20).contains(&table.lines().count()), "{table}");
        assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
    }
}
