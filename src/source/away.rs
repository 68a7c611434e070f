//! Files that were read and let go of: what a run holds of them is their length and a digest. Whoever asks for one has it
//! read anew, and a file that is not the same any more is told, never shown.

use std::hash::Hasher as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::{Accept, FileId, SourceFile};

/// A file that is not held.
#[derive(Debug)]
pub(super) struct Away {
    disk: PathBuf,
    accept: Accept,
    /// Its length in bytes, and the digest of these, as it was read first.
    length: usize,
    digest: u64,
    now: Mutex<Now>,
}

#[derive(Debug)]
struct Now {
    /// The path under which it is shown.
    path: String,
    /// It, as long as somebody looks at it.
    seen: Weak<SourceFile>,
    /// It is another one by now.
    lost: bool,
}

impl Away {
    /// Lets go of a file that lies at `disk`; whoever has it keeps it.
    pub(super) fn of(file: &Arc<SourceFile>, disk: &Path, accept: Accept) -> Away {
        let now = Now { path: file.path.clone(), seen: Arc::downgrade(file), lost: false };
        Away {
            disk: disk.to_path_buf(),
            accept,
            length: file.bytes.len(),
            digest: digest(&file.bytes),
            now: Mutex::new(now),
        }
    }

    /// The file, and whether it was read for this.
    pub(super) fn file(&self, id: FileId) -> (Arc<SourceFile>, bool) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(seen) = now.seen.upgrade() {
            return (seen, false);
        }
        let same = || {
            let length = std::fs::metadata(&self.disk).ok().filter(std::fs::Metadata::is_file)?.len();
            let bytes = (length == self.length as u64).then(|| std::fs::read(&self.disk).ok())??;
            (bytes.len() == self.length && digest(&bytes) == self.digest).then_some(bytes)
        };
        // Once lost it stays so: half of a report may know nothing of it already.
        let bytes = if now.lost { None } else { same() };
        now.lost = bytes.is_none();
        let file = Arc::new(match bytes {
            Some(bytes) => SourceFile::of(id, &now.path, bytes, self.accept).0,
            None => SourceFile::lost(&now.path),
        });
        now.seen = Arc::downgrade(&file);
        (file, true)
    }

    /// Its path.
    pub(super) fn path(&self) -> String {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).path.clone()
    }

    /// Shows it under another path.
    pub(super) fn put_at(&self, path: String) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.path = path;
        now.seen = Weak::new();
    }

    /// Whether it was found to be another one than was read first.
    pub(super) fn is_lost(&self) -> bool {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).lost
    }
}

/// What tells two files of one length apart. Nobody gains by forging it: a file is held against itself.
fn digest(bytes: &[u8]) -> u64 {
    let mut hasher = rustc_hash::FxHasher::default();
    hasher.write(bytes);
    hasher.finish()
}
