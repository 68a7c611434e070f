//! The law of places, over the whole chain: put a unique word in any place that can be edited, and a finding on it has
//! that word's bytes, through YAML, front matter, partials, loops, helpers, escapes and entities.

use std::path::PathBuf;

use presend::check::{self, Ask};
use presend::finding::{Finding, Level, Outcome};
use presend::project::{self, Files, Request};
use presend::rules::{Choice, RuleSet};
use presend::source::{Accept, Sources};
use proptest::prelude::*;

/// A rule that finds each of the words.
const RULE: &str = r#"
id: unique-word
summary: {en: A unique word, fr: Un mot unique}
level: warning
rank: 1
scope: [subject, preheader, text, heading, alt, link-url, document-title]
existence: {patterns: ['zq[a-z]+qz']}
message: {en: "“{match}”", fr: "« {match} »"}
valid: ["Rien."]
invalid: [{text: "zqaqz", match: "zqaqz"}]
"#;

/// The places: a file and its text, in which `@` and a letter stand for that place's word.
const FILES: &[(&str, &str)] = &[
    (
        "events/one.yaml",
        "title: \"É @a \\u00e9 « x »\"\nstart: 2026-11-17 14:00\nend: 15:00\nspeakers:\n  - {name: 'L''Ame @b', role: x}\n  - name: Bo @c\ndescription: >\n  Une ligne\n  puis @d là.\ntopics: [un @e, deux]\nlinks:\n  slides: https://exemple.test/@f.pdf\n",
    ),
    ("people.csv", "email;prénom;ville\na@exemple.test;Ana;\"Ville \"\"@g\"\" haute\"\n"),
    ("partials/pied.hbs", "<p>Pied &eacute; @h {{#each event.topics}}{{this}}, {{/each}}</p>\n"),
    (
        "templates/a.hbs",
        "---\nsubject: \"Objet \\\"@i\\\" {{event.title}}\"\npreheader: Avant @j\nrecipients: ../people.csv\ntext: a.txt.hbs\nsend_at: 2026-11-18T09:00\naudience: all\n---\n<h1>Titre &amp; @k</h1>\n<p title=\"bulle @l\">Mot&nbsp;@m<b>!</b></p>\n{{!-- rien --}}{{#each event.speakers}}<p>Avec {{name}} ~ @n</p>{{/each}}\n<p>{{recipient.ville}} {{event.description}} {{list event.speakers}}</p>\n<a href=\"{{event.links.slides}}?x=1&amp;y=@o\">Voir @p</a>\n<img alt=\"image &quot;@q\" src=\"https://exemple.test/i.png\">\n{{#if event.title}}oui @r{{else}}non{{/if}}\n{{> pied}}\n",
    ),
    ("templates/a.txt.hbs", "Texte @s\n\n- item @t\n- {{event.title}}\n"),
];

/// Runs the project whose words are `words`, and gives what it found with the sources.
fn run(words: &[String]) -> (Outcome, Sources, Vec<(String, String)>) {
    let sources = Sources::new();
    let mut texts = Vec::new();
    for (path, text) in FILES {
        let mut text = (*text).to_string();
        for (n, word) in words.iter().enumerate() {
            text = text.replace(&format!("@{}", char::from(b'a' + n as u8)), word);
        }
        let accept = if path.ends_with(".csv") { Accept::AnyText } else { Accept::Utf8 };
        sources.add(path, text.clone().into_bytes(), accept).expect("the file can be read");
        texts.push(((*path).to_string(), text));
    }
    sources.add("unique-word.yaml", RULE.as_bytes().to_vec(), Accept::Utf8).expect("the rule can be read");
    let files = Files {
        settings: None,
        events: vec!["events/one.yaml".into()],
        partials: vec![("pied".into(), "partials/pied.hbs".into())],
        mails: vec!["templates/a.hbs".into()],
    };
    let project =
        project::load_files(&sources, &Request { cwd: PathBuf::from("/nowhere"), ..Request::default() }, &files);
    assert_eq!(project.problems, [], "the project loads");
    let team = [("unique-word.yaml".to_string(), PathBuf::from("/nowhere/unique-word.yaml"))];
    let only = ["unique-word".to_string()];
    let (rules, problems) = RuleSet::load(&sources, &Choice { team_files: &team, only: &only, ..Choice::default() });
    assert_eq!(problems, [], "the rule loads");
    let ask = Ask::of(jiff::ZonedDateTime::now(), false, Level::Info);
    (check::run(&project, &rules, &sources, &ask), sources, texts)
}

/// The places that a finding names: its own and the related ones.
fn places(finding: &Finding, sources: &Sources) -> Vec<(String, String)> {
    let spans = std::iter::once(finding.span).chain(finding.related.iter().map(|related| related.span));
    spans.map(|span| (sources.file(span.file).path.clone(), sources.slice(span))).collect()
}

/// Where the value stands apart from its tag (`« @a »` inside a title that a tag prints) the related place has it.
fn holds(words: &[String]) {
    let (outcome, sources, texts) = run(words);
    for (n, word) in words.iter().enumerate() {
        let path = &texts.iter().find(|(_, text)| text.contains(word.as_str())).expect("the word stands somewhere").0;
        let found: Vec<&Finding> = outcome.findings.iter().filter(|finding| finding.found == *word).collect();
        assert!(!found.is_empty(), "place {} ({word} in {path}) is not reported", char::from(b'a' + n as u8));
        for finding in found {
            let places = places(finding, &sources);
            assert!(
                places.iter().any(|(file, slice)| file == path && slice == word),
                "place {} ({word} in {path}): {places:?}",
                char::from(b'a' + n as u8)
            );
        }
    }
}

#[test]
fn each_place_is_found_where_it_is_written() {
    let words: Vec<String> = (0..20).map(|n| format!("zq{}qz", char::from(b'a' + n).to_string().repeat(4))).collect();
    holds(&words);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_length_of_words_does_not_matter(lengths in proptest::collection::vec(1usize..30, 20)) {
        let words: Vec<String> =
            lengths.iter().enumerate().map(|(n, length)| format!("zq{}qz", char::from(b'a' + n as u8).to_string().repeat(*length))).collect();
        holds(&words);
    }
}
