//! The rules, and the run over a project that a case lays out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use presend::check::Ask;
use presend::check::cases::{self, Sample, Setting};
use presend::finding::Outcome;
use presend::rules::{Choice, Rule, RuleSet};
use presend::source::{Sources, Traced};
use presend::yaml;

/// All rules of all packs, and the sample project of their cases.
pub struct World {
    rules: RuleSet,
    sample: Sample,
    ask: Ask,
}

/// A folder on disk for the files that cannot be held in memory.
pub struct Desk {
    pub root: PathBuf,
}

impl Desk {
    pub fn new(name: &str) -> Desk {
        let root = std::env::temp_dir().join(format!("presend-never-clean-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&root);
        std::fs::create_dir_all(&root).unwrap();
        Desk { root: root.canonicalize().unwrap() }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

/// What a report says.
#[derive(Default)]
pub struct Said {
    /// Rule and message, with the places where it lies: path, first byte, end.
    pub findings: BTreeMap<(String, String), Vec<(String, u32, u32)>>,
    pub confirmed: BTreeSet<(&'static str, String)>,
    pub not_checked: BTreeSet<(String, String)>,
    pub problems: Vec<String>,
    pub verdict: &'static str,
    /// The YAML files, as they were read.
    trees: BTreeMap<String, yaml::Node>,
}

impl World {
    pub fn new() -> World {
        let sources = Sources::new();
        let packs: Vec<Traced> =
            RuleSet::load(&sources, &Choice::default()).0.packs().iter().map(|pack| Traced::made(pack)).collect();
        let (rules, problems) = RuleSet::load(&sources, &Choice { packs: Some(&packs), ..Choice::default() });
        assert!(problems.is_empty(), "{problems:#?}");
        World { rules, sample: Sample::read(), ask: cases::ask().unwrap() }
    }

    /// Each case of each rule: its index, and whether it is a wrong one.
    pub fn cases(&self) -> Vec<(&Rule, usize, bool)> {
        let none = Sources::new();
        let mut out = Vec::new();
        for rule in &self.rules.rules {
            out.extend((0..rule.invalid(&none).len()).map(|index| (rule, index, true)));
            out.extend((0..rule.valid(&none).len()).map(|index| (rule, index, false)));
        }
        out
    }

    /// The project of a case.
    pub fn setting(&self, rule: &Rule, index: usize, wrong: bool, desk: &Desk) -> Option<Setting> {
        let none = Sources::new();
        let cases = if wrong { rule.invalid(&none) } else { rule.valid(&none) };
        let mut setting = Setting::of(&cases[index], &self.sample).ok()?;
        setting.request.cwd = desk.root.clone();
        Some(setting)
    }

    pub fn run(&self, setting: &Setting) -> Said {
        let sources = Sources::new();
        let outcome = cases::check(setting, &self.rules, &sources, &self.ask);
        Said::of(&outcome, &sources, setting)
    }
}

impl Said {
    fn of(outcome: &Outcome, sources: &Sources, setting: &Setting) -> Said {
        let mut said = Said::default();
        for finding in &outcome.findings {
            let place = |span: presend::source::Span| (sources.path(span.file), span.start, span.end);
            let places = said.findings.entry((finding.rule.clone(), finding.message.en.clone())).or_default();
            places.push(place(finding.span));
        }
        said.confirmed = outcome.confirmed.iter().map(|one| (one.kind, one.value.clone())).collect();
        said.not_checked = outcome.not_checked.iter().map(|one| (one.rule.clone(), one.reason.en.clone())).collect();
        said.problems = outcome.problems.iter().map(|problem| problem.code.to_string()).collect();
        said.verdict = presend::report::verdict(outcome, presend::finding::Level::Error, false).0.word();
        for (path, _) in &setting.texts {
            if let Some(file) = sources.known(path) {
                let text = sources.text(file);
                let from = text.text().find("---\n").filter(|at| *at == 0).map(|_| 4);
                let tree = match from {
                    Some(_) => None,
                    None if path.ends_with(".yaml") => yaml::read(&text).root,
                    None => None,
                };
                said.trees.extend(tree.map(|tree| (path.clone(), tree)));
            }
        }
        said
    }

    /// What a rule found.
    pub fn of_rule(&self, rule: &str) -> Vec<(&String, &Vec<(String, u32, u32)>)> {
        self.findings.iter().filter(|((id, _), _)| id == rule).map(|((_, message), places)| (message, places)).collect()
    }

    pub fn found_by(&self, rule: &str) -> Vec<&String> {
        self.of_rule(rule).into_iter().map(|(message, _)| message).collect()
    }

    /// What of this went with an input: a finding of the rule, or something confirmed. A finding that lies in the input
    /// itself is not lost with it.
    pub fn lost(&self, after: &Said, rule: &str, input: Option<(&str, &[String])>) -> Option<String> {
        let place = input.and_then(|(file, path)| {
            let mut node = self.trees.get(file)?;
            for key in path {
                node = node.get(key)?;
            }
            Some((file.to_string(), node.span.start, node.span.end))
        });
        let inside = |at: &(String, u32, u32)| {
            place.as_ref().is_some_and(|(file, start, end)| at.0 == *file && *start <= at.1 && at.2 <= *end)
        };
        if after.found_by(rule).is_empty() {
            for (message, places) in self.of_rule(rule) {
                if !places.iter().all(inside) {
                    return Some(message.clone());
                }
            }
        }
        let gone = self.confirmed.iter().find(|one| !after.confirmed.contains(one));
        gone.map(|(kind, value)| format!("confirmed {kind} {value}"))
    }
}
