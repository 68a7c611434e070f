//! Words in a YAML scalar. Which spelling is right hangs on its quotes, so each is tried, and the one counts with which
//! the document reads as before but for these words.

use std::ops::Range;

use super::syntax::Wanted;
use super::title::Tags;
use crate::source::{FileId, Span, Traced};
use crate::yaml::{self, Document, Node, Value};

/// The bytes for settings at the top of a template.
pub(super) fn in_front(wanted: &Wanted, tag: Option<&str>, rendered: bool) -> Option<String> {
    let document = front(wanted.text, wanted.range.start)?;
    spelt(wanted, document, tag.into_iter().chain([wanted.words]), false, rendered)
}

/// The bytes for a settings' file; `entries`: only what stands under `mails:` may change.
pub(super) fn in_settings(wanted: &Wanted, entries: bool, rendered: bool) -> Option<String> {
    let start = if wanted.text.starts_with('\u{feff}') { 3 } else { 0 };
    spelt(wanted, start..wanted.text.len(), std::iter::once(wanted.words), entries, rendered)
}

/// The bytes between the two lines of `---` around a place.
fn front(text: &str, at: usize) -> Option<Range<usize>> {
    let start = text.find('\n')? + 1;
    let mut line = start;
    for words in text[start..].split_inclusive('\n') {
        if matches!(words.trim_end(), "---" | "...") {
            return (start..line).contains(&at).then_some(start..line);
        }
        line += words.len();
    }
    None
}

/// The first spelling of the first words that reads as wanted.
fn spelt<'w>(
    wanted: &Wanted,
    document: Range<usize>,
    words: impl Iterator<Item = &'w str>,
    entries: bool,
    rendered: bool,
) -> Option<String> {
    let text = &wanted.text[document.clone()];
    let at = wanted.range.start.checked_sub(document.start)?..wanted.range.end.checked_sub(document.start)?;
    let old = read(text);
    let scalars = scalars(&old)?;
    let (index, range) =
        scalars.iter().enumerate().find_map(|(index, scalar)| Some((index, scalar.at(&at, wanted.found)?)))?;
    let scalar = &scalars[index];
    let mine = !entries || scalar.path.starts_with("mails.");
    if !mine || rendered && (Tags::of(scalar.text.text()).inside(range.start) || wanted.words.contains("{{")) {
        return None;
    }
    for words in words {
        let whole = scalar.text.text();
        let right = format!("{}{words}{}", &whole[..range.start], &whole[range.end..]);
        for spelling in [words.to_string(), words.replace('\'', "''"), words.replace('\\', "\\\\").replace('"', "\\\"")]
        {
            let changed = format!("{}{spelling}{}", &text[..at.start], &text[at.end..]);
            if reads_as(&changed, &old, &scalars, index, &right) {
                return Some(spelling);
            }
        }
    }
    None
}

/// Whether a document reads as the old one did, but for one scalar, which reads as `right`.
fn reads_as(changed: &str, old: &Document, before: &[Scalar], index: usize, right: &str) -> bool {
    let new = read(changed);
    let Some(after) = scalars(&new) else { return false };
    let same = |(n, (a, b)): (usize, (&Scalar, &Scalar))| {
        let wanted = if n == index { right } else { a.text.text() };
        a.path == b.path && a.quoted == b.quoted && b.text.text() == wanted
    };
    new.problems.is_empty()
        && new.remarks.len() <= old.remarks.len()
        && after.len() == before.len()
        && before.iter().zip(&after).enumerate().all(same)
}

fn read(text: &str) -> Document {
    yaml::read(&Traced::source(text, FileId(0), 0))
}

/// A scalar of a document, with the way to it.
struct Scalar<'d> {
    path: String,
    text: &'d Traced,
    quoted: bool,
}

impl Scalar<'_> {
    /// The bytes of the scalar's text that are written at a range of the document, where the words found stand there.
    fn at(&self, document: &Range<usize>, found: &str) -> Option<Range<usize>> {
        let wanted = Span::new(FileId(0), document.start as u32, document.end as u32);
        let mut here = self.text.text().match_indices(found).map(|(at, _)| at..at + found.len());
        here.find(|range| self.text.origin(range.clone()).written == Some(wanted))
    }
}

/// All scalars of a document, in order; `None` where it cannot be read.
fn scalars(document: &Document) -> Option<Vec<Scalar<'_>>> {
    let mut out = Vec::new();
    let root = document.root.as_ref().filter(|_| document.problems.is_empty())?;
    walk(root, String::new(), &mut out);
    Some(out)
}

fn walk<'d>(node: &'d Node, path: String, out: &mut Vec<Scalar<'d>>) {
    match &node.value {
        Value::Null => {}
        Value::Scalar { text, quoted } => out.push(Scalar { path, text, quoted: *quoted }),
        Value::List(items) => {
            for (n, item) in items.iter().enumerate() {
                walk(item, format!("{path}{n}."), out);
            }
        }
        Value::Map(entries) => {
            for (key, item) in entries {
                walk(item, format!("{path}{}.", key.text()), out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::place::At;
    use super::*;

    fn settings(text: &str, words: &str, entries: bool) -> Option<String> {
        let at = text.find("Santé")?;
        let wanted = Wanted { text, range: at..at + "Santé".len(), found: "Santé", words, at: At::Text };
        let spelling = in_settings(&wanted, entries, true)?;
        Some(text.replace("Santé", &spelling))
    }

    #[test]
    fn each_kind_of_scalar_is_spelt_in_its_own_way() {
        let subject = |text: &str| settings(text, "L'\"an\" 1", false);
        assert_eq!(subject("subject: Replay Santé\n").as_deref(), Some("subject: Replay L'\"an\" 1\n"));
        assert_eq!(subject("subject: 'Replay Santé'\n").as_deref(), Some("subject: 'Replay L''\"an\" 1'\n"));
        assert_eq!(subject("subject: \"Replay Santé\"\n").as_deref(), Some("subject: \"Replay L'\\\"an\\\" 1\"\n"));
        assert_eq!(subject("subject: >-\n  Replay Santé\n").as_deref(), Some("subject: >-\n  Replay L'\"an\" 1\n"));
    }

    #[test]
    fn what_would_read_otherwise_is_not_written() {
        assert_eq!(settings("subject: Santé\n", "Un: deux", false), None);
        assert_eq!(settings("subject: Santé\n", "Un #2", false), None);
        assert_eq!(settings("subject: Santé\n", "2026", false).as_deref(), Some("subject: 2026\n"));
        assert_eq!(settings("subject: Santé\n", "# deux", false), None);
        assert_eq!(settings("sender: {name: Santé}\n", "Suite", true), None);
        let entry = "mails:\n  - path: a.hbs\n    subject: Santé\n";
        assert!(settings(entry, "Suite", true).is_some());
    }

    #[test]
    fn front_matter_takes_a_tag_where_it_can() {
        let spell = |text: &str| {
            let at = text.find("Santé")?;
            let wanted =
                Wanted { text, range: at..at + "Santé".len(), found: "Santé", words: "Le titre", at: At::Text };
            in_front(&wanted, Some("{{event.title}}"), true)
        };
        assert_eq!(spell("---\r\nsubject: 'Replay : Santé'\r\n---\r\n").as_deref(), Some("{{event.title}}"));
        // A plain scalar that begins with a brace would be a mapping.
        assert_eq!(spell("---\nsubject: Santé\n---\n").as_deref(), Some("Le titre"));
        assert_eq!(spell("---\nsubject: \"{{upper 'Santé'}}\"\n---\n"), None);
    }
}
