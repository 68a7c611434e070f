//! Loading a project from disk: settings, then events, then partials, then mails.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use globset::GlobSet;

use super::concern::Known;
use super::event_reader::{self, Defaults, Place};
use super::paths;
use super::read::Reader;
use super::settings_reader;
use super::{Event, Project, Settings};
use crate::finding::Aside;
use crate::language::{Language, Message};
use crate::source::{Accept, FileId, Problem, Sources, Traced};
use crate::work::{self, Stage};
use crate::yaml::{self, Node};

/// What the command line says about a project. Paths are relative to `cwd`.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The paths to check; none: the mails that the settings list.
    pub paths: Vec<PathBuf>,
    /// `--event`: an event's id, or the path of its file.
    pub event: Option<String>,
    /// `--events`: a glob that replaces the settings' `events`.
    pub events: Option<String>,
    /// `--recipients`: a file.
    pub recipients: Option<PathBuf>,
    /// `--send-at`.
    pub send_at: Option<String>,
    /// `--subject`.
    pub subject: Option<String>,
    /// `--audience`.
    pub audience: Option<String>,
    /// `--previous`: an old mail.
    pub previous: Option<PathBuf>,
    /// A mail from standard input, with `--stdin-filename`.
    pub stdin: Option<(Vec<u8>, Option<String>)>,
    /// The current folder, absolute.
    pub cwd: PathBuf,
    /// The system's or the command line's language, where the settings give none.
    pub language: Option<Language>,
    /// The paths are changed files of a repository: those that concern no mail are passed over, and counted.
    pub changed: bool,
    /// Which partials a template includes; where it is `None`, or answers so, any of them.
    pub includes: Option<Includes>,
}

/// The names of the partials that a template includes, where that can be told.
pub type Includes = fn(&Traced) -> Option<BTreeSet<String>>;

/// The root of the project to which a path belongs, present or not: the folder of the nearest `presend.yaml`.
pub fn root_of(path: &Path) -> Option<PathBuf> {
    paths::find_settings(paths::clean(path).parent()?)
}

/// Loads a project as far as it can be read.
pub fn load(sources: &Sources, request: &Request) -> Project {
    let _project = work::enter(Stage::Project);
    let cwd = paths::clean(&request.cwd);
    let found = paths::find_settings(&start(request, &cwd));
    let mut loader = Loader::new(sources, request, found.clone().unwrap_or(cwd));
    if found.is_some() {
        loader.read_settings();
    }
    loader.read_events();
    loader.read_partials();
    loader.finish()
}

/// The files of a project that is held in memory, by the paths under which [`Sources::add`] took them.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// `presend.yaml`.
    pub settings: Option<String>,
    /// The events' files.
    pub events: Vec<String>,
    /// The partials: name and path.
    pub partials: Vec<(String, String)>,
    /// The mails, each as if the command line named it.
    pub mails: Vec<String>,
}

/// Loads a project whose files are all in memory: nothing is searched for on disk, and `request.paths` do not count.
pub fn load_files(sources: &Sources, request: &Request, files: &Files) -> Project {
    let mut loader = Loader::new(sources, request, paths::clean(&request.cwd));
    if let Some(name) = &files.settings {
        loader.take_settings(name);
    }
    for shown in &files.events {
        let disk = loader.root.join(shown);
        loader.read_event(&disk, shown);
    }
    loader.read_sending();
    loader.check_ids();
    for (name, shown) in &files.partials {
        match sources.read(&loader.root.join(shown), shown, Accept::Utf8) {
            Ok(file) => {
                loader.partials.insert(name.clone(), file);
            }
            Err(problem) => loader.reader.problems.push(problem),
        }
    }
    let mails = files.mails.iter().map(|shown| (loader.root.join(shown), shown.clone())).collect();
    loader.finish_with(mails)
}

/// Whether a file that a glob of events matches is none: no YAML, the settings, or a mail's settings.
fn is_other_file(shown: &str) -> bool {
    let name = shown.to_ascii_lowercase();
    let yaml = name.ends_with(".yaml") || name.ends_with(".yml");
    let mail = name.ends_with(".mail.yaml") || name.ends_with(".mail.yml");
    !yaml || mail || paths::SETTINGS_NAMES.contains(&name.as_str())
}

/// Where the search for the settings begins: at the first path, else in the current folder.
fn start(request: &Request, cwd: &Path) -> PathBuf {
    let name = request.stdin.as_ref().and_then(|(_, name)| name.as_deref()).map(PathBuf::from);
    let Some(path) = request.paths.first().cloned().or(name) else { return cwd.to_path_buf() };
    let path = paths::clean(&cwd.join(path));
    if path.is_dir() { path } else { path.parent().map_or_else(|| cwd.to_path_buf(), Path::to_path_buf) }
}

/// A project while it is loaded.
pub(super) struct Loader<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) request: &'a Request,
    pub(super) root: PathBuf,
    pub(super) cwd: PathBuf,
    pub(super) settings: Settings,
    /// What the command line says of every mail.
    pub(super) command_line: Node,
    pub(super) excluded: GlobSet,
    pub(super) events: Vec<Event>,
    pub(super) sending: Option<String>,
    pub(super) partials: BTreeMap<String, FileId>,
    /// Recipients' files that were read, by path, with what was wrong with them.
    pub(super) tables: BTreeMap<String, (Option<super::Recipients>, Vec<Problem>)>,
    /// The events' files, read or not, with their ids.
    pub(super) event_files: Vec<(String, String)>,
    /// The files that the mail which is being read uses.
    pub(super) uses: Vec<String>,
    /// The mails that the settings list, once a path asks for those that use it.
    pub(super) known: Option<Vec<Known>>,
    /// Their paths, once a path asks for them.
    pub(super) listed_paths: Option<BTreeSet<String>>,
    /// What was wrong with those that are links out of the project.
    pub(super) listed_links: Vec<Problem>,
    pub(super) aside: Aside,
}

impl<'a> Loader<'a> {
    fn new(sources: &'a Sources, request: &'a Request, root: PathBuf) -> Loader<'a> {
        Loader {
            reader: Reader::new(sources),
            request,
            root,
            cwd: paths::clean(&request.cwd),
            settings: Settings::default(),
            command_line: super::mail_loader::command_line(sources, request),
            excluded: GlobSet::empty(),
            events: Vec::new(),
            sending: None,
            partials: BTreeMap::new(),
            tables: BTreeMap::new(),
            event_files: Vec::new(),
            uses: Vec::new(),
            known: None,
            listed_paths: None,
            listed_links: Vec::new(),
            aside: Aside::default(),
        }
    }

    pub(super) fn sources(&self) -> &Sources {
        self.reader.sources
    }

    /// Reads a YAML file to its tree; what is wrong with it is told.
    pub(super) fn yaml(&mut self, disk: &Path, shown: &str) -> Option<(FileId, Node)> {
        let file = match self.sources().read(disk, shown, Accept::Utf8) {
            Ok(file) => file,
            Err(problem) => {
                self.reader.problems.push(problem);
                return None;
            }
        };
        let document = yaml::read(&self.sources().text(file));
        let whole = self.sources().file(file).span(file);
        let unread = document.root.is_none() && !document.problems.is_empty();
        for problem in document.problems {
            self.reader.problems.push(if problem.span.is_none() { problem.at(whole) } else { problem });
        }
        self.reader.remarks.extend(document.remarks);
        if unread {
            return None;
        }
        Some((file, document.root.filter(|root| !root.is_null()).unwrap_or_else(|| Node::empty(whole))))
    }

    fn read_settings(&mut self) {
        let present: Vec<&str> =
            paths::SETTINGS_NAMES.iter().copied().filter(|name| self.root.join(name).is_file()).collect();
        if let [first, second] = present[..] {
            let problem = Problem::new(
                "settings-twice",
                Message::new(
                    format!("« {first} » et « {second} » sont là tous les deux : « {first} » est retenu"),
                    format!("“{first}” and “{second}” are both there: “{first}” is used"),
                ),
            )
            .help(Message::new(format!("Supprimer `{second}`."), format!("Delete `{second}`.")))
            .in_path(second);
            self.reader.problems.push(problem);
        }
        if let Some(name) = present.first() {
            self.take_settings(name);
        }
    }

    /// Reads the settings of a name in the root.
    fn take_settings(&mut self, name: &str) {
        let disk = self.root.join(name);
        if paths::leads_out(&self.root, &disk) {
            return self.reader.problems.push(paths::link_out(name));
        }
        let Some((file, tree)) = self.yaml(&disk, name) else { return };
        self.settings = settings_reader::settings(&mut self.reader, &tree, file);
        let (excluded, problems) = paths::glob_set(&self.settings.exclude, true);
        self.excluded = excluded;
        self.reader.problems.extend(problems);
        let rules = self.settings.rules.clone();
        for path in self.listed(&rules) {
            let shown = paths::shown(&self.root, &path);
            self.settings.rule_files.push(shown);
        }
        self.read_packs();
    }

    /// The files that globs of the settings list, inside the project, in the order of their paths.
    pub(super) fn listed(&mut self, patterns: &[Traced]) -> Vec<PathBuf> {
        let mut out = Vec::new();
        for pattern in patterns {
            if let Err(problem) = paths::inside(&self.root, "", pattern) {
                self.reader.problems.push(problem);
                continue;
            }
            let (found, problems) = paths::expand(&self.root, pattern);
            self.reader.problems.extend(problems);
            for path in found {
                if paths::leads_out(&self.root, &path) {
                    self.reader.problems.push(paths::link_out(&paths::shown(&self.root, &path)));
                } else {
                    out.push(path);
                }
            }
        }
        out.sort();
        out.dedup();
        out
    }

    /// Defaults that events and mails take from the settings.
    pub(super) fn defaults(&self) -> Defaults {
        Defaults { timezone: self.settings.timezone.clone(), language: self.settings.language }
    }

    fn read_events(&mut self) {
        let files = match (&self.request.events, &self.settings.events, self.settings.file) {
            (Some(glob), _, _) => {
                let (found, problems) = paths::expand(&self.cwd, &Traced::made(glob));
                self.reader.problems.extend(problems);
                found
            }
            (None, Some(globs), _) => {
                let globs = globs.clone();
                self.listed(&globs)
            }
            // A project that does not say where its events are has them in the usual places.
            (None, None, Some(_)) => {
                let usual = ["events/*.yaml", "events/*.yml"].map(Traced::made);
                let mut found = self.listed(&usual);
                found.extend(
                    ["event.yaml", "event.yml"].map(|name| self.root.join(name)).into_iter().filter(|p| p.is_file()),
                );
                found
            }
            (None, None, None) => Vec::new(),
        };
        for path in files {
            let shown = paths::shown(&self.root, &path);
            if !self.excluded.is_match(&shown) && !is_other_file(&shown) {
                self.read_event(&path, &shown);
            }
        }
        self.read_sending();
        self.check_ids();
    }

    /// Reads one event's file; returns its id.
    fn read_event(&mut self, path: &Path, shown: &str) -> Option<String> {
        let stem = paths::stem(shown).rsplit('/').next().unwrap_or_default().to_string();
        self.event_files.push((shown.to_string(), stem.clone()));
        let (file, tree) = self.yaml(path, shown)?;
        if !tree.is_map() {
            let message = Message::new(
                "Ce fichier d'événement n'est pas un groupe de clés",
                "This event's file is not a group of keys",
            );
            self.reader.bad(tree.span, message, "title: \"Titre de l'événement\"");
            return None;
        }
        let start = self.sources().file(file).span(file).start;
        let place = Place { file, stem: Some(&stem), span: crate::source::Span::new(file, start, start) };
        let mut defaults = self.defaults();
        defaults.language = defaults.language.or(self.request.language);
        let event = event_reader::event(&mut self.reader, &tree, &place, &defaults);
        let id = event.id.text().to_string();
        if let Some((_, known)) = self.event_files.last_mut() {
            known.clone_from(&id);
        }
        self.events.push(event);
        Some(id)
    }

    /// `--event`: an id, or a path to a file that may be none of the project's.
    fn read_sending(&mut self) {
        let Some(wanted) = self.request.event.clone() else { return };
        if self.events.iter().any(|event| event.id.text() == wanted) {
            self.sending = Some(wanted);
            return;
        }
        let path = paths::clean(&self.cwd.join(&wanted));
        let named_like_file = wanted.ends_with(".yaml") || wanted.ends_with(".yml");
        if path.is_file() || named_like_file && path.exists() {
            let shown = paths::shown(&self.root, &path);
            let known = self.events.iter().find(|event| self.sources().path(event.file) == shown);
            self.sending = match known {
                Some(event) => Some(event.id.text().to_string()),
                None => self.read_event(&path, &shown),
            };
            return;
        }
        self.reader.problems.push(super::binding::unknown_sending(&self.events, &wanted));
        self.sending = Some(wanted);
    }

    /// Two events with one id cannot be told apart.
    fn check_ids(&mut self) {
        let mut seen: BTreeMap<String, FileId> = BTreeMap::new();
        let mut twice = Vec::new();
        for event in &self.events {
            let id = event.id.text().to_string();
            let Some(first) = seen.get(&id) else {
                seen.insert(id, event.file);
                continue;
            };
            let first = self.sources().path(*first);
            let here = self.sources().file(event.file);
            let span = event.id.whole().span().unwrap_or_else(|| crate::source::Span::new(event.file, 0, 0));
            let problem = Problem::new(
                "event-twice",
                Message::new(
                    format!("L'identifiant « {id} » est aussi celui de « {first} »"),
                    format!("The id “{id}” is also that of “{first}”"),
                ),
            )
            .help(Message::new(
                format!("Donner à « {} » un autre « id: ».", here.path),
                format!("Give “{}” another “id:”.", here.path),
            ));
            twice.push(problem.at(span));
        }
        self.reader.problems.extend(twice);
    }

    fn read_partials(&mut self) {
        let folder = match self.settings.partials.clone() {
            Some(written) => match paths::inside(&self.root, "", &written) {
                Ok(folder) if folder.is_dir() => folder,
                Ok(_) => {
                    let shown = written.text();
                    let message = Message::new(
                        format!("Le dossier des morceaux de modèle, « {shown} », n'existe pas"),
                        format!("The folder of template pieces, “{shown}”, does not exist"),
                    );
                    let problem = Problem::new("file-missing", message);
                    self.reader.problems.push(match written.whole().span() {
                        Some(span) => problem.at(span),
                        None => problem.in_path(shown),
                    });
                    return;
                }
                Err(problem) => {
                    self.reader.problems.push(problem);
                    return;
                }
            },
            None if self.settings.file.is_some() => self.root.join("partials"),
            None => return,
        };
        for path in paths::walk_all(&folder) {
            let shown = paths::shown(&self.root, &path);
            if !super::mail_reader::is_template(&shown) {
                continue;
            }
            if paths::leads_out(&self.root, &path) {
                self.reader.problems.push(paths::link_out(&shown));
                continue;
            }
            let name = paths::stem(&paths::shown(&folder, &path)).to_string();
            match self.sources().read(&path, &shown, Accept::Utf8) {
                Ok(file) => {
                    self.partials.entry(name).or_insert(file);
                }
                Err(problem) => self.reader.problems.push(problem),
            }
        }
    }
}
