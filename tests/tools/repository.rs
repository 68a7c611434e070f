//! A repository with a project in it, whose commits pre-commit looks at.

// Each test uses what it needs of these.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::workshop::Project;

/// A git repository in a project's folder.
pub struct Repository {
    pub project: Project,
    python: PathBuf,
    path: String,
    further: Vec<(&'static str, PathBuf)>,
}

impl Repository {
    /// Makes the folder a repository whose hooks are those of the configuration; `path` comes before the PATH.
    pub fn new(project: Project, python: &Path, path: &Path, configuration: &str) -> Repository {
        let path = format!("{}:{}", path.display(), std::env::var("PATH").unwrap());
        let repository = Repository { project, python: python.to_path_buf(), path, further: Vec::new() };
        repository.project.write(".pre-commit-config.yaml", configuration);
        repository.git("init --quiet");
        repository
    }

    /// With further variables of the environment.
    pub fn with(mut self, further: &[(&'static str, PathBuf)]) -> Repository {
        self.further.extend_from_slice(further);
        self
    }

    /// Commits everything without hooks, then installs them.
    pub fn begin(&self) {
        self.git("add -A");
        self.git("commit --quiet --no-verify -m start");
        let output = self.command(&self.python).args(["-m", "pre_commit", "install"]).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    /// Commits everything through the hooks: whether it was let through, and what was said.
    pub fn commit(&self) -> (bool, String) {
        self.git("add -A");
        let output = self.command(Path::new("git")).args(["commit", "-m", "x"]).output().unwrap();
        (output.status.success(), said(&output))
    }

    /// Runs git, which must succeed; gives what it printed.
    pub fn git(&self, line: &str) -> String {
        let output = self.command(Path::new("git")).args(line.split(' ')).output().unwrap();
        assert!(output.status.success(), "git {line}: {}", said(&output));
        String::from_utf8_lossy(&output.stdout).trim().to_string()
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.project.root).env_clear().env("PATH", &self.path).env("LC_ALL", "C.UTF-8");
        for (name, value) in [("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")] {
            command.env(name, value);
        }
        for who in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{who}_NAME"), "a").env(format!("GIT_{who}_EMAIL"), "a@exemple.test");
        }
        // What pre-commit and pip keep stays in the folder, out of the commits.
        let kept = self.project.root.join(".git/kept");
        command.env("HOME", &kept).env("PRE_COMMIT_HOME", kept.join("pre-commit")).env("XDG_CACHE_HOME", &kept);
        command.envs(self.further.iter().map(|(name, value)| (name, value)));
        command
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
