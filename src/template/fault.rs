//! What is wrong with a template, and the words for it.

use std::sync::Arc;

use crate::language::Message;
use crate::source::Span;

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// Braces that Handlebars cannot read; they stand in the output as they are.
    UnreadableTag,
    /// A name that the data does not have.
    UnknownVariable,
    /// A call of a helper that nobody declared.
    UnknownHelper,
    /// A partial that does not exist.
    UnknownPartial,
    /// A helper that cannot work with what it was given.
    BadArgument,
    /// A whole mapping is printed: `[object Object]` for the reader.
    NotPrintable,
    /// Handlebars.js and the `handlebars` crate render two different texts.
    EnginesDiffer,
    /// A block that is never closed. Fatal.
    UnclosedBlock,
    /// A closing tag that closes something else, or nothing. Fatal.
    MismatchedClose,
    /// A partial that includes itself without end. Fatal.
    EndlessInclusion,
    /// Too deep, too long, or too many turns. Fatal.
    Limit,
}

impl FaultKind {
    /// Whether rendering stops there: what follows cannot be checked.
    pub fn is_fatal(self) -> bool {
        use FaultKind::*;
        matches!(self, UnclosedBlock | MismatchedClose | EndlessInclusion | Limit)
    }
}

/// How data was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReadHow {
    /// It was printed.
    Printed,
    /// It decided what is rendered (`if`, `unless`, `with`, a section).
    Condition,
    /// It was handed to a helper or a partial.
    Argument,
    /// It was gone through, item by item.
    Loop,
}

/// Data that rendering read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// Its path; for a name that does not exist, the path at which it was looked for.
    pub pointer: Arc<str>,
    /// How it was read.
    pub how: ReadHow,
    /// The tag that read it.
    pub tag: Span,
    /// There was nothing: no such name, null, an empty text or list.
    pub empty: bool,
}

/// Something wrong with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of thing.
    pub kind: FaultKind,
    /// The tag.
    pub tag: Span,
    /// The name inside the tag (a path, a helper, a partial), or the tag.
    pub name: Span,
    /// What stands there: the name as it is written, or the whole tag where it cannot be read.
    pub found: String,
    /// The name that was probably meant.
    pub nearest: Option<String>,
    /// The block's opening tag and its place, for a block that is not closed or closed by another's tag.
    pub opener: Option<(String, Span)>,
    /// How an unknown variable was read.
    pub how: Option<ReadHow>,
    /// Where an unknown variable was looked for, such as `recipient.firstname`.
    pub pointer: Option<Arc<str>>,
    /// What is wrong and what to do, in both languages.
    pub message: Message,
}

impl Fault {
    /// A fault at a tag; [`Fault::worded`] gives it its words.
    pub(super) fn new(kind: FaultKind, tag: Span, name: Span, found: impl Into<String>) -> Fault {
        Fault {
            kind,
            tag,
            name,
            found: found.into(),
            nearest: None,
            opener: None,
            how: None,
            pointer: None,
            message: Message::default(),
        }
    }

    /// The fault with the usual words of its kind.
    pub(super) fn worded(mut self) -> Fault {
        self.message = words(&self);
        self
    }

    /// The fault with words of its own.
    pub(super) fn saying(mut self, message: Message) -> Fault {
        self.message = message;
        self
    }
}

fn words(fault: &Fault) -> Message {
    let found = fault.found.as_str();
    let opener = fault.opener.as_ref().map_or("", |(name, _)| name.as_str());
    match fault.kind {
        FaultKind::UnreadableTag => Message::new(
            format!(
                "« {found} » n'est pas une balise Handlebars : les destinataires la verraient telle quelle, ou l'envoi échouerait. La corriger, ou la déclarer sous « sender: tags: » si c'est l'outil d'envoi qui la remplit."
            ),
            format!(
                "“{found}” is not a Handlebars tag: recipients would see it as it is, or sending would fail. Correct it, or declare it under “sender: tags:” if the sending tool fills it in."
            ),
        ),
        FaultKind::UnknownVariable => unknown(
            fault,
            (format!("« {found} » n'existe pas dans les données"), "Corriger le nom, ou ajouter cette donnée."),
            (format!("“{found}” is not in the data"), "Correct the name, or add this data."),
        ),
        FaultKind::UnknownHelper => unknown(
            fault,
            (
                format!("« {found} » n'est pas une fonction de modèle connue"),
                "Si l'outil d'envoi la fournit, la déclarer sous « helpers: ».",
            ),
            (format!("“{found}” is not a known function"), "If the sending tool has it, declare it under “helpers:”."),
        ),
        FaultKind::UnknownPartial => unknown(
            fault,
            (format!("Le morceau de modèle « {found} » n'existe pas"), "Corriger le nom, ou créer ce fichier."),
            (format!("The template piece “{found}” does not exist"), "Correct the name, or create this file."),
        ),
        FaultKind::BadArgument => Message::new(
            format!("« {found} » ne peut pas s'appliquer à ce qui lui est donné."),
            format!("“{found}” cannot work with what it is given."),
        ),
        FaultKind::NotPrintable => Message::new(
            format!(
                "« {found} » est un ensemble de données, pas un texte : les destinataires verraient « [object Object] ». Nommer l'un de ses champs."
            ),
            format!(
                "“{found}” is a set of data, not a text: recipients would see “[object Object]”. Name one of its fields."
            ),
        ),
        FaultKind::EnginesDiffer => Message::new(
            format!(
                "Handlebars.js et la bibliothèque Rust « handlebars » n'affichent pas la même chose ici : « {found} »."
            ),
            format!("Handlebars.js and the Rust library “handlebars” print different things here: “{found}”."),
        ),
        FaultKind::UnclosedBlock => Message::new(
            format!("Le bloc « {opener} » n'est jamais fermé. Ajouter « {found} »."),
            format!("The block “{opener}” is never closed. Add “{found}”."),
        ),
        FaultKind::MismatchedClose if opener.is_empty() => Message::new(
            format!("« {found} » ferme un bloc qui n'est pas ouvert. Enlever cette balise, ou ouvrir le bloc."),
            format!("“{found}” closes a block that was not opened. Remove this tag, or open the block."),
        ),
        FaultKind::MismatchedClose => Message::new(
            format!("« {found} » ne ferme pas le bloc ouvert par « {opener} ». Fermer d'abord ce bloc."),
            format!("“{found}” does not close the block opened by “{opener}”. Close that block first."),
        ),
        FaultKind::EndlessInclusion => Message::new(
            format!("Le morceau de modèle « {found} » s'inclut lui-même sans fin. Enlever l'une des inclusions."),
            format!("The template piece “{found}” includes itself without end. Remove one of the inclusions."),
        ),
        FaultKind::Limit => Message::new(
            format!("Le mail affiché est trop grand : {found}."),
            format!("The mail to be shown is too large: {found}."),
        ),
    }
}

fn unknown(fault: &Fault, fr: (String, &str), en: (String, &str)) -> Message {
    match &fault.nearest {
        Some(near) => {
            Message::new(format!("{} ; sans doute « {near} ».", fr.0), format!("{}; probably “{near}”.", en.0))
        }
        None => Message::new(format!("{}. {}", fr.0, fr.1), format!("{}. {}", en.0, en.1)),
    }
}
