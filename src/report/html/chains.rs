//! Where the words of a page come from, as data for its script: what `presend why` says of each, every part of it once.
//!
//! `nodes` holds texts and lists; a number in a list is the place of another node. A word's node is
//! `[tail, column, words]` where the word was typed as it is shown, else `[tail, words, [step, …]]` with the words as
//! they are. A tail is
//! `[passage, [claim, …], [rule, …], words rules, [step, …], file, line]`, with the tags that include the file.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::rows;
use crate::finding::{ClaimWhy, Passage, RuleWhy, Step, StepKind, Why};
use crate::report::text::{clean_line, shorten};
use crate::report::view::View;
use crate::report::why;
use crate::report::words::say;

/// The most words of a page that are explained; a mail that begins below it is explained whole.
const MOST_WORDS: usize = 12_000;
/// The longest text of a chain, in characters.
const LONGEST: usize = 600;

/// The chains of a page.
pub(super) struct Chains<'a> {
    view: &'a View<'a>,
    nodes: Vec<String>,
    known: HashMap<String, usize>,
    /// The nodes of what many words share, by where it is held.
    shared: HashMap<usize, usize>,
    /// How many words were written so far.
    words: usize,
}

impl<'a> Chains<'a> {
    pub(super) fn new(view: &'a View<'a>) -> Chains<'a> {
        Chains { view, nodes: Vec::new(), known: HashMap::new(), shared: HashMap::new(), words: 0 }
    }

    /// What the page is made from.
    pub(super) fn view(&self) -> &'a View<'a> {
        self.view
    }

    /// Whether no further mail is explained.
    pub(super) fn is_full(&self) -> bool {
        self.words >= MOST_WORDS
    }

    /// The number of a word that is written.
    pub(super) fn number(&mut self, why: &Why) -> usize {
        self.words += 1;
        let own = why.chain.iter().position(|step| step.kind != StepKind::Include).unwrap_or(why.chain.len());
        let (way, own) = why.chain.split_at(own);
        let typed = match own {
            [Step { kind: StepKind::Typed, span: Some(span) }] if self.view.sources.slice(*span) == why.words => {
                Some(*span)
            }
            _ => None,
        };
        let mut tail = vec![
            json!(self.passage(&why.passage)),
            why.claims.iter().map(|claim| self.claim(claim)).collect(),
            why.rules.iter().map(|rule| self.rule(rule)).collect(),
            json!(why.silent),
            way.iter().map(|step| self.step(step)).collect(),
        ];
        let Some(span) = typed else {
            let tail = self.node(&tail.into());
            let steps: Vec<usize> = own.iter().map(|step| self.step(step)).collect();
            return self.node(&json!([tail, text(&why.words), steps]));
        };
        let start = self.view.sources.start(span);
        let file = self.node(&json!(self.view.path(span)));
        tail.extend([json!(file), json!(start.line)]);
        let tail = self.node(&tail.into());
        let words = self.node(&json!(text(&why.words)));
        self.node(&json!([tail, start.column, words]))
    }

    /// All of it with the words around it, as it may stand in a script's element; nothing where no word is explained.
    pub(super) fn data(&self) -> Option<String> {
        let language = self.view.options.language;
        let (of, say) = (|words| why::of(language, words), |fr, en| say(language, fr, en));
        let words = json!({
            "in": of(why::IN),
            "from": of(why::FROM),
            "about": of(why::ABOUT),
            "claims": of(why::CLAIMS),
            "noClaim": of(why::NO_CLAIM),
            "rules": of(why::RULES),
            "nothing": of(why::NOTHING),
            "silent": [why::silent(language, 1), why::silent(language, 2).replacen('2', "#", 1)],
            "typed": why::step(language, &StepKind::Typed),
            "colon": say(" : ", ": "),
            "explain": say("dire d'où cela vient", "tell where this comes from"),
            "quotes": self.quotes(),
            "row": say("Voir la ligne # du tableau", "See row # of the table"),
            "link": say("L'adresse de ce lien", "The address of this link"),
        });
        let data = format!("{{\"t\":{words},\"nodes\":[{}]}}", self.nodes.join(","));
        (!self.nodes.is_empty()).then(|| data.replace('<', "\\u003c"))
    }

    /// They stay on the line of the words.
    fn quotes(&self) -> [&'static str; 2] {
        let language = self.view.options.language;
        [say(language, "«\u{a0}", "“"), say(language, "\u{a0}»", "”")]
    }

    fn passage(&mut self, passage: &Arc<Passage>) -> usize {
        let held = Arc::as_ptr(passage).addr();
        if let Some(known) = self.shared.get(&held) {
            return *known;
        }
        let language = self.view.options.language;
        let about = self.node(&json!(text(passage.about.get(language))));
        let because = self.node(&json!(passage.because.get(language)));
        let part = rows::part(language, passage.part);
        let node = self.node(&json!([part, text(&passage.sentence), about, because]));
        self.shared.insert(held, node);
        node
    }

    /// `[kind, tone, words, how it stands, [[what it rests on, place, words], …]]`.
    fn claim(&mut self, claim: &Arc<ClaimWhy>) -> usize {
        let held = Arc::as_ptr(claim).addr();
        if let Some(known) = self.shared.get(&held) {
            return *known;
        }
        let (language, sources) = (self.view.options.language, self.view.sources);
        let tone = match claim.standing {
            "backed" => "ok",
            "near" => "warning",
            "unknown" => "",
            _ => "error",
        };
        let [open, close] = self.quotes();
        let quoted = |words: &str| format!("{open}{words}{close}");
        let facts = claim.facts.iter().map(|(message, span)| {
            json!([text(message.get(language)), self.view.place(*span), text(&sources.slice(*span))])
        });
        let stands = text(&why::stands(language, claim, quoted));
        let claim = json!([claim.kind, tone, text(&claim.found), stands, facts.collect::<Vec<_>>()]);
        let node = self.node(&claim);
        self.shared.insert(held, node);
        node
    }

    /// `[id, level, what it said]`.
    fn rule(&mut self, rule: &RuleWhy) -> usize {
        let language = self.view.options.language;
        let said = rule.said.as_ref().map(|said| text(said.get(language)));
        self.node(&json!([text(&rule.id), rule.level.word(), said]))
    }

    /// `[what it is, place, words]`.
    fn step(&mut self, step: &Step) -> usize {
        let what = text(&why::step(self.view.options.language, &step.kind));
        let place = step.span.map(|span| self.view.place(span));
        self.node(&json!([what, place, text(&why::step_words(step, self.view.sources))]))
    }

    fn node(&mut self, value: &Value) -> usize {
        let json = value.to_string();
        if let Some(known) = self.known.get(&json) {
            return *known;
        }
        self.nodes.push(json.clone());
        self.known.insert(json, self.nodes.len() - 1);
        self.nodes.len() - 1
    }
}

fn text(words: &str) -> String {
    shorten(&clean_line(words), LONGEST)
}
