//! Needs that may go without a word, each with its reason.

/// Cells in which nothing is said, and why that is right.
pub struct Silence {
    /// The rule, or `(confirmed KIND)`; a `*` at the end stands for any rest.
    needs: &'static str,
    /// The input, with a `*` likewise.
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

const fn silence(
    needs: &'static str,
    input: &'static str,
    ways: &'static [&'static str],
    why: &'static str,
) -> Silence {
    Silence { needs, input, ways, why }
}

pub const BY_DESIGN: &[Silence] = &[
    silence(
        "*",
        "other.*",
        &[],
        "what another event's file does not say cannot be recognised in a mail; its title and start are owed",
    ),
    silence(
        "*",
        "settings*",
        &["gone", "never named", "null", "empty", "broken"],
        "what a team does not ask of its account (seats, buffer, services, team) is not looked for",
    ),
    silence(
        "*",
        "event",
        &["never named"],
        "a template that is made for each event is checked with those that are there",
    ),
    silence("(confirmed title)", "event.aliases", &[], "words that are no title or alias of an event are words"),
    silence("(confirmed link)", "event.links*", &[], "a link under words that promise nothing may lead anywhere"),
    silence("link-outdated", "event.links*", &[], "another door of a page that the event lists is the event's"),
    silence("recipient-attendance", "recipients.attended", &["empty"], "the value that could not be read went with it"),
    silence("missing-replay", "event.links*", &[], "a replay is owed where the event has one (contract, 3)"),
    silence("*", "event.topics", &[], "a loop over nothing prints nothing"),
    silence("engines-differ", "event.facts", &["broken"], "a text is printed alike by every engine"),
    silence("*", "mail.send_at", &[], "the clock stands in for it (contract, 3)"),
    silence("*", "mail.engine", &[], "the template's ending says which (contract, 3)"),
    silence("*", "mail.kind", &[], "a mail is service unless it says promotion (contract, 3)"),
    silence("*", "mail.from", &[], "a template need not say who sends it; what is not given is the sending platform's"),
    silence("*", "mail.reply_to", &[], "as the sender"),
    silence("*", "mail.text", &[], "a mail of one part has nothing to differ from"),
    silence("baseline-stale", "baseline", &["never named"], "nothing was asked to be compared"),
    silence("kept-figure", "previous", &["never named"], "nothing was asked to be compared"),
    silence("*", "recipients.first_name", &[], "names that no row holds cannot be recognised in a mail"),
    silence("*", "recipients.last_name", &[], "names that no row holds cannot be recognised in a mail"),
    silence("*", "recipients.email", &["empty"], "a row without a cell is no row"),
    silence("body-empty", "recipients.attended", &["empty"], "what is asked of a recipient decides what is shown"),
];
