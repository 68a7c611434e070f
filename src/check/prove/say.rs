//! The words of a [`Proof`], for people and for machines.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Kind, Proof, Slip, Trial};
use crate::language::{Language, Message};
use crate::source::{Sources, Span};

impl Kind {
    /// Its word for machines.
    pub fn word(self) -> &'static str {
        match self {
            Kind::OtherTitle => "other-title",
            Kind::LastMonth => "last-month",
            Kind::Weekday => "weekday",
            Kind::Hour => "hour",
            Kind::OtherLink => "other-link",
            Kind::SwappedLink => "swapped-link",
            Kind::OtherSpeaker => "other-speaker",
            Kind::Misspelling => "misspelling",
            Kind::Digit => "digit",
            Kind::Number => "number",
            Kind::SwappedTag => "swapped-tag",
            Kind::Audience => "audience",
            Kind::Leftover => "leftover",
            Kind::Fact => "fact",
        }
    }

    fn shown(self) -> Message {
        let (fr, en) = match self {
            Kind::OtherTitle => ("le titre d'un autre événement", "another event's title"),
            Kind::LastMonth => ("la date du mois d'avant", "last month's date"),
            Kind::Weekday => ("le jour d'à côté", "the neighbouring weekday"),
            Kind::Hour => ("une heure de trop", "an hour later"),
            Kind::OtherLink => ("le lien d'un autre événement", "another event's link"),
            Kind::SwappedLink => ("un autre lien de l'événement", "another link of the event"),
            Kind::OtherSpeaker => ("l'intervenant d'un autre événement", "another event's speaker"),
            Kind::Misspelling => ("une faute de frappe", "a misspelling"),
            Kind::Digit => ("un chiffre faux", "a wrong digit"),
            Kind::Number => ("un autre nombre", "another number"),
            Kind::SwappedTag => ("la balise de l'autre événement", "the other event's tag"),
            Kind::Audience => ("une phrase pour d'autres lecteurs", "a sentence for other readers"),
            Kind::Leftover => ("une marque oubliée", "a mark left over"),
            Kind::Fact => ("une erreur dans la fiche", "a mistake in the event's file"),
        };
        Message::new(fr, en)
    }
}

/// For people: how many would be seen, and each that would not, with what would close the hole.
pub fn as_text(proof: &Proof, sources: &Sources, language: Language, all: bool) -> String {
    let fr = language == Language::Fr;
    let (caught, of) = (proof.caught(), proof.trials.len());
    let mail = &proof.mail;
    let mut out = String::new();
    let head = match (of, of - caught) {
        (0, _) => Message::new(
            format!("{mail} : aucun dérapage à essayer, rien n'y est confirmé par l'événement."),
            format!("{mail}: no slip to try, nothing in it is backed by the event."),
        ),
        (_, 0) => Message::new(
            format!("{mail} : {of} dérapages sur {of} seraient vus."),
            format!("{mail}: {of} of {of} slips would be seen."),
        ),
        _ => Message::new(
            format!("{mail} : {caught} dérapages sur {of} seraient vus ({} %). Pas ceux-ci :", proof.percent()),
            format!("{mail}: {caught} of {of} slips would be seen ({}%). Not these:", proof.percent()),
        ),
    };
    let _ = writeln!(out, "{}", head.get(language));
    for trial in proof.trials.iter().filter(|trial| trial.caught_by.is_none()) {
        let _ = writeln!(out, "\n  {}", line(trial, sources, language));
        if let Some((close, span)) = &trial.close {
            let _ =
                writeln!(out, "    → {}{} {}", place(*span, sources), if fr { " :" } else { ":" }, close.get(language));
        }
    }
    if all {
        let seen = Message::new("Seraient vus :", "Would be seen:");
        let _ = writeln!(out, "\n{}", seen.get(language));
        for trial in &proof.trials {
            if let Some(rule) = &trial.caught_by {
                let _ = writeln!(out, "  {}  [{rule}]", line(trial, sources, language));
            }
        }
    }
    for untried in &proof.untried {
        let word = Message::new("Pas essayé : ", "Not tried: ");
        let _ = writeln!(out, "\n{}{}.", word.get(language), untried.get(language));
    }
    out
}

fn line(trial: &Trial, sources: &Sources, language: Language) -> String {
    let Slip { kind, span, before, after, key, .. } = &trial.slip;
    let quoted = |words: &str| match language {
        Language::Fr => format!("« {words} »"),
        Language::En => format!("“{words}”"),
    };
    let change = match before.is_empty() {
        true => format!("+ {}", quoted(after)),
        false => format!("{} → {}", quoted(before), quoted(after)),
    };
    let key = key.as_ref().map_or_else(String::new, |key| format!(" {key}:"));
    format!("{}{key} {change}  ({})", place(*span, sources), kind.shown().get(language))
}

fn place(span: Span, sources: &Sources) -> String {
    let start = sources.start(span);
    format!("{}:{}:{}", sources.file(span.file).path, start.line, start.column)
}

/// For machines: one object.
pub fn as_json(proofs: &[(Proof, &Sources)], language: Language, least: Option<usize>, exit: u8) -> String {
    let mails: Vec<Value> = proofs.iter().map(|(proof, sources)| of(proof, sources, language)).collect();
    let mut out = json!({"format": "presend-prove/v1", "exit": exit, "mails": mails});
    if let Some(least) = least {
        out["min"] = json!(least);
    }
    serde_json::to_string_pretty(&out).unwrap_or_default() + "\n"
}

fn of(proof: &Proof, sources: &Sources, language: Language) -> Value {
    let slips: Vec<Value> = proof
        .trials
        .iter()
        .map(|trial| {
            let slip = &trial.slip;
            let start = sources.start(slip.span);
            let mut out = json!({
                "kind": slip.kind.word(),
                "caught_by": trial.caught_by,
                "file": sources.file(slip.span.file).path,
                "line": start.line,
                "column": start.column,
                "before": slip.before,
                "after": slip.after,
                "edit": {"start": slip.span.start, "end": slip.span.end, "replacement": slip.replacement},
            });
            if let Some((close, span)) = &trial.close {
                out["close"] = json!({"place": place(*span, sources), "message": close.get(language)});
            }
            out
        })
        .collect();
    let untried: Vec<&str> = proof.untried.iter().map(|message| message.get(language)).collect();
    json!({
        "mail": proof.mail,
        "caught": proof.caught(),
        "of": proof.trials.len(),
        "percent": proof.percent(),
        "slips": slips,
        "untried": untried,
    })
}
