//! Values that no check tells apart: the second half of the law of [`super::classes`].
//!
//! Comes in: what a field of a recipient prints. Goes out: its [`Kind`], and whether it is plain among its neighbours. It
//! never says yes where it does not know.
//!
//! A value is plain when
//!
//! 1. it has the look of a kind: a name, an address, an unguessable token, a link that ends in one;
//! 2. none of its words is known: not to a word list, not to the calendar, not as a civility or a thing, not to the
//!    events and the settings, not to the texts around it, not to another value beside it. A known word of up to three
//!    letters (« de », « la »), a word of a speaker's name, and one within two letters of a word of the events are looked
//!    at with the whole value;
//! 3. put into the few texts of the mail in which it stands, it leads every rule, in whatever situation, to say the same
//!    as a made-up value of its kind: the rules for words are asked for each value, the claims for each form of value
//!    (capitals, hyphens, spaces).
//!
//! What is read of a value beyond that is its words, which are unknown, and its form, which was asked for.

use std::sync::Mutex;

use rustc_hash::{FxHashMap, FxHashSet, FxHasher};

use crate::language::calendar::{self, Word};
use crate::project::{Event, Project};
use crate::source::{Sources, Traced};
use crate::value::{contact, name, when};
use crate::words::{Lists, Words};

/// How many values a memory holds before it starts anew.
const REMEMBERED: usize = 100_000;
/// The longest plain value, in characters: a longer name is a finding.
const LONGEST: usize = 40;

/// What kind of value a plain value is; what tells values of a kind apart for the checks is part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing.
    Empty,
    /// The names of a person: letters, with hyphens, apostrophes and single spaces between them.
    Name,
    /// An e-mail address, by its domain.
    Address(String),
    /// Letters and digits mixed, such as a number of registration.
    Token,
    /// A link that ends in a token, by what stands before that.
    Link(String),
}

impl Kind {
    /// Kinds as bytes.
    pub(super) fn key(kinds: &[Kind]) -> Box<[u8]> {
        let one = |kind: &Kind| match kind {
            Kind::Empty => "0".to_string(),
            Kind::Name => "n".to_string(),
            Kind::Address(domain) => format!("@{domain}"),
            Kind::Token => "t".to_string(),
            Kind::Link(start) => format!("l{start}"),
        };
        kinds.iter().map(one).collect::<Vec<_>>().join("\n").into_bytes().into()
    }

    /// A made-up value of the kind, the `n`th of its kind in a mail.
    pub(super) fn model(&self, n: usize) -> String {
        const NAMES: [&str; 4] = ["Quorvane", "Zelbruck", "Yxtorme", "Wulfrade"];
        let name = NAMES[n % NAMES.len()];
        match self {
            Kind::Empty => String::new(),
            Kind::Name => name.to_string(),
            Kind::Address(domain) => format!("{}@{domain}", name.to_lowercase()),
            Kind::Token => format!("{name}7k7"),
            Kind::Link(start) => format!("{start}{name}7k7"),
        }
    }
}

/// The kind of a value; `None` where it has the look of none.
pub(super) fn kind_of(value: &str) -> Option<Kind> {
    if value.is_empty() {
        return Some(Kind::Empty);
    }
    if let Some(at) = value.strip_prefix("https://").and_then(|rest| rest.rfind(['/', '='])) {
        let (start, end) = value.split_at("https://".len() + at + 1);
        return is_token(end).then(|| Kind::Link(start.to_string()));
    }
    if let Some((local, domain)) = value.split_once('@') {
        let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let whole = local.len() <= LONGEST && local.chars().all(letters);
        return (whole && domain == domain.to_lowercase() && is_one_address(value))
            .then(|| Kind::Address(domain.into()));
    }
    if is_token(value) {
        return Some(Kind::Token);
    }
    is_name(value).then_some(Kind::Name)
}

fn is_one_address(value: &str) -> bool {
    matches!(contact::emails(value).as_slice(), [(_, range)] if *range == (0..value.len()))
}

/// Letters and digits mixed, eight or more, that are no date and no number that people dial or type.
fn is_token(value: &str) -> bool {
    (8..=64).contains(&value.len())
        && value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().any(|b| b.is_ascii_alphabetic())
        && when::scan_all(value, crate::language::Language::Fr, false).is_empty()
        && when::scan_all(value, crate::language::Language::En, true).is_empty()
        && contact::phones(value).is_empty()
}

fn is_name(value: &str) -> bool {
    let mut before = ' ';
    let mut count = 0;
    let fits = value.chars().all(|c| {
        let between = matches!(c, ' ' | '-' | '\'' | '’');
        let fits = c.is_alphabetic() || between && before.is_alphabetic();
        before = c;
        count += 1;
        fits
    });
    fits && before.is_alphabetic() && count <= LONGEST
}

/// The form of a value: all that is left of it when its letters and digits are but letters and digits.
pub(super) fn form(value: &str, out: &mut Vec<u8>) {
    let class = |c: char| match c {
        c if c.is_ascii_digit() => '0',
        c if c.is_uppercase() => 'A',
        c if c.is_alphabetic() => 'a',
        c => c,
    };
    let mut last = '\n';
    for c in value.chars().map(class) {
        if c != last {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        last = c;
    }
    out.push(b'\n');
}

/// How well a value's words are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sight {
    /// None of them is.
    Unknown,
    /// Short ones are, words of people's names, or words that are nearly there.
    Short,
    /// One of them is.
    Known,
}

/// The words that the files of a project know.
#[derive(Debug, Default)]
pub(super) struct Known {
    words: FxHashSet<String>,
    /// The words of the names of people. Claims about people pass over what a recipient's field prints, so that such a
    /// word is looked at with the whole value, as a short one is.
    people: FxHashSet<String>,
    /// What is left of the first words without any one or two of their letters, as numbers.
    near: FxHashSet<u64>,
    seen: Mutex<FxHashMap<String, Sight>>,
}

impl Known {
    /// The words of the events and the settings.
    pub(super) fn of(project: &Project, sources: &Sources) -> Known {
        let mut known = Known::default();
        let settings = sources.known("presend.yaml");
        let mut count: FxHashMap<String, isize> = FxHashMap::default();
        for file in project.events.iter().map(|event| event.file).chain(settings) {
            for word in Words::of(sources.text(file).text()).folded() {
                *count.entry(word.to_string()).or_default() += 1;
            }
        }
        for word in people(project).flat_map(|name| words(name.text())) {
            let left = count.entry(word.clone()).or_default();
            *left -= 1;
            known.people.insert(word);
        }
        known.words = count.into_iter().filter(|(_, left)| *left > 0).map(|(word, _)| word).collect();
        for word in known.words.iter().filter(|word| word.chars().count() > 3) {
            shortened(word, &mut |left| {
                known.near.insert(left);
            });
        }
        known
    }

    /// How well the words of a value are known.
    pub(super) fn sight(&self, kind: &Kind, value: &str) -> Sight {
        let text = match kind {
            Kind::Empty => return Sight::Unknown,
            Kind::Name => value,
            Kind::Address(domain) => value.strip_suffix(domain.as_str()).unwrap_or(value),
            Kind::Token => value,
            Kind::Link(start) => value.strip_prefix(start.as_str()).unwrap_or(value),
        };
        let mut seen = self.seen.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(sight) = seen.get(text) {
            return *sight;
        }
        let sight = words(text).iter().map(|word| self.sight_of_word(word)).max().unwrap_or(Sight::Unknown);
        if seen.len() >= REMEMBERED {
            seen.clear();
        }
        seen.insert(text.to_string(), sight);
        sight
    }

    fn sight_of_word(&self, word: &str) -> Sight {
        let length = word.chars().count();
        let half = word.get(..word.len() / 2).filter(|half| half.len() >= 2);
        if half.is_some_and(|half| half.repeat(2) == word) {
            return Sight::Known;
        }
        let known = self.words.contains(word)
            || calendar::sense(word) != Word::Other
            || name::is_civility(word)
            || name::is_thing(word)
            || Lists::built_in().knows(word);
        if known || length < 2 {
            return if length <= 3 { Sight::Short } else { Sight::Known };
        }
        let mut near = false;
        if length > 3 {
            shortened(word, &mut |left| near |= self.near.contains(&left));
        }
        // What is nearly a known word is a slip only among the words around it, which the whole value is looked at with.
        if near || self.people.contains(word) { Sight::Short } else { Sight::Unknown }
    }
}

/// The names of people that the events and the settings give.
fn people(project: &Project) -> impl Iterator<Item = &Traced> {
    project.events.iter().flat_map(people_of).chain(&project.settings.account.people)
}

fn people_of(event: &Event) -> impl Iterator<Item = &Traced> {
    let sessions = event.sessions.iter().flat_map(|session| &session.speakers);
    event.speakers.iter().chain(sessions).map(|person| &person.name).chain(&event.people)
}

/// The folded words of a value: its runs of letters.
pub(super) fn words(value: &str) -> Vec<String> {
    let runs = value.split(|c: char| !c.is_alphabetic()).filter(|run| !run.is_empty());
    runs.map(crate::language::fold::fold).collect()
}

/// A word, and what is left of it without any one or two of its letters, as numbers: two words that differ in up to two
/// letters share one.
fn shortened(word: &str, each: &mut dyn FnMut(u64)) {
    use std::hash::Hasher;
    let letters: Vec<char> = word.chars().collect();
    let left = |without: [usize; 2]| {
        let mut hasher = FxHasher::default();
        let kept = letters.iter().enumerate().filter(|(at, _)| !without.contains(at));
        kept.for_each(|(_, c)| hasher.write_u32(u32::from(*c)));
        hasher.finish()
    };
    each(left([usize::MAX; 2]));
    for first in 0..letters.len() {
        each(left([first, usize::MAX]));
        (first + 1..letters.len()).for_each(|second| each(left([first, second])));
    }
}

/// What is known of values among the same texts, in whichever mail.
#[derive(Debug, Default)]
pub(super) struct Memo {
    /// Whether values are plain, by the values.
    values: Mutex<FxHashMap<String, bool>>,
    /// Whether forms are plain, by the kinds and the forms.
    forms: Mutex<FxHashMap<Vec<u8>, bool>>,
}

impl Memo {
    /// What is known of values, else what `find` finds.
    pub(super) fn values(&self, values: &[String], find: impl FnOnce() -> bool) -> bool {
        let key = values.join("\n");
        let lock = || self.values.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(known) = lock().get(&key) {
            return *known;
        }
        let plain = find();
        let mut values = lock();
        if values.len() >= REMEMBERED {
            values.clear();
        }
        values.insert(key, plain);
        plain
    }

    /// What is known of forms, else what `find` finds.
    pub(super) fn forms(&self, key: Vec<u8>, find: impl FnOnce() -> bool) -> bool {
        let lock = || self.forms.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(known) = lock().get(&key) {
            return *known;
        }
        let plain = find();
        lock().insert(key, plain);
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_kinds_by_their_look() {
        let domain = |domain: &str| Some(Kind::Address(domain.into()));
        for (value, kind) in [
            ("", Some(Kind::Empty)),
            ("Zoé", Some(Kind::Name)),
            ("Jean-Pierre d'Angelo", Some(Kind::Name)),
            ("zoe.martin7@exemple.test", domain("exemple.test")),
            ("k3f9a1b2c4", Some(Kind::Token)),
            ("https://exemple.test/r/k3f9a1b2c4", Some(Kind::Link("https://exemple.test/r/".into()))),
            ("Jean  Pierre", None),
            ("Jean-", None),
            ("2026-11-17T14", None),
            ("14h30min", None),
            ("0612345678", None),
            ("[Prénom]", None),
            ("https://exemple.test/replay", None),
            ("a@b@exemple.test", None),
        ] {
            assert_eq!(kind_of(value), kind, "{value}");
        }
    }

    #[test]
    fn words_that_are_nearly_known_are_looked_at_with_the_whole_value() {
        let mut known = Known { words: std::iter::once("perrin".to_string()).collect(), ..Known::default() };
        shortened("perrin", &mut |left| {
            known.near.insert(left);
        });
        for (word, sight) in [
            ("perrin", Sight::Known),
            ("perin", Sight::Short),
            ("pierrin", Sight::Short),
            ("pelrim", Sight::Short),
            ("mardi", Sight::Known),
            ("madame", Sight::Known),
            ("coco", Sight::Known),
            ("de", Sight::Short),
            ("quorvane", Sight::Unknown),
        ] {
            assert_eq!(known.sight(&Kind::Name, word), sight, "{word}");
        }
    }
}
