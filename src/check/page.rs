//! A mail as it is received, for a report that shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::claims::{Claim, draft};
use crate::facts::Frame;
use crate::finding::{Backed, Line, Page, Pages};
use crate::language::Language::{En, Fr};
use crate::language::{Language, Message};
use crate::message::BlockKind;
use crate::source::{FileId, Origin, Traced};
use crate::value::when::{self, Style};

use super::Ask;
use super::render::RenderedMail;

/// No mail yet: when they are checked.
pub(super) fn none_yet(ask: &Ask) -> Pages {
    let said = |language: Language| {
        let day = when::format_date(ask.now.date(), language, Style::Full);
        let (hour, minute) = (ask.now.hour().unsigned_abs(), ask.now.minute().unsigned_abs());
        let hour = when::format_time(hour, minute, language);
        match (language, ask.now_is_wall) {
            (Fr, false) => format!("le {day} à {hour}"),
            (En, false) => format!("on {day} at {hour}"),
            (Fr, true) => format!("comme si c'était le {day} à {hour}"),
            (En, true) => format!("as if it were {day}, {hour}"),
        }
    };
    Pages { at: Message::new(said(Fr), said(En)), mails: Vec::new() }
}

/// How many words of a run are explained; a mail that begins below it is explained whole.
const MOST_WORDS: usize = 60_000;

/// How many words are explained so far, in the mails that are joined.
#[derive(Debug, Default)]
pub struct Explained(AtomicUsize);

impl Explained {
    /// Whether the words of a further mail need not be explained: they would be let go of.
    pub(super) fn is_full(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= MOST_WORDS
    }

    /// Adds a mail's pages, in the order of the mails.
    pub(super) fn add(&self, pages: &mut Pages, new: Vec<Page>) {
        for mut page in new {
            if self.is_full() {
                page.words = Vec::new();
            }
            self.0.fetch_add(page.words.len(), Ordering::Relaxed);
            pages.mails.push(page);
        }
    }
}

/// A mail as the recipient of a row gets it. Its words are explained when all claims are known, and how many versions of
/// it there are is told when all are.
pub(super) fn of(
    frame: &Frame<'_>,
    rendered: &RenderedMail,
    row: Option<u32>,
    claims: &[(&'static str, &Claim)],
) -> Page {
    let lines = lines(rendered);
    let texts = lines.iter().map(|(_, text)| text).chain(&rendered.html).chain(&rendered.text);
    let mut files = BTreeSet::from([frame.mail.file, frame.own().event.file]);
    texts.for_each(|text| add_files(text, &mut files));
    Page {
        mail: frame.mail.path.clone(),
        event: Some(draft::event(frame.own())),
        row,
        versions: 1,
        html: rendered.html.clone(),
        text: rendered.text.clone(),
        backed: backed(claims),
        words: Vec::new(),
        files: files.into_iter().collect(),
        lines,
    }
}

fn lines(rendered: &RenderedMail) -> Vec<(Line, Traced)> {
    let message = &rendered.message;
    let headers = [
        (Line::From, &message.from),
        (Line::ReplyTo, &message.reply_to),
        (Line::Subject, &message.subject),
        (Line::Preheader, &message.preheader),
    ];
    let headers = headers.into_iter().filter_map(|(line, text)| Some((line, text.clone()?)));
    let blocks = message.html.iter().flat_map(|part| &part.blocks);
    let hidden = blocks.filter(|block| block.hidden && block.kind != BlockKind::Alt);
    headers.chain(hidden.map(|block| (Line::Hidden, block.text.clone()))).collect()
}

/// The files that a text comes from: templates, partials, and the data that they print.
fn add_files(text: &Traced, files: &mut BTreeSet<FileId>) {
    for segment in text.segments() {
        match &segment.from {
            Origin::Source { at, .. } => {
                files.insert(at.file);
            }
            Origin::Value { at, tag, .. } => {
                files.insert(tag.file);
                files.extend(at.map(|at| at.file));
            }
            Origin::Made { tag } => files.extend(tag.map(|tag| tag.file)),
        }
    }
}

/// Each value once, with all its places.
fn backed(claims: &[(&'static str, &Claim)]) -> Vec<Backed> {
    let mut out: Vec<Backed> = Vec::new();
    let mut known: BTreeMap<(&'static str, &str), usize> = BTreeMap::new();
    for (kind, claim) in claims {
        let Some((value, shown)) = &claim.value else { continue };
        let at = *known.entry((kind, value)).or_insert_with(|| {
            let (shown, found) = (shown.clone(), claim.found.clone());
            out.push(Backed { kind, shown, found, places: Vec::new() });
            out.len() - 1
        });
        out[at].places.push(claim.place.clone());
    }
    out
}
