//! Finished messages (`.eml`), which leave as they are.

use lettre::address::Envelope;

use super::TEST;
use super::build::{Wire, mailboxes};
use super::refusal::Header;

/// A finished message as it would be sent: its own bytes, with the ends of lines that SMTP asks for (RFC 5321,
/// section 2.3.8). `from` and `to` are addresses for the envelope.
pub fn finished(bytes: &[u8], from: &str, to: &str) -> Wire {
    let address = |header, text: &str| Some(mailboxes(header, text).ok()?.into_iter().next()?.email);
    let from = address(Header::From, from);
    let to = address(Header::To, to).into_iter().collect();
    let envelope = from.and_then(|from| Envelope::new(Some(from), to).ok());
    let mut bytes = with_crlf(bytes);
    if !bytes.ends_with(b"\r\n") {
        bytes.extend_from_slice(b"\r\n");
    }
    Wire { bytes, envelope }
}

/// The same message with the mark of a test before its subject.
pub fn as_test(bytes: &[u8]) -> Vec<u8> {
    let head = head_end(bytes);
    let name = b"subject:";
    let lines = std::iter::once(0).chain((0..head).filter(|at| bytes[*at] == b'\n').map(|at| at + 1));
    let subject = lines
        .into_iter()
        .find(|start| bytes.get(*start..start + name.len()).is_some_and(|line| line.eq_ignore_ascii_case(name)));
    let mut out = Vec::with_capacity(bytes.len() + 32);
    match subject {
        Some(start) => {
            let value = start + name.len();
            out.extend_from_slice(&bytes[..value]);
            out.push(b' ');
            out.extend_from_slice(TEST.as_bytes());
            let space = bytes[value..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            out.extend_from_slice(&bytes[value + space..]);
        }
        None => {
            out.extend_from_slice(format!("Subject: {}\r\n", TEST.trim()).as_bytes());
            out.extend_from_slice(bytes);
        }
    }
    out
}

/// Where the headers end: at the first empty line.
fn head_end(bytes: &[u8]) -> usize {
    let ends = |at: &usize| bytes[*at..].starts_with(b"\n\n") || bytes[*at..].starts_with(b"\n\r\n");
    (0..bytes.len()).find(ends).map_or(bytes.len(), |at| at + 1)
}

/// Each end of line as CR and LF, also one that was a CR alone, which SMTP forbids.
fn with_crlf(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len() + bytes.len() / 64);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\r' | b'\n' => {
                out.extend_from_slice(b"\r\n");
                at += usize::from(*byte == b'\r' && bytes.get(at + 1) == Some(&b'\n'));
            }
            _ => out.push(*byte),
        }
        at += 1;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_is_marked_before_the_subject_wherever_it_stands() {
        let marked = as_test(b"From: a@b.test\r\nSUBJECT:\t=?utf-8?q?=C3=A9t=C3=A9?=\r\n\r\nSubject: no\r\n");
        assert_eq!(
            String::from_utf8_lossy(&marked),
            "From: a@b.test\r\nSUBJECT: [TEST] =?utf-8?q?=C3=A9t=C3=A9?=\r\n\r\nSubject: no\r\n"
        );
        assert!(as_test(b"From: a@b.test\n\nSubject: no\n").starts_with(b"Subject: [TEST]\r\nFrom:"));
        assert!(as_test(b"Subject: yes").starts_with(b"Subject: [TEST] yes"));
    }

    #[test]
    fn ends_of_lines_are_those_of_smtp() {
        assert_eq!(with_crlf(b"a\nb\r\nc\r"), b"a\r\nb\r\nc\r\n");
    }
}
