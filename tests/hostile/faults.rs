//! Machines that fail around a run: full disks, closed folders, ends of pipes, signals, odd surroundings. The report is
//! whole or the old one stays, and the exit code says what happened.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::tools;
use crate::workshop::Project;
use crate::world::{self, REMINDER, RIGHT, codes, rules, told};

const SLIP: &str = "<p>Composer un herbier de saison</p>";

/// A run in a shell, with `$P` for presend.
fn shell(project: &Project, script: &str) -> Output {
    let mut command = Command::new("sh");
    command.args(["-c", script]).current_dir(&project.root).env_clear().stdin(Stdio::null());
    command.env("PATH", std::env::var_os("PATH").unwrap()).env("P", env!("CARGO_BIN_EXE_presend"));
    command.env("LC_ALL", "C").output().unwrap()
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0)
}

/// The run ends with this code and its JSON is one whole object.
fn ends(project: &Project, script: &str, code: i32) -> serde_json::Value {
    let output = shell(project, script);
    assert_eq!(output.status.code(), Some(code), "{script}: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{script}: {output:?}"))
}

// -- Disks and folders.

#[test]
fn a_report_to_a_full_device() {
    let project = world::reminder("full-device", SLIP);
    let report = project.json("check --output html=/dev/full");
    assert_eq!((&report["exit"], codes(&report)), (&2.into(), vec!["file-unwritable"]));
    assert_eq!(rules(&report), ["other-event"]);
}

/// A small disk of its own, where that may be made; it goes with the process that mounts it.
fn on_a_small_disk(project: &Project, script: &str) -> Option<Output> {
    std::fs::create_dir_all(project.root.join("disk")).unwrap();
    let mount = "mount -t tmpfs -o size=16k none disk";
    let may = Command::new("unshare").args(["-rm", "sh", "-c", mount]).current_dir(&project.root).output();
    if !may.is_ok_and(|output| output.status.success()) {
        tools::lacking("namespaces", "no small disk can be mounted here");
        return None;
    }
    Some(shell(project, &format!("unshare -rm sh -c '{mount} && {script}'")))
}

#[test]
fn a_full_disk_keeps_the_old_report() {
    let project = world::reminder("full-disk", &SLIP.repeat(200));
    let script = "echo ancien > disk/r.html; $P check --output html=disk/r.html --quiet > /dev/null; \
        echo $?; cat disk/r.html; ls -A disk";
    let Some(output) = on_a_small_disk(&project, script) else { return };
    // The old report, and nothing half written beside it.
    assert_eq!(String::from_utf8_lossy(&output.stdout), "2\nancien\nr.html\n", "{output:?}");
}

#[test]
fn a_full_disk_keeps_the_mail_that_is_corrected() {
    let project = Project::new("full-fix");
    project.mail("mails/m.hbs", "subject: Rappel\n", "<p>Tenir un carnet de terrrain</p>\n");
    let script = "cp -r presend.yaml events mails disk/ && cd disk && cp mails/m.hbs /tmp/$$.hbs && \
        { cat /dev/zero > fill 2>/dev/null; $P check --fix > /dev/null; echo $?; cmp mails/m.hbs /tmp/$$.hbs && echo whole; \
        rm /tmp/$$.hbs; ls -A mails; }";
    let Some(output) = on_a_small_disk(&project, script) else { return };
    assert_eq!(String::from_utf8_lossy(&output.stdout), "2\nwhole\nm.hbs\n", "{output:?}");
}

/// Runs as somebody without rights: root may write everywhere.
fn as_nobody(project: &Project, script: &str) -> Option<Output> {
    if !is_root() {
        return Some(shell(project, script));
    }
    let drop = "setpriv --reuid 65534 --regid 65534 --clear-groups";
    let may = shell(project, &format!("{drop} test -x \"$P\" && {drop} test -r presend.yaml"));
    if !may.status.success() {
        tools::lacking("nobody", "presend cannot be run as nobody here");
        return None;
    }
    Some(shell(project, &format!("{drop} sh -c '{script}'")))
}

fn close(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_folder_that_is_closed_to_writing() {
    let project = world::reminder("closed-folder", SLIP);
    close(&project.root, 0o555);
    let output = as_nobody(&project, "$P check --format json --output json=r.json");
    close(&project.root, 0o755);
    let Some(output) = output else { return };
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), codes(&report)), (Some(2), vec!["file-unwritable"]));
    assert_eq!(rules(&report), ["other-event"]);
}

#[test]
fn a_mail_in_a_folder_that_is_closed_to_writing_is_not_corrected() {
    let project = Project::new("closed-fix");
    project.mail("mails/m.hbs", "subject: Rappel\n", "<p>Tenir un carnet de terrrain</p>\n");
    let before = project.files();
    close(&project.root.join("mails"), 0o555);
    let output = as_nobody(&project, "$P check --fix --format json");
    close(&project.root.join("mails"), 0o755);
    let Some(output) = output else { return };
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), codes(&report)), (Some(2), vec!["file-unwritable"]));
    assert_eq!(project.files(), before);
}

#[test]
fn a_mail_that_may_not_be_read() {
    let project = world::reminder("closed-mail", "");
    project.write("mails/n.hbs", &format!("---\n{REMINDER}---\n{RIGHT}{SLIP}"));
    close(&project.root.join("mails/m.hbs"), 0o000);
    let Some(output) = as_nobody(&project, "$P check --format json") else { return };
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((output.status.code(), codes(&report)), (Some(2), vec!["file-unreadable"]));
    assert_eq!(rules(&report), ["other-event"], "the other mail is checked all the same");
}

#[test]
fn a_folder_of_mails_that_may_not_be_entered() {
    let project = world::reminder("closed-mails", "");
    close(&project.root.join("mails"), 0o000);
    let output = as_nobody(&project, "$P check --format json");
    close(&project.root.join("mails"), 0o755);
    let Some(output) = output else { return };
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(matches!(output.status.code(), Some(2 | 3)), "{report}");
    assert_ne!(report["verdict"], "clean");
}

// -- Files that come and go.

#[test]
fn a_mail_that_is_gone() {
    let project = world::reminder("gone", "");
    let report = project.json("check mails/gone.hbs");
    assert_eq!((&report["exit"], codes(&report)), (&2.into(), vec!["file-missing"]));
}

#[test]
fn a_mail_that_became_a_folder() {
    let project = world::reminder("became", "");
    project.write("presend.yaml", "language: fr\nevents: [events/*.yaml]\nmails: [mails/x.hbs]\n");
    std::fs::create_dir_all(project.root.join("mails/x.hbs")).unwrap();
    told(&project, "file-directory");
}

#[test]
fn an_empty_mail() {
    let project = world::project("empty-mail");
    project.write("mails/m.hbs", "");
    assert_ne!(project.json("check")["exit"], 0);
}

#[test]
fn an_empty_event() {
    let project = world::reminder("empty-event", "");
    project.write("events/carnet-2027-03.yaml", "");
    assert_eq!(project.json("check")["exit"], 2);
}

#[test]
fn the_folder_of_the_run_is_gone() {
    let project = world::reminder("folder-gone", "");
    let output = shell(&project, "mkdir w && cd w && rmdir ../w && $P check --format json");
    assert!(matches!(output.status.code(), Some(2 | 3)), "{output:?}");
}

// -- Streams and signals.

#[test]
fn standard_output_is_closed() {
    let project = world::reminder("stdout-closed", SLIP);
    let output = shell(&project, "$P check --format json >&-");
    assert!(matches!(output.status.code(), Some(1 | 2)), "{output:?}");
}

#[test]
fn standard_input_is_closed() {
    let project = world::reminder("stdin-closed", SLIP);
    assert_eq!(rules(&ends(&project, "$P check --format json <&-", 1)), ["other-event"]);
}

#[test]
fn standard_error_is_closed() {
    let project = world::reminder("stderr-closed", SLIP);
    assert_eq!(rules(&ends(&project, "$P check --format json 2>&-", 1)), ["other-event"]);
}

#[test]
fn a_pipe_that_closes_at_once() {
    let project = world::reminder("pipe-closes", &SLIP.repeat(500));
    let output = shell(&project, "{ $P check -v; echo $? >&2; } | head -c 1");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "1\n", "{output:?}");
}

/// A signal ends the run, and leaves nothing of a report that was not whole.
fn ended_by(name: &str, signal: i32, word: &str) {
    let project = world::project(name);
    for mail in 0..400 {
        let body = format!("---\n{REMINDER}---\n{RIGHT}{}", SLIP.repeat(20));
        project.write(&format!("mails/m{mail}.hbs"), &body);
    }
    project.write("r.json", "ancien");
    // Whoever runs the tests may ignore a signal, and what is started by them would.
    let mut command = Command::new("/usr/bin/env");
    command.args(["--default-signal", env!("CARGO_BIN_EXE_presend"), "check", "--output", "json=r.json"]);
    command.current_dir(&project.root).env_clear();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let sent = Command::new("sh").args(["-c", &format!("kill -{word} {}", child.id())]).status().unwrap();
    let status = child.wait().unwrap();
    assert!(sent.success() && status.signal() == Some(signal), "{status:?}");
    assert_eq!(project.read("r.json"), "ancien");
}

#[test]
fn a_request_to_end() {
    ended_by("sigterm", 15, "TERM");
}

#[test]
fn a_terminal_that_goes() {
    ended_by("sighup", 1, "HUP");
}

// -- Surroundings.

/// A table of surroundings in which a run must find the same.
macro_rules! alike {
    ($($name:ident = $before:literal;)+) => {
        $(#[test] fn $name() {
            let project = world::reminder(stringify!($name), SLIP);
            let usual = shell(&project, "$P check --format json");
            let odd = shell(&project, concat!($before, " $P check --format json"));
            assert_eq!(String::from_utf8_lossy(&odd.stdout), String::from_utf8_lossy(&usual.stdout), "{odd:?}");
            assert_eq!(odd.status.code(), Some(1));
        })+
    };
}

alike! {
    no_variables_at_all = "env -i";
    no_home = "env -u HOME";
    a_home_that_is_not_there = "HOME=/nowhere";
    a_home_that_is_a_file = "HOME=/etc/hosts";
    an_empty_home = "HOME=";
    the_plain_language = "LANG=C LC_ALL=C";
    a_language_that_is_not_there = "LC_ALL=xx_YY.UTF-9";
    a_language_of_odd_bytes = "LC_ALL=$(printf '\\377\\376')";
    a_zone_that_is_not_there = "TZ=Nowhere/Land";
    a_zone_that_is_a_path = "TZ=:/etc/passwd";
    a_zone_on_the_other_side = "TZ=Pacific/Kiritimati";
    no_temporary_folder = "TMPDIR=/nowhere";
    a_terminal_without_a_name = "TERM=";
    a_terminal_of_no_width = "COLUMNS=0";
    few_files_at_once = "ulimit -n 16;";
    little_stack = "ulimit -s 1024;";
}

/// A thousand files, of which sixty-four may be open.
#[test]
fn more_files_than_may_be_open() {
    let project = world::project("many-files");
    for mail in 0..300 {
        project.write(&format!("mails/m{mail}.hbs"), &format!("---\n{REMINDER}---\n{RIGHT}"));
    }
    for event in 0..700 {
        let text = format!("title: \"Séance numéro {event} du cycle\"\nstart: 2028-01-01T10:00\n");
        project.write(&format!("events/e{event}.yaml"), &text);
    }
    let report = ends(&project, "ulimit -n 64; $P check --format json", 0);
    assert_eq!((&report["summary"]["mails"], codes(&report)), (&300.into(), vec![]));
}

/// Lines of Windows are read as those of others: the same findings at the same lines.
#[test]
fn windows_ends_of_lines() {
    let project = world::reminder("crlf", SLIP);
    let place = |report: &serde_json::Value| report["findings"][0]["location"]["start"]["line"].clone();
    let usual = project.json("check");
    for file in ["mails/m.hbs", "events/carnet-2027-03.yaml", "events/herbier-2027-02.yaml", "presend.yaml"] {
        project.write(file, &project.read(file).replace('\n', "\r\n"));
    }
    let windows = project.json("check");
    assert_eq!((rules(&windows), place(&windows)), (rules(&usual), place(&usual)));
}

/// Lines of old Macs are one line to YAML: that is told, and nothing is called clean.
#[test]
fn ends_of_lines_of_old_macs() {
    let project = world::reminder("cr", SLIP);
    project.write("mails/m.hbs", &project.read("mails/m.hbs").replace('\n', "\r"));
    assert_ne!(project.json("check")["exit"], 0);
}

#[test]
fn a_name_with_a_backslash() {
    let project = world::reminder("backslash", "");
    project.write("mails/a\\b.hbs", &format!("---\n{REMINDER}---\n{RIGHT}{SLIP}"));
    let report = project.json("check");
    assert_eq!((rules(&report), &report["summary"]["mails"]), (vec!["other-event"], &2.into()), "{report}");
}

#[test]
fn a_name_with_a_line_break() {
    let project = world::reminder("break", "");
    project.write("mails/a\nb.hbs", &format!("---\n{REMINDER}---\n{RIGHT}{SLIP}"));
    assert_eq!(rules(&project.json("check")), ["other-event"]);
    let human = project.run("check", None);
    assert!(!String::from_utf8_lossy(&human.stdout).contains("a\nb.hbs"));
}

#[test]
fn a_name_that_is_no_text() {
    use std::os::unix::ffi::OsStrExt;
    let project = world::reminder("bytes", "");
    let name = std::ffi::OsStr::from_bytes(b"mails/\xff\xfe.hbs");
    std::fs::write(project.root.join(name), format!("---\n{REMINDER}---\n{RIGHT}{SLIP}")).unwrap();
    let report = project.json("check");
    assert_ne!(report["exit"], 0, "{report}");
}

#[test]
fn a_clock_before_its_time() {
    let project = world::reminder("early", SLIP);
    assert_eq!(rules(&project.json("check --now 0001-01-01T00:00")), ["other-event"]);
}

#[test]
fn a_clock_after_its_time() {
    let project = world::reminder("late", SLIP);
    assert_eq!(rules(&project.json("check --now 9999-12-31T23:59")), ["other-event"]);
}

#[test]
fn a_mail_that_is_too_large() {
    let project = world::reminder("too-large", &"<p>mot</p>\n".repeat(100_000));
    told(&project, "mail-too-large");
}
