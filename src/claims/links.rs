//! Links, by identity and by role: where does each lead, and what do its words promise?

use std::ops::Range;

use crate::facts::{EventFacts, FactLink};
use crate::language::Message;
use crate::source::Place;
use crate::value::link::{self, Flaw, Link};
use crate::words::{Hit, Lists};

mod shown;

use shown::shown;

use super::draft::{claim, same};
use super::reading::{Moment, ReadBlock, ReadLink, Reading};
use super::{Claim, Kind, Part, Scope, Standing};

/// Looks at every link of a mail.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    for link in &reading.links {
        out.extend(judge(reading, link));
    }
}

/// Whether words that announce a role stand in a range of a block.
pub fn announces(block: &ReadBlock<'_>, range: &Range<usize>, role: &str) -> bool {
    super::context::in_range(block, "link-roles", &crate::language::fold::fold(role), range)
}

fn judge(reading: &Reading<'_, '_>, link: &ReadLink<'_>) -> Option<Claim> {
    let place = place_of(link);
    let by_hand = !place.pointer.as_ref().is_some_and(|pointer| pointer.starts_with("recipient"));
    if place.made || matches!(link.address.scheme.as_str(), "mailto" | "tel" | "sms" | "cid") {
        return None;
    }
    let tag = super::leftovers::filled(reading, link.link.url.text().trim());
    if tag || super::leftovers::is_tag(link.link.url.text()) {
        return None;
    }
    let facts = reading.event(link.about);
    let listed = reading.frame.allowed().any(|index| reading.event(index).link_like(&link.address).is_some());
    if let Some(found) = flaw(reading, link, listed) {
        return Some(found);
    }
    if let Some(found) = private(reading, link, &link.address).or_else(|| onward(reading, link)) {
        return Some(found);
    }
    if by_hand && carries_address(&link.address.url) {
        return Some(make(link, "personal", Standing::Against)?.own(facts));
    }
    // In a message that arrived, the personal link is the recipient's own.
    if link.address.identity.as_ref().is_some_and(|identity| identity.personal) && by_hand && !reading.frame.mail.eml {
        return Some(make(link, "personal", Standing::Against)?.own(facts));
    }
    if let Some(found) = ended(reading, link) {
        return Some(found);
    }
    if let Some(found) = shown(link) {
        return Some(found);
    }
    lead(reading, link, facts)
}

/// The address of one person stands in the query: `?mail=huguette%40exemple.test`.
fn carries_address(url: &str) -> bool {
    let Some((_, query)) = url.split_once('?') else { return false };
    query.split('&').any(|pair| {
        let value = pair.split_once('=').map_or("", |(_, value)| value);
        let value = value.replace("%40", "@");
        value.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
    })
}

/// Where the link leads, against what its words promise.
fn lead(reading: &Reading<'_, '_>, link: &ReadLink<'_>, facts: &EventFacts<'_>) -> Option<Claim> {
    let promised = promised(reading, link);
    // Before all that counts as the same thing: an event's page does not make every door of it right.
    if let Some(claim) = super::link_identity::outdated(link, facts) {
        return Some(claim);
    }
    if let Some(known) = facts.link_like(&link.address) {
        return known_link(reading, link, facts, known, &promised);
    }
    let elsewhere =
        |index: usize| reading.event(index).link_like(&link.address).map(|known| (index, known.role.clone()));
    if let Some((index, role)) = reading.frame.allowed().find_map(elsewhere) {
        return allowed_elsewhere(reading, link, facts, index, &role, &promised);
    }
    if let Some((index, _)) = reading.frame.others.iter().copied().find_map(elsewhere) {
        let other = reading.event(index);
        let page = other.link_like(&link.address).is_some_and(|known| known.fact.below);
        if page && account(reading, link) && promised.is_empty() {
            return None;
        }
        let claim = make(link, "event", Standing::Foreign)?.own(facts).other(other);
        return Some(wanted(claim, facts, &promised));
    }
    if let Some(claim) = super::link_identity::tell(reading, link, facts) {
        return Some(claim);
    }
    let wants = promised.iter().find_map(|role| facts.link(role));
    if account(reading, link) {
        // The team's site may be linked under any words but those for a thing that the event has elsewhere.
        wants.filter(|_| {
            promised.iter().any(|role| matches!(role.as_str(), "replay" | "join" | "survey" | "slides"))
                || promised.iter().any(|role| role == "register") && names_event(link)
        })?;
        return Some(wanted(
            make(link, "role", Standing::Against)?
                .own(facts)
                .hole("found.role", Message::new("une page du site", "a page of the site")),
            facts,
            &promised,
        ));
    }
    let platform = |link: &link::Link| link.identity.as_ref().map(|identity| identity.platform);
    let same_platform =
        |known: &FactLink<'_>| platform(&known.link).is_some() && platform(&known.link) == platform(&link.address);
    let known_place = facts.links.iter().any(same_platform)
        || facts.links.iter().any(|known| !known.link.host.is_empty() && known.link.host == link.address.host);
    // "Voir le replay" of an event that has none: the address is somebody else's.
    let promises = |role: &String| matches!(role.as_str(), "replay" | "slides" | "join");
    if wants.is_none()
        && !promised.iter().any(promises)
        && (!known_place || promised.iter().any(|role| role == "unsubscribe"))
    {
        // A page to register or to give an opinion, a room or a video, of an event that gives none.
        let asks = promised.iter().any(|role| matches!(role.as_str(), "register" | "survey"));
        return (asks || link.address.identity.is_some()).then(|| make(link, "unknown", Standing::Unheld)).flatten();
    }
    let claim = make(link, "unknown", Standing::Unknown)?.own(facts);
    Some(wanted(claim, facts, &promised))
}

fn known_link(
    reading: &Reading<'_, '_>,
    link: &ReadLink<'_>,
    facts: &EventFacts<'_>,
    known: &FactLink<'_>,
    promised: &[String],
) -> Option<Claim> {
    let mut roles: Vec<&str> = facts
        .links
        .iter()
        .filter(|other| other.link.normal == link.address.normal)
        .map(|other| other.role.as_str())
        .collect();
    if roles.is_empty() {
        roles.push(link.address.identity.as_ref().and_then(|identity| identity.role).unwrap_or(&known.role));
        if roles[0] == "replay" || known.role == "replay" || link.address.identity.is_none() {
            roles.push(&known.role);
        }
    }
    if let Some(claim) = cut_passcode(link, facts, known) {
        return Some(claim);
    }
    let kept =
        promised.is_empty() || promised.iter().any(|role| roles.contains(&role.as_str())) || own_words(link, known);
    if !kept
        && promised.iter().any(|role| {
            // A role of the event's own ("quiz") may be announced by the words of another that it does not have.
            facts.link(role).is_some() || usual(role) && usual(roles[0])
        })
    {
        let claim = make(link, "role", Standing::Against)?.own(facts).hole("found.role", role_name(roles[0]));
        return Some(wanted(claim, facts, promised).because(
            &known.fact.url,
            "ce que l'événement dit de ce lien",
            "what the event says of this link",
        ));
    }
    if let Some(claim) = of_other_session(reading, link, facts, known) {
        return Some(claim);
    }
    if let Some(until) = known.fact.until.as_ref().filter(|until| until.moment.date() < reading.send.date()) {
        let claim = make(link, "expired", Standing::Against)?.own(facts);
        return Some(claim.hole("until", super::draft::full_date(until.moment.date())).because(
            &until.written,
            "la fin de ce lien",
            "the end of this link",
        ));
    }
    let claim = make(link, "role", Standing::Backed)?;
    Some(claim.value(format!("{} {}", known.role, link.address.normal), role_name(&known.role)))
}

/// The label says for what: "Register for the webinar", not "Register for our newsletter".
fn names_event(link: &ReadLink<'_>) -> bool {
    let label = crate::words::Words::of(link.link.label.text());
    Lists::built_in().list("event-nouns").has(&label, "noun")
}

/// The meeting is right and its passcode is not: the address was cut or typed.
fn cut_passcode(link: &ReadLink<'_>, facts: &EventFacts<'_>, known: &FactLink<'_>) -> Option<Claim> {
    let code = |url: &str| {
        let query = url.split_once('?')?.1.to_string();
        query.split(['&', '#']).find_map(|pair| pair.strip_prefix("pwd=").map(str::to_string))
    };
    let (said, right) = (code(&link.address.url)?, code(&known.link.url)?);
    if said == right {
        return None;
    }
    let flaw = Message::new("n'a pas le code d'accès de la réunion", "does not have the meeting's passcode");
    let claim = make(link, "broken", Standing::Against)?.own(facts).hole("flaw", flaw);
    Some(claim.expect(same(known.fact.url.text()), known.fact.url.text()).because(
        &known.fact.url,
        "le lien que l'événement donne",
        "the link that the event gives",
    ))
}

/// The link of another session than the one that stands beside it.
fn of_other_session(
    reading: &Reading<'_, '_>,
    link: &ReadLink<'_>,
    facts: &EventFacts<'_>,
    known: &FactLink<'_>,
) -> Option<Claim> {
    let sessions = &facts.event.sessions;
    let block = &reading.blocks[link.block?];
    let named = sessions.get(reading.session(block, link.range.start)?)?;
    let is_known = |other: &&crate::project::EventLink| link::read(other.url.text()).normal == known.link.normal;
    if facts.event.links.iter().chain(&named.links).any(|other| is_known(&other)) {
        return None;
    }
    let other = sessions.iter().find(|session| session.links.iter().any(|other| is_known(&other)))?;
    let title = other.title.as_ref()?.text();
    let right = named.links.iter().find(|wanted| facts_role(facts, wanted) == Some(known.role.as_str()))?;
    let found = Message::new(format!("une autre séance, « {title} »"), format!("another session, “{title}”"));
    let claim = make(link, "role", Standing::Against)?.own(facts).hole("found.role", found);
    Some(claim.hole("wanted.role", role_name(&known.role)).expect(same(right.url.text()), right.url.text()).because(
        &right.url,
        "le lien de cette séance",
        "the link of this session",
    ))
}

/// The role of a link as the facts name it.
fn facts_role<'f>(facts: &'f EventFacts<'_>, link: &crate::project::EventLink) -> Option<&'f str> {
    facts.links.iter().find(|known| std::ptr::eq(known.fact, link)).map(|known| known.role.as_str())
}

/// The roles that most events have, each with words of its own.
fn usual(role: &str) -> bool {
    matches!(role, "replay" | "register" | "join" | "survey" | "slides")
}

/// A link of another event that the mail may speak of, in a passage about this one.
fn allowed_elsewhere(
    reading: &Reading<'_, '_>,
    link: &ReadLink<'_>,
    facts: &EventFacts<'_>,
    index: usize,
    role: &str,
    promised: &[String],
) -> Option<Claim> {
    let other = reading.event(index);
    let own_has = promised.iter().any(|promise| facts.link(promise).is_some());
    // "Register" in a follow-up can only mean what is still to come.
    let forward =
        role == "register" && reading.moment(link.about) == Moment::After && reading.moment(index) == Moment::Before;
    let only_forward = forward && promised.iter().all(|promise| promise == "register");
    if (!own_has || only_forward) && !labelled(reading, link) {
        return None;
    }
    let claim = make(link, "event", Standing::Foreign)?.own(facts).other(other);
    Some(wanted(claim, facts, promised))
}

/// The words that are clicked are the title of the event that the passage is about.
fn labelled(reading: &Reading<'_, '_>, link: &ReadLink<'_>) -> bool {
    let block = link.block.and_then(|block| reading.blocks.get(block));
    block.is_some_and(|block| {
        block.titles.iter().any(|hit| hit.event == link.about && super::context::overlap(&hit.range, &link.range))
    })
}

/// The words around a link that say what it leads to: its label, else the words before it.
pub fn promised(reading: &Reading<'_, '_>, link: &ReadLink<'_>) -> Vec<String> {
    let list = Lists::built_in().list("link-roles");
    let label = crate::words::Words::of(link.link.label.text());
    let said = list.find(&label);
    let page: Vec<_> = said.iter().filter(|hit| list.group(hit.group) == "page").collect();
    let elsewhere = |hit: &&Hit| !page.iter().any(|other| other.words.contains(&hit.words.start));
    let mut roles: Vec<String> = said.iter().filter(elsewhere).map(|hit| list.group(hit.group).to_string()).collect();
    let block = link.block.and_then(|block| reading.blocks.get(block));
    if let (true, Some(block)) = (roles.is_empty() && label.len() <= 3, block) {
        let sentence = block.sentence(link.range.start).range.start;
        let above = &block.text()[..link.range.start];
        // An address alone in its line is announced by the line above: "Pour nous rejoindre :".
        let alone = above.trim_end_matches(['>', '<', ' ']).strip_suffix('\n').filter(|above| above.ends_with(':'));
        let line = alone.unwrap_or(above).rfind('\n').map_or(0, |at| at + 1);
        let (from, reach) = if alone.is_some() { (line, 12) } else { (sentence.max(line), 6) };
        let here = block.words.index_at(link.range.start);
        roles = block
            .hits(list)
            .iter()
            .filter(|hit| hit.range.start >= from && hit.words.end <= here && here - hit.words.end <= reach)
            .map(|hit| list.group(hit.group).to_string())
            .collect();
    }
    roles.dedup();
    roles
}

/// The event's own words for a link (`words:`, or the role's name).
fn own_words(link: &ReadLink<'_>, known: &FactLink<'_>) -> bool {
    let label = crate::words::Words::of(link.link.label.text());
    known
        .fact
        .words
        .iter()
        .chain(std::iter::once(&known.fact.role))
        .any(|words| !label.find(&super::reading::name_words(words.text())).is_empty())
}

fn flaw(reading: &Reading<'_, '_>, link: &ReadLink<'_>, listed: bool) -> Option<Claim> {
    let flaw = link.address.flaw?;
    if listed || account(reading, link) && !matches!(flaw, Flaw::Empty | Flaw::Hash) {
        return None;
    }
    let (aspect, fr, en) = match flaw {
        Flaw::Empty => ("broken", "est vide", "is empty"),
        Flaw::Hash => ("broken", "ne mène nulle part", "leads nowhere"),
        Flaw::Placeholder => ("broken", "n'est pas une adresse", "is not an address"),
        Flaw::Example => ("broken", "est une adresse d'exemple", "is an example address"),
        Flaw::Local => ("broken", "ne s'ouvre que sur un réseau privé", "opens on a private network only"),
        Flaw::Staging => ("broken", "mène à un site d'essai", "leads to a test site"),
        Flaw::Malformed => ("broken", "ne peut pas être lue", "cannot be read"),
        Flaw::User => {
            ("broken", "cache son site derrière un nom et un « @ »", "hides its site behind a name and an “@”")
        }
        Flaw::LookAlike => (
            "broken",
            "imite un autre site par des lettres d'un autre alphabet",
            "imitates another site by letters of another alphabet",
        ),
        Flaw::Editing => ("editing", "ouvre la page de modification", "opens the editing page"),
    };
    // An address for hosts that the event keeps private is told by that rule.
    if flaw == Flaw::Editing && private(reading, link, &link.address).is_some() {
        return None;
    }
    let facts = reading.event(link.about);
    let claim = make(link, aspect, Standing::Against)?.own(facts).hole("flaw", Message::new(fr, en));
    Some(wanted(claim, facts, &promised(reading, link)))
}

/// An address that passes on to what is private, or to another event's.
fn onward(reading: &Reading<'_, '_>, link: &ReadLink<'_>) -> Option<Claim> {
    let inner = link::read(link.address.onward.as_deref()?);
    let known = |index: usize| reading.event(index).link_like(&link.address).or(reading.event(index).link_like(&inner));
    if let Some(found) = private(reading, link, &inner) {
        return Some(found);
    }
    if reading.frame.allowed().any(|index| known(index).is_some()) {
        return None;
    }
    let other = reading.frame.others.iter().copied().find(|index| known(*index).is_some())?;
    Some(make(link, "event", Standing::Foreign)?.own(reading.event(link.about)).other(reading.event(other)))
}

fn private(reading: &Reading<'_, '_>, link: &ReadLink<'_>, address: &Link) -> Option<Claim> {
    let listed = (0..reading.frame.world.events.len())
        .flat_map(|index| &reading.event(index).event.private.links)
        .find(|private| {
            link::read(private.text()).normal == address.normal || super::reading::starts_like(address, private.text())
        });
    let host = address.identity.as_ref().is_some_and(|identity| identity.host);
    if listed.is_none() && !host {
        return None;
    }
    let claim = claim(
        place_of(link),
        link.link.url.text().to_string(),
        Part::Mail(link.part),
        &[Scope::LinkUrl],
        Kind::Secret,
        "link",
        Standing::Against,
    )?;
    Some(match listed {
        Some(private) => claim.because(private, "l'événement le garde privé", "the event keeps it private"),
        None => claim,
    })
}

/// A platform whose service ended.
fn ended(reading: &Reading<'_, '_>, link: &ReadLink<'_>) -> Option<Claim> {
    let service = reading.frame.world.project.settings.account.services.iter().find(|service| {
        let host = service.host.text().trim_start_matches("www.");
        (link.address.host == host || link.address.host.ends_with(&format!(".{host}")))
            && service.until.as_ref().is_some_and(|until| until.moment.date() <= reading.send.date())
    })?;
    let until = service.until.as_ref()?;
    let claim = make(link, "service", Standing::Against)?.hole("until", super::draft::full_date(until.moment.date()));
    let claim = match &service.replaced_by {
        Some(new) => claim.expect(same(new.text()), new.text()),
        None => claim,
    };
    Some(claim.because(
        &service.host,
        "les réglages disent la fin de ce service",
        "the settings say when this service ends",
    ))
}

/// Whether the account lists the address.
pub(super) fn account(reading: &Reading<'_, '_>, link: &ReadLink<'_>) -> bool {
    reading
        .frame
        .world
        .project
        .settings
        .account
        .links
        .iter()
        .any(|pattern| link::matches_pattern(pattern.text(), &link.address))
}

fn wanted(claim: Claim, facts: &EventFacts<'_>, promised: &[String]) -> Claim {
    let Some((role, known)) = promised.iter().find_map(|role| facts.link(role).map(|known| (role, known))) else {
        let role =
            promised.first().map_or_else(|| Message::new("autre chose", "something else"), |role| role_name(role));
        return claim.hole("wanted.role", role);
    };
    claim
        .hole("wanted.role", role_name(role))
        .hole("wanted.url", same(known.fact.url.text()))
        .expect(same(known.fact.url.text()), known.fact.url.text())
        .because(&known.fact.url, "le lien que l'événement donne", "the link that the event gives")
}

pub(super) fn make(link: &ReadLink<'_>, aspect: &'static str, standing: Standing) -> Option<Claim> {
    let mut claim = claim(
        place_of(link),
        link.link.url.text().to_string(),
        Part::Mail(link.part),
        &[Scope::LinkUrl],
        Kind::Link,
        aspect,
        standing,
    )?;
    let label = link.link.label.text().trim();
    claim.holes.insert("link.text", same(if label.is_empty() { link.link.url.text() } else { label }));
    if !matches!(standing, Standing::Backed)
        && let Some(span) = link.link.label.whole().span().filter(|_| !link.link.label.is_empty())
    {
        claim
            .related
            .push(crate::finding::Related { message: Message::new("le texte du lien", "the words of the link"), span });
    }
    Some(claim)
}

fn place_of(link: &ReadLink<'_>) -> Place {
    let url = link.link.url.whole();
    if url.span().is_some() { url } else { link.link.element.whole() }
}

/// A role for people.
pub fn role_name(role: &str) -> Message {
    match role {
        "register" => Message::new("l'inscription", "the registration"),
        "join" => Message::new("la salle", "the room"),
        "replay" => Message::new("le replay", "the replay"),
        "slides" => Message::new("les supports", "the slides"),
        "survey" => Message::new("le questionnaire", "the survey"),
        "calendar" => Message::new("l'ajout à l'agenda", "the calendar entry"),
        "unsubscribe" => Message::new("le désabonnement", "the way to unsubscribe"),
        "program" => Message::new("le programme", "the programme"),
        other => same(other),
    }
}
