//! Events held against one another, before any mail.
