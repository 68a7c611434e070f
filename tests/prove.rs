//! The law of `prove`: what it says would be seen is seen when somebody really makes that slip, and what it says would
//! not be is not.

#![allow(clippy::unwrap_used)]

mod workshop;

use std::collections::BTreeMap;

use serde_json::Value;

use workshop::{Project, list};

const NOW: &str = "--now 2026-12-01T09:00";

/// The mails of a project's fixture.
fn mails(project: &Project) -> Vec<String> {
    let report = project.json(&format!("check {NOW}"));
    let confirmed = list(&report, "confirmed").iter().chain(list(&report, "findings"));
    let mut out: Vec<String> = confirmed.filter_map(|one| Some(one["mail"].as_str()?.to_string())).collect();
    out.sort();
    out.dedup();
    out
}

/// Findings by what they say, without their places.
fn counted(report: &Value) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for finding in list(report, "findings") {
        *out.entry(key(finding)).or_default() += 1;
    }
    out
}

fn key(finding: &Value) -> String {
    format!("{} {} {} {}", finding["rule"], finding["mail"], finding["found"], finding["message"])
}

/// The rules that report something new at a slip's place, and the new problems.
fn seen(slip: &Value, before: &Value, after: &Value) -> Vec<String> {
    let errors = |report: &Value| list(report, "errors").iter().map(|error| error["code"].clone()).collect::<Vec<_>>();
    let (old, new) = (errors(before), errors(after));
    if new.len() > old.len() {
        return new.iter().filter(|code| !old.contains(code)).map(|code| code.as_str().unwrap().to_string()).collect();
    }
    let start = slip["edit"]["start"].as_u64().unwrap();
    let end = start + slip["edit"]["replacement"].as_str().unwrap().len() as u64;
    let at = |location: &Value| {
        let offset = |end: &str| location[end]["offset"].as_u64().unwrap();
        location["file"] == slip["file"] && offset("start") <= end && start <= offset("end")
    };
    let mut known = counted(before);
    let mut out = Vec::new();
    for finding in list(after, "findings") {
        if let Some(count) = known.get_mut(&key(finding)).filter(|count| **count > 0) {
            *count -= 1;
            continue;
        }
        let fact = slip["kind"] == "fact";
        let related = list(finding, "related").iter().map(|one| &one["location"]).filter(|_| fact);
        let mut places = std::iter::once(&finding["location"]).chain(list(finding, "places")).chain(related);
        if finding["level"] != "info" && places.any(at) {
            out.push(finding["rule"].as_str().unwrap().to_string());
        }
    }
    out
}

#[test]
fn slips_made_by_hand_are_seen_as_was_said() {
    let (mut caught, mut missed) = (0, 0);
    for (name, project) in Project::all("prove").filter(|(_, project)| project.root.join("README.md").exists()) {
        let files = project.files();
        for mail in mails(&project) {
            let proof = project.json(&format!("prove {mail} {NOW}"));
            assert_eq!(project.files(), files, "{name}: nothing is written");
            let before = project.json(&format!("check {mail} {NOW}"));
            for slip in list(&proof["mails"][0], "slips") {
                let path = slip["file"].as_str().unwrap();
                let edit = &slip["edit"];
                let (start, end) = (edit["start"].as_u64().unwrap() as usize, edit["end"].as_u64().unwrap() as usize);
                let bytes = &files[path];
                let words = edit["replacement"].as_str().unwrap().as_bytes();
                project.write_bytes(path, &[&bytes[..start], words, &bytes[end..]].concat());
                let rules = seen(slip, &before, &project.json(&format!("check {mail} {NOW}")));
                project.write_bytes(path, bytes);
                match slip["caught_by"].as_str() {
                    Some(rule) => {
                        assert!(rules.iter().any(|seen| seen == rule), "{name}: {slip} was said to be seen: {rules:?}");
                        caught += 1;
                    }
                    None => {
                        assert!(rules.is_empty(), "{name}: {slip} was said to pass: {rules:?}");
                        missed += 1;
                    }
                }
            }
        }
    }
    assert!(caught >= 150 && missed >= 10, "{caught} were seen, {missed} were not");
}

#[test]
fn the_same_project_gives_the_same_slips_and_min_decides() {
    let (_, project) = Project::all("prove-min")
        .find(|(name, project)| name == "livestorm-copied" && project.root.join("README.md").exists())
        .unwrap();
    let line = format!("prove mails/suivi.html {NOW}");
    let first = project.json(&line);
    assert_eq!(project.json(&line), first);
    let proof = &first["mails"][0];
    let (seen, of) = (proof["caught"].as_u64().unwrap(), proof["of"].as_u64().unwrap());
    assert!(0 < seen && seen < of, "{proof}");
    let percent = proof["percent"].as_u64().unwrap();
    assert_eq!(percent, seen * 100 / of);
    let code = |min: u64| project.run(&format!("{line} --min {min}%"), None).status.code();
    assert_eq!((code(percent), code(percent + 1)), (Some(0), Some(1)));
    assert_eq!(project.run(&format!("{line} --min 101%"), None).status.code(), Some(2));
    assert_eq!(project.run("prove mails/absent.html", None).status.code(), Some(2));
    // Each kind that this mail has words for is tried.
    let kinds: Vec<&str> = list(proof, "slips").iter().map(|slip| slip["kind"].as_str().unwrap()).collect();
    for kind in
        ["other-title", "last-month", "weekday", "hour", "swapped-link", "misspelling", "audience", "leftover", "fact"]
    {
        assert!(kinds.contains(&kind), "{kind} was not tried: {kinds:?}");
    }
}
