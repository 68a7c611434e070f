//! The word lists of `rules/words/*.yaml`, as `build/prepare.rs` made them: each is read when it is first asked for.

use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use rustc_hash::FxHashSet;

use super::List;

/// The id of each list, and as JSON its groups with their phrases.
static PREPARED: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/words.rs"));

/// All word lists, by id.
#[derive(Debug, Default)]
pub struct Lists {
    lists: BTreeMap<&'static str, Unread>,
    empty: List,
    /// The words of all phrases, and the beginnings of words: gathered when first asked for.
    known: OnceLock<[FxHashSet<String>; 2]>,
}

/// A list, read at its first use.
#[derive(Debug)]
struct Unread {
    json: &'static str,
    list: OnceLock<List>,
}

impl Lists {
    /// The built-in lists.
    pub fn built_in() -> &'static Lists {
        static LISTS: LazyLock<Lists> = LazyLock::new(|| {
            let lists = PREPARED.iter().map(|(id, json)| (*id, Unread { json, list: OnceLock::new() }));
            Lists { lists: lists.collect(), ..Lists::default() }
        });
        &LISTS
    }

    /// Whether a folded word may be part of any phrase of any list.
    pub fn knows(&self, word: &str) -> bool {
        let [words, beginnings] = self.known.get_or_init(|| {
            let mut known = [FxHashSet::default(), FxHashSet::default()];
            for (word, beginning) in self.lists.keys().flat_map(|id| self.list(id).words()) {
                known[usize::from(beginning)].insert(word.to_string());
            }
            known
        });
        let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
        words.contains(word) || ends.into_iter().any(|end| beginnings.contains(&word[..end]))
    }

    /// A list; an empty one when there is none of that name.
    pub fn list(&self, id: &str) -> &List {
        self.lists.get(id).map_or(&self.empty, |unread| unread.list.get_or_init(|| read(unread.json)))
    }
}

/// A list as it was prepared; a test reads each.
fn read(json: &str) -> List {
    let groups: Vec<(String, Vec<String>)> = serde_json::from_str(json).unwrap_or_default();
    List::of(&groups)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::source::{FileId, Traced};
    use crate::yaml::{self, Node, Value};

    /// All scalars of a node as they are written, in order.
    fn scalars(node: &Node, out: &mut Vec<String>) {
        match &node.value {
            Value::Scalar { text, .. } => out.push(text.text().to_string()),
            Value::List(items) => items.iter().for_each(|item| scalars(item, out)),
            Value::Map(entries) => entries.iter().for_each(|(_, item)| scalars(item, out)),
            Value::Null => {}
        }
    }

    #[test]
    fn what_was_prepared_is_what_the_files_say() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/words");
        assert_eq!(PREPARED.len(), std::fs::read_dir(&folder).unwrap().count());
        for (id, json) in PREPARED {
            let text = std::fs::read_to_string(folder.join(format!("{id}.yaml"))).unwrap();
            let document = yaml::read(&Traced::source(&text, FileId(0), 0));
            assert!(document.problems.is_empty() && document.remarks.is_empty(), "{id}");
            let root = document.root.unwrap();
            let groups = root.entries().iter().filter(|(key, _)| !matches!(key.text(), "id" | "for" | "about"));
            let written = groups.map(|(key, node)| {
                let mut phrases = Vec::new();
                scalars(node, &mut phrases);
                (key.text().to_string(), phrases)
            });
            let prepared: Vec<(String, Vec<String>)> = serde_json::from_str(json).unwrap();
            assert_eq!(prepared, written.collect::<Vec<_>>(), "{id}");
            assert!(!prepared.is_empty(), "{id}");
        }
    }

    #[test]
    fn a_list_that_is_not_there_is_empty() {
        assert!(Lists::built_in().list("no-such-list").index("fr").is_none());
        assert!(Lists::built_in().list("common").contains("the"));
    }
}
