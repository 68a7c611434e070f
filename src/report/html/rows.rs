//! The rows of a mail's table: what it says, what the event says, whether they agree.

use serde::Serialize;

use super::marks::{From, Target};
use super::received::Received;
use crate::finding::{Backed, Finding, Level, Page};
use crate::language::Language;
use crate::report::text::{clean_line, shorten};
use crate::report::view::View;
use crate::report::words::{self, count, say};

/// The most points of a mail that have a row.
const MOST_ROWS: usize = 200;
/// The most confirmed claims of a mail that have a row.
const MOST_BACKED: usize = 200;
/// The longest words in a row, in characters.
const LONGEST: usize = 240;
/// The longest message, in characters.
const LONGEST_MESSAGE: usize = 800;
/// The most further places that are named.
const MOST_PLACES: usize = 8;

/// A row.
#[derive(Serialize, Default)]
pub(super) struct Row {
    pub(super) number: usize,
    class: &'static str,
    sign: &'static str,
    level: String,
    found: String,
    /// What stands where nothing was found.
    absent: &'static str,
    times: Option<String>,
    /// It is an address, not words.
    address: bool,
    place: String,
    rule: String,
    expected: Vec<String>,
    message: Option<String>,
    help: Vec<String>,
    notes: Vec<String>,
    /// Where its words stand on the page; in a frame only the script reaches them.
    go: Option<String>,
    frame: bool,
    /// It concerns only some of the recipients.
    #[serde(skip)]
    some: bool,
    /// It is about words of the mail itself.
    #[serde(skip)]
    in_mail: bool,
}

/// A mail's table.
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    /// Where the words of each row come from.
    pub(super) targets: Vec<Target>,
    /// What is not shown.
    pub(super) more: Option<String>,
}

/// Numbers the rows of a page.
pub(super) struct Rows<'a> {
    view: &'a View<'a>,
    last: usize,
}

/// The class of a level.
pub(super) fn class(level: Level) -> &'static str {
    level.word()
}

impl<'a> Rows<'a> {
    pub(super) fn new(view: &'a View<'a>) -> Rows<'a> {
        Rows { view, last: 0 }
    }

    /// The points of a mail, the gravest first, then what is confirmed.
    pub(super) fn table(&mut self, findings: &[&Finding], pages: &[&Page]) -> Table {
        let mut findings = findings.to_vec();
        findings.sort_by_key(|finding| std::cmp::Reverse(finding.level));
        let mut out = Table { rows: Vec::new(), targets: Vec::new(), more: None };
        for finding in findings.iter().take(MOST_ROWS) {
            self.last += 1;
            out.rows.push(self.point(finding));
            let spans = std::iter::once(&finding.span).chain(&finding.places);
            // What is owed and missing lies nowhere.
            let from = spans.filter(|_| !finding.found.is_empty()).map(|span| From::Bytes(*span)).collect();
            out.targets.push(Target { number: self.last, class: class(finding.level), from });
        }
        for claim in joined(pages).into_iter().take(MOST_BACKED) {
            self.last += 1;
            out.rows.push(self.backed(&claim));
            let from = claim.places.into_iter().map(From::Place).collect();
            out.targets.push(Target { number: self.last, class: "ok", from });
        }
        let more = findings.len().saturating_sub(MOST_ROWS);
        out.more = (more > 0).then(|| {
            let language = self.view.options.language;
            let points =
                count(language, more, ["autre point", "autres points"], ["further finding", "further findings"]);
            format!("{points}{}", say(language, " : « presend check » les montre.", ": “presend check” shows them."))
        });
        out
    }

    fn point(&self, finding: &Finding) -> Row {
        let view = self.view;
        let language = view.options.language;
        let personal = view.is_personal(finding);
        let words = |text: &str| shorten(&clean_line(text), LONGEST);
        let found = if personal { String::new() } else { words(&finding.found) };
        let mut notes = Vec::new();
        notes.extend(finding.recipients.as_ref().map(|affected| words::affected(language, affected)));
        if finding.mails.len() > 1 {
            let mails: Vec<String> = finding.mails.iter().take(MOST_PLACES).map(|mail| clean_line(mail)).collect();
            let more = if finding.mails.len() > MOST_PLACES { ", …" } else { "" };
            notes.push(format!("{}{}{more}", say(language, "Dans les mails : ", "In the mails: "), mails.join(", ")));
        }
        if !finding.places.is_empty() {
            let places: Vec<String> = finding.places.iter().take(MOST_PLACES).map(|at| view.place(*at)).collect();
            let more = if finding.places.len() > MOST_PLACES { ", …" } else { "" };
            notes.push(format!("{}{}{more}", say(language, "Aussi : ", "Also at: "), places.join(", ")));
        }
        if let Some(why) = finding.why.as_ref().filter(|_| view.options.verbose) {
            notes.push(clean_line(why.get(language)));
        }
        let related = finding.related.iter().take(MOST_PLACES).map(|related| {
            let message = clean_line(related.message.get(language));
            let colon = if message.is_empty() { "" } else { say(language, " : ", ": ") };
            format!("{message}{colon}{}", view.place(related.span))
        });
        notes.extend(related);
        Row {
            number: self.last,
            class: class(finding.level),
            sign: if finding.level == Level::Error { "✗" } else { "?" },
            level: words::level(language, finding.level).to_string(),
            absent: match personal {
                true => say(language, "données d'un destinataire", "a recipient's data"),
                false => say(language, "rien", "nothing"),
            },
            address: is_address(&found),
            found,
            place: format!("{} · {}", part(language, finding.part), view.place(finding.span)),
            rule: clean_line(&finding.rule),
            expected: finding.expected.iter().take(MOST_PLACES).map(|text| words(text)).collect(),
            message: Some(shorten(&clean_line(finding.message.get(language)), LONGEST_MESSAGE)),
            help: finding.help.iter().map(|help| shorten(&view.words(help), LONGEST_MESSAGE)).collect(),
            notes,
            some: finding.recipients.as_ref().is_some_and(|whom| whom.affected < whom.of),
            in_mail: matches!(finding.part, "html" | "text" | "subject" | "preheader" | "headers"),
            ..Row::default()
        }
    }

    fn backed(&self, claim: &Backed) -> Row {
        let language = self.view.options.language;
        let times = claim.places.len();
        Row {
            number: self.last,
            class: "ok",
            sign: "✓",
            level: kind(language, claim.kind).to_string(),
            address: is_address(&claim.found),
            found: shorten(&clean_line(&claim.found), LONGEST),
            times: (times > 1).then(|| format!("{}{}", words::number(language, times), words::times(language))),
            expected: vec![shorten(&clean_line(claim.shown.get(language)), LONGEST)],
            ..Row::default()
        }
    }
}

/// The confirmed claims of a mail, over all events that it is made for.
fn joined(pages: &[&Page]) -> Vec<Backed> {
    let mut out: Vec<Backed> = Vec::new();
    for claim in pages.iter().flat_map(|page| &page.backed) {
        match out.iter_mut().find(|known| known.kind == claim.kind && known.shown == claim.shown) {
            Some(known) => {
                let new = claim.places.iter().filter(|place| !known.places.contains(place)).cloned();
                let new: Vec<_> = new.collect();
                known.places.extend(new);
            }
            None => out.push(claim.clone()),
        }
    }
    const ORDER: [&str; 6] = ["title", "date", "time", "duration", "person", "venue"];
    out.sort_by_key(|claim| ORDER.iter().position(|kind| *kind == claim.kind).unwrap_or(ORDER.len()));
    out
}

/// Ties rows to the words that were marked for them; where there are none, says why.
pub(super) fn tie(language: Language, rows: &mut [Row], views: &[Received], id: &str, shown: bool) {
    for row in rows {
        let in_page = views.iter().any(|view| view.rows_in_page.contains(&row.number));
        let in_frame = views.iter().any(|view| view.rows_in_frame.contains(&row.number));
        row.frame = in_frame && !in_page;
        row.go = match (in_page, in_frame) {
            (true, _) => Some(format!("#m{}", row.number)),
            (false, true) => Some(format!("#{id}-1")),
            (false, false) => None,
        };
        if row.go.is_none() && row.some && row.in_mail && shown {
            row.notes.push(
                say(
                    language,
                    "Pas dans la version montrée ici : d'autres destinataires en reçoivent une autre.",
                    "Not in the version shown here: other recipients get another one.",
                )
                .to_string(),
            );
        }
    }
}

fn is_address(text: &str) -> bool {
    text.contains("://")
}

/// The part of a mail, for people.
pub(super) fn part(language: Language, part: &str) -> &'static str {
    match part {
        "subject" => say(language, "objet", "subject"),
        "preheader" => say(language, "aperçu", "preheader"),
        "headers" => say(language, "en-tête", "header"),
        "html" => say(language, "mail", "mail"),
        "text" => say(language, "partie texte", "text part"),
        "recipients" => say(language, "destinataires", "recipients"),
        "event" => say(language, "événement", "event"),
        "settings" => say(language, "réglages", "settings"),
        "calendar" => say(language, "invitation jointe", "attached invitation"),
        _ => say(language, "modèle", "template"),
    }
}

fn kind(language: Language, kind: &str) -> &'static str {
    match kind {
        "title" => say(language, "titre", "title"),
        "date" => say(language, "date", "date"),
        "time" => say(language, "heure", "time"),
        "duration" => say(language, "durée", "duration"),
        "link" => say(language, "lien", "link"),
        "person" => say(language, "personne", "person"),
        "contact" => say(language, "contact", "contact"),
        "calendar" => say(language, "invitation", "invitation"),
        _ => say(language, "lieu", "venue"),
    }
}
