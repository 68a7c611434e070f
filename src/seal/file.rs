//! A seal as a file: written as a whole, and refused where it was edited.

use std::path::{Path, PathBuf};

use super::inputs::hash;
use super::{FORMAT, Seal};
use crate::language::Message;
use crate::source::{self, Problem};

/// The longest seal that is read, in bytes.
const MAX_BYTES: u64 = 20 * 1024 * 1024;

/// The seal of a mail, beside it: `suivi.hbs` has `suivi.hbs.seal.json`.
pub fn path_of(mail: &str) -> String {
    format!("{mail}.seal.json")
}

/// A seal with the digest of all that it says.
pub(super) fn with_digest(mut seal: Seal) -> Seal {
    seal.digest = digest(&seal);
    seal
}

/// The digest of what a seal says: of its fields in their order, as one line of JSON. White space of the file and the
/// order of its keys do not count.
fn digest(seal: &Seal) -> String {
    let bare = Seal { digest: String::new(), ..seal.clone() };
    format!("sha256:{}", hash(serde_json::to_string(&bare).unwrap_or_default().as_bytes()))
}

/// Writes a seal beside its mail, as a whole; gives its path as it is shown.
///
/// # Errors
/// A problem where it cannot be written.
pub fn write(seal: &Seal, root: &Path) -> Result<String, Problem> {
    let shown = path_of(&seal.mail);
    let path = root.join(&shown);
    let text = serde_json::to_string_pretty(seal).unwrap_or_default() + "\n";
    source::replace_file(&path, text.as_bytes(), None).map_err(|error| {
        let message = Message::new(
            format!("« {shown} » ne peut pas être écrit : {error}"),
            format!("“{shown}” cannot be written: {error}"),
        );
        Problem::new("file-unwritable", message).in_path(shown.clone())
    })?;
    Ok(shown)
}

/// The seal at a path; `None` where there is none.
///
/// # Errors
/// A problem with the code `seal-unreadable` or `seal-edited`.
pub fn read(path: &PathBuf, shown: &str) -> Result<Option<Seal>, Problem> {
    let unreadable = |why: Message| {
        let message = Message::new(
            format!("le sceau « {shown} » ne peut pas être lu : {}", why.fr),
            format!("the seal “{shown}” cannot be read: {}", why.en),
        );
        Problem::new("seal-unreadable", message).in_path(shown)
    };
    let said = |error: &dyn std::fmt::Display| Message::new(error.to_string(), error.to_string());
    let meta = match std::fs::metadata(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(said(&error))),
        Ok(meta) => meta,
    };
    if !meta.is_file() || meta.len() > MAX_BYTES {
        return Err(unreadable(Message::new("ce n'est pas un sceau", "it is no seal")));
    }
    let text = std::fs::read(path).map_err(|error| unreadable(said(&error)))?;
    let seal: Seal = serde_json::from_slice(&text).map_err(|error| unreadable(said(&error)))?;
    if seal.format != FORMAT {
        let why =
            Message::new(format!("forme inconnue « {} »", seal.format), format!("unknown form “{}”", seal.format));
        return Err(unreadable(why));
    }
    if seal.digest != digest(&seal) {
        let message = Message::new(
            format!("le sceau « {shown} » n'est plus tel que presend l'a écrit : il ne vaut rien"),
            format!("the seal “{shown}” is not as presend wrote it: it is void"),
        );
        return Err(Problem::new("seal-edited", message).in_path(shown));
    }
    Ok(Some(seal))
}
