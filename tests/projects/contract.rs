//! What is promised of `--format json`: its keys and their types, exact places, the order, and the exit code.

use std::path::Path;
use std::process::Output;

use serde_json::{Map, Value};

/// The keys of an object: name, type, and whether it is always there.
type Keys = &'static [(&'static str, Type, bool)];

#[derive(Debug, Clone, Copy)]
enum Type {
    Text,
    /// A text, or null.
    TextOrNull,
    Number,
    Bool,
    List(&'static Type),
    Object(Keys),
    /// A place, a path alone, or nothing.
    ErrorPlace,
}

const POSITION: Type =
    Type::Object(&[("offset", Type::Number, true), ("line", Type::Number, true), ("column", Type::Number, true)]);
const LOCATION: Type = Type::Object(&[
    ("file", Type::Text, true),
    ("start", POSITION, true),
    ("end", POSITION, true),
    ("sheet", Type::Text, false),
    ("cell", Type::Text, false),
]);
const RELATED: Type = Type::Object(&[("message", Type::Text, true), ("location", LOCATION, true)]);
const RECIPIENTS: Type = Type::Object(&[
    ("affected", Type::Number, true),
    ("of", Type::Number, true),
    ("rows", Type::List(&Type::Number), true),
]);
const EDIT: Type = Type::Object(&[
    ("file", Type::Text, true),
    ("start", Type::Number, true),
    ("end", Type::Number, true),
    ("replacement", Type::Text, true),
]);
const FIX: Type = Type::Object(&[("safe", Type::Bool, true), ("edits", Type::List(&EDIT), true)]);
const FINDING: Type = Type::Object(&[
    ("rule", Type::Text, true),
    ("level", Type::Text, true),
    ("message", Type::Text, true),
    ("why", Type::Text, false),
    ("help", Type::Text, false),
    ("mail", Type::TextOrNull, true),
    ("mails", Type::List(&Type::Text), false),
    ("part", Type::Text, true),
    ("location", LOCATION, true),
    ("found", Type::Text, true),
    ("expected", Type::List(&Type::Text), true),
    ("related", Type::List(&RELATED), true),
    ("places", Type::List(&LOCATION), false),
    ("recipients", RECIPIENTS, false),
    ("fix", FIX, false),
    ("fingerprint", Type::Text, true),
]);
const CONFIRMED: Type = Type::Object(&[
    ("mail", Type::Text, true),
    ("kind", Type::Text, true),
    ("value", Type::Text, true),
    ("times", Type::Number, true),
]);
const NOT_CHECKED: Type = Type::Object(&[
    ("rule", Type::Text, true),
    ("mail", Type::Text, true),
    ("reason", Type::Text, true),
    ("unlock", Type::Text, false),
]);
const ERROR: Type = Type::Object(&[
    ("code", Type::Text, true),
    ("message", Type::Text, true),
    ("help", Type::Text, false),
    ("location", Type::ErrorPlace, true),
]);
const FIXED: Type = Type::Object(&[("file", Type::Text, true), ("edits", Type::Number, true)]);
const BASELINE: Type =
    Type::Object(&[("file", Type::Text, true), ("known", Type::Number, true), ("written", Type::Bool, true)]);
const ASIDE: Type = Type::Object(&[
    ("excluded", Type::List(&Type::Text), true),
    ("unused", Type::List(&Type::Text), true),
    ("changed", Type::Number, false),
    ("concerned", Type::Number, false),
]);
const SUMMARY: Type = Type::Object(&[
    ("mails", Type::Number, true),
    ("recipients", Type::Number, true),
    ("rules", Type::Number, true),
    ("errors", Type::Number, true),
    ("warnings", Type::Number, true),
    ("infos", Type::Number, true),
]);
const REPORT: Type = Type::Object(&[
    ("format", Type::Text, true),
    ("verdict", Type::Text, true),
    ("exit", Type::Number, true),
    ("summary", SUMMARY, true),
    ("findings", Type::List(&FINDING), true),
    ("confirmed", Type::List(&CONFIRMED), true),
    ("not_checked", Type::List(&NOT_CHECKED), true),
    ("hint", Type::Text, false),
    ("baseline", BASELINE, false),
    ("fixed", Type::List(&FIXED), false),
    ("diff", Type::Text, false),
    ("aside", ASIDE, false),
    ("errors", Type::List(&ERROR), true),
]);

/// What a run with `--format json` broke of the contract. `stdin` is what it was given on standard input.
pub fn breaches(output: &Output, project: &Path, stdin: Option<&[u8]>) -> Vec<String> {
    let mut found = Vec::new();
    if !output.stderr.is_empty() {
        found.push(format!("stderr says: {}", String::from_utf8_lossy(&output.stderr)));
    }
    // `from_slice` refuses anything after the one object.
    let report: Value = match serde_json::from_slice(&output.stdout) {
        Ok(report) => report,
        Err(error) => return vec![format!("not one JSON object ({error}), exit {:?}", output.status.code())],
    };
    shape(&report, REPORT, "report", &mut found);
    if !found.is_empty() {
        return found;
    }
    if report["exit"].as_i64() != output.status.code().map(i64::from) {
        found.push(format!("exit is {:?}, the object says {}", output.status.code(), report["exit"]));
    }
    verdict(&report, &mut found);
    order(&report, &mut found);
    places(&report, "report", &mut |path, file, place| place_is_exact(path, file, place, project, stdin), &mut found);
    found
}

fn shape(value: &Value, wanted: Type, path: &str, found: &mut Vec<String>) {
    let good = match wanted {
        Type::Text => value.is_string(),
        Type::TextOrNull => value.is_string() || value.is_null(),
        Type::Number => value.is_u64(),
        Type::Bool => value.is_boolean(),
        Type::List(item) => {
            for (at, one) in value.as_array().into_iter().flatten().enumerate() {
                shape(one, *item, &format!("{path}[{at}]"), found);
            }
            value.is_array()
        }
        Type::Object(keys) => {
            if let Some(map) = value.as_object() {
                object(map, keys, path, found);
            }
            value.is_object()
        }
        Type::ErrorPlace => match value.as_object() {
            Some(map) if map.contains_key("start") => {
                shape(value, LOCATION, path, found);
                true
            }
            Some(map) => map.is_empty() || (map.len() == 1 && map.get("file").is_some_and(Value::is_string)),
            None => false,
        },
    };
    if !good {
        found.push(format!("{path} is {value}"));
    }
}

fn object(map: &Map<String, Value>, keys: Keys, path: &str, found: &mut Vec<String>) {
    for (name, wanted, always) in keys {
        match map.get(*name) {
            Some(value) => shape(value, *wanted, &format!("{path}.{name}"), found),
            None if *always => found.push(format!("{path} has no {name}")),
            None => {}
        }
    }
    for name in map.keys() {
        if !keys.iter().any(|(known, ..)| known == name) {
            found.push(format!("{path} has a key that the contract does not know: {name}"));
        }
    }
}

/// The verdict follows from the rest, first line that holds (`--fail-on` and `--strict` may move 0 to 1).
fn verdict(report: &Value, found: &mut Vec<String>) {
    let list = |key: &str| report[key].as_array().unwrap();
    let level = |level: &str| list("findings").iter().filter(|one| one["level"] == level).count() as u64;
    for (key, word) in [("errors", "error"), ("warnings", "warning"), ("infos", "info")] {
        if report["summary"][key].as_u64() < Some(level(word)) {
            found.push(format!("summary.{key} is {}, and there are {}", report["summary"][key], level(word)));
        }
    }
    let incomplete = !list("errors").is_empty();
    let exits: &[u64] = match report["verdict"].as_str().unwrap() {
        "incomplete" if incomplete => &[2],
        "nothing" if !incomplete && report["aside"]["changed"].is_u64() && list("findings").is_empty() => &[0],
        "nothing" if !incomplete && list("findings").iter().all(|one| one["mail"].is_null()) => &[3],
        "findings" if !incomplete && !list("findings").is_empty() => &[0, 1],
        // What a baseline knows is found, too.
        "findings" if !incomplete && report["baseline"]["known"].as_u64() > Some(0) => &[0, 1],
        "partial" if !incomplete && list("findings").is_empty() && !list("not_checked").is_empty() => &[0, 1],
        "clean" if !incomplete && list("findings").is_empty() && list("not_checked").is_empty() => &[0],
        _ => &[],
    };
    if !exits.contains(&report["exit"].as_u64().unwrap()) {
        found.push(format!("verdict {} with exit {} does not follow", report["verdict"], report["exit"]));
    }
}

fn order(report: &Value, found: &mut Vec<String>) {
    let key = |one: &Value| {
        let place = &one["location"];
        (
            place["file"].as_str().map(str::to_string),
            place["start"]["offset"].as_u64(),
            one["rule"].as_str().map(str::to_string),
        )
    };
    let keys: Vec<_> = report["findings"].as_array().unwrap().iter().map(key).collect();
    if let Some(pair) = keys.windows(2).find(|pair| pair[0] > pair[1]) {
        found.push(format!("the findings are out of order: {:?} before {:?}", pair[0], pair[1]));
    }
}

/// Every place of the report, wherever it stands.
fn places(
    value: &Value,
    path: &str,
    look: &mut dyn FnMut(&str, &str, &Value) -> Option<String>,
    found: &mut Vec<String>,
) {
    match value {
        Value::Object(map) => {
            if let (Some(file), true) = (map.get("file").and_then(Value::as_str), map.contains_key("end")) {
                found.extend(look(path, file, value));
            }
            for (key, one) in map {
                places(one, &format!("{path}.{key}"), look, found);
            }
        }
        Value::Array(items) => {
            for (at, one) in items.iter().enumerate() {
                places(one, &format!("{path}[{at}]"), look, found);
            }
        }
        _ => {}
    }
}

fn place_is_exact(path: &str, file: &str, place: &Value, project: &Path, stdin: Option<&[u8]>) -> Option<String> {
    // Options of the command line are shown under their own names.
    if file.starts_with("--") {
        return None;
    }
    if file.ends_with(".xlsx") {
        return cell_is_a_row_of_lines(path, file, place);
    }
    if place.get("sheet").is_some() || place.get("cell").is_some() {
        return Some(format!("{path} names a cell of {file}"));
    }
    let bytes = match std::fs::read(project.join(file)) {
        Ok(bytes) => bytes,
        Err(_) => match stdin {
            Some(bytes) => bytes.to_vec(),
            None => return Some(format!("{path} names a file that is not there: {file}")),
        },
    };
    // An edit has bare offsets.
    let offset = |which: &str| place[which]["offset"].as_u64().or(place[which].as_u64()).unwrap() as usize;
    let (start, end) = (offset("start"), offset("end"));
    if end < start || end > bytes.len() {
        return Some(format!("{path}: {start}..{end} in {file}, which has {} bytes", bytes.len()));
    }
    for which in ["start", "end"] {
        if place[which].is_u64() {
            continue;
        }
        let said = (place[which]["line"].as_u64().unwrap(), place[which]["column"].as_u64().unwrap());
        let counted = line_and_column(&bytes, offset(which));
        if said != counted {
            return Some(format!("{path}.{which} in {file} says {said:?}, the bytes say {counted:?}"));
        }
    }
    None
}

/// A place in a workbook lies in the text of its sheet, which is on no disk: its line is the row of its cell.
fn cell_is_a_row_of_lines(path: &str, file: &str, place: &Value) -> Option<String> {
    if place["start"].is_u64() {
        return Some(format!("{path} is an edit of a workbook, {file}"));
    }
    let cell = place["cell"].as_str().unwrap_or_default();
    let row = cell.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let good = row.len() < cell.len()
        && row.parse().ok() == place["start"]["line"].as_u64()
        && place["start"]["offset"].as_u64() <= place["end"]["offset"].as_u64()
        && place["sheet"].as_str().is_some_and(|name| !name.is_empty());
    (!good).then(|| format!("{path} in {file} is {place}"))
}

/// Line and column of a byte, counted anew from the bytes: from 1, a column being one Unicode scalar value.
fn line_and_column(bytes: &[u8], offset: usize) -> (u64, u64) {
    let utf16 = bytes.starts_with(&[0xff, 0xfe]);
    let before: String = if utf16 {
        let units: Vec<u16> =
            bytes[..offset].chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    } else if std::str::from_utf8(bytes).is_ok() {
        String::from_utf8_lossy(&bytes[..offset]).into_owned()
    } else {
        // A single-byte encoding: a character a byte.
        bytes[..offset].iter().map(|byte| char::from(*byte)).collect()
    };
    let before = before.strip_prefix('\u{feff}').unwrap_or(&before);
    let line = before.matches('\n').count() as u64 + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
    (line, column)
}
