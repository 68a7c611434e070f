//! What testing the rules came to, for people.

use std::fmt::Write as _;

use crate::finding::Finding;
use crate::language::{Language, Message};
use crate::rules::Case;
use crate::source::Position;

/// Which list a case stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// `valid`: the rule must say nothing.
    Valid,
    /// `invalid`: the rule must speak.
    Invalid,
}

/// Why a case does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The rule speaks of a valid case.
    Noisy,
    /// It is silent on an invalid one.
    Missing,
    /// It speaks, but not of what the case says.
    Misplaced,
    /// The case makes no mail that can be checked.
    Unreadable,
}

impl Verdict {
    fn word(self) -> Message {
        match self {
            Verdict::Noisy => Message::new("Bruyante", "Noisy"),
            Verdict::Missing => Message::new("Muette", "Missing"),
            Verdict::Misplaced => Message::new("À côté", "Misplaced"),
            Verdict::Unreadable => Message::new("Illisible", "Unreadable"),
        }
    }
}

/// A case that does not hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The rule's id.
    pub rule: String,
    /// The case's list.
    pub list: List,
    /// Its index there, from 0.
    pub index: usize,
    /// Its text on one line, cut where it is long.
    pub text: String,
    /// Why it does not hold.
    pub verdict: Verdict,
    /// What happened.
    pub what: Message,
    /// The file and the place of a case of a team's rule.
    pub place: Option<(String, Position)>,
}

/// What testing the rules came to.
#[derive(Debug, Default)]
pub struct Tested {
    /// How many rules were tested.
    pub rules: usize,
    /// How many cases were run.
    pub cases: usize,
    /// The cases that do not hold, in the order of the rules.
    pub failures: Vec<Failure>,
    /// Rules without a case.
    pub without: Vec<String>,
    /// Rules that were asked for and are not in force.
    pub off: Vec<String>,
    /// Ids that no rule has, each with what could be meant.
    pub unknown: Vec<(String, Message)>,
}

impl Tested {
    /// Whether every case holds, and every id is a rule's.
    pub fn passed(&self) -> bool {
        self.failures.is_empty() && self.unknown.is_empty()
    }

    /// A line for each case that does not hold, and a summary.
    pub fn text(&self, language: Language) -> String {
        let mut out = String::new();
        let mut say = |message: Message| {
            let _ = writeln!(out, "{}", message.get(language));
        };
        for (id, help) in &self.unknown {
            say(Message::new(
                format!("Il n'y a pas de règle « {id} ». {}", help.fr),
                format!("There is no rule “{id}”. {}", help.en),
            ));
        }
        for id in &self.off {
            say(Message::new(
                format!("{id} : la règle n'est pas en vigueur, ses cas ne sont pas essayés"),
                format!("{id}: the rule is not in force, its cases are not run"),
            ));
        }
        for id in &self.without {
            say(Message::new(
                format!("{id} : Sans cas ; ajouter des textes sous « valid » et « invalid »"),
                format!("{id}: No cases; add texts under “valid” and “invalid”"),
            ));
        }
        for failure in &self.failures {
            say(failure.line());
        }
        say(self.summary());
        out
    }

    fn summary(&self) -> Message {
        let (rules, cases, failed) = (self.rules, self.cases, self.failures.len());
        let fr = format!("{} règle{}, {} cas", rules, plural(rules), cases);
        let en = format!(
            "{} rule{}, {} case{}",
            rules,
            if rules == 1 { "" } else { "s" },
            cases,
            if cases == 1 { "" } else { "s" }
        );
        match failed {
            0 => Message::new(format!("{fr} : tous tiennent"), format!("{en}: all hold")),
            1 => Message::new(format!("{fr} : 1 ne tient pas"), format!("{en}: 1 does not hold")),
            _ => Message::new(format!("{fr} : {failed} ne tiennent pas"), format!("{en}: {failed} do not hold")),
        }
    }
}

/// The ending of a French plural: zero and one have none.
fn plural(count: usize) -> &'static str {
    if count < 2 { "" } else { "s" }
}

impl Failure {
    fn line(&self) -> Message {
        let place = match &self.place {
            Some((path, at)) => format!("{path}:{}:{}: ", at.line, at.column),
            None => String::new(),
        };
        let list = match self.list {
            List::Valid => "valid",
            List::Invalid => "invalid",
        };
        let (verdict, n) = (self.verdict.word(), self.index + 1);
        Message::new(
            format!("{place}{} · {list} {n} · {} : « {} » : {}", self.rule, verdict.fr, self.text, self.what.fr),
            format!("{place}{} · {list} {n} · {}: “{}”: {}", self.rule, verdict.en, self.text, self.what.en),
        )
    }
}

/// What a rule found that should have found nothing.
pub fn fired(finding: &Finding) -> Message {
    Message::new(
        format!("la règle ne devait rien dire, et dit : {}", finding.message.fr),
        format!("the rule should say nothing, and says: {}", finding.message.en),
    )
}

/// A rule that found nothing, and the rules that did: one of them may have taken its place.
pub fn silent(others: &[String]) -> Message {
    if others.is_empty() {
        return Message::new("la règle ne dit rien", "the rule says nothing");
    }
    let others = others.join(", ");
    Message::new(
        format!("la règle ne dit rien (d'autres parlent : {others})"),
        format!("the rule says nothing (others speak: {others})"),
    )
}

/// What a rule found instead of what a case says.
pub fn elsewhere(case: &Case, finding: &Finding) -> Message {
    let found = &finding.found;
    if let Some(wanted) = case.expect_match.as_ref().filter(|wanted| !super::overlap(found, wanted)) {
        return Message::new(
            format!("trouvé « {found} » au lieu de « {wanted} »"),
            format!("found “{found}” instead of “{wanted}”"),
        );
    }
    if let Some(wanted) = super::mail::word(case, "expected") {
        let expected = finding.expected.join(", ");
        if expected != wanted {
            return Message::new(
                format!("attend « {expected} » au lieu de « {wanted} »"),
                format!("expects “{expected}” instead of “{wanted}”"),
            );
        }
    }
    let seen = finding.recipients.as_ref().map(|affected| affected.rows.clone()).unwrap_or_default();
    let wanted = super::mail::rows(case).unwrap_or_default();
    Message::new(
        format!("lignes de destinataires {seen:?} au lieu de {wanted:?}"),
        format!("recipients' rows {seen:?} instead of {wanted:?}"),
    )
}
