//! Paths that lead out of the project: what lies there is never read, and the run says so.

use std::path::PathBuf;

use crate::workshop::Project;
use crate::world::{self, CARNET, REMINDER, RIGHT, codes, told};

const SECRET: &str = "email;first_name\nconfidentiel@exemple.test;TRES-SECRET\n";

/// A project, and beside it a folder with what it must not read. `@` in settings and names stands for that folder.
fn beside(name: &str, settings: &str, of_mail: &str, body: &str) -> (Project, PathBuf) {
    let project = world::project(name);
    let outside = project.root.with_extension("outside");
    std::fs::create_dir_all(&outside).unwrap();
    for file in ["secret.txt", "secret.csv", "secret.hbs"] {
        std::fs::write(outside.join(file), SECRET).unwrap();
    }
    std::fs::write(outside.join("secret.yaml"), "title: \"TRES-SECRET\"\nstart: 2027-05-05T10:00\n").unwrap();
    let (folder, up) = (outside.to_string_lossy(), outside.file_name().unwrap().to_string_lossy());
    let fill = |text: &str| text.replace('@', &folder).replace('^', &format!("../{up}"));
    project.write("presend.yaml", &fill(settings));
    project.write("mails/m.hbs", &fill(&format!("---\n{REMINDER}{of_mail}---\n{RIGHT}{body}\n")));
    (project, outside)
}

/// The run reads nothing of the other folder, and is never clean; with the codes that say why.
fn stays_inside((project, outside): (Project, PathBuf), expected: &[&str]) {
    for format in ["json", "human", "html"] {
        let output = project.run(&format!("check --format {format} -v --show-personal"), None);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(!said.contains("TRES-SECRET") && !said.contains("confidentiel"), "{said}");
    }
    let report = project.json("check");
    let _ = std::fs::remove_dir_all(outside);
    assert_eq!(report["verdict"], "incomplete", "{report}");
    for code in expected {
        assert!(codes(&report).contains(code), "{code}: {:?}", codes(&report));
    }
}

const USUAL: &str = "language: fr\nevents: [events/*.yaml]\nmails: [mails/*]\n";

/// A table of settings of the project.
macro_rules! settings {
    ($($name:ident = $further:expr;)+) => {
        $(#[test] fn $name() {
            stays_inside(beside(stringify!($name), &format!("{USUAL}{}", $further), "", ""), &["path-outside"]);
        })+
    };
}

settings! {
    recipients_above = "recipients: ^/secret.csv\n";
    recipients_by_a_whole_path = "recipients: @/secret.csv\n";
    rules_above = "rules: [^/*.yaml]\n";
    rules_by_a_whole_path = "rules: ['@/*.yaml']\n";
    partials_above = "partials: ^\n";
    partials_by_a_whole_path = "partials: @\n";
}

/// A table of whole settings.
macro_rules! whole_settings {
    ($($name:ident = $settings:expr;)+) => {
        $(#[test] fn $name() { stays_inside(beside(stringify!($name), $settings, "", ""), &["path-outside"]); })+
    };
}

whole_settings! {
    events_above = "language: fr\nevents: [^/*.yaml]\nmails: [mails/*]\n";
    events_by_a_whole_path = "language: fr\nevents: ['@/*.yaml']\nmails: [mails/*]\n";
    mails_above = "language: fr\nevents: [events/*.yaml]\nmails: [^/*.txt]\n";
    a_mail_above = "language: fr\nevents: [events/*.yaml]\nmails: [{template: ^/secret.txt}]\n";
}

/// A table of settings of a mail, with the code that tells them.
macro_rules! of_mail {
    ($($name:ident = $setting:expr => $code:literal;)+) => {
        $(#[test] fn $name() {
            stays_inside(beside(stringify!($name), USUAL, &format!("{}\n", $setting), ""), &[$code]);
        })+
    };
}

of_mail! {
    a_text_part_above = "text: ../^/secret.txt" => "path-outside";
    a_text_part_by_a_whole_path = "text: @/secret.txt" => "path-outside";
    a_text_part_of_a_device = "text: /dev/stdin" => "path-outside";
    a_text_part_of_the_process = "text: /proc/self/environ" => "path-outside";
    a_text_part_of_windows = "text: 'C:\\Windows\\win.ini'" => "path-outside";
    a_text_part_of_a_share = "text: '\\\\host\\share\\x.txt'" => "path-outside";
    a_text_part_from_the_web = "text: https://exemple.test/a.txt" => "file-missing";
    a_text_part_by_a_file_address = "text: file://@/secret.txt" => "file-missing";
    a_text_part_at_home = "text: ~/secret.txt" => "file-missing";
    a_text_part_by_a_variable = "text: $HOME/secret.txt" => "file-missing";
    the_recipients_of_a_mail_above = "recipients: ../^/secret.csv" => "path-outside";
}

/// A table of partials.
macro_rules! partials {
    ($($name:ident = $tag:expr;)+) => {
        $(#[test] fn $name() {
            let (project, outside) = beside(stringify!($name), &format!("{USUAL}partials: partials\n"), "", $tag);
            project.write("partials/own.hbs", "<p>Bonjour</p>");
            let report = project.json("check");
            let _ = std::fs::remove_dir_all(outside);
            assert_ne!(report["exit"], 0, "{report}");
            assert!(!report.to_string().contains("TRES-SECRET"), "{report}");
        })+
    };
}

partials! {
    a_partial_above = "{{> \"^/secret\"}}";
    a_partial_further_above = "{{> \"../^/secret\"}}";
    a_partial_by_a_whole_path = "{{> \"@/secret\"}}";
    a_partial_with_backslashes = "{{> \"..\\..\\secret\"}}";
    a_partial_in_percent_code = "{{> \"%2e%2e/secret\"}}";
    a_partial_that_data_names = "{{> (lookup event \"title\")}}";
}

/// A table of symbolic links: where the link lies, and the name that it leads to outside.
#[cfg(unix)]
macro_rules! links {
    ($($name:ident = $at:literal to $to:literal, $settings:expr, $body:expr => $code:literal;)+) => {
        $(#[test] fn $name() {
            let (project, outside) = beside(stringify!($name), &format!("{USUAL}{}", $settings), "", $body);
            let at = project.root.join($at);
            std::fs::create_dir_all(at.parent().unwrap()).unwrap();
            let _ = std::fs::remove_file(&at);
            std::os::unix::fs::symlink(outside.join($to), at).unwrap();
            stays_inside((project, outside), &[$code]);
        })+
    };
}

#[cfg(unix)]
links! {
    a_linked_mail = "mails/x.hbs" to "secret.txt", "", "" => "path-outside";
    a_linked_event = "events/x.yaml" to "secret.yaml", "", "" => "path-outside";
    a_linked_rule = "rules/x.yaml" to "secret.yaml", "rules: [rules/*.yaml]\n", "" => "path-outside";
    linked_recipients = "people.csv" to "secret.csv", "recipients: people.csv\n", "" => "path-outside";
    a_linked_partial = "partials/x.hbs" to "secret.hbs", "partials: partials\n", "{{> x}}" => "path-outside";
    linked_partials = "partials" to "", "partials: partials\n", "{{> secret}}" => "path-outside";
    linked_settings_of_a_mail = "mails/m.mail.yaml" to "secret.yaml", "", "" => "path-outside";
    linked_settings = "presend.yaml" to "secret.yaml", "", "" => "path-outside";
    a_link_to_nothing = "mails/x.hbs" to "nowhere.hbs", "", "" => "file-missing";
}

/// A folder that is a link is not entered; where its mails were meant, that is told.
#[cfg(unix)]
#[test]
fn a_linked_folder_of_mails() {
    let settings = "language: fr\nevents: [events/*.yaml]\nmails: ['mails/**/*.hbs']\n";
    let (project, outside) = beside("linked-mails", settings, "", "");
    std::os::unix::fs::symlink(&outside, project.root.join("mails/sub")).unwrap();
    stays_inside((project, outside), &["folder-linked"]);
}

#[cfg(unix)]
#[test]
fn a_linked_folder_of_events() {
    let (project, outside) =
        beside("linked-events", "language: fr\nevents: ['events/**/*.yaml']\nmails: [mails/*]\n", "", "");
    std::os::unix::fs::symlink(&outside, project.root.join("events/sub")).unwrap();
    stays_inside((project, outside), &["folder-linked"]);
}

/// A linked folder that no pattern means is nobody's business.
#[cfg(unix)]
#[test]
fn a_linked_folder_elsewhere() {
    let project = world::reminder("linked-elsewhere", "");
    std::os::unix::fs::symlink("/tmp", project.root.join("mails/sub")).unwrap();
    std::os::unix::fs::symlink("/tmp", project.root.join("photos")).unwrap();
    let report = project.json("check");
    assert!(codes(&report).is_empty(), "{report}");
}

#[cfg(unix)]
#[test]
fn a_link_to_itself() {
    let project = world::reminder("itself", "");
    std::os::unix::fs::symlink("x.hbs", project.root.join("mails/x.hbs")).unwrap();
    told(&project, "file-unreadable");
}

#[cfg(unix)]
#[test]
fn a_link_to_an_endless_device() {
    let project = world::reminder("zero", "");
    std::os::unix::fs::symlink("/dev/zero", project.root.join("mails/x.hbs")).unwrap();
    told(&project, "path-outside");
}

/// A pipe in the place of a file is never waited for.
#[cfg(unix)]
fn piped(name: &str, at: &str, settings: &str) {
    let project = world::reminder(name, "");
    project.write("presend.yaml", &format!("{USUAL}{settings}"));
    let _ = std::fs::remove_file(project.root.join(at));
    let made = std::process::Command::new("mkfifo").arg(project.root.join(at)).status().unwrap();
    assert!(made.success());
    told(&project, "file-unreadable");
}

#[cfg(unix)]
#[test]
fn a_pipe_as_a_mail() {
    piped("pipe-mail", "mails/x.hbs", "");
}

#[cfg(unix)]
#[test]
fn a_pipe_as_recipients() {
    piped("pipe-people", "people.csv", "recipients: people.csv\n");
}

#[cfg(unix)]
#[test]
fn a_pipe_as_an_event() {
    piped("pipe-event", "events/x.yaml", "");
}

/// Reports are written where the user said, never through a link.
#[cfg(unix)]
#[test]
fn a_report_through_a_link() {
    let project = world::reminder("report-link", "");
    let outside = project.root.with_extension("kept");
    std::fs::write(&outside, "à garder").unwrap();
    std::os::unix::fs::symlink(&outside, project.root.join("report.json")).unwrap();
    let report = project.json("check --output json=report.json");
    assert_eq!((&report["exit"], codes(&report)), (&2.into(), vec!["file-unwritable"]), "{report}");
    assert_eq!(std::fs::read_to_string(&outside).unwrap(), "à garder");
    std::fs::remove_file(outside).unwrap();
}

#[cfg(unix)]
#[test]
fn a_baseline_through_a_link() {
    let project = world::reminder("baseline-link", "<p>Composer un herbier de saison</p>");
    let outside = project.root.with_extension("kept");
    std::fs::write(&outside, "").unwrap();
    std::os::unix::fs::symlink(&outside, project.root.join("known.yaml")).unwrap();
    let report = project.json("check --write-baseline known.yaml");
    assert_eq!(report["exit"], 2, "{report}");
    assert_eq!(std::fs::read_to_string(&outside).unwrap(), "");
    std::fs::remove_file(outside).unwrap();
}

/// What is printed and cached of a run holds nothing of the recipients.
#[test]
fn nothing_of_recipients_stays() {
    let project = world::project("people");
    let people = "email;first_name;attended\nzoe.karsenty@exemple.test;Zoé;peut-être\nsans-arobase;Wilfried;oui\n";
    project.write("people.csv", people);
    project.write("events/carnet-2027-03.yaml", CARNET);
    let body = format!("---\n{REMINDER}recipients: ../people.csv\n---\n{RIGHT}<p>{{{{first_name}}}}</p>\n");
    project.write("mails/m.hbs", &body);
    let before = project.files();
    for format in ["human", "plain", "json", "sarif", "github", "gitlab", "junit", "markdown", "mattermost", "html"] {
        let output = project.run(&format!("check --format {format} -v"), None);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        for word in ["karsenty", "Zoé", "Wilfried", "sans-arobase"] {
            assert!(!said.contains(word), "{format} shows {word}");
        }
    }
    assert_eq!(project.files(), before, "a run leaves nothing behind");
}
