//! Runs of presend as a file `cmd` lists them, one a line, and all that they print as one text.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// One line of `cmd`.
pub struct Run {
    /// The line.
    pub line: String,
    /// Its words; those with spaces stand in double quotes.
    pub args: Vec<String>,
    /// `< FILE`: what standard input is.
    pub stdin: Option<String>,
}

impl Run {
    /// The runs of the file `cmd` in a test's folder; lines that begin with `#` are remarks.
    pub fn all(home: &Path) -> Vec<Run> {
        let lines = std::fs::read_to_string(home.join("cmd")).unwrap();
        let runs: Vec<Run> =
            lines.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(Run::parse).collect();
        assert!(!runs.is_empty(), "{}/cmd has no run", home.display());
        runs
    }

    fn parse(line: &str) -> Run {
        let mut args: Vec<String> = Vec::new();
        for (at, part) in line.split('"').enumerate() {
            if at % 2 == 1 {
                args.push(part.to_string());
            } else {
                args.extend(part.split_whitespace().map(str::to_string));
            }
        }
        let stdin = args.iter().position(|word| word == "<").map(|at| args.drain(at..).nth(1).unwrap());
        Run { line: line.to_string(), args, stdin }
    }
}

/// Runs presend with these words in a folder, in an environment that holds nothing of ours; `home` is where its user lives.
pub fn run_in(args: &[String], stdin: Option<&str>, folder: &Path, home: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    command.args(args).current_dir(folder).env_clear();
    // Windows starts no program without it.
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    command.env("HOME", home).env("USERPROFILE", home);
    command.env("COLUMNS", "100").env("NO_COLOR", "1").env("LC_ALL", "C");
    match stdin {
        Some(file) => command.stdin(std::fs::File::open(folder.join(file)).unwrap()),
        None => command.stdin(Stdio::null()),
    };
    command.output().unwrap()
}

/// What all runs print, as it stands in `expected.txt`; `neutral` takes out what differs from one machine to the next.
pub fn transcript(runs: &[Run], run: impl Fn(&Run) -> Output, neutral: impl Fn(&[u8]) -> String) -> String {
    let mut all = String::new();
    for one in runs {
        let output = run(one);
        let exit = output.status.code().map_or("none: it crashed".to_string(), |code| code.to_string());
        writeln!(all, "$ presend {}\n{}", one.line, neutral(&output.stdout)).unwrap();
        if !output.stderr.is_empty() {
            writeln!(all, "--- stderr\n{}", neutral(&output.stderr)).unwrap();
        }
        writeln!(all, "--- exit {exit}\n").unwrap();
    }
    all
}
