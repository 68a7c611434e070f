//! Sending: a mail as the message that would leave, and the test message to the organiser.
//!
//! Comes in: a rendered [`Message`](crate::message::Message). Goes out: addresses that a message may carry. Building
//! and sending the message itself is to come; until then this room only says whether an address can stand in a header.

use lettre::message::Mailboxes;

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
