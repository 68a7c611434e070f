//! The cases of rules: those of the built-in rules hold, and a team's that do not are told in the right words.

#![allow(clippy::unwrap_used)]

use presend::check::cases::{self, List, Tested, Verdict};
use presend::language::Language;
use presend::rules::{Choice, RuleSet};
use presend::source::Sources;

/// A team's rule about words, with these cases.
fn rule(id: &str, words: &str, cases: &str) -> String {
    format!(
        "id: {id}\nsummary: x\nlevel: warning\nscope: [subject, text]\nexistence: {{ignore_case: true, tokens: [{words}]}}\nmessage: 'dit « {{match}} »'\n{cases}"
    )
}

/// Runs the cases of a team's rules that lie in a folder, beside the built-in ones that are named.
fn tested(team: &[(&str, String)], more: &[&str]) -> Tested {
    let folder = tempfolder(team);
    let files: Vec<_> =
        team.iter().map(|(id, _)| (format!("rules/{id}.yaml"), folder.join(format!("{id}.yaml")))).collect();
    let sources = Sources::new();
    let (mut rules, problems) = RuleSet::load(&sources, &Choice { team_files: &files, ..Choice::default() });
    assert!(problems.is_empty(), "{problems:#?}");
    let ids: Vec<String> = team.iter().map(|(id, _)| *id).chain(more.iter().copied()).map(str::to_string).collect();
    let tested = cases::run(&mut rules, &ids, &sources);
    std::fs::remove_dir_all(folder).unwrap();
    tested
}

fn tempfolder(team: &[(&str, String)]) -> std::path::PathBuf {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("presend-cases-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let folder = std::env::temp_dir().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    for (id, text) in team {
        std::fs::write(folder.join(format!("{id}.yaml")), text).unwrap();
    }
    folder
}

#[test]
fn the_cases_of_all_built_in_rules_hold() {
    let sources = Sources::new();
    let (mut rules, problems) = RuleSet::load(&sources, &Choice::default());
    assert!(problems.is_empty(), "{problems:#?}");
    let tested = cases::run(&mut rules, &[], &sources);
    assert!(tested.passed(), "{}", tested.text(Language::En));
    assert_eq!(tested.rules, rules.len());
    assert!(tested.without.is_empty() && tested.off.is_empty());
    assert!(tested.cases >= 4 * tested.rules, "{} cases", tested.cases);
}

#[test]
fn the_cases_of_all_packs_hold() {
    let sources = Sources::new();
    let known = RuleSet::load(&sources, &Choice::default()).0.packs();
    for pack in known.iter().filter(|pack| *pack != "recommended") {
        let packs = [presend::source::Traced::made(pack)];
        let (mut rules, problems) = RuleSet::load(&sources, &Choice { packs: Some(&packs), ..Choice::default() });
        assert!(problems.is_empty(), "{problems:#?}");
        let tested = cases::run(&mut rules, &[], &sources);
        assert!(tested.passed(), "{pack}: {}", tested.text(Language::En));
        assert!(tested.rules >= 3 && tested.cases >= 4 * tested.rules, "{pack}: {} cases", tested.cases);
    }
    let packs: Vec<_> = known.iter().map(|pack| presend::source::Traced::made(pack)).collect();
    let (mut rules, _) = RuleSet::load(&sources, &Choice { packs: Some(&packs), ..Choice::default() });
    let tested = cases::run(&mut rules, &[], &sources);
    assert!(tested.passed(), "all packs at once: {}", tested.text(Language::En));
}

#[test]
fn a_team_s_rules_are_told_in_the_right_words() {
    let team = [
        ("good", rule("good", "zut", "valid: [Bonjour]\ninvalid: [Zut alors !]\n")),
        ("noisy", rule("noisy", "bonjour", "valid: [Bonjour à tous.]\ninvalid: [Bonjour]\n")),
        ("silent", rule("silent", "mince", "valid: [Bonjour]\ninvalid: [Mince !, Flûte !]\n")),
        ("misplaced", rule("misplaced", "oups", "valid: [Bonjour]\ninvalid: [{text: 'Oups !', match: mince}]\n")),
        ("bare", rule("bare", "aïe", "")),
    ];
    let tested = tested(&team, &[]);
    assert!(!tested.passed());
    let seen: Vec<_> =
        tested.failures.iter().map(|one| (one.rule.as_str(), one.list, one.index, one.verdict)).collect();
    assert_eq!(
        seen,
        [
            ("noisy", List::Valid, 0, Verdict::Noisy),
            ("silent", List::Invalid, 1, Verdict::Missing),
            ("misplaced", List::Invalid, 0, Verdict::Misplaced),
        ]
    );
    assert_eq!(tested.without, ["bare"]);
    assert_eq!((tested.rules, tested.cases), (5, 9));

    let english = tested.text(Language::En);
    let lines: Vec<&str> = english.lines().collect();
    assert_eq!(lines[0], "bare: No cases; add texts under “valid” and “invalid”");
    assert_eq!(
        lines[1],
        "rules/noisy.yaml:7:9: noisy · valid 1 · Noisy: “Bonjour à tous.”: the rule should say nothing, and says: dit « Bonjour »"
    );
    assert!(
        lines[2].starts_with("rules/silent.yaml:8:20: silent · invalid 2 · Missing: “Flûte !”: the rule says nothing")
    );
    assert!(lines[3].ends_with("Misplaced: “Oups !”: found “Oups” instead of “mince”"), "{}", lines[3]);
    assert_eq!(lines[4], "5 rules, 9 cases: 3 do not hold");
    assert!(tested.text(Language::Fr).ends_with("5 règles, 9 cas : 3 ne tiennent pas\n"));
}

#[test]
fn what_the_finding_must_say_is_held_too() {
    let cases = |wanted: &str| {
        let rule = "id: ours\nsummary: x\nlevel: warning\nrank: 1\nrecipient: {is: [against], of: [duplicate]}\nmessage: x\nvalid: [Bonjour]\n";
        let rows = "recipients: [{email: a@exemple.test}, {email: a@exemple.test}]";
        format!("{rule}invalid: [{{text: Bonjour, {rows}, {wanted}}}]\n")
    };
    assert!(tested(&[("ours", cases("rows: [3]"))], &[]).passed());
    let wrong = tested(&[("ours", cases("rows: [2]"))], &[]);
    assert_eq!(wrong.failures[0].verdict, Verdict::Misplaced);
    assert!(wrong.text(Language::En).contains("recipients' rows [3] instead of [2]"), "{}", wrong.text(Language::En));
    let wrong = tested(&[("ours", cases("expected: b@exemple.test"))], &[]);
    assert!(wrong.text(Language::Fr).contains("au lieu de « b@exemple.test »"), "{}", wrong.text(Language::Fr));
}

#[test]
fn a_case_that_makes_no_mail_does_not_pass_for_a_silent_rule() {
    let cases = "valid: [{html: '{{#if event.title}}<p>Bonjour</p>'}]\ninvalid: [Zut !]\n";
    let tested = tested(&[("ours", rule("ours", "zut", cases))], &[]);
    assert_eq!(tested.failures.len(), 1);
    assert_eq!(tested.failures[0].verdict, Verdict::Unreadable);
}

#[test]
fn an_unknown_id_is_told_with_the_nearest() {
    let tested = tested(&[], &["wekday", "weekday"]);
    assert!(!tested.passed());
    assert!(tested.failures.is_empty() && tested.rules == 1);
    let text = tested.text(Language::En);
    assert!(text.contains("There is no rule “wekday”") && text.contains("“weekday”"), "{text}");
}

#[test]
fn a_rule_that_is_off_is_not_said_to_fail() {
    let level = [(presend::source::Traced::made("weekday"), presend::source::Traced::made("off"))];
    let sources = Sources::new();
    let (mut rules, _) = RuleSet::load(&sources, &Choice { levels: &level, ..Choice::default() });
    let tested = cases::run(&mut rules, &["weekday".to_string()], &sources);
    assert!(tested.passed() && tested.off == ["weekday"] && tested.cases == 0);
}
