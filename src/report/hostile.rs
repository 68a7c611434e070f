//! Whatever stands in a file: each format stays what it is, holds every finding, and lets nothing through that a
//! terminal, a page, a server or a runner would act on.

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::finding::{Affected, Checked, Confirmed, Edit, Fix, NotChecked, Related, RuleNote};
use crate::language::Message;
use crate::source::{Accept, Problem, Span};

/// What somebody could write to break out.
const PIECES: [&str; 26] = [
    "\u{1b}[31m",
    "\u{1b}]0;x\u{7}",
    "\u{9b}2J",
    "\u{202e}",
    "\u{2066}",
    "\u{2028}",
    "\u{0}",
    "\u{7f}",
    "\u{fffe}",
    "</script><script>",
    "]]>",
    "-->",
    "\n::error::x",
    "##[error]x",
    "%0A::stop-commands::x",
    "@channel",
    "@all",
    "#12",
    "|",
    "`",
    "```\n",
    "![i](https://a.test/i.png)",
    "<img src=x onerror=y>",
    "\\",
    "\r\n",
    "é🎉",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(PIECES.to_vec()).prop_map(str::to_string),
        1 => "[ -~]{0,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

/// One run in which every word is `words`: two findings and a problem.
fn run(words: &str) -> (Outcome, Sources) {
    let sources = Sources::new();
    let text = words.replace('\0', "");
    let path = format!("mails/{words}.hbs");
    let file = sources.add(&path, format!("a\n{text}").into_bytes(), Accept::Message).unwrap();
    let span = Span::new(file, 2, 2 + text.len() as u32);
    let message = Message::new(format!("« {words} » ?"), format!("“{words}”?"));
    let finding = Finding {
        rule: "other-event".into(),
        level: Level::Error,
        message: message.clone(),
        why: Some(message.clone()),
        help: Some(message.clone()),
        mail: Some(path.clone()),
        mails: Vec::new(),
        part: "html",
        span,
        found: words.into(),
        secret: false,
        expected: vec![words.into()],
        related: vec![Related { message: message.clone(), span }],
        places: vec![span],
        diff: None,
        recipients: Some(Affected { affected: 1, of: 2, rows: vec![2] }),
        fix: Some(Fix { safe: true, edits: vec![Edit { span, replacement: words.into() }] }),
        fingerprint: "f".into(),
    };
    let second = Finding { level: Level::Warning, rule: "link-role".into(), ..finding.clone() };
    let problem = Problem::new("partial-missing", message.clone()).help(message.clone()).in_path(path.clone());
    let outcome = Outcome {
        mails: vec![Checked {
            path: path.clone(),
            subject: Some(words.into()),
            event: Some(message.clone()),
            recipients: 2,
        }],
        findings: vec![finding, second],
        noted: vec![RuleNote {
            id: "other-event".into(),
            summary: message.clone(),
            why: Some(message.clone()),
            help: Some(message.clone()),
            level: Level::Error,
        }],
        confirmed: vec![Confirmed {
            mail: path.clone(),
            kind: "title",
            value: words.into(),
            shown: message.clone(),
            times: 1,
        }],
        not_checked: vec![NotChecked {
            rule: "audience".into(),
            mail: path,
            reason: message.clone(),
            unlock: Some(message.clone()),
        }],
        problems: vec![problem],
        hint: Some(message),
        ..Outcome::default()
    };
    (outcome, sources)
}

fn steers(c: char) -> bool {
    c != '\n'
        && (c.is_control()
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}'))
}

/// A text without its code spans, in which nobody is called.
fn without_code(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

fn calls(text: &str) -> bool {
    let text = without_code(text);
    text.char_indices().any(|(at, c)| c == '@' && text[at + 1..].starts_with(char::is_alphanumeric))
}

/// What a runner of GitHub would take for commands: their names.
fn commands(report: &str) -> Vec<&str> {
    let lines = report.lines().filter_map(|line| line.trim_start().strip_prefix("::"));
    lines.filter_map(|line| line.split_once("::")).map(|(head, _)| head.split(' ').next().unwrap_or(head)).collect()
}

fn json(report: &str) -> Value {
    serde_json::from_str(report).unwrap_or_else(|error| panic!("{error}: {report}"))
}

/// Each format holds the two findings and the problem, and no more.
fn holds(format: Format, report: &str) {
    match format {
        Format::Json => {
            let report = json(report);
            assert_eq!(report["findings"].as_array().unwrap().len(), 2);
            assert_eq!(report["errors"].as_array().unwrap().len(), 1);
        }
        Format::Sarif => {
            let run = &json(report)["runs"][0];
            assert_eq!(run["results"].as_array().unwrap().len(), 2);
            let uri =
                run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
            assert!(uri.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~/%".contains(&b)), "{uri}");
            assert!(!run["results"][0]["message"]["text"].as_str().unwrap().contains("]("), "{run}");
        }
        Format::Gitlab => {
            let report = json(report);
            let prints: std::collections::BTreeSet<&str> =
                report.as_array().unwrap().iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
            assert_eq!((report.as_array().unwrap().len(), prints.len()), (3, 3));
        }
        Format::Github => assert_eq!(commands(report), ["error", "error", "warning", "notice"], "{report}"),
        Format::Junit => {
            let xml = roxmltree::Document::parse(report).unwrap_or_else(|error| panic!("{error}: {report}"));
            let count = |name: &str| xml.descendants().filter(|node| node.has_tag_name(name)).count();
            let all = ["failure", "error", "system-out", "skipped", "testcase"].map(count);
            assert_eq!(all, [1, 1, 1, 1, 4], "{report}");
        }
        Format::Markdown => {
            let rows: Vec<&str> = report.lines().filter(|line| line.starts_with("| **")).collect();
            assert_eq!(rows.len(), 2, "{report}");
            assert!(rows.iter().all(|row| row.matches('|').count() == 5), "{report}");
            assert_eq!(report.matches("\n- **").count(), 1, "{report}");
            let ours = ["<br>", "<details>", "</details>", "<summary>", "</summary>"];
            let bare = ours.iter().fold(without_code(report), |text, tag| text.replace(tag, ""));
            assert!(!bare.contains('<') && !calls(report) && !bare.contains("]("), "{report}");
        }
        Format::Mattermost => {
            let report = json(report);
            let text = report["text"].as_str().unwrap();
            let items = text.lines().filter(|line| line.starts_with("- **")).count();
            assert!(items == 3 && text.chars().count() < 16_383, "{text}");
            assert!(!without_code(&text.replace("\\`", "")).contains("]("), "{text}");
            assert!(!calls(&text.replace("\\`", "")), "{text}");
        }
        Format::Human | Format::Plain => {
            assert!(
                report.contains("other-event") && report.contains("link-role") && report.contains("partial-missing")
            );
        }
        // Its own tests look into the page.
        Format::Html => {}
    }
}

fn look(words: &str) {
    let (outcome, sources) = run(words);
    for language in [Language::Fr, Language::En] {
        for format in Format::ALL {
            let options = Options { language, ..Options::default() };
            let report = render(format, &outcome, &sources, &options);
            assert!(!report.contains(steers), "{format:?}: {report:?}");
            // Screens aside, any of them may be printed by a step of a workflow.
            if !matches!(format, Format::Human | Format::Plain | Format::Html) {
                assert!(!report.contains("##["), "{format:?}: {report:?}");
                assert!(format == Format::Github || commands(&report).is_empty(), "{format:?}: {report:?}");
            }
            holds(format, &report);
        }
    }
}

#[test]
fn each_way_out_is_closed() {
    for piece in PIECES {
        look(piece);
    }
    look(&PIECES.concat());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_a_file_breaks_a_format(words in hostile()) {
        look(&words);
    }
}

/// A claim as long as its file: every format for programs stays short, and still says what is wrong.
#[test]
fn a_huge_claim_makes_no_huge_report() {
    let (outcome, sources) = run(&"é<|\"".repeat(100_000));
    let short = "short.hbs".to_string();
    let mut outcome = Outcome { mails: Vec::new(), confirmed: Vec::new(), ..outcome };
    outcome.findings.truncate(1);
    outcome.problems.clear();
    outcome.not_checked.clear();
    // The words of a rule are no claim.
    outcome.noted.clear();
    let file = sources.add(&short, "é".repeat(100_000).into_bytes(), Accept::Utf8).unwrap();
    let finding = &mut outcome.findings[0];
    let span = Span::new(file, 2, 100_000);
    (finding.span, finding.mail, finding.places) = (span, Some(short.clone()), Vec::new());
    finding.related[0].span = span;
    outcome.mails = vec![Checked { path: short, subject: None, event: None, recipients: 0 }];
    for format in Format::ALL {
        if matches!(format, Format::Human | Format::Plain | Format::Json | Format::Html) {
            continue;
        }
        let report = render(format, &outcome, &sources, &Options::default());
        assert!(report.len() < 4_096, "{format:?}: {}", report.len());
        assert!(report.contains("other-event") && report.contains("short.hbs"), "{format:?}: {report}");
    }
}

/// More than fits: the gravest are there, and what was cut is told.
#[test]
fn what_does_not_fit_is_told() {
    let (outcome, sources) = run("mot");
    let warnings = std::iter::repeat_n(&outcome.findings[1], 2_000);
    let findings = warnings.chain([&outcome.findings[0]]).cloned().collect();
    let outcome = Outcome { findings, ..outcome };
    for (format, most) in [(Format::Github, 1_000_000), (Format::Markdown, 60_000), (Format::Mattermost, 16_383 * 2)] {
        let report = render(format, &outcome, &sources, &Options::default());
        assert!(report.len() <= most, "{format:?}: {}", report.len());
        assert!(report.contains("other-event"), "{format:?}: {report}");
        assert!(report.contains(" more, of the least grave"), "{format:?}: {report}");
    }
    let report = render(Format::Github, &outcome, &sources, &Options::default());
    assert!(report.contains("%0AGitHub shows at most 10 annotations of each level for a step: 1,990"), "{report}");
    // 1 error and 999 warnings, with the problem and the verdict.
    assert_eq!(commands(&report).len(), 1_002);
}
