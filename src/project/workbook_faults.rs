//! What is said of a workbook that cannot be read, with what to do about it.

use super::workbook::Fault;
use crate::language::Message;
use crate::source::{MAX_BYTES, Problem};

/// How a recipients' file is read, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// As delimited text.
    Text,
    /// As a workbook.
    Workbook,
    /// Not at all: a spreadsheet of another format.
    Other,
}

impl Format {
    /// The format of a path.
    pub(super) fn of(shown: &str) -> Format {
        let ending = shown.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("xlsx" | "xlsm") => Format::Workbook,
            Some("xls" | "xlsb" | "ods" | "fods" | "numbers") => Format::Other,
            _ => Format::Text,
        }
    }
}

/// What to do with a spreadsheet that is no workbook of Excel.
fn save_as() -> Message {
    Message::new(
        "Dans le tableur : « Fichier > Enregistrer sous > Classeur Excel (.xlsx) » (dans Numbers : « Fichier > \
         Exporter vers > Excel »), ou format CSV UTF-8 ; puis indiquer ce fichier.",
        "In the spreadsheet: “File > Save As > Excel Workbook (.xlsx)” (in Numbers: “File > Export To > Excel”), or \
         the format CSV UTF-8; then name that file.",
    )
}

/// A spreadsheet of a format that is not read.
pub(super) fn other(shown: &str) -> Problem {
    let ending = shown.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let message = Message::new(
        format!("« {shown} » est au format .{ending}, que presend ne lit pas"),
        format!("“{shown}” has the format .{ending}, which presend does not read"),
    );
    Problem::new("recipients-format", message).help(save_as()).in_path(shown)
}

/// The help for a file that is too large, in words for a list of people.
pub(super) fn too_large(problem: Problem) -> Problem {
    match problem.code {
        "file-too-large" => problem.help(smaller()),
        _ => problem,
    }
}

fn smaller() -> Message {
    Message::new(
        "Est-ce le bon fichier ? Copier la liste seule, sans images ni autres feuilles, dans un nouveau classeur, ou \
         l'enregistrer en CSV UTF-8.",
        "Is it the right file? Copy the list alone, without pictures or further sheets, into a new workbook, or save \
         it as CSV UTF-8.",
    )
}

/// What is said of a fault, and what to do.
pub(super) fn problem(fault: Fault, shown: &str) -> Problem {
    let (code, (fr, en), help) = match fault {
        Fault::Empty | Fault::Locked | Fault::Old | Fault::Text | Fault::Foreign | Fault::Broken => unreadable(fault),
        Fault::Unpacked | Fault::Rows | Fault::Columns | Fault::Long => limit(fault),
        Fault::NoSheet => (
            "workbook-sheet",
            ("n'a aucune feuille visible".to_string(), "has no visible sheet".to_string()),
            Message::new(
                "Afficher la feuille qui contient la liste (clic droit sur un onglet > Afficher), puis enregistrer.",
                "Show the sheet with the list (right click on a tab > Unhide), then save.",
            ),
        ),
    };
    let message = Message::new(format!("« {shown} » {fr}"), format!("“{shown}” {en}"));
    Problem::new(code, message).help(help).in_path(shown)
}

/// Code, words in French and in English, and help.
type Words = (&'static str, (String, String), Message);

fn unreadable(fault: Fault) -> Words {
    let (code, fr, en, help) = match fault {
        Fault::Locked => (
            "workbook-password",
            "est protégé par un mot de passe",
            "is protected by a password",
            Message::new(
                "Dans Excel : « Fichier > Informations > Protéger le classeur > Chiffrer avec mot de passe », effacer \
                 le mot de passe, et enregistrer une copie.",
                "In Excel: “File > Info > Protect Workbook > Encrypt with Password”, clear the password, and save a \
                 copy.",
            ),
        ),
        Fault::Old => (
            "recipients-format",
            "est un ancien classeur (.xls), malgré son nom",
            "is an old workbook (.xls), despite its name",
            save_as(),
        ),
        Fault::Foreign => (
            "recipients-format",
            "est un classeur LibreOffice ou Numbers, malgré son nom",
            "is a workbook of LibreOffice or Numbers, despite its name",
            save_as(),
        ),
        Fault::Text => (
            "recipients-format",
            "est un fichier texte, malgré son nom",
            "is a text file, despite its name",
            Message::new(
                "Si c'est un CSV, le renommer en « .csv » ; sinon l'ouvrir dans Excel, puis « Fichier > Enregistrer \
                 sous > Classeur Excel (.xlsx) ».",
                "If it is CSV, rename it to “.csv”; else open it in Excel, then “File > Save As > Excel Workbook \
                 (.xlsx)”.",
            ),
        ),
        Fault::Empty => (
            "workbook-broken",
            "est vide",
            "is empty",
            Message::new("Refaire l'export, ou indiquer un autre fichier.", "Export it again, or name another file."),
        ),
        _ => (
            "workbook-broken",
            "ne peut pas être lu : le classeur est abîmé ou incomplet",
            "cannot be read: the workbook is damaged or incomplete",
            Message::new(
                "Refaire l'export ; ou l'ouvrir dans Excel, puis « Fichier > Enregistrer sous > Classeur Excel \
                 (.xlsx) ».",
                "Export it again; or open it in Excel, then “File > Save As > Excel Workbook (.xlsx)”.",
            ),
        ),
    };
    (code, (fr.to_string(), en.to_string()), help)
}

fn limit(fault: Fault) -> Words {
    let clear = Message::new(
        "Copier la liste seule dans un nouveau classeur : il suffit d'une cellule oubliée très loin. Une liste plus longue \
         s'envoie en plusieurs fois.",
        "Copy the list alone into a new workbook: one forgotten cell far away is enough to cause this. A longer list is sent in \
         parts.",
    );
    let megabytes = MAX_BYTES / (1024 * 1024);
    let beyond = |fr: &str, en: &str| {
        (
            format!("a des cellules au-delà de la {fr}, la dernière que presend lit"),
            format!("has cells beyond {en}, the last that presend reads"),
        )
    };
    let ((fr, en), help) = match fault {
        Fault::Rows => (beyond("ligne 200\u{a0}000", "row 200,000"), clear),
        Fault::Columns => (beyond("colonne SF", "column SF"), clear),
        Fault::Long => (
            (
                format!("contient plus de {megabytes} Mo de texte, le plus que presend lit"),
                format!("holds more than {megabytes} MB of text, the most that presend reads"),
            ),
            smaller(),
        ),
        _ => (
            (
                "contient trop de données une fois décompressé (100 Mo au plus)".to_string(),
                "holds too much data once it is unpacked (100 MB at most)".to_string(),
            ),
            smaller(),
        ),
    };
    ("workbook-too-large", (fr, en), help)
}
