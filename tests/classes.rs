//! Recipients in classes: the findings of one mail of each class are those of every recipient's mail.

#![allow(clippy::unwrap_used)] // a helper of a test may fall over as a test may

mod loaded;

use loaded::{Case, case};
use presend::check::{self, Ask};
use presend::finding::{Finding, Level, Outcome};
use presend::rules::{Choice, RuleSet};
use proptest::prelude::*;

const EVENT: &str = "\
title: Prendre en main le tableau de bord
timezone: Europe/Paris
start: 2026-11-17T14:00
end: 2026-11-17T15:00
speakers: [{name: Camille Perrin, role: cheffe de projet}, {name: Hugo Valmont}]
links: {replay: https://exemple.test/replay/tableau, slides: https://exemple.test/supports/tableau.pdf}
";

const OTHER: &str = "\
title: Ouvrir les données des musées
timezone: Europe/Paris
start: 2026-12-08T10:00
speakers: [{name: Inès Caron}]
";

const RULE: &str = "\
id: no-hurry
summary: {fr: Pas de hâte, en: No hurry}
level: warning
scope: [subject, text, link-url]
existence: {ignore_case: true, patterns: ['vite\\b', 'Bonjour Zo\\w', '\\d{4}']}
message: {fr: '« {match} » presse', en: '“{match}” hurries'}
why: {fr: 'On a le temps.', en: 'There is time.'}
help: {fr: 'Attendre.', en: 'Wait.'}
valid: ['Bonjour.']
invalid: ['Venez vite']
";

/// Pieces of a template: conditions, loops, printed fields, helpers' arguments.
fn piece() -> impl Strategy<Value = String> {
    let field = prop::sample::select(vec!["first_name", "last_name", "email", "company", "link", "city"]);
    let leaf = prop_oneof![
        field.clone().prop_map(|field| format!("<p>Bonjour {{{{recipient.{field}}}}},</p>")),
        field.clone().prop_map(|field| format!("<p>Le rendez-vous de {{{{{field}}}}} est confirmé.</p>")),
        field.clone().prop_map(|field| format!("<p><a href=\"https://exemple.test/r?x={{{{recipient.{field}}}}}\">Voir</a></p>")),
        field.clone().prop_map(|field| format!("<p title=\"{{{{recipient.{field}}}}}\">Intervenant : {{{{recipient.{field}}}}}</p>")),
        Just("<p><a href=\"{{recipient.link}}\">Rejoindre</a> {{recipient.first_name}} {{recipient.last_name}}</p>".to_string()),
        Just("<p>Le {{date event.start}}, avec {{#each event.speakers}}{{this.name}} et {{@root.recipient.last_name}}, {{/each}}</p>".to_string()),
        Just("<p>{{recipient.first_name.length}} lettres, {{recipient.nickname}}</p>".to_string()),
        Just("<p>Rendez-vous le 18 novembre 2026 à 14 h.</p>".to_string()),
    ];
    leaf.prop_recursive(2, 8, 3, move |inner| {
        let name = prop::sample::select(vec!["attended", "vip", "first_name", "city"]);
        prop_oneof![
            (name.clone(), inner.clone(), inner.clone())
                .prop_map(|(name, yes, no)| format!("{{{{#if recipient.{name}}}}}{yes}{{{{else}}}}{no}{{{{/if}}}}")),
            (name.clone(), inner.clone()).prop_map(|(name, one)| format!("{{{{#unless {name}}}}}{one}{{{{/unless}}}}")),
            (name, inner.clone())
                .prop_map(|(name, one)| format!("{{{{#with recipient.{name}}}}}{one}<p>{{{{this}}}}</p>{{{{/with}}}}")),
            inner.clone().prop_map(|one| format!("{{{{#each event.speakers}}}}{one}{{{{/each}}}}")),
            prop::collection::vec(inner, 1..3).prop_map(|all| all.concat()),
        ]
    })
}

/// A cell: ordinary names, and values of which a check may have something to say.
fn cell() -> impl Strategy<Value = String> {
    let plain = prop::sample::select(vec![
        "Zoé",
        "Malo",
        "Anouk",
        "Ysaline",
        "Le Goff",
        "D'Angelo",
        "Jean-Loup",
        "MARTIN",
        "durand",
        "McLean",
        "Ô",
        "k3f9a1b2c4",
        "zz81x0q7w2",
        "",
        "",
    ]);
    let nasty = prop::sample::select(vec![
        "TODO",
        "17 novembre 2026",
        "mardi",
        "14 h 30",
        "https://exemple.test/replay/ancien",
        "{{x}}",
        "[Prénom]",
        "Camille Perrin",
        "Camile Perin",
        "Inès Caron",
        "Ouvrir les données des musées",
        "Madame",
        "vite",
        "2027",
        "https://exemple.test/j/k3f9a1b2c4",
        "https://exemple.test/j/b7c8d9e0f1",
        "a.b@exemple.test",
        "<b>Zoé</b>",
        "demain",
        "null",
        "Coco",
        "replay",
        "  Zoé  ",
        "0612345678",
        "absent",
        "bonjour",
    ]);
    prop_oneof![3 => plain, 2 => nasty].prop_map(str::to_string)
}

fn flag() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["oui", "non", "Oui", "", "peut-être"]).prop_map(str::to_string)
}

/// One row but its address: attended, vip, names, company, link, city.
fn row() -> impl Strategy<Value = [String; 7]> {
    (flag(), flag(), cell(), cell(), cell(), cell(), cell()).prop_map(|(a, b, c, d, e, f, g)| [a, b, c, d, e, f, g])
}

fn table(rows: &[[String; 7]]) -> String {
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let mut text = "email;attended;vip;first_name;last_name;company;link;city\n".to_string();
    for (n, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(quoted).collect();
        text.push_str(&format!("lecteur{n}@exemple.test;{}\n", cells.join(";")));
    }
    text
}

fn project(name: &str, subject: &str, body: &str, table: &str) -> Case {
    let template = format!(
        "---\nsubject: \"{subject}\"\nevent: tableau\nsend_at: 2026-11-18T09:00\n---\n<html lang=\"fr\"><body>{body}</body></html>\n"
    );
    case(
        name,
        &[
            ("presend.yaml", "mails: [m.hbs]\nevents: [events/*.yaml]\nrecipients: r.csv\n"),
            ("events/tableau.yaml", &format!("id: tableau\n{EVENT}")),
            ("events/musees.yaml", &format!("id: musees\n{OTHER}")),
            ("no-hurry.yaml", RULE),
            ("m.hbs", &template),
            ("r.csv", table),
        ],
    )
}

fn run(case: &Case, every_recipient: bool) -> Outcome {
    let project = case.load(&[]);
    assert_eq!((project.problems.as_slice(), project.events.len()), (&[][..], 2));
    let team = [("no-hurry.yaml".to_string(), case.dir.join("no-hurry.yaml"))];
    let (rules, problems) = RuleSet::load(&case.sources, &Choice { team_files: &team, ..Choice::default() });
    assert_eq!(problems, []);
    let now = "2026-11-18T09:00[Europe/Paris]".parse().unwrap();
    let ask = Ask { every_recipient, threads: 1, ..Ask::of(now, true, Level::Info) };
    check::run(&project, &rules, &case.sources, &ask)
}

fn told(outcome: &Outcome) -> Vec<(&Finding, String)> {
    outcome.findings.iter().map(|finding| (finding, format!("{:?}", finding.recipients))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn classes_find_what_every_recipients_mail_has(
        subject in prop::sample::select(vec!["Merci !", "{{first_name}}, le replay", "Pour {{recipient.city}}"]),
        pieces in prop::collection::vec(piece(), 1..4),
        rows in prop::collection::vec(row(), 1..14),
    ) {
        let case = project("classes", subject, &pieces.concat(), &table(&rows));
        let (classes, every) = (run(&case, false), run(&case, true));
        prop_assert_eq!(told(&classes), told(&every));
        prop_assert_eq!(classes.problems, every.problems);
        prop_assert_eq!(classes.not_checked, every.not_checked);
    }
}

/// Names that nothing knows.
fn names(count: usize) -> impl Iterator<Item = [String; 7]> {
    (0..count).map(|n| {
        let letters: String =
            [n / 169 % 13, n / 13 % 13, n % 13].iter().map(|at| char::from(b"bdfgklmprstvz"[*at])).collect();
        let name = format!("Y{}ou{}ax{}", &letters[..1], &letters[1..2], &letters[2..]);
        ["oui".into(), String::new(), name, "Quelvran".into(), String::new(), String::new(), String::new()]
    })
}

#[test]
fn ordinary_names_are_one_class() {
    let rows: Vec<[String; 7]> = names(500).collect();
    let case = project("ordinary", "Merci", "<p>Bonjour {{first_name}},</p><p>Merci. TODO</p>", &table(&rows));
    let outcome = run(&case, false);
    let finding = outcome.findings.iter().find(|finding| finding.found == "TODO").unwrap();
    let whom = finding.recipients.as_ref().unwrap();
    assert_eq!((whom.affected, whom.of, &whom.rows[..3]), (500, 500, &[2, 3, 4][..]));
}

#[test]
fn a_value_of_a_late_row_is_looked_at() {
    let mut rows: Vec<[String; 7]> = names(400).collect();
    for at in [300, 320] {
        rows[at][6] = "TODO".to_string();
    }
    let case = project("late", "Merci", "<p>{{#if city}}Rendez-vous : {{city}}.{{/if}} Merci.</p>", &table(&rows));
    let outcome = run(&case, false);
    let finding = outcome.findings.iter().find(|finding| finding.found == "TODO").unwrap();
    assert_eq!(finding.recipients.as_ref().unwrap().rows, [302, 322]);
}
