//! Projects that a test lays out, changes and checks, each in a folder of its own.

// Each test uses what it needs of these.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// A project in a folder of its own, which goes with it.
pub struct Project {
    pub root: PathBuf,
}

impl Project {
    /// An empty folder.
    pub fn empty(name: &str) -> Project {
        let root = std::env::temp_dir().join(format!("presend-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&root);
        std::fs::create_dir_all(&root).unwrap();
        Project { root: root.canonicalize().unwrap() }
    }

    /// Two events, of which a mail was copied from one to the other; `title` is the own event's, in YAML.
    pub fn with_title(name: &str, title: &str) -> Project {
        let project = Project::empty(name);
        project.write("presend.yaml", "language: fr\nevents: [events/*.yaml]\nmails: [mails/*]\n");
        project.write(
            "events/carnet-2027-03.yaml",
            &format!(
                "title: {title}\nstart: 2027-03-16T18:00\nend: 2027-03-16T19:00\nspeakers: [\"Malo Perrin\"]\n\
                 links:\n  join: \"https://salle.exemple.test/carnet\"\n"
            ),
        );
        project.write(
            "events/herbier-2027-02.yaml",
            "title: \"Composer un herbier de saison\"\nstart: 2027-02-11T12:30\nend: 2027-02-11T13:30\n\
             links:\n  join: \"https://salle.exemple.test/herbier\"\n",
        );
        project
    }

    pub fn new(name: &str) -> Project {
        Project::with_title(name, "\"Tenir un carnet de terrain\"")
    }

    /// A copy of each project that the repository holds, with its name; `test` keeps the copies of two tests apart.
    pub fn all(test: &'static str) -> impl Iterator<Item = (String, Project)> {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        [("tests/projects", "project"), ("fixtures", "")].into_iter().flat_map(move |(base, inner)| {
            let entries = std::fs::read_dir(package.join(base)).unwrap().map(|entry| entry.unwrap().path());
            let inside = entries.filter(move |entry| entry.join(inner).is_dir());
            inside.map(move |entry| {
                let name = entry.file_name().unwrap().to_string_lossy().into_owned();
                let project = Project::empty(&format!("{test}-{}-{name}", base.replace('/', "-")));
                copy(&entry.join(inner), &project.root);
                (name, project)
            })
        })
    }

    pub fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    pub fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        String::from_utf8(std::fs::read(self.root.join(path)).unwrap()).unwrap()
    }

    /// A mail with its settings in front, about the carnet.
    pub fn mail(&self, path: &str, settings: &str, body: &str) {
        self.write(path, &format!("---\n{settings}event: carnet-2027-03\nsend_at: 2027-03-15T09:00\n---\n{body}"));
    }

    pub fn run(&self, line: &str, stdin: Option<&str>) -> Output {
        self.run_with(line, stdin, &[])
    }

    /// A run with further environment variables.
    pub fn run_with(&self, line: &str, stdin: Option<&str>, variables: &[(&str, &str)]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
        command.args(line.split(' ')).current_dir(&self.root).env_clear().env("LC_ALL", "C");
        command.envs(variables.iter().copied());
        if let Some(root) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", root);
        }
        command.env("HOME", &self.root).stdout(Stdio::piped()).stderr(Stdio::piped());
        match stdin {
            Some(file) => command.stdin(std::fs::File::open(self.root.join(file)).unwrap()),
            None => command.stdin(Stdio::null()),
        };
        command.output().unwrap()
    }

    pub fn json(&self, line: &str) -> Value {
        let output = self.run(&format!("{line} --format json"), None);
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{line}: {output:?}"))
    }

    /// Every file with its bytes.
    pub fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut out = BTreeMap::new();
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                match entry.is_dir() {
                    true => folders.push(entry),
                    false => {
                        let shown = entry.strip_prefix(&self.root).unwrap().to_string_lossy().into_owned();
                        out.insert(shown, std::fs::read(&entry).unwrap_or_default());
                    }
                }
            }
        }
        out
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

/// The items of a key of a report.
pub fn list<'v>(report: &'v Value, key: &str) -> &'v [Value] {
    report[key].as_array().map_or(&[], Vec::as_slice)
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path()) {
        let to = to.join(entry.file_name().unwrap());
        if entry.is_dir() {
            copy(&entry, &to);
        } else {
            std::fs::copy(&entry, &to).unwrap();
        }
    }
}
