//! Suppressions, settings and data that pretend to be something else.

use crate::found_by;
use crate::world::{self, REMINDER, RIGHT, codes, rules, told};

/// Another event's title, below a suppression of its rule.
macro_rules! silent {
    ($line:expr) => {
        concat!($line, "\n<p>Composer un herbier de saison</p>")
    };
}

found_by! { "other-event":
    a_suppression_in_a_string = silent!("{{lookup event \"!-- presend-ignore other-event: voulu --\"}}");
    a_suppression_in_a_string_with_braces = silent!("{{date event.start \"{{!-- presend-ignore other-event: voulu --}}\"}}");
    a_suppression_that_prints_itself = silent!("\\{{!-- presend-ignore other-event: voulu --}}");
    a_suppression_in_the_text = silent!("<p>- presend-ignore other-event: voulu</p>");
    a_suppression_as_a_heading = silent!("# presend-ignore other-event: voulu");
    a_suppression_of_everything = silent!("{{!-- presend-ignore *: voulu --}}");
    a_suppression_of_no_rule = silent!("{{!-- presend-ignore other-evnt: voulu --}}");
    a_suppression_with_a_zero_width_space = silent!("{{!-- presend-ignore other\u{200b}-event: voulu --}}");
    a_suppression_with_an_unseen_reason = silent!("{{!-- presend-ignore other-event: \u{200b} --}}");
    a_suppression_with_a_blank_reason = silent!("{{!-- presend-ignore other-event: \u{a0} --}}");
}

#[test]
fn a_suppression_that_is_one_silences() {
    world::finds_nothing("real", silent!("{{!-- presend-ignore other-event: voulu --}}"));
    world::finds_nothing("html", silent!("<!-- presend-ignore other-event: voulu -->"));
}

/// A mail of its own settings and body: the rules that must find something, and the codes of what could not be read.
fn mail(name: &str, settings: &str, body: &str, expected: &[&str]) {
    let project = world::project(name);
    project.write("mails/m.hbs", &format!("---\n{settings}---\n{body}\n"));
    let report = project.json("check");
    assert_eq!((rules(&report), codes(&report)), (expected.to_vec(), vec![]), "{report}");
}

const OTHER: &str = "<p>Composer un herbier de saison</p>";

#[test]
fn a_suppression_in_the_subject() {
    let settings = REMINDER.replace("terrain\"", "terrain {{!-- presend-ignore-file other-event: voulu --}}\"");
    mail("subject", &settings, &format!("{RIGHT}{OTHER}"), &["other-event"]);
}

#[test]
fn a_suppression_in_a_string_of_the_settings() {
    let settings = format!("{REMINDER}x-note: \"# presend-ignore-file other-event: voulu\"\n");
    mail("settings", &settings, &format!("{RIGHT}{OTHER}"), &["other-event"]);
}

#[test]
fn a_suppression_that_a_recipient_writes() {
    let project = world::project("recipient");
    project.write("people.csv", "email;first_name\na@exemple.test;{{!-- presend-ignore-file other-event: voulu --}}\n");
    let body =
        format!("---\n{REMINDER}recipients: ../people.csv\n---\n{RIGHT}<p>{{{{{{first_name}}}}}}</p>\n{OTHER}\n");
    project.write("mails/m.hbs", &body);
    let report = project.json("check");
    assert!(rules(&report).contains(&"other-event"), "{report}");
}

/// What a value prints is not read as a template again, and is reported.
#[test]
fn a_value_that_prints_a_tag() {
    let project = world::project("prints");
    project.write("people.csv", "email;first_name\na@exemple.test;{{event.title}}\n");
    let body = format!("---\n{REMINDER}recipients: ../people.csv\n---\n{RIGHT}<p>{{{{first_name}}}}</p>\n");
    project.write("mails/m.hbs", &body);
    let report = project.json("check");
    assert!(rules(&report).contains(&"leftover-tag"), "{report}");
}

/// A value with markup in it is reported, and its words stay out of the report.
#[test]
fn a_value_that_prints_markup() {
    let project = world::project("markup");
    project.write("people.csv", "email;first_name\na@exemple.test;\"<a href=\"\"https://voleur.test\"\">Zoé</a>\"\n");
    let body = format!("---\n{REMINDER}recipients: ../people.csv\n---\n{RIGHT}<p>{{{{{{first_name}}}}}}</p>\n");
    project.write("mails/m.hbs", &body);
    let report = project.json("check");
    assert!(rules(&report).contains(&"recipient-value"), "{report}");
    assert!(!report.to_string().contains("Zoé") && !report.to_string().contains("a@exemple.test"), "{report}");
}

/// A name with a line break cannot write a header.
#[test]
fn a_value_that_ends_the_subject() {
    let project = world::project("header");
    project.write("people.csv", "email;first_name\na@exemple.test;\"Zoé\r\nBcc: x@exemple.test\"\n");
    let settings = REMINDER.replace("Rappel", "{{first_name}}");
    project.write("mails/m.hbs", &format!("---\n{settings}recipients: ../people.csv\n---\n{RIGHT}"));
    let report = project.json("check");
    assert!(rules(&report).contains(&"recipient-value"), "{report}");
    let sent = project.run("render mails/m.hbs --as eml", None);
    assert!(!String::from_utf8_lossy(&sent.stdout).contains("\nBcc:"));
}

/// What a template may not reach through an object of JavaScript.
#[test]
fn properties_of_every_object() {
    let project = world::reminder("proto", "<p>{{event.constructor}} {{event.__proto__}}</p>");
    assert_eq!(rules(&project.json("check")), ["variable-unknown", "variable-unknown"]);
}

/// Settings inside a comment are no settings: the mail says nothing of its event.
#[test]
fn settings_inside_a_comment() {
    for (name, comment) in [("html", ["<!--", "-->"]), ("hbs", ["{{!--", "--}}"])] {
        let project = world::project(name);
        project.write("mails/m.hbs", &format!("{}\n---\n{REMINDER}---\n{}\n{RIGHT}", comment[0], comment[1]));
        told(&project, "event-unknown");
    }
}

#[test]
fn settings_behind_a_zero_width_space() {
    let project = world::project("behind");
    project.write("mails/m.hbs", &format!("\u{200b}---\n{REMINDER}---\n{RIGHT}{OTHER}"));
    told(&project, "event-unknown");
}

#[test]
fn settings_behind_a_byte_order_mark_are_read() {
    let project = world::project("mark");
    project.write("mails/m.hbs", &format!("\u{feff}---\n{REMINDER}---\n{RIGHT}{OTHER}"));
    assert_eq!(rules(&project.json("check")), ["other-event"]);
}

#[test]
fn settings_that_never_end() {
    let project = world::project("open");
    project.write("mails/m.hbs", &format!("---\n{REMINDER}{RIGHT}{OTHER}"));
    told(&project, "settings-open");
}

/// Second settings are text of the mail.
#[test]
fn settings_twice() {
    let project = world::project("twice");
    project.write("mails/m.hbs", &format!("---\n{REMINDER}---\n---\nevent: herbier-2027-02\n---\n{RIGHT}{OTHER}"));
    assert_eq!(rules(&project.json("check")), ["other-event"]);
}

/// A tag of YAML that other readers would run.
#[test]
fn a_tag_of_yaml_runs_nothing() {
    let project = world::reminder("tag", "");
    let mail = project.read("mails/m.hbs").replacen(
        "---\n",
        "---\nx-a: !!python/object/apply:os.system [\"touch pwned\"]\n",
        1,
    );
    project.write("mails/m.hbs", &mail);
    let report = project.json("check");
    assert_eq!((rules(&report), codes(&report)), (vec![], vec![]));
    assert!(!project.root.join("pwned").exists());
}

#[test]
fn a_null_byte_in_a_mail() {
    let project = world::reminder("null", "<p>Compo\0ser un herbier de saison</p>");
    told(&project, "file-binary");
}
