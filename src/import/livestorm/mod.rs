//! Livestorm: an event with its sessions, or people, as its API gives them (JSON:API); or the people's table.
//!
//! A title stands on the event and a date on the session, so that both are needed; people come page by page.

mod event;
mod people;

use serde_json::Value;

use super::json::{self, Wrong};
use super::sniff::unknown;
use super::{Content, Format, Imported, Input, Options};
use crate::language::Message;
use crate::project::Recipients;
use crate::source::Problem;

/// Everything that the files of a run hold, each with the file it stands in and its path there.
#[derive(Default)]
struct Holdings<'i> {
    events: Vec<Resource<'i>>,
    sessions: Vec<Resource<'i>>,
    people: Vec<Resource<'i>>,
    tables: Vec<&'i Recipients>,
    /// People are what was asked for, and not what an event's answer includes.
    wants_people: bool,
}

/// One resource of JSON:API.
#[derive(Clone, Copy)]
struct Resource<'i> {
    id: &'i str,
    attributes: &'i Value,
    file: &'i str,
    /// `data`, or `included`, and the index in it.
    list: &'static str,
    index: Option<usize>,
}

impl Resource<'_> {
    /// A value of the wrong type in it, as a problem of its file.
    fn wrong(&self, wrong: Wrong) -> Problem {
        let at = self.index.map_or(String::new(), |index| format!("[{index}]"));
        wrong.inside(&format!("{}{at}.attributes", self.list)).problem(self.file)
    }
}

pub(super) fn import(inputs: &[Input], options: &Options) -> Result<Imported, Problem> {
    let mut held = Holdings::default();
    for input in inputs {
        match &input.content {
            Content::Json(value) => collect(&mut held, value, input)?,
            Content::Table(table) => {
                held.tables.push(table);
                held.wants_people = true;
            }
            _ => return Err(not_known(input)),
        }
    }
    if held.wants_people {
        return match held.events.is_empty() {
            true => people::import(&held),
            false => Err(both()),
        };
    }
    event::import(&held, options)
}

fn not_known(input: &Input) -> Problem {
    let expected = Message::new(
        "la réponse JSON de l'API (événement, sessions ou personnes), ou le tableau des inscrits en CSV ou XLSX",
        "the API's answer in JSON (event, sessions or people), or the table of registrants as CSV or XLSX",
    );
    unknown(Format::Livestorm, input, &expected)
}

fn both() -> Problem {
    let message = Message::new(
        "un événement et des personnes ensemble : ce sont deux fichiers à écrire",
        "an event and people together: these are two files to write",
    );
    let help = Message::new(
        "Importer d'abord l'événement (--out event.yaml), puis les personnes (--out recipients.csv).",
        "Import the event first (--out event.yaml), then the people (--out recipients.csv).",
    );
    Problem::new("usage", message).help(help)
}

/// Sorts the resources of one answer.
fn collect<'i>(held: &mut Holdings<'i>, value: &'i Value, input: &'i Input) -> Result<(), Problem> {
    let before = held.people.len();
    let main = match json::get(value, "data") {
        Some(Value::Array(items)) => items.iter().enumerate().map(|(at, item)| (Some(at), item)).collect(),
        Some(item @ Value::Object(_)) => vec![(None, item)],
        // An answer without anybody is one, too.
        _ => return Err(not_known(input)),
    };
    let mut kinds: Vec<&str> = Vec::new();
    for (index, item) in main {
        let kind = take(held, item, "data", index, input)?;
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    let included = json::list(value, "included").map_err(|wrong| wrong.problem(&input.name))?;
    for (index, item) in included.iter().enumerate() {
        take(held, item, "included", Some(index), input)?;
    }
    // A session's answer may include its people, and then it is they that are wanted.
    let listed = held.people.len() > before;
    held.wants_people |= kinds.is_empty() || !kinds.contains(&"events") && listed;
    Ok(())
}

fn take<'i>(
    held: &mut Holdings<'i>,
    item: &'i Value,
    list: &'static str,
    index: Option<usize>,
    input: &'i Input,
) -> Result<&'i str, Problem> {
    let file = input.name.as_str();
    let at = index.map_or(String::new(), |index| format!("[{index}]"));
    let told = |wrong: Wrong| wrong.inside(&format!("{list}{at}")).problem(file);
    let kind = json::text(item, "type").map_err(told)?.unwrap_or_default();
    let to = match kind {
        "events" => &mut held.events,
        "sessions" => &mut held.sessions,
        "people" => &mut held.people,
        _ if list == "included" => return Ok(kind),
        _ => return Err(not_known(input)),
    };
    let id = json::text(item, "id").map_err(told)?.unwrap_or_default();
    let attributes = json::object(item, "attributes").map_err(told)?.unwrap_or(&Value::Null);
    to.push(Resource { id, attributes, file, list, index });
    Ok(kind)
}
