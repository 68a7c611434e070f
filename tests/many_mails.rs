#![allow(clippy::unwrap_used)]
//! Projects of many mails: what is said of them depends neither on how many are checked at once nor on how many are held.

use std::fs;
use std::path::Path;

use presend::check::{self, Ask};
use presend::finding::{Level, Outcome};
use presend::project::{self, Request};
use presend::report::{self, Format, Options};
use presend::rules::{Choice, RuleSet};
use presend::source::Sources;

const EVENT: &str = "id: {id}\ntitle: \"Webinaire {id} sur les adresses\"\nstart: 2026-11-{day} 14:00\n\
    timezone: Europe/Paris\nlinks: [\"https://www.exemple.test/{id}\"]\n";

/// A project of two events and mails of every kind, most of them with something wrong.
fn project(root: &Path) {
    for folder in ["events", "mails", "partials"] {
        fs::create_dir_all(root.join(folder)).unwrap();
    }
    let settings = "language: fr\nevents: [events/*.yaml]\nmails: [mails/*]\nrecipients: people.csv\n";
    fs::write(root.join("presend.yaml"), settings).unwrap();
    fs::write(root.join("people.csv"), "email,prénom\na@exemple.test,Ada\nb@exemple.test,\n").unwrap();
    for (id, day) in [("un", "17"), ("deux", "24")] {
        fs::write(root.join(format!("events/{id}.yaml")), EVENT.replace("{id}", id).replace("{day}", day)).unwrap();
    }
    fs::write(root.join("partials/pied.hbs"), "<p>Rendez-vous le mardi 18 novembre 2026 à 15 h.</p>\n").unwrap();
    for n in 0..14 {
        let id = if n % 2 == 0 { "un" } else { "deux" };
        let part = if n % 3 == 0 { format!("text: m{n:02}.txt\n") } else { String::new() };
        let ignored = if n % 4 == 0 { "{{!-- presend-ignore-file relative-date: voulu --}}\n" } else { "" };
        let long = "Une phrase sans histoire. ".repeat(n * 20);
        let body = format!(
            "---\nsubject: \"Invitation n° {n}\"\nevent: {id}\n{part}---\n{ignored}<p>Bonjour {{{{recipient.prénom}}}},</p>\n\
             <p>{long}</p>\n<p>Le webinaire {id} sur les adreses aura lieu le {} novembre 2026 à 14 h, demain.</p>\n\
             <p><a href=\"http://exemple.test/{n}\">Cliquez ici</a> TODO</p>\n{{{{> pied}}}}\n",
            17 + n % 5
        );
        fs::write(root.join(format!("mails/m{n:02}.hbs")), body).unwrap();
        if n % 3 == 0 {
            let text = format!("---\n---\nLe {} novembre 2026 à 16 h : {long}\nXXX\n", 17 + n % 5);
            fs::write(root.join(format!("mails/m{n:02}.txt")), text).unwrap();
        }
    }
    let eml = "From: a@exemple.test\nTo: b@exemple.test\nSubject: Adresses\nDate: Mon, 2 Nov 2026 09:00:00 +0100\n\
        Content-Type: text/plain; charset=utf-8\n\nLe webinaire un sur les adresses : le 19 novembre 2026.\n";
    fs::write(root.join("mails/recu.eml"), eml).unwrap();
    fs::write(root.join("mails/recu.mail.yaml"), "event: un\n").unwrap();
    fs::write(root.join("mails/ferme.hbs"), "---\nevent: un\n---\n{{#if event.title}}<p>Le 17 novembre</p>\n").unwrap();
}

/// What a run came to, with all but its last files let go of where `held` is small.
fn run(root: &Path, threads: usize, held: usize, between: impl Fn()) -> (Outcome, Sources) {
    let sources = Sources::new().holding(held);
    let project = project::load(&sources, &Request { cwd: root.to_path_buf(), ..Request::default() });
    let (rules, problems) = RuleSet::load(&sources, &Choice::default());
    assert_eq!(problems, []);
    let now: jiff::ZonedDateTime = "2026-11-10T09:00[Europe/Paris]".parse().unwrap();
    let ask = Ask { pages: true, threads, ..Ask::of(now, false, Level::Info) };
    between();
    let outcome = check::run(&project, &rules, &sources, &ask);
    (outcome, sources)
}

fn reports((outcome, sources): &(Outcome, Sources), root: &Path) -> Vec<String> {
    let options = Options { verbose: true, project: root.to_path_buf(), ..Options::default() };
    Format::ALL.iter().map(|format| report::render(*format, outcome, sources, &options)).collect()
}

#[test]
fn threads_and_memory_change_no_report() {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path());
    let plain = run(folder.path(), 1, usize::MAX, || {});
    assert!(plain.0.findings.len() > 20 && plain.0.mails.len() == 16, "{:?}", plain.0.mails.len());
    let plain = reports(&plain, folder.path());
    for (threads, held) in [(1, 0), (3, usize::MAX), (3, 0), (5, 2_000)] {
        let other = run(folder.path(), threads, held, || {});
        assert_eq!(other.1.lost(), []);
        for (format, (plain, other)) in Format::ALL.iter().zip(plain.iter().zip(reports(&other, folder.path()))) {
            assert_eq!(*plain, other, "{format:?} with {threads} threads and {held} bytes");
        }
    }
}

#[test]
fn a_mail_that_changes_before_its_check_is_told() {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path());
    let change = || fs::write(folder.path().join("mails/m03.txt"), "Autre chose.\n").unwrap();
    let (outcome, _) = run(folder.path(), 2, 0, change);
    let told: Vec<(&str, Option<&str>)> =
        outcome.problems.iter().map(|problem| (problem.code, problem.path.as_deref())).collect();
    assert!(told.contains(&("file-changed", Some("mails/m03.txt"))), "{told:?}");
    assert!(outcome.mails.iter().all(|mail| mail.path != "mails/m03.hbs") && outcome.mails.len() == 15);
}

#[test]
fn a_file_that_changes_before_the_report_is_told_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    project(folder.path());
    let (mut outcome, sources) = run(folder.path(), 2, 0, || {});
    let in_file = |outcome: &Outcome, path: &str| {
        outcome.findings.iter().filter(|finding| sources.path(finding.span.file) == path).count()
    };
    let (before, others) = (in_file(&outcome, "mails/m01.hbs"), in_file(&outcome, "mails/m02.hbs"));
    assert!(before > 0 && others > 0);
    let path = folder.path().join("mails/m01.hbs");
    let same_length = fs::read_to_string(&path).unwrap().replace("Bonjour", "Bonsoir");
    fs::write(&path, same_length).unwrap();
    let options = Options { project: folder.path().to_path_buf(), ..Options::default() };
    report::render(Format::Json, &outcome, &sources, &options);
    assert!(outcome.lose(&sources), "the report met the file");
    assert_eq!(in_file(&outcome, "mails/m01.hbs"), 0);
    assert_eq!(in_file(&outcome, "mails/m02.hbs"), others);
    let told: Vec<&str> = outcome.problems.iter().filter_map(|problem| problem.path.as_deref()).collect();
    assert!(told.contains(&"mails/m01.hbs"), "{told:?}");
    report::render(Format::Json, &outcome, &sources, &options);
    assert!(!outcome.lose(&sources), "once told, the report stands");
}
