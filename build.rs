//! Rebuilds when a built-in rule changes, and refuses a built-in rule without cases.

use std::path::Path;

#[allow(clippy::print_stdout)] // the way in which a build script speaks to cargo
fn main() -> Result<(), String> {
    println!("cargo:rerun-if-changed=rules");
    println!("cargo:rerun-if-changed=build.rs");
    folder(Path::new("rules"))
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
