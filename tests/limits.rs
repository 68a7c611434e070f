//! `docs/limits.md` says what the program does: each number of its table is that of a constant, and each code is told.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

/// A row of the page, by the words of its first cell, and the constant that it speaks of.
const ROWS: [(&str, &str, &str); 29] = [
    ("a file", "source/files.rs", "MAX_BYTES"),
    ("a table of people", "source/on_disk.rs", "MAX_TABLE_BYTES"),
    ("a mail's template", "project/mail_loader.rs", "MAX_TEMPLATE"),
    ("files below one pattern", "project/paths.rs", "MAX_FILES"),
    ("folders in folders", "project/paths.rs", "MAX_DEPTH"),
    ("YAML: a file", "yaml/mod.rs", "MAX_BYTES"),
    ("YAML: values in values", "yaml/mod.rs", "MAX_DEPTH"),
    ("YAML: aliases", "yaml/mod.rs", "MAX_ALIASES"),
    ("YAML: values that aliases repeat", "yaml/mod.rs", "MAX_ALIASED_NODES"),
    ("templates: blocks in blocks", "template/parse.rs", "MAX_NESTING"),
    ("templates: expressions in expressions", "template/expression.rs", "MAX_NESTING"),
    ("templates: one tag", "template/scan.rs", "MAX_TAG"),
    ("templates: partials in partials", "template/include.rs", "MAX_INCLUSIONS"),
    ("templates: blocks and partials in one another", "template/render.rs", "MAX_LEVELS"),
    ("templates: turns of loops", "template/render.rs", "MAX_TURNS"),
    ("templates: tags rendered", "template/render.rs", "MAX_STEPS"),
    ("templates: text that a mail renders to", "template/render.rs", "MAX_OUTPUT"),
    ("workbooks: what an XLSX unpacks to", "project/workbook.rs", "MOST_UNPACKED"),
    ("workbooks: its styles", "project/workbook.rs", "MOST_STYLES"),
    ("workbooks: rows", "project/workbook.rs", "MOST_ROWS"),
    ("tables of people, workbooks too: columns", "project/table.rs", "MOST_COLUMNS"),
    ("a paragraph", "message/long.rs", "LONGEST"),
    ("messages: parts in parts", "message/eml/mime.rs", "DEPTH"),
    ("messages: parts", "message/eml/mime.rs", "PARTS"),
    ("calendars: components", "message/ics.rs", "DEEPEST"),
    ("rules: a pattern", "rules/pattern.rs", "SIZE_LIMIT"),
    ("rules: a formula", "rules/formula.rs", "MAX_LENGTH"),
    ("findings of a mail", "claims/mod.rs", "MOST"),
    ("findings of a run", "check/mod.rs", "MOST_FINDINGS"),
];

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The value of a constant as its file writes it: a number, a product, or a power of two.
fn constant(file: &str, name: &str) -> u64 {
    let text = std::fs::read_to_string(package().join("src").join(file)).unwrap();
    let start = format!("const {name}: ");
    let line = text.lines().find(|line| line.contains(&start)).unwrap_or_else(|| panic!("{file} has no {name}"));
    let value = line.split_once("= ").unwrap().1.split(';').next().unwrap().replace('_', "");
    match value.split_once("<<") {
        Some((one, shift)) => one.trim().parse::<u64>().unwrap() << shift.trim().parse::<u32>().unwrap(),
        None => value.split('*').map(|factor| factor.trim().parse::<u64>().unwrap()).product(),
    }
}

/// The rows of the table: what, at most, code.
fn rows() -> Vec<[String; 3]> {
    let page = std::fs::read_to_string(package().join("docs/limits.md")).unwrap();
    let lines = page.lines().filter(|line| line.starts_with("| ")).skip(1);
    let cells =
        |line: &str| -> Vec<String> { line.trim_matches('|').split('|').map(|c| c.trim().to_string()).collect() };
    lines.map(|line| cells(line).try_into().unwrap()).collect()
}

#[test]
fn the_page_has_the_numbers_of_the_program() {
    let rows = rows();
    for (what, file, name) in ROWS {
        let found = rows.iter().filter(|row| row[0].starts_with(what)).min_by_key(|row| row[0].len());
        let [_, most, _] = found.unwrap_or_else(|| panic!("the page says nothing of “{what}”"));
        let (number, unit) = most.split_once(' ').unwrap_or((most, ""));
        let times = match unit {
            "MB" => 1024 * 1024,
            "KB" => 1024,
            "bytes" | "" => 1,
            other => panic!("{what}: {other}"),
        };
        assert_eq!(number.parse::<u64>().unwrap() * times, constant(file, name), "{what}: {file} {name}");
    }
    // The text of a workbook has the limit of a file, and no row stands there that is held against nothing.
    assert_eq!(rows.len(), ROWS.len() + 1);
}

fn sources(folder: PathBuf, out: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        match entry.is_dir() {
            true => sources(entry, out),
            false => out.push_str(&std::fs::read_to_string(entry).unwrap_or_default()),
        }
    }
}

#[test]
fn each_code_is_one_of_the_program() {
    let mut all = String::new();
    sources(package().join("src"), &mut all);
    let rules = std::fs::read_to_string(package().join("tests/rules-ids.txt")).unwrap();
    for [what, _, code] in rows() {
        for code in code.split(", ").filter_map(|code| code.strip_prefix('`')?.strip_suffix('`')) {
            let known = all.contains(&format!("\"{code}\"")) || rules.lines().any(|rule| rule == code);
            assert!(known, "{what}: {code}");
        }
    }
}
