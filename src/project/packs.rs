//! The team's own packs: folders of rules that `packs:` names beside the built-in ones.

use std::path::PathBuf;

use super::Project;
use super::load::Loader;
use super::mail_loader::placed;
use super::paths;
use crate::language::Message;
use crate::source::{Problem, Traced};

impl Loader<'_> {
    /// Finds the rule files of each folder of `packs:`. A file that `rules:` lists too is read once, as theirs.
    pub(super) fn read_packs(&mut self) {
        let mut taken = self.settings.rule_files.clone();
        for at in 0..self.settings.pack_folders.len() {
            let written = self.settings.pack_folders[at].written.clone();
            match self.pack(&written) {
                Ok(files) => {
                    let new: Vec<String> = files.into_iter().filter(|file| !taken.contains(file)).collect();
                    taken.extend(new.clone());
                    self.settings.pack_folders[at].files = new;
                }
                Err(problem) => self.reader.problems.push(placed(problem, &written)),
            }
        }
    }

    /// The rule files of one folder, sorted.
    fn pack(&mut self, written: &Traced) -> Result<Vec<String>, Problem> {
        let folder = paths::inside(&self.root, "", written)?;
        if !folder.is_dir() {
            return Err(missing(written.text().trim(), folder.is_file()));
        }
        let is_rule = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
            (name.ends_with(".yaml") || name.ends_with(".yml")) && !paths::SETTINGS_NAMES.contains(&name.as_str())
        };
        let mut files = Vec::new();
        for path in paths::walk(&folder, 1).into_iter().filter(is_rule) {
            let shown = paths::shown(&self.root, &path);
            if paths::leads_out(&self.root, &path) {
                self.reader.problems.push(paths::link_out(&shown));
            } else {
                files.push(shown);
            }
        }
        if files.is_empty() { Err(empty(written.text().trim())) } else { Ok(files) }
    }
}

fn missing(folder: &str, is_file: bool) -> Problem {
    let message = if is_file {
        Message::new(
            format!("« {folder} » est un fichier : un pack est un dossier de règles"),
            format!("“{folder}” is a file: a pack is a folder of rules"),
        )
    } else {
        Message::new(format!("Le dossier « {folder} » n'existe pas"), format!("The folder “{folder}” does not exist"))
    };
    Problem::new("pack-missing", message).help(Message::new(
        "Donner le chemin d'un dossier du projet, comme « ./notre-charte ». Une règle seule se met sous « rules: ».",
        "Give the path of a folder of the project, such as “./our-style”. A single rule goes under “rules:”.",
    ))
}

fn empty(folder: &str) -> Problem {
    Problem::new(
        "pack-empty",
        Message::new(
            format!("Le dossier « {folder} » n'a aucune règle"),
            format!("The folder “{folder}” holds no rule"),
        ),
    )
    .help(Message::new(
        "Une règle est un fichier .yaml directement dans ce dossier ; « presend new rule » en écrit une.",
        "A rule is a .yaml file right in this folder; “presend new rule” writes one.",
    ))
}

/// Where a new rule of the team goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleHome {
    /// Its path, relative to the project.
    pub path: String,
    /// The settings already look there.
    pub found: bool,
}

/// Where a rule with this id goes: where the first of `rules:` and the folders of `packs:` would find it, else into
/// `rules/`.
///
/// # Errors
/// A problem where that folder leads out of the project.
pub fn rule_home(project: &Project, id: &str) -> Result<RuleHome, Problem> {
    let settings = &project.settings;
    let globs = settings.rules.iter().filter_map(|pattern| found_by(pattern, id));
    let folders = settings.pack_folders.iter().map(|pack| {
        let text = pack.written.text().trim().trim_start_matches("./").trim_end_matches('/');
        format!("{text}/{id}.yaml")
    });
    let inside = |path: &String| paths::inside(&project.root, "", &Traced::made(path)).is_ok();
    let home = match globs.chain(folders).find(inside) {
        Some(path) => RuleHome { path, found: true },
        None => RuleHome { path: format!("rules/{id}.yaml"), found: false },
    };
    let folder = project.root.join(paths::folder(&home.path));
    if paths::leads_out(&project.root, &folder) {
        return Err(paths::link_out(paths::folder(&home.path)));
    }
    Ok(home)
}

/// The path of a rule's file that a glob of `rules:` finds.
fn found_by(pattern: &Traced, id: &str) -> Option<String> {
    let text = pattern.text().trim().trim_start_matches("./");
    let fixed: Vec<&str> = text.split('/').take_while(|part| !part.contains(['*', '?', '[', '{'])).collect();
    let (set, problems) = paths::glob_set(std::slice::from_ref(pattern), false);
    if !problems.is_empty() {
        return None;
    }
    let folder = if fixed.is_empty() { String::new() } else { format!("{}/", fixed.join("/")) };
    ["yaml", "yml"].into_iter().map(|end| format!("{folder}{id}.{end}")).find(|path| set.is_match(path))
}
