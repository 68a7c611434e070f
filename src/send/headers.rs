//! Headers as they are written: words that are not plain as encoded words (RFC 2047), lines folded before 76 characters.
//!
//! lettre writes headers, too, but leaves `=?…?=` that somebody typed and a name that is a lone dot as they are, which
//! readers take for something else.

use std::fmt::Write as _;

use email_encoding::headers::{rfc2047, writer::EmailWriter};
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Mailboxes};

use super::refusal;
use crate::source::Problem;

/// The longest run without a space that is left as it is: a line with it is still far from 998 bytes.
const LONGEST_WORD: usize = 60;

/// A header of free text, such as the subject.
pub(super) fn text(name: &'static str, value: &str) -> Result<HeaderValue, Problem> {
    let plain = value.is_ascii() && !value.contains("=?") && value.split(' ').all(|word| word.len() <= LONGEST_WORD);
    if plain {
        return Ok(HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_string()));
    }
    written(name, value, |out| rfc2047::encode(value, out))
}

/// A header of mailboxes, such as From.
pub(super) fn mailboxes(name: &'static str, boxes: &Mailboxes) -> Result<HeaderValue, Problem> {
    written(name, &boxes.to_string(), |out| {
        for (index, one) in boxes.iter().enumerate() {
            if index > 0 {
                out.write_char(',')?;
                out.space();
            }
            mailbox(one, out)?;
        }
        Ok(())
    })
}

/// A header whose value is written already: addresses, which no line may cut.
pub(super) fn raw(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

fn mailbox(one: &Mailbox, out: &mut EmailWriter<'_>) -> std::fmt::Result {
    let address: &str = one.email.as_ref();
    let Some(name) = one.name.as_deref().map(str::trim).filter(|name| !name.is_empty()) else {
        return out.write_str(address);
    };
    let short = name.len() <= LONGEST_WORD;
    if short && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_')) {
        out.folding().write_str(name)?;
    } else if short && name.is_ascii() && !name.contains("=?") {
        let quoted: String = name.chars().fold(String::new(), |mut quoted, c| {
            quoted.extend(matches!(c, '"' | '\\').then_some('\\'));
            quoted.push(c);
            quoted
        });
        out.write_str(&format!("\"{quoted}\""))?;
    } else {
        rfc2047::encode(name, out)?;
    }
    out.space();
    out.write_str(&format!("<{address}>"))
}

fn written(
    name: &'static str,
    value: &str,
    write: impl FnOnce(&mut EmailWriter<'_>) -> std::fmt::Result,
) -> Result<HeaderValue, Problem> {
    let mut encoded = String::new();
    let mut out = EmailWriter::new(&mut encoded, name.len() + ": ".len(), 0, false);
    write(&mut out).map_err(|error| refusal::unbuilt(&error.to_string()))?;
    drop(out);
    Ok(HeaderValue::dangerous_new_pre_encoded(HeaderName::new_from_ascii_str(name), value.to_string(), encoded))
}
