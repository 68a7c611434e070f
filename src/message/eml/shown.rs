//! The parts of a message as one page and one text: what programs that show HTML, and others, put below each other.

use crate::source::{Traced, TracedBuilder};

/// A part as it is shown, in one form or in both.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) html: Option<Traced>,
    pub(super) text: Option<Traced>,
}

/// What a program that shows HTML shows: of a part that has none, its text.
pub(super) fn html_view(shown: &[Shown]) -> Option<Traced> {
    shown.iter().any(|one| one.html.is_some()).then(|| {
        let pieces: Vec<Traced> =
            shown.iter().filter_map(|one| one.html.clone().or_else(|| one.text.as_ref().map(as_html))).collect();
        joined(&pieces).unwrap_or_default()
    })
}

/// What a program that shows text alone shows.
pub(super) fn text_view(shown: &[Shown]) -> Option<Traced> {
    let pieces: Vec<Traced> = shown.iter().filter_map(|one| one.text.clone()).collect();
    joined(&pieces)
}

/// Pieces below each other, with an empty line between them.
pub(super) fn joined(pieces: &[Traced]) -> Option<Traced> {
    let (first, rest) = pieces.split_first()?;
    if rest.is_empty() {
        return Some(first.clone());
    }
    let mut out = TracedBuilder::with_capacity(pieces.iter().map(|piece| piece.len() + 2).sum());
    out.push(first, 0..first.len());
    for piece in rest {
        out.push_made("\n\n", None);
        out.push(piece, 0..piece.len());
    }
    Some(out.finish())
}

/// A text as a program puts it below the HTML.
fn as_html(text: &Traced) -> Traced {
    let mut out = TracedBuilder::with_capacity(text.len() + 16);
    out.push_made("<p>", None);
    let mut at = 0;
    for line in text.text().split_inclusive('\n') {
        let content = line.trim_end_matches(['\r', '\n']);
        let mut from = at;
        for (n, mark) in content.match_indices(['&', '<', '>']) {
            out.push(text, from..at + n);
            let name = match mark {
                "&" => "&amp;",
                "<" => "&lt;",
                _ => "&gt;",
            };
            out.push_unit(name, text, at + n..at + n + 1);
            from = at + n + 1;
        }
        out.push(text, from..at + content.len());
        out.push_made(if content.trim().is_empty() { "</p><p>" } else { "<br>" }, None);
        at += line.len();
    }
    out.push_made("</p>", None);
    out.finish()
}
