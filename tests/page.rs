//! The HTML page: what it holds, and what a browser makes of it.
//!
//! The browser is Chromium, driven by npm's playwright-core and judged by axe-core: `PRESEND_TESTS_NODE_MODULES` names
//! the folder where both are installed, `PRESEND_TESTS_CHROMIUM` the browser if it is not `/usr/bin/chromium`. Where
//! they are not there, the test that needs them says so and ends; with `chromium` in `PRESEND_TESTS_REQUIRE` that is a
//! failure.

// A test that cannot lay out its own files has nothing to say but that.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod tools;
mod workshop;

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use workshop::Project;

const SUBJECT: &str = "subject: \"Demain : {{event.title}}\"\npreheader: \"Mardi 16 mars 2027 à 18 h\"\n";
const RIGHT: &str = "<p>Bonjour {{recipient.first_name}},</p>\n<p>Rendez-vous mardi 16 mars 2027 à 18 h : \
                     <a href=\"https://salle.exemple.test/carnet\">rejoindre la salle</a>.</p>\n";

/// A mail as they are built: tables in tables, an image, a pixel, a button, words hidden for the list of messages.
const TABLES: &str = "<!doctype html>\n<html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Carnet</title>\n\
    <style>@media (max-width:600px){.w{width:100%!important}} td{font-family:Arial}</style></head>\n\
    <body style=\"margin:0;background:#eef1f4\">\n<div style=\"display:none\">Composer un herbier de saison</div>\n\
    <table role=\"presentation\" width=\"100%\"><tr><td align=\"center\">\n\
    <table role=\"presentation\" class=\"w\" width=\"640\" bgcolor=\"#ffffff\"><tr><td style=\"padding:24px\">\n\
    <img src=\"https://images.exemple.test/logo.png\" alt=\"Maison du carnet\" width=\"200\" height=\"60\">\n\
    <h1>Tenir un carnet de terrain</h1>\n<p>Rendez-vous <b>mercredi</b> <i>17 mars 2027</i> à 18&nbsp;h.</p>\n\
    <p><a href=\"https://salle.exemple.test/herbier\" style=\"background:#205060;color:#fff\"><span>Rejoindre</span> la \
    salle</a></p>\n<img src=\"https://pixel.exemple.test/o.gif\" width=\"1\" height=\"1\" alt=\"\">\n\
    </td></tr></table>\n</td></tr></table>\n</body></html>\n";

const HOSTILE: &str = "<html><head><base href=\"https://mal.exemple.test/\">\n\
    <meta http-equiv=\"refresh\" content=\"0;url=https://mal.exemple.test/\">\n\
    <link rel=\"stylesheet\" href=\"https://mal.exemple.test/a.css\">\n\
    <style>@import \"https://mal.exemple.test/b.css\"; body{background:url(https://mal.exemple.test/c.png)} \
    @font-face{font-family:x;src:url('https://mal.exemple.test/d.woff')}</style>\n\
    <script>top.hit=1;parent.document.title='hit'</script></head>\n\
    <body onload=\"top.hit=1\" background=\"https://mal.exemple.test/e.png\">\n\
    <p>' \" &#39; </iframe></section>]]> jeudi 11 février 2027 <script>top.hit=1</script></p>\n\
    <img src=\"https://mal.exemple.test/f.gif?'\" onerror=\"top.hit=1\" alt=\"'><script>top.hit=1</script>\">\n\
    <img src=x srcset=\"https://mal.exemple.test/g.png 2x\" onerror=top.hit=1>\n\
    <iframe src=\"https://mal.exemple.test/h\"></iframe><object data=\"https://mal.exemple.test/i\"></object>\n\
    <video autoplay src=\"https://mal.exemple.test/j\" poster=\"https://mal.exemple.test/k\"></video>\n\
    <svg onload=\"top.hit=1\"><image href=\"https://mal.exemple.test/l\"/><a href=\"https://mal.exemple.test/\"><text>t</text></a></svg>\n\
    <math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=top.hit=1&gt;\">\n\
    <form action=\"https://mal.exemple.test/m\"><input name=\"body\" type=\"submit\" value=\"Envoyer\"></form>\n\
    <img name=\"body\"><a href=\"javascript:top.hit=1\">un</a> <a href=\"https://mal.exemple.test/\" target=\"_top\">deux</a>\n\
    <a href=\"https://mal.exemple.test/\" target=\"_blank\" ping=\"https://mal.exemple.test/n\">trois</a>\n\
    <p style=\"background:url(https://mal.exemple.test/o.png)\">{{inconnu}} {{recipient.first_name}}</p>\n\
    <noscript><p onclick=\"top.hit=1\">rien</p></noscript><template><script>top.hit=1</script></template>\n\
    <textarea></textarea><script>top.hit=1</script><plaintext></plaintext><script>top.hit=1</script>\n";

/// Subject and names that would be markup, or steer a terminal.
const HOSTILE_SUBJECT: &str = "subject: \"</title></script><script>window.hit=1</script>\\u202E\\e[31m ' srcdoc='<b> \\\"><img src=x onerror=hit=1>\"\n";

struct Page {
    name: &'static str,
    project: Project,
    command: &'static str,
    title: &'static str,
    marks: usize,
    rows: usize,
}

fn page(name: &'static str, title: &'static str, marks: usize, rows: usize) -> Page {
    let project = Project::new(&format!("page-{name}"));
    project.write("people.csv", "email;first_name\nyaelle@exemple.test;Yaëlle\n");
    Page { name, project, command: "check", title, marks, rows }
}

fn pages() -> Vec<Page> {
    let mut all = Vec::new();
    let one = page("tables", "mails/a.hbs · presend", 6, 6);
    one.project.mail("mails/a.hbs", SUBJECT, TABLES);
    all.push(one);

    let text = page("text", "mails/a.txt · presend", 3, 3);
    text.project.mail(
        "mails/a.txt",
        SUBJECT,
        "Bonjour,\n\nCarnet : jeudi 11 février 2027 à 18 h.\nhttps://salle.exemple.test/carnet\n",
    );
    all.push(text);

    let many = page("thirty", "mails/a.hbs · presend", 30, 30);
    let lines: String = (0..30).map(|n| format!("<p>Rappel {n} : le jeudi 11 février 2027, venez.</p>\n")).collect();
    many.project.mail("mails/a.hbs", SUBJECT, &format!("{RIGHT}{lines}"));
    all.push(many);

    let none = page("none", "mails/a.hbs · presend", 4, 3);
    none.project.mail("mails/a.hbs", &format!("{SUBJECT}recipients: ../people.csv\n"), RIGHT);
    all.push(none);

    let several = page("several", "3 mails · presend", 8, 9);
    several.project.mail("mails/a.hbs", SUBJECT, TABLES);
    several.project.mail("mails/b.hbs", SUBJECT, RIGHT);
    several.project.mail("mails/c.hbs", SUBJECT, "<p>{{#if event.title}}Rendez-vous jeudi 11 février 2027.</p>\n");
    all.push(several);

    let hostile = page("hostile", "mails/a.hbs · presend", 2, 3);
    hostile
        .project
        .write("people.csv", "email;first_name\n\"\"\"><script>hit=1</script>\";<script>window.hit=1</script>\n");
    let settings = format!("{HOSTILE_SUBJECT}preheader: \"'><script>hit=1</script>\"\nrecipients: ../people.csv\n");
    hostile.project.mail("mails/a.hbs", &settings, HOSTILE);
    all.push(Page { command: "check --show-personal --language en", ..hostile });
    all
}

fn html(page: &Page) -> String {
    let output = page.project.run(&format!("{} --format html", page.command), None);
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_browser_shows_each_page_and_does_nothing_else() {
    let Some(modules) = node_modules() else { return };
    let pages = pages();
    let list: Vec<Value> = pages
        .iter()
        .map(|page| {
            let file = page.project.root.join("page.html");
            std::fs::write(&file, html(page)).unwrap();
            json!({"name": page.name, "file": file, "title": page.title, "marks": page.marks, "rows": page.rows})
        })
        .collect();
    let home = Project::empty("page-list");
    home.write("pages.json", &Value::from(list).to_string());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/page/browser.mjs");
    let output = Command::new("node").arg(script).arg(modules).arg(home.root.join("pages.json")).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
}

/// The folder in which playwright-core and axe-core are installed.
fn node_modules() -> Option<PathBuf> {
    let folder = std::env::var_os("PRESEND_TESTS_NODE_MODULES").map(PathBuf::from);
    let found = folder.filter(|folder| folder.join("playwright-core").is_dir() && folder.join("axe-core").is_dir());
    if found.is_none() {
        tools::lacking("chromium", "PRESEND_TESTS_NODE_MODULES names no folder with playwright-core and axe-core");
    }
    found
}

#[test]
fn nothing_of_a_recipient_stands_on_a_page() {
    let page = page("personal", "", 0, 0);
    page.project.mail("mails/a.hbs", &format!("{SUBJECT}recipients: ../people.csv\n"), RIGHT);
    let shown = html(&page);
    assert!(shown.contains("⟨first_name⟩") && !shown.contains("Yaëlle"), "{shown}");
    let open = page.project.run("check --format html --show-personal", None);
    assert!(String::from_utf8(open.stdout).unwrap().contains(">Yaëlle</w->"));
    // An address that is a point itself stays out too; its place does not.
    page.project.write("people.csv", "email;first_name\nt.wozniak.exemple.test;Tadeusz\n");
    let shown = html(&page);
    assert!(shown.contains("people.csv:2:1") && shown.contains("données d&#x27;un destinataire"), "{shown}");
    assert!(!shown.contains("wozniak") && !shown.contains("Tadeusz"), "{shown}");
}

#[test]
fn a_page_names_the_bytes_that_it_is_about() {
    let page = page("digest", "", 0, 0);
    page.project.mail("mails/a.hbs", SUBJECT, RIGHT);
    let before = html(&page);
    let digest = |path: &str| {
        use sha2::Digest;
        let bytes = std::fs::read(page.project.root.join(path)).unwrap();
        sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    for path in ["mails/a.hbs", "events/carnet-2027-03.yaml"] {
        assert!(before.contains(&format!("title=\"sha-256 {}\"", digest(path))), "{path}: {before}");
    }
    page.project.mail("mails/a.hbs", SUBJECT, &format!("{RIGHT}<p>Un mot.</p>"));
    assert!(!before.contains(&digest("mails/a.hbs")) && html(&page).contains(&digest("mails/a.hbs")));
}

#[test]
fn a_long_mail_is_shown_around_its_marks() {
    let page = page("long", "", 0, 0);
    let filler = "mot ".repeat(120_000);
    let body = format!("<p>{filler}jeudi 11 février 2027 {filler}</p>");
    page.project.mail("mails/a.hbs", SUBJECT, &body);
    let shown = html(&page);
    assert!(shown.len() < 40_000, "{} bytes", shown.len());
    assert!(shown.contains(">jeudi 11 février 2027</mark>") && shown.contains("Ce mail est très long"), "{shown}");
    assert!(shown.contains("presend why mails/a.hbs"), "{shown}");
}

#[test]
fn versions_for_others_are_told_of() {
    let page = page("versions", "", 0, 0);
    page.project.write("people.csv", "email;first_name;vip\na@exemple.test;Ana;\nb@exemple.test;Bo;oui\n");
    let body = format!("{RIGHT}{{{{#if recipient.vip}}}}<p>Rappel : jeudi 11 février 2027.</p>{{{{/if}}}}\n");
    page.project.mail("mails/a.hbs", &format!("{SUBJECT}recipients: ../people.csv\n"), &body);
    let shown = html(&page);
    assert!(shown.contains("une autre version va à d&#x27;autres"), "{shown}");
    assert!(shown.contains("Pas dans la version montrée ici"), "{shown}");
    assert!(shown.contains("Concerne 1 destinataire sur 2 (ligne 3)."), "{shown}");
}

#[test]
fn open_says_where_the_page_lies() {
    let page = page("open", "", 0, 0);
    page.project.mail("mails/a.hbs", SUBJECT, RIGHT);
    // The environment is empty: there is no browser to be found.
    let beside = page.project.run("check --open", None);
    let (report, said) = (String::from_utf8(beside.stdout).unwrap(), String::from_utf8(beside.stderr).unwrap());
    assert!(
        report.contains("Mail    mails/a.hbs") && said.contains("presend-") && said.contains(".html"),
        "{report}{said}"
    );
    let kept = page.project.run("check --output html=rapport.html --open", None);
    let said = String::from_utf8(kept.stderr).unwrap();
    assert!(kept.status.code() == Some(0) && said.contains("rapport.html"), "{said}");
    assert!(page.project.read("rapport.html").starts_with("<!doctype html>"));
    let unwritten = page.project.run("check --output html=nulle-part/rapport.html --open", None);
    assert!(unwritten.status.code() == Some(2) && unwritten.stderr.is_empty(), "{unwritten:?}");
    let temporary = page.project.run("check --format html --open", None);
    let said = String::from_utf8(temporary.stderr).unwrap();
    assert!(temporary.status.code() == Some(0) && temporary.stdout.is_empty(), "{said}");
    let path = said.trim_end().rsplit(' ').next().unwrap();
    assert!(std::fs::read_to_string(path).unwrap().starts_with("<!doctype html>"), "{said}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o077, 0);
    }
    std::fs::remove_file(path).unwrap();
}
