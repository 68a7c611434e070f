//! What is wrong with an address by itself.

use std::net::Ipv4Addr;

use super::Flaw;
use super::normal::Parts;
use crate::language::fold::{fold, passes_for, unseen};

/// Schemes that a mail's links may have.
const KNOWN: [&str; 14] = [
    "https", "http", "ftp", "ftps", "mailto", "tel", "sms", "cid", "data", "callto", "geo", "webcal", "file",
    "whatsapp",
];

/// Words that stand where an address is still to come.
const WORDS: [&str; 20] = [
    "lien",
    "liens",
    "link",
    "links",
    "url",
    "todo",
    "tbd",
    "tba",
    "xxx",
    "xx",
    "xxxx",
    "href",
    "insert",
    "inserer",
    "completer",
    "adresse",
    "address",
    "placeholder",
    "undefined",
    "null",
];

/// What the bare words of an address give away, before it is read as one.
pub(super) fn of_words(url: &str, scheme: Option<&str>) -> Option<Flaw> {
    if url.is_empty() {
        return Some(Flaw::Empty);
    }
    if matches!(url, "#" | "#!" | "#0") {
        return Some(Flaw::Hash);
    }
    match scheme {
        Some("file") => return Some(Flaw::Local),
        // A browser opens none of these from a mail.
        Some("javascript" | "about" | "data") => return Some(Flaw::Placeholder),
        Some("mailto" | "tel" | "sms") if url.split_once(':').is_some_and(|(_, rest)| rest.trim().is_empty()) => {
            return Some(Flaw::Empty);
        }
        Some(scheme) if KNOWN.contains(&scheme) => {}
        // `htp://…`, `C:\…`: no mail program knows it. An application's own (`zoommtg://…`) is left alone.
        Some(scheme) if scheme.len() < 5 => return Some(Flaw::Malformed),
        Some(_) => {}
        None if url.starts_with(['#', '/', '?', '.']) => return None,
        None if !url.split(['/', '?', '#']).next().unwrap_or_default().contains('.') => {
            let local = url.to_ascii_lowercase().starts_with("localhost");
            return Some(if local { Flaw::Local } else { Flaw::Placeholder });
        }
        None => {}
    }
    if url.contains(|c: char| c.is_control() || unseen(c) && !matches!(c, '\u{200d}' | '\u{fe0f}')) {
        return Some(Flaw::Malformed);
    }
    let hierarchical = scheme.is_none_or(|scheme| matches!(scheme, "https" | "http" | "ftp" | "ftps"));
    if !hierarchical {
        return None;
    }
    let rest = scheme.map_or(url, |scheme| &url[scheme.len() + 1..]);
    if scheme.is_some() && !rest.starts_with("//") || rest.starts_with("///") || url.contains(char::is_whitespace) {
        return Some(Flaw::Malformed);
    }
    let host = rest.trim_start_matches('/');
    if host.is_empty() {
        return Some(Flaw::Placeholder);
    }
    // `https://https://…`, pasted twice.
    let pasted =
        ["http:", "https:", "http//", "https//"].iter().any(|start| host.to_ascii_lowercase().starts_with(start));
    pasted.then_some(Flaw::Malformed)
}

/// What the host and path of an address give away.
pub(super) fn of_parts(parts: &Parts) -> Option<Flaw> {
    let host = parts.host.as_str();
    if is_local(host) {
        return Some(Flaw::Local);
    }
    if parts.user {
        return Some(Flaw::User);
    }
    if is_look_alike(host) {
        return Some(Flaw::LookAlike);
    }
    let labels: Vec<&str> = host.split('.').collect();
    if labels.len() == 1 {
        let word = is_placeholder_word(host) || host.starts_with('[');
        return Some(if word { Flaw::Placeholder } else { Flaw::Local });
    }
    if is_placeholder_word(labels[0]) || parts.path.split('/').any(is_loud_placeholder) {
        return Some(Flaw::Placeholder);
    }
    if ["example.com", "example.org", "example.net"]
        .iter()
        .any(|example| host.strip_suffix(example).is_some_and(|before| before.is_empty() || before.ends_with('.')))
    {
        // A staging host under it says more.
        return Some(if is_staging(&labels) { Flaw::Staging } else { Flaw::Example });
    }
    if is_staging(&labels) {
        return Some(Flaw::Staging);
    }
    is_editing(parts).then_some(Flaw::Editing)
}

/// Whether a word stands for an address that is still to come: `LIEN_REPLAY`, `xxx`, `your-link`.
fn is_placeholder_word(word: &str) -> bool {
    fold(word).split(|c: char| !c.is_alphanumeric()).any(|part| WORDS.contains(&part))
}

/// The same for a step of a path, where ordinary words (`/links`, `/liens`) are ordinary: capitals or x's only.
fn is_loud_placeholder(step: &str) -> bool {
    let loud = step.bytes().any(|b| b.is_ascii_alphabetic()) && !step.bytes().any(|b| b.is_ascii_lowercase());
    let start = step.split(['_', '-']).next().unwrap_or_default();
    loud && matches!(start, "LIEN" | "LINK" | "URL" | "TODO" | "TBD" | "XXX" | "XXXX")
        || step.len() >= 3 && step.bytes().all(|b| matches!(b, b'x' | b'X'))
}

/// Whether a label of a host is written in letters of another alphabet that all pass for Latin ones (`аррlе`).
fn is_look_alike(host: &str) -> bool {
    let label = |label: &str| {
        let shown = label.strip_prefix("xn--").and_then(|_| shown(label)).unwrap_or_else(|| label.to_string());
        shown.chars().any(|c| passes_for(c).is_some()) && shown.chars().all(|c| c.is_ascii() || passes_for(c).is_some())
    };
    (!host.is_ascii() || host.contains("xn--")) && host.split('.').any(label)
}

/// A label of a host as a browser shows it.
fn shown(label: &str) -> Option<String> {
    let (text, read) = idna::domain_to_unicode(label);
    read.is_ok().then_some(text)
}

fn is_local(host: &str) -> bool {
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        return address.is_private() || address.is_loopback() || address.is_link_local() || address.is_unspecified();
    }
    let inner = host.trim_matches(['[', ']']);
    inner == "localhost"
        || inner == "::1"
        || [".localhost", ".local", ".lan", ".internal", ".home.arpa"].iter().any(|end| inner.ends_with(end))
}

/// `.test` is a reserved ending, not a stage: only whole labels count, or the end of one (`webinaire-recette`).
fn is_staging(labels: &[&str]) -> bool {
    let stages = ["staging", "preprod", "recette", "dev", "uat", "qa"];
    let hosts = &labels[..labels.len().saturating_sub(1)];
    hosts.iter().enumerate().any(|(n, label)| {
        // The name that was registered may be any word; the labels before it say the stage.
        let own = n + 1 == hosts.len() && hosts.len() > 1 || hosts.len() == 1;
        let whole =
            !own && (stages.contains(label) || matches!(*label, "pre-prod" | "pre-production" | "preproduction"));
        whole
            || ["-staging", "-preprod", "-recette", "-uat", "-qa", "-dev"]
                .iter()
                .any(|end| label.ends_with(end) && !own)
            || ["staging-", "preprod-", "recette-"].iter().any(|start| label.starts_with(start) && !own)
    })
}

/// Pages where somebody edits, not reads.
fn is_editing(parts: &Parts) -> bool {
    let path = parts.path.as_str();
    let edit = path.ends_with("/edit") || path.contains("/edit/");
    match parts.host.as_str() {
        "docs.google.com" => edit,
        "studio.youtube.com" | "admin.typeform.com" => true,
        "app.livestorm.co" => parts.fragment.starts_with('/'),
        "vimeo.com" => path.starts_with("/manage"),
        "youtube.com" => path.starts_with("/edit") || path.starts_with("/my_videos"),
        "canva.com" | "framaforms.org" | "app.evento.renater.fr" => edit,
        "forms.office.com" | "forms.microsoft.com" => path.to_ascii_lowercase().contains("designpage"),
        _ => path.contains("/wp-admin") || path.contains("/wp-login"),
    }
}
