//! A finished message (`.eml`, RFC 5322), with the place of every character, also inside quoted-printable and base64.
//!
//! Comes in: the file's bytes as they lie on disk, for a message may mix charsets and no text holds it. Goes out: the
//! headers and bodies that its reader sees, each character with its bytes in the file.

mod charset;
mod decode;
mod flowed;
mod header;
mod mime;
mod octets;
mod shown;

use crate::language;
use crate::source::{FileId, Problem, Span, Traced, save_as_eml};

use super::{Message, Sent, html, text};
use octets::Octets;

/// What a message holds, read.
#[derive(Debug, Default)]
pub struct Eml {
    /// Subject, senders, recipients and parts.
    pub message: Message,
    /// The HTML body as it is shown.
    pub html: Option<Traced>,
    /// The text body as it is shown.
    pub text: Option<Traced>,
    /// What could not be read; what could be is there all the same.
    pub problems: Vec<Problem>,
}

/// Reads the message in the bytes of a file.
pub fn read(bytes: &[u8], file: FileId) -> Eml {
    let raw = Octets::of_file(bytes, file, 0);
    // What a shell saved as UTF-16 is still a message.
    let raw = match bytes {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Octets::of_text(&charset::characters(&raw, charset::UTF_16).0, file),
        _ => raw,
    };
    let start = lead(raw.bytes());
    let content = mime::read(&raw, start..raw.len());
    let (html_body, text_body) = (content.html, content.text);
    let mut problems = content.problems;
    let start = raw.span(start..start).start;
    let whole = Span::new(file, start, start);
    if !content.headers.any {
        problems.push(no_header().at(whole));
    } else if html_body.is_none() && text_body.is_none() && content.calendars.is_empty() && problems.is_empty() {
        problems.push(no_text().at(whole));
    }
    let message = Message {
        subject: content.headers.subject,
        preheader: None,
        from: content.headers.from,
        reply_to: content.headers.reply_to,
        to: content.headers.to,
        cc: content.headers.cc,
        date: content.headers.date.filter(mail_parser::DateTime::is_valid).map(sent),
        calendars: content.calendars,
        subject_at: content.headers.at.filter(|_| content.headers.any),
        html: html_body.as_ref().map(html::read),
        text: text_body.as_ref().map(|body| text::read(body, false)),
        attachments: Some(content.attachments),
    };
    Eml { message, html: html_body, text: text_body, problems }
}

fn sent(date: mail_parser::DateTime) -> Sent {
    Sent { stamp: date.to_timestamp(), wall: date.to_timestamp_local() }
}

/// What stands before the first header: a byte order mark, empty lines, the `From ` line of a mailbox (RFC 4155).
fn lead(bytes: &[u8]) -> usize {
    let mut at = if bytes.starts_with(&[0xef, 0xbb, 0xbf]) { 3 } else { 0 };
    at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    while bytes[at..].starts_with(b"From ") || bytes[at..].starts_with(b">From ") {
        at = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |n| at + n + 1);
    }
    at
}

fn no_header() -> Problem {
    Problem::new(
        "eml-headers",
        language::Message::new(
            "Ce fichier n'a pas d'en-têtes de mail (From, To, Subject) : c'est un texte collé, dont les liens sont perdus",
            "This file has no mail headers (From, To, Subject): it is a pasted text, whose links are lost",
        ),
    )
    .help(save_as_eml())
}

fn no_text() -> Problem {
    Problem::new(
        "mail-empty",
        language::Message::new("Ce mail n'a pas de texte à contrôler", "This mail has no text to check"),
    )
    .help(language::Message::new(
        "Est-ce le bon fichier ? Les images et les pièces jointes ne sont pas lues.",
        "Is it the right file? Images and attachments are not read.",
    ))
}
