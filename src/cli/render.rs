//! `presend render`: what a recipient would get, or what presend read in it.

use std::io::Write;
use std::path::Path;

use super::args::{Render, RenderAs};
use super::commands::{complain, cwd, language, now, unwritable};
use super::outgoing;
use crate::check;
use crate::facts::World;
use crate::finding::Level;
use crate::language::{Language, Message};
use crate::project::{self, Mail, Request};
use crate::source::{Problem, Sources};

/// Prints a mail in one of its forms, or writes it into a folder.
pub(super) fn run(args: &Render, out: &mut dyn Write) -> u8 {
    let sources = Sources::new();
    let request =
        Request { paths: vec![args.mail.clone()], event: args.event.clone(), cwd: cwd(), ..Request::default() };
    let mut project = project::load(&sources, &request);
    let language = language(args.language, &project);
    let mut problems = std::mem::take(&mut project.problems);
    let ask = now(args.now.as_deref(), Level::Info, &mut problems);
    if args.to.is_some() && args.as_what != RenderAs::Eml {
        problems
            .push(Problem::new("usage", Message::new("--to ne va qu'avec --as eml", "--to goes with --as eml only")));
    }
    let world = World::of(&project);
    let Some(mail) = project.mails.first() else {
        complain(&problems, &sources, language);
        return if problems.is_empty() { 3 } else { 2 };
    };
    let row = match row(mail, args.recipient) {
        Ok(row) => row,
        Err(problem) => {
            problems.push(problem);
            return complain(&problems, &sources, language);
        }
    };
    let first = || check::render_first(&world, mail, &sources, row);
    let bytes = match args.as_what {
        RenderAs::Claims => check::claims_of(&world, mail, &sources, &ask, row, language).map(lines),
        RenderAs::Html => first().map(|(rendered, _)| {
            lines(rendered.html.or(rendered.text).map_or_else(String::new, |html| html.text().to_string()))
        }),
        RenderAs::Text => first().map(|(rendered, _)| lines(check::reading_text(&rendered))),
        RenderAs::Eml => first()
            .and_then(|(rendered, _)| {
                problems.extend(rendered.unfilled());
                if let Some(last) = problems.pop_if(|problem| problem.code == "message-unfilled") {
                    return Err(last);
                }
                outgoing::wire(&world, mail, &rendered, row, &ask, args.to.as_deref(), &sources)
            })
            .map(|wire| wire.bytes),
    };
    match bytes {
        Ok(bytes) => {
            let code = match &args.out {
                Some(folder) => write_into(folder, &mail.path, args.as_what, &bytes, &sources, language),
                None => {
                    let _ = out.write_all(&bytes);
                    0
                }
            };
            complain(&problems, &sources, language).max(code)
        }
        Err(problem) => {
            problems.push(problem);
            complain(&problems, &sources, language)
        }
    }
}

/// A text that ends with one line break.
fn lines(text: String) -> Vec<u8> {
    format!("{}\n", text.trim_end()).into_bytes()
}

/// The index of the recipient on a line of their file; the first where none is asked for.
///
/// # Errors
/// A problem where no recipient stands on that line.
pub(super) fn row(mail: &Mail, line: Option<usize>) -> Result<usize, Problem> {
    let Some(line) = line else { return Ok(0) };
    let mut rows = mail.recipients.as_ref().ok_or_else(|| no_row(line))?.rows();
    let mut index = 0;
    while let Some(row) = rows.next() {
        if row.line() as usize == line {
            return Ok(index);
        }
        index += 1;
    }
    Err(no_row(line))
}

/// `--recipient` with a line on which no recipient stands.
fn no_row(line: usize) -> Problem {
    Problem::new(
        "usage",
        Message::new(
            format!("--recipient {line} : aucun destinataire à la ligne {line}"),
            format!("--recipient {line}: no recipient in row {line}"),
        ),
    )
    .help(Message::new(
        "Donner le numéro d'une ligne du fichier des destinataires, en comptant celle des titres.",
        "Give the number of a row of the recipients' file, counting the row of headers.",
    ))
}

fn write_into(folder: &Path, mail: &str, as_what: RenderAs, bytes: &[u8], sources: &Sources, language: Language) -> u8 {
    let stem = Path::new(mail).file_stem().and_then(|stem| stem.to_str()).unwrap_or("mail");
    let ending = match as_what {
        RenderAs::Html => "html",
        RenderAs::Eml => "eml",
        RenderAs::Text | RenderAs::Claims => "txt",
    };
    let file = folder.join(format!("{stem}.{ending}"));
    let written = std::fs::create_dir_all(folder).and_then(|()| super::whole_file::write(&file, bytes));
    match written {
        Ok(()) => 0,
        Err(error) => complain(&[unwritable(&file.display().to_string(), &error)], sources, language),
    }
}
