//! From a case to the files of a project: the sample with what the case changes, and the mail that it writes.

use std::path::PathBuf;

use serde_yaml::{Mapping, Value};

use crate::language::Message;
use crate::project::{Files, Request};
use crate::rules::{Case, CaseField};
use crate::source::Problem;

use super::sample::{OWN, Sample};

/// The settings of a mail that a case may give under the name that front matter has for them.
const OF_MAIL: &[&str] = &[
    "subject",
    "preheader",
    "from",
    "reply_to",
    "audience",
    "send_at",
    "kind",
    "purpose",
    "language",
    "engine",
    "mentions",
    "facts",
];

/// The keys of a case that change `presend.yaml`.
const OF_SETTINGS: &[&str] = &["account", "sender", "helpers", "columns"];

/// The files of a case: a project in memory, which is checked as any other.
#[derive(Clone)]
pub struct Setting {
    /// Paths, each with its bytes; what stands in none of them is looked for on disk, below `request.cwd`.
    pub texts: Vec<(String, Vec<u8>)>,
    /// Which of them is what.
    pub files: Files,
    /// The command line.
    pub request: Request,
    /// The path of the team's rule that the case is about.
    pub team_rule: Option<String>,
    /// The path of the baseline, where the case has one.
    pub baseline: Option<String>,
}

impl Setting {
    /// Lays out the files of a case.
    ///
    /// # Errors
    /// A problem where a key of the case has a value that it cannot have.
    pub fn of(case: &Case, sample: &Sample) -> Result<Setting, Problem> {
        let mut out = Setting {
            texts: Vec::new(),
            files: Files::default(),
            // No folder of this name is read: all the files are there already.
            request: Request { cwd: PathBuf::from("/presend-sample"), ..Request::default() },
            team_rule: None,
            baseline: None,
        };
        out.settings(case, sample);
        out.events(case, sample)?;
        out.partials(case)?;
        out.options(case)?;
        out.mail(case)?;
        if let Some(text) = word(case, "rule_file") {
            let id = text.lines().find_map(|line| line.strip_prefix("id:")).unwrap_or("ours").trim();
            let path = format!("rules/{id}.yaml");
            out.add(&path, text.clone());
            out.team_rule = Some(path);
        }
        if let Some(text) = word(case, "baseline") {
            out.add("baseline.json", text);
            out.baseline = Some("baseline.json".to_string());
        }
        if let Some(text) = word(case, "previous") {
            out.add("previous.html", text);
            out.request.previous = Some(PathBuf::from("previous.html"));
        }
        Ok(out)
    }

    fn add(&mut self, path: &str, text: String) {
        self.texts.push((path.to_string(), text.into_bytes()));
    }

    fn settings(&mut self, case: &Case, sample: &Sample) {
        let file = &sample.settings;
        let whole = case.settings.get("settings").map(|change| ("", change));
        let parts = OF_SETTINGS.iter().filter_map(|key| case.settings.get(*key).map(|change| (*key, change)));
        let changes: Vec<(&str, &Value)> = whole.into_iter().chain(parts).collect();
        let text = match text_of(case, CaseField::SettingsFile, "settings_file") {
            Some(text) => text,
            None if changes.is_empty() => file.text.to_string(),
            None => file.changed(&changes),
        };
        self.add(file.path, text);
        self.files.settings = Some(file.path.to_string());
    }

    fn events(&mut self, case: &Case, sample: &Sample) -> Result<(), Problem> {
        let changes = ["event", "next", "other"].map(|key| case.settings.get(key));
        let mut written = text_of(case, CaseField::EventFile, "event_file");
        for (index, file) in sample.events.iter().enumerate() {
            // An event's file as a case writes it stands in the place of the sample's own event.
            if let Some(text) = written.take() {
                let values: Value = serde_yaml::from_str(&text).unwrap_or_default();
                self.request.event = values.get("id").and_then(scalar);
                self.add(file.path, text);
                self.files.events.push(file.path.to_string());
                continue;
            }
            let text = match changes.get(index).copied().flatten() {
                Some(change) => file.changed(&[("", change)]),
                None => file.text.to_string(),
            };
            self.add(file.path, text);
            self.files.events.push(file.path.to_string());
        }
        for (index, event) in list(case, "events")?.iter().enumerate() {
            let path = format!("events/more-{}.yaml", index + 1);
            self.add(&path, serde_yaml::to_string(event).unwrap_or_default());
            self.files.events.push(path);
        }
        self.request.event.get_or_insert_with(|| OWN.to_string());
        Ok(())
    }

    fn partials(&mut self, case: &Case) -> Result<(), Problem> {
        for (name, text) in map(case, "partials")? {
            let (Some(name), Some(text)) = (name.as_str(), text.as_str()) else { return Err(wrong("partials")) };
            let path = format!("partials/{name}.hbs");
            self.add(&path, text.to_string());
            self.files.partials.push((name.to_string(), path));
        }
        Ok(())
    }

    fn options(&mut self, case: &Case) -> Result<(), Problem> {
        // A mail that says which event it is about needs no option, and one made for each event must not have it.
        if case.settings.contains_key("mail_event") || made_for_each(case) {
            self.request.event = None;
        }
        for (name, value) in map(case, "options")? {
            let value = value.as_str().map(str::to_string);
            let place = match name.as_str() {
                Some("event") => &mut self.request.event,
                Some("send_at") => &mut self.request.send_at,
                Some("subject") => &mut self.request.subject,
                Some("audience") => &mut self.request.audience,
                _ => return Err(wrong("options")),
            };
            *place = value;
        }
        Ok(())
    }

    fn mail(&mut self, case: &Case) -> Result<(), Problem> {
        let whole = match case.field {
            CaseField::Eml => Some(("templates/case.eml", case.content.clone())),
            CaseField::MailFile => Some(("templates/case.hbs", case.content.clone())),
            _ => None,
        };
        if let Some((path, text)) = whole {
            self.add(path, text);
            self.files.mails.push(path.to_string());
            return Ok(());
        }
        let html = text_of(case, CaseField::Html, "html");
        let text = text_of(case, CaseField::Text, "text");
        let mut front = self.front(case)?;
        let (path, body) = match (html, text) {
            (None, Some(text)) => ("templates/case.txt.hbs", text),
            (html, None) => ("templates/case.hbs", html.unwrap_or_default()),
            (Some(html), Some(text)) => {
                self.add("templates/part.txt.hbs", text);
                front.insert(Value::from("text"), Value::from("part.txt.hbs"));
                ("templates/case.hbs", html)
            }
        };
        if front.is_empty() && body.trim().is_empty() {
            // The case lies in the events, the settings or a rule: it writes no mail.
            return Ok(());
        }
        let front = if front.is_empty() { String::new() } else { serde_yaml::to_string(&front).unwrap_or_default() };
        let fence = if front.is_empty() { "" } else { "---\n" };
        self.add(path, format!("{fence}{front}{fence}{body}"));
        self.files.mails.push(path.to_string());
        Ok(())
    }

    /// The mail's settings; its recipients become a file of their own.
    fn front(&mut self, case: &Case) -> Result<Mapping, Problem> {
        let mut front = Mapping::new();
        let line = match case.field {
            CaseField::Subject => Some("subject"),
            CaseField::Preheader => Some("preheader"),
            CaseField::From => Some("from"),
            CaseField::ReplyTo => Some("reply_to"),
            _ => None,
        };
        if let Some(line) = line {
            front.insert(Value::from(line), Value::from(case.content.clone()));
        }
        for key in OF_MAIL {
            if let Some(value) = case.settings.get(*key) {
                front.insert(Value::from(*key), value.clone());
            }
        }
        if made_for_each(case) {
            front.insert(Value::from("event"), Value::from("each"));
        } else if let Some(id) = case.settings.get("mail_event") {
            front.insert(Value::from("event"), id.clone());
        }
        let rows = list(case, "recipients")?;
        if !rows.is_empty() {
            self.add("recipients.csv", table(rows)?);
            front.insert(Value::from("recipients"), Value::from("../recipients.csv"));
        }
        Ok(front)
    }
}

/// Whether the template of a case serves every event.
fn made_for_each(case: &Case) -> bool {
    case.settings.get("template_each").and_then(Value::as_bool) == Some(true)
}

/// The rows of recipients as a file: the header on line 1, so that the first row's line is 2.
fn table(rows: &[Value]) -> Result<String, Problem> {
    let mut columns: Vec<&str> = Vec::new();
    for row in rows {
        let row = row.as_mapping().ok_or_else(|| wrong("recipients"))?;
        for name in row.keys().filter_map(Value::as_str) {
            if !columns.contains(&name) {
                columns.push(name);
            }
        }
    }
    let cell = |text: String| format!("\"{}\"", text.replace('"', "\"\""));
    let mut lines = vec![columns.iter().map(|name| cell((*name).to_string())).collect::<Vec<_>>().join(",")];
    for row in rows {
        let cells = columns.iter().map(|name| cell(row.get(*name).and_then(scalar).unwrap_or_default()));
        lines.push(cells.collect::<Vec<_>>().join(","));
    }
    Ok(lines.join("\n") + "\n")
}

/// The text of a field, whether it makes the case or stands beside what does.
fn text_of(case: &Case, field: CaseField, key: &str) -> Option<String> {
    if case.field == field { Some(case.content.clone()) } else { word(case, key) }
}

/// A scalar setting of a case.
pub fn word(case: &Case, key: &str) -> Option<String> {
    case.settings.get(key).and_then(scalar)
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

/// The lines of recipients that a finding must name.
pub fn rows(case: &Case) -> Option<Vec<u32>> {
    let rows = case.settings.get("rows")?.as_sequence()?;
    Some(rows.iter().filter_map(Value::as_u64).filter_map(|row| u32::try_from(row).ok()).collect())
}

/// The settings of a case on one line, for one that has no text.
pub fn settings_line(case: &Case) -> String {
    serde_json::to_string(&case.settings).unwrap_or_default()
}

fn list<'c>(case: &'c Case, key: &str) -> Result<&'c [Value], Problem> {
    match case.settings.get(key) {
        None => Ok(&[]),
        Some(value) => value.as_sequence().map(Vec::as_slice).ok_or_else(|| wrong(key)),
    }
}

fn map<'c>(case: &'c Case, key: &str) -> Result<Vec<(&'c Value, &'c Value)>, Problem> {
    match case.settings.get(key) {
        None => Ok(Vec::new()),
        Some(value) => value.as_mapping().map(|map| map.iter().collect()).ok_or_else(|| wrong(key)),
    }
}

fn wrong(key: &str) -> Problem {
    Problem::new(
        "rule-case",
        Message::new(
            format!("« {key} » n'a pas la forme attendue dans un cas"),
            format!("“{key}” does not have the form that a case expects"),
        ),
    )
}
