//! The inputs of a project, and the ways in which one of them fails.

use presend::check::cases::Setting;
use serde_yaml::{Mapping, Value};

use crate::world::Desk;

/// An input: a key of a YAML file, a column of a table, or a whole file.
pub struct Input {
    /// What it is in a project: `event.links.join`, `recipients.attended`, `previous`.
    pub name: String,
    /// Its file.
    pub file: String,
    /// The keys that lead to it.
    pub path: Vec<String>,
}

/// A way in which an input fails, and the project in which it has.
pub type Way = (&'static str, Setting);

/// The part that a file has in a project.
fn part(path: &str) -> &'static str {
    match path {
        "presend.yaml" => "settings",
        "events/tableau-de-bord-2026-11.yaml" => "event",
        "recipients.csv" => "recipients",
        "previous.html" => "previous",
        "baseline.json" => "baseline",
        "templates/part.txt.hbs" => "text-part",
        path if path.starts_with("events/") => "other",
        path if path.starts_with("partials/") => "partial",
        path if path.starts_with("rules/") => "team-rule",
        _ => "mail",
    }
}

/// A YAML file of a project, or the front matter of its mail.
pub struct Yaml {
    pub file: String,
    pub part: &'static str,
    tree: Value,
    body: Option<String>,
}

/// The YAML files of a project.
pub fn yaml_files(setting: &Setting) -> Vec<Yaml> {
    setting.texts.iter().filter_map(|(path, bytes)| yaml_file(path, bytes)).collect()
}

fn yaml_file(path: &str, bytes: &[u8]) -> Option<Yaml> {
    let text = std::str::from_utf8(bytes).ok()?;
    let part = part(path);
    let (yaml, body) = match part {
        "settings" | "event" | "other" => (text, None),
        "mail" => {
            let (yaml, body) = text.strip_prefix("---\n")?.split_once("\n---\n")?;
            (yaml, Some(body.to_string()))
        }
        _ => return None,
    };
    let tree: Value = serde_yaml::from_str(yaml).ok()?;
    tree.is_mapping().then(|| Yaml { file: path.to_string(), part, tree, body })
}

impl Yaml {
    /// The keys at a path, and then theirs.
    pub fn keys(&self, path: &[String]) -> Vec<Input> {
        let at = path.iter().try_fold(&self.tree, |tree, key| tree.get(key.as_str()));
        let keys = at.and_then(Value::as_mapping).into_iter().flat_map(Mapping::keys).filter_map(Value::as_str);
        let input = |key: &str| {
            let path: Vec<String> = path.iter().cloned().chain([key.to_string()]).collect();
            Input { name: format!("{}.{}", self.part, path.join(".")), file: self.file.clone(), path }
        };
        keys.map(input).collect()
    }

    /// The project with this file written anew, and nothing changed in it.
    pub fn again(&self, setting: &Setting) -> Setting {
        self.put(setting, &self.tree)
    }

    /// The project without anything in this file that can be left out.
    pub fn bare(&self, setting: &Setting) -> Setting {
        let owed: &[&str] = if self.body.is_none() { &["id", "title", "start", "sessions"] } else { &[] };
        let mut map = self.tree.as_mapping().cloned().unwrap_or_default();
        map.retain(|key, _| key.as_str().is_some_and(|key| owed.contains(&key)));
        self.put(setting, &Value::Mapping(map))
    }

    /// The project in which a key is gone, says nothing, is empty, and holds what it cannot hold.
    pub fn ways(&self, setting: &Setting, input: &Input) -> Vec<Way> {
        let old = input.path.iter().try_fold(&self.tree, |tree, key| tree.get(key.as_str())).unwrap();
        let empty = match old {
            Value::Mapping(_) => Value::Mapping(Mapping::new()),
            Value::Sequence(_) => Value::Sequence(Vec::new()),
            _ => Value::from(""),
        };
        let broken = match old {
            Value::Mapping(_) | Value::Sequence(_) => Value::from("…"),
            _ => serde_yaml::from_str("{a: [1]}").unwrap(),
        };
        [("gone", None), ("null", Some(Value::Null)), ("empty", Some(empty)), ("broken", Some(broken))]
            .map(|(way, value)| (way, self.put(setting, &changed(&self.tree, &input.path, value))))
            .into()
    }

    fn put(&self, setting: &Setting, tree: &Value) -> Setting {
        let yaml = serde_yaml::to_string(tree).unwrap();
        let text = self.body.as_ref().map_or(yaml.clone(), |body| format!("---\n{yaml}---\n{body}"));
        with(setting, &self.file, text.into_bytes())
    }
}

fn changed(tree: &Value, path: &[String], value: Option<Value>) -> Value {
    let mut tree = tree.clone();
    let (last, outer) = path.split_last().unwrap();
    let map = outer.iter().fold(&mut tree, |tree, key| tree.get_mut(key.as_str()).unwrap());
    let map = map.as_mapping_mut().unwrap();
    match value {
        Some(value) => map.insert(Value::from(last.as_str()), value),
        None => map.remove(last.as_str()),
    };
    tree
}

fn with(setting: &Setting, file: &str, bytes: Vec<u8>) -> Setting {
    let mut out = setting.clone();
    for (path, old) in &mut out.texts {
        if path == file {
            old.clone_from(&bytes);
        }
    }
    out
}

/// The project without a file, as if it had never been named. What names it in a mail (`recipients:`, `text:`) still does.
pub fn without(setting: &Setting, files: &[&str]) -> Setting {
    let mut out = setting.clone();
    let there = |path: &String| !files.contains(&path.as_str());
    out.texts.retain(|(path, _)| there(path));
    out.files.events.retain(there);
    out.files.partials.retain(|(_, path)| there(path));
    out.files.settings = out.files.settings.filter(there);
    out.baseline = out.baseline.filter(there);
    out.request.previous = out.request.previous.filter(|path| !files.contains(&path.to_str().unwrap()));
    out
}

/// The files of a project but its mail; the events beside the mail's own together.
pub fn whole_files(setting: &Setting) -> Vec<(Input, Vec<&str>)> {
    let mut out: Vec<(Input, Vec<&str>)> = Vec::new();
    for (path, _) in &setting.texts {
        let name = part(path);
        match out.iter_mut().find(|(input, _)| input.name == name && name == "other") {
            Some((_, files)) => files.push(path),
            None if name == "mail" => {}
            None => {
                let input = Input { name: name.to_string(), file: path.clone(), path: Vec::new() };
                out.push((input, vec![path]));
            }
        }
    }
    out
}

/// The project in which each of these files, which are named, is missing, a folder, no text, cut, and empty. What cannot
/// be held in memory lies on the desk until it is cleared.
pub fn file_ways<'s>(setting: &'s Setting, files: &'s [&str], desk: &'s Desk) -> impl Iterator<Item = Way> + 's {
    ["missing", "folder", "no text", "cut", "empty"].into_iter().map(|way| {
        let mut out = setting.clone();
        out.texts.retain(|(path, _)| !files.contains(&path.as_str()));
        desk.clear();
        for (path, bytes) in setting.texts.iter().filter(|(path, _)| files.contains(&path.as_str())) {
            match way {
                "missing" => {}
                "folder" => desk.folder(path),
                "no text" => desk.write(path, b"\x00\xff\xfe\x80\x00 caf\xe9"),
                "cut" => desk.write(path, &cut(path, bytes)),
                _ => desk.write(path, b""),
            }
        }
        (way, out)
    })
}

/// A file that ends in the middle: a table in a cell that was opened, YAML and JSON in a list, a template in a block.
fn cut(path: &str, bytes: &[u8]) -> Vec<u8> {
    let end: &[u8] = match path.rsplit('.').next() {
        Some("csv") => b"\n\"a@exemple.test",
        Some("yaml" | "json") => b"\ntitle: [",
        _ => b"{{#if event.title}}",
    };
    let half = if path.ends_with(".csv") { bytes } else { &bytes[..bytes.len() / 2] };
    String::from_utf8_lossy(half).trim_end().as_bytes().iter().chain(end).copied().collect()
}

/// The columns of the recipients, and the project in which each of them is gone, and empty.
pub fn columns(setting: &Setting) -> Vec<(Input, Vec<Way>)> {
    let Some((file, bytes)) = setting.texts.iter().find(|(path, _)| part(path) == "recipients") else {
        return Vec::new();
    };
    let rows: Vec<Vec<String>> = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes.as_slice())
        .records()
        .map(|row| row.unwrap().iter().map(str::to_string).collect())
        .collect();
    let write = |rows: &[Vec<String>]| {
        let line = |row: &Vec<String>| {
            row.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\""))).collect::<Vec<_>>().join(",")
        };
        let text = rows.iter().map(line).collect::<Vec<_>>().join("\n") + "\n";
        with(setting, file, text.into_bytes())
    };
    let column = |(at, name): (usize, &String)| {
        let input = Input { name: format!("recipients.{name}"), file: file.clone(), path: Vec::new() };
        let (mut gone, mut empty) = (rows.clone(), rows.clone());
        gone.iter_mut().for_each(|row| {
            row.remove(at);
        });
        empty.iter_mut().skip(1).for_each(|row| row[at].clear());
        (input, vec![("gone", write(&gone)), ("empty", write(&empty))])
    };
    let mut out: Vec<(Input, Vec<Way>)> = rows[0].iter().enumerate().map(column).collect();
    let input = Input { name: "recipients.rows".to_string(), file: file.clone(), path: Vec::new() };
    out.push((input, vec![("gone", write(&rows[..1]))]));
    out
}
