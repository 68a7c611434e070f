//! A [`Draft`] as the text of an `event.yaml`: keys in the order of the documentation, every text in quotes, and what
//! its reader should know as comments.
//!
//! Texts come from files of others: they are cleaned of what cannot be seen, and no comment can become an instruction
//! to presend.

use std::fmt::Write as _;

use super::{Draft, DraftLink, DraftSession, Moment, Noted, Said, Speaker};
use crate::language::{Language, Message};
use crate::yaml;

/// The text of the file.
pub(super) fn event(draft: &Draft, language: Language) -> String {
    let mut out = Writer { out: String::new(), language };
    out.head();
    if let Some(id) = &draft.id {
        out.said("id", &Said::from(id.as_str()));
    }
    out.maybe("title", draft.title.as_ref());
    out.list("aliases", &draft.aliases);
    out.maybe("series", draft.series.as_ref());
    if let Some(status) = &draft.status {
        out.line(&format!("status: {}", status.value), status.note.as_ref());
    }
    if let Some(said) = &draft.language {
        out.line(&format!("language: {}", said.value.tag()), said.note.as_ref());
    }
    out.maybe("timezone", draft.timezone.as_ref());
    out.times(draft);
    out.place(draft);
    out.people(draft);
    out.links("", &draft.links);
    out.phone(draft);
    out.maybe("description", draft.description.as_ref());
    out.list("topics", &draft.topics);
    out.private(draft);
    out.comments(&draft.comments);
    out.out
}

struct Writer {
    out: String,
    language: Language,
}

impl Writer {
    fn head(&mut self) {
        let head = Message::new(
            "Importé par presend : à relire. Sans titre ni date justes, presend ne peut rien vérifier.",
            "Imported by presend: read it through. Without the right title and date presend can check nothing.",
        );
        self.comment("", &head);
    }

    fn line(&mut self, text: &str, note: Option<&Message>) {
        self.out.push_str(text);
        if let Some(note) = note {
            let _ = write!(self.out, "   # {}", comment(note.get(self.language)));
        }
        self.out.push('\n');
    }

    fn comment(&mut self, indent: &str, text: &Message) {
        let _ = writeln!(self.out, "{indent}# {}", comment(text.get(self.language)));
    }

    fn said(&mut self, key: &str, said: &Said) {
        self.line(&format!("{key}: {}", quoted(&said.value)), said.note.as_ref());
    }

    fn maybe(&mut self, key: &str, said: Option<&Said>) {
        if let Some(said) = said {
            self.said(key, said);
        }
    }

    /// A list, one item a line.
    fn list(&mut self, key: &str, items: &[Said]) {
        if items.is_empty() {
            return;
        }
        self.line(&format!("{key}:"), None);
        let indent = " ".repeat(key.len() - key.trim_start().len());
        for item in items {
            self.line(&format!("{indent}  - {}", quoted(&item.value)), item.note.as_ref());
        }
    }

    fn moment(&mut self, key: &str, moment: &Noted<Moment>) {
        self.line(&format!("{key}: {}", shown(moment.value)), moment.note.as_ref());
    }

    fn times(&mut self, draft: &Draft) {
        if !draft.sessions.is_empty() {
            self.line("sessions:", None);
            for session in &draft.sessions {
                self.session(session);
            }
            return;
        }
        match &draft.start {
            Some(start) => self.moment("start", start),
            None => {
                let lacks = Message::new(
                    "start: 2026-11-17T14:00   <- la date manque : l'écrire ainsi, sans le #",
                    "start: 2026-11-17T14:00   <- the date is missing: write it like this, without the #",
                );
                self.comment("", &lacks);
            }
        }
        match (&draft.end, &draft.minutes) {
            (Some(end), _) => self.moment("end", end),
            (None, Some(minutes)) => self.line(&format!("duration: {}m", minutes.value), minutes.note.as_ref()),
            (None, None) => {}
        }
        if draft.all_day {
            self.line("all_day: true", None);
        }
    }

    fn session(&mut self, session: &DraftSession) {
        self.line(&format!("  - start: {}", shown(session.start.value)), session.start.note.as_ref());
        if let Some(end) = &session.end {
            self.moment("    end", end);
        }
        self.maybe("    title", session.title.as_ref());
        self.links("    ", &session.links);
        self.speakers("    ", &session.speakers);
    }

    fn place(&mut self, draft: &Draft) {
        if let Some(platform) = &draft.platform {
            self.line(&format!("platform: {}", platform.value), platform.note.as_ref());
        }
        if draft.persistent_room {
            let note = Message::new("le même lien sert à plusieurs événements", "the same link serves several events");
            self.line("room: persistent", Some(&note));
        }
        if let Some(venue) = &draft.venue {
            self.line("venue:", None);
            self.said("  name", venue);
        }
    }

    fn people(&mut self, draft: &Draft) {
        if draft.organizer_name.is_some() || draft.organizer_email.is_some() {
            self.line("organizer:", None);
            self.maybe("  name", draft.organizer_name.as_ref());
            self.maybe("  email", draft.organizer_email.as_ref());
        }
        if let Some(email) = &draft.contact_email {
            self.line("contact:", None);
            self.said("  email", email);
        }
        self.speakers("", &draft.speakers);
        self.list("people", &draft.people);
    }

    fn speakers(&mut self, indent: &str, speakers: &[Speaker]) {
        if speakers.is_empty() {
            return;
        }
        self.line(&format!("{indent}speakers:"), None);
        for speaker in speakers {
            self.said(&format!("{indent}  - name"), &speaker.name);
            for (key, value) in [("role", &speaker.role), ("organization", &speaker.organization)] {
                if let Some(value) = value {
                    self.line(&format!("{indent}    {key}: {}", quoted(value)), None);
                }
            }
        }
    }

    /// Links by role; several of one role are a list.
    fn links(&mut self, indent: &str, links: &[DraftLink]) {
        if links.is_empty() {
            return;
        }
        self.line(&format!("{indent}links:"), None);
        let mut done: Vec<&str> = Vec::new();
        for link in links {
            if done.contains(&link.role.as_str()) {
                continue;
            }
            done.push(&link.role);
            let same: Vec<&DraftLink> = links.iter().filter(|other| other.role == link.role).collect();
            match same[..] {
                [one] => self.said(&format!("{indent}  {}", link.role), &one.url),
                _ => {
                    self.line(&format!("{indent}  {}:", link.role), None);
                    for one in same {
                        self.line(&format!("{indent}    - {}", quoted(&one.url.value)), one.url.note.as_ref());
                    }
                }
            }
        }
    }

    fn phone(&mut self, draft: &Draft) {
        if draft.phone_number.is_some() || draft.phone_pin.is_some() {
            self.line("phone:", None);
            self.maybe("  number", draft.phone_number.as_ref());
            self.maybe("  pin", draft.phone_pin.as_ref());
        }
    }

    fn private(&mut self, draft: &Draft) {
        let lists = [
            ("  links", &draft.private_links),
            ("  codes", &draft.private_codes),
            ("  addresses", &draft.private_addresses),
        ];
        if lists.iter().all(|(_, items)| items.is_empty()) {
            return;
        }
        let note = Message::new("ce qu'aucun destinataire ne doit voir", "what no recipient may ever see");
        self.line("private:", Some(&note));
        for (key, items) in lists {
            self.list(key, items);
        }
    }

    fn comments(&mut self, comments: &[Message]) {
        if comments.is_empty() {
            return;
        }
        self.out.push('\n');
        let head = Message::new("Sans place ci-dessus :", "Without a place above:");
        self.comment("", &head);
        for one in comments {
            self.comment("", &Message::new(format!("- {}", one.fr), format!("- {}", one.en)));
        }
    }
}

/// A moment as our reader takes it: to the minute, and to the second where there is one.
pub(super) fn shown(moment: Moment) -> String {
    match moment {
        Moment::Day(date) => date.to_string(),
        Moment::At(at) if at.second() == 0 => at.strftime("%Y-%m-%dT%H:%M").to_string(),
        Moment::At(at) => at.strftime("%Y-%m-%dT%H:%M:%S").to_string(),
    }
}

/// A text in quotes, on one line.
fn quoted(text: &str) -> String {
    yaml::quoted(&clean(text))
}

/// A text for a comment: it must not read as an instruction to presend.
fn comment(text: &str) -> String {
    clean(text).replace("presend-ignore", "presend ignore")
}

/// A text without what cannot be seen: line breaks and control characters become spaces, marks that turn or hide text
/// go. No-break spaces stay: they are typography.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' => {}
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | ' ') => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.trim().to_string()
}
