//! An API's answer that holds one event or several: the one that is meant becomes a draft.

use serde_json::Value;

use super::choice::{Choice, choose};
use super::json::Wrong;
use super::{Content, Draft, Imported, Input, Options};
use crate::language::Message;
use crate::source::Problem;

/// Whether all that is given is about people: tables, and answers of which `of_people` says so.
pub(super) fn all_people(inputs: &[Input], of_people: impl Fn(&Value) -> bool) -> bool {
    inputs.iter().all(|input| match &input.content {
        Content::Json(value) => of_people(value),
        content => matches!(content, Content::Table(_)),
    })
}

/// The draft of the event that the options mean; each event stands with its path in the answer, of which there must be
/// one at least, and `what` names them in the plural. `draft` may add notes.
///
/// # Errors
/// A problem where several are there and none is chosen, or where a value is not what it has to be, with its path.
pub(super) fn chosen(
    input: &Input,
    events: &[(String, &Value)],
    options: &Options,
    what: &Message,
    choice: impl Fn(&Value) -> Result<Choice, Wrong>,
    draft: impl FnOnce(&Value, &mut Vec<Message>) -> Result<Draft, Wrong>,
) -> Result<Imported, Problem> {
    let told = |path: &str, wrong: Wrong| {
        let wrong = if path.is_empty() { wrong } else { wrong.inside(path) };
        wrong.problem(&input.name)
    };
    let choices: Result<Vec<Choice>, Problem> =
        events.iter().map(|(path, event)| choice(event).map_err(|wrong| told(path, wrong))).collect();
    let (path, event) = &events[choose(&choices?, options.name.as_deref(), what, &input.name)?];
    let mut notes = Vec::new();
    let draft = draft(event, &mut notes).map_err(|wrong| told(path, wrong))?;
    Ok(Imported { notes, ..Imported::event(draft) })
}
