//! What is said when a message cannot be built or sent.

use crate::language::Message;
use crate::source::Problem;

/// A header that a mail's settings or recipients fill.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Header {
    From,
    ReplyTo,
    To,
    Subject,
    Unsubscribe,
}

impl Header {
    fn words(self) -> Message {
        match self {
            Header::From => Message::new("L'expéditeur (from)", "The sender (from)"),
            Header::ReplyTo => Message::new("L'adresse de réponse (reply_to)", "The reply address (reply_to)"),
            Header::To => Message::new("Le destinataire", "The recipient"),
            Header::Subject => Message::new("L'objet (subject)", "The subject"),
            Header::Unsubscribe => Message::new("L'adresse de désinscription (unsubscribe)", "The unsubscribe address"),
        }
    }

    fn help(self) -> Message {
        match self {
            Header::From | Header::ReplyTo => Message::new(
                "L'écrire sur une ligne, par exemple : Équipe webinaires <webinaires@exemple.fr>",
                "Write it on one line, such as: Webinar team <webinars@example.org>",
            ),
            Header::To => Message::new(
                "Corriger l'adresse dans le fichier des destinataires, ou choisir une autre ligne avec --recipient.",
                "Correct the address in the recipients' file, or choose another line with --recipient.",
            ),
            Header::Subject => Message::new(
                "L'écrire sur une seule ligne, et vérifier les champs qu'il reprend.",
                "Write it on one line, and check the fields that it prints.",
            ),
            Header::Unsubscribe => Message::new(
                "Donner une adresse qui commence par https:// ou par mailto:",
                "Give an address that begins with https:// or with mailto:",
            ),
        }
    }
}

/// A header that cannot be written as it is.
pub(super) fn header(header: Header, text: &str) -> Problem {
    let words = header.words();
    let what = match text.trim() {
        "" => Message::new("manque", "is missing"),
        said if said.chars().any(char::is_control) => Message::new(
            "contient un saut de ligne ou un caractère de commande",
            "holds a line break or control character",
        ),
        // An address of a recipient is not repeated: reports are shared.
        _ if header == Header::To => Message::new("n'a pas une adresse valable", "has no valid address"),
        said => Message::new(format!("ne peut pas être « {said} »"), format!("cannot be “{said}”")),
    };
    let message = Message::new(format!("{} {}", words.fr, what.fr), format!("{} {}", words.en, what.en));
    Problem::new("message-header", message).help(header.help())
}

/// One click needs an address that it can be sent to.
pub(super) fn one_click() -> Problem {
    let message = Message::new(
        "« one_click: true » demande une adresse https:// sous « unsubscribe »",
        "“one_click: true” needs an https:// address under “unsubscribe”",
    );
    Problem::new("message-header", message).help(Header::Unsubscribe.help())
}

/// A finished message that does not say whom it is from or for.
pub(super) fn no_envelope() -> Problem {
    let message = Message::new(
        "Ce message ne dit pas de qui il vient : son en-tête From n'a pas d'adresse",
        "This message does not say who it is from: its From header has no address",
    );
    Problem::new("message-header", message).help(Header::From.help())
}

/// No part has a word in it.
pub(super) fn empty() -> Problem {
    let message = Message::new("Le mail est vide : rien à envoyer", "The mail is empty: there is nothing to send");
    Problem::new("message-empty", message)
}

/// The library refused what it was given.
pub(super) fn unbuilt(why: &str) -> Problem {
    let message = Message::new(
        format!("Le message ne peut pas être construit : {why}"),
        format!("The message cannot be built: {why}"),
    );
    Problem::new("message-header", message)
}
