//! Never clean by accident: an input that a rule needs is taken away, broken or emptied, and the report must say so.
//!
//! No rule stands in here by name. What a rule needs is seen by taking it away: each case of each rule is a project in which
//! the rule really looks, and an input is one of its needs where the rule's finding, or what the mail was confirmed to
//! say, goes with it. `ways` holds the ways in which an input fails, `world` the run, `by_design` the few needs that may
//! go without a word.

#![allow(clippy::unwrap_used)]

#[path = "never_clean/by_design.rs"]
mod by_design;
#[path = "never_clean/ways.rs"]
mod ways;
#[path = "never_clean/world.rs"]
mod world;

use std::collections::BTreeMap;
use std::sync::Mutex;

use presend::check::cases::Setting;
use presend::rules::Rule;
use world::{Said, World};

/// A need that went without a word.
struct Silent {
    rule: String,
    input: String,
    way: &'static str,
    case: String,
    lost: String,
}

/// What the table came to.
#[derive(Default)]
struct Table {
    cells: usize,
    silent: Vec<Silent>,
}

#[test]
fn what_a_rule_needs_never_goes_without_a_word() {
    let world = World::new();
    let jobs: Vec<(&Rule, usize, bool)> = world.cases();
    let (next, table) = (Mutex::new(0), Mutex::new(Table::default()));
    std::thread::scope(|scope| {
        for number in 0..2 {
            let (world, jobs, next, table) = (&world, &jobs, &next, &table);
            scope.spawn(move || {
                let desk = world::Desk::new(&format!("table-{number}"));
                loop {
                    let at = {
                        let mut next = next.lock().unwrap();
                        *next += 1;
                        *next - 1
                    };
                    let Some((rule, index, wrong)) = jobs.get(at) else { break };
                    let done = case(world, &desk, rule, *index, *wrong);
                    let mut table = table.lock().unwrap();
                    table.cells += done.cells;
                    table.silent.extend(done.silent);
                }
            });
        }
    });
    let table = table.into_inner().unwrap();
    let mut by: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
    for silent in &table.silent {
        by.entry((silent.input.clone(), silent.rule.clone()))
            .or_default()
            .push(format!("{} {} LOST {}", silent.way, silent.case, silent.lost));
    }
    for ((input, rule), what) in &by {
        println!("{input} | {rule} | {}", what.join(" ;; "));
    }
    println!("cells {} silent {}", table.cells, table.silent.len());
    assert!(table.silent.is_empty());
}

/// All needs of a case, each in all ways.
fn case(world: &World, desk: &world::Desk, rule: &Rule, index: usize, wrong: bool) -> Table {
    let mut table = Table::default();
    let Some(setting) = world.setting(rule, index, wrong, desk) else { return table };
    let base = world.run(&setting);
    let name = format!("{} {index}", if wrong { "wrong" } else { "right" });
    if wrong && base.found_by(&rule.id).is_empty() {
        return table;
    }
    for group in ways::groups(&setting) {
        let Some(without) = group.without_all(&setting) else { continue };
        if base.lost(&world.run(&without), &rule.id, None).is_none() {
            continue;
        }
        for input in &group.inputs {
            for (way, changed) in group.ways(&setting, input) {
                let after = world.run(&changed);
                let Some(lost) = base.lost(&after, &rule.id, Some((&group.file, &input.path))) else {
                    if way == "gone" { break } else { continue }
                };
                table.cells += 1;
                if !told(&base, &after) {
                    let input = format!("{}.{}", group.name, input.path.join("."));
                    table.silent.push(Silent { rule: rule.id.clone(), input, way, case: name.clone(), lost });
                }
            }
        }
    }
    table
}

/// Whether a report says something that it did not say while the input was there.
fn told(before: &Said, after: &Said) -> bool {
    !after.problems.is_empty()
        || after.findings.keys().any(|finding| !before.findings.contains_key(finding))
        || after.not_checked.iter().any(|check| !before.not_checked.contains(check))
}

#[allow(dead_code)]
fn unused(_: &Setting) {}
