//! From claims and texts to findings.

use std::collections::BTreeMap;

use crate::claims::{Claim, Kind, Part, Scope};
use crate::finding::{Edit, Finding, Fix, Related};
use crate::language::{Language, Message};
use crate::message::PartKind;
use crate::project::Mail;
use crate::source::{Place, Span};
use crate::work::{self, Stage};

use super::blocks::Blame;
use super::kinds::{self, Passage, Texts, WordHit};
use super::load::RuleSet;
use super::rule::{Look, Rule, Situation};
use super::scan::{Scan, Seen};
use super::text::fill;

/// The mail that a finding is about.
#[derive(Debug, Clone, Copy)]
pub struct InMail<'a> {
    /// Its path.
    pub path: &'a str,
    /// Whether it is written with Handlebars tags: only then do the words of a rule speak of them.
    pub tags: bool,
}

impl<'a> From<&'a Mail> for InMail<'a> {
    fn from(mail: &'a Mail) -> InMail<'a> {
        InMail { path: &mail.path, tags: mail.has_tags() }
    }
}

/// A finding of a rule for words.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The finding.
    pub finding: Finding,
    /// The rule's rank: of several findings at one place, the one with the lowest speaks.
    pub rank: i32,
    /// `None`: the kinds for words judge no claim.
    pub kind: Option<Kind>,
}

/// What the rules that look at the template alone found in it, by their index.
#[derive(Debug, Default)]
pub struct InTemplate(BTreeMap<usize, Vec<Hit>>);

impl RuleSet {
    /// Which rule reports which claim, as indices of the rule and the claim, in the order of the claims. Of several
    /// rules that could report a claim the most telling one does: the lowest rank, then a team's before a built-in one.
    pub fn report(&self, situation: &Situation, claims: &[Claim]) -> Vec<(usize, usize)> {
        let _rules = work::enter(Stage::Rules);
        let ready: Vec<(usize, &Rule)> =
            self.rules.iter().enumerate().filter(|(_, rule)| rule.on && rule.when.holds(situation)).collect();
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

    /// The rule in force that would report a claim if the facts said otherwise: of its kind and aspect, in any standing.
    pub fn watching(&self, situation: &Situation, claim: &Claim) -> Option<&Rule> {
        let watches = |rule: &&Rule| match &rule.look {
            Look::Facts { kind, of, .. } => *kind == claim.kind && (of.is_empty() || of.contains(&claim.aspect)),
            Look::Words(_) => false,
        };
        let ready = self.rules.iter().filter(|rule| rule.on && rule.when.holds(situation));
        ready.filter(watches).min_by_key(|rule| (rule.rank, rule.builtin))
    }

    /// What the rules for words find in the texts of a mail. `template` keeps what they found in the mail's template,
    /// which is the same for all its recipients, from one look at the mail to the next.
    pub fn look(
        &self,
        texts: &Texts,
        situation: &Situation,
        mail: Option<InMail<'_>>,
        template: &mut InTemplate,
    ) -> Vec<Hit> {
        self.hits(texts, &|rule| rule.when.holds(situation), mail, template)
    }

    fn hits(
        &self,
        texts: &Texts,
        counts: &dyn Fn(&Rule) -> bool,
        mail: Option<InMail<'_>>,
        template: &mut InTemplate,
    ) -> Vec<Hit> {
        let _rules = work::enter(Stage::Rules);
        let scan = self.scan.get_or_init(|| Scan::of(&self.rules));
        let mut by_scopes: Vec<(&[Scope], Vec<Passage>, Seen)> = Vec::new();
        let mut hits = Vec::new();
        for (index, rule) in self.rules.iter().enumerate().filter(|(_, rule)| rule.on && counts(rule)) {
            let Look::Words(words) = &rule.look else { continue };
            if let Some(known) = template.0.get(&index) {
                hits.extend(known.iter().cloned());
                continue;
            }
            if !by_scopes.iter().any(|(scopes, ..)| *scopes == rule.scopes) {
                let passages = kinds::passages(texts, &rule.scopes);
                let seen = scan.seen(&passages);
                by_scopes.push((&rule.scopes, passages, seen));
            }
            let Some((_, passages, seen)) = by_scopes.iter().find(|(scopes, ..)| *scopes == rule.scopes) else {
                continue;
            };
            let found = work::rule(&rule.id, || kinds::look(rule, texts, passages, scan.fired(index, seen)));
            let at = hits.len();
            hits.extend(found.into_iter().map(|hit| Hit {
                finding: word_finding(rule, &hit, mail),
                rank: i32::from(rule.rank),
                kind: None,
            }));
            if rule.scopes == [Scope::Source] && words.is_of_passages() {
                template.0.insert(index, hits[at..].to_vec());
            }
        }
        hits
    }

    /// What the rules that are on say of texts and claims, whatever the situation of a mail.
    pub fn say_of(&self, texts: &Texts, claims: &[Claim]) -> Vec<Finding> {
        let on = || self.rules.iter().filter(|rule| rule.on);
        let words = self.hits(texts, &|_| true, None, &mut InTemplate::default());
        let of = |rule, claim| reports(rule, claim).then(|| claim_finding(rule, claim, None));
        words
            .into_iter()
            .map(|hit| hit.finding)
            .chain(claims.iter().flat_map(|claim| on().filter_map(move |rule| of(rule, claim))))
            .collect()
    }

    /// The finding of a claim that the rule with this index, from [`RuleSet::report`], reports. The recipients
    /// concerned are left to the caller, who knows how many there are.
    pub fn finding(&self, rule: usize, claim: &Claim, mail: Option<InMail<'_>>) -> Finding {
        claim_finding(&self.rules[rule], claim, mail)
    }

    /// The rank of the rule with this index: the lower, the more telling.
    pub fn rank(&self, rule: usize) -> i32 {
        i32::from(self.rules[rule].rank)
    }
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

/// The finding of a claim in the words of a rule.
pub fn claim_finding(rule: &Rule, claim: &Claim, mail: Option<InMail<'_>>) -> Finding {
    let words = Filled { holes: &claim.holes, found: &claim.found, expected: &claim.expected };
    let (span, other) = blamed(rule.blame, claim.span, &claim.place);
    let mut related = claim.related.clone();
    if let Some(other) = other.filter(|other| related.iter().all(|known| known.span != other.span)) {
        related.push(other);
    }
    let edit = claim.replacement.clone().map(|replacement| Edit { span: claim.span, replacement });
    Finding { related, secret: claim.is_secret(), ..bare(rule, &words, (claim.part, span), mail, edit) }
}

/// The finding of words that a rule found.
pub fn word_finding(rule: &Rule, hit: &WordHit, mail: Option<InMail<'_>>) -> Finding {
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
    /// The words of a hole, where anything is known.
    fn value(&self, name: &str, language: Language) -> Option<String> {
        let known = self.holes.get(name).map(|message| message.get(language)).filter(|words| !words.is_empty());
        match known {
            Some(words) => Some(words.to_string()),
            None if name == "expected" && !self.expected.is_empty() => Some(self.expected.join(", ")),
            // For words that lack, what was looked for.
            None if name == "match" && self.found.is_empty() && !self.expected.is_empty() => {
                Some(self.expected.join(", "))
            }
            None if name == "match" => Some(self.found.to_string()),
            None => None,
        }
    }
}

/// A finding with its words and place, without `related`. A hole of which nothing is known says what was found:
/// never nothing.
fn bare(
    rule: &Rule,
    words: &Filled,
    (part, span): (Part, Span),
    mail: Option<InMail<'_>>,
    edit: Option<Edit>,
) -> Finding {
    let tags = mail.is_none_or(|mail| mail.tags);
    let filled = |message: &Message| fill(message, |name, language| words.value(name, language), words.found, tags);
    Finding {
        rule: rule.id.clone(),
        level: rule.level,
        message: filled(&rule.message),
        why: rule.why.as_ref().map(filled),
        help: rule.help.as_ref().map(filled),
        mail: mail.map(|mail| mail.path.to_string()),
        mails: Vec::new(),
        part: part_word(part),
        span,
        found: words.found.to_string(),
        secret: false,
        expected: words.expected.to_vec(),
        related: Vec::new(),
        places: Vec::new(),
        diff: rule.diff.filter(|_| !words.expected.is_empty() && !words.found.is_empty()),
        recipients: None,
        fix: rule.fix.and_then(|safe| edit.map(|edit| Fix { safe, edits: vec![edit] })),
        fingerprint: String::new(),
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
        // Nobody is blamed: the tag is where the words come in, and the value is shown beside it.
        None if span == tag => (tag, Some(related(value, "la valeur affichée", "the value that is shown"))),
        None => (span, None),
    }
}

fn related(span: Span, fr: &str, en: &str) -> Related {
    Related { message: Message::new(fr, en), span }
}
