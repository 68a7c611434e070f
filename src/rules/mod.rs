//! Rules: which claims are reported, how gravely, in which words, with which examples.
//!
//! Comes in: rule files (built in, and the team's), claims, the texts of a mail. Goes out: a [`RuleSet`], and
//! [`Finding`](crate::finding::Finding)s. A rule of a kind for facts only chooses among claims that the claims room
//! has judged; a rule of a kind for words looks at the texts itself. It never reads a mail's template.

pub mod aspects;
mod blocks;
mod built_in;
mod case;
mod compile;
mod file;
mod formula;
mod kinds;
mod load;
mod needles;
mod options;
mod page;
mod pattern;
mod place;
mod rule;
mod scan;
mod select;
mod text;

pub use aspects::{ASPECTS, KindFacts};
pub use built_in::{WrittenCases, built_in_texts};
pub use case::{Case, CaseField};
pub use file::RuleFile;
pub use kinds::{Texts, WordHit};
pub use load::{Choice, PackFile, RuleSet};
pub use page::{Row, Shown, list, page, page_body, rows};
pub use rule::{Change, Look, Rule, Situation, When};
pub use select::{Hit, InMail, InTemplate, claim_finding};

/// The JSON Schema of a rule's file.
pub fn schema() -> String {
    serde_json::to_string_pretty(&schemars::schema_for!(RuleFile)).unwrap_or_default()
}
