//! The built-in rules, as `build/prepare.rs` made them of `rules/*.yaml`: JSON, which is read several times faster than
//! YAML, and the cases of each apart, since no run over a project needs them.

use serde::Deserialize;

use super::compile::compile;
use super::file::RuleFile;
use super::rule::Rule;
use crate::language::Message;
use crate::source::Problem;

/// A built-in rule.
struct Prepared {
    /// Its file: `rules/weekday.yaml`.
    path: &'static str,
    /// The rule without its cases, as JSON.
    rule: &'static str,
    /// Its cases, as JSON.
    cases: &'static str,
}

static PREPARED: &[Prepared] = include!(concat!(env!("OUT_DIR"), "/rules.rs"));

/// The cases of a rule as they are written.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct WrittenCases {
    /// Texts that are right.
    pub valid: Vec<serde_yaml::Value>,
    /// Texts that are wrong.
    pub invalid: Vec<serde_yaml::Value>,
}

/// The built-in rules by id, without their cases. Their faults are caught by a test of this program, so they are not
/// looked for at every run.
pub(super) fn rules() -> impl Iterator<Item = Result<Rule, Box<Problem>>> {
    PREPARED.iter().map(|prepared| {
        let written: RuleFile = serde_json::from_str(prepared.rule).map_err(|error| broken(prepared.path, &error))?;
        compile(written, prepared.path, true).ok_or_else(|| broken(prepared.path, &"no kind block"))
    })
}

/// The cases of the built-in rule with this path; none where there is no such rule.
pub(super) fn cases(path: &str) -> WrittenCases {
    let prepared = PREPARED.iter().find(|prepared| prepared.path == path);
    prepared.and_then(|prepared| serde_json::from_str(prepared.cases).ok()).unwrap_or_default()
}

fn broken(path: &str, what: &dyn std::fmt::Display) -> Box<Problem> {
    let problem = Problem::new(
        "rule-built-in",
        Message::new(
            format!("La règle de presend {path} est abîmée : {what}"),
            format!("presend's own rule {path} is broken: {what}"),
        ),
    )
    .in_path(path);
    Box::new(problem)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;

    fn yaml_files(folder: &Path) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
        let below = folders.iter().filter(|path| !path.ends_with("words")).flat_map(|path| yaml_files(path));
        files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).chain(below).collect()
    }

    #[test]
    fn what_was_prepared_is_what_the_files_say() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let files = yaml_files(&root.join("rules"));
        let known: BTreeSet<PathBuf> = PREPARED.iter().map(|prepared| root.join(prepared.path)).collect();
        assert_eq!(known, files.iter().cloned().collect());
        for prepared in PREPARED {
            let text = std::fs::read_to_string(root.join(prepared.path)).unwrap();
            let mut from_yaml: RuleFile = serde_yaml::from_str(&text).unwrap();
            let valid = std::mem::take(&mut from_yaml.valid);
            let invalid = std::mem::take(&mut from_yaml.invalid);
            let from_json: RuleFile = serde_json::from_str(prepared.rule).unwrap();
            assert_eq!(format!("{from_json:?}"), format!("{from_yaml:?}"), "{}", prepared.path);
            assert_eq!(cases(prepared.path), WrittenCases { valid, invalid }, "{}", prepared.path);
        }
    }
}
