//! Writes the pages of the rules, `docs/rules/`: `cargo run --example rule-pages`. With `--check` it changes nothing, and
//! ends with 1 where a page is not what the rule says.

#![allow(clippy::print_stdout)]

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let check = std::env::args().any(|arg| arg == "--check");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    match run(&folder, check) {
        Ok(changed) if changed.is_empty() => ExitCode::SUCCESS,
        Ok(changed) => {
            let word = if check { "not in step" } else { "written" };
            changed.iter().for_each(|name| println!("docs/rules/{name}: {word}"));
            ExitCode::from(u8::from(check))
        }
        Err(error) => {
            println!("docs/rules: {error}");
            ExitCode::from(2)
        }
    }
}

/// The names of the pages that differ; without `check` they are made anew, and pages of no rule are removed.
fn run(folder: &Path, check: bool) -> std::io::Result<BTreeSet<String>> {
    let pages = presend::cli::rule_pages();
    let mut changed = BTreeSet::new();
    if !check {
        std::fs::create_dir_all(folder)?;
    }
    for (name, text) in &pages {
        let path = folder.join(name);
        if std::fs::read_to_string(&path).ok().as_ref() != Some(text) {
            changed.insert(name.clone());
            if !check {
                std::fs::write(&path, text)?;
            }
        }
    }
    for entry in std::fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !pages.contains_key(&name) {
            if !check {
                std::fs::remove_file(folder.join(&name))?;
            }
            changed.insert(name);
        }
    }
    Ok(changed)
}
