//! Text of files inside Markdown: it is read as text, loads nothing, links nowhere and calls nobody.

use super::text::clean_line;

/// An invisible character that parts what would be a mention, a reference or an address.
const APART: char = '\u{200b}';

/// A text on one line in which no mention, reference or address is left that a server would act on. Marks of Markdown
/// are still there. A backslash or an entity would not do: servers look for mentions when these are undone.
fn inert(text: &str) -> String {
    let text = clean_line(text);
    let mut out = String::with_capacity(text.len());
    let mut last = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let next = rest.chars().next().unwrap_or(' ');
        out.push(c);
        let word = next.is_alphanumeric() || next == '_';
        let apart = match c {
            // Users, issues, merge requests, channels and labels.
            '@' | '#' | '!' | '~' => word,
            // `https://…`, and an emoji's name.
            ':' => rest.starts_with("//") || word && !next.is_numeric(),
            'w' | 'W' => next == '.' && last.eq_ignore_ascii_case(&'w'),
            // `GH-12`
            '-' => next.is_numeric() && last.eq_ignore_ascii_case(&'h'),
            '&' | '<' => next != ' ',
            _ => false,
        };
        if apart {
            out.push(APART);
        }
        last = c;
    }
    out
}

/// A text for Markdown that is read as HTML in the end (GitHub, GitLab), also inside a table.
pub(super) fn html(text: &str) -> String {
    let mut out = String::new();
    for c in inert(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // As entities they are no marks, in a cell of a table neither.
            '|' | '\\' | '`' | '*' | '_' | '~' | '[' | ']' | '$' => {
                out.push_str(&format!("&#{};", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out
}

/// A short text of the kind of a path or a rule's name: in a code span, where nothing is read as a mark.
pub(super) fn html_code(text: &str) -> String {
    let text = clean_line(text);
    match text.contains(['`', '|', '\\', '<', '&', '[']) || text.is_empty() {
        true => html(&text),
        false => format!("`{text}`"),
    }
}

/// A text for Mattermost, which knows no entities.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in inert(text).chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '!' | '|' | '~' | '>') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// As [`html_code`], for Mattermost.
pub(super) fn escaped_code(text: &str) -> String {
    let text = clean_line(text);
    match text.contains('`') || text.is_empty() {
        true => escaped(&text),
        false => format!("`{text}`"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_called_and_nothing_is_linked() {
        let said = inert("@channel a@b.test #12 x!3 GH-4 https://a.test www.b.test :boom: 14:30 1 - 2");
        assert_eq!(
            said.replace(APART, "·"),
            "@·channel a@·b.test #·12 x!·3 GH-·4 https:·//a.test www·.b.test :·boom: 14:30 1 - 2"
        );
    }

    #[test]
    fn marks_are_text() {
        assert_eq!(
            html("a|b `c` <img src=x> ![i](u)").replace(APART, ""),
            "a&#124;b &#96;c&#96; &lt;img src=x&gt; !&#91;i&#93;(u)"
        );
        assert_eq!(escaped("*a* [b](c) \\ |").replace(APART, ""), "\\*a\\* \\[b\\]\\(c\\) \\\\ \\|");
        assert_eq!(html_code("a.hbs:2:1"), "`a.hbs:2:1`");
        assert!(!html_code("a`|b.hbs").contains(['`', '|']));
    }
}
