//! A rule's cases: the texts of `valid` and `invalid`, which are its tests and the examples of its page.

use std::collections::BTreeMap;

use crate::language::Message;
use crate::source::Span;

use super::place::{Fault, Step, key, one_of};

/// What a case's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CaseField {
    /// A plain text: the mail's text part. This is what a case without a mapping is.
    Text,
    /// An HTML template: the mail's HTML part.
    Html,
    /// A finished message, as an `.eml`.
    Eml,
    /// A whole mail file with its front matter.
    MailFile,
    /// The subject.
    Subject,
    /// The preheader.
    Preheader,
    /// The From header.
    From,
    /// The Reply-To header.
    ReplyTo,
    /// An event's file, as written.
    EventFile,
    /// A `presend.yaml`, as written.
    SettingsFile,
    /// No text: the case lies in its settings (`event`, `recipients`, `account` …).
    None,
}

/// The keys that hold a case's text, the one that makes the case first.
const FIELDS: &[(&str, CaseField)] = &[
    ("mail_file", CaseField::MailFile),
    ("eml", CaseField::Eml),
    ("html", CaseField::Html),
    ("text", CaseField::Text),
    ("event_file", CaseField::EventFile),
    ("settings_file", CaseField::SettingsFile),
    ("subject", CaseField::Subject),
    ("preheader", CaseField::Preheader),
    ("from", CaseField::From),
    ("reply_to", CaseField::ReplyTo),
];

/// The other keys of a case.
///
/// - `match`, `expected`, `rows`: what the finding must say;
/// - settings of the mail, as in its front matter; `recipients` is a list of rows; `template_each: true` stands
///   for `event: each`;
/// - `event` changes keys of the sample event (`null` takes one away), `next` those of its next event, `other` those
///   of « Ouvrir les données de santé »; `events` adds events; `mail_event` binds the mail to an event's id;
/// - `partials` maps names to templates; `settings` changes `presend.yaml`, of which `account`, `sender`, `helpers`
///   and `columns` may stand alone; `options` are those of the command line; `rule_file` is a team's rule, as written;
///   `baseline` is a baseline's file and `previous` an old mail's HTML (`--previous`), as written.
const SETTINGS: &[&str] = &[
    "match",
    "expected",
    "rows",
    "audience",
    "send_at",
    "kind",
    "purpose",
    "language",
    "engine",
    "mentions",
    "facts",
    "recipients",
    "template_each",
    "event",
    "next",
    "other",
    "events",
    "mail_event",
    "partials",
    "settings",
    "account",
    "sender",
    "helpers",
    "columns",
    "options",
    "rule_file",
    "baseline",
    "previous",
];

/// A case of a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What its text is.
    pub field: CaseField,
    /// The text; empty for [`CaseField::None`].
    pub content: String,
    /// The other keys: settings of the mail, and further parts (`subject` beside `html`, `text` beside `html`).
    pub settings: BTreeMap<String, serde_yaml::Value>,
    /// The words that the finding must be about.
    pub expect_match: Option<String>,
    /// Where it stands in the rule's file; `None` for built-in rules, whose file is not on disk.
    pub span: Option<Span>,
}

/// Reads a case of the list `list` (`valid` or `invalid`).
///
/// # Errors
/// A fault with the code `rule-case` when it is neither a text nor a mapping, or has an unknown key.
pub fn read(value: &serde_yaml::Value, list: &str, index: usize) -> Result<Case, Box<Fault>> {
    let path = vec![key(list), Step::Item(index)];
    let mapping = match value {
        serde_yaml::Value::String(text) => {
            return Ok(Case {
                field: CaseField::Text,
                content: text.clone(),
                settings: BTreeMap::new(),
                expect_match: None,
                span: None,
            });
        }
        serde_yaml::Value::Mapping(mapping) => mapping,
        _ => {
            return Err(Box::new(Fault::new(
                "rule-case",
                path,
                Message::new(
                    "Un cas est un texte, ou une suite de clés comme {text: …, match: …}",
                    "A case is a text, or a mapping such as {text: …, match: …}",
                ),
            )));
        }
    };
    let mut settings = BTreeMap::new();
    for (name, value) in mapping {
        let name = name.as_str().unwrap_or_default().to_string();
        if name.starts_with("x-") {
            continue;
        }
        if !SETTINGS.contains(&name.as_str()) && !FIELDS.iter().any(|(field, _)| *field == name) {
            let mut path = path;
            path.push(key(name.clone()));
            let known = FIELDS.iter().map(|(field, _)| *field).chain(SETTINGS.iter().copied());
            let message =
                Message::new(format!("Clé inconnue « {name} » dans un cas"), format!("Unknown key “{name}” in a case"));
            let fault = Fault::new("rule-case", path, message).at_key().help(one_of(&name, known));
            return Err(Box::new(fault));
        }
        settings.insert(name, value.clone());
    }
    let (field, content) = FIELDS
        .iter()
        .find_map(|(name, field)| settings.remove(*name).map(|value| (*field, words(&value))))
        .unwrap_or((CaseField::None, String::new()));
    let expect_match = settings.remove("match").map(|value| words(&value));
    Ok(Case { field, content, settings, expect_match, span: None })
}

/// A scalar as a text.
fn words(value: &serde_yaml::Value) -> String {
    match value {
        serde_yaml::Value::String(text) => text.clone(),
        serde_yaml::Value::Number(number) => number.to_string(),
        serde_yaml::Value::Bool(truth) => truth.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(yaml: &str) -> Result<Case, Box<Fault>> {
        read(&serde_yaml::from_str(yaml).unwrap(), "valid", 0)
    }

    #[test]
    fn the_body_makes_the_case_and_the_rest_are_settings() {
        let case = case("{subject: Replay, html: '<p>x</p>', audience: all, match: x}").unwrap();
        assert_eq!(case.field, CaseField::Html);
        assert_eq!(case.content, "<p>x</p>");
        assert_eq!(case.expect_match.as_deref(), Some("x"));
        assert_eq!(case.settings.keys().collect::<Vec<_>>(), ["audience", "subject"]);
    }

    #[test]
    fn an_unknown_key_is_told_with_the_nearest() {
        let fault = case("{txet: Bonjour}").unwrap_err();
        assert!(fault.at_key);
        assert!(fault.help.unwrap().en.contains("Probably “text”"));
    }
}
