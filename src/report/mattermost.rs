//! The report as what an incoming webhook of Mattermost takes: one object with one text, for
//! `curl -H 'Content-Type: application/json' -d @-`.
//!
//! A server splits a text of more than 16,383 characters into several posts. Nothing is put into attachments: servers
//! differ in how much of these they keep.

use serde::Serialize;

use super::machine;
use super::markup::{escaped, escaped_code};
use super::view::View;
use super::words::{self, say};
use crate::finding::Finding;
use crate::language::Language::{En, Fr};

/// The most characters of the text: some are left to what a server adds.
const MOST: usize = 15_000;
/// So many of them are kept for the verdict and for what closes the text.
const FRAME: usize = 2_500;

#[derive(Serialize)]
struct Payload {
    text: String,
}

pub(super) fn render(view: &View) -> String {
    machine::json(&Payload { text: text(view) }, false)
}

fn text(view: &View) -> String {
    let language = view.options.language;
    let findings = machine::by_gravity(view);
    let problems = view.outcome.problems.iter().map(|problem| problem_item(view, problem));
    let points = problems.chain(findings.iter().map(|finding| item(view, finding)));
    let waiting = machine::waiting(view)
        .into_iter()
        .map(|line| format!("- {}{}\n", say(language, "Non vérifié : ", "Not checked: "), escaped(&line)));
    let mut room = MOST - FRAME;
    let mut fits = |line: &String| {
        let rest = room.checked_sub(line.chars().count());
        room = rest.unwrap_or(0);
        rest.is_some()
    };
    let shown: Vec<String> = points.take_while(&mut fits).collect();
    let all = findings.len() + view.outcome.problems.len();
    let open = view.waiting.len();
    let waiting: Vec<String> = waiting.take_while(&mut fits).collect();
    let verdict = format!("#### presend{}{}\n", say(language, " : ", ": "), escaped(&words::verdict(view)));
    let mut parts = vec![verdict];
    if !shown.is_empty() {
        parts.push(shown.concat());
    }
    if all > shown.len() {
        parts.push(left_out(view, all - shown.len()));
    }
    if !waiting.is_empty() {
        let more = if waiting.len() < open { "- …\n" } else { "" };
        parts.push(format!("{}{more}", waiting.concat()));
    }
    parts.extend(
        view.known_words()
            .map(|known| format!("{}{}.\n", say(language, "Déjà connus : ", "Known already: "), escaped(&known))),
    );
    parts.join("\n").trim_end().to_string()
}

fn item(view: &View, finding: &Finding) -> String {
    let level = words::level(view.options.language, finding.level);
    let place = escaped_code(&view.place(finding.span));
    let said = lines(&machine::full(view, finding));
    format!("- **{level}** {place} {said} ({})\n", escaped_code(&finding.rule))
}

fn problem_item(view: &View, problem: &crate::source::Problem) -> String {
    let level = say(view.options.language, "non contrôlé", "not checkable");
    let place = view.problem_place(problem).map(|place| format!("{} ", escaped_code(&place))).unwrap_or_default();
    format!("- **{level}** {place}{} ({})\n", lines(&machine::problem(view, problem)), escaped_code(problem.code))
}

/// Lines inside an item of a list.
fn lines(text: &str) -> String {
    text.lines().map(escaped).collect::<Vec<_>>().join("\n  ")
}

fn left_out(view: &View, more: usize) -> String {
    let language = view.options.language;
    let points = words::count(language, more, ["point", "points"], ["finding", "findings"]);
    match language {
        Fr => {
            format!("**{points} de plus, parmi les moins graves, ne tiennent pas ici : `presend check` les montre.**\n")
        }
        En => format!("**{points} more, of the least grave, do not fit here: `presend check` shows them.**\n"),
    }
}
