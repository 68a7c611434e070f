//! Packs, levels and options: which rules are in force, and with which values.

use presend::finding::Level;
use presend::rules::{self, Choice, Look, RuleSet};
use presend::source::{Accept, Problem, Sources, Traced};
use presend::yaml::{self, Node};

/// The built-in rules as a project without settings has them.
fn default_rules() -> RuleSet {
    let (set, problems) = RuleSet::load(&Sources::new(), &Choice::default());
    assert!(problems.is_empty(), "{problems:#?}");
    set
}

/// Rules of other packs are in force only where a project chooses them.
#[test]
fn only_the_recommended_rules_are_in_force_by_default() {
    for rule in &default_rules().rules {
        assert_eq!(rule.on, rule.packs.iter().any(|pack| pack == "recommended"), "{}", rule.id);
    }
    assert_eq!(
        default_rules().packs(),
        ["accessibility", "deliverability", "public-service-fr", "recommended", "rendering", "webinar"]
    );
}

/// Loads the rules with these lines under `options:`.
fn changed(options: &str) -> (RuleSet, Vec<Problem>, Sources) {
    let sources = Sources::new();
    let file = sources.add("presend.yaml", options.as_bytes().to_vec(), Accept::Utf8).expect("a file");
    let root = yaml::read(&sources.text(file)).root.expect("a tree");
    let options: Vec<(Traced, Node)> = root.entries().to_vec();
    let (set, problems) = RuleSet::load(&sources, &Choice { options: &options, ..Choice::default() });
    (set, problems, sources)
}

#[test]
fn a_level_puts_a_rule_of_another_pack_in_force() {
    let levels =
        [(Traced::made("image-without-alt"), Traced::made("error")), (Traced::made("click-here"), Traced::made("off"))];
    let only = ["click-here".to_string(), "long-sentences".to_string()];
    let choice = Choice { levels: &levels, ..Choice::default() };
    let (set, problems) = RuleSet::load(&Sources::new(), &choice);
    assert!(problems.is_empty(), "{problems:#?}");
    let rule = set.get("image-without-alt").expect("a rule");
    assert_eq!((rule.on, rule.level), (true, Level::Error));
    assert!(!set.get("click-here").expect("a rule").on);
    // The command line names a rule of a pack that is not chosen: wanted; `off` stays off.
    let (set, _) = RuleSet::load(&Sources::new(), &Choice { only: &only, ..choice });
    assert!(set.get("long-sentences").expect("a rule").on);
    assert_eq!(set.len(), 1);
}

#[test]
fn packs_that_are_named_replace_the_default() {
    let packs = [Traced::made("accessibility")];
    let (set, problems) = RuleSet::load(&Sources::new(), &Choice { packs: Some(&packs), ..Choice::default() });
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(set.rules.iter().all(|rule| rule.on == rule.packs.iter().any(|pack| pack == "accessibility")));
    // A list of folders alone names no built-in pack.
    let (set, _) = RuleSet::load(&Sources::new(), &Choice { packs: Some(&[]), ..Choice::default() });
    assert!(set.is_empty());
}

#[test]
fn options_change_a_rule_and_are_listed() {
    let (set, problems, sources) = changed(
        "subject-length: {max: 60}\nclick-here: {patterns: {add: ['^x$']}}\nplain-words: {swap: {add: {zut: flûte}, remove: [nonobstant]}}\nhtml-size: {of: html-bytes / 1024, max: 99.5}\nevent-date: {is: [foreign]}\n",
    );
    assert!(problems.is_empty(), "{problems:#?}");
    let written = |id: &str| set.get(id).expect("a rule").written.clone();
    assert_eq!(written("subject-length").metric.expect("a metric").max, Some(60.0));
    let patterns = written("click-here").existence.expect("patterns").patterns;
    assert_eq!((patterns.len(), patterns.last().map(String::as_str)), (5, Some("^x$")));
    let swap = written("plain-words").substitution.expect("pairs").swap;
    assert!(swap.get("zut").is_some_and(|to| to == "flûte") && !swap.contains_key("nonobstant") && swap.len() > 10);
    assert!(matches!(&set.get("event-date").expect("a rule").look, Look::Facts { is, .. } if is.len() == 1));
    let rows = rules::rows(&set, &sources);
    let row = |id: &str| rows.iter().find(|row| row.id == id).expect("a row").changed.join("; ");
    assert_eq!(row("subject-length"), "max: 60 (presend.yaml:1)");
    assert_eq!(row("html-size"), "of: html-bytes / 1024 (presend.yaml:4); max: 99.5 (presend.yaml:4)");
    assert_eq!(row("event-time"), "");
    // What nothing changed keeps its cases.
    assert_eq!(
        written("subject-length").invalid.len(),
        default_rules().get("subject-length").expect("a rule").written.invalid.len()
    );
}

#[test]
fn a_wrong_option_is_told_at_its_place_and_changes_nothing() {
    for (options, code, words) in [
        ("subject-lenght: {max: 60}", "rule-unknown", "subject-lenght"),
        ("subject-length: {mx: 60}", "option-key", "mx"),
        ("subject-length: {max: 60, min: a}", "option-value", "a"),
        ("subject-length: {max: .inf}", "option-value", ".inf"),
        ("subject-length: {of: subject-lenght}", "option-value", "subject-lenght"),
        ("subject-length: {of: '2 * (words'}", "option-value", "("),
        ("click-here: {patterns: [ok, '(']}", "option-value", "'('"),
        ("click-here: {patterns: {add: [ok, '(']}}", "option-value", "'('"),
        ("click-here: {ignore_case: oui}", "option-value", "oui"),
        ("click-here: {patterns: {ad: [ok]}}", "option-key", "ad"),
        ("click-here: {patterns: []}", "option-value", "{patterns: []}"),
        ("greeting-empty: {of: [nothing]}", "option-value", "nothing"),
        ("anglicisms: {swap: [a]}", "option-value", "[a]"),
        ("anglicisms: {swap: {add: {a: [b]}}}", "option-value", "{a: [b]}"),
        ("anglicisms: {swap: {}}", "option-value", "{swap: {}}"),
    ] {
        let (set, problems, sources) = changed(options);
        let told: Vec<_> = problems.iter().map(|one| (one.code, sources.slice(one.span.expect("a place")))).collect();
        assert_eq!(told, [(code, words.to_string())], "{options}: {problems:#?}");
        assert!(set.rules.iter().all(|rule| rule.changes.is_empty()), "{options}");
    }
}
