//! A mail as a message: headers, parts and their encodings, by lettre.

use std::time::SystemTime;

use lettre::address::Envelope;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Mailboxes, MessageBuilder, MultiPart, SinglePart};
use lettre::{Address, Message as Built};

use sha2::{Digest, Sha256};

use super::headers;
use super::refusal::{self, Header};
use crate::source::Problem;

/// The longest address that a header takes: no line may have more than 998 bytes (RFC 5322, section 2.1.1).
const LONGEST_ADDRESS: usize = 900;

/// What a message is made of, as text.
#[derive(Debug, Clone, Default)]
pub struct Outgoing {
    /// The From line: one or more mailboxes.
    pub from: String,
    /// The Reply-To line.
    pub reply_to: Option<String>,
    /// The recipient's name; may be empty.
    pub name: String,
    /// The recipient's address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The HTML part.
    pub html: Option<String>,
    /// The text part.
    pub text: Option<String>,
    /// Where readers unsubscribe: `https:` or `mailto:` addresses.
    pub unsubscribe: Vec<String>,
    /// The `https:` address of these takes a POST without a further question (RFC 8058).
    pub one_click: bool,
}

/// A message ready to leave.
#[derive(Debug, Clone)]
pub struct Wire {
    /// Its bytes, with CRLF ends of lines, none longer than 998 bytes (RFC 5322, section 2.1.1).
    pub bytes: Vec<u8>,
    /// Whom it is from and for, as SMTP is told; `None` where a finished message does not say.
    pub(super) envelope: Option<Envelope>,
}

/// Builds the message that would be sent at a moment. The same mail at the same moment gives the same bytes.
///
/// # Errors
/// A problem with the code `message-header` for a header that cannot be written (a line break, a control character, an
/// address that is none), or `message-empty` where there is no part.
pub fn build(mail: &Outgoing, at: SystemTime) -> Result<Wire, Problem> {
    let from = mailboxes(Header::From, &mail.from)?;
    let first = from.iter().next().cloned().ok_or_else(|| refusal::header(Header::From, &mail.from))?;
    let to = mailbox(&mail.name, &mail.to)?;
    clean(Header::Subject, &mail.subject)?;
    let mark = mark(mail, at);
    let envelope = Envelope::new(Some(first.email.clone()), vec![to.email.clone()])
        .map_err(|_| refusal::header(Header::To, &mail.to))?;
    let mut builder = Built::builder()
        .raw_header(headers::mailboxes("From", &from)?)
        .raw_header(headers::mailboxes("To", &Mailboxes::from(to))?)
        .raw_header(headers::text("Subject", mail.subject.trim())?)
        .date(at)
        .message_id(Some(format!("<{mark}.presend@{}>", first.email.domain())))
        .envelope(envelope.clone());
    if from.iter().count() > 1 {
        builder = builder.raw_header(headers::mailboxes("Sender", &Mailboxes::from(first))?);
    }
    if let Some(line) = mail.reply_to.as_deref().filter(|line| !line.trim().is_empty()) {
        builder = builder.raw_header(headers::mailboxes("Reply-To", &mailboxes(Header::ReplyTo, line)?)?);
    }
    let message = parts(unsubscribe(builder, mail)?, mail, &mark)?;
    Ok(Wire { bytes: message.formatted(), envelope: Some(envelope) })
}

/// What tells a message from all others: a digest of all that it says.
fn mark(mail: &Outgoing, at: SystemTime) -> String {
    let digest = Sha256::digest(format!("{mail:?} {at:?}"));
    digest.iter().take(10).map(|byte| format!("{byte:02x}")).collect()
}

fn parts(builder: MessageBuilder, mail: &Outgoing, mark: &str) -> Result<Built, Problem> {
    // A carriage return of its own is no end of line in a message (RFC 5322, section 2.3).
    let lines = |text: &String| text.replace("\r\n", "\n").replace('\r', "\n");
    let filled = |part: &Option<String>| part.as_ref().filter(|text| !text.trim().is_empty()).map(lines);
    let single = |kind: ContentType, text: String| SinglePart::builder().header(kind).body(text);
    let built = match (filled(&mail.text), filled(&mail.html)) {
        (Some(text), Some(html)) => {
            // No encoded line of a part can begin with "=_" (RFC 2045, section 6.7).
            let alternative = MultiPart::alternative().boundary(format!("=_{mark}"));
            let parts = alternative.singlepart(single(ContentType::TEXT_PLAIN, text));
            builder.multipart(parts.singlepart(single(ContentType::TEXT_HTML, html)))
        }
        (Some(text), None) => builder.singlepart(single(ContentType::TEXT_PLAIN, text)),
        (None, Some(html)) => builder.singlepart(single(ContentType::TEXT_HTML, html)),
        (None, None) => return Err(refusal::empty()),
    };
    built.map_err(|error| refusal::unbuilt(&error.to_string()))
}

/// List-Unsubscribe (RFC 2369), and List-Unsubscribe-Post where one click is enough (RFC 8058, section 3.1).
fn unsubscribe(builder: MessageBuilder, mail: &Outgoing) -> Result<MessageBuilder, Problem> {
    if mail.unsubscribe.is_empty() {
        return Ok(builder);
    }
    let mut listed = Vec::new();
    let mut secure = false;
    for written in &mail.unsubscribe {
        clean(Header::Unsubscribe, written)?;
        let url = url::Url::parse(written.trim()).ok().filter(|url| matches!(url.scheme(), "https" | "mailto"));
        let url = url.filter(|url| url.as_str().len() <= LONGEST_ADDRESS);
        let url = url.ok_or_else(|| refusal::header(Header::Unsubscribe, written))?;
        secure |= url.scheme() == "https";
        listed.push(format!("<{url}>"));
    }
    let builder = builder.raw_header(headers::raw("List-Unsubscribe", listed.join(", ")));
    match (mail.one_click, secure) {
        (false, _) => Ok(builder),
        (true, true) => {
            Ok(builder.raw_header(headers::raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_string())))
        }
        (true, false) => Err(refusal::one_click()),
    }
}

/// The mailboxes of a line, domains as DNS knows them.
pub(super) fn mailboxes(header: Header, line: &str) -> Result<Mailboxes, Problem> {
    clean(header, line)?;
    let parsed: Mailboxes = line.trim().parse().map_err(|_| refusal::header(header, line))?;
    let all: Vec<Mailbox> = parsed.into_iter().collect();
    if all.is_empty() {
        return Err(refusal::header(header, line));
    }
    let ascii = all.into_iter().map(|one| Ok(Mailbox::new(one.name, in_dns(header, &one.email)?)));
    ascii.collect::<Result<Vec<Mailbox>, Problem>>().map(Mailboxes::from_iter)
}

fn mailbox(name: &str, address: &str) -> Result<Mailbox, Problem> {
    clean(Header::To, name)?;
    clean(Header::To, address)?;
    let parsed: Address = address.trim().parse().map_err(|_| refusal::header(Header::To, address))?;
    let name = Some(name.trim().to_string()).filter(|name| !name.is_empty());
    Ok(Mailbox::new(name, in_dns(Header::To, &parsed)?))
}

/// An address whose domain is written in ASCII (RFC 5891): `été.fr` is `xn--t-9fab.fr`. What stands before the `@` stays:
/// it is UTF-8 where the server takes that (RFC 6531).
fn in_dns(header: Header, address: &Address) -> Result<Address, Problem> {
    let wrong = || refusal::header(header, address.as_ref());
    if address.domain().is_ascii() {
        return Ok(address.clone());
    }
    match url::Host::parse(address.domain()) {
        Ok(url::Host::Domain(domain)) => Address::new(address.user(), domain).map_err(|_| wrong()),
        _ => Err(wrong()),
    }
}

/// A header holds one line: what would begin another one is refused, wherever it came from.
fn clean(header: Header, text: &str) -> Result<(), Problem> {
    match text.trim().chars().any(char::is_control) {
        true => Err(refusal::header(header, text)),
        false => Ok(()),
    }
}
