//! Values out of JSON that somebody else wrote: what is not there is `None`, what has another type than expected is
//! told with its path. Nothing is converted silently.

use jiff::Timestamp;
use serde_json::Value;

use crate::language::Message;
use crate::source::Problem;

/// A value of another type than its name promises.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    /// Where it stands: `data[3].attributes.email`.
    path: String,
    /// What was expected.
    wanted: Message,
}

impl Wrong {
    pub(super) fn new(key: &str, fr: &str, en: &str) -> Wrong {
        Wrong { path: key.to_string(), wanted: Message::new(fr, en) }
    }

    /// The same, told from further outside.
    pub(super) fn inside(mut self, outer: &str) -> Wrong {
        let dot = if self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = format!("{outer}{dot}{}", self.path);
        self
    }

    /// As a problem of a file.
    pub(super) fn problem(self, shown: &str) -> Problem {
        let Wrong { path, wanted } = self;
        let message = Message::new(
            format!("« {shown} » : `{path}` devrait être {}", wanted.fr),
            format!("“{shown}”: `{path}` should be {}", wanted.en),
        );
        let help = Message::new(
            "Ce fichier n'est pas tel que la plateforme l'exporte : refaire l'export sans le modifier.",
            "This file is not as the platform exports it: export it anew and leave it as it is.",
        );
        Problem::new("import-type", message).help(help).in_path(shown)
    }
}

/// Reads a JSON document.
///
/// # Errors
/// One problem: cut short, nested too deeply, or no JSON from a line on.
pub(super) fn parse(text: &str, shown: &str) -> Result<Value, Problem> {
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        // serde_json stops at 128 levels; it has no category of its own for that.
        let (fr, en) = if error.is_eof() {
            (
                "le fichier est coupé : sa fin manque".to_string(),
                "the file is cut short: its end is missing".to_string(),
            )
        } else if error.to_string().starts_with("recursion limit") {
            ("les données sont imbriquées trop profondément".to_string(), "the data is nested too deeply".to_string())
        } else {
            (
                format!("ce n'est pas du JSON lisible (ligne {line}, colonne {column})"),
                format!("this is no JSON that can be read (line {line}, column {column})"),
            )
        };
        let message = Message::new(format!("« {shown} » : {fr}"), format!("“{shown}”: {en}"));
        Problem::new("import-json", message)
            .help(Message::new(
                "Refaire l'export, et enregistrer la réponse entière sans la modifier.",
                "Export it anew, and save the whole answer as it is.",
            ))
            .in_path(shown)
    })
}

/// A value that is there and not null.
pub(super) fn get<'v>(object: &'v Value, key: &str) -> Option<&'v Value> {
    object.get(key).filter(|value| !value.is_null())
}

/// A text; blank is none.
pub(super) fn text<'v>(object: &'v Value, key: &str) -> Result<Option<&'v str>, Wrong> {
    match get(object, key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
        Some(_) => Err(Wrong::new(key, "un texte", "a text")),
    }
}

/// A code or telephone number: a text, or a whole number that somebody wrote without quotes.
pub(super) fn code(object: &Value, key: &str) -> Result<Option<String>, Wrong> {
    match get(object, key) {
        Some(Value::Number(number)) if number.is_u64() => Ok(Some(number.to_string())),
        _ => Ok(text(object, key)?.map(str::to_string)),
    }
}

/// A yes or no.
pub(super) fn flag(object: &Value, key: &str) -> Result<Option<bool>, Wrong> {
    match get(object, key) {
        None => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(Wrong::new(key, "`true` ou `false`", "`true` or `false`")),
    }
}

/// A whole number that is not negative.
pub(super) fn count(object: &Value, key: &str) -> Result<Option<u64>, Wrong> {
    match get(object, key) {
        None => Ok(None),
        Some(value) => value
            .as_u64()
            .map(Some)
            .ok_or_else(|| Wrong::new(key, "un nombre entier positif", "a positive whole number")),
    }
}

/// A moment in Unix seconds; 0 means "not yet".
pub(super) fn seconds(object: &Value, key: &str) -> Result<Option<Timestamp>, Wrong> {
    let wrong = || Wrong::new(key, "un instant en secondes Unix", "a moment in Unix seconds");
    match get(object, key) {
        None => Ok(None),
        Some(value) => match value.as_i64().ok_or_else(wrong)? {
            0 => Ok(None),
            second if second < 0 => Err(wrong()),
            second => Timestamp::from_second(second).map(Some).map_err(|_| wrong()),
        },
    }
}

/// A list; one that is not there is empty.
pub(super) fn list<'v>(object: &'v Value, key: &str) -> Result<&'v [Value], Wrong> {
    match get(object, key) {
        None => Ok(&[]),
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(Wrong::new(key, "une liste", "a list")),
    }
}

/// A group of keys.
pub(super) fn object<'v>(outer: &'v Value, key: &str) -> Result<Option<&'v Value>, Wrong> {
    match get(outer, key) {
        None => Ok(None),
        Some(value @ Value::Object(_)) => Ok(Some(value)),
        Some(_) => Err(Wrong::new(key, "un groupe de clés `{…}`", "a group of keys `{…}`")),
    }
}
