//! Each row of the table of exit codes, as a script and as a reader meet it.

#![allow(clippy::unwrap_used)]

mod workshop;

use serde_json::Value;
use workshop::Project;

/// A mail about which nothing is to be said.
const RIGHT: &str = "<p>Bonjour,</p><p>Rendez-vous mardi 16 mars à 18 h pour « Tenir un carnet de terrain ».</p>\
                     <p><a href=\"{{event.links.join}}\">Rejoindre la séance</a></p>";
const SETTINGS: &str = "subject: Rappel\naudience: registered\nfrom: Atelier <atelier@exemple.test>\n";
/// Its day of the week is another one's.
const WRONG: &str = "mercredi 16 mars";
/// The run of every case.
const LINE: &str = "check --now 2027-03-15T09:00";

/// A project whose only mail is right, and is checked with everything that is needed.
fn project(name: &str) -> Project {
    let project = Project::new(name);
    project.write(
        "presend.yaml",
        "language: fr\nevents: [events/*.yaml]\nmails: [mails/*]\nrecipients: inscrits.csv\n\
         account: {addresses: [atelier@exemple.test]}\n",
    );
    let other = "events/herbier-2027-02.yaml";
    project.write(other, &(project.read(other) + "speakers: [\"Inès Caron\"]\n"));
    project.write("inscrits.csv", "email,registered,attended\na@personnes.test,oui,non\n");
    project.mail("mails/rappel.hbs", SETTINGS, RIGHT);
    project
}

/// The verdict, the exit code in the report, and the process's own, which must be the same.
fn verdict(project: &Project, line: &str) -> (String, i64) {
    let report = project.json(line);
    let code = project.run(&format!("{line} --format json"), None).status.code().map(i64::from);
    assert_eq!(report["exit"].as_i64(), code, "{report}");
    let human = project.run(line, None);
    assert_eq!(human.status.code().map(i64::from), code, "{line}: {human:?}");
    (report["verdict"].as_str().unwrap().to_string(), code.unwrap())
}

fn expect(project: &Project, line: &str, verdict_: &str, exit: i64) {
    assert_eq!(verdict(project, line), (verdict_.to_string(), exit), "{line}: {}", project.json(line));
}

fn wrong(project: &Project) {
    project.mail("mails/rappel.hbs", SETTINGS, &RIGHT.replace("mardi 16 mars", WRONG));
}

#[test]
fn usage_is_incomplete() {
    let project = project("verdict-usage");
    expect(&project, &format!("{LINE} --formt"), "incomplete", 2);
    expect(&project, &format!("{LINE} --min-level error --fail-on info"), "incomplete", 2);
    assert_eq!(project.run("frobnicate", None).status.code(), Some(2));
    assert_eq!(project.run("rules show", None).status.code(), Some(2));
}

#[test]
fn configuration_rules_templates_and_data_that_cannot_be_read_are_incomplete() {
    for (name, path, text) in [
        ("configuration", "presend.yaml", "events: [events/*.yaml]\nmails: [mails/*]\nmial: x\n"),
        ("rule", "presend.yaml", "events: [events/*.yaml]\nmails: [mails/*]\nrules: [r.yaml]\n"),
        ("template", "mails/rappel.hbs", "---\nevent: carnet-2027-03\n---\n{{#if x}}"),
        ("data", "events/herbier-2027-02.yaml", "title: [}\n"),
        ("recipients", "inscrits.csv", "prénom;nom\nA;B\n"),
    ] {
        let project = project(&format!("verdict-{name}"));
        project.write("r.yaml", "id: r\nlevel: grave\n");
        project.write(path, text);
        expect(&project, LINE, "incomplete", 2);
    }
}

#[test]
fn what_could_be_checked_is_reported_although_something_could_not() {
    let project = project("verdict-both");
    wrong(&project);
    project.write("events/herbier-2027-02.yaml", "title: [}\n");
    let report = project.json(LINE);
    assert_eq!(report["verdict"], "incomplete");
    assert_eq!(report["findings"][0]["rule"], Value::from("weekday"), "{report}");
}

#[test]
fn no_mail_is_nothing() {
    let project = project("verdict-nothing");
    std::fs::remove_file(project.root.join("mails/rappel.hbs")).unwrap();
    expect(&project, LINE, "nothing", 3);
    expect(&project, &format!("{LINE} --strict"), "nothing", 3);
    expect(&project, &format!("{LINE} --event herbier-2027-02"), "nothing", 3);
}

#[test]
fn findings_fail_from_the_level_that_was_asked_for() {
    let project = project("verdict-findings");
    wrong(&project);
    expect(&project, LINE, "findings", 1);
    project.write("presend.yaml", &(project.read("presend.yaml") + "levels: {weekday: warning}\n"));
    expect(&project, LINE, "findings", 0);
    expect(&project, &format!("{LINE} --fail-on warning"), "findings", 1);
    project.write("presend.yaml", &project.read("presend.yaml").replace("weekday: warning", "weekday: info"));
    expect(&project, &format!("{LINE} --fail-on warning"), "findings", 0);
    expect(&project, &format!("{LINE} --fail-on info"), "findings", 1);
}

#[test]
fn what_a_baseline_knows_is_a_finding_that_fails_nothing() {
    let project = project("verdict-known");
    wrong(&project);
    assert_eq!(project.run(&format!("{LINE} --write-baseline connus.json"), None).status.code(), Some(0));
    expect(&project, &format!("{LINE} --baseline connus.json"), "findings", 0);
    project.mail("mails/deux.hbs", SETTINGS, &RIGHT.replace("mardi 16 mars", "lundi 16 mars"));
    expect(&project, &format!("{LINE} --baseline connus.json"), "findings", 1);
}

#[test]
fn a_check_without_input_is_partial_and_fails_under_strict() {
    let project = project("verdict-partial");
    let thanks = "<p>Bonjour,</p><p>Merci d'avoir suivi « Tenir un carnet de terrain » mardi 16 mars.</p>";
    let settings = SETTINGS.replace("registered", "attended") + "event: carnet-2027-03\nsend_at: 2027-03-17T09:00\n";
    project.write("mails/rappel.hbs", &format!("---\n{settings}---\n{thanks}"));
    project.write("inscrits.csv", "email,attended\na@personnes.test,oui\n");
    expect(&project, LINE, "clean", 0);
    project.write("inscrits.csv", "email\na@personnes.test\n");
    expect(&project, LINE, "partial", 0);
    expect(&project, &format!("{LINE} --strict"), "partial", 1);
}

#[test]
fn all_that_can_be_checked_is_clean() {
    let project = project("verdict-clean");
    expect(&project, LINE, "clean", 0);
    expect(&project, &format!("{LINE} --strict"), "clean", 0);
}
