//! The words of a template, and the keys of a YAML file with their values: what a change is told in. What is private is
//! masked.

use crate::message::{self, Part};
use crate::project::Project;
use crate::source::Traced;
use crate::template;
use crate::value::link::{self, find_urls};
use crate::yaml::{Node, Value};

/// What stands for a masked value.
pub(super) const MASK: &str = "…";

/// Keys whose values are nobody's business: everything below them is masked.
const PRIVATE: &[&str] = &["private", "pin", "code", "codes", "password", "passcode", "secret", "token"];

/// What the events keep private.
pub(super) struct Masks<'a> {
    secrets: Vec<&'a str>,
}

impl<'a> Masks<'a> {
    pub(super) fn of(project: &'a Project) -> Masks<'a> {
        let of_event = |event: &'a crate::project::Event| {
            let private = &event.private;
            private.links.iter().chain(&private.codes).chain(&private.addresses).chain(&event.phone_pin)
        };
        let texts = project.events.iter().flat_map(of_event).map(|text| text.text().trim());
        let mut secrets: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
        // The longest first: one may be a part of another.
        secrets.sort_by_key(|text| std::cmp::Reverse(text.len()));
        secrets.dedup();
        Masks { secrets }
    }

    /// A text without what is private in it.
    fn mask(&self, text: &str) -> String {
        let mut out = text.to_string();
        for secret in &self.secrets {
            out = out.replace(secret, MASK);
        }
        for range in find_urls(&out).into_iter().rev() {
            let masked = masked(&out[range.clone()]);
            out.replace_range(range, &masked);
        }
        out
    }
}

/// An address without what lets somebody in: of a room, or of a page that belongs to one person, only the host is kept; of
/// any other page that no platform is known for, no parameter.
fn masked(url: &str) -> String {
    let link = link::read(url);
    let opens = |identity: &link::Identity| identity.personal || identity.host || identity.role == Some("join");
    if link.identity.as_ref().is_some_and(opens) || link.flaw == Some(link::Flaw::Editing) || url.contains('@') {
        return match link.scheme.as_str() {
            "mailto" => url.split('?').next().unwrap_or(url).to_string(),
            _ => format!("https://{}/{MASK}", link.host),
        };
    }
    match url.find(['?', '#']).filter(|_| link.identity.is_none()) {
        Some(at) => format!("{}{MASK}", &url[..=at]),
        None => url.to_string(),
    }
}

/// What a reader of a template reads, a block a line, with the tags as they are written; then the addresses.
pub(super) fn of_template(text: &Traced, html: bool, masks: &Masks<'_>) -> Vec<String> {
    let output = template::verbatim(text).output;
    let part: Part = match html {
        true => message::html::read(&output),
        false => message::text::read(&output, false),
    };
    let blocks = part.blocks.iter().map(|block| block.text.text());
    let links = part.links.iter().map(|link| link.url.text()).filter(|_| html);
    let lines = blocks.chain(links).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).map(|line| masks.mask(&line)).collect()
}

/// The scalars of a tree as `key: value`, keys joined by dots; with masks, what is private is masked.
pub(super) fn of_keys(tree: &Node, masks: Option<&Masks<'_>>) -> Vec<String> {
    let mut out = Vec::new();
    add(tree, "", masks, &mut out);
    out
}

fn add(node: &Node, path: &str, masks: Option<&Masks<'_>>, out: &mut Vec<String>) {
    match &node.value {
        Value::Map(entries) => {
            for (key, value) in entries {
                let dot = if path.is_empty() { "" } else { "." };
                add(value, &format!("{path}{dot}{}", key.text()), masks, out);
            }
        }
        Value::List(items) => items.iter().for_each(|item| add(item, path, masks, out)),
        Value::Null => out.push(format!("{path}: ")),
        Value::Scalar { text, .. } => {
            let value = text.text().trim();
            let private = path.split('.').any(|key| PRIVATE.contains(&key.to_lowercase().as_str()));
            out.push(match masks {
                Some(_) if private => format!("{path}: {MASK}"),
                Some(masks) => format!("{path}: {}", masks.mask(value)),
                None => format!("{path}: {value}"),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rooms_and_keys_are_masked_and_pages_stay() {
        let masks = Masks { secrets: vec!["482 913"] };
        let masked = |text: &str| masks.mask(text);
        assert_eq!(masked("Code : 482 913."), "Code : ….");
        assert_eq!(
            masked("voir https://us06web.zoom.us/j/81930047258?pwd=OIlteCMC.1 ici"),
            "voir https://us06web.zoom.us/… ici"
        );
        assert_eq!(
            masked("https://www.youtube.com/watch?v=PQ2gP4-LKv8"),
            "https://www.youtube.com/watch?v=PQ2gP4-LKv8"
        );
        assert_eq!(masked("https://exemple.test/page?cle=abc"), "https://exemple.test/page?…");
        assert_eq!(masked("https://exemple.test/supports.pdf"), "https://exemple.test/supports.pdf");
    }
}
