//! Rules for words: each kind finds what it is for, at its place, and nothing else.

mod rulebook;

use presend::finding::Finding;
use presend::language::Message;
use presend::message::{self, BlockKind, LinkKind, PartKind};
use presend::rules::{Choice, InMail, InTemplate, RuleSet, Situation, Texts};
use presend::source::{FileId, Sources, Span, Traced};

use rulebook::{built_in, part, team_saying};

/// The words that a team's rule finds in an HTML part of these paragraphs.
fn found(block: &str, paragraphs: &[&str]) -> Vec<(String, Vec<String>)> {
    let blocks: Vec<_> = paragraphs.iter().map(|text| (*text, BlockKind::Paragraph)).collect();
    let html = part(&blocks, PartKind::Html);
    look(block, &[(PartKind::Html, &html)]).into_iter().map(|hit| (hit.found, hit.expected)).collect()
}

/// What a team's rule with this message says of these parts, among all that is said of them.
fn look_saying(block: &str, message: &str, parts: &[(PartKind, &message::Part)]) -> Vec<Finding> {
    let mut said = team_saying(block, message).say_of(&Texts { parts, ..Texts::default() }, &[]);
    said.retain(|finding| finding.rule == "ours");
    said
}

fn look(block: &str, parts: &[(PartKind, &message::Part)]) -> Vec<Finding> {
    look_saying(block, "x {match}", parts)
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
    let hits = look(&format!("{block}\nfix: {{replace: match}}"), &[(PartKind::Html, &html)]);
    let fix = hits[0].fix.as_ref().expect("a correction");
    assert_eq!(fix.edits[0].replacement, "lettre d'information");
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
        let parts = [(PartKind::Text, &text), (PartKind::Html, &html)];
        let hits = look_saying(&format!("metric: {{of: '{of}', max: -1}}"), "{count}", &parts);
        let french = count.replace('.', ",").replace("bytes", "octets");
        let messages: Vec<&Message> = hits.iter().map(|hit| &hit.message).collect();
        assert_eq!(messages, [&Message::new(french, count)], "{of}");
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
        let hits = look_saying(block, "{programs}", &[(PartKind::Html, &html)]);
        hits.into_iter().map(|hit| (hit.found, hit.message.en.to_string())).collect::<Vec<_>>()
    };
    let one = vec![("min-width:9px".to_string(), "Outlook for Windows".to_string())];
    assert_eq!(found("support: {of: [css-min-width, css-min-height]}"), one);
    assert_eq!(found("support: {of: [css-min-width], programs: [gmail, yahoo]}"), []);
    assert_eq!(found("support: {of: [css-min-width], at_least: 2}"), []);
    assert_eq!(found("support: {except: [css-min-width]}"), []);
}

#[test]
fn a_link_that_says_here_is_found_in_its_label_only() {
    let set = built_in();
    let found = |part: &message::Part| {
        let said = set.say_of(&Texts { parts: &[(PartKind::Html, part)], ..Texts::default() }, &[]);
        said.iter().filter(|finding| finding.rule == "click-here").count()
    };
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
        found(&html)
    };
    assert_eq!((says("ici"), says("Cliquez ici"), says("Click here")), (1, 1, 1));
    assert_eq!((says("Voir le replay"), says("Nos guides sont ici")), (0, 0));
    let plain = part(&[("ici", BlockKind::Paragraph)], PartKind::Html);
    assert_eq!(found(&plain), 0);
}

#[test]
fn what_presend_made_is_never_judged() {
    let set = built_in();
    let made = Traced::made(&"x".repeat(200));
    let texts = Texts { lines: &[(PartKind::Subject, &made)], ..Texts::default() };
    assert!(set.look(&texts, &Situation::default(), None, &mut InTemplate::default()).is_empty());
}
