//! First steps: what `presend init` writes, what it leaves alone, and what it says to type next.

#![allow(clippy::unwrap_used)]

mod workshop;

use std::process::Output;

use serde_json::Value;
use workshop::{Project, list};

const LANGUAGES: [&str; 2] = ["fr", "en"];

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn refused(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A folder that `init` takes for a repository of its own.
fn repository(name: &str) -> Project {
    let project = Project::empty(name);
    project.write(".git/HEAD", "ref: refs/heads/main\n");
    project
}

/// The words at the place of each problem, and each message.
fn problems(project: &Project, report: &Value) -> Vec<(String, String)> {
    let at = |problem: &Value| {
        let place = &problem["location"];
        let file = project.read(place["file"].as_str().unwrap());
        let offset = |end: &str| usize::try_from(place[end]["offset"].as_u64().unwrap()).unwrap();
        (file[offset("start")..offset("end")].to_string(), problem["message"].as_str().unwrap().to_string())
    };
    list(report, "errors").iter().map(at).collect()
}

#[test]
fn the_event_is_read_without_complaint_but_for_its_examples() {
    for language in LANGUAGES {
        let project = Project::empty(&format!("init-event-{language}"));
        project.write("lettre.txt", "Bonjour\n");
        assert_eq!(project.run(&format!("init --language {language}"), None).status.code(), Some(0));
        let report = project.json(&format!("check lettre.txt --event event.yaml --language {language}"));
        assert_eq!((&report["verdict"], &report["exit"]), (&Value::from("incomplete"), &Value::from(2)), "{report}");
        let found = problems(&project, &report);
        let (words, messages): (Vec<&str>, Vec<&str>) =
            found.iter().map(|(words, message)| (words.as_str(), message.as_str())).unzip();
        match language {
            "fr" => assert_eq!(words, ["Titre exact de l'événement", "2099-12-31 14:00", "Prénom Nom"]),
            _ => assert_eq!(words, ["Exact title of the event", "2099-12-31 14:00", "First name Last name"]),
        }
        let still = if language == "fr" { "encore" } else { "still" };
        assert!(messages.iter().all(|message| message.contains(still)), "{messages:?}");
        assert!(list(&report, "errors").iter().all(|problem| problem["help"].is_string()));
    }
}

#[test]
fn an_event_that_was_filled_in_is_checked() {
    for (language, title, name) in
        [("fr", "Titre exact de l'événement", "Prénom Nom"), ("en", "Exact title of the event", "First name Last name")]
    {
        let project = Project::empty(&format!("init-filled-{language}"));
        project.run(&format!("init --language {language}"), None);
        let text = project.read("event.yaml");
        // About ten lines, in straight quotes: what a person fills in without having seen YAML.
        assert!(text.lines().count() <= 12 && text.starts_with("# event.yaml"), "{text}");
        let text = text.replace(title, "Un titre : avec « tout » #1").replace("2099-12-31", "2027-03-16");
        project.write("event.yaml", &text.replace(name, "Malo Perrin"));
        project.write("mail.txt", "Bonjour, rendez-vous le 17 mars 2027.\n");
        let report = project.json("check mail.txt --event event.yaml --now 2027-03-01T09:00");
        assert_eq!(list(&report, "errors"), [] as [Value; 0], "{report}");
        assert!(list(&report, "findings").iter().any(|finding| finding["rule"] == "event-date"), "{report}");
        assert!(list(&report, "findings").iter().all(|finding| finding["location"]["file"] != "event.yaml"));
    }
}

#[test]
fn the_command_to_type_next_is_whole_and_names_the_one_mail() {
    let project = Project::empty("init-next");
    let said = printed(&project.run("init", None));
    assert!(said.contains("\n  presend check mail.eml --event event.yaml\n"), "{said}");
    project.write("mon test.eml", "From: a@b.test\nSubject: x\n\nx\n");
    let said = printed(&project.run("init --force", None));
    assert!(said.contains("\n  presend check \"mon test.eml\" --event event.yaml\n"), "{said}");
    let said = printed(&project.run("init fiches/mars.yaml", None));
    assert!(said.starts_with("Écrit : fiches/mars.yaml\n"), "{said}");
    assert!(said.contains("\n  presend check \"mon test.eml\" --event fiches/mars.yaml\n"), "{said}");
    // Of two, presend cannot know which.
    project.write("autre.html", "<p>x</p>");
    let said = printed(&project.run("init --force", None));
    assert!(said.contains("\n  presend check mail.eml --event event.yaml\n"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_file_name_cannot_speak_to_the_terminal() {
    let project = Project::empty("init-name");
    project.write("\u{1b}[31mrouge$(id).eml", "Subject: x\n\nx\n");
    let output = project.run("init", None);
    assert!(printed(&output).contains("presend check mail.eml"), "{output:?}");
    let output = project.run("init \u{1b}[31mrouge.yaml", None);
    assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{output:?}");
    let output = project.run("init \u{1b}[31mrouge.yaml", None);
    assert_eq!(output.status.code(), Some(2));
    assert!(!output.stderr.contains(&0x1b), "{output:?}");
}

#[test]
fn nothing_that_is_there_is_overwritten() {
    let project = Project::empty("init-there");
    project.write("event.yaml", "à moi\n");
    project.write("presend.yaml", "language: fr\n");
    for line in ["init", "init --project", "init ./", "init event.yaml"] {
        let before = project.files();
        let output = project.run(line, None);
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(refused(&output).contains("existe déjà : rien n'a été écrit"), "{line}: {output:?}");
        assert!(refused(&output).contains("--force"), "{line}: {output:?}");
        assert_eq!(project.files(), before, "{line}: not one file may be written");
    }
    assert_eq!(project.run("init --force", None).status.code(), Some(0));
    assert!(project.read("event.yaml").starts_with("# event.yaml"));
}

#[test]
fn the_project_is_clean_at_any_time_and_its_slips_are_seen() {
    for (language, mail, own, other) in [
        ("fr", "mails/suivi.hbs", "« {{event.title}} »", "« Réussir ses semis d'avril »"),
        ("en", "mails/follow-up.hbs", "“{{event.title}}”", "“Raising April's seedlings”"),
    ] {
        let project = Project::empty(&format!("init-project-{language}"));
        let output = project.run(&format!("init --project --language {language}"), None);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        for path in project.files().keys() {
            assert!(printed(&output).contains(path), "{path} is written and not named");
        }
        for now in ["2001-01-01T08:00", "2027-03-19T09:00", "2090-01-01T08:00"] {
            let report = project.json(&format!("check --now {now}"));
            assert_eq!(report["verdict"], "clean", "{now}: {report}");
            assert!(report["summary"]["mails"] == 1 && report["summary"]["recipients"] == 3, "{report}");
        }
        assert_eq!(project.run("rules test", None).status.code(), Some(0));
        project.write(mail, &project.read(mail).replace(own, other));
        let report = project.json("check");
        assert!(list(&report, "findings").iter().any(|finding| finding["rule"] == "other-event"), "{report}");
    }
}

#[test]
fn a_project_in_a_folder_of_its_own_is_checked_from_outside() {
    let project = Project::empty("init-folder");
    let said = printed(&project.run("init --project nos-mails", None));
    assert!(said.contains("\n  presend check nos-mails\n"), "{said}");
    assert_eq!(project.json("check nos-mails")["verdict"], "clean");
}

#[test]
fn ci_files_lie_at_the_top_of_the_repository_and_check_the_project() {
    let project = repository("init-ci");
    let said = printed(&project.run("init --project mails/equipe --ci github --pre-commit", None));
    assert!(said.contains("Écrit : .github/workflows/presend.yml\n"), "{said}");
    assert!(said.contains("Écrit : .pre-commit-config.yaml\n"), "{said}");
    let workflow = project.read(".github/workflows/presend.yml");
    assert!(workflow.contains("presend check mails/equipe --format github"), "{workflow}");
    let all = workflow + &project.read(".pre-commit-config.yaml");
    assert!(all.contains(&format!("presend=={}", env!("CARGO_PKG_VERSION"))) && !all.contains("{version}"), "{all}");
    let output = project.run("init --project autre --ci github", None);
    assert_eq!(output.status.code(), Some(2));
    assert!(refused(&output).contains(".github/workflows/presend.yml"), "{output:?}");
    assert!(!project.root.join("autre").exists());
}

#[test]
fn files_that_others_share_are_never_overwritten() {
    let project = repository("init-shared");
    project.run("init --project", None);
    for (line, file, lines) in [
        ("init --ci gitlab --force", ".gitlab-ci.yml", ["\n  presend:\n", "    - presend check --output"]),
        ("init --pre-commit --force", ".pre-commit-config.yaml", ["\n    - repo: local\n", "entry: presend check"]),
    ] {
        project.write(file, "à nous: tous\n");
        let output = project.run(line, None);
        assert_eq!(output.status.code(), Some(0));
        let said = printed(&output);
        assert_eq!(project.read(file), "à nous: tous\n");
        assert!(said.contains(&format!("« {file} » existe déjà")), "{said}");
        assert!(lines.iter().all(|line| said.contains(line)), "{said}");
    }
}

#[test]
fn beside_a_project_ci_writes_no_event_and_without_one_says_what_is_missing() {
    let project = repository("init-beside");
    let said = printed(&project.run("init", None));
    assert!(said.contains("--ci github") && said.contains("--pre-commit"), "a repository is told of them: {said}");
    let said = printed(&project.run("init --ci gitlab", None));
    assert!(said.contains("presend init --project"), "{said}");
    assert_eq!(project.run("init --project", None).status.code(), Some(0));
    let before: Vec<String> = project.files().into_keys().collect();
    let said = printed(&project.run("init --ci github", None));
    let added: Vec<String> = project.files().into_keys().filter(|path| !before.contains(path)).collect();
    assert_eq!(added, [".github/workflows/presend.yml"], "{said}");
    assert!(!said.contains("presend init --project"), "{said}");
}
