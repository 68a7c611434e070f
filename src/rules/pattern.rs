//! Whole words and regular expressions, compiled when they are first needed.

use std::ops::Range;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};

use crate::language::fold::fold;
use crate::work::{self, Deed};

/// The largest compiled regular expression, in bytes. The largest built-in list compiles to about a tenth of it.
const SIZE_LIMIT: usize = 1 << 20;

/// What is looked for: words or regular expressions, all in one.
#[derive(Debug)]
pub struct Pattern {
    /// Without word boundaries: a Unicode boundary makes the scan of French text about 250 times slower, so the
    /// exact expression runs only where this one fires.
    quick: String,
    exact: String,
    ignore_case: bool,
    compiled: OnceLock<Option<(Regex, Regex)>>,
}

impl Pattern {
    /// Whole words, as typed; with `ignore_case` also without accents.
    pub fn tokens<'a>(tokens: impl IntoIterator<Item = &'a str>, ignore_case: bool) -> Pattern {
        let mut tokens: Vec<&str> = tokens.into_iter().collect();
        tokens.sort_by_key(|token| std::cmp::Reverse(token.len()));
        let quick: Vec<String> = tokens.iter().map(|token| spelt(token, ignore_case)).collect();
        let exact: Vec<String> = tokens.iter().map(|token| bounded(token, &spelt(token, ignore_case))).collect();
        Pattern { quick: quick.join("|"), exact: exact.join("|"), ignore_case, compiled: OnceLock::new() }
    }

    /// Regular expressions.
    pub fn patterns<'a>(patterns: impl IntoIterator<Item = &'a str>, ignore_case: bool) -> Pattern {
        let all: Vec<String> = patterns.into_iter().map(|pattern| format!("(?:{pattern})")).collect();
        let all = all.join("|");
        Pattern { quick: all.clone(), exact: all, ignore_case, compiled: OnceLock::new() }
    }

    /// Whether a regular expression can be used. It is only read, which is some fifty times faster than to compile it;
    /// one that might be too large is compiled to be sure.
    ///
    /// # Errors
    /// What the regular expressions' own reader says.
    pub fn check(pattern: &str, ignore_case: bool) -> Result<(), String> {
        let mut reader = regex_syntax::ParserBuilder::new();
        let read = reader.case_insensitive(ignore_case).build().parse(pattern).map_err(|error| error.to_string())?;
        if size(&read) <= SIZE_LIMIT / 2 {
            return Ok(());
        }
        build(pattern, ignore_case).map(|_| ()).map_err(|error| error.to_string())
    }

    /// Where it stands in a text; matches of no length are none.
    pub fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        work::count(Deed::PatternScan);
        match self.regexes() {
            Some((quick, exact)) if quick.is_match(text) => {
                exact.find_iter(text).map(|found| found.range()).filter(|range| !range.is_empty()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Whether it stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        work::count(Deed::PatternScan);
        self.regexes().is_some_and(|(quick, exact)| quick.is_match(text) && exact.is_match(text))
    }

    fn regexes(&self) -> Option<&(Regex, Regex)> {
        self.compiled
            .get_or_init(|| {
                Some((build(&self.quick, self.ignore_case).ok()?, build(&self.exact, self.ignore_case).ok()?))
            })
            .as_ref()
    }
}

fn build(pattern: &str, ignore_case: bool) -> Result<Regex, regex::Error> {
    work::count(Deed::PatternCompiled);
    RegexBuilder::new(pattern).case_insensitive(ignore_case).size_limit(SIZE_LIMIT).build()
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

/// A token as an expression: any run of spaces for a space, every apostrophe and hyphen for one of them, and with
/// `accents` every accent for a letter and both spellings of a ligature.
fn spelt(token: &str, accents: bool) -> String {
    let token = if accents { fold(token) } else { token.to_string() };
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
        let plain = build(&pattern.exact, true).unwrap();
        for text in ["à confirmer", "xà confirmer", "l'été, n° 3 c++", "A‑T‑IL l’eau", "étés", ""] {
            let all: Vec<_> = plain.find_iter(text).map(|found| found.range()).collect();
            assert_eq!(pattern.find_all(text), all, "{text}");
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
        let (_, exact) = pattern.regexes().expect("it compiles");
        exact.find_iter(text).map(|found| found.range()).filter(|range| !range.is_empty()).collect()
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
            }
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 10_000, failure_persistence: None, ..Default::default() })]

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
