//! Exports of platforms, from the command line to the file that is written.
//!
//! A folder of `tests/import/FORMAT/NAME/` is a test. In it:
//!
//! - the exports, as the platform would write them, with invented people;
//! - `cmd`: a run of presend a line, in a copy of the folder; words with spaces in double quotes, `< FILE` for standard
//!   input, `#` for a remark;
//! - `expected.txt`: what each run prints, and the exit code. `SNAPSHOTS=overwrite cargo test --test import` writes it
//!   anew; read what it wrote before you commit it.
//!
//! Every event and list that an `import` prints is read back by presend's own reader, which may complain of nothing but
//! what the import itself said is missing.

// A test that cannot read its own files has nothing to say but that.
#![allow(clippy::unwrap_used)]

mod transcript;
mod workshop;

use std::path::{Path, PathBuf};
use std::process::Output;

use presend::project::{self, Request};
use presend::source::Sources;
use rust_xlsxwriter::Workbook;
use snapbox::Data;
use snapbox::assert::{Assert, DEFAULT_ACTION_ENV};
use transcript::{Run, run_in, transcript};
use workshop::Project;

/// A test: its name (`livestorm/event`), a copy of its folder, and its runs.
struct Case {
    name: String,
    home: PathBuf,
    temp: PathBuf,
    runs: Vec<Run>,
}

impl Case {
    fn open(home: &Path, test: &str) -> Case {
        let name = home.strip_prefix(folder()).unwrap().to_string_lossy().replace('\\', "/");
        let temp = std::env::temp_dir().join(format!("presend-import-{}", std::process::id())).join(test).join(&name);
        let _ = std::fs::remove_dir_all(&temp);
        std::fs::create_dir_all(&temp).unwrap();
        for entry in std::fs::read_dir(home).unwrap().map(|entry| entry.unwrap().path()) {
            std::fs::copy(&entry, temp.join(entry.file_name().unwrap())).unwrap();
        }
        let temp = temp.canonicalize().unwrap();
        let runs = Run::all(home);
        Case { name, home: home.to_path_buf(), temp, runs }
    }

    fn run(&self, run: &Run) -> Output {
        run_in(&run.args, run.stdin.as_deref(), &self.temp, &self.temp)
    }

    /// What all runs print, as it stands in `expected.txt`.
    fn transcript(&self) -> String {
        transcript(&self.runs, |run| self.run(run), |bytes| self.neutral(bytes))
    }

    /// What is printed, without what differs from one machine to the next.
    fn neutral(&self, bytes: &[u8]) -> String {
        let text = std::str::from_utf8(bytes).unwrap();
        text.replace(&*self.temp.to_string_lossy(), "[TEMP]").trim_end().to_string()
    }
}

impl Drop for Case {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.temp);
    }
}

#[test]
fn every_export_becomes_what_is_expected() {
    let mut wrong = Vec::new();
    for home in homes() {
        let case = Case::open(&home, "expected");
        let expected = Data::read_from(&case.home.join("expected.txt"), None).raw();
        let assert = Assert::new().action_env(DEFAULT_ACTION_ENV);
        if let Err(why) = assert.try_eq(Some(&case.name), case.transcript().into(), expected) {
            wrong.push(why.to_string());
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_printed_is_read_back_without_complaint() {
    let mut wrong = Vec::new();
    let mut read = 0;
    for home in homes() {
        let case = Case::open(&home, "read-back");
        for run in case.runs.iter().filter(|run| run.args[0] == "import" && !run.args.iter().any(|arg| arg == "--out"))
        {
            let output = case.run(run);
            if output.status.code() != Some(0) {
                assert!(output.stdout.is_empty(), "{}: printed although it failed", run.line);
                continue;
            }
            read += 1;
            let said = String::from_utf8(output.stderr.clone()).unwrap();
            let problems = read_back(&case.temp, &output.stdout, &said);
            wrong.extend(problems.into_iter().map(|problem| format!("{}: {}: {problem}", case.name, run.line)));
        }
    }
    assert!(read > 0, "no import printed anything");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_of_a_workbook_is_read_below_its_title() {
    let project = Project::empty("import-workbook");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "Lire un cadastre : inscrits").unwrap();
    for (column, header) in ["Prénom", "Email", "Présent", "Navigateur", "Votre structure"].iter().enumerate() {
        sheet.write_string(2, column as u16, *header).unwrap();
    }
    sheet.write_string(3, 0, "Léna").unwrap();
    sheet.write_string(3, 1, "lena@exemple.test").unwrap();
    sheet.write_boolean(3, 2, true).unwrap();
    sheet.write_string(3, 3, "Firefox").unwrap();
    sheet.write_string(3, 4, "Mairie ; service \"eau\"").unwrap();
    project.write_bytes("inscrits.xlsx", &book.save_to_buffer().unwrap());

    let output = project.run("import livestorm inscrits.xlsx --language fr", None);
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "email;first_name;attended;registered;Votre structure\n\
         lena@exemple.test;Léna;oui;oui;\"Mairie ; service \"\"eau\"\"\"\n"
    );
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_cannot_be_an_export_is_refused_in_one_message() {
    let project = Project::empty("import-hostile");
    let deep = |open: &str, close: &str| open.repeat(100_000) + &close.repeat(100_000);
    project.write("deep.json", &deep("[", "]"));
    project.write("deep-object.json", &deep("{\"data\":", "}"));
    project.write("open.json", &"[".repeat(100_000));
    project.write("deep.xml", &format!("<response><recordings>{}", deep("<recording>", "</recording>")));
    project.write("lines.csv", &"n'importe quoi;encore\n".repeat(800_000));
    project.write("lines.json", &format!("{{\"data\": [{}]}}", "1,\n".repeat(800_000) + "1"));
    project.write("lines.eml", &format!("{}\n", "X-Rien: 1\n".repeat(800_000)));
    project.write_bytes("zeros.json", &vec![0; 1_000_000]);
    project.write_bytes("zip.xlsx", b"PK\x03\x04 et rien de plus");
    let large = std::fs::File::create(project.root.join("large.json")).unwrap();
    large.set_len(20 * 1024 * 1024 + 1).unwrap();
    std::fs::create_dir(project.root.join("folder.json")).unwrap();

    let files = [
        "deep.json",
        "deep-object.json",
        "open.json",
        "deep.xml",
        "lines.csv",
        "lines.json",
        "lines.eml",
        "zeros.json",
        "zip.xlsx",
        "large.json",
        "folder.json",
    ];
    for file in files {
        for format in ["livestorm", "b3desk", "bigbluebutton", "eml"] {
            let output = project.run(&format!("import {format} {file} --language fr --out made"), None);
            let said = String::from_utf8(output.stderr).unwrap();
            assert_eq!(output.status.code(), Some(2), "{format} {file}: {said}");
            let lines = said.lines().count();
            assert!((1..=2).contains(&lines) && said.len() < 700, "{format} {file}: {said}");
            assert!(output.stdout.is_empty() && !project.root.join("made").exists(), "{format} {file}");
        }
    }
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_asked() {
    let project = Project::empty("import-force");
    project.write("people.csv", "email\nlena@exemple.test\n");
    project.write("recipients.csv", "à garder");
    let kept = project.run("import livestorm people.csv --out recipients.csv", None);
    assert_eq!(kept.status.code(), Some(2));
    assert_eq!(project.read("recipients.csv"), "à garder");
    let replaced = project.run("import livestorm people.csv --out recipients.csv --force --language en", None);
    assert_eq!(replaced.status.code(), Some(0));
    assert_eq!(project.read("recipients.csv"), "email,registered\nlena@exemple.test,yes\n");
}

/// Reads an event or a list with presend's own reader: what it complains of and the import did not announce.
fn read_back(folder: &Path, text: &[u8], said: &str) -> Vec<String> {
    let sources = Sources::new();
    let mut request = Request { cwd: folder.to_path_buf(), ..Request::default() };
    let problems = if said.contains("--out event.yaml") {
        std::fs::write(folder.join("read-back.yaml"), text).unwrap();
        request.event = Some("read-back.yaml".to_string());
        let project = project::load(&sources, &request);
        let remarks = project.remarks.iter().map(|remark| format!("{}: {}", remark.rule, remark.found));
        project.problems.iter().map(|problem| problem.message.en.clone()).chain(remarks).collect::<Vec<_>>()
    } else {
        std::fs::write(folder.join("read-back.csv"), text).unwrap();
        let (_, problems) = project::recipients_of(&sources, &folder.join("read-back.csv"), "read-back.csv");
        problems.iter().map(|problem| problem.message.en.clone()).collect()
    };
    let announced = |problem: &str| {
        let missing = said.contains("Il manque") || said.contains("Missing");
        let known = ["The event's date is missing", "The event's title is missing", "This file has no recipient"];
        missing && known.iter().any(|known| problem.contains(known))
    };
    problems.into_iter().filter(|problem| !announced(problem)).collect()
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

/// The folder of each test.
fn homes() -> Vec<PathBuf> {
    let inside = |path: &Path| -> Vec<PathBuf> {
        let mut all: Vec<PathBuf> = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        all.retain(|path| path.is_dir());
        all.sort();
        all
    };
    let homes: Vec<PathBuf> = inside(&folder()).iter().flat_map(|format| inside(format)).collect();
    assert!(!homes.is_empty());
    homes
}
