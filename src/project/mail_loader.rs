//! One mail, with its settings, text part and recipients.

use std::io::Read as _;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::collect::{Candidate, Loaded};
use super::load::{Loader, Request};
use super::mail::Away;
use super::mail_reader::{self, Home, Homes, Template};
use super::read::{Reader, Unknown};
use super::{Binding, Mail, Recipients, formats, front, paths, recipients};
use crate::language::Message;
use crate::source::{Accept, FileId, Problem, Sources, Span, Traced};
use crate::yaml::{self, Node, Value};

/// The largest template of a mail, in bytes: ten times what Gmail shows. A finished message may be larger, for it holds
/// its attachments.
const MAX_TEMPLATE: usize = 1024 * 1024;

/// The template of a mail's text part.
struct TextPart {
    path: String,
    file: FileId,
    /// The bytes of its text that are the part.
    at: Range<usize>,
    body: Traced,
}

impl Loader<'_> {
    /// Reads one mail with its settings; `None` where the template itself cannot be read.
    pub(super) fn mail(&mut self, candidate: &Candidate) -> Option<Loaded> {
        let accept = accept(&candidate.shown);
        if let Some(problem) = self.foreign(candidate) {
            self.reader.problems.push(problem);
            return None;
        }
        let file = match candidate.file {
            Some(file) => file,
            None => match self.sources().read(&candidate.disk, &candidate.shown, accept) {
                Ok(file) => file,
                Err(problem) => {
                    self.reader.problems.push(problem);
                    return None;
                }
            },
        };
        let bytes = self.sources().text(file).len();
        if bytes > MAX_TEMPLATE && !paths::is_eml(&candidate.shown) {
            self.reader.problems.push(too_large(&candidate.shown, bytes));
            return None;
        }
        // What is met belongs to this mail, and is told only if the mail is checked.
        let fresh = Reader::new(self.reader.sources);
        let outer = std::mem::replace(&mut self.reader, fresh);
        self.uses.clear();
        let mail = self.read_mail(candidate, file);
        let met = std::mem::replace(&mut self.reader, outer);
        let uses = std::mem::take(&mut self.uses);
        Some(Loaded { mail, named: candidate.named, problems: met.problems, remarks: met.remarks, uses })
    }

    /// What another program wrote into a file whose name promises a mail.
    fn foreign(&self, candidate: &Candidate) -> Option<Problem> {
        let mut head = [0; 8];
        match candidate.file {
            Some(file) => {
                let bytes = Arc::clone(&self.sources().file(file).bytes);
                let length = bytes.len().min(head.len());
                head[..length].copy_from_slice(&bytes[..length]);
            }
            None => {
                // What cannot be opened, or is no file, is told by whoever reads it; a pipe would be waited for.
                if !candidate.disk.is_file() {
                    return None;
                }
                let _ = std::fs::File::open(&candidate.disk).and_then(|mut file| file.read(&mut head));
            }
        }
        formats::foreign(&head, &candidate.shown)
    }

    fn read_mail(&mut self, candidate: &Candidate, file: FileId) -> Mail {
        let source = self.sources().file(file);
        let text = source.text.clone();
        let eml = paths::is_eml(&candidate.shown);
        let split =
            if eml { front::Split { settings: None, body: 0..text.len(), open: false } } else { front::split(&text) };
        let homes = self.homes(candidate, file, split.settings.clone().map(|range| text.slice(range)));
        if split.open {
            let first = text.text().find('\n').unwrap_or(text.len());
            let problem = text.origin(0..first).span().map(|span| open_settings().at(span));
            self.reader.problems.extend(problem);
        }
        let away = self.sources().let_go(file, &candidate.disk, accept(&candidate.shown));
        let body = if away { Traced::default() } else { text.slice(split.body.clone()) };
        let template = Template { path: candidate.shown.clone(), file, body };
        let (events, sending) = (&self.events, self.sending.as_deref());
        let zone = |binding: &Binding| {
            let id = match binding {
                Binding::Ids(ids) => ids.first().map(Traced::text),
                _ => sending,
            };
            let own = events.iter().find(|event| id == Some(event.id.text())).or(events.first());
            own.map_or(TimeZone::UTC, |event| event.zone.clone())
        };
        let defaults = self.defaults();
        let mut mail = mail_reader::mail(&mut self.reader, template, &homes, &defaults, zone);
        let part = self.text_part(&homes);
        let tags = |text: &str| text.contains("{{");
        let line = |line: &Option<Traced>| line.as_ref().is_some_and(|line| tags(line.text()));
        mail.tagged = tags(&text.text()[split.body.clone()])
            || line(&mail.subject)
            || line(&mail.preheader)
            || part.as_ref().is_some_and(|part| tags(part.body.text()));
        if away {
            let text = part.as_ref().map(|part| (part.file, part.at.clone()));
            mail.away = Some(Away { body: split.body, text });
            mail.bytes = None;
        }
        mail.text = part.map(|part| (part.path, if away { Traced::default() } else { part.body }));
        if text.text().trim().is_empty() && homes.get("text").is_none() {
            let end = self.sources().file(file).span(file).end;
            self.reader.problems.push(empty(&candidate.shown).at(Span::new(file, end, end)));
        }
        let recipients = self.recipients(&homes);
        // A message that is finished has its recipient in it; the project's are other people.
        let own = self.request.recipients.is_some() || homes.get("recipients").is_some();
        (mail.recipients, mail.people) = if eml && !own { (None, recipients) } else { (recipients, None) };
        mail
    }

    /// Where the settings of a mail are: the command line, the project, beside it, in front of it.
    fn homes(&mut self, candidate: &Candidate, file: FileId, front: Option<Traced>) -> Homes {
        let base = paths::folder(&candidate.shown).to_string();
        let mut homes = Homes(vec![Home { tree: self.command_line.clone(), base: String::new() }]);
        if let Some(entry) = &candidate.entry {
            mail_reader::keys(&mut self.reader, entry, true, Unknown::Problem);
            homes.0.push(Home { tree: entry.clone(), base: String::new() });
        }
        if let Some(tree) = self.beside(candidate) {
            mail_reader::keys(&mut self.reader, &tree, false, Unknown::Problem);
            homes.0.push(Home { tree, base: base.clone() });
        }
        if let Some(front) = front
            && let Some(tree) = self.front_matter(&front, file)
        {
            mail_reader::keys(&mut self.reader, &tree, false, Unknown::Remark);
            homes.0.push(Home { tree, base });
        }
        homes
    }

    /// `NAME.mail.yaml` beside a template.
    fn beside(&mut self, candidate: &Candidate) -> Option<Node> {
        let stem = paths::stem(&candidate.shown).to_string();
        let disk_stem = candidate.disk.with_extension("");
        for end in [".mail.yaml", ".mail.yml"] {
            let mut disk = disk_stem.clone().into_os_string();
            disk.push(end);
            let disk = PathBuf::from(disk);
            let shown = format!("{stem}{end}");
            self.uses.push(shown.clone());
            if paths::leads_out(&self.root, &disk) {
                self.reader.problems.push(paths::link_out(&shown));
                return None;
            }
            if disk.is_file() {
                let (_, tree) = self.yaml(&disk, &shown)?;
                return self.reader.map("mail.yaml", &tree, "subject: \"…\"").cloned();
            }
        }
        None
    }

    fn front_matter(&mut self, text: &Traced, file: FileId) -> Option<Node> {
        let document = yaml::read_from(text, 2);
        let start = self.sources().file(file).span(file).start;
        let here = Span::new(file, start, start);
        let placed = document.problems.into_iter().map(|one| if one.span.is_none() { one.at(here) } else { one });
        self.reader.problems.extend(placed);
        self.reader.remarks.extend(document.remarks);
        let root = document.root?;
        self.reader.map("front matter", &root, "subject: \"…\"").cloned()
    }

    /// The text part's template, without front matter of its own.
    fn text_part(&mut self, homes: &Homes) -> Option<TextPart> {
        let (node, base) = homes.get("text")?;
        let written = self.reader.text("text", node)?;
        let base = base.to_string();
        match paths::inside(&self.root, &base, &written) {
            Ok(disk) => {
                let shown = paths::shown(&self.root, &disk);
                self.uses.push(shown.clone());
                match self.sources().read(&disk, &shown, Accept::Utf8) {
                    Ok(file) => {
                        let text = self.sources().text(file);
                        let at = front::split(&text).body;
                        self.sources().let_go(file, &disk, Accept::Utf8);
                        Some(TextPart { path: shown, file, body: text.slice(at.clone()), at })
                    }
                    Err(problem) => {
                        self.reader.problems.push(placed(problem, &written));
                        None
                    }
                }
            }
            Err(problem) => {
                self.reader.problems.push(problem);
                None
            }
        }
    }

    /// The recipients: the command line's, else the settings' of the mail, else the project's.
    fn recipients(&mut self, homes: &Homes) -> Option<Recipients> {
        if let Some(path) = &self.request.recipients {
            let disk = paths::clean(&self.cwd.join(path));
            let shown = paths::shown(&self.root, &disk);
            return self.table(&disk, &shown, None);
        }
        let of_project = self.settings.recipients.clone();
        let (node, base) = match homes.get("recipients") {
            Some((node, base)) => (node.clone(), base.to_string()),
            None => (of_project?, String::new()),
        };
        let (written, filter) = if node.is_map() {
            self.reader.keys(&node, &["file", "where"], Unknown::Problem);
            (self.reader.text_of(&node, "file")?, node.get("where").cloned())
        } else {
            (self.reader.text("recipients", &node)?, None)
        };
        match paths::inside(&self.root, &base, &written) {
            Ok(disk) => {
                let shown = paths::shown(&self.root, &disk);
                let all = self.table(&disk, &shown, Some(&written))?;
                let filter =
                    filter.as_ref().and_then(|filter| self.reader.map("where", filter, "where: {attended: yes}"));
                Some(match filter {
                    Some(filter) => recipients::narrow(&mut self.reader, all, filter),
                    None => all,
                })
            }
            Err(problem) => {
                self.reader.problems.push(problem);
                None
            }
        }
    }

    /// A recipients' file, read once for all mails.
    fn table(&mut self, disk: &Path, shown: &str, written: Option<&Traced>) -> Option<Recipients> {
        self.uses.push(shown.to_string());
        if let Some((known, problems)) = self.tables.get(shown) {
            self.reader.problems.extend(problems.clone());
            return known.clone();
        }
        let before = self.reader.problems.len();
        let columns = self.settings.columns.clone();
        let read = recipients::read(&mut self.reader, &recipients::Wanted { disk, shown, columns: &columns });
        if let Some(written) = written {
            for problem in &mut self.reader.problems[before..] {
                if problem.span.is_none() {
                    problem.span = written.whole().span();
                }
            }
        }
        let problems = self.reader.problems[before..].to_vec();
        self.tables.insert(shown.to_string(), (read.clone(), problems));
        read
    }

    /// `--previous`: an old mail, of which only the body counts.
    pub(super) fn previous(&mut self) -> Option<Mail> {
        let path = self.request.previous.clone()?;
        let disk = paths::clean(&self.cwd.join(path));
        let shown = paths::shown(&self.root, &disk);
        if disk.exists() && !mail_reader::is_template(&shown) {
            self.reader.problems.push(no_old_mail(&shown));
            return None;
        }
        let candidate = Candidate { disk, shown, named: true, entry: None, file: None };
        let mail = self.mail(&candidate)?.mail;
        match mail.open(self.sources()) {
            Ok(open) => Some(open.clone()),
            Err(problem) => {
                self.reader.problems.push(problem);
                None
            }
        }
    }
}

/// `--subject`, `--send-at` and `--audience` as settings, each with its words as a file of its own.
pub(super) fn command_line(sources: &Sources, request: &Request) -> Node {
    let given = [
        ("subject", "--subject", &request.subject),
        ("send_at", "--send-at", &request.send_at),
        ("audience", "--audience", &request.audience),
    ];
    let mut entries = Vec::new();
    for (key, option, value) in given {
        let added = value.as_ref().map(|value| sources.add(option, value.clone().into_bytes(), Accept::Utf8));
        let Some(Ok(file)) = added else { continue };
        let span = sources.file(file).span(file);
        let value = Value::Scalar { text: sources.text(file), quoted: true };
        entries.push((Traced::made(key), Node { value, span }));
    }
    Node { value: Value::Map(entries), span: Span::new(FileId(0), 0, 0) }
}

/// How the bytes of a mail are read.
fn accept(shown: &str) -> Accept {
    if paths::is_eml(shown) { Accept::Message } else { Accept::Utf8 }
}

/// Settings that begin with `---` and never end.
fn open_settings() -> Problem {
    Problem::new(
        "settings-open",
        Message::new(
            "Les réglages en tête du mail ne sont pas refermés",
            "The settings at the top of the mail are never closed",
        ),
    )
    .help(Message::new(
        "Ajouter une ligne « --- » après le dernier réglage, avant le texte du mail.",
        "Add a line “---” after the last setting, before the mail's text.",
    ))
}

/// `--previous` with a file of another kind, such as an event's.
fn no_old_mail(shown: &str) -> Problem {
    let message = Message::new(
        format!("--previous attend un ancien mail, et « {shown} » n'en est pas un"),
        format!("--previous expects an old mail, and “{shown}” is none"),
    );
    Problem::new("usage", message).help(Message::new(
        "Donner le mail lui-même : le message enregistré (.eml), ou son modèle (.html, .hbs, .txt, .md).",
        "Give the mail itself: the saved message (.eml), or its template (.html, .hbs, .txt, .md).",
    ))
}

/// A file without a word in it: nothing can be checked, and silence would be taken for a good sign.
fn empty(shown: &str) -> Problem {
    Problem::new("mail-empty", Message::new(format!("« {shown} » est vide"), format!("“{shown}” is empty"))).help(
        Message::new(
            "Est-ce le bon fichier ? Il n'y a pas de texte à contrôler.",
            "Is it the right file? There is no text to check.",
        ),
    )
}

/// A problem at the words that named its file, where it has no place of its own.
pub(super) fn placed(problem: Problem, written: &Traced) -> Problem {
    match written.whole().span() {
        Some(span) if problem.span.is_none() => problem.at(span),
        _ => problem,
    }
}

fn too_large(shown: &str, bytes: usize) -> Problem {
    let (size, most) = (bytes.div_ceil(1024), MAX_TEMPLATE / 1024);
    Problem::new(
        "mail-too-large",
        Message::new(
            format!("« {shown} » fait {size} Ko ; un mail en a au plus {most}"),
            format!("“{shown}” has {size} KB; a mail has at most {most}"),
        ),
    )
    .help(Message::new(
        "Est-ce le bon fichier ? Gmail coupe un mail après 102 Ko. Des images incluses se mettent en ligne.",
        "Is it the right file? Gmail cuts a mail after 102 KB. Put images that are included online.",
    ))
    .in_path(shown)
}
