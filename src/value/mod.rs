//! What mails and events speak of, parsed: dates and times, links, contacts, and the likeness of two names.
//!
//! Comes in: plain text. Goes out: normal forms with byte ranges of that text. It never knows a file, a mail or an
//! event; whether a value is right is for `claims` and `check` to say.

pub mod contact;
pub mod link;
pub mod name;
pub mod sender_tag;
pub mod when;
