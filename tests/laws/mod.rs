//! What must hold of every input, however broken: written once, for the fuzz targets in `fuzz/` and for
//! `tests/fuzz_regressions.rs`, which puts all inputs that once broke a law through them again.
//!
//! Comes in: bytes. Goes out: nothing, or a panic that says which law was broken. No law reads or writes a file. The laws
//! of all: no panic, an end, places that lie in their file and on the borders of its characters, text that reads as the
//! bytes that it says it is from, and the same answer to the same question.

// Each of the two uses what it needs of these.
#![allow(dead_code)]

pub mod files;
pub mod imports;
pub mod mails;
mod pieces;
mod places;
pub mod project;
pub mod rules;
pub mod seeds;
pub mod texts;

/// What holds of one input of a target.
pub type Law = fn(&[u8]);

/// The targets: the name of each, which is also that of its folder in `fuzz/regressions/`, and its laws.
pub const TARGETS: &[(&str, Law)] = &[
    ("csv", files::csv),
    ("dates", texts::dates),
    ("eml", mails::eml),
    ("event", files::event),
    ("front", files::front),
    ("html", mails::html),
    ("ics", mails::ics),
    ("import", imports::import),
    ("links", texts::links),
    ("people", texts::people),
    ("project", project::project),
    ("rules", rules::rules),
    ("settings", files::settings),
    ("suppressions", rules::suppressions),
    ("template", mails::template),
    ("text", mails::text),
    ("xlsx", files::xlsx),
    ("yaml", files::yaml),
];

/// Whether an input is one of the `one_in` for which a dear law is held, too: by its bytes, so that an input that broke
/// such a law breaks it again. A test holds all laws of all its inputs.
fn chosen(bytes: &[u8], one_in: u64) -> bool {
    let mixed = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |mixed, byte| (mixed ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    cfg!(test) || (mixed >> 32).is_multiple_of(one_in)
}
