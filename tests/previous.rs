//! `--previous`: last month's mail as another event, without any other event in YAML.

// A test that cannot lay out its own project has nothing to say but that.
#![allow(clippy::unwrap_used)]

mod workshop;

use serde_json::Value;
use workshop::{Project, list};

const OLD: &str = "<p>Bonjour,</p>\n\
<p>Merci d'avoir participé au webinaire « Composer un herbier de saison », jeudi 11 février 2027.</p>\n\
<p>Vous étiez 212 participants à nous suivre en direct.</p>\n\
<p>Léa Nguyen, botaniste, a présenté les gestes de la récolte et du séchage.</p>\n\
<p><a href=\"https://www.youtube.com/watch?v=PQ2gP4-LKv8\">Voir le replay de la séance</a></p>\n\
<p>Notre équipe répond à toutes vos questions par retour de mail.</p>\n\
<p>L'équipe des ateliers <a href=\"https://www.exemple.test\">exemple.test</a></p>\n";

const NEW: &str = "<p>Bonjour,</p>\n\
<p>Merci d'avoir participé au webinaire « Tenir un carnet de terrain », mardi 16 mars 2027.</p>\n\
<p>Vous étiez 340 à nous suivre en direct, de partout.</p>\n\
<p>Malo Perrin a présenté ses carnets, et comment il les tient par tous les temps.</p>\n\
<p><a href=\"https://www.youtube.com/watch?v=Qm3xT7yLk2c\">Voir le replay de la séance</a></p>\n\
<p>Notre équipe répond à toutes vos questions par retour de mail.</p>\n\
<p>L'équipe des ateliers <a href=\"https://www.exemple.test\">exemple.test</a></p>\n";

/// One event, last month's mail and this month's.
fn project(name: &str, body: &str) -> Project {
    let project = Project::empty(name);
    project.write(
        "event.yaml",
        "title: \"Tenir un carnet de terrain\"\nstart: 2027-03-16 18:00\nend: 19:00\nlanguage: fr\n\
         timezone: Europe/Paris\nspeakers: [\"Malo Perrin\"]\nfacts: [\"340\"]\nlinks:\n  \
         replay: \"https://www.youtube.com/watch?v=Qm3xT7yLk2c\"\n",
    );
    let mail = |title: &str, sent: &str, body: &str| {
        format!("---\nsubject: \"Replay : {title}\"\nengine: none\nsend_at: {sent}\n---\n{body}")
    };
    project.write("octobre.html", &mail("Composer un herbier de saison", "2027-02-12T09:00", OLD));
    project.write("suivi.html", &mail("Tenir un carnet de terrain", "2027-03-17T09:00", body));
    project
}

fn check(project: &Project, old: &str) -> Value {
    project.json(&format!("check suivi.html --event event.yaml --previous {old} --language fr"))
}

/// Which rules speak, each with the words that it found.
fn said(report: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_string();
    let findings = list(report, "findings").iter().filter(|finding| finding["level"] != "info");
    findings.map(|finding| (text(&finding["rule"]), text(&finding["found"]))).collect()
}

fn lines(report: &Value, key: &str) -> Vec<u64> {
    list(&report["previous"][0], key).iter().map(|place| place["start"]["line"].as_u64().unwrap()).collect()
}

#[test]
fn what_is_the_old_mails_is_told_by_its_name_and_place() {
    let body = NEW
        .replace("Malo Perrin a présenté ses carnets", "Léa Nguyen, botaniste, a présenté ses carnets")
        .replace("Qm3xT7yLk2c", "PQ2gP4-LKv8")
        .replace(
            "« Tenir un carnet de terrain », mardi 16 mars",
            "« Composer un herbier de saison », jeudi 11 février",
        );
    let project = project("previous-kept", &body);
    let report = check(&project, "octobre.html");
    let rules: Vec<String> = said(&report).into_iter().map(|(rule, _)| rule).collect();
    for rule in ["other-event", "event-date", "speaker-other-event", "link-other-event"] {
        assert!(rules.contains(&rule.to_string()), "{rule}: {report:#}");
    }
    let other = list(&report, "findings").iter().find(|finding| finding["rule"] == "other-event").unwrap();
    let related = list(other, "related");
    assert!(related.iter().any(|place| place["location"]["file"] == "octobre.html"), "{other:#}");
    assert_eq!(report["not_checked"].as_array().unwrap().iter().filter(|one| one["rule"] == "other-event").count(), 0);
}

#[test]
fn a_mail_that_was_really_rewritten_is_left_in_peace() {
    let project = project("previous-clean", NEW);
    let report = check(&project, "octobre.html");
    assert_eq!(said(&report), [], "{report:#}");
    assert_eq!(lines(&report, "against"), [0_u64; 0]);
    assert_eq!((lines(&report, "own"), lines(&report, "general")), (vec![7, 10], vec![8, 11, 12]), "{report:#}");
}

#[test]
fn figures_of_kept_sentences_are_to_be_verified() {
    let body = NEW.replace(
        "Vous étiez 340 à nous suivre en direct, de partout.",
        "Vous étiez 212 participants à nous suivre en direct.",
    );
    let project = project("previous-figure", &body);
    let report = check(&project, "octobre.html");
    assert_eq!(said(&report), [("kept-figure".to_string(), "212 participants".to_string())]);
    assert_eq!(lines(&report, "unsure"), [8]);
    let screen = project.run("check suivi.html --event event.yaml --previous octobre.html --language fr", None);
    let screen = String::from_utf8(screen.stdout).unwrap();
    assert!(screen.contains("de « octobre.html » : 1 à vérifier (ligne 8)"), "{screen}");
}

#[test]
fn a_saved_message_does_as_well() {
    let body = NEW.replace("Qm3xT7yLk2c", "PQ2gP4-LKv8");
    let project = project("previous-eml", &body);
    let old = OLD.replace('\n', "\r\n");
    project.write(
        "octobre.eml",
        &format!(
            "From: ateliers@exemple.test\r\nTo: moi@exemple.test\r\nDate: Fri, 12 Feb 2027 09:00:00 +0100\r\n\
             Subject: Replay =?utf-8?Q?=3A?= Composer un herbier de saison\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{old}"
        ),
    );
    let report = check(&project, "octobre.eml");
    assert_eq!(said(&report)[0].0, "link-other-event", "{report:#}");
}

#[test]
fn an_old_mail_that_is_none_is_refused() {
    let project = project("previous-refused", NEW);
    for (old, code) in [("event.yaml", "usage"), ("absent.html", "file-missing")] {
        let report = check(&project, old);
        assert_eq!((&report["errors"][0]["code"], &report["exit"]), (&Value::from(code), &Value::from(2)), "{old}");
    }
}
