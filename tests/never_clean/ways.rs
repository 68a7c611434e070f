//! The inputs of a project, and the ways in which one of them fails.

use presend::check::cases::Setting;
use serde_yaml::{Mapping, Value};

/// An input: the keys that lead to it in its file.
pub struct Input {
    pub path: Vec<String>,
}

/// The inputs of one file.
pub struct Group {
    /// The name of the file's part in a project: `event`, `settings` …
    pub name: &'static str,
    /// Its path.
    pub file: String,
    pub inputs: Vec<Input>,
    tree: Value,
    rest: Option<String>,
}

/// The YAML of a project, file by file.
pub fn groups(setting: &Setting) -> Vec<Group> {
    let mut out = Vec::new();
    for (path, bytes) in &setting.texts {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let name = match path.as_str() {
            "presend.yaml" => "settings",
            "events/tableau-de-bord-2026-11.yaml" => "event",
            path if path.starts_with("events/") => "other",
            path if path.starts_with("templates/case") => "mail",
            _ => continue,
        };
        let (yaml, rest) = match text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n")) {
            Some((yaml, rest)) if name == "mail" => (yaml.to_string(), Some(rest.to_string())),
            _ if name == "mail" => continue,
            _ => (text.to_string(), None),
        };
        let Ok(tree @ Value::Mapping(_)) = serde_yaml::from_str::<Value>(&yaml) else { continue };
        let mut inputs = Vec::new();
        paths(&tree, &mut Vec::new(), &mut inputs);
        out.push(Group { name, file: path.clone(), inputs, tree, rest });
    }
    out
}

/// All keys of mappings, outer ones first.
fn paths(tree: &Value, at: &mut Vec<String>, out: &mut Vec<Input>) {
    let Value::Mapping(map) = tree else { return };
    for (key, value) in map {
        let Some(key) = key.as_str() else { continue };
        at.push(key.to_string());
        out.push(Input { path: at.clone() });
        paths(value, at, out);
        at.pop();
    }
}

impl Group {
    /// The project without anything of this file that can be left out.
    pub fn without_all(&self, setting: &Setting) -> Option<Setting> {
        let keep: &[&str] = match self.name {
            "event" | "other" => &["id", "title", "start", "sessions"],
            _ => &[],
        };
        let mut map = Mapping::new();
        for (key, value) in self.tree.as_mapping()? {
            if keep.contains(&key.as_str()?) {
                map.insert(key.clone(), value.clone());
            }
        }
        Some(self.put(setting, &Value::Mapping(map)))
    }

    /// The project with the input gone, empty, and broken.
    pub fn ways(&self, setting: &Setting, input: &Input) -> Vec<(&'static str, Setting)> {
        let mut out = Vec::new();
        for way in ["gone", "null", "empty", "broken"] {
            let mut tree = self.tree.clone();
            let (last, parents) = input.path.split_last().unwrap();
            let mut map = &mut tree;
            for key in parents {
                map = map.get_mut(key.as_str()).unwrap();
            }
            let map = map.as_mapping_mut().unwrap();
            let old = map.get(last.as_str()).cloned().unwrap();
            if way == "gone" {
                map.remove(last.as_str());
            } else {
                let value = match (way, &old) {
                    ("null", _) => Value::Null,
                    ("empty", Value::Mapping(_)) => Value::Mapping(Mapping::new()),
                    ("empty", Value::Sequence(_)) => Value::Sequence(Vec::new()),
                    ("empty", _) => Value::from(""),
                    (_, Value::Mapping(_) | Value::Sequence(_)) => Value::from("…"),
                    _ => serde_yaml::from_str("{a: [1]}").unwrap(),
                };
                map.insert(Value::from(last.as_str()), value);
            }
            out.push((way, self.put(setting, &tree)));
        }
        out
    }

    fn put(&self, setting: &Setting, tree: &Value) -> Setting {
        let yaml = serde_yaml::to_string(tree).unwrap();
        let text = match &self.rest {
            Some(rest) => format!("---\n{yaml}---\n{rest}"),
            None => yaml,
        };
        let mut out = setting.clone();
        for (path, bytes) in &mut out.texts {
            if *path == self.file {
                *bytes = text.clone().into_bytes();
            }
        }
        out
    }
}
