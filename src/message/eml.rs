//! A finished message (`.eml`), with the place of every character also inside quoted-printable and base64.
//!
//! mail-parser says where the parts lie and how they are encoded; the decoding is done here, because it must keep
//! places.

mod decode;

use mail_parser::{Encoding, HeaderName, Message as Parsed, MessageParser, MessagePart, MimeHeaders, PartType};

use super::{Message, html, text};
use crate::source::Traced;

pub use decode::Body;

/// What a message holds, read.
#[derive(Debug, Default)]
pub struct Eml {
    /// Subject, senders and parts.
    pub message: Message,
    /// The HTML body as it is shown.
    pub html: Option<Traced>,
    /// The text body as it is shown.
    pub text: Option<Traced>,
}

/// Reads a message. What has no header at all is read as a text.
pub fn read(raw: &Traced) -> Eml {
    let Some(parsed) = MessageParser::default().parse(raw.text().as_bytes()) else {
        let message = Message { text: Some(text::read(raw, false)), ..Message::default() };
        return Eml { message, html: None, text: Some(raw.clone()) };
    };
    let header = |name: HeaderName<'static>| header(raw, &parsed, &name);
    let html_body = body(raw, &parsed, &parsed.html_body, true);
    let text_body = body(raw, &parsed, &parsed.text_body, false);
    let message = Message {
        subject: header(HeaderName::Subject),
        preheader: None,
        from: header(HeaderName::From),
        reply_to: header(HeaderName::ReplyTo),
        html: html_body.as_ref().map(html::read),
        text: text_body.as_ref().map(|body| text::read(body, false)),
        attachments: Some(attachments(&parsed)),
    };
    Eml { message, html: html_body, text: text_body }
}

/// The value of a header, unfolded, its encoded words decoded (RFC 2047).
fn header(raw: &Traced, parsed: &Parsed<'_>, name: &HeaderName<'_>) -> Option<Traced> {
    let headers = &parsed.parts.first()?.headers;
    let found = headers.iter().find(|header| header.name == *name)?;
    let range = (found.offset_start as usize).min(raw.len())..(found.offset_end as usize).min(raw.len());
    let value = decode::header(raw, range).trim();
    (!value.is_empty()).then_some(value)
}

/// How many files the message holds; an image that the HTML shows is none.
fn attachments(parsed: &Parsed<'_>) -> usize {
    let is_file = |part: &&MessagePart<'_>| {
        let shown = part.content_id().is_some() && part.content_type().is_some_and(|kind| kind.ctype() == "image");
        let listed = part.content_disposition().is_some_and(|how| how.is_attachment());
        let data = matches!(part.body, PartType::Binary(_) | PartType::Message(_));
        // A calendar among the alternatives is an invitation, which mail programs show as a file.
        let calendar = part.content_type().and_then(|kind| kind.subtype()).is_some_and(|kind| kind == "calendar");
        !shown && (listed || data || calendar)
    };
    parsed.parts.iter().filter(is_file).count()
}

/// The first body of a kind: mail-parser also lists a text part as the HTML body of a mail that has none.
fn body(raw: &Traced, parsed: &Parsed<'_>, ids: &[u32], html: bool) -> Option<Traced> {
    let part = ids.iter().filter_map(|id| parsed.parts.get(*id as usize)).find(|part| match part.body {
        PartType::Html(_) => html,
        PartType::Text(_) => !html,
        _ => false,
    })?;
    Some(decode::body(raw, &place(raw, part)))
}

fn place(raw: &Traced, part: &MessagePart<'_>) -> Body {
    let range = (part.offset_body as usize).min(raw.len())..(part.offset_end as usize).min(raw.len());
    let charset = part.content_type().and_then(|kind| kind.attribute("charset")).unwrap_or("utf-8").to_string();
    let encoding = match part.encoding {
        Encoding::None => decode::Transfer::Plain,
        Encoding::QuotedPrintable => decode::Transfer::QuotedPrintable,
        Encoding::Base64 => decode::Transfer::Base64,
    };
    Body { range, charset, encoding }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    const MAIL: &str = "From: =?utf-8?Q?=C3=89quipe?= <a@exemple.test>\r\nSubject: =?UTF-8?B?UmVwbGF5IGQnw6l0w6k=?=\r\n et suite\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nUmVuZGV6LXZvdXMgw6AgMTQgaA==\r\n--b\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Le caf=E9 est =\r\nservi</p>\r\n--b--\r\n";

    fn raw() -> Traced {
        Traced::source(MAIL, FileId(0), 0)
    }

    fn at(text: &Traced, word: &str) -> String {
        let start = text.text().find(word).expect("the word is there");
        let span = text.origin(start..start + word.len()).span().expect("it has a place");
        MAIL[span.start as usize..span.end as usize].to_string()
    }

    #[test]
    fn parts_and_headers_are_decoded() {
        let eml = read(&raw());
        assert_eq!(eml.message.subject.as_ref().map(Traced::text), Some("Replay d'été et suite"));
        assert_eq!(eml.message.from.as_ref().map(Traced::text), Some("Équipe <a@exemple.test>"));
        assert_eq!(eml.text.as_ref().map(|text| text.text().trim_end()), Some("Rendez-vous à 14 h"));
        assert_eq!(eml.html.as_ref().map(|html| html.text().trim_end()), Some("<p>Le café est servi</p>"));
    }

    #[test]
    fn places_are_in_the_file() {
        let eml = read(&raw());
        let html = eml.html.expect("an HTML part");
        assert_eq!(at(&html, "Le"), "Le");
        assert_eq!(at(&html, "é"), "=E9");
        assert_eq!(at(&html, "servi"), "servi");
        let text = eml.text.expect("a text part");
        assert!(at(&text, "Rendez").starts_with("UmVuZGV6"));
    }
}
