//! Files that the user asked for: reports, baselines, rendered mails.
//!
//! Comes in: a path that was typed, and bytes. A file is replaced as a whole or not at all, so that a full disk or an
//! interrupted run leaves the old one; and never through a symbolic link, which could lead anywhere.

use std::fs;
use std::io::{Error, ErrorKind, Result};
use std::path::Path;

use crate::source;

/// Writes a file; what is no ordinary one (`/dev/stdout`, a pipe) is written to as it is.
///
/// # Errors
/// Those of the system, and a path that is a symbolic link to a file or to nothing.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let behind = fs::metadata(path);
    let special = behind.as_ref().is_ok_and(|meta| !meta.is_file());
    if special || ["/dev", "/proc/self/fd"].iter().any(|folder| path.starts_with(folder)) {
        return fs::write(path, bytes);
    }
    if fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink()) {
        return Err(Error::other("is a symbolic link"));
    }
    match source::replace_file(path, bytes, behind.ok().map(|meta| meta.permissions())) {
        // A file that may be written in a folder that may not.
        Err(error) if error.kind() == ErrorKind::PermissionDenied && path.exists() => fs::write(path, bytes),
        written => written,
    }
}
