//! Fingerprints: what makes a finding the same one after lines above it have moved.

use std::collections::HashMap;

use super::Finding;
use crate::source::Sources;

/// The offset basis of FNV-1a with 128 bits (draft-eastlake-fnv).
const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
/// Its prime.
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// The fingerprint of each finding, in their order: 32 hexadecimal digits of its rule, path, part, the words found
/// and its rank among findings that are equal in these. No line number is in it, so it outlives edits above it.
pub fn fingerprints(findings: &[Finding], sources: &Sources) -> Vec<String> {
    let mut seen: HashMap<u128, u32> = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let path = &sources.path(finding.span.file);
            let same = hash(BASIS, [&finding.rule, path.as_str(), finding.part, &finding.found]);
            let rank = seen.entry(same).or_default();
            *rank += 1;
            format!("{:032x}", hash(same, [&rank.to_string()]))
        })
        .collect()
}

/// 32 hexadecimal digits that stand for these texts, for what is no finding and has to be known again.
pub fn digest<const N: usize>(texts: [&str; N]) -> String {
    format!("{:032x}", hash(BASIS, texts))
}

/// FNV-1a over the texts, each closed by a zero byte so that "ab", "c" and "a", "bc" differ.
fn hash<const N: usize>(basis: u128, texts: [&str; N]) -> u128 {
    texts
        .into_iter()
        .flat_map(|text| text.bytes().chain([0]))
        .fold(basis, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Finding, Level};
    use crate::language::Message;
    use crate::source::{Accept, Span};

    fn finding(sources: &Sources, text: &str, start: u32) -> Finding {
        let file = sources.add(&format!("{}.hbs", text.len()), text.into(), Accept::Utf8).unwrap();
        Finding {
            rule: "title".into(),
            level: Level::Error,
            message: Message::new("m", "m"),
            why: None,
            help: None,
            mail: None,
            mails: Vec::new(),
            part: "html",
            span: Span::new(file, start, start + 3),
            found: "abc".into(),
            secret: false,
            expected: Vec::new(),
            related: Vec::new(),
            places: Vec::new(),
            diff: None,
            recipients: None,
            fix: None,
            fingerprint: String::new(),
        }
    }

    #[test]
    fn equal_findings_differ_by_rank_alone() {
        let sources = Sources::new();
        let one = finding(&sources, "abc abc", 0);
        let two = Finding { span: Span { start: 4, end: 7, ..one.span }, ..one.clone() };
        let both = fingerprints(&[one.clone(), two.clone()], &sources);
        assert_ne!(both[0], both[1]);
        // A line put above moves the place, and the fingerprint stays.
        assert_eq!(fingerprints(&[two], &sources)[0], both[0]);
        assert_eq!(both[0].len(), 32);
    }

    #[test]
    fn each_ingredient_counts() {
        let sources = Sources::new();
        let one = finding(&sources, "abc abc", 0);
        let of = |finding: Finding| fingerprints(&[finding], &sources).remove(0);
        let base = of(one.clone());
        assert_ne!(of(Finding { rule: "date".into(), ..one.clone() }), base);
        assert_ne!(of(Finding { part: "text", ..one.clone() }), base);
        assert_ne!(of(Finding { found: "abd".into(), ..one.clone() }), base);
        assert_ne!(of(finding(&sources, "abc", 0)), base);
    }

    #[test]
    fn the_hash_is_fnv_1a() {
        // The reference value of FNV-1a 128 for the one byte "a" followed by the zero that closes a text.
        let a = (BASIS ^ 0x61).wrapping_mul(PRIME);
        assert_eq!(a, 0xd228_cb69_6f1a_8caf_7891_2b70_4e4a_8964);
        assert_eq!(hash(BASIS, ["a"]), a.wrapping_mul(PRIME));
    }
}
