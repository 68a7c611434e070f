//! The words of a [`Why`], for people and for machines.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::Why;
use crate::claims::Standing;
use crate::language::{Language, Message};
use crate::source::{Sources, Span};

/// For people.
pub fn as_text(why: &Why, sources: &Sources, language: Language) -> String {
    let fr = language == Language::Fr;
    let (open, close) = if fr { ("« ", " »") } else { ("“", "”") };
    let quoted = |words: &str| format!("{open}{words}{close}");
    let say = |fr_words: &'static str, en_words: &'static str| if fr { fr_words } else { en_words };
    let mut out = String::new();
    let _ = writeln!(out, "{}  {} ({})", quoted(&why.words), why.mail, why.part);
    if why.sentence.trim() != why.words.trim() {
        let _ = writeln!(out, "  {} {}", say("dans :", "in:"), quoted(why.sentence.trim()));
    }
    let _ = writeln!(out, "\n{}", say("D'où cela vient", "Where it comes from"));
    for step in &why.chain {
        let place = step.span.map_or_else(String::new, |span| format!("{}  ", place(span, sources)));
        let words = if step.words.is_empty() { String::new() } else { format!("  {}", quoted(&step.words)) };
        let _ = writeln!(out, "  {place}{}{words}", step.what.get(language));
    }
    let _ = writeln!(out, "\n{}", say("De quoi parle le passage", "What the passage is about"));
    let _ = writeln!(out, "  {}{} {}", why.about.get(language), say(" :", ":"), why.because.get(language));
    let _ = writeln!(out, "\n{}", say("Ce qu'il affirme", "What it claims"));
    if why.claims.is_empty() {
        let _ = writeln!(
            out,
            "  {}",
            say("rien que presend compare à l'événement", "nothing that presend holds against the event")
        );
    }
    for claim in &why.claims {
        let _ = write!(
            out,
            "  {} {}{} {}",
            claim.kind,
            quoted(&claim.found),
            say(" :", ":"),
            standing(claim.standing).get(language)
        );
        if !claim.expected.is_empty() {
            let _ = write!(out, " ; {} {}", say("attendu :", "expected:"), quoted(&claim.expected.join(", ")));
        }
        out.push('\n');
        for (message, span) in &claim.facts {
            let words = quoted(&sources.slice(*span));
            let _ = writeln!(out, "    {}  {}  {words}", place(*span, sources), message.get(language));
        }
    }
    let _ = writeln!(out, "\n{}", say("Ce que les règles ont dit", "What the rules said"));
    for rule in &why.rules {
        let said = rule.said.as_ref().map_or(say("rien à dire", "nothing to say"), |message| message.get(language));
        let _ = writeln!(out, "  {} ({}){} {said}", rule.id, rule.level.word(), say(" :", ":"));
    }
    if why.silent > 0 {
        let many = match why.silent {
            1 => Message::new(
                "1 règle sur les mots a regardé ce passage, sans rien à dire",
                "1 rule for words looked at this passage and had nothing to say",
            ),
            many => Message::new(
                format!("{many} règles sur les mots ont regardé ce passage, sans rien à dire"),
                format!("{many} rules for words looked at this passage and had nothing to say"),
            ),
        };
        let _ = writeln!(out, "  {}", many.get(language));
    }
    out
}

fn place(span: Span, sources: &Sources) -> String {
    let start = sources.start(span);
    format!("{}:{}:{}", sources.file(span.file).path, start.line, start.column)
}

fn standing(standing: Standing) -> Message {
    let (fr, en) = match standing {
        Standing::Backed => ("confirmé", "backed"),
        Standing::Against => ("contredit par l'événement", "the event says otherwise"),
        Standing::Near => ("presque celui de l'événement", "almost the event's"),
        Standing::Foreign => ("celui d'un autre événement", "another event's"),
        Standing::Unknown => ("confirmé par rien", "backed by nothing"),
        Standing::Missing => ("dû au lecteur, et absent", "owed to the reader, and missing"),
        Standing::Unheld => ("non vérifié : l'événement n'en dit rien", "not checked: the event says nothing of it"),
    };
    Message::new(fr, en)
}

/// For machines: one object.
pub fn as_json(why: Option<&Why>, sources: &Sources, language: Language, exit: u8) -> String {
    let location = |span: Span| {
        let (start, end) = (sources.start(span), sources.end(span));
        json!({
            "file": sources.file(span.file).path,
            "start": {"offset": start.offset, "line": start.line, "column": start.column},
            "end": {"offset": end.offset, "line": end.line, "column": end.column},
        })
    };
    let mut out = json!({"format": "presend-why/v1", "exit": exit});
    let Some(why) = why else { return text(&out) };
    out["mail"] = json!(why.mail);
    out["part"] = json!(why.part);
    out["words"] = json!(why.words);
    out["sentence"] = json!(why.sentence);
    out["chain"] = why
        .chain
        .iter()
        .map(|step| {
            let mut one = json!({"kind": step.kind, "message": step.what.get(language), "words": step.words});
            if let Some(span) = step.span {
                one["location"] = location(span);
            }
            one
        })
        .collect();
    out["passage"] = json!({"about": why.about.get(language), "because": why.because.get(language)});
    out["claims"] = why
        .claims
        .iter()
        .map(|claim| {
            let facts: Vec<Value> = claim
                .facts
                .iter()
                .map(|(message, span)| json!({"message": message.get(language), "location": location(*span)}))
                .collect();
            json!({
                "kind": claim.kind,
                "standing": claim.standing.word(),
                "found": claim.found,
                "expected": claim.expected,
                "facts": facts,
            })
        })
        .collect();
    out["rules"] = why
        .rules
        .iter()
        .map(|rule| {
            let said = rule.said.as_ref().map(|message| message.get(language));
            json!({"rule": rule.id, "level": rule.level.word(), "message": said})
        })
        .collect();
    out["silent"] = json!(why.silent);
    text(&out)
}

fn text(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
