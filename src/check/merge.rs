//! From all findings of a run to the ones that are reported: one slip is one finding, in a fixed order.
//!
//! A file may have thousands of findings, and a partial as many mails: nothing here looks at each pair of them.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::civil::Date;

use crate::claims::{Claim, Kind};
use crate::finding::{Affected, Finding, fingerprints};
use crate::project::{Project, RowSet};
use crate::rules::{RuleSet, Situation};
use crate::source::{FileId, Sources, Span};

use super::classes::Touch;
use super::correct::Corrector;
use super::ignores;
use super::overlaps::{Intervals, Rivals};

/// How many rows a finding lists.
const ROWS: usize = 20;

/// One rendering of a mail: the mail, its event, the class of its recipients.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Rendering(std::sync::Arc<str>);

impl Rendering {
    /// The rendering of the mail at `path` with the event `id` for the class at an index.
    pub fn new(path: &str, id: &str, class: usize) -> Rendering {
        Rendering(format!("{path}\n{id}\n{class}").into())
    }
}

/// A finding before merging.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    finding: Finding,
    /// The rule's rank: the lowest is the most telling.
    rank: i32,
    /// What kind of claim it comes from; `None` for rules about words.
    kind: Option<Kind>,
    /// It is about an element, not about words in it.
    form: bool,
    /// It is about words, though its kind looks at whole parts.
    words: bool,
    /// The classes of recipients that it concerns, until their rows are known.
    classes: Vec<u32>,
    /// The rows that it concerns.
    rows: Vec<Arc<RowSet>>,
    /// Of how many.
    of: usize,
    /// The renderings in which it stands.
    renderings: Vec<Rendering>,
}

impl Found {
    pub fn new(finding: Finding, rank: i32, kind: Option<Kind>) -> Found {
        Found {
            finding,
            rank,
            kind,
            form: false,
            words: false,
            classes: Vec::new(),
            rows: Vec::new(),
            of: 0,
            renderings: Vec::new(),
        }
    }

    /// With what is known of the claim that it comes from.
    pub fn of(mut self, claim: &Claim) -> Found {
        self.form = claim.is_form();
        self.words = claim.aspect == "attachment";
        self
    }

    /// Concerning these rows, of how many.
    pub fn rows(mut self, rows: &Arc<RowSet>, of: usize) -> Found {
        (self.rows, self.of) = (vec![Arc::clone(rows)], of);
        self
    }

    /// Concerning the rows of a class, of how many.
    pub fn class(mut self, class: u32, of: usize) -> Found {
        (self.classes, self.of) = (vec![class], of);
        self
    }

    /// Whether its words or its place are, in part, those of a file.
    pub(super) fn touch(&self, file: FileId) -> Touch {
        if self.finding.span.file == file {
            return Touch::Rows;
        }
        let beside = self.finding.related.iter().any(|related| related.span.file == file);
        if beside { Touch::Values } else { Touch::Nothing }
    }

    /// With the rows of its classes, which are known now.
    fn settled(mut self, classes: &[RowSet]) -> Found {
        self.classes.sort_unstable();
        self.classes.dedup();
        let sets = self.classes.drain(..).filter_map(|class| classes.get(class as usize));
        let rows = RowSet::union(sets);
        if !rows.is_empty() {
            self.rows.push(Arc::new(rows));
        }
        self
    }

    /// Its fix as the bytes to write, as seen in one rendering.
    pub(super) fn settle(&mut self, corrector: &Corrector<'_>, rendering: &Rendering) {
        corrector.settle(&mut self.finding);
        self.renderings = vec![rendering.clone()];
    }

    /// Takes in the same finding of another rendering. A fix that is another one there is certain in neither.
    fn join(&mut self, other: Found) {
        if self.finding.fix != other.finding.fix {
            self.finding.fix = None;
        }
        self.renderings.extend(other.renderings);
        self.classes.extend(other.classes);
        for rows in other.rows {
            // Most often it is the same people who get the one and the other.
            if !self.rows.last().is_some_and(|known| Arc::ptr_eq(known, &rows) || *known == rows) {
                self.rows.push(rows);
            }
        }
    }

    /// What is owed lies at a whole block, words that are lacking lie nowhere, a row at its cell, and the form of an
    /// element at its tag: they hide nothing and are not hidden.
    fn stands_alone(&self) -> bool {
        if self.words {
            return false;
        }
        self.form
            || self.kind.is_none() && self.finding.found.is_empty()
            || matches!(self.kind, Some(Kind::Owes | Kind::Recipient | Kind::Calendar | Kind::Settings | Kind::Parts))
    }
}

/// All findings of a run.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    found: Vec<Found>,
    backed: Vec<(Rendering, Span)>,
    ignores: ignores::Read,
}

impl Collected {
    /// Adds the findings of one mail: of those that overlap, the most telling is kept.
    pub fn add_mail(&mut self, found: Vec<Found>) {
        let mut kept: Vec<Found> = Vec::new();
        let mut rivals = Rivals::default();
        for one in joined(found) {
            if one.stands_alone() {
                kept.push(one);
                continue;
            }
            let span = one.finding.span;
            // One tag may print several values: a rule's own findings are no rivals of each other.
            let is_rival = |index: usize| {
                let other: &Found = &kept[index];
                other.finding.rule != one.finding.rule && other.finding.span.overlaps(span)
            };
            match rivals.first(span, is_rival) {
                None => {
                    rivals.add(span, kept.len());
                    kept.push(one);
                }
                Some(index) => {
                    let better = (one.rank, std::cmp::Reverse(one.finding.level))
                        < (kept[index].rank, std::cmp::Reverse(kept[index].finding.level));
                    if better {
                        rivals.add(span, index);
                        kept[index] = one;
                    }
                }
            }
        }
        self.found.extend(kept);
    }

    /// Adds typed words that are right in a rendering.
    pub fn add_backed(&mut self, backed: Vec<(Rendering, Span)>) {
        self.backed.extend(backed);
    }

    /// Adds what stands in a file that is not looked at again.
    pub fn add_ignores(&mut self, file: FileId, ignores: Vec<ignores::Ignore>) {
        self.ignores.insert(file, ignores);
    }

    /// Words that one mail says wrongly and another rightly, through a partial or a template of many events, have no
    /// certain correction.
    fn drop_fixes_of_backed_words(&mut self) {
        let backed = Intervals::of(self.backed.iter().map(|(rendering, span)| (*span, rendering)));
        for one in &mut self.found {
            let Some(fix) = &one.finding.fix else { continue };
            let own: HashSet<&Rendering> = one.renderings.iter().collect();
            let elsewhere = |rendering: &&Rendering| !own.contains(*rendering);
            if fix.edits.iter().any(|edit| backed.any(edit.span, elsewhere)) {
                one.finding.fix = None;
            }
        }
    }

    /// Adds claims about the events themselves.
    pub fn add_events(&mut self, claims: Vec<Claim>, rules: &RuleSet) {
        for (rule, claim) in rules.report(&Situation::default(), &claims) {
            let finding = rules.finding(rule, &claims[claim], None);
            self.found.push(Found::new(finding, rules.rank(rule), Some(claims[claim].kind)));
        }
    }

    /// The findings in their order, after suppressions. `today` ends the suppressions that say until when.
    pub fn finish(mut self, sources: &Sources, rules: &RuleSet, project: &Project, today: Date) -> Vec<Finding> {
        self.found = across_mails(self.found);
        self.drop_fixes_of_backed_words();
        let mut findings: Vec<Finding> = self.found.into_iter().map(with_rows).collect();
        ignores::apply(&mut findings, self.ignores, sources, rules, project, today);
        in_order(&mut findings, sources);
        let prints = fingerprints(&findings, sources);
        for (finding, print) in findings.iter_mut().zip(prints) {
            finding.fingerprint = print;
        }
        findings
    }
}

/// Puts findings into the order in which they are reported: by file, place and rule.
pub(super) fn in_order(findings: &mut [Finding], sources: &Sources) {
    let files: HashSet<FileId> = findings.iter().map(|finding| finding.span.file).collect();
    let paths: HashMap<FileId, String> = files.into_iter().map(|file| (file, sources.path(file))).collect();
    let key = |one: &Finding| (paths[&one.span.file].as_str(), one.span.start);
    findings.sort_by(|a, b| {
        let (at, other) = (key(a), key(b));
        at.cmp(&other).then_with(|| (&a.rule, a.span.end, &a.found).cmp(&(&b.rule, b.span.end, &b.found)))
    });
}

/// The findings of one mail so far: the same finding for several classes of recipients is one, with all their rows.
#[derive(Debug, Default)]
pub(crate) struct Joined {
    found: Vec<Found>,
    index: HashMap<(String, Span, String), usize>,
}

impl Joined {
    /// Takes in findings. What a tag prints of the recipients' file is another word for each of them, and one finding.
    pub fn extend(&mut self, found: impl IntoIterator<Item = Found>, people: Option<FileId>) {
        for one in found {
            let printed = people.is_some_and(|file| one.touch(file) == Touch::Values);
            let words = if printed { String::new() } else { one.finding.found.clone() };
            let key = (one.finding.rule.clone(), one.finding.span, words);
            match self.index.get(&key) {
                Some(known) => {
                    let known = &mut self.found[*known];
                    known.of = known.of.max(one.of);
                    known.join(one);
                }
                None => {
                    self.index.insert(key, self.found.len());
                    self.found.push(one);
                }
            }
        }
    }

    /// All of them, with the rows of each class.
    pub fn finish(self, classes: &[RowSet]) -> Vec<Found> {
        self.found.into_iter().map(|one| one.settled(classes)).collect()
    }
}

/// The same finding for several classes of recipients is one, with all their rows.
fn joined(found: Vec<Found>) -> Vec<Found> {
    let mut joined = Joined::default();
    joined.extend(found, None);
    joined.found
}

/// The same finding in several mails, through one partial, is one.
fn across_mails(found: Vec<Found>) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    let mut index: HashMap<(String, Span, String), usize> = HashMap::new();
    let mut named: HashSet<(usize, String)> = HashSet::new();
    for one in found {
        let key = (one.finding.rule.clone(), one.finding.span, one.finding.found.clone());
        let at = *index.entry(key).or_insert(out.len());
        let fresh = one.finding.mail.as_ref().is_some_and(|mail| named.insert((at, mail.clone())));
        let Some(known) = out.get_mut(at) else {
            out.push(one);
            continue;
        };
        let Some(mail) = one.finding.mail.clone() else { continue };
        if known.finding.mails.is_empty() {
            known.finding.mails.extend(known.finding.mail.clone());
        }
        if fresh {
            known.finding.mails.push(mail);
        }
        known.join(one);
    }
    for one in &mut out {
        if one.finding.mails.len() < 2 {
            one.finding.mails.clear();
        }
    }
    out
}

fn with_rows(found: Found) -> Finding {
    let mut finding = found.finding;
    let all = RowSet::union(found.rows.iter().map(Arc::as_ref));
    if found.of > 0 && !all.is_empty() {
        let rows = all.iter().take(ROWS).collect();
        finding.recipients = Some(Affected { affected: all.len(), of: found.of, rows });
    }
    finding
}
