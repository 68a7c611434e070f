//! `presend init`: files to begin with, each named when it is written, and the command to type next. Nothing that is
//! there is overwritten, but by `--force`; and never a file that others share (`.gitlab-ci.yml`, pre-commit's).

mod text;

use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::{Ci, Init};
use super::commands::{complain, cwd, language, say, unwritable};
use crate::language::{Language, Message};
use crate::project::{self, Project, Request};
use crate::report::clean_line;
use crate::source::{Problem, Sources};

/// A file to write.
struct File {
    path: PathBuf,
    text: String,
    /// What other tools use too is left as it is; what to add to it is shown.
    shared: bool,
}

/// Where things go.
struct Place {
    cwd: PathBuf,
    /// The folder of the project, there or to be.
    project: PathBuf,
    /// The folder with `.git` at or above it.
    repository: Option<PathBuf>,
    /// Whether a presend.yaml is there already.
    has_settings: bool,
    /// The file of the event.
    event: PathBuf,
    /// The words of that file's path, as they are to be typed.
    event_shown: String,
}

/// Writes the files that were asked for, and says what to type next. Exit 2 where one is there already.
pub(super) fn run(args: &Init, out: &mut dyn Write) -> u8 {
    let sources = Sources::new();
    let found = project::load(&sources, &Request { cwd: cwd(), ..Request::default() });
    let language = language(args.language, &found);
    let place = Place::of(args, &found);
    let files = files(args, &place, language);
    match write_all(&files, args.force, &place) {
        Ok(told) => say(out, &format!("{}\n\n{}", told.get(language).trim_end(), next(args, &place).get(language))),
        Err(problem) => complain(&[problem], &sources, language),
    }
}

impl Place {
    fn of(args: &Init, found: &Project) -> Place {
        let cwd = cwd();
        let named = args.path.as_deref().unwrap_or(Path::new(""));
        let project = match (args.project, &found.settings.file) {
            (true, _) => cwd.join(named),
            (false, Some(_)) => found.root.clone(),
            (false, None) => cwd.clone(),
        };
        let is_folder = args.path.is_none() || named.to_string_lossy().ends_with(['/', '\\']) || named.is_dir();
        let event = if is_folder { named.join("event.yaml") } else { named.to_path_buf() };
        let repository = project.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf);
        Place {
            event_shown: project::shown(Path::new(""), &event),
            event: cwd.join(&event),
            has_settings: args.project || found.settings.file.is_some(),
            project,
            repository,
            cwd,
        }
    }

    /// The folder in which CI and pre-commit look.
    fn top(&self) -> &Path {
        self.repository.as_deref().unwrap_or(&self.project)
    }

    /// The project's folder as seen from there; nothing where it is the same one.
    fn below_top(&self) -> Option<String> {
        let below = self.project.strip_prefix(self.top()).ok()?;
        let below = project::shown(Path::new(""), below);
        (!below.is_empty()).then_some(below)
    }

    /// A path as it is printed: from the current folder where it lies in it.
    fn shown(&self, path: &Path) -> String {
        clean_line(&project::shown(&self.cwd, path))
    }
}

/// The files that were asked for. Beside CI's, an event is written only where its path is given: what is to be checked
/// may lie in a folder below.
fn files(args: &Init, place: &Place, language: Language) -> Vec<File> {
    let mut out = Vec::new();
    let more = args.ci.is_some() || args.pre_commit;
    if args.project {
        let own = |(path, text): (PathBuf, String)| File { path: place.project.join(path), text, shared: false };
        out.extend(text::project(language).into_iter().map(own));
    } else if !more || args.path.as_deref().is_some_and(|path| !path.is_dir()) {
        out.push(File { path: place.event.clone(), text: text::event(language), shared: false });
    }
    let below = place.below_top();
    let mut at_top = |path: &str, text: String, shared: bool| {
        out.push(File { path: place.top().join(path), text, shared });
    };
    match args.ci {
        Some(Ci::Github) => at_top(".github/workflows/presend.yml", text::github(below.as_deref()), false),
        Some(Ci::Gitlab) => at_top(".gitlab-ci.yml", text::gitlab(below.as_deref()), true),
        None => {}
    }
    if args.pre_commit {
        at_top(".pre-commit-config.yaml", text::pre_commit(), true);
    }
    out
}

/// Writes all files, or none where one is in the way; gives what was written, and what is to be added by hand.
fn write_all(files: &[File], force: bool, place: &Place) -> Result<Message, Problem> {
    let in_the_way = |file: &&File| !file.shared && !force && file.path.exists();
    let there: Vec<String> = files.iter().filter(in_the_way).map(|file| place.shown(&file.path)).collect();
    if !there.is_empty() {
        return Err(in_place(&there));
    }
    let mut told = Message::default();
    let (shared, fresh): (Vec<&File>, Vec<&File>) = files.iter().partition(|file| file.shared && file.path.exists());
    for file in fresh {
        let shown = place.shown(&file.path);
        write(&file.path, &file.text).map_err(|error| unwritable(&shown, &error))?;
        told.fr.push_str(&format!("Écrit : {shown}\n"));
        told.en.push_str(&format!("Written: {shown}\n"));
    }
    for file in shared {
        let shown = place.shown(&file.path);
        // Its remarks are for whoever reads the whole file, and a list that is there is not begun anew.
        let lines = file.text.lines().filter(|line| !line.starts_with('#') && *line != "repos:");
        let lines: String = lines.map(|line| format!("  {line}\n")).collect();
        told.fr.push_str(&format!("« {shown} » existe déjà, et rien n'y est changé. Y ajouter :\n\n{lines}\n"));
        told.en.push_str(&format!("“{shown}” is there already, and nothing in it is changed. Add to it:\n\n{lines}\n"));
    }
    Ok(told)
}

fn write(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}

fn in_place(there: &[String]) -> Problem {
    let names = there.iter().map(|name| format!("« {name} »")).collect::<Vec<_>>().join(", ");
    let names_en = there.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
    let message = match there.len() {
        1 => Message::new(
            format!("{names} existe déjà : rien n'a été écrit"),
            format!("{names_en} is there already: nothing was written"),
        ),
        _ => Message::new(
            format!("{names} existent déjà : rien n'a été écrit"),
            format!("{names_en} are there already: nothing was written"),
        ),
    };
    Problem::new("file-exists", message).help(Message::new(
        "Donner un autre chemin (presend init CHEMIN), ou remplacer ce qui est là avec --force.",
        "Give another path (presend init PATH), or replace what is there with --force.",
    ))
}

/// What to type next, complete.
fn next(args: &Init, place: &Place) -> Message {
    let mut out = if args.project {
        let folder = project::shown(&place.cwd, &place.project);
        let command =
            if folder.is_empty() { "presend check".to_string() } else { format!("presend check {}", typed(&folder)) };
        Message::new(
            format!("Pour contrôler ces mails :\n\n  {command}\n"),
            format!("To check these mails:\n\n  {command}\n"),
        )
    } else if place.has_settings && (args.ci.is_some() || args.pre_commit) {
        Message::new(
            "Pour contrôler les mails ici :\n\n  presend check\n",
            "To check the mails here:\n\n  presend check\n",
        )
    } else {
        with_event(place)
    };
    if args.pre_commit {
        out.fr.push_str("\nPour que git contrôle avant chaque commit, une fois :\n\n  pre-commit install\n");
        out.en.push_str("\nFor git to check before each commit, once:\n\n  pre-commit install\n");
    }
    let asked = args.ci.is_some() || args.pre_commit;
    if asked && !place.has_settings {
        out.fr.push_str("\nLà-bas, presend contrôle les mails que presend.yaml nomme, et il n'y en a pas encore :\npresend init --project en écrit un.\n");
        out.en.push_str("\nThere, presend checks the mails that presend.yaml names, and there is none yet:\npresend init --project writes one.\n");
    } else if !asked && place.repository.is_some() {
        out.fr.push_str("\nPour contrôler à chaque changement : presend init --ci github (ou gitlab), --pre-commit\n");
        out.en.push_str("\nTo check at each change: presend init --ci github (or gitlab), --pre-commit\n");
    }
    out
}

/// The check of one mail: of the one that lies here, if there is but one.
fn with_event(place: &Place) -> Message {
    let mail = only_mail(&place.cwd);
    let command =
        format!("presend check {} --event {}", mail.as_deref().unwrap_or("mail.eml"), typed(&place.event_shown));
    let mut out = Message::new(
        format!("Y mettre le titre, la date, les noms et les liens de votre événement, puis taper :\n\n  {command}\n"),
        format!("Put your event's title, date, names and links there, then type:\n\n  {command}\n"),
    );
    if mail.is_none() {
        out.fr.push_str("\nmail.eml : le message de test que vous vous êtes envoyé, enregistré au format .eml.\n");
        out.en.push_str("\nmail.eml: the test message that you sent to yourself, saved as .eml.\n");
    }
    out
}

/// The one mail of a folder, as it is to be typed.
fn only_mail(folder: &Path) -> Option<String> {
    let is_mail = |path: &PathBuf| {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
        ["eml", "html", "htm"].contains(&ending.as_str()) && path.is_file()
    };
    let mut mails = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).filter(is_mail);
    let only = mails.next().filter(|_| mails.next().is_none())?;
    let name = only.file_name()?.to_str()?;
    let plain = |c: char| !c.is_control() && !"\"'`$\\!%^".contains(c);
    (name.chars().all(plain) && !name.starts_with('-')).then(|| typed(name))
}

/// A path as it is typed in any shell: in double quotes where it has to be.
fn typed(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._-/:".contains(c);
    let path = clean_line(path);
    if path.chars().all(plain) { path } else { format!("\"{path}\"") }
}
