//! A title as the tag that prints it.

/// The tag for a path at a byte of a template. Where a block (`{{#each}}`, `{{#with}}`) or the tag that includes a
/// partial may have changed what names mean, the path starts at the root.
pub(super) fn tag(text: &str, at: usize, path: &str, partial: bool) -> String {
    let root = if partial || context_changed(&text[..at]) { "@root." } else { "" };
    format!("{{{{{root}{path}}}}}")
}

/// Whether a byte lies between `{{` and `}}`.
pub(super) fn inside_tag(text: &str, at: usize) -> bool {
    let before = &text[..at];
    match (before.rfind("{{"), before.rfind("}}")) {
        (Some(open), Some(close)) => open > close,
        (open, _) => open.is_some(),
    }
}

/// Whether a block other than `if` and `unless` is open at the end of a text.
fn context_changed(before: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for (at, _) in before.match_indices("{{") {
        let tag = before[at + 2..].trim_start_matches(['{', '~']);
        let (sign, name) = match tag.chars().next() {
            Some(sign @ ('#' | '^' | '/')) => (sign, tag[1..].trim_start_matches(['*', '>', ' '])),
            _ => continue,
        };
        let end = name.find(|c: char| c.is_whitespace() || matches!(c, '}' | '~')).unwrap_or(name.len());
        match (sign, &name[..end]) {
            ('/', _) => {
                open.pop();
            }
            // `{{^}}` is an `else`, which opens nothing.
            (_, "") => {}
            (_, name) => open.push(name),
        }
    }
    open.iter().any(|name| !matches!(*name, "if" | "unless"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_that_changes_names_asks_for_the_root() {
        let at = |text: &str| tag(text, text.len(), "event.title", false);
        assert_eq!(at("<p>"), "{{event.title}}");
        assert_eq!(at("{{#if recipient.attended}}<p>"), "{{event.title}}");
        assert_eq!(at("{{#if a}}{{^}}<p>"), "{{event.title}}");
        assert_eq!(at("{{#each event.speakers}}{{/each}}<p>"), "{{event.title}}");
        assert_eq!(at("{{~#each event.speakers}}<p>"), "{{@root.event.title}}");
        assert_eq!(tag("", 0, "event.title", true), "{{@root.event.title}}");
        assert!(inside_tag("{{upper \"", 9) && !inside_tag("{{a}} ", 6) && !inside_tag("x", 1));
    }
}
