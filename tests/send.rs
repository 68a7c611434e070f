//! Messages that leave: `render --as eml`, and `send-test` to a mail server that really answers.
//!
//! The server is PyPI's aiosmtpd. Where Python has it not, the tests that need it say so and end; with
//! `PRESEND_TESTS_REQUIRE=smtp` (as in CI) that is a failure.

// A test that cannot lay out its own files has nothing to say but that.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod tools;
mod workshop;

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

use workshop::Project;

const NOW: &str = "--now 2027-03-15T09:00";
const BODY: &str = "<p>Bonjour {{recipient.first_name}},</p>\n<p>Rendez-vous mardi 16 mars 2027 à 18 h : \
                    <a href=\"https://salle.exemple.test/carnet\">rejoindre la salle</a>.</p>\n";

/// A project whose mail is right, with an account, a text part and recipients.
fn ready(name: &str) -> Project {
    let project = Project::new(name);
    project.write(
        "presend.yaml",
        "language: fr\nevents: [events/*.yaml]\nmails: [mails/*.hbs]\naccount:\n  addresses: [equipe@exemple.test]\n  \
         team:\n    - {email: marion@exemple.test, role: admin}\n    - {email: inconnue@exemple.test, role: member}\n",
    );
    project.write(
        "people.csv",
        "email;first_name;last_name\nyaelle@exemple.test;Yaëlle;Kervadec\nnolwenn@exemple.test;Nolwenn;Le Gall\n",
    );
    project.write("mails/a.txt", "Bonjour,\n\nMardi 16 mars 2027 à 18 h : https://salle.exemple.test/carnet\n");
    project.mail("mails/a.hbs", SETTINGS, BODY);
    project
}

const SETTINGS: &str = "subject: \"Demain : {{event.title}}\"\nfrom: \"Équipe données <equipe@exemple.test>\"\n\
                        audience: registered\nrecipients: ../people.csv\ntext: a.txt\n\
                        one_click: true\nunsubscribe: [\"https://exemple.test/non?qui={{url recipient.email}}\", \"mailto:equipe@exemple.test\"]\n";

/// The lines of a header, unfolded.
fn header(message: &str, name: &str) -> Option<String> {
    let head = message.split("\r\n\r\n").next()?.replace("\r\n ", " ");
    head.lines().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(": ")?.trim_end().to_string()))
}

fn render(project: &Project, options: &str) -> Vec<u8> {
    let output = project.run(&format!("render mails/a.hbs --as eml {NOW}{options}"), None);
    assert!(output.status.success(), "{output:?}");
    output.stdout
}

#[test]
fn a_message_is_built_as_it_would_be_sent() {
    let project = ready("built");
    let bytes = render(&project, " --recipient 3");
    let text = String::from_utf8(bytes.clone()).unwrap();
    assert_eq!(header(&text, "To").unwrap(), "Nolwenn Le Gall <nolwenn@exemple.test>", "{text}");
    assert_eq!(header(&text, "Date").unwrap(), "Mon, 15 Mar 2027 08:00:00 +0000");
    assert_eq!(
        header(&text, "List-Unsubscribe").unwrap(),
        "<https://exemple.test/non?qui=nolwenn%40exemple.test>, <mailto:equipe@exemple.test>"
    );
    assert_eq!(header(&text, "List-Unsubscribe-Post").unwrap(), "List-Unsubscribe=One-Click");
    assert!(header(&text, "Content-Type").unwrap().starts_with("multipart/alternative"));
    assert!(text.is_ascii() && text.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])));
    // The same mail at the same moment gives the same bytes, and another recipient's another Message-ID.
    assert_eq!(render(&project, " --recipient 3"), bytes);
    let other = String::from_utf8(render(&project, "")).unwrap();
    assert!(header(&other, "Message-ID") != header(&text, "Message-ID"));
    // presend reads what it built.
    project.write_bytes("built/a.eml", &bytes);
    let read = project.run("render built/a.eml --as text --event events/carnet-2027-03.yaml", None);
    let read = String::from_utf8(read.stdout).unwrap();
    assert!(read.contains("Demain : Tenir un carnet de terrain") && read.contains("mardi 16 mars 2027"), "{read}");
}

#[test]
fn a_finished_message_leaves_as_it_is() {
    let project = ready("finished");
    let message = b"From: =?iso-8859-1?q?=C9quipe?= <equipe@exemple.test>\nTo: a@exemple.test\nSubject: Demain\n\
        Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\nRendez-vous \xe0 18 h.\n";
    project.write_bytes("mails/a.eml", message);
    let output = project.run("render mails/a.eml --as eml --event events/carnet-2027-03.yaml", None);
    let with_crlf: Vec<u8> =
        message.iter().flat_map(|byte| if *byte == b'\n' { vec![13, 10] } else { vec![*byte] }).collect();
    assert_eq!(output.stdout, with_crlf, "{output:?}");
}

#[test]
fn no_field_can_write_a_header_of_its_own() {
    let evil = "x\\r\\nBcc: tous@exemple.test";
    for (setting, code) in [
        (format!("subject: \"{evil}\"\n"), "objet"),
        (format!("subject: Demain\nfrom: \"Équipe <equipe@exemple.test>{evil}\"\n"), "expéditeur"),
        (format!("subject: Demain\nfrom: \"{evil} <equipe@exemple.test>\"\n"), "expéditeur"),
        (format!("subject: Demain\nreply_to: \"equipe@exemple.test{evil}\"\n"), "adresse de réponse"),
        (format!("subject: Demain\nunsubscribe: \"https://exemple.test/{evil}\"\n"), "désinscription"),
        ("subject: Demain\none_click: true\nunsubscribe: \"mailto:a@exemple.test\"\n".to_string(), "one_click"),
        ("subject: Demain\nunsubscribe: \"javascript:alert(1)\"\n".to_string(), "désinscription"),
        ("subject: \"{{recipient.note}}\"\nrecipients: ../note.csv\n".to_string(), "objet"),
        ("subject: Demain\nrecipients: ../evil.csv\n".to_string(), "destinataire"),
        ("subject: Demain\nrecipients: ../address.csv\n".to_string(), "destinataire"),
    ] {
        let project = ready("injected");
        project.write("evil.csv", "email;first_name\na@exemple.test;\"x\r\nBcc: tous@exemple.test\"\n");
        project.write("note.csv", "email;first_name;note\na@exemple.test;x;\"x\r\nBcc: tous@exemple.test\"\n");
        project.write("address.csv", "email;first_name\n\"a@exemple.test\r\nBcc: tous@exemple.test\";x\n");
        let from = if setting.contains("from:") { "" } else { "from: equipe@exemple.test\n" };
        project.mail("mails/a.hbs", &format!("{setting}{from}"), BODY);
        let output = project.run(&format!("render mails/a.hbs --as eml {NOW}"), None);
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(2), true), "{setting}: {output:?}");
        assert!(error.to_lowercase().contains(code), "{setting}: {error}");
    }
}

#[test]
fn a_tag_that_nothing_fills_builds_no_message() {
    let project = ready("unfilled");
    project.mail("mails/a.hbs", SETTINGS, &BODY.replace("first_name", "prenom"));
    let output = project.run(&format!("render mails/a.hbs --as eml {NOW}"), None);
    assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(2), true), "{output:?}");
    assert!(text(&output.stderr).starts_with("mails/a.hbs:"), "{output:?}");
}

#[test]
fn domains_are_written_as_dns_knows_them() {
    let project = ready("idn");
    project.write("people.csv", "email;first_name\nécole@événements.exemple.test;Zoé\n");
    project.mail("mails/a.hbs", &SETTINGS.replace("equipe@exemple.test>", "equipe@été.exemple.test>"), BODY);
    let text = String::from_utf8(render(&project, "")).unwrap();
    assert!(text.contains("equipe@xn--t-9fab.exemple.test") && !text.contains("@été"), "{text}");
    assert!(header(&text, "To").unwrap().ends_with("<école@xn--vnements-90ab.exemple.test>"), "{text}");
}

#[test]
fn a_test_needs_an_address_of_the_team_a_server_and_a_right_mail() {
    let project = ready("refused");
    let told = |line: &str, server: Option<&str>| {
        let output = send(&project, line, server, None);
        (output.status.code(), format!("{}{}", text(&output.stdout), text(&output.stderr)))
    };
    let (code, said) = told("--to dehors@exemple.org", Some("smtp://127.0.0.1:9"));
    assert!(code == Some(2) && said.contains("addresses: [\"dehors@exemple.org\"]"), "{said}");
    let (code, said) = told("--to marion@exemple.test", None);
    assert!(code == Some(2) && said.contains("PRESEND_SMTP_URL est vide"), "{said}");
    for server in [
        "smtp.exemple.test",
        "http://exemple.test",
        "smtp://",
        "smtp://u:secret@exemple.test?tls=none",
        "smtp://u:secret@exemple.test?tmeout=3",
        "smtps://u@exemple.test",
    ] {
        let (code, said) = told("--to marion@exemple.test", Some(server));
        assert!(code == Some(2) && said.contains("PRESEND_SMTP_URL") && !said.contains("secret"), "{server}: {said}");
    }
    let (code, said) = told("--to marion@exemple.test", Some("smtp://127.0.0.1:9"));
    assert!(code == Some(2) && said.contains("127.0.0.1:9 ne peut pas être joint"), "{said}");
    project.mail("mails/a.hbs", SETTINGS, &BODY.replace("mardi 16 mars", "jeudi 11 février"));
    let (code, said) = told("--to marion@exemple.test", Some("smtp://127.0.0.1:9"));
    assert!(code == Some(1) && said.contains("Rien n'a été envoyé"), "{said}");
}

#[test]
fn a_server_that_does_not_answer_is_given_up() {
    let project = ready("silent");
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("smtp://{}?timeout=1", silent.local_addr().unwrap());
    let output = send(&project, "--to marion@exemple.test", Some(&url), None);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("ne répond pas à temps"), "{output:?}");
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn send(project: &Project, line: &str, server: Option<&str>, authority: Option<&Path>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_presend"));
    command.args("send-test mails/a.hbs --now 2027-03-15T09:00".split(' ')).args(line.split(' '));
    command.current_dir(&project.root).env_clear().env("LC_ALL", "C").env("HOME", &project.root);
    if let Some(server) = server {
        command.env("PRESEND_SMTP_URL", server);
    }
    if let Some(authority) = authority {
        command.env("SSL_CERT_FILE", authority);
    }
    command.output().unwrap()
}

/// A running mail server with its certificate's authority.
struct Server {
    child: Child,
    port: String,
    folder: PathBuf,
}

impl Server {
    /// Starts a server; `None` where Python has none to start.
    fn start(project: &Project, mode: &str) -> Option<Server> {
        let python = python()?;
        let folder = project.root.join(format!("server-{mode}"));
        std::fs::create_dir_all(&folder).unwrap();
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/send/server.py");
        let mut command = Command::new(python);
        command.arg(script).arg(&folder).arg(mode);
        if mode != "plain" {
            let made = rcgen::generate_simple_self_signed(vec!["localhost".to_string()]).unwrap();
            std::fs::write(folder.join("cert.pem"), made.cert.pem()).unwrap();
            std::fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
            command.arg(folder.join("cert.pem")).arg(folder.join("key.pem"));
        }
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut port = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut port).unwrap();
        Some(Server { child, port: port.trim().to_string(), folder })
    }

    fn url(&self, scheme: &str) -> String {
        format!("{scheme}://equipe%40exemple.test:p%40ss%2Fw%3Ard@localhost:{}", self.port)
    }

    fn authority(&self) -> PathBuf {
        self.folder.join("cert.pem")
    }

    fn received(&self, number: usize) -> (Vec<u8>, Value) {
        let message = std::fs::read(self.folder.join(format!("{number}.eml"))).unwrap();
        let envelope = std::fs::read(self.folder.join(format!("{number}.json"))).unwrap();
        (message, serde_json::from_slice(&envelope).unwrap())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A Python that has aiosmtpd.
fn python() -> Option<PathBuf> {
    tools::python_with("aiosmtpd", "smtp")
}

#[test]
fn the_server_receives_the_very_bytes() {
    let project = ready("received");
    for (mode, scheme) in [("starttls", "smtp"), ("tls", "smtps")] {
        let Some(server) = Server::start(&project, mode) else { return };
        let scheme_url = match scheme {
            "smtp" => format!("{}?tls=required", server.url("smtp")),
            _ => server.url("smtps"),
        };
        let output =
            send(&project, "--to marion@exemple.test --recipient 3", Some(&scheme_url), Some(&server.authority()));
        assert!(output.status.success(), "{mode}: {output:?}");
        assert!(text(&output.stdout).contains("Message de test envoyé à marion@exemple.test"), "{output:?}");
        let (message, envelope) = server.received(1);
        assert_eq!(message, render(&project, " --recipient 3 --to marion@exemple.test"), "{mode}");
        assert_eq!(
            (&envelope["from"], &envelope["to"][0]),
            (&"equipe@exemple.test".into(), &"marion@exemple.test".into())
        );
        assert_eq!((&envelope["user"], &envelope["tls"]), (&"equipe@exemple.test".into(), &true.into()));
        let subject = header(&String::from_utf8(message).unwrap(), "Subject").unwrap();
        assert!(subject.starts_with("[TEST] Demain : Tenir un carnet"), "{subject}");
    }
}

#[test]
fn what_a_server_refuses_is_told() {
    let project = ready("told");
    let Some(server) = Server::start(&project, "starttls") else { return };
    let url = format!("{}?tls=required", server.url("smtp"));
    let authority = server.authority();
    let told = |line: &str, url: &str, authority: Option<&Path>| {
        let output = send(&project, line, Some(url), authority);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let said = text(&output.stderr);
        assert!(!said.contains("w:rd") && !said.contains("w%3Ard"), "the password is told: {said}");
        said
    };
    let marion = "--to marion@exemple.test";
    assert!(told(marion, &url, None).contains("n'est pas digne de confiance"));
    let other = rcgen::generate_simple_self_signed(vec!["localhost".to_string()]).unwrap();
    project.write("other.pem", &other.cert.pem());
    assert!(told(marion, &url, Some(&project.root.join("other.pem"))).contains("n'est pas digne de confiance"));
    // The certificate is for localhost, and not for this address of it.
    assert!(told(marion, &url.replace("localhost", "127.0.0.1"), Some(&authority)).contains("digne de confiance"));
    let wrong = url.replace("p%40ss", "faux");
    assert!(told(marion, &wrong, Some(&authority)).contains("refuse le nom d'utilisateur ou le mot de passe"));
    let unknown = told("--to inconnue@exemple.test", &url, Some(&authority));
    assert!(
        unknown.contains("n'accepte pas de mail de « equipe@exemple.test » pour « inconnue@exemple.test »")
            && unknown.contains("No such user")
    );
    let plain = Server::start(&project, "plain").unwrap();
    let bare = format!("smtp://equipe%40exemple.test:p%40ss@localhost:{}?tls=required", plain.port);
    assert!(told(marion, &bare, Some(&authority)).contains("ne chiffre pas la connexion"));
    project.mail("mails/a.hbs", SETTINGS, &format!("{BODY}<p>Ne refusez pas.</p>\n"));
    assert!(told(marion, &url, Some(&authority)).contains("a refusé le message"));
}

#[test]
fn a_mail_with_errors_leaves_only_when_it_is_said() {
    let project = ready("anyway");
    project.mail("mails/a.hbs", SETTINGS, &BODY.replace("mardi 16 mars", "jeudi 11 février"));
    let Some(server) = Server::start(&project, "plain") else { return };
    let url = format!("smtp://localhost:{}", server.port);
    let refused = send(&project, "--to equipe@exemple.test", Some(&url), None);
    assert_eq!(refused.status.code(), Some(1));
    assert!(!server.folder.join("1.eml").exists());
    let sent = send(&project, "--to equipe@exemple.test --anyway", Some(&url), None);
    assert!(sent.status.success(), "{sent:?}");
    assert!(server.folder.join("1.eml").exists());
}

#[test]
fn an_address_in_other_letters_is_written_to_as_utf8() {
    let project = ready("utf8");
    project.write(
        "presend.yaml",
        "language: fr\nevents: [events/*.yaml]\nmails: [mails/*.hbs]\naccount: {addresses: [equipe@exemple.test, école@événements.exemple.test]}\n",
    );
    let Some(server) = Server::start(&project, "plain") else { return };
    let url = format!("smtp://localhost:{}", server.port);
    let sent = send(&project, "--to école@événements.exemple.test", Some(&url), None);
    assert!(sent.status.success(), "{sent:?}");
    let (_, envelope) = server.received(1);
    assert_eq!((&envelope["to"][0], &envelope["utf8"]), (&"école@xn--vnements-90ab.exemple.test".into(), &true.into()));
}

/// Every fixture's mail and a thousand more, read back by CPython's `email` as they were meant.
#[test]
fn another_reader_finds_the_same_subject_addresses_and_parts() {
    let Some(python) = python() else { return };
    let mut child = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/send/read.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let cases = messages();
    let mut input = child.stdin.take().unwrap();
    let lines: Vec<String> = cases
        .iter()
        .map(|(bytes, _)| serde_json::to_string(&String::from_utf8(bytes.clone()).unwrap()).unwrap())
        .collect();
    let writer = std::thread::spawn(move || input.write_all((lines.join("\n") + "\n").as_bytes()).unwrap());
    let read: Vec<Value> = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(|line| serde_json::from_str(&line.unwrap()).unwrap())
        .collect();
    writer.join().unwrap();
    child.wait().unwrap();
    assert_eq!(read.len(), cases.len());
    for ((bytes, meant), read) in cases.iter().zip(&read) {
        for key in ["subject", "from", "to", "html", "text"] {
            assert_eq!(read[key], meant[key], "{key}\n{}", text(bytes));
        }
    }
}

/// The same messages, and every fixture's, read back by mail-parser.
#[test]
fn a_third_reader_finds_the_same() {
    let parser = mail_parser::MessageParser::default();
    for (bytes, meant) in messages() {
        let read = parser.parse(&bytes).unwrap();
        let address = |list: Option<&mail_parser::Address>| {
            let first = list.and_then(|list| list.first()).unwrap();
            serde_json::json!([first.name.as_deref().unwrap_or_default(), first.address.as_deref()])
        };
        assert_eq!(read.subject().unwrap_or_default(), meant["subject"], "{}", text(&bytes));
        assert_eq!((&address(read.from()), &address(read.to())), (&meant["from"], &meant["to"]), "{}", text(&bytes));
        let body = |name: &str, found: Option<std::borrow::Cow<'_, str>>| {
            if let Some(meant) = meant[name].as_str() {
                assert_eq!(found.map(|body| body.replace("\r\n", "\n").trim_end().to_string()).as_deref(), Some(meant));
            }
        };
        body("html", read.body_html(0));
        body("text", read.body_text(0));
    }
    let mut seen = 0;
    for (name, project) in Project::all("send").filter(|(name, _)| !name.contains("invitation")) {
        for path in project.files().into_keys().filter(|path| path.ends_with(".hbs") || path.ends_with(".html")) {
            let message = project.run(&format!("render {path} --as eml {NOW}"), None);
            let html = project.run(&format!("render {path} --as html {NOW}"), None);
            let (true, Some(read)) = (message.status.success(), parser.parse(&message.stdout)) else { continue };
            let Some(page) = read.body_html(0).filter(|_| read.html_part(0).is_some_and(|part| part.is_text_html()))
            else {
                continue;
            };
            let plain = |words: &str| words.replace("\r\n", "\n").trim_end().to_string();
            assert_eq!(plain(&page), plain(&text(&html.stdout)), "{name}: {path}");
            seen += 1;
        }
    }
    assert!(seen >= 10, "the repository has mails to send, and {seen} were read back");
}

/// Messages with what another reader must find in them.
fn messages() -> Vec<(Vec<u8>, Value)> {
    use presend::send::{Outgoing, build};
    let words = [
        "Demain",
        "été",
        "« Données »",
        "→",
        "🥳",
        "a=b",
        "\"cité\"",
        "(x)",
        "<y>",
        "Dupont,",
        "日本語",
        "e\u{301}",
        "=?utf-8?q?x?=",
        "mot-très-long-".repeat(12).leak(),
        "\u{a0}",
        ".",
        "..",
        "Ω",
        "From",
    ];
    let mut seed = 7_u64;
    let mut draw = move |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % n
    };
    (0..1000)
        .map(|case| {
            let mut some = |most: usize, between: &str| {
                let chosen: Vec<&str> = (0..draw(most) + 1).map(|_| words[draw(words.len())]).collect();
                chosen.join(between)
            };
            let plain = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let (subject, name, from) = (plain(some(8, " ")), plain(some(3, " ")), plain(some(2, " ")));
            let html = (case % 3 != 0).then(|| format!("<p>{}</p>", some(90, " ")));
            let text = (case % 3 != 1).then(|| some(90, "\n").trim_end().to_string());
            let mail = Outgoing {
                from: format!("\"{}\" <equipe@exemple.test>", from.replace('"', "\\\"")),
                name: name.clone(),
                to: "a.b+c@exemple.test".to_string(),
                subject: subject.clone(),
                html: html.clone(),
                text: text.clone(),
                ..Outgoing::default()
            };
            let wire = build(&mail, std::time::SystemTime::UNIX_EPOCH)
                .unwrap_or_else(|problem| panic!("{mail:?}: {problem:?}"));
            let meant = serde_json::json!({
                "subject": subject, "from": [from, "equipe@exemple.test"], "to": [name, "a.b+c@exemple.test"],
                "html": html, "text": text,
            });
            (wire.bytes, meant)
        })
        .collect()
}
