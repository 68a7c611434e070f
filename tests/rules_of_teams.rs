//! A team's own rules: what is wrong with one is told at its words, and it speaks when it should.

mod rulebook;

use presend::claims::{Kind, Standing};
use presend::message::PartKind;
use presend::rules::{InTemplate, Situation, Texts};
use presend::source::{FileId, Sources, Traced};

use rulebook::{claim, load_team, reported, team};

#[test]
fn what_is_wrong_with_a_rule_lies_at_its_words() {
    let rule = |more: &str| {
        format!("id: ours\nsummary: x\nlevel: info\nx-owner: {{me: you}}\n{more}\nvalid: [a]\ninvalid: [b]\n")
    };
    for (more, code, words) in [
        ("message: '{macth}'\ndate: {is: [against]}", "rule-hole", "'{macth}'"),
        ("message: {fr: x, en: 'a {macth}'}\ndate: {is: [against]}", "rule-hole", "'a {macth}'"),
        ("message: x\ndate: {is: [against], of: [day, yaer]}", "rule-value", "yaer"),
        ("message: x\ndate: {is: [against]}\nlink: {is: [unknown]}", "rule-kind", "link"),
        ("message: x\nexistence: {patterns: [a, '(']}", "rule-regex", "'('"),
        ("message: x\nexistence: {ignore_case: true}", "rule-kind", "existence"),
        ("message: x\nmetric: {of: 'links / wrods', max: 1}", "rule-formula", "wrods"),
        ("message: x\nmetric: {of: 'links / (words', max: 1}", "rule-formula", "("),
        ("message: x\nmetric: {of: links}", "rule-kind", "metric"),
        ("message: x\nexistence: {tokesn: [a]}", "rule-key", "tokesn"),
        ("message: x\nsupport: {of: [css-display-flexx]}", "rule-value", "css-display-flexx"),
        ("message: x\nsupport: {programs: [outlok]}", "rule-value", "outlok"),
        ("message: '{count}'\nsupport: {at_least: 2}", "rule-hole", "'{count}'"),
        ("message: x\nscope: [texte]\nexistence: {tokens: [a]}", "rule-value", "texte"),
    ] {
        let sources = Sources::new();
        let (problems, _) = load_team(&sources, &rule(more));
        assert_eq!(problems.len(), 1, "{more}: {problems:#?}");
        assert_eq!(problems[0].code, code, "{more}");
        assert_eq!(sources.slice(problems[0].span.expect("a place")), words, "{more}");
    }
}

#[test]
fn a_teams_cases_have_their_places() {
    let text = "id: ours\nsummary: x\nlevel: info\nexistence: {tokens: [zut]}\nmessage: x\nvalid: [Bonjour]\ninvalid:\n  - {subject: Zut, match: Zut}\n";
    let sources = Sources::new();
    let (problems, set) = load_team(&sources, text);
    assert!(problems.is_empty(), "{problems:#?}");
    let cases = set.get("ours").expect("the rule").invalid(&sources);
    assert_eq!(sources.slice(cases[0].span.expect("a place")), "{subject: Zut, match: Zut}");
}

#[test]
fn a_rule_for_some_mails_is_silent_in_others() {
    let block = "when: {audience: [attended], language: [fr]}\nexistence: {tokens: [zut]}";
    let set = team(block);
    let subject = Traced::source("zut", FileId(0), 0);
    let texts = Texts { lines: &[(PartKind::Subject, &subject)], ..Texts::default() };
    let found = |audience, language| {
        let situation = Situation { audience: Some(audience), language: Some(language), ..Situation::default() };
        set.look(&texts, &situation, None, &mut InTemplate::default())
            .into_iter()
            .filter(|hit| hit.finding.rule == "ours")
            .count()
    };
    assert_eq!((found("attended", "fr"), found("attended", "en"), found("all", "fr")), (1, 0, 0));
}

#[test]
fn a_teams_rule_speaks_before_a_built_in_one_of_its_rank() {
    let set = team("rank: 42\ndate: {is: [against], of: [weekday]}");
    let rule = reported(&set, &claim(Kind::Date, "weekday", Standing::Against)).map(|rule| rule.id.as_str());
    assert_eq!(rule, Some("ours"));
    let set = team("rank: 43\ndate: {is: [against], of: [weekday]}");
    let rule = reported(&set, &claim(Kind::Date, "weekday", Standing::Against)).map(|rule| rule.id.as_str());
    assert_eq!(rule, Some("weekday"));
}
