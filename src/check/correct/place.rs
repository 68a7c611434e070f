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

/// A piece of HTML in one pass: from each of these bytes on, what stands there.
#[derive(Debug)]
pub(super) struct Map(Vec<(usize, State)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    Value { quote: char, start: usize },
    Elsewhere,
}

impl Map {
    /// Reads HTML once. Tags of Handlebars are stepped over, whatever they hold.
    pub(super) fn of(html: &str) -> Map {
        let mut map = vec![(0, State::Text)];
        let mut state = State::Text;
        let mut rest = 0;
        while let Some(c) = html[rest..].chars().next() {
            let tail = &html[rest..];
            if tail.starts_with("{{") {
                rest += tail.find("}}").map_or(tail.len(), |end| end + 2);
                continue;
            }
            if state == State::Text && tail.starts_with("<!--") {
                let end = tail.find("-->").map_or(html.len(), |end| rest + end + 3);
                map.extend([(rest + 1, State::Elsewhere), (end, State::Text)]);
                rest = end;
                continue;
            }
            rest += c.len_utf8();
            let next = match (state, c) {
                (State::Text, '<') if tail[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!".contains(c)) => {
                    State::Elsewhere
                }
                (State::Elsewhere, '>') => State::Text,
                (State::Elsewhere, quote @ ('"' | '\'')) => State::Value { quote, start: rest },
                (State::Value { quote, .. }, c) if c == quote => State::Elsewhere,
                (state, _) => state,
            };
            if next != state {
                state = next;
                map.push((rest, state));
            }
        }
        Map(map)
    }

    /// What the byte at `offset` of `html`, from which the map was made, stands in.
    pub(super) fn at<'h>(&self, html: &'h str, offset: usize) -> At<'h> {
        let after = self.0.partition_point(|(start, _)| *start <= offset);
        match self.0[..after].last() {
            Some((_, State::Value { quote, start })) => {
                At::Value { quote: *quote, so_far: html.get(*start..offset).unwrap_or_default() }
            }
            Some((_, State::Elsewhere)) => At::Elsewhere,
            _ => At::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the end of a piece stands in.
    fn at(html: &str) -> At<'_> {
        Map::of(html).at(html, html.len())
    }

    #[test]
    fn one_reading_serves_every_byte() {
        let html = "<p>a <b title=\"x\">c</b><!-- d --> e";
        let map = Map::of(html);
        let seen = |word: &str| map.at(html, html.find(word).unwrap());
        assert_eq!((seen("a "), seen("c<"), seen(" e")), (At::Text, At::Text, At::Text));
        assert_eq!((seen("p>"), seen("title"), seen("d -")), (At::Elsewhere, At::Elsewhere, At::Elsewhere));
        assert_eq!(seen("x\""), At::Value { quote: '"', so_far: "" });
    }

    #[test]
    fn tags_quotes_comments_and_handlebars_are_told_apart() {
        assert_eq!(at("<p>a < b"), At::Text);
        assert_eq!(at("<p class=\"x\">"), At::Text);
        assert_eq!(at("<a href='http://"), At::Value { quote: '\'', so_far: "http://" });
        assert_eq!(at("<a title=x"), At::Elsewhere);
        assert_eq!(Map::of("<!-- <p>").at("<!-- <p>", 7), At::Elsewhere);
        assert_eq!(at("<!-- <p> --> x"), At::Text);
        assert_eq!(at("<p {{#if a}}class=\"x\"{{/if}}>"), At::Text);
        assert_eq!(at("{{helper \"<a b='\"}}"), At::Text);
    }
}
