//! The columns of a recipients' file: their headers, and what these mean.
//!
//! Comes in: the cells of a header. Goes out: [`Column`]s. It never looks at a row.

use crate::language::fold::{fold, fold_key};
use crate::source::Traced;

/// A column.
#[derive(Debug, Clone, Default)]
pub struct Column {
    /// The header as written.
    pub header: Traced,
    /// The name under which it has a meaning (`first_name`, `attended` …), where it has one.
    pub meaning: Option<&'static str>,
    /// The name that `columns:` in the settings gives it.
    pub renamed: Option<String>,
}

/// The columns that have a meaning.
pub const MEANINGS: &[&str] =
    &["email", "first_name", "last_name", "attended", "registered", "status", "language", "team_member"];

/// Headers of a meaning, folded by [`fold_key`]: our names, French and English words, and those of the exports of
/// Livestorm, Zoom, Teams, GoToWebinar, Eventbrite and Brevo.
const HEADERS: &[(&str, &[&str])] = &[
    (
        "email",
        &[
            "email",
            "mail",
            "courriel",
            "adresseemail",
            "adressemail",
            "adressecourriel",
            "adresseelectronique",
            "emailaddress",
            "mailaddress",
            "useremail",
            "attendeeemail",
            "participantemail",
            "emailduparticipant",
            "emailprofessionnel",
            "workemail",
            "mel",
            "emails",
            "contactemail",
            "useremailaddress",
            "registrantemail",
            "adressedemessagerie",
            "adressedecourriel",
            "emaildelinscrit",
            "emaildel'inscrit",
        ],
    ),
    (
        "first_name",
        &["firstname", "prenom", "prenoms", "givenname", "forename", "fname", "attendeefirstname", "userfirstname"],
    ),
    (
        "last_name",
        &[
            "lastname",
            "nom",
            "nomdefamille",
            "familyname",
            "surname",
            "lname",
            "attendeelastname",
            "attendeesurname",
            "userlastname",
        ],
    ),
    (
        "attended",
        &[
            "attended",
            "present",
            "presente",
            "presence",
            "apresente",
            "aparticipe",
            "participe",
            "participation",
            "hasattended",
            "attendance",
            "estvenu",
            "didattend",
            "present(e)",
            "checkedin",
        ],
    ),
    (
        "registered",
        &[
            "registered",
            "inscrit",
            "inscrite",
            "estinscrit",
            "inscription",
            "isregistered",
            "inscrit(e)",
            "hasregistered",
        ],
    ),
    (
        "status",
        &["status", "statut", "etat", "approvalstatus", "attendeestatus", "attendancestatus", "registrationstatus"],
    ),
    ("language", &["language", "langue", "lang", "locale", "preferredlanguage", "languepreferee"]),
    (
        "team_member",
        &[
            "teammember",
            "isteammember",
            "membredelequipe",
            "membrequipe",
            "membreequipe",
            "estmembredelequipe",
            "equipe",
            "isstaff",
        ],
    ),
];

/// A yes or no as people and platforms write it: oui, yes, true, vrai, 1, x; non, no, false, faux, 0.
pub fn yes_no(text: &str) -> Option<bool> {
    const WORDS: [(&str, bool); 11] = [
        ("oui", true),
        ("non", false),
        ("yes", true),
        ("no", false),
        ("true", true),
        ("false", false),
        ("1", true),
        ("0", false),
        ("vrai", true),
        ("faux", false),
        ("x", true),
    ];
    let text = text.trim();
    let folded = (!text.is_ascii()).then(|| fold(text));
    let written = folded.as_deref().unwrap_or(text);
    WORDS.iter().find(|(word, _)| written.eq_ignore_ascii_case(word)).map(|(_, yes)| *yes)
}

/// What a header means.
pub(super) fn meaning(header: &str) -> Option<&'static str> {
    let folded = fold_key(header.trim());
    HEADERS.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(meaning, _)| *meaning)
}

/// Columns by meaning; the first of several with one meaning has it.
pub(super) fn columns(headers: Vec<Traced>, names: &[(Traced, Traced)]) -> Vec<Column> {
    let mut out: Vec<Column> = Vec::new();
    for header in headers {
        let folded = fold_key(header.text());
        let renamed =
            names.iter().find(|(from, _)| fold_key(from.text()) == folded).map(|(_, to)| to.text().to_string());
        let wanted = match &renamed {
            Some(name) => MEANINGS.iter().find(|known| *known == name).copied(),
            None => meaning(header.text()),
        };
        let free = wanted.filter(|wanted| !out.iter().any(|column| column.meaning == Some(wanted)));
        out.push(Column { header, meaning: free, renamed });
    }
    out
}
