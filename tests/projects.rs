//! Whole projects, from the command line to the last byte that is printed.
//!
//! A folder of `tests/projects/` is a test. In it:
//!
//! - `project/`: the files. Without it, the fixture of the same name (`fixtures/NAME`) is taken.
//! - `cmd`: a run of presend a line; words with spaces in double quotes, `< FILE` for standard input, `#` for a remark.
//! - `expected.txt`: for each run what is printed, and the exit code. `SNAPSHOTS=overwrite cargo test --test projects`
//!   writes it anew; read what it wrote before you commit it.
//!
//! Each test runs in a copy of its project, in an environment that holds nothing of ours. Every `check` is run again with
//! `--format json`, twice (one that writes into the project, each time in a fresh copy), and held against what is promised of that format. Files that are too large or too odd to be
//! kept (other encodings, symbolic links) are made by [`made`].

// A test that cannot read its own files has nothing to say but that.
#![allow(clippy::unwrap_used)]

#[path = "projects/contract.rs"]
mod contract;
mod transcript;
#[path = "projects/workbooks.rs"]
mod workbooks;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use snapbox::Data;
use snapbox::assert::{Assert, DEFAULT_ACTION_ENV};
use transcript::{Run, run_in, transcript};

/// A test: its folder's name, a copy of its project, and its runs.
struct Case {
    name: String,
    /// Holds `project` and, beside it, what lies outside of the project.
    temp: PathBuf,
    runs: Vec<Run>,
}

impl Case {
    /// A copy of the project of a test folder, of its own for each `test`.
    fn open(name: &str, test: &str) -> Case {
        let home = folder().join(name);
        let own = home.join("project");
        let from = if own.is_dir() { own } else { package().join("fixtures").join(name) };
        let temp = std::env::temp_dir().join(format!("presend-projects-{}", std::process::id())).join(test).join(name);
        let _ = std::fs::remove_dir_all(&temp);
        copy(&from, &temp.join("project"));
        // The search for settings ends here, whatever lies above the folder for temporary files.
        let temp = temp.canonicalize().unwrap();
        made(name, &temp);
        let runs = Run::all(&home);
        Case { name: name.to_string(), temp, runs }
    }

    fn run(&self, args: &[String], stdin: Option<&str>) -> Output {
        run_in(args, stdin, &self.temp.join("project"), &self.temp)
    }

    /// What all runs print, as it stands in `expected.txt`.
    fn transcript(&self) -> String {
        transcript(&self.runs, |run| self.run(&run.args, run.stdin.as_deref()), |bytes| self.neutral(bytes))
    }

    /// What is printed, without what differs from one machine or release to the next.
    fn neutral(&self, bytes: &[u8]) -> String {
        let text = std::str::from_utf8(bytes).unwrap();
        let text = text.replace(&*self.temp.to_string_lossy(), "[TEMP]");
        let text = text.replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
        // A further rule is no change to any of these projects.
        let lines = text.trim_end().lines().map(|line| match line.trim_start().strip_prefix("\"rules\": ") {
            Some(count) if count.trim_end_matches(',').parse::<u32>().is_ok() => "    \"rules\": [RULES],",
            _ => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Case {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.temp);
    }
}

#[test]
fn every_project_prints_what_is_expected() {
    each_case("expected", |case| {
        let expected = Data::read_from(&folder().join(&case.name).join("expected.txt"), None).raw();
        let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
        assert.try_eq(Some(&case.name), case.transcript().into(), expected).map_err(|wrong| wrong.to_string())
    });
}

#[test]
fn every_check_keeps_the_json_contract() {
    each_case("json", |case| {
        let mut wrong = String::new();
        for run in case.runs.iter().filter(|run| run.args[0] == "check") {
            let mut args = run.args.clone();
            match args.iter().position(|word| word == "--format") {
                Some(at) => args[at + 1] = "json".to_string(),
                None => args.extend(["--format".to_string(), "json".to_string()]),
            }
            let writes = args.iter().any(|word| ["--fix", "--write-baseline", "--seal"].contains(&word.as_str()));
            let [again, once] = ["json-again", "json-once"].map(|test| writes.then(|| Case::open(&case.name, test)));
            let second = again.as_ref().unwrap_or(case).run(&args, run.stdin.as_deref());
            let case = once.as_ref().unwrap_or(case);
            let first = case.run(&args, run.stdin.as_deref());
            let given = |file: &String| std::fs::read(case.temp.join("project").join(file)).unwrap();
            let stdin = run.stdin.as_ref().map(given).or(run.args.iter().any(|word| word == "-").then(Vec::new));
            let mut found = contract::breaches(&first, &case.temp.join("project"), stdin.as_deref());
            if first.stdout != second.stdout {
                found.push("a second run prints something else".to_string());
            }
            for one in found {
                writeln!(wrong, "{}: presend {}\n    {one}", case.name, run.line).unwrap();
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    });
}

/// Held apart from the expected outputs, which are easily written anew.
#[test]
fn the_copied_fixture_has_three_errors_and_the_others_none() {
    for name in ["clean-next", "every-event", "livestorm-copied", "webinaire-etat-reminder", "zoom-two-zones"] {
        let case = Case::open(name, "fixtures");
        let report = json(&case.run(&words("check --format json"), None));
        let rules: Vec<&str> =
            report["findings"].as_array().unwrap().iter().map(|one| one["rule"].as_str().unwrap()).collect();
        if name == "livestorm-copied" {
            assert_eq!(rules, ["event-date", "other-event", "link-other-event"]);
            assert_eq!((report["exit"].as_u64(), report["summary"]["errors"].as_u64()), (Some(1), Some(3)));
        } else {
            assert_eq!(rules, [""; 0], "{name}");
            assert_eq!(report["exit"], 0, "{name}");
        }
    }
}

#[test]
fn schemas_are_json_with_the_keys_of_their_files() {
    let case = Case::open("commands", "schemas");
    for (of, key) in [("project", "mails"), ("event", "sessions"), ("mail", "send_at"), ("rule", "existence")] {
        let schema = json(&case.run(&words(&format!("schema {of}")), None));
        assert!(schema["$schema"].as_str().unwrap().contains("json-schema.org"), "{of}");
        // An event stands under `$defs`, for `next` and `mentions` hold events too.
        let own = if schema.get("$ref").is_some() { &schema["$defs"][of] } else { &schema };
        assert!(own["properties"].get(key).is_some(), "the schema of {of} has no {key}");
    }
}

#[test]
fn the_list_of_rules_has_each_file_of_rules() {
    let entries = |folder: &Path| -> Vec<PathBuf> {
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    };
    let top = entries(&package().join("rules"));
    let packs = top.iter().filter(|path| path.is_dir() && !path.ends_with("words")).flat_map(|pack| entries(pack));
    let mut ids: Vec<String> = top
        .iter()
        .cloned()
        .chain(packs)
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    ids.sort();
    let case = Case::open("commands", "rules");
    let list = json(&case.run(&words("rules list --format json"), None));
    let mut listed: Vec<String> =
        list["rules"].as_array().unwrap().iter().map(|rule| rule["id"].as_str().unwrap().to_string()).collect();
    listed.sort();
    assert_eq!(listed, ids);
    for language in ["fr", "en"] {
        let output = case.run(&words(&format!("rules list --language {language}")), None);
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(ids.iter().all(|id| text.contains(id.as_str())), "{text}");
    }
}

#[test]
fn every_rule_has_a_page_in_both_languages() {
    let case = Case::open("commands", "pages");
    let list = json(&case.run(&words("rules list --format json"), None));
    for rule in list["rules"].as_array().unwrap() {
        let id = rule["id"].as_str().unwrap();
        let [fr, en] = ["fr", "en"].map(|language| {
            let output = case.run(&words(&format!("rules show {id} --language {language}")), None);
            assert_eq!(output.status.code(), Some(0), "{id}");
            String::from_utf8(output.stdout).unwrap()
        });
        assert!(fr.starts_with(&format!("# {id}\n")) && en.starts_with(&format!("# {id}\n")), "{fr}{en}");
        assert_ne!(fr, en);
    }
}

#[test]
fn further_reports_are_written_beside_the_one_that_is_printed() {
    let case = Case::open("livestorm-copied", "reports");
    let output = case.run(&words("check --language fr --format plain --output json=report.json"), None);
    let printed = case.run(&words("check --language fr --format json"), None);
    assert_eq!(std::fs::read(case.temp.join("project/report.json")).unwrap(), printed.stdout);
    assert_eq!(output.status.code(), printed.status.code());
    let output = case.run(&words("render mails/suivi.html --as html --out sent"), None);
    let rendered = case.run(&words("render mails/suivi.html --as html"), None);
    assert_eq!(output.status.code(), Some(0));
    let written = std::fs::read_to_string(case.temp.join("project/sent/suivi.html")).unwrap();
    assert_eq!(written.trim_end(), String::from_utf8(rendered.stdout).unwrap().trim_end());
}

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_string).collect()
}

fn json(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Does something with each test folder, some at once, and fails with all that went wrong.
fn each_case(name: &str, test: impl Fn(&Case) -> Result<(), String> + Sync) {
    let names = names();
    let next = AtomicUsize::new(0);
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                while let Some(folder) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let case = Case::open(folder, name);
                    if let Err(why) = test(&case) {
                        wrong.lock().unwrap().push(why);
                    }
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().unwrap();
    wrong.sort();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> PathBuf {
    package().join("tests/projects")
}

fn names() -> Vec<String> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap()) {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, &to).unwrap();
        }
    }
}

/// Adds to a copied project what cannot lie in the repository.
fn made(name: &str, temp: &Path) {
    let project = temp.join("project");
    let read = |file: &str| std::fs::read_to_string(project.join(file)).unwrap();
    let write = |file: &str, bytes: Vec<u8>| std::fs::write(project.join(file), bytes).unwrap();
    match name {
        "template-encodings" => {
            let mail = read("mails/rappel.hbs");
            write("mails/binaire.hbs", b"GIF89a\x01\x00\x01\x00\x80\x00\x00".to_vec());
            write("mails/latin1.hbs", latin1(&mail));
            write("mails/utf16.hbs", utf16(&mail));
            write("mails/vide.hbs", Vec::new());
            write("mails/octets.hbs", [b"\xef\xbb\xbf", mail.as_bytes()].concat());
            // Large without taking the room.
            std::fs::File::create(project.join("mails/enorme.hbs")).unwrap().set_len(50 * 1024 * 1024).unwrap();
        }
        "recipients-encodings" => {
            let rows = read("inscrits.csv");
            write("utf16.csv", utf16(&rows));
            write("windows1252.csv", latin1(&rows));
        }
        "finished-invitation" => {
            // As it is saved: CRLF, and bytes of Windows-1252 beside those of UTF-8.
            let mail = read("invitation.eml").replace('\n', "\r\n");
            let (open, rest) = mail.split_at(mail.find("--dehors-dedans\r\nContent-Type: text/html").unwrap());
            write("invitation.eml", [latin1(open), rest.as_bytes().to_vec()].concat());
            let compound = [&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1][..], &[0; 504]].concat();
            write("message.msg", compound.clone());
            write("renomme.eml", compound);
        }
        "recipients-workbooks" => {
            workbooks::all().into_iter().for_each(|(file, bytes)| write(file, bytes));
            std::fs::File::create(project.join("enorme.xlsx")).unwrap().set_len(50 * 1024 * 1024).unwrap();
        }
        "links-out" => {
            std::fs::create_dir(temp.join("outside")).unwrap();
            for file in ["mail.hbs", "pied.hbs", "liste.csv"] {
                std::fs::write(temp.join("outside").join(file), "<p>Secret</p>\n").unwrap();
            }
            link(&temp.join("outside/mail.hbs"), &project.join("mails/dehors.hbs"));
            link(&temp.join("outside/pied.hbs"), &project.join("partials/pied.hbs"));
            link(&temp.join("outside/liste.csv"), &project.join("liste.csv"));
        }
        _ => {}
    }
}

#[cfg(unix)]
fn link(to: &Path, at: &Path) {
    std::os::unix::fs::symlink(to, at).unwrap();
}

#[cfg(windows)]
fn link(to: &Path, at: &Path) {
    std::os::windows::fs::symlink_file(to, at).unwrap();
}

/// Latin-1, of which Windows-1252 differs only where these texts have nothing.
fn latin1(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

fn utf16(text: &str) -> Vec<u8> {
    [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}
