//! Why a place of a mail is as it is: where its words come from, which event they are about, what they claim, what backs
//! that, and what the rules said.
//!
//! Comes in: a project with a place or a phrase. Goes out: a [`Why`], and its words for people and machines. It judges
//! nothing by itself: it tells what a check saw.

mod chain;
mod say;

use std::ops::Range;

use crate::claims::reading::{Reading, Told};
use crate::claims::{Claim, Kind, Scope, Standing};
use crate::facts::World;
use crate::finding::{Finding, Level};
use crate::language::Message;
use crate::message::PartKind;
use crate::project::{Mail, Project};
use crate::rules::{Look, Rule, RuleSet};
use crate::source::{Problem, Sources, Span, Traced};

use super::seen::{Seen, each_version};
use super::{Ask, run};

pub use say::{as_json, as_text};

/// Where to look.
#[derive(Debug, Clone)]
pub enum Target {
    /// A place of any file that the mail is made of.
    Place(Span),
    /// Words that a reader sees.
    Phrase(String),
}

/// What is known of one place.
#[derive(Debug, Clone)]
pub struct Why {
    /// The mail.
    pub mail: String,
    /// The part: `subject`, `html` …
    pub part: &'static str,
    /// The words, as a reader gets them.
    pub words: String,
    /// The sentence that they stand in.
    pub sentence: String,
    /// The way back to what somebody can edit: the reader's end first.
    pub chain: Vec<Step>,
    /// The event that the sentence is about.
    pub about: Message,
    /// Why it is about that event.
    pub because: Message,
    /// What the words claim.
    pub claims: Vec<ClaimWhy>,
    /// The rules for such claims, and those that found something.
    pub rules: Vec<RuleWhy>,
    /// How many rules for words looked at the sentence and said nothing.
    pub silent: usize,
}

/// A place on the way.
#[derive(Debug, Clone)]
pub struct Step {
    /// What stands there.
    pub what: Message,
    /// A word for machines: `template`, `include`, `tag`, `value`, `made`.
    pub kind: &'static str,
    /// Where.
    pub span: Option<Span>,
    /// The words there; empty where they are a recipient's.
    pub words: String,
}

/// A claim, and what it rests on.
#[derive(Debug, Clone, PartialEq)]
pub struct ClaimWhy {
    /// The kind and what about it: `date.day`.
    pub kind: String,
    /// How it stands.
    pub standing: Standing,
    /// Its words.
    pub found: String,
    /// What was expected instead.
    pub expected: Vec<String>,
    /// The facts that back it or say otherwise.
    pub facts: Vec<(Message, Span)>,
}

/// A rule that looked.
#[derive(Debug, Clone)]
pub struct RuleWhy {
    /// Its id.
    pub id: String,
    /// How grave it is.
    pub level: Level,
    /// What it said, if anything.
    pub said: Option<Message>,
}

/// What is known of a place; `None` where no mail of the project shows it.
///
/// # Errors
/// What keeps the mails' events from being known.
pub fn why(
    project: &Project,
    rules: &RuleSet,
    sources: &Sources,
    ask: &Ask,
    target: &Target,
) -> Result<Option<Why>, Problem> {
    let world = World::of(project);
    let mut wrong = None;
    for mail in &project.mails {
        let found = each_version(&world, mail, sources, ask, |seen| at(seen, mail, rules, sources, target));
        match found {
            Ok(Some((mut why, spans))) => {
                let outcome = run(project, rules, sources, ask);
                said(&mut why, &outcome.findings, &spans, mail, sources);
                return Ok(Some(why));
            }
            Ok(None) => {}
            Err(problem) => wrong = Some(problem),
        }
    }
    wrong.map_or(Ok(None), Err)
}

/// Words of a mail that somebody asked about.
struct Asked<'m> {
    text: &'m Traced,
    range: Range<usize>,
    part: PartKind,
    /// What they stand in: a sentence; for an address, the words of its link.
    sentence: String,
    /// The event that this is about, and what says so.
    about: usize,
    by: Told,
    scopes: Vec<Scope>,
}

/// What one rendering says of a place, with the places in which the rules may have found something.
fn at(
    seen: &Seen<'_, '_, '_>,
    mail: &Mail,
    rules: &RuleSet,
    sources: &Sources,
    target: &Target,
) -> Option<(Why, Vec<Span>)> {
    let asked = in_words(seen.reading, sources, target).or_else(|| in_address(seen.reading, sources, target))?;
    let place = asked.text.origin(asked.range.clone());
    let mut spans: Vec<Span> = place.written.into_iter().chain(place.value).collect();
    let claims: Vec<&Claim> = seen.claims.iter().filter(|claim| !claim.is_form() && touches(claim, &spans)).collect();
    let mut backing: Vec<ClaimWhy> = Vec::new();
    for one in claims.iter().map(|claim| chain::backing(claim, seen.reading, asked.about, sources)) {
        // Both parts of a mail say the same.
        if !backing.contains(&one) {
            backing.push(one);
        }
    }
    let why = Why {
        mail: mail.path.clone(),
        part: crate::claims::Part::Mail(asked.part).word(),
        words: chain::shown(asked.text, asked.range.clone(), sources),
        chain: chain::of(asked.text, asked.range, seen.reading.frame, sources),
        sentence: asked.sentence,
        about: crate::claims::draft::event(seen.reading.frame.event(asked.about)),
        because: because(asked.by),
        claims: backing,
        rules: looking(rules, &claims),
        silent: rules.rules.iter().filter(|rule| rule.on && looks_at(rule, &asked.scopes)).count(),
    };
    spans.extend(claims.iter().filter(|claim| claim.kind != Kind::Owes).map(|claim| claim.span));
    Some((why, spans))
}

/// The words that a reader sees at the target.
fn in_words<'r>(reading: &'r Reading<'_, '_>, sources: &Sources, target: &Target) -> Option<Asked<'r>> {
    reading.blocks.iter().find_map(|block| {
        let range = match target {
            Target::Place(span) => word(block.text(), block.block.text.ranges_of(*span).into_iter().next()?),
            Target::Phrase(words) => find(block.text(), words)?,
        };
        let sentence = block.sentence(range.start);
        Some(Asked {
            text: &block.block.text,
            part: block.block.part,
            sentence: chain::shown(&block.block.text, sentence.range.clone(), sources),
            about: sentence.about,
            by: sentence.by,
            scopes: block.scopes.clone(),
            range,
        })
    })
}

/// The address of a link at the target.
fn in_address<'r>(reading: &'r Reading<'_, '_>, sources: &Sources, target: &Target) -> Option<Asked<'r>> {
    reading.links.iter().find_map(|link| {
        let text = &link.link.url;
        match target {
            Target::Place(span) => text.ranges_of(*span).into_iter().next().map(|_| ())?,
            Target::Phrase(words) => text.text().find(words.as_str()).map(|_| ())?,
        }
        let told =
            link.block.and_then(|block| reading.blocks.get(block)).map(|block| block.sentence(link.range.start).by);
        Some(Asked {
            text,
            range: 0..text.len(),
            part: link.part,
            sentence: chain::shown(&link.link.label, 0..link.link.label.len(), sources),
            about: link.about,
            by: told.unwrap_or(Told::Default),
            scopes: vec![Scope::LinkUrl],
        })
    })
}

/// The word around a range: what somebody pointed at a letter of.
fn word(text: &str, range: Range<usize>) -> Range<usize> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-' | '@' | '_');
    let before = text[..range.start].trim_end_matches(inside).len();
    let after = text.len() - text[range.end..].trim_start_matches(inside).len();
    before..after
}

/// Where a phrase stands. Any space of the text counts as one, and so does any apostrophe.
fn find(text: &str, words: &str) -> Option<Range<usize>> {
    let alike = |a: char, b: char| {
        let quotes = ['\'', '’'];
        a == b || a.is_whitespace() && b.is_whitespace() || quotes.contains(&a) && quotes.contains(&b)
    };
    text.char_indices().find_map(|(start, _)| {
        let mut rest = text[start..].chars();
        let mut end = start;
        for wanted in words.chars() {
            let c = rest.next().filter(|c| alike(*c, wanted))?;
            end += c.len_utf8();
        }
        (end > start).then_some(start..end)
    })
}

/// Whether a claim is about one of these places.
fn touches(claim: &Claim, spans: &[Span]) -> bool {
    let own = [Some(claim.span), claim.place.written, claim.place.value];
    claim.kind != Kind::Owes && own.into_iter().flatten().any(|span| spans.iter().any(|other| other.overlaps(span)))
}

/// Rules that judge claims of these kinds, whatever they said.
fn looking(rules: &RuleSet, claims: &[&Claim]) -> Vec<RuleWhy> {
    let looks = |look: &Look| match look {
        Look::Facts { kind, of, .. } => claims.iter().any(|claim| *kind == claim.kind && of.contains(&claim.aspect)),
        Look::Words(_) => false,
    };
    let found = rules.rules.iter().filter(|rule| rule.on && looks(&rule.look));
    found.map(|rule| RuleWhy { id: rule.id.clone(), level: rule.level, said: None }).collect()
}

/// Whether a rule is for words and looks at these scopes.
fn looks_at(rule: &Rule, scopes: &[Scope]) -> bool {
    let here = rule.scopes.is_empty() || scopes.iter().any(|scope| rule.scopes.contains(scope));
    here && matches!(rule.look, Look::Words(_))
}

/// Adds what the rules found at these places.
fn said(why: &mut Why, findings: &[Finding], spans: &[Span], mail: &Mail, sources: &Sources) {
    for finding in findings {
        let ours = finding.mail.as_ref().is_none_or(|path| *path == mail.path || finding.mails.contains(&mail.path));
        let places = std::iter::once(&finding.span).chain(&finding.places);
        if !ours || !places.into_iter().any(|place| spans.iter().any(|span| span.overlaps(*place))) {
            continue;
        }
        let message = Some(match finding.is_of_recipients(sources) {
            true => Message::new("un point dans les données d'un destinataire", "a finding in a recipient's data"),
            false => finding.message.clone(),
        });
        match why.rules.iter_mut().find(|rule| rule.id == finding.rule) {
            Some(rule) => rule.said = message,
            None => {
                // It looked at words.
                why.silent = why.silent.saturating_sub(1);
                why.rules.push(RuleWhy { id: finding.rule.clone(), level: finding.level, said: message });
            }
        }
    }
    // What was said comes first.
    why.rules.sort_by_key(|rule| rule.said.is_none());
}

fn because(by: Told) -> Message {
    let (fr, en) = match by {
        Told::Title => ("son titre y est", "its title stands in it"),
        Told::Row => ("son titre est dans cette ligne du tableau", "its title stands in this row of the table"),
        Told::Introduced => ("ces mots l'annoncent", "these words introduce it"),
        Told::Heading => ("l'intertitre au-dessus en parle", "the heading above is about it"),
        Told::Alone => ("lui seul a cet intervenant, ce lien ou cette date", "it alone has this speaker, link or date"),
        Told::Default => (
            "c'est celui du mail, et rien n'en annonce un autre",
            "it is the mail's own, and nothing introduces another",
        ),
    };
    Message::new(fr, en)
}

/// The text of a span on one line.
fn line(text: &Traced) -> String {
    text.text().split_whitespace().collect::<Vec<_>>().join(" ")
}
