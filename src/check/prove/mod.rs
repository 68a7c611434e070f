//! How good is the net under one mail? Slips are made in its own words and in its event's file, one at a time and in
//! memory, and each is checked as if somebody had made it on disk.
//!
//! Comes in: a project and its check, as a function of files that hold other bytes. Goes out: [`Proof`]s, and their words
//! for people and machines. It writes nothing, and which slips are made depends on nothing but the project.

mod closing;
mod edits;
mod facts;
mod say;
mod slips;

use std::collections::BTreeMap;

use crate::facts::World;
use crate::finding::{Finding, Level, Outcome};
use crate::language::Message;
use crate::project::{Mail, Project};
use crate::source::{Problem, Sources, Span};

use super::Ask;
use super::threads::in_order;

pub use say::{as_json, as_text};

/// A kind of slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Another event's title.
    OtherTitle,
    /// The date of a month before.
    LastMonth,
    /// The weekday beside the right one.
    Weekday,
    /// An hour too late.
    Hour,
    /// Another event's link.
    OtherLink,
    /// Another link of the same event.
    SwappedLink,
    /// Another event's speaker.
    OtherSpeaker,
    /// Letters changed places.
    Misspelling,
    /// A digit of a telephone number or code.
    Digit,
    /// A number that nothing claims.
    Number,
    /// The tag of another value.
    SwappedTag,
    /// Words to another audience.
    Audience,
    /// A tag or mark that nothing fills.
    Leftover,
    /// A fact in the event's file.
    Fact,
}

/// A slip: bytes of a file that become others.
#[derive(Debug, Clone, PartialEq)]
pub struct Slip {
    /// What kind.
    pub kind: Kind,
    /// The bytes.
    pub span: Span,
    /// What stands there instead.
    pub replacement: String,
    /// The words there, for people; empty where some are put in.
    pub before: String,
    /// The words instead, for people.
    pub after: String,
    /// For a fact, the key that states it.
    pub key: Option<String>,
}

/// A slip, and who would have seen it.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// The slip.
    pub slip: Slip,
    /// The rule that reports it, or the code of the problem that it makes.
    pub caught_by: Option<String>,
    /// Where it is not seen: what would close the hole, and the place to write it.
    pub close: Option<(Message, Span)>,
}

/// What the trials of one mail came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Proof {
    /// The mail.
    pub mail: String,
    /// All trials, in the order of their files and places.
    pub trials: Vec<Trial>,
    /// Slips that could not be made for want of something, such as other events.
    pub untried: Vec<Message>,
}

impl Proof {
    /// How many slips would be seen.
    pub fn caught(&self) -> usize {
        self.trials.iter().filter(|trial| trial.caught_by.is_some()).count()
    }

    /// The share of slips that would be seen, in hundredths, rounded down; 0 where none could be made.
    pub fn percent(&self) -> usize {
        (self.caught() * 100).checked_div(self.trials.len()).unwrap_or(0)
    }
}

/// Files with other bytes than on disk, by the paths that are shown.
pub type Drafts = BTreeMap<String, Vec<u8>>;

/// Makes the slips of a mail and checks each; `check` reads and checks the project with other bytes in its files.
///
/// # Errors
/// The problem that keeps the mail from being read, or its event from being known.
pub fn prove(
    project: &Project,
    mail: &Mail,
    sources: &Sources,
    ask: &Ask,
    check: impl Fn(Drafts) -> (Sources, Outcome) + Sync,
) -> Result<Proof, Problem> {
    let world = World::of(project);
    let mail = &*mail.open(sources)?;
    let mut found = slips::of(&world, mail, sources, ask)?;
    found.slips.extend(facts::of(&world, mail, sources)?);
    let paths: Vec<String> = found.slips.iter().map(|slip| sources.file(slip.span.file).path.clone()).collect();
    let mut order: Vec<usize> = (0..found.slips.len()).collect();
    order.sort_by_key(|index| (&paths[*index], found.slips[*index].span, found.slips[*index].kind));
    let slips: Vec<Slip> = order.iter().map(|index| found.slips[*index].clone()).collect();
    let (_, before) = check(Drafts::new());
    let known = counted(&before.findings);
    let try_one = |index: usize| -> Option<Option<String>> {
        let slip = &slips[index];
        let (path, bytes) = drafted(slip, sources)?;
        let (after_sources, after) = check(Drafts::from([(path.clone(), bytes)]));
        seen(slip, &path, &known, &before, &after, &after_sources)
    };
    let mut trials = Vec::new();
    in_order(slips.len(), ask.threads, try_one, |index, result| {
        // A slip that cannot be made as meant is none.
        let Some(caught_by) = result else { return };
        let slip = slips[index].clone();
        let close = caught_by.is_none().then(|| closing::of(&slip, project, mail, sources)).flatten();
        trials.push(Trial { slip, caught_by, close });
    });
    Ok(Proof { mail: mail.path.clone(), trials, untried: found.untried })
}

/// The file of a slip with the slip in it.
fn drafted(slip: &Slip, sources: &Sources) -> Option<(String, Vec<u8>)> {
    let file = sources.file(slip.span.file);
    let (start, end) = (slip.span.start as usize, slip.span.end as usize);
    let words = file.encode(&slip.replacement)?;
    let bytes = [file.bytes.get(..start)?, words.as_slice(), file.bytes.get(end..)?].concat();
    Some((file.path.clone(), bytes))
}

/// What makes two findings the same, wherever they stand.
type Key = (String, Option<String>, String, String);

fn key(finding: &Finding) -> Key {
    (finding.rule.clone(), finding.mail.clone(), finding.found.clone(), finding.message.en.clone())
}

fn counted(findings: &[Finding]) -> BTreeMap<Key, usize> {
    let mut out = BTreeMap::new();
    findings.iter().for_each(|finding| *out.entry(key(finding)).or_default() += 1);
    out
}

/// Who sees a slip: `Some(None)`, nobody; `None`, it broke a file, so that it is another slip than was meant.
fn seen(
    slip: &Slip,
    path: &str,
    known: &BTreeMap<Key, usize>,
    before: &Outcome,
    after: &Outcome,
    sources: &Sources,
) -> Option<Option<String>> {
    let file = sources.known(path)?;
    let length = slip.replacement.len() as u32;
    let place = Span::new(file, slip.span.start, slip.span.start + length.max(1));
    let fresh = |problem: &&Problem| {
        !before.problems.iter().any(|old| old.code == problem.code && old.message == problem.message)
    };
    if let Some(problem) = after.problems.iter().find(fresh) {
        // What cannot be read is told, and no run passes with it; a broken event says nothing of the net.
        return (slip.kind != Kind::Fact).then(|| Some(problem.code.to_string()));
    }
    let mut left = known.clone();
    let names = |finding: &Finding| {
        let own = std::iter::once(&finding.span).chain(&finding.places);
        let related = finding.related.iter().map(|related| &related.span).filter(|_| slip.kind == Kind::Fact);
        own.chain(related).any(|span| span.overlaps(place))
    };
    let caught = after.findings.iter().find(|finding| {
        let old = left.get_mut(&key(finding)).filter(|count| **count > 0);
        match old {
            Some(count) => {
                *count -= 1;
                false
            }
            None => finding.level >= Level::Warning && names(finding),
        }
    });
    Some(caught.map(|finding| finding.rule.clone()))
}
