//! The tokens of a text: folded words, numbers, marks. Addresses are one opaque mark.

use std::ops::Range;

use crate::language::fold::fold_char;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Number { value: u32, digits: u8 },
    Mark(char),
}

#[derive(Debug, Clone)]
struct Token {
    start: usize,
    end: usize,
    kind: Kind,
    folded: (u32, u32),
    /// No white space before it.
    glued: bool,
    capital: bool,
}

/// A text cut into tokens.
pub struct Tokens<'t> {
    text: &'t str,
    folded: String,
    tokens: Vec<Token>,
}

/// Stands for an address that was passed over.
const OPAQUE: char = '\u{0}';

impl<'t> Tokens<'t> {
    /// Cuts a text.
    pub fn of(text: &'t str) -> Tokens<'t> {
        let mut out = Tokens { text, folded: String::new(), tokens: Vec::new() };
        let mut at = 0;
        let mut glued = false;
        while at < text.len() {
            let rest = &text[at..];
            let Some(c) = rest.chars().next() else { break };
            if c.is_whitespace() {
                glued = false;
                at += c.len_utf8();
                continue;
            }
            if !glued {
                let run = rest.find(char::is_whitespace).unwrap_or(rest.len());
                let run = &rest[..run];
                if run.contains("://") || run.contains('@') || run.starts_with("www.") {
                    out.push(at, at + run.len(), Kind::Mark(OPAQUE), glued, false);
                    at += run.len();
                    continue;
                }
            }
            at = out.token(at, c, glued);
            glued = true;
        }
        out
    }

    fn token(&mut self, at: usize, c: char, glued: bool) -> usize {
        let rest = &self.text[at..];
        if c.is_ascii_digit() {
            let length = rest.bytes().take_while(u8::is_ascii_digit).count();
            let value = rest[..length].parse().unwrap_or(u32::MAX);
            self.push(at, at + length, Kind::Number { value, digits: length.min(255) as u8 }, glued, false);
            return at + length;
        }
        if c.is_alphabetic() {
            let from = self.folded.len() as u32;
            let mut end = at;
            for (n, d) in rest.char_indices() {
                if !(d.is_alphabetic() || matches!(d, '\u{300}'..='\u{36f}')) {
                    break;
                }
                fold_char(d, &mut self.folded);
                end = at + n + d.len_utf8();
            }
            self.push(at, end, Kind::Word, glued, c.is_uppercase());
            let last = self.tokens.len() - 1;
            self.tokens[last].folded = (from, self.folded.len() as u32);
            return end;
        }
        let mark = match c {
            '–' | '—' | '‑' | '‐' | '−' => '-',
            '’' | '‘' | 'ʼ' => '\'',
            other => other,
        };
        self.push(at, at + c.len_utf8(), Kind::Mark(mark), glued, false);
        at + c.len_utf8()
    }

    fn push(&mut self, start: usize, end: usize, kind: Kind, glued: bool, capital: bool) {
        self.tokens.push(Token { start, end, kind, folded: (0, 0), glued, capital });
    }

    /// How many tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The folded word at an index; empty for anything else.
    pub fn word(&self, at: usize) -> &str {
        match self.tokens.get(at) {
            Some(token) if token.kind == Kind::Word => &self.folded[token.folded.0 as usize..token.folded.1 as usize],
            _ => "",
        }
    }

    /// The word before an index; empty when it is anything else.
    pub fn word_before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |before| self.word(before))
    }

    /// The number at an index and how many digits it has.
    pub fn number(&self, at: usize) -> Option<(u32, u8)> {
        match self.tokens.get(at)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// Whether a mark stands at an index.
    pub fn is_mark(&self, at: usize, mark: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.kind == Kind::Mark(mark))
    }

    /// The mark at an index.
    pub fn mark(&self, at: usize) -> Option<char> {
        match self.tokens.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// Whether no white space stands before the token.
    pub fn glued(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.glued)
    }

    /// Whether the word at an index begins with a capital.
    pub fn capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| token.capital)
    }

    /// The text of the token at an index.
    pub fn text(&self, at: usize) -> &'t str {
        self.tokens.get(at).map_or("", |token| &self.text[token.start..token.end])
    }

    /// Whether the words at an index are these.
    pub fn are(&self, at: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(n, word)| match word.chars().next() {
            Some(mark) if !mark.is_alphanumeric() => self.is_mark(at + n, mark),
            _ => self.word(at + n) == *word,
        })
    }

    /// The bytes from one token to before another.
    pub fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        match (self.tokens.get(from), to.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if from < to => first.start..last.end,
            _ => 0..0,
        }
    }

    /// The text between two tokens' bytes.
    pub fn slice(&self, from: usize, to: usize) -> &'t str {
        &self.text[self.bytes(from, to)]
    }
}
