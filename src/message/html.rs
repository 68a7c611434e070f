//! HTML as a mail program shows it.

use super::Part;
use crate::source::Traced;

/// Reads an HTML part.
pub fn read(_html: &Traced) -> Part {
    Part::default()
}
