//! Sending: a mail as the message that would leave, and the test message to the organiser.
//!
//! Comes in: what a recipient would get, and whom it is from and for. Goes out: the bytes of a message (RFC 5322, MIME),
//! and a test message by SMTP. It is the only room that opens a connection, and it never renders or judges.

mod build;
mod finished;
mod headers;
mod refusal;
mod smtp;

use lettre::message::Mailboxes;

pub use build::{Outgoing, Wire, build};
pub use finished::{as_test, finished};
pub use smtp::{Server, deliver};

/// What stands before the subject of a test message.
pub const TEST: &str = "[TEST] ";

/// Whether a From, Reply-To or To line can be read as one or more mailboxes (RFC 5322, section 3.4).
pub fn is_mailbox_line(line: &str) -> bool {
    line.parse::<Mailboxes>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_accents_and_several_addresses_are_lines() {
        assert!(is_mailbox_line("Équipe données <webinaires@exemple.test>"));
        assert!(is_mailbox_line("a@exemple.test, Inès Caron <b@exemple.test>"));
        assert!(!is_mailbox_line("webinaires chez exemple.test"));
    }
}
