//! The pages of rules: one on the screen, and all of them as files of the documentation.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write;

use crate::check::cases::{self, List};
use crate::language::{Language, Message};
use crate::report;
use crate::rules::{self, Choice, Rule, RuleSet, Shown};
use crate::source::{Sources, Traced};

use super::args::RulesOptions;
use super::commands::{complain, project_rules};

/// `presend rules show ID`.
pub(super) fn show(id: &str, options: &RulesOptions, out: &mut dyn Write) -> u8 {
    let (sources, _, mut rules, problems, language) = project_rules(options, &[]);
    if rules.get(id).is_none() {
        let help = rules.help_for(id);
        let message = Message::new(
            format!("Aucune règle « {id} ». {}", help.fr),
            format!("There is no rule “{id}”. {}", help.en),
        );
        let _ = writeln!(std::io::stderr(), "{}", message.get(language));
        return 2;
    }
    // The cases of a rule that is off are shown too: that is how one decides about it.
    let was = rules.set_force(id, true);
    let examples = rules.get(id).map(|rule| cases::examples(&rules, rule, &sources)).unwrap_or_default();
    rules.set_force(id, was);
    if let Some(rule) = rules.get(id) {
        let _ = write!(out, "{}", rules::page(rule, &sources, &shown(&examples, language), language));
    }
    complain(&problems, &sources, language)
}

/// The examples in words.
fn shown(examples: &[cases::Example], language: Language) -> Vec<Shown> {
    let options = report::Options { language, ..report::Options::default() };
    let said = |example: &cases::Example| {
        example.findings.iter().map(|finding| report::finding(finding, &example.sources, &options)).collect()
    };
    examples
        .iter()
        .map(|example| Shown { wrong: example.list == List::Invalid, index: example.index, said: said(example) })
        .collect()
}

/// The pages of all built-in rules, and their index, by path below `docs/rules/`.
pub fn rule_pages() -> BTreeMap<String, String> {
    let sources = Sources::new();
    let names = RuleSet::load(&sources, &Choice::default()).0.packs();
    let packs: Vec<Traced> = names.iter().map(|name| Traced::made(name)).collect();
    let (rules, _) = RuleSet::load(&sources, &Choice { packs: Some(&packs), ..Choice::default() });
    let mut pages = BTreeMap::from([("README.md".to_string(), index(&rules, &names))]);
    for rule in &rules.rules {
        pages.insert(format!("{}.md", rule.id), two_languages(&rules, rule, &sources));
    }
    pages
}

const GENERATED: &str =
    "<!-- Written by `cargo run --example rule-pages` from the rule's file: change that, not this page. -->";

/// One page in French, then in English.
fn two_languages(rules: &RuleSet, rule: &Rule, sources: &Sources) -> String {
    let examples = cases::examples(rules, rule, sources);
    let body = |language, mark| rules::page_body(rule, sources, &shown(&examples, language), language, mark);
    format!(
        "# {}\n\n{GENERATED}\n\n[English](#english) · [{}](../../{})\n\n{}\n## English\n\n{}",
        rule.id,
        rule.path,
        rule.path,
        body(Language::Fr, "##"),
        body(Language::En, "###"),
    )
}

/// What each pack is for, in French and in English.
const PACKS: &[(&str, &str, &str)] = &[
    (
        "recommended",
        "En vigueur dans tout projet qui ne choisit pas ses packs.",
        "In force in every project that chooses no packs.",
    ),
    (
        "accessibility",
        "Ce qu'un lecteur d'écran ne peut pas deviner (WCAG, RGAA).",
        "What a screen reader cannot guess (WCAG).",
    ),
    (
        "public-service-fr",
        "L'écriture des services publics français ; pour les mails en français.",
        "The writing of French public services; for mails in French.",
    ),
    ("webinar", "Ce qu'un rendez-vous en ligne demande de plus.", "What a session online needs besides."),
];

/// The index by pack.
fn index(rules: &RuleSet, names: &[String]) -> String {
    let mut out = format!(
        "# Les règles · The rules\n\n{GENERATED}\n\n\
         `presend.yaml` choisit les packs : `packs: [recommended, accessibility, ./notre-charte]`. La liste remplace \
         celle par défaut, `[recommended]`.\n\n\
         `presend.yaml` chooses the packs: `packs: [recommended, accessibility, ./our-style]`. The list replaces the \
         default, `[recommended]`.\n"
    );
    let known: Vec<&str> = PACKS.iter().map(|(name, ..)| *name).collect();
    let others: BTreeSet<&str> = names.iter().map(String::as_str).filter(|name| !known.contains(name)).collect();
    for name in known.iter().copied().chain(others) {
        let of_pack: Vec<&Rule> =
            rules.rules.iter().filter(|rule| rule.packs.iter().any(|pack| pack == name)).collect();
        let about = PACKS.iter().find(|(known, ..)| *known == name).map(|(_, fr, en)| format!("\n{fr} {en}\n"));
        let _ = write!(out, "\n## {name} ({})\n{}\n", of_pack.len(), about.unwrap_or_default());
        out.push_str("| | | | |\n|---|---|---|---|\n");
        for rule in of_pack {
            let (fr, en) = (cell(&rule.summary.fr), cell(&rule.summary.en));
            let _ = writeln!(out, "| [{0}]({0}.md) | {1} | {fr} | {en} |", rule.id, rule.level.word());
        }
    }
    out
}

/// A text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
