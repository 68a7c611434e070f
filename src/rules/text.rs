//! The words of a rule: one text, or one a language, with holes such as `{match}` that a finding fills.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use crate::language::{Language, Message};

/// One text for both languages, or a mapping `{fr: …, en: …}`; where one language is lacking, the other speaks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text(pub Message);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text;

            fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
                out.write_str("a text, or a mapping {fr: …, en: …}")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(Message::new(text, text)))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Text, A::Error> {
                let (mut fr, mut en) = (None, None);
                while let Some(tag) = map.next_key::<Tongue>()? {
                    match tag {
                        Tongue::Fr => fr = Some(map.next_value::<String>()?),
                        Tongue::En => en = Some(map.next_value::<String>()?),
                    }
                }
                match (fr, en) {
                    (Some(fr), Some(en)) => Ok(Text(Message { fr, en })),
                    (Some(one), None) | (None, Some(one)) => Ok(Text(Message { fr: one.clone(), en: one })),
                    (None, None) => Err(de::Error::missing_field("fr")),
                }
            }
        }
        deserializer.deserialize_any(TextVisitor)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Tongue {
    Fr,
    En,
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("fr", &self.0.fr)?;
        map.serialize_entry("en", &self.0.en)?;
        map.end()
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "One text, or one a language.",
            "anyOf": [
                {"type": "string"},
                {
                    "type": "object",
                    "properties": {
                        "fr": {"description": "In French.", "type": "string"},
                        "en": {"description": "In English.", "type": "string"}
                    },
                    "additionalProperties": false,
                    "minProperties": 1
                }
            ]
        })
    }
}

/// A piece of a wording.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    /// Words as they are. What stands in doubled braces (`{{event.title}}`) is such words: it is how templates speak.
    Words(&'a str),
    /// A hole's name.
    Hole(&'a str),
    /// Words and holes between `[?` and `]`, left out when one of the holes has nothing to say, or when they speak of
    /// template tags to somebody whose mail has none.
    Maybe(Vec<Piece<'a>>),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find("[?") {
        let Some(close) = rest[open..].find(']') else { break };
        out.extend(holes_and_words(&rest[..open]));
        out.push(Piece::Maybe(holes_and_words(&rest[open + 2..open + close])));
        rest = &rest[open + close + 1..];
    }
    out.extend(holes_and_words(rest));
    out
}

fn holes_and_words(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let after = &rest[open..];
        let braces = after.len() - after.trim_start_matches('{').len();
        let name = &after[1..after.find('}').unwrap_or(1).max(1)];
        if braces == 1 && is_name(name) {
            out.push(Piece::Words(&rest[..open]));
            out.push(Piece::Hole(name));
            rest = &after[name.len() + 2..];
        } else {
            // Doubled braces go to their end; a lone brace is a character like any other.
            let close = "}".repeat(braces);
            let end = if braces > 1 { after.find(&close).map_or(braces, |at| at + braces) } else { 1 };
            out.push(Piece::Words(&rest[..open + end]));
            rest = &after[end..];
        }
    }
    out.push(Piece::Words(rest));
    out
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_'))
}

/// The names of a wording's holes, in both languages.
pub fn holes(message: &Message) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for text in [&message.fr, &message.en] {
        for piece in pieces(text).into_iter().flat_map(flat) {
            if let Piece::Hole(name) = piece
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_string());
            }
        }
    }
    names
}

fn flat(piece: Piece<'_>) -> Vec<Piece<'_>> {
    match piece {
        Piece::Maybe(inner) => inner,
        one => vec![one],
    }
}

/// Fills the holes of a wording. `value` gives the words of a hole in a language, `None` when nothing is known;
/// `instead` then stands in the hole, unless the wording says that its part can be left out. Without `tags`, so can a
/// part that speaks of template tags.
pub fn fill(message: &Message, value: impl Fn(&str, Language) -> Option<String>, instead: &str, tags: bool) -> Message {
    let inner = |pieces: Vec<Piece<'_>>, language: Language| -> Option<String> {
        pieces
            .into_iter()
            .map(|piece| match piece {
                Piece::Hole(name) => value(name, language),
                Piece::Words(words) => (tags || !words.contains("{{")).then(|| words.to_string()),
                Piece::Maybe(_) => None,
            })
            .collect()
    };
    let one = |text: &str, language: Language| -> String {
        pieces(text)
            .into_iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.to_string(),
                Piece::Hole(name) => value(name, language).unwrap_or_else(|| instead.to_string()),
                Piece::Maybe(pieces) => inner(pieces, language).unwrap_or_default(),
            })
            .collect()
    };
    Message { fr: one(&message.fr, Language::Fr), en: one(&message.en, Language::En) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_are_filled_and_template_tags_are_kept() {
        let message = Message::new("« {match} » : écrire {{event.title}} { {own.date}", "“{match}” {");
        assert_eq!(holes(&message), ["match", "own.date"]);
        let filled = fill(&message, |name, language| Some(format!("{name}/{}", language.tag())), "", true);
        assert_eq!(filled.fr, "« match/fr » : écrire {{event.title}} { own.date/fr");
        assert_eq!(filled.en, "“match/en” {");
    }

    #[test]
    fn braces_without_an_end_do_no_harm() {
        for text in ["{", "{{", "{{{a", "}", "{é}", "{a", "a{}b", "{{a}", "[?", "[? {", "[x]"] {
            let message = Message::new(text, text);
            assert_eq!(fill(&message, |_, _| None, "", true).fr, text);
        }
    }

    #[test]
    fn a_part_is_left_out_when_nothing_is_known() {
        let message = Message::new("Corriger[? : {expected}, {own.date}] {match}.", "");
        assert_eq!(holes(&message), ["expected", "own.date", "match"]);
        let known = |name: &str, _| (name != "own.date").then(|| name.to_uppercase());
        assert_eq!(fill(&message, known, "", true).fr, "Corriger MATCH.");
        assert_eq!(
            fill(&message, |name, _| Some(name.to_uppercase()), "", true).fr,
            "Corriger : EXPECTED, OWN.DATE MATCH."
        );
        assert_eq!(fill(&message, |_, _| None, "x", true).fr, "Corriger x.");
    }

    #[test]
    fn tags_are_left_out_for_somebody_who_has_none() {
        let message = Message::new("Ajouter {match}[?, ou {{event.title}}].", "");
        let filled = |tags| fill(&message, |_, _| Some("x".to_string()), "", tags).fr;
        assert_eq!((filled(true).as_str(), filled(false).as_str()), ("Ajouter x, ou {{event.title}}.", "Ajouter x."));
    }

    #[test]
    fn one_language_speaks_for_both() {
        let text: Text = serde_yaml::from_str("{en: Hello}").unwrap();
        assert_eq!(text.0, Message::new("Hello", "Hello"));
        assert!(serde_yaml::from_str::<Text>("{de: Hallo}").is_err());
        assert!(serde_yaml::from_str::<Text>("{}").is_err());
    }
}
