//! Needs that may go without a word, each with its reason.
