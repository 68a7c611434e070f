//! The words of the built-in rules keep to CONTRIBUTING.md, "Words": how sentences end, signs are spaced, and which
//! words are not used.

#![allow(clippy::unwrap_used)]

use presend::claims::Kind;
use presend::rules::{Choice, Look, Rule, RuleSet};
use presend::source::{Sources, Traced};
use regex::Regex;

/// Words that a reader should not have to know, or that have another word here; those that stand in quotation marks
/// are keys to write, or a mail's own.
const NOT_IN_FRENCH: &str = r"(?i)\b(templates?|partials?|helpers?|claims?|findings?|spans?|scopes?|checks?|gabarits?|préheader|constats?|plateformes? d'envoi|mails? d'essai|vous pouvez envoyer)\b|\blecteurs?\b( [^d]| d[^'])";
const NOT_IN_ENGLISH: &str = r"(?i)\b(partials?|helpers?|claims?|findings?|spans?|scopes?|preheaders?|gabarits?|diary|diaries|telephones?|sending platforms?|trial mails?|verify|anew|you may send)\b";
const NO_SCREEN_READER: &str = r"(?i)screen readers?";

/// A text of a rule: what it is part of, its language, and its words.
struct Said {
    place: String,
    french: bool,
    text: String,
}

impl Said {
    /// The words as they are printed: with the parts that may be left out, and without them.
    fn printed(&self) -> [String; 2] {
        let maybe = Regex::new(r"\[\?([^\]]*)\]").unwrap();
        [maybe.replace_all(&self.text, "$1").into_owned(), maybe.replace_all(&self.text, "").into_owned()]
    }

    /// The words of the sentence itself: without tags, addresses, lines to write, attributes and what is quoted.
    fn prose(&self) -> Vec<String> {
        let other = Regex::new(
            r#"\{\{[^}]*\}\}|\{[a-z.-]+\}|https?://|&[a-z]+;|`[^`]*`|="[^"]*"|« [^»]* »|“[^”]*”|\(max-width[^)]*\)"#,
        );
        let other = other.unwrap();
        self.printed().iter().map(|text| other.replace_all(text, "x").into_owned()).collect()
    }
}

fn rules() -> Vec<Rule> {
    let names = RuleSet::load(&Sources::new(), &Choice::default()).0.packs();
    let packs: Vec<Traced> = names.iter().map(|pack| Traced::made(pack)).collect();
    RuleSet::load(&Sources::new(), &Choice { packs: Some(&packs), ..Choice::default() }).0.rules
}

/// The texts of all rules: `all`, or only whole sentences (`why`, `help`), or only headlines (`summary`, `message`).
fn texts(wanted: &[&str]) -> Vec<Said> {
    let mut out = Vec::new();
    for rule in rules() {
        for (name, text) in [
            ("summary", Some(&rule.summary)),
            ("message", Some(&rule.message)),
            ("why", rule.why.as_ref()),
            ("help", rule.help.as_ref()),
        ] {
            let text = text.unwrap_or_else(|| panic!("{}: no {name}", rule.id));
            if wanted.contains(&name) {
                for (french, words) in [(true, &text.fr), (false, &text.en)] {
                    let place = format!("{} {name} {}", rule.id, if french { "fr" } else { "en" });
                    out.push(Said { place, french, text: words.clone() });
                }
            }
        }
    }
    assert!(out.len() > 300, "all packs are read");
    out
}

const ALL: &[&str] = &["summary", "message", "why", "help"];

/// Fails with all texts of which a law does not hold.
fn hold(texts: &[Said], law: impl Fn(&Said) -> bool) {
    let broken: Vec<String> =
        texts.iter().filter(|said| !law(said)).map(|said| format!("{}: {}", said.place, said.text)).collect();
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn headlines_end_without_a_full_stop_and_advice_with_one() {
    hold(&texts(&["summary", "message"]), |said| {
        said.printed().iter().all(|text| !text.ends_with(['.', ';', ':', ' ']))
    });
    hold(&texts(&["why", "help"]), |said| said.printed().iter().all(|text| text.ends_with('.')));
}

#[test]
fn signs_are_spaced_as_each_language_does() {
    let tight = Regex::new(r"[^ ][;:!?»]|«[^ ]").unwrap();
    let loose = Regex::new(r" [;:!?]").unwrap();
    hold(&texts(ALL), |said| {
        said.prose().iter().all(|text| if said.french { !tight.is_match(text) } else { !loose.is_match(text) })
    });
    // The space is a plain one, the apostrophe a straight one: the report keeps signs on the line of their word.
    hold(&texts(ALL), |said| !said.text.contains(['’', '\u{a0}', '\u{202f}']));
    hold(&texts(ALL), |said| said.printed().iter().all(|text| !text.contains("  ") && text.trim() == text));
    // Straight quotes stand only in what is to be typed.
    hold(&texts(ALL), |said| said.prose().iter().all(|text| !text.contains('"')));
}

#[test]
fn no_word_needs_a_glossary_and_nobody_is_shouted_at() {
    let (french, english) = (Regex::new(NOT_IN_FRENCH).unwrap(), Regex::new(NOT_IN_ENGLISH).unwrap());
    let reads = Regex::new(NO_SCREEN_READER).unwrap();
    hold(&texts(ALL), |said| {
        said.prose().iter().all(|text| if said.french { !french.is_match(text) } else { !english.is_match(text) })
    });
    hold(&texts(ALL), |said| said.french || !reads.replace_all(&said.prose()[0], "").to_lowercase().contains("reader"));
    hold(&texts(&["message", "why", "help"]), |said| said.prose().iter().all(|text| !text.contains('!')));
}

#[test]
fn tags_are_spoken_of_to_those_who_write_them() {
    // Rules about Handlebars itself may; all others say it in a part that is left out where a mail has no tags.
    let about_tags =
        |rule: &Rule| matches!(&rule.look, Look::Facts { kind: Kind::Variable, .. }) || rule.id == "tag-unreadable";
    let exempt: Vec<String> =
        rules().iter().filter(|rule| about_tags(rule)).map(|rule| format!("{} ", rule.id)).collect();
    hold(&texts(ALL), |said| {
        exempt.iter().any(|id| said.place.starts_with(id.as_str())) || !said.printed()[1].contains("{{")
    });
}
