//! Which platform a file comes from, told by its content: a file given to the wrong importer is sent to the right one.

use serde_json::Value;

use super::{Content, Format, Input};
use crate::language::Message;
use crate::source::Problem;

/// Refuses a file that is known to be another platform's.
pub(super) fn check(format: Format, input: &Input) -> Result<(), Problem> {
    let name = &input.name;
    let other = match seen(&input.content) {
        Some(seen) if seen != format => seen,
        _ => return Ok(()),
    };
    let what = other.named();
    let message = Message::new(format!("« {name} » est {}", what.fr), format!("“{name}” is {}", what.en));
    let command = format!("presend import {} {name}", other.word());
    let help = Message::new(format!("Taper : {command}"), format!("Type: {command}"));
    Err(Problem::new("import-other-format", message).help(help).in_path(name))
}

/// The platform, where the content tells it. A table of people tells none: its headers may be anybody's.
pub(super) fn seen(content: &Content) -> Option<Format> {
    match content {
        Content::Json(value) => seen_json(value),
        Content::Xml(text) => text.contains("<recording").then_some(Format::Bigbluebutton),
        Content::Calendar(_) => Some(Format::Ics),
        Content::Mail => Some(Format::Eml),
        Content::Url(_) | Content::Table(_) | Content::Other(_) => None,
    }
}

fn seen_json(value: &Value) -> Option<Format> {
    let has = |value: &Value, keys: &[&str]| keys.iter().any(|key| value.get(key).is_some());
    if has(value, &["meetings", "shadow-meeting"]) && !has(value, &["page_size", "next_page_token"]) {
        return Some(Format::B3desk);
    }
    let data = value.get("data").map(one).and_then(|data| data.get("type")).and_then(Value::as_str);
    if let Some("events" | "sessions" | "people") = data {
        return Some(Format::Livestorm);
    }
    let one = one(value);
    let zoom = ["join_url", "registrants", "participants", "host_id", "webinars"];
    let goto = ["webinarKey", "registrantKey", "webinarID"];
    let teams = ["@odata.context", "startDateTime", "registrationDateTime"];
    [(Format::Goto, &goto[..]), (Format::Teams, &teams[..]), (Format::Zoom, &zoom[..])]
        .into_iter()
        .find(|(_, keys)| has(one, keys))
        .map(|(format, _)| format)
}

/// The first item of a list; anything else itself.
fn one(value: &Value) -> &Value {
    value.as_array().and_then(|items| items.first()).unwrap_or(value)
}

/// A file whose content the importer does not know.
pub(super) fn unknown(format: Format, input: &Input, expected: &Message) -> Problem {
    let tables = matches!(format, Format::Livestorm | Format::Zoom | Format::Goto | Format::Teams);
    if let (Content::Other(problem), true) = (&input.content, tables) {
        return problem.as_ref().clone();
    }
    let (name, word) = (&input.name, format.word());
    let message = Message::new(
        format!("« {name} » n'est pas un export que `{word}` reconnaît"),
        format!("“{name}” is no export that `{word}` knows"),
    );
    let help = Message::new(format!("Attendu : {}", expected.fr), format!("Expected: {}", expected.en));
    Problem::new("import-unknown", message).help(help).in_path(name)
}

/// Several files where one is expected.
pub(super) fn one_alone(inputs: &[Input]) -> Result<&Input, Problem> {
    match inputs {
        [input] => Ok(input),
        _ => {
            let message = Message::new(
                "plusieurs fichiers, et un seul événement à écrire",
                "several files, and a single event to write",
            );
            let help = Message::new(
                "Importer un fichier à la fois ; seules les pages d'une même liste de personnes se donnent ensemble.",
                "Import one file at a time; only pages of one list of people go together.",
            );
            Err(Problem::new("usage", message).help(help))
        }
    }
}
