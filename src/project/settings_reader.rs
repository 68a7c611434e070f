//! From the tree of `presend.yaml` to [`Settings`].

use jiff::tz::TimeZone;

use super::event_reader::read_zone;
use super::event_times::moment;
use super::read::{Reader, Unknown};
use super::{Account, HelperKind, PackFolder, Service, Settings, TeamRole, dates};
use crate::finding::Level;
use crate::language::{Language, Message, fold::nearest};
use crate::source::{FileId, Traced};
use crate::value::sender_tag::{self, Platform};
use crate::yaml::{Node, Value};

/// The keys of `presend.yaml`.
pub(super) const SETTINGS_KEYS: &[&str] = &[
    "language",
    "timezone",
    "events",
    "mails",
    "exclude",
    "partials",
    "recipients",
    "rules",
    "packs",
    "levels",
    "options",
    "columns",
    "helpers",
    "sender",
    "account",
];
pub(super) const SENDER_KEYS: &[&str] = &["platform", "tags", "adds"];
pub(super) const ACCOUNT_KEYS: &[&str] =
    &["addresses", "people", "links", "team", "seats", "buffer", "export_to", "services"];
pub(super) const TEAM_KEYS: &[&str] = &["email", "role"];
pub(super) const SERVICE_KEYS: &[&str] = &["host", "until", "replaced_by"];

const HELPERS: &[(&str, HelperKind)] =
    &[("text", HelperKind::Text), ("url", HelperKind::Url), ("date", HelperKind::Date), ("block", HelperKind::Block)];
const ROLES: &[(&str, TeamRole)] =
    &[("admin", TeamRole::Admin), ("member", TeamRole::Member), ("speaker", TeamRole::Speaker)];

/// Reads the settings; globs and paths are looked up by whoever loads the project.
pub(super) fn settings(reader: &mut Reader, tree: &Node, file: FileId) -> Settings {
    let mut settings = Settings { file: Some(file), ..Settings::default() };
    if reader.map("presend.yaml", tree, "language: fr").is_none() {
        return settings;
    }
    reader.keys(tree, SETTINGS_KEYS, Unknown::Problem);
    let languages = [("fr", Language::Fr), ("en", Language::En)];
    settings.language = reader.word(tree, "language", &languages).map(|(language, _)| language);
    settings.timezone = reader.text_of(tree, "timezone").filter(|text| read_zone(reader, text).is_some());
    settings.events = tree.get("events").map(|node| reader.texts("events", node));
    settings.mails = tree.get("mails").map(|node| mails(reader, node)).unwrap_or_default();
    settings.exclude = reader.texts_of(tree, "exclude");
    settings.partials = reader.text_of(tree, "partials");
    settings.recipients = tree.get("recipients").filter(|node| !node.is_null()).cloned();
    settings.rules = reader.texts_of(tree, "rules");
    packs(reader, tree, &mut settings);
    settings.levels = levels(reader, tree);
    settings.options = options(reader, tree);
    settings.columns = columns(reader, tree);
    settings.helpers = helpers(reader, tree);
    if let Some(node) = tree.get("sender")
        && let Some(map) = reader.map("sender", node, "sender: {adds: [unsubscribe]}")
    {
        reader.keys(map, SENDER_KEYS, Unknown::Problem);
        settings.sender = sender(reader, map);
        settings.sender_tags = reader.texts_of(map, "tags");
        settings.sender_adds = reader.texts_of(map, "adds");
    }
    if let Some(node) = tree.get("account") {
        settings.account = account(reader, node);
    }
    settings
}

/// Globs, and entries with a template and its settings.
fn mails(reader: &mut Reader, node: &Node) -> Vec<Node> {
    let mut out = Vec::new();
    for item in reader.items(node) {
        match &item.value {
            Value::Scalar { .. } => out.push(item.clone()),
            Value::Map(_) if item.get("template").is_some_and(|node| node.as_text().is_some()) => {
                out.push(item.clone())
            }
            Value::Null => {}
            _ => {
                let message = Message::new("Il manque « template » à cette entrée", "This entry lacks “template”");
                reader.bad(item.span, message, "- {template: rappel.hbs, subject: \"…\"}");
            }
        }
    }
    out
}

/// Names of built-in packs, and folders of the team's own, whose files are looked up by whoever loads the project.
fn packs(reader: &mut Reader, tree: &Node, settings: &mut Settings) {
    let written = reader.texts_of(tree, "packs");
    if written.is_empty() {
        return;
    }
    let is_folder = |text: &str| {
        matches!(text, "." | "..") || text.starts_with("./") || text.starts_with("../") || text.ends_with('/')
    };
    let (folders, names): (Vec<Traced>, Vec<Traced>) =
        written.into_iter().partition(|one| is_folder(one.text().trim()));
    settings.pack_folders = folders.into_iter().map(|written| PackFolder { written, files: Vec::new() }).collect();
    settings.packs = Some(names);
}

/// Options of rules; whoever loads the rules knows which each has.
fn options(reader: &mut Reader, tree: &Node) -> Vec<(Traced, Node)> {
    let mut out = Vec::new();
    let Some(node) = tree.get("options") else { return out };
    let Some(map) = reader.map("options", node, "options: {subject-length: {max: 60}}") else { return out };
    for (rule, value) in map.entries().iter().filter(|(rule, _)| !rule.text().starts_with("x-")) {
        let example = format!("{}: {{max: 60}}", rule.text());
        if let Some(keys) = reader.map(rule.text(), value, &example) {
            out.push((rule.clone(), keys.clone()));
        }
    }
    out
}

/// The platform that sends, by its word.
fn sender(reader: &mut Reader, map: &Node) -> Option<&'static Platform> {
    let node = map.get("platform").filter(|node| !node.is_null())?;
    let word = reader.text("platform", node)?;
    let known = sender_tag::platform(&word.text().trim().to_lowercase());
    if known.is_none() {
        let words: Vec<&str> = sender_tag::words().collect();
        let message = Message::new(
            format!("« {} » n'est pas un outil d'envoi connu : {}", word.text(), words.join(" | ")),
            format!("“{}” is not a sending tool that is known: {}", word.text(), words.join(" | ")),
        );
        let near = nearest(word.text(), words.iter().copied()).unwrap_or("mailchimp");
        reader.bad(node.span, message, &format!("platform: {near}"));
    }
    known
}

fn levels(reader: &mut Reader, tree: &Node) -> Vec<(Traced, Traced)> {
    let mut out = Vec::new();
    let Some(node) = tree.get("levels") else { return out };
    let Some(map) = reader.map("levels", node, "levels: {subject-length: off}") else { return out };
    for (rule, value) in map.entries() {
        let Some(word) = reader.text(rule.text(), value) else { continue };
        if word.text() == "off" || Level::of_word(word.text()).is_some() {
            out.push((rule.clone(), word));
            continue;
        }
        let message = Message::new(
            format!("« {} » n'est pas un niveau : off | info | warning | error", word.text()),
            format!("“{}” is not a level: off | info | warning | error", word.text()),
        );
        let near = nearest(word.text(), ["off", "info", "warning", "error"]).unwrap_or("warning");
        reader.bad(value.span, message, &format!("{}: {near}", rule.text()));
    }
    out
}

/// Names that the team gives to columns: header → name.
fn columns(reader: &mut Reader, tree: &Node) -> Vec<(Traced, Traced)> {
    let mut out = Vec::new();
    let Some(node) = tree.get("columns") else { return out };
    let Some(map) = reader.map("columns", node, "columns: {\"Structure\": company}") else { return out };
    for (header, value) in map.entries() {
        if let Some(name) = reader.text(header.text(), value) {
            out.push((header.clone(), name));
        }
    }
    out
}

fn helpers(reader: &mut Reader, tree: &Node) -> Vec<(Traced, HelperKind)> {
    let mut out = Vec::new();
    let Some(node) = tree.get("helpers") else { return out };
    let Some(map) = reader.map("helpers", node, "helpers: {t: text, asset: url}") else { return out };
    for (name, value) in map.entries() {
        let Some(word) = reader.text(name.text(), value) else { continue };
        if let Some(kind) = reader.word_in(name.text(), &word, HELPERS) {
            out.push((name.clone(), kind));
        }
    }
    out
}

fn account(reader: &mut Reader, node: &Node) -> Account {
    let mut account = Account::default();
    let Some(map) = reader.map("account", node, "account: {addresses: [\"…\"]}") else { return account };
    reader.keys(map, ACCOUNT_KEYS, Unknown::Problem);
    account.addresses = reader.texts_of(map, "addresses");
    account.people = reader.texts_of(map, "people");
    account.links = reader.texts_of(map, "links");
    account.export_to = reader.text_of(map, "export_to");
    if let Some(written) = reader.text_of(map, "seats") {
        match written.text().trim().parse() {
            Ok(seats) => account.seats = Some((seats, written)),
            Err(_) => bad(reader, &written, "seats", "un nombre", "a number", "seats: 1"),
        }
    }
    if let Some(written) = reader.text_of(map, "buffer") {
        match dates::minutes(written.text()).or_else(|| (written.text().trim() == "0").then_some(0)) {
            Some(minutes) => account.buffer = Some(minutes),
            None => bad(reader, &written, "buffer", "une durée", "a length of time", "buffer: 30m"),
        }
    }
    if let Some(node) = map.get("team") {
        account.team = team(reader, node);
    }
    if let Some(node) = map.get("services") {
        account.services = services(reader, node);
    }
    account
}

fn bad(reader: &mut Reader, written: &Traced, key: &str, fr: &str, en: &str, line: &str) {
    let message = Message::new(
        format!("« {key}: {} » : il faut {fr}", written.text()),
        format!("“{key}: {}”: it takes {en}", written.text()),
    );
    if let Some(span) = written.whole().span() {
        reader.bad(span, message, line);
    }
}

fn team(reader: &mut Reader, node: &Node) -> Vec<(Traced, TeamRole)> {
    let mut out = Vec::new();
    for item in reader.items(node) {
        if let Some(email) = item.as_text() {
            if is_address(reader, email, item) {
                out.push((email.clone(), TeamRole::Member));
            }
            continue;
        }
        let Some(map) = reader.map("team", item, "- {email: yann@exemple.test, role: member}") else { continue };
        reader.keys(map, TEAM_KEYS, Unknown::Problem);
        let role = reader.word(map, "role", ROLES).map_or(TeamRole::Member, |(role, _)| role);
        if let Some(email) = reader.text_of(map, "email").filter(|email| is_address(reader, email, item)) {
            out.push((email, role));
        }
    }
    out
}

/// An address has an @; of one without, which nobody could be recognised by, it is told.
fn is_address(reader: &mut Reader, email: &Traced, item: &Node) -> bool {
    let is = email.text().contains('@');
    if !is {
        let said = email.text();
        let message = Message::new(
            format!("« {said} » n'est pas une adresse mail"),
            format!("“{said}” is not an e-mail address"),
        );
        reader.bad(item.span, message, "- {email: yann@exemple.test, role: member}");
    }
    is
}

fn services(reader: &mut Reader, node: &Node) -> Vec<Service> {
    let mut out = Vec::new();
    for item in reader.items(node) {
        let Some(map) = reader.map("services", item, "- {host: app.exemple.test, until: 2021-06-30}") else { continue };
        reader.keys(map, SERVICE_KEYS, Unknown::Problem);
        let until = moment(reader, map, "until", &TimeZone::UTC);
        let Some(host) = reader.text_of(map, "host") else { continue };
        out.push(Service { host, until, replaced_by: reader.text_of(map, "replaced_by") });
    }
    out
}
