//! A mail as it is received: its lines, its HTML in a frame, its text part, all with their marks.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::chains::Chains;
use super::escape;
use super::frame::framed;
use super::marks::{Marks, Target};
use super::said::Said;
use crate::finding::{Line, Page, Why, is_table};
use crate::language::Language;
use crate::report::text::{clean_line, visible};
use crate::report::view::View;
use crate::report::words::{self, say};
use crate::source::{Origin, Traced, TracedBuilder};

/// The most events for which a template of every event is shown.
const MOST_VIEWS: usize = 6;
/// The longest HTML that is shown whole, in bytes.
const LONGEST_HTML: usize = 200 * 1024;
/// The longest text part that is shown whole, in bytes.
const LONGEST_TEXT: usize = 60 * 1024;
/// How much is shown around a mark of a longer one, in bytes on each side.
const AROUND: usize = 300;
/// The most places that are shown of a longer one.
const MOST_PLACES: usize = 60;
/// The most hidden texts that are shown.
const MOST_HIDDEN: usize = 5;

const FRAME_STYLE: &str = include_str!("frame.css");

/// A mail as one page shows it.
#[derive(Serialize)]
pub(super) struct Received {
    id: String,
    title: String,
    note: Option<String>,
    lines: Vec<ShownLine>,
    frame: Option<String>,
    frame_title: String,
    text: Option<String>,
    text_title: &'static str,
    cut: Option<&'static str>,
    /// How words are explained, where some are; or that they are not.
    explained: Option<&'static str>,
    unexplained: Option<String>,
    #[serde(skip)]
    pub(super) rows_in_page: BTreeSet<usize>,
    #[serde(skip)]
    pub(super) rows_in_frame: BTreeSet<usize>,
}

#[derive(Serialize)]
struct ShownLine {
    name: &'static str,
    html: String,
}

/// The subject of a mail on one line, without a recipient's data.
pub(super) fn subject(view: &View, page: &Page) -> Option<String> {
    let (_, text) = page.lines.iter().find(|(line, _)| *line == Line::Subject)?;
    Some(clean_line(masked(view, text).text())).filter(|line| !line.is_empty())
}

/// The views of a mail: one, or for a template of every event one for each.
pub(super) fn views(pages: &[&Page], targets: &[Target], id: &str, chains: &mut Chains<'_>) -> Vec<Received> {
    let view = chains.view();
    let mut marked = BTreeSet::new();
    let shown = pages.iter().take(MOST_VIEWS).enumerate();
    let mut out: Vec<Received> = shown
        .map(|(n, page)| {
            let words = if chains.is_full() { &[][..] } else { &page.words };
            let mut plain = Plain { page, words, chains, targets, marked: &mut marked, rows: BTreeSet::new() };
            received(&mut plain, format!("{id}-{}", n + 1), pages.len() > 1)
        })
        .collect();
    if let (Some(last), true) = (out.last_mut(), pages.len() > MOST_VIEWS) {
        last.cut = Some(say(
            view.options.language,
            "Ce modèle sert d'autres événements encore, qui ne sont pas montrés ici.",
            "This template serves further events, which are not shown here.",
        ));
    }
    out
}

fn received(plain: &mut Plain<'_, '_, '_>, id: String, several: bool) -> Received {
    let (view, page) = (plain.chains.view(), plain.page);
    let language = view.options.language;
    let say = |fr, en| say(language, fr, en);
    let explains = !plain.words.is_empty();
    let hidden = page.lines.iter().filter(|(line, _)| *line == Line::Hidden).take(MOST_HIDDEN);
    let lines = page.lines.iter().filter(|(line, _)| *line != Line::Hidden).chain(hidden);
    let lines = lines
        .map(|(line, text)| ShownLine { name: name(language, *line), html: plain.write(&masked(view, text), true).0 });
    let lines = lines.collect();
    let (frame, rows_in_frame, cut_html) = match page.html.as_ref().filter(|html| !html.text().trim().is_empty()) {
        Some(html) => plain.document(&masked(view, html)),
        None => (None, BTreeSet::new(), false),
    };
    let text = page.text.as_ref().map(|text| plain.write(&masked(view, text), false));
    let cut = cut_html || text.as_ref().is_some_and(|(_, cut)| *cut);
    let mut title = say("Le mail tel qu'il est reçu", "The mail as it is received").to_string();
    if let Some(event) = page.event.as_ref().filter(|_| several) {
        title.push_str(&format!("{}{}", say(" : ", ": "), clean_line(event.get(language))));
    }
    Received {
        id,
        frame_title: title.clone(),
        title,
        note: note(view, page),
        lines,
        frame,
        text: text.map(|(text, _)| text),
        text_title: if page.html.is_some() { say("Partie texte", "Text part") } else { say("Texte", "Text") },
        cut: cut.then_some(say(
            "Ce mail est très long : seuls les alentours des mots marqués sont montrés.",
            "This mail is very long: only what stands around the marked words is shown.",
        )),
        explained: explains.then_some(say(
            "Cliquer sur un mot dit d'où il vient et ce qui le confirme. Au clavier : Entrée ; ← et → vont d'un mot à l'autre.",
            "A click on a word tells where it comes from and what backs it. By keyboard: Enter; ← and → go from word to word.",
        )),
        unexplained: (!explains).then(|| unexplained(language, &page.mail)),
        rows_in_page: std::mem::take(&mut plain.rows),
        rows_in_frame,
    }
}

/// Where the words of a mail are explained if not on this page.
fn unexplained(language: Language, mail: &str) -> String {
    let mail = clean_line(mail);
    match language {
        Language::Fr => format!(
            "Cette page ne dit pas d'où viennent les mots de ce mail : « presend check {mail} --format html » le dit, ou \
             « presend why {mail} \"quelques mots\" »."
        ),
        Language::En => format!(
            "This page does not tell where the words of this mail come from: “presend check {mail} --format html” does, or \
             “presend why {mail} \"some words\"”."
        ),
    }
}

/// Whose mail it is, and how many others there are.
fn note(view: &View, page: &Page) -> Option<String> {
    let language = view.options.language;
    let row = page.row?;
    let mut note = match language {
        Language::Fr => format!("Comme le reçoit le destinataire de la ligne {row}"),
        Language::En => format!("As the recipient of line {row} gets it"),
    };
    if page.versions > 1 {
        let others = words::number(language, page.versions - 1);
        note.push_str(&match (language, page.versions) {
            (Language::Fr, 2) => " ; une autre version va à d'autres".to_string(),
            (Language::Fr, _) => format!(" ; {others} autres versions vont à d'autres"),
            (Language::En, 2) => "; another version goes to others".to_string(),
            (Language::En, _) => format!("; {others} other versions go to others"),
        });
    }
    if !view.options.show_personal {
        note.push_str(say(
            language,
            ". Ses données sont remplacées par ⟨leur nom⟩",
            ". Its data are replaced by ⟨their names⟩",
        ));
    }
    note.push('.');
    Some(note)
}

fn name(language: Language, line: Line) -> &'static str {
    match line {
        Line::From => say(language, "De", "From"),
        Line::ReplyTo => say(language, "Répondre à", "Reply to"),
        Line::Subject => say(language, "Objet", "Subject"),
        Line::Preheader => say(language, "Aperçu", "Preheader"),
        Line::Hidden => say(language, "Texte caché", "Hidden text"),
    }
}

/// A text in which a recipient's data are replaced by the names of their columns, unless they may be shown.
fn masked(view: &View, text: &Traced) -> Traced {
    let of_people = |from: &Origin| match from {
        Origin::Value { at, pointer, .. } => {
            pointer.starts_with("recipient.") || at.is_some_and(|at| is_table(&view.sources.path(at.file)))
        }
        _ => false,
    };
    if view.options.show_personal || !text.segments().iter().any(|segment| of_people(&segment.from)) {
        return text.clone();
    }
    let mut out = TracedBuilder::with_capacity(text.len());
    let mut last = None;
    for (piece, segment) in text.pieces(0..text.len()) {
        let Origin::Value { at, tag, pointer, .. } = &segment.from else {
            last = None;
            out.push(text, piece);
            continue;
        };
        if !of_people(&segment.from) {
            last = None;
            out.push(text, piece);
            continue;
        }
        // A value may be several pieces; it is named once.
        if last != Some((*tag, pointer)) {
            let name = pointer.rsplit('.').next().unwrap_or_default();
            let name: String = name.chars().filter(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ')).collect();
            out.push_value_unit(&format!("⟨{name}⟩"), *at, *tag, pointer);
        }
        last = Some((*tag, pointer));
    }
    out.finish()
}

/// A document as a value between single quotes. What the mail's reader gets stays what it is in the frame; controls and
/// marks of direction stand as references, so that none of them is in the page itself.
fn quoted(document: &str) -> String {
    let mut out = String::with_capacity(document.len() + document.len() / 8);
    for c in document.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if visible(c) != c => out.push_str(&format!("&#x{:x};", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// What is shown of a text that is too long: what stands around its marks, else its beginning.
fn windows(text: &str, marks: &Marks) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for mark in marks.all() {
        let (start, end) = (mark.range.start.saturating_sub(AROUND), (mark.range.end + AROUND).min(text.len()));
        let full = out.len() == MOST_PLACES;
        match out.last_mut() {
            Some(last) if start <= last.end => last.end = last.end.max(end),
            _ if full => break,
            _ => out.push(start..end),
        }
    }
    if out.is_empty() {
        let start = text.find("<body").unwrap_or_default();
        out.push(start..(start + 10 * AROUND).min(text.len()));
    }
    for window in &mut out {
        while !text.is_char_boundary(window.start) {
            window.start -= 1;
        }
        while !text.is_char_boundary(window.end) {
            window.end += 1;
        }
    }
    out
}

/// Writes texts that stand on the page itself.
struct Plain<'a, 'c, 'v> {
    page: &'a Page,
    /// Its words that are explained, and what is told of them.
    words: &'a [Why],
    chains: &'c mut Chains<'v>,
    targets: &'a [Target],
    /// The rows whose first mark is written, on the whole page: it bears their names.
    marked: &'a mut BTreeSet<usize>,
    /// The rows that are marked in this mail.
    rows: BTreeSet<usize>,
}

impl Plain<'_, '_, '_> {
    /// The document of a frame as the value of its `srcdoc` between single quotes, the rows in it, and whether it was cut.
    fn document(&mut self, html: &Traced) -> (Option<String>, BTreeSet<usize>, bool) {
        let marks = Marks::of(html, self.targets);
        let cut = html.len() > LONGEST_HTML;
        let windows = cut.then(|| windows(html.text(), &marks));
        let said = Said::of(html, self.words, self.chains.view());
        let framed = framed(html.text(), &marks, &said, self.chains, windows.as_deref());
        let document = format!(
            "<!doctype html><html><head><meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" \
             content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\"><style>{FRAME_STYLE}</style></head>{}",
            framed.html
        );
        (Some(quoted(&document)), framed.rows, cut)
    }

    /// A text with its marks, and whether it was cut.
    fn write(&mut self, text: &Traced, line: bool) -> (String, bool) {
        let marks = Marks::of(text, self.targets);
        let said = Said::of(text, self.words, self.chains.view());
        let cut = text.len() > if line { 4 * AROUND } else { LONGEST_TEXT };
        let mut out = String::new();
        if !cut {
            self.run(&mut out, text.text(), 0..text.len(), (&marks, &said), line);
            return (out, false);
        }
        for window in windows(text.text(), &marks) {
            out.push_str("… ");
            self.run(&mut out, text.text(), window, (&marks, &said), line);
            out.push_str(if line { " …" } else { " …\n" });
        }
        (out, !line)
    }

    fn run(&mut self, out: &mut String, text: &str, range: Range<usize>, (marks, said): (&Marks, &Said), line: bool) {
        let seen = |c: char| if c == '\n' && !line { c } else { visible(c) };
        let write = |out: &mut String, range: Range<usize>| {
            let words: String = text[range].chars().filter(|c| *c != '\r').map(seen).collect();
            out.push_str(&escape(&words));
        };
        let mut start = range.start;
        for (piece, marks) in marks.pieces(range.clone()) {
            let mut end = piece.end;
            while !text.is_char_boundary(end) {
                end += 1;
            }
            let mut words = String::new();
            let part = start.min(end)..end;
            said.write(self.chains, &mut words, part.clone(), &write);
            let ends = marks.iter().any(|mark| mark.range.end <= end);
            start = end;
            match marks.first() {
                Some(first) if !text[part].trim().is_empty() => {
                    self.mark(out, first.row, first.class, &marks, &words, ends)
                }
                _ => out.push_str(&words),
            }
        }
    }

    fn mark(
        &mut self,
        out: &mut String,
        row: usize,
        class: &str,
        marks: &[&super::marks::Mark],
        words: &str,
        ends: bool,
    ) {
        let fresh = marks.iter().map(|mark| mark.row).find(|row| !self.marked.contains(row));
        let id = fresh.map(|row| format!(" id=\"m{row}\"")).unwrap_or_default();
        self.marked.extend(fresh);
        self.rows.extend(fresh);
        out.push_str(&format!("<a class=\"mark {class}\"{id} href=\"#r{row}\">{words}"));
        if ends && class != "ok" {
            out.push_str(&format!("<sup>{row}</sup>"));
        }
        out.push_str("</a>");
    }
}
