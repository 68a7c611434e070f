//! What a mail owes its reader, by its purpose.

use crate::facts::EventFacts;
use crate::language::Message;
use crate::message::{BlockKind, PartKind};
use crate::project::{Audience, Status};
use crate::source::Place;
use crate::value::link;
use crate::words::Lists;

use super::draft::{claim, same};
use super::links::role_name;
use super::reading::{Moment, Reading, name_words};
use super::{Claim, Kind, Part, Scope, Standing};

/// What a mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It invites.
    Invitation,
    /// It reminds.
    Reminder,
    /// It follows up.
    FollowUp,
    /// It is for those who did not come.
    Absence,
    /// It cancels.
    Cancellation,
    /// It postpones.
    Postponement,
    /// Anything else.
    Letter,
}

impl Purpose {
    /// Its word, as in a rule's `when:`.
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Invitation => "invitation",
            Purpose::Reminder => "reminder",
            Purpose::FollowUp => "follow-up",
            Purpose::Absence => "absence",
            Purpose::Cancellation => "cancellation",
            Purpose::Postponement => "postponement",
            Purpose::Letter => "letter",
        }
    }

    /// The purpose of a word.
    pub fn of_word(word: &str) -> Option<Purpose> {
        [
            Purpose::Invitation,
            Purpose::Reminder,
            Purpose::FollowUp,
            Purpose::Absence,
            Purpose::Cancellation,
            Purpose::Postponement,
            Purpose::Letter,
        ]
        .into_iter()
        .find(|purpose| purpose.word() == word)
    }

    /// The purpose of a mail: its setting, else what status, audience and time of sending say.
    pub fn of(reading: &Reading<'_, '_>) -> Purpose {
        let mail = reading.frame.mail;
        if let Some(purpose) = mail.purpose.as_ref().and_then(|word| Purpose::of_word(word.text())) {
            return purpose;
        }
        let own = reading.frame.own();
        let before_was = own.event.was.as_ref().is_some_and(|was| reading.send < was.moment);
        match own.event.status {
            Status::Cancelled => return Purpose::Cancellation,
            Status::Postponed if before_was || own.slots.is_empty() => return Purpose::Postponement,
            _ => {}
        }
        match (reading.frame.audience(), reading.moment(reading.frame.own)) {
            (Some(Audience::Invited), _) => Purpose::Invitation,
            (Some(Audience::Registered | Audience::Speakers), Moment::Before) => Purpose::Reminder,
            (Some(Audience::Attended | Audience::All), Moment::After) => Purpose::FollowUp,
            (Some(Audience::Absent), Moment::After) => Purpose::Absence,
            _ => Purpose::Letter,
        }
    }
}

/// Looks for what is owed and missing. `made` are all other claims: what is backed is there.
pub fn look(reading: &Reading<'_, '_>, made: &[Claim], out: &mut Vec<Claim>) {
    let own = reading.frame.own();
    let owed = Owed { reading, own, made };
    match Purpose::of(reading) {
        Purpose::Invitation => {
            owed.title(out);
            owed.date(out);
            if !owed.venue() {
                owed.link("register", out);
            }
        }
        Purpose::Reminder => {
            owed.date(out);
            if !owed.venue() {
                owed.link("join", out);
            }
        }
        Purpose::FollowUp | Purpose::Absence => {
            owed.title(out);
            owed.link("replay", out);
        }
        Purpose::Cancellation => {
            owed.words("cancelled", "cancellation", "l'annulation", "the cancellation", out);
            owed.day(out);
        }
        Purpose::Postponement => {
            owed.words("postponed", "postponement", "le report", "the postponement", out);
            owed.new_date(out);
        }
        Purpose::Letter => owed.speaks_of_cancelled(out),
    }
    if reading.frame.mail.promotion.is_some() {
        owed.opt_out("opt-out", out);
    } else if let Some(other) = owed.advertised() {
        let before = out.len();
        owed.opt_out("opt-out-other", out);
        for claim in &mut out[before..] {
            claim.holes.insert("other.title", same(other.event.title.text()));
            claim.holes.insert("other.date", super::draft::day_of(other));
        }
    }
}

struct Owed<'o, 'm, 'a> {
    reading: &'o Reading<'m, 'a>,
    own: &'o EventFacts<'a>,
    made: &'o [Claim],
}

impl Owed<'_, '_, '_> {
    fn title(&self, out: &mut Vec<Claim>) {
        let own = self.reading.frame.own;
        let named = self.reading.blocks.iter().any(|block| block.titles.iter().any(|hit| hit.event == own));
        // A title shortened in running text: half of its significant words in one block.
        let short = || {
            let title = &self.own.names;
            self.reading.blocks.iter().any(|block| {
                title.iter().any(|name| {
                    let words: Vec<&String> =
                        name.words.iter().filter(|word| crate::facts::significant(word)).collect();
                    let there = words
                        .iter()
                        .filter(|word| {
                            block.words.folded().any(|said| crate::facts::stem(said) == crate::facts::stem(word))
                        })
                        .count();
                    !words.is_empty() && there * 2 >= words.len() && there >= 2.min(words.len())
                })
            })
        };
        if !named && !short() && !self.wrong(Kind::Title) {
            out.extend(
                self.missing("title", same(self.own.event.title.text()))
                    .map(|claim| claim.because(&self.own.event.title, "le titre de l'événement", "the event's title")),
            );
        }
    }

    /// Whether a claim of an aspect is backed by this event: the next one's date is not its own.
    fn said(&self, aspect: &str) -> bool {
        let own = |value: &str| {
            self.own.slots.iter().any(|slot| {
                slot.day.to_string() == value
                    || slot.last.to_string() == value
                    || slot.start.is_some_and(|start| format!("{:02}:{:02}", start.hour(), start.minute()) == value)
            }) || self
                .own
                .days
                .iter()
                .any(|day| day.role != crate::facts::DayRole::Named && day.date.to_string() == value)
        };
        self.made.iter().any(|claim| {
            claim.standing == Standing::Backed
                && claim.aspect == aspect
                && claim.value.as_ref().is_some_and(|(value, _)| own(value))
        })
    }

    fn day(&self, out: &mut Vec<Claim>) {
        if self.own.slots.is_empty() {
            return;
        }
        if !self.said("day") && !self.said("relative") && !self.wrong(Kind::Date) {
            out.extend(self.missing("date", super::draft::day_of(self.own)).map(|claim| {
                claim.because(self.own.slots[0].start_written, "la date de l'événement", "the event's date")
            }));
        }
    }

    fn date(&self, out: &mut Vec<Claim>) {
        if self.own.slots.is_empty() {
            return;
        }
        self.day(out);
        if self.own.slots[0].start.is_some() && !self.said("hour") && !self.wrong(Kind::Time) && !self.wrong(Kind::Date)
        {
            out.extend(self.missing("time", super::draft::hours_of(self.own)));
        }
    }

    fn link(&self, role: &'static str, out: &mut Vec<Claim>) {
        let known: Vec<_> = self.own.links.iter().filter(|link| link.role == role).collect();
        let Some(first) = known.first() else { return self.no_way(role, out) };
        let there = self.reading.links.iter().filter(|link| self.reading.shows(link)).any(|link| {
            known
                .iter()
                .any(|known| known.link.normal == link.address.normal || link::same_thing(&known.link, &link.address))
        });
        let wrong = self.wrong(Kind::Link)
            || self.made.iter().any(|claim| claim.kind == Kind::Secret && claim.aspect == "link");
        if !there && !wrong {
            let claim = self.missing(role, role_name(role));
            out.extend(claim.map(|claim| {
                claim.expect(same(first.fact.url.text()), first.fact.url.text()).because(
                    &first.fact.url,
                    "le lien que l'événement donne",
                    "the link that the event gives",
                )
            }));
        }
    }

    /// The event gives no link of a role that the mail owes. A replay is owed only where there is one; a way to come is
    /// owed always, and may be another of the event's links, its telephone or its venue.
    fn no_way(&self, role: &'static str, out: &mut Vec<Claim>) {
        let way = |link: &super::reading::ReadLink<'_>| {
            self.own.link_like(&link.address).is_some_and(|known| matches!(known.role.as_str(), "register" | "join"))
        };
        let shown = self.reading.links.iter().any(way);
        let calls = |claim: &Claim| {
            claim.standing == Standing::Backed && claim.kind == Kind::Contact && claim.aspect == "phone"
        };
        if role != "replay" && !shown && !self.made.iter().any(calls) && !self.wrong(Kind::Link) {
            let claim = self.missing(role, role_name(role));
            out.extend(claim.map(|claim| Claim { standing: Standing::Unheld, ..claim }));
        }
    }

    fn words(&self, group: &str, aspect: &'static str, fr: &str, en: &str, out: &mut Vec<Claim>) {
        let list = Lists::built_in().list("status");
        if !self.reading.blocks.iter().any(|block| block.has(list, group)) {
            let claim = self.missing(aspect, Message::new(fr, en));
            out.extend(claim.map(|claim| match &self.own.event.status_at {
                Some(status) => claim.because(status, "ce que l'événement dit", "what the event says"),
                None => claim,
            }));
        }
    }

    /// A letter owes nothing; but one that tells of a cancelled event must not tell of it as if it took place.
    fn speaks_of_cancelled(&self, out: &mut Vec<Claim>) {
        let list = Lists::built_in().list("status");
        let said = self.reading.blocks.iter().any(|block| block.has(list, "cancelled"));
        if self.own.event.status != Status::Cancelled || said {
            return;
        }
        let named = self.made.iter().find(|claim| claim.kind == Kind::Title && claim.standing == Standing::Backed);
        let Some(named) = named else { return };
        let made = claim(
            named.place.clone(),
            named.found.clone(),
            named.part,
            &named.scopes,
            Kind::Tense,
            "status",
            Standing::Against,
        );
        out.extend(made.map(|made| {
            let made = made.own(self.own).sent(self.reading);
            match &self.own.event.status_at {
                Some(status) => made.because(status, "ce que l'événement dit", "what the event says"),
                None => made,
            }
        }));
    }

    fn new_date(&self, out: &mut Vec<Claim>) {
        // The old date may be named too: it is not the new one.
        let new = |claim: &Claim| {
            claim.value.as_ref().is_some_and(|(day, _)| self.own.slots.iter().any(|slot| slot.day.to_string() == *day))
        };
        let said =
            self.made.iter().any(|claim| claim.kind == Kind::Date && claim.standing == Standing::Backed && new(claim));
        if !self.own.slots.is_empty() && !said && !self.wrong(Kind::Date) {
            out.extend(self.missing("new-date", super::draft::day_of(self.own)));
        }
    }

    /// Another event that the mail asks its readers to register for.
    fn advertised(&self) -> Option<&EventFacts<'_>> {
        if self.reading.frame.audience() == Some(Audience::Speakers) {
            return None;
        }
        let asks = |link: &&super::reading::ReadLink<'_>| {
            let facts = self.reading.event(link.about);
            link.about != self.reading.frame.own
                && facts.link_like(&link.address).is_some_and(|known| known.role == "register")
        };
        self.reading.links.iter().find(asks).map(|link| self.reading.event(link.about))
    }

    fn opt_out(&self, aspect: &'static str, out: &mut Vec<Claim>) {
        let settings = &self.reading.frame.world.project.settings;
        if settings.sender_adds.iter().any(|word| word.text() == "unsubscribe") {
            return;
        }
        let list = Lists::built_in().list("link-roles");
        let without_space = |text: &str| text.split_whitespace().collect::<String>();
        let tags: Vec<String> = settings
            .sender_tags
            .iter()
            .map(|tag| tag.text())
            .filter(|tag| leaves(tag))
            .chain(settings.sender.iter().flat_map(|sender| sender.leaves.iter().copied()))
            .map(without_space)
            .collect();
        // Nearly all readers get the HTML: what stands in the text part alone is not there for them.
        let part = if self.reading.message.html.is_some() { PartKind::Html } else { PartKind::Text };
        let there =
            self.reading.links.iter().filter(|link| link.part == part && self.reading.shows(link)).any(|link| {
                let label = crate::words::Words::of(link.link.label.text());
                let url = crate::words::Words::of(link.link.url.text());
                let filled = tags.iter().any(|tag| without_space(link.link.url.text()) == *tag);
                list.has(&label, "unsubscribe") || list.has(&url, "unsubscribe") || filled
            }) || self.reading.blocks.iter().filter(|block| block.block.part == part && !block.block.hidden).any(
                |block| {
                    let filled = tags.iter().any(|tag| without_space(block.text()).contains(tag));
                    block.has(list, "unsubscribe")
                        && (filled || block.text().contains('@') || block.text().contains("http"))
                },
            );
        if !there {
            out.extend(self.missing(aspect, role_name("unsubscribe")));
        }
    }

    fn venue(&self) -> bool {
        let Some(venue) = &self.own.event.venue else { return false };
        let names = [&venue.name, &venue.city, &venue.address];
        names
            .into_iter()
            .flatten()
            .any(|name| self.reading.blocks.iter().any(|block| !block.words.find(&name_words(name.text())).is_empty()))
    }

    /// A claim of that kind is already reported as wrong: what is owed is there, wrongly.
    fn wrong(&self, kind: Kind) -> bool {
        self.made.iter().any(|claim| {
            claim.kind == kind && !matches!(claim.standing, Standing::Backed | Standing::Missing | Standing::Unheld)
        }) || kind == Kind::Title
            && self
                .made
                .iter()
                .any(|claim| matches!(claim.kind, Kind::Tag | Kind::Variable) && claim.scopes.contains(&Scope::Heading))
    }

    /// A claim at the part that should hold it: its first block of text.
    fn missing(&self, aspect: &'static str, wanted: Message) -> Option<Claim> {
        let body =
            self.reading.blocks.iter().filter(|block| matches!(block.block.part, PartKind::Html | PartKind::Text));
        let shown = |block: &crate::message::Block| {
            !matches!(block.kind, BlockKind::Alt | BlockKind::DocumentTitle) && !block.hidden
        };
        let mut places = body.filter(|block| shown(&block.block)).filter_map(|block| {
            let place = block.block.text.whole();
            place.span().map(|_| (block.block.part, place))
        });
        let (part, place) = places.next().or_else(|| {
            let whole: Place = self.reading.frame.mail.body.whole();
            whole.span().map(|_| (PartKind::Html, whole))
        })?;
        let made =
            claim(place, String::new(), Part::Mail(part), &[Scope::Text], Kind::Owes, aspect, Standing::Missing)?;
        let plain = wanted.get(self.reading.language).to_string();
        Some(made.own(self.own).hole("wanted", wanted.clone()).expect(wanted, plain))
    }
}

/// A merge tag that the sending platform turns into a way out: `{{{unsubscribe}}}`, `*|UNSUB|*`, `[DESINSCRIPTION]`.
fn leaves(tag: &str) -> bool {
    let tag: String = crate::language::fold::fold(tag).chars().filter(char::is_ascii_alphabetic).collect();
    ["unsub", "desabo", "desinscr", "optout", "preference"].iter().any(|word| tag.contains(word))
}
