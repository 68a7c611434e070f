//! Findings in the editor.
//!
//! Will come in: the files that an editor has open. Will go out: diagnostics. It never checks by itself: it calls
//! `check`. Nothing is here yet.
