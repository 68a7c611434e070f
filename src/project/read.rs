//! Reading typed values out of YAML nodes: each value that does not fit is a problem that shows the line to write.

use crate::language::{Message, fold::nearest};
use crate::source::{Problem, Remark, Sources, Span, Traced};
use crate::yaml::{Node, Value, quoted};

/// How an unknown key is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unknown {
    /// As a problem: the file is ours alone.
    Problem,
    /// As a remark: front matter is read by other tools too.
    Remark,
}

/// Collects what was met while reading.
pub(super) struct Reader<'a> {
    pub(super) sources: &'a Sources,
    pub(super) problems: Vec<Problem>,
    pub(super) remarks: Vec<Remark>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sources: &'a Sources) -> Reader<'a> {
        Reader { sources, problems: Vec::new(), remarks: Vec::new() }
    }

    /// Tells each key that is not known; keys that begin with `x-` are the user's own.
    pub(super) fn keys(&mut self, map: &Node, known: &[&str], how: Unknown) {
        for (key, _) in map.entries() {
            let word = key.text();
            if known.contains(&word) || word.starts_with("x-") {
                continue;
            }
            let Some(span) = key.whole().span() else { continue };
            let near = nearest(word, known.iter().copied());
            if how == Unknown::Remark {
                let mut values = [("key", word.to_string())].into_iter().collect::<std::collections::BTreeMap<_, _>>();
                values.insert("nearest", near.unwrap_or_default().to_string());
                self.remarks.push(Remark {
                    rule: "unknown-setting",
                    span,
                    found: word.to_string(),
                    expected: near.map(str::to_string),
                    values,
                });
                continue;
            }
            let problem = Problem::new(
                "unknown-key",
                Message::new(format!("Clé inconnue : « {word} »"), format!("Unknown key: “{word}”")),
            );
            let help = match near {
                Some(near) => Message::new(
                    format!("Sans doute « {near}: ». Une clé à vous commence par « x- »."),
                    format!("Probably “{near}:”. A key of your own begins with “x-”."),
                ),
                None => Message::new(
                    format!("Clés connues : {}. Une clé à vous commence par « x- ».", known.join(", ")),
                    format!("Known keys: {}. A key of your own begins with “x-”.", known.join(", ")),
                ),
            };
            self.problems.push(problem.help(help).at(span));
        }
    }

    /// A value that is of the wrong kind.
    pub(super) fn bad(&mut self, span: Span, message: Message, line: &str) {
        self.bad_with("bad-value", span, message, line);
    }

    pub(super) fn bad_with(&mut self, code: &'static str, span: Span, message: Message, line: &str) {
        let help = Message::new(format!("Écrire `{line}`."), format!("Write `{line}`."));
        self.problems.push(Problem::new(code, message).help(help).at(span));
    }

    /// The words of a node as they stand in its file, on one line.
    pub(super) fn written(&self, node: &Node) -> String {
        let words = self.sources.slice(node.span);
        let line = words.lines().next().unwrap_or_default().trim();
        line.chars().take(80).collect()
    }

    /// A text; nothing where the value is empty.
    pub(super) fn text(&mut self, key: &str, node: &Node) -> Option<Traced> {
        match &node.value {
            Value::Scalar { text, .. } => Some(text.clone()),
            Value::Null => None,
            Value::List(_) | Value::Map(_) => {
                let line = format!("{key}: {}", quoted(&self.written(node)));
                let message = Message::new(
                    format!("« {key} » attend un texte, et c'est une liste ou un groupe de clés"),
                    format!("“{key}” takes a text, and this is a list or a group of keys"),
                );
                self.bad(node.span, message, &line);
                None
            }
        }
    }

    /// The text of a key; nothing where it is absent or empty.
    pub(super) fn text_of(&mut self, map: &Node, key: &str) -> Option<Traced> {
        let text = self.text(key, map.get(key)?)?;
        (!text.text().trim().is_empty()).then_some(text)
    }

    /// A list of texts; a single text is a list of one.
    pub(super) fn texts(&mut self, key: &str, node: &Node) -> Vec<Traced> {
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            Value::Null => &[],
            Value::Scalar { .. } => std::slice::from_ref(node),
            Value::Map(_) => {
                let line = format!("{key}: [\"…\", \"…\"]");
                let message = Message::new(
                    format!("« {key} » attend une liste de textes"),
                    format!("“{key}” takes a list of texts"),
                );
                self.bad(node.span, message, &line);
                &[]
            }
        };
        let mut out = Vec::new();
        for item in items {
            match &item.value {
                Value::Scalar { text, .. } => out.push(text.clone()),
                Value::Null => {}
                _ => {
                    let line = format!("- {}", quoted(&self.written(item)));
                    let message = Message::new(
                        format!("« {key} » attend des textes, et ceci se lit comme un groupe de clés"),
                        format!("“{key}” takes texts, and this reads as a group of keys"),
                    );
                    self.bad(item.span, message, &line);
                }
            }
        }
        out
    }

    /// The texts of a key.
    pub(super) fn texts_of(&mut self, map: &Node, key: &str) -> Vec<Traced> {
        map.get(key).map(|node| self.texts(key, node)).unwrap_or_default()
    }

    /// One of a few words.
    pub(super) fn word<T: Copy>(&mut self, map: &Node, key: &str, words: &[(&str, T)]) -> Option<(T, Traced)> {
        let text = self.text_of(map, key)?;
        let found = self.word_in(key, &text, words)?;
        Some((found, text))
    }

    /// What a text means among a few words.
    pub(super) fn word_in<T: Copy>(&mut self, key: &str, text: &Traced, words: &[(&str, T)]) -> Option<T> {
        let word = text.text().trim();
        if let Some((_, value)) = words.iter().find(|(name, _)| *name == word) {
            return Some(*value);
        }
        let all: Vec<&str> = words.iter().map(|(name, _)| *name).collect();
        let list = all.join(" | ");
        let message = Message::new(
            format!("« {key}: {word} » : les valeurs possibles sont {list}"),
            format!("“{key}: {word}”: the possible values are {list}"),
        );
        let near = nearest(word, all.iter().copied()).or(all.first().copied()).unwrap_or_default();
        if let Some(span) = text.whole().span() {
            let help = Message::new(
                format!("Écrire par exemple `{key}: {near}`."),
                format!("Write for instance `{key}: {near}`."),
            );
            self.problems.push(Problem::new("bad-value", message).help(help).at(span));
        }
        None
    }

    /// A yes or no.
    pub(super) fn yes_no(&mut self, map: &Node, key: &str) -> Option<bool> {
        let text = self.text_of(map, key)?;
        match super::yes_no(text.text()) {
            Some(value) => Some(value),
            None => {
                let message =
                    Message::new(format!("« {key} » attend true ou false"), format!("“{key}” takes true or false"));
                if let Some(span) = text.whole().span() {
                    self.bad(span, message, &format!("{key}: true"));
                }
                None
            }
        }
    }

    /// A mapping; anything else but nothing is told with the line to write.
    pub(super) fn map<'n>(&mut self, key: &str, node: &'n Node, example: &str) -> Option<&'n Node> {
        match node.value {
            Value::Map(_) => Some(node),
            Value::Null => None,
            _ => {
                let message = Message::new(
                    format!("« {key} » attend un groupe de clés"),
                    format!("“{key}” takes a group of keys"),
                );
                self.bad(node.span, message, example);
                None
            }
        }
    }

    /// Whether the value of a key is an empty list or text where nothing was typed.
    pub(super) fn items<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        match &node.value {
            Value::List(items) => items,
            Value::Null => &[],
            _ => std::slice::from_ref(node),
        }
    }
}
