//! A text as the eye reads it: what shows nothing is not there, and a letter that looks like another is that other.
//!
//! Comes in: a block, or any text of a mail. Goes out: the same with its places, without what cannot be seen (zero-width
//! characters, soft hyphens, marks of direction), with letters of other alphabets inside Latin words as the letters that
//! they pass for, and with letters and digits of other widths and faces as plain ones. It never reorders: a text that
//! shows in another order is told by the rule `text-direction`.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::language::fold::{foreign, passes_for, unseen};
use crate::message::Block;
use crate::source::{Traced, TracedBuilder};

/// A block as it is seen; nearly always the block itself.
pub(super) fn block(block: Cow<'_, Block>) -> Cow<'_, Block> {
    let changes = changes(block.text.text());
    if changes.is_empty() {
        return block;
    }
    let mut out = block.into_owned();
    let (text, at) = apply(&out.text, &changes);
    for (_, range) in &mut out.links {
        *range = at(range.start)..at(range.end);
    }
    out.text = text;
    Cow::Owned(out)
}

/// The words of a text that hold letters of another alphabet which pass for Latin ones: each with its bytes.
pub(super) fn look_alikes(text: &str) -> Vec<Range<usize>> {
    if !text.chars().any(foreign) {
        return Vec::new();
    }
    let pure = only_passing(text);
    words(text).filter(|word| passes(&text[word.clone()], pure)).collect()
}

/// The first mark that makes the text after it show from right to left, in a text without letters that are read so.
pub(super) fn reversed(text: &str) -> Option<Range<usize>> {
    let right_to_left =
        |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}');
    let (at, mark) = text.char_indices().find(|(_, c)| matches!(c, '\u{202e}' | '\u{202b}' | '\u{2067}'))?;
    (mark == '\u{202e}' || !text.contains(right_to_left)).then_some(at..text.len())
}

/// Blanks that are letters to Unicode, and show as a space.
fn blank(c: char) -> bool {
    matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}')
}

/// The plain sign of one of another width or face: `Ａ`, `𝐀`, `ℯ`.
fn plain(c: char) -> Option<char> {
    let faces = matches!(c, '\u{ff01}'..='\u{ff5e}' | '\u{1d400}'..='\u{1d7ff}' | '\u{210a}'..='\u{2134}');
    let mut spelt = std::iter::once(c).filter(|_| faces).nfkc();
    let first = spelt.next().filter(char::is_ascii)?;
    spelt.next().is_none().then_some(first)
}

/// What is to be put for bytes of a text.
type Change = (Range<usize>, Option<char>);

fn changes(text: &str) -> Vec<Change> {
    // Nothing below the soft hyphen is touched, and nearly all texts have nothing else but accents and quotes.
    let odd = |c: char| c >= '\u{ad}' && (unseen(c) || foreign(c) || blank(c) || plain(c).is_some());
    if text.is_ascii() || !text.chars().any(odd) {
        return Vec::new();
    }
    let mut out: Vec<Change> = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let range = at..at + c.len_utf8();
        if unseen(c) {
            let after = text[range.end..].chars().next();
            // With "Ã" before it, it is the half of a letter that was read in the wrong encoding.
            let misread = c == '\u{ad}' && matches!(before, Some('Ã' | 'Â'));
            if !misread && !joins(before, after) {
                out.push((range, None));
            }
            continue;
        }
        before = Some(c);
        if blank(c) {
            out.push((range, Some(' ')));
        } else if let Some(plain) = plain(c) {
            out.push((range, Some(plain)));
        }
    }
    for word in look_alikes(text) {
        let inside = text[word.clone()].char_indices().filter_map(|(at, c)| Some((at, c, passes_for(c)?)));
        out.extend(inside.map(|(at, c, to)| (word.start + at..word.start + at + c.len_utf8(), Some(to))));
    }
    out.sort_by_key(|(range, _)| range.start);
    out
}

/// Whether something unseen belongs to what stands before it: the parts of an emoji, the forms of other scripts.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let latin =
        |c: char| c.is_ascii() || c < '\u{530}' && c.is_alphanumeric() || c.is_whitespace() || plain(c).is_some();
    before.is_some_and(|c| !latin(c) && !matches!(c, '’' | '«' | '»' | '“' | '”' | '–' | '—' | '…'))
        || after == Some('\u{20e3}')
}

/// The text with its changes, and where a byte of the old text lies in it.
fn apply(text: &Traced, changes: &[Change]) -> (Traced, impl Fn(usize) -> usize + use<>) {
    let mut out = TracedBuilder::with_capacity(text.len());
    let mut from = 0;
    // The end of each change: in the old text, and in the new one.
    let mut ends = vec![(0, 0)];
    for (range, to) in changes {
        out.push(text, from..range.start);
        if let Some(to) = to {
            out.push_unit(to.encode_utf8(&mut [0; 4]), text, range.clone());
        }
        from = range.end;
        ends.push((from, out.len()));
    }
    out.push(text, from..text.len());
    let starts: Vec<usize> = changes.iter().map(|(range, _)| range.start).collect();
    let at = move |byte: usize| {
        let done = ends.partition_point(|(old, _)| *old <= byte).saturating_sub(1);
        let (old, new) = ends[done];
        // Inside a change, all bytes lie at its start.
        new + byte.min(starts.get(done).copied().unwrap_or(usize::MAX)) - old
    };
    (out.finish(), at)
}

/// The words of a text: runs of letters and digits, with what is unseen inside them.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let end = text[start..].find(|c: char| !c.is_alphanumeric() && !unseen(c)).map_or(text.len(), |n| start + n);
        at = end;
        Some(start..end)
    })
}

/// Whether every foreign letter of a text passes for a Latin one: no Russian or Greek text is so.
fn only_passing(text: &str) -> bool {
    text.chars().filter(|c| foreign(*c) && c.is_alphabetic()).all(|c| passes_for(c).is_some())
}

/// Whether a word passes for a Latin one. `TNFα` and `NFκB` are names of their own: the letters around must be of the
/// same case, and two at least. `pure`: no letter of the whole text shows that another alphabet is meant.
fn passes(word: &str, pure: bool) -> bool {
    let Some(first) = word.chars().find(|c| passes_for(*c).is_some()) else { return false };
    if word.chars().any(|c| foreign(c) && c.is_alphabetic() && passes_for(c).is_none()) {
        return false;
    }
    let latin = word.chars().filter(|c| c.is_alphabetic() && *c < '\u{250}');
    let alike = latin.clone().filter(|c| c.is_lowercase() == first.is_lowercase()).count();
    if latin.count() == 0 {
        return pure && word.chars().filter(|c| c.is_alphabetic()).count() >= 4;
    }
    alike >= 2 || alike == 1 && word.chars().count() == 2 && first.is_lowercase() && !matches!(first, 'α' | 'γ' | 'κ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn seen(text: &str) -> String {
        let source = Traced::source(text, FileId(0), 0);
        apply(&source, &changes(text)).0.text().to_string()
    }

    #[test]
    fn what_is_not_seen_is_not_there() {
        for hidden in ["a\u{200b}b", "a\u{ad}b", "a\u{2060}b", "a\u{200d}b", "a\u{e0061}b", "a\u{fe0f}b", "\u{feff}ab"]
        {
            assert_eq!(seen(hidden), "ab", "{hidden:?}");
        }
        assert_eq!(seen("a\u{3164}b"), "a b");
        for kept in ["👨\u{200d}👩", "❤\u{fe0f}", "1\u{fe0f}\u{20e3}", "क\u{200d}ष"] {
            assert_eq!(seen(kept), kept);
        }
    }

    #[test]
    fn letters_pass_for_others_in_latin_words_only() {
        assert_eq!(seen("s\u{430}ison"), "saison");
        assert_eq!(seen("Ｃomposer à １０ h, 𝟐𝟎"), "Composer à 10 h, 20");
        for kept in ["Привет, сосед", "TNFα et NFκB", "PGF2α", "σύνοψη", "β-lactamine", "№ 5, 5 ℃", "α et β"]
        {
            assert_eq!(seen(kept), kept);
        }
    }

    #[test]
    fn places_follow_what_is_left() {
        let text = "x a\u{200b}b y";
        let (seen, at) = apply(&Traced::source(text, FileId(0), 0), &changes(text));
        let range = at(2)..at(7);
        assert_eq!(&seen.text()[range.clone()], "ab");
        let span = seen.origin(range).span().unwrap();
        assert_eq!(&text[span.start as usize..span.end as usize], "a\u{200b}b");
    }
}
