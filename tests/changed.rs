//! `check` with paths that are no mails, and `check --changed`: which mails a file of a project brings in.

// A test that cannot lay out its own files has nothing to say but that.
#![allow(clippy::unwrap_used)]

mod workshop;

use std::collections::BTreeSet;

use serde_json::Value;

use workshop::{Project, list};

const NOW: &str = "--now 2027-02-01T09:00 --language fr";

/// Three events, of which `carnet` has `sortie` as its next and `herbier` is mentioned by a mail; mails that include
/// one another's partials, with text part, recipients and settings beside them.
fn project(name: &str, below: &str) -> Project {
    let project = Project::empty(name);
    lay_out(&project, below);
    project
}

fn lay_out(project: &Project, below: &str) {
    let write = |path: &str, text: &str| project.write(&format!("{below}{path}"), text);
    write(
        "presend.yaml",
        "language: fr\ntimezone: Europe/Paris\nevents: [events/*.yaml]\nmails: ['mails/**/*']\n\
         exclude: [mails/brouillons, mails/2020/**]\nrules: [rules/*.yaml]\n",
    );
    write("events/carnet.yaml", "title: \"Tenir un carnet\"\nstart: 2027-03-16T18:00\nnext: sortie\n");
    write("events/sortie.yaml", "title: \"Sortie au bord du lac\"\nstart: 2027-04-20T10:00\n");
    write("events/herbier.yaml", "id: plantes\ntitle: \"Composer un herbier\"\nstart: 2027-02-11T12:30\n");
    write("rules/calme.yaml", RULE);
    write("partials/pied.hbs", "<p>{{> marque/nom}}</p>\n");
    write("partials/marque/nom.hbs", "L'atelier\n");
    write("partials/seul.hbs", "x\n");
    write("a.csv", "email;first_name\na@exemple.test;Ana\n");
    let mail = |path: &str, settings: &str, body: &str| {
        let text = format!("---\nsubject: Bonjour\n{settings}send_at: 2027-02-01T09:00\n---\n{body}\n");
        write(path, &text);
    };
    mail("mails/carnet.hbs", "event: carnet\ntext: parts/carnet.md\n", "<p>{{event.title}}</p>{{> pied}}");
    write("mails/parts/carnet.md", "{{event.title}}\n");
    mail("mails/plantes.hbs", "event: plantes\nrecipients: ../a.csv\n", "<p>{{event.title}}</p>");
    write("mails/plantes.mail.yaml", "preheader: \"{{event.title}} {{> marque/nom}}\"\n");
    mail("mails/sortie.hbs", "event: sortie\nmentions: [plantes]\n", "<p>{{event.title}}</p>");
    mail("mails/choix.hbs", "event: sortie\n", "<p>{{event.title}}</p>{{> (lookup mail 'x-pied')}}");
    mail("mails/brouillons/b.hbs", "event: sortie\n", "<p>{{event.title}} le 3 mars 2027</p>");
    write("README.md", "# Nos mails, du 3 mars 2027\n");
    write("logo.png", "x");
}

const RULE: &str = "id: calme\nsummary: Calme\nlevel: warning\nscope: [text]\nexistence: {tokens: [dernière chance]}\n\
                    message: \"« {match} »\"\nvalid: [Bonjour]\ninvalid: [Dernière chance !]\n";

/// The mails of which a report speaks.
fn mails(report: &Value) -> BTreeSet<String> {
    let told = ["confirmed", "not_checked", "findings"].into_iter().flat_map(|key| list(report, key));
    told.filter_map(|one| Some(one["mail"].as_str()?.trim_end_matches(".hbs").to_string())).collect()
}

fn set(words: &str) -> BTreeSet<String> {
    words.split_whitespace().map(|word| format!("mails/{word}")).collect()
}

const ALL: &str = "carnet plantes sortie choix";

#[test]
fn a_file_brings_in_the_mails_that_use_it() {
    let project = project("uses", "");
    for (path, expected) in [
        ("events/carnet.yaml", "carnet"),
        ("events/sortie.yaml", "carnet sortie choix"),
        ("events/herbier.yaml", "plantes sortie"),
        ("partials/pied.hbs", "carnet choix"),
        ("partials/marque/nom.hbs", "carnet plantes choix"),
        ("rules/calme.yaml", ALL),
        ("presend.yaml", ALL),
        ("a.csv", "plantes"),
        ("mails/plantes.mail.yaml", "plantes"),
        ("mails/parts/carnet.md", "carnet"),
        ("mails/plantes.hbs", "plantes"),
        ("mails/carnet.hbs a.csv mails/carnet.hbs", "carnet plantes"),
    ] {
        for mode in ["", "--changed "] {
            let report = project.json(&format!("check {NOW} {mode}{path}"));
            assert_eq!(mails(&report), set(expected), "{mode}{path}: {report:#}");
            assert_eq!(report["summary"]["mails"], expected.split(' ').count(), "{mode}{path}");
        }
    }
}

#[test]
fn what_is_gone_brings_in_the_mails_that_miss_it() {
    for (path, expected) in [
        ("events/carnet.yaml", "carnet"),
        ("partials/marque/nom.hbs", "carnet plantes choix"),
        ("a.csv", "plantes"),
        ("mails/parts/carnet.md", "carnet"),
    ] {
        let project = project("gone", "");
        std::fs::remove_file(project.root.join(path)).unwrap();
        let report = project.json(&format!("check {NOW} --changed {path}"));
        // A mail whose event is gone is told as a problem.
        let problems = list(&report, "errors").iter().map(|one| &one["location"]["file"]).filter_map(Value::as_str);
        let told: BTreeSet<String> = problems.map(|file| file.trim_end_matches(".hbs").to_string()).collect();
        assert!(mails(&report).union(&told).cloned().collect::<BTreeSet<_>>() == set(expected), "{path}: {report:#}");
        assert_ne!(report["exit"], 0, "{path}");
    }
    let project = project("gone-none", "");
    let report = project.json(&format!("check {NOW} --changed mails/ancien.hbs docs/ancien.yaml ancien.csv"));
    assert_eq!((&report["verdict"], &report["exit"]), (&"nothing".into(), &0.into()), "{report:#}");
}

#[test]
fn what_concerns_no_mail_is_passed_over_and_counted() {
    let project = project("over", "");
    project.write("mails/2020/vieux.hbs", "<p>3 mars 2020</p>");
    let none = "README.md logo.png partials/seul.hbs mails/brouillons/b.hbs mails/2020/vieux.hbs mails";
    // Of a computed name any partial may be meant.
    std::fs::remove_file(project.root.join("mails/choix.hbs")).unwrap();
    let report = project.json(&format!("check {NOW} --changed {none}"));
    assert_eq!((&report["verdict"], &report["exit"]), (&"nothing".into(), &0.into()), "{report:#}");
    assert_eq!(report["aside"], serde_json::json!({"excluded": [], "unused": [], "changed": 6, "concerned": 0}));
    assert_eq!(
        last_line(&project, &format!("check {NOW} --changed {none}")),
        "Rien à contrôler : aucun des 6 fichiers ne concerne un mail."
    );
    assert_eq!(
        last_line(&project, "check --language en --changed README.md"),
        "Nothing to check: this file concerns no mail."
    );
    assert_eq!(last_line(&project, "check --language en --changed"), "Nothing to check: no file is given.");

    let report = project.json(&format!("check {NOW} --changed {none} mails/sortie.hbs"));
    assert_eq!(mails(&report), set("sortie"));
    assert_eq!(report["aside"], serde_json::json!({"excluded": [], "unused": [], "changed": 7, "concerned": 1}));
    let said = text(&project, &format!("check {NOW} --changed {none} mails/sortie.hbs"));
    assert!(said.contains("Laissés de côté  6 fichiers sur 7, sans rapport avec un mail"), "{said}");
}

#[test]
fn named_paths_that_are_not_checked_are_told() {
    let project = project("named", "");
    let report = project.json(&format!("check {NOW} mails/brouillons/b.hbs partials/seul.hbs autre.yaml"));
    assert_eq!(list(&report, "errors")[0]["code"], "file-missing");
    std::fs::remove_file(project.root.join("mails/choix.hbs")).unwrap();
    let line = format!("check {NOW} mails/brouillons/b.hbs partials/seul.hbs");
    let report = project.json(&line);
    assert_eq!((&report["verdict"], &report["exit"]), (&"nothing".into(), &3.into()), "{report:#}");
    assert_eq!(report["aside"]["excluded"], serde_json::json!(["mails/brouillons/b.hbs"]));
    assert_eq!(report["aside"]["unused"], serde_json::json!(["partials/seul.hbs"]));
    assert_eq!(
        last_line(&project, &line),
        "Rien n'a été contrôlé. Laissé de côté : mails/brouillons/b.hbs (« exclude: » dans presend.yaml) · \
         partials/seul.hbs (aucun mail ne s'en sert)."
    );
    let said = text(&project, &format!("{line} mails/sortie.hbs --format plain"));
    assert!(said.contains("Laissés de côté : mails/brouillons/b.hbs (« exclude:"), "{said}");
}

#[cfg(unix)]
#[test]
fn links_lead_no_changed_file_out_of_its_project() {
    let project = project("links", "dedans/");
    project.write("secret.hbs", "<p>secret</p>");
    std::os::unix::fs::symlink("../../secret.hbs", project.root.join("dedans/mails/lien.hbs")).unwrap();
    std::os::unix::fs::symlink("../secret.hbs", project.root.join("dedans/autre.hbs")).unwrap();
    let changed = |files: &str| project.json(&format!("check {NOW} --changed {files}"));
    let report = changed("dedans/mails/lien.hbs dedans/autre.hbs");
    assert_eq!(list(&report, "errors").len(), 1, "{report:#}");
    assert_eq!(list(&report, "errors")[0]["code"], "path-outside");
    assert_eq!(list(&report, "errors")[0]["location"]["file"], "dedans/mails/lien.hbs");
    // Where no mails are listed, any template would be one.
    project.write("dedans/presend.yaml", "language: fr\n");
    assert_eq!(changed("dedans/autre.hbs")["exit"], 0);
}

#[test]
fn settings_of_an_excluded_mail_do_not_bring_it_in() {
    let project = project("excluded-settings", "");
    project.write("mails/brouillons/b.mail.yaml", "preheader: x\n");
    let report = project.json(&format!("check {NOW} mails/brouillons/b.mail.yaml"));
    assert_eq!(report["aside"]["excluded"], serde_json::json!(["mails/brouillons/b.mail.yaml"]), "{report:#}");
    let report = project.json(&format!("check {NOW} --changed mails/brouillons/b.mail.yaml"));
    assert_eq!((&report["verdict"], &report["exit"]), (&"nothing".into(), &0.into()), "{report:#}");
}

#[test]
fn an_unread_project_is_never_passed_over() {
    let project = project("unread", "");
    project.write("events/carnet.yaml", "title: Tenir: un carnet\n");
    let changed = |files: &str| project.json(&format!("check {NOW} --changed {files}"));
    assert_eq!(changed("events/carnet.yaml")["exit"], 2);
    // What is wrong elsewhere does not stop a commit that concerns no mail.
    assert_eq!(changed("README.md")["exit"], 0);
    project.write("presend.yaml", "mails: [\n");
    assert_eq!(changed("mails/sortie.hbs")["exit"], 2);
}

#[test]
fn events_are_judged_without_a_mail() {
    let project = project("events", "");
    project.write("events/neuf.yaml", "title: Atelier #3 : la suite\nstart: 2027-05-04T10:00\n");
    let report = project.json(&format!("check {NOW} --changed events/neuf.yaml --fail-on warning"));
    assert_eq!((&report["verdict"], &report["exit"]), (&"findings".into(), &1.into()), "{report:#}");
    assert!(list(&report, "findings").iter().any(|one| one["rule"] == "cut-by-comment"), "{report:#}");
    let report = project.json(&format!("check {NOW} --changed README.md --fail-on warning"));
    assert_eq!(report["exit"], 0, "{report:#}");
}

#[test]
fn each_file_is_given_to_its_own_project() {
    let project = project("several", "un/");
    lay_out(&project, "deux/");
    project.write("README.md", "x");
    project.write("docs/page.md", "# Une page, du 3 mars 2027\n");
    let slip = "---\nsubject: x\nevent: carnet\nsend_at: 2027-02-01T09:00\n---\n<p>Le mardi 17 mars 2027 à 18 h</p>\n";
    project.write("un/mails/carnet.hbs", slip);
    project.write("deux/mails/carnet.hbs", slip);
    let files = "un/mails/carnet.hbs README.md docs/page.md deux/events/carnet.yaml deux/README.md";
    let report = project.json(&format!("check {NOW} --changed {files}"));
    assert_eq!(mails(&report), BTreeSet::from(["un/mails/carnet".into(), "deux/mails/carnet".into()]), "{report:#}");
    assert_eq!(report["aside"], serde_json::json!({"excluded": [], "unused": [], "changed": 5, "concerned": 2}));
    let wrong: Vec<&Value> = list(&report, "findings").iter().filter(|one| one["rule"] == "event-date").collect();
    let place = |one: &Value| one["location"]["file"].as_str().unwrap().to_string();
    assert_eq!(
        wrong.iter().map(|one| place(one)).collect::<Vec<_>>(),
        ["deux/mails/carnet.hbs", "un/mails/carnet.hbs"]
    );
    for one in wrong {
        let file = project.read(&place(one));
        let bytes = |end: &str| one["location"][end]["offset"].as_u64().unwrap() as usize;
        assert_eq!(&file[bytes("start")..bytes("end")], one["found"].as_str().unwrap());
        let folder = place(one).split('/').next().unwrap().to_string();
        assert!(list(one, "related").iter().all(|one| place(one).starts_with(&folder)), "{one:#}");
    }
    let said = text(&project, &format!("check {NOW} --changed {files}"));
    assert!(said.contains("[un/mails/carnet.hbs:6:") && said.contains("[deux/mails/carnet.hbs:6:"), "{said}");
    // Corrections are written into each.
    let before = project.read("un/mails/carnet.hbs");
    let report = project.json(&format!("check {NOW} --changed {files} --fix"));
    let fixed: Vec<&str> = list(&report, "fixed").iter().map(|one| one["file"].as_str().unwrap()).collect();
    assert_eq!(fixed, ["deux/mails/carnet.hbs", "un/mails/carnet.hbs"], "{report:#}");
    assert_ne!(project.read("un/mails/carnet.hbs"), before);
}

#[test]
fn options_that_look_at_the_whole_do_not_go_with_changed_files() {
    let project = project("whole", "");
    for options in ["--diff", "--write-baseline connus.json", "-"] {
        let report = project.json(&format!("check {NOW} --changed mails/sortie.hbs {options}"));
        assert_eq!((&report["exit"], &list(&report, "errors")[0]["code"]), (&2.into(), &"usage".into()), "{options}");
    }
    assert!(!project.root.join("connus.json").exists());
}

fn text(project: &Project, line: &str) -> String {
    String::from_utf8(project.run(line, None).stdout).unwrap()
}

fn last_line(project: &Project, line: &str) -> String {
    text(project, line).lines().last().unwrap().to_string()
}
