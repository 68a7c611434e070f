//! The kinds for words: each looks at the texts of a mail, block by block, so that inline tags cut no sentence.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use crate::claims::{Part, Scope};
use crate::language::{Message, number};
use crate::message::{self, BlockKind, LinkKind, PartKind};
use crate::source::{Place, Span, Traced};

use super::file::RuleFile;
use super::pattern::Pattern;
use super::place::{Step, key};
use super::rule::{Look, Rule};
use super::scan::Fired;

mod conditional;
mod consistency;
mod existence;
mod measures;
mod metric;
mod occurrence;
mod repetition;
mod required;
mod substitution;
mod support;

/// The words of the kinds for words, in the order in which messages list them.
pub const WORDS: &[&str] = &[
    "existence",
    "required",
    "substitution",
    "occurrence",
    "consistency",
    "conditional",
    "repetition",
    "metric",
    "support",
];

/// The holes of a kind's messages, beside `match` and `expected`: how often or how much, and the limits.
pub fn holes(word: &str) -> &'static [&'static str] {
    if word == "support" { &["programs"] } else { &["count", "max", "min"] }
}

/// The texts of a mail that rules look at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Texts<'a> {
    /// Subject, preheader and headers; they may also stand among the parts, as parts whose blocks are lines.
    pub lines: &'a [(PartKind, &'a Traced)],
    /// The HTML and text parts, as they were read.
    pub parts: &'a [(PartKind, &'a message::Part)],
    /// The template as written, for the scope `source`.
    pub source: Option<&'a Traced>,
    /// The recipients' cells, for the scope `recipient-data`.
    pub recipient_data: &'a [Traced],
    /// The values of the event's file, for the scope `event-data`.
    pub event_data: &'a [Traced],
}

/// A text that is looked at as one.
#[derive(Debug, Clone)]
pub struct Passage<'a> {
    /// Its words.
    pub text: &'a Traced,
    /// Where it stands.
    pub part: Part,
    /// In which scopes.
    pub scopes: Vec<Scope>,
}

/// Words that a rule reports.
#[derive(Debug, Clone, PartialEq)]
pub struct WordHit {
    /// Where.
    pub span: Span,
    /// What is known of the place.
    pub place: Place,
    /// In which part.
    pub part: Part,
    /// The words; empty where words are lacking.
    pub found: String,
    /// What was expected.
    pub expected: Vec<String>,
    /// The words that fill the holes of the message.
    pub holes: BTreeMap<&'static str, Message>,
    /// The words to put in the place of those at `span`, when they were typed in one piece; `check` spells them as the
    /// place asks.
    pub replacement: Option<String>,
}

/// A compiled block for words.
#[derive(Debug)]
pub enum Words {
    /// Words that must not stand there.
    Existence(existence::Existence),
    /// Words of which one must stand there.
    Required(required::Required),
    /// Words for which others are better.
    Substitution(substitution::Substitution),
    /// Words that may stand so often.
    Occurrence(occurrence::Occurrence),
    /// Two spellings of which a mail keeps to one.
    Consistency(consistency::Consistency),
    /// Words that ask for others.
    Conditional(conditional::Conditional),
    /// The same words twice in a row.
    Repetition(repetition::Repetition),
    /// A measure.
    Metric(metric::Metric),
    /// What mail programs do not show.
    Support(support::Support),
}

impl Words {
    /// The compiled form of the block for words that stands in a rule, if one does.
    pub fn of(file: &RuleFile) -> Option<Words> {
        if let Some(block) = &file.existence {
            return Some(Words::Existence(existence::Existence::of(block)));
        }
        if let Some(block) = &file.required {
            return Some(Words::Required(required::Required::of(block)));
        }
        if let Some(block) = &file.substitution {
            return Some(Words::Substitution(substitution::Substitution::of(block)));
        }
        if let Some(block) = &file.occurrence {
            return Some(Words::Occurrence(occurrence::Occurrence::of(block)));
        }
        if let Some(block) = &file.consistency {
            return Some(Words::Consistency(consistency::Consistency::of(block)));
        }
        if let Some(block) = &file.conditional {
            return Some(Words::Conditional(conditional::Conditional::of(block)));
        }
        if let Some(block) = &file.repetition {
            return Some(Words::Repetition(repetition::Repetition::of(block)));
        }
        if let Some(block) = &file.support {
            return Some(Words::Support(support::Support::of(block)));
        }
        file.metric.as_ref().and_then(metric::Metric::of).map(Words::Metric)
    }

    /// Its patterns, in the order by which [`Fired`] knows them.
    pub fn patterns(&self) -> Vec<&Pattern> {
        match self {
            Words::Existence(kind) => vec![&kind.pattern],
            Words::Required(kind) => vec![&kind.pattern],
            Words::Occurrence(kind) => vec![&kind.pattern],
            Words::Substitution(kind) => kind.pairs.iter().map(|(pattern, _)| pattern).collect(),
            Words::Consistency(kind) => kind.pairs.iter().flatten().map(|(pattern, _)| pattern).collect(),
            Words::Conditional(kind) => vec![&kind.condition, &kind.then],
            Words::Repetition(_) | Words::Metric(_) | Words::Support(_) => Vec::new(),
        }
    }

    /// Whether it looks at passages alone: not at the mail as a whole.
    pub fn is_of_passages(&self) -> bool {
        !matches!(self, Words::Metric(_) | Words::Support(_))
    }
}

/// What a rule of a kind for words finds in passages of its scopes, in reading order; nothing for a rule of a kind for
/// facts.
pub fn look(rule: &Rule, texts: &Texts, passages: &[Passage], fired: Fired) -> Vec<WordHit> {
    let Look::Words(words) = &rule.look else { return Vec::new() };
    let mut hits = match words.as_ref() {
        Words::Existence(kind) => kind.look(passages, fired),
        Words::Required(kind) => kind.look(passages, fired),
        Words::Substitution(kind) => kind.look(passages, fired),
        Words::Occurrence(kind) => kind.look(passages, fired),
        Words::Consistency(kind) => kind.look(passages, fired),
        Words::Conditional(kind) => kind.look(passages, fired),
        Words::Repetition(kind) => kind.look(passages),
        Words::Metric(kind) => kind.look(texts),
        Words::Support(kind) => kind.look(texts),
    };
    let mut seen = HashSet::new();
    // One tag in a loop prints several values: the same place with other words is another hit.
    hits.retain(|hit| seen.insert((hit.span, hit.part, hit.found.clone())));
    hits
}

/// Where a rule without `scope` looks: all that a reader sees.
const VISIBLE: &[Scope] = &[Scope::Subject, Scope::Preheader, Scope::Text, Scope::DocumentTitle, Scope::Alt];

/// The texts in the scopes of a rule.
pub fn passages<'a>(texts: &Texts<'a>, scopes: &[Scope]) -> Vec<Passage<'a>> {
    let scopes = if scopes.is_empty() { VISIBLE } else { scopes };
    let mut out: Vec<Passage> = texts.lines.iter().map(|(kind, text)| line(*kind, text)).collect();
    for (kind, part) in texts.parts {
        let at = Part::Mail(*kind);
        for block in &part.blocks {
            out.push(Passage { text: &block.text, part: at, scopes: block_scopes(*kind, block) });
        }
        for link in &part.links {
            // A link's words stand in their block too: alone they count only where the whole text is not looked at.
            if !scopes.contains(&Scope::Text) && link.kind != LinkKind::Bare {
                let mut inner = vec![Scope::LinkText];
                if link.kind == LinkKind::Button {
                    inner.push(Scope::Button);
                }
                out.push(Passage { text: &link.label, part: at, scopes: inner });
            }
            out.push(Passage { text: &link.url, part: at, scopes: vec![Scope::LinkUrl] });
        }
        out.extend(part.images.iter().map(|image| Passage {
            text: &image.src,
            part: at,
            scopes: vec![Scope::ImageUrl],
        }));
    }
    out.extend(texts.source.map(|text| Passage { text, part: Part::Template, scopes: vec![Scope::Source] }));
    out.extend(texts.recipient_data.iter().map(|text| Passage {
        text,
        part: Part::Recipients,
        scopes: vec![Scope::RecipientData],
    }));
    out.extend(texts.event_data.iter().map(|text| Passage { text, part: Part::Event, scopes: vec![Scope::EventData] }));
    out.retain(|passage| !passage.text.is_empty() && passage.scopes.iter().any(|scope| scopes.contains(scope)));
    out
}

fn line(kind: PartKind, text: &Traced) -> Passage<'_> {
    let scope = line_scope(kind).unwrap_or(Scope::Text);
    Passage { text, part: Part::Mail(kind), scopes: vec![scope] }
}

/// The scope of a part that is a line; `None` for the HTML and the text part.
fn line_scope(kind: PartKind) -> Option<Scope> {
    match kind {
        PartKind::Subject => Some(Scope::Subject),
        PartKind::Preheader => Some(Scope::Preheader),
        PartKind::Headers => Some(Scope::Headers),
        PartKind::Html | PartKind::Text | PartKind::Calendar => None,
    }
}

fn block_scopes(kind: PartKind, block: &message::Block) -> Vec<Scope> {
    if let Some(scope) = line_scope(kind) {
        return vec![scope];
    }
    match block.kind {
        _ if block.hidden => vec![Scope::Preheader],
        BlockKind::Heading(_) => vec![Scope::Heading, Scope::Text],
        BlockKind::DocumentTitle => vec![Scope::DocumentTitle],
        BlockKind::Alt => vec![Scope::Alt],
        _ => vec![Scope::Text],
    }
}

impl Passage<'_> {
    /// The hit of a range of the passage; `None` where presend made any of it, or it has no place.
    fn hit(&self, range: Range<usize>) -> Option<WordHit> {
        let place = self.text.origin(range.clone());
        if place.made {
            return None;
        }
        let span = place.span()?;
        let found = self.text.text().get(range)?.to_string();
        let holes = BTreeMap::from([("match", Message::new(found.as_str(), found.as_str()))]);
        Some(WordHit { span, place, part: self.part, found, expected: Vec::new(), holes, replacement: None })
    }

    /// Whether a range lies in an address that is written out: nobody rewords a link or a mailbox.
    fn in_address(&self, range: &Range<usize>) -> bool {
        let text = self.text.text();
        let edge = |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')' | '«' | '»' | '"');
        let start = text[..range.start].rfind(edge).map_or(0, |at| at + 1);
        let start = (start..=range.start).find(|at| text.is_char_boundary(*at)).unwrap_or(range.start);
        let end = text[range.end..].find(edge).map_or(text.len(), |at| range.end + at);
        let piece = &text[start..end];
        piece.contains("://")
            || piece.contains('@')
            || piece.starts_with("www.")
            || piece.contains('/') && piece.contains('.')
    }

    /// A hit without words, at the start of the passage: for what is lacking.
    fn start(&self) -> Option<WordHit> {
        let place = self.text.origin(0..0);
        let span = place.span()?;
        let span = Span { end: span.start, ..span };
        let found = String::new();
        Some(WordHit {
            span,
            place,
            part: self.part,
            found,
            expected: Vec::new(),
            holes: BTreeMap::new(),
            replacement: None,
        })
    }
}

impl WordHit {
    /// With a number for a hole.
    fn with(mut self, hole: &'static str, number: usize) -> WordHit {
        self.holes.insert(hole, number::count(number));
        self
    }

    /// With a number that may have decimals; one of them is shown.
    fn with_number(mut self, hole: &'static str, number: f64) -> WordHit {
        self.holes.insert(hole, number::decimal(number));
        self
    }

    /// With a size in bytes.
    fn with_size(mut self, hole: &'static str, bytes: f64) -> WordHit {
        self.holes.insert(hole, number::size(bytes as usize));
        self
    }

    /// With what was expected.
    fn expecting(mut self, expected: Vec<String>) -> WordHit {
        let words = expected.join(", ");
        self.holes.insert("expected", Message::new(words.as_str(), words.as_str()));
        self.expected = expected;
        self
    }

    /// Whether the words were typed in one piece, byte for byte, so that they can be replaced.
    fn is_typed(&self) -> bool {
        self.place.literal && !self.place.printed && (self.span.end - self.span.start) as usize == self.found.len()
    }
}

/// What is lacking in a block for words, or too much.
pub fn lacking(file: &RuleFile) -> Option<Message> {
    let lists = |tokens: &[String], patterns: &[String]| {
        (tokens.is_empty() == patterns.is_empty())
            .then(|| Message::new("il faut « tokens » ou bien « patterns »", "either “tokens” or “patterns” is needed"))
    };
    let limits = |max: bool, min: bool| {
        (!max && !min).then(|| Message::new("il faut « max » ou « min »", "“max” or “min” is needed"))
    };
    if let Some(block) = &file.existence {
        return lists(&block.tokens, &block.patterns);
    }
    if let Some(block) = &file.required {
        return lists(&block.tokens, &block.patterns);
    }
    if let Some(block) = &file.occurrence {
        return lists(&block.tokens, &block.patterns).or_else(|| limits(block.max.is_some(), block.min.is_some()));
    }
    if let Some(block) = &file.metric {
        return limits(block.max.is_some(), block.min.is_some());
    }
    if let Some(block) = &file.repetition {
        return (!(1..=10).contains(&block.words))
            .then(|| Message::new("« words » va de 1 à 10", "“words” goes from 1 to 10"));
    }
    let pairs = file.substitution.as_ref().map(|block| &block.swap);
    let pairs = pairs.or(file.consistency.as_ref().map(|block| &block.either));
    pairs
        .filter(|pairs| pairs.is_empty())
        .map(|_| Message::new("il faut au moins une paire de mots", "at least one pair of words is needed"))
}

/// The names in a rule of what no table knows, each with its path, and the names that are known.
pub fn unknown_names(file: &RuleFile) -> Vec<(Vec<Step>, &str, Vec<&'static str>)> {
    let Some(block) = &file.support else { return Vec::new() };
    let features: Vec<&str> = support::features().iter().map(|feature| feature.name).collect();
    let programs: Vec<&str> = support::PROGRAMS.iter().map(|(name, ..)| *name).collect();
    let lists =
        [("of", &block.of, &features), ("except", &block.except, &features), ("programs", &block.programs, &programs)];
    let unknown = lists.into_iter().flat_map(|(list, names, known)| {
        let wrong = names.iter().enumerate().filter(|(_, name)| !known.contains(&name.as_str()));
        wrong.map(move |(n, name)| (vec![key("support"), key(list), Step::Item(n)], name.as_str(), known.clone()))
    });
    unknown.collect()
}

/// The regular expressions of a rule, each with its path and whether case is ignored.
pub fn regexes(file: &RuleFile) -> Vec<(Vec<Step>, &str, bool)> {
    let mut found: Vec<(Vec<Step>, &str, bool)> = Vec::new();
    for (kind, patterns, ignore_case) in [
        file.existence.as_ref().map(|block| ("existence", &block.patterns, block.ignore_case)),
        file.required.as_ref().map(|block| ("required", &block.patterns, block.ignore_case)),
        file.occurrence.as_ref().map(|block| ("occurrence", &block.patterns, block.ignore_case)),
    ]
    .into_iter()
    .flatten()
    {
        found.extend(
            patterns
                .iter()
                .enumerate()
                .map(|(n, pattern)| (vec![key(kind), key("patterns"), Step::Item(n)], pattern.as_str(), ignore_case)),
        );
    }
    if let Some(block) = &file.conditional {
        found.push((vec![key("conditional"), key("if")], &block.condition, block.ignore_case));
        found.push((vec![key("conditional"), key("then")], &block.then, block.ignore_case));
    }
    found
}
