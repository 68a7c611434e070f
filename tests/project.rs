//! Projects as they lie on disk: what is read, from which home, and what is said of what cannot be read.

#![allow(clippy::unwrap_used)] // a helper of a test may fall over as a test may

mod loaded;

use std::path::Path;

use loaded::{EVENT, case, codes, event_problems, help, paths};
use presend::project::{Binding, BodyKind, Engine, EventRef, Request, SendAt, Status, load};
use presend::source::Sources;

#[test]
fn a_single_mail_needs_no_project() {
    let case = case("single", &[("event.yaml", EVENT), ("mail.html", "<p>Bonjour</p>")]);
    let project =
        case.with(Request { paths: vec!["mail.html".into()], event: Some("event.yaml".into()), ..case.request() });
    assert_eq!(project.problems, []);
    assert_eq!(project.sending.as_deref(), Some("event"));
    let own = project.event_of(&project.mails[0]).unwrap();
    assert_eq!(own[0].title.text(), "Prendre en main le tableau de bord");
    assert_eq!(own[0].start.as_ref().unwrap().moment.to_string(), "2026-11-17T14:00:00");
    assert!(project.mails[0].recipients.is_none());
}

#[test]
fn an_event_is_read_whole() {
    let text = "\
id: tableau
title: Le tableau de bord
aliases: [Le tableau]
status: postponed
was: 2026-11-10T14:00
language: [fr, en]
timezone: Europe/Paris
start: 2026-11-17 14:00
duration: 1h30
platform: livestorm
room: persistent
format: hybrid
venue: {name: Maison, city: Valbrume}
organizer: {name: Équipe, email: e@exemple.test}
contact: {email: c@exemple.test, phone: \"+33 1 99 00 12 34\"}
speakers: [Inès Caron, {name: Malo Perrin, role: chef}]
links:
  register: https://exemple.test/r
  replay: \"\"
  website: https://exemple.test/2026/**
  survey: {url: https://exemple.test/s, until: 2026-12-01, words: [avis]}
  slides: [https://exemple.test/1, https://exemple.test/2]
phone: {number: \"+33 1 99 00 12 34\", pin: 0123}
dates: {candidatures: 2026-12-15T18:00, certificats: {start: 2026-12-01, end: 2026-12-05, words: [attestation]}}
facts: [\"1 200 collectivités\", 2027-01-04]
next: {title: La suite, start: 2026-12-17T14:00, links: {register: https://exemple.test/n}}
private: {codes: [\"111 222 333\"]}
x-note: à moi
";
    let case = case("whole", &[("event.yaml", text), ("m.txt", "x")]);
    let project = case.with(Request { paths: vec!["m.txt".into()], event: Some("tableau".into()), ..case.request() });
    assert_eq!(codes(&project), ["event-unknown"], "an id is not a path");
    let project =
        case.with(Request { paths: vec!["m.txt".into()], event: Some("event.yaml".into()), ..case.request() });
    assert_eq!(project.problems, []);
    let event = project.event("tableau").unwrap();
    assert_eq!(event.status, Status::Postponed);
    assert_eq!(event.end.as_ref().unwrap().moment.to_string(), "2026-11-17T15:30:00");
    assert!(event.persistent_room);
    assert_eq!(event.speakers.iter().map(|s| s.name.text()).collect::<Vec<_>>(), ["Inès Caron", "Malo Perrin"]);
    let links: Vec<(&str, &str, bool)> = event.links.iter().map(|l| (l.role.text(), l.url.text(), l.below)).collect();
    assert_eq!(
        links,
        [
            ("register", "https://exemple.test/r", false),
            ("website", "https://exemple.test/2026", true),
            ("survey", "https://exemple.test/s", false),
            ("slides", "https://exemple.test/1", false),
            ("slides", "https://exemple.test/2", false),
        ]
    );
    assert_eq!(event.phone_pin.as_ref().unwrap().text(), "0123");
    assert_eq!(event.dates.len(), 2);
    let Some(EventRef::Inline(next)) = &event.next else { panic!("no next") };
    assert_eq!(next.links[0].url.text(), "https://exemple.test/n");
    assert!(event.tree.get("x-note").is_some());
    assert_eq!(project.mails[0].kind_of_body, BodyKind::Text);
}

#[test]
fn dates_that_cannot_be_are_shown_as_they_should_be() {
    for (typed, line) in [
        ("start: 17/11/2026", "Écrire `start: 2026-11-17`."),
        ("start: 17/11/2026 14:00", "Écrire `start: 2026-11-17 14:00`."),
        ("start: 11/17/2026", "Écrire `start: 2026-11-17`."),
        ("start: 2026-11-17 14h30", "Écrire `start: 2026-11-17 14:30`."),
        ("start: 2026-11-17T14:00+02:00", "Écrire `start: 2026-11-17 13:00`."),
        ("start: 2026-03-29 02:30", "Écrire `start: 2026-03-29 03:30`."),
        ("start: 2026-02-30", "Vérifier le jour et le mois."),
        ("start: mardi prochain", "Écrire `start: 2026-11-17 14:00`."),
        ("start: 2026-11-17 14:00\nend: 13:00", "Écrire `end: 2026-11-18 13:00`."),
        ("start: 2026-11-17 14:00\nend: 2026-11-16", "Écrire `end: 2026-11-17 15:00`."),
        ("start: 2026-11-18 14:00\nsessions: [{start: 2026-11-17 14:00}]", "Écrire `start: 2026-11-17 14:00`."),
    ] {
        let found = event_problems("dates", &format!("title: T\ntimezone: Europe/Paris\n{typed}\n"));
        let [(code, place, help)] = &found[..] else { panic!("{typed}: {found:?}") };
        assert_eq!((code.as_str(), help.as_str()), ("bad-date", line), "{typed}");
        let lines = typed.lines().count();
        let at = if typed.contains("sessions") { 3 } else { 2 + lines };
        assert!(place.starts_with(&format!("event.yaml:{at}:")), "{place}");
    }
}

#[test]
fn dates_that_are_right_in_every_form() {
    for typed in [
        "start: 2026-11-17",
        "start: 2026-11-17 14:00:00",
        "start: 2026-11-17T14:00+01:00",
        "start: 2026-10-25 02:30+01:00",
        "start: 2026-11-17 14:00\nend: 15:00",
        "start: 2026-11-17 14:00\nduration: 90 min",
        "start: 2026-05-03\nend: 2026-05-05\nall_day: true",
        "start: unknown",
        "sessions:\n  - {start: 2026-11-17 14:00, end: 15:00}\n  - {start: 2026-11-24 14:00, end: 15:00}\nend: 2026-11-24",
    ] {
        assert_eq!(event_problems("right", &format!("title: T\ntimezone: Europe/Paris\n{typed}\n")), [], "{typed}");
    }
}

#[test]
fn what_an_event_lacks_or_misspells_is_told_and_the_rest_is_read() {
    let found = event_problems("lacks", "titel: T\nstatus: anulé\n");
    let codes: Vec<&str> = found.iter().map(|(code, _, _)| code.as_str()).collect();
    assert_eq!(codes, ["unknown-key", "event-incomplete", "bad-value", "event-incomplete"]);
    assert_eq!(found[0].1, "event.yaml:1:1 titel");
    assert!(found[0].2.contains("« title: »"));
    assert!(found[1].2.contains("`title: "));
    let found = event_problems("init", "title: \"Titre exact de l'événement\"\nstart: 2026-11-17\ntimezone: Paris\n");
    assert_eq!(found[0].2, "Écrire `timezone: Europe/Paris`.");
    assert_eq!(found[1].1, "event.yaml:1:9 Titre exact de l'événement", "inside the quotes");
    let found = event_problems("brackets", "title: [TEST]\nstart: 2026-11-17\n");
    assert_eq!(found[0].2, "Écrire `title: \"[TEST]\"`.");
    let found = event_problems("colon", "title: T\nstart: 2026-11-17\nfacts:\n  - Atelier : la suite\n");
    assert_eq!(found[0].2, "Écrire `- \"Atelier : la suite\"`.");
}

#[test]
fn one_broken_file_hides_no_other() {
    let case = case(
        "broken",
        &[
            ("presend.yaml", "events: [events/*.yaml]\nmails: ['*.hbs']\n"),
            ("events/a.yaml", "title: A\nstart: 2026-11-17\nlinks: [}\n"),
            ("events/b.yaml", EVENT),
            ("m.hbs", "---\nevent: b\n---\nx"),
        ],
    );
    let project = case.load(&[]);
    assert_eq!(codes(&project), ["yaml-syntax"]);
    assert!(case.at(&project.problems[0]).starts_with("events/a.yaml:3:"));
    assert_eq!(project.events.len(), 1);
    assert_eq!(paths(&project), ["m.hbs"]);
}

#[test]
fn each_setting_counts_from_its_first_home() {
    let case = case(
        "homes",
        &[
            (
                "presend.yaml",
                "language: en\nevents: ['*.yaml']\nmails: [{template: t/m.hbs, subject: de l'entrée}]\nx-a: 1\n",
            ),
            ("e.yaml", EVENT),
            (
                "t/m.hbs",
                "---\nsubject: du front\npreheader: du front\nreply_to: front@exemple.test\nlanguage: fr\n---\nCorps",
            ),
            ("t/m.mail.yaml", "subject: d'à côté\npreheader: d'à côté\n"),
        ],
    );
    let project = case.load(&[]);
    assert_eq!(project.problems, []);
    let mail = &project.mails[0];
    assert_eq!(mail.subject.as_ref().unwrap().text(), "de l'entrée");
    assert_eq!(mail.preheader.as_ref().unwrap().text(), "d'à côté");
    assert_eq!(mail.reply_to.as_ref().unwrap().text(), "front@exemple.test");
    assert_eq!(mail.language.map(presend::language::Language::tag), Some("fr"));
    assert_eq!(mail.body.text(), "Corps");
    assert_eq!(mail.tree.get("subject").unwrap().as_text().unwrap().text(), "de l'entrée");
    let span = mail.preheader.as_ref().unwrap().whole().span().unwrap();
    assert_eq!(case.sources.file(span.file).path, "t/m.mail.yaml");
    let other = Sources::new();
    let request =
        Request { subject: Some("du clavier".into()), send_at: Some("start - 1d 09:00".into()), ..case.request() };
    let project = load(&other, &request);
    let mail = &project.mails[0];
    assert_eq!(mail.subject.as_ref().unwrap().text(), "du clavier");
    assert!(mail.subject.as_ref().unwrap().whole().span().is_some(), "it has a place");
    let Some(SendAt::FromEvent { from_end: false, minutes: -1440, at: Some((9, 0)), .. }) = mail.send_at else {
        panic!("{:?}", mail.send_at)
    };
}

#[test]
fn unknown_settings_warn_in_front_matter_and_stop_elsewhere() {
    let case = case(
        "unknown",
        &[
            ("presend.yaml", "mails: ['*.hbs']\nlangage: fr\n"),
            ("event.yaml", EVENT),
            ("m.hbs", "---\nsubjet: x\nlayout: y\n---\n"),
            ("m.mail.yaml", "audiense: all\n"),
        ],
    );
    let project = case.load(&[]);
    assert_eq!(codes(&project), ["unknown-key", "unknown-key"]);
    assert_eq!(case.at(&project.problems[0]), "presend.yaml:2:1 langage");
    assert_eq!(case.at(&project.problems[1]), "m.mail.yaml:1:1 audiense");
    let found: Vec<&str> = project.remarks.iter().map(|r| r.found.as_str()).collect();
    assert_eq!(found, ["subjet", "layout"]);
    assert_eq!(project.remarks[0].rule, "unknown-setting");
    assert_eq!(project.remarks[0].values["nearest"], "subject");
}

#[test]
fn partials_text_parts_and_excluded_files_are_no_mails() {
    let case = case(
        "kinds",
        &[
            ("presend.yaml", "mails: ['t/**/*.hbs']\npartials: t/partials/\nexclude: [t/2024/**]\n"),
            ("event.yaml", EVENT),
            ("t/m.hbs", "---\ntext: m.txt.hbs\n---\n<p>x</p>"),
            ("t/m.txt.hbs", "x"),
            ("t/2024/old.hbs", "x"),
            ("t/partials/pied/de.hbs", "pied"),
        ],
    );
    let project = case.load(&[]);
    assert_eq!(project.problems, []);
    assert_eq!(paths(&project), ["t/m.hbs"]);
    assert_eq!(project.mails[0].text.as_ref().unwrap().0, "t/m.txt.hbs");
    assert_eq!(project.partials.keys().collect::<Vec<_>>(), ["pied/de"]);
    for path in ["t/partials/pied/de.hbs", "event.yaml", "t/m.txt.hbs", "presend.yaml", "t"] {
        let project = case.load(&[path]);
        assert_eq!((paths(&project), project.problems.len()), (vec!["t/m.hbs"], 0), "{path}");
    }
    assert_eq!(paths(&case.load(&["t/2024/old.hbs"])), Vec::<&str>::new());
}

#[test]
fn kinds_of_bodies_follow_the_extension() {
    let files = [
        ("a.txt.hbs", BodyKind::Text),
        ("b.md", BodyKind::Markdown),
        ("c.mjml", BodyKind::Html),
        ("d.eml", BodyKind::Html),
        ("e.TXT", BodyKind::Text),
        ("f.md.hbs", BodyKind::Markdown),
    ];
    let mut all: Vec<(&str, &str)> = files.iter().map(|(path, _)| (*path, "x")).collect();
    all.push(("event.yaml", EVENT));
    let case = case("bodies", &all);
    for (path, kind) in files {
        let project = case.load(&[path]);
        assert_eq!(project.mails[0].kind_of_body, kind, "{path}");
        assert_eq!(project.mails[0].engine == Engine::None, path == "d.eml");
    }
    let project = case.load(&["event.yaml", "x.png"]);
    assert_eq!(codes(&project), ["file-missing"]);
}

#[test]
fn the_event_of_a_mail() {
    let case = case(
        "which",
        &[
            ("presend.yaml", "events: [events/*]\nmails: ['*.hbs']\ntimezone: Europe/Paris\n"),
            ("events/un.yaml", "title: Un\nstart: 2026-11-17\nnext: troix\n"),
            ("events/deux.yaml", "title: Deux\nstart: 2026-12-17\nstatus: cancelled\n"),
            ("events/trois.yaml", "title: Trois\nstart: 2027-01-17\n"),
            ("bound.hbs", "---\nevent: [deux, un]\n---\n"),
            ("each.hbs", "---\nevent: each\n---\n"),
            ("free.hbs", "---\nsend_at: 2026-12-10\n---\n"),
            ("typo.hbs", "---\nevent: trios\n---\n"),
        ],
    );
    let project = case.load(&[]);
    assert_eq!(codes(&project), ["event-unknown"]);
    assert_eq!(case.at(&project.problems[0]), "events/un.yaml:3:7 troix");
    assert!(help(&project.problems[0]).contains("« Trois », dimanche 17 janvier 2027"));
    let mail = |path: &str| project.mails.iter().find(|mail| mail.path == path).unwrap();
    let ids = |path: &str| -> Vec<String> {
        project.event_of(mail(path)).unwrap().iter().map(|event| event.id.text().to_string()).collect()
    };
    assert_eq!(ids("bound.hbs"), ["deux"]);
    assert_eq!(ids("each.hbs"), ["trois", "un"]);
    let asked = project.event_of(mail("free.hbs")).unwrap_err();
    assert!(
        help(&asked).contains("« Deux », jeudi 17 décembre 2026 → event: deux ; « Un », mardi 17 novembre 2026"),
        "{}",
        help(&asked)
    );
    let unknown = project.event_of(mail("typo.hbs")).unwrap_err();
    assert_eq!(case.at(&unknown), "typo.hbs:2:8 trios");

    let project = case.with(Request { event: Some("un".into()), ..case.request() });
    assert_eq!((paths(&project), project.left_out), (vec!["each.hbs", "free.hbs"], 2));
    assert_eq!(project.event_of(&project.mails[1]).unwrap()[0].id.text(), "un");
    let named = Request { event: Some("un".into()), paths: vec!["bound.hbs".into()], ..case.request() };
    let project = case.with(named);
    assert!(project.mails[0].event_mismatch && matches!(project.mails[0].event, Binding::Ids(_)));
    assert_eq!(project.event_of(&project.mails[0]).unwrap()[0].id.text(), "un");
}

#[test]
fn one_fault_of_the_project_is_told_once() {
    let case = case(
        "once",
        &[
            ("presend.yaml", "mails: ['*.hbs']\nrecipients: nulle-part.csv\n"),
            ("event.yaml", EVENT),
            ("a.hbs", "x"),
            ("b.hbs", "x"),
        ],
    );
    let project = case.load(&[]);
    assert_eq!((paths(&project).len(), codes(&project)), (2, vec!["file-missing"]));
    assert_eq!(case.at(&project.problems[0]), "presend.yaml:2:13 nulle-part.csv");
}

#[test]
fn an_unreadable_id_and_two_events_with_one_id() {
    let case = case(
        "ids",
        &[
            ("presend.yaml", "events: [events/**]\n"),
            ("events/a.yaml", "id: x\ntitle: A\nstart: 2026-11-17\n"),
            ("events/b.yaml", "title: B\nid: x\nstart: 2026-11-17\n"),
            ("events/lisez-moi.md", "# : pas : du YAML"),
        ],
    );
    let project = case.load(&[]);
    assert_eq!(codes(&project), ["event-twice"]);
    assert_eq!(case.at(&project.problems[0]), "events/b.yaml:2:5 x");
}

#[test]
fn both_names_of_the_settings_are_a_problem() {
    let case = case("both", &[("presend.yaml", "language: fr\n"), ("presend.yml", "language: en\n")]);
    assert_eq!(codes(&case.load(&[])), ["settings-twice"]);
}

#[test]
fn the_settings_are_found_above_and_not_beyond_the_repository() {
    let case = case(
        "above",
        &[("presend.yaml", "mails: ['**/*.hbs']\n"), ("a/b/m.hbs", "x"), ("c/.git/x", ""), ("c/m.hbs", "x")],
    );
    let inside = case.with(Request { cwd: case.dir.join("a/b"), ..Request::default() });
    assert_eq!((inside.root.as_path(), paths(&inside).len()), (case.dir.as_path(), 2));
    let named = case.load(&["a/b/m.hbs"]);
    assert_eq!(paths(&named), ["a/b/m.hbs"]);
    let beyond = case.with(Request { cwd: case.dir.join("c"), ..Request::default() });
    assert_eq!(beyond.root, case.dir.join("c"));
}

#[test]
fn paths_stay_inside_the_project() {
    let case = case(
        "outside",
        &[
            ("presend.yaml", "mails: ['m.hbs', '../x/*.hbs']\nrecipients: /etc/hosts\n"),
            ("event.yaml", EVENT),
            ("m.hbs", "---\ntext: ../secret.txt\n---\n"),
        ],
    );
    let project = case.load(&[]);
    assert_eq!(codes(&project), ["path-outside"; 3]);
    assert_eq!(case.at(&project.problems[0]), "presend.yaml:1:19 ../x/*.hbs");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("/etc/hosts", case.dir.join("link.csv")).unwrap();
        std::fs::write(case.dir.join("presend.yaml"), "mails: ['m.hbs']\nrecipients: link.csv\n").unwrap();
        std::fs::write(case.dir.join("m.hbs"), "x").unwrap();
        let sources = Sources::new();
        assert_eq!(codes(&load(&sources, &case.request())), ["path-outside"]);
    }
}

#[test]
fn nothing_found_is_no_problem() {
    let case = case("nothing", &[("presend.yaml", "language: fr\n")]);
    let project = case.load(&[]);
    assert_eq!((project.mails.len(), project.problems.len()), (0, 0));
}

#[test]
fn standard_input_takes_the_place_of_a_file() {
    let case = case(
        "stdin",
        &[
            ("presend.yaml", "mails: [{template: t/m.hbs, event: event}]\n"),
            ("event.yaml", EVENT),
            ("t/m.hbs", "vieux"),
            ("t/m.mail.yaml", "subject: d'à côté\n"),
        ],
    );
    let request = Request { stdin: Some((b"neuf".to_vec(), Some("t/m.hbs".into()))), ..case.request() };
    let project = case.with(request);
    assert_eq!(project.mails[0].body.text(), "neuf");
    assert_eq!(project.mails[0].subject.as_ref().unwrap().text(), "d'à côté");
    let request = Request { stdin: Some((b"From: a@exemple.test\r\n\r\nx".to_vec(), None)), ..case.request() };
    assert!(load(&Sources::new(), &request).mails[0].eml);
}

#[test]
fn an_ornament_of_dashes_is_no_front_matter() {
    let case = case("dashes", &[("event.yaml", EVENT), ("m.txt", "---\nBonjour à tous\n---\nx\n")]);
    let project = case.load(&["m.txt"]);
    assert_eq!(project.problems, []);
    assert!(project.mails[0].body.text().starts_with("---"));
}

#[test]
fn settings_are_read_and_their_faults_placed() {
    let text = "\
levels: {subject-length: off, link-unknown: warn}
helpers: {t: text, asset: lien}
account:
  team: [{email: y@exemple.test, role: admin}]
  seats: un
  buffer: 30m
  services: [{host: app.exemple.test, until: 2021-06-30, replaced_by: autre.exemple.test}]
";
    let case = case("settings", &[("presend.yaml", text)]);
    let project = case.load(&[]);
    let places: Vec<String> = project.problems.iter().map(|p| case.at(p)).collect();
    assert_eq!(places, ["presend.yaml:1:45 warn", "presend.yaml:2:27 lien", "presend.yaml:5:10 un"]);
    let account = &project.settings.account;
    assert_eq!((account.team.len(), account.buffer, account.services.len()), (1, Some(30), 1));
    assert_eq!(project.settings.levels.len(), 1);
}

#[test]
fn a_glob_that_cannot_be_read_is_placed() {
    let case = case("glob", &[("presend.yaml", "mails: ['{a,b', 'nulle-part.hbs']\n")]);
    let project = case.load(&[]);
    assert_eq!(codes(&project), ["bad-glob", "file-missing"]);
    assert!(Path::new(&project.root).is_dir());
}

proptest::proptest! {
    #[test]
    fn no_settings_of_a_mail_make_it_fall_over(text in "(send_at|event|text|recipients|mentions|audience): [-a-z0-9:é+ {}\\[\\]./*]{0,20}") {
        let case = case("mail", &[("event.yaml", EVENT), ("m.hbs", &format!("---\n{text}\n---\nx"))]);
        let _ = case.load(&["m.hbs"]);
    }

    #[test]
    fn no_event_makes_it_fall_over(text in "(start|end|duration|was|links|dates|sessions|next): [-a-z0-9:TZé+/ {}]{0,24}") {
        let _ = event_problems("event-any", &format!("title: T\n{text}\n"));
    }
}
