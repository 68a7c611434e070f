//! Reads lines of JSON with a text and prints the dates and times found in each, resolved against the line's
//! reference, as lines of JSON: the measurement of the reader of dates.

#[path = "dates/resolve.rs"]
mod resolve;

use std::io::{BufRead, Write};

use jiff::civil::DateTime;
use presend::language::Language;
use presend::value::when::{When, scan, scan_all};
use resolve::{Value as Resolved, resolve};
use serde_json::{Value, json};

fn main() -> std::io::Result<()> {
    let strict = std::env::args().any(|a| a == "--strict");
    let stdin = std::io::stdin();
    let mut out = std::io::stdout().lock();
    for line in stdin.lock().lines() {
        let line: Value = serde_json::from_str(&line?)?;
        let text = line["input"].as_str().unwrap_or_default();
        let language = if line["lang"] == "en" { Language::En } else { Language::Fr };
        let month_first = line["date_order"] == "MDY";
        let reference = line["reference"].as_str().and_then(|r| r.parse::<DateTime>().ok());
        let read = if strict { scan } else { scan_all };
        let whens: Vec<When> = read(text, language, month_first).into_iter().filter(|w| w.duration.is_none()).collect();
        let expected =
            expressions(text, &whens, reference.unwrap_or_else(|| jiff::civil::date(2024, 1, 1).at(0, 0, 0, 0)));
        writeln!(out, "{}", json!({ "id": line["id"], "expected": expected }))?;
    }
    Ok(())
}

/// The expressions, two that "to" or a dash ties made one range.
fn expressions(text: &str, whens: &[When], reference: DateTime) -> Vec<Value> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(when) = whens.get(at) {
        at += 1;
        let first = resolve(when, reference);
        let tie = whens.get(at).and_then(|next| Some((tie(text, when, next)?, next)));
        let Some((led, next)) = tie else {
            let (kind, value) = first.map_or(("date", None), |value| (value.kind(), Some(value.to_string())));
            out.push(span(when.range.start, when.range.end, kind, value));
            continue;
        };
        at += 1;
        let range = first.and_then(|first| Resolved::between(&first, next, reference));
        let value = range.map(|range| range.to_string());
        out.push(span(led.unwrap_or(when.range.start), next.range.end, "daterange", value));
    }
    out
}

fn span(start: usize, end: usize, kind: &str, value: Option<String>) -> Value {
    json!({ "byte_start": start, "byte_length": end - start, "kind": kind, "value": value })
}

/// Whether the words between two expressions make them the ends of a range, and where the word that leads it starts.
fn tie(text: &str, first: &When, second: &When) -> Option<Option<usize>> {
    let between = &text[first.range.end..second.range.start];
    if between.contains('\n') {
        return None;
    }
    let between = between.trim().to_lowercase();
    let before = text[..first.range.start].trim_end();
    let led = ["between", "entre", "depuis"].iter().find_map(|word| {
        let start = before.len().checked_sub(word.len())?;
        before.get(start..)?.eq_ignore_ascii_case(word).then_some((start, *word))
    });
    let single = first.until.is_none() && second.until.is_none() && !first.date_range && !second.date_range;
    let word = matches!(
        between.as_str(),
        "to" | "-" | "–" | "until" | "au" | "à" | "jusqu'a" | "jusqu'à" | "jusqu'au" | "till"
    );
    let tied = single && (word || led.is_some() && matches!(between.as_str(), "and" | "et"));
    tied.then(|| led.filter(|(_, word)| *word != "depuis").map(|(start, _)| start))
}
