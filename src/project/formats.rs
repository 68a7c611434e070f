//! Files that hold a mail in a form that presend does not read, and what to save instead.

use crate::language::Message;
use crate::source::{Problem, save_as_eml};

/// The first bytes of a compound file (MS-CFB): an Outlook message, or an old Word document.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// What another program wrote into a file whose name promises a mail, told by its first bytes.
pub(super) fn foreign(head: &[u8], shown: &str) -> Option<Problem> {
    let (fr, en) = match head {
        _ if head.starts_with(COMPOUND) => ("un message Outlook (.msg)", "an Outlook message (.msg)"),
        _ if head.starts_with(b"%PDF-") => ("un PDF", "a PDF"),
        _ if head.starts_with(b"PK\x03\x04") => ("un document Word ou une archive zip", "a Word document or a zip"),
        _ if head.starts_with(b"{\\rtf") => ("un texte RTF", "a text in RTF"),
        _ => return None,
    };
    let message = Message::new(
        format!("« {shown} » est {fr}, que presend ne lit pas"),
        format!("“{shown}” is {en}, which presend does not read"),
    );
    Some(Problem::new("not-a-mail", message).help(save_as_eml()).in_path(shown))
}

/// A file whose ending is none of a mail's.
pub(super) fn not_a_mail(shown: &str) -> Problem {
    let lower = shown.to_ascii_lowercase();
    let of_program =
        [".msg", ".oft", ".emlx", ".mht", ".mhtml", ".mbox", ".pst", ".pdf", ".doc", ".docx", ".odt", ".rtf"];
    let help = if of_program.iter().any(|end| lower.ends_with(end)) {
        save_as_eml()
    } else {
        Message::new(
            "Extensions lues : .hbs .handlebars .mustache .html .htm .mjml .txt .md .eml",
            "Extensions that are read: .hbs .handlebars .mustache .html .htm .mjml .txt .md .eml",
        )
    };
    let message = Message::new(
        format!("« {shown} » n'est pas un mail que presend sait lire"),
        format!("“{shown}” is not a mail that presend can read"),
    );
    Problem::new("not-a-mail", message).help(help).in_path(shown)
}

/// Whether bytes from standard input begin as a message does: with a header, after what a mailbox or an editor puts
/// before it.
pub(super) fn looks_like_eml(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2000)]);
    let mut lines = head.trim_start_matches('\u{feff}').trim_start().lines();
    lines.find(|line| !line.starts_with("From ") && !line.starts_with(">From ")).is_some_and(is_header)
}

fn is_header(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or_default();
    line.contains(':') && !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}
