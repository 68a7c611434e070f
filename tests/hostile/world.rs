//! A project with two events, of which a mail was copied from one to the other, and what the tables ask of a run.

use serde_json::Value;

use crate::workshop::{Project, list};

/// The mail's own event.
pub const CARNET: &str = "title: \"Tenir un carnet de terrain\"\nstart: 2027-03-16T18:00\nend: 2027-03-16T19:00\n\
    speakers: [\"Malo Perrin\"]\nlinks:\n  join: \"https://salle.exemple.test/carnet\"\n  \
    replay: \"https://salle.exemple.test/replay-carnet\"\n\
    private:\n  links: [\"https://salle.exemple.test/regie/8f3a91c2d7\"]\n  codes: [\"482 913\"]\n";
/// The event that the mail must not speak of.
pub const HERBIER: &str = "title: \"Composer un herbier de saison\"\nstart: 2027-02-11T12:30\nend: 2027-02-11T13:30\n\
    speakers: [\"Aurélie Vasseur\"]\nlinks:\n  join: \"https://salle.exemple.test/herbier\"\n";
/// A right reminder.
pub const RIGHT: &str = "<p>Bonjour,</p>\n<p>« Tenir un carnet de terrain » : mardi 16 mars 2027 à 18 h.</p>\n\
    <p><a href=\"https://salle.exemple.test/carnet\">Rejoindre la salle</a></p>\n";
/// The settings of a reminder.
pub const REMINDER: &str = "subject: \"Rappel : Tenir un carnet de terrain\"\naudience: registered\n\
    event: carnet-2027-03\nsend_at: 2027-03-15T09:00\n";
/// The settings of a follow-up.
pub const FOLLOW_UP: &str = "subject: \"Replay : Tenir un carnet de terrain\"\naudience: attended\n\
    event: carnet-2027-03\nsend_at: 2027-03-17T09:00\n";

/// The project without a mail.
pub fn project(name: &str) -> Project {
    let project = Project::empty(&format!("hostile-{name}"));
    project.write("presend.yaml", "language: fr\nevents: [events/*.yaml]\nmails: [mails/*]\n");
    project.write("events/carnet-2027-03.yaml", CARNET);
    project.write("events/herbier-2027-02.yaml", HERBIER);
    project
}

/// The project with one mail: a right reminder, and what follows it.
pub fn reminder(name: &str, further: &str) -> Project {
    let project = project(name);
    project.write("mails/m.hbs", &format!("---\n{REMINDER}---\n{RIGHT}{further}\n"));
    project
}

/// The ids of the rules that found something, in their order.
pub fn rules(report: &Value) -> Vec<&str> {
    list(report, "findings").iter().filter_map(|finding| finding["rule"].as_str()).collect()
}

/// The codes of what could not be checked.
pub fn codes(report: &Value) -> Vec<&str> {
    list(report, "errors").iter().filter_map(|problem| problem["code"].as_str()).collect()
}

/// A mail in which a rule must find something.
pub fn finds(rule: &str, name: &str, further: &str) {
    let report = reminder(name, further).json("check");
    let found = list(&report, "findings").iter().find(|finding| finding["rule"] == rule);
    let found = found.unwrap_or_else(|| panic!("{rule} found nothing in {further:?}: {:?}", rules(&report)));
    assert_eq!(found["location"]["file"], "mails/m.hbs", "{found}");
    assert_eq!(report["verdict"], "findings");
    assert_eq!(report["exit"], i32::from(found["level"] == "error" || report["summary"]["errors"] != 0));
    // The place lies in what was added: the right mail before it is right.
    let added = format!("---\n{REMINDER}---\n{RIGHT}").len() as u64;
    assert!(found["location"]["start"]["offset"].as_u64().unwrap() >= added, "{found}");
}

/// A mail in which nothing is to be found.
pub fn finds_nothing(name: &str, further: &str) {
    let report = reminder(name, further).json("check");
    assert_eq!((rules(&report), codes(&report)), (vec![], vec![]), "{further:?}");
}

/// A run that could not look at everything, and says so with this code.
pub fn told(project: &Project, code: &str) {
    let report = project.json("check");
    assert_eq!((&report["verdict"], &report["exit"]), (&"incomplete".into(), &2.into()), "{report}");
    assert!(codes(&report).contains(&code), "{code}: {:?}", codes(&report));
}

/// A table of mails, each of which one rule must report: a row is a test.
#[macro_export]
macro_rules! found_by {
    ($rule:literal: $($(#[$about:meta])* $name:ident = $further:expr;)+) => {
        $($(#[$about])* #[test] fn $name() { $crate::world::finds($rule, stringify!($name), $further); })+
    };
}

/// A table of mails that are right: a row is a test.
#[macro_export]
macro_rules! right {
    ($($(#[$about:meta])* $name:ident = $further:expr;)+) => {
        $($(#[$about])* #[test] fn $name() { $crate::world::finds_nothing(stringify!($name), $further); })+
    };
}
