//! Needs that may go without a word, each with its reason.

/// Cells in which nothing is said, and why that is right.
pub struct Silence {
    /// The rule, or `(confirmed KIND)`; a `*` stands for any.
    needs: &'static str,
    /// The input; a `*` at the end stands for any rest.
    input: &'static str,
    /// The ways; empty: all.
    ways: &'static [&'static str],
    pub why: &'static str,
}

impl Silence {
    pub fn holds(&self, needs: &str, input: &str, way: &str) -> bool {
        let fits = |pattern: &str, word: &str| match pattern.strip_suffix('*') {
            Some(start) => word.starts_with(start),
            None => pattern == word,
        };
        fits(self.needs, needs) && fits(self.input, input) && (self.ways.is_empty() || self.ways.contains(&way))
    }
}

pub const BY_DESIGN: &[Silence] = &[];
