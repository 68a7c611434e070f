//! Files that the user asked for: reports, baselines, rendered mails.
//!
//! Comes in: a path that was typed, and bytes. A file is replaced as a whole or not at all, so that a full disk or an
//! interrupted run leaves the old one; and never through a symbolic link, which could lead anywhere.

use std::fs::{self, OpenOptions};
use std::io::{Error, ErrorKind, Result, Write};
use std::path::Path;

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
    let name = path.file_name().ok_or(ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
    let beside = path.with_file_name(format!(".{name}.{}.presend", std::process::id()));
    let written = write_new(&beside, bytes, behind.ok().map(|meta| meta.permissions()));
    match written.and_then(|()| fs::rename(&beside, path)) {
        // A file that may be written in a folder that may not.
        Err(error) if error.kind() == ErrorKind::PermissionDenied && path.exists() => fs::write(path, bytes),
        Err(error) => {
            let _ = fs::remove_file(&beside);
            Err(error)
        }
        Ok(()) => Ok(()),
    }
}

fn write_new(path: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.write_all(bytes)
}
