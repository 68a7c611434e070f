//! What would close a hole: a line of a file.

use super::{Kind, Slip};
use crate::language::Message;
use crate::project::{Mail, Project};
use crate::source::{Sources, Span};

/// What to write where, so that a slip would be seen or could not be made; `None` where nothing is known to help.
pub(super) fn of(slip: &Slip, project: &Project, mail: &Mail, sources: &Sources) -> Option<(Message, Span)> {
    let own = project.event_of(mail).ok()?.into_iter().next()?;
    let event = sources.file(own.file).path.clone();
    match slip.kind {
        Kind::Fact => {
            let place = mail.subject.as_ref().and_then(|subject| subject.whole().span()).unwrap_or(slip.span);
            let key = slip.key.clone().unwrap_or_default();
            let message = match key.as_str() {
                "title" | "start" => Message::new(
                    format!(
                        "seule la fiche dit « {key}: » : l'écrire aussi en toutes lettres, dans l'objet par exemple, pour que l'un contredise l'autre"
                    ),
                    format!(
                        "only the event's file says “{key}:”: also write it out, in the subject for instance, so that one contradicts the other"
                    ),
                ),
                _ => Message::new(
                    format!("seule la fiche le dit (« {key}: ») : la faire relire par quelqu'un d'autre"),
                    format!("only the event's file says it (“{key}:”): have somebody else read it"),
                ),
            };
            Some((message, if matches!(key.as_str(), "title" | "start") { place } else { slip.span }))
        }
        Kind::Number => Some((
            Message::new(
                format!("aucune règle ne lit ce nombre : l'écrire dans {event}, et l'afficher ici par une balise"),
                format!("no rule reads this number: write it into {event}, and print it here with a tag"),
            ),
            slip.span,
        )),
        Kind::SwappedTag | Kind::SwappedLink if slip.before.starts_with("{{") => Some((
            Message::new(
                "nommer l'événement en toutes lettres dans cette phrase : l'autre y serait contredit",
                "name the event in words in this sentence: the other one would contradict it",
            ),
            slip.span,
        )),
        Kind::Audience | Kind::Leftover => None,
        _ if mail.has_tags() => Some((
            Message::new(
                "l'afficher ici par une balise de l'événement ({{event.…}}) : ces mots ne pourraient plus être faux seuls",
                "print it here with a tag of the event ({{event.…}}): these words could not be wrong by themselves",
            ),
            slip.span,
        )),
        _ => None,
    }
}
