//! What is said of a file that cannot be read.
//!
//! Comes in: a path and what the system says. Goes out: a [`Problem`] with its remedy.

use std::path::Path;

use super::{FileId, Problem, Span};
use crate::language::Message;

/// What is said of a path that cannot be read.
fn at_path(shown: &str, code: &'static str, fr: &str, en: &str) -> Problem {
    Problem::new(code, Message::new(format!("« {shown} » {fr}"), format!("“{shown}” {en}"))).in_path(shown)
}

pub(super) fn unreadable(shown: &str, error: &std::io::Error) -> Problem {
    at_path(shown, "file-unreadable", &format!("ne peut pas être lu : {error}"), &format!("cannot be read: {error}"))
}

pub(super) fn too_large(shown: &str, size: u64, most: u64) -> Problem {
    let (size, most) = (size / (1024 * 1024), most / (1024 * 1024));
    at_path(
        shown,
        "file-too-large",
        &format!("fait {size} Mo ; presend lit au plus {most} Mo"),
        &format!("has {size} MB; presend reads at most {most} MB"),
    )
}

/// What is said of a file with a byte that no text has.
pub(super) fn binary(id: FileId, shown: &str, zero: u32) -> Problem {
    Problem::new(
        "file-binary",
        Message::new(format!("« {shown} » n'est pas un texte"), format!("“{shown}” is not text")),
    )
    .help(Message::new("Est-ce le bon fichier ?", "Is it the right file?"))
    .at(Span::new(id, zero, zero + 1))
    .in_path(shown)
}

/// How many bytes the file at `disk` has.
pub(super) fn size(disk: &Path, shown: &str) -> Result<u64, Problem> {
    let meta = match std::fs::metadata(disk) {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(at_path(shown, "file-missing", "n'existe pas", "does not exist").help(Message::new(
                "Vérifier le chemin, ou créer le fichier.",
                "Check the path, or create the file.",
            )));
        }
        Err(error) => return Err(unreadable(shown, &error)),
    };
    if meta.is_dir() {
        let what = ("est un dossier : il faut un fichier", "is a folder: a file is needed");
        return Err(at_path(shown, "file-directory", what.0, what.1)
            .help(Message::new("Donner le chemin d'un fichier.", "Give the path of a file.")));
    }
    if !meta.is_file() {
        return Err(at_path(shown, "file-unreadable", "n'est pas un fichier ordinaire", "is not an ordinary file"));
    }
    Ok(meta.len())
}
