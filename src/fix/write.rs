//! Files on disk: which may be written, and how.

use std::path::{Component, Path, PathBuf};

use crate::language::Message;
use crate::source::{self, Problem};

/// Keeps writing inside the project.
#[derive(Debug, Clone)]
pub struct Guard {
    /// The project's folder.
    root: PathBuf,
    /// Files that are not there are fine: one of them is standard input, of which a diff is wanted.
    input: bool,
}

impl Guard {
    /// For a project's folder; `input`: one of the files is standard input.
    pub fn new(root: &Path, input: bool) -> Guard {
        Guard { root: root.to_path_buf(), input }
    }

    /// Why the file at a path relative to the root may not be written, if so.
    pub fn refuses(&self, shown: &str) -> Option<Problem> {
        let path = Path::new(shown);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        if !inside {
            return Some(refusal(
                shown,
                Message::new("il est hors du projet", "it is outside the project"),
                Message::new(
                    "Lancer presend dans le dossier de ce fichier, ou le corriger à la main.",
                    "Run presend in the folder of this file, or correct it by hand.",
                ),
            ));
        }
        let mut at = self.root.clone();
        for part in path.components() {
            at.push(part);
            match std::fs::symlink_metadata(&at) {
                Ok(meta) if meta.file_type().is_symlink() => return Some(linked(shown)),
                Ok(_) => {}
                Err(_) if self.input => {}
                Err(error) => return Some(unwritable(shown, &error)),
            }
        }
        None
    }

    /// Replaces a file as a whole, so that nobody ever meets half of it; its permissions stay.
    ///
    /// # Errors
    /// A problem where the file may not be written, cannot be, or is not `old` any more.
    pub(super) fn replace(&self, shown: &str, old: &[u8], new: &[u8]) -> Result<(), Problem> {
        if let Some(problem) = self.refuses(shown) {
            return Err(problem);
        }
        let path = self.root.join(shown);
        let told = |error: std::io::Error| unwritable(shown, &error);
        if std::fs::read(&path).map_err(told)? != old {
            return Err(refusal(
                shown,
                Message::new("il a changé entre-temps", "it has changed in the meantime"),
                Message::new("Relancer la commande.", "Run the command again."),
            ));
        }
        let permissions = std::fs::metadata(&path).map_err(told)?.permissions();
        // A rename would replace a file that its owner closed to writing.
        if permissions.readonly() {
            return Err(unwritable(shown, &std::io::ErrorKind::PermissionDenied.into()));
        }
        source::replace_file(&path, new, Some(permissions)).map_err(told)
    }
}

fn linked(shown: &str) -> Problem {
    refusal(
        shown,
        Message::new("son chemin passe par un lien symbolique", "its path goes through a symbolic link"),
        Message::new(
            "Corriger le fichier auquel le lien mène, ou mettre le fichier lui-même à cette place.",
            "Correct the file that the link leads to, or put the file itself in this place.",
        ),
    )
}

fn unwritable(shown: &str, error: &std::io::Error) -> Problem {
    let help = Message::new(
        "Vérifier les droits d'écriture sur le fichier et sur son dossier.",
        "Check that you have permission to write to the file and its folder.",
    );
    refusal(shown, Message::new(error.to_string(), error.to_string()), help)
}

fn refusal(shown: &str, why: Message, help: Message) -> Problem {
    let message = Message::new(
        format!("« {shown} » n'a pas été corrigé : {}", why.fr),
        format!("“{shown}” was not corrected: {}", why.en),
    );
    Problem::new("file-unwritable", message).help(help).in_path(shown)
}
