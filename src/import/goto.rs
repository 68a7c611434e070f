//! Not there yet.

use super::{Format, Imported, Input, Options, not_yet};
use crate::source::Problem;

pub(super) fn import(_inputs: &[Input], _options: &Options) -> Result<Imported, Problem> {
    Err(not_yet(Format::Goto))
}
