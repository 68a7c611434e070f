//! The report for a screen: in French or English, and fit for its width. The lines of the files are drawn by
//! [`super::frame`].

use std::fmt::Write;

use similar::{ChangeTag, TextDiff};

use super::excerpt::Excerpt;
use super::frame::{Label, draw};
use super::points::{Point, Rest, take_rest};
use super::text::{clean_line, columns, shorten, wrap};
use super::view::{Group, View, confirmed_words};
use super::words::{self, say};
use crate::finding::{Diff, Finding, Level, Verdict};
use crate::language::Language;
use crate::source::{FileId, Problem, Span};

/// The narrowest screen that is written for.
const NARROWEST: usize = 40;
/// The widest that sentences run.
const WIDEST_PROSE: usize = 110;
/// The most characters of a line of a file.
const LONGEST_LINE: usize = 300;
/// The longest value that is held against another letter by letter.
const SHORT: usize = 80;
/// The most further places that are named.
const MOST_PLACES: usize = 10;
/// What is left of many points, after their number.
const FURTHER_FR: [&str; 2] = ["autre point", "autres points"];
const FURTHER_EN: [&str; 2] = ["further point", "further points"];
/// The most confirmed claims of a mail that are listed, unless the reader wants all.
const MOST_CONFIRMED: usize = 16;

pub(super) fn render(view: &View) -> String {
    let mut screen = Screen { view, width: view.options.width.max(NARROWEST), out: String::new() };
    for problem in &view.outcome.problems {
        screen.problem(problem);
    }
    let mut groups = view.groups();
    let rest = if view.options.verbose { Vec::new() } else { take_rest(&mut groups) };
    for group in groups {
        screen.group(&group);
    }
    screen.rest(&rest);
    screen.closing();
    screen.out
}

struct Screen<'a> {
    view: &'a View<'a>,
    width: usize,
    out: String,
}

/// A colour, as the number that a terminal knows it by. Yellow and cyan are not among them: on a light screen they can
/// hardly be read.
#[derive(Clone, Copy)]
enum Ink {
    Red,
    Magenta,
    Green,
    Bold,
    Dim,
}

impl Screen<'_> {
    fn say(&self, fr: &'static str, en: &'static str) -> &'static str {
        say(self.view.options.language, fr, en)
    }

    fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.view.options.color {
            return text.to_string();
        }
        let code = match ink {
            Ink::Red => "1;31",
            Ink::Magenta => "1;35",
            Ink::Green => "32",
            Ink::Bold => "1",
            Ink::Dim => "2",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }

    fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A label in its column, and a text beside it.
    fn labelled(&mut self, label: &str, text: &str, column: usize) {
        let mut first = self.ink(Ink::Bold, label);
        first.extend(std::iter::repeat_n(' ', column.saturating_sub(columns(label)).max(1)));
        self.out.push_str(&wrap(text, &first, &" ".repeat(column), self.prose()));
    }

    /// The columns that sentences take: longer lines are hard to read, however wide the screen.
    fn prose(&self) -> usize {
        self.width.min(WIDEST_PROSE)
    }

    fn line(&mut self, text: &str) {
        self.out.push_str(&wrap(text, "  ", "  ", self.prose()));
    }

    fn group(&mut self, group: &Group) {
        let quiet = self.view.options.quiet;
        if !quiet {
            self.head(group);
        }
        for point in &group.points {
            self.point(point);
        }
        if !quiet && self.view.lists_confirmed() {
            self.confirmed(group);
        }
    }

    fn head(&mut self, group: &Group) {
        let language = self.view.options.language;
        let Some(mail) = group.mail else {
            let events = self.say("Événements", "Events");
            let words = self.say("ce que les événements disent d'eux-mêmes", "what the events say of themselves");
            self.labelled(events, words, 12);
            self.blank();
            return;
        };
        let mut line = clean_line(mail);
        if let Some(head) = group.head {
            if let Some(subject) = &head.subject {
                let (open, close) = if language == Language::Fr { ("« ", " »") } else { ("“", "”") };
                line = format!("{line} · {open}{}{close}", clean_line(subject));
            }
            if head.recipients > 0 {
                line = format!("{line} · {}", words::recipients(language, head.recipients));
            }
        }
        self.labelled("Mail", &line, 8);
        if let Some(event) = group.head.and_then(|head| head.event.as_ref()) {
            let label = self.say("Pour", "For");
            self.labelled(label, &clean_line(event.get(language)), 8);
        }
        self.blank();
    }

    fn point(&mut self, point: &Point) {
        let view = self.view;
        let finding = point.finding;
        let language = view.options.language;
        let (ink, level) = match finding.level {
            Level::Error => (Ink::Red, words::level(language, Level::Error)),
            Level::Warning => (Ink::Magenta, words::level(language, Level::Warning)),
            Level::Info => (Ink::Bold, words::level(language, Level::Info)),
        };
        let rule = self.ink(Ink::Dim, &format!("[{}]", clean_line(&finding.rule)));
        let head = format!("{}  ", self.ink(ink, &level.to_uppercase()));
        self.out.push_str(&wrap(&format!("{} {rule}", view.words(&finding.message)), &head, "  ", self.prose()));
        self.places(finding);
        self.difference(finding);
        self.further_places(point);
        if let Some(affected) = &finding.recipients {
            self.line(&words::affected(language, affected));
        }
        if let Some(why) = finding.why.as_ref().filter(|_| view.options.verbose) {
            self.line(&view.words(why));
        }
        if let Some(help) = &finding.help {
            self.help(&view.words(help));
        }
        self.blank();
    }

    /// The lines of the files: the finding's own file first, each other file after it.
    fn places(&mut self, finding: &Finding) {
        let language = self.view.options.language;
        let own = (finding.span, String::new());
        let related = finding.related.iter().map(|related| (related.span, clean_line(related.message.get(language))));
        let mut files: Vec<(FileId, Vec<(Span, String)>)> = Vec::new();
        for (span, label) in std::iter::once(own).chain(related) {
            let personal = span == finding.span && self.view.is_personal(finding);
            if personal || self.view.hides(span) {
                self.out.push_str(&format!("  {}\n", self.view.place(span)));
                continue;
            }
            match files.iter_mut().find(|(file, _)| *file == span.file) {
                Some((_, spans)) => spans.push((span, label)),
                None => files.push((span.file, vec![(span, label)])),
            }
        }
        for (file, spans) in files {
            self.snippet(file, &spans);
        }
    }

    /// The lines of one file with marks; a place whose line was cut before it is named instead.
    fn snippet(&mut self, file: FileId, spans: &[(Span, String)]) {
        let file = self.view.sources.file(file);
        // Line numbers and frame take about eight columns.
        let limit = (self.width - 8).min(LONGEST_LINE);
        let only: Vec<Span> = spans.iter().map(|(span, _)| *span).collect();
        let excerpt = Excerpt::new(&file, &only, limit);
        let mut labels = Vec::new();
        let mut unseen = Vec::new();
        for ((span, label), mark) in spans.iter().zip(&excerpt.marks) {
            let label = Some(shorten(label, SHORT)).filter(|label| !label.is_empty());
            match mark {
                Some(mark) => labels.push(Label { words: label, start: mark.start, len: mark.len }),
                None => unseen.push((self.view.place(*span), label)),
            }
        }
        let drawn = draw(excerpt, labels, self.width, self.view.options.color);
        self.out.push_str(&drawn);
        for (place, label) in unseen {
            self.line(&[Some(place), label].into_iter().flatten().collect::<Vec<_>>().join("  "));
        }
    }

    /// Found and expected, one below the other, with what differs marked.
    fn difference(&mut self, finding: &Finding) {
        let (Some(kind), Some(expected)) = (finding.diff, finding.expected.first()) else { return };
        let (found, expected) = (clean_line(&finding.found), clean_line(expected));
        let short = |text: &str| !text.is_empty() && text.chars().count() <= SHORT;
        if found == expected || !short(&found) || !short(&expected) || self.view.is_personal(finding) {
            return;
        }
        let Some([old, new]) = changes(kind, &found, &expected) else { return };
        let labels = [self.say("lu", "found"), self.say("attendu", "expected")];
        for ((label, pieces), ink) in labels.into_iter().zip([old, new]).zip([Ink::Red, Ink::Green]) {
            let mut text = String::new();
            let mut under = String::new();
            for (changed, piece) in &pieces {
                text.push_str(&if *changed { self.ink(ink, piece) } else { piece.clone() });
                under.extend(std::iter::repeat_n(if *changed { '~' } else { ' ' }, columns(piece)));
            }
            let _ = writeln!(self.out, "  {label:<9}{text}");
            if !self.view.options.color && !under.trim().is_empty() {
                let _ = writeln!(self.out, "  {:<9}{}", "", under.trim_end());
            }
        }
    }

    fn further_places(&mut self, point: &Point) {
        let language = self.view.options.language;
        let finding = point.finding;
        if !point.places.is_empty() {
            let places = self.view.places(finding.span, &point.places, MOST_PLACES);
            let all = words::count(language, point.places.len() + 1, ["endroit", "endroits"], ["place", "places"]);
            self.line(&match language {
                Language::Fr => format!("Aussi : {places} ({all} en tout)."),
                Language::En => format!("Also at: {places} ({all} in all)."),
            });
        }
        if finding.mails.len() > 1 {
            let mails: Vec<String> = finding.mails.iter().map(|mail| clean_line(mail)).collect();
            let count = words::count(language, mails.len(), ["mail", "mails"], ["mail", "mails"]);
            let line = format!("{} {count}{} {}", self.say("Dans", "In"), self.say(" :", ":"), mails.join(", "));
            self.line(&line);
        }
    }

    /// What is not shown in full: by rule.
    fn rest(&mut self, rest: &[Rest]) {
        if rest.is_empty() {
            return;
        }
        let n = rest.iter().map(|rest| rest.points).sum();
        let language = self.view.options.language;
        let head = match language {
            Language::Fr => {
                format!("Et {} (-v les montre tous) :", words::count(Language::Fr, n, FURTHER_FR, ["", ""]))
            }
            Language::En => format!("And {} (-v shows all):", words::count(Language::En, n, ["", ""], FURTHER_EN)),
        };
        self.out.push_str(&wrap(&self.ink(Ink::Bold, &head), "", "", self.prose()));
        for rest in rest {
            self.out.push_str(&wrap(&words::rest(self.view, rest), "  ", "      ", self.prose()));
        }
        self.blank();
    }

    fn help(&mut self, help: &str) {
        let arrow = format!("  {} ", self.ink(Ink::Bold, "→"));
        self.out.push_str(&wrap(help, &arrow, "    ", self.prose()));
    }

    fn problem(&mut self, problem: &Problem) {
        let view = self.view;
        let head = self.say("NON CONTRÔLÉ", "NOT CHECKABLE");
        let head = format!("{}  ", self.ink(Ink::Red, head));
        let code = self.ink(Ink::Dim, &format!("[{}]", problem.code));
        self.out.push_str(&wrap(&format!("{} {code}", view.words(&problem.message)), &head, "  ", self.prose()));
        match problem.span {
            Some(span) if view.hides(span) => self.line(&view.place(span)),
            Some(span) => self.snippet(span.file, &[(span, String::new())]),
            None => {
                if let Some(path) = &problem.path {
                    self.line(&clean_line(path));
                }
            }
        }
        if let Some(help) = &problem.help {
            self.help(&view.words(help));
        }
        self.blank();
    }

    fn confirmed(&mut self, group: &Group) {
        let language = self.view.options.language;
        let mut claims = confirmed_words(&group.confirmed, self.view);
        if claims.is_empty() {
            return;
        }
        let more = claims.len().saturating_sub(MOST_CONFIRMED);
        if more > 0 && !self.view.options.verbose {
            claims.truncate(MOST_CONFIRMED);
            let words = words::count(language, more, ["autre", "autres"], ["more", "more"]);
            claims.push(format!("{} {words}", self.say("et", "and")));
        }
        let label = self.say("Confirmé", "Confirmed");
        self.labelled(label, &claims.join(" · "), LABELS);
        self.blank();
    }

    fn closing(&mut self) {
        let view = self.view;
        let language = view.options.language;
        let before = self.out.len();
        if !view.options.quiet {
            if !view.lists_confirmed() {
                self.confirmed_count();
            }
            self.kept();
            self.waiting();
            if view.outcome.left_out > 0 {
                let label = self.say("Laissés de côté", "Left out");
                self.labelled(label, &words::left_out(language, view.outcome.left_out), LABELS);
            }
            if let Some(aside) = view.aside() {
                self.labelled(self.say("Laissés de côté", "Left out"), &aside, LABELS);
            }
            if let Some(hint) = &view.outcome.hint {
                self.out.push_str(&wrap(&view.words(hint), "", "", self.prose()));
            }
        }
        if let Some(known) = view.known_words() {
            self.labelled(self.say("Déjà connus", "Known already"), &known, LABELS);
        }
        if let Some(corrections) = view.corrections() {
            let label = self.say("Corrections", "Corrections");
            self.labelled(label, &corrections, LABELS);
        }
        if self.out.len() > before {
            self.blank();
        }
        let ink = match (view.verdict, view.exit) {
            (Verdict::Clean, _) => Ink::Green,
            (_, 0) => Ink::Magenta,
            _ => Ink::Red,
        };
        // The last line stays one line, whatever the width: people and scripts look for it.
        let sentence = self.ink(ink, &words::verdict(view));
        let _ = writeln!(self.out, "{sentence}");
    }

    /// What the mails took over from an old one.
    fn kept(&mut self) {
        for kept in &self.view.outcome.kept {
            let label = self.say("Repris", "Taken over");
            self.labelled(label, &words::kept(self.view, kept), LABELS);
        }
    }

    /// For many mails: how much was confirmed, not what.
    fn confirmed_count(&mut self) {
        let language = self.view.options.language;
        let claims = self.view.outcome.confirmed.iter().map(|claim| claim.times.max(1)).sum();
        if claims == 0 {
            return;
        }
        let text = format!(
            "{} {} {}",
            words::count(language, claims, ["affirmation", "affirmations"], ["statement", "statements"]),
            self.say("dans", "in"),
            words::count(language, self.view.outcome.mails.len(), ["mail", "mails"], ["mail", "mails"])
        );
        let label = self.say("Confirmé", "Confirmed");
        self.labelled(label, &text, LABELS);
    }

    fn waiting(&mut self) {
        let language = self.view.options.language;
        let mut label = self.say("Non vérifié", "Not checked");
        for waiting in &self.view.waiting {
            let mut text = clean_line(waiting.reason.get(language));
            if let Some(unlock) = waiting.unlock {
                let _ = write!(text, " ({})", clean_line(unlock.get(language)));
            }
            if waiting.mails.len() > 1 {
                let mails = words::count(language, waiting.mails.len(), ["mail", "mails"], ["mail", "mails"]);
                let _ = write!(text, ", {mails}");
            }
            self.labelled(label, &text, LABELS);
            label = "";
        }
    }
}

/// The column beside the labels at the end.
const LABELS: usize = 17;

/// Longer texts, both together in bytes, are not shown against each other.
const MOST_COMPARED: usize = 4_000;

/// The pieces of two texts, each with whether it differs; `None` where the two have too little in common to compare.
fn changes(kind: Diff, old: &str, new: &str) -> Option<[Vec<(bool, String)>; 2]> {
    // A limit of time would show one thing here and another there.
    if old.len() + new.len() > MOST_COMPARED {
        return None;
    }
    let diff = match kind {
        Diff::Words => TextDiff::from_unicode_words(old, new),
        Diff::Letters => TextDiff::from_graphemes(old, new),
    };
    let worth = match kind {
        Diff::Words => 0.2,
        Diff::Letters => 0.5,
    };
    if diff.ratio() < worth {
        return None;
    }
    let mut sides = [Vec::new(), Vec::new()];
    for change in diff.iter_all_changes() {
        let changed = change.tag() != ChangeTag::Equal;
        let piece = (changed, change.value().to_string());
        if change.tag() != ChangeTag::Insert {
            sides[0].push(piece.clone());
        }
        if change.tag() != ChangeTag::Delete {
            sides[1].push(piece);
        }
    }
    Some(sides)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_marked_where_it_lies() {
        let [old, new] = changes(Diff::Words, "jeudi 12 mars 2026", "mardi 12 mars 2026").unwrap();
        let changed = |side: &[(bool, String)]| -> Vec<String> {
            side.iter().filter(|(changed, _)| *changed).map(|(_, piece)| piece.clone()).collect()
        };
        assert_eq!((changed(&old), changed(&new)), (vec!["jeudi".into()], vec!["mardi".into()]));
        let [old, new] = changes(Diff::Letters, "tablau", "tableau").unwrap();
        assert!(changed(&old).is_empty());
        assert_eq!(changed(&new), ["e"]);
        assert!(changes(Diff::Letters, "abc", "xyz").is_none());
    }
}
