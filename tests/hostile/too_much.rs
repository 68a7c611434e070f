//! More of one thing than any mail or list holds: what is kept is reported, and that there is more is said.

use crate::world::{self, REMINDER, RIGHT, codes, project, reminder, told};

/// As many paragraphs with another event's date, each on its line.
fn dates(count: usize) -> String {
    "<p>11 février 2027</p>\n".repeat(count)
}

#[test]
fn a_mail_with_thousands_of_findings_says_that_there_are_more() {
    let project = reminder("findings", &dates(5_600));
    told(&project, "findings-limit");
    let report = project.json("check");
    let kept = report["findings"].as_array().unwrap().len();
    assert!((5_000..5_100).contains(&kept), "{kept}");
    let at = report["errors"].as_array().unwrap().iter().find(|error| error["code"] == "findings-limit").unwrap();
    assert!(at.to_string().contains("mails/m.hbs"), "{at}");
}

#[test]
fn thousands_of_tags_that_no_rule_reports_do_not_hide_what_follows_in_silence() {
    let project = reminder("off", &format!("{}<p>**Important**</p>\n", "<p>*|NOM|*</p>\n".repeat(5_600)));
    project.write(
        "presend.yaml",
        "language: fr\nevents: [events/*.yaml]\nmails: [mails/*]\nlevels: {leftover-tag: off}\n",
    );
    told(&project, "findings-limit");
}

#[test]
fn a_mail_with_just_as_many_findings_says_nothing_of_more() {
    let project = reminder("just", &dates(4_900));
    assert_eq!(codes(&project.json("check")), Vec::<&str>::new());
}

#[test]
fn a_slip_at_the_end_of_a_paragraph_without_a_break_is_found() {
    let words = "Nous parlerons de carnets, de croquis et de patience. ".repeat(3_000);
    world::finds("other-event", "end", &format!("<p>{words}Composer un herbier de saison.</p>"));
}

#[test]
fn a_link_at_the_end_of_a_paragraph_without_a_break_keeps_its_words() {
    let words = "Nous parlerons de carnets, de croquis et de patience. ".repeat(1_500);
    world::finds_nothing(
        "link",
        &format!("<p>{words}<a href=\"https://salle.exemple.test/carnet\">Rejoindre la salle</a></p>"),
    );
}

/// A mail with a file of recipients.
fn with_people(name: &str, people: &str) -> crate::workshop::Project {
    let project = project(name);
    project.write("people.csv", people);
    project.write("mails/m.hbs", &format!("---\n{REMINDER}recipients: ../people.csv\n---\n{RIGHT}"));
    project
}

#[test]
fn a_table_of_thousands_of_columns() {
    told(&with_people("columns", &format!("email{}\na@exemple.test\n", ";x".repeat(2_000))), "table-columns");
}

#[test]
fn a_row_of_thousands_of_cells() {
    told(&with_people("cells", &format!("email;first_name\na@exemple.test{}\n", ";x".repeat(2_000))), "csv-cells");
}

#[test]
fn thousands_of_the_same_address() {
    let project = with_people("same", &format!("email\n{}", "a@exemple.test\n".repeat(6_000)));
    told(&project, "findings-limit");
    assert_eq!(project.json("check")["findings"][0]["rule"], "recipient-duplicate");
}

#[test]
fn a_cell_that_swallowed_a_file_is_shown_by_its_beginning() {
    let project = with_people("cell", &format!("email\n{}\n", "mot ".repeat(20_000).trim_end()));
    let report = project.json("check");
    let found = report["findings"][0]["found"].as_str().unwrap();
    // Its words are masked, since a recipient wrote them.
    assert!(found.starts_with("••• •••") && found.chars().count() <= 300, "{found}");
}

#[test]
fn thousands_of_unknown_names() {
    let project = reminder("unknown", &"<p>{{event.titel}}</p>\n".repeat(6_000));
    told(&project, "findings-limit");
}

#[test]
fn thousands_of_suppressions_of_no_rule() {
    let project = reminder("ignores", &"{{!-- presend-ignore other-evnt: voulu --}}\n".repeat(5_500));
    let report = project.json("check");
    assert_eq!(report["findings"].as_array().unwrap().len(), 5_500, "each is told");
}
