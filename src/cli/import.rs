//! `presend import FORMAT FILE`: an event.yaml or recipients.csv out of a platform's export, on standard output or in
//! a new file; what was noticed, what is missing and what to type next, on standard error.

use std::io::{Read as _, Write};
use std::path::Path;

use jiff::civil::{Date, DateTime};

use crate::finding::Level;
use crate::import::{self, Imported, Input, Kind, Options};
use crate::language::{Language, Message};
use crate::project::Project;
use crate::source::{MAX_BYTES, Problem, Sources};

use super::args::{Import, LanguageArg};
use super::commands::{complain, language, now, unwritable};

/// Imports. Exit 2 where nothing could be written.
pub(super) fn run(args: &Import, out: &mut dyn Write) -> u8 {
    let sources = Sources::new();
    let language = language(args.language, &Project::default());
    match imported(args, &sources, language) {
        Ok(imported) => match write(args, &imported, language, out) {
            Ok(()) => {
                let mut err = std::io::stderr().lock();
                let _ = write!(err, "{}", closing(args, &imported).get(language));
                0
            }
            Err(problem) => complain(&[problem], &sources, language),
        },
        Err(problem) => complain(&[problem], &sources, language),
    }
}

fn imported(args: &Import, sources: &Sources, language: Language) -> Result<Imported, Problem> {
    if let Some(out) = &args.out
        && !args.force
        && out.symlink_metadata().is_ok()
    {
        return Err(there(&out.to_string_lossy()));
    }
    let start = args.start.as_deref().map(start).transpose()?;
    let mut problems = Vec::new();
    let today = now(args.now.as_deref(), Level::Info, &mut problems).now.date();
    if let Some(problem) = problems.pop() {
        return Err(problem);
    }
    let date = args.date.as_deref().map(date).transpose()?;
    let timezone = args.timezone.as_deref().map(zone).transpose()?;
    let inputs = args.files.iter().map(|file| input(sources, file)).collect::<Result<Vec<Input>, Problem>>()?;
    let calendar = args.ics.as_ref().map(|file| input(sources, file)).transpose()?;
    let options = Options { sources, language, start, today, date, timezone, name: args.name.clone(), calendar };
    import::import(args.format, &inputs, &options)
}

fn input(sources: &Sources, file: &Path) -> Result<Input, Problem> {
    let shown = file.to_string_lossy().replace('\\', "/");
    if shown != "-" {
        return import::read(sources, import::Bytes::Disk(file), &shown);
    }
    let mut bytes = Vec::new();
    // One byte more than is taken tells that there is more.
    let read = std::io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes);
    if let Err(error) = read {
        let message = Message::new(
            format!("l'entrée standard ne peut pas être lue : {error}"),
            format!("standard input cannot be read: {error}"),
        );
        return Err(Problem::new("file-unreadable", message));
    }
    if bytes.len() as u64 > MAX_BYTES {
        let message = Message::new(
            "l'entrée standard dépasse 20 Mo, ce que presend lit au plus",
            "standard input has more than the 20 MB that presend reads at most",
        );
        return Err(Problem::new("file-too-large", message));
    }
    import::read(sources, import::Bytes::Given(bytes), "-")
}

fn start(said: &str) -> Result<DateTime, Problem> {
    said.trim().replace(' ', "T").parse::<DateTime>().ok().filter(|_| said.contains(':')).ok_or_else(|| {
        let message = Message::new(
            format!("--start {said} : écrire par exemple 2026-11-17T14:00"),
            format!("--start {said}: write for instance 2026-11-17T14:00"),
        );
        Problem::new("usage", message)
    })
}

fn date(said: &str) -> Result<Date, Problem> {
    said.trim().parse::<Date>().ok().filter(|_| said.trim().len() == 10).ok_or_else(|| {
        let message = Message::new(
            format!("--date {said} : écrire par exemple 2026-11-17"),
            format!("--date {said}: write for instance 2026-11-17"),
        );
        Problem::new("usage", message)
    })
}

fn zone(said: &str) -> Result<String, Problem> {
    jiff::tz::TimeZone::get(said).map(|zone| zone.iana_name().unwrap_or(said).to_string()).map_err(|_| {
        let message = Message::new(
            format!("--timezone {said} : écrire par exemple Europe/Paris"),
            format!("--timezone {said}: write for instance Europe/Paris"),
        );
        Problem::new("usage", message)
    })
}

fn there(path: &str) -> Problem {
    let message = Message::new(format!("« {path} » existe déjà"), format!("“{path}” is there already"));
    Problem::new("file-exists", message).help(Message::new(
        "Donner un autre nom, ou ajouter --force pour le remplacer.",
        "Give another name, or add --force to replace it.",
    ))
}

/// Writes the file, or prints it.
fn write(args: &Import, imported: &Imported, language: Language, out: &mut dyn Write) -> Result<(), Problem> {
    let text = imported.text(language);
    let Some(path) = &args.out else {
        let _ = out.write_all(text.as_bytes());
        return Ok(());
    };
    let shown = path.to_string_lossy();
    let told = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => there(&shown),
        _ => unwritable(&shown, &error),
    };
    let mut open = std::fs::OpenOptions::new();
    let open =
        if args.force { open.write(true).create(true).truncate(true) } else { open.write(true).create_new(true) };
    open.open(path).and_then(|mut file| file.write_all(text.as_bytes())).map_err(told)
}

/// What was written, what was noticed, what is missing, and what to type next.
fn closing(args: &Import, imported: &Imported) -> Message {
    let mut fr = String::new();
    let mut en = String::new();
    let out = args.out.as_ref().map(|path| path.to_string_lossy().into_owned());
    if let Some(out) = &out {
        fr.push_str(&format!("Écrit : {out}\n"));
        en.push_str(&format!("Written: {out}\n"));
    }
    for note in &imported.notes {
        fr.push_str(&format!("{}\n", note.fr));
        en.push_str(&format!("{}\n", note.en));
    }
    let missing: (Vec<&str>, Vec<&str>) = imported.missing.iter().map(|one| (one.fr.as_str(), one.en.as_str())).unzip();
    if !imported.missing.is_empty() {
        fr.push_str(&format!("Il manque : {}.\n", missing.0.join(", ")));
        en.push_str(&format!("Missing: {}.\n", missing.1.join(", ")));
    }
    let (file, next) = match &imported.kind {
        Kind::Event(_) => ("event.yaml", "--event"),
        Kind::People(_) => ("recipients.csv", "--event event.yaml --recipients"),
    };
    let next = match &out {
        Some(out) => format!("presend check mail.html {next} {}", word(out)),
        None => again(args, file),
    };
    fr.push_str(&format!("Ensuite : {next}\n"));
    en.push_str(&format!("Next: {next}\n"));
    Message::new(fr, en)
}

/// The same command, into a file.
fn again(args: &Import, file: &str) -> String {
    let mut words = vec!["presend import".to_string(), args.format.word().to_string()];
    words.extend(args.files.iter().map(|file| word(&file.to_string_lossy())));
    let ics = args.ics.as_ref().map(|file| file.to_string_lossy().into_owned());
    let language = args.language.map(|language| match language {
        LanguageArg::Fr => "fr".to_string(),
        LanguageArg::En => "en".to_string(),
    });
    let options = [
        ("--name", &args.name),
        ("--date", &args.date),
        ("--start", &args.start),
        ("--timezone", &args.timezone),
        ("--ics", &ics),
        ("--language", &language),
    ];
    for (option, value) in options {
        if let Some(value) = value {
            words.extend([option.to_string(), word(value)]);
        }
    }
    words.extend(["--out".to_string(), file.to_string()]);
    words.join(" ")
}

/// A word as a shell takes it.
fn word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._-/:=+,@".contains(c);
    if text.chars().all(plain) { text.to_string() } else { format!("'{}'", text.replace('\'', "'\\''")) }
}
