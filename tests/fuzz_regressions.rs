//! Every input that once broke a law of `fuzz/` is put through the same laws again, on any toolchain; so are the seeds
//! that the targets begin with.
//!
//! `FUZZ_SEEDS=FOLDER cargo test --test fuzz_regressions` also writes these into a folder for each target.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod laws;

use std::path::{Path, PathBuf};

/// The inputs of a folder, in the order of their names.
fn inputs(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    found.sort();
    found
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/regressions")
}

#[test]
fn what_once_broke_a_law_keeps_it() {
    for (target, law) in laws::TARGETS {
        for path in inputs(&folder().join(target)) {
            // Where a law is broken, the last name is that of the input.
            println!("{}", path.display());
            law(&std::fs::read(path).unwrap());
        }
    }
}

#[test]
fn each_folder_of_regressions_is_that_of_a_target() {
    for path in inputs(&folder()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        assert!(laws::TARGETS.iter().any(|(target, _)| *target == name), "{name} is no target");
        assert!(!inputs(&path).is_empty(), "{name} holds nothing");
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fuzz/fuzz_targets/{name}.rs"));
        assert!(target.is_file(), "{name} cannot be fuzzed");
    }
}

#[test]
fn seeds_hold_the_laws() {
    let write = std::env::var_os("FUZZ_SEEDS").map(PathBuf::from);
    for (target, law) in laws::TARGETS {
        let seeds = laws::seeds::of(target);
        assert!(seeds.len() >= 3, "{target} has nothing to begin with");
        if let Some(folder) = write.as_ref().map(|folder| folder.join(target)) {
            std::fs::create_dir_all(&folder).unwrap();
            for (n, seed) in seeds.iter().enumerate() {
                std::fs::write(folder.join(format!("seed-{n:04}")), seed).unwrap();
            }
            continue;
        }
        // Some of each: the fuzzer begins with all of them.
        for (n, seed) in seeds.iter().enumerate().step_by(seeds.len().div_ceil(25)) {
            println!("{target} {n}");
            law(seed);
        }
    }
}
