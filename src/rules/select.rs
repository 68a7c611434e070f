//! From claims and hits to findings.

use std::collections::BTreeMap;

use crate::claims::{Claim, Part};
use crate::finding::{Edit, Finding, Fix, Related};
use crate::language::{Language, Message};
use crate::message::PartKind;
use crate::source::{Place, Span};

use super::blocks::Blame;
use super::kinds::Hit;
use super::load::RuleSet;
use super::rule::{Look, Rule, Situation};
use super::text::fill;

/// Which rule reports which claim, as indices of the rule and the claim, in the order of the claims. Of several rules
/// that could report a claim the most telling one does: the lowest rank, then a team's rule before a built-in one.
pub fn report(set: &RuleSet, situation: &Situation, claims: &[Claim]) -> Vec<(usize, usize)> {
    let ready: Vec<(usize, &Rule)> =
        set.rules.iter().enumerate().filter(|(_, rule)| rule.on && rule.when.holds(situation)).collect();
    claims
        .iter()
        .enumerate()
        .filter_map(|(n, claim)| {
            let chosen = ready
                .iter()
                .filter(|(_, rule)| reports(rule, claim))
                .min_by_key(|(index, rule)| (rule.rank, rule.builtin, *index))?;
            Some((chosen.0, n))
        })
        .collect()
}

/// Whether a rule's block chooses a claim.
fn reports(rule: &Rule, claim: &Claim) -> bool {
    let Look::Facts { kind, is, of } = &rule.look else { return false };
    *kind == claim.kind
        && is.contains(&claim.standing)
        && of.contains(&claim.aspect)
        && (rule.scopes.is_empty()
            || claim.scopes.is_empty()
            || claim.scopes.iter().any(|scope| rule.scopes.contains(scope)))
}

/// The finding of a claim that a rule reports. The recipients concerned are left to the caller, who knows how many
/// there are.
pub fn finding(rule: &Rule, claim: &Claim, mail: Option<&str>) -> Finding {
    let words = Filled { holes: &claim.holes, found: &claim.found, expected: &claim.expected };
    let (span, other) = blamed(rule.blame, claim.span, &claim.place);
    let mut related = claim.related.clone();
    if let Some(other) = other.filter(|other| related.iter().all(|known| known.span != other.span)) {
        related.push(other);
    }
    let edit = claim.replacement.clone().map(|replacement| Edit { span: claim.span, replacement });
    Finding { related, ..bare(rule, &words, (claim.part, span), mail, edit) }
}

/// The finding of words that a rule found.
pub fn word_finding(rule: &Rule, hit: &Hit, mail: Option<&str>) -> Finding {
    let words = Filled { holes: &hit.holes, found: &hit.found, expected: &hit.expected };
    let (span, other) = blamed(rule.blame, hit.span, &hit.place);
    let edit = hit.replacement.clone().map(|replacement| Edit { span: hit.span, replacement });
    Finding { related: other.into_iter().collect(), ..bare(rule, &words, (hit.part, span), mail, edit) }
}

/// What fills the holes of a rule's words.
struct Filled<'a> {
    holes: &'a BTreeMap<&'static str, Message>,
    found: &'a str,
    expected: &'a [String],
}

impl Filled<'_> {
    /// The words of a hole. One that nobody filled says what was expected or found: never nothing.
    fn value(&self, name: &str, language: Language) -> String {
        match self.holes.get(name).map(|message| message.get(language)) {
            Some(words) if !words.is_empty() => words.to_string(),
            _ if name == "expected" && !self.expected.is_empty() => self.expected.join(", "),
            _ => self.found.to_string(),
        }
    }
}

/// A finding with its words and place, without `related`.
fn bare(rule: &Rule, words: &Filled, (part, span): (Part, Span), mail: Option<&str>, edit: Option<Edit>) -> Finding {
    let filled = |message: &Message| fill(message, |name, language| words.value(name, language));
    Finding {
        rule: rule.id.clone(),
        level: rule.level,
        message: filled(&rule.message),
        why: rule.why.as_ref().map(filled),
        help: rule.help.as_ref().map(filled),
        mail: mail.map(str::to_string),
        mails: Vec::new(),
        part: part_word(part),
        span,
        found: words.found.to_string(),
        expected: words.expected.to_vec(),
        related: Vec::new(),
        places: Vec::new(),
        diff: rule.diff.filter(|_| !words.expected.is_empty() && !words.found.is_empty()),
        recipients: None,
        fix: rule.fix.and_then(|safe| edit.map(|edit| Fix { safe, edits: vec![edit] })),
    }
}

/// The word of a finding's `part`: a template's own text is reported with the HTML part that it makes.
fn part_word(part: Part) -> &'static str {
    match part {
        Part::Template => Part::Mail(PartKind::Html).word(),
        other => other.word(),
    }
}

/// The place to blame, and the other one for `related`.
fn blamed(blame: Option<Blame>, span: Span, place: &Place) -> (Span, Option<Related>) {
    let (Some(tag), Some(value)) = (place.written, place.value) else { return (span, None) };
    match blame {
        Some(Blame::Tag) => (tag, Some(related(value, "la valeur affichée", "the value that is shown"))),
        Some(Blame::Value) => (value, Some(related(tag, "la balise qui l'affiche", "the tag that shows it"))),
        None => (span, None),
    }
}

fn related(span: Span, fr: &str, en: &str) -> Related {
    Related { message: Message::new(fr, en), span }
}
