//! Files written as a whole: the old one stays until the new one is there, so that nobody ever meets half of it.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{ErrorKind, Result, Write};
use std::path::Path;

/// Puts bytes in a file's place. They are written to a new file beside it first, never into one that lies there or
/// through a link; `permissions` are the new file's, where they are given.
///
/// # Errors
/// Those of the system; then the old file is as it was, and nothing is left beside it.
pub fn replace_file(path: &Path, bytes: &[u8], permissions: Option<Permissions>) -> Result<()> {
    let name = path.file_name().ok_or(ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
    let beside = path.with_file_name(format!(".{name}.{}.presend", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = permissions.map_or(Ok(()), |permissions| file.set_permissions(permissions));
    let written = written.and_then(|()| file.write_all(bytes)).and_then(|()| file.sync_all());
    written.and_then(|()| fs::rename(&beside, path)).inspect_err(|_| {
        let _ = fs::remove_file(&beside);
    })
}
