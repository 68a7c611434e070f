//! What readers say when something cannot be read, or was read but looks wrong.

use std::collections::BTreeMap;

use super::Span;
use crate::language::Message;

/// Something that could not be checked: the run is incomplete (exit 2). What was fine beside it is still checked.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Problem {
    /// A stable code, such as `yaml-syntax` or `partial-missing`.
    pub code: &'static str,
    /// What is wrong, with the value that was read.
    pub message: Message,
    /// What to do; for a line of YAML, the line to write instead.
    pub help: Option<Message>,
    /// Where.
    pub span: Option<Span>,
    /// The path, where no byte of a file can be named (a file that is missing, a directory).
    pub path: Option<String>,
}

impl Problem {
    /// A problem with its code and message, without place or help yet.
    pub fn new(code: &'static str, message: Message) -> Problem {
        Problem { code, message, help: None, span: None, path: None }
    }

    /// With what to do about it.
    pub fn help(mut self, help: Message) -> Problem {
        self.help = Some(help);
        self
    }

    /// At a place.
    pub fn at(mut self, span: Span) -> Problem {
        self.span = Some(span);
        self
    }

    /// About a path of which no byte can be named.
    pub fn in_path(mut self, path: impl Into<String>) -> Problem {
        self.path = Some(path.into());
        self
    }
}

/// How to save a mail so that presend can read it, program by program.
pub fn save_as_eml() -> Message {
    Message::new(
        "Enregistrer le mail lui-même, en .eml. Gmail : ⋮ > « Télécharger le message » ; Outlook sur le web et nouvel Outlook : ⋯ > « Télécharger » ; Thunderbird : « Fichier > Enregistrer comme » ; Mail (macOS) : « Fichier > Enregistrer sous », format « source ». L'Outlook classique (« Fichier > Enregistrer sous ») ne donne qu'un .msg : ouvrir le mail dans Outlook sur le web.",
        "Save the mail itself, as .eml. Gmail: ⋮ > “Download message”; Outlook on the web and the new Outlook: ⋯ > “Download”; Thunderbird: “File > Save As”; Mail (macOS): “File > Save As”, format “Raw Message Source”. Classic Outlook (“File > Save As”) gives only a .msg: open the mail in Outlook on the web.",
    )
}

/// Something that was read and looks wrong: a rule of the kind `settings` makes a finding of it.
/// The rule gives level and words; `values` fill the holes of its message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The id of the rule that reports it, such as `cut-by-comment` or `unknown-key`.
    pub rule: &'static str,
    /// Where.
    pub span: Span,
    /// The words found there.
    pub found: String,
    /// What was expected, if that is known.
    pub expected: Option<String>,
    /// Further holes of the message, by name.
    pub values: BTreeMap<&'static str, String>,
}
