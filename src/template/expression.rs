//! Reading what stands inside a tag: calls, arguments, paths, literals.

use super::ast::{Builtin, Call, Callee, Expr, Path};
use super::data::{Data, Node};
use super::scan::{Arguments, Read, Scanner, Unreadable, is_id, is_space};
use crate::source::Traced;

/// Subexpressions may be nested so deep.
const MAX_NESTING: usize = 32;

impl Scanner<'_, '_> {
    pub(super) fn call_with_params(&mut self) -> Read<(Call, Vec<Box<str>>)> {
        let call = self.call()?;
        let params = self.block_params()?;
        Ok((call, params))
    }

    pub(super) fn call(&mut self) -> Read<Call> {
        self.space();
        let (path, _) = self.name()?;
        let Arguments { params, hash } = self.arguments()?;
        let simple = !path.data && path.depth == 0 && path.segments.len() == 1 && path.param.is_none();
        let scoped = path.original.starts_with('.') || path.original.starts_with("this.");
        let callee = match path.segments.first() {
            Some(name) if simple && !scoped && !path.original.starts_with("this/") => {
                Builtin::of_name(name).map_or(Callee::Name, Callee::Builtin)
            }
            _ => Callee::Path,
        };
        Ok(Call { path, callee, params, hash })
    }

    pub(super) fn arguments(&mut self) -> Read<Arguments> {
        let mut out = Arguments::default();
        loop {
            self.space();
            match self.peek() {
                None => return Err(Unreadable),
                Some(b'}' | b'~' | b')') => return Ok(out),
                _ if self.at_block_params() => return Ok(out),
                _ => {}
            }
            let start = self.at;
            if let Ok(key) = self.id() {
                self.space();
                if self.take(b'=') {
                    self.space();
                    let value = self.param()?;
                    out.hash.push((key.0.into(), value));
                    continue;
                }
                self.at = start;
            }
            if !out.hash.is_empty() {
                return Err(Unreadable);
            }
            let param = self.param()?;
            out.params.push(param);
        }
    }

    fn param(&mut self) -> Read<Expr> {
        if self.peek() == Some(b'(') {
            return Ok(Expr::Call(Box::new(self.subexpression()?)));
        }
        let (path, literal) = self.name()?;
        Ok(literal.map_or(Expr::Path(path), |data| Expr::Literal(Node::new(data, ""))))
    }

    pub(super) fn subexpression(&mut self) -> Read<Call> {
        self.nesting += 1;
        if self.nesting > MAX_NESTING {
            return Err(Unreadable);
        }
        self.at += 1;
        let call = self.call()?;
        self.space();
        if !self.take(b')') {
            return Err(Unreadable);
        }
        self.nesting -= 1;
        Ok(call)
    }

    /// `as |` ahead.
    fn at_block_params(&self) -> bool {
        self.rest().strip_prefix(b"as").is_some_and(|rest| {
            let space = rest.iter().take_while(|b| b.is_ascii_whitespace()).count();
            space > 0 && rest.get(space) == Some(&b'|')
        })
    }

    pub(super) fn block_params(&mut self) -> Read<Vec<Box<str>>> {
        let mut names = Vec::new();
        self.space();
        if !self.at_block_params() {
            return Ok(names);
        }
        self.at += 2;
        self.space();
        self.at += 1;
        loop {
            self.space();
            if self.take(b'|') {
                return if names.is_empty() { Err(Unreadable) } else { Ok(names) };
            }
            names.push(self.id()?.0.into());
        }
    }

    /// A path or a literal. A literal is also a path, for where a name is expected.
    pub(super) fn name(&mut self) -> Read<(Path, Option<Data>)> {
        self.space();
        let start = self.at;
        if let Some((text, data)) = self.literal()? {
            let at = self.text.span(start..self.at);
            let path = Path {
                data: false,
                depth: 0,
                param: self.param_of(&text),
                segments: vec![text.clone().into()],
                original: text.into(),
                at,
            };
            return Ok((path, Some(data)));
        }
        let data = self.take(b'@');
        let path = self.path(start, data)?;
        Ok((path, None))
    }

    fn literal(&mut self) -> Read<Option<(String, Data)>> {
        match self.peek() {
            Some(quote @ (b'"' | b'\'')) => {
                let text = self.string(quote)?;
                let data = Data::Text(Traced::made(&text));
                Ok(Some((text, data)))
            }
            Some(b'-' | b'0'..=b'9') => {
                let length = number_length(self.rest());
                if length == 0 || !self.ends_literal(length) {
                    return Ok(None);
                }
                let text = &self.text.text[self.at..self.at + length];
                self.at += length;
                let number = text.parse::<f64>().unwrap_or(f64::NAN);
                // As a name, a number is what JavaScript prints: `{{01}}` looks up `1`.
                Ok(Some((super::data::number_text(number), Data::Number(number))))
            }
            Some(b't' | b'f' | b'u' | b'n') => {
                let words = [
                    ("true", Data::Bool(true)),
                    ("false", Data::Bool(false)),
                    ("undefined", Data::Undefined),
                    ("null", Data::Null),
                ];
                for (word, data) in words {
                    if self.rest().starts_with(word.as_bytes()) && self.ends_literal(word.len()) {
                        self.at += word.len();
                        return Ok(Some((word.to_string(), data)));
                    }
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    fn ends_literal(&self, length: usize) -> bool {
        match self.rest().get(length) {
            Some(b'~' | b'}' | b')') => true,
            Some(_) => self.text.text[self.at + length..].chars().next().is_some_and(is_space),
            None => false,
        }
    }

    fn string(&mut self, quote: u8) -> Read<String> {
        let from = self.at + 1;
        let end = self.find(if quote == b'"' { 1 } else { 2 }, from).filter(|end| *end < self.limit);
        let end = end.ok_or(Unreadable)?;
        self.at = end + 1;
        let quote = char::from(quote);
        Ok(self.text.text[from..end].replace(&format!("\\{quote}"), &quote.to_string()))
    }

    fn path(&mut self, start: usize, data: bool) -> Read<Path> {
        let mut original = if data { "@".to_string() } else { String::new() };
        let mut segments: Vec<Box<str>> = Vec::new();
        let mut depth = 0;
        loop {
            let (part, bracketed) = self.id()?;
            original.push_str(&part);
            if !bracketed && matches!(&*part, ".." | "." | "this") {
                if !segments.is_empty() {
                    return Err(Unreadable);
                }
                depth += u16::from(part == "..");
            } else {
                segments.push(part.into());
            }
            match self.peek() {
                Some(separator @ (b'/' | b'.')) => {
                    self.at += 1;
                    original.push(char::from(separator));
                    self.not_a_literal()?;
                }
                _ => break,
            }
        }
        let scoped = original.starts_with('.') || original == "this" || original.starts_with("this.");
        let param = match segments.first() {
            Some(name) if !data && depth == 0 && !scoped => self.param_of(name),
            _ => None,
        };
        let at = self.text.span(start..self.at);
        Ok(Path { data, depth, param, segments, original: original.into(), at })
    }

    /// `list.0}}` is no path: the step is read as a number. `list.[0]` is one.
    fn not_a_literal(&self) -> Read<()> {
        let rest = self.rest();
        let mut lengths = vec![number_length(rest)];
        lengths.extend(
            ["true", "false", "undefined", "null"]
                .iter()
                .filter(|word| rest.starts_with(word.as_bytes()))
                .map(|word| word.len()),
        );
        if lengths.into_iter().any(|length| length > 0 && self.ends_literal(length)) { Err(Unreadable) } else { Ok(()) }
    }

    /// One step of a path, and whether it stood in brackets.
    fn id(&mut self) -> Read<(String, bool)> {
        let rest = self.rest();
        if rest.starts_with(b"[") {
            let from = self.at + 1;
            let end = self.find(4, from).filter(|end| *end < self.limit).ok_or(Unreadable)?;
            let text = &self.text.text[from..end];
            self.at = end + 1;
            let plain =
                if text.contains('\\') { text.replace("\\]", "]").replace("\\\\", "\\") } else { text.to_string() };
            return Ok((plain, true));
        }
        if rest.starts_with(b"..") {
            self.at += 2;
            return Ok(("..".to_string(), false));
        }
        let length = if rest.starts_with(b".") { 1 } else { self.id_length() };
        if length == 0 {
            return Err(Unreadable);
        }
        let ends = match rest.get(length) {
            Some(b'=' | b'~' | b'}' | b'/' | b'.' | b')' | b'|') => true,
            Some(_) => self.text.text[self.at + length..].chars().next().is_some_and(is_space),
            None => false,
        };
        if !ends {
            return Err(Unreadable);
        }
        let text = self.text.text[self.at..self.at + length].to_string();
        self.at += length;
        Ok((text, false))
    }

    fn id_length(&self) -> usize {
        let rest = self.rest();
        let mut length = rest.iter().take_while(|b| is_id(**b)).count();
        if rest[..length].is_ascii() {
            return length;
        }
        // Spaces beyond ASCII end a name too.
        let text = &self.text.text[self.at..self.at + length];
        if let Some(space) = text.find(is_space) {
            length = space;
        }
        length
    }

    fn param_of(&self, name: &str) -> Option<(u16, u16)> {
        self.params.iter().rev().enumerate().find_map(|(up, names)| {
            names.iter().position(|known| &**known == name).map(|index| (up as u16, index as u16))
        })
    }
}

fn number_length(rest: &[u8]) -> usize {
    let digits = |from: usize| rest.get(from..).map_or(0, |r| r.iter().take_while(|b| b.is_ascii_digit()).count());
    let sign = usize::from(rest.first() == Some(&b'-'));
    let whole = digits(sign);
    if whole == 0 {
        return 0;
    }
    let length = sign + whole;
    match rest.get(length) {
        Some(b'.') if digits(length + 1) > 0 => length + 1 + digits(length + 1),
        _ => length,
    }
}
