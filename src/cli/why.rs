//! `presend why`: one place of a mail explained.

use std::io::Write;
use std::path::PathBuf;

use super::args::{ListFormat, Why};
use super::commands::{complain, cwd, language, load_rules, now};
use crate::check;
use crate::check::why::Target;
use crate::finding::Level;
use crate::language::Message;
use crate::project::{self, Project, Request};
use crate::report::{self, clean};
use crate::source::{Problem, Sources, Span};

/// Explains a place; exit 0, 2 where something could not be read, 3 where no mail shows the place.
pub(super) fn run(args: &Why, out: &mut dyn Write) -> u8 {
    let (path, position) = place(&args.place);
    let sources = Sources::new();
    let request = Request {
        paths: vec![PathBuf::from(&path)],
        event: args.asked.event.clone(),
        cwd: cwd(),
        ..Request::default()
    };
    let mut project = project::load(&sources, &request);
    let language = language(args.asked.print.language, &project);
    let (rules, wrong) = load_rules(&sources, &project, &[]);
    project.problems.extend(wrong);
    let mut problems = project.problems.clone();
    let mut ask = now(args.asked.now.as_deref(), Level::Info, &mut problems);
    let mut private = Vec::new();
    let found = match target(args, &path, position, &project, &sources) {
        Ok(target) => {
            ask.place = Some(target);
            let outcome = check::run(&project, &rules, &sources, &ask);
            private = outcome.private;
            if outcome.why.is_none() {
                // What kept a mail from being read may have kept it from showing the place.
                let new = outcome.problems.into_iter().filter(|problem| !problems.contains(problem));
                problems.extend(new.collect::<Vec<_>>());
            }
            outcome.why
        }
        Err(problem) => {
            problems.push(problem);
            None
        }
    };
    let unread = complain(&problems, &sources, language);
    let exit = if unread != 0 { unread } else { 3 * u8::from(found.is_none()) };
    if args.asked.print.format == ListFormat::Json {
        let said = report::why_as_json(found.as_ref(), &sources, language, exit);
        let _ = write!(out, "{}", report::without_private(said, &private));
        return exit;
    }
    match &found {
        Some(found) => {
            let said = report::without_private(report::why_as_text(found, &sources, language), &private);
            let _ = write!(out, "{}", clean(&said));
        }
        None if unread == 0 => {
            let none = Message::new(
                "Aucun destinataire ne reçoit rien de cet endroit : un commentaire, une balise qui n'affiche rien, ou des mots qui n'y sont pas tels quels.",
                "No recipient gets anything of this place: a comment, a tag that prints nothing, or words that do not stand there as typed.",
            );
            let _ = writeln!(std::io::stderr(), "{}", none.get(language));
        }
        None => {}
    }
    exit
}

/// A file, and the line and column after it.
fn place(text: &str) -> (String, Option<(u32, u32)>) {
    let mut parts = text.rsplitn(3, ':');
    let (column, line, path) = (parts.next(), parts.next(), parts.next());
    let number = |part: Option<&str>| part.and_then(|part| part.parse::<u32>().ok());
    match (path, number(line), number(column)) {
        (Some(path), Some(line), Some(column)) => (path.to_string(), Some((line, column))),
        _ => (text.to_string(), None),
    }
}

/// What is asked for.
fn target(
    args: &Why,
    path: &str,
    position: Option<(u32, u32)>,
    project: &Project,
    sources: &Sources,
) -> Result<Target, Problem> {
    let (line, column) = match (position, &args.phrase) {
        (None, Some(phrase)) => return Ok(Target::Phrase(phrase.clone())),
        (Some(position), None) => position,
        _ => {
            let message = Message::new(
                "Il faut un endroit (FICHIER:LIGNE:COLONNE), ou un mail et une phrase",
                "A place is needed (FILE:LINE:COLUMN), or a mail and a phrase",
            );
            return Err(Problem::new("usage", message).help(Message::new(
                "presend why mails/suivi.hbs:12:27, ou presend why mails/suivi.hbs \"mardi 17 novembre\"",
                "presend why mails/follow-up.hbs:12:27, or presend why mails/follow-up.hbs \"17 November\"",
            )));
        }
    };
    let shown = project::shown(&project.root, &cwd().join(path));
    let file = sources.known(&shown).ok_or_else(|| {
        let message =
            Message::new(format!("« {shown} » ne sert à aucun mail"), format!("“{shown}” is used by no mail"));
        Problem::new("file-unused", message).in_path(shown.clone())
    })?;
    let source = sources.file(file);
    let start = source.offset(line, column).ok_or_else(|| {
        let message = Message::new(
            format!("« {shown} » n'a pas de ligne {line}, colonne {column}"),
            format!("“{shown}” has no line {line}, column {column}"),
        );
        Problem::new("usage", message)
    })?;
    // The whole character: a letter may take several bytes.
    let next = source.offset(line, column + 1).filter(|next| *next > start);
    Ok(Target::Place(Span::new(file, start, next.unwrap_or(start + 1))))
}
