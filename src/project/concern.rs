//! Which mails a path of the command line means: itself where it is a mail, else the mails that use it.
//!
//! A file is used by a mail that is bound to it, mentions it or whose event's `next` it is (an event), includes it
//! through whatever partials (a partial), has it as text part, recipients or settings; `presend.yaml` and rules are
//! used by all mails. How templates include is told by [`Request::includes`](super::Request): this room reads none.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use super::collect::{Candidate, add, is_of_repository};
use super::load::Loader;
use super::mail_reader::{body_kind, is_template};
use super::{Binding, BodyKind, Engine, Event, EventRef, Mail, formats, paths};
use crate::language::Message;
use crate::source::{Problem, Traced};
use crate::yaml::Node;

/// A mail that the settings list, with what it uses.
pub(super) struct Known {
    candidate: Candidate,
    /// `None` where it cannot be read: it may use anything.
    mail: Option<Mail>,
    /// The paths of its text part, recipients and settings, present or not.
    uses: Vec<String>,
}

/// What a file of the project is to its mails.
enum Role {
    /// Settings or a rule.
    Everybody,
    /// The event of this id.
    Event(String),
    /// The event of this id, whose file is gone.
    Gone(String),
    /// The partial of this name.
    Partial(String),
    /// Something that a mail's settings name.
    Part,
}

impl Loader<'_> {
    /// The mails that a path of the command line means.
    pub(super) fn path(&mut self, path: &Path, out: &mut Vec<Candidate>) {
        let disk = paths::clean(&self.cwd.join(path));
        let shown = paths::shown(&self.root, &disk);
        if self.request.changed {
            self.changed_path(&disk, &shown, out);
            return;
        }
        if disk.is_dir() {
            if self.excluded.is_match(&shown) {
                self.aside.excluded.push(shown);
            } else {
                self.folder(&disk, out);
            }
            return;
        }
        if !disk.is_file() {
            self.reader.problems.push(missing(&shown));
            return;
        }
        if self.settings.file.is_some() && disk.starts_with(&self.root) && paths::leads_out(&self.root, &disk) {
            self.reader.problems.push(paths::link_out(&shown));
            return;
        }
        // A listed template of a page is a mail; any other may be a part of one.
        let template = is_template(&shown) && !self.is_partial(&shown);
        let alone = template && body_kind(&shown) == BodyKind::Html && self.is_listed(&shown);
        let mut users = if alone { Vec::new() } else { self.users(&shown) };
        if users.is_empty() {
            users = self.beside_settings(&disk, &shown);
        }
        if !users.is_empty() {
            add(out, users);
        } else if self.excluded.is_match(&shown) {
            self.aside.excluded.push(shown);
        } else if template {
            let found = self.candidates(disk, shown);
            add(out, found);
        } else if self.is_data(&shown) {
            self.aside.unused.push(shown);
        } else {
            self.reader.problems.push(formats::not_a_mail(&shown));
        }
    }

    /// A changed file of the repository, which may be none of a mail's business, or be gone.
    fn changed_path(&mut self, disk: &Path, shown: &str, out: &mut Vec<Candidate>) {
        let mut found = self.users(shown);
        let role = self.role(shown);
        if found.is_empty() && role.is_none() {
            found = match disk.is_file() && is_template(shown) {
                true => self.candidates(disk.to_path_buf(), shown.to_string()),
                false => self.beside_settings(disk, shown),
            };
            found.retain(|one| self.is_mail(&one.shown));
            if let Some(problem) = self.listed_links.iter().find(|one| one.path.as_deref() == Some(shown)) {
                self.reader.problems.push(problem.clone());
                self.aside.concerned += 1;
            }
        }
        // Events are held against one another, and settings and rules read, whether a mail uses them or not.
        let judged = matches!(role, Some(Role::Everybody | Role::Event(_))) && disk.is_file();
        if !found.is_empty() || judged || self.settings_unread() {
            self.aside.concerned += 1;
        }
        add(out, found);
    }

    /// The templates beside `NAME.mail.yaml` that it is for, listed or not.
    fn beside_settings(&mut self, disk: &Path, shown: &str) -> Vec<Candidate> {
        let Some(stem) = [".mail.yaml", ".mail.yml"].iter().find_map(|end| shown.strip_suffix(end)) else {
            return Vec::new();
        };
        let mut out = Vec::new();
        for path in paths::walk(disk.parent().unwrap_or(&self.root), 1) {
            let other = paths::shown(&self.root, &path);
            if is_template(&other) && paths::stem(&other) == stem && !self.excluded.is_match(&other) {
                out.extend(self.candidates(path, other));
            }
        }
        out
    }

    /// Whether a changed template is a mail: one that the settings list; where they list none, any that is not one of
    /// the repository's own pages.
    fn is_mail(&mut self, shown: &str) -> bool {
        match self.settings.mails.is_empty() {
            true => {
                let inside = !paths::leads_out(&self.root, &self.root.join(shown));
                inside && is_template(shown) && !is_of_repository(shown) && !self.excluded.is_match(shown)
            }
            false => self.is_listed(shown),
        }
    }

    fn is_listed(&mut self, shown: &str) -> bool {
        if self.listed_paths.is_none() {
            let before = self.reader.problems.len();
            self.listed_paths = Some(self.listed_mails().into_iter().map(|one| one.shown).collect());
            let met = self.reader.problems.drain(before..);
            self.listed_links = met.filter(|one| one.code == "path-outside").collect();
        }
        self.listed_paths.as_ref().is_some_and(|listed| listed.contains(shown))
    }

    pub(super) fn is_partial(&self, shown: &str) -> bool {
        let file = self.reader.sources.known(shown);
        file.is_some_and(|file| self.partials.values().any(|partial| *partial == file))
    }

    /// Whether a file is of a kind that mails use.
    fn is_data(&self, shown: &str) -> bool {
        let name = shown.to_ascii_lowercase();
        let known = [".yaml", ".yml", ".csv", ".tsv", ".xlsx", ".xlsm"].iter().any(|end| name.ends_with(end));
        known || self.is_partial(shown)
    }

    /// `presend.yaml` is there and cannot be read: what a mail is, nobody knows.
    fn settings_unread(&self) -> bool {
        self.settings.file.is_none() && paths::SETTINGS_NAMES.iter().any(|name| self.root.join(name).is_file())
    }

    fn role(&self, shown: &str) -> Option<Role> {
        let settings = &self.settings;
        let mut of_packs = settings.pack_folders.iter().flat_map(|pack| &pack.files);
        if paths::SETTINGS_NAMES.contains(&shown)
            || settings.rule_files.iter().any(|path| path == shown)
            || of_packs.any(|path| path == shown)
        {
            return Some(Role::Everybody);
        }
        if let Some((_, id)) = self.event_files.iter().find(|(path, _)| path == shown) {
            return Some(Role::Event(id.clone()));
        }
        if let Some(name) = self.partial_name(shown) {
            return Some(Role::Partial(name));
        }
        let known = self.known.iter().flatten();
        let mut parts = known.flat_map(|known| &known.uses);
        parts.any(|path| path == shown).then_some(Role::Part).or_else(|| self.gone_event(shown))
    }

    /// The event of a file that is gone: its id is the stem, as far as can be told, and no event bears it now.
    fn gone_event(&self, shown: &str) -> Option<Role> {
        let stem = shown.strip_suffix(".yaml").or_else(|| shown.strip_suffix(".yml"))?.rsplit('/').next()?;
        let gone = !self.root.join(shown).exists() && !self.events.iter().any(|event| event.id.text() == stem);
        gone.then(|| Role::Gone(stem.to_string()))
    }

    /// The name under which templates include a file, present or gone.
    fn partial_name(&self, shown: &str) -> Option<String> {
        let sources = self.reader.sources;
        let known = self.partials.iter().find(|(_, file)| sources.path(**file) == shown);
        known.map(|(name, _)| name.clone()).or_else(|| {
            let folder = self.settings.partials.as_ref().map_or("partials", |written| written.text().trim());
            let folder = paths::shown(&self.root, &self.root.join(folder));
            let inner = shown.strip_prefix(&folder)?.strip_prefix('/')?;
            (self.settings.file.is_some() && is_template(inner)).then(|| paths::stem(inner).to_string())
        })
    }

    /// The mails of the settings that use a file.
    fn users(&mut self, shown: &str) -> Vec<Candidate> {
        self.know();
        match self.role(shown) {
            None => Vec::new(),
            // What is wrong with the list itself belongs to the settings, and is told.
            Some(Role::Everybody) => self.listed_mails(),
            Some(Role::Event(id)) => self.those(|loader, known| {
                let about = |mail: &Mail| !matches!(mail.event, Binding::Ids(_)) || loader.names(mail, &id);
                known.mail.as_ref().is_none_or(about)
            }),
            Some(Role::Gone(id)) => {
                self.those(|loader, known| known.mail.as_ref().is_some_and(|mail| loader.names(mail, &id)))
            }
            Some(Role::Partial(name)) => {
                self.those(|loader, known| known.mail.as_ref().is_none_or(|mail| loader.includes(mail, &name)))
            }
            Some(Role::Part) => {
                let found = self.those(|_, known| known.uses.iter().any(|path| path == shown));
                found.into_iter().map(|one| Candidate { named: true, ..one }).collect()
            }
        }
    }

    fn those(&self, wanted: impl Fn(&Self, &Known) -> bool) -> Vec<Candidate> {
        let known = self.known.iter().flatten();
        known.filter(|known| wanted(self, known)).map(|known| known.candidate.clone()).collect()
    }

    /// Reads the mails of the settings, once. What is wrong with them is told where they are checked.
    fn know(&mut self) {
        if self.known.is_some() {
            return;
        }
        let before = self.reader.problems.len();
        let mut known = Vec::new();
        for candidate in self.listed_mails() {
            let loaded = self.mail(&candidate);
            let (mail, uses) = loaded.map_or((None, Vec::new()), |loaded| (Some(loaded.mail), loaded.uses));
            known.push(Known { candidate, mail, uses });
        }
        // The text part of another is no mail.
        let text = |known: &Known| known.mail.as_ref()?.text.as_ref().map(|(path, _)| path.clone());
        let texts: HashSet<String> = known.iter().filter_map(text).collect();
        known.retain(|known: &Known| !texts.contains(&known.candidate.shown));
        self.known = Some(known);
        self.reader.problems.truncate(before);
    }

    /// Whether a mail is bound to an event, mentions it, or is bound to one that mentions it or has it as its next.
    fn names(&self, mail: &Mail, id: &str) -> bool {
        let ids: &[Traced] = if let Binding::Ids(ids) = &mail.event { ids } else { &[] };
        let named = |reference: &EventRef| matches!(reference, EventRef::Id(other) if other.text() == id);
        let is_own = |event: &&Event| ids.first().is_some_and(|own| own.text() == event.id.text());
        let mut own = self.events.iter().filter(is_own);
        ids.iter().any(|own| own.text() == id)
            || mail.mentions.iter().any(named)
            || own.any(|own| own.next.iter().chain(&own.mentions).any(named))
    }

    /// Whether a mail includes a partial, through whatever others.
    fn includes(&self, mail: &Mail, name: &str) -> bool {
        let Some(includes) = self.request.includes else { return true };
        if mail.eml || mail.engine == Engine::None {
            return false;
        }
        // Of a mail that cannot be read again nothing can be told, as of one that was never read.
        let Ok(mail) = mail.open(self.reader.sources) else { return true };
        let settings = [&mail.subject, &mail.preheader, &mail.from, &mail.reply_to].into_iter().flatten();
        let mut texts: Vec<Traced> = settings.chain(mail.text.as_ref().map(|(_, text)| text)).cloned().collect();
        texts.push(mail.body.clone());
        let mut seen: HashSet<String> = HashSet::new();
        while let Some(text) = texts.pop() {
            let Some(names): Option<BTreeSet<String>> = includes(&text) else { return true };
            for included in names {
                if included == name {
                    return true;
                }
                if let Some(file) = self.partials.get(&included)
                    && seen.insert(included)
                {
                    texts.push(self.reader.sources.text(*file));
                }
            }
        }
        false
    }

    /// A template by its path: with each of its entries, else alone.
    pub(super) fn candidates(&mut self, disk: PathBuf, shown: String) -> Vec<Candidate> {
        let entries: Vec<Node> =
            self.settings.mails.iter().filter(|item| self.is_entry_of(item, &shown)).cloned().collect();
        if entries.is_empty() {
            return vec![Candidate { disk, shown, named: true, entry: None, file: None }];
        }
        let with =
            |entry| Candidate { disk: disk.clone(), shown: shown.clone(), named: true, entry: Some(entry), file: None };
        entries.into_iter().map(with).collect()
    }
}

fn missing(shown: &str) -> Problem {
    Problem::new("file-missing", Message::new(format!("« {shown} » n'existe pas"), format!("“{shown}” does not exist")))
        .help(Message::new("Vérifier le chemin.", "Check the path."))
        .in_path(shown)
}
