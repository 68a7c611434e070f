//! What README and the other pages show is what presend does: commands that can be typed, the screen, the help.
//! `SNAPSHOTS=overwrite cargo test --test readme` writes screen and help anew; read them before you commit them.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use presend::cli;
use presend::language::Language;

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every page for people: at the top, in `docs/` and beside the fixtures.
fn pages() -> Vec<PathBuf> {
    let mut out = Vec::new();
    let mut folders: Vec<PathBuf> = vec![package().join("docs"), package().join("fixtures")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match entry.is_dir() {
                true => folders.push(entry),
                false => out.extend(entry.extension().is_some_and(|ext| ext == "md").then_some(entry)),
            }
        }
    }
    out.extend(["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md"].map(|name| package().join(name)));
    out.sort();
    out
}

/// The lines of a page's code blocks, and its words in code.
fn code(page: &str) -> Vec<String> {
    let mut out = Vec::new();
    for (n, piece) in page.split("```").enumerate() {
        if n % 2 == 1 {
            out.extend(piece.lines().skip(1).map(|line| line.trim_start().trim_start_matches("$ ").to_string()));
        } else {
            out.extend(piece.split('`').skip(1).step_by(2).map(|words| words.replace('\n', " ")));
        }
    }
    out
}

/// The command lines of presend among these, without what the shell does with them.
fn typed(page: &str) -> Vec<String> {
    let ours = |line: String| {
        let line = line.split(" #").next().unwrap_or_default().trim().to_string();
        let line = match line.split_once(" -- ") {
            Some((cargo, rest)) if cargo.starts_with("cargo run") => format!("presend {rest}"),
            _ => line,
        };
        // `…` and COMMAND stand for what the reader puts there.
        let whole = line.starts_with("presend ") && !line.contains(['…', '{']) && !line.contains(" COMMAND ");
        whole.then(|| line.split(['>', '|']).next().unwrap_or_default().trim().to_string())
    };
    code(page).into_iter().filter_map(ours).collect()
}

/// Words apart at spaces, but not inside quotes; a file alone is checked.
fn words(line: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => out.push(String::new()),
            c => out.last_mut().unwrap().push(c),
        }
    }
    out.retain(|word| !word.is_empty());
    if out.get(1).is_some_and(|word| word.ends_with(".eml")) {
        out.insert(1, "check".to_string());
    }
    out
}

#[test]
fn each_command_of_the_pages_can_be_typed() {
    let mut seen = 0;
    for path in pages() {
        let page = std::fs::read_to_string(&path).unwrap();
        for line in typed(&page) {
            let read = cli::command(Language::En, false).try_get_matches_from(words(&line));
            assert!(read.is_ok(), "{}: {line}\n{:?}", path.display(), read.err().map(|error| error.to_string()));
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen} commands: the pages were not read");
}

#[test]
fn a_command_that_cannot_be_typed_would_be_seen() {
    let page = "```\n$ presend chek mail.eml   # x\n```\nand `presend\ncheck --formt json`, `presend check --event …`";
    assert_eq!(typed(page), ["presend chek mail.eml", "presend check --formt json"]);
    for line in typed(page) {
        assert!(cli::command(Language::En, false).try_get_matches_from(words(&line)).is_err(), "{line}");
    }
}

/// What a run prints on a screen of so many columns.
fn printed(args: &[&str], columns: &str, locale: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    command.args(args).current_dir(package()).env_clear().stdin(Stdio::null());
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    let output = command.env("COLUMNS", columns).env("LC_ALL", locale).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Holds the block of this name in README to what is printed, or writes it.
fn holds(name: &str, printed: &str) {
    let path = package().join("README.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let (open, close) = (format!("<!-- {name} -->\n```\n"), format!("```\n<!-- /{name} -->"));
    let (before, rest) = page.split_once(&open).unwrap_or_else(|| panic!("README has no block {name}"));
    let (block, after) = rest.split_once(&close).unwrap();
    let printed: String = printed.lines().map(|line| format!("{}\n", line.trim_end())).collect();
    if std::env::var("SNAPSHOTS").is_ok_and(|how| how == "overwrite") {
        std::fs::write(&path, format!("{before}{open}{printed}{close}{after}")).unwrap();
        return;
    }
    assert!(block == printed, "README's block {name} is not what is printed; it should be\n{printed}");
}

// One test: both blocks lie in one file, and are written one after the other.
#[test]
fn readme_shows_the_screen_and_the_help() {
    let readme = std::fs::read_to_string(package().join("README.md")).unwrap();
    assert!(readme.contains("-- check fixtures/livestorm-copied"), "the screen is of the command that README names");
    holds("screen", &printed(&["check", "fixtures/livestorm-copied"], "100", "C"));
    holds("help", &printed(&["--help"], "80", "en_US.UTF-8"));
}
