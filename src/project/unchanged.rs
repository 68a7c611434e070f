//! The examples of an event.yaml that `presend init` wrote and that nobody has replaced. Taken for the truth, they
//! would make every right mail wrong.

use jiff::civil::{Date, date};

use super::At;
use super::read::Reader;
use crate::language::Message;
use crate::source::{Problem, Span, Traced};

/// The titles that `presend init` writes.
const TITLES: &[&str] = &["Titre exact de l'événement", "Exact title of the event"];
/// The names that it writes.
const NAMES: &[&str] = &["Prénom Nom", "First name Last name"];
/// The day that it writes: one that no mail speaks of.
const DAY: Date = date(2099, 12, 31);

/// Tells a title that is still the example.
pub(super) fn title(reader: &mut Reader, title: &Traced, otherwise: Span) {
    if TITLES.contains(&title.text().trim()) {
        let message = Message::new(
            format!("Le titre est encore celui du modèle : « {} »", title.text()),
            format!("The title is still the template's: “{}”", title.text()),
        );
        let help = Message::new(
            "Écrire `title: \"le titre de votre événement\"`.",
            "Write `title: \"the title of your event\"`.",
        );
        tell(reader, title.whole().span().unwrap_or(otherwise), message, help);
    }
}

/// Tells a name that is still the example.
pub(super) fn name(reader: &mut Reader, name: &Traced, otherwise: Span) {
    if NAMES.contains(&name.text().trim()) {
        let message = Message::new(
            format!("« {} » est encore le nom du modèle", name.text()),
            format!("“{}” is still the template's name", name.text()),
        );
        let help = Message::new(
            "Écrire le nom de la personne qui intervient, ou enlever la ligne `speakers:` s'il n'y en a pas.",
            "Write the speaker's name, or take the line `speakers:` out where there is none.",
        );
        tell(reader, name.whole().span().unwrap_or(otherwise), message, help);
    }
}

/// Tells a start that is still on the example's day.
pub(super) fn start(reader: &mut Reader, start: &At) {
    let Some(span) = start.written.whole().span() else { return };
    if start.moment.date() == DAY {
        let message = Message::new(
            format!("La date est encore celle du modèle : {}", start.written.text()),
            format!("The date is still the template's: {}", start.written.text()),
        );
        let help = Message::new(
            "Écrire la date et l'heure de l'événement, sous cette forme : `start: 2026-11-17 14:00`.",
            "Write the date and hour of your event, in this form: `start: 2026-11-17 14:00`.",
        );
        tell(reader, span, message, help);
    }
}

fn tell(reader: &mut Reader, span: Span, message: Message, help: Message) {
    reader.problems.push(Problem::new("bad-value", message).help(help).at(span));
}
