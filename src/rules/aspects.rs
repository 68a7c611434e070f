//! What a rule of a kind for facts may name: aspects, their standings, and the holes of its words.
//!
//! This table is the agreement between the claims and the rules: claims produce these aspects with these standings
//! and fill these holes; a rule that names anything else is refused.

use crate::claims::{Kind, Standing};
use Standing::{Against, Foreign, Missing, Near, Unknown};

/// What a kind for facts knows.
#[derive(Debug, Clone, Copy)]
pub struct KindFacts {
    /// The kind.
    pub kind: Kind,
    /// The word of its block in a rule.
    pub word: &'static str,
    /// Its aspects, each with the standings in which it is reported.
    pub aspects: &'static [(&'static str, &'static [Standing])],
    /// The holes that its words may have, beside `match` and `expected`.
    pub holes: &'static [&'static str],
}

/// Holes that every rule may use: the words found, and what was expected.
pub const COMMON_HOLES: &[&str] = &["match", "expected"];

/// Every kind for facts, in the order in which messages list them.
pub const ASPECTS: &[KindFacts] = &[
    KindFacts {
        kind: Kind::Title,
        word: "title",
        aspects: &[
            ("title", &[Foreign, Near, Unknown]),
            ("words", &[Foreign]),
            ("hashtag", &[Foreign]),
            ("fact", &[Foreign]),
        ],
        holes: &["own.title", "own.date", "other.title", "other.date", "other.id"],
    },
    KindFacts {
        kind: Kind::Date,
        word: "date",
        aspects: &[
            ("day", &[Against, Foreign]),
            ("year", &[Against]),
            ("weekday", &[Against]),
            ("relative", &[Against]),
            ("deadline", &[Against]),
            ("until", &[Against]),
            ("unknown", &[Unknown]),
        ],
        holes: &["own.title", "own.date", "other.title", "other.date", "send.date"],
    },
    KindFacts {
        kind: Kind::Time,
        word: "time",
        aspects: &[("hour", &[Against]), ("role", &[Against]), ("zone", &[Against]), ("duration", &[Against])],
        holes: &["own.title", "own.date", "own.time", "zone", "role"],
    },
    KindFacts {
        kind: Kind::Link,
        word: "link",
        aspects: &[
            ("event", &[Foreign]),
            ("role", &[Against]),
            ("unknown", &[Unknown]),
            ("text", &[Against]),
            ("broken", &[Against]),
            ("editing", &[Against]),
            ("personal", &[Against]),
            ("expired", &[Against]),
            ("service", &[Against]),
            ("outdated", &[Against]),
            ("recorded", &[Against]),
            ("signed", &[Against]),
        ],
        holes: &[
            "link.text",
            "wanted.role",
            "wanted.url",
            "found.role",
            "other.title",
            "other.date",
            "own.title",
            "own.date",
            "until",
            "flaw",
        ],
    },
    KindFacts {
        kind: Kind::Person,
        word: "person",
        aspects: &[("speaker", &[Foreign, Near, Unknown])],
        holes: &["own.title", "other.title", "other.date"],
    },
    KindFacts {
        kind: Kind::Contact,
        word: "contact",
        aspects: &[
            ("email", &[Near, Unknown, Foreign]),
            ("team-email", &[Unknown]),
            ("sender", &[Near, Unknown]),
            ("phone", &[Against, Near, Foreign]),
            ("code", &[Against, Near, Foreign]),
        ],
        holes: &["other.title", "other.date"],
    },
    KindFacts {
        kind: Kind::Venue,
        word: "venue",
        aspects: &[("venue", &[Foreign]), ("platform", &[Against])],
        holes: &["other.title", "other.date"],
    },
    KindFacts {
        kind: Kind::Topic,
        word: "topic",
        aspects: &[("topic", &[Unknown]), ("kept", &[Unknown])],
        holes: &["own.title"],
    },
    KindFacts {
        kind: Kind::Audience,
        word: "audience",
        aspects: &[("words", &[Against]), ("too-early", &[Against])],
        holes: &["said", "audience", "rows.affected", "rows.of", "own.date", "own.title", "send.date"],
    },
    KindFacts {
        kind: Kind::Tense,
        word: "tense",
        aspects: &[("before", &[Against]), ("after", &[Against]), ("status", &[Against])],
        holes: &["own.title", "own.date", "own.state", "send.date"],
    },
    KindFacts {
        kind: Kind::Owes,
        word: "owes",
        aspects: &[
            ("title", &[Missing]),
            ("date", &[Missing]),
            ("time", &[Missing]),
            ("replay", &[Missing]),
            ("join", &[Missing]),
            ("register", &[Missing]),
            ("opt-out", &[Missing]),
            ("opt-out-other", &[Missing]),
            ("cancellation", &[Missing]),
            ("postponement", &[Missing]),
            ("new-date", &[Missing]),
        ],
        holes: &["wanted", "other.title", "other.date"],
    },
    KindFacts {
        kind: Kind::Parts,
        word: "parts",
        aspects: &[
            ("date", &[Against]),
            ("text-only", &[Against]),
            ("empty", &[Missing]),
            ("attachment", &[Missing, Unknown]),
        ],
        holes: &["wanted.role", "own.title"],
    },
    KindFacts {
        kind: Kind::Variable,
        word: "variable",
        aspects: &[
            ("unknown", &[Unknown]),
            ("helper", &[Unknown]),
            ("partial", &[Unknown]),
            ("empty", &[Missing]),
            ("typed", &[Against]),
        ],
        holes: &[],
    },
    KindFacts {
        kind: Kind::Tag,
        word: "tag",
        aspects: &[
            ("merge-tag", &[Unknown]),
            ("unreadable", &[Unknown]),
            ("sender", &[Near]),
            ("placeholder", &[Unknown]),
            ("draft", &[Unknown]),
            ("repeated", &[Unknown]),
            ("typed-name", &[Unknown]),
            ("other-name", &[Against]),
            ("greeting", &[Missing]),
        ],
        holes: &["sender"],
    },
    KindFacts {
        kind: Kind::Recipient,
        word: "recipient",
        aspects: &[
            ("email", &[Against]),
            ("duplicate", &[Against]),
            ("team", &[Against]),
            ("audience", &[Against]),
            ("empty", &[Against]),
            ("value", &[Against]),
            ("attendance", &[Against]),
        ],
        holes: &["column", "row", "first-row"],
    },
    KindFacts {
        kind: Kind::Secret,
        word: "secret",
        aspects: &[
            ("code", &[Against]),
            ("link", &[Against]),
            ("address", &[Against]),
            ("recipient-name", &[Against]),
            ("password", &[Against]),
        ],
        holes: &[],
    },
    KindFacts {
        kind: Kind::Html,
        word: "html",
        aspects: &[
            ("markdown", &[Against]),
            ("gitbook", &[Against]),
            ("entity", &[Against]),
            ("mojibake", &[Against]),
            ("tag", &[Against]),
            ("comment", &[Against]),
            ("image-alt", &[Missing]),
            ("link-words", &[Missing]),
            ("language", &[Missing]),
            ("heading-order", &[Against]),
            ("table-role", &[Missing]),
            ("contrast", &[Against]),
            ("same-words", &[Against]),
            ("document-title", &[Missing]),
            ("title-other", &[Against]),
            ("image-width", &[Missing]),
            ("tracking-pixel", &[Against]),
            ("look-alike", &[Against]),
            ("direction", &[Against]),
        ],
        holes: &["ratio", "wanted", "color", "ground", "other.url"],
    },
    KindFacts {
        kind: Kind::Headers,
        word: "headers",
        aspects: &[
            ("subject-empty", &[Missing]),
            ("preheader-empty", &[Missing]),
            ("preheader-subject", &[Against]),
            ("reply-domain", &[Against]),
            ("shown-to-all", &[Against]),
        ],
        holes: &["from.domain", "reply.domain"],
    },
    KindFacts {
        kind: Kind::Calendar,
        word: "calendar",
        aspects: &[
            ("overlap", &[Against]),
            ("buffer", &[Against]),
            ("shared-link", &[Against]),
            ("shared-content", &[Against]),
            ("shared-title", &[Against]),
            ("shared-pin", &[Against]),
            ("platform-link", &[Against]),
            ("long", &[Against]),
            ("link-ended", &[Against]),
            ("admins", &[Against]),
            ("speakers", &[Against]),
            ("export", &[Against]),
            ("invite-start", &[Against]),
            ("invite-end", &[Against]),
            ("invite-event", &[Foreign]),
            ("invite-title", &[Near, Unknown]),
            ("invite-link", &[Against]),
            ("invite-place", &[Against]),
            ("invite-status", &[Against]),
        ],
        holes: &["said", "own.title", "own.date", "own.time", "other.title", "other.date", "other.time"],
    },
    KindFacts {
        kind: Kind::Settings,
        word: "settings",
        aspects: &[
            ("cut-by-comment", &[Against]),
            ("unknown-setting", &[Against]),
            ("event-mismatch", &[Against]),
            ("unused-ignore", &[Against]),
            ("ignore-without-reason", &[Against]),
            ("ignore-expired", &[Against]),
            ("ignore-date", &[Against]),
            ("ignore-unknown", &[Against]),
            ("ignore-unclosed", &[Against]),
            ("baseline-stale", &[Against]),
            ("engines-differ", &[Against]),
            ("rule-without-cases", &[Against]),
        ],
        holes: &["read", "cut", "until", "near", "own.title", "own.date", "other.title", "other.date"],
    },
];

/// What a kind for facts knows; every [`Kind`] stands in [`ASPECTS`].
pub fn of_kind(kind: Kind) -> Option<&'static KindFacts> {
    ASPECTS.iter().find(|facts| facts.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_aspect_stands_once_and_has_a_standing() {
        for facts in ASPECTS {
            for (n, (aspect, standings)) in facts.aspects.iter().enumerate() {
                assert!(!standings.is_empty(), "{} {aspect}", facts.word);
                assert!(facts.aspects[..n].iter().all(|(other, _)| other != aspect), "{} {aspect}", facts.word);
            }
        }
        assert_eq!(of_kind(Kind::Owes).map(|facts| facts.word), Some("owes"));
        assert!(of_kind(Kind::Settings).is_some());
    }
}
