//! A title as the tag that prints it.

/// The tags of a template, gone through once.
#[derive(Debug, Default)]
pub(super) struct Tags {
    /// Where each `{{` and each `}}` begins.
    opens: Vec<usize>,
    closes: Vec<usize>,
    /// Whether names mean something else behind each `{{` and up to the next.
    changed: Vec<bool>,
}

impl Tags {
    pub(super) fn of(text: &str) -> Tags {
        let opens: Vec<usize> = text.match_indices("{{").map(|(at, _)| at).collect();
        let closes = text.match_indices("}}").map(|(at, _)| at).collect();
        let mut blocks = Vec::new();
        let changed = opens.iter().map(|at| {
            step(&text[at + 2..], &mut blocks);
            blocks.iter().any(|name| !matches!(*name, "if" | "unless"))
        });
        Tags { changed: changed.collect(), closes, opens }
    }

    /// The tag for a path at a byte. Where a block (`{{#each}}`, `{{#with}}`) or the tag that includes a partial may
    /// have changed what names mean, the path starts at the root.
    pub(super) fn tag(&self, at: usize, path: &str, partial: bool) -> String {
        let changed = last_before(&self.opens, at).is_some_and(|open| self.changed[open]);
        let root = if partial || changed { "@root." } else { "" };
        format!("{{{{{root}{path}}}}}")
    }

    /// Whether a byte lies between `{{` and `}}`.
    pub(super) fn inside(&self, at: usize) -> bool {
        let before = |marks: &[usize]| last_before(marks, at).map(|mark| marks[mark]);
        match (before(&self.opens), before(&self.closes)) {
            (Some(open), Some(close)) => open > close,
            (open, _) => open.is_some(),
        }
    }
}

/// The last of some marks of two bytes that ends at a byte or before it: its index.
fn last_before(marks: &[usize], at: usize) -> Option<usize> {
    marks.partition_point(|mark| mark + 2 <= at).checked_sub(1)
}

/// Opens or closes a block, as the tag whose inside begins here does.
fn step<'t>(inside: &'t str, blocks: &mut Vec<&'t str>) {
    let tag = inside.trim_start_matches(['{', '~']);
    let (sign, name) = match tag.chars().next() {
        Some(sign @ ('#' | '^' | '/')) => (sign, tag[1..].trim_start_matches(['*', '>', ' '])),
        _ => return,
    };
    let end = name.find(|c: char| c.is_whitespace() || matches!(c, '}' | '~')).unwrap_or(name.len());
    match (sign, &name[..end]) {
        ('/', _) => {
            blocks.pop();
        }
        // `{{^}}` is an `else`, which opens nothing.
        (_, "") => {}
        (_, name) => blocks.push(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_that_changes_names_asks_for_the_root() {
        let at = |text: &str| Tags::of(text).tag(text.len(), "event.title", false);
        assert_eq!(at("<p>"), "{{event.title}}");
        assert_eq!(at("{{#if recipient.attended}}<p>"), "{{event.title}}");
        assert_eq!(at("{{#if a}}{{^}}<p>"), "{{event.title}}");
        assert_eq!(at("{{#each event.speakers}}{{/each}}<p>"), "{{event.title}}");
        assert_eq!(at("{{~#each event.speakers}}<p>"), "{{@root.event.title}}");
        assert_eq!(Tags::of("").tag(0, "event.title", true), "{{@root.event.title}}");
        let inside = |text: &str| Tags::of(text).inside(text.len());
        assert!(inside("{{upper \"") && !inside("{{a}} ") && !inside("x"));
    }
}
