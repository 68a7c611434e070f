//! Mails as wholes.
