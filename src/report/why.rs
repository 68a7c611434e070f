//! The words of a [`Why`], for people and for machines.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::words::{count, say};
use crate::finding::{ClaimWhy, RuleWhy, Step, StepKind, Why, is_table};
use crate::language::Language::{self, En, Fr};
use crate::source::{Sources, Span};

/// What the words stand in.
pub(super) const IN: [&str; 2] = ["dans :", "in:"];
/// Above the way back.
pub(super) const FROM: [&str; 2] = ["D'où cela vient", "Where it comes from"];
/// Above the event.
pub(super) const ABOUT: [&str; 2] = ["De quoi parle le passage", "What the passage is about"];
/// Above the claims.
pub(super) const CLAIMS: [&str; 2] = ["Ce qu'il affirme", "What it claims"];
/// In the place of claims.
pub(super) const NO_CLAIM: [&str; 2] =
    ["rien que presend compare à l'événement", "nothing that presend holds against the event"];
/// Before what was expected.
pub(super) const EXPECTED: [&str; 2] = ["attendu :", "expected:"];
/// Above the rules.
pub(super) const RULES: [&str; 2] = ["Ce que les règles ont dit", "What the rules said"];
/// Of a rule that looked.
pub(super) const NOTHING: [&str; 2] = ["rien à dire", "nothing to say"];

/// One of two wordings, French and English.
pub(super) fn of(language: Language, [fr, en]: [&'static str; 2]) -> &'static str {
    say(language, fr, en)
}

/// What a place on the way is.
pub(super) fn step(language: Language, kind: &StepKind) -> String {
    let say = |fr: &'static str, en: &'static str| say(language, fr, en).to_string();
    match (kind, language) {
        (StepKind::Include, _) => say("inclut le morceau", "includes the partial"),
        (StepKind::Typed, _) => say("écrit ici", "written here"),
        (StepKind::Tag, _) => say("la balise qui l'affiche", "the tag that prints it"),
        (StepKind::Value(pointer), Fr) => format!("la valeur de {pointer}"),
        (StepKind::Value(pointer), En) => format!("the value of {pointer}"),
        (StepKind::Made, _) => say(
            "inventé par presend : rien ne le donne, et rien n'en est jugé",
            "made by presend: nothing gives it, and it is not judged",
        ),
    }
}

/// The words at a place on the way; none where they are a recipient's.
pub(super) fn step_words(step: &Step, sources: &Sources) -> String {
    match (step.span, &step.kind) {
        (None, _) => String::new(),
        (Some(span), StepKind::Value(_)) if is_table(&sources.path(span.file)) => String::new(),
        (Some(span), StepKind::Value(_) | StepKind::Include) => sources.slice(span),
        (Some(span), _) => sources.slice(span).split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// How a claim stands, with what was expected.
pub(super) fn stands(language: Language, claim: &ClaimWhy, quoted: impl Fn(&str) -> String) -> String {
    let mut out = claim.stands.get(language).to_string();
    if !claim.expected.is_empty() {
        let _ = write!(out, " ; {} {}", of(language, EXPECTED), quoted(&claim.expected.join(", ")));
    }
    out
}

/// What a rule said.
pub(super) fn said(language: Language, rule: &RuleWhy) -> &str {
    rule.said.as_ref().map_or(of(language, NOTHING), |message| message.get(language))
}

/// How many rules for words had nothing to say.
pub(super) fn silent(language: Language, rules: usize) -> String {
    count(
        language,
        rules,
        [
            "règle sur les mots a regardé ce passage, sans rien à dire",
            "règles sur les mots ont regardé ce passage, sans rien à dire",
        ],
        [
            "rule for words looked at this passage and had nothing to say",
            "rules for words looked at this passage and had nothing to say",
        ],
    )
}

/// A place as `path:line:column`.
pub(super) fn place(span: Span, sources: &Sources) -> String {
    let start = sources.start(span);
    format!("{}:{}:{}", sources.path(span.file), start.line, start.column)
}

/// For people.
pub fn as_text(why: &Why, sources: &Sources, language: Language) -> String {
    let quoted = |words: &str| match language {
        Fr => format!("« {words} »"),
        En => format!("“{words}”"),
    };
    let (of, colon) = (|words| of(language, words), say(language, " :", ":"));
    let (mut out, passage) = (String::new(), &why.passage);
    let _ = writeln!(out, "{}  {} ({})", quoted(&why.words), why.mail, passage.part);
    if passage.sentence.trim() != why.words.trim() {
        let _ = writeln!(out, "  {} {}", of(IN), quoted(passage.sentence.trim()));
    }
    let _ = writeln!(out, "\n{}", of(FROM));
    for one in &why.chain {
        let place = one.span.map_or_else(String::new, |span| format!("{}  ", place(span, sources)));
        let words = Some(step_words(one, sources)).filter(|words| !words.is_empty());
        let words = words.map_or_else(String::new, |words| format!("  {}", quoted(&words)));
        let _ = writeln!(out, "  {place}{}{words}", step(language, &one.kind));
    }
    let _ = writeln!(out, "\n{}", of(ABOUT));
    let _ = writeln!(out, "  {}{colon} {}", passage.about.get(language), passage.because.get(language));
    let _ = writeln!(out, "\n{}", of(CLAIMS));
    if why.claims.is_empty() {
        let _ = writeln!(out, "  {}", of(NO_CLAIM));
    }
    for claim in &why.claims {
        let stands = stands(language, claim, quoted);
        let _ = writeln!(out, "  {} {}{colon} {stands}", claim.kind, quoted(&claim.found));
        for (message, span) in &claim.facts {
            let words = quoted(&sources.slice(*span));
            let _ = writeln!(out, "    {}  {}  {words}", place(*span, sources), message.get(language));
        }
    }
    let _ = writeln!(out, "\n{}", of(RULES));
    for rule in &why.rules {
        let _ = writeln!(out, "  {} ({}){colon} {}", rule.id, rule.level.word(), said(language, rule));
    }
    if why.silent > 0 {
        let _ = writeln!(out, "  {}", silent(language, why.silent));
    }
    out
}

/// For machines: one object.
pub fn as_json(why: Option<&Why>, sources: &Sources, language: Language, exit: u8) -> String {
    let location = |span: Span| {
        let (start, end) = (sources.start(span), sources.end(span));
        json!({
            "file": sources.path(span.file),
            "start": {"offset": start.offset, "line": start.line, "column": start.column},
            "end": {"offset": end.offset, "line": end.line, "column": end.column},
        })
    };
    let mut out = json!({"format": "presend-why/v1", "exit": exit});
    let Some(why) = why else { return text(&out) };
    let chain = |one: &Step| {
        let (message, words) = (step(language, &one.kind), step_words(one, sources));
        let mut out = json!({"kind": step_kind(&one.kind), "message": message, "words": words});
        if let Some(span) = one.span {
            out["location"] = location(span);
        }
        out
    };
    let claim = |claim: &ClaimWhy| {
        let fact = |(message, span): &(crate::language::Message, Span)| json!({"message": message.get(language), "location": location(*span)});
        json!({
            "kind": claim.kind,
            "standing": claim.standing,
            "found": claim.found,
            "expected": claim.expected,
            "facts": claim.facts.iter().map(fact).collect::<Vec<_>>(),
        })
    };
    let rule = |rule: &RuleWhy| {
        let said = rule.said.as_ref().map(|message| message.get(language));
        json!({"rule": *rule.id, "level": rule.level.word(), "message": said})
    };
    let passage = &why.passage;
    out["mail"] = json!(*why.mail);
    out["part"] = json!(passage.part);
    out["words"] = json!(why.words);
    out["sentence"] = json!(passage.sentence);
    out["chain"] = why.chain.iter().map(chain).collect();
    out["passage"] = json!({"about": passage.about.get(language), "because": passage.because.get(language)});
    out["claims"] = why.claims.iter().map(|one| claim(one)).collect();
    out["rules"] = why.rules.iter().map(rule).collect();
    out["silent"] = json!(why.silent);
    text(&out)
}

/// For machines: what a place on the way is.
pub(super) fn step_kind(kind: &StepKind) -> &'static str {
    match kind {
        StepKind::Include => "include",
        StepKind::Typed => "template",
        StepKind::Tag => "tag",
        StepKind::Value(_) => "value",
        StepKind::Made => "made",
    }
}

fn text(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
