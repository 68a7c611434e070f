//! The report as JUnit's XML: a mail is a suite, and what was found in it its tests.
//!
//! A finding from `fail_on` on is a failure; one below it is a test that passed, with its words as output. A check
//! without input was skipped. A mail without a finding is one test that passed. What could not be read is an error, in
//! a suite of its own.

use std::collections::HashMap;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::machine::{self, Spot};
use super::text::clean_line;
use super::view::View;
use super::words::{self, say};
use crate::finding::{Finding, Verdict};

/// The tests of one mail, of the events, or of what could not be read.
struct Suite {
    name: String,
    cases: Vec<Case>,
}

struct Case {
    name: String,
    /// The file, from the root of the repository, and the line.
    place: Option<(String, u32)>,
    result: Done,
}

enum Done {
    Passed { output: Option<String> },
    Skipped { why: String },
    Failed { message: String, kind: String, text: String },
    Error { message: String, kind: String, text: String },
}

pub(super) fn render(view: &View) -> String {
    let suites = suites(view);
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory cannot fail.
    let _ = write(&mut writer, &suites);
    let mut text = String::from_utf8(writer.into_inner()).unwrap_or_default();
    text.push('\n');
    text
}

fn suites(view: &View) -> Vec<Suite> {
    let language = view.options.language;
    let mut suites = Vec::new();
    let mut by_mail: HashMap<Option<&str>, Vec<&Finding>> = HashMap::new();
    for finding in &view.findings {
        // What stands in several mails through one partial keeps each of them from passing.
        let several = finding.mails.iter().map(|mail| Some(mail.as_str()));
        let own = finding.mails.is_empty().then_some(finding.mail.as_deref());
        for mail in own.into_iter().chain(several) {
            by_mail.entry(mail).or_default().push(finding);
        }
    }
    let mut skipped: HashMap<&str, Vec<Case>> = HashMap::new();
    for check in view.outcome.not_checked.iter().filter(|_| !view.options.quiet) {
        skipped.entry(&check.mail).or_default().push(not_checked(view, check));
    }
    let unread = unread(view);
    if !unread.is_empty() {
        suites.push(Suite { name: "presend".into(), cases: unread });
    }
    let mut mails: Vec<Option<&str>> = vec![None];
    mails.extend(view.outcome.mails.iter().map(|mail| Some(mail.path.as_str())));
    // A mail that could not be read to its end is in no list, and may still have findings.
    let mut rest: Vec<_> = by_mail.keys().copied().filter(|mail| !mails.contains(mail)).collect();
    rest.sort_unstable();
    mails.extend(rest);
    for mail in mails {
        let mut cases: Vec<Case> =
            by_mail.remove(&mail).unwrap_or_default().into_iter().map(|finding| case(view, finding)).collect();
        if cases.is_empty() && mail.is_some() {
            let name = say(language, "contrôle", "check").to_string();
            cases.push(Case { name, place: None, result: Done::Passed { output: None } });
        }
        cases.extend(mail.and_then(|mail| skipped.remove(mail)).unwrap_or_default());
        number(&mut cases);
        if !cases.is_empty() {
            let name = mail.map_or_else(|| say(language, "événements", "events").to_string(), clean_line);
            suites.push(Suite { name, cases });
        }
    }
    suites
}

/// Two tests of a suite bear two names: programs take those of one name for one test.
fn number(cases: &mut [Case]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for case in cases {
        let rank = seen.entry(case.name.clone()).or_default();
        *rank += 1;
        if *rank > 1 {
            case.name = format!("{} ({rank})", case.name);
        }
    }
}

fn case(view: &View, finding: &Finding) -> Case {
    let spot = Spot::new(view, finding.span);
    let level = words::level(view.options.language, finding.level);
    let rule = clean_line(&finding.rule);
    let place = view.place(finding.span);
    let text = format!("{place}: {level}: [{rule}] {}", machine::full(view, finding));
    let result = match finding.level >= view.options.fail_on {
        true => Done::Failed { message: machine::message(view, finding), kind: finding.level.word().into(), text },
        false => Done::Passed { output: Some(text) },
    };
    Case { name: rule, place: Some((clean_line(&spot.path), spot.start.line)), result }
}

fn not_checked(view: &View, check: &crate::finding::NotChecked) -> Case {
    let unlock = check.unlock.as_ref().map(|unlock| format!(" ({})", machine::line(view, unlock)));
    let why = format!("{}{}", machine::line(view, &check.reason), unlock.unwrap_or_default());
    // Where checks without input make the run fail, a green list would say otherwise.
    let result = match (view.verdict, view.exit) {
        (Verdict::Partial, 1) => Done::Failed { message: why.clone(), kind: "not-checked".into(), text: why },
        _ => Done::Skipped { why },
    };
    Case { name: clean_line(&check.rule), place: None, result }
}

/// What could not be read, or that there was nothing to read.
fn unread(view: &View) -> Vec<Case> {
    let language = view.options.language;
    let mut cases: Vec<Case> = view.outcome.problems.iter().map(|problem| error(view, problem)).collect();
    if view.verdict == Verdict::Nothing {
        let message = words::verdict(view);
        let result = Done::Error { text: message.clone(), message, kind: view.verdict.word().into() };
        cases.push(Case { name: say(language, "contrôle", "check").into(), place: None, result });
    }
    number(&mut cases);
    cases
}

fn error(view: &View, problem: &crate::source::Problem) -> Case {
    let place = view.problem_place(problem).map(|place| format!("{place}: ")).unwrap_or_default();
    let file = problem.span.map(|span| Spot::new(view, span)).map(|spot| (clean_line(&spot.path), spot.start.line));
    let result = Done::Error {
        message: machine::line(view, &problem.message),
        kind: problem.code.into(),
        text: format!("{place}{}", machine::problem(view, problem)),
    };
    Case { name: problem.code.into(), place: file, result }
}

/// How many cases there are: all, failures, errors, skipped.
fn counts<'a>(cases: impl Iterator<Item = &'a Case>) -> [(&'static str, String); 4] {
    let mut counts = [0usize; 4];
    for case in cases {
        counts[0] += 1;
        match case.result {
            Done::Passed { .. } => {}
            Done::Failed { .. } => counts[1] += 1,
            Done::Error { .. } => counts[2] += 1,
            Done::Skipped { .. } => counts[3] += 1,
        }
    }
    let [tests, failures, errors, skipped] = counts.map(|count| count.to_string());
    [("tests", tests), ("failures", failures), ("errors", errors), ("skipped", skipped)]
}

type Out = Writer<Vec<u8>>;

fn write(out: &mut Out, suites: &[Suite]) -> io::Result<()> {
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all = counts(suites.iter().flat_map(|suite| &suite.cases));
    let root = out.create_element("testsuites").with_attribute(("name", "presend"));
    root.with_attributes(all.iter().map(|(name, count)| (*name, count.as_str())))
        .with_attribute(("time", "0"))
        .write_inner_content(|out| suites.iter().try_for_each(|suite| write_suite(out, suite)))?;
    Ok(())
}

fn write_suite(out: &mut Out, suite: &Suite) -> io::Result<()> {
    let own = counts(suite.cases.iter());
    let element = out.create_element("testsuite").with_attribute(("name", legal(&suite.name).as_str()));
    element
        .with_attributes(own.iter().map(|(name, count)| (*name, count.as_str())))
        .with_attribute(("time", "0"))
        .write_inner_content(|out| suite.cases.iter().try_for_each(|case| write_case(out, &suite.name, case)))?;
    Ok(())
}

fn write_case(out: &mut Out, suite: &str, case: &Case) -> io::Result<()> {
    let (name, class) = (legal(&case.name), legal(suite));
    let mut element = out.create_element("testcase").with_attributes([
        ("name", name.as_str()),
        ("classname", class.as_str()),
        ("time", "0"),
    ]);
    if let Some((file, line)) = &case.place {
        let (file, line) = (legal(file), line.to_string());
        element = element.with_attributes([("file", file.as_str()), ("line", line.as_str())]);
    }
    match &case.result {
        Done::Passed { output: None } => element.write_empty()?,
        Done::Passed { output: Some(text) } => element.write_inner_content(|out| {
            out.create_element("system-out").write_text_content(BytesText::new(&legal(text)))?;
            Ok(())
        })?,
        Done::Skipped { why } => element.write_inner_content(|out| {
            out.create_element("skipped").with_attribute(("message", legal(why).as_str())).write_empty()?;
            Ok(())
        })?,
        Done::Failed { message, kind, text } => {
            element.write_inner_content(|out| write_fault(out, "failure", [message, kind, text]))?
        }
        Done::Error { message, kind, text } => {
            element.write_inner_content(|out| write_fault(out, "error", [message, kind, text]))?
        }
    };
    Ok(())
}

fn write_fault(out: &mut Out, name: &str, [message, kind, text]: [&String; 3]) -> io::Result<()> {
    let (message, kind) = (legal(message), legal(kind));
    out.create_element(name)
        .with_attributes([("message", message.as_str()), ("type", kind.as_str())])
        .write_text_content(BytesText::new(&legal(text)))?;
    Ok(())
}

/// A text without the two characters that are no controls and still have no place in XML 1.0, nor any command: where
/// the report is printed in a workflow, a runner reads its lines.
fn legal(text: &str) -> String {
    machine::tame(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
