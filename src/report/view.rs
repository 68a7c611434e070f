//! What of an outcome its reader sees: findings from a level on, grouped by mail, and every wait for an input once.

use std::collections::{HashMap, HashSet};

use super::points::{Point, points};
use super::text::clean_line;
use super::{Options, verdict_from};
use crate::finding::{Checked, Confirmed, Finding, Outcome, Verdict, is_table};
use crate::language::Message;
use crate::source::{Problem, Sources, Span};

/// An outcome as one reader sees it.
pub(super) struct View<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) sources: &'a Sources,
    pub(super) options: &'a Options,
    pub(super) verdict: Verdict,
    pub(super) exit: i32,
    /// The findings that are shown.
    pub(super) findings: Vec<&'a Finding>,
    /// Checks without input, each reason once.
    pub(super) waiting: Vec<Waiting<'a>>,
}

/// A reason why checks had no input.
pub(super) struct Waiting<'a> {
    pub(super) reason: &'a Message,
    pub(super) unlock: Option<&'a Message>,
    /// The mails that it concerns.
    pub(super) mails: Vec<&'a str>,
}

/// One mail with what was found in it; without a mail, what was found in the events.
pub(super) struct Group<'a> {
    pub(super) mail: Option<&'a str>,
    pub(super) head: Option<&'a Checked>,
    pub(super) findings: Vec<&'a Finding>,
    /// The findings as points: what is said in several places once.
    pub(super) points: Vec<Point<'a>>,
    pub(super) confirmed: Vec<&'a Confirmed>,
}

/// The most mails whose heads and confirmed claims are all shown; beyond, those with findings are.
const FEW: usize = 3;

impl<'a> View<'a> {
    pub(super) fn new(outcome: &'a Outcome, sources: &'a Sources, options: &'a Options) -> View<'a> {
        let (verdict, exit) = verdict_from(outcome, options.min_level, options.fail_on, options.strict);
        View {
            outcome,
            sources,
            options,
            verdict,
            exit,
            findings: outcome.findings.iter().filter(|finding| finding.level >= options.min_level).collect(),
            waiting: waiting(outcome),
        }
    }

    /// A message in the reader's language, fit for a screen.
    pub(super) fn words(&self, message: &Message) -> String {
        super::text::clean(message.get(self.options.language))
    }

    /// The path of a place.
    pub(super) fn path(&self, span: Span) -> String {
        clean_line(&self.sources.path(span.file))
    }

    /// A place as `path:line:column`; in a workbook, by its cell.
    pub(super) fn place(&self, span: Span) -> String {
        if let Some(cell) = self.sources.file(span.file).cell(span.start) {
            let word = super::words::say(self.options.language, "cellule", "cell");
            return format!("{}, {word} {cell}", self.path(span));
        }
        let start = self.sources.start(span);
        format!("{}:{}:{}", self.path(span), start.line, start.column)
    }

    /// Further places beside a first one, at most `most` of them named: those in its file by their lines alone.
    pub(super) fn places(&self, first: Span, further: &[Span], most: usize) -> String {
        let in_sheet = self.sources.file(first.file).sheet().is_some();
        let (near, far): (Vec<Span>, Vec<Span>) = further.iter().partition(|span| span.file == first.file && !in_sheet);
        let mut lines = self.lines(&near);
        lines.retain(|line| *line != self.sources.start(first).line);
        let mut named: Vec<String> = Vec::new();
        if !lines.is_empty() {
            named.push(super::words::lines(self.options.language, &lines, most));
        } else if !near.is_empty() {
            named.push(super::words::say(self.options.language, "même ligne", "the same line").to_string());
        }
        let room = most.saturating_sub(lines.len());
        named.extend(far.iter().take(room).map(|span| self.place(*span)));
        if far.len() > room {
            named.push("…".to_string());
        }
        named.join(", ")
    }

    /// The lines of some places of one file, each once.
    fn lines(&self, spans: &[Span]) -> Vec<u32> {
        let mut lines: Vec<u32> = spans.iter().map(|span| self.sources.start(*span).line).collect();
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    /// The lines of some places of one file, in words.
    pub(super) fn lines_of(&self, spans: &[Span]) -> String {
        let lines = self.lines(spans);
        super::words::lines(self.options.language, &lines, lines.len())
    }

    /// Places of no particular order: those of one file as its path and their lines.
    pub(super) fn places_in_brief(&self, spans: &[Span]) -> String {
        let Some(first) = spans.first() else { return String::new() };
        if spans.iter().any(|span| span.file != first.file) || self.sources.file(first.file).sheet().is_some() {
            let places: Vec<String> = spans.iter().map(|span| self.place(*span)).collect();
            return places.join(", ");
        }
        let lines = self.lines(spans);
        format!("{}, {}", self.path(*first), super::words::lines(self.options.language, &lines, lines.len()))
    }

    /// The place of a problem: down to the column, or a path, or nothing.
    pub(super) fn problem_place(&self, problem: &Problem) -> Option<String> {
        problem.span.map(|span| self.place(span)).or_else(|| problem.path.as_deref().map(clean_line))
    }

    /// Whether the words of a finding may be a recipient's, and are to stay out.
    pub(super) fn is_personal(&self, finding: &Finding) -> bool {
        !self.options.show_personal && finding.is_of_recipients(self.sources)
    }

    /// Whether the line of a place stays out: one of a table of people, and any of a workbook, which has no lines that
    /// its reader would know again.
    pub(super) fn hides(&self, span: Span) -> bool {
        let file = self.sources.file(span.file);
        file.sheet().is_some() || !self.options.show_personal && is_table(&file.path)
    }

    /// How many findings there are at each level: errors, warnings, infos. For machines; people count points.
    pub(super) fn counts(&self) -> [usize; 3] {
        use crate::finding::Level::*;
        [Error, Warning, Info].map(|level| self.findings.iter().filter(|finding| finding.level == level).count())
    }

    /// How many points there are at each level: errors, warnings, infos.
    pub(super) fn points(&self) -> [usize; 3] {
        use crate::finding::Level::*;
        let points = points(&self.findings);
        [Error, Warning, Info].map(|level| points.iter().filter(|point| point.finding.level == level).count())
    }

    /// How many findings are known already, by a baseline.
    pub(super) fn known(&self) -> usize {
        self.outcome.known.as_ref().map_or(0, |known| known.findings.len())
    }

    /// What is to be said of known findings.
    pub(super) fn known_words(&self) -> Option<String> {
        let known = self.outcome.known.as_ref().filter(|known| known.written || !self.options.quiet)?;
        Some(super::words::known(self.options.language, known))
    }

    /// What is to be said of paths for which no mail was checked; where there is no mail at all, the verdict says it.
    pub(super) fn aside(&self) -> Option<String> {
        let said = self.verdict != Verdict::Nothing && !self.options.quiet;
        said.then(|| super::words::aside(self.options.language, &self.outcome.aside)).flatten()
    }

    /// What is to be said of corrections: what was written, else how many wait to be.
    pub(super) fn corrections(&self) -> Option<String> {
        let language = self.options.language;
        if let Some(fixed) = &self.outcome.fixed {
            return Some(super::words::written(language, fixed));
        }
        let safe = |finding: &Finding| finding.fix.as_ref().is_some_and(|fix| fix.safe);
        let waiting = self.findings.iter().filter(|finding| safe(finding)).count();
        (waiting > 0 && !self.options.quiet).then(|| super::words::fixable(language, waiting))
    }

    /// What is shown, by mail. Many mails without a finding are left out unless the reader wants everything.
    pub(super) fn groups(&self) -> Vec<Group<'a>> {
        let mut groups = self.all_groups();
        let all = !self.options.quiet && (self.options.verbose || self.outcome.mails.len() <= FEW);
        groups.retain(|group| !group.findings.is_empty() || all && group.mail.is_some());
        groups
    }

    /// What was checked, by mail: first what stands in no mail, then the mails in their order.
    pub(super) fn all_groups(&self) -> Vec<Group<'a>> {
        let mut groups: Vec<Group> = Vec::new();
        let mut places: HashMap<Option<&str>, usize> = HashMap::new();
        let heads = self.outcome.mails.iter().map(|head| (Some(head.path.as_str()), Some(head)));
        for (mail, head) in std::iter::once((None, None)).chain(heads) {
            places.entry(mail).or_insert(groups.len());
            groups.push(Group { mail, head, findings: Vec::new(), points: Vec::new(), confirmed: Vec::new() });
        }
        for claim in &self.outcome.confirmed {
            if let Some(place) = places.get(&Some(claim.mail.as_str())) {
                groups[*place].confirmed.push(claim);
            }
        }
        for finding in &self.findings {
            let mail = finding.mail.as_deref();
            let place = *places.entry(mail).or_insert_with(|| {
                groups.push(Group {
                    mail,
                    head: None,
                    findings: Vec::new(),
                    points: Vec::new(),
                    confirmed: Vec::new(),
                });
                groups.len() - 1
            });
            groups[place].findings.push(finding);
        }
        for group in &mut groups {
            group.points = points(&group.findings);
        }
        groups
    }

    /// Whether each mail's confirmed claims are listed, or only counted at the end.
    pub(super) fn lists_confirmed(&self) -> bool {
        self.options.verbose || self.outcome.mails.len() <= FEW
    }
}

fn waiting(outcome: &Outcome) -> Vec<Waiting<'_>> {
    let mut all: Vec<Waiting> = Vec::new();
    let mut told: HashSet<(usize, &str)> = HashSet::new();
    for check in &outcome.not_checked {
        let unlock = check.unlock.as_ref();
        let known = all.iter().position(|known| *known.reason == check.reason && known.unlock == unlock);
        let at = known.unwrap_or_else(|| {
            all.push(Waiting { reason: &check.reason, unlock, mails: Vec::new() });
            all.len() - 1
        });
        if told.insert((at, &check.mail)) {
            all[at].mails.push(&check.mail);
        }
    }
    all
}

/// The confirmed claims of a mail in words: by kind, each with how often it is said.
pub(super) fn confirmed_words(claims: &[&Confirmed], view: &View) -> Vec<String> {
    const ORDER: [&str; 7] = ["title", "date", "time", "person", "venue", "link", "contact"];
    let mut claims = claims.to_vec();
    claims.sort_by_key(|claim| ORDER.iter().position(|kind| *kind == claim.kind).unwrap_or(ORDER.len()));
    claims
        .into_iter()
        .map(|claim| {
            let shown = clean_line(claim.shown.get(view.options.language));
            match claim.times {
                0 | 1 => shown,
                n => format!("{shown} ({n}{})", super::words::times(view.options.language)),
            }
        })
        .collect()
}
