//! Where in HTML a byte stands: between tags, or in an attribute's value.

/// What a byte stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At<'h> {
    /// The text between tags.
    Text,
    /// The value of an attribute, in these quotes, with what of it stands before.
    Value {
        /// The quote around it.
        quote: char,
        /// The value up to here.
        so_far: &'h str,
    },
    /// A comment, a tag's name, a value without quotes: nothing is written there.
    Elsewhere,
}

/// What the end of a piece of HTML stands in. Tags of Handlebars are stepped over, whatever they hold.
pub(super) fn at(html: &str) -> At<'_> {
    let mut state = At::Text;
    let mut value = 0;
    let mut rest = 0;
    while let Some(c) = html[rest..].chars().next() {
        let tail = &html[rest..];
        if tail.starts_with("{{") {
            rest += tail.find("}}").map_or(tail.len(), |end| end + 2);
            continue;
        }
        if state == At::Text && tail.starts_with("<!--") {
            match tail.find("-->") {
                Some(end) => rest += end + 3,
                None => return At::Elsewhere,
            }
            continue;
        }
        rest += c.len_utf8();
        state = match (state, c) {
            (At::Text, '<') if tail[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!')) => {
                At::Elsewhere
            }
            (At::Elsewhere, '>') => At::Text,
            (At::Elsewhere, quote @ ('"' | '\'')) => {
                value = rest;
                At::Value { quote, so_far: "" }
            }
            (At::Value { quote, .. }, c) if c == quote => At::Elsewhere,
            (state, _) => state,
        };
    }
    match state {
        At::Value { quote, .. } => At::Value { quote, so_far: &html[value..] },
        state => state,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_quotes_comments_and_handlebars_are_told_apart() {
        assert_eq!(at("<p>a < b"), At::Text);
        assert_eq!(at("<p class=\"x\">"), At::Text);
        assert_eq!(at("<a href='http://"), At::Value { quote: '\'', so_far: "http://" });
        assert_eq!(at("<a title=x"), At::Elsewhere);
        assert_eq!(at("<!-- <p>"), At::Elsewhere);
        assert_eq!(at("<!-- <p> --> x"), At::Text);
        assert_eq!(at("<p {{#if a}}class=\"x\"{{/if}}>"), At::Text);
        assert_eq!(at("{{helper \"<a b='\"}}"), At::Text);
    }
}
