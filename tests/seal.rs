//! The laws of `check --seal` and `verify`: only a mail that was checked, found clean and left alone passes.

#![allow(clippy::unwrap_used)]

mod workshop;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use workshop::{Project, list};

const NOW: &str = "--now 2026-12-01T09:00";

/// A copy of a fixture whose mail is clean.
fn clean(test: &'static str) -> Project {
    let (_, project) =
        Project::all(test).find(|(name, project)| name == "clean-next" && exists(project, "suivi.hbs")).unwrap();
    let output = project.run(&format!("check --seal {NOW}"), None);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    project
}

fn exists(project: &Project, path: &str) -> bool {
    project.root.join(path).exists()
}

/// The exit code of `verify`, and what it prints.
fn verify(project: &Project, more: &str) -> (i32, String) {
    let output = project.run(&format!("verify --language fr{more}"), None);
    let printed = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), printed)
}

/// A seal as it would be if presend had written this: the digest is of the object as one line, with an empty digest.
fn signed(mut seal: Value) -> String {
    seal["digest"] = json!("");
    let hash: String =
        Sha256::digest(serde_json::to_string(&seal).unwrap()).iter().map(|byte| format!("{byte:02x}")).collect();
    seal["digest"] = json!(format!("sha256:{hash}"));
    serde_json::to_string_pretty(&seal).unwrap()
}

#[test]
fn of_all_projects_those_pass_whose_check_was_clean() {
    let (mut passed, mut held) = (0, 0);
    for (name, project) in Project::all("seal") {
        let report = project.json(&format!("check --seal {NOW}"));
        let (code, printed) = verify(&project, "");
        match report["verdict"].as_str().unwrap() {
            "clean" => assert_eq!(code, 0, "{name}: {printed}"),
            "incomplete" => assert!(code == 1 || code == 2 || code == 3, "{name}: {code} {printed}"),
            "nothing" => assert!(code == 3 || code == 1, "{name}: {code} {printed}"),
            _ => {
                // One mail of several may have been clean; then the others hold.
                assert_eq!(code, 1, "{name}: {printed}");
            }
        }
        if code == 0 {
            passed += 1
        } else {
            held += 1
        }
        let lenient = verify(&project, " --lenient").0;
        let summary = &report["summary"];
        let passable = [&summary["errors"], &summary["warnings"]].iter().all(|count| **count == 0);
        let checked = matches!(report["verdict"].as_str(), Some("clean" | "partial" | "findings"));
        assert_eq!(lenient == 0, checked && passable, "{name}: {report}");
    }
    assert!(passed >= 4 && held >= 20, "{passed} passed, {held} were held");
}

#[test]
fn a_change_of_any_file_of_the_mail_holds_it() {
    let project = clean("seal-change");
    let files = project.files();
    let mut held = 0;
    for (path, bytes) in files.iter().filter(|(path, _)| !path.ends_with(".md") && !path.ends_with(".json")) {
        let more: &[u8] = match path.rsplit('.').next() {
            Some("csv") => b"zoe@exemple.test,Zoe,Moreau,Mairie,yes\n",
            Some("hbs") => b"<p>Encore</p>\n",
            _ => b"# encore\n",
        };
        project.write_bytes(path, &[bytes, more].concat());
        assert_eq!(verify(&project, "").0, 1, "{path} was changed");
        std::fs::remove_file(project.root.join(path)).unwrap();
        assert_ne!(verify(&project, "").0, 0, "{path} is gone");
        project.write_bytes(path, bytes);
        assert_eq!(verify(&project, "").0, 0, "{path} is as it was");
        held += 1;
    }
    assert!(held >= 7, "{held} files");
    project.write("events/nouveau.yaml", "title: \"Un nouveau\"\nstart: 2027-05-01T10:00\n");
    assert_eq!(verify(&project, "").0, 1, "an event was added");
}

#[test]
fn what_changed_is_told_in_words() {
    let project = clean("seal-words");
    let replace = |path: &str, from: &str, to: &str| {
        let text = project.read(path);
        assert!(text.contains(from), "{path}: {from}");
        project.write(path, &text.replace(from, to));
    };
    replace("events/friches-2026-12.yaml", "2026-12-10T11:00", "2026-12-10T10:30");
    replace("suivi.hbs", "160 personnes", "cent personnes");
    replace("suivi.hbs", "subject: \"Replay :", "subject: \"Vidéo :");
    replace("presents.csv", "attended", "present");
    let (code, printed) = verify(&project, "");
    assert_eq!(code, 1);
    for line in [
        "events/friches-2026-12.yaml, start : « 2026-12-10T11:00 » → « 2026-12-10T10:30 »",
        "suivi.hbs : « 160 » → « cent »",
        "suivi.hbs, subject : « Replay : {{{event.title}}} » → « Vidéo : {{{event.title}}} »",
        "presents.csv, colonnes : ",
    ] {
        assert!(printed.contains(line), "{line}\n{printed}");
    }
    assert!(printed.starts_with("suivi.hbs : changé depuis le contrôle fait le 1er décembre 2026 à 9 h"), "{printed}");
    let report = project.json("verify");
    assert_eq!(report["mails"][0]["state"], "changed");
    let start = list(&report["mails"][0], "changes").iter().find(|change| change["key"] == "start").unwrap();
    assert_eq!(start["before"], "2026-12-10T11:00");
}

#[test]
fn a_seal_that_was_edited_is_refused() {
    let project = clean("seal-edited");
    let text = project.read("suivi.hbs.seal.json");
    let seal: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(signed(seal.clone()), text.trim_end(), "the digest is of the seal's own words");
    // Another layout of the same words is no edit.
    project.write("suivi.hbs.seal.json", &seal.to_string());
    assert_eq!(verify(&project, "").0, 0);
    let mut places = Vec::new();
    leaves(&seal, String::new(), &mut places);
    assert!(places.len() > 50);
    for place in places {
        let mut edited = seal.clone();
        let leaf = edited.pointer_mut(&place).unwrap();
        *leaf = match &*leaf {
            Value::Number(number) => json!(number.as_u64().unwrap() + 1),
            other => json!(format!("{}x", other.as_str().unwrap())),
        };
        project.write("suivi.hbs.seal.json", &edited.to_string());
        assert_eq!(verify(&project, "").0, 2, "{place}");
    }
    let mut more = seal.clone();
    more["reviewed"] = json!(true);
    for wrong in [signed(more), "{}".to_string(), String::new(), "[1".to_string()] {
        project.write("suivi.hbs.seal.json", &wrong);
        assert_eq!(verify(&project, "").0, 2, "{wrong}");
    }
    std::fs::remove_file(project.root.join("suivi.hbs.seal.json")).unwrap();
    assert_eq!(verify(&project, "").0, 3);
}

/// The places of all texts and numbers, as pointers.
fn leaves(value: &Value, at: String, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| leaves(inner, format!("{at}/{key}"), out)),
        Value::Array(items) => items.iter().enumerate().for_each(|(n, inner)| leaves(inner, format!("{at}/{n}"), out)),
        _ => out.push(at),
    }
}

#[test]
fn other_rules_another_version_or_another_mails_seal_hold_it() {
    let project = clean("seal-version");
    let seal: Value = serde_json::from_str(&project.read("suivi.hbs.seal.json")).unwrap();
    let mut older = seal.clone();
    older["checked"]["presend"] = json!("0.0.1");
    project.write("suivi.hbs.seal.json", &signed(older));
    let (code, printed) = verify(&project, "");
    assert_eq!(code, 1);
    assert!(printed.contains("version : « 0.0.1 » → "), "{printed}");

    let mut rules = seal.clone();
    let built_in = rules["inputs"].as_array_mut().unwrap().iter_mut().find(|input| input["what"] == "built-in-rules");
    built_in.unwrap()["sha256"] = json!("00");
    project.write("suivi.hbs.seal.json", &signed(rules));
    assert_eq!(verify(&project, "").0, 1);

    let mut other = seal.clone();
    other["mail"] = json!("rappel.hbs");
    project.write("suivi.hbs.seal.json", &signed(other));
    assert_eq!(verify(&project, "").0, 2);

    project.write("suivi.hbs.seal.json", &signed(seal));
    assert_eq!(verify(&project, "").0, 0, "the helper signs as presend does");
}

#[test]
fn neither_recipients_nor_private_addresses_stand_in_a_seal() {
    let mut looked = 0;
    for (name, project) in Project::all("seal-private") {
        project.run(&format!("check --seal {NOW}"), None);
        let files = project.files();
        let seals = files.iter().filter(|(path, _)| path.ends_with(".seal.json"));
        let seals: String = seals.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()).collect();
        // What is typed into templates and settings is no recipient's datum.
        let typed: String = files
            .iter()
            .filter(|(path, _)| path.ends_with(".hbs") || path.ends_with(".yaml"))
            .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
            .collect();
        for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with(".csv") || path.ends_with(".eml")) {
            let text = String::from_utf8_lossy(bytes).into_owned();
            for word in text.split([',', ';', ' ', '<', '>', '\n', '\r', '"', '\t']).filter(|word| word.contains('@')) {
                assert!(typed.contains(word) || !seals.contains(word), "{name}: {word} of {path}");
                looked += 1;
            }
        }
        for secret in ["pwd=", "zak=", "847 1209 3365", "/live?s=", "livestorm.co/#/events"] {
            assert!(!seals.contains(secret), "{name}: {secret}");
        }
    }
    assert!(looked > 50, "{looked} addresses");
}

#[test]
fn what_the_command_line_said_of_a_mail_counts_again() {
    let project = Project::empty("seal-options");
    project.write(
        "event.yaml",
        "title: \"Tenir un carnet\"\nstart: 2027-03-16T18:00\nlanguage: fr\ntimezone: Europe/Paris\n",
    );
    project.write("mail.html", "<!DOCTYPE html><html lang=\"fr\"><title>Carnet</title><p>Bonjour,</p><p>Tenir un carnet, mardi 16 mars 2027.</p>");
    let line = "check mail.html --event event.yaml --subject Carnet --seal --now 2027-03-01T09:00";
    let report = project.json(line);
    assert_eq!(report["verdict"], "findings", "a remark: {report}");
    assert_eq!(verify(&project, " mail.html").0, 1);
    assert_eq!(verify(&project, " mail.html --lenient").0, 0);
    project.write(
        "event.yaml",
        "title: \"Tenir un carnet\"\nstart: 2027-03-17T18:00\nlanguage: fr\ntimezone: Europe/Paris\n",
    );
    let (code, printed) = verify(&project, " mail.html --lenient");
    assert_eq!(code, 1);
    assert!(printed.contains("start : « 2027-03-16T18:00 » → « 2027-03-17T18:00 »"), "{printed}");
    assert_eq!(verify(&project, " absent.html").0, 2);
}

#[test]
fn half_a_check_is_not_sealed() {
    let project = clean("seal-half");
    std::fs::remove_file(project.root.join("suivi.hbs.seal.json")).unwrap();
    for half in
        ["--rule event-date", "--min-level error", "--diff", "--write-baseline known.json", "--changed suivi.hbs"]
    {
        let output = project.run(&format!("check --seal {half}"), None);
        assert_eq!(output.status.code(), Some(2), "{half}: {output:?}");
        assert!(!exists(&project, "suivi.hbs.seal.json"), "{half}");
    }
}
