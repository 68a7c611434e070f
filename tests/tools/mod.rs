//! Programs from outside that some tests need. Where one is lacking, the test says so and ends; what
//! `PRESEND_TESTS_REQUIRE` lists (as in CI: `smtp, pre-commit, wheel` and others) must be there.

// Each test uses what it needs of these.
#![allow(dead_code)]

use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A Python that has a module: `PRESEND_TESTS_PYTHON`, else `python3`. `need` is the word of `PRESEND_TESTS_REQUIRE`.
pub fn python_with(module: &str, need: &str) -> Option<PathBuf> {
    let own = std::env::var_os("PRESEND_TESTS_PYTHON").map(PathBuf::from);
    let found = own.into_iter().chain(["python3".into()]).find(|python: &PathBuf| {
        let asked = Command::new(python).args(["-c", &format!("import {module}")]).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    });
    if found.is_none() {
        lacking(need, &format!("Python has no {module}; set PRESEND_TESTS_PYTHON to one that has it"));
    }
    found
}

/// Whether a program answers to `--version`.
pub fn has(program: &str, need: &str) -> bool {
    let asked = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    let found = asked.is_ok_and(|status| status.success());
    if !found {
        lacking(need, &format!("{program} is not there"));
    }
    found
}

/// Says that a test is skipped, or fails where it may not be.
pub fn lacking(need: &str, why: &str) {
    let required = std::env::var("PRESEND_TESTS_REQUIRE").unwrap_or_default();
    assert!(!required.split([',', ' ']).any(|word| word == need), "{need} is required here: {why}");
    eprintln!("skipped: {why}");
}
