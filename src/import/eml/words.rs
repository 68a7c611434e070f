//! Title, sender, speakers and links of a mail.

use crate::claims::reading::Reading;
use crate::claims::{presented, promised, title_candidates};
use crate::language::Message;
use crate::language::fold::fold;
use crate::message::PartKind;
use crate::value::link::Link;
use crate::value::name;
use crate::words::Lists;

use super::super::{Draft, DraftLink, Noted, Speaker};

/// How many links without a role are kept as comments.
const MOST: usize = 15;

/// Roles that a link of an event may have; `calendar` and `unsubscribe` are none.
const ROLES: [&str; 7] = ["register", "join", "replay", "slides", "survey", "program", "photos"];

/// Whether the words at a byte of a block are about the next event, by itself or by its heading.
pub(super) fn about_next(reading: &Reading, index: usize, at: usize) -> bool {
    let list = Lists::built_in().list("passages");
    let block = &reading.blocks[index];
    let from = block.sentence(at).range.start;
    let here = block.hits(list).iter().any(|hit| {
        list.group(hit.group) == "next" && hit.range.start >= from && hit.range.start <= block.sentence(at).range.end
    });
    here || block.heading.is_some_and(|heading| reading.blocks[heading].has(list, "next"))
}

/// The likeliest title: between quotes behind a word for what takes place, else between quotes, else of the subject,
/// else of the first heading; of equals, the one that is said most often.
pub(super) fn title(draft: &mut Draft, reading: &Reading) {
    let mut found: Vec<(String, u32, Message)> = Vec::new();
    for (index, block) in reading.blocks.iter().enumerate() {
        for (range, named) in title_candidates(block) {
            if about_next(reading, index, range.start) {
                continue;
            }
            let words = block.text()[range].trim().trim_end_matches(['.', '!']).trim().to_string();
            if words.split_whitespace().count() < 2
                || block.whens.iter().any(|when| block.text()[when.range.clone()] == words)
            {
                continue;
            }
            let quoted = named || block.text().contains(['«', '“']);
            let subject = block.block.part == PartKind::Subject;
            let weight = if named {
                40
            } else if quoted {
                30
            } else if subject {
                20
            } else {
                10
            };
            let place = match (subject, quoted) {
                (true, _) => Message::new("l'objet", "the subject"),
                (_, true) => Message::new("le texte, entre guillemets", "the text, between quotes"),
                _ => Message::new("le titre du mail", "the mail's heading"),
            };
            match found.iter_mut().find(|(known, _, _)| fold(known) == fold(&words)) {
                Some((_, known, _)) => *known = (*known).max(weight) + 1,
                None => found.push((words, weight, place)),
            }
        }
    }
    let Some(best) = found.iter().map(|(_, weight, _)| *weight).max() else { return };
    for (words, weight, place) in found {
        if weight == best && draft.title.is_none() {
            let note = Message::new(
                format!("à confirmer ; lu dans {}", place.fr),
                format!("to confirm; read in {}", place.en),
            );
            draft.title = Some(Noted::with(words, note));
        } else {
            draft.comments.push(Message::new(
                format!("autre titre possible : {words}"),
                format!("another possible title: {words}"),
            ));
        }
    }
}

/// Who sends the mail, and where answers go.
pub(super) fn sender(draft: &mut Draft, reading: &Reading) {
    let note = Message::new("l'expéditeur du mail : à confirmer", "the mail's sender: to confirm");
    let Some(from) = &reading.message.from else { return };
    let (name, address) = mailbox(from.text());
    draft.organizer_name = name.map(|name| Noted::with(name, note));
    draft.organizer_email = address.clone().map(Noted::from);
    let answers = reading.message.reply_to.as_ref().and_then(|to| mailbox(to.text()).1);
    if answers.is_some() && answers != address {
        let note = Message::new("l'adresse de réponse : à confirmer", "where answers go: to confirm");
        draft.contact_email = answers.map(|address| Noted::with(address, note));
    }
}

/// Name and address of `Name <address>`.
fn mailbox(text: &str) -> (Option<String>, Option<String>) {
    let (name, address) = match text.rsplit_once('<') {
        Some((name, rest)) => (name, rest.trim_end_matches(['>', ' '])),
        None => ("", text),
    };
    let name = name.trim().trim_matches('"').trim();
    let address = address.trim();
    let whole = address.contains('@') && !address.contains([' ', ',']);
    (Some(name.to_string()).filter(|name| !name.is_empty()), whole.then(|| address.to_string()))
}

/// People who are introduced as speakers; never one to whom the mail was sent.
pub(super) fn speakers(draft: &mut Draft, reading: &Reading) {
    let readers: Vec<&str> = reading.message.to.iter().chain(&reading.message.cc).map(|to| to.name.text()).collect();
    for (index, block) in reading.blocks.iter().enumerate() {
        for range in name::person_names(block.text()) {
            let said = &block.text()[range.clone()];
            let known = draft.speakers.iter().any(|speaker| name::same_person(said, &speaker.name.value));
            let reader = readers.iter().any(|reader| name::same_person(said, reader));
            let titled = draft.title.as_ref().is_some_and(|title| title.value.contains(said));
            let whole = said.split_whitespace().count() > 1;
            if known || reader || titled || !whole || about_next(reading, index, range.start) {
                continue;
            }
            if presented(reading, index, &range) {
                let note = Message::new("à confirmer : présenté ainsi dans le mail", "to confirm: told so in the mail");
                draft.speakers.push(Speaker { name: Noted::with(said, note), ..Speaker::default() });
            }
        }
    }
}

/// Links by what their words promise, else by what their address shows.
pub(super) fn links(draft: &mut Draft, reading: &Reading) {
    let mut seen: Vec<String> = Vec::new();
    let mut left: Vec<(String, String)> = Vec::new();
    for link in &reading.links {
        let address = &link.address;
        let web = matches!(address.scheme.as_str(), "http" | "https");
        if !web || address.flaw.is_some() || seen.contains(&address.normal) {
            continue;
        }
        seen.push(address.normal.clone());
        let label: String = link.link.label.text().trim().chars().take(60).collect();
        let shown = address.identity.as_ref();
        if shown.is_some_and(|identity| identity.host) {
            let note = Message::new("lien d'animateur, lu dans le mail !", "a host's link, read in the mail!");
            draft.private_links.push(Noted::with(address.url.clone(), note));
            continue;
        }
        if shown.is_some_and(|identity| identity.personal) {
            let words = "lien personnel d'un destinataire, laissé de côté ; y mettre celui de la salle";
            let comment = Message::new(words, "a recipient's personal link, left out; put the room's here");
            if !draft.comments.contains(&comment) {
                draft.comments.push(comment);
            }
            continue;
        }
        let words = promised(reading, link);
        if words.iter().any(|role| matches!(role.as_str(), "unsubscribe" | "calendar")) {
            continue;
        }
        let next = link.block.is_some_and(|block| about_next(reading, block, link.range.start));
        let role = words.iter().map(String::as_str).find(|role| ROLES.contains(role)).filter(|_| !next);
        match role.or_else(|| shown.and_then(|identity| identity.role).filter(|_| !next)) {
            Some(role) => draft.links.push(found(role, address, &label)),
            None => left.push((label, address.url.clone())),
        }
    }
    if let Some(platform) = draft.links.iter().find_map(|link| platform(&link.role, &link.url.value)) {
        draft.platform = Some(Noted::with(platform, Message::new("d'après le lien", "by the link")));
    }
    for (label, url) in left.into_iter().take(MOST) {
        draft.comments.push(Message::new(format!("lien : {label} → {url}"), format!("link: {label} → {url}")));
    }
}

fn found(role: &str, address: &Link, label: &str) -> DraftLink {
    let note = if label.is_empty() || label == address.url {
        Message::new("à confirmer", "to confirm")
    } else {
        Message::new(format!("à confirmer : « {label} »"), format!("to confirm: “{label}”"))
    };
    DraftLink { role: role.to_string(), url: Noted::with(address.url.clone(), note) }
}

/// The platform on which people meet.
fn platform(role: &str, url: &str) -> Option<&'static str> {
    let identity = crate::value::link::read(url).identity?;
    matches!(role, "join" | "register").then_some(identity.platform)
}
