//! A text as tokens: numbers, words with their sense, single marks; one pass, every token with its bytes.

use crate::language::calendar::{Word, sense};

/// What stands before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// Nothing: it touches the token before it.
    None,
    /// Spaces.
    Space,
    /// One line's end.
    Line,
    /// The text's start, a blank line, or a tab between columns.
    Break,
}

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits: their value (saturating) and how many they are.
    Number(u32, u8),
    /// Letters.
    Word(Word),
    /// Any other character; dashes are `-`, curly apostrophes `'`.
    Mark(char),
    /// An address of the web or of mail, whole.
    Opaque,
}

/// One token with its bytes and what stands before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    pub(super) gap: Gap,
    /// A word's first letter is a capital.
    pub(super) capital: bool,
}

/// Splits a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 4);
    let mut gap = Gap::Break;
    let mut at = 0;
    while let Some(c) = char_at(text, at) {
        let start = at;
        at += c.len_utf8();
        let kind = match c {
            '\n' => {
                gap = if gap >= Gap::Line { Gap::Break } else { Gap::Line };
                continue;
            }
            '\t' => {
                gap = gap.max(Gap::Line);
                continue;
            }
            '\r' | '\u{200b}'..='\u{200d}' | '\u{feff}' | '\u{ad}' => continue,
            c if is_space(c) => {
                gap = gap.max(Gap::Space);
                continue;
            }
            '0'..='9' => number(text, start, &mut at),
            c if is_letter(c) => {
                at = word_end(text, at);
                Kind::Word(sense(&text[start..at]))
            }
            '‑' | '‐' | '–' | '—' | '−' | '→' | '➔' | '➜' | '⟶' => Kind::Mark('-'),
            '’' | '‘' | 'ʼ' | '′' => Kind::Mark('\''),
            c => Kind::Mark(c),
        };
        let token = Token { start, end: at, kind, gap, capital: c.is_uppercase() };
        gap = Gap::None;
        if is_address(text, &out, &token) {
            at = swallow(text, at, &mut out, token);
            continue;
        }
        out.push(token);
    }
    out
}

fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text[at..].chars().next(),
        None => None,
    }
}

fn is_space(c: char) -> bool {
    c == ' ' || (!c.is_ascii_graphic() && c.is_whitespace()) || c.is_control()
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || (!c.is_ascii() && c.is_alphabetic()) || ('\u{300}'..='\u{36f}').contains(&c)
}

fn word_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = at;
    loop {
        while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
            at += 1;
        }
        match bytes.get(at) {
            Some(byte) if !byte.is_ascii() => match char_at(text, at) {
                Some(c) if is_letter(c) => at += c.len_utf8(),
                _ => return at,
            },
            _ => return at,
        }
    }
}

fn number(text: &str, start: usize, at: &mut usize) -> Kind {
    let digits = text.as_bytes()[start..].iter().take_while(|b| b.is_ascii_digit());
    let (mut value, mut count) = (0u32, 0usize);
    for digit in digits {
        value = value.saturating_mul(10).saturating_add(u32::from(digit - b'0'));
        count += 1;
    }
    *at = start + count;
    Kind::Number(value, count.min(255) as u8)
}

/// Whether a token shows that it stands inside an address: `://`, `@` between letters, `www.`, or the first slash
/// after a name with a dot.
fn is_address(text: &str, before: &[Token], token: &Token) -> bool {
    let touches_next = |text: &str| text[token.end..].chars().next().is_some_and(|c| c.is_alphanumeric());
    match token.kind {
        Kind::Mark(':') => text[token.end..].starts_with("//") && token.gap == Gap::None,
        Kind::Mark('@') => token.gap == Gap::None && touches_next(text) && ends_in_letter_or_digit(before),
        Kind::Mark('.') => {
            token.gap == Gap::None
                && before.last().is_some_and(|t| text[t.start..t.end].eq_ignore_ascii_case("www"))
                && touches_next(text)
        }
        Kind::Mark('/') => {
            token.gap == Gap::None
                && matches!(before, [.., host, dot, top]
                    if matches!(host.kind, Kind::Word(_) | Kind::Number(..))
                        && dot.kind == Kind::Mark('.') && dot.gap == Gap::None
                        && matches!(top.kind, Kind::Word(Word::Other)) && top.gap == Gap::None)
        }
        _ => false,
    }
}

fn ends_in_letter_or_digit(before: &[Token]) -> bool {
    before.last().is_some_and(|t| !matches!(t.kind, Kind::Mark(_)))
}

/// Makes one opaque token of the address that a token stands in: back to the last space or bracket, on to the next.
fn swallow(text: &str, mut at: usize, out: &mut Vec<Token>, token: Token) -> usize {
    let (mut start, mut gap) = (token.start, token.gap);
    while gap == Gap::None {
        let Some(last) = out.last().copied() else { break };
        if matches!(last.kind, Kind::Mark('(' | '<' | '[' | '"' | '«' | '“' | '\'' | ',' | ';' | '{')) {
            break;
        }
        (start, gap) = (last.start, last.gap);
        out.pop();
    }
    let rest = &text[at..];
    let length = rest
        .char_indices()
        .find(|(_, c)| is_space(*c) || *c == '\n' || matches!(c, '>' | '<' | '"' | '»' | ')' | ']' | '|'))
        .map_or(rest.len(), |(i, _)| i);
    at += length;
    let end = start + text[start..at].trim_end_matches([',', '.', ';', ':', '!', '?']).len();
    out.push(Token { start, end: end.max(token.end), kind: Kind::Opaque, gap, capital: false });
    end.max(token.end)
}
