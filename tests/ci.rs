//! The files for CI and for releases: they can be read, their shell steps do what they say, and the pages show what
//! `init` writes.

// A test that cannot lay out its own files has nothing to say but that.
#![allow(clippy::unwrap_used)]
#![cfg(unix)]

mod workshop;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_yaml::Value;

use workshop::Project;

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(package().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The workflows, the Action, and the workflow that `init` writes.
const WORKFLOWS: [&str; 4] =
    [".github/workflows/ci.yml", ".github/workflows/release.yml", "src/cli/init/github.yml", "action.yml"];

/// All values of a key, wherever in a tree.
fn all<'v>(value: &'v Value, key: &str, out: &mut Vec<&'v Value>) {
    match value {
        Value::Mapping(map) => {
            for (name, inner) in map {
                if name.as_str() == Some(key) {
                    out.push(inner);
                }
                all(inner, key, out);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| all(item, key, out)),
        _ => {}
    }
}

/// The shell of a step of the Action.
fn step(name: &str) -> String {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let step = steps.iter().find(|step| step["name"].as_str() == Some(name)).unwrap();
    step["run"].as_str().unwrap().to_string()
}

#[test]
fn workflows_put_no_value_into_a_shell_and_ask_for_little() {
    for path in WORKFLOWS {
        let tree = yaml(path);
        let mut scripts = Vec::new();
        all(&tree, "run", &mut scripts);
        assert!(!scripts.is_empty(), "{path}");
        for script in scripts {
            assert!(!script.as_str().unwrap().contains("${{"), "{path}: {script:?}");
        }
        let mut uses = Vec::new();
        all(&tree, "uses", &mut uses);
        for used in uses {
            assert!(used.as_str().unwrap().contains("@"), "{path}: {used:?}");
        }
        if path != "action.yml" {
            assert_eq!(tree["permissions"]["contents"].as_str(), Some("read"), "{path}");
            assert_eq!(tree["permissions"].as_mapping().unwrap().len(), 1, "{path}");
        }
    }
}

/// Runs a step of the Action as a runner would: bash, the variables of a job, presend in the path.
fn run_step(script: &str, folder: &Path, path: &Path, variables: &[(&str, &str)]) -> Output {
    let path = format!("{}:/usr/local/bin:/usr/bin:/bin", path.display());
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder);
    command.env_clear().env("PATH", path).env("LC_ALL", "C.UTF-8").env("HOME", folder);
    for name in ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_PATH"] {
        command.env(name, folder.join(name));
    }
    command.env("RUNNER_TEMP", folder).env("GITHUB_WORKSPACE", folder).env("GITHUB_ACTIONS", "true");
    command.envs(variables.iter().copied()).output().unwrap()
}

fn project() -> Project {
    let project = Project::new("ci");
    project.write("presend.yaml", "language: fr\ntimezone: Europe/Paris\nmails: ['mails/*.hbs']\n");
    project.mail("mails/mon rappel.hbs", "subject: Rappel\n", "<p>Rendez-vous jeudi 11 février 2027 à 18 h.</p>\n");
    project.mail("mails/suivi.hbs", "subject: Rappel\n", "<p>Rendez-vous mardi 16 mars 2027 à 18 h.</p>\n");
    project
}

#[test]
fn the_action_checks() {
    let presend = Path::new(env!("CARGO_BIN_EXE_presend")).parent().unwrap();
    let check = step("Check the mails");
    let evil = "$(touch pwned) `touch pwned` ;touch pwned";
    for (paths, args, sarif, summary, code) in [
        ("", "", "presend.sarif", "true", 1),
        ("mails/suivi.hbs\n\nmails/mon rappel.hbs\n", "", "", "false", 1),
        ("mails/suivi.hbs\n", "--fail-on error --language en", "a b.sarif", "true", 0),
        ("", "--event nulle-part", "", "true", 2),
        (evil, "", "", "false", 2),
        ("mails/suivi.hbs", evil, "", "false", 2),
        ("--fix", "", "", "false", 2),
        ("mails/suivi.hbs", "--rule weekday --rule *", "", "false", 2),
    ] {
        let project = project();
        let before = project.read("mails/mon rappel.hbs");
        let variables = [("PATHS", paths), ("ARGS", args), ("SARIF", sarif), ("SUMMARY", summary)];
        let output = run_step(&check, &project.root, presend, &variables);
        let case = format!("{paths:?} {args:?}: {output:?}");
        assert_eq!(output.status.code(), Some(code), "{case}");
        assert_eq!(project.read("GITHUB_OUTPUT"), format!("exit-code={code}\n"), "{case}");
        assert_eq!(project.root.join("GITHUB_STEP_SUMMARY").exists(), summary == "true", "{case}");
        assert!(sarif.is_empty() || project.root.join(sarif).exists(), "{case}");
        assert!(!project.root.join("pwned").exists() && project.read("mails/mon rappel.hbs") == before, "{case}");
    }
}

#[test]
fn the_action_installs_its_own_version() {
    let install = step("Install presend");
    let action = package().to_string_lossy().into_owned();
    for (asked, expected) in [("", Some(VERSION)), ("9.8.7", Some("9.8.7")), ("1; touch pwned", None), ("$(x)", None)] {
        let project = Project::empty("ci-install");
        // A python3 that makes the environment's folders and notes what it is asked.
        project.write(
            "stub/python3",
            "#!/bin/bash\necho \"$*\" >>\"$HOME/asked\"\n[ \"$2\" != venv ] || { mkdir -p \"$3/bin\"; cp \"$0\" \"$3/bin/python\"; }\n",
        );
        let stub = project.root.join("stub");
        assert!(Command::new("chmod").arg("755").arg(stub.join("python3")).status().unwrap().success());
        let output = run_step(&install, &project.root, &stub, &[("VERSION", asked), ("ACTION", &action)]);
        assert_eq!(output.status.success(), expected.is_some(), "{asked}: {output:?}");
        assert!(!project.root.join("pwned").exists());
        if let Some(version) = expected {
            assert!(project.read("asked").trim_end().ends_with(&format!("presend=={version}")), "{output:?}");
            let added = PathBuf::from(project.read("GITHUB_PATH").trim_end());
            assert_eq!(added, project.root.join(format!("presend-{version}/bin")));
        }
    }
}

/// The command of a workflow that `init` writes, run as it stands.
#[test]
fn what_init_writes_runs() {
    let presend = Path::new(env!("CARGO_BIN_EXE_presend")).parent().unwrap();
    let github = yaml("src/cli/init/github.yml");
    let gitlab = yaml("src/cli/init/gitlab.yml");
    let steps = github["jobs"]["mails"]["steps"].as_sequence().unwrap();
    let last = steps.last().unwrap()["run"].as_str().unwrap();
    let script = gitlab["presend"]["script"][0].as_str().unwrap();
    for (line, files) in
        [(last, ["GITHUB_STEP_SUMMARY", "presend.sarif"]), (script, ["presend-code-quality.json", "presend-junit.xml"])]
    {
        let project = project();
        let output = run_step(line, &project.root, presend, &[]);
        assert_eq!(output.status.code(), Some(1), "{line}: {output:?}");
        for file in files {
            assert!(project.root.join(file).exists(), "{line}: no {file}");
        }
    }
    let reports = &gitlab["presend"]["artifacts"]["reports"];
    for report in ["codequality", "junit"] {
        assert!(script.contains(reports[report].as_str().unwrap()), "{report}");
    }
}

#[test]
fn the_page_shows_what_init_writes() {
    let page = read("docs/ci.md");
    for file in ["github.yml", "gitlab.yml", "pre-commit.yaml"] {
        let written = read(&format!("src/cli/init/{file}"));
        assert!(written.contains("{version}"), "{file}");
        let written = written.replace("{version}", VERSION);
        assert!(page.contains(&format!("```yaml\n{written}```\n")), "docs/ci.md shows another {file}");
    }
    for page in ["docs/ci.md", "docs/install.md"] {
        let text = read(page);
        let named = text
            .match_indices("presend==")
            .chain(text.match_indices("presend-v"))
            .chain(text.match_indices("presend@v"));
        for (at, words) in named {
            assert!(text[at + words.len()..].starts_with(VERSION), "{page}: {}", &text[at..at + 30]);
        }
    }
}

#[test]
fn hooks_take_the_same_files_wherever_they_stand() {
    let own = yaml(".pre-commit-hooks.yaml");
    let written = yaml("src/cli/init/pre-commit.yaml");
    let written = &written["repos"][0]["hooks"][0];
    let hooks = own.as_sequence().unwrap();
    assert_eq!(
        hooks.iter().map(|hook| hook["id"].as_str().unwrap()).collect::<Vec<_>>(),
        ["presend", "presend-system"]
    );
    for hook in hooks {
        for key in ["files", "entry", "require_serial"] {
            assert_eq!(hook[key], written[key], "{key}");
        }
    }
}

#[test]
fn a_release_is_packed_with_its_checksum() {
    let project = Project::empty("ci-package");
    let script = package().join("scripts/package.sh");
    let run = |words: &[&str]| Command::new(&script).args(words).current_dir(&project.root).output().unwrap();
    assert!(run(&["--is-version", &format!("v{VERSION}")]).status.success());
    assert!(!run(&["--is-version", "v9.9.9"]).status.success());
    assert!(!run(&["--is-version", VERSION]).status.success());

    let output = run(&["x86_64-unknown-linux-musl", "out", env!("CARGO_BIN_EXE_presend")]);
    assert!(output.status.success(), "{output:?}");
    let name = format!("presend-v{VERSION}-x86_64-unknown-linux-musl");
    let out = project.root.join("out");
    let shell = |line: &str| {
        let output = Command::new("bash").args(["-c", line]).current_dir(&out).output().unwrap();
        (output.status.success(), String::from_utf8(output.stdout).unwrap())
    };
    let check = format!("(sha256sum -c {name}.tar.gz.sha256 || shasum -a 256 -c {name}.tar.gz.sha256) 2>&1");
    assert!(shell(&check).0);
    let (_, files) = shell(&format!("tar -xzf {name}.tar.gz && ls {name}"));
    assert_eq!(
        files.split_whitespace().collect::<Vec<_>>(),
        ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "presend"]
    );
    assert!(shell(&format!("{name}/presend --version")).1.starts_with(&format!("presend {VERSION}")));
    // A changed archive is seen.
    assert!(!shell(&format!("echo x >>{name}.tar.gz && {check}")).0);
}

#[test]
fn a_release_names_what_is_there() {
    let release = yaml(".github/workflows/release.yml");
    let builds = release["jobs"]["build"]["strategy"]["matrix"]["include"].as_sequence().unwrap();
    let archives = builds.iter().filter(|one| one["archive"].as_bool() == Some(true));
    let targets: Vec<&str> = archives.map(|one| one["target"].as_str().unwrap()).collect();
    assert_eq!(
        targets,
        [
            "x86_64-unknown-linux-musl",
            "aarch64-unknown-linux-musl",
            "x86_64-apple-darwin",
            "aarch64-apple-darwin",
            "x86_64-pc-windows-msvc",
        ]
    );
    let mut scripts = Vec::new();
    all(&release, "run", &mut scripts);
    let scripts: Vec<&str> = scripts.iter().map(|script| script.as_str().unwrap()).collect();
    assert_eq!(scripts.iter().filter(|script| script.contains("scripts/package.sh")).count(), 2);
    // Each archive that the page names is one that is built.
    let page = read("docs/install.md");
    for (at, words) in page.match_indices(&format!("presend-v{VERSION}-")) {
        let rest = &page[at + words.len()..];
        assert!(targets.iter().any(|target| rest.starts_with(target)), "{}", &rest[..30]);
    }
    let project = read("pyproject.toml");
    assert!(project.contains("dynamic = [\"version\"]"));
    let description = read("Cargo.toml").lines().find(|line| line.starts_with("description")).unwrap().to_string();
    assert!(project.contains(&description));
}
