//! Prepares the built-in rules and word lists, refuses a built-in rule without cases, and finds the commit of a release.

#[path = "build/commit.rs"]
mod commit;
#[path = "build/prepare.rs"]
mod prepare;

use std::path::Path;

#[allow(clippy::print_stdout)] // the way in which a build script speaks to cargo
fn main() -> Result<(), String> {
    println!("cargo:rerun-if-changed=rules");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build");
    println!("cargo:rerun-if-changed=src/cli/init");
    tell_version();
    let out = std::env::var("OUT_DIR").map_err(|error| error.to_string())?;
    prepare::prepare(Path::new("rules"), Path::new(&out))
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
