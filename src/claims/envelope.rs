//! Whom a finished message is for, and what of other people it gives away: the lists of To and Cc, the name in its
//! greeting, the addresses and names of other recipients.

use std::cell::LazyCell;
use std::collections::HashSet;
use std::ops::Range;

use crate::language::fold::fold;
use crate::message::{Mailbox, PartKind};
use crate::project::{Recipients, Row, RowView};
use crate::source::{Place, Traced};
use crate::value::{contact, name};
use crate::words::Lists;

use super::draft::{self, at, in_block};
use super::reading::{ReadBlock, Reading, name_words};
use super::{Claim, Kind, Part, Scope, Standing};

/// Looks at the recipients of a finished message, and for those of others in any mail.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    out.extend(shown_to_all(reading));
    out.extend(no_subject(reading));
    if let Some(own) = Own::of(reading) {
        out.extend(reading.blocks.iter().filter_map(|block| greeting(block, &own)));
    }
    others(reading, out);
}

/// Whether an address is one of those that a finished message is sent to.
pub fn is_own(reading: &Reading<'_, '_>, address: &str) -> bool {
    reading.message.to.iter().any(|one| one.address.text().eq_ignore_ascii_case(address))
}

/// Whether the team or an event lists an address, or the mail comes from it.
fn is_listed(reading: &Reading<'_, '_>, address: &str) -> bool {
    let world = reading.frame.world;
    let account = &world.project.settings.account;
    let of_events =
        world.events.iter().flat_map(|facts| facts.event.contact_email.iter().chain(&facts.event.organizer_email));
    let listed = account.addresses.iter().chain(&account.export_to).chain(account.team.iter().map(|(one, _)| one));
    let senders = [&reading.message.from, &reading.message.reply_to].into_iter().flatten();
    listed.chain(of_events).any(|known| known.text().trim().eq_ignore_ascii_case(address))
        || senders.flat_map(|line| contact::emails(line.text())).any(|(known, _)| known.eq_ignore_ascii_case(address))
}

/// Whether an address is at the sender's own organisation: in its domain, unless everybody can have an address there.
fn is_colleague(reading: &Reading<'_, '_>, address: &str) -> bool {
    let domain = |address: &str| address.rsplit_once('@').map(|(_, domain)| domain.trim().to_lowercase());
    let from = reading.message.from.as_ref().and_then(|line| contact::emails(line.text()).into_iter().next());
    let own = from.and_then(|(address, _)| domain(&address));
    own.is_some() && own == domain(address) && !own.is_some_and(|own| contact::is_public_provider(&own))
}

/// Several people from outside in To or Cc: each sees the addresses of the others.
fn shown_to_all(reading: &Reading<'_, '_>) -> Option<Claim> {
    let message = reading.message;
    let mut seen = HashSet::new();
    let inside = |address: &str| is_listed(reading, address) || is_colleague(reading, address);
    let outside: Vec<&Mailbox> = (message.to.iter().chain(&message.cc))
        .filter(|one| one.address.text().contains('@') && !inside(one.address.text()))
        .filter(|one| seen.insert(one.address.text().to_lowercase()))
        .collect();
    if outside.len() < 2 {
        return None;
    }
    let span = outside.iter().filter_map(|one| one.place).reduce(crate::source::Span::hull)?;
    let place = Place { written: Some(span), literal: true, ..Place::default() };
    let count = outside.len().to_string();
    draft::claim(place, count, Part::Recipients, &[Scope::Headers], Kind::Headers, "shown-to-all", Standing::Against)
}

/// A finished message without a subject.
fn no_subject(reading: &Reading<'_, '_>) -> Option<Claim> {
    let message = reading.message;
    let span = message.subject_at.filter(|_| message.subject.is_none())?;
    let place = Place { written: Some(span), literal: true, ..Place::default() };
    let part = Part::Mail(PartKind::Subject);
    draft::claim(place, String::new(), part, &[Scope::Subject], Kind::Headers, "subject-empty", Standing::Missing)
}

/// The one recipient of a finished message, and the names by which she may be greeted.
struct Own {
    names: Vec<String>,
}

impl Own {
    fn of(reading: &Reading<'_, '_>) -> Option<Own> {
        let [one] = reading.message.to.as_slice() else { return None };
        let address = one.address.text();
        let mut names = name_words(one.name.text());
        if let Some(recipients) = &reading.frame.mail.recipients {
            let row = row_of(recipients, address);
            names.extend(row.iter().flat_map(|row| cells(recipients, row)).flat_map(|cell| name_words(cell.text())));
        }
        let known = names.iter().any(|word| word.chars().count() > 1 && !word.contains('@'));
        // `ines.caron@` says a name, `webinaires@` does not.
        let local = address.split('@').next().unwrap_or_default();
        let parts: Vec<String> = local.split(['.', '_', '-']).map(fold).collect();
        let named = parts.len() > 1 && parts.iter().all(|part| part.len() > 1 && part.chars().all(char::is_alphabetic));
        names.extend(parts);
        (known || named).then_some(Own { names })
    }
}

fn row_of(recipients: &Recipients, address: &str) -> Option<Row> {
    let email = recipients.column("email")?;
    let mut rows = recipients.rows();
    while let Some(row) = rows.next() {
        if row.text(email).eq_ignore_ascii_case(address) {
            return Some(row.held());
        }
    }
    None
}

fn cells<'r>(recipients: &Recipients, row: &'r Row) -> impl Iterator<Item = &'r Traced> {
    let columns = ["first_name", "last_name"].map(|meaning| recipients.column(meaning));
    columns.into_iter().flatten().filter_map(|column| row.cells.get(column))
}

/// Words of a greeting that are nobody's name.
const EVERYBODY: [&str; 27] = [
    "tous",
    "toutes",
    "all",
    "everyone",
    "everybody",
    "team",
    "folks",
    "there",
    "madame",
    "monsieur",
    "mesdames",
    "messieurs",
    "collegue",
    "collegues",
    "colleague",
    "colleagues",
    "participant",
    "participants",
    "participante",
    "participantes",
    "inscrit",
    "inscrits",
    "partenaires",
    "amis",
    "friends",
    "sir",
    "madam",
];

/// "Bonjour Malo," to Inès Caron.
fn greeting(block: &ReadBlock<'_>, own: &Own) -> Option<Claim> {
    let list = Lists::built_in().list("greetings");
    let hits = block.hits(list);
    let opens = hits.iter().find(|hit| hit.words.start == 0 && list.group(hit.group) == "hello")?;
    let first = hits
        .iter()
        .filter(|hit| list.group(hit.group) == "civility" && hit.words.start == opens.words.end)
        .map(|hit| hit.words.end)
        .max()
        .unwrap_or(opens.words.end);
    let text = block.text();
    let from = opens.range.end;
    let end = text[from..].find([',', '!', '.', ':', ';', '\n', '?']).map_or(text.len(), |n| from + n);
    let last = (first..block.words.len()).take_while(|n| block.words.word(*n).range.end <= end).count() + first;
    // A name has one to four words, each with a capital: "Bonjour à tous" has none.
    let name = first..last;
    if name.is_empty() || name.len() > 4 || name.clone().any(|n| !block.words.word(n).capital) {
        return None;
    }
    let said: Vec<&str> = name.clone().map(|n| block.words.get(n)).collect();
    let general = |word: &&str| name::is_thing(word) || EVERYBODY.contains(word);
    let close = |word: &&str| {
        own.names.iter().any(|known| {
            known == word || known.starts_with(&format!("{word}-")) || word.split('-').any(|part| part == known)
        })
    };
    if said.iter().any(general)
        || said.iter().any(close)
        || block.hits(list).iter().any(|hit| hit.words.start >= name.start && hit.words.end <= name.end)
    {
        return None;
    }
    // The recipient's own name stays out of the report.
    in_block(block, block.words.bytes(name), Kind::Tag, "other-name", Standing::Against)
}

/// Addresses and names of other recipients, typed into a mail.
fn others(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    let mail = reading.frame.mail;
    let Some(recipients) = mail.recipients.as_ref().or(mail.people.as_ref()) else { return };
    let found: Vec<Found<'_>> = candidates(reading);
    if found.is_empty() {
        return;
    }
    // The rows are gone through once, and only for a mail that names somebody whom nothing else explains.
    let Some(email) = recipients.column("email") else { return };
    let wanted: HashSet<&str> = found.iter().map(|one| one.key.as_str()).collect();
    let mut theirs: HashSet<String> = HashSet::new();
    let mut rows = recipients.rows();
    while let Some(row) = rows.next() {
        let address = row.text(email).to_lowercase();
        // The only row of a template's recipients is the reader herself.
        let own = if mail.eml { is_own(reading, &address) } else { recipients.len() == 1 };
        // A member of the team may register and sign.
        let own = own || is_listed(reading, &address);
        if !own {
            theirs.extend([address, name_in(recipients, &row)].into_iter().filter(|key| wanted.contains(key.as_str())));
        }
    }
    for one in found.into_iter().filter(|one| theirs.contains(&one.key) && !is_namesake(reading, recipients, &one.key))
    {
        out.extend(one.claim());
    }
}

/// The recipient of a finished message bears the name too: nobody tells the two apart.
fn is_namesake(reading: &Reading<'_, '_>, recipients: &Recipients, key: &str) -> bool {
    reading.message.to.iter().any(|one| {
        let row = row_of(recipients, one.address.text());
        row.is_some_and(|row| full_name(recipients, &row) == key) || name_words(one.name.text()).join(" ") == key
    })
}

fn full_name(recipients: &Recipients, row: &Row) -> String {
    cells(recipients, row).flat_map(|cell| name_words(cell.text())).collect::<Vec<_>>().join(" ")
}

fn name_in(recipients: &Recipients, row: &RowView<'_>) -> String {
    let columns = ["first_name", "last_name"].map(|meaning| recipients.column(meaning));
    columns.into_iter().flatten().flat_map(|at| name_words(&row.text(at))).collect::<Vec<_>>().join(" ")
}

/// An address or a name in a mail.
struct Found<'m> {
    key: String,
    text: &'m Traced,
    range: Range<usize>,
    part: Part,
    scopes: Vec<Scope>,
    aspect: &'static str,
}

impl Found<'_> {
    fn claim(&self) -> Option<Claim> {
        at(self.text, self.range.clone(), self.part, &self.scopes, Kind::Secret, self.aspect, Standing::Against)
    }
}

/// The addresses and full names that somebody typed and that neither the events nor the account list.
fn candidates<'m>(reading: &'m Reading<'_, '_>) -> Vec<Found<'m>> {
    let known = LazyCell::new(|| people(reading));
    let mut out = Vec::new();
    let typed = |text: &Traced, range: &Range<usize>| !text.origin(range.clone()).printed;
    for block in &reading.blocks {
        let (text, part) = (&block.block.text, Part::Mail(block.block.part));
        let mut add = |key: String, range: Range<usize>, aspect| {
            if typed(text, &range) {
                out.push(Found { key, text, range, part, scopes: block.scopes.clone(), aspect });
            }
        };
        for (address, range) in block.emails() {
            if !is_listed(reading, address) && !is_own(reading, address) {
                add(address.to_lowercase(), range.clone(), "address");
            }
        }
        for range in block.names().iter().cloned() {
            let words = name_words(&text.text()[range.clone()]);
            let key = words.join(" ");
            // An event may give a name with its civility: "Dr Chidi Okafor".
            let listed =
                |name: &String| name.strip_suffix(&key).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
            if words.len() > 1 && !known.contains(&key) && !known.iter().any(listed) {
                add(key, range, "recipient-name");
            }
        }
    }
    for link in &reading.links {
        let url = &link.link.url;
        for (address, range) in contact::emails(url.text()) {
            if !is_listed(reading, &address) && !is_own(reading, &address) && typed(url, &range) {
                let (key, part) = (address.to_lowercase(), Part::Mail(link.part));
                out.push(Found { key, text: url, range, part, scopes: vec![Scope::LinkUrl], aspect: "address" });
            }
        }
    }
    out
}

/// The people whom a mail may name.
fn people(reading: &Reading<'_, '_>) -> HashSet<String> {
    let events = reading.frame.world.events.iter();
    let speakers = events.clone().flat_map(|facts| facts.speakers.iter().map(|person| &person.name));
    let others = events.flat_map(|facts| facts.event.people.iter().chain(&facts.event.organizer_name));
    // Who signs may be registered, too.
    let sender = reading.message.from.iter().chain(&reading.message.reply_to);
    let names = speakers.chain(others).chain(reading.frame.account_people()).chain(reading.frame.facts()).chain(sender);
    names.map(|name| name_words(name.text()).join(" ")).collect()
}
