//! People of Livestorm, out of JSON or a table, as recipients.

use std::collections::HashMap;

use serde_json::Value;

use super::super::json::{self, Wrong};
use super::super::{Imported, People, Row, counted};
use super::{Holdings, Resource};
use crate::language::Message;
use crate::language::fold::fold_key;
use crate::project::{Recipients, yes_no};
use crate::source::Problem;

/// Addresses that Livestorm makes where the form asks for none: nothing that is sent there arrives.
const UNKNOWN: &str = "@unknown.livestorm.co";

/// Headers of the table that no mail needs, folded and without apostrophes: technical ones, and what tells about a person's machine or place.
const DROPPED: &[&str] = &[
    "codedaccesauwebinar",
    "ville(depuisip)",
    "pays(depuisip)",
    "ipcountryname",
    "ipcity",
    "ipcountrycode",
    "dureedelapresence(enseconde)",
    "nombredesessionsinscrites",
    "nombredesessionsparticipees",
    "sessionsinscrites",
    "sessionsparticipees",
    "inscritalademande",
    "nombredemessages",
    "nombredequestions",
    "nbdesondagesrepondus",
    "nombredupvotesquestions",
    "referrer",
    "source(utm)",
    "medium(utm)",
    "term(utm)",
    "content(utm)",
    "campaign(utm)",
    "versiondunavigateur",
    "navigateur",
    "systemedexploitation",
    "versiondusystemedexploitation",
    "hauteurdelecran",
    "largeurdelecran",
];

/// What was met on the way.
#[derive(Default)]
struct Met {
    unreachable: usize,
    without: usize,
    twice: usize,
    speakers: usize,
    team: usize,
    /// The row of each address, folded.
    rows: HashMap<String, usize>,
}

pub(super) fn import(held: &Holdings) -> Result<Imported, Problem> {
    let mut people = People::new();
    let mut met = Met::default();
    for resource in &held.people {
        person(&mut people, &mut met, *resource).map_err(|wrong| resource.wrong(wrong))?;
    }
    let mut dropped = 0;
    for table in &held.tables {
        dropped += rows(&mut people, &mut met, table);
    }
    let mut imported = Imported::people(people);
    imported.notes = notes(&met, dropped);
    Ok(imported)
}

impl Met {
    /// Whether a row with this address is kept; else it is counted. An address that is there already is merged.
    fn keeps(&mut self, people: &mut People, email: &str, row: Row) -> bool {
        if email.is_empty() {
            self.without += 1;
            return false;
        }
        let address = email.to_lowercase();
        if address.ends_with(UNKNOWN) {
            self.unreachable += 1;
            return false;
        }
        if let Some(known) = self.rows.get(&address) {
            self.twice += 1;
            people.merge(*known, row);
            return false;
        }
        self.rows.insert(address, people.rows().len());
        people.push(row);
        true
    }
}

/// One person of the API.
fn person(people: &mut People, met: &mut Met, resource: Resource) -> Result<(), Wrong> {
    let attributes = resource.attributes;
    let mut row = Row::new();
    let email = json::text(attributes, "email")?.unwrap_or_default();
    for key in ["email", "first_name", "last_name"] {
        set(people, &mut row, key, json::text(attributes, key)?);
    }
    let team = json::text(attributes, "role")? == Some("team_member");
    let detail = json::object(attributes, "registrant_detail")?;
    let mut speaker = false;
    if let Some(detail) = detail {
        let told = |wrong: Wrong| wrong.inside("registrant_detail");
        let attended = json::flag(detail, "attended").map_err(told)?;
        set(people, &mut row, "attended", attended.map(word));
        speaker = json::flag(detail, "is_guest_speaker").map_err(told)? == Some(true);
        let link = json::text(detail, "connection_link").map_err(told)?;
        answers(people, &mut row, detail).map_err(told)?;
        set(people, &mut row, "connection_link", link);
    }
    set(people, &mut row, "registered", (!team).then_some("yes"));
    set(people, &mut row, "team_member", Some(word(team)));
    set(people, &mut row, "guest_speaker", speaker.then_some("yes"));
    if met.keeps(people, email, row) {
        met.team += usize::from(team);
        met.speakers += usize::from(speaker);
    }
    Ok(())
}

/// The answers to the form's own questions, one column each.
fn answers(people: &mut People, row: &mut Row, detail: &Value) -> Result<(), Wrong> {
    for (at, field) in json::list(detail, "fields")?.iter().enumerate() {
        let told = |wrong: Wrong| wrong.inside(&format!("fields[{at}]"));
        if json::flag(field, "custom").map_err(told)? != Some(true) {
            continue;
        }
        let Some(id) = json::text(field, "id").map_err(told)? else { continue };
        let value = match json::get(field, "value") {
            Some(Value::String(text)) => text.trim().to_string(),
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
            Some(value @ (Value::Bool(_) | Value::Number(_))) => value.to_string(),
            _ => String::new(),
        };
        // A question whose id is one of our own columns must not fill that one.
        let taken = crate::project::MEANINGS.contains(&id) || ["connection_link", "guest_speaker"].contains(&id);
        let name = if taken { format!("question_{id}") } else { id.to_string() };
        set(people, row, &name, Some(value.as_str()));
    }
    Ok(())
}

/// The rows of a table; how many of its columns were left out.
fn rows(people: &mut People, met: &mut Met, table: &Recipients) -> usize {
    let mut kept: Vec<(usize, String)> = Vec::new();
    let mut dropped = 0;
    let held = table.all();
    for (at, column) in table.columns.iter().enumerate() {
        let header = column.header.text().trim();
        let folded = fold_key(header).replace(['\'', '’'], "");
        let used = held.iter().any(|row| !row.cells[at].text().is_empty());
        match column.meaning {
            Some(meaning) => kept.push((at, meaning.to_string())),
            None if DROPPED.contains(&folded.as_str()) => dropped += 1,
            // `Unnamed: 4` is what a spreadsheet's reader calls a column without a header.
            None if header.is_empty() || folded.starts_with("unnamed:") => dropped += usize::from(used),
            None if folded == "isguestspeaker" => kept.push((at, "guest_speaker".to_string())),
            None if folded == "liendacces" => kept.push((at, "connection_link".to_string())),
            None => kept.push((at, header.to_string())),
        }
    }
    let columns: Vec<(usize, usize)> = kept.iter().map(|(at, name)| (*at, people.column(name))).collect();
    let column = |name: &str| kept.iter().find(|(_, kept)| kept == name).map(|(at, _)| *at);
    let [email, team, speaker] = ["email", "team_member", "guest_speaker"].map(column);
    let registered = column("registered").is_none().then(|| people.column("registered"));
    for from in &held {
        let cell = |at: Option<usize>| at.map_or("", |at| from.cells[at].text().trim());
        let mut row: Row = columns.iter().map(|(at, to)| (*to, from.cells[*at].text().to_string())).collect();
        let is_team = yes_no(cell(team)) == Some(true);
        if let Some(registered) = registered.filter(|_| !is_team) {
            row.push((registered, "yes".to_string()));
        }
        if met.keeps(people, cell(email), row) {
            met.team += usize::from(is_team);
            met.speakers += usize::from(yes_no(cell(speaker)) == Some(true));
        }
    }
    dropped
}

fn set(people: &mut People, row: &mut Row, column: &str, value: Option<&str>) {
    if let Some(value) = value {
        row.push((people.column(column), value.to_string()));
    }
}

fn word(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// What was met, in counts.
fn notes(met: &Met, dropped: usize) -> Vec<Message> {
    let all = [
        counted(
            met.unreachable,
            [
                "personne laissée de côté : son adresse @unknown.livestorm.co ne reçoit rien.",
                "personnes laissées de côté : leurs adresses @unknown.livestorm.co ne reçoivent rien.",
            ],
            [
                "person left out: an address @unknown.livestorm.co receives nothing.",
                "people left out: addresses @unknown.livestorm.co receive nothing.",
            ],
        ),
        counted(
            met.without,
            ["personne sans adresse, laissée de côté.", "personnes sans adresse, laissées de côté."],
            ["person without an address, left out.", "people without an address, left out."],
        ),
        counted(
            met.twice,
            [
                "ligne a une adresse déjà vue (autre session, majuscules) : réunie à la première.",
                "lignes ont une adresse déjà vue (autre session, majuscules) : réunies à la première.",
            ],
            [
                "row has an address that was there already (another session, capitals): put together with the first.",
                "rows have an address that was there already (another session, capitals): put together with the first.",
            ],
        ),
        counted(
            met.team,
            [
                "membre de l'équipe dans la liste (colonne team_member).",
                "membres de l'équipe dans la liste (colonne team_member).",
            ],
            ["team member in the list (column team_member).", "team members in the list (column team_member)."],
        ),
        counted(
            met.speakers,
            [
                "intervenant dans la liste (colonne guest_speaker) : le mail aux participants le concerne-t-il ?",
                "intervenants dans la liste (colonne guest_speaker) : le mail aux participants les concerne-t-il ?",
            ],
            [
                "speaker in the list (column guest_speaker): is the mail to participants for them?",
                "speakers in the list (column guest_speaker): is the mail to participants for them?",
            ],
        ),
        counted(
            dropped,
            [
                "colonne laissée de côté (réseau, navigateur, codes d'accès, statistiques).",
                "colonnes laissées de côté (réseau, navigateur, codes d'accès, statistiques).",
            ],
            [
                "column left out (network, browser, access codes, statistics).",
                "columns left out (network, browser, access codes, statistics).",
            ],
        ),
    ];
    let counts = [met.unreachable, met.without, met.twice, met.team, met.speakers, dropped];
    all.into_iter().zip(counts).filter(|(_, count)| *count > 0).map(|(note, _)| note).collect()
}
