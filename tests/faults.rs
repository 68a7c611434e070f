//! The fault bench: lifelike mails that are right, the mistakes that people make in them, and changes that leave them
//! right. presend must catch the mistakes, stay silent on the rest, and `tests/faults/RESULTS.md` must say what is so.
//!
//! `tests/faults/README.md` says how a base is written; `tests/faults/cases.py` makes the same cases for other programs.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod tools;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;
use sha2::{Digest, Sha256};

/// The least share of mistakes that people wrote which must be caught, and the largest share of right mails with an alarm.
const RECALL: f64 = 0.95;
const ALARMS: f64 = 0.01;

/// One base in so many has its bindings to other events and its drawn slips run here; their classes' sums are held all the
/// same, by the list of misses. A debug build takes minutes for all: `FAULTS=all cargo test --test faults`.
const PART: usize = 8;

type Files = BTreeMap<String, String>;

/// A project with at most one change: where the change lies, and whether a finding anywhere tells of it.
struct Case {
    id: String,
    kind: &'static str,
    class: String,
    files: Files,
    place: Option<(String, usize, usize)>,
    row: Option<u64>,
    anywhere: bool,
}

/// A base: its files with the marks of the slots, and its cases, the right mail first.
struct Base {
    cases: Vec<Case>,
    now: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults")
}

fn read(name: &str) -> String {
    std::fs::read_to_string(folder().join(name)).unwrap()
}

/// The files of a folder of the bench with an ending, by name.
fn listed(under: &str, ending: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder().join(under)).unwrap().map(|entry| entry.unwrap());
    let names = entries.map(|entry| entry.file_name().into_string().unwrap()).filter(|name| name.ends_with(ending));
    let mut out: Vec<String> =
        names.map(|name| if under.is_empty() { name } else { format!("{under}/{name}") }).collect();
    out.sort();
    out
}

/// The text with one slot replaced and the marks of all gone, and where the replaced slot lies.
fn fill(text: &str, slot: &str, new: Option<&str>) -> (String, Option<(usize, usize)>) {
    let (mut out, mut rest, mut place) = (String::new(), text, None);
    while let Some(start) = rest.find('⟦') {
        out.push_str(&rest[..start]);
        let (inside, after) = rest[start + '⟦'.len_utf8()..].split_once('⟧').expect("a slot ends");
        let (name, old) = inside.split_once('|').expect("a slot has a name");
        let from = out.len();
        out.push_str(new.filter(|_| name == slot).unwrap_or(old));
        if name == slot {
            place = Some((from, out.len()));
        }
        rest = after;
    }
    out.push_str(rest);
    (out, place)
}

fn clean(files: &Files) -> Files {
    files.iter().map(|(path, text)| (path.clone(), fill(text, "", None).0)).collect()
}

/// The case of a mistake, of a harmless edit or of a drawn slip.
fn change(files: &Files, kind: &'static str, entry: &Json) -> Case {
    let text = entry["text"].as_str().unwrap_or_default();
    let word = |key: &str| entry[key].as_str().unwrap_or_default().to_string();
    let mut out = clean(files);
    let (mut place, mut row) = (None, None);
    if let Some(slot) = entry["slot"].as_str() {
        for (path, raw) in files {
            let (filled, at) = fill(raw, slot, Some(text));
            if let Some((start, end)) = at {
                place = Some((path.clone(), start, end));
                out.insert(path.clone(), filled);
            }
        }
    } else if let Some(number) = entry["row"].as_u64() {
        let path = word("file");
        let changed = edit_cell(&out[&path], number as usize, &word("column"), text);
        out.insert(path, changed);
        row = Some(number);
    } else {
        let (path, find) = (word("file"), word("find"));
        let start = occurrence(&out[&path], &find, entry["occurrence"].as_u64().unwrap_or(0));
        out.get_mut(&path).unwrap().replace_range(start..start + find.len(), text);
        place = Some((path, start, start + text.len()));
    }
    let anywhere = entry["anywhere"].as_bool().unwrap_or(false);
    Case { id: String::new(), kind, class: word("class"), files: out, place, row, anywhere }
}

/// Where a text stands for the so many-th time, from 0; two may overlap.
fn occurrence(text: &str, find: &str, count: u64) -> usize {
    let mut at = text.find(find).expect("the text to change is there");
    for _ in 0..count {
        let next = at + text[at..].chars().next().unwrap().len_utf8();
        at = next + text[next..].find(find).expect("the text to change is there so often");
    }
    at
}

fn edit_cell(text: &str, row: usize, column: &str, value: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    let delimiter = if lines[0].matches(';').count() > lines[0].matches(',').count() { ';' } else { ',' };
    let at = lines[0].split(delimiter).position(|head| head.trim() == column).expect("the column is there");
    let mut cells: Vec<&str> = lines[row - 1].split(delimiter).collect();
    cells[at] = value;
    lines[row - 1] = cells.join(&delimiter.to_string());
    lines.join("\n") + "\n"
}

/// The right mail bound to each other event of the team.
fn bound(right: &Files) -> Vec<Case> {
    let setting = regex::Regex::new(r#"(\bevent:[ ]*)(\[[^\]\n]*\]|["']?[\w.-]+["']?)"#).unwrap();
    let is_event = |path: &str| path.starts_with("events/");
    let own = right.iter().filter(|(path, _)| !is_event(path)).find_map(|(_, text)| setting.captures(text)).unwrap();
    let own: BTreeSet<&str> = own[2].split(|c: char| "[], \"'".contains(c)).filter(|id| !id.is_empty()).collect();
    let id = |path: &String, text: &String| -> String {
        let event: Json = serde_yaml::from_str(text).unwrap();
        let stem = Path::new(path).file_stem().unwrap().to_str().unwrap();
        event["id"].as_str().unwrap_or(stem).to_string()
    };
    let events = right.iter().filter(|(path, _)| is_event(path)).map(|(path, text)| id(path, text));
    let others: BTreeSet<String> = events.filter(|id| !own.contains(id.as_str())).collect();
    let bind = |other: String| {
        let mut files = right.clone();
        for (_, text) in files.iter_mut().filter(|(path, _)| !is_event(path)) {
            *text = setting.replace_all(text, format!("${{1}}{other}")).into_owned();
        }
        let class = "whole-mail".to_string();
        Case { id: String::new(), kind: "cross", class, files, place: None, row: None, anywhere: true }
    };
    others.into_iter().map(bind).collect()
}

/// A base with all its cases, in the order of `cases.py`.
fn base(name: &str, drawn: &[Json]) -> Base {
    let base: Json = serde_yaml::from_str(&read(name)).expect("the base is YAML");
    let id = base["id"].as_str().unwrap();
    let text = |text: &Json| text.as_str().unwrap_or_default().to_string();
    let files: Files = base["files"].as_object().expect("files").iter().map(|(p, t)| (p.clone(), text(t))).collect();
    let right = clean(&files);
    // The clock stands at the time of sending; "start - 1d" needs none.
    let sent = right.values().find_map(|text| {
        let (_, rest) = text.split_once("send_at:")?;
        let moment: String = rest.trim_start_matches([' ', '"', '\'']).chars().take(16).collect();
        moment.starts_with(|c: char| c.is_ascii_digit()).then_some(moment)
    });
    let now: Vec<String> = sent.iter().flat_map(|sent| ["--now".to_string(), sent.clone()]).collect();
    let class = "clean".to_string();
    let unchanged =
        Case { id: String::new(), kind: "clean", class, files: right.clone(), place: None, row: None, anywhere: false };
    let entries = |key: &str| base[key].as_array().cloned().unwrap_or_default();
    let mut cases = vec![unchanged];
    cases.extend(entries("faults").iter().map(|entry| change(&files, "written", entry)));
    cases.extend(entries("truths").iter().map(|entry| change(&files, "harmless", entry)));
    cases.extend(bound(&right));
    cases.extend(drawn.iter().filter(|slip| slip["base"] == id).map(|slip| change(&files, "drawn", slip)));
    for (number, case) in cases.iter_mut().enumerate() {
        case.id = format!("{id}.{number:03}");
    }
    Base { cases, now }
}

fn bases() -> Vec<Base> {
    let drawn =
        listed("drawn", ".yaml").iter().map(|name| serde_yaml::from_str(&read(name)).unwrap()).collect::<Vec<Json>>();
    let drawn: Vec<Json> = drawn.iter().flat_map(|file| file.as_array().unwrap().clone()).collect();
    listed("", ".yaml").iter().map(|name| base(name, &drawn)).collect()
}

/// The warnings and errors of a run: rule, file, first byte, end, lines, rows, message.
fn run(folder: &Path, case: &Case, now: &[String]) -> Vec<Json> {
    let _ = std::fs::remove_dir_all(folder);
    for (path, text) in &case.files {
        let file = folder.join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
        std::fs::write(file, text).expect("files");
    }
    let output = Command::new(env!("CARGO_BIN_EXE_presend"))
        .args(["check", "--format", "json"])
        .args(now)
        .current_dir(folder)
        .output()
        .expect("presend runs");
    let report: Json = serde_json::from_slice(&output.stdout).expect("one JSON object");
    assert_ne!(output.status.code(), Some(2), "{}: {}", case.id, report["errors"]);
    let findings = report["findings"].as_array().cloned().unwrap_or_default();
    findings.into_iter().filter(|finding| finding["level"] != "info").collect()
}

fn key(finding: &Json) -> String {
    format!("{}|{}|{}", finding["rule"], finding["location"]["file"], finding["message"])
}

fn caught(case: &Case, finding: &Json) -> bool {
    if case.anywhere {
        return true;
    }
    let rows = finding["recipients"]["rows"].as_array();
    if case.row.is_some_and(|row| rows.is_some_and(|rows| rows.iter().any(|known| known.as_u64() == Some(row)))) {
        return true;
    }
    let Some((path, start, end)) = &case.place else { return false };
    let at = |key: &str, what: &str| finding["location"][key][what].as_u64().unwrap_or(0) as usize;
    let line = |byte: usize| case.files[path].as_bytes()[..byte].iter().filter(|b| **b == b'\n').count() + 1;
    finding["location"]["file"] == path.as_str()
        && (at("start", "offset") < *end.max(&(start + 1)) && at("end", "offset") > *start
            || at("start", "line") <= line(*end) && at("end", "line") >= line(*start))
}

fn is_right(case: &Case) -> bool {
    matches!(case.kind, "clean" | "harmless")
}

/// Runs a base's cases, or the part of them that is held: those run, the mistakes missed, the right mails with an alarm.
fn held(base: &Base, whole: bool, work: &Path) -> [BTreeSet<String>; 3] {
    let known: BTreeSet<String> = run(work, &base.cases[0], &base.now).iter().map(key).collect();
    let [mut ran, mut missed, mut alarms] = [const { BTreeSet::new() }; 3];
    for case in base.cases.iter().filter(|case| whole || !matches!(case.kind, "cross" | "drawn")) {
        let found = run(work, case, &base.now);
        ran.insert(case.id.clone());
        if is_right(case) {
            alarms.extend((!found.is_empty()).then(|| case.id.clone()));
        } else if !found.iter().any(|finding| !known.contains(&key(finding)) && caught(case, finding)) {
            missed.insert(case.id.clone());
        }
    }
    [ran, missed, alarms]
}

/// The cases that the results list under a key.
fn told(results: &Json, key: &str) -> BTreeSet<String> {
    let entries = results["checkers"]["presend"][key].as_array().expect("presend's figures");
    entries.iter().map(|entry| entry[0].as_str().unwrap().to_string()).collect()
}

#[test]
fn mistakes_are_caught_right_mails_left_alone_and_the_page_says_so() {
    let (bases, all) = (bases(), std::env::var("FAULTS").is_ok_and(|which| which == "all"));
    let work = std::env::temp_dir().join(format!("presend-faults-{}", std::process::id()));
    let parts: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = bases
            .iter()
            .enumerate()
            .map(|(n, base)| (base, all || n % PART == 0, work.join(n.to_string())))
            .map(|(base, whole, folder)| scope.spawn(move || held(base, whole, &folder)))
            .collect();
        running.into_iter().map(|thread| thread.join().expect("a base is checked")).collect()
    });
    let _ = std::fs::remove_dir_all(&work);
    let of = |which: usize| -> BTreeSet<String> { parts.iter().flat_map(|part| part[which].clone()).collect() };
    let (ran, missed, alarms) = (of(0), of(1), of(2));
    let share = |ids: &BTreeSet<String>, kinds: &[&str]| {
        let cases = || bases.iter().flat_map(|base| &base.cases).filter(|case| kinds.contains(&case.kind));
        cases().filter(|case| ids.contains(&case.id)).count() as f64 / cases().count() as f64
    };
    let recall = 1.0 - share(&missed, &["written"]);
    let noise = share(&alarms, &["clean", "harmless"]);
    assert!(recall >= RECALL, "recall {recall:.3}: {missed:#?}");
    assert!(noise <= ALARMS, "false alarms {noise:.3}: {alarms:#?}");
    let results: Json = serde_json::from_str(&read("results.json")).unwrap();
    let again = "`python3 tests/faults/run.py --only presend` writes the results anew";
    for (key, here) in [("missed", missed), ("alarms", alarms)] {
        let page: BTreeSet<String> = told(&results, key).intersection(&ran).cloned().collect();
        let (more, less): (Vec<_>, Vec<_>) = (here.difference(&page).collect(), page.difference(&here).collect());
        assert!(more.is_empty() && less.is_empty(), "{key}, not on the page: {more:?}; no longer: {less:?}. {again}");
    }
}

/// The numbers of the page's tables by the title of each: class → cases, presend, …
fn tables(page: &str) -> BTreeMap<String, BTreeMap<String, Vec<String>>> {
    let mut out: BTreeMap<String, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    let mut title = String::new();
    for line in page.lines() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        match cells.as_slice() {
            [first, "cases", ..] if line.starts_with('|') => title = first.to_string(),
            [first, rest @ ..] if line.starts_with('|') => {
                let row = rest.iter().map(|cell| cell.to_string()).collect();
                out.entry(title.clone()).or_default().insert(first.to_string(), row);
            }
            _ => title.clear(),
        }
    }
    out
}

#[test]
fn the_page_counts_the_cases_and_what_is_listed_of_them() {
    let (bases, results) = (bases(), serde_json::from_str::<Json>(&read("results.json")).unwrap());
    let (missed, alarms) = (told(&results, "missed"), told(&results, "alarms"));
    let mut wanted: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for case in bases.iter().flat_map(|base| &base.cases) {
        let title = match case.kind {
            "written" | "cross" => "written by people",
            "drawn" => "drawn",
            _ => "right mails",
        };
        let count = wanted.entry((title, &case.class)).or_default();
        count.0 += 1;
        count.1 += usize::from(if is_right(case) { alarms.contains(&case.id) } else { !missed.contains(&case.id) });
    }
    let tables = tables(&read("RESULTS.md"));
    let classes = read("classes.tsv");
    for ((title, class), (cases, presend)) in &wanted {
        let row = tables[*title].get(*class).unwrap_or_else(|| panic!("{class} is not on the page under “{title}”"));
        assert_eq!(
            row[..2],
            [cases.to_string(), presend.to_string()],
            "{title}, {class}: cases, and those that presend tells of"
        );
        assert!(*class == "clean" || classes.contains(&format!("{class}\t")), "{class} is not in classes.tsv");
    }
}

#[test]
fn the_page_is_about_these_cases() {
    let mut names: Vec<String> = listed("", ".yaml");
    names.extend(listed("drawn", ".yaml"));
    names.extend(listed("config", ""));
    names.sort();
    let mut all = Sha256::new();
    for name in names {
        all.update(name.as_bytes());
        all.update([0]);
        all.update(read(&name));
        all.update([0]);
    }
    let known = read("RESULTS.md").contains(&format!("`{}`", hex(all)));
    assert!(
        known,
        "the cases or the others' configuration changed: `python3 tests/faults/run.py` writes the results anew"
    );
}

#[test]
fn the_scripts_draw_the_same_slips_and_make_the_same_cases() {
    let Some(python) = tools::python_with("yaml", "pre-commit") else { return };
    let python = |script: &str, option: &str| {
        let output = Command::new(&python).arg(folder().join(script)).arg(option).output().unwrap();
        assert!(output.status.success(), "{script}: {}{}", lossy(&output.stdout), lossy(&output.stderr));
        lossy(&output.stdout)
    };
    python("draw.py", "--check");
    let sum = |case: &Case| {
        let mut all = Sha256::new();
        for (path, text) in &case.files {
            all.update(format!("{path}\0{text}\0"));
        }
        hex(all)
    };
    let line = |case: &Case| format!("{} {}\n", case.id, sum(case));
    let ours: String = bases().iter().flat_map(|base| &base.cases).map(line).collect();
    let theirs = python("cases.py", "--sums");
    let apart = ours.lines().zip(theirs.lines()).find(|(ours, theirs)| ours != theirs);
    assert!(apart.is_none() && ours.lines().count() == theirs.lines().count(), "the first that differs: {apart:?}");
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).replace("\r\n", "\n")
}

fn hex(all: Sha256) -> String {
    all.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
