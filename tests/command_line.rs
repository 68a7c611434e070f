//! The command line as people expect it: help, colours, pipes, progress, completions, manual pages.
//!
//! A terminal is made by `script`, shells read what is made for them, groff renders the manual pages; what is not there
//! is skipped, unless `PRESEND_TESTS_REQUIRE` lists `terminal`, `shells` or `manual` (as in CI).

// A test that cannot start its own program has nothing to say but that.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod tools;
mod workshop;

use std::io::Read as _;
use std::process::{Command, Output, Stdio};

use presend::cli;
use presend::language::Language;
use tools::has;
use workshop::Project;

/// A run with these variables and no others.
fn run(project: &Project, args: &[&str], variables: &[(&str, &str)]) -> Output {
    command(project, args, variables).output().unwrap()
}

fn command(project: &Project, args: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    command.args(args).current_dir(&project.root).env_clear().env("HOME", &project.root).stdin(Stdio::null());
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    command.envs(variables.iter().copied());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Every command with its path, the words that lead to it.
fn commands(language: Language) -> Vec<(Vec<String>, clap::Command)> {
    let mut out = Vec::new();
    let mut waiting = vec![(Vec::new(), cli::command(language, false))];
    while let Some((path, command)) = waiting.pop() {
        for inner in command.get_subcommands() {
            let below = path.iter().cloned().chain([inner.get_name().to_string()]).collect();
            waiting.push((below, inner.clone()));
        }
        out.push((path, command));
    }
    out
}

#[test]
fn every_command_and_argument_is_explained_in_french() {
    let (french, english) = (commands(Language::Fr), commands(Language::En));
    assert!(french.len() > 10);
    for ((path, french), (_, english)) in french.iter().zip(&english) {
        let about = |command: &clap::Command| command.get_about().unwrap().to_string();
        assert_ne!(about(french), about(english), "{path:?}");
        for (fr, en) in french.get_arguments().zip(english.get_arguments()) {
            let id = fr.get_id();
            let help = |arg: &clap::Arg| arg.get_help().unwrap_or_default().to_string();
            assert!(!help(en).is_empty() && !help(fr).is_empty(), "{path:?} {id}");
            assert!(help(fr) != help(en) || id == "help" && help(fr).is_empty(), "{path:?} {id}: {}", help(fr));
        }
    }
}

#[test]
fn the_help_of_each_command_fits_a_screen_and_has_an_example() {
    let project = Project::empty("help");
    for (locale, usage, examples) in [
        ("fr_FR.UTF-8", "Utilisation : presend", "Exemples :\n  presend "),
        ("en_US.UTF-8", "Usage: presend", "Examples:\n  presend "),
    ] {
        for (path, _) in commands(Language::Fr) {
            for flag in ["-h", "--help"] {
                let args: Vec<&str> = path.iter().map(String::as_str).chain([flag]).collect();
                let output = run(&project, &args, &[("LC_ALL", locale), ("COLUMNS", "80")]);
                assert_eq!(output.status.code(), Some(0), "{args:?}");
                assert!(output.stderr.is_empty(), "{args:?}");
                let help = text(&output.stdout);
                assert!(help.lines().count() <= 50, "{args:?}: {} lines\n{help}", help.lines().count());
                assert!(help.lines().all(|line| line.chars().count() <= 80), "{args:?}\n{help}");
                assert!(help.contains(usage) && help.contains(examples), "{args:?}\n{help}");
                assert!(!help.contains('\u{1b}'), "{args:?}: colours into a pipe");
            }
        }
    }
    let lines = |flag| {
        let output = run(&project, &["check", flag], &[("LC_ALL", "fr_FR.UTF-8"), ("COLUMNS", "80")]);
        text(&output.stdout)
    };
    assert!(lines("-h").lines().count() < lines("--help").lines().count());
    assert!(lines("-h").contains("presend check --help"), "the short help names the long one");
    for heading in ["Ce qui est contrôlé", "L'événement", "Le rapport", "Les corrections, les points connus"] {
        assert!(lines("--help").contains(&format!("{heading}\u{a0}:\n")), "{heading}");
    }
    assert!(lines("--help").contains("sinon human"), "values and what counts without one are named");
}

#[test]
fn what_an_example_says_can_be_typed() {
    let project = Project::empty("examples");
    for locale in ["fr_FR.UTF-8", "en_US.UTF-8"] {
        for (path, _) in commands(Language::Fr) {
            let args: Vec<&str> = path.iter().map(String::as_str).chain(["--help"]).collect();
            let help = text(&run(&project, &args, &[("LC_ALL", locale)]).stdout);
            let (_, examples) = help.split_once("Ex").unwrap();
            let lines: Vec<&str> = examples.lines().filter_map(|line| line.strip_prefix("  presend ")).collect();
            assert!(!lines.is_empty());
            for line in lines.into_iter().filter(|line| !line.starts_with("mail.eml")) {
                let words = line.split(' ').take_while(|word| !matches!(*word, ">" | "|"));
                let words: Vec<&str> = ["presend"].into_iter().chain(words).collect();
                let read = cli::command(Language::En, false).try_get_matches_from(words);
                assert!(read.is_ok(), "{line}: {:?}", read.err());
            }
        }
    }
}

#[test]
fn what_cannot_be_understood_is_said_in_the_readers_language() {
    let project = Project::empty("misunderstood");
    for (args, french, english) in [
        (
            &["check", "--formt", "json"][..],
            "presend ne connaît pas l'option « --formt »",
            "presend knows no option “--formt”",
        ),
        (&["chek"], "presend ne connaît pas la commande « chek »", "presend knows no command “chek”"),
        (&["mail.eml"], "il n'y a pas de fichier « mail.eml » ici", "there is no file “mail.eml” here"),
        (&["check", "--format", "xml"], "« xml » n'est pas une valeur possible", "“xml” is no possible value"),
        (&["check", "--event"], "il manque la valeur", "the value is missing"),
        (&["rules", "show"], "il manque <ID>", "<ID> is missing"),
        (&["check", "--fix", "--fix"], "--fix ne peut être donné qu'une fois", "--fix can be given once only"),
    ] {
        for (locale, said) in [("fr_CA.UTF-8", french), ("en_US.UTF-8", english)] {
            let output = run(&project, args, &[("LC_ALL", locale)]);
            assert_eq!(output.status.code(), Some(2), "{args:?}");
            assert!(output.stdout.is_empty(), "{args:?}");
            let told = text(&output.stderr);
            assert!(told.contains(said) && told.contains("--help"), "{args:?}: {told}");
        }
    }
    let near = |args: &[&str]| text(&run(&project, args, &[("LC_ALL", "fr_FR.UTF-8")]).stderr);
    assert!(near(&["chek"]).contains("Sans doute « check »"));
    assert!(near(&["check", "--formt", "json"]).contains("Sans doute « --format »"));
    // `--language` counts before anything else is understood.
    let output = run(&project, &["check", "--language", "en", "--formt"], &[("LC_ALL", "fr_FR.UTF-8")]);
    assert!(text(&output.stderr).contains("knows no option"), "{output:?}");
}

#[test]
fn a_file_alone_is_checked() {
    let project = Project::new("alone");
    project.write("lettre.txt", "Rendez-vous mercredi 16 mars 2027.\n");
    let dragged = project.run("lettre.txt --event carnet-2027-03 --format json", None);
    let named = project.run("check lettre.txt --event carnet-2027-03 --format json", None);
    assert_eq!(dragged.stdout, named.stdout);
    assert_eq!(dragged.status.code(), Some(1));
    // A file that is called as a command is none the less that command's name.
    project.write("rules", "x");
    assert_eq!(project.run("rules list", None).status.code(), Some(0));
    // Nothing at all is no success: the help is for somebody who did not ask for it.
    let output = run(&project, &[], &[("LC_ALL", "fr_FR.UTF-8")]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("Utilisation :") && output.stdout.is_empty(), "{output:?}");
}

#[test]
fn colours_are_written_where_they_were_asked_for() {
    let project = Project::new("colours");
    project.mail("mails/rappel.hbs", "subject: Rappel\n", "<p>Rendez-vous mercredi 16 mars.</p>");
    for (args, variables, coloured) in [
        (&["check"][..], &[][..], false),
        (&["check"], &[("CLICOLOR_FORCE", "1")], true),
        (&["check"], &[("FORCE_COLOR", "1")], true),
        (&["check"], &[("FORCE_COLOR", "0")], false),
        (&["check"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], false),
        (&["check"], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], true),
        (&["check", "--color", "never"], &[("CLICOLOR_FORCE", "1")], false),
        (&["check", "--color", "always"], &[("NO_COLOR", "1"), ("TERM", "dumb")], true),
        (&["--help"], &[], false),
    ] {
        let output = run(&project, args, variables);
        assert_eq!(output.stdout.contains(&0x1b), coloured, "{args:?} {variables:?}");
    }
}

/// A run that has a terminal of its own, as `script` makes it: all that appears there.
#[cfg(unix)]
fn on_terminal(project: &Project, line: &str, variables: &[(&str, &str)]) -> Option<String> {
    if !has("script", "terminal") {
        return None;
    }
    let shell = format!("{} {line}", env!("CARGO_BIN_EXE_presend"));
    let mut command = Command::new("script");
    command.args(["-qec", &shell, "/dev/null"]).current_dir(&project.root).stdin(Stdio::null());
    command.env("LC_ALL", "C.UTF-8").env_remove("NO_COLOR").env("TERM", "xterm").envs(variables.iter().copied());
    Some(String::from_utf8_lossy(&command.output().unwrap().stdout).into_owned())
}

#[cfg(unix)]
#[test]
fn a_terminal_has_colours_unless_it_has_none() {
    let project = Project::new("terminal");
    project.mail("mails/rappel.hbs", "subject: Rappel\n", "<p>Rendez-vous mercredi 16 mars.</p>");
    let Some(coloured) = on_terminal(&project, "check", &[]) else { return };
    assert!(coloured.contains("\u{1b}["), "{coloured}");
    for variables in [("TERM", "dumb"), ("NO_COLOR", "1"), ("CLICOLOR", "0")] {
        let plain = on_terminal(&project, "check", &[variables]).unwrap();
        assert!(plain.contains("mercredi 16 mars") && !plain.contains('\u{1b}'), "{variables:?}: {plain}");
    }
    let narrow = on_terminal(&project, "check", &[("COLUMNS", "50")]).unwrap();
    assert!(narrow.contains("mercredi"));
}

/// So many mails that no machine is done with them within a second.
#[cfg(unix)]
fn many(name: &str) -> Project {
    let project = Project::new(name);
    for n in 0..1500 {
        project.mail(&format!("mails/m{n}.hbs"), "subject: Rappel\n", &"<p>Mardi 16 mars à 18 h.</p>".repeat(12));
    }
    project
}

#[cfg(unix)]
#[test]
fn a_long_run_shows_how_far_it_is_and_clears_that_line() {
    let project = many("progress");
    let line = "check --min-level error --language fr";
    let Some(shown) = on_terminal(&project, line, &[]) else { return };
    let last = shown.rfind("/ 1500 mails contrôlés").expect("the progress is shown");
    let cleared = shown.rfind("\r\u{1b}[2K").expect("the line is cleared");
    let report = shown.rfind("Aucune erreur").or_else(|| shown.rfind("NE PAS ENVOYER")).expect("the report is there");
    assert!(last < cleared && cleared < report, "the report follows on a clean line");
    // A cursor that was hidden would stay so after Ctrl-C.
    assert!(!shown.contains("\u{1b}[?25l"), "the cursor is never hidden");
    // Nothing of it where nobody looks.
    assert!(!on_terminal(&project, &format!("{line} --quiet"), &[]).unwrap().contains("/ 1500 mails"));
    let output = project.run(line, None);
    assert!(output.stderr.is_empty(), "{}", text(&output.stderr));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_run_by_that_signal() {
    use std::os::unix::process::ExitStatusExt;
    // Where the tests themselves were started to ignore it (`&` in a script), so does what they start.
    let ignored = std::fs::read_to_string("/proc/self/status").is_ok_and(|status| {
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:")).unwrap_or_default();
        u64::from_str_radix(mask.trim(), 16).is_ok_and(|mask| mask & 2 != 0)
    });
    if ignored {
        eprintln!("skipped: Ctrl-C is ignored here");
        return;
    }
    let project = many("interrupted");
    let mut child = command(&project, &["check"], &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let sent = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().unwrap();
    assert!(sent.success());
    let status = child.wait().unwrap();
    // A shell says 130 of it.
    assert_eq!(status.signal(), Some(2), "{status:?}");
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!(told, "");
}

#[cfg(unix)]
#[test]
fn a_reader_who_has_seen_enough_is_no_failure() {
    let project = Project::new("pipe");
    project.mail("mails/rappel.hbs", "subject: Rappel\n", "<p>Rendez-vous mercredi 16 mars.</p>");
    let lines: &[(&[&str], i32)] = &[
        (&["check"], 1),
        (&["check", "--format", "json"], 1),
        (&["rules", "list"], 0),
        (&["render", "mails/rappel.hbs"], 0),
        (&["schema", "rule"], 0),
        (&["completions", "bash"], 0),
        (&["man"], 0),
        (&["--help"], 0),
        (&["--version"], 0),
    ];
    for (args, code) in lines {
        let mut child = command(&project, args, &[]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(*code), "{args:?}: {output:?}");
        assert!(output.stderr.is_empty(), "{args:?}: {}", text(&output.stderr));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_told_and_fails() {
    let project = Project::new("full");
    project.mail("mails/rappel.hbs", "subject: Rappel\n", "<p>Rendez-vous mardi 16 mars.</p>");
    let lines: &[&[&str]] = &[
        &["check"],
        &["check", "--format", "json"],
        &["check", "--diff"],
        &["rules", "list"],
        &["render", "mails/rappel.hbs"],
        &["schema", "event"],
        &["completions", "fish"],
        &["man"],
        &["init", "neuf.yaml"],
        &["--help"],
        &["--version"],
    ];
    for args in lines {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = command(&project, args, &[("LC_ALL", "fr_FR.UTF-8")]).stdout(full).output().unwrap();
        // A diff of nothing writes nothing, and nothing is lost.
        let nothing = args.contains(&"--diff") && !text(&output.stderr).contains("jusqu'au bout");
        assert!(nothing || output.status.code() == Some(2), "{args:?}: {output:?}");
        assert!(
            nothing || text(&output.stderr).contains("n'a pas pu être écrite jusqu'au bout"),
            "{args:?}: {output:?}"
        );
    }
}

#[test]
fn completions_name_the_commands_for_each_shell() {
    let project = Project::empty("completions");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(&project, &["completions", shell], &[]);
        assert_eq!(output.status.code(), Some(0));
        let script = text(&output.stdout);
        for word in ["check", "init", "send-test", "baseline"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
        if ["bash", "zsh", "fish"].contains(&shell) && has(shell, "shells") {
            project.write("script", &script);
            let read = Command::new(shell).args(["-n", "script"]).current_dir(&project.root).output().unwrap();
            assert!(read.status.success() && read.stderr.is_empty(), "{shell}: {read:?}");
        }
    }
}

#[test]
fn manual_pages_are_written_in_both_languages_and_can_be_rendered() {
    let project = Project::empty("manual");
    let output = run(&project, &["man", "--out", "share/man"], &[("LC_ALL", "en_GB.UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let pages: Vec<String> = project.files().into_keys().collect();
    for page in ["man1/presend.1", "man1/presend-check.1", "man1/presend-rules-list.1", "fr/man1/presend-check.1"] {
        assert!(pages.contains(&format!("share/man/{page}")), "{pages:?}");
    }
    let printed = text(&run(&project, &["man"], &[("LC_ALL", "en_GB.UTF-8")]).stdout);
    assert_eq!(printed, project.read("share/man/man1/presend.1"));
    assert!(project.read("share/man/man1/presend-check.1").contains("What fails the run"));
    assert!(project.read("share/man/fr/man1/presend-check.1").contains("Les chemins sont des fichiers changés"));
    if !has("groff", "manual") {
        return;
    }
    for page in pages {
        let args = ["-k", "-man", "-Tutf8", "-ww", "-z", &page];
        let output = Command::new("groff").args(args).current_dir(&project.root).output().unwrap();
        assert!(output.status.success() && output.stderr.is_empty(), "{page}: {}", text(&output.stderr));
    }
}

#[test]
fn the_version_is_the_packages() {
    let project = Project::empty("version");
    for flag in ["-V", "--version"] {
        let output = run(&project, &[flag], &[]);
        assert_eq!(output.status.code(), Some(0));
        let said = text(&output.stdout);
        let rest = said.strip_prefix(concat!("presend ", env!("CARGO_PKG_VERSION"))).unwrap().trim_end();
        // A release names its commit too.
        assert!(rest.is_empty() || rest.starts_with(" (") && rest.ends_with(')'), "{said}");
    }
}
