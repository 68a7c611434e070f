//! Which mails are checked.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::load::Loader;
use super::mail_loader::placed;
use super::mail_reader::is_template;
use super::{Binding, Mail, Project, formats, paths};
use crate::language::Message;
use crate::source::{Accept, FileId, Problem, Remark, Traced};
use crate::yaml::Node;

/// A mail that may be checked.
#[derive(Clone)]
pub(super) struct Candidate {
    pub(super) disk: PathBuf,
    pub(super) shown: String,
    /// The command line names it.
    pub(super) named: bool,
    /// Its entry under `mails:`.
    pub(super) entry: Option<Node>,
    /// It is already read, from standard input.
    pub(super) file: Option<FileId>,
}

/// A mail that was read, with what was met on the way; what is left out takes its problems with it.
pub(super) struct Loaded {
    pub(super) mail: Mail,
    pub(super) named: bool,
    pub(super) problems: Vec<Problem>,
    pub(super) remarks: Vec<Remark>,
    /// The paths of the other files that it uses, present or not; partials aside.
    pub(super) uses: Vec<String>,
}

impl Loader<'_> {
    /// Reads the mails and hands over the project.
    pub(super) fn finish(mut self) -> Project {
        let loaded = self.mails();
        self.project(loaded)
    }

    /// Reads these mails, by path on disk and path to show, and hands over the project.
    pub(super) fn finish_with(mut self, mails: Vec<(PathBuf, String)>) -> Project {
        let named = |(disk, shown)| Candidate { disk, shown, named: true, entry: None, file: None };
        let loaded = mails.into_iter().map(named).filter_map(|candidate| self.mail(&candidate)).collect();
        self.project(loaded)
    }

    fn project(mut self, mut loaded: Vec<Loaded>) -> Project {
        let texts: BTreeSet<String> =
            loaded.iter().filter_map(|one| one.mail.text.as_ref().map(|(path, _)| path.clone())).collect();
        loaded.retain(|one| !texts.contains(&one.mail.path));
        loaded.sort_by(|a, b| a.mail.path.cmp(&b.mail.path));
        let mut left_out = 0;
        let mut mails = Vec::new();
        for mut one in loaded {
            if let (Some(sent), Binding::Ids(ids)) = (&self.sending, &one.mail.event)
                && ids.first().is_some_and(|own| own.text() != sent)
            {
                if !one.named {
                    left_out += 1;
                    continue;
                }
                one.mail.event_mismatch = true;
            }
            self.reader.problems.append(&mut one.problems);
            self.reader.remarks.append(&mut one.remarks);
            mails.push(one.mail);
        }
        let previous = self.previous();
        let mut project = Project {
            root: self.root,
            settings: self.settings,
            events: self.events,
            partials: self.partials,
            mails,
            previous,
            sending: self.sending,
            left_out,
            aside: self.aside,
            problems: self.reader.problems,
            remarks: self.reader.remarks,
        };
        project.check_references();
        // A setting of the project that is wrong is met once for each mail, and told once.
        let mut told = HashSet::new();
        project.problems.retain(|one| told.insert((one.code, one.span, one.path.clone(), one.message.fr.clone())));
        let mut told = HashSet::new();
        project.remarks.retain(|one| told.insert((one.rule, one.span, one.found.clone())));
        project
    }

    fn mails(&mut self) -> Vec<Loaded> {
        let mut wanted: Vec<Candidate> = Vec::new();
        if let Some((bytes, name)) = self.request.stdin.clone() {
            wanted.extend(self.stdin(bytes, name));
        }
        if self.request.paths.is_empty() && self.request.stdin.is_none() {
            wanted = self.listed_mails();
        }
        for path in self.request.paths.clone() {
            self.path(&path, &mut wanted);
        }
        let mut out: Vec<Loaded> = Vec::new();
        for candidate in &wanted {
            if let Some(loaded) = self.mail(candidate) {
                out.push(loaded);
            }
        }
        out
    }

    /// The mails that the settings list.
    pub(super) fn listed_mails(&mut self) -> Vec<Candidate> {
        let mut out: Vec<Candidate> = Vec::new();
        let items = self.settings.mails.clone();
        for item in items.iter().filter(|item| item.is_map()) {
            let Some(written) = item.get("template").and_then(Node::as_text) else { continue };
            match paths::inside(&self.root, "", written) {
                Ok(disk) if disk.is_file() => {
                    let shown = paths::shown(&self.root, &disk);
                    if !self.excluded.is_match(&shown) {
                        out.push(Candidate { disk, shown, named: false, entry: Some(item.clone()), file: None });
                    }
                }
                Ok(disk) => self.reader.problems.push(missing(written, &disk)),
                Err(problem) => self.reader.problems.push(problem),
            }
        }
        let mut taken: HashSet<String> = out.iter().map(|known| known.shown.clone()).collect();
        for item in &items {
            let Some(glob) = item.as_text() else { continue };
            let literal = !glob.text().contains(['*', '?', '[', '{']);
            for disk in self.listed(std::slice::from_ref(glob)) {
                let shown = paths::shown(&self.root, &disk);
                if literal && !disk.is_file() {
                    self.reader.problems.push(missing(glob, &disk));
                    continue;
                }
                if is_template(&shown) && !self.set_aside(&shown) && taken.insert(shown.clone()) {
                    out.push(Candidate { disk, shown, named: false, entry: None, file: None });
                }
            }
        }
        out
    }

    /// Whether a template is left out, or is a partial.
    fn set_aside(&self, shown: &str) -> bool {
        self.excluded.is_match(shown) || self.is_partial(shown)
    }

    pub(super) fn is_entry_of(&self, item: &Node, shown: &str) -> bool {
        let template = item.get("template").and_then(Node::as_text);
        template.is_some_and(|text| paths::shown(&self.root, &self.root.join(text.text().trim())) == shown)
    }

    /// The project's mails that lie in a folder; where its settings list none there, all templates of the folder.
    pub(super) fn folder(&mut self, folder: &Path, out: &mut Vec<Candidate>) {
        let listed = self.listed_mails();
        let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let here = whole(folder);
        let listed: Vec<Candidate> = listed.into_iter().filter(|one| whole(&one.disk).starts_with(&here)).collect();
        if !listed.is_empty() {
            add(out, listed);
            return;
        }
        let mut found = Vec::new();
        for disk in paths::walk_all(folder) {
            let shown = paths::shown(&self.root, &disk);
            if is_template(&shown) && !is_of_repository(&shown) && !self.set_aside(&shown) {
                let here = self.candidates(disk, shown).into_iter();
                found.extend(here.map(|one| Candidate { named: false, ..one }));
            }
        }
        add(out, found);
    }

    /// A mail from standard input.
    fn stdin(&mut self, bytes: Vec<u8>, name: Option<String>) -> Option<Candidate> {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]).to_string();
        let disk = match &name {
            Some(name) => paths::clean(&self.cwd.join(name)),
            // Its kind is told by how it begins.
            None if head.trim_start().starts_with('<') || head.starts_with("---") => self.cwd.join("stdin.html"),
            None if formats::looks_like_eml(&bytes) => self.cwd.join("stdin.eml"),
            None => self.cwd.join("stdin.txt"),
        };
        let shown = paths::shown(&self.root, &disk);
        if self.excluded.is_match(&shown) {
            return None;
        }
        let accept = if paths::is_eml(&shown) { Accept::Message } else { Accept::Utf8 };
        let bytes = self.sources().draft(&shown).map_or(bytes, <[u8]>::to_vec);
        match self.sources().add(&shown, bytes, accept) {
            Ok(file) => {
                let entry = self.settings.mails.iter().find(|item| self.is_entry_of(item, &shown)).cloned();
                Some(Candidate { disk, shown, named: true, entry, file: Some(file) })
            }
            Err(problem) => {
                self.reader.problems.push(problem);
                None
            }
        }
    }
}

/// Adds candidates that are not there yet.
pub(super) fn add(out: &mut Vec<Candidate>, found: Vec<Candidate>) {
    let key = |one: &Candidate| (one.shown.clone(), one.entry.as_ref().map(|entry| entry.span));
    let mut known: HashMap<_, usize> = out.iter().enumerate().map(|(index, one)| (key(one), index)).collect();
    for one in found {
        match known.entry(key(&one)) {
            Entry::Occupied(index) => out[*index.get()].named |= one.named,
            Entry::Vacant(place) => {
                place.insert(out.len());
                out.push(one);
            }
        }
    }
}

/// Whether a file is one of a repository's own pages, which no folder of mails means.
pub(super) fn is_of_repository(shown: &str) -> bool {
    let name = shown.rsplit('/').next().unwrap_or(shown).to_ascii_lowercase();
    let stem = name.split('.').next().unwrap_or(&name);
    matches!(
        stem,
        "readme"
            | "changelog"
            | "contributing"
            | "licence"
            | "license"
            | "architecture"
            | "code_of_conduct"
            | "security"
    )
}

fn missing(written: &Traced, disk: &Path) -> Problem {
    let text = written.text();
    if disk.is_dir() {
        let problem = Problem::new(
            "file-directory",
            Message::new(format!("« {text} » est un dossier"), format!("“{text}” is a folder")),
        );
        let pattern = format!("{}/*.hbs", text.trim_end_matches('/'));
        let help = Message::new(
            format!("Pour tous les mails de ce dossier, écrire « {pattern} »."),
            format!("For all mails in this folder, write “{pattern}”."),
        );
        return placed(problem.help(help), written);
    }
    let problem = Problem::new(
        "file-missing",
        Message::new(format!("« {text} » n'existe pas"), format!("“{text}” does not exist")),
    )
    .help(Message::new("Vérifier le chemin, ou créer le fichier.", "Check the path, or create the file."));
    placed(problem, written)
}
