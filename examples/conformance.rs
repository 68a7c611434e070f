//! Runs Handlebars cases against presend's evaluator.
//!
//! `cargo run --example conformance -- [-v] CASES.json`: the file is a list of
//! `{id, suite, template, data, partials, expected | throws, handlebars_js?}`. Each suite gets a line; with `-v` each
//! failure does. The exit code is 0 when the cases ran; whether the failures are too many is for the caller to say.

#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::process::ExitCode;

use indexmap::IndexMap;
use presend::language::Language;
use presend::source::{FileId, Traced};
use presend::template::{Environment, Node, Template, parse, render};
use serde_json::Value;

fn main() -> ExitCode {
    let (flags, paths): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|arg| arg.starts_with('-'));
    let verbose = flags.iter().any(|flag| flag == "-v");
    let Some(path) = paths.first() else {
        println!("usage: conformance [-v] CASES.json");
        return ExitCode::from(2);
    };
    let cases: Vec<Value> = match std::fs::read_to_string(path).map(|text| serde_json::from_str(&text)) {
        Ok(Ok(cases)) => cases,
        Ok(Err(error)) => return refuse(path, &error.to_string()),
        Err(error) => return refuse(path, &error.to_string()),
    };
    let mut suites: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for case in &cases {
        let outcome = run(case);
        let suite = case["suite"].as_str().unwrap_or("other").to_string();
        let count = suites.entry(suite).or_default();
        match outcome {
            Ok(()) => count.0 += 1,
            Err(why) => {
                count.1 += 1;
                if verbose {
                    println!("{} {}: {why}", case["id"].as_str().unwrap_or("?"), case["template"]);
                }
            }
        }
    }
    for (suite, (passed, failed)) in &suites {
        println!("{suite:<22} {passed:>4} passed {failed:>4} failed");
    }
    let (passed, failed) = suites.values().fold((0, 0), |all, suite| (all.0 + suite.0, all.1 + suite.1));
    println!("{passed} passed, {failed} failed");
    ExitCode::SUCCESS
}

fn refuse(path: &str, why: &str) -> ExitCode {
    println!("{path}: {why}");
    ExitCode::from(2)
}

/// Renders a case as Handlebars.js would: unknown variables print nothing. Any fault counts as a throw.
fn run(case: &Value) -> Result<(), String> {
    let source = |value: &Value, file: u32| Traced::source(value.as_str().unwrap_or_default(), FileId(file), 0);
    let partials: IndexMap<String, Template> = match &case["partials"] {
        Value::Object(partials) => {
            let files = partials.iter().enumerate();
            files.map(|(n, (name, text))| (name.clone(), parse(&source(text, n as u32 + 1)))).collect()
        }
        _ => IndexMap::new(),
    };
    let mut environment = Environment::new(Language::En);
    environment.strict = false;
    environment.partials = &partials;
    let rendered = render(&parse(&source(&case["template"], 0)), &Node::from_json(&case["data"]), &environment);
    let fault = rendered.fatal.as_ref().or(rendered.faults.first());
    let expected = case.get("handlebars_js").unwrap_or(&case["expected"]);
    match (expected.as_str(), fault) {
        (Some(text), None) if text == rendered.output.text() => Ok(()),
        (Some(text), None) => Err(format!("expected {text:?}, got {:?}", rendered.output.text())),
        (Some(text), Some(fault)) => Err(format!("expected {text:?}, got the fault “{}”", fault.message.en)),
        (None, Some(_)) => Ok(()),
        (None, None) => Err(format!("expected a fault, got {:?}", rendered.output.text())),
    }
}
