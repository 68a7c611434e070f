//! The structure of a message (RFC 2045, RFC 2046): its headers, and the parts that its reader sees.
//!
//! mail-parser reads the fields; the parts are cut here, for it loses those of a message whose last boundary is missing,
//! takes `--b1` for the boundary `b`, and keeps no places in a message that was attached in base64.

use std::ops::Range;

use mail_parser::{ContentType, DateTime, HeaderName, HeaderValue, Message as Parsed, MessageParser};

use super::charset::{self, Charset};
use super::decode::Transfer;
use super::octets::Octets;
use super::shown::{Shown, html_view, joined, text_view};
use super::{flowed, header};
use crate::language::Message;
use crate::message::{Mailbox, ics};
use crate::source::{Problem, Span, Traced};

/// How deep parts may lie in parts.
pub(crate) const DEPTH: usize = 40;
/// How many parts of a message are read.
pub(crate) const PARTS: usize = 2_000;

/// The headers that a reader sees.
#[derive(Debug, Default)]
pub struct Headers {
    pub subject: Option<Traced>,
    pub from: Option<Traced>,
    pub reply_to: Option<Traced>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub date: Option<DateTime>,
    /// There is a header at all.
    pub any: bool,
    /// Where the subject stands, or should stand.
    pub at: Option<Span>,
}

/// What a message holds.
#[derive(Debug, Default)]
pub struct Content {
    pub headers: Headers,
    pub html: Option<Traced>,
    pub text: Option<Traced>,
    /// Attached calendars (RFC 5545).
    pub calendars: Vec<Traced>,
    /// How many files it holds; an image that the HTML shows is none.
    pub attachments: usize,
    pub problems: Vec<Problem>,
}

/// Reads a message.
pub fn read(raw: &Octets<'_>, range: Range<usize>) -> Content {
    let mut walk = Walk { content: Content::default(), parts: 0 };
    let mut shown = Vec::new();
    walk.message(raw, range, 0, &mut shown);
    let mut content = walk.content;
    content.html = html_view(&shown);
    content.text = text_view(&shown);
    content
}

struct Walk {
    content: Content,
    /// How many parts were met.
    parts: usize,
}

/// A part: its fields, and where its headers and its body lie.
struct Part<'p> {
    parsed: Option<Parsed<'p>>,
    headers: Range<usize>,
    body: Range<usize>,
}

impl Part<'_> {
    fn of<'p>(raw: &'p Octets<'_>, range: Range<usize>) -> Part<'p> {
        let (headers, body) = split(raw.bytes(), range);
        let parsed = MessageParser::default().parse_headers(&raw.bytes()[headers.start..body.start]);
        Part { parsed, headers, body }
    }

    fn value(&self, name: &HeaderName<'static>) -> Option<&HeaderValue<'_>> {
        self.field(name).map(|(value, _)| value)
    }

    /// A field and where its value lies.
    fn field(&self, name: &HeaderName<'static>) -> Option<(&HeaderValue<'_>, Range<usize>)> {
        let all = &self.parsed.as_ref()?.parts.first()?.headers;
        let found = all.iter().find(|header| header.name == *name)?;
        let start = self.headers.start + found.offset_start as usize;
        let end = self.headers.start + found.offset_end as usize;
        Some((&found.value, start.min(self.body.start)..end.min(self.body.start)))
    }

    fn kind(&self) -> Option<&ContentType<'_>> {
        self.value(&HeaderName::ContentType)?.as_content_type()
    }

    fn parameter(&self, name: &str) -> Option<&str> {
        self.kind()?.attribute(name)
    }

    fn attached(&self) -> bool {
        let how = self.value(&HeaderName::ContentDisposition).and_then(HeaderValue::as_content_type);
        how.is_some_and(|how| how.ctype().eq_ignore_ascii_case("attachment"))
    }

    /// Whether mail programs list it as a file. A calendar among the alternatives is an invitation, which they list, too.
    fn is_file(&self, kind: &str, subtype: &str) -> bool {
        let shown = kind == "image" && self.value(&HeaderName::ContentId).is_some();
        let read = matches!(kind, "multipart" | "text") && subtype != "calendar";
        !shown && (self.attached() || !read)
    }

    fn file_name(&self) -> Option<&str> {
        let how = self.value(&HeaderName::ContentDisposition).and_then(HeaderValue::as_content_type);
        how.and_then(|how| how.attribute("filename")).or_else(|| self.parameter("name"))
    }
}

/// The headers and the body of a part: the first empty line lies between. Where it is forgotten, nothing but white space
/// comes after it, and the body begins with the first line that is no header.
fn split(bytes: &[u8], range: Range<usize>) -> (Range<usize>, Range<usize>) {
    let mut at = range.start;
    let mut last = range.start;
    let mut folded = true;
    while at < range.end {
        let next = next_line(bytes, at, range.end);
        let line = &bytes[at..next];
        if matches!(line, b"\r\n" | b"\n" | b"\r") {
            let forgotten = last < at && bytes[next..range.end].trim_ascii().is_empty();
            return if forgotten { (range.start..last, last..range.end) } else { (range.start..at, next..range.end) };
        }
        folded = is_header(line) || folded && line.starts_with(b" ") || folded && line.starts_with(b"\t");
        if folded {
            last = next;
        }
        at = next;
    }
    (range.start..last, last..range.end)
}

/// A name of printable characters and a colon (RFC 5322, section 2.2).
fn is_header(line: &[u8]) -> bool {
    let name = line.iter().position(|byte| *byte == b':').map_or(&b""[..], |colon| line[..colon].trim_ascii_end());
    !name.is_empty() && name.iter().all(u8::is_ascii_graphic)
}

/// Where the line after the one at a byte starts.
fn next_line(bytes: &[u8], at: usize, end: usize) -> usize {
    bytes[at..end].iter().position(|byte| *byte == b'\n').map_or(end, |n| at + n + 1)
}

/// The parts between the lines `--boundary`. The last one may lack its closing line. `None` where there is no such line.
fn cut(bytes: &[u8], range: Range<usize>, boundary: &str) -> Option<Vec<Range<usize>>> {
    let boundary = boundary.trim_end().as_bytes();
    let mut parts: Option<Vec<Range<usize>>> = None;
    let mut start = None;
    let mut at = range.start;
    while at < range.end {
        let next = next_line(bytes, at, range.end);
        let line = bytes[at..next].strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary));
        let rest = line.map(<[u8]>::trim_ascii_end).filter(|rest| rest.is_empty() || *rest == b"--");
        if let Some(rest) = rest {
            let known = parts.get_or_insert_default();
            if let Some(start) = start {
                // The line break before the boundary belongs to it.
                let mut end = at;
                end -= usize::from(end > start && bytes[end - 1] == b'\n');
                end -= usize::from(end > start && bytes[end - 1] == b'\r');
                known.push(start..end);
            }
            start = rest.is_empty().then_some(next);
            if start.is_none() {
                return parts;
            }
        }
        at = next;
    }
    if let (Some(start), Some(known)) = (start, &mut parts) {
        known.push(start..range.end);
    }
    parts
}

impl Walk {
    fn message(&mut self, raw: &Octets<'_>, range: Range<usize>, depth: usize, out: &mut Vec<Shown>) {
        let part = Part::of(raw, range);
        let headers = self.headers(raw, &part);
        // Of a mail that is forwarded as an attachment, the mail counts: its subject, its sender, its recipient.
        if depth == 0 || headers.subject.is_some() || !headers.to.is_empty() {
            self.content.headers = headers;
        }
        self.part(raw, &part, "text", depth, out);
    }

    fn headers(&mut self, raw: &Octets<'_>, part: &Part<'_>) -> Headers {
        let any = part.parsed.as_ref().and_then(|one| one.parts.first()).is_some_and(|one| !one.headers.is_empty());
        let mut line = |name: HeaderName<'static>| {
            let (_, range) = part.field(&name)?;
            let line = header::line(raw, range);
            self.content.problems.extend(line.unknown.iter().map(|(span, label)| unknown_charset(label).at(*span)));
            Some(line.text.trim()).filter(|text| !text.is_empty())
        };
        let subject = line(HeaderName::Subject);
        let from = line(HeaderName::From);
        let reply_to = line(HeaderName::ReplyTo);
        let boxes = |name: HeaderName<'static>| {
            part.field(&name).map(|(_, range)| header::mailboxes(raw, range)).unwrap_or_default()
        };
        let date = match part.value(&HeaderName::Date) {
            Some(HeaderValue::DateTime(date)) => Some(*date),
            _ => None,
        };
        let at = part.field(&HeaderName::Subject).map_or(part.headers.start..part.headers.start, |(_, range)| range);
        let at = Some(raw.span(at.start..at.start));
        Headers { subject, from, reply_to, to: boxes(HeaderName::To), cc: boxes(HeaderName::Cc), date, any, at }
    }

    /// Reads a part; `usual` is what one without a Content-Type is ("message" in a digest).
    fn part(&mut self, raw: &Octets<'_>, part: &Part<'_>, usual: &str, depth: usize, out: &mut Vec<Shown>) {
        let kind = part.kind().map_or(usual, ContentType::ctype).to_ascii_lowercase();
        let subtype = part.kind().and_then(ContentType::subtype).unwrap_or("").to_ascii_lowercase();
        if depth > DEPTH {
            self.content.problems.push(too_deep().at(raw.span(part.body.clone())));
            return;
        }
        self.parts += 1;
        if self.parts > PARTS {
            if self.parts == PARTS + 1 {
                self.content.problems.push(too_many().at(raw.span(part.body.clone())));
            }
            return;
        }
        self.content.attachments += usize::from(part.is_file(&kind, &subtype));
        match (kind.as_str(), subtype.as_str()) {
            ("multipart", "encrypted") => self.content.problems.push(encrypted().at(self.place(raw, part))),
            ("multipart", _) => match part.parameter("boundary").and_then(|b| cut(raw.bytes(), part.body.clone(), b)) {
                Some(parts) => self.multipart(raw, &parts, &subtype, depth, out),
                // Without its boundaries it is shown as it stands.
                None => self.leaf(raw, part, "plain", out),
            },
            ("message", "rfc822" | "global" | "") => self.nested(raw, part, depth, out),
            ("text", "calendar") | ("application", "ics") => self.calendar(raw, part),
            _ if part.file_name().is_some_and(|name| name.to_ascii_lowercase().ends_with(".ics")) => {
                self.calendar(raw, part);
            }
            ("application", "pkcs7-mime" | "x-pkcs7-mime") => {
                self.content.problems.push(encrypted().at(self.place(raw, part)));
            }
            _ if part.attached() => {}
            ("text", "html") => self.leaf(raw, part, "html", out),
            ("text", "plain" | "" | "enriched" | "richtext" | "markdown" | "x-markdown") => {
                self.leaf(raw, part, "plain", out);
            }
            _ => {}
        }
    }

    fn multipart(
        &mut self,
        raw: &Octets<'_>,
        parts: &[Range<usize>],
        subtype: &str,
        depth: usize,
        out: &mut Vec<Shown>,
    ) {
        let usual = if subtype == "digest" { "message" } else { "text" };
        let mut forms: Vec<Vec<Shown>> = Vec::new();
        for (index, range) in parts.iter().enumerate() {
            let part = Part::of(raw, range.clone());
            // Beside the page of multipart/related lie its images and style sheets (RFC 2387).
            let beside = subtype == "related" && index > 0 && part.value(&HeaderName::ContentId).is_some();
            let mut found = Vec::new();
            self.part(raw, &part, usual, depth + 1, &mut found);
            if !beside {
                forms.push(found);
            }
        }
        if subtype != "alternative" {
            out.extend(forms.into_iter().flatten());
            return;
        }
        // One thing in several forms; of two in the same form, one program shows this and another one that. A text beside
        // the page of one form (a footer that a list added) belongs to that page alone.
        let has_page = |form: &&Vec<Shown>| form.iter().any(|shown| shown.html.is_some());
        let has_both = |form: &&Vec<Shown>| form.iter().any(|shown| shown.html.is_some() && shown.text.is_some());
        let html: Vec<Traced> = forms.iter().filter(has_page).filter_map(|form| html_view(form)).collect();
        let text = forms.iter().filter(|form| has_both(form) || !has_page(form)).filter_map(|form| text_view(form));
        out.push(Shown { html: joined(&html), text: joined(&text.collect::<Vec<_>>()) });
    }

    /// A message inside: forwarded as an attachment, or returned.
    fn nested(&mut self, raw: &Octets<'_>, part: &Part<'_>, depth: usize, out: &mut Vec<Shown>) {
        match self.transfer(raw, part) {
            Transfer::Plain => self.message(raw, part.body.clone(), depth + 1, out),
            transfer => {
                let inner = transfer.undo(raw, part.body.clone());
                let whole = 0..inner.len();
                self.message(&inner, whole, depth + 1, out);
            }
        }
    }

    fn leaf(&mut self, raw: &Octets<'_>, part: &Part<'_>, form: &str, out: &mut Vec<Shown>) {
        let text = self.text(raw, part);
        if text.text().trim().is_empty() {
            return;
        }
        out.push(match form {
            "html" => Shown { html: Some(text), text: None },
            _ => {
                let flowed = part.parameter("format").is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
                let delsp = part.parameter("delsp").is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
                let text = if flowed { flowed::join(&text, delsp) } else { text };
                Shown { html: None, text: Some(text) }
            }
        });
    }

    fn calendar(&mut self, raw: &Octets<'_>, part: &Part<'_>) {
        let octets = unfolded(&self.transfer(raw, part).undo(raw, part.body.clone()));
        let text = self.characters(raw, part, &octets);
        self.content.calendars.push(text);
    }

    /// The decoded text of a part.
    fn text(&mut self, raw: &Octets<'_>, part: &Part<'_>) -> Traced {
        let octets = self.transfer(raw, part).undo(raw, part.body.clone());
        self.characters(raw, part, &octets)
    }

    fn characters(&mut self, raw: &Octets<'_>, part: &Part<'_>, octets: &Octets<'_>) -> Traced {
        let label = part.parameter("charset");
        let charset = if octets.recoded() { Charset::Ascii } else { Charset::of(label) };
        let (text, guessed) = charset::characters(octets, charset);
        let place = self.place(raw, part);
        match (charset, label) {
            (Charset::Unknown, Some(label)) => self.content.problems.push(unknown_charset(label).at(place)),
            _ if guessed => self.content.problems.push(unsaid_charset().at(place)),
            _ => {}
        }
        text
    }

    fn transfer(&mut self, raw: &Octets<'_>, part: &Part<'_>) -> Transfer {
        let Some((_, range)) = part.field(&HeaderName::ContentTransferEncoding) else { return Transfer::Plain };
        let written = String::from_utf8_lossy(&raw.bytes()[range.clone()]).trim().to_string();
        Transfer::of(&written).unwrap_or_else(|| {
            self.content.problems.push(unknown_transfer(&written).at(trimmed(raw, range)));
            Transfer::Plain
        })
    }

    /// Where to point for what a part says of itself: its Content-Type, else its first line.
    fn place(&self, raw: &Octets<'_>, part: &Part<'_>) -> Span {
        match part.field(&HeaderName::ContentType) {
            Some((_, range)) => trimmed(raw, range),
            None => {
                let end = next_line(raw.bytes(), part.body.start, part.body.end);
                trimmed(raw, part.body.start..end)
            }
        }
    }
}

/// A calendar's bytes without the folds of its lines (RFC 5545, section 3.1), which may cut a character in two.
fn unfolded(octets: &Octets<'_>) -> Octets<'static> {
    let bytes = octets.bytes();
    let mut out = Octets::empty(octets.file(), bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match ics::fold(&bytes[at..]) {
            0 => {
                out.push(bytes[at], octets.at(at));
                at += 1;
            }
            fold => at += fold,
        }
    }
    out
}

fn trimmed(raw: &Octets<'_>, range: Range<usize>) -> Span {
    let value = &raw.bytes()[range.clone()];
    let start = range.start + value.len() - value.trim_ascii_start().len();
    raw.span(start..start + value.trim_ascii().len())
}

fn unknown_charset(label: &str) -> Problem {
    Problem::new(
        "charset-unknown",
        Message::new(
            format!("Le jeu de caractères « {label} » n'est pas connu : ce texte a été lu au mieux"),
            format!("The character set “{label}” is not known: this text was read as well as could be"),
        ),
    )
    .help(Message::new(
        "Enregistrer à nouveau le mail depuis la messagerie, ou l'envoyer en UTF-8 (charset=utf-8).",
        "Save the mail again from your mail program, or send it in UTF-8 (charset=utf-8).",
    ))
}

fn unsaid_charset() -> Problem {
    Problem::new(
        "charset-missing",
        Message::new(
            "Cette partie ne dit pas son jeu de caractères : elle a été lue comme du Windows-1252",
            "This part does not say its character set: it was read as Windows-1252",
        ),
    )
    .help(Message::new(
        "Vérifier les accents ; le plus sûr est d'envoyer en UTF-8 (charset=utf-8).",
        "Look at the accents; the safest is to send in UTF-8 (charset=utf-8).",
    ))
}

fn unknown_transfer(written: &str) -> Problem {
    Problem::new(
        "eml-encoding",
        Message::new(
            format!("presend ne sait pas lire l'encodage « {written} » de cette partie"),
            format!("presend cannot read this part's encoding “{written}”"),
        ),
    )
    .help(Message::new(
        "Enregistrer à nouveau le mail depuis la messagerie.",
        "Save the mail again from your mail program.",
    ))
}

fn encrypted() -> Problem {
    Problem::new(
        "eml-encrypted",
        Message::new(
            "Ce mail est chiffré ou signé d'un bloc : presend ne peut pas le lire",
            "This mail is encrypted, or signed as one block: presend cannot read it",
        ),
    )
    .help(Message::new(
        "Envoyer un message de test non chiffré, et enregistrer celui-là.",
        "Send a test message without encryption, and save that one.",
    ))
}

fn too_many() -> Problem {
    Problem::new(
        "eml-parts",
        Message::new(
            format!("Ce mail a plus de {PARTS} parties : la suite n'est pas lue"),
            format!("This mail has more than {PARTS} parts: the rest is not read"),
        ),
    )
    .help(Message::new("Est-ce le bon fichier ?", "Is it the right file?"))
}

fn too_deep() -> Problem {
    Problem::new(
        "eml-depth",
        Message::new(
            format!("Ce mail emboîte plus de {DEPTH} parties : la suite n'est pas lue"),
            format!("This mail nests more than {DEPTH} parts: the rest is not read"),
        ),
    )
    .help(Message::new("Est-ce le bon fichier ?", "Is it the right file?"))
}
