//! The laws of `check --baseline` and `--write-baseline`: what is known is silent, what is new speaks, and what is gone
//! is told.

// A test that cannot lay out its own files has nothing to say but that.
#![allow(clippy::unwrap_used)]

mod workshop;

use serde_json::Value;

use workshop::{Project, list};

const MAIL: &str = "<p>Rendez-vous jeudi 11 février 2027.</p>\n";

/// A project with a mail that was copied from another event's.
fn copied(name: &str) -> Project {
    let project = Project::new(name);
    project.mail("mails/a.hbs", "subject: Demain\n", MAIL);
    project
}

fn rules(report: &Value) -> Vec<&str> {
    list(report, "findings").iter().map(|one| one["rule"].as_str().unwrap()).collect()
}

fn codes(report: &Value) -> Vec<&str> {
    list(report, "errors").iter().map(|one| one["code"].as_str().unwrap()).collect()
}

#[test]
fn what_every_project_of_the_repository_holds_can_be_known() {
    let mut known = 0;
    for (name, project) in Project::all("baseline") {
        let before = project.json("check");
        let found = list(&before, "findings").len() as u64;
        let written = project.json("check --write-baseline known.json");
        if !list(&before, "errors").is_empty() || before["verdict"] == "nothing" && found == 0 {
            assert!(written["exit"].as_u64() >= Some(2), "{name}");
            continue;
        }
        let file = project.read("known.json");
        let again = project.json("check --baseline known.json --write-baseline known.json");
        assert_eq!(project.read("known.json"), file, "{name}: written twice, it is another file");
        for report in [&written, &again, &project.json("check --baseline known.json")] {
            assert_eq!(rules(report), [""; 0], "{name}");
            assert_eq!(report["baseline"]["known"], found, "{name}");
            assert_eq!(report["exit"], if before["verdict"] == "nothing" { 3 } else { 0 }, "{name}: {report}");
        }
        known += found;
    }
    assert!(known >= 30, "the repository has findings to know, and {known} were known");
}

#[test]
fn lines_put_above_change_nothing_and_a_new_slip_speaks() {
    let project = copied("new");
    project.json("check --write-baseline known.json");
    project.mail("mails/a.hbs", "subject: Demain\n", &format!("<p>Bonjour,</p>\n\n{MAIL}"));
    assert_eq!(rules(&project.json("check --baseline known.json")), [""; 0]);
    project.mail("mails/a.hbs", "subject: Demain\n", &format!("{MAIL}{MAIL}<p>Composer un herbier de saison</p>\n"));
    let report = project.json("check --baseline known.json");
    // The same date once more is new: the one that is known stands there once.
    assert_eq!(rules(&report), ["event-date", "other-event"], "{report}");
    assert_eq!((report["verdict"].as_str(), report["exit"].as_u64()), (Some("findings"), Some(1)));
}

#[test]
fn what_is_gone_is_told_once_and_leaves_when_the_file_is_written() {
    let project = copied("gone");
    project.mail("mails/b.hbs", "subject: Demain\n", MAIL);
    project.mail("mails/c.hbs", "subject: Demain\n", MAIL);
    project.json("check --write-baseline known.json");
    for mail in ["mails/a.hbs", "mails/b.hbs"] {
        project.mail(mail, "subject: Demain\n", "<p>Rendez-vous mardi 16 mars 2027.</p>\n");
    }
    let report = project.json("check --baseline known.json");
    assert_eq!(rules(&report), ["baseline-stale"]);
    let stale = &list(&report, "findings")[0];
    assert_eq!((stale["location"]["start"]["line"].as_u64(), list(stale, "places").len()), (Some(5), 1), "{stale}");
    assert_eq!(stale["location"]["file"], "known.json");
    let written = project.json("check --baseline known.json --write-baseline known.json");
    assert_eq!((rules(&written), &written["baseline"]["known"]), (vec![], &2.into()));
    assert_eq!(rules(&project.json("check --baseline known.json")), [""; 0]);
}

#[test]
fn a_run_over_some_mails_says_nothing_of_the_others() {
    let project = copied("some");
    project.mail("mails/b.hbs", "subject: Demain\n", MAIL);
    project.json("check --write-baseline known.json");
    let file = project.read("known.json");
    assert_eq!(rules(&project.json("check mails/a.hbs --baseline known.json")), [""; 0]);
    assert_eq!(rules(&project.json("check --rule weekday --baseline known.json")), [""; 0]);
    // Written after such a run, the file still holds what the run did not look at.
    project.json("check mails/a.hbs --write-baseline known.json");
    assert_eq!(project.read("known.json"), file);
    project.mail("mails/a.hbs", "subject: Demain\n", "<p>Rendez-vous mardi 16 mars 2027.</p>\n");
    project.json("check mails/a.hbs --write-baseline known.json");
    let left = project.read("known.json");
    assert!(!left.contains("mails/a.hbs") && left.contains("mails/b.hbs"), "{left}");
}

#[test]
fn known_findings_are_not_corrected() {
    let project = copied("known");
    project.json("check --write-baseline known.json");
    let before = project.files();
    let report = project.json("check --fix --baseline known.json");
    assert_eq!(report["fixed"], serde_json::json!([]), "{report}");
    assert_eq!(project.files(), before);
}

#[test]
fn words_of_recipients_stay_out_of_the_file() {
    let project = Project::new("people");
    project.write("people.csv", "email;first_name\nyaelle.kervadec@exemple.test;YAELLE\nkervadec@@exemple;Nolwenn\n");
    project.mail(
        "mails/a.hbs",
        "subject: Demain\nrecipients: ../people.csv\n",
        "<p>Bonjour {{recipient.first_name}}, à mardi 16 mars.</p>\n",
    );
    let report = project.json("check --show-personal --write-baseline known.json");
    assert!(report["baseline"]["known"].as_u64() >= Some(1), "{report}");
    let file = project.read("known.json");
    assert!(file.contains("people.csv") && !file.contains("kervadec") && !file.contains("YAELLE"), "{file}");
}

#[test]
fn a_file_that_is_no_baseline_is_told_with_its_place() {
    let project = copied("unreadable");
    let missing = project.json("check --baseline known.json");
    assert_eq!((codes(&missing), missing["exit"].as_u64()), (vec!["file-missing"], Some(2)));
    assert!(list(&missing, "errors")[0]["help"].as_str().unwrap().contains("--write-baseline known.json"));
    // What can be checked without it is.
    assert!(rules(&missing).contains(&"event-date"), "{missing}");
    for (text, line, column) in [
        ("{\n  \"format\": \"presend-baseline/v1\",\n  \"findings\": [\n    {\"rule\": \"weekday\"}\n  ]\n}\n", 4, 23),
        ("{\n  \"format\": \"presend-baseline/v9\",\n  \"findings\": []\n}\n", 2, 14),
        ("{\n  \"format\": \"presend-baseline/v1\",\n  \"findings\": [\n<<<<<<< HEAD\n", 4, 1),
        ("\u{feff}[]", 1, 2),
        ("", 1, 1),
    ] {
        project.write("known.json", text);
        for options in ["--baseline known.json", "--write-baseline known.json"] {
            let report = project.json(&format!("check {options}"));
            assert_eq!((codes(&report)[0], report["exit"].as_u64()), ("baseline-unreadable", Some(2)), "{report}");
            let start = &list(&report, "errors")[0]["location"]["start"];
            assert_eq!((start["line"].as_u64(), start["column"].as_u64()), (Some(line), Some(column)), "{text}");
            // Nothing is written over it.
            assert_eq!(project.read("known.json"), text);
        }
    }
}

#[test]
fn nothing_is_written_of_a_run_that_did_not_see_everything() {
    let project = copied("incomplete");
    project.mail("mails/b.hbs", "subject: Demain\n", "{{#if event}}<p>Bonjour</p>\n");
    let report = project.json("check --write-baseline known.json");
    assert!(codes(&report).contains(&"baseline-unwritten"), "{report}");
    assert!(!project.root.join("known.json").exists());
    let report = project.json("check --diff --write-baseline known.json");
    assert!(codes(&report).contains(&"usage") && !project.root.join("known.json").exists(), "{report}");
}
