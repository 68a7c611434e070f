//! Whole words and regular expressions, compiled when they are first needed.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Capture, Class, Hir, HirKind, Look, Repetition};

use super::needles;
use crate::language::fold::fold;
use crate::work::{self, Deed};

/// The largest compiled regular expression, in bytes. The largest built-in list compiles to about a tenth of it.
const SIZE_LIMIT: usize = 1 << 20;

/// What is looked for: words or regular expressions, all in one.
#[derive(Debug)]
pub struct Pattern {
    wanted: Wanted,
    ignore_case: bool,
    compiled: OnceLock<Option<Compiled>>,
}

#[derive(Debug)]
enum Wanted {
    /// The longest first; without case and accents where case is ignored.
    Tokens(Vec<String>),
    /// All in one.
    Expression(String),
}

#[derive(Debug)]
struct Compiled {
    /// Without word boundaries: a Unicode boundary makes the scan of French text about 250 times slower, so the
    /// exact expression runs only where this one fires.
    quick: Regex,
    /// As written.
    source: String,
    exact: OnceLock<Option<Regex>>,
    /// A match lies within one line, and what stands in other lines does not change it.
    by_line: bool,
}

impl Pattern {
    /// Whole words, as typed; with `ignore_case` also without accents.
    pub fn tokens<'a>(tokens: impl IntoIterator<Item = &'a str>, ignore_case: bool) -> Pattern {
        let mut tokens: Vec<&str> = tokens.into_iter().collect();
        tokens.sort_by_key(|token| std::cmp::Reverse(token.len()));
        let form = |token: &str| if ignore_case { fold(token) } else { token.to_string() };
        let tokens = tokens.into_iter().map(form).collect();
        Pattern { wanted: Wanted::Tokens(tokens), ignore_case, compiled: OnceLock::new() }
    }

    /// Regular expressions.
    pub fn patterns<'a>(patterns: impl IntoIterator<Item = &'a str>, ignore_case: bool) -> Pattern {
        let all: Vec<String> = patterns.into_iter().map(|pattern| format!("(?:{pattern})")).collect();
        Pattern { wanted: Wanted::Expression(all.join("|")), ignore_case, compiled: OnceLock::new() }
    }

    /// Whether a regular expression can be used. It is only read, which is some fifty times faster than to compile it;
    /// one that might be too large is compiled to be sure.
    ///
    /// # Errors
    /// What the regular expressions' own reader says.
    pub fn check(pattern: &str, ignore_case: bool) -> Result<(), String> {
        let read = read(pattern, ignore_case).map_err(|error| error.to_string())?;
        if size(&read) <= SIZE_LIMIT / 2 {
            return Ok(());
        }
        build(pattern, ignore_case).map(|_| ()).map_err(|error| error.to_string())
    }

    /// Pieces of which one stands, in [`needles::image`], wherever this pattern does; `None` where none is known.
    pub fn needles(&self) -> Option<Vec<String>> {
        match &self.wanted {
            Wanted::Tokens(tokens) => needles::of_tokens(tokens),
            Wanted::Expression(all) => needles::of_expression(&read(all, self.ignore_case).ok()?),
        }
    }

    /// Where it stands in a text; matches of no length are none.
    pub fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        work::count(Deed::PatternScan);
        let mut found = Vec::new();
        let Some(compiled) = self.compiled() else { return found };
        let mut at = 0;
        while let Some(first) = compiled.quick.find_at(text, at) {
            let Some(exact) = compiled.exact(self.ignore_case) else { break };
            let lines = if compiled.by_line { line_of(text, first.start()) } else { 0..text.len() };
            let inside = exact.find_iter(&text[lines.clone()]).map(|one| one.range()).filter(|range| !range.is_empty());
            found.extend(inside.map(|range| range.start + lines.start..range.end + lines.start));
            at = lines.end + 1;
            if at > text.len() {
                break;
            }
        }
        found
    }

    /// Whether it stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        work::count(Deed::PatternScan);
        self.compiled().is_some_and(|compiled| {
            compiled.quick.is_match(text) && compiled.exact(self.ignore_case).is_some_and(|exact| exact.is_match(text))
        })
    }

    fn compiled(&self) -> Option<&Compiled> {
        self.compiled.get_or_init(|| self.compile()).as_ref()
    }

    fn compile(&self) -> Option<Compiled> {
        let (quick, ignore_case, source, by_line) = match &self.wanted {
            Wanted::Tokens(tokens) => {
                let spelt: Vec<String> = tokens.iter().map(|token| spelt(token, self.ignore_case)).collect();
                let exact: Vec<String> =
                    tokens.iter().zip(&spelt).map(|(token, spelt)| bounded(token, spelt)).collect();
                let by_line = !tokens.iter().any(|token| token.contains(char::is_whitespace));
                (spelt.join("|"), self.ignore_case, exact.join("|"), by_line)
            }
            Wanted::Expression(all) => {
                let read = read(all, self.ignore_case).ok()?;
                let words = read.properties().look_set();
                // As it was read, both cases stand in it already: to put them in again takes long for a wide class.
                let (quick, ignore_case) = match words.contains_word() {
                    true => (without_boundaries(&read).to_string(), false),
                    false => (all.clone(), self.ignore_case),
                };
                (quick, ignore_case, all.clone(), is_within_lines(&read))
            }
        };
        let exact = OnceLock::new();
        let regex = build(&quick, ignore_case).or_else(|_| build(&source, self.ignore_case)).ok()?;
        if quick == source {
            exact.get_or_init(|| Some(regex.clone()));
        }
        Some(Compiled { quick: regex, source, exact, by_line })
    }
}

impl Compiled {
    fn exact(&self, ignore_case: bool) -> Option<&Regex> {
        self.exact.get_or_init(|| build(&self.source, ignore_case).ok()).as_ref()
    }
}

fn build(pattern: &str, ignore_case: bool) -> Result<Regex, regex::Error> {
    work::count(Deed::PatternCompiled);
    RegexBuilder::new(pattern).case_insensitive(ignore_case).size_limit(SIZE_LIMIT).build()
}

fn read(pattern: &str, ignore_case: bool) -> Result<Hir, Box<regex_syntax::Error>> {
    regex_syntax::ParserBuilder::new().case_insensitive(ignore_case).build().parse(pattern).map_err(Box::new)
}

/// The bytes of the line in which a byte lies, without its end.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    start..end
}

/// An expression without its word boundaries: it matches wherever the whole one does, and elsewhere.
fn without_boundaries(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Look(look) if !is_of_lines(*look) => Hir::empty(),
        HirKind::Empty | HirKind::Literal(_) | HirKind::Class(_) | HirKind::Look(_) => hir.clone(),
        HirKind::Repetition(inner) => {
            Hir::repetition(Repetition { sub: Box::new(without_boundaries(&inner.sub)), ..inner.clone() })
        }
        HirKind::Capture(inner) => {
            Hir::capture(Capture { sub: Box::new(without_boundaries(&inner.sub)), ..inner.clone() })
        }
        HirKind::Concat(all) => Hir::concat(all.iter().map(without_boundaries).collect()),
        HirKind::Alternation(all) => Hir::alternation(all.iter().map(without_boundaries).collect()),
    }
}

/// `^`, `$` and their kin, which are kept: they cost nothing.
fn is_of_lines(look: Look) -> bool {
    matches!(look, Look::Start | Look::End | Look::StartLF | Look::EndLF | Look::StartCRLF | Look::EndCRLF)
}

/// Whether each match lies within one line, and stands there for that line alone.
fn is_within_lines(hir: &Hir) -> bool {
    match hir.kind() {
        HirKind::Empty => true,
        HirKind::Literal(literal) => !literal.0.contains(&b'\n'),
        HirKind::Class(Class::Unicode(class)) => {
            !class.ranges().iter().any(|one| one.start() <= '\n' && '\n' <= one.end())
        }
        HirKind::Class(Class::Bytes(_)) => false,
        HirKind::Look(look) => !is_of_lines(*look) || matches!(look, Look::StartLF | Look::EndLF),
        HirKind::Repetition(inner) => is_within_lines(&inner.sub),
        HirKind::Capture(inner) => is_within_lines(&inner.sub),
        HirKind::Concat(all) | HirKind::Alternation(all) => all.iter().all(is_within_lines),
    }
}

/// What an expression may take when it is compiled, in bytes, estimated from above for what people write.
fn size(hir: &Hir) -> usize {
    const STATE: usize = 64;
    // A wide range of characters becomes one of bytes for each length that they have in UTF-8.
    let range = |wide: bool| if wide { 18 * STATE } else { STATE };
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => STATE,
        HirKind::Literal(literal) => literal.0.len() * STATE,
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().iter().map(|one| range(one.end() as u32 - one.start() as u32 > 0x800)).sum()
        }
        HirKind::Class(Class::Bytes(class)) => class.ranges().len() * STATE,
        HirKind::Repetition(inner) => {
            let times = inner.max.unwrap_or(inner.min.saturating_add(1)).max(1) as usize;
            size(&inner.sub).saturating_add(STATE).saturating_mul(times)
        }
        HirKind::Capture(inner) => size(&inner.sub).saturating_add(2 * STATE),
        HirKind::Concat(all) | HirKind::Alternation(all) => {
            all.iter().map(size).fold(STATE, |sum, one| sum.saturating_add(one))
        }
    }
}

/// A token between word boundaries, where its own edge is a letter or digit.
fn bounded(token: &str, spelt: &str) -> String {
    let edge = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let start = if edge(token.chars().next()) { r"\b{start-half}" } else { "" };
    let end = if edge(token.chars().next_back()) { r"\b{end-half}" } else { "" };
    format!("{start}(?:{spelt}){end}")
}

/// A token, folded where `accents` are ignored, as an expression: any run of spaces for a space, every apostrophe and hyphen for one of them, and with
/// `accents` every accent for a letter and both spellings of a ligature.
fn spelt(token: &str, accents: bool) -> String {
    let mut out = String::new();
    let mut chars = token.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            (c, _) if c.is_whitespace() => {
                while chars.next_if(|next| next.is_whitespace()).is_some() {}
                out.push_str(r"\s+");
            }
            ('\'' | '’' | '‘' | 'ʼ', _) => out.push_str("['’‘ʼ]"),
            ('-' | '‐' | '‑' | '–', _) => out.push_str("[-‐‑–]"),
            ('o' | 'a', Some('e')) if accents => {
                let ligature = if c == 'o' { 'œ' } else { 'æ' };
                out.push_str(&format!("(?:{ligature}|{}{})", accented(c), accented('e')));
                chars.next();
            }
            (c, _) if accents => out.push_str(&accented(c)),
            (c, _) => out.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
        }
    }
    out
}

/// A letter with all accents that French knows, composed or as a mark that follows.
fn accented(letter: char) -> String {
    let class = match letter {
        'a' => "[aàâäáã]",
        'c' => "[cç]",
        'e' => "[eéèêë]",
        'i' => "[iîïí]",
        'n' => "[nñ]",
        'o' => "[oôöó]",
        'u' => "[uùûüú]",
        'y' => "[yÿ]",
        other => return regex::escape(other.encode_utf8(&mut [0; 4])),
    };
    format!(r"{class}\p{{Mn}}?")
}

/// What the library says of an expression (regex-syntax, `ErrorKind`), in both languages.
pub fn in_words(said: &str) -> crate::language::Message {
    const KNOWN: [(&str, &str); 10] = [
        ("unclosed group", "une parenthèse n'est pas fermée"),
        ("unopened group", "une parenthèse est fermée sans avoir été ouverte"),
        ("unclosed character class", "un crochet n'est pas fermé"),
        ("unrecognized escape sequence", "ce « \\ » est suivi d'un signe inconnu"),
        ("incomplete escape sequence", "un « \\ » termine l'expression"),
        ("repetition operator missing expression", "rien ne précède le signe de répétition"),
        ("look-around", "(?=…), (?!…), (?<=…) et (?<!…) n'existent pas ici"),
        ("backreferences", "les renvois comme \\1 n'existent pas ici"),
        ("invalid character class range", "un intervalle entre crochets va du plus grand au plus petit"),
        ("exceeds size limit", "elle est trop grande"),
    ];
    let french = KNOWN.iter().find(|(en, _)| said.contains(en)).map_or(said, |(_, fr)| fr);
    crate::language::Message::new(french, said)
}

#[cfg(test)]
mod tests {
    use proptest::strategy::Strategy as _;

    use super::*;

    fn found<'a>(pattern: &Pattern, text: &'a str) -> Vec<&'a str> {
        pattern.find_all(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn tokens_are_whole_words_in_any_spelling() {
        let pattern = Pattern::tokens(["dernière chance", "ici", "œuvre", "aujourd'hui"], true);
        assert_eq!(found(&pattern, "DERNIERE\u{a0}CHANCE ! Derniere chances."), ["DERNIERE\u{a0}CHANCE"]);
        assert_eq!(found(&pattern, "Cliquez ici, pas à Vinicius ni icicle."), ["ici"]);
        assert_eq!(found(&pattern, "L'OEUVRE et l’œuvre aujourd’hui"), ["OEUVRE", "œuvre", "aujourd’hui"]);
        assert_eq!(found(&pattern, "dernie\u{300}re chance"), ["dernie\u{300}re chance"]);
    }

    #[test]
    fn case_counts_unless_ignored() {
        let pattern = Pattern::tokens(["TEST"], false);
        assert_eq!(found(&pattern, "test TEST TESTS [TEST]"), ["TEST", "TEST"]);
    }

    #[test]
    fn the_quick_way_and_the_plain_way_agree() {
        let tokens = ["À CONFIRMER", "été", "n°", "c++", "l'", "a-t-il"];
        let pattern = Pattern::tokens(tokens, true);
        for text in ["à confirmer", "xà confirmer", "l'été, n° 3 c++", "A‑T‑IL l’eau", "étés", ""] {
            assert_eq!(pattern.find_all(text), plainly(&pattern, text), "{text}");
        }
    }

    /// The patterns of all built-in lists of words, each with whether case counts.
    fn built_in_patterns() -> Vec<Pattern> {
        let (set, _) = crate::rules::RuleSet::load(&crate::source::Sources::new(), &crate::rules::Choice::default());
        let mut lists: Vec<(Vec<String>, bool)> = Vec::new();
        for file in set.rules.iter().map(|rule| &rule.written) {
            lists.extend(file.existence.iter().map(|block| (block.tokens.clone(), block.ignore_case)));
            lists.extend(file.required.iter().map(|block| (block.tokens.clone(), block.ignore_case)));
            if let Some(block) = &file.substitution {
                lists.extend(block.swap.keys().map(|word| (vec![word.clone()], block.ignore_case)));
            }
            if let Some(block) = &file.consistency {
                let words = block.either.keys().chain(block.either.values());
                lists.extend(words.map(|word| (vec![word.clone()], block.ignore_case)));
            }
        }
        lists.push((["À CONFIRMER", "n°", "c++", "l'", "a-t-il", "ici", "œuf"].map(str::to_string).to_vec(), true));
        lists.retain(|(tokens, _)| !tokens.is_empty());
        lists.into_iter().map(|(tokens, case)| Pattern::tokens(tokens.iter().map(String::as_str), case)).collect()
    }

    /// What the exact expression alone finds.
    fn plainly(pattern: &Pattern, text: &str) -> Vec<Range<usize>> {
        let exact = pattern.compiled().and_then(|compiled| compiled.exact(pattern.ignore_case)).expect("it compiles");
        exact.find_iter(text).map(|found| found.range()).filter(|range| !range.is_empty()).collect()
    }

    /// Whether a pattern that stands in a text has one of its needles there.
    fn has_its_needles(pattern: &Pattern, text: &str) -> bool {
        let mut image = String::new();
        needles::image(text, &mut image);
        let seen = pattern.needles().is_none_or(|all| all.iter().any(|one| image.contains(one.as_str())));
        seen || plainly(pattern, text).is_empty()
    }

    #[test]
    fn the_quick_way_finds_in_every_fixture_what_the_plain_way_finds() {
        let patterns = built_in_patterns();
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let walk = ignore::WalkBuilder::new(folder).build().flatten();
        let texts: Vec<String> = walk.filter_map(|entry| std::fs::read_to_string(entry.path()).ok()).collect();
        assert!(texts.len() > 10 && patterns.len() > 50, "{} texts, {} patterns", texts.len(), patterns.len());
        for text in &texts {
            for pattern in &patterns {
                assert_eq!(pattern.find_all(text), plainly(pattern, text));
                assert_eq!(pattern.is_in(text), !plainly(pattern, text).is_empty());
                assert!(has_its_needles(pattern, text));
            }
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 5_000, failure_persistence: None, ..Default::default() })]

        #[test]
        fn the_quick_way_finds_in_any_text_what_the_plain_way_finds(
            pieces in proptest::collection::vec(proptest::prop_oneof![
                proptest::sample::select(&[
                    "ici", "newsletter", "WEBINAR", "webinaire", "n'hésitez pas", "n’hesitez", "à", "l'issue", "de", "Etat",
                    "save the date", "on-line", "A", "bientôt", "œuf", "OEUF", "c++", "n°", "a-t-il", "à confirmer",
                ][..]).prop_map(str::to_string),
                proptest::sample::select(&[" ", "\u{a0}", "'", "’", "-", "‑", ".", ",", "_", "1", "x", "\u{301}", "\n"][..])
                    .prop_map(str::to_string),
                "\\PC{0,3}",
            ], 0..8),
            which in proptest::prelude::any::<proptest::sample::Index>(),
        ) {
            use std::sync::LazyLock;
            static PATTERNS: LazyLock<Vec<Pattern>> = LazyLock::new(built_in_patterns);
            let (text, pattern) = (pieces.concat(), which.get(&PATTERNS));
            proptest::prop_assert_eq!(pattern.find_all(&text), plainly(pattern, &text));
            proptest::prop_assert!(has_its_needles(pattern, &text));
        }

        #[test]
        fn expressions_are_found_in_any_text_as_the_plain_way_finds_them(
            pieces in proptest::collection::vec(proptest::prop_oneof![
                proptest::sample::select(&[
                    "cliquez-ici", "CLIQUEZ ICI", "à confirmer", "À CONFIRMER", "a\u{300} confirmer", "\u{212a}elvin", "İ", "ı",
                    "ſtrasse", "Straße", "STRASSE", "straẞe", "http://10.1.2.3", "href=\"\"", "{{{a}}}", "{{a", "20", "2024",
                    "0x xx xx xx xx", "ABCD ÉFGH ÀBCD", "??", "€", "ΑΣ", "ας", "œuf", "ŒUF",
                ][..]).prop_map(str::to_string),
                proptest::sample::select(&[" ", "\u{a0}", "\n", "\r\n", ",", "_", "x", "\u{301}", "é"][..]).prop_map(str::to_string),
                "\\PC{0,3}",
            ], 0..8),
            which in proptest::prelude::any::<proptest::sample::Index>(),
            ignore_case in proptest::prelude::any::<bool>(),
        ) {
            let expressions = [
                r"\bcliquez[- ]ici\b", r"(?i)\b(?:tbd|à confirmer|à définir)\b", "kelvin", r"\bi\b", "straße", r"\bst(?:r|s)asse\b",
                r"https?://(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d{1,3}", r#"href\s*=\s*["']\s*["']"#, r"\{\{\{[^{}]+\}\}\}",
                r"\{\{[^{}\n]{0,60}$", r"(?m)^\s*\b20\d\d\b$", r"\b0[xX]( ?[xX]{2}){4}\b", r"\b[A-ZÀ-Ý]{4,}(?:\s+[A-ZÀ-Ý]{4,})+",
                r"\?{2,}\s*€", r"\bας\b", "œuf", r"\B\w|\bé", r"(?-u:\b)\w+(?-u:\b)", r"\b(\w{3,}) {1,}\w{2,}", r"(?i)i|x*|\bçà\b",
            ];
            let (text, pattern) = (pieces.concat(), Pattern::patterns([*which.get(&expressions)], ignore_case));
            proptest::prop_assert_eq!(pattern.find_all(&text), plainly(&pattern, &text));
            proptest::prop_assert!(has_its_needles(&pattern, &text));
        }
    }

    /// What passes for small enough without being compiled does compile.
    #[test]
    fn no_expression_that_passes_is_too_large_to_compile() {
        let mut passed = 0;
        for unit in [r"\w", r"\p{L}", "[^a]", ".", r"\d", "é", "[a-zé-ü]", r"\b\S", "(?:a|bc|é)", r"\p{Lu}"] {
            for times in [1, 5, 10, 20, 40, 80, 160, 320, 1000] {
                for pattern in
                    [format!("(?:{unit}){{{times}}}"), format!("x(?:{unit}){{2,{times}}}y").replace("{2,1}", "{1,1}")]
                {
                    for ignore_case in [false, true] {
                        if Pattern::check(&pattern, ignore_case).is_ok() {
                            passed += 1;
                            assert!(build(&pattern, ignore_case).is_ok(), "{pattern}");
                            // In a list it stands in a group of its own.
                            assert!(build(&format!("(?:{pattern})"), ignore_case).is_ok(), "{pattern}");
                        }
                    }
                }
            }
        }
        assert!(passed > 100, "{passed}");
    }

    #[test]
    fn a_huge_expression_is_refused() {
        assert!(Pattern::check(r"(\w{1000}){1000}", true).is_err());
        assert!(Pattern::check("(", false).is_err());
        assert!(Pattern::check("a+", false).is_ok());
    }
}
