//! The reports for people when there is much to say: repeated claims, very many findings, very long lines.

// A test that cannot lay out its own project has nothing to say but that.
#![allow(clippy::unwrap_used)]

mod workshop;

use std::fmt::Write as _;

use workshop::{Project, list};

const NEXT: &str = "<p>Prochain rendez-vous : voir le site.</p>\n";

fn human(project: &Project, line: &str) -> String {
    String::from_utf8(project.run(line, None).stdout).unwrap()
}

/// A mail with `n` findings, each of its own: a variable that nobody fills in.
fn many(name: &str, n: usize) -> Project {
    let project = Project::new(name);
    let mut body = String::from("<p>Mardi 16 mars à 18 h : <a href=\"{{event.links.join}}\">Rejoindre</a></p>\n");
    for at in 0..n {
        let _ = writeln!(body, "<p>Bonjour {{{{recipient.nom{at}}}}}, une place vous attend.</p>");
    }
    project.mail("mails/rappel.hbs", "subject: \"Demain : {{event.title}}\"\naudience: registered\n", &body);
    project
}

#[test]
fn a_claim_in_nine_places_is_one_point_with_its_places() {
    let project = Project::new("nine-places");
    let wrong = "<p>Merci d'avoir suivi « Composer un herbier de saison ».</p>\n".repeat(9);
    project.mail(
        "mails/suivi.hbs",
        "subject: \"Suivi : {{event.title}}\"\naudience: registered\n",
        &format!("{wrong}{NEXT}"),
    );
    let json = project.json("check mails/suivi.hbs --rule other-event");
    assert_eq!(list(&json, "findings").len(), 9, "each place is a finding of its own for machines");
    for format in ["human", "plain"] {
        let said = human(&project, &format!("check mails/suivi.hbs --rule other-event --format {format}"));
        assert_eq!(said.matches("vient d'un autre événement").count(), 1, "{said}");
        assert!(said.contains("NE PAS ENVOYER EN L'ÉTAT : 1 point à corriger"), "{said}");
    }
    let said = human(&project, "check mails/suivi.hbs --rule other-event");
    assert!(said.contains("Aussi : lignes 8, 9, 10, 11, 12, 13, 14, 15 (9 endroits en tout)."), "{said}");
}

#[test]
fn of_a_thousand_findings_the_first_of_each_rule_are_shown_and_all_are_counted() {
    let project = many("a-thousand", 1000);
    let json = project.json("check");
    let errors = json["summary"]["errors"].as_u64().unwrap();
    assert!(errors >= 1000);
    let said = human(&project, "check");
    assert!(said.lines().count() < 150, "{} lines", said.lines().count());
    assert!(said.contains("995 à corriger [variable-unknown] : mails/rappel.hbs, lignes 13,"), "{said}");
    assert!(said.trim_end().ends_with("non vérifié.") && said.contains("1\u{a0}000 points à corriger"), "{said}");
    let plain = human(&project, "check --format plain");
    assert!(plain.contains("Et encore : 995 à corriger [variable-unknown]"), "{plain}");
    let all = human(&project, "check -v");
    assert_eq!(all.matches("[variable-unknown]").count(), 1000);
    assert!(!all.contains("autres points"), "with -v nothing is left out");
}

#[test]
fn a_few_findings_are_all_shown() {
    let project = many("a-few", 20);
    assert_eq!(human(&project, "check").matches("[variable-unknown]").count(), 20);
}

#[test]
fn what_is_grave_is_not_hidden_by_what_is_many() {
    let project = many("grave", 0);
    let mut body = String::from("<p>Bonjour {{recipient.nom}}, mardi 16 mars à 18 h.</p>\n");
    for at in 0..200 {
        let _ = writeln!(body, "<p><a href=\"https://autre.exemple.test/page-{at}\">Lire la page {at}</a></p>");
    }
    body.push_str("<p>Nous nous retrouvons mercredi 17 mars 2027.</p>\n");
    project.mail("mails/rappel.hbs", "subject: \"Demain : {{event.title}}\"\naudience: registered\n", &body);
    let said = human(&project, "check");
    assert!(said.contains("[event-date]") && said.contains("[variable-unknown]"), "{said}");
}

#[test]
fn a_line_of_fifty_kilobytes_is_shown_around_its_words() {
    let project = Project::new("long-line");
    let filler = "<p>une phrase qui ne dit rien de la séance. </p>".repeat(550);
    let body = format!("{filler}<p>Nous nous retrouvons mercredi 17 mars 2027 à 18 h.</p>{filler}\n");
    assert!(body.len() > 50_000);
    project.mail("mails/rappel.hbs", "subject: \"Demain : {{event.title}}\"\naudience: registered\n", &body);
    for columns in ["80", "100", "200"] {
        let run = project.run_with("check --rule event-date", None, &[("COLUMNS", columns)]);
        let said = String::from_utf8(run.stdout).unwrap();
        assert!(said.len() < 4096, "{columns}: {} bytes", said.len());
        assert!(said.contains("mercredi 17 mars 2027 à 18 h"), "{said}");
        let widest = said.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= columns.parse().unwrap(), "{columns}: a line of {widest}");
    }
}
