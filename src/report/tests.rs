//! Whole reports, compared to the letter. The outcomes are made by hand: what a report says must not depend on rules.

mod verdicts;

use serde_json::Value;

use super::*;
use crate::finding::{Affected, Checked, Confirmed, Diff, Edit, Finding, Fix, NotChecked, Related};
use crate::language::Message;
use crate::source::{Accept, FileId, Problem, Span};

const MAIL: &str = "<p>Bonjour,</p>\n<p><a href=\"https://app.livestorm.co/p/7f3c\">Voir le replay</a></p>\n<p>Prendre en main le tablau de bord</p>\n";
const EVENT: &str = "title: Prendre en main le tableau de bord\nstart: 2026-11-17T14:00\nlinks:\n  replay: https://www.youtube.com/watch?v=Qm3xT7yLk2c\n";
const TITLE: &str = "Prendre en main le tableau de bord";

/// The span of the `n`th occurrence of `words` in `text`.
fn span(file: FileId, text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap() as u32;
    Span::new(file, start, start + words.len() as u32)
}

struct World {
    sources: Sources,
    mail: FileId,
    event: FileId,
}

fn world() -> World {
    let sources = Sources::new();
    let mail = sources.add("templates/suivi.hbs", MAIL.into(), Accept::Utf8).unwrap();
    let event = sources.add("events/tdb.yaml", EVENT.into(), Accept::Utf8).unwrap();
    World { sources, mail, event }
}

impl World {
    fn link(&self) -> Finding {
        let url = "https://app.livestorm.co/p/7f3c";
        Finding {
            rule: "link-role".into(),
            level: Level::Error,
            message: Message::new(
                "le lien « Voir le replay » mène à l'inscription",
                "the link “Voir le replay” leads to the registration",
            ),
            why: Some(Message::new("Ils arrivent sur un formulaire fermé.", "They meet a closed form.")),
            help: Some(Message::new("Remplacer le lien.", "Replace the link.")),
            mail: Some("templates/suivi.hbs".into()),
            mails: Vec::new(),
            part: "html",
            span: span(self.mail, MAIL, url),
            found: url.into(),
            secret: false,
            expected: vec!["https://www.youtube.com/watch?v=Qm3xT7yLk2c".into()],
            related: vec![Related {
                message: Message::new("le replay de l'événement", "the replay of the event"),
                span: span(self.event, EVENT, "https://www.youtube.com/watch?v=Qm3xT7yLk2c"),
            }],
            places: Vec::new(),
            diff: None,
            recipients: Some(Affected { affected: 412, of: 412, rows: vec![2, 3, 4] }),
            fix: Some(Fix {
                safe: true,
                edits: vec![Edit {
                    span: span(self.mail, MAIL, url),
                    replacement: "https://www.youtube.com/watch?v=Qm3xT7yLk2c".into(),
                }],
            }),
            fingerprint: String::new(),
        }
    }

    fn title(&self) -> Finding {
        Finding {
            rule: "title-spelling".into(),
            level: Level::Warning,
            message: Message::new(
                format!("« Prendre en main le tablau de bord » : le titre est « {TITLE} »"),
                format!("“Prendre en main le tablau de bord”: the title is “{TITLE}”"),
            ),
            why: None,
            help: None,
            span: span(self.mail, MAIL, "Prendre en main le tablau de bord"),
            found: "Prendre en main le tablau de bord".into(),
            secret: false,
            expected: vec![TITLE.into()],
            related: Vec::new(),
            places: vec![span(self.mail, MAIL, "Bonjour")],
            diff: Some(Diff::Letters),
            recipients: None,
            fix: None,
            fingerprint: String::new(),
            ..self.link()
        }
    }

    fn outcome(&self, findings: Vec<Finding>) -> Outcome {
        Outcome {
            mails: vec![Checked {
                path: "templates/suivi.hbs".into(),
                subject: Some("Replay : tableau de bord".into()),
                event: Some(Message::new(
                    format!("{TITLE}, mardi 17 novembre 2026, 14 h"),
                    format!("{TITLE}, Tuesday 17 November 2026, 2 pm"),
                )),
                recipients: 412,
            }],
            rules: 61,
            findings,
            confirmed: vec![
                confirmed("link", "le replay", 1),
                confirmed("date", "17 novembre 2026", 1),
                confirmed("title", TITLE, 3),
            ],
            not_checked: vec![NotChecked {
                rule: "other-event".into(),
                mail: "templates/suivi.hbs".into(),
                reason: Message::new("texte d'un autre événement : aucun autre connu", "no other event is known"),
                unlock: Some(Message::new("--previous ancien.eml", "--previous old.eml")),
            }],
            ..Outcome::default()
        }
    }
}

fn confirmed(kind: &'static str, shown: &str, times: usize) -> Confirmed {
    Confirmed {
        mail: "templates/suivi.hbs".into(),
        kind,
        value: shown.into(),
        shown: Message::new(shown, shown),
        times,
    }
}

fn options(language: Language) -> Options {
    Options { language, width: 80, ..Options::default() }
}

fn last_line(report: &str) -> &str {
    report.trim_end().lines().last().unwrap()
}

#[test]
fn a_screen_in_french() {
    let world = world();
    let outcome = world.outcome(vec![world.link(), world.title()]);
    let report = render(Format::Human, &outcome, &world.sources, &options(Language::Fr));
    let expected = "\
Mail    templates/suivi.hbs · « Replay : tableau de bord » · 412 destinataires
Pour    Prendre en main le tableau de bord, mardi 17 novembre 2026, 14 h

À CORRIGER  le lien « Voir le replay » mène à l'inscription [link-role]
   ╭─[templates/suivi.hbs:2:13]
 2 │ <p><a href=\"https://app.livestorm.co/p/7f3c\">Voir le replay</a></p>
   ·             ───────────────────────────────
   ╰────
   ╭─[events/tdb.yaml:4:11]
 4 │   replay: https://www.youtube.com/watch?v=Qm3xT7yLk2c
   ·           ─────────────────────┬─────────────────────
   ·                                ╰── le replay de l'événement
   ╰────
  Concerne 412 destinataires sur 412.
  → Remplacer le lien.

À VÉRIFIER  « Prendre en main le tablau de bord » : le titre est « Prendre en
  main le tableau de bord » [title-spelling]
   ╭─[templates/suivi.hbs:3:4]
 3 │ <p>Prendre en main le tablau de bord</p>
   ·    ─────────────────────────────────
   ╰────
  lu       Prendre en main le tablau de bord
  attendu  Prendre en main le tableau de bord
                                  ~
  Aussi : ligne 1 (2 endroits en tout).

Confirmé         Prendre en main le tableau de bord (3 fois) · 17 novembre 2026
                 · le replay

Non vérifié      texte d'un autre événement : aucun autre connu (--previous
                 ancien.eml)
Corrections      1 correction sûre : --diff montre, --fix écrit

NE PAS ENVOYER EN L'ÉTAT : 1 point à corriger, 1 à vérifier, 1 non vérifié.
";
    assert_eq!(report, expected);
}

#[test]
fn a_screen_in_english() {
    let world = world();
    let report = render(Format::Human, &world.outcome(vec![world.link()]), &world.sources, &options(Language::En));
    let expected = "\
Mail    templates/suivi.hbs · “Replay : tableau de bord” · 412 recipients
For     Prendre en main le tableau de bord, Tuesday 17 November 2026, 2 pm

TO CORRECT  the link “Voir le replay” leads to the registration [link-role]
   ╭─[templates/suivi.hbs:2:13]
 2 │ <p><a href=\"https://app.livestorm.co/p/7f3c\">Voir le replay</a></p>
   ·             ───────────────────────────────
   ╰────
   ╭─[events/tdb.yaml:4:11]
 4 │   replay: https://www.youtube.com/watch?v=Qm3xT7yLk2c
   ·           ─────────────────────┬─────────────────────
   ·                                ╰── the replay of the event
   ╰────
  Concerns 412 recipients of 412.
  → Replace the link.

Confirmed        Prendre en main le tableau de bord (3 times) · 17 novembre 2026
                 · le replay

Not checked      no other event is known (--previous old.eml)
Corrections      1 safe correction: --diff shows, --fix writes

DO NOT SEND AS IT IS: 1 point to correct, 1 not checked.
";
    assert_eq!(report, expected);
}

#[test]
fn a_page_for_a_screen_reader() {
    let world = world();
    let outcome = world.outcome(vec![world.link(), world.title()]);
    let french = "\
Mail : templates/suivi.hbs. Objet : Replay : tableau de bord
Pour : Prendre en main le tableau de bord, mardi 17 novembre 2026, 14 h
À : 412 destinataires

templates/suivi.hbs:2:13: à corriger: le lien « Voir le replay » mène à l'inscription [link-role]
  Voir : events/tdb.yaml:4:11 : le replay de l'événement
  Concerne 412 destinataires sur 412.
  Conseil : Remplacer le lien.

templates/suivi.hbs:3:4: à vérifier: « Prendre en main le tablau de bord » : le titre est « Prendre en main le tableau de bord » [title-spelling]
  Aussi : templates/suivi.hbs:1:4

Confirmé : Prendre en main le tableau de bord (3 fois) ; 17 novembre 2026 ; le replay.

Non vérifié : texte d'un autre événement : aucun autre connu (--previous ancien.eml)
1 correction sûre : --diff montre, --fix écrit.
NE PAS ENVOYER EN L'ÉTAT : 1 point à corriger, 1 à vérifier, 1 non vérifié.
";
    assert_eq!(render(Format::Plain, &outcome, &world.sources, &options(Language::Fr)), french);
    let english = render(Format::Plain, &outcome, &world.sources, &options(Language::En));
    assert!(english.starts_with("Mail: templates/suivi.hbs. Subject: Replay : tableau de bord\nFor: "));
    assert!(english.contains("\ntemplates/suivi.hbs:2:13: to correct: the link “Voir le replay” leads"));
    assert!(english.contains("\n  Advice: Replace the link.\n"));
    // Nothing is drawn, and nothing is coloured even where colours are on.
    let coloured = render(Format::Plain, &outcome, &world.sources, &Options { color: true, ..options(Language::Fr) });
    assert_eq!(coloured, french);
    assert!(!english.chars().any(|c| ('\u{2190}'..='\u{2bff}').contains(&c)));
}

#[test]
fn an_object_for_machines() {
    let world = world();
    let mut outcome = world.outcome(vec![world.link(), world.title()]);
    outcome.problems.push(Problem::new("partial-missing", Message::new("« pied » n'existe pas", "“pied” is missing")));
    let text = render(Format::Json, &outcome, &world.sources, &options(Language::Fr));
    let report: Value = serde_json::from_str(&text).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        keys(&report),
        ["format", "verdict", "exit", "summary", "findings", "confirmed", "not_checked", "errors"]
    );
    let first = &report["findings"][0];
    assert_eq!(
        keys(first),
        [
            "rule",
            "level",
            "message",
            "why",
            "help",
            "mail",
            "part",
            "location",
            "found",
            "expected",
            "related",
            "recipients",
            "fix",
            "fingerprint"
        ]
    );
    assert_eq!(report["format"], "presend/v1");
    assert_eq!((&report["verdict"], &report["exit"]), (&"incomplete".into(), &2.into()));
    assert_eq!(
        report["summary"],
        serde_json::json!({"mails": 1, "recipients": 412, "rules": 61, "errors": 1, "warnings": 1, "infos": 0})
    );
    assert_eq!(
        first["location"],
        serde_json::json!({"file": "templates/suivi.hbs", "start": {"offset": 28, "line": 2, "column": 13},
                           "end": {"offset": 59, "line": 2, "column": 44}})
    );
    assert_eq!(first["related"][0]["location"]["start"], serde_json::json!({"offset": 83, "line": 4, "column": 11}));
    assert_eq!(first["fix"]["edits"][0]["start"], 28);
    assert_eq!(first["recipients"], serde_json::json!({"affected": 412, "of": 412, "rows": [2, 3, 4]}));
    let second = report["findings"][1].as_object().unwrap();
    assert!(!second.contains_key("recipients") && !second.contains_key("fix") && !second.contains_key("mails"));
    assert_eq!(second["places"][0]["start"]["column"], 4);
    assert_eq!(report["confirmed"][2]["times"], 3);
    assert_eq!(
        report["errors"][0],
        serde_json::json!({"code": "partial-missing", "message": "« pied » n'existe pas", "location": {}})
    );
}

#[test]
fn a_problem_shows_its_line_and_the_line_to_write() {
    let world = world();
    let mut outcome = world.outcome(Vec::new());
    outcome.not_checked.clear();
    outcome.problems.push(
        Problem::new("yaml-syntax", Message::new("ce titre contient « : »", "this title holds “:”"))
            .help(Message::new("L'écrire entre guillemets :\n  title: \"A : b\"", "In quotes:\n  title: \"A : b\""))
            .at(span(world.event, EVENT, "Prendre en main le tableau de bord")),
    );
    let report = render(Format::Human, &outcome, &world.sources, &Options { quiet: true, ..options(Language::Fr) });
    let expected = "\
NON CONTRÔLÉ  ce titre contient « : » [yaml-syntax]
   ╭─[events/tdb.yaml:1:8]
 1 │ title: Prendre en main le tableau de bord
   ·        ──────────────────────────────────
   ╰────
  → L'écrire entre guillemets :
      title: \"A : b\"

CONTRÔLE INCOMPLET : tout n'a pas pu être lu (« events/tdb.yaml », ligne 1). Ne pas s'y fier.
";
    assert_eq!(report, expected);
    let plain = render(Format::Plain, &outcome, &world.sources, &Options { quiet: true, ..options(Language::Fr) });
    assert!(plain.starts_with("events/tdb.yaml:1:8: non contrôlé: ce titre contient « : » [yaml-syntax]\n"));
    assert!(plain.contains("\n  Conseil : L'écrire entre guillemets :\n      title: \"A : b\"\n"));
}

#[test]
fn recipients_stay_out() {
    let world = world();
    let table = "email,first_name\nt.wozniak.exemple.test,Tadeusz\n";
    let file = world.sources.add("inscrits.csv", table.into(), Accept::AnyText).unwrap();
    let finding = Finding {
        rule: "recipient-address".into(),
        message: Message::new("ligne 2 : l'adresse n'a pas de @", "line 2: the address has no @"),
        part: "recipients",
        span: span(file, table, "t.wozniak.exemple.test"),
        found: "t.wozniak.exemple.test".into(),
        related: Vec::new(),
        ..world.link()
    };
    let outcome = world.outcome(vec![finding]);
    for format in Format::ALL {
        let report = render(format, &outcome, &world.sources, &options(Language::Fr));
        assert!(!report.contains("wozniak") && !report.contains("Tadeusz"), "{report}");
        assert!(report.contains("inscrits.csv"), "{report}");
    }
    let open = Options { show_personal: true, ..options(Language::Fr) };
    assert!(render(Format::Human, &outcome, &world.sources, &open).contains("t.wozniak.exemple.test,Tadeusz"));
    assert!(render(Format::Json, &outcome, &world.sources, &open).contains("\"t.wozniak.exemple.test\""));
}

#[test]
fn hostile_text_stays_text() {
    let sources = Sources::new();
    let mail = "a\u{1b}[2J\u{202e}mot\u{7}";
    let file = sources.add("b\u{1b}c.hbs", mail.into(), Accept::Utf8).unwrap();
    let world = World { sources, mail: file, event: file };
    let finding = Finding {
        message: Message::new("« \u{1b}[31m »", "“\u{1b}[31m”"),
        mail: Some("b\u{1b}c.hbs".into()),
        span: span(file, mail, "mot"),
        found: "\u{1b}[31m".into(),
        related: Vec::new(),
        places: Vec::new(),
        diff: None,
        fix: None,
        fingerprint: String::new(),
        ..world_link()
    };
    let mut outcome = Outcome { findings: vec![finding], ..Outcome::default() };
    outcome.mails.push(Checked {
        path: "b\u{1b}c.hbs".into(),
        subject: Some("\u{1b}]0;x\u{7}".into()),
        event: None,
        recipients: 0,
    });
    for format in Format::ALL {
        let report = render(format, &outcome, &world.sources, &options(Language::Fr));
        assert!(report.chars().all(|c| c == '\n' || !c.is_control()), "{report:?}");
    }
}

/// A finding of another world, for its fields that name no place.
fn world_link() -> Finding {
    world().link()
}

#[test]
fn many_mails_show_those_with_findings() {
    let world = world();
    let mut outcome = world.outcome(vec![world.link()]);
    for n in 0..5 {
        outcome.mails.push(Checked { path: format!("autre-{n}.hbs"), subject: None, event: None, recipients: 0 });
        let mut check = outcome.not_checked[0].clone();
        check.mail = format!("autre-{n}.hbs");
        outcome.not_checked.push(check);
    }
    let report = render(Format::Human, &outcome, &world.sources, &options(Language::Fr));
    assert!(!report.contains("autre-0.hbs"));
    assert!(report.contains("Confirmé         5 affirmations dans 6 mails\n"), "{report}");
    assert_eq!(report.matches("texte d'un autre événement").count(), 1);
    assert!(report.contains("6 mails\n") && report.contains("1 non vérifié."), "{report}");
    let all = Options { verbose: true, ..options(Language::Fr) };
    let report = render(Format::Human, &outcome, &world.sources, &all);
    assert!(report.contains("autre-4.hbs") && report.contains("Ils arrivent sur un formulaire fermé."));
}

#[test]
fn a_screen_of_any_width_is_drawn() {
    let world = world();
    let outcome = world.outcome(vec![world.link(), world.title()]);
    for width in [0, 1, 40, 57, 300, 100_000] {
        for color in [false, true] {
            let options = Options { width, color, verbose: true, ..options(Language::Fr) };
            let report = render(Format::Human, &outcome, &world.sources, &options);
            assert!(report.contains("link-role") && report.contains("Voir le replay"), "{report}");
            assert_eq!(report.contains('\u{1b}'), color);
        }
    }
}

#[test]
fn long_lines_do_not_flood_the_screen() {
    let sources = Sources::new();
    let mail = format!("{}mot{}", "<td>é</td>".repeat(5_000), "<td>x</td>".repeat(5_000));
    let file = sources.add("long.hbs", mail.clone().into_bytes(), Accept::Utf8).unwrap();
    let finding = Finding { span: span(file, &mail, "mot"), related: Vec::new(), ..world_link() };
    let outcome = Outcome { findings: vec![finding], ..Outcome::default() };
    let wide = Options { width: 5_000, ..options(Language::Fr) };
    let report = render(Format::Human, &outcome, &sources, &wide);
    assert!(report.len() < 2_000, "{}", report.len());
    assert!(report.contains("[long.hbs:1:50001]"), "{report}");
}
