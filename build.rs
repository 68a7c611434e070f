//! Rebuilds when a built-in rule changes, refuses a built-in rule without cases, and finds the commit of a release.

#[path = "build/commit.rs"]
mod commit;

use std::path::Path;

#[allow(clippy::print_stdout)] // the way in which a build script speaks to cargo
fn main() -> Result<(), String> {
    println!("cargo:rerun-if-changed=rules");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed=src/cli/init");
    tell_version();
    folder(Path::new("rules"))
}

/// The version with its commit, as `PRESEND_COMMIT` says or git does. Of a build for debugging git is not asked: each
/// commit would build everything anew.
#[allow(clippy::print_stdout)]
fn tell_version() {
    println!("cargo:rerun-if-env-changed=PRESEND_COMMIT");
    let version = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let said = std::env::var("PRESEND_COMMIT").ok().filter(|said| !said.trim().is_empty());
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let found = if said.is_none() && release { commit::of(Path::new(".")) } else { None };
    for path in found.iter().flat_map(|found| &found.watch) {
        println!("cargo:rerun-if-changed={}", path.display());
    }
    match said.or(found.map(|found| found.shown)) {
        Some(commit) => println!("cargo:rustc-env=PRESEND_VERSION={version} ({})", commit.trim()),
        None => println!("cargo:rustc-env=PRESEND_VERSION={version}"),
    }
}

/// Looks at each rule of a folder and of the packs in it; the folder of word lists holds no rules.
fn folder(folder: &Path) -> Result<(), String> {
    let wrong = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        if path.is_dir() && !path.ends_with("words") {
            self::folder(&path)?;
        } else if path.extension().is_some_and(|ext| ext == "yaml") {
            has_cases(&path)?;
        }
    }
    Ok(())
}

/// Both `valid:` and `invalid:` must stand in a built-in rule: its cases are its tests and the examples of its page.
#[allow(clippy::print_stdout)]
fn has_cases(path: &Path) -> Result<(), String> {
    println!("cargo:rerun-if-changed={}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    for key in ["valid:", "invalid:"] {
        if !text.lines().any(|line| line.starts_with(key)) {
            return Err(format!("{}: no `{key}` cases", path.display()));
        }
    }
    Ok(())
}
