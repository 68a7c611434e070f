//! The report as Markdown, for the summary of a job or a comment: the verdict, a table for each mail, the rest folded.
//!
//! GitHub takes 65,536 characters of a comment. What does not fit is left out, the least grave first, and told.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use super::machine;
use super::markup::{html, html_code};
use super::view::{View, confirmed_words};
use super::words::{self, say};
use crate::finding::Finding;
use crate::language::Language::{En, Fr};

/// The most bytes of a report; in characters it is never more.
const MOST: usize = 60_000;
/// So many of them are kept for what stands around the tables.
const FRAME: usize = 4_000;

// Writing to a `String` cannot fail, so the results of `write!` in this file are dropped.

pub(super) fn render(view: &View) -> String {
    let language = view.options.language;
    let mut room = MOST - FRAME;
    let problems = fitting(&mut room, view.outcome.problems.iter().map(|problem| problem_line(view, problem)));
    let (rows, cut) = rows(view, &mut room);
    let mut out = format!("### presend{}{}\n", say(language, " : ", ": "), html(&words::verdict(view)));
    let lost = cut + view.outcome.problems.len() - problems.len();
    if lost > 0 {
        let _ = write!(out, "\n{}\n", left_out(view, lost));
    }
    if !problems.is_empty() {
        let _ = write!(out, "\n{}", problems.concat());
    }
    for group in view.groups() {
        let of_group: Vec<&str> = group
            .findings
            .iter()
            .filter_map(|finding| rows.get(&std::ptr::from_ref::<Finding>(finding)))
            .map(String::as_str)
            .collect();
        if !of_group.is_empty() {
            let _ = write!(out, "\n{}\n{}", heading(view, group.mail), table_head(view));
            out.push_str(&of_group.concat());
        }
    }
    if !view.options.quiet {
        folded(view, &mut out, &mut room);
    }
    out
}

/// The rows of the findings that fit, each by its finding's place in memory, and how many do not.
fn rows(view: &View, room: &mut usize) -> (HashMap<*const Finding, String>, usize) {
    let all = machine::by_gravity(view);
    let mut seen: HashSet<Option<&str>> = HashSet::new();
    let mut rows = HashMap::new();
    for finding in &all {
        let row = row(view, finding);
        let mail = finding.mail.as_deref();
        let head = match seen.contains(&mail) {
            true => 0,
            false => heading(view, mail).len() + table_head(view).len() + 2,
        };
        let Some(rest) = room.checked_sub(row.len() + head) else { break };
        *room = rest;
        seen.insert(mail);
        rows.insert(std::ptr::from_ref::<Finding>(finding), row);
    }
    let cut = all.len() - rows.len();
    (rows, cut)
}

/// The first of the lines, as far as there is room for them.
fn fitting(room: &mut usize, lines: impl Iterator<Item = String>) -> Vec<String> {
    let fits = |line: &String| {
        let rest = room.checked_sub(line.len());
        *room = rest.unwrap_or(*room);
        rest.is_some()
    };
    lines.take_while(fits).collect()
}

fn left_out(view: &View, lost: usize) -> String {
    let language = view.options.language;
    let points = words::count(language, lost, ["point", "points"], ["finding", "findings"]);
    match language {
        Fr => {
            format!("**{points} de plus, parmi les moins graves, ne tiennent pas ici : `presend check` les montre.**")
        }
        En => format!("**{points} more, of the least grave, do not fit here: `presend check` shows them.**"),
    }
}

fn problem_line(view: &View, problem: &crate::source::Problem) -> String {
    let place = view.problem_place(problem).map(|place| format!("{} ", html_code(&place))).unwrap_or_default();
    let level = say(view.options.language, "non contrôlé", "not checkable");
    format!("- **{level}** {place}{} ({})\n", lines(&machine::problem(view, problem)), html_code(problem.code))
}

fn heading(view: &View, mail: Option<&str>) -> String {
    let events = || say(view.options.language, "Événements", "Events").to_string();
    let subject = view.outcome.mails.iter().find(|head| Some(head.path.as_str()) == mail);
    let subject =
        subject.and_then(|head| head.subject.as_deref()).map(|subject| format!(" · {}", html(&short(subject))));
    format!("#### {}{}\n", mail.map_or_else(events, html_code), subject.unwrap_or_default())
}

fn short(text: &str) -> String {
    super::text::shorten(text, 200)
}

fn table_head(view: &View) -> &'static str {
    say(
        view.options.language,
        "| Niveau | Endroit | Point | Règle |\n|:--|:--|:--|:--|\n",
        "| Level | Place | Finding | Rule |\n|:--|:--|:--|:--|\n",
    )
}

fn row(view: &View, finding: &Finding) -> String {
    let level = words::level(view.options.language, finding.level);
    let place = html_code(&view.place(finding.span));
    format!("| **{level}** | {place} | {} | {} |\n", lines(&machine::full(view, finding)), html_code(&finding.rule))
}

/// Lines inside a cell.
fn lines(text: &str) -> String {
    text.lines().map(html).collect::<Vec<_>>().join("<br>")
}

/// What was confirmed and what was not checked, to be unfolded by who wants it.
fn folded(view: &View, out: &mut String, room: &mut usize) {
    let language = view.options.language;
    let waiting: Vec<String> = machine::waiting(view).iter().map(|line| format!("- {}\n", html(line))).collect();
    let label = format!("{} ({})", say(language, "Non vérifié", "Not checked"), waiting.len());
    section(view, out, room, &label, waiting);
    let confirmed = view.groups().into_iter().filter(|group| !group.confirmed.is_empty()).map(|group| {
        let claims: Vec<String> =
            confirmed_words(&group.confirmed, view).iter().map(|claim| html(&short(claim))).collect();
        let colon = say(language, " : ", ": ");
        format!("- {}{colon}{}\n", group.mail.map(html_code).unwrap_or_default(), claims.join(" · "))
    });
    section(view, out, room, say(language, "Confirmé", "Confirmed"), confirmed.collect());
    let mut rest: Vec<String> = Vec::new();
    rest.extend(
        view.known_words()
            .map(|known| format!("- {}{}\n", say(language, "Déjà connus : ", "Known already: "), html(&known))),
    );
    rest.extend(view.corrections().map(|words| format!("- {}\n", html(&words))));
    let rest = fitting(room, rest.into_iter());
    if !rest.is_empty() {
        let _ = write!(out, "\n{}", rest.concat());
    }
}

fn section(view: &View, out: &mut String, room: &mut usize, label: &str, lines: Vec<String>) {
    let all = lines.len();
    let lines = fitting(room, lines.into_iter());
    if all == 0 {
        return;
    }
    let _ = write!(out, "\n<details><summary>{label}</summary>\n\n{}", lines.concat());
    if lines.len() < all {
        let _ = writeln!(out, "- … {}", say(view.options.language, "et d'autres", "and others"));
    }
    out.push_str("\n</details>\n");
}
