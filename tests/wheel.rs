//! The wheel of PyPI: built by maturin, installed where there is nothing else, and used; by pre-commit too, with the
//! very configuration that `init` writes.
//!
//! maturin is PyPI's. Where Python has it not, the test says so and ends; with `PRESEND_TESTS_REQUIRE=wheel` (as in CI)
//! that is a failure. Nothing is fetched: setuptools, which pre-commit needs, lies in `wheels/` beside that Python.

// A test that cannot lay out its own files has nothing to say but that.
#![allow(clippy::unwrap_used, clippy::print_stderr)]
#![cfg(unix)]

#[path = "tools/repository.rs"]
mod repository;
mod tools;
mod workshop;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use repository::Repository;
use workshop::Project;

const RIGHT: &str = "<p>Rendez-vous mardi 16 mars 2027 à 18 h.</p>\n";
const WRONG: &str = "<p>Rendez-vous jeudi 11 février 2027 à 18 h.</p>\n";

/// Builds the wheel into a folder, from what the tests have compiled already.
fn build(python: &Path, folder: &Path) -> PathBuf {
    let built = Path::new(env!("CARGO_BIN_EXE_presend")).parent().unwrap();
    let profile = if built.ends_with("release") { "release" } else { "dev" };
    let mut command = Command::new(python);
    command.args(["-m", "maturin", "build", "--profile", profile, "--auditwheel", "skip", "--out"]).arg(folder);
    // What cargo says to a test is not for the cargo that maturin calls: it would compile anew.
    let told = |name: &str| name == "OUT_DIR" || name.starts_with("CARGO_") && name != "CARGO_HOME";
    for (name, _) in std::env::vars().filter(|(name, _)| told(name)) {
        command.env_remove(name);
    }
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env("CARGO_TARGET_DIR", built.parent().unwrap());
    succeed(command.output().unwrap());
    let mut wheels = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    wheels.find(|path| path.extension().is_some_and(|end| end == "whl")).unwrap()
}

fn succeed(output: Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_wheel_is_all_that_is_needed() {
    let Some(python) = tools::python_with("maturin", "wheel") else { return };
    let folder = Project::empty("wheel");
    let wheel = build(&python, &folder.root);
    let name = wheel.file_name().unwrap().to_string_lossy().into_owned();
    assert!(name.starts_with(concat!("presend-", env!("CARGO_PKG_VERSION"), "-py3-none-")), "{name}");

    let fresh = folder.root.join("fresh");
    succeed(Command::new(&python).args(["-m", "venv"]).arg(&fresh).output().unwrap());
    let pip = ["install", "--no-index", "--disable-pip-version-check", "--quiet"];
    succeed(Command::new(fresh.join("bin/pip")).args(pip).arg(&wheel).output().unwrap());
    let presend = fresh.join("bin/presend");
    let version = succeed(Command::new(&presend).arg("--version").output().unwrap());
    assert!(version.starts_with(concat!("presend ", env!("CARGO_PKG_VERSION"))), "{version}");
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/livestorm-copied");
    let checked = Command::new(&presend).args(["check", "--format", "json"]).arg(fixture).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!((checked.status.code(), &report["summary"]["errors"]), (Some(1), &3.into()), "{report:#}");

    if tools::python_with("pre_commit", "pre-commit").is_some() && tools::has("git", "pre-commit") {
        commits_without_a_toolchain(&python, &folder.root);
    }
}

/// pre-commit with the configuration that `init` writes; pip finds the wheel in a folder instead of at PyPI.
fn commits_without_a_toolchain(python: &Path, wheels: &Path) {
    let configuration = include_str!("../src/cli/init/pre-commit.yaml").replace("{version}", env!("CARGO_PKG_VERSION"));
    let kept = python.parent().unwrap().join("../wheels");
    let found = PathBuf::from(format!("{} {}", wheels.display(), kept.display()));
    // Neither presend nor cargo is in the path.
    let project = Project::new("wheel-commit");
    project.write("presend.yaml", "language: fr\ntimezone: Europe/Paris\nmails: [mails/*.hbs]\n");
    project.mail("mails/rappel.hbs", "subject: Rappel\n", RIGHT);
    let offline = [
        ("PIP_NO_INDEX", PathBuf::from("1")),
        ("PIP_FIND_LINKS", found),
        ("PATH", "/usr/local/bin:/usr/bin:/bin".into()),
    ];
    let here = Repository::new(project, python, Path::new("/usr/bin"), &configuration).with(&offline);
    here.begin();
    here.project.mail("mails/rappel.hbs", "subject: Rappel\n", WRONG);
    let (passed, said) = here.commit();
    assert!(!passed && said.contains("[mails/rappel.hbs:6:16]") && said.contains("[event-date]"), "{said}");
    here.project.mail("mails/rappel.hbs", "subject: Rappel !\n", RIGHT);
    let (passed, said) = here.commit();
    assert!(passed && said.contains("Passed"), "{said}");
}
