//! The hook, by pre-commit itself, on commits of a repository that the test makes.
//!
//! pre-commit is PyPI's. Where Python has it not, the test says so and ends; with `PRESEND_TESTS_REQUIRE=pre-commit`
//! (as in CI) that is a failure.

// A test that cannot lay out its own files has nothing to say but that.
#![allow(clippy::unwrap_used, clippy::print_stderr)]
#![cfg(unix)]

#[path = "tools/repository.rs"]
mod repository;
mod tools;
mod workshop;

use std::path::Path;

use repository::Repository;
use workshop::Project;

const RIGHT: &str = "<p>Rendez-vous mardi 16 mars 2027 à 18 h.</p>\n";
const WRONG: &str = "<p>Rendez-vous jeudi 11 février 2027 à 18 h.</p>\n";

/// The hooks of this repository in a repository that holds nothing else: its path, and the commit.
fn hooks(python: &Path) -> (Repository, String) {
    let project = Project::empty("pre-commit-hooks");
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join(".pre-commit-hooks.yaml");
    project.write(".pre-commit-hooks.yaml", &std::fs::read_to_string(own).unwrap());
    let hooks = Repository::new(project, python, Path::new("/usr/bin"), "repos: []\n");
    hooks.git("add -A");
    hooks.git("commit --quiet -m hooks");
    let commit = hooks.git("rev-parse HEAD");
    (hooks, commit)
}

/// A project in `mails/2027`, beside a project in `mails/2026` and files that are no mails.
fn project() -> Project {
    let project = Project::empty("pre-commit");
    for year in ["mails/2026", "mails/2027"] {
        let write = |path: &str, text: &str| project.write(&format!("{year}/{path}"), text);
        write(
            "presend.yaml",
            "language: fr\ntimezone: Europe/Paris\nmails: ['modeles/**/*.hbs']\nexclude: [modeles/brouillons]\n",
        );
        write("events/carnet-2027-03.yaml", "title: \"Tenir un carnet\"\nstart: 2027-03-16T18:00\nend: 19:00\n");
        write("events/herbier.yaml", "title: \"Composer un herbier\"\nstart: 2027-02-11T12:30\nend: 13:30\n");
        write("partials/pied.hbs", "<p>À bientôt</p>\n");
        let body = format!("{RIGHT}{{{{> pied}}}}\n");
        project.mail(&format!("{year}/modeles/rappel.hbs"), "subject: Rappel\n", &body);
    }
    project.write("README.md", "# Nos mails\n");
    project
}

#[test]
fn commits_are_looked_at_by_pre_commit() {
    let Some(python) = tools::python_with("pre_commit", "pre-commit") else { return };
    if !tools::has("git", "pre-commit") {
        return;
    }
    let (hooks, commit) = hooks(&python);
    let configuration = format!(
        "repos:\n  - repo: {}\n    rev: {commit}\n    hooks: [{{id: presend-system}}]\n",
        hooks.project.root.display()
    );
    let presend = Path::new(env!("CARGO_BIN_EXE_presend")).parent().unwrap();
    let here = Repository::new(project(), &python, presend, &configuration);
    here.begin();
    let project = &here.project;
    let mail = |path: &str, body: &str| project.mail(path, "subject: Rappel\n", &format!("{body}{{{{> pied}}}}\n"));

    // What concerns no mail passes, whatever is in it.
    project.write("README.md", &format!("# Nos mails\n\n{WRONG}"));
    project.write("docs/note.html", WRONG);
    project.write("mails/2027/modeles/brouillons/vieux.hbs", WRONG);
    let (passed, said) = here.commit();
    assert!(passed && said.contains("Passed"), "{said}");

    // A slip is refused, and the report shown with the path that the repository knows.
    mail("mails/2027/modeles/rappel.hbs", WRONG);
    let (passed, said) = here.commit();
    assert!(!passed && said.contains("Failed"), "{said}");
    let place = "[mails/2027/modeles/rappel.hbs:6:16]";
    assert!(said.contains(place) && said.contains("l'événement a lieu mardi 16 mars 2027 [event-date]"), "{said}");
    assert!(said.contains("NE PAS ENVOYER EN L'ÉTAT") && !said.contains("mails/2026"), "{said}");
    mail("mails/2027/modeles/rappel.hbs", RIGHT);
    project.write("README.md", "# Nos mails, corrigés\n");
    let (passed, said) = here.commit();
    assert!(passed, "{said}");

    // A changed event brings in its mails, and so does a partial.
    let event = project.read("mails/2026/events/carnet-2027-03.yaml");
    project.write("mails/2026/events/carnet-2027-03.yaml", &event.replace("2027-03-16", "2027-03-17"));
    let (passed, said) = here.commit();
    assert!(!passed && said.contains("[mails/2026/modeles/rappel.hbs:6:16]"), "{said}");
    project.write("mails/2026/events/carnet-2027-03.yaml", &event);
    project.write("mails/2026/partials/pied.hbs", "<p>La vidéo de « Composer un herbier » est en ligne</p>\n");
    let (passed, said) = here.commit();
    assert!(!passed && said.contains("[mails/2026/partials/pied.hbs:1:"), "{said}");
    here.git("checkout HEAD -- mails/2026");

    // An event that no mail uses yet passes, if nothing is wrong with it.
    project.write("mails/2026/events/neuf.yaml", "title: \"Sortie au lac\"\nstart: 2027-04-20T10:00\nend: 12:00\n");
    let (passed, said) = here.commit();
    assert!(passed, "{said}");
}
