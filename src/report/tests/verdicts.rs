//! What a run came to, in a word, an exit code and a sentence.

use super::*;

#[test]
fn the_first_line_of_the_table_counts() {
    let world = world();
    let mut outcome = Outcome::default();
    assert_eq!(verdict(&outcome, Level::Error, false), (Verdict::Nothing, 3));
    outcome = world.outcome(Vec::new());
    assert_eq!(verdict(&outcome, Level::Error, false), (Verdict::Partial, 0));
    assert_eq!(verdict(&outcome, Level::Error, true), (Verdict::Partial, 1));
    outcome.not_checked.clear();
    assert_eq!(verdict(&outcome, Level::Error, true), (Verdict::Clean, 0));
    outcome.findings.push(world.title());
    assert_eq!(verdict(&outcome, Level::Error, false), (Verdict::Findings, 0));
    assert_eq!(verdict(&outcome, Level::Warning, false), (Verdict::Findings, 1));
    outcome.findings.push(world.link());
    assert_eq!(verdict(&outcome, Level::Error, false), (Verdict::Findings, 1));
    outcome.problems.push(Problem::new("x", Message::default()));
    assert_eq!(verdict(&outcome, Level::Error, false), (Verdict::Incomplete, 2));
    outcome.mails.clear();
    assert_eq!(verdict(&outcome, Level::Error, false), (Verdict::Incomplete, 2));
    outcome.problems.clear();
    assert_eq!(verdict(&outcome, Level::Error, false), (Verdict::Nothing, 3));
}

/// The closing sentences of an outcome, French and English.
fn sentences(world: &World, outcome: &Outcome, change: impl Fn(Options) -> Options) -> [String; 2] {
    [Language::Fr, Language::En].map(|language| {
        let options = change(options(language));
        let human = render(Format::Human, outcome, &world.sources, &options);
        let plain = render(Format::Plain, outcome, &world.sources, &options);
        assert_eq!(last_line(&human), last_line(&plain));
        last_line(&human).to_string()
    })
}

#[test]
fn the_last_line_says_the_verdict() {
    let world = world();
    let same = |options| options;
    let strict = |options| Options { strict: true, ..options };
    let mut outcome = world.outcome(Vec::new());
    assert_eq!(
        sentences(&world, &outcome, same),
        [
            "Aucune erreur trouvée, mais 1 chose n'a pas pu être vérifiée.",
            "No error found, but 1 thing could not be checked."
        ]
    );
    assert_eq!(
        sentences(&world, &outcome, strict),
        [
            "NE PAS ENVOYER EN L'ÉTAT (--strict) : 1 point n'a pas pu être vérifié.",
            "DO NOT SEND AS IT IS (--strict): 1 point could not be checked."
        ]
    );
    let second = NotChecked { reason: Message::new("autre", "other"), ..outcome.not_checked[0].clone() };
    outcome.not_checked.push(second);
    assert_eq!(
        sentences(&world, &outcome, same),
        [
            "Aucune erreur trouvée, mais 2 choses n'ont pas pu être vérifiées.",
            "No error found, but 2 things could not be checked."
        ]
    );
    outcome.findings = vec![world.link()];
    assert_eq!(sentences(&world, &outcome, same)[0], "NE PAS ENVOYER EN L'ÉTAT : 1 point à corriger, 2 non vérifiés.");
    // What is said in two places is one point.
    let other = Finding { message: Message::new("autre", "other"), ..world.title() };
    outcome.findings = vec![world.title(), world.title(), other];
    outcome.not_checked.clear();
    assert_eq!(
        sentences(&world, &outcome, same),
        ["Aucune erreur : 2 points à vérifier.", "No error: 2 points to check."]
    );
    outcome.findings.clear();
    assert_eq!(
        sentences(&world, &outcome, same),
        [
            "Aucune erreur : tout ce que presend sait vérifier l'a été.",
            "No error: all that presend can check was checked."
        ]
    );
    outcome.problems.push(Problem::new("block", Message::new("m", "m")).at(span(world.mail, MAIL, "Prendre")));
    assert_eq!(
        sentences(&world, &outcome, same),
        [
            "CONTRÔLE INCOMPLET : tout n'a pas pu être lu (« templates/suivi.hbs », ligne 3). Ne pas s'y fier.",
            "CHECK INCOMPLETE: not everything could be read (“templates/suivi.hbs”, line 3). Do not rely on it."
        ]
    );
    outcome.problems.push(Problem::new("block", Message::new("m", "m")));
    outcome.findings = vec![world.link()];
    assert_eq!(
        sentences(&world, &outcome, same)[0],
        "CONTRÔLE INCOMPLET : 2 problèmes ont empêché de tout lire, le premier dans « templates/suivi.hbs », ligne 3. \
         Ne pas s'y fier. Déjà trouvé : 1 point à corriger."
    );
    let nothing = Outcome::default();
    assert_eq!(
        sentences(&world, &nothing, same),
        [
            "Rien n'a été contrôlé : aucun mail trouvé. Indiquer un fichier (presend check mail.html), ou « mails: » \
             dans presend.yaml.",
            "Nothing was checked: no mail was found. Name a file (presend check mail.html), or “mails:” in \
             presend.yaml."
        ]
    );
    let other = Outcome { left_out: 2, ..Outcome::default() };
    assert_eq!(
        sentences(&world, &other, same),
        [
            "Rien n'a été contrôlé : aucun mail pour cet événement. Laissés de côté : 2 mails d'un autre événement que \
             celui de --event.",
            "Nothing was checked: no mail for this event. Left out: 2 mails that belong to another event than that \
             of --event."
        ]
    );
}

#[test]
fn findings_below_the_level_are_not_there() {
    let world = world();
    let mut outcome = world.outcome(vec![world.title()]);
    outcome.not_checked.clear();
    let only_errors = Options { min_level: Level::Error, ..options(Language::En) };
    for format in Format::ALL {
        assert!(!render(format, &outcome, &world.sources, &only_errors).contains("title-spelling"));
    }
    let text = render(Format::Json, &outcome, &world.sources, &only_errors);
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&report["verdict"], &report["summary"]["warnings"]), (&"clean".into(), &0.into()));
}
