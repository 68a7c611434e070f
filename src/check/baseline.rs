//! The baseline: findings that a team knows already. They are counted and not reported, so that a folder of old mails
//! can be checked from today on for what is new.
//!
//! Comes in: a file that an earlier run wrote. Goes out: the findings that it does not hold, and a finding for entries
//! that nothing meets any more. An entry is its finding by content: rule, file, part and words, never a line.

use std::collections::{BTreeSet, HashSet};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::merge::in_order;
use super::remarks;
use crate::claims::{Claim, Kind, Part, Scope, Standing, draft};
use crate::finding::{Finding, Known, Outcome, fingerprints};
use crate::language::Message;
use crate::project::Project;
use crate::rules::{RuleSet, Situation};
use crate::source::{FileId, Place, Problem, Sources, Span};

/// The first value of the file, which says what it is.
const FORMAT: &str = "presend-baseline/v1";
/// The rule about entries that nothing meets; it is never an entry itself.
pub const STALE: &str = "baseline-stale";

/// A baseline as read.
#[derive(Debug, Clone)]
pub struct Baseline {
    /// Its path, for people.
    shown: String,
    entries: Vec<Located>,
    /// The run looks at all mails with all rules: an entry that nothing meets is stale, whatever it is about.
    whole: bool,
}

#[derive(Debug, Clone)]
struct Located {
    entry: Entry,
    span: Span,
}

/// One known finding. Words of recipients are left out: the file lies in a repository.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Entry {
    file: String,
    rule: String,
    part: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    found: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mail: Option<String>,
    fingerprint: String,
}

#[derive(Deserialize)]
struct Document<'t> {
    format: String,
    #[serde(borrow)]
    findings: Vec<&'t RawValue>,
}

impl Baseline {
    /// Reads a baseline's file; `whole` as the field says.
    ///
    /// # Errors
    /// A problem with the code `baseline-unreadable` at the place that is no JSON or no entry.
    pub fn read(sources: &Sources, file: FileId, whole: bool) -> Result<Baseline, Problem> {
        let source = sources.file(file);
        let whole_text = std::str::from_utf8(&source.bytes).map_err(|_| unreadable(&source.path, "UTF-16"))?;
        // A byte order mark, which some editors put, is no JSON.
        let text = whole_text.strip_prefix('\u{feff}').unwrap_or(whole_text);
        let before = whole_text.len() - text.len();
        let at = |span: std::ops::Range<usize>| Span::new(file, span.start as u32, span.end as u32);
        let fault = |error: &serde_json::Error, text: &str, from: usize| {
            let start = from + offset(text, error.line(), error.column());
            unreadable(&source.path, &error.to_string()).at(at(start..(start + 1).min(whole_text.len())))
        };
        let document: Document = serde_json::from_str(text).map_err(|error| fault(&error, text, before))?;
        if document.format != FORMAT {
            let start = text.find(&document.format).map_or(0, |start| before + start);
            let said = format!("format: {:?}", document.format);
            return Err(unreadable(&source.path, &said).at(at(start..start + document.format.len())));
        }
        let mut entries = Vec::with_capacity(document.findings.len());
        for raw in document.findings {
            let start = before + (raw.get().as_ptr() as usize - text.as_ptr() as usize);
            let entry: Entry = serde_json::from_str(raw.get()).map_err(|error| fault(&error, raw.get(), start))?;
            entries.push(Located { entry, span: at(start..start + raw.get().len()) });
        }
        Ok(Baseline { shown: source.path.clone(), entries, whole })
    }

    /// Takes the known findings out, and adds one where entries are stale.
    pub(super) fn apply(&self, outcome: &mut Outcome, rules: &RuleSet, project: &Project, sources: &Sources) {
        let entries: BTreeSet<&str> = self.entries.iter().map(|one| one.entry.fingerprint.as_str()).collect();
        let (known, new): (Vec<Finding>, Vec<Finding>) =
            outcome.findings.drain(..).partition(|finding| entries.contains(finding.fingerprint.as_str()));
        outcome.findings = new;
        let met: BTreeSet<&str> = known.iter().map(|finding| finding.fingerprint.as_str()).collect();
        let unmet: Vec<&Located> =
            self.entries.iter().filter(|one| !met.contains(one.entry.fingerprint.as_str())).collect();
        let mails: HashSet<&str> = outcome.mails.iter().map(|checked| checked.path.as_str()).collect();
        let whole = self.whole && outcome.problems.is_empty();
        // Whether this run would have met an entry if what it is about were still there.
        let was_looked_at = |entry: &Entry| {
            let on = rules.get(&entry.rule).is_some_and(|rule| rule.on);
            whole || on && entry.mail.as_ref().is_some_and(|mail| mails.contains(mail.as_str()))
        };
        let (stale, kept): (Vec<&Located>, Vec<&Located>) =
            unmet.into_iter().partition(|one| was_looked_at(&one.entry));
        if let Some(mut finding) = complaint(&stale, rules, project) {
            finding.fingerprint = fingerprints(std::slice::from_ref(&finding), sources).concat();
            outcome.findings.push(finding);
            in_order(&mut outcome.findings, sources);
        }
        let kept = kept.iter().filter_map(|one| serde_json::to_string(&one.entry).ok()).collect();
        outcome.known = Some(Known { file: self.shown.clone(), findings: known, kept, written: false });
    }
}

/// The text of a baseline that knows the findings of a run, those that were known before, and the entries about which
/// the run says nothing. In order of file, rule and words, an entry a line: what changes in it can be read in a diff.
pub fn written(outcome: &Outcome, sources: &Sources) -> String {
    let known = outcome.known.iter().flat_map(|known| &known.findings);
    let findings = outcome.findings.iter().chain(known).filter(|finding| finding.rule != STALE);
    let kept = outcome.known.iter().flat_map(|known| &known.kept);
    let mut entries: Vec<Entry> = findings.map(|finding| entry(finding, sources)).collect();
    entries.extend(kept.filter_map(|line| serde_json::from_str(line).ok()));
    entries.sort();
    entries.dedup();
    let lines: Vec<String> = entries.iter().filter_map(|entry| serde_json::to_string(entry).ok()).collect();
    let body = lines.iter().map(|line| format!("\n    {line}")).collect::<Vec<_>>().join(",");
    let end = if body.is_empty() { "" } else { "\n  " };
    format!("{{\n  \"format\": \"{FORMAT}\",\n  \"findings\": [{body}{end}]\n}}\n")
}

fn entry(finding: &Finding, sources: &Sources) -> Entry {
    let found = if finding.is_of_recipients(sources) { String::new() } else { finding.found.clone() };
    Entry {
        file: sources.path(finding.span.file),
        rule: finding.rule.clone(),
        part: finding.part.to_string(),
        found,
        mail: finding.mail.clone(),
        fingerprint: finding.fingerprint.clone(),
    }
}

/// One finding for all stale entries: the file as a whole is out of date.
fn complaint(stale: &[&Located], rules: &RuleSet, project: &Project) -> Option<Finding> {
    let first = stale.first()?;
    let place = Place { written: Some(first.span), literal: true, ..Place::default() };
    let found = match first.entry.found.as_str() {
        "" => first.entry.rule.clone(),
        words => words.to_string(),
    };
    let claim: Claim = draft::claim(
        place,
        found,
        Part::Settings,
        &[Scope::Source, Scope::EventData],
        Kind::Settings,
        STALE,
        Standing::Against,
    )?;
    let many = stale.len();
    let what = match many {
        1 => Message::new("1 point connu n'existe plus", "1 known point is gone"),
        _ => Message::new(format!("{many} points connus n'existent plus"), format!("{many} known points are gone")),
    };
    let claims = [claim.hole("read", what)];
    let (rule, index) = rules.report(&Situation::default(), &claims).into_iter().next()?;
    let mut finding = rules.finding(rule, &claims[index], remarks::Mails::of(project).of_template(first.span.file));
    finding.places = stale.iter().skip(1).map(|one| one.span).collect();
    Some(finding)
}

/// The byte of a line and a column as serde_json counts them: both from 1, a column in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let at = (start + column.saturating_sub(1)).min(text.len());
    (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn unreadable(shown: &str, why: &str) -> Problem {
    let message = Message::new(
        format!("« {shown} » n'est pas une liste de points connus telle que presend l'écrit"),
        format!("“{shown}” is not a list of known points as presend writes it ({why})"),
    );
    Problem::new("baseline-unreadable", message)
        .help(Message::new(
            "Reprendre la version précédente du fichier, ou le supprimer et l'écrire à nouveau avec --write-baseline.",
            "Go back to the file's previous version, or delete it and write it again with --write-baseline.",
        ))
        .in_path(shown)
}
