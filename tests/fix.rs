//! The laws of `check --fix` and `check --diff`: what is written is right at its place, once, and nothing else changes.

// A test that cannot lay out its own files has nothing to say but that.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod workshop;

use std::process::Command;

use serde_json::Value;

use workshop::{Project, list};

/// Rule, file and words of the findings with a safe fix.
fn fixable(report: &Value) -> Vec<String> {
    let safe = list(report, "findings").iter().filter(|one| one["fix"]["safe"] == true);
    safe.map(|one| format!("{} {} {}", one["rule"], one["location"]["file"], one["found"])).collect()
}

/// All laws that hold of every project: returns how many edits were written.
#[track_caller]
fn holds(project: &Project, name: &str) -> u64 {
    let before = project.files();
    let first = project.json("check");
    let wrong = fixable(&first);
    let shown = project.run("check --diff", None);
    assert_eq!(project.files(), before, "{name}: --diff wrote something");
    let fixed = project.json("check --fix");
    let edits: u64 = list(&fixed, "fixed").iter().map(|file| file["edits"].as_u64().unwrap()).sum();
    assert_eq!(shown.stdout.is_empty(), edits == 0, "{name}: the diff and what was written do not agree");
    assert!(edits >= wrong.len() as u64 || wrong.is_empty(), "{name}: {wrong:?}, and {edits} written");
    let after = project.files();
    let changed: Vec<&String> = after.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
    let told: Vec<&str> = list(&fixed, "fixed").iter().map(|file| file["file"].as_str().unwrap()).collect();
    assert_eq!(changed, told, "{name}: other files changed than were told");
    assert!(before.keys().eq(after.keys()), "{name}: files came or went");
    assert!(changed.iter().all(|path| !path.starts_with("events/") && !path.ends_with(".csv")), "{name}: {changed:?}");
    assert_eq!(fixable(&fixed), [""; 0], "{name}: safe fixes are left");
    let left: Vec<String> = list(&project.json("check"), "findings")
        .iter()
        .map(|one| format!("{} {} {}", one["rule"], one["location"]["file"], one["found"]))
        .collect();
    assert!(wrong.iter().all(|one| !left.contains(one)), "{name}: {left:?}");
    let again = project.json("check --fix");
    assert!(list(&again, "fixed").is_empty(), "{name}: a second run wrote something");
    assert_eq!(project.files(), after, "{name}: a second run wrote something");
    edits
}

#[test]
fn every_project_of_the_repository_keeps_the_laws() {
    let written: u64 = Project::all("fix").map(|(name, project)| holds(&project, &name)).sum();
    assert!(written >= 5, "the repository has corrections to write, and {written} were written");
}

#[test]
fn ends_of_lines_and_the_byte_order_mark_stay() {
    let project = Project::new("crlf");
    let text = "\u{feff}---\r\nsubject: \"Composer un herbier de saison\"\r\nevent: carnet-2027-03\r\n\
                send_at: 2027-03-15T09:00\r\n---\r\n<p>Rendez-vous jeudi\u{a0}11\u{a0}février\u{a0}2027.</p>\r\n";
    project.write("mails/a.hbs", text);
    assert_eq!(holds(&project, "crlf"), 2);
    let right = text
        .replace("\"Composer un herbier de saison\"", "\"{{event.title}}\"")
        .replace("jeudi\u{a0}11\u{a0}février", "mardi\u{a0}16\u{a0}mars");
    assert_eq!(project.read("mails/a.hbs"), right);
}

#[test]
fn yaml_is_spelt_as_its_quotes_ask() {
    let project = Project::with_title("yaml", "'L''été \"en ville\" : premiers pas'");
    let body = "<p>À mardi 16 mars.</p>\n";
    for (name, subject) in [("plain", ""), ("single", "'"), ("double", "\"")] {
        project.write(&format!("mails/{name}.html"), body);
        project.write(
            &format!("mails/{name}.mail.yaml"),
            &format!(
                "subject: {subject}Demain, Composer un herbier de saison{subject} # à relire\n\
                 event: carnet-2027-03\nsend_at: 2027-03-15T09:00\n"
            ),
        );
    }
    assert_eq!(holds(&project, "yaml"), 2);
    assert!(
        project.read("mails/single.mail.yaml").starts_with("subject: 'Demain, L''été \"en ville\" : premiers pas' #")
    );
    assert!(
        project
            .read("mails/double.mail.yaml")
            .starts_with("subject: \"Demain, L'été \\\"en ville\\\" : premiers pas\" #")
    );
    // Without quotes the colon would make a key of it: that is left to the reader.
    assert!(project.read("mails/plain.mail.yaml").starts_with("subject: Demain, Composer un herbier de saison #"));
}

#[test]
fn entries_of_the_settings_are_corrected_and_the_rest_of_them_is_not() {
    let project = Project::new("entries");
    let settings = "language: fr\nevents: [events/*.yaml]\nmails:\n  - template: mails/a.html\n    \
                    subject: Composer un herbier de saison # le sujet\n    event: carnet-2027-03\n    \
                    send_at: 2027-03-15T09:00\n";
    project.write("presend.yaml", settings);
    project.write("mails/a.html", "<p>À mardi 16 mars.</p>\n");
    assert_eq!(holds(&project, "entries"), 1);
    let right = settings.replace("Composer un herbier de saison", "Tenir un carnet de terrain");
    assert_eq!(project.read("presend.yaml"), right);
}

#[test]
fn html_is_escaped_and_its_entities_are_kept() {
    let project = Project::with_title("entities", "'Eau & \"air\" : <en ville>'");
    let body = "<p>Atelier Composer&nbsp;un&nbsp;herbier de saison, jeudi&nbsp;11&nbsp;f&eacute;vrier&nbsp;2027.</p>\n\
                <img src=\"https://exemple.test/x.png\" alt=\"Composer un herbier de saison\">\n";
    project.mail("mails/a.html", "engine: none\nsubject: Demain\n", body);
    holds(&project, "entities");
    let read = project.read("mails/a.html");
    assert!(read.contains("mardi&nbsp;16&nbsp;mars&nbsp;2027"), "{read}");
    assert!(read.contains("alt=\"Eau &amp; &quot;air&quot; : &lt;en ville&gt;\""), "{read}");
    assert!(read.contains("<p>Atelier Eau &amp; \"air\" : &lt;en ville&gt;, "), "{read}");
}

#[test]
fn what_is_not_certain_is_left_alone() {
    let project = Project::new("uncertain");
    let body = "<p>Atelier Composer <b>un herbier</b> de saison, jeudi 11 <i>février</i>.</p>\n\
                <p><a href=\"mailto:a@exemple.test?subject=Composer%20un%20herbier%20de%20saison\">Écrire</a></p>\n\
                <p>{{upper \"Composer un herbier de saison\"}}</p>\n";
    project.mail("mails/a.hbs", "subject: Demain\n", body);
    let before = project.files();
    let report = project.json("check --fix");
    assert!(list(&report, "fixed").is_empty());
    assert!(!list(&report, "findings").is_empty());
    assert_eq!(project.files(), before);
}

#[test]
fn a_title_is_printed_by_its_tag_wherever_names_have_another_meaning() {
    let project = Project::new("tags");
    project.write("partials/pied.hbs", "<p>Composer un herbier de saison</p>\n");
    project.mail(
        "mails/a.hbs",
        "subject: \"Demain : Composer un herbier de saison\"\n",
        "<h1>Composer un herbier de saison</h1>\n{{#each event.speakers}}<p>{{name}} : Composer un herbier de \
         saison</p>\n{{/each}}\n{{> pied}}\n",
    );
    project.mail("mails/b.hbs", "subject: Demain\n", "<p>À mardi 16 mars.</p>\n{{> pied}}\n");
    // The partial is in two mails and is corrected once.
    assert_eq!(holds(&project, "tags"), 4);
    assert_eq!(project.read("partials/pied.hbs"), "<p>{{@root.event.title}}</p>\n");
    let mail = project.read("mails/a.hbs");
    assert!(mail.contains("subject: \"Demain : {{event.title}}\""), "{mail}");
    assert!(mail.contains("<h1>{{event.title}}</h1>") && mail.contains("{{name}} : {{@root.event.title}}"), "{mail}");
    let seen = project.run("render mails/a.hbs", None);
    let seen = String::from_utf8(seen.stdout).unwrap();
    assert_eq!(seen.matches("Tenir un carnet de terrain").count(), 4, "{seen}");
}

#[test]
fn words_that_are_right_in_another_mail_have_no_certain_correction() {
    let project = Project::new("shared");
    project.write("partials/pied.hbs", "<p>Rendez-vous jeudi 11 février 2027 à 12 h 30.</p>\n");
    project.mail("mails/a.hbs", "subject: Demain\n", "<p>Bonjour</p>\n{{> pied}}\n");
    project.write(
        "mails/b.hbs",
        "---\nsubject: Demain\nevent: herbier-2027-02\nsend_at: 2027-02-10T09:00\n---\n<p>Bonjour</p>\n{{> pied}}\n",
    );
    let before = project.files();
    let report = project.json("check --fix");
    assert!(list(&report, "findings").iter().any(|one| one["rule"] == "event-date"), "{report}");
    assert_eq!(project.files(), before);
}

#[test]
fn corrections_that_overlap_are_written_one_after_the_other() {
    let project = Project::new("overlap");
    let rule = |id: &str, from: &str, to: &str, rank: u8| {
        format!(
            "id: {id}\nsummary: Mots\nlevel: warning\nrank: {rank}\nscope: [text]\nsubstitution:\n  \
             swap: {{\"{from}\": \"{to}\"}}\nmessage: \"Écrire {{expected}}\"\nfix: {{replace: match, safe: true}}\n\
             valid: [Bonjour]\ninvalid: [\"{from}\"]\n"
        )
    };
    project.write("presend.yaml", "language: fr\nevents: [events/*.yaml]\nmails: [mails/*]\nrules: [rules/*.yaml]\n");
    project.write("rules/one.yaml", &rule("one", "plate forme", "plateforme", 10));
    project.write("rules/two.yaml", &rule("two", "forme vidéo", "forme filmée", 20));
    project.write("rules/three.yaml", &rule("three", "plateforme vidéo", "salle", 30));
    project.mail("mails/a.hbs", "subject: Demain\n", "<p>Sur la plate forme vidéo, mardi 16 mars.</p>\n");
    let report = project.json("check --fix");
    assert_eq!(report["fixed"], serde_json::json!([{"file": "mails/a.hbs", "edits": 2}]), "{report}");
    assert!(project.read("mails/a.hbs").ends_with("<p>Sur la salle, mardi 16 mars.</p>\n"));
}

#[test]
fn rules_that_undo_each_other_come_to_an_end() {
    let project = Project::new("endless");
    let rule = |id: &str, from: &str, to: &str| {
        format!(
            "id: {id}\nsummary: Mots\nlevel: warning\nscope: [text]\nsubstitution: {{swap: {{{from}: {to}}}}}\n\
             message: \"Écrire {{expected}}\"\nfix: {{replace: match, safe: true}}\nvalid: [Bonjour]\ninvalid: [{from}]\n"
        )
    };
    project.write("presend.yaml", "language: fr\nevents: [events/*.yaml]\nmails: [mails/*]\nrules: [rules/*.yaml]\n");
    project.write("rules/one.yaml", &rule("one", "webinaire", "séminaire"));
    project.write("rules/two.yaml", &rule("two", "séminaire", "webinaire"));
    project.mail("mails/a.hbs", "subject: Demain\n", "<p>Le webinaire a lieu mardi 16 mars.</p>\n");
    assert_eq!(project.json("check --fix")["fixed"][0]["edits"], 10);
}

#[test]
fn a_finished_message_takes_literal_words_where_its_encoding_cannot_matter() {
    let project = Project::new("eml");
    let text = "From: a@exemple.test\r\nTo: b@exemple.test\r\nSubject: Composer un herbier de saison\r\n\
                Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
                Atelier Composer un herbier de saison, jeudi 11 f=C3=A9vrier 2027.\r\n";
    project.write("mails/a.eml", text);
    project.write("mails/a.mail.yaml", "event: carnet-2027-03\nsend_at: 2027-03-15T09:00\n");
    holds(&project, "eml");
    assert_eq!(
        project.read("mails/a.eml"),
        text.replace("Composer un herbier de saison", "Tenir un carnet de terrain")
    );
}

#[test]
fn words_that_a_files_encoding_lacks_are_told() {
    let project = Project::with_title("latin1", "\"Été ☀ en ville\"");
    let text = b"From: a@exemple.test\r\nTo: b@exemple.test\r\nSubject: x\r\n\
        Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\
        Atelier \xc9couter la for\xeat, mardi 16 mars.\r\n";
    project.write(
        "events/foret-2027-01.yaml",
        "title: \"Écouter la forêt\"\nstart: 2027-01-12T12:30\nend: 2027-01-12T13:30\n",
    );
    project.write_bytes("mails/a.eml", text);
    project.write("mails/a.mail.yaml", "event: carnet-2027-03\nsend_at: 2027-03-15T09:00\n");
    let report = project.json("check --fix");
    assert_eq!(report["errors"][0]["code"], "fix-encoding", "{report}");
    assert_eq!((report["fixed"].clone(), report["exit"].clone()), (serde_json::json!([]), 2.into()));
    assert_eq!(std::fs::read(project.root.join("mails/a.eml")).unwrap(), text);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_symbolic_link() {
    let project = Project::new("links");
    project.mail("kept/real.hbs", "subject: Demain\n", "<p>Rendez-vous jeudi 11 février 2027.</p>\n");
    std::fs::create_dir(project.root.join("mails")).unwrap();
    std::os::unix::fs::symlink(project.root.join("kept/real.hbs"), project.root.join("mails/a.hbs")).unwrap();
    project.mail("mails/b.hbs", "subject: Demain\n", "<p>Rendez-vous jeudi 11 février 2027.</p>\n");
    let before = project.read("kept/real.hbs");
    let report = project.json("check --fix");
    assert_eq!(report["errors"][0]["code"], "file-unwritable", "{report}");
    assert!(report["errors"][0]["message"].as_str().unwrap().contains("mails/a.hbs"));
    // The other file is corrected all the same.
    assert_eq!(report["fixed"], serde_json::json!([{"file": "mails/b.hbs", "edits": 1}]));
    assert_eq!((project.read("kept/real.hbs"), report["exit"].as_u64()), (before, Some(2)));
    assert!(std::fs::symlink_metadata(project.root.join("mails/a.hbs")).unwrap().file_type().is_symlink());
}

#[test]
fn nothing_is_written_outside_the_project() {
    let project = Project::new("outside");
    project.mail("other/a.hbs", "subject: Demain\n", "<p>Rendez-vous jeudi 11 février 2027.</p>\n");
    for event in ["carnet-2027-03", "herbier-2027-02"] {
        project.write(&format!("team/events/{event}.yaml"), &project.read(&format!("events/{event}.yaml")));
    }
    project.write("team/presend.yaml", "language: fr\n");
    let before = project.files();
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    let line = "check t.hbs ../other/a.hbs --fix --format json";
    project.write("team/t.hbs", "---\nevent: carnet-2027-03\n---\n<p>Bonjour</p>\n");
    let output = command.args(line.split(' ')).current_dir(project.root.join("team")).output().unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let refused = list(&report, "errors").iter().filter(|one| one["code"] == "file-unwritable").count();
    assert_eq!((refused, report["exit"].as_u64()), (1, Some(2)), "{report}");
    assert_eq!(project.files()["other/a.hbs"], before["other/a.hbs"]);
}

#[cfg(unix)]
#[test]
fn permissions_stay_and_a_closed_file_is_not_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new("permissions");
    for (name, mode) in [("a", 0o640), ("b", 0o444)] {
        let path = format!("mails/{name}.hbs");
        project.mail(&path, "subject: Demain\n", "<p>Rendez-vous jeudi 11 février 2027.</p>\n");
        std::fs::set_permissions(project.root.join(path), std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let report = project.json("check --fix");
    let mode = |path: &str| std::fs::metadata(project.root.join(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("mails/a.hbs"), mode("mails/b.hbs")), (0o640, 0o444));
    assert_eq!(report["fixed"], serde_json::json!([{"file": "mails/a.hbs", "edits": 1}]), "{report}");
    // The report is of what lies on disk: the closed file's finding is still there.
    assert!(list(&report, "findings").iter().any(|one| one["mail"] == "mails/b.hbs" && one["rule"] == "event-date"));
    assert!(project.read("mails/b.hbs").contains("jeudi 11 février"));
}

#[test]
fn the_diff_of_standard_input_is_shown_and_fixing_it_is_refused() {
    let project = Project::new("input");
    project.mail("mails/a.hbs", "subject: Demain\n", "<p>Rendez-vous jeudi 11 février 2027.</p>\n");
    let output = project.run("check - --stdin-filename mails/a.hbs --diff", Some("mails/a.hbs"));
    let diff = String::from_utf8(output.stdout).unwrap();
    assert!(diff.starts_with("--- a/mails/a.hbs\n+++ b/mails/a.hbs\n@@ "), "{diff}");
    assert!(diff.contains("-<p>Rendez-vous jeudi 11 février 2027.</p>\n+<p>Rendez-vous mardi 16 mars 2027.</p>\n"));
    let unnamed = project.run("check - --diff", Some("mails/a.hbs"));
    assert!(String::from_utf8(unnamed.stdout).unwrap().starts_with("--- a/stdin.html\n"));
    for line in ["check - --fix", "check --fix --diff"] {
        let before = project.files();
        let output = project.run(&format!("{line} --format json"), Some("mails/a.hbs"));
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((report["exit"].as_u64(), report["errors"][0]["code"].as_str()), (Some(2), Some("usage")));
        assert!(report["errors"][0]["help"].as_str().unwrap().contains("--diff"));
        assert_eq!(project.files(), before);
    }
}

#[test]
fn the_diff_can_be_applied() {
    let project = Project::new("apply");
    project.mail("mails/a.hbs", "subject: Demain\n", "<p>Rendez-vous jeudi 11 février 2027.</p>\r\n<p>Fin</p>");
    project.mail("mails/b.hbs", "subject: Composer un herbier de saison\n", "<p>À mardi 16 mars.</p>\n");
    let diff = project.run("check --diff", None).stdout;
    std::fs::write(project.root.join("fix.patch"), &diff).unwrap();
    let Ok(applied) = Command::new("git").args(["apply", "fix.patch"]).current_dir(&project.root).output() else {
        eprintln!("skipped: there is no git to apply a diff with");
        return;
    };
    assert!(applied.status.success(), "{applied:?}");
    let patched = ["mails/a.hbs", "mails/b.hbs"].map(|path| project.read(path));
    let other = Project::new("apply-too");
    other.mail("mails/a.hbs", "subject: Demain\n", "<p>Rendez-vous jeudi 11 février 2027.</p>\r\n<p>Fin</p>");
    other.mail("mails/b.hbs", "subject: Composer un herbier de saison\n", "<p>À mardi 16 mars.</p>\n");
    other.json("check --fix");
    assert_eq!(patched, ["mails/a.hbs", "mails/b.hbs"].map(|path| other.read(path)));
}

#[test]
fn the_signs_of_a_title_go_with_its_words() {
    let project = Project::with_title("signs", "\"Tenir un carnet de terrain\"");
    project.write(
        "events/ouvrir-2027-01.yaml",
        "title: \"Ouvrir ses données : par où commencer ?\"\nstart: 2027-01-12T12:30\nend: 2027-01-12T13:30\n",
    );
    project.mail(
        "mails/suivi.html",
        "subject: \"Suivi : Tenir un carnet de terrain\"\nengine: none\n",
        "<p>Après « Ouvrir ses données&nbsp;: par où commencer&nbsp;? », la suite.</p>\n\
         <p>Connaissez-vous « Ouvrir ses données : par où commencer » ?</p>\n",
    );
    project.run("check mails/suivi.html --fix", None);
    let mail = project.read("mails/suivi.html");
    assert!(mail.contains("<p>Après « Tenir un carnet de terrain », la suite.</p>"), "{mail}");
    assert!(mail.contains("<p>Connaissez-vous « Tenir un carnet de terrain » ?</p>"), "{mail}");
}
