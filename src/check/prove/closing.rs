//! What would close a hole: a line of a file.

use super::{Kind, Slip};
use crate::language::Message;
use crate::project::{Mail, Project};
use crate::source::{Sources, Span};

/// What to write where, so that a slip would be seen or could not be made; `None` where nothing is known to help.
pub(super) fn of(slip: &Slip, project: &Project, mail: &Mail, sources: &Sources) -> Option<(Message, Span)> {
    let own = project.event_of(mail).ok()?.into_iter().next()?;
    let event = sources.file(own.file).path.clone();
    let here = slip.span;
    let tag = slip.before.starts_with("{{");
    match slip.kind {
        Kind::Fact if slip.key.as_deref() == Some("start") => Some((
            Message::new(
                "la date et l'heure ne sont dites que là : les écrire aussi en toutes lettres dans le mail, pour que l'un contredise l'autre",
                "date and hour are said nowhere else: also write them out in the mail, so that one contradicts the other",
            ),
            here,
        )),
        Kind::Fact => Some((
            Message::new(
                "rien dans le mail ne le contredit : faire relire cette ligne par quelqu'un d'autre",
                "nothing in the mail contradicts it: have somebody else read this line",
            ),
            here,
        )),
        Kind::Number => Some((
            Message::new(
                format!("aucune règle ne lit ce nombre : l'écrire dans {event}, et l'afficher ici par une balise"),
                format!("no rule reads this number: write it into {event}, and print it here with a tag"),
            ),
            here,
        )),
        // The mail may speak of the other event: that line of the event's file lets it.
        Kind::SwappedTag => {
            let (_, next) = own.tree.entries().iter().find(|(key, _)| key.text() == "next")?;
            let message = Message::new(
                "« next: » permet au mail de parler de l'autre événement, et cette phrase ne dit pas duquel il s'agit : sans cette ligne, ce serait vu",
                "“next:” lets the mail speak of the other event, and this sentence does not say which is meant: without that line it would be seen",
            );
            Some((message, next.span))
        }
        Kind::Audience | Kind::Leftover | Kind::SwappedLink if tag || slip.before.is_empty() => None,
        _ if mail.has_tags() => Some((
            Message::new(
                "l'afficher ici par une balise de l'événement ({{event.…}}) : ces mots ne pourraient plus être faux seuls",
                "print it here with a tag of the event ({{event.…}}): these words could not be wrong by themselves",
            ),
            here,
        )),
        _ => None,
    }
}
