//! `options:` of `presend.yaml`: what a project changes in a rule's block, without copying the rule.
//!
//! A key of the block gets another value. In lists and pairs, `{add: …}` keeps what stands there and adds to it, and
//! `{remove: […]}` takes something away.

use crate::language::Message;
use crate::source::{Problem, Span, Traced};
use crate::yaml::{Node, Value};

use super::compile::faults;
use super::file::RuleFile;
use super::place::{Fault, Step, find, find_node, one_of};
use super::rule::{Change, Rule};

/// What kind of value an option has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// true or false
    Flag,
    /// A whole number.
    Count,
    /// A number.
    Number,
    /// A text.
    Text,
    /// Texts.
    List,
    /// Texts to texts.
    Pairs,
}

use Shape::*;

/// The options of the kinds for words, by block.
const WORDS: &[(&str, &[(&str, Shape)])] = &[
    ("existence", &[("ignore_case", Flag), ("tokens", List), ("patterns", List)]),
    ("required", &[("ignore_case", Flag), ("tokens", List), ("patterns", List)]),
    ("substitution", &[("ignore_case", Flag), ("swap", Pairs)]),
    ("occurrence", &[("ignore_case", Flag), ("tokens", List), ("patterns", List), ("max", Count), ("min", Count)]),
    ("consistency", &[("ignore_case", Flag), ("either", Pairs)]),
    ("conditional", &[("ignore_case", Flag), ("if", Text), ("then", Text)]),
    ("repetition", &[("words", Count), ("except", List)]),
    ("metric", &[("of", Text), ("max", Number), ("min", Number)]),
    ("support", &[("of", List), ("except", List), ("programs", List), ("at_least", Count)]),
];

/// The options of every kind for facts.
const FACTS: &[(&str, Shape)] = &[("is", List), ("of", List)];

/// The options of the block with this word.
fn keys_of(block: &str) -> &'static [(&'static str, Shape)] {
    WORDS.iter().find(|(word, _)| *word == block).map_or(FACTS, |(_, keys)| keys)
}

/// The names of the options that the block with this word has.
pub fn key_names(block: &str) -> Vec<&'static str> {
    keys_of(block).iter().map(|(name, _)| *name).collect()
}

/// The rule as a project has changed it, and what was changed.
///
/// # Errors
/// What is wrong with the options, each at its place in the settings.
pub fn change(rule: &Rule, id: &Traced, options: &Node) -> Result<(RuleFile, Vec<Change>), Vec<Problem>> {
    let block = rule.written.block_word();
    let mut edit = Edit { rule, block, keys: keys_of(block), problems: Vec::new(), kept: Vec::new() };
    let Ok(mut whole) = serde_yaml::to_value(&rule.written) else { return Ok((rule.written.clone(), Vec::new())) };
    let mut changes = Vec::new();
    for (name, node) in options.entries().iter().filter(|(name, _)| !name.text().starts_with("x-")) {
        let Some(shape) = edit.shape(name) else { continue };
        let before = whole.get(block).and_then(|block| block.get(name.text())).cloned();
        let Some(value) = edit.value(name.text(), shape, node, before) else { continue };
        changes.push(Change { what: line(name.text(), &value), span: name.whole().span() });
        if let Some(serde_yaml::Value::Mapping(map)) = whole.get_mut(block) {
            map.insert(name.text().into(), value);
        }
    }
    if !edit.problems.is_empty() {
        return Err(edit.problems);
    }
    match serde_yaml::from_value::<RuleFile>(whole) {
        Ok(mut changed) => {
            changed.valid.clone_from(&rule.written.valid);
            changed.invalid.clone_from(&rule.written.invalid);
            edit.faults(&changed, options);
            if edit.problems.is_empty() { Ok((changed, changes)) } else { Err(edit.problems) }
        }
        Err(error) => Err(vec![unreadable(id, &error.to_string())]),
    }
}

/// An option as one line of YAML.
fn line(name: &str, value: &serde_yaml::Value) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    match value {
        serde_json::Value::String(text) => format!("{name}: {text}"),
        other => format!("{name}: {}", other.to_string().replace("\",\"", "\", \"").replace("\":\"", "\": \"")),
    }
}

/// What serde says where no check of ours met it: a number that is too large, a word that is none of a list.
fn unreadable(id: &Traced, said: &str) -> Problem {
    let message = Message::new(
        format!("Les options de « {} » ne peuvent pas être lues : {said}", id.text()),
        format!("The options of “{}” cannot be read: {said}", id.text()),
    );
    placed(Problem::new("option-value", message), id.whole().span())
}

fn placed(problem: Problem, span: Option<Span>) -> Problem {
    match span {
        Some(span) => problem.at(span),
        None => problem,
    }
}

struct Edit<'a> {
    rule: &'a Rule,
    block: &'static str,
    keys: &'static [(&'static str, Shape)],
    problems: Vec<Problem>,
    /// For lists with `add`: how many items stand before the added ones.
    kept: Vec<(String, usize)>,
}

impl Edit<'_> {
    /// What kind of value an option takes; an unknown one is told.
    fn shape(&mut self, name: &Traced) -> Option<Shape> {
        if let Some((_, shape)) = self.keys.iter().find(|(key, _)| *key == name.text()) {
            return Some(*shape);
        }
        let (id, word) = (&self.rule.id, name.text());
        let problem = Problem::new(
            "option-key",
            Message::new(
                format!("La règle « {id} » n'a pas d'option « {word} »"),
                format!("The rule “{id}” has no option “{word}”"),
            ),
        );
        let help = if word == "level" {
            Message::new(
                format!("La gravité se règle sous « levels » : {{{id}: info}}."),
                format!("Its level is set under “levels”: {{{id}: info}}."),
            )
        } else {
            one_of(word, self.keys.iter().map(|(key, _)| *key))
        };
        self.problems.push(placed(problem.help(help), name.whole().span()));
        None
    }

    /// The new value of an option; a value of the wrong kind is told.
    fn value(
        &mut self,
        name: &str,
        shape: Shape,
        node: &Node,
        before: Option<serde_yaml::Value>,
    ) -> Option<serde_yaml::Value> {
        let text = node.as_text().map(|text| text.text().trim());
        let read = match shape {
            Flag => text.and_then(|text| text.parse::<bool>().ok()).map(Into::into),
            Count => text.and_then(|text| text.parse::<u64>().ok()).map(Into::into),
            Number => text.and_then(number),
            Text => node.as_text().map(|text| text.text().into()),
            List => return self.list(name, node, before),
            Pairs => return self.pairs(name, node, before),
        };
        if read.is_none() {
            self.wrong(name, shape, node);
        }
        read
    }

    /// A list in the place of the old one, or the old one with more or less in it.
    fn list(&mut self, name: &str, node: &Node, before: Option<serde_yaml::Value>) -> Option<serde_yaml::Value> {
        if !node.is_map() {
            let texts = texts(node);
            if texts.is_none() {
                self.wrong(name, List, node);
            }
            return texts.map(|texts| texts.into_iter().map(|text| text.text().to_string()).collect());
        }
        let mut all: Vec<String> = match before {
            Some(serde_yaml::Value::Sequence(items)) => {
                items.iter().filter_map(|item| item.as_str().map(str::to_string)).collect()
            }
            _ => Vec::new(),
        };
        self.only_add_and_remove(name, node)?;
        for text in self.texts_of(name, node, "remove")? {
            self.take_away(&text, all.iter().position(|one| one == text.text()), &all.clone(), |at| {
                all.remove(at);
            })?;
        }
        self.kept.push((name.to_string(), all.len()));
        all.extend(self.texts_of(name, node, "add")?.into_iter().map(|text| text.text().to_string()));
        Some(all.into_iter().collect())
    }

    /// Pairs in the place of the old ones, or the old ones with more or less in them.
    fn pairs(&mut self, name: &str, node: &Node, before: Option<serde_yaml::Value>) -> Option<serde_yaml::Value> {
        let changes = node.get("add").is_some_and(Node::is_map)
            || node.get("remove").is_some_and(|node| node.as_list().is_some());
        if !changes {
            return self.pairs_in(name, node).map(Into::into);
        }
        self.only_add_and_remove(name, node)?;
        let mut all = match before {
            Some(serde_yaml::Value::Mapping(map)) => map,
            _ => serde_yaml::Mapping::new(),
        };
        let known = |all: &serde_yaml::Mapping| -> Vec<String> {
            all.keys().filter_map(|key| key.as_str().map(str::to_string)).collect()
        };
        for text in self.texts_of(name, node, "remove")? {
            let words = known(&all);
            self.take_away(&text, words.iter().position(|one| one == text.text()), &words, |_| {
                all.remove(text.text());
            })?;
        }
        if let Some(add) = node.get("add") {
            all.extend(self.pairs_in(name, add)?);
        }
        Some(all.into())
    }

    fn pairs_in(&mut self, name: &str, node: &Node) -> Option<serde_yaml::Mapping> {
        let pair = |(key, value): &(Traced, Node)| {
            Some((serde_yaml::Value::from(key.text()), serde_yaml::Value::from(value.as_text()?.text())))
        };
        let pairs: Option<serde_yaml::Mapping> =
            if node.is_map() { node.entries().iter().map(pair).collect() } else { None };
        if pairs.is_none() {
            self.wrong(name, Pairs, node);
        }
        pairs
    }

    /// The texts of `add` or `remove`; none where it does not stand there.
    fn texts_of(&mut self, name: &str, node: &Node, key: &str) -> Option<Vec<Traced>> {
        let Some(inner) = node.get(key) else { return Some(Vec::new()) };
        let found = texts(inner);
        if found.is_none() {
            self.wrong(name, List, inner);
        }
        found
    }

    /// Takes a word away that must be there.
    fn take_away(
        &mut self,
        text: &Traced,
        at: Option<usize>,
        known: &[String],
        remove: impl FnOnce(usize),
    ) -> Option<()> {
        match at {
            Some(at) => remove(at),
            None => {
                let word = text.text();
                let problem = Problem::new(
                    "option-value",
                    Message::new(
                        format!("« {word} » n'est pas dans la règle, rien n'est à enlever"),
                        format!("“{word}” is not in the rule, there is nothing to remove"),
                    ),
                )
                .help(one_of(word, known.iter().map(String::as_str)));
                self.problems.push(placed(problem, text.whole().span()));
                return None;
            }
        }
        Some(())
    }

    fn only_add_and_remove(&mut self, name: &str, node: &Node) -> Option<()> {
        let wrong = node.entries().iter().find(|(key, _)| !matches!(key.text(), "add" | "remove"));
        let Some((key, _)) = wrong else { return Some(()) };
        let problem = Problem::new(
            "option-key",
            Message::new(
                format!("Clé inconnue « {} » sous « {name} »", key.text()),
                format!("Unknown key “{}” under “{name}”", key.text()),
            ),
        )
        .help(one_of(key.text(), ["add", "remove"]));
        self.problems.push(placed(problem, key.whole().span()));
        None
    }

    fn wrong(&mut self, name: &str, shape: Shape, node: &Node) {
        let (fr, en, line) = match shape {
            Flag => ("true ou false", "true or false", "true"),
            Count => ("un nombre entier", "a whole number", "60"),
            Number => ("un nombre", "a number", "60"),
            Text => ("un texte", "a text", "\"…\""),
            List => ("une liste de textes", "a list of texts", "[…] / {add: […], remove: […]}"),
            Pairs => ("des paires de textes", "pairs of texts", "{…: …} / {add: {…: …}, remove: […]}"),
        };
        let problem = Problem::new(
            "option-value",
            Message::new(format!("« {name} » attend {fr}"), format!("“{name}” takes {en}")),
        )
        .help(Message::new(format!("Écrire « {name}: {line} »."), format!("Write “{name}: {line}”.")));
        self.problems.push(problem.at(node.span));
    }

    /// What the changed rule has wrong in its block, at the option that brought it.
    fn faults(&mut self, changed: &RuleFile, options: &Node) {
        for fault in faults(changed, &self.rule.id, true) {
            // Only the block can have become wrong.
            if fault.path.first() != Some(&Step::Key(self.block.to_string())) {
                continue;
            }
            let path = self.in_options(&fault.path[1..]);
            let span = find(options, &path, fault.at_key).unwrap_or(options.span);
            let within = fault.within.clone().and_then(|range| {
                find_node(options, &path).and_then(Node::as_text).and_then(|text| text.origin(range).span())
            });
            self.problems.push(at(fault, within.unwrap_or(span)));
        }
    }

    /// A path in the block, as it stands in the options.
    fn in_options(&self, path: &[Step]) -> Vec<Step> {
        if let [Step::Key(name), Step::Item(n)] = path
            && let Some((_, kept)) = self.kept.iter().find(|(list, _)| list == name)
            && let Some(n) = n.checked_sub(*kept)
        {
            return vec![Step::Key(name.clone()), Step::Key("add".to_string()), Step::Item(n)];
        }
        path.to_vec()
    }
}

fn at(fault: Fault, span: Span) -> Problem {
    let problem = Problem::new("option-value", fault.message).at(span);
    match fault.help {
        Some(help) => problem.help(help),
        None => problem,
    }
}

/// A whole number stays one, so that a message says 60 and not 60.0.
fn number(text: &str) -> Option<serde_yaml::Value> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Into::into)
}

/// The texts of a list; a single text is a list of one.
fn texts(node: &Node) -> Option<Vec<Traced>> {
    match &node.value {
        Value::List(items) => items.iter().map(|item| item.as_text().cloned()).collect(),
        Value::Scalar { text, .. } => Some(vec![text.clone()]),
        Value::Null | Value::Map(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rules::{ASPECTS, Choice, RuleSet};
    use crate::source::Sources;

    #[test]
    fn every_key_of_a_block_is_an_option() {
        let schema: serde_json::Value = serde_json::from_str(&crate::rules::schema()).unwrap();
        let words = WORDS.iter().map(|(word, _)| *word).chain(ASPECTS.iter().map(|facts| facts.word));
        for word in words {
            let block = schema.pointer(&format!("/properties/{word}/anyOf/0/$ref")).unwrap().as_str().unwrap();
            let block = schema.pointer(&format!("{}/properties", block.trim_start_matches('#'))).unwrap();
            let known: BTreeSet<&str> = block.as_object().unwrap().keys().map(String::as_str).collect();
            let read: BTreeSet<&str> = keys_of(word).iter().map(|(key, _)| *key).collect();
            assert_eq!(known, read, "{word}");
        }
    }

    #[test]
    fn a_rule_without_changes_stays_what_it_is() {
        let (set, _) = RuleSet::load(&Sources::new(), &Choice::default());
        for rule in &set.rules {
            let nothing = Node::empty(Span::new(crate::source::FileId(0), 0, 0));
            let (same, changes) = change(rule, &Traced::made(&rule.id), &nothing).unwrap();
            assert!(changes.is_empty());
            let plain = |file: &RuleFile| serde_yaml::to_value(file).unwrap();
            assert_eq!(plain(&same), plain(&rule.written), "{}", rule.id);
            assert_eq!(same.message.0, rule.written.message.0, "{}", rule.id);
        }
    }
}
