//! What a mail is made of and held against: files with their hashes and words.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use sha2::{Digest, Sha256};

use super::words::{self, Masks};
use super::{Input, People, What};
use crate::language::Message;
use crate::project::{BodyKind, Event, EventRef, Mail, Project, Recipients};
use crate::rules;
use crate::source::{FileId, Problem, Sources, Traced};
use crate::template;
use crate::yaml::{self, Node};

/// The inputs of the mails that one template is, in a fixed order, each once.
pub(super) fn of(project: &Project, mails: &[&Mail], sources: &Sources) -> Result<(Vec<People>, Vec<Input>), Problem> {
    let masks = Masks::of(project);
    let mut all = Inputs { project, sources, masks: &masks, found: BTreeMap::new() };
    let mut people: BTreeMap<String, People> = BTreeMap::new();
    for mail in mails {
        let mail = &*mail.open(sources)?;
        all.templates(mail);
        for recipients in mail.recipients.iter().chain(&mail.people) {
            if let Some(found) = table(project, recipients, sources)? {
                people.insert(found.path.clone(), found);
            }
        }
    }
    all.events(mails);
    all.settings();
    all.rules()?;
    Ok((people.into_values().collect(), all.found.into_values().collect()))
}

/// Inputs by what and where they are.
struct Inputs<'a> {
    project: &'a Project,
    sources: &'a Sources,
    masks: &'a Masks<'a>,
    found: BTreeMap<(What, String), Input>,
}

impl Inputs<'_> {
    fn add(&mut self, what: What, path: &str, bytes: &[u8], words: Vec<String>) {
        let known = Input { what, path: path.to_string(), sha256: hash(bytes), words };
        self.found.insert((what, path.to_string()), known);
    }

    fn path(&self, file: FileId) -> String {
        self.sources.file(file).path.clone()
    }

    /// Template, text part, the partials that they include, and the settings.
    fn templates(&mut self, mail: &Mail) {
        if let Some(bytes) = &mail.bytes {
            // A finished message is one recipient's: its words stay out of the seal.
            self.add(What::Template, &mail.path, bytes, Vec::new());
            let settings = words::of_keys(&mail.tree, None).join("\n");
            self.add(What::Mail, &mail.path, settings.as_bytes(), Vec::new());
            return;
        }
        let html = mail.kind_of_body == BodyKind::Html;
        let words = words::of_template(&mail.body, html, self.masks);
        self.add(What::Template, &mail.path, mail.body.text().as_bytes(), words);
        let mut templates = vec![&mail.body];
        if let Some((path, text)) = &mail.text {
            let words = words::of_template(text, false, self.masks);
            self.add(What::Text, path, text.text().as_bytes(), words);
            templates.push(text);
        }
        // Subject and preheader may include partials too; that is told by none but rendering.
        for name in self.included(&templates) {
            let Some(file) = self.project.partials.get(&name) else { continue };
            let (text, path) = (self.sources.text(*file), self.path(*file));
            let words = words::of_template(&text, !path.contains(".txt"), self.masks);
            self.add(What::Partial, &path, text.text().as_bytes(), words);
        }
        let lines = words::of_keys(&mail.tree, None);
        let masked = words::of_keys(&mail.tree, Some(self.masks));
        let before = self.found.remove(&(What::Mail, mail.path.clone())).map(|known| (known.words, known.sha256));
        // Several entries of the settings may send one template.
        let (mut words, mut bytes) = before.unwrap_or_default();
        words.extend(masked);
        bytes.push_str(&lines.join("\n"));
        self.add(What::Mail, &mail.path, bytes.as_bytes(), words);
    }

    /// The names of the partials that templates include, and those that these include; all where that cannot be told.
    fn included(&self, templates: &[&Traced]) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        let mut open: Vec<Traced> = templates.iter().map(|text| (*text).clone()).collect();
        while let Some(text) = open.pop() {
            let Some(found) = template::includes(&text) else {
                return self.project.partials.keys().cloned().collect();
            };
            for name in found {
                if let Some(file) = self.project.partials.get(&name).filter(|_| !names.contains(&name)) {
                    open.push(self.sources.text(*file));
                    names.insert(name);
                }
            }
        }
        names
    }

    /// The events that the mails are about or may speak of with their values; all others, to be compared.
    fn events(&mut self, mails: &[&Mail]) {
        let mut near: BTreeSet<FileId> = BTreeSet::new();
        for mail in mails {
            // Which event it is may be what the check could not tell; then all are the same to it.
            let own = self.project.event_of(mail).unwrap_or_default();
            let further = own.iter().flat_map(|event| event.next.iter().chain(&event.mentions)).chain(&mail.mentions);
            near.extend(further.filter_map(|reference| self.named(reference)).map(|event| event.file));
            near.extend(own.iter().map(|event| event.file));
        }
        for event in &self.project.events {
            let (path, bytes) = (self.path(event.file), self.sources.file(event.file).bytes.clone());
            match near.contains(&event.file) {
                true => self.add(What::Event, &path, &bytes, words::of_keys(&event.tree, Some(self.masks))),
                false => self.add(What::OtherEvent, &path, &bytes, Vec::new()),
            }
        }
        if let Some(previous) = &self.project.previous {
            let bytes = self.sources.file(previous.file).bytes.clone();
            self.add(What::Previous, &previous.path, &bytes, Vec::new());
        }
    }

    /// The event of the project that a reference names; one that is written out in place lies in the file that names it.
    fn named(&self, reference: &EventRef) -> Option<&Event> {
        let EventRef::Id(id) = reference else { return None };
        self.project.events.iter().find(|event| event.id.text() == id.text())
    }

    fn settings(&mut self) {
        let Some(file) = self.project.settings.file else { return };
        let words = match yaml::read(&self.sources.text(file)).root {
            Some(root) => words::of_keys(&root, Some(self.masks)),
            None => Vec::new(),
        };
        let bytes = self.sources.file(file).bytes.clone();
        self.add(What::Settings, &self.path(file), &bytes, words);
    }

    fn rules(&mut self) -> Result<(), Problem> {
        let settings = &self.project.settings;
        let of_packs = settings.pack_folders.iter().flat_map(|folder| &folder.files);
        let files: Vec<&String> = settings.rule_files.iter().chain(of_packs).collect();
        for path in files {
            let bytes = match self.sources.known(path) {
                Some(file) => self.sources.file(file).bytes.to_vec(),
                None => self.sources.bytes(&self.project.root.join(path), path)?,
            };
            let text = Traced::made(&String::from_utf8_lossy(&bytes));
            let tree = yaml::read(&text).root;
            let words = tree.as_ref().map(|root: &Node| words::of_keys(root, Some(self.masks))).unwrap_or_default();
            self.add(What::Rule, path, &bytes, words);
        }
        let mut all = Sha256::new();
        for text in rules::built_in_texts() {
            all.update(text.as_bytes());
            all.update([0]);
        }
        let known = Input { what: What::BuiltInRules, path: String::new(), sha256: hex(&all), words: Vec::new() };
        self.found.insert((What::BuiltInRules, String::new()), known);
        Ok(())
    }
}

/// A recipients' file: its columns, and how many rows it has.
fn table(project: &Project, recipients: &Recipients, sources: &Sources) -> Result<Option<People>, Problem> {
    let Some(file) = recipients.file else { return Ok(None) };
    let path = sources.file(file).path.clone();
    // Of a workbook the text of a sheet was read; the file itself is what counts.
    let bytes = read(&project.root.join(&path), &path)?;
    Ok(Some(People {
        sha256: hash(&bytes),
        columns: recipients.columns.iter().map(|column| column.header.text().trim().to_string()).collect(),
        rows: recipients.len(),
        path,
    }))
}

fn read(disk: &Path, shown: &str) -> Result<Vec<u8>, Problem> {
    std::fs::read(disk).map_err(|error| {
        let message = Message::new(
            format!("« {shown} » ne peut pas être lu : {error}"),
            format!("“{shown}” cannot be read: {error}"),
        );
        Problem::new("file-unreadable", message).in_path(shown)
    })
}

/// The SHA-256 of bytes, in hexadecimal digits.
pub(super) fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::new_with_prefix(bytes))
}

fn hex(hash: &Sha256) -> String {
    hash.clone().finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
