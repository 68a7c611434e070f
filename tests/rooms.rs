//! The order of the rooms: a room uses the rooms before it, and no others; and miette is known in one file.
//! Read from the source text, so that a forbidden use fails here with its file and line.

// A test that cannot read its own package has nothing to say but that.
#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

/// The room that every room may use: what was done, noted where it is done.
const OPEN: &str = "work";

/// Each room with the rooms that it may use. `language` and `source` are open to all that come after them.
const ROOMS: [(&str, &[&str]); 20] = [
    (OPEN, &[]),
    ("language", &[]),
    ("source", &["language"]),
    ("yaml", &["source", "language"]),
    ("words", &["yaml", "source", "language"]),
    ("value", &["source", "language"]),
    ("finding", &["source", "language"]),
    ("project", &["yaml", "value", "finding", "source", "language"]),
    ("template", &["value", "source", "language"]),
    ("message", &["template", "value", "source", "language"]),
    ("facts", &["project", "value", "words", "yaml", "source", "language"]),
    ("claims", &["message", "facts", "project", "finding", "value", "words", "yaml", "source", "language"]),
    (
        "rules",
        &[
            "claims", "facts", "message", "template", "project", "finding", "value", "words", "yaml", "source",
            "language",
        ],
    ),
    (
        "check",
        &[
            "rules", "claims", "facts", "message", "template", "project", "finding", "value", "words", "yaml",
            "source", "language",
        ],
    ),
    ("report", &["finding", "source", "language"]),
    ("fix", &["finding", "source", "language"]),
    ("seal", &["check", "rules", "message", "template", "project", "finding", "value", "yaml", "source", "language"]),
    ("send", &["message", "template", "value", "source", "language"]),
    ("import", &ABOVE),
    ("cli", &ALL),
];

/// What reads platforms' files calls any room above it.
const ABOVE: [&str; 14] = [
    "language", "source", "yaml", "words", "value", "finding", "project", "template", "message", "facts", "claims",
    "rules", "check", "report",
];
const ALL: [&str; 18] = [
    "language", "source", "yaml", "words", "value", "finding", "project", "template", "message", "facts", "claims",
    "rules", "check", "report", "fix", "seal", "send", "import",
];

/// The only file that may name miette.
const MIETTE: &str = "src/report/frame.rs";

/// One use of a room: where, and which.
#[derive(Debug, PartialEq, Eq)]
struct Use {
    line: usize,
    room: String,
}

/// The code of a source text: comments and the insides of string literals become spaces, lines stay where they are.
fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let blank = |c: char| if c == '\n' { '\n' } else { ' ' };
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => {
                while let Some(c) = chars.next_if(|c| *c != '\n') {
                    out.push(blank(c));
                }
            }
            '/' if chars.peek() == Some(&'*') => {
                let mut last = ' ';
                for c in chars.by_ref() {
                    out.push(blank(c));
                    if last == '*' && c == '/' {
                        break;
                    }
                    last = c;
                }
            }
            'r' if raw_hashes(&chars).is_some() && !out.ends_with(|c: char| c.is_alphanumeric() || c == '_') => {
                let hashes = raw_hashes(&chars).unwrap_or_default();
                let close = format!("\"{}", "#".repeat(hashes));
                let mut inside = String::new();
                for c in chars.by_ref().skip(hashes + 1) {
                    out.push(blank(c));
                    inside.push(c);
                    if inside.ends_with(&close) {
                        break;
                    }
                }
            }
            '"' => {
                while let Some(c) = chars.next() {
                    out.push(blank(c));
                    match c {
                        '\\' => out.extend(chars.next().map(blank)),
                        '"' => break,
                        _ => {}
                    }
                }
            }
            // A character literal, which may be a quote; a lifetime has no closing quote after its letter.
            '\'' => {
                let rest: Vec<char> = chars.clone().take(12).collect();
                let len = match rest.as_slice() {
                    ['\\', _, tail @ ..] => tail.iter().position(|c| *c == '\'').map(|at| at + 3),
                    [_, '\'', ..] => Some(2),
                    _ => None,
                };
                out.push(' ');
                for _ in 0..len.unwrap_or_default() {
                    out.extend(chars.next().map(blank));
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// After an `r`: the number of `#` before the quote of a raw string; `None` when none begins here.
fn raw_hashes(rest: &std::iter::Peekable<std::str::Chars>) -> Option<usize> {
    let mut rest = rest.clone();
    let mut hashes = 0;
    while rest.next_if_eq(&'#').is_some() {
        hashes += 1;
    }
    (rest.next() == Some('"')).then_some(hashes)
}

/// Every room that a source text reaches through `crate::`, one by one also inside `crate::{…}`.
fn uses(text: &str) -> Vec<Use> {
    let code = code(text);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let start = at + "crate::".len();
        let line_of = |at: usize| code[..at].matches('\n').count() + 1;
        if code[start..].starts_with('{') {
            let mut depth = 0;
            let mut fresh = true;
            for (n, c) in code[start..].char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 {
                    break;
                }
                if depth == 1 && fresh && (c.is_alphabetic() || c == '_') {
                    found.push(Use { line: line_of(start + n), room: word(&code[start + n..]) });
                    fresh = false;
                }
                fresh |= depth == 1 && matches!(c, ',' | '{');
            }
        } else {
            found.push(Use { line: line_of(at), room: word(&code[start..]) });
        }
    }
    found
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// What a file of a room does against the order, one complaint a use.
fn complaints(path: &str, text: &str) -> Vec<String> {
    let room = path.trim_start_matches("src/").split(['/', '.']).next().unwrap_or_default();
    let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return match room {
            "lib" | "main" => Vec::new(),
            _ => vec![format!("{path}: the room `{room}` stands in no line of the table")],
        };
    };
    uses(text)
        .into_iter()
        .filter(|used| used.room != room && used.room != OPEN && !allowed.contains(&used.room.as_str()))
        .map(|used| format!("{path}:{}: `{room}` uses `crate::{}`, which is not before it", used.line, used.room))
        .collect()
}

/// Where a file names miette and may not.
fn miette(path: &str, text: &str) -> Vec<String> {
    if path == MIETTE {
        return Vec::new();
    }
    let code = code(text);
    let lines = code.lines().enumerate().filter(|(_, line)| line.contains("miette"));
    lines.map(|(n, _)| format!("{path}:{}: miette belongs into {MIETTE} alone", n + 1)).collect()
}

/// All Rust files under `src`, with their paths relative to the package.
fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let shown = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                files.push((shown, std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn no_room_reaches_back() {
    let files = files();
    assert!(files.len() > ROOMS.len(), "src/ was not read");
    let complaints: Vec<String> = files.iter().flat_map(|(path, text)| complaints(path, text)).collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn miette_is_known_in_one_file() {
    let files = files();
    assert!(files.iter().any(|(path, text)| path == MIETTE && text.contains("miette")));
    let complaints: Vec<String> = files.iter().flat_map(|(path, text)| miette(path, text)).collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn every_room_stands_in_the_table_and_uses_only_rooms_before_it() {
    let names: Vec<&str> = ROOMS.iter().map(|(name, _)| *name).collect();
    for (n, (name, allowed)) in ROOMS.iter().enumerate() {
        for used in *allowed {
            let at = names.iter().position(|name| name == used);
            assert!(at.is_some_and(|at| at < n), "`{name}` may use `{used}`, which is not before it");
        }
    }
    let root = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let modules: Vec<&str> = root.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect();
    assert!(modules.len() > 10, "src/lib.rs was not read");
    for module in modules {
        assert!(names.contains(&module), "the room `{module}` stands in no line of the table");
    }
}

#[test]
fn the_check_sees_what_it_forbids() {
    let rooms = |text: &str| uses(text).into_iter().map(|used| (used.line, used.room)).collect::<Vec<_>>();
    assert_eq!(
        rooms("use crate::cli::run;\n\nfn f() { crate::check::all() }"),
        [(1, "cli".into()), (3, "check".into())]
    );
    assert_eq!(
        rooms("use crate::{\n    finding::{Finding, Level},\n    source::Span,\n};"),
        [(2, "finding".into()), (3, "source".into())]
    );
    assert_eq!(rooms("pub(crate) use mycrate::cli;"), []);
    // Comments and strings use nothing; what follows them is still seen.
    assert_eq!(rooms("//! [`crate::cli`]\n/* crate::cli */ let a = \"crate::cli \\\" crate::cli\";"), []);
    assert_eq!(
        rooms("let a = r#\"\" crate::cli\"#; let q = '\"'; crate::send::a(); let b: &'a str = \"\";"),
        [(1, "send".into())]
    );

    assert_eq!(
        complaints("src/report/json.rs", "use crate::language::Language;\nuse crate::check::Pass;"),
        ["src/report/json.rs:2: `report` uses `crate::check`, which is not before it"]
    );
    assert_eq!(complaints("src/report/json.rs", "use crate::report::Options;"), Vec::<String>::new());
    assert_eq!(complaints("src/attic/mod.rs", "").len(), 1);
    assert_eq!(complaints("src/cli/run.rs", "use crate::send;").len(), 0);

    assert_eq!(miette("src/cli/run.rs", "fn a() {}\nuse miette::Report;").len(), 1);
    assert_eq!(miette("src/cli/run.rs", "// unlike miette\n").len(), 0);
    assert_eq!(miette(MIETTE, "use miette::Report;").len(), 0);
}
