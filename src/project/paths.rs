//! Paths: the project's root, globs, and what lies outside.

use std::path::{Component, Path, PathBuf};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use ignore::WalkBuilder;

use crate::language::Message;
use crate::source::{Problem, Traced};

/// The names of a project's settings.
pub(super) const SETTINGS_NAMES: &[&str] = &["presend.yaml", "presend.yml"];
/// How deep a walk goes, and how many files it may meet: more is no project of mails.
const MAX_DEPTH: usize = 32;
const MAX_FILES: usize = 100_000;

/// A path without `.` and `..`, by its words alone.
pub(super) fn clean(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !out.pop() {
                    out.push("..");
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// A path as it is shown: relative to the root where it lies below it, with `/`.
pub fn shown(root: &Path, path: &Path) -> String {
    let path = clean(path);
    let relative = path.strip_prefix(root).unwrap_or(&path);
    slashes(relative)
}

/// A path with `/`, whatever the system writes. Only on Windows is `\` no letter of a name.
fn slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// The folder of the nearest settings at or above `start`: up to the first folder with `.git`, else the home folder,
/// else the root.
pub(super) fn find_settings(start: &Path) -> Option<PathBuf> {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    for folder in start.ancestors() {
        if SETTINGS_NAMES.iter().any(|name| folder.join(name).is_file()) {
            return Some(folder.to_path_buf());
        }
        if folder.join(".git").exists() || home.as_deref() == Some(folder) {
            return None;
        }
    }
    None
}

/// Where a path that a file names leads, if that stays inside the project.
/// `base` is the folder of that file, relative to the root.
pub(super) fn inside(root: &Path, base: &str, written: &Traced) -> Result<PathBuf, Problem> {
    let text = written.text().trim();
    let outside = || {
        let problem = Problem::new(
            "path-outside",
            Message::new(format!("« {text} » sort du projet"), format!("“{text}” leads out of the project")),
        )
        .help(Message::new(
            "Copier le fichier dans le dossier du projet, et donner son chemin relatif.",
            "Copy the file into the project's folder, and give its relative path.",
        ));
        match written.whole().span() {
            Some(span) => problem.at(span),
            None => problem.in_path(text),
        }
    };
    let absolute = Path::new(text).is_absolute() || text.starts_with('\\') || text.get(1..2) == Some(":");
    let path = clean(&root.join(base).join(text));
    if absolute || !path.starts_with(root) || leads_out(root, &path) {
        return Err(outside());
    }
    Ok(path)
}

/// Whether a symbolic link takes an existing path out of the project.
pub(super) fn leads_out(root: &Path, path: &Path) -> bool {
    match (root.canonicalize(), path.canonicalize()) {
        (Ok(root), Ok(path)) => !path.starts_with(root),
        _ => false,
    }
}

/// Tells a symbolic link that takes a file of the project out of it.
pub(super) fn link_out(shown: &str) -> Problem {
    Problem::new(
        "path-outside",
        Message::new(
            format!("« {shown} » est un lien qui sort du projet : il n'est pas lu"),
            format!("“{shown}” is a link that leads out of the project: it is not read"),
        ),
    )
    .help(Message::new(
        "Mettre le fichier lui-même à cette place, au lieu d'un lien.",
        "Put the file itself in this place, instead of a link.",
    ))
    .in_path(shown)
}

/// Globs, of which `*` stays within a path segment. A folder's name stands for all below it where `folders` is set.
pub(super) fn glob_set(patterns: &[Traced], folders: bool) -> (GlobSet, Vec<Problem>) {
    let mut set = GlobSetBuilder::new();
    let mut problems = Vec::new();
    for pattern in patterns {
        let text = pattern.text().trim().trim_start_matches("./").trim_end_matches('/');
        let mut add = |text: &str| match GlobBuilder::new(text).literal_separator(true).build() {
            Ok(glob) => {
                set.add(glob);
                None
            }
            Err(error) => Some(error),
        };
        let failed = add(text).or_else(|| if folders { add(&format!("{text}/**")) } else { None });
        if let Some(error) = failed {
            problems.push(bad_glob(pattern, &error.kind().to_string()));
        }
    }
    (set.build().unwrap_or_default(), problems)
}

fn bad_glob(pattern: &Traced, why: &str) -> Problem {
    let text = pattern.text();
    let problem = Problem::new(
        "bad-glob",
        Message::new(
            format!("« {text} » n'est pas un motif de chemins ({why})"),
            format!("“{text}” is not a pattern of paths ({why})"),
        ),
    )
    .help(Message::new("Exemple : `templates/**/*.hbs`", "Example: `templates/**/*.hbs`"));
    match pattern.whole().span() {
        Some(span) => problem.at(span),
        None => problem.in_path(text),
    }
}

/// The files that a glob below `base` matches, sorted. A name without glob characters is that one file, present or not.
pub(super) fn expand(base: &Path, pattern: &Traced) -> (Vec<PathBuf>, Vec<Problem>) {
    let text = pattern.text().trim().trim_start_matches("./");
    let special = |c: char| matches!(c, '*' | '?' | '[' | '{');
    if !text.contains(special) {
        return (vec![clean(&base.join(text))], Vec::new());
    }
    let (set, problems) = glob_set(std::slice::from_ref(pattern), false);
    let fixed: PathBuf = text.split('/').take_while(|part| !part.contains(special)).collect();
    let rest = text.split('/').count() - fixed.components().count();
    let depth = if text.contains("**") { MAX_DEPTH } else { rest };
    let from = clean(&base.join(&fixed));
    let base = clean(base);
    let relative = |path: &Path| slashes(path.strip_prefix(&base).unwrap_or(path));
    // What a file that the glob means could be called.
    let name = text.rsplit('/').next().unwrap_or_default().replace(['*', '?'], "x");
    let (mut found, mut problems) = (Vec::new(), problems);
    let met = walk(&from, depth);
    problems.extend((met.len() >= MAX_FILES).then(|| too_many_files(text)));
    for path in met {
        let shown = relative(&path);
        if path.is_dir() {
            let below = text.contains("**") || shown.split('/').count() < text.split('/').count();
            let meant = below && (name.contains(['[', '{']) || set.is_match(format!("{shown}/{name}")));
            problems.extend(meant.then(|| linked_folder(&shown)));
        } else if set.is_match(&shown) {
            found.push(path);
        }
    }
    (found, problems)
}

/// Tells a folder that is no project of mails.
fn too_many_files(pattern: &str) -> Problem {
    Problem::new(
        "files-limit",
        Message::new(
            format!("Plus de {MAX_FILES} fichiers sous « {pattern} » : la suite n'est pas lue"),
            format!("More than {MAX_FILES} files below “{pattern}”: the rest is not read"),
        ),
    )
    .help(Message::new(
        "Restreindre le motif des réglages au dossier des mails.",
        "Narrow the pattern in the settings to the folder of the mails.",
    ))
    .in_path(pattern)
}

/// Tells a symbolic link to a folder, in which nothing is read.
fn linked_folder(shown: &str) -> Problem {
    Problem::new(
        "folder-linked",
        Message::new(
            format!("« {shown} » est un lien vers un dossier : ce qu'il contient n'est pas lu"),
            format!("“{shown}” is a link to a folder: what lies in it is not read"),
        ),
    )
    .help(Message::new(
        "Mettre le dossier lui-même à cette place, ou restreindre le motif des réglages.",
        "Put the folder itself in this place, or narrow the pattern in the settings.",
    ))
    .in_path(shown)
}

/// All files below a folder, sorted, and all links and other things that are no folder: whoever reads them says what is
/// wrong with them. Symbolic links to folders are among them and not followed; `.git` and its like are not entered.
pub(super) fn walk(folder: &Path, depth: usize) -> Vec<PathBuf> {
    let walk = WalkBuilder::new(folder)
        .standard_filters(false)
        .follow_links(false)
        .max_depth(Some(depth))
        .filter_entry(|entry| {
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0 || !(name.starts_with('.') || name == "node_modules")
        })
        .sort_by_file_name(std::cmp::Ord::cmp)
        .build();
    walk.flatten()
        .filter(|entry| entry.depth() > 0 && entry.file_type().is_some_and(|kind| !kind.is_dir()))
        .map(ignore::DirEntry::into_path)
        .take(MAX_FILES)
        .collect()
}

/// All files below a folder, at any depth that a walk goes.
pub(super) fn walk_all(folder: &Path) -> Vec<PathBuf> {
    walk(folder, MAX_DEPTH)
}

/// The folder of a shown path; empty for the root.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a file is a finished message, by its name.
pub(super) fn is_eml(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(".eml")
}

/// A path without its last extension.
pub(super) fn stem(path: &str) -> &str {
    let from = path.rfind('/').map_or(0, |at| at + 1);
    match path[from..].rfind('.') {
        Some(at) if at > 0 => &path[..from + at],
        _ => path,
    }
}
