//! The laws of `why`: each claim and each finding can be asked about at its place, and nobody's data are shown.

#![allow(clippy::unwrap_used)]

mod workshop;

use workshop::{Project, list};

const NOW: &str = "--now 2026-12-01T09:00";

fn fixture(test: &'static str, wanted: &str) -> Project {
    let mut all = Project::all(test).filter(|(_, project)| project.root.join("README.md").exists());
    all.find(|(name, _)| name == wanted).unwrap().1
}

#[test]
fn each_claim_is_explained_at_its_place() {
    let mut asked = 0;
    for (fixture_name, mail) in [("livestorm-copied", "mails/suivi.html"), ("clean-next", "suivi.hbs")] {
        let project = fixture("why-claims", fixture_name);
        let output = project.run(&format!("render {mail} --as claims --language fr {NOW}"), None);
        let claims = String::from_utf8(output.stdout).unwrap();
        for line in claims.lines().skip(1) {
            let (place, rest) = line.split_once(": ").unwrap();
            let (kind, rest) = rest.split_once(' ').unwrap();
            let standing = rest.split(':').next().unwrap();
            if kind.starts_with("owes") || kind.starts_with("link") || kind.starts_with("headers") {
                continue;
            }
            let why = project.json(&format!("why {place} {NOW}"));
            let found = list(&why, "claims").iter().any(|claim| claim["kind"] == kind && claim["standing"] == standing);
            assert!(found, "{line}\n{why}");
            asked += 1;
        }
    }
    assert!(asked >= 30, "{asked}");
}

#[test]
fn what_the_rules_said_is_told_with_the_fact_that_says_otherwise() {
    let project = fixture("why-rules", "livestorm-copied");
    for finding in list(&project.json(&format!("check {NOW}")), "findings") {
        let start = &finding["location"]["start"];
        let place = format!("{}:{}:{}", finding["location"]["file"].as_str().unwrap(), start["line"], start["column"]);
        let why = project.json(&format!("why {place} {NOW}"));
        let rule = list(&why, "rules").iter().find(|rule| rule["rule"] == finding["rule"]).unwrap();
        assert_eq!(rule["message"], finding["message"], "{why}");
    }
    let output = project.run("why mails/suivi.html 5\u{a0}novembre\u{a0}2026 --language fr", None);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("events/numeriser-archives-2026-12.yaml:7:8"), "{text}");
}

#[test]
fn a_value_is_followed_through_partial_and_tag_to_its_line() {
    let project = Project::new("why-chain");
    project.write("presend.yaml", "language: fr\nevents: [events/*.yaml]\nmails: [mails/*]\npartials: partials/\n");
    project.write("partials/pied.hbs", "<p>À bientôt pour {{event.title}}.</p>\n");
    project.mail("mails/a.hbs", "subject: Demain\n", "<p>Bonjour,</p>\n{{> pied}}\n");
    let why = project.json("why events/carnet-2027-03.yaml:1:20");
    let chain: Vec<(&str, String)> = list(&why, "chain")
        .iter()
        .map(|step| {
            let location = &step["location"];
            let place = format!("{}:{}", location["file"].as_str().unwrap(), location["start"]["line"]);
            (step["kind"].as_str().unwrap(), place)
        })
        .collect();
    let expected =
        [("include", "mails/a.hbs:7"), ("tag", "partials/pied.hbs:1"), ("value", "events/carnet-2027-03.yaml:1")];
    assert_eq!(chain, expected.map(|(kind, place)| (kind, place.to_string())));
    assert_eq!(why["claims"][0]["standing"], "backed");
}

#[test]
fn no_recipient_is_shown_and_what_nobody_gets_is_said() {
    let project = fixture("why-private", "clean-next");
    let why = project.json("why suivi.hbs Bonjour");
    assert_eq!(why["sentence"], "Bonjour …,");
    let of_tag = project.run("why suivi.hbs:21:15 --language fr", None);
    let printed = String::from_utf8(of_tag.stdout).unwrap();
    let people = project.read("presents.csv");
    for name in people.lines().skip(1).flat_map(|line| line.split(',')).filter(|cell| cell.len() > 3) {
        assert!(!printed.contains(name), "{name}: {printed}");
    }
    let code = |line: &str| project.run(line, None).status.code();
    assert_eq!(code("why suivi.hbs introuvable"), Some(3));
    assert_eq!(code("why suivi.hbs"), Some(2));
    assert_eq!(code("why suivi.hbs:999:1"), Some(2));
    assert_eq!(code("why absent.hbs:1:1"), Some(2));
}

#[test]
fn what_an_event_keeps_private_is_masked() {
    let project = Project::empty("why-secret");
    project.write("presend.yaml", "language: fr\nevents: [carnet-2027-03.yaml]\nmails: [m.hbs]\n");
    project.write(
        "carnet-2027-03.yaml",
        "title: \"Tenir un carnet de terrain\"\nstart: 2027-03-16T18:00\nend: 2027-03-16T19:00\n\
         private:\n  links: [\"https://salle.exemple.test/regie/8f3a91c2d7\"]\n",
    );
    project.mail("m.hbs", "subject: Rappel\n", "<p>La régie : https://salle.exemple.test/regie/8f3a91c2d7</p>");
    for format in ["human", "json"] {
        let asked = format!("why m.hbs https://salle.exemple.test/regie/8f3a91c2d7 --format {format} {NOW}");
        let said = String::from_utf8(project.run(&asked, None).stdout).unwrap();
        assert!(said.contains("https://salle.exemple.test/reg") && !said.contains("8f3a91c2d7"), "{said}");
    }
}
