//! A mail as a message: headers, parts and their encodings, by lettre.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::SystemTime;

use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Mailboxes, MessageBuilder, MultiPart, SinglePart};
use lettre::{Address, Message as Built};

use super::refusal::{self, Header};
use crate::source::Problem;

/// What a message is made of, as text.
#[derive(Debug, Clone, Default, Hash)]
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
}

/// A message ready to leave.
#[derive(Debug, Clone)]
pub struct Wire {
    /// Its bytes, with CRLF ends of lines, none longer than 998 bytes (RFC 5322, section 2.1.1).
    pub bytes: Vec<u8>,
    /// Whom it is from and for, as SMTP is told.
    pub(super) envelope: Envelope,
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
    let mut mark = DefaultHasher::new();
    (mail, at).hash(&mut mark);
    let mark = format!("{:016x}", mark.finish());
    let envelope = Envelope::new(Some(first.email.clone()), vec![to.email.clone()])
        .map_err(|_| refusal::header(Header::To, &mail.to))?;
    let mut builder = Built::builder()
        .mailbox(lettre::message::header::From::from(from.clone()))
        .mailbox(lettre::message::header::To::from(Mailboxes::from(to)))
        .subject(mail.subject.trim())
        .date(at)
        .message_id(Some(format!("<{mark}.presend@{}>", first.email.domain())))
        .envelope(envelope.clone());
    if from.iter().count() > 1 {
        builder = builder.sender(first);
    }
    if let Some(line) = mail.reply_to.as_deref().filter(|line| !line.trim().is_empty()) {
        builder = builder.mailbox(lettre::message::header::ReplyTo::from(mailboxes(Header::ReplyTo, line)?));
    }
    let message = parts(unsubscribe(builder, &mail.unsubscribe)?, mail, &mark)?;
    Ok(Wire { bytes: message.formatted(), envelope })
}

fn parts(builder: MessageBuilder, mail: &Outgoing, mark: &str) -> Result<Built, Problem> {
    let filled = |part: &Option<String>| part.clone().filter(|text| !text.trim().is_empty());
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

/// List-Unsubscribe (RFC 2369), and List-Unsubscribe-Post where one click is enough: with an https address
/// (RFC 8058, section 3.1).
fn unsubscribe(builder: MessageBuilder, addresses: &[String]) -> Result<MessageBuilder, Problem> {
    if addresses.is_empty() {
        return Ok(builder);
    }
    let mut listed = Vec::new();
    let mut one_click = false;
    for written in addresses {
        clean(Header::Unsubscribe, written)?;
        let url = url::Url::parse(written.trim()).ok().filter(|url| matches!(url.scheme(), "https" | "mailto"));
        let url = url.ok_or_else(|| refusal::header(Header::Unsubscribe, written))?;
        one_click |= url.scheme() == "https";
        listed.push(format!("<{url}>"));
    }
    let raw = |name: &'static str, value: String| HeaderValue::new(HeaderName::new_from_ascii_str(name), value);
    let mut builder = builder.raw_header(raw("List-Unsubscribe", listed.join(", ")));
    if one_click {
        builder = builder.raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_string()));
    }
    Ok(builder)
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
