//! The rules, the run over a project that a case lays out, and what its report says.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use presend::check::Ask;
use presend::check::cases::{self, Sample, Setting};
use presend::finding::{Level, Outcome};
use presend::report;
use presend::rules::{Choice, Look, Rule, RuleSet};
use presend::source::{Sources, Span, Traced};
use presend::yaml::{self, Node};

use crate::ways::Input;

/// All rules of all packs, and the sample project of their cases.
pub struct World {
    pub rules: RuleSet,
    sample: Sample,
    ask: Ask,
}

/// A case of a rule.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    pub rule: &'a Rule,
    pub index: usize,
    pub wrong: bool,
}

/// A folder for the files that cannot be held in memory; it goes with the test.
pub struct Desk {
    pub root: PathBuf,
}

impl Desk {
    pub fn new(name: &str) -> Desk {
        let root = std::env::temp_dir().join(format!("presend-never-clean-{}-{name}", std::process::id()));
        let desk = Desk { root };
        desk.clear();
        Desk { root: desk.root.canonicalize().unwrap() }
    }

    pub fn clear(&self) {
        let _ = std::fs::remove_dir_all(&self.root);
        std::fs::create_dir_all(&self.root).unwrap();
    }

    pub fn folder(&self, path: &str) {
        std::fs::create_dir_all(self.root.join(path)).unwrap();
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

impl World {
    pub fn new() -> World {
        let sources = Sources::new();
        let known = RuleSet::load(&sources, &Choice::default()).0.packs();
        let packs: Vec<Traced> = known.iter().map(|pack| Traced::made(pack)).collect();
        let (rules, problems) = RuleSet::load(&sources, &Choice { packs: Some(&packs), ..Choice::default() });
        assert!(problems.is_empty(), "{problems:#?}");
        World { rules, sample: Sample::read(), ask: cases::ask().unwrap() }
    }

    /// The wrong cases of all rules, and the right ones of those that hold a mail against facts: what they say is
    /// confirmed by something.
    pub fn cases(&self) -> Vec<Case<'_>> {
        let all = |wrong: bool| {
            self.rules.rules.iter().filter(move |rule| wrong || matches!(rule.look, Look::Facts { .. })).flat_map(
                move |rule| {
                    let written = rule.written_cases();
                    // Further right cases are about words, not about other facts.
                    let count = if wrong { written.invalid.len() } else { written.valid.len().min(2) };
                    (0..count).map(move |index| Case { rule, index, wrong })
                },
            )
        };
        all(true).chain(all(false)).collect()
    }

    /// The project of a case; its files that are not in memory are those of a desk.
    pub fn setting(&self, case: Case<'_>, desk: &Desk) -> Setting {
        let none = Sources::new();
        let cases = if case.wrong { case.rule.invalid(&none) } else { case.rule.valid(&none) };
        let mut setting = Setting::of(&cases[case.index], &self.sample).unwrap();
        setting.request.cwd = desk.root.clone();
        setting
    }

    pub fn run(&self, setting: &Setting) -> Said {
        let sources = Sources::new();
        let outcome = cases::check(setting, &self.rules, &sources, &self.ask);
        Said::of(&outcome, &sources, setting)
    }
}

/// A place: path, first byte, end.
type Place = (String, u32, u32);

/// What a report says.
#[derive(Default)]
pub struct Said {
    /// Rule and message, each with its places, and those that make it clear.
    findings: BTreeMap<(String, String), Vec<Vec<Place>>>,
    confirmed: BTreeSet<(&'static str, String)>,
    not_checked: BTreeSet<(String, String)>,
    pub problems: Vec<&'static str>,
    pub verdict: &'static str,
    /// The YAML files, as they were read.
    trees: BTreeMap<String, Node>,
}

impl Said {
    fn of(outcome: &Outcome, sources: &Sources, setting: &Setting) -> Said {
        let mut said = Said { verdict: report::verdict(outcome, Level::Error, false).0.word(), ..Said::default() };
        let place = |span: Span| (sources.path(span.file), span.start, span.end);
        for finding in &outcome.findings {
            let spans = std::iter::once(finding.span).chain(finding.related.iter().map(|related| related.span));
            let key = (finding.rule.clone(), finding.message.en.clone());
            said.findings.entry(key).or_default().push(spans.map(place).collect());
        }
        // Of a link its address: which of its roles was meant is no other thing.
        let value = |value: &str, kind| match kind {
            "link" => value.rsplit(' ').next().unwrap().to_string(),
            _ => value.to_string(),
        };
        said.confirmed = outcome.confirmed.iter().map(|one| (one.kind, value(&one.value, one.kind))).collect();
        said.not_checked = outcome.not_checked.iter().map(|one| (one.rule.clone(), one.reason.en.clone())).collect();
        said.problems = outcome.problems.iter().map(|problem| problem.code).collect();
        for (path, _) in &setting.texts {
            let text = sources.known(path).map(|file| sources.text(file));
            said.trees.extend(text.and_then(|text| tree(path, &text)).map(|tree| (path.clone(), tree)));
        }
        said
    }

    /// Whether a rule found something.
    pub fn has(&self, rule: &str) -> bool {
        self.findings.keys().any(|(id, _)| id == rule)
    }

    /// What went with an input, by whom: the findings of a rule, and what was confirmed. Where the fault stands in the
    /// input itself, as one of two values that contradict each other or as its very words, nothing is lost with it.
    pub fn lost(&self, after: &Said, case: Case<'_>, input: Option<&Input>) -> Vec<(String, String)> {
        let at = input.and_then(|input| self.place_of(input));
        let inside = |place: &Place| {
            at.as_ref().is_some_and(|(file, from, to)| place.0 == *file && *from <= place.1 && place.2 <= *to)
        };
        let in_files = |place: &Place| place.0.ends_with(".yaml");
        let of_input = |places: &Vec<Place>| inside(&places[0]) || in_files(&places[0]) && places.iter().any(inside);
        let mut out = Vec::new();
        let rule = &case.rule.id;
        if case.wrong && !after.has(rule) {
            let mine = self.findings.iter().filter(|((id, _), places)| id == rule && !places.iter().all(of_input));
            out.extend(mine.map(|((id, message), _)| (id.clone(), message.clone())));
        }
        let gone = self.confirmed.iter().filter(|one| !after.confirmed.contains(*one));
        out.extend(gone.map(|(kind, value)| (format!("(confirmed {kind})"), value.clone())));
        out
    }

    /// What this report says that another did not: what could not be read, was not checked, or was found.
    pub fn more_than(&self, before: &Said) -> Vec<String> {
        let problems = self.problems.iter().map(|code| format!("problem {code}"));
        let unchecked = self.not_checked.iter().filter(|one| !before.not_checked.contains(*one));
        let found = self.findings.keys().filter(|one| !before.findings.contains_key(*one));
        problems
            .chain(unchecked.map(|(rule, reason)| format!("not checked {rule}: {reason}")))
            .chain(found.map(|(rule, message)| format!("found {rule}: {message}")))
            .collect()
    }

    /// Where an input stands, from its key on.
    fn place_of(&self, input: &Input) -> Option<Place> {
        let mut node = self.trees.get(&input.file)?;
        let mut from = node.span.start;
        for key in &input.path {
            let (name, value) = node.entries().iter().find(|(name, _)| name.text() == key)?;
            from = name.whole().span()?.start;
            node = value;
        }
        Some((input.file.clone(), from, node.span.end))
    }
}

/// The tree of a YAML file, or of the front matter of a mail.
fn tree(path: &str, text: &Traced) -> Option<Node> {
    if path.ends_with(".yaml") {
        return yaml::read(text).root;
    }
    let front = text.text().strip_prefix("---\n")?.find("\n---\n")?;
    yaml::read(&text.slice(4..4 + front + 1)).root
}

impl Case<'_> {
    /// The case as its rule's file lists it.
    pub fn name(&self) -> String {
        format!("{} {} {}", self.rule.id, if self.wrong { "invalid" } else { "valid" }, self.index + 1)
    }
}
