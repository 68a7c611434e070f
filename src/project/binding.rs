//! Which event a mail is about.

use std::collections::HashSet;

use super::{Binding, Event, EventRef, Mail, Project, SendAt, Status};
use crate::language::{Language, Message, fold::nearest};
use crate::source::{Problem, Traced};

impl Project {
    /// The event with an id.
    pub fn event(&self, id: &str) -> Option<&Event> {
        self.events.iter().find(|event| event.id.text() == id)
    }

    /// The events that a mail is rendered with: its own; for `each`, every event that is not cancelled.
    ///
    /// # Errors
    /// A problem with the code `event-unknown` where nothing says which event, or the id is none that is known.
    pub fn event_of(&self, mail: &Mail) -> Result<Vec<&Event>, Problem> {
        let sent = self.sending.as_deref();
        if mail.event_mismatch {
            return self.sent();
        }
        match &mail.event {
            Binding::Each(_) if sent.is_some() => self.sent(),
            Binding::Each(written) => {
                let all: Vec<&Event> = self.events.iter().filter(|event| event.status != Status::Cancelled).collect();
                if all.is_empty() { Err(at(no_event(), written)) } else { Ok(all) }
            }
            Binding::Ids(ids) => {
                let Some(own) = ids.first() else { return self.sent() };
                match self.event(own.text()) {
                    Some(event) => Ok(vec![event]),
                    None => Err(at(unknown_id(&self.events, own.text()), own)),
                }
            }
            Binding::Unsaid if sent.is_some() => self.sent(),
            Binding::Unsaid => match self.events.as_slice() {
                [only] => Ok(vec![only]),
                [] => Err(no_event().in_path(&mail.path)),
                _ => Err(self.which(mail).in_path(&mail.path)),
            },
        }
    }

    fn sent(&self) -> Result<Vec<&Event>, Problem> {
        let id = self.sending.as_deref().unwrap_or_default();
        match self.event(id) {
            Some(event) => Ok(vec![event]),
            // The same for every mail, so that it is told once.
            None => Err(unknown_sending(&self.events, id)),
        }
    }

    /// Asks which event is meant, naming the three that are nearest to the time of sending, else the last three.
    fn which(&self, mail: &Mail) -> Problem {
        let sent = match &mail.send_at {
            Some(SendAt::Fixed(at)) => Some(at.moment),
            _ => None,
        };
        let mut all: Vec<&Event> = self.events.iter().filter(|event| event.start.is_some()).collect();
        all.sort_by_key(|event| {
            let start = event.start.as_ref().map(|start| start.moment).unwrap_or_default();
            match sent {
                Some(sent) => start.duration_since(sent).as_secs().abs(),
                None => -start.duration_since(jiff::civil::DateTime::constant(1970, 1, 1, 0, 0, 0, 0)).as_secs(),
            }
        });
        let near = |language, between: &str| {
            let named = |event: &&Event| format!("{} → event: {}", event.named(language), event.id.text());
            all.iter().take(3).map(named).collect::<Vec<_>>().join(between)
        };
        Problem::new(
            "event-unknown",
            Message::new(
                format!("Rien ne dit quel événement ce mail annonce ; le projet en a {}", self.events.len()),
                format!("Nothing says which event this mail is about; the project has {}", self.events.len()),
            ),
        )
        .help(Message::new(
            format!(
                "Ajouter « event: » à ses réglages, ou l'option --event. Les plus proches : {}.",
                near(Language::Fr, " ; ")
            ),
            format!("Add “event:” to its settings, or the option --event. The nearest: {}.", near(Language::En, "; ")),
        ))
    }

    /// Ids in `next` and `mentions` that no event bears.
    pub(super) fn check_references(&mut self) {
        let from_events = self.events.iter().flat_map(|event| event.next.iter().chain(&event.mentions));
        let from_mails = self.mails.iter().flat_map(|mail| &mail.mentions);
        let also = self.mails.iter().flat_map(|mail| match &mail.event {
            Binding::Ids(ids) => ids.get(1..).unwrap_or_default(),
            _ => &[],
        });
        let ids = from_events
            .chain(from_mails)
            .filter_map(|reference| match reference {
                EventRef::Id(id) => Some(id),
                EventRef::Inline(_) => None,
            })
            .chain(also);
        let known: HashSet<&str> = self.events.iter().map(|event| event.id.text()).collect();
        let mut told = HashSet::new();
        let unknown = ids.filter(|id| !known.contains(id.text())).map(|id| at(unknown_id(&self.events, id.text()), id));
        let found: Vec<Problem> = unknown.filter(|problem| told.insert(problem.clone())).collect();
        self.problems.extend(found);
    }
}

fn at(problem: Problem, written: &Traced) -> Problem {
    match written.whole().span() {
        Some(span) => problem.at(span),
        None => problem,
    }
}

fn no_event() -> Problem {
    Problem::new("event-unknown", Message::new("Aucun événement n'est connu", "No event is known")).help(Message::new(
        "Écrire event.yaml (« presend init » en crée un), puis lancer « presend check … --event event.yaml ».",
        "Write event.yaml (“presend init” makes one), then run “presend check … --event event.yaml”.",
    ))
}

/// `--event` with an id that no event bears, or a file that is not there.
pub(super) fn unknown_sending(events: &[Event], wanted: &str) -> Problem {
    if !(wanted.ends_with(".yaml") || wanted.ends_with(".yml")) {
        return unknown_id(events, wanted).in_path("--event");
    }
    Problem::new(
        "file-missing",
        Message::new(format!("« {wanted} » n'existe pas"), format!("“{wanted}” does not exist")),
    )
    .help(Message::new(
        "Vérifier le chemin donné à --event : il part du dossier où vous êtes.",
        "Check the path given to --event: it starts from the current folder.",
    ))
    .in_path("--event")
}

/// An id that no event bears, with the nearest one.
pub(super) fn unknown_id(events: &[Event], id: &str) -> Problem {
    let problem = Problem::new(
        "event-unknown",
        Message::new(format!("Aucun événement n'a l'identifiant « {id} »"), format!("No event has the id “{id}”")),
    );
    let near = nearest(id, events.iter().map(|event| event.id.text()));
    let found = near.and_then(|near| events.iter().find(|event| event.id.text() == near));
    match found {
        Some(event) => problem.help(Message::new(
            format!("Sans doute « {} » : {}.", event.id.text(), event.named(Language::Fr)),
            format!("Probably “{}”: {}.", event.id.text(), event.named(Language::En)),
        )),
        None => {
            let all: Vec<&str> = events.iter().map(|event| event.id.text()).take(10).collect();
            problem.help(Message::new(
                format!("Identifiants connus : {}.", if all.is_empty() { "aucun".to_string() } else { all.join(", ") }),
                format!("Known ids: {}.", if all.is_empty() { "none".to_string() } else { all.join(", ") }),
            ))
        }
    }
}
