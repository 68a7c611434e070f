//! `presend rules test`: each case of a rule is a mail in a sample project, checked as any mail is.
//!
//! Comes in: rules, and the files that the team's lie in. Goes out: [`Tested`], which says of each case that does not
//! hold what happened. Nothing is read from disk and no clock is asked: the sample is part of this program.

mod mail;
mod sample;
mod tested;

use jiff::civil::date;

use crate::finding::{Finding, Level, Outcome};
use crate::language::Message;
use crate::project;
use crate::rules::{Case, Choice, Look, Rule, RuleSet};
use crate::source::{Accept, Problem, Sources};

use super::{Ask, Baseline};
pub use mail::Setting;
pub use sample::Sample;
pub use tested::{Failure, List, Tested, Verdict};

/// Runs the cases of the rules that are in force, or of those with these ids; `sources` holds the team's rule files.
/// A rule for facts is tested beside presend's own, since the most telling of them speaks; a team's rule for words is
/// tested alone: its cases are about its words, not about the dates and numbers of the sample.
pub fn run(rules: &mut RuleSet, ids: &[String], sources: &Sources) -> Tested {
    let mut tested = Tested::default();
    for id in ids.iter().filter(|id| rules.get(id).is_none()) {
        tested.unknown.push((id.clone(), rules.help_for(id)));
    }
    let Some(bench) = Bench::new() else { return tested };
    let on: Vec<bool> = rules.rules.iter().map(|rule| rule.on).collect();
    for index in 0..rules.rules.len() {
        let wanted = if ids.is_empty() { on[index] } else { ids.contains(&rules.rules[index].id) };
        if !wanted {
            continue;
        }
        let alone = !rules.rules[index].builtin && matches!(rules.rules[index].look, Look::Words(_));
        for (other, rule) in rules.rules.iter_mut().enumerate() {
            rule.on = on[other] && (other == index || rule.builtin && !alone);
        }
        let rule = &rules.rules[index];
        tested.rules += 1;
        let (valid, invalid) = (rule.valid(sources), rule.invalid(sources));
        if valid.is_empty() && invalid.is_empty() {
            tested.without.push(rule.id.clone());
        }
        if !rule.on {
            tested.off.push(rule.id.clone());
            continue;
        }
        for (list, cases) in [(List::Valid, valid), (List::Invalid, invalid)] {
            for (index, case) in cases.iter().enumerate() {
                tested.cases += 1;
                let Some((verdict, what)) = bench.judge(rules, rule, case, list) else { continue };
                let place = case.span.map(|span| (rule.path.clone(), sources.start(span)));
                tested.failures.push(Failure {
                    rule: rule.id.clone(),
                    list,
                    index,
                    text: shown(case),
                    verdict,
                    what,
                    place,
                });
            }
        }
    }
    for (rule, on) in rules.rules.iter_mut().zip(on) {
        rule.on = on;
    }
    tested
}

/// A case of a rule, and what the rule says of it.
pub struct Example {
    /// The list that it stands in.
    pub list: List,
    /// Its index there, from 0.
    pub index: usize,
    /// What the rule says; nothing of a right case.
    pub findings: Vec<Finding>,
    /// The files that the findings lie in.
    pub sources: Sources,
}

/// Runs the cases of one rule, which must be in force, for its page.
pub fn examples(rules: &RuleSet, rule: &Rule, sources: &Sources) -> Vec<Example> {
    let Some(bench) = Bench::new() else { return Vec::new() };
    let lists = [(List::Valid, rule.valid(sources)), (List::Invalid, rule.invalid(sources))];
    let mut out = Vec::new();
    for (list, cases) in lists {
        for (index, case) in cases.iter().enumerate() {
            let Ok(setting) = Setting::of(case, &bench.sample) else { continue };
            let (seen, sources) = bench.look(rules, rule, setting);
            let findings = seen.hits.into_iter().map(|hit| hit.finding).collect();
            out.push(Example { list, index, findings, sources });
        }
    }
    out
}

/// The words that tell a case from its neighbours, on one line.
fn shown(case: &Case) -> String {
    let whole = if case.content.is_empty() { mail::settings_line(case) } else { case.content.clone() };
    let line = whole.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(100) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// What every case shares: the sample, and the moment that counts as now.
struct Bench {
    sample: Sample,
    ask: Ask,
}

/// What checking a case gave for the rule under test.
struct Seen {
    hits: Vec<Hit>,
    /// The other rules that spoke.
    others: Vec<String>,
    problems: Vec<Problem>,
}

/// A finding with the words that lie at its place.
struct Hit {
    finding: Finding,
    at: String,
}

/// What the run over a case is asked: the clock of every case that does not say when it is sent is the morning after the
/// sample's event.
pub fn ask() -> Option<Ask> {
    let now = date(2026, 11, 18).at(9, 0, 0, 0).to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?;
    Some(Ask { threads: 1, ..Ask::of(now, true, Level::Info) })
}

impl Bench {
    fn new() -> Option<Bench> {
        Some(Bench { sample: Sample::read(), ask: ask()? })
    }

    /// What is wrong with a case, if it does not hold.
    fn judge(&self, rules: &RuleSet, rule: &Rule, case: &Case, list: List) -> Option<(Verdict, Message)> {
        let seen = match Setting::of(case, &self.sample) {
            Ok(setting) => self.look(rules, rule, setting).0,
            Err(problem) => Seen { hits: Vec::new(), others: Vec::new(), problems: vec![problem] },
        };
        let unread = || seen.problems.first().map(|problem| (Verdict::Unreadable, problem.message.clone()));
        match (list, seen.hits.first()) {
            (List::Valid, Some(hit)) => Some((Verdict::Noisy, tested::fired(&hit.finding))),
            (List::Valid, None) => unread(),
            (List::Invalid, None) => unread().or(Some((Verdict::Missing, tested::silent(&seen.others)))),
            (List::Invalid, Some(first)) => {
                let wanted = |hit: &&Hit| self.is_wanted(case, hit);
                if seen.hits.iter().any(|hit| wanted(&hit)) {
                    return None;
                }
                Some((Verdict::Misplaced, tested::elsewhere(case, &first.finding)))
            }
        }
    }

    fn is_wanted(&self, case: &Case, hit: &Hit) -> bool {
        let finding = &hit.finding;
        let matches = case
            .expect_match
            .as_ref()
            .is_none_or(|words| [&finding.found, &hit.at].into_iter().any(|found| overlap(found, words)));
        let expected = mail::word(case, "expected").is_none_or(|words| finding.expected.contains(&words));
        let rows =
            mail::rows(case).is_none_or(|rows| finding.recipients.as_ref().is_some_and(|seen| seen.rows == rows));
        matches && expected && rows
    }

    /// Checks a case; gives what was seen, and the files in which it lies.
    fn look(&self, rules: &RuleSet, rule: &Rule, setting: Setting) -> (Seen, Sources) {
        let sources = Sources::new();
        let outcome = check(&setting, rules, &sources, &self.ask);
        let (own, other): (Vec<Finding>, Vec<Finding>) =
            outcome.findings.into_iter().partition(|finding| finding.rule == rule.id);
        let mut others: Vec<String> = other.into_iter().map(|finding| finding.rule).collect();
        others.sort_unstable();
        others.dedup();
        let hits = own.into_iter().map(|finding| Hit { at: sources.slice(finding.span), finding }).collect();
        (Seen { hits, others, problems: outcome.problems }, sources)
    }
}

/// Checks the project of a case; `sources` holds no file yet.
pub fn check(setting: &Setting, rules: &RuleSet, sources: &Sources, ask: &Ask) -> Outcome {
    let mut unread = Vec::new();
    for (path, bytes) in &setting.texts {
        unread.extend(sources.add(path, bytes.clone(), Accept::AnyText).err());
    }
    let project = project::load_files(sources, &setting.request, &setting.files);
    let mut ask = ask.clone();
    if let Some(path) = &setting.baseline {
        let file = sources.read(&setting.request.cwd.join(path), path, Accept::Utf8);
        match file.and_then(|file| Baseline::read(sources, file, true)) {
            Ok(baseline) => ask.baseline = Some(baseline),
            Err(problem) => unread.push(problem),
        }
    }
    let mut outcome = match &setting.team_rule {
        None => super::run_beside(&project, rules, &[], sources, &ask, &mut |_, _| {}),
        // A case about rules' files has rules of its own.
        Some(path) => {
            let files = [(path.clone(), setting.request.cwd.join(path))];
            let (rules, problems) = RuleSet::load(sources, &Choice { team_files: &files, ..Choice::default() });
            unread.extend(problems);
            super::run_beside(&project, &rules, &rules.remarks, sources, &ask, &mut |_, _| {})
        }
    };
    unread.append(&mut outcome.problems);
    outcome.problems = unread;
    outcome
}

/// Whether one text holds the other, white space and case of no account.
fn overlap(found: &str, wanted: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let (found, wanted) = (plain(found), plain(wanted));
    !found.is_empty() && !wanted.is_empty() && (found.contains(&wanted) || wanted.contains(&found))
}
