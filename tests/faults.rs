//! The fault bases: lifelike mails that are right, the mistakes that people make in them, and changes that leave them
//! right. presend must catch the mistakes and stay silent on the rest.
//!
//! `tests/faults/*.yaml`, one file a mail: `files` with slots `⟦name|text⟧`, `faults` and `truths` that replace a
//! slot's text, a recipient's cell (`file`, `row`, `column`) or the first such text of a file (`file`, `find`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value as Json;

/// The least share of faults that must be caught, and the largest share of right mails with an alarm.
const RECALL: f64 = 0.95;
const ALARMS: f64 = 0.01;

type Files = BTreeMap<String, String>;

/// A project with at most one change: where the change lies, and whether a finding anywhere tells of it.
struct Case {
    label: String,
    files: Files,
    place: Option<(String, usize, usize)>,
    row: Option<u64>,
    anywhere: bool,
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

fn change(files: &Files, entry: &Json) -> Case {
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
        let start = out[&path].find(&find).expect("the text to change is there");
        let changed = out[&path].replacen(&find, text, 1);
        out.insert(path.clone(), changed);
        place = Some((path, start, start + text.len()));
    }
    let label = format!("{} {} {text:?}", word("class"), entry["slot"].as_str().unwrap_or("-"));
    Case { label, files: out, place, row, anywhere: entry["anywhere"].as_bool().unwrap_or(false) }
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
    assert_ne!(output.status.code(), Some(2), "{}: {}", case.label, report["errors"]);
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

/// Checks every case of a base; gives the faults caught and missed, the right mails and the alarms.
fn base(path: &Path, folder: &Path) -> (usize, Vec<String>, usize, Vec<String>) {
    let text = std::fs::read_to_string(path).expect("the base is there");
    let base: Json = serde_yaml::from_str(&text).expect("the base is YAML");
    let name = base["id"].as_str().unwrap_or_default();
    let files: Files = base["files"]
        .as_object()
        .expect("files")
        .iter()
        .map(|(p, t)| (p.clone(), t.as_str().unwrap_or_default().to_string()))
        .collect();
    let right = clean(&files);
    // The clock stands at the time of sending; "start - 1d" needs none.
    let sent = right.values().find_map(|text| {
        let (_, rest) = text.split_once("send_at:")?;
        let moment: String = rest.trim_start().chars().take(16).collect();
        moment.starts_with(|c: char| c.is_ascii_digit()).then_some(moment)
    });
    let now: Vec<String> = sent.iter().flat_map(|sent| ["--now".to_string(), sent.clone()]).collect();
    let unchanged = Case { label: "unchanged".into(), files: right, place: None, row: None, anywhere: false };
    let known: BTreeSet<String> = run(folder, &unchanged, &now).iter().map(key).collect();
    let (mut hits, mut missed, mut calm, mut alarms) = (0, Vec::new(), 0, Vec::new());
    if known.is_empty() {
        calm += 1
    } else {
        alarms.push(format!("{name} unchanged: {known:?}"))
    }
    for entry in base["faults"].as_array().into_iter().flatten() {
        let case = change(&files, entry);
        let new = run(folder, &case, &now).into_iter().filter(|finding| !known.contains(&key(finding)));
        if new.into_iter().any(|finding| caught(&case, &finding)) {
            hits += 1
        } else {
            missed.push(format!("{name} {}", case.label))
        }
    }
    for entry in base["truths"].as_array().into_iter().flatten() {
        let case = change(&files, entry);
        let found = run(folder, &case, &now);
        if found.is_empty() {
            calm += 1
        } else {
            alarms.push(format!("{name} {}: {}", case.label, found[0]["message"]))
        }
    }
    (hits, missed, calm, alarms)
}

#[test]
fn mistakes_are_caught_and_right_mails_left_alone() {
    let bases = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/faults")).expect("the bases are there");
    let mut paths: Vec<_> = bases
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "yaml"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 6, "at least six bases");
    let work = std::env::temp_dir().join(format!("presend-faults-{}", std::process::id()));
    let results: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = paths
            .iter()
            .enumerate()
            .map(|(n, path)| {
                let folder = work.join(n.to_string());
                scope.spawn(move || base(path, &folder))
            })
            .collect();
        running.into_iter().map(|thread| thread.join().expect("a base is checked")).collect()
    });
    let _ = std::fs::remove_dir_all(&work);
    let (mut hits, mut missed, mut calm, mut alarms) = (0, Vec::new(), 0, Vec::new());
    for (h, m, c, a) in results {
        hits += h;
        missed.extend(m);
        calm += c;
        alarms.extend(a);
    }
    let recall = hits as f64 / (hits + missed.len()) as f64;
    let noise = alarms.len() as f64 / (calm + alarms.len()) as f64;
    let lists = format!("missed:\n{}\nalarms:\n{}", missed.join("\n"), alarms.join("\n"));
    assert!(recall >= RECALL, "recall {recall:.3}\n{lists}");
    assert!(noise <= ALARMS, "false alarms {noise:.3}\n{lists}");
}
