//! The report as workflow commands of GitHub Actions: an annotation for each finding, and the verdict.
//!
//! A runner reads commands in what a step prints: at the start of a line (`::error::`), and `##[…]` anywhere in it.
//! Every line here begins with a command or a word of ours, and nothing of a file is left that could be a command.
//! Commands are not switched off by `stop-commands`: these lines are commands themselves.

use std::fmt::Write;

use super::machine::{self, Spot, tame};
use super::text::clean_line;
use super::view::View;
use super::words::{self, say};
use crate::finding::{Level, Verdict};
use crate::language::Language::{En, Fr};

/// The most findings that are printed. GitHub shows far fewer as annotations; all of these stand in the log.
const MOST: usize = 1_000;
/// How many annotations of each grade GitHub shows for one step.
const SHOWN: usize = 10;

// Writing to a `String` cannot fail, so the results of `write!` in this file are dropped.

pub(super) fn render(view: &View) -> String {
    let language = view.options.language;
    let mut out = String::new();
    for problem in &view.outcome.problems {
        let title = format!("{} ({})", title(view, say(language, "non contrôlé", "not checkable")), problem.code);
        let path = problem.path.as_deref().map(|path| machine::in_repository(view, path));
        let place = problem.span.map(|span| place(&Spot::new(view, span))).or(path.map(|path| file(&path)));
        command(&mut out, "error", place, &title, &machine::problem(view, problem));
    }
    let findings = machine::by_gravity(view);
    let (grave, infos): (Vec<_>, Vec<_>) = findings.iter().take(MOST).partition(|finding| finding.level > Level::Info);
    let annotate = |out: &mut String, findings: &[&crate::finding::Finding]| {
        for finding in findings {
            let name = match finding.level {
                Level::Info => "notice",
                level => machine::level(level),
            };
            let title =
                format!("{} ({})", title(view, words::level(language, finding.level)), clean_line(&finding.rule));
            let spot = Spot::new(view, finding.span);
            command(out, name, Some(place(&spot)), &title, &machine::full(view, finding));
        }
    };
    annotate(&mut out, &grave);
    // Before the other notices, of which GitHub shows the first ten alone.
    let verdict = words::verdict(view);
    let notice = [Some(verdict.clone()), unseen(view), left_out(view, findings.len())];
    let name = if view.verdict == Verdict::Nothing { "error" } else { "notice" };
    command(&mut out, name, None, "presend", &notice.into_iter().flatten().collect::<Vec<_>>().join("\n"));
    annotate(&mut out, &infos);
    for waiting in machine::waiting(view) {
        let _ = writeln!(out, "{}{}", say(language, "Non vérifié : ", "Not checked: "), tame(&waiting));
    }
    if let Some(known) = view.known_words() {
        let _ = writeln!(out, "{}{}.", say(language, "Déjà connus : ", "Known already: "), tame(&known));
    }
    let _ = writeln!(out, "{}", tame(&verdict));
    out
}

fn title(view: &View, level: &str) -> String {
    format!("presend{}{level}", say(view.options.language, " : ", ": "))
}

/// Which annotations GitHub will not show.
fn unseen(view: &View) -> Option<String> {
    let [errors, warnings, infos] = view.counts();
    // The verdict is a notice of its own.
    let grades = [errors + view.outcome.problems.len(), warnings, infos + 1];
    let unseen: usize = grades.iter().map(|grade| grade.saturating_sub(SHOWN)).sum();
    (unseen > 0).then(|| match view.options.language {
        Fr => format!(
            "GitHub montre au plus {SHOWN} annotations de chaque niveau par étape : {} n'y seront pas. Le journal de \
             l'étape les a.",
            words::number(Fr, unseen)
        ),
        En => format!(
            "GitHub shows at most {SHOWN} annotations of each level for a step: {} will not be there. The step's log \
             has them.",
            words::number(En, unseen)
        ),
    })
}

/// Which findings are not even in the log.
fn left_out(view: &View, all: usize) -> Option<String> {
    let more = all.checked_sub(MOST).filter(|more| *more > 0)?;
    let points = words::count(view.options.language, more, ["point", "points"], ["finding", "findings"]);
    Some(match view.options.language {
        Fr => format!("{points} de plus, parmi les moins graves, ne sont pas imprimés : --format json les a tous."),
        En => format!("{points} more, of the least grave, are not printed: --format json has them all."),
    })
}

/// Where an annotation stands. GitHub takes columns only within one line.
fn place(spot: &Spot) -> String {
    let (start, end) = (spot.start, spot.end);
    let mut place = format!("{},line={},endLine={}", file(&spot.path), start.line, end.line);
    if start.line == end.line {
        let _ = write!(place, ",col={},endColumn={}", start.column, end.column);
    }
    place
}

fn file(path: &str) -> String {
    format!("file={}", property(&clean_line(path)))
}

fn command(out: &mut String, name: &str, place: Option<String>, title: &str, text: &str) {
    let place = place.map(|place| format!("{place},")).unwrap_or_default();
    let _ = writeln!(out, "::{name} {place}title={}::{}", property(title), data(text));
}

/// The data of a command.
fn data(text: &str) -> String {
    tame(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a command's property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
