//! What a style sheet hides or puts on a line of its own: preheaders are often hidden by their class.
//!
//! Only plain rules for a class, an id or an element count (`.preheader {display: none}`), and none that a condition such
//! as `@media` takes back: what is hidden on a wide screen alone is read on telephones.

use std::collections::HashSet;

use super::style;

/// What is hidden everywhere and what is shown somewhere, each as its selector (`.class`, `#id`, `element`); and the classes
/// that stand on lines of their own.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    hidden: HashSet<String>,
    shown: HashSet<String>,
    lines: HashSet<String>,
}

impl Sheet {
    /// Reads the content of a `<style>`.
    pub(super) fn read(&mut self, css: &str) {
        self.rules(&without_comments(css), false);
    }

    /// Whether an element is hidden, by its name, its id or one of its classes.
    pub(super) fn hides(&self, name: &str, id: &str, classes: &str) -> bool {
        if self.hidden.is_empty() {
            return false;
        }
        let known = |selector: String| self.hidden.contains(&selector) && !self.shown.contains(&selector);
        classes.split_ascii_whitespace().any(|class| known(format!(".{class}")))
            || known(format!("#{}", id.trim()))
            || known(name.to_string())
    }

    /// Whether one of these classes stands on a line of its own.
    pub(super) fn cuts(&self, classes: &str) -> bool {
        classes.split_ascii_whitespace().any(|class| self.lines.contains(class))
    }

    fn rules(&mut self, css: &str, conditional: bool) {
        let mut rest = css;
        while let Some(open) = rest.find('{') {
            let selector = rest[..open].rsplit(';').next().unwrap_or_default().trim();
            let length = block(&rest[open + 1..]);
            let body = &rest[open + 1..open + 1 + length];
            if !selector.starts_with('@') {
                self.rule(selector, body, conditional);
            } else if !conditional {
                // A rule inside a rule inside a rule is no style sheet for mails.
                self.rules(body, true);
            }
            rest = rest[open + 1 + length..].strip_prefix('}').unwrap_or_default();
        }
    }

    fn rule(&mut self, selectors: &str, body: &str, conditional: bool) {
        let look = style::look(body);
        let hides = look.hidden;
        let shows = style::declarations(body).any(|(name, value)| name == "display" && value != "none");
        for selector in selectors.split(',').map(str::trim) {
            // What the last step is told by: a class, an id, or its name alone.
            let last = selector.rsplit([' ', '>', '+', '~']).next().unwrap_or_default();
            let from = last.rfind(['.', '#']).unwrap_or(0);
            let key = &last[from..];
            let word = key.trim_start_matches(['.', '#']);
            let plain = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'));
            let alone = last.len() == selector.len() && !last[..from].contains(['.', '#', '[', ':']);
            if shows {
                self.shown.insert(key.to_string());
                if look.cuts && !conditional && key.starts_with('.') {
                    self.lines.insert(word.to_string());
                }
            } else if hides && !conditional && plain && alone {
                self.hidden.insert(key.to_string());
            }
        }
    }
}

/// The length of a block's content: up to the brace that closes it, or to the end.
fn block(css: &str) -> usize {
    let mut depth = 0;
    for (at, byte) in css.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return at,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    css.len()
}

/// A sheet or style without its comments.
pub(super) fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hides(css: &str, classes: &str) -> bool {
        let mut sheet = Sheet::default();
        sheet.read(css);
        sheet.hides("p", "i", classes)
    }

    #[test]
    fn plain_rules_for_a_class_count() {
        assert!(hides("p{margin:0} .a, div.preheader {display:none !important; color:#fff}", "x preheader"));
        assert!(hides("/* .b{} */ @import url(x.css); .a{max-height:0;overflow:hidden}", "a"));
        assert!(!hides(".a{color:red}", "a"));
        assert!(!hides(".a .b{display:none} .a.c{display:none} .a:hover{display:none}", "a b c"));
        assert!(!hides("#a{display:none", "a"));
        assert!(hides("#i{display:none}", "a") && hides("p {visibility:hidden}", "a"));
        assert!(!hides("p a, p:first-child, p[x], p > i, #i b, * {display:none}", "a"));
    }

    #[test]
    fn lines_of_their_own_are_read_from_any_rule_for_the_class() {
        let mut sheet = Sheet::default();
        sheet.read(".a .b, td .c{display:block} .d{display:inline-block} @media print{.e{display:block}}");
        assert_eq!(["b", "c", "d", "e", "a"].map(|class| sheet.cuts(class)), [true, true, false, false, false]);
    }

    #[test]
    fn what_a_condition_hides_or_shows_is_read() {
        assert!(!hides("@media (max-width:600px){.a{display:none}}", "a"));
        assert!(!hides(".a{display:none} @media (max-width:600px){.a{display:block !important}}", "a"));
        assert!(hides("@media print{.b{display:block}} .a{display:none}", "a"));
    }

    #[test]
    fn broken_sheets_are_read_as_far_as_they_go() {
        for css in ["{", "}", ".a{", ".a}", "@media{", "/*", "é{display:none}", ".{display:none}", "@x{@y{.a{}}}"] {
            assert!(!hides(css, "b"), "{css}");
        }
    }
}
