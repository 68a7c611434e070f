//! What an event keeps private stays out of every report: a log that names a host's link whole gives it to all who read
//! the log. The beginning stays, so that people see which link is meant; the rest is dots, one for each character, so
//! that marks below a line still stand where they did.

use aho_corasick::{AhoCorasick, MatchKind};

/// The fewest characters that are hidden wherever they stand: a shorter code may be part of any number.
const FEWEST: usize = 5;

/// A finished report without these private words ([`crate::finding::Outcome::private`]).
pub fn masked(report: String, private: &[String]) -> String {
    let mut words: Vec<String> = private.iter().filter(|word| word.chars().count() >= FEWEST).cloned().collect();
    // As HTML and XML write it.
    words.extend(private.iter().filter(|word| word.contains('&')).map(|word| word.replace('&', "&amp;")));
    if words.is_empty() {
        return report;
    }
    let Ok(finder) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&words) else { return report };
    let masks: Vec<String> = words.iter().map(|word| crate::finding::masked(word)).collect();
    finder.replace_all(&report, &masks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_and_the_first_letters_stay() {
        let link = "https://salle.exemple.test/regie/8f3a".to_string();
        let report = format!("« {link} », puis {link}?a=1 et 482 913.");
        let shown = "https://salle.exemple.test/reg•••••••";
        assert_eq!(masked(report, &[link, "482 913".into()]), format!("« {shown} », puis {shown}?a=1 et 4••••••."));
    }

    #[test]
    fn what_html_writes_otherwise_is_found_too() {
        let link = "https://a.test/s/9?zak=ey&pwd=x".to_string();
        let shown = masked("<a href=\"https://a.test/s/9?zak=ey&amp;pwd=x\">".into(), &[link]);
        assert!(!shown.contains("zak"), "{shown}");
    }

    #[test]
    fn nothing_short_is_hidden() {
        assert_eq!(masked("le 12 mars".into(), &["12".into()]), "le 12 mars");
    }
}
