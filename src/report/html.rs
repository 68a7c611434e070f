//! The report as one page for a browser: the verdict, and each mail as it is received beside what it says.
//!
//! The page is one file that loads nothing. Its policy lets one script run, ours; a mail lies in a frame that runs
//! none. Whatever comes from a file is escaped: by the template, or by the writers of marked texts.

mod chains;
mod frame;
mod image;
mod marks;
mod received;
mod rows;
mod said;
mod sheet;

use std::collections::{BTreeSet, HashMap};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use handlebars::Handlebars;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::text::clean_line;
use super::view::{Group, View};
use super::words::{self, count, say};
use crate::finding::{Level, Page, Verdict};
use crate::source::FileId;
use chains::Chains;
use received::Received;
use rows::{Rows, Table};

const PAGE: &str = include_str!("html/page.hbs");
const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = concat!(include_str!("html/why.js"), include_str!("html/page.js"));

/// The most mails that are shown with their tables; of the others the page says how many points they have.
const MOST_MAILS: usize = 40;
/// The most mails that are named.
const MOST_NAMED: usize = 400;
/// The most files whose digests are listed.
const MOST_FILES: usize = 60;

/// All that the template needs, in the order of the page.
#[derive(Serialize)]
struct Whole {
    lang: &'static str,
    hash: String,
    css: &'static str,
    js: &'static str,
    /// What is told of the words of the mails.
    chains: Option<String>,
    title: String,
    t: Labels,
    tone: &'static str,
    sign: &'static str,
    verdict: String,
    notes: Vec<String>,
    contents: Vec<Entry>,
    beyond: Option<String>,
    problems: Vec<Problem>,
    mails: Vec<Mail>,
    waiting: Vec<Waiting>,
    files: Vec<File>,
}

/// Words that are the same on each page of a language.
#[derive(Serialize)]
struct Labels {
    skip: &'static str,
    what: &'static str,
    contents: &'static str,
    problems: &'static str,
    agrees: &'static str,
    go: &'static str,
    no_rows: &'static str,
    waiting: &'static str,
    files: &'static str,
    made: String,
    read_by: &'static str,
    read_on: &'static str,
    close: &'static str,
}

#[derive(Serialize)]
struct Entry {
    href: Option<String>,
    name: String,
    counts: String,
    tone: &'static str,
}

#[derive(Serialize)]
struct Problem {
    message: String,
    place: Option<String>,
    help: Option<String>,
}

#[derive(Serialize)]
struct Mail {
    id: String,
    path: String,
    subject: Option<String>,
    head: Vec<Named>,
    /// Something kept it from being checked whole.
    incomplete: Option<&'static str>,
    labels: TableLabels,
    rows: Vec<rows::Row>,
    more: Option<String>,
    views: Vec<Received>,
}

/// The words of a table.
#[derive(Serialize)]
struct TableLabels {
    title: &'static str,
    found: &'static str,
    expected: &'static str,
}

#[derive(Serialize)]
struct Named {
    name: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Waiting {
    reason: String,
    unlock: Option<String>,
}

/// A file with its digest.
#[derive(Serialize)]
struct File {
    path: String,
    whole: String,
    short: String,
}

pub(super) fn render(view: &View) -> String {
    let pages: &[Page] = view.outcome.pages.as_ref().map_or(&[], |pages| &pages.mails);
    let mut by_mail: HashMap<&str, Vec<&Page>> = HashMap::new();
    for page in pages {
        by_mail.entry(&page.mail).or_default().push(page);
    }
    let groups = groups(view);
    let shown = shown(&groups);
    let mut rows = Rows::new(view);
    let mut chains = Chains::new(view);
    let mut files = BTreeSet::new();
    let mut mails = Vec::new();
    for group in groups.iter().enumerate().filter(|(n, _)| shown.contains(n)).map(|(_, group)| group) {
        let pages = group.mail.and_then(|mail| by_mail.get(mail)).map_or(&[][..], Vec::as_slice);
        files.extend(pages.iter().flat_map(|page| &page.files).copied());
        mails.push(mail(group, pages, &mut rows, &mut chains, mails.len() + 1));
    }
    let (contents, beyond) = contents(view, &groups, &shown);
    let (tone, sign) = tone(view);
    let title = match groups.iter().filter_map(|group| group.mail).collect::<Vec<_>>().as_slice() {
        [one] => format!("{} · presend", clean_line(one)),
        all => format!("{} · presend", count(view.options.language, all.len(), ["mail", "mails"], ["mail", "mails"])),
    };
    let whole = Whole {
        lang: view.options.language.tag(),
        hash: STANDARD.encode(Sha256::digest(SCRIPT)),
        css: STYLE,
        js: SCRIPT,
        chains: chains.data(),
        title,
        t: labels(view),
        tone,
        sign,
        verdict: words::verdict(view),
        notes: notes(view),
        contents,
        beyond,
        problems: problems(view),
        mails,
        waiting: waiting(view),
        files: digests(view, files),
    };
    let mut page = Handlebars::new();
    page.set_strict_mode(false);
    // The template is ours and tested; only a fault in it could fail here.
    page.render_template(PAGE, &whole).unwrap_or_default()
}

/// What stands in no mail, then every mail, also those without a point.
fn groups<'a>(view: &View<'a>) -> Vec<Group<'a>> {
    let mut groups = view.all_groups();
    groups.retain(|group| group.mail.is_some() || !group.findings.is_empty());
    let mut index: HashMap<&str, usize> = HashMap::new();
    for (n, group) in groups.iter().enumerate() {
        group.mail.into_iter().for_each(|mail| _ = index.entry(mail).or_insert(n));
    }
    // A point that stands in several mails through one partial is shown with each of them.
    for finding in view.findings.iter().filter(|finding| finding.mails.len() > 1) {
        for mail in finding.mails.iter().filter(|mail| finding.mail.as_ref() != Some(mail)) {
            if let Some(n) = index.get(mail.as_str()) {
                groups[*n].findings.push(finding);
            }
        }
    }
    let first = |n: usize, group: &Group| group.mail.is_none_or(|mail| index.get(mail) == Some(&n));
    let kept: Vec<bool> = groups.iter().enumerate().map(|(n, group)| first(n, group)).collect();
    let mut kept = kept.into_iter();
    groups.retain(|_| kept.next().unwrap_or(true));
    groups
}

/// Which of many are shown whole: those with points first.
fn shown(groups: &[Group]) -> BTreeSet<usize> {
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|n| (groups[*n].mail.is_some(), std::cmp::Reverse(worst(&groups[*n])), *n));
    order.into_iter().take(MOST_MAILS).collect()
}

fn worst(group: &Group) -> Option<Level> {
    group.findings.iter().map(|finding| finding.level).max()
}

fn mail(group: &Group, pages: &[&Page], rows: &mut Rows, chains: &mut Chains<'_>, n: usize) -> Mail {
    let view = chains.view();
    let language = view.options.language;
    let Table { rows: mut table, targets, more } = rows.table(&group.findings, pages);
    let id = format!("mail-{n}");
    let views = received::views(pages, &targets, &id, chains);
    rows::tie(language, &mut table, &views, &id, !pages.is_empty());
    let mut head = Vec::new();
    let mut add = |fr, en, value: String| head.push(Named { name: say(language, fr, en), value });
    for event in group.head.iter().filter(|_| pages.len() < 2).filter_map(|head| head.event.as_ref()) {
        add("Événement", "Event", clean_line(event.get(language)));
    }
    if let Some(one) = group.head.filter(|head| head.recipients > 0) {
        add("Destinataires", "Recipients", words::number(language, one.recipients));
    }
    let path = match group.mail {
        Some(mail) => clean_line(mail),
        None => say(language, "Les événements entre eux", "The events among themselves").to_string(),
    };
    let subject = group.head.and_then(|head| head.subject.as_deref()).map(clean_line).filter(|line| !line.is_empty());
    // The subject as the first recipient gets it may hold her name; the views show it without.
    let subject = pages.first().map_or(subject, |page| received::subject(view, page));
    let incomplete = group.mail.filter(|mail| is_incomplete(view, mail));
    let incomplete =
        incomplete.map(|_| say(language, "Contrôle incomplet : voir plus haut.", "Check incomplete: see above."));
    let labels = table_labels(view, group.mail.is_some());
    Mail { id, path, subject, head, incomplete, labels, rows: table, more, views }
}

/// Whether something in a mail's own file kept it from being checked whole.
fn is_incomplete(view: &View, mail: &str) -> bool {
    let own = |problem: &crate::source::Problem| match problem.span {
        Some(span) => view.sources.path(span.file) == mail,
        None => problem.path.as_deref() == Some(mail),
    };
    view.outcome.problems.iter().any(own)
}

fn table_labels(view: &View, of_mail: bool) -> TableLabels {
    let say = |fr, en| say(view.options.language, fr, en);
    match of_mail {
        true => TableLabels {
            title: say("Ce que le mail dit", "What the mail says"),
            found: say("Le mail dit", "The mail says"),
            expected: say("L'événement dit", "The event says"),
        },
        false => TableLabels {
            title: say("Ce que les événements disent d'eux-mêmes", "What the events say of themselves"),
            found: say("Un événement dit", "An event says"),
            expected: say("Attendu", "Expected"),
        },
    }
}

fn contents(view: &View, groups: &[Group], shown: &BTreeSet<usize>) -> (Vec<Entry>, Option<String>) {
    let language = view.options.language;
    if groups.len() < 2 {
        return (Vec::new(), None);
    }
    let mut place = 0;
    let entry = |(n, group): (usize, &Group)| {
        place += usize::from(shown.contains(&n));
        let href = shown.contains(&n).then(|| format!("#mail-{place}"));
        let name = group.mail.map_or_else(
            || say(language, "Les événements entre eux", "The events among themselves").to_string(),
            clean_line,
        );
        let incomplete = group.mail.is_some_and(|mail| is_incomplete(view, mail));
        let tone = if incomplete { "error" } else { worst(group).map_or("ok", rows::class) };
        let mut counts = counts(view, group);
        if incomplete {
            counts.push_str(say(language, ", contrôle incomplet", ", check incomplete"));
        }
        Entry { href, name, counts, tone }
    };
    let contents: Vec<Entry> = groups.iter().enumerate().map(entry).take(MOST_NAMED).collect();
    let beyond = (groups.len() > shown.len()).then(|| {
        let shown = words::number(language, shown.len());
        let all = words::number(language, groups.len());
        match language {
            crate::language::Language::Fr => format!(
                "{shown} sur {all} sont montrés ici, d'abord ceux qui ont des points. « presend check MAIL --format html » \
                 montre un mail seul."
            ),
            crate::language::Language::En => format!(
                "{shown} of {all} are shown here, those with findings first. “presend check MAIL --format html” shows one \
                 mail alone."
            ),
        }
    });
    (contents, beyond)
}

/// `2 à corriger, 1 à vérifier`, or that there is nothing.
fn counts(view: &View, group: &Group) -> String {
    let language = view.options.language;
    let levels = [Level::Error, Level::Warning, Level::Info];
    let words = levels.into_iter().filter_map(|level| {
        let n = group.findings.iter().filter(|finding| finding.level == level).count();
        (n > 0).then(|| format!("{} {}", words::number(language, n), words::level(language, level)))
    });
    let words: Vec<String> = words.collect();
    match words.is_empty() {
        true => say(language, "aucun point", "no finding").to_string(),
        false => words.join(", "),
    }
}

fn tone(view: &View) -> (&'static str, &'static str) {
    match view.verdict {
        Verdict::Incomplete => ("error", "✗"),
        _ if view.exit == 1 => ("error", "✗"),
        Verdict::Clean => ("ok", "✓"),
        _ => ("warning", "?"),
    }
}

fn notes(view: &View) -> Vec<String> {
    let language = view.options.language;
    let hint = view.outcome.hint.as_ref().map(|hint| clean_line(hint.get(language)));
    let left_out = (view.outcome.left_out > 0).then(|| {
        let label = say(language, "Laissés de côté : ", "Left out: ");
        format!("{label}{}", words::left_out(language, view.outcome.left_out))
    });
    let label = say(language, "Déjà connus : ", "Known already: ");
    let known = view.known_words().map(|known| format!("{label}{known}."));
    hint.into_iter().chain(left_out).chain(known).collect()
}

fn problems(view: &View) -> Vec<Problem> {
    let problem = |problem: &crate::source::Problem| Problem {
        message: view.words(&problem.message),
        place: view.problem_place(problem),
        help: problem.help.as_ref().map(|help| view.words(help)),
    };
    view.outcome.problems.iter().map(problem).collect()
}

fn waiting(view: &View) -> Vec<Waiting> {
    let language = view.options.language;
    let several = view.outcome.mails.len() > 1;
    let one = |waiting: &super::view::Waiting| {
        let mut reason = clean_line(waiting.reason.get(language));
        if several {
            let mails = count(language, waiting.mails.len(), ["mail", "mails"], ["mail", "mails"]);
            reason.push_str(&format!(" ({mails})"));
        }
        let unlock = waiting.unlock.map(|unlock| {
            let label = say(language, "Pour le vérifier : ", "To check it: ");
            format!("{label}{}", clean_line(unlock.get(language)))
        });
        Waiting { reason, unlock }
    };
    view.waiting.iter().map(one).collect()
}

/// The files of the mails that are shown, with their digests; a workbook has none here, for what was read of it is a
/// text.
fn digests(view: &View, files: BTreeSet<FileId>) -> Vec<File> {
    let files = files.into_iter().map(|file| view.sources.file(file)).filter(|file| file.sheet().is_none());
    let digest = |file: std::sync::Arc<crate::source::SourceFile>| {
        let whole: String = Sha256::digest(&file.bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        File { path: clean_line(&file.path), short: whole[..16].to_string(), whole }
    };
    files.take(MOST_FILES).map(digest).collect()
}

fn labels(view: &View) -> Labels {
    let language = view.options.language;
    let say = |fr, en| say(language, fr, en);
    let version = env!("CARGO_PKG_VERSION");
    let at = view.outcome.pages.as_ref().map(|pages| pages.at.get(language));
    let at = at.map(|at| format!("{}{at} ", say("Contrôlé ", "Checked "))).unwrap_or_default();
    Labels {
        skip: say("Aller au contenu", "Skip to content"),
        what: say("le dernier regard avant l'envoi", "the look before it goes out"),
        contents: say("Mails contrôlés", "Mails checked"),
        problems: say("Ce qui n'a pas pu être contrôlé", "What could not be checked"),
        agrees: say("Accord", "Agrees"),
        go: say("voir dans le mail", "see it in the mail"),
        no_rows: say("Rien de ce que dit ce mail n'a été reconnu.", "Nothing that this mail says was recognised."),
        waiting: say("Non vérifié", "Not checked"),
        files: say("Fichiers contrôlés, par leur empreinte", "Files checked, by their digest"),
        made: format!("{at}{} presend {version}.", say("par", "by")),
        read_by: say("Relu par :", "Read by:"),
        read_on: say("le :", "on:"),
        close: say("Fermer", "Close"),
    }
}

/// A text as it may stand in markup.
fn escape(text: &str) -> String {
    handlebars::html_escape(text)
}
