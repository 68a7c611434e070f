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

const LISTED: &str =
    "only what another event's file says can be recognised in a mail as its own; its title and start are owed";
const ASKED: &str = "what a team does not ask of its account is not looked for";
const BY_NAME: &str = "names that no row holds cannot be recognised in a mail";
const NOT_ASKED: &str = "nothing was asked to be compared";

pub const BY_DESIGN: &[Silence] = &[
    silence("other-event-*", "other.facts", &[], LISTED),
    silence("venue-other-event", "other.venue*", &[], LISTED),
    silence("calendar-*", "other.end", &[], "an event without an end is taken to last an hour"),
    silence("calendar-*", "settings*", &["gone", "never named", "null", "empty"], ASKED),
    silence("recipient-team", "settings*", &["gone", "never named", "null", "empty"], ASKED),
    silence("service-ended", "settings*", &["gone", "never named", "null", "empty"], ASKED),
    silence("(confirmed title)", "event.aliases", &[], "words that are no title or alias of an event are words"),
    silence("(confirmed link)", "event.links*", &[], "a link under words that promise nothing may lead anywhere"),
    silence("(confirmed duration)", "event.end", &[], "a length that no word ties to the event may be of anything"),
    silence("link-outdated", "event.links*", &[], "another door of a page that the event lists is the event's"),
    silence("missing-replay", "event.links*", &[], "a replay is owed where the event has one"),
    silence("engines-differ", "event.facts", &["broken"], "a text is printed alike by every engine"),
    silence("*", "mail.send_at", &[], "the clock stands in for it"),
    silence("*", "mail.engine", &[], "the template's ending says which"),
    silence("*", "mail.kind", &[], "a mail is service unless it says promotion"),
    silence("*", "mail.from", &[], "what a template does not say of its sender is the sending platform's"),
    silence("*", "mail.reply_to", &[], "what a template does not say of its sender is the sending platform's"),
    silence("*", "mail.text", &[], "a mail of one part has nothing to differ from"),
    silence("baseline-stale", "baseline", &["never named"], NOT_ASKED),
    silence("kept-figure", "previous", &["never named"], NOT_ASKED),
    silence("greeting-typed", "recipients.first_name", &[], BY_NAME),
    silence("recipient-other", "recipients.first_name", &[], BY_NAME),
    silence("recipient-other", "recipients.last_name", &[], BY_NAME),
    silence("*", "recipients.email", &["empty"], "a row without a cell is no row"),
    silence("recipient-attendance", "recipients.attended", &["empty"], "the value that could not be read went with it"),
    silence("body-empty", "recipients.attended", &["empty"], "what is asked of a recipient decides what is shown"),
];
