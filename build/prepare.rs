//! Reads the built-in rules and word lists when presend is built, so that a run does not read YAML for them.
//!
//! Comes in: `rules/*.yaml`, those of the packs in the folders beside them, and `rules/words/*.yaml`. Goes out: two Rust
//! tables of JSON texts, which `src/rules/built_in.rs` and `src/words/built_in.rs` take in. A file that cannot be read,
//! or a rule without cases, fails the build.

use std::path::{Path, PathBuf};

use serde_yaml::{Mapping, Value};

/// Writes both tables into a folder.
pub fn prepare(rules: &Path, out: &Path) -> Result<(), String> {
    let words = rules.join("words");
    let mut files = yaml_files(rules)?;
    for folder in entries(rules)?.into_iter().filter(|path| path.is_dir() && *path != words) {
        files.extend(yaml_files(&folder)?);
    }
    files.sort_by(|one, other| one.file_stem().cmp(&other.file_stem()));
    table(&files, rule, &out.join("rules.rs"))?;
    table(&yaml_files(&words)?, list, &out.join("words.rs"))
}

/// One row a file, as a Rust expression.
fn table(files: &[PathBuf], row: fn(&Path, Mapping) -> Result<String, String>, out: &Path) -> Result<(), String> {
    let mut text = String::from("&[\n");
    for path in files {
        let wrong = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let written = std::fs::read_to_string(path).map_err(|error| wrong(&error))?;
        let mapping = serde_yaml::from_str(&written).map_err(|error| wrong(&error))?;
        text.push_str(&row(path, mapping).map_err(|error| wrong(&error))?);
    }
    text.push_str("]\n");
    std::fs::write(out, text).map_err(|error| format!("{}: {error}", out.display()))
}

/// A rule: its path, the rule without its cases, and the cases, which only its tests and its page need. Both lists must
/// stand there: they are its tests and the examples of its page.
fn rule(path: &Path, mut rule: Mapping) -> Result<String, String> {
    let mut cases = Mapping::new();
    for key in ["valid", "invalid"] {
        let list = rule.shift_remove(key).filter(|list| list.as_sequence().is_some_and(|list| !list.is_empty()));
        cases.insert(key.into(), list.ok_or_else(|| format!("no `{key}:` cases"))?);
    }
    let path = path.to_string_lossy().replace('\\', "/");
    Ok(format!("    Prepared {{ path: {path:?}, rule: {:?}, cases: {:?} }},\n", json(&rule)?, json(&cases)?))
}

/// A word list: its id, and its groups with the phrases of each, whatever lists and languages they stand in.
fn list(path: &Path, list: Mapping) -> Result<String, String> {
    let groups = list.iter().filter_map(|(key, value)| Some((key.as_str()?, value)));
    let groups: Vec<(&str, Vec<String>)> = groups
        .filter(|(key, _)| !matches!(*key, "id" | "for" | "about"))
        .map(|(key, value)| (key, phrases(value)))
        .collect();
    let id = path.file_stem().unwrap_or_default().to_string_lossy();
    Ok(format!("    ({id:?}, {:?}),\n", json(&groups)?))
}

/// All texts in a value, in order.
fn phrases(value: &Value) -> Vec<String> {
    match value {
        Value::Sequence(items) => items.iter().flat_map(phrases).collect(),
        Value::Mapping(map) => map.values().flat_map(phrases).collect(),
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Bool(_) | Value::Null | Value::Tagged(_) => Vec::new(),
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, String> {
    serde_json::to_string(value).map_err(|error| error.to_string())
}

/// The YAML files of a folder, in the order of their names.
fn yaml_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let files = entries(folder)?;
    Ok(files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect())
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let wrong = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = std::fs::read_dir(folder).map_err(wrong)?;
    let mut paths = entries.map(|entry| Ok(entry.map_err(wrong)?.path())).collect::<Result<Vec<_>, String>>()?;
    paths.sort();
    Ok(paths)
}
