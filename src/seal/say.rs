//! What is said of a mail and its seal: one line for people, with what changed below it; or JSON.

use std::fmt::Write as _;

use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::{Change, Checked, Seal};
use crate::language::{Language, Message};
use crate::source::Problem;
use crate::value::when::{self, Style};

/// Changes that are shown of each mail; the rest are counted.
const MOST_CHANGES: usize = 8;
/// Characters that are shown of words that changed.
const MOST_CHARACTERS: usize = 120;

/// How a mail stands to its seal.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// It is the mail that was checked.
    Same,
    /// It is not.
    Changed(Vec<Change>),
    /// There is no seal.
    Missing,
    /// The seal, or what it speaks of, cannot be read, or the seal is void.
    Refused(Problem),
}

/// What is known of a mail.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The mail's path.
    pub mail: String,
    /// The seal's path.
    pub seal: String,
    /// The check that the seal tells of.
    pub checked: Option<Checked>,
    /// Remarks, and checks that had no input, are accepted.
    pub lenient: bool,
    /// How the mail stands to it.
    pub state: State,
}

impl Answer {
    /// The exit code: 0 where the mail is the one that was checked and nothing was found, 1 where either is not so, 2 where
    /// the seal cannot be read, 3 where there is none.
    pub fn exit(&self) -> u8 {
        match self.state {
            State::Refused(_) => 2,
            State::Missing => 3,
            State::Same if self.is_good() => 0,
            State::Same | State::Changed(_) => 1,
        }
    }

    fn is_good(&self) -> bool {
        self.checked.as_ref().is_some_and(|checked| checked.is_clean() || self.lenient && checked.is_passable())
    }

    fn word(&self) -> &'static str {
        match self.state {
            State::Same if self.is_good() => "same",
            State::Same => "not-clean",
            State::Changed(_) => "changed",
            State::Missing => "missing",
            State::Refused(_) => "refused",
        }
    }

    /// The sentence for people.
    fn sentence(&self) -> Message {
        let at = |language| self.checked.as_ref().map_or_else(String::new, |checked| moment(&checked.at, language));
        let (fr, en) = (at(Language::Fr), at(Language::En));
        let again = Message::new(
            format!("Le contrôler à nouveau : presend check --seal {}", self.mail),
            format!("Check it again: presend check --seal {}", self.mail),
        );
        let first = Message::new(
            format!("Le contrôler d'abord : presend check --seal {}", self.mail),
            format!("Check it first: presend check --seal {}", self.mail),
        );
        let found = self.checked.as_ref().map(found).unwrap_or_default();
        let (state, and) = match &self.state {
            State::Same if self.is_good() => (
                Message::new(
                    format!("c'est le mail contrôlé {fr}, {}", found.fr),
                    format!("this is the mail checked {en}, {}", found.en),
                ),
                None,
            ),
            State::Same => (
                Message::new(
                    format!("inchangé, mais le contrôle fait {fr} n'était pas sans réserve : {}", found.fr),
                    format!("unchanged, but the check made {en} was not clean: {}", found.en),
                ),
                Some(again),
            ),
            State::Changed(_) => {
                let unclean = if self.is_good() { Message::default() } else { found };
                let also = |words: &str, open: &str| match words.is_empty() {
                    true => String::new(),
                    false => format!("{open}{words}"),
                };
                (
                    Message::new(
                        format!(
                            "changé depuis le contrôle fait {fr}{}",
                            also(&unclean.fr, ", qui n'était pas sans réserve : ")
                        ),
                        format!("changed since the check made {en}{}", also(&unclean.en, ", which was not clean: ")),
                    ),
                    Some(again),
                )
            }
            State::Missing => (
                Message::new("pas de sceau : ce mail n'a pas été contrôlé", "no seal: this mail was not checked"),
                Some(first),
            ),
            State::Refused(problem) => (problem.message.clone(), Some(problem.help.clone().unwrap_or(again))),
        };
        let join = |text: &str, more: Option<&str>| match more {
            Some(more) => format!("{text}. {more}"),
            None => format!("{text}."),
        };
        Message::new(
            join(&state.fr, and.as_ref().map(|and| and.fr.as_str())),
            join(&state.en, and.as_ref().map(|and| and.en.as_str())),
        )
    }
}

/// What a check found, in words.
fn found(checked: &Checked) -> Message {
    let count = |number: usize, fr: [&str; 2], en: [&str; 2]| -> Option<Message> {
        let form = |forms: [&str; 2], plural: bool| format!("{number} {}", forms[usize::from(plural)]);
        (number > 0).then(|| Message::new(form(fr, number > 1), form(en, number != 1)))
    };
    let parts: Vec<Message> = [
        count(checked.problems, ["chose illisible", "choses illisibles"], ["thing unreadable", "things unreadable"]),
        count(checked.errors, ["point à corriger", "points à corriger"], ["point to correct", "points to correct"]),
        count(checked.warnings, ["point à vérifier", "points à vérifier"], ["point to verify", "points to verify"]),
        count(checked.infos, ["remarque", "remarques"], ["remark", "remarks"]),
        count(
            checked.not_checked,
            ["contrôle sans ce qu'il lui fallait", "contrôles sans ce qu'il leur fallait"],
            ["check that lacked input", "checks that lacked input"],
        ),
    ]
    .into_iter()
    .flatten()
    .collect();
    if checked.is_clean() {
        return Message::new("sans rien à signaler", "with nothing to report");
    }
    if parts.is_empty() {
        return Message::new("le mail n'a pas été lu", "the mail was not read");
    }
    let join = |get: fn(&Message) -> &str| parts.iter().map(get).collect::<Vec<_>>().join(", ");
    Message::new(join(|part| &part.fr), join(|part| &part.en))
}

/// That a seal was written, and what it says.
pub fn written(seal: &Seal, path: &str) -> Message {
    let found = found(&seal.checked);
    Message::new(format!("Sceau : {path}, {}.", found.fr), format!("Seal: {path}, {}.", found.en))
}

/// The moment of a check, for people; as it is written where it cannot be read.
fn moment(at: &str, language: Language) -> String {
    let Some(moment) = at.get(..16).and_then(|wall| wall.parse::<DateTime>().ok()) else { return at.to_string() };
    let day = when::format_date(moment.date(), language, Style::Long);
    let hour = when::format_time(moment.hour().unsigned_abs(), moment.minute().unsigned_abs(), language);
    match language {
        Language::Fr => format!("le {day} à {hour}"),
        Language::En => format!("on {day} at {hour}"),
    }
}

/// The answers for people: a line a mail, and below it what changed.
pub fn as_text(answers: &[Answer], language: Language) -> String {
    let mut out = String::new();
    for answer in answers {
        let colon = if language == Language::Fr { " :" } else { ":" };
        let _ = writeln!(out, "{}{colon} {}", answer.mail, answer.sentence().get(language));
        let State::Changed(changes) = &answer.state else { continue };
        for change in changes.iter().take(MOST_CHANGES) {
            let _ = writeln!(out, "  {}", line(change, language));
        }
        if changes.len() > MOST_CHANGES {
            let more = changes.len() - MOST_CHANGES;
            let words = Message::new(format!("et {more} de plus"), format!("and {more} more"));
            let _ = writeln!(out, "  {}", words.get(language));
        }
    }
    out
}

fn line(change: &Change, language: Language) -> String {
    let fr = language == Language::Fr;
    let quoted = |words: &str| {
        let cut: String = words.chars().take(MOST_CHARACTERS).collect();
        let more = if cut.len() < words.len() { "…" } else { "" };
        if fr { format!("« {cut}{more} »") } else { format!("“{cut}{more}”") }
    };
    let mut head: Vec<&str> = Vec::new();
    head.extend(Some(change.file.as_str()).filter(|file| !file.is_empty()));
    head.extend(change.key.as_deref());
    head.extend(change.what.as_ref().map(|what| what.get(language)));
    let head = head.join(", ");
    let words = match change.words() {
        None => return head,
        Some(("", after)) => format!("{} {}", if fr { "ajouté" } else { "added" }, quoted(after)),
        Some((before, "")) => format!("{} {}", if fr { "retiré" } else { "removed" }, quoted(before)),
        Some((before, after)) => format!("{} → {}", quoted(before), quoted(after)),
    };
    format!("{head}{} {words}", if fr { " :" } else { ":" })
}

/// The answers for machines: one object.
pub fn as_json(answers: &[Answer], exit: u8, language: Language) -> String {
    let mails: Vec<Value> = answers.iter().map(|answer| of(answer, language)).collect();
    let whole = json!({"format": "presend-verify/v1", "exit": exit, "mails": mails});
    serde_json::to_string_pretty(&whole).unwrap_or_default() + "\n"
}

fn of(answer: &Answer, language: Language) -> Value {
    let changes: Vec<Value> = match &answer.state {
        State::Changed(changes) => changes.iter().map(|change| of_change(change, language)).collect(),
        _ => Vec::new(),
    };
    let mut out = json!({
        "mail": answer.mail,
        "seal": answer.seal,
        "state": answer.word(),
        "exit": answer.exit(),
        "message": answer.sentence().get(language),
    });
    if let Some(checked) = &answer.checked {
        out["checked"] = json!(checked);
    }
    if let State::Refused(problem) = &answer.state {
        out["code"] = json!(problem.code);
    }
    out["changes"] = Value::Array(changes);
    out
}

fn of_change(change: &Change, language: Language) -> Value {
    let mut out = json!({"message": line(change, language)});
    if !change.file.is_empty() {
        out["file"] = json!(change.file);
    }
    if let Some(key) = &change.key {
        out["key"] = json!(key);
    }
    if let Some((before, after)) = change.words() {
        out["before"] = json!(before);
        out["after"] = json!(after);
    }
    out
}
