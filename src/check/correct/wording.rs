//! The words that a claim should have said, where there is exactly one right answer.

use super::form;
use crate::claims::{Claim, Kind, Scope, Standing};
use crate::language::Language;
use crate::words::Words;

/// The words to put in the place of a claim's; `None` where the claim leaves a choice, or where its words were not
/// typed where it lies.
pub(in crate::check) fn wanted(claim: &Claim) -> Option<String> {
    let [expected] = claim.expected.as_slice() else { return None };
    let typed = claim.place.literal && !claim.place.printed && !claim.place.made;
    if !typed || claim.place.written != Some(claim.span) || claim.found.is_empty() || claim.found == *expected {
        return None;
    }
    let address = claim.scopes.iter().any(|scope| matches!(scope, Scope::LinkUrl | Scope::ImageUrl));
    match (claim.kind, claim.aspect) {
        (Kind::Link, "role" | "event") => link(&claim.found, expected),
        (Kind::Link, _) => None,
        (Kind::Contact, "email") => Some(expected.clone()),
        // The name of an image's file or a piece of an address is no title.
        _ if address => None,
        (Kind::Title, "title") => title(claim, expected),
        (Kind::Date | Kind::Time, _) => form::in_form_of(&claim.found, expected),
        (Kind::Person | Kind::Venue, _) => {
            let words = |text: &str| Words::of(text).len();
            (words(&claim.found) == words(expected)).then(|| form::cased(&claim.found, expected))
        }
        _ => None,
    }
}

/// A misspelt word, the year of another edition, or the whole title of another event: of a short form of it nobody
/// knows which short form of this event's title would be right.
fn title(claim: &Claim, expected: &str) -> Option<String> {
    if claim.standing == Standing::Near {
        return Some(form::cased(&claim.found, expected));
    }
    let digits = |text: &str| text.chars().all(|c| c.is_ascii_digit());
    if digits(&claim.found) && digits(expected) {
        return Some(expected.to_string());
    }
    let other = claim.holes.get("other.title")?.get(Language::Fr);
    let (said, whole) = (Words::of(&claim.found), Words::of(other));
    said.folded().eq(whole.folded()).then(|| expected.to_string())
}

/// An address without anything that a campaign or a page's anchor added: that would be lost.
fn link(found: &str, expected: &str) -> Option<String> {
    let plain = !found.contains("utm_") && !found.contains('#') && !found.contains("{{");
    (plain && found.contains("://") && expected.contains("://") && !expected.contains(char::is_whitespace))
        .then(|| expected.to_string())
}
