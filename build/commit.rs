//! The commit that a release is built from, as `presend --version` says it: `abc1234 2026-11-28`.
//!
//! Known of a checkout of presend itself; not of an archive, even where it is unpacked inside another repository. Nothing
//! of the machine or the hour of the build goes in.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A commit, and the files whose change means that it may be another one.
#[derive(Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its short id and its day.
    pub shown: String,
    /// Files of git that exist.
    pub watch: Vec<PathBuf>,
}

/// The commit of the checkout at a folder; `None` where the folder is none, or git is not there.
pub fn of(folder: &Path) -> Option<Commit> {
    // In a worktree, `.git` is a file.
    if !folder.join(".git").exists() {
        return None;
    }
    let shown = git(folder, &["log", "-1", "--format=%h %cs", "--abbrev=7"])?;
    // HEAD changes with the branch, its log with each commit.
    let paths = ["HEAD", "logs/HEAD"].map(|name| git(folder, &["rev-parse", "--git-path", name]));
    let watch = paths.into_iter().flatten().map(|path| folder.join(path)).filter(|path| path.exists()).collect();
    Some(Commit { shown, watch })
}

fn git(folder: &Path, args: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("-C").arg(folder).args(args).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_string();
    (output.status.success() && !text.is_empty()).then_some(text)
}
