//! The recipients' file: addresses, doubles, team members, values that a mail would print, rows outside the audience.
//!
//! The rows are gone through once, in order; what is kept of each is its address as a number, so that a million take
//! some tens of megabytes. Whether two addresses with one number are the same is looked up in the file.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::Frame;
use crate::language::Message;
use crate::language::fold::fold;
use crate::project::{Audience, Recipients, RowSet, RowView, TeamRole, yes_no};
use crate::source::Traced;
use crate::value::contact;

use super::draft::{at, same};
use super::{Claim, Kind, MOST, Part, Scope, Standing};

/// Looks at every row of a mail's recipients; `printed` are the paths that the templates print (`recipient.first_name`).
pub fn look(frame: &Frame<'_>, printed: &[String], out: &mut Vec<Claim>) {
    let Some(recipients) = &frame.mail.recipients else { return };
    let mut addresses = Addresses::of(frame, recipients);
    let mut names = names(recipients, printed);
    let flags = columns_of(recipients, &["attended", "registered", "team_member"]);
    let outside = Outside::of(frame, recipients);
    let mut rows = recipients.rows();
    while let Some(row) = rows.next() {
        addresses.iter_mut().for_each(|addresses| addresses.look(&row));
        names.iter_mut().for_each(|name| name.look(&row));
        add(out, flags.iter().filter_map(|column| flag(recipients, *column, &row)));
        add(out, outside.iter().filter_map(|outside| outside.look(&row)));
    }
    out.extend(addresses.map(|addresses| addresses.finish(recipients)).unwrap_or_default());
    if names.iter_mut().any(|name| !name.capitals()) {
        let mut rows = recipients.rows();
        while let Some(row) = rows.next() {
            names.iter_mut().for_each(|name| name.look_again(&row));
        }
    }
    out.extend(names.into_iter().flat_map(|name| name.found));
}

/// Adds claims while there is room: one more than are told, so that it is known that there are more.
fn add(found: &mut Vec<Claim>, more: impl IntoIterator<Item = Claim>) {
    let room = (MOST + 1).saturating_sub(found.len());
    if room > 0 {
        found.extend(more.into_iter().take(room));
    }
}

/// What is made only when it is asked for.
fn lazily(claim: impl FnOnce() -> Option<Claim>) -> impl Iterator<Item = Claim> {
    std::iter::once_with(claim).flatten()
}

/// The column of a meaning.
pub fn column(recipients: &Recipients, meaning: &str) -> Option<usize> {
    recipients.columns.iter().position(|column| column.meaning == Some(meaning))
}

/// The columns of some meanings, in order.
fn columns_of(recipients: &Recipients, meanings: &[&str]) -> Vec<usize> {
    let means = |index: &usize| recipients.columns[*index].meaning.is_some_and(|meaning| meanings.contains(&meaning));
    (0..recipients.columns.len()).filter(means).collect()
}

/// The most characters of a cell that a claim is about.
const MOST_SHOWN: usize = 300;

fn cell_claim(row: &RowView<'_>, column: usize, aspect: &'static str) -> Option<Claim> {
    let cell = row.cell(column);
    // Of a cell that swallowed a file, its beginning tells enough.
    let shown = cell.text().char_indices().nth(MOST_SHOWN).map_or(cell.len(), |(end, _)| end);
    let (span, scopes) = (0..shown, [Scope::RecipientData]);
    let mut claim = at(&cell, span, Part::Recipients, &scopes, Kind::Recipient, aspect, Standing::Against)?;
    claim.rows = Some(Arc::new(RowSet::from(row.line())));
    Some(claim.hole("row", same(&row.line().to_string())))
}

/// The addresses, as they are gone through.
struct Addresses<'a> {
    column: usize,
    team: &'a [(Traced, TeamRole)],
    /// The addresses that were met, each as a number.
    seen: FxHashSet<u64>,
    /// The numbers that were met again, and the lines where.
    again: FxHashSet<u64>,
    lines: RowSet,
    found: Vec<Claim>,
}

impl<'a> Addresses<'a> {
    fn of(frame: &Frame<'a>, recipients: &Recipients) -> Option<Addresses<'a>> {
        let column = column(recipients, "email")?;
        let team = &frame.world.project.settings.account.team;
        let seen = FxHashSet::with_capacity_and_hasher(recipients.len(), rustc_hash::FxBuildHasher);
        let (again, lines, found) = (FxHashSet::default(), RowSet::default(), Vec::new());
        Some(Addresses { column, team, seen, again, lines, found })
    }

    fn look(&mut self, row: &RowView<'_>) {
        let address = small(&row.text(self.column));
        if !is_address(&address) {
            add(&mut self.found, lazily(|| cell_claim(row, self.column, "email")));
            return;
        }
        let number = number(&address);
        if self.seen.insert(number) {
            self.of_team(row, &address);
        } else {
            self.again.insert(number);
            self.lines.push(row.line());
        }
    }

    fn of_team(&mut self, row: &RowView<'_>, address: &str) {
        let member = self.team.iter().find(|(entry, _)| entry.text().trim().eq_ignore_ascii_case(address));
        if let Some((entry, _)) = member {
            let claim = || Some(cell_claim(row, self.column, "team")?.because(entry, "l'équipe", "the team"));
            add(&mut self.found, lazily(claim));
        }
    }

    /// What was found. Addresses whose numbers were met again are compared, letter by letter.
    fn finish(mut self, recipients: &Recipients) -> Vec<Claim> {
        if self.again.is_empty() {
            return self.found;
        }
        let lines: FxHashSet<u32> = self.lines.iter().collect();
        let mut first: FxHashMap<String, (u32, Traced)> = FxHashMap::default();
        let mut rows = recipients.rows();
        while let Some(row) = rows.next() {
            let address = small(&row.text(self.column));
            if !self.again.contains(&number(&address)) || !is_address(&address) {
                continue;
            }
            if let Some((line, cell)) = first.get(&*address) {
                let claim = || {
                    let claim = cell_claim(&row, self.column, "duplicate")?.hole("first-row", same(&line.to_string()));
                    Some(claim.because(cell, "la première fois", "the first time"))
                };
                add(&mut self.found, lazily(claim));
                continue;
            }
            if lines.contains(&row.line()) {
                self.of_team(&row, &address);
            }
            first.insert(address, (row.line(), row.cell(self.column)));
        }
        self.found
    }
}

/// An address in small letters.
fn small(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}

/// A number that stands for an address; two addresses seldom share one.
fn number(address: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    address.hash(&mut hasher);
    hasher.finish()
}

/// Whether a cell is one address, which somebody can have.
fn is_address(address: &str) -> bool {
    let Some((local, domain)) = address.split_once('@') else { return false };
    if domain.contains('@') || !domain.contains('.') || domain == "unknown.livestorm.co" {
        return false;
    }
    // Most addresses are told by their letters; the rest asks the reader of addresses.
    let plain = |text: &str, most: usize| {
        let ends = text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric())
            && text.bytes().last().is_some_and(|b| b.is_ascii_alphanumeric());
        ends && text.len() <= most && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    };
    let known = || contact::emails(address);
    let top = domain.rsplit('.').next().unwrap_or_default();
    let simple = plain(local, 64)
        && plain(domain, 253)
        && !domain.contains("..")
        && !domain.contains('_')
        && top.len() >= 2
        && top.bytes().all(|b| b.is_ascii_alphabetic());
    simple || matches!(known().as_slice(), [(_, range)] if *range == (0..address.len()))
}

/// A column of names that a mail prints, as it is gone through: values that no person bears.
struct Names<'a> {
    column: usize,
    header: &'a Traced,
    first_name: bool,
    /// How many cells stand in capitals, of how many.
    loud: usize,
    count: usize,
    /// The rows where nothing but the capitals is odd.
    only_loud: RowSet,
    found: Vec<Claim>,
}

fn names<'a>(recipients: &'a Recipients, printed: &[String]) -> Vec<Names<'a>> {
    let used = |index: &usize| {
        let column = &recipients.columns[*index];
        printed.is_empty()
            || printed.iter().any(|path| {
                let last = path.trim_start_matches("recipient.");
                column.meaning == Some(last) || last == column.header.text() || column.renamed.as_deref() == Some(last)
            })
    };
    let columns = columns_of(recipients, &["first_name", "last_name"]);
    let of = |column: usize| Names {
        column,
        header: &recipients.columns[column].header,
        first_name: recipients.columns[column].meaning == Some("first_name"),
        loud: 0,
        count: 0,
        only_loud: RowSet::default(),
        found: Vec::new(),
    };
    columns.into_iter().filter(used).map(of).collect()
}

impl Names<'_> {
    fn look(&mut self, row: &RowView<'_>) {
        let text = row.text(self.column);
        if text.is_empty() {
            return;
        }
        let loud = is_loud(&text);
        self.count += 1;
        self.loud += usize::from(loud);
        if odd(&text) {
            self.claim(row);
        } else if loud && self.first_name {
            self.only_loud.push(row.line());
        }
    }

    fn claim(&mut self, row: &RowView<'_>) {
        let claim = || Some(cell_claim(row, self.column, "value")?.hole("column", same(self.header.text())));
        add(&mut self.found, lazily(claim));
    }

    /// Whether capitals are no slip: most of the column stands in them, and that is its form. Then no row is looked at
    /// again.
    fn capitals(&mut self) -> bool {
        if self.loud * 2 > self.count {
            self.only_loud = RowSet::default();
        }
        self.only_loud.is_empty()
    }

    /// Names in capitals in a column of others.
    fn look_again(&mut self, row: &RowView<'_>) {
        if self.only_loud.contains(row.line()) {
            self.claim(row);
        }
    }
}

fn is_loud(text: &str) -> bool {
    let mut letters = 0;
    text.chars().filter(|c| c.is_alphabetic()).all(|c| {
        letters += 1;
        c.is_uppercase()
    }) && letters >= 3
}

/// Folded words that stand for no name.
const NO_NAMES: [&str; 20] = [
    "test",
    "null",
    "none",
    "undefined",
    "nan",
    "n/a",
    "na",
    "xxx",
    "prenom",
    "nom",
    "first name",
    "last name",
    "firstname",
    "lastname",
    "-",
    "?",
    "inconnu",
    "unknown",
    "anonyme",
    "aaa",
];

/// Whether a text is no name, whatever its letters' size.
fn odd(text: &str) -> bool {
    let text = text.trim();
    // A letter with its accents has up to six bytes, and the longest of these words ten letters.
    let folded = (!text.is_ascii() && text.len() <= 60).then(|| fold(text));
    let written = folded.as_deref().unwrap_or(text);
    NO_NAMES.iter().any(|word| written.eq_ignore_ascii_case(word))
        || text.contains('@')
        || text.contains("Ã") && text.chars().any(|c| matches!(c, '\u{80}'..='\u{bf}'))
        || text.chars().any(|c| c.is_ascii_digit() || matches!(c, '<' | '>' | '{' | '}' | '&'))
        || text.chars().count() > 40
}

/// A flag that is neither yes nor no.
fn flag(recipients: &Recipients, column: usize, row: &RowView<'_>) -> Option<Claim> {
    let text = row.text(column);
    if text.is_empty() || yes_no(&text).is_some() {
        return None;
    }
    let claim = cell_claim(row, column, "attendance")?;
    Some(claim.hole("column", same(recipients.columns[column].header.text())))
}

/// The audience is a promise: a row outside it is a finding.
struct Outside<'a> {
    column: usize,
    expected: bool,
    words: Message,
    setting: &'a Traced,
}

impl<'a> Outside<'a> {
    fn of(frame: &Frame<'a>, recipients: &Recipients) -> Option<Outside<'a>> {
        let (audience, setting) = frame.mail.audience.as_ref()?;
        let (meaning, expected, fr, en) = match audience {
            Audience::Attended => ("attended", true, "ceux qui ont participé", "those who came"),
            Audience::Absent => ("attended", false, "ceux qui n'ont pas participé", "those who did not come"),
            Audience::Registered => ("registered", true, "les inscrits", "those who registered"),
            _ => return None,
        };
        Some(Outside { column: column(recipients, meaning)?, expected, words: Message::new(fr, en), setting })
    }

    fn look(&self, row: &RowView<'_>) -> Option<Claim> {
        if yes_no(&row.text(self.column)).is_none_or(|yes| yes == self.expected) {
            return None;
        }
        let claim = cell_claim(row, self.column, "audience")?;
        let claim = claim.expect(self.words.clone(), if self.expected { "yes" } else { "no" });
        Some(claim.because(self.setting, "le mail s'adresse à", "the mail is for"))
    }
}
