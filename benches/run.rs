//! How long the two ends of a run take: a table of recipients read, a report written. `cargo bench --bench run`.

use std::path::PathBuf;

use divan::{Bencher, black_box};
use presend::finding::{Finding, Level, Outcome};
use presend::language::Message;
use presend::project::{Request, load};
use presend::report::{Format, Options, render};
use presend::source::{Accept, Sources, Span};

fn main() {
    divan::main();
}

/// A folder for temporary files, which goes with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Folder {
        let path = std::env::temp_dir().join(format!("presend-bench-{}-{name}", std::process::id()));
        std::fs::create_dir_all(path.join(".git")).unwrap_or_default();
        for (file, text) in files {
            std::fs::write(path.join(file), text).unwrap_or_default();
        }
        Folder(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap_or_default();
    }
}

/// A project whose one mail goes to so many.
#[divan::bench(args = [1_000, 10_000])]
fn load_recipients(bencher: Bencher, rows: usize) {
    let row = |n: usize| format!("p{n}@exemple.test,Léa,Martin,oui,\"Lefèvre & Cie, Valbrume\"\n");
    let table = format!("email,first_name,last_name,attended,company\n{}", (0..rows).map(row).collect::<String>());
    let settings = "mails: [m.hbs]\nrecipients: r.csv\n";
    let event = "title: Lire une carte\ntimezone: Europe/Paris\nstart: 2026-11-17T14:00\n";
    let files = [("presend.yaml", settings), ("event.yaml", event), ("m.hbs", "x"), ("r.csv", &table)];
    let folder = Folder::new(&format!("rows-{rows}"), &files);
    let request = Request { cwd: folder.0.clone(), ..Request::default() };
    bencher.bench_local(|| {
        let project = load(&Sources::new(), black_box(&request));
        assert!(project.problems.is_empty());
        project
    });
}

/// A thousand findings in one file of 20 KB.
#[divan::bench(args = [Format::Json, Format::Human, Format::Sarif])]
fn report_1000_findings(bencher: Bencher, format: Format) {
    let sources = Sources::new();
    let text = "<p>Rendez-vous le jeudi 17</p>\n".repeat(1_000);
    let Ok(file) = sources.add("m.html", text.into_bytes(), Accept::Utf8) else { return };
    let finding = |n: u32| Finding {
        rule: "event-date".to_string(),
        level: Level::Error,
        message: Message::new("« jeudi 17 » : l'événement a lieu mardi 17", "“jeudi 17”: the event is on Tuesday 17"),
        why: None,
        help: Some(Message::new("Écrire « mardi 17 ».", "Write “mardi 17”.")),
        mail: Some("m.html".to_string()),
        mails: Vec::new(),
        part: "html",
        span: Span::new(file, n * 31 + 17, n * 31 + 26),
        found: "jeudi 17".to_string(),
        secret: false,
        expected: vec!["mardi 17".to_string()],
        related: Vec::new(),
        places: Vec::new(),
        diff: None,
        recipients: None,
        fix: None,
        fingerprint: n.to_string(),
    };
    let outcome = Outcome { findings: (0..1_000).map(finding).collect(), ..Outcome::default() };
    bencher.bench_local(|| render(format, black_box(&outcome), &sources, &Options::default()).len());
}
