//! What mail programs do not support: the table that `scripts/caniemail.mjs` writes.

use std::sync::OnceLock;

use crate::language::Message;
use crate::message::Use;

/// A feature that some mail program lacks.
#[derive(Debug)]
pub struct Feature {
    /// Its name at Can I email: `css-display-flex`.
    pub name: &'static str,
    mark: Mark,
    words: Vec<&'static str>,
    /// The programs that do not support it.
    pub lacking: Vec<&'static str>,
}

/// How a feature is recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// A property.
    Property,
    /// The first word is a property, the others are its values.
    Value,
    /// A function in a value.
    Function,
    /// A unit in a value.
    Unit,
    /// An element.
    Element,
    /// An attribute.
    Attribute,
    /// The ending of an image's address, or its scheme.
    Image,
}

/// The mail programs of the table, with their names for people.
pub const PROGRAMS: &[(&str, &str, &str)] = &[
    ("outlook", "Outlook pour Windows", "Outlook for Windows"),
    ("outlook-mac", "Outlook pour Mac", "Outlook for Mac"),
    ("outlook-web", "Outlook.com", "Outlook.com"),
    ("outlook-mobile", "Outlook sur téléphone", "Outlook on telephones"),
    ("gmail", "Gmail", "Gmail"),
    ("apple-mail", "Apple Mail", "Apple Mail"),
    ("yahoo", "Yahoo Mail", "Yahoo Mail"),
    ("orange", "Orange", "Orange"),
    ("laposte", "La Poste", "La Poste"),
    ("sfr", "SFR", "SFR"),
    ("free", "Free", "Free"),
    ("samsung", "Samsung Email", "Samsung Email"),
    ("thunderbird", "Thunderbird", "Thunderbird"),
];

/// A program's name for people.
pub fn program(word: &str) -> Message {
    PROGRAMS
        .iter()
        .find(|(known, ..)| *known == word)
        .map_or_else(|| Message::new(word, word), |(_, fr, en)| Message::new(*fr, *en))
}

/// All features of the table, read at their first use.
pub fn features() -> &'static [Feature] {
    static FEATURES: OnceLock<Vec<Feature>> = OnceLock::new();
    FEATURES.get_or_init(|| include_str!("caniemail.tsv").lines().filter_map(row).collect())
}

fn row(line: &'static str) -> Option<Feature> {
    if line.starts_with('#') {
        return None;
    }
    let mut cells = line.split('\t');
    let (name, how) = (cells.next()?, cells.next()?);
    let lacking = cells.next()?;
    let (mark, words) = how.split_once(' ')?;
    let mark = match mark {
        "property" => Mark::Property,
        "value" => Mark::Value,
        "function" => Mark::Function,
        "unit" => Mark::Unit,
        "element" => Mark::Element,
        "attribute" => Mark::Attribute,
        "image" => Mark::Image,
        _ => return None,
    };
    let list = |cell: &'static str| cell.split_whitespace().collect();
    Some(Feature { name, mark, words: list(words), lacking: list(lacking) })
}

impl Feature {
    /// Whether an element, attribute or declaration makes use of it.
    pub fn is_used_by(&self, used: &Use) -> bool {
        match (self.mark, used) {
            (Mark::Element, Use::Element(name)) | (Mark::Attribute, Use::Attribute(name)) => self.is_word(name),
            (Mark::Property, Use::Style(name, value)) => self.is_word(name) && asks(value),
            (Mark::Value, Use::Style(name, value)) => {
                self.words.first().is_some_and(|first| first == name) && self.words[1..].contains(&value.as_str())
            }
            (Mark::Function, Use::Style(_, value)) => self.words.iter().any(|word| calls(value, word)),
            (Mark::Unit, Use::Style(_, value)) => self.words.iter().any(|word| measures(value, word)),
            _ => false,
        }
    }

    /// Whether an image of this address makes use of it.
    pub fn is_image(&self, address: &str) -> bool {
        if self.mark != Mark::Image {
            return false;
        }
        let address = address.trim();
        if address.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:")) {
            return self.is_word("data");
        }
        let path = address.split(['?', '#']).next().unwrap_or_default();
        path.rsplit_once('.').is_some_and(|(_, ending)| self.is_word(&ending.to_ascii_lowercase()))
    }

    fn is_word(&self, word: &str) -> bool {
        self.words.contains(&word)
    }
}

/// Whether a value asks for something: `float: none` is the same where nobody knows `float`.
fn asks(value: &str) -> bool {
    !matches!(value, "none" | "normal" | "auto" | "initial" | "inherit" | "unset" | "visible" | "0" | "0px")
}

/// Whether a value calls a function: `calc(` and not `recalc(`.
fn calls(value: &str, function: &str) -> bool {
    value.match_indices(function).any(|(at, _)| {
        value[at + function.len()..].starts_with('(')
            && !value[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '-')
    })
}

/// Whether a value holds a number in a unit: `2rem`. What stands in an address is none.
fn measures(value: &str, unit: &str) -> bool {
    !value.contains("url(")
        && value.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').any(|word| {
            let number = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
            !number.is_empty() && number.parse::<f32>().is_ok() && word.strip_prefix(number) == Some(unit)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn used(name: &str, value: &str) -> Vec<&'static str> {
        let used = Use::Style(name.to_string(), value.to_string());
        features().iter().filter(|feature| feature.is_used_by(&used)).map(|feature| feature.name).collect()
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = include_str!("caniemail.tsv").lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(features().len(), lines);
        assert!(lines > 150, "{lines}");
        for feature in features() {
            for program in &feature.lacking {
                assert!(PROGRAMS.iter().any(|(known, ..)| known == program), "{}: {program}", feature.name);
            }
        }
    }

    #[test]
    fn the_table_says_where_it_comes_from() {
        let head: String = include_str!("caniemail.tsv").lines().take_while(|line| line.starts_with('#')).collect();
        assert!(
            head.contains("caniemail.com") && head.contains("MIT License") && head.contains("data of 20"),
            "{head}"
        );
    }

    #[test]
    fn declarations_are_recognised() {
        assert_eq!(used("display", "flex"), ["css-display-flex"]);
        assert_eq!(used("display", "block"), [] as [&str; 0]);
        assert_eq!(used("float", "left"), ["css-float"]);
        assert_eq!(used("float", "none"), [] as [&str; 0]);
        assert_eq!(used("line-height", "calc(1em + 2px)"), ["css-unit-calc"]);
        assert_eq!(used("color", "var(--accent)"), ["css-variables"]);
        assert!(used("padding", "2rem 0").contains(&"css-unit-rem"));
        assert!(!used("padding", "2em 0").contains(&"css-unit-rem"));
        assert!(!used("font-family", "'2rem'").contains(&"css-unit-ch"));
    }

    #[test]
    fn images_are_told_by_their_endings() {
        let named = |address: &str| -> Vec<&str> {
            features().iter().filter(|feature| feature.is_image(address)).map(|feature| feature.name).collect()
        };
        assert_eq!(named("https://exemple.test/a.webp?v=2"), ["image-webp"]);
        assert_eq!(named("DATA:image/png;base64,AAAA"), ["image-base64"]);
        assert_eq!(named("https://exemple.test/a.png"), [] as [&str; 0]);
    }
}
