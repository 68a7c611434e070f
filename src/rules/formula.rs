//! The formula of a `metric`: names of measures and numbers with + - * / and parentheses.
//!
//! A name may hold hyphens (`html-bytes`), so a minus between two names stands between spaces. Written for this one
//! purpose: an error must have its column, and no number of a mail may end a run.

use std::ops::Range;

use crate::language::Message;

use super::place::one_of;

/// What can be measured in a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// The subject, in characters as a reader counts them.
    SubjectLength,
    /// The preheader, likewise.
    PreheaderLength,
    /// The HTML part as it is sent, in bytes.
    HtmlBytes,
    /// The words of the body that a reader sees.
    Words,
    /// The links of the body.
    Links,
    /// The images of the body, without those of one pixel.
    Images,
    /// The sentences of the body.
    Sentences,
    /// The average length of its sentences, in words.
    SentenceLength,
    /// The longest line of the template or message as it is written, in bytes.
    LineBytes,
}

/// The measures by their names.
pub const MEASURES: &[(&str, Measure)] = &[
    ("subject-length", Measure::SubjectLength),
    ("preheader-length", Measure::PreheaderLength),
    ("html-bytes", Measure::HtmlBytes),
    ("words", Measure::Words),
    ("links", Measure::Links),
    ("images", Measure::Images),
    ("sentences", Measure::Sentences),
    ("sentence-length", Measure::SentenceLength),
    ("line-bytes", Measure::LineBytes),
];

/// The longest formula, in bytes; it also bounds how deep parentheses go.
const MAX_LENGTH: usize = 200;

/// A formula, read.
#[derive(Debug, Clone, PartialEq)]
pub enum Formula {
    /// A number.
    Number(f64),
    /// A measure.
    Measure(Measure),
    /// A value with its sign changed.
    Minus(Box<Formula>),
    /// Two values and what is done with them: `+ - * /`.
    Both(Box<Formula>, char, Box<Formula>),
}

/// What is wrong with a formula.
#[derive(Debug, Clone, PartialEq)]
pub struct Wrong {
    /// The bytes of the formula.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub help: Message,
}

impl Formula {
    /// Reads a formula.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(text: &str) -> Result<Formula, Wrong> {
        if text.len() > MAX_LENGTH {
            let message = Message::new("La formule est trop longue", "The formula is too long");
            let help = Message::new(format!("Au plus {MAX_LENGTH} octets."), format!("At most {MAX_LENGTH} bytes."));
            return Err(Wrong { at: 0..text.len(), message, help });
        }
        let mut reader = Reader { text, at: 0 };
        let formula = reader.sum()?;
        match reader.next() {
            None => Ok(formula),
            Some(found) => Err(reader.unexpected(found)),
        }
    }

    /// Its value; `None` where a measure has none in this mail, or a division has no result.
    pub fn value(&self, measure: &dyn Fn(Measure) -> Option<f64>) -> Option<f64> {
        let value = match self {
            Formula::Number(number) => *number,
            Formula::Measure(name) => measure(*name)?,
            Formula::Minus(inner) => -inner.value(measure)?,
            Formula::Both(left, sign, right) => {
                let (left, right) = (left.value(measure)?, right.value(measure)?);
                match sign {
                    '+' => left + right,
                    '-' => left - right,
                    '*' => left * right,
                    _ => left / right,
                }
            }
        };
        value.is_finite().then_some(value)
    }

    /// The measures in it, in their order and once each.
    pub fn measures(&self) -> Vec<Measure> {
        let mut out = match self {
            Formula::Number(_) => Vec::new(),
            Formula::Measure(name) => vec![*name],
            Formula::Minus(inner) => inner.measures(),
            Formula::Both(left, _, right) => [left.measures(), right.measures()].concat(),
        };
        out.sort_unstable();
        out.dedup();
        out
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    /// The next sign that is no space, without taking it.
    fn next(&mut self) -> Option<char> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.text[self.at..].chars().next()
    }

    fn sum(&mut self) -> Result<Formula, Wrong> {
        let mut left = self.product()?;
        while let Some(sign @ ('+' | '-')) = self.next() {
            self.at += 1;
            left = Formula::Both(Box::new(left), sign, Box::new(self.product()?));
        }
        Ok(left)
    }

    fn product(&mut self) -> Result<Formula, Wrong> {
        let mut left = self.value()?;
        while let Some(sign @ ('*' | '/')) = self.next() {
            self.at += 1;
            left = Formula::Both(Box::new(left), sign, Box::new(self.value()?));
        }
        Ok(left)
    }

    fn value(&mut self) -> Result<Formula, Wrong> {
        match self.next() {
            Some('-') => {
                self.at += 1;
                Ok(Formula::Minus(Box::new(self.value()?)))
            }
            Some('(') => {
                let open = self.at;
                self.at += 1;
                let inner = self.sum()?;
                match self.next() {
                    Some(')') => {
                        self.at += 1;
                        Ok(inner)
                    }
                    Some(found) => Err(self.unexpected(found)),
                    None => Err(unclosed(open)),
                }
            }
            Some(c) if c.is_ascii_digit() => self.number(),
            Some(c) if c.is_alphabetic() => self.name(),
            Some(found) => Err(self.unexpected(found)),
            None => Err(Wrong {
                at: self.text.trim_end().len().saturating_sub(1)..self.text.len(),
                message: Message::new("La formule s'arrête trop tôt", "The formula ends too soon"),
                help: example(),
            }),
        }
    }

    fn number(&mut self) -> Result<Formula, Wrong> {
        let word = self.word(|c| c.is_ascii_digit() || c == '.');
        match self.text[word.clone()].parse() {
            Ok(number) => Ok(Formula::Number(number)),
            Err(_) => {
                let text = &self.text[word.clone()];
                let message =
                    Message::new(format!("« {text} » n'est pas un nombre"), format!("“{text}” is not a number"));
                Err(Wrong { at: word, message, help: example() })
            }
        }
    }

    fn name(&mut self) -> Result<Formula, Wrong> {
        let word = self.word(|c| c.is_alphanumeric() || c == '-' || c == '_');
        let name = &self.text[word.clone()];
        if let Some((_, measure)) = MEASURES.iter().find(|(known, _)| *known == name) {
            return Ok(Formula::Measure(*measure));
        }
        let names = name.split('-').filter(|part| MEASURES.iter().any(|(known, _)| known == part)).count();
        let help = if names > 1 {
            let line = name.replace('-', " - ");
            Message::new(format!("Pour soustraire : « {line} »."), format!("To subtract: “{line}”."))
        } else {
            one_of(name, MEASURES.iter().map(|(known, _)| *known))
        };
        let message = Message::new(format!("Mesure inconnue « {name} »"), format!("Unknown measure “{name}”"));
        Err(Wrong { at: word, message, help })
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> Range<usize> {
        let rest = &self.text[self.at..];
        let start = self.at;
        self.at += rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        start..self.at
    }

    fn unexpected(&self, found: char) -> Wrong {
        Wrong {
            at: self.at..self.at + found.len_utf8(),
            message: Message::new(format!("« {found} » n'est pas à sa place"), format!("“{found}” is out of place")),
            help: example(),
        }
    }
}

fn unclosed(open: usize) -> Wrong {
    Wrong {
        at: open..open + 1,
        message: Message::new("Cette parenthèse n'est pas fermée", "This parenthesis is never closed"),
        help: example(),
    }
}

fn example() -> Message {
    Message::new("Exemple : « links / words * 100 ».", "For instance “links / words * 100”.")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        let measure = |measure| match measure {
            Measure::Links => Some(4.0),
            Measure::Words => Some(200.0),
            Measure::Images => Some(0.0),
            Measure::HtmlBytes => Some(10.0),
            _ => None,
        };
        Formula::parse(text).unwrap().value(&measure)
    }

    #[test]
    fn signs_bind_as_in_school() {
        for (text, wanted) in [
            ("links / words * 100", 2.0),
            ("1 + 2 * 3", 7.0),
            ("(1 + 2) * 3", 9.0),
            ("10 - 4 - 3", 3.0),
            ("-(2 - 5)", 3.0),
            ("html-bytes - links", 6.0),
            ("2*links+.5*2", 9.0),
            ("16/4/2", 2.0),
        ] {
            let text = text.replace("+.5", "+0.5");
            assert_eq!(value(&text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn what_has_no_value_is_none() {
        assert_eq!(value("links / images"), None);
        assert_eq!(value("subject-length + 1"), None);
    }

    #[test]
    fn errors_have_their_place() {
        for (text, at, en) in [
            ("links / wrods", 8..13, "Unknown measure “wrods”"),
            ("links / (words", 8..9, "This parenthesis is never closed"),
            ("links /", 6..7, "The formula ends too soon"),
            ("links words", 6..7, "“w” is out of place"),
            ("links % 2", 6..7, "“%” is out of place"),
            ("1.2.3", 0..5, "“1.2.3” is not a number"),
            ("é", 0..2, "Unknown measure “é”"),
            (")", 0..1, "“)” is out of place"),
            ("", 0..0, "The formula ends too soon"),
        ] {
            let wrong = Formula::parse(text).unwrap_err();
            assert_eq!((wrong.at, wrong.message.en.as_str()), (at, en), "{text}");
        }
        assert!(Formula::parse("links-words").unwrap_err().help.en.contains("“links - words”"));
        assert!(Formula::parse("wrods").unwrap_err().help.en.contains("Probably “words”"));
        assert!(Formula::parse(&"(".repeat(10_000)).is_err());
    }
}
