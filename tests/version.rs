//! The commit that a release names: of presend's own checkout, and of no repository that it merely lies in.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

#[path = "../build/commit.rs"]
mod commit;

use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn folder(name: &str) -> Folder {
    let path = std::env::temp_dir().join(format!("presend-version-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    Folder(path)
}

fn git(folder: &Path, line: &str) -> bool {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=A", "-c", "user.email=a@b.test", "-c", "commit.gpgsign=false"]);
    command.args(line.split(' ')).current_dir(folder);
    command.env("GIT_COMMITTER_DATE", "2026-11-28T12:00:00Z").env("GIT_AUTHOR_DATE", "2020-01-01T12:00:00Z");
    command.output().is_ok_and(|output| output.status.success())
}

#[test]
fn the_commit_is_that_of_the_checkout() {
    let root = folder("checkout");
    let main = root.0.join("main");
    std::fs::create_dir_all(main.join("vendored")).unwrap();
    if !git(&main, "init -q -b main") {
        eprintln!("skipped: git is not there");
        return;
    }
    // No commit yet, no version of it.
    assert_eq!(commit::of(&main), None);
    assert!(git(&main, "commit -q --allow-empty -m one"));
    let first = commit::of(&main).unwrap();
    let (id, day) = first.shown.split_once(' ').unwrap();
    assert!(id.len() >= 7 && id.chars().all(|c| c.is_ascii_hexdigit()), "{id}");
    assert_eq!(day, "2026-11-28");

    // In a worktree, `.git` is a file and its HEAD lies elsewhere.
    assert!(git(&main, "worktree add -q ../tree -b tree"));
    let tree = root.0.join("tree");
    assert!(tree.join(".git").is_file());
    assert_eq!(commit::of(&tree).unwrap().shown, first.shown);

    // An archive that was unpacked inside a repository is not that repository.
    assert_eq!(commit::of(&main.join("vendored")), None);
    assert_eq!(commit::of(&root.0), None);
}

#[test]
fn each_commit_changes_a_file_that_is_watched() {
    let root = folder("watched");
    if !git(&root.0, "init -q -b main") {
        eprintln!("skipped: git is not there");
        return;
    }
    assert!(git(&root.0, "commit -q --allow-empty -m one"));
    // Packed, a branch has no file of its own.
    assert!(git(&root.0, "pack-refs --all"));
    let watched = commit::of(&root.0).unwrap().watch;
    assert!(!watched.is_empty());
    let read = || watched.iter().map(|path| std::fs::read(path).unwrap()).collect::<Vec<_>>();
    let before = read();
    assert!(git(&root.0, "commit -q --allow-empty -m two"));
    assert_ne!(read(), before);
}
