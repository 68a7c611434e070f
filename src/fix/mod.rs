//! Corrections put into files.
//!
//! Comes in: findings with their fixes, and the files that they lie in. Goes out: [`Drafts`], the files as they would
//! be; from these a unified diff, or the files on disk, each replaced as a whole. It never decides what is right, and
//! it writes neither through a symbolic link nor outside the project.

mod diff;
mod draft;
mod write;

pub use draft::{Drafts, MOST_PASSES};
pub use write::Guard;
