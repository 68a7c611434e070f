//! Mails as wholes: what shows nothing, or nothing that can be read, is never clean.

use presend::check::{self, Ask};
use presend::finding::{Level, Outcome};
use presend::project::{self, Request};
use presend::report;
use presend::rules::{Choice, RuleSet};
use presend::source::Sources;

use crate::world::Desk;

/// The settings of a mail about which, with a right body, nothing is to be said.
const FRONT: &str = "---\nevent: carnet\nsubject: Nos séances\naudience: all\nsend_at: 2027-03-15T09:00\n---\n";
/// The head of such a finished message.
const HEAD: &str = "From: Atelier <atelier@exemple.test>\nTo: camille@personnes.test\nSubject: Nos séances\n\
    Date: Mon, 15 Mar 2027 09:00:00 +0100\nMIME-Version: 1.0\n";

/// A project with two events, and everything that a mail needs to be checked.
fn desk(name: &str) -> Desk {
    let desk = Desk::new(name);
    let event = |title: &str, month: u8, speaker: &str| {
        let day = format!("2027-{month:02}-16");
        format!("title: {title}\nstart: {day}T18:00\nend: {day}T19:00\nspeakers: [{speaker}]\n")
    };
    desk.write("events/carnet.yaml", event("Tenir un carnet", 3, "Malo Perrin").as_bytes());
    desk.write("events/herbier.yaml", event("Composer un herbier", 4, "Inès Caron").as_bytes());
    desk.write("recipients.csv", b"email,attended\na@exemple.test,oui\n");
    desk.write("partials/none.hbs", b"{{!-- rien --}}");
    let settings = "language: fr\nevents: [events/*.yaml]\nmails: [mails/*]\nrecipients: recipients.csv\n\
        account: {addresses: [atelier@exemple.test]}\n";
    desk.write("presend.yaml", settings.as_bytes());
    desk
}

/// A run over a project, as the command line makes it.
fn run(desk: &Desk, request: Request) -> Outcome {
    let sources = Sources::new();
    let project = project::load(&sources, &Request { cwd: desk.root.clone(), ..request });
    let (rules, problems) = RuleSet::load(&sources, &Choice::default());
    assert!(problems.is_empty(), "{problems:#?}");
    let now = jiff::civil::date(2027, 3, 15).at(9, 0, 0, 0).to_zoned_datetime(jiff::tz::TimeZone::UTC).unwrap();
    check::run(&project, &rules, &sources, &Ask::of(now, true, Level::Info))
}

/// The verdict of a project with one mail, and all that its report says.
fn checked(name: &str, file: &str, text: &[u8]) -> (&'static str, Vec<String>) {
    let desk = desk(name);
    desk.write(&format!("mails/{file}"), text);
    said(&run(&desk, Request::default()))
}

fn said(outcome: &Outcome) -> (&'static str, Vec<String>) {
    let problems = outcome.problems.iter().map(|problem| problem.code.to_string());
    let found = outcome.findings.iter().map(|finding| finding.rule.clone());
    let unchecked = outcome.not_checked.iter().map(|check| check.rule.clone());
    (report::verdict(outcome, Level::Error, false).0.word(), problems.chain(found).chain(unchecked).collect())
}

#[test]
fn a_right_mail_is_clean() {
    let template = format!("{FRONT}<p>Bonjour,</p><p>Voici nos séances.</p>");
    assert_eq!(checked("right", "m.hbs", template.as_bytes()), ("clean", vec![]));
    let message = format!("{HEAD}Content-Type: text/plain; charset=utf-8\n\nVoici nos séances.\n");
    let desk = desk("right-eml");
    desk.write("mails/m.eml", message.as_bytes());
    let request = Request { event: Some("carnet".into()), audience: Some("all".into()), ..Request::default() };
    assert_eq!(said(&run(&desk, request)), ("clean", vec![]));
}

#[test]
fn a_template_that_shows_nothing_is_never_clean() {
    let hidden = "<style>.x{display:none}</style><div class=\"x\">Bonjour à tous</div>";
    for (name, text, word) in [
        ("empty", String::new(), "mail-empty"),
        ("blank", " \n\t\n".into(), "mail-empty"),
        ("comment", "{{!-- à écrire --}}".into(), "event-unknown"),
        ("front", FRONT.into(), "body-empty"),
        ("front-blank", format!("{FRONT} \n\u{a0}\n"), "body-empty"),
        ("front-comment", format!("{FRONT}{{{{!-- à écrire --}}}}"), "body-empty"),
        ("front-html-comment", format!("{FRONT}<!-- à écrire -->"), "body-empty"),
        ("partials", format!("{FRONT}{{{{> none}}}}{{{{> none}}}}"), "body-empty"),
        ("hidden", format!("{FRONT}{hidden}"), "body-empty"),
        ("hidden-line", format!("{FRONT}<div style=\"display:none\">Bonjour à tous</div>"), "body-empty"),
        ("image", format!("{FRONT}<img src=\"https://exemple.test/a.png\">"), "body-empty"),
        ("image-alt", format!("{FRONT}<img src=\"https://exemple.test/a.png\" alt=\"\">"), "body-empty"),
        ("no-subject", FRONT.replace("subject: Nos séances\n", "") + "<p>Bonjour</p>", "subject-missing"),
        ("no-audience", FRONT.replace("audience: all\n", "") + "<p>Bonjour</p>", "audience"),
    ] {
        let (verdict, said) = checked(name, "m.hbs", text.as_bytes());
        assert_ne!(verdict, "clean", "{name}: {said:?}");
        assert!(said.iter().any(|one| one == word), "{name}: {word} is not said: {said:?}");
    }
}

#[test]
fn a_finished_message_without_a_text_to_read_is_never_clean() {
    let part = |kind: &str, body: &str| format!("{HEAD}Content-Type: {kind}\n\n{body}\n");
    let multipart = |parts: &str| part("multipart/mixed; boundary=x", &format!("{parts}\n--x--"));
    for (name, text) in [
        ("eml-head", HEAD.to_string()),
        ("eml-pdf", part("application/pdf\nContent-Transfer-Encoding: base64", "JVBERi0xLjQK")),
        ("eml-utf7", part("text/plain; charset=utf-7", "Bonjour +AOk-")),
        ("eml-html-utf7", part("text/html; charset=utf-7", "+ADw-p+AD4-Bonjour+ADw-/p+AD4-")),
        ("eml-tnef", part("application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64", "eJ8+IgEG")),
        ("eml-smime", part("application/pkcs7-mime; smime-type=enveloped-data", "MIIB")),
        ("eml-calendar", multipart("--x\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nEND:VCALENDAR")),
        ("eml-no-part", multipart("")),
        (
            "eml-half",
            multipart("--x\nContent-Type: text/plain\n\nBonjour\n--x\nContent-Type: text/html; charset=utf-7\n\n+AOk-"),
        ),
    ] {
        let desk = desk(name);
        desk.write("mails/m.eml", text.as_bytes());
        let request = Request { event: Some("carnet".into()), audience: Some("all".into()), ..Request::default() };
        let (verdict, said) = said(&run(&desk, request));
        assert!(verdict != "clean" && !said.is_empty(), "{name}: {verdict}, {said:?}");
    }
}

#[test]
fn no_mail_and_no_event_are_never_clean() {
    let desk = desk("none");
    desk.folder("mails");
    desk.write("other/m.hbs", format!("{FRONT}<p>Bonjour</p>").as_bytes());
    let paths = |path: &str| Request { paths: vec![path.into()], ..Request::default() };
    let mail = || paths("other/m.hbs");
    for (name, request, word) in [
        ("a folder without a mail", paths("mails"), "nothing"),
        ("settings that match no mail", Request::default(), "nothing"),
        ("a glob that matches nothing", paths("mails/*.hbs"), "incomplete"),
        ("a file that is not there", paths("mails/m.hbs"), "incomplete"),
        ("events that are not there", Request { events: Some("none/*.yaml".into()), ..mail() }, "incomplete"),
        ("recipients that are not there", Request { recipients: Some("none.csv".into()), ..mail() }, "incomplete"),
        ("an event that is not there", Request { event: Some("none".into()), ..mail() }, "incomplete"),
        ("an old mail that is not there", Request { previous: Some("none.eml".into()), ..mail() }, "incomplete"),
    ] {
        let (verdict, said) = said(&run(&desk, request));
        assert_eq!(verdict, word, "{name}: {said:?}");
    }
}
