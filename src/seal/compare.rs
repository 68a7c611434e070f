//! What changed since a mail was sealed, in words.

use similar::{Algorithm, capture_diff_slices};

use super::words::MASK;
use super::{Input, People, Seal, What};
use crate::language::Message;

/// Words that may stand between two changes that are told as one.
const GAP: usize = 1;

/// Something that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file; empty for what lies in presend itself.
    pub file: String,
    /// The key of a YAML file, where it is one.
    pub key: Option<String>,
    /// The words before; nothing where they are new.
    pub before: String,
    /// The words now; nothing where they are gone.
    pub after: String,
    /// What it is, where it is not told by the words.
    pub what: Option<Message>,
}

impl Change {
    fn told(file: &str, fr: &str, en: &str) -> Change {
        let what = Some(Message::new(fr, en));
        Change { file: file.to_string(), key: None, before: String::new(), after: String::new(), what }
    }
}

/// All changes, in the order of the seal.
pub(super) fn changes(seal: &Seal, people: &[People], inputs: &[Input], version: &str) -> Vec<Change> {
    let mut out = Vec::new();
    let same = |a: &Input, b: &Input| a.what == b.what && a.path == b.path;
    for before in &seal.inputs {
        match inputs.iter().find(|now| same(before, now)) {
            Some(now) if now.sha256 == before.sha256 => {}
            Some(now) => changed(before, now, &mut out),
            // An event may have become another one to this mail, or no longer be so; its words tell what is new.
            None if inputs.iter().any(|now| now.path == before.path && is_event(now.what) && is_event(before.what)) => {
                out.push(Change::told(
                    &before.path,
                    "le mail ne parle plus du même événement",
                    "the mail is about another event now",
                ));
            }
            None => {
                out.push(Change::told(&before.path, "n'est plus là, ou ne sert plus", "is gone, or no longer used"))
            }
        }
    }
    let known = |now: &Input| {
        let alike = |before: &Input| {
            same(before, now) || before.path == now.path && is_event(before.what) && is_event(now.what)
        };
        seal.inputs.iter().any(alike)
    };
    for now in inputs.iter().filter(|now| !known(now)) {
        out.push(Change::told(&now.path, "nouveau depuis le contrôle", "new since the check"));
    }
    recipients(&seal.recipients, people, &mut out);
    if seal.checked.presend != version {
        let Change { what, .. } =
            Change::told("", "presend lui-même a changé de version", "presend itself is another version");
        let (before, after) = (seal.checked.presend.clone(), version.to_string());
        out.push(Change { file: String::new(), key: None, before, after, what });
    }
    out
}

fn is_event(what: What) -> bool {
    matches!(what, What::Event | What::OtherEvent)
}

fn changed(before: &Input, now: &Input, out: &mut Vec<Change>) {
    let file = &now.path;
    let first = out.len();
    match now.what {
        What::BuiltInRules => out.push(Change::told(
            "",
            "les règles de presend ne sont plus celles du contrôle",
            "presend's rules are not those of the check",
        )),
        What::OtherEvent => {
            out.push(Change::told(file, "la fiche d'un autre événement a changé", "another event's file has changed"))
        }
        What::Previous => out.push(Change::told(file, "l'ancien mail a changé", "the old mail has changed")),
        what if what.has_keys() => by_key(file, &before.words, &now.words, out),
        _ => by_word(file, &tokens(&before.words), &tokens(&now.words), out),
    }
    if out.len() == first {
        let change = match now.words.is_empty() {
            true => Change::told(
                file,
                "le message a changé ; ses mots ne sont pas dans le sceau",
                "the message has changed; its words are not in the seal",
            ),
            false if now.what.has_keys() => Change::told(
                file,
                "changé, mais rien dans les valeurs que le sceau garde : une valeur privée, ou la forme du fichier",
                "changed, but nothing in the values that the seal keeps: a private value, or the form of the file",
            ),
            false => Change::told(
                file,
                "changé, mais aucun mot : la mise en forme, ou une adresse privée",
                "changed, but no word: the layout, or a private address",
            ),
        };
        out.push(change);
    }
}

fn tokens(lines: &[String]) -> Vec<&str> {
    lines.iter().flat_map(|line| line.split_whitespace()).collect()
}

/// Values by their keys: one that changed is told word by word, with its key.
fn by_key(file: &str, before: &[String], now: &[String], out: &mut Vec<Change>) {
    let split = |line: &'_ str| -> (String, String) {
        line.split_once(": ").map(|(key, value)| (key.to_string(), value.to_string())).unwrap_or_default()
    };
    for op in capture_diff_slices(Algorithm::Myers, before, now) {
        let (old, new) = (op.old_range(), op.new_range());
        if op.tag() == similar::DiffTag::Equal {
            continue;
        }
        let mut new: Vec<(String, String)> = now[new].iter().map(|line| split(line)).collect();
        for line in &before[old] {
            let (key, value) = split(line);
            let at = new.iter().position(|(other, _)| *other == key);
            let after = at.map(|at| new.remove(at).1).unwrap_or_default();
            let key = Some(key);
            out.push(Change { file: file.to_string(), key, before: value, after, what: None });
        }
        out.extend(new.into_iter().map(|(key, after)| {
            let key = Some(key);
            Change { file: file.to_string(), key, before: String::new(), after, what: None }
        }));
    }
}

/// Runs of words that changed; changes that lie near each other are one.
fn by_word(file: &str, before: &[&str], now: &[&str], out: &mut Vec<Change>) {
    let mut runs: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, before, now) {
        if op.tag() == similar::DiffTag::Equal {
            continue;
        }
        let (old, new) = (op.old_range(), op.new_range());
        match runs.last_mut() {
            Some((known, last)) if old.start <= known.end + GAP => {
                known.end = old.end;
                last.end = new.end;
            }
            _ => runs.push((old, new)),
        }
    }
    out.extend(runs.into_iter().map(|(old, new)| Change {
        file: file.to_string(),
        key: None,
        before: before[old].join(" "),
        after: now[new].join(" "),
        what: None,
    }));
}

/// Recipients: columns and their number are told, a change of the rows only that there is one.
fn recipients(before: &[People], now: &[People], out: &mut Vec<Change>) {
    for old in before {
        let Some(new) = now.iter().find(|new| new.path == old.path) else {
            out.push(Change::told(
                &old.path,
                "les destinataires ne sont plus ceux-là",
                "these are not the recipients any more",
            ));
            continue;
        };
        if old.sha256 == new.sha256 && old.rows == new.rows && old.columns == new.columns {
            continue;
        }
        let first = out.len();
        let columns = |people: &People| people.columns.join(" · ");
        if old.columns != new.columns {
            let what = Some(Message::new("colonnes", "columns"));
            let (before, after) = (columns(old), columns(new));
            out.push(Change { file: new.path.clone(), key: None, before, after, what });
        }
        if old.rows != new.rows {
            let what = Some(Message::new("nombre de destinataires", "number of recipients"));
            let (before, after) = (old.rows.to_string(), new.rows.to_string());
            out.push(Change { file: new.path.clone(), key: None, before, after, what });
        }
        if out.len() == first {
            out.push(Change::told(
                &new.path,
                "des lignes des destinataires ont changé",
                "rows of the recipients have changed",
            ));
        }
    }
    for new in now.iter().filter(|new| !before.iter().any(|old| old.path == new.path)) {
        out.push(Change::told(
            &new.path,
            "d'autres destinataires que lors du contrôle",
            "other recipients than at the check",
        ));
    }
}

impl Change {
    /// The words before and now, where there are any that are not masked whole.
    pub fn words(&self) -> Option<(&str, &str)> {
        let (before, after) = (self.before.as_str(), self.after.as_str());
        let told = !before.is_empty() || !after.is_empty();
        (told && (before != MASK || after != MASK)).then_some((before, after))
    }
}
