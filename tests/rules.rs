//! The built-in rules: each aspect is reported by one of them, each has its cases, and their ids are known.

mod rulebook;

use std::collections::BTreeMap;

use presend::claims::{Kind, Scope, Standing};
use presend::finding::{Diff, Level};
use presend::language::{Language, Message};
use presend::rules::{self, ASPECTS, InMail, Look, Rule};
use presend::source::{FileId, Place, Sources, Span};

use rulebook::{built_in, claim, reported};

#[test]
fn every_aspect_in_every_standing_is_reported_by_a_rule() {
    let set = built_in();
    for facts in ASPECTS {
        for (aspect, standings) in facts.aspects {
            for standing in *standings {
                let rule = reported(&set, &claim(facts.kind, aspect, *standing));
                assert!(rule.is_some(), "{}: {aspect} {}", facts.word, standing.word());
            }
        }
    }
}

#[test]
fn what_a_rule_does_not_choose_is_not_reported() {
    let set = built_in();
    assert!(reported(&set, &claim(Kind::Date, "weekday", Standing::Backed)).is_none());
    assert!(reported(&set, &claim(Kind::Date, "weekday", Standing::Foreign)).is_none());
    let mut elsewhere = claim(Kind::Date, "weekday", Standing::Against);
    elsewhere.scopes = vec![Scope::LinkUrl];
    assert!(reported(&set, &elsewhere).is_none());
    elsewhere.scopes = vec![Scope::Heading, Scope::Text];
    assert_eq!(reported(&set, &elsewhere).map(|rule| rule.id.as_str()), Some("weekday"));
}

#[test]
fn no_two_built_in_rules_choose_the_same_claims() {
    let set = built_in();
    let mut owners: BTreeMap<(Kind, &str, Standing), &str> = BTreeMap::new();
    for rule in &set.rules {
        let Look::Facts { kind, is, of } = &rule.look else { continue };
        for (aspect, standing) in of.iter().flat_map(|aspect| is.iter().map(move |standing| (*aspect, *standing))) {
            let known = ASPECTS.iter().find(|facts| facts.kind == *kind).expect("a kind");
            let (_, standings) = known.aspects.iter().find(|(name, _)| *name == aspect).expect("an aspect");
            if standings.contains(&standing) {
                let other = owners.insert((*kind, aspect, standing), &rule.id);
                assert_eq!(other, None, "{} and {other:?}: {aspect} {}", rule.id, standing.word());
            }
        }
    }
}

#[test]
fn every_rule_has_its_words_and_cases() {
    let sources = Sources::new();
    for rule in &built_in().rules {
        let id = &rule.id;
        // The folder is the pack; what is recommended lies in none.
        let folder = rule.path.strip_prefix("rules/").and_then(|path| path.strip_suffix(&format!("{id}.yaml")));
        match folder.expect("named after its id") {
            "" => assert!(rule.packs.iter().any(|pack| pack == "recommended"), "{id}"),
            folder => assert!(rule.packs.iter().any(|pack| format!("{pack}/") == folder), "{id}"),
        }
        for (name, text) in [("why", &rule.why), ("help", &rule.help)] {
            assert!(text.is_some(), "{id}: no {name}");
        }
        let texts = [Some(&rule.summary), Some(&rule.message), rule.why.as_ref(), rule.help.as_ref()];
        for text in texts.into_iter().flatten() {
            assert!(text.fr != text.en && text.fr.len() > 2, "{id}: {text:?}");
            assert!(!text.fr.contains(['“', '”']) && !text.en.contains(['«', '»']), "{id}: {text:?}");
            assert_eq!((text.fr.trim(), text.en.trim()), (text.fr.as_str(), text.en.as_str()), "{id}");
        }
        let (valid, invalid) = (rule.valid(&sources), rule.invalid(&sources));
        assert!(valid.len() >= 2 && invalid.len() >= 2, "{id}");
        for case in &invalid {
            // What is expected to be found must stand in the case, else it could never be found.
            let Some(wanted) = &case.expect_match else { continue };
            let plain = strip_tags(&case.content);
            let settings = format!("{:?}", case.settings);
            assert!(
                plain.contains(wanted) || case.content.contains(wanted) || settings.contains(wanted),
                "{id}: {wanted}"
            );
        }
    }
}

fn strip_tags(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn ids_change_only_on_purpose() {
    // A rule that is not recommended stands there with its folder: what is on by default changes on purpose only.
    let name = |rule: &Rule| rule.path.trim_start_matches("rules/").trim_end_matches(".yaml").to_string();
    let ids: Vec<String> = built_in().rules.iter().map(name).collect();
    snapbox::assert_data_eq!(ids.join("\n") + "\n", snapbox::file!["rules-ids.txt"]);
}

#[test]
fn a_finding_has_the_words_of_its_rule() {
    let set = built_in();
    let mut wrong = claim(Kind::Title, "title", Standing::Foreign);
    wrong.expected = vec!["Prendre en main le tableau de bord régional".to_string()];
    wrong.replacement = Some("{{event.title}}".to_string());
    let hole = |words: &str| Message::new(words, words);
    wrong.holes.insert("match", hole("Ouvrir les données de santé"));
    wrong.holes.insert("other.title", hole("Ouvrir les données de santé"));
    wrong.holes.insert("other.date", Message::new("jeudi 12 mars 2026", "Thursday, 12 March 2026"));
    let rule = reported(&set, &wrong).expect("other-event");
    let finding = rules::claim_finding(rule, &wrong, Some(InMail { path: "templates/suivi.hbs", tags: true }));
    assert_eq!(finding.rule, "other-event");
    assert_eq!(finding.level, Level::Error);
    assert_eq!(
        finding.message.get(Language::Fr),
        "« Ouvrir les données de santé » vient d'un autre événement : « Ouvrir les données de santé », jeudi 12 mars 2026"
    );
    assert_eq!(finding.mail.as_deref(), Some("templates/suivi.hbs"));
    assert_eq!(finding.part, "html");
    assert_eq!(finding.diff, Some(Diff::Words));
    let fix = finding.fix.expect("a fix");
    assert_eq!((fix.safe, fix.edits[0].span, fix.edits[0].replacement.as_str()), (true, wrong.span, "{{event.title}}"));
    // A hole that nobody filled says what was found.
    assert!(finding.help.expect("help").fr.contains("« found words »"));
}

#[test]
fn no_wording_of_a_built_in_rule_keeps_a_hole() {
    let set = built_in();
    for facts in ASPECTS {
        for (aspect, standings) in facts.aspects {
            let mut one = claim(facts.kind, aspect, standings[0]);
            for name in facts.holes.iter().chain(&["match", "expected"]) {
                one.holes.insert(*name, Message::new("FILLED", "FILLED"));
            }
            let rule = reported(&set, &one).expect("a rule");
            let finding = rules::claim_finding(rule, &one, None);
            let texts = [Some(&finding.message), finding.why.as_ref(), finding.help.as_ref()];
            for text in texts.into_iter().flatten().flat_map(|text| [&text.fr, &text.en]) {
                assert!(!text.contains("found words"), "{}: a hole is not among those of its kind: {text}", rule.id);
                assert!(!text.contains("[?"), "{}: {text}", rule.id);
            }
        }
    }
}

#[test]
fn the_blamed_tag_is_the_place_and_the_value_is_related() {
    let set = built_in();
    let mut wrong = claim(Kind::Link, "role", Standing::Against);
    let (tag, value) = (Span::new(FileId(0), 10, 30), Span::new(FileId(1), 5, 25));
    wrong.span = value;
    wrong.place = Place { written: Some(tag), value: Some(value), printed: true, ..Place::default() };
    let finding = rules::claim_finding(set.get("link-role").expect("link-role"), &wrong, None);
    assert_eq!(finding.span, tag);
    assert_eq!(finding.related.len(), 1);
    assert_eq!(finding.related[0].span, value);
}

#[test]
fn the_page_explains_a_rule_in_both_languages() {
    let set = built_in();
    let rule = set.get("weekday").expect("weekday");
    let fr = rules::page(rule, &Sources::new(), &[], Language::Fr);
    let en = rules::page(rule, &Sources::new(), &[], Language::En);
    assert!(fr.starts_with("# weekday\n\nUn jour de la semaine"), "{fr}");
    for words in ["## Pourquoi", "level: error", "date:", "- weekday", "## Faux", "lundi 17 novembre 2026"] {
        assert!(fr.contains(words), "{words}\n{fr}");
    }
    assert!(en.contains("## Why") && en.contains("## Wrong"), "{en}");
}

#[test]
fn the_schema_names_every_kind_and_scope() {
    let schema: serde_json::Value = serde_json::from_str(&rules::schema()).expect("JSON");
    for facts in ASPECTS {
        assert!(schema["properties"][facts.word].is_object(), "{}", facts.word);
    }
    assert_eq!(schema["additionalProperties"], false);
    assert!(schema["patternProperties"]["^x-"].is_boolean());
    let required: Vec<&str> =
        schema["required"].as_array().expect("a list").iter().filter_map(|key| key.as_str()).collect();
    assert_eq!(required, ["id", "summary", "level", "message"]);
    assert!(rules::schema().contains("\"link-text\""));
}

#[test]
fn the_page_of_a_rule_names_its_sources() {
    let set = built_in();
    let page = |id: &str| rules::page_body(set.get(id).expect(id), &Sources::new(), &[], Language::En, "##");
    assert!(page("contrast").contains("## Sources\n\n- <https://www.w3.org/TR/WCAG22/#contrast-minimum>\n- RGAA"));
    assert!(!page("weekday").contains("## Sources"));
}
