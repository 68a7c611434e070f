//! The report for screen readers: no drawing, no colour, one statement a line.

use std::fmt::Write;

use super::points::{Point, Rest, take_rest};
use super::text::clean_line;
use super::view::{Group, View, confirmed_words};
use super::words::{self, say};
use crate::source::Problem;

/// The most further places of a point that are named.
const MOST_PLACES: usize = 20;

pub(super) fn render(view: &View) -> String {
    let mut out = String::new();
    for problem in &view.outcome.problems {
        self::problem(&mut out, view, problem);
    }
    let mut groups = view.groups();
    let rest = if view.options.verbose { Vec::new() } else { take_rest(&mut groups) };
    for group in groups {
        self::group(&mut out, view, &group);
    }
    self::rest(&mut out, view, &rest);
    closing(&mut out, view);
    out
}

// Writing to a `String` cannot fail, so the results of `writeln!` in this file are dropped.

fn group(out: &mut String, view: &View, group: &Group) {
    let language = view.options.language;
    if let Some(mail) = group.mail.filter(|_| !view.options.quiet) {
        let mut line = format!("Mail{}{}", say(language, " : ", ": "), clean_line(mail));
        if let Some(subject) = group.head.and_then(|head| head.subject.as_deref()) {
            let _ = write!(line, ". {}{}", say(language, "Objet : ", "Subject: "), clean_line(subject));
        }
        let _ = writeln!(out, "{line}");
        if let Some(event) = group.head.and_then(|head| head.event.as_ref()) {
            let _ = writeln!(out, "{}{}", say(language, "Pour : ", "For: "), clean_line(event.get(language)));
        }
        if let Some(head) = group.head.filter(|head| head.recipients > 0) {
            let _ = writeln!(out, "{}{}", say(language, "À : ", "To: "), words::recipients(language, head.recipients));
        }
        out.push('\n');
    }
    for point in &group.points {
        self::point(out, view, point);
    }
    let confirmed = confirmed_words(&group.confirmed, view);
    if !confirmed.is_empty() && !view.options.quiet && view.lists_confirmed() {
        let _ = writeln!(
            out,
            "{}{}.",
            say(language, "Confirmé : ", "Confirmed: "),
            confirmed.join(say(language, " ; ", "; "))
        );
        out.push('\n');
    }
}

/// What is not shown in full, a rule a line.
fn rest(out: &mut String, view: &View, rest: &[Rest]) {
    let language = view.options.language;
    for rest in rest {
        let _ = writeln!(out, "{}{}.", say(language, "Et encore : ", "Further: "), words::rest(view, rest));
    }
    if !rest.is_empty() {
        let _ = writeln!(out, "{}\n", say(language, "L'option -v montre tout.", "The option -v shows all."));
    }
}

pub(super) fn point(out: &mut String, view: &View, point: &Point) {
    let language = view.options.language;
    let finding = point.finding;
    let _ = writeln!(
        out,
        "{}: {}: {} [{}]",
        view.place(finding.span),
        words::level(language, finding.level),
        clean_line(&view.words(&finding.message)),
        clean_line(&finding.rule)
    );
    for related in &finding.related {
        let message = clean_line(related.message.get(language));
        let colon = if message.is_empty() { "" } else { say(language, " : ", ": ") };
        let _ = writeln!(out, "  {}{}{colon}{message}", say(language, "Voir : ", "See: "), view.place(related.span));
    }
    if !point.places.is_empty() {
        let places: Vec<String> = point.places.iter().take(MOST_PLACES).map(|span| view.place(*span)).collect();
        let more = if point.places.len() > MOST_PLACES { ", …" } else { "" };
        let _ = writeln!(out, "  {}{}", say(language, "Aussi : ", "Also at: "), places.join(", ") + more);
    }
    if finding.mails.len() > 1 {
        let mails: Vec<String> = finding.mails.iter().map(|mail| clean_line(mail)).collect();
        let _ = writeln!(out, "  {}{}", say(language, "Dans les mails : ", "In the mails: "), mails.join(", "));
    }
    if let Some(affected) = &finding.recipients {
        let _ = writeln!(out, "  {}", words::affected(language, affected));
    }
    if let Some(why) = finding.why.as_ref().filter(|_| view.options.verbose) {
        let _ = writeln!(out, "  {}{}", say(language, "Pourquoi : ", "Why: "), clean_line(why.get(language)));
    }
    if let Some(help) = &finding.help {
        advice(out, view, &view.words(help));
    }
    out.push('\n');
}

fn problem(out: &mut String, view: &View, problem: &Problem) {
    let language = view.options.language;
    let place = view.problem_place(problem).map(|place| format!("{place}: ")).unwrap_or_default();
    let _ = writeln!(
        out,
        "{place}{}: {} [{}]",
        say(language, "non contrôlé", "not checkable"),
        clean_line(problem.message.get(language)),
        problem.code
    );
    if let Some(help) = &problem.help {
        advice(out, view, &view.words(help));
    }
    out.push('\n');
}

/// Advice may hold a line to write: its lines stay lines.
fn advice(out: &mut String, view: &View, help: &str) {
    let label = say(view.options.language, "Conseil : ", "Advice: ");
    for (n, line) in help.lines().enumerate() {
        let _ = writeln!(out, "  {}{line}", if n == 0 { label } else { "  " });
    }
}

fn closing(out: &mut String, view: &View) {
    let language = view.options.language;
    if !view.options.quiet {
        for kept in &view.outcome.kept {
            let label = say(language, "Repris de l'ancien mail : ", "Taken over from the old mail: ");
            let _ = writeln!(out, "{label}{}", words::kept(view, kept));
        }
        for waiting in &view.waiting {
            let reason = clean_line(waiting.reason.get(language));
            let unlock = waiting.unlock.map(|unlock| format!(" ({})", clean_line(unlock.get(language))));
            let _ = writeln!(
                out,
                "{}{reason}{}",
                say(language, "Non vérifié : ", "Not checked: "),
                unlock.unwrap_or_default()
            );
        }
        if view.outcome.left_out > 0 {
            let _ = writeln!(
                out,
                "{}{}",
                say(language, "Laissés de côté : ", "Left out: "),
                words::left_out(language, view.outcome.left_out)
            );
        }
        if let Some(aside) = view.aside() {
            let _ = writeln!(out, "{}{aside}.", say(language, "Laissés de côté : ", "Left out: "));
        }
        if let Some(hint) = &view.outcome.hint {
            let _ = writeln!(out, "{}", clean_line(hint.get(language)));
        }
    }
    if let Some(known) = view.known_words() {
        let _ = writeln!(out, "{}{known}.", say(language, "Déjà connus : ", "Known already: "));
    }
    if let Some(corrections) = view.corrections() {
        let _ = writeln!(out, "{corrections}.");
    }
    let _ = writeln!(out, "{}", words::verdict(view));
}
