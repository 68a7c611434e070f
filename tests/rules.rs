//! The built-in rules: each aspect is reported by one of them, each has its cases, and their ids are known.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use presend::claims::{Claim, Kind, Part, Scope, Standing};
use presend::finding::{Diff, Level};
use presend::language::{Language, Message};
use presend::message::{self, Block, BlockKind, LinkKind, PartKind};
use presend::rules::{self, ASPECTS, Choice, InMail, InTemplate, Look, Rule, RuleSet, Situation, Texts};
use presend::source::{FileId, Place, Problem, Sources, Span, Traced};

/// The built-in rules of all packs.
fn built_in() -> RuleSet {
    let names = RuleSet::load(&Sources::new(), &Choice::default()).0.packs();
    let packs: Vec<Traced> = names.iter().map(|pack| Traced::made(pack)).collect();
    let (set, problems) = RuleSet::load(&Sources::new(), &Choice { packs: Some(&packs), ..Choice::default() });
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(set.rules.iter().all(|rule| rule.on));
    set
}

fn claim(kind: Kind, aspect: &'static str, standing: Standing) -> Claim {
    Claim {
        kind,
        aspect,
        standing,
        part: Part::Mail(PartKind::Html),
        scopes: Vec::new(),
        span: Span::new(FileId(0), 4, 9),
        place: Place::default(),
        found: "found words".to_string(),
        expected: Vec::new(),
        holes: BTreeMap::new(),
        related: Vec::new(),
        value: None,
        rows: None,
        replacement: None,
    }
}

fn reported<'a>(set: &'a RuleSet, claim: &Claim) -> Option<&'a Rule> {
    let pairs = set.report(&Situation::default(), std::slice::from_ref(claim));
    assert!(pairs.len() <= 1, "one claim, one rule");
    pairs.first().map(|(rule, _)| &set.rules[*rule])
}

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

// --- kinds for words ---

fn part(blocks: &[(&str, BlockKind)], kind: PartKind) -> message::Part {
    let mut at = 0;
    let block = |(text, kind_of_block): &(&str, BlockKind)| {
        let traced = Traced::source(text, FileId(0), at);
        at += text.len() as u32 + 1;
        Block { text: traced, kind: *kind_of_block, part: kind, hidden: false, links: Vec::new(), row: None }
    };
    message::Part { blocks: blocks.iter().map(block).collect(), ..message::Part::default() }
}

/// The words that a team's rule finds in an HTML part of these paragraphs.
fn found(block: &str, paragraphs: &[&str]) -> Vec<(String, Vec<String>)> {
    let blocks: Vec<_> = paragraphs.iter().map(|text| (*text, BlockKind::Paragraph)).collect();
    let html = part(&blocks, PartKind::Html);
    look(block, &[(PartKind::Html, &html)]).into_iter().map(|hit| (hit.found, hit.expected)).collect()
}

fn look(block: &str, parts: &[(PartKind, &message::Part)]) -> Vec<rules::WordHit> {
    rules::look_plainly(team(block).get("ours").expect("the rule"), &Texts { parts, ..Texts::default() })
}

/// The built-in rules and a team's rule `ours` with these lines.
fn team(block: &str) -> RuleSet {
    let text =
        format!("id: ours\nsummary: x\nlevel: info\n{block}\nmessage: 'x {{match}}'\nvalid: [a]\ninvalid: [b]\n");
    let (problems, set) = load_team(&Sources::new(), &text);
    assert!(problems.is_empty(), "{problems:#?}");
    set
}

/// Loads the built-in rules and this text as the team's `rules/ours.yaml`.
fn load_team(sources: &Sources, text: &str) -> (Vec<Problem>, RuleSet) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("presend-rules-{}-{count}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let disk = folder.join("ours.yaml");
    std::fs::write(&disk, text).expect("a file");
    let team_files = [("rules/ours.yaml".to_string(), disk)];
    let (set, problems) = RuleSet::load(sources, &Choice { team_files: &team_files, ..Choice::default() });
    std::fs::remove_dir_all(&folder).expect("removed");
    (problems, set)
}

fn one(words: &str, expected: &[&str]) -> Vec<(String, Vec<String>)> {
    vec![(words.to_string(), expected.iter().map(|word| word.to_string()).collect())]
}

#[test]
fn existence_finds_whole_words() {
    let block = "existence: {ignore_case: true, tokens: [dernière chance]}";
    assert_eq!(found(block, &["DERNIÈRE CHANCE !", "Dernières chances"]), one("DERNIÈRE CHANCE", &[]));
    let block = "existence: {patterns: ['\\d+ €']}";
    assert_eq!(found(block, &["Il coûte 30 €."]), one("30 €", &[]));
}

#[test]
fn required_speaks_once_where_nothing_stands() {
    let block = "required: {ignore_case: true, tokens: [mentions légales]}";
    assert_eq!(found(block, &["Bonjour", "Mentions légales"]), []);
    assert_eq!(found(block, &["Bonjour", "À bientôt"]), one("", &["mentions légales"]));
}

#[test]
fn substitution_says_what_to_write() {
    let block = "substitution: {ignore_case: true, swap: {newsletter: lettre d'information}}";
    assert_eq!(found(block, &["La Newsletter"]), one("Newsletter", &["Lettre d'information"]));
    let addresses =
        ["a newsletter@exemple.test (https://exemple.test/newsletter) «www.newsletter.test»", "é/newsletter.fr"];
    assert_eq!(found(block, &addresses), []);
    assert_eq!(found(block, &["(newsletter)", "«newsletter»", "é newsletter/é"]).len(), 3);
    let html = part(&[("La newsletter", BlockKind::Paragraph)], PartKind::Html);
    let hits = look(block, &[(PartKind::Html, &html)]);
    assert_eq!(hits[0].replacement.as_deref(), Some("lettre d'information"));
    assert_eq!(hits[0].span, Span::new(FileId(0), 3, 13));
}

#[test]
fn occurrence_counts_in_each_part() {
    let block = "occurrence: {patterns: ['!'], max: 2}";
    assert_eq!(found(block, &["Bonjour ! Venez !"]), []);
    assert_eq!(found(block, &["Bonjour ! Venez !", "Vite !"]), one("!", &[]));
    let html = part(&[("Venez ! Vite !", BlockKind::Paragraph)], PartKind::Html);
    let text = part(&[("Venez ! Vite !", BlockKind::Paragraph)], PartKind::Text);
    assert!(look(block, &[(PartKind::Html, &html), (PartKind::Text, &text)]).is_empty());
    assert_eq!(found("occurrence: {tokens: [replay], min: 1}", &["Bonjour"]), one("", &["replay"]));
}

#[test]
fn consistency_keeps_the_first_spelling() {
    let block = "consistency: {either: {webinaire: webinar}}";
    assert_eq!(found(block, &["Un webinar", "Ce webinaire, un webinar"]), one("webinaire", &["webinar"]));
    assert_eq!(found(block, &["Un webinaire, ce webinaire"]), []);
}

#[test]
fn conditional_asks_for_other_words() {
    let block = "conditional: {if: 'ci-joint', then: 'pièce jointe'}";
    assert_eq!(found(block, &["Le programme ci-joint"]), one("ci-joint", &["pièce jointe"]));
    assert_eq!(found(block, &["Le programme ci-joint", "Une pièce jointe"]), []);
}

#[test]
fn repetition_finds_words_twice_in_a_row() {
    let block = "repetition: {words: 1, except: [nous]}";
    assert_eq!(found(block, &["la la séance de de travail. De quoi ? Nous nous voyons"]).len(), 2);
    assert_eq!(found(block, &["Oui. Oui, oui"]), []);
    assert_eq!(found("repetition: {words: 2}", &["tout de tout de suite"]), one("tout de", &[]));
}

#[test]
fn the_subject_is_measured_in_characters() {
    let only = ["subject-length".to_string()];
    let (set, _) = RuleSet::load(&Sources::new(), &Choice { only: &only, ..Choice::default() });
    let measure = |subject: &str| {
        let subject = Traced::source(subject, FileId(0), 0);
        let texts = Texts { lines: &[(PartKind::Subject, &subject)], ..Texts::default() };
        set.look(&texts, &Situation::default(), Some(InMail { path: "a.hbs", tags: true }), &mut InTemplate::default())
    };
    assert!(measure(&"é".repeat(70)).is_empty());
    let hits = measure(&"é".repeat(71));
    let finding = &hits[0].finding;
    assert!(finding.message.fr.contains("71 caractères"), "{:?}", finding.message);
    assert_eq!((finding.part, finding.mail.as_deref(), hits[0].rank), ("subject", Some("a.hbs"), 70));
    // A subject among the parts is the same subject.
    let line = part(&[("é".repeat(71).as_str(), BlockKind::Line)], PartKind::Subject);
    let texts = Texts { parts: &[(PartKind::Subject, &line)], ..Texts::default() };
    assert_eq!(set.look(&texts, &Situation::default(), None, &mut InTemplate::default()).len(), 1);
}

#[test]
fn measures_and_formulas_are_of_the_body() {
    let blocks = [("Bonjour à tous.", BlockKind::Paragraph), ("Le replay est en ligne : voyez-le !", BlockKind::Item)];
    let mut html = part(&blocks, PartKind::Html);
    html.bytes = 40;
    html.links.push(message::Link {
        url: Traced::source("https://exemple.test/", FileId(0), 100),
        label: Traced::default(),
        kind: LinkKind::Anchor,
        block: Some(0),
        element: Traced::default(),
        named: false,
    });
    let text = part(&[("Un deux trois quatre cinq six sept huit neuf dix.", BlockKind::Line)], PartKind::Text);
    for (of, count) in [
        ("words", "9"),
        ("links", "1"),
        ("images", "0"),
        ("sentences", "2"),
        ("sentence-length", "4.5"),
        ("html-bytes", "40\u{a0}bytes"),
        ("links / words * 100", "11.1"),
        ("(html-bytes - words) / 2", "15.5"),
    ] {
        // A limit that everything is past: the count is told.
        let hits =
            look(&format!("metric: {{of: '{of}', max: -1}}"), &[(PartKind::Text, &text), (PartKind::Html, &html)]);
        assert_eq!(hits.len(), 1, "{of}");
        assert_eq!(hits[0].holes["count"].en, count, "{of}");
        assert_eq!(hits[0].holes["count"].fr, count.replace('.', ",").replace("bytes", "octets"), "{of}");
    }
    // What cannot be measured is not reported: no subject, no image to divide by.
    for of in ["subject-length + 1", "links / images"] {
        assert!(look(&format!("metric: {{of: '{of}', max: -1}}"), &[(PartKind::Html, &html)]).is_empty(), "{of}");
    }
    assert_eq!(look("metric: {of: words, max: 9}", &[(PartKind::Text, &text)]).len(), 1);
    assert!(look("metric: {of: html-bytes, max: 9}", &[(PartKind::Text, &text)]).is_empty());
}

#[test]
fn support_counts_the_programs_that_it_is_asked_about() {
    let html = message::html::read(&Traced::source("<p style='margin:0;min-width:9px'>x</p>", FileId(0), 0));
    let found = |block: &str| {
        let hits = look(block, &[(PartKind::Html, &html)]);
        hits.into_iter().map(|hit| (hit.found, hit.holes["programs"].en.clone())).collect::<Vec<_>>()
    };
    let one = vec![("min-width:9px".to_string(), "Outlook for Windows".to_string())];
    assert_eq!(found("support: {of: [css-min-width, css-min-height]}"), one);
    assert_eq!(found("support: {of: [css-min-width], programs: [gmail, yahoo]}"), []);
    assert_eq!(found("support: {of: [css-min-width], at_least: 2}"), []);
    assert_eq!(found("support: {except: [css-min-width]}"), []);
}

#[test]
fn the_page_of_a_rule_names_its_sources() {
    let set = built_in();
    let page = |id: &str| rules::page_body(set.get(id).expect(id), &Sources::new(), &[], Language::En, "##");
    assert!(page("contrast").contains("## Sources\n\n- <https://www.w3.org/TR/WCAG22/#contrast-minimum>\n- RGAA"));
    assert!(!page("weekday").contains("## Sources"));
}

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

#[test]
fn a_link_that_says_here_is_found_in_its_label_only() {
    let set = built_in();
    let rule = set.get("click-here").expect("click-here");
    let says = |words: &str| {
        let mut html = part(&[(words, BlockKind::Paragraph)], PartKind::Html);
        html.links.push(message::Link {
            url: Traced::source("https://exemple.test/", FileId(0), 100),
            label: Traced::source(words, FileId(0), 0),
            kind: LinkKind::Anchor,
            block: Some(0),
            element: Traced::default(),
            named: false,
        });
        rules::look_plainly(rule, &Texts { parts: &[(PartKind::Html, &html)], ..Texts::default() }).len()
    };
    assert_eq!((says("ici"), says("Cliquez ici"), says("Click here")), (1, 1, 1));
    assert_eq!((says("Voir le replay"), says("Nos guides sont ici")), (0, 0));
    let plain = part(&[("ici", BlockKind::Paragraph)], PartKind::Html);
    assert!(rules::look_plainly(rule, &Texts { parts: &[(PartKind::Html, &plain)], ..Texts::default() }).is_empty());
}

#[test]
fn what_presend_made_is_never_judged() {
    let set = built_in();
    let made = Traced::made(&"x".repeat(200));
    let texts = Texts { lines: &[(PartKind::Subject, &made)], ..Texts::default() };
    assert!(set.look(&texts, &Situation::default(), None, &mut InTemplate::default()).is_empty());
}
