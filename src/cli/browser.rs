//! The HTML report in a browser.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::language::Language;
use crate::report::Format;

use super::args::Check as Args;

/// How long a browser may take to say that it cannot start.
const PATIENCE: Duration = Duration::from_secs(2);

/// Whether a report of this run shows the mails as they are received.
pub(super) fn wants_pages(args: &Args) -> bool {
    args.open || args.format == Format::Html || args.output.iter().any(|further| further.starts_with("html="))
}

/// Whether `--open` asks for a page that no other option asks for.
pub(super) fn wants_one_more(args: &Args) -> bool {
    args.open && args.format != Format::Html && !args.output.iter().any(|further| further.starts_with("html="))
}

/// Prints the report, or opens its page where that is asked for; `html` is a page for the browser alone.
pub(super) fn show(
    args: &Args,
    report: &str,
    html: Option<&str>,
    kept: Option<&str>,
    language: Language,
    out: &mut dyn Write,
) {
    let page = args.format == Format::Html;
    if args.open && page && kept.is_none() && open_once(report, language) {
        return;
    }
    let _ = out.write_all(report.as_bytes());
    if let Some(html) = html {
        open_once(html, language);
    }
    if page && !args.open && std::io::stdout().is_terminal() {
        tell(match language {
            Language::Fr => "Pour voir cette page : --format html --open, ou --output html=rapport.html.",
            Language::En => "To see this page: --format html --open, or --output html=report.html.",
        });
    }
    open_kept(args, kept, language);
}

/// Opens the page that was written to a file, where that is asked for.
pub(super) fn open_kept(args: &Args, kept: Option<&str>, language: Language) {
    if let Some(file) = kept.filter(|_| args.open) {
        open(Path::new(file), language);
    }
}

/// Opens a page that is kept nowhere else; false where it could not be written.
fn open_once(page: &str, language: Language) -> bool {
    match temporary(page) {
        Ok(file) => {
            open(&file, language);
            true
        }
        Err(error) => {
            tell(&match language {
                Language::Fr => format!("La page n'a pas pu être écrite dans un fichier : {error}"),
                Language::En => format!("The page could not be written to a file: {error}"),
            });
            false
        }
    }
}

/// Writes the page into a new file that its user alone can read, and that stays.
fn temporary(page: &str) -> std::io::Result<PathBuf> {
    let mut file = tempfile::Builder::new().prefix("presend-").suffix(".html").tempfile()?;
    file.write_all(page.as_bytes())?;
    file.keep().map(|(_, path)| path).map_err(|error| error.error)
}

/// Opens a file in the browser, and says where it lies.
fn open(file: &Path, language: Language) {
    let shown = file.display();
    let opened = open::that_detached_with_timeout(file.canonicalize().unwrap_or_else(|_| file.into()), PATIENCE);
    tell(&match (opened, language) {
        (Ok(()), Language::Fr) => format!("Page ouverte : {shown}"),
        (Ok(()), Language::En) => format!("Page opened: {shown}"),
        (Err(_), Language::Fr) => format!("Aucun navigateur n'a pu être ouvert. La page est là : {shown}"),
        (Err(_), Language::En) => format!("No browser could be opened. The page is here: {shown}"),
    });
}

fn tell(words: &str) {
    let _ = writeln!(std::io::stderr(), "{words}");
}
