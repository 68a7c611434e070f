//! Sending: a mail as the message that would leave, and the test message to the organiser.
//!
//! Comes in: what a recipient would get, and whom it is from and for. Goes out: the bytes of a message (RFC 5322, MIME),
//! and a test message by SMTP. It is the only room that opens a connection, and it never renders or judges.

mod build;
mod finished;
mod headers;
mod refusal;
mod smtp;

pub use build::{Outgoing, Wire, build};
pub use finished::{as_test, finished};
pub use smtp::{Server, deliver};

/// What stands before the subject of a test message.
pub const TEST: &str = "[TEST] ";
