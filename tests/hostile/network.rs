//! No command but `send-test` opens a connection, runs a program or asks a name: seen from outside, by the system's calls.

#![cfg(target_os = "linux")]

use std::process::{Command, Stdio};

use crate::tools;
use crate::world;

/// The calls of a run that would reach the network or start a program, as strace tells them.
fn calls(name: &str, line: &str) -> Option<(Option<i32>, String)> {
    if !tools::has("strace", "strace") {
        return None;
    }
    let project = world::reminder(name, "<p><a href=\"https://autre.exemple.test/x\">Ici</a></p>");
    project.write("export.csv", "Email,First Name\na@exemple.test,Zoé\n");
    let trace = project.root.join("trace.txt");
    let output = Command::new("strace")
        .args(["-f", "-qq", "-e", "trace=network,execve", "-e", "signal=none", "-o"])
        .arg(&trace)
        .arg(env!("CARGO_BIN_EXE_presend"))
        .args(line.split(' '))
        .current_dir(&project.root)
        .env_clear()
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let Ok(calls) = std::fs::read_to_string(&trace) else {
        tools::lacking("strace", "strace may not follow a process here");
        return None;
    };
    // The first call is the start of presend itself.
    let calls = calls.lines().skip(1).collect::<Vec<_>>().join("\n");
    Some((output.status.code(), calls))
}

fn reaches_nothing(name: &str, line: &str, exit: i32) {
    if let Some((code, calls)) = calls(name, line) {
        assert_eq!((code, calls.as_str()), (Some(exit), ""), "presend {line}");
    }
}

#[test]
fn check_opens_no_socket() {
    reaches_nothing("socket-check", "check --output html=report.html --output sarif=report.sarif", 0);
}

#[test]
fn render_opens_no_socket() {
    reaches_nothing("socket-render", "render mails/m.hbs --as html", 0);
}

#[test]
fn fixing_opens_no_socket() {
    reaches_nothing("socket-fix", "check --fix", 0);
}

#[test]
fn the_rules_open_no_socket() {
    reaches_nothing("socket-rules", "rules list", 0);
}

#[test]
fn a_test_that_is_not_asked_for_by_an_address_of_the_team_opens_no_socket() {
    reaches_nothing("socket-send", "send-test mails/m.hbs --to inconnu@exemple.test", 2);
}

/// Without any network the run is the same, byte for byte.
#[test]
fn a_machine_without_a_network_checks_alike() {
    let alone = Command::new("unshare").args(["-rn", "true"]).stderr(Stdio::null()).status();
    if !alone.is_ok_and(|status| status.success()) {
        return tools::lacking("namespaces", "unshare makes no network namespace here");
    }
    let project = world::reminder("alone", "<p>Composer un herbier de saison</p>");
    let with = project.run("check --format json", None);
    let program = env!("CARGO_BIN_EXE_presend");
    let mut command = Command::new("unshare");
    command.args(["-rn", program, "check", "--format", "json"]).current_dir(&project.root).env_clear();
    let without = command.env("HOME", &project.root).env("LC_ALL", "C").stdin(Stdio::null()).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&without.stdout), String::from_utf8_lossy(&with.stdout));
    assert_eq!(without.status.code(), Some(1));
}
