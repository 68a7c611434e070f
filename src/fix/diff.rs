//! Changes as a unified diff, which `git apply` and `patch -p1` take.

use similar::TextDiff;

use crate::source::SourceFile;

/// Lines around a change.
const CONTEXT: usize = 3;

/// The diff of one file; nothing where nothing changes. Ends of lines are shown as they are.
pub(super) fn unified(path: &str, old: &SourceFile, new: &[u8]) -> String {
    let utf8 = std::str::from_utf8(&old.bytes).is_ok();
    let text = |bytes: &[u8]| match utf8 {
        true => String::from_utf8_lossy(bytes).into_owned(),
        false => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    };
    let (before, after) = (text(&old.bytes), text(new));
    let diff = TextDiff::from_lines(before.as_str(), after.as_str());
    diff.unified_diff().context_radius(CONTEXT).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}
