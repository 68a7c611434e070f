//! The pass: each mail is rendered for each class of its recipients, read, held against the facts, and its claims made
//! findings by the rules.
//!
//! Comes in: a loaded [`Project`], rules, the clock. Goes out: an [`Outcome`]. It never prints and never reads the
//! clock itself.

mod baseline;
pub mod cases;
mod classes;
mod correct;
mod data;
mod hint;
mod ignores;
mod mail;
mod merge;
mod overlaps;
mod page;
mod plain;
mod previous;
pub mod prove;
mod remarks;
mod render;
mod seen;
mod show;
mod skeleton;
mod template_claims;
mod threads;
mod unchecked;
mod values;
pub mod why;

use std::collections::{BTreeSet, HashSet};

use jiff::ZonedDateTime;

use crate::facts::World;
use crate::finding::{Checked, Finding, Level, NotChecked, Outcome, RuleNote};
use crate::language::Message;
use crate::project::Project;
use crate::rules::RuleSet;
use crate::source::{FileId, Problem, Remark, Sources, Span};
use crate::work::{self, Stage, Work};

pub use baseline::{Baseline, STALE as BASELINE_STALE, written as baseline_text};
pub use render::{RenderedMail, render_first};
pub use show::{claims_of, reading_text};

/// What a run is asked.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The moment that counts as now, for mails without `send_at`.
    pub now: ZonedDateTime,
    /// `--now` was given as wall time: it is wall time in each event's zone.
    pub now_is_wall: bool,
    /// The least level that is kept.
    pub min_level: Level,
    /// The findings that are known already.
    pub baseline: Option<Baseline>,
    /// Each recipient's mail is rendered and looked at, not one of each class.
    pub every_recipient: bool,
    /// The mails are handed over as they are received, for a report that shows them.
    pub pages: bool,
    /// A place that is to be explained, as the first mail that shows it does.
    pub place: Option<why::Target>,
    /// How many mails are checked at once, at most; 0: as many as the machine can. What is found does not depend on it.
    pub threads: usize,
}

impl Ask {
    /// What a plain run is asked: everything of at least a level, on as many threads as the machine can.
    pub fn of(now: ZonedDateTime, now_is_wall: bool, min_level: Level) -> Ask {
        Ask {
            now,
            now_is_wall,
            min_level,
            baseline: None,
            every_recipient: false,
            pages: false,
            place: None,
            threads: 0,
        }
    }
}

/// Checks a project.
pub fn run(project: &Project, rules: &RuleSet, sources: &Sources, ask: &Ask) -> Outcome {
    run_watched(project, rules, sources, ask, &mut |_, _| {})
}

/// Checks a project, and tells how many of its mails are done: before the first, and after each.
pub fn run_watched(
    project: &Project,
    rules: &RuleSet,
    sources: &Sources,
    ask: &Ask,
    watch: &mut dyn FnMut(usize, usize),
) -> Outcome {
    run_beside(project, rules, &rules.remarks, sources, ask, watch)
}

/// Checks a project; of the rules' own files, only these remarks are made findings.
fn run_beside(
    project: &Project,
    rules: &RuleSet,
    remarks: &[Remark],
    sources: &Sources,
    ask: &Ask,
    watch: &mut dyn FnMut(usize, usize),
) -> Outcome {
    let _check = work::enter(Stage::Check);
    let shared = render::Shared::of(project, sources);
    let mut problems = project.problems.clone();
    let previous = previous::Previous::read(project, &shared, ask, sources, &mut problems);
    let world = World::with_previous(project, previous.as_ref().map(|previous| &previous.event));
    let mut outcome = Outcome {
        rules: rules.len(),
        left_out: project.left_out,
        aside: project.aside.clone(),
        problems,
        pages: ask.pages.then(|| page::none_yet(ask)),
        ..Outcome::default()
    };
    let mut found = merge::Collected::default();
    let mails = remarks::Mails::of(project);
    remarks::look(&project.remarks, rules, &mails, &mut found);
    remarks::look(remarks, rules, &mails, &mut found);
    found.add_events(crate::claims::events::look(&world), rules);
    let explained = page::Explained::default();
    let around = mail::Around { shared: &shared, sources, previous: previous.as_ref(), explained: &explained };
    let all = project.mails.len();
    watch(0, all);
    let waits = work::pause();
    let check = |index: usize| mail::check(&world, &project.mails[index], rules, ask, &around);
    threads::in_order(all, ask.threads, check, |index, result| {
        let _joins = work::enter(Stage::Check);
        outcome.problems.extend(result.problems);
        outcome.confirmed.extend(result.confirmed);
        outcome.kept.extend(result.kept);
        outcome.not_checked.extend(result.not_checked);
        outcome.mails.extend(result.checked);
        outcome.work.add(result.work);
        if let Some(pages) = &mut outcome.pages {
            explained.add(pages, result.pages);
        }
        outcome.why = outcome.why.take().or(result.why);
        found.add_mail(result.findings);
        found.add_backed(result.backed);
        result.ignores.into_iter().for_each(|(file, ignores)| found.add_ignores(file, ignores));
        watch(index + 1, all);
    });
    drop(waits);
    outcome.findings = found.finish(sources, rules, project, ask.now.date());
    why::hear(&mut outcome, sources);
    if let Some(baseline) = &ask.baseline {
        baseline.apply(&mut outcome, rules, project, sources);
    }
    outcome.findings.retain(|finding| finding.level >= ask.min_level);
    outcome.hint = hint::of(&outcome.findings, &world, sources);
    close(&mut outcome, project, rules);
    outcome.work.add(work::take());
    outcome
}

/// Adds what is said of all findings together.
fn close(outcome: &mut Outcome, project: &Project, rules: &RuleSet) {
    outcome.noted = noted(&outcome.findings, rules);
    // One cause may keep several mails from being read; it is told once.
    let mut told = HashSet::new();
    outcome.problems.retain(|problem| told.insert(problem.clone()));
    outcome.not_checked.dedup();
    outcome.problems.extend(limit(&mut outcome.findings));
    outcome.private = private(project, &outcome.findings);
}

/// The most findings that are kept: more are no work for a person.
pub(crate) const MOST_FINDINGS: usize = 50_000;

/// Keeps the gravest findings where there are too many, and says so.
fn limit(findings: &mut Vec<Finding>) -> Option<Problem> {
    let all = findings.len();
    if all <= MOST_FINDINGS {
        return None;
    }
    for level in [Level::Info, Level::Warning] {
        if findings.len() > MOST_FINDINGS {
            findings.retain(|finding| finding.level > level);
        }
    }
    findings.truncate(MOST_FINDINGS);
    let message = Message::new(
        format!("plus de {MOST_FINDINGS} points : presend garde les plus graves"),
        format!("more than {MOST_FINDINGS} points: presend keeps the gravest"),
    );
    Some(Problem::new("findings-limit", message).help(Message::new(
        "Corriger d'abord ceux-là, ou contrôler moins de mails à la fois.",
        "First correct these, or check fewer mails at a time.",
    )))
}

/// What no report may show whole: what the events keep private, and what was found to be.
fn private(project: &Project, findings: &[Finding]) -> Vec<String> {
    let kept = project.events.iter().flat_map(|event| event.private.links.iter().chain(&event.private.codes));
    let mut out: Vec<String> = kept.map(|word| word.text().trim().to_string()).collect();
    out.extend(findings.iter().filter(|finding| finding.secret).map(|finding| finding.found.clone()));
    out.sort();
    out.dedup();
    out
}

/// What the rules that found something are about.
fn noted(findings: &[Finding], rules: &RuleSet) -> Vec<RuleNote> {
    let ids: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
    ids.into_iter().filter_map(|id| rules.get(id)).map(crate::rules::Rule::note).collect()
}

/// What checking one mail gave.
#[derive(Debug, Default)]
pub(crate) struct Result {
    pub problems: Vec<crate::source::Problem>,
    pub findings: Vec<merge::Found>,
    /// Typed words that are right, with the rendering in which they are.
    pub backed: Vec<(merge::Rendering, Span)>,
    /// The suppressions in the mail's own files.
    pub ignores: Vec<(FileId, Vec<ignores::Ignore>)>,
    pub confirmed: Vec<crate::finding::Confirmed>,
    pub kept: Vec<crate::finding::Kept>,
    pub not_checked: Vec<NotChecked>,
    pub checked: Vec<Checked>,
    /// The mail as it is received, where that was asked for.
    pub pages: Vec<crate::finding::Page>,
    /// The place that was asked about, if it shows it.
    pub why: Option<crate::finding::Why>,
    /// What was done for it, in this thread.
    pub work: Work,
}
