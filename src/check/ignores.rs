//! Suppressions: `{{!-- presend-ignore rule-id: reason --}}` and its like, each for one rule, with a reason.
//!
//! `presend-ignore` covers its line and the next, `presend-ignore-file` the file, and `presend-ignore-start` all up to
//! `presend-ignore-end` of the same rule. `until 2026-12-01:` before the reason ends it. In YAML files it is a `#`
//! comment, in templates a comment of Handlebars or of HTML.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;

use crate::claims::{Kind, Part, Scope, Standing, draft};
use crate::finding::{Finding, is_table};
use crate::language::Message;
use crate::project::Project;
use crate::rules::{RuleSet, Situation};
use crate::source::{FileId, Place, Sources, Span};

use super::remarks::Mails;

const WORD: &str = "presend-ignore";

/// The suppressions of files that were read already.
pub(crate) type Read = HashMap<FileId, Vec<Ignore>>;

/// A suppression in a file.
#[derive(Debug, Clone)]
pub(crate) struct Ignore {
    span: Span,
    rule: String,
    reason: String,
    /// The lines that it covers; `None` for the whole file.
    lines: Option<(u32, u32)>,
    until: Until,
    /// A start that no end follows, or an end that no start precedes: in force is neither.
    open: bool,
    used: bool,
}

/// When a suppression ends.
#[derive(Debug, Clone, PartialEq)]
enum Until {
    Never,
    Day(Date),
    /// What stands there is no date.
    Unreadable(String),
}

/// How far a suppression reaches, by the ending of its word.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Reach {
    Line,
    File,
    Start,
    End,
}

/// Silences findings, and reports suppressions that are not in force or that silence nothing. `read`: what stands in
/// the files of mails, which are not looked at again.
pub(crate) fn apply(
    findings: &mut Vec<Finding>,
    mut read: Read,
    sources: &Sources,
    rules: &RuleSet,
    project: &Project,
    today: Date,
) {
    let mails = Mails::of(project);
    let mut files: BTreeSet<FileId> = findings.iter().map(|finding| finding.span.file).collect();
    files.extend(mails.files());
    files.extend(project.events.iter().map(|event| event.file));
    files.extend(project.partials.values().copied());
    // What people wrote into a form of registration is no word of the team.
    files.retain(|file| !is_table(&sources.path(*file)));
    let in_file = |file: FileId| read.remove(&file).unwrap_or_else(|| of_file(file, sources));
    let mut ignores: Vec<Ignore> = files.into_iter().flat_map(in_file).collect();
    if ignores.is_empty() {
        return;
    }
    let reach = Reaching::of(&ignores, today);
    findings.retain(|finding| match reach.first(finding, &ignores, sources) {
        Some(ignore) => {
            ignores[ignore].used = true;
            false
        }
        None => true,
    });
    let mut near = HashMap::new();
    for ignore in &ignores {
        // One more than are kept, so that it is known that there are more.
        if findings.len() > super::MOST_FINDINGS {
            break;
        }
        findings.extend(complaint(ignore, rules, &mails, today, &mut near));
    }
}

/// The suppressions that are in force, by file and rule.
struct Reaching {
    of: HashMap<(FileId, String), InFile>,
}

/// Those of one rule in one file, by their indices.
#[derive(Default)]
struct InFile {
    /// The first that covers a line and the next.
    lines: HashMap<u32, usize>,
    /// Those that cover more.
    wide: Vec<usize>,
}

impl Reaching {
    fn of(ignores: &[Ignore], today: Date) -> Reaching {
        let mut of: HashMap<(FileId, String), InFile> = HashMap::new();
        for (index, ignore) in ignores.iter().enumerate().filter(|(_, ignore)| ignore.holds(today)) {
            let InFile { lines, wide } = of.entry((ignore.span.file, ignore.rule.clone())).or_default();
            match ignore.lines {
                Some((first, last)) if last - first <= 1 => {
                    for line in first..=last {
                        lines.entry(line).or_insert(index);
                    }
                }
                _ => wide.push(index),
            }
        }
        Reaching { of }
    }

    /// The first suppression of a finding.
    fn first(&self, finding: &Finding, ignores: &[Ignore], sources: &Sources) -> Option<usize> {
        let InFile { lines, wide } = self.of.get(&(finding.span.file, finding.rule.clone()))?;
        let line = sources.start(finding.span).line;
        let covers = |index: &usize| ignores[*index].lines.is_none_or(|(from, to)| (from..=to).contains(&line));
        let wide = wide.iter().copied().find(covers);
        lines.get(&line).copied().into_iter().chain(wide).min()
    }
}

impl Ignore {
    /// Whether it is in force: with a reason, not ended, and closed where it was opened.
    fn holds(&self, today: Date) -> bool {
        let day = match self.until {
            Until::Never => true,
            Until::Day(day) => today <= day,
            Until::Unreadable(_) => false,
        };
        day && !self.open && !self.reason.is_empty()
    }

    /// What is wrong with it, in the word of a rule.
    fn fault(&self, rules: &RuleSet, today: Date) -> Option<&'static str> {
        match &self.until {
            _ if self.open => Some("ignore-unclosed"),
            _ if rules.get(&self.rule).is_none() => Some("ignore-unknown"),
            Until::Unreadable(_) => Some("ignore-date"),
            _ if self.reason.is_empty() => Some("ignore-without-reason"),
            Until::Day(day) if *day < today => Some("ignore-expired"),
            _ => (!self.used).then_some("unused-ignore"),
        }
    }
}

/// `near`: the known rules that were found to be like others, since one slip is often copied.
fn complaint<'r>(
    ignore: &'r Ignore,
    rules: &'r RuleSet,
    mails: &Mails<'_>,
    today: Date,
    near: &mut HashMap<&'r str, &'r str>,
) -> Vec<Finding> {
    let Some(aspect) = ignore.fault(rules, today) else { return Vec::new() };
    let place = Place { written: Some(ignore.span), literal: true, ..Place::default() };
    let claim = draft::claim(
        place,
        ignore.rule.clone(),
        Part::Settings,
        &[Scope::Source, Scope::EventData],
        Kind::Settings,
        aspect,
        Standing::Against,
    );
    let until = match &ignore.until {
        Until::Never => Message::default(),
        Until::Day(day) => draft::full_date(*day),
        Until::Unreadable(said) => Message::new(said.as_str(), said.as_str()),
    };
    let find = || crate::language::fold::nearest(&ignore.rule, rules.ids()).unwrap_or_default();
    let near = *near.entry(&ignore.rule).or_insert_with(find);
    let claims: Vec<_> =
        claim.map(|claim| claim.hole("until", until).hole("near", Message::new(near, near))).into_iter().collect();
    rules
        .report(&Situation::default(), &claims)
        .into_iter()
        .map(|(rule, index)| rules.finding(rule, &claims[index], mails.of_template(ignore.span.file)))
        .collect()
}

/// The suppressions of a file, in order.
pub(crate) fn of_file(file: FileId, sources: &Sources) -> Vec<Ignore> {
    let text = sources.text(file);
    let mut out: Vec<Ignore> = Vec::new();
    let mut started: Vec<usize> = Vec::new();
    let settings = settings(&sources.file(file).path, text.text());
    for (at, _) in text.text().match_indices(WORD) {
        let before = &text.text()[..at];
        let comment = if at < settings { in_yaml_comment(before) } else { in_template_comment(before) };
        if !comment {
            continue;
        }
        let after = &text.text()[at + WORD.len()..];
        let (reach, ending) = reach(after);
        let rest = &after[ending.len()..];
        let end = rest.find(['\n', '}']).into_iter().chain(rest.find("--")).min().unwrap_or(rest.len());
        let (rule, reason) = rest[..end].split_once(':').unwrap_or((&rest[..end], ""));
        let (until, reason) = until(reason.trim());
        // A reason that cannot be read is none.
        let reason = if reason.contains(char::is_alphanumeric) { reason } else { "" };
        let Some(span) = text.origin(at..at + WORD.len() + ending.len() + end).span() else { continue };
        let line = sources.start(span).line;
        let rule = rule.trim().to_string();
        if reach == Reach::End {
            // The end of the innermost start of that rule; an end without a rule closes the last start.
            let start = started.iter().rposition(|index| rule.is_empty() || out[*index].rule == rule);
            match start.map(|n| started.remove(n)) {
                Some(index) => {
                    out[index].open = false;
                    out[index].lines = out[index].lines.map(|(first, _)| (first, line));
                }
                None => out.push(Ignore { open: true, ..Ignore::of(span, rule, reason, until, Some((line, line))) }),
            }
            continue;
        }
        let lines = match reach {
            Reach::File => None,
            Reach::Start => Some((line, u32::MAX)),
            Reach::Line | Reach::End => Some((line, line + 1)),
        };
        if reach == Reach::Start {
            started.push(out.len());
        }
        out.push(Ignore { open: reach == Reach::Start, ..Ignore::of(span, rule, reason, until, lines) });
    }
    out
}

impl Ignore {
    fn of(span: Span, rule: String, reason: &str, until: Until, lines: Option<(u32, u32)>) -> Ignore {
        Ignore { span, rule, reason: reason.to_string(), lines, until, open: false, used: false }
    }
}

fn reach(after: &str) -> (Reach, &'static str) {
    let endings = [("-file", Reach::File), ("-start", Reach::Start), ("-end", Reach::End)];
    let found = endings.into_iter().find(|(ending, _)| after.starts_with(ending));
    found.map_or((Reach::Line, ""), |(ending, reach)| (reach, ending))
}

/// How many bytes of a file are YAML: all of it, or the settings in front of a template.
fn settings(path: &str, text: &str) -> usize {
    if path.ends_with(".yaml") || path.ends_with(".yml") {
        return text.len();
    }
    let front = text.strip_prefix("---").and_then(|rest| rest.find("\n---"));
    front.map_or(0, |end| end + "---\n---".len())
}

/// Whether a comment of YAML begins right before. A `#` inside quotes begins none.
fn in_yaml_comment(before: &str) -> bool {
    let Some(before) = before.trim_end().strip_suffix('#') else { return false };
    let line = before.rsplit('\n').next().unwrap_or(before);
    let even = |quote: char| line.matches(quote).count().is_multiple_of(2);
    (line.is_empty() || line.ends_with([' ', '\t', '#'])) && even('"') && (even('\'') || !line.contains(": '"))
}

/// Whether a comment of Handlebars or of HTML begins right before: `{{!--`, `{{!`, `<!--`. Words of a text in quotes that
/// stands inside a tag begin none, nor does a tag behind a `\`, which prints itself.
fn in_template_comment(before: &str) -> bool {
    let before = before.trim_end();
    if before.ends_with("<!--") {
        return true;
    }
    let opened =
        before.strip_suffix("!--").or(before.strip_suffix('!')).map(|rest| rest.strip_suffix('~').unwrap_or(rest));
    let Some(outside) = opened.and_then(|rest| rest.strip_suffix("{{")) else { return false };
    let inside_tag = outside.rfind("{{").is_some_and(|open| !outside[open..].contains("}}"));
    !inside_tag && !outside.ends_with('\\')
}

/// `until 2026-12-01: reason`: when it ends, and the reason.
fn until(reason: &str) -> (Until, &str) {
    let Some(rest) = reason.strip_prefix("until ") else { return (Until::Never, reason) };
    let (day, reason) = rest.split_once(':').unwrap_or((rest, ""));
    let until = match day.trim().parse::<Date>() {
        Ok(day) => Until::Day(day),
        Err(_) => Until::Unreadable(day.trim().to_string()),
    };
    (until, reason.trim())
}
