//! One mail: rendered for each class of its recipients, read, its claims made findings.

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use crate::claims::reading::{Moment, Reading};
use crate::claims::{self, Claim, Kind, Part, Scope, Standing, draft, owed::Purpose};
use crate::facts::{Frame, World};
use crate::finding::{Checked, Confirmed};
use crate::language::{Language, Message};
use crate::message::{self, PartKind};
use crate::project::{Audience, Binding, Event, Mail, Recipients, SendAt, Status};
use crate::rules::{self, InTemplate, RuleSet, Situation};
use crate::source::{Problem, Sources, Span, Traced};
use crate::template::ReadHow;
use crate::work::{self, Stage};

use super::classes::Touch;
use super::correct::{self, Corrector};
use super::merge::{Found, Joined, Rendering};
use super::previous::Previous;
use super::render::{RenderedMail, Shared, language_of};
use super::why::Explainer;
use super::{Ask, Result, ignores, page, template_claims};

/// What every mail of a run shares.
pub struct Around<'a> {
    /// Partials and helpers.
    pub shared: &'a Shared,
    /// The files that were read.
    pub sources: &'a Sources,
    /// The old mail, where one was given.
    pub previous: Option<&'a Previous>,
    /// How many words are explained so far.
    pub explained: &'a page::Explained,
}

/// Checks a mail: with its event, or with every event for a template that is made for each.
pub fn check(world: &World<'_>, mail: &Mail, rules: &RuleSet, ask: &Ask, around: &Around<'_>) -> Result {
    let _check = work::enter(Stage::Check);
    let mut result = Result::default();
    let mail = &*match mail.open(around.sources) {
        Ok(mail) => mail,
        Err(problem) => {
            result.problems.push(problem);
            return result;
        }
    };
    let part = mail.text.as_ref().and_then(|(path, _)| around.sources.known(path));
    let own = std::iter::once(mail.file).chain(part);
    result.ignores = own.map(|file| (file, ignores::of_file(file, around.sources))).collect();
    let events = match world.project.event_of(mail) {
        Ok(events) => events,
        Err(problem) => {
            result.problems.push(problem);
            return result;
        }
    };
    let each = matches!(mail.event, Binding::Each(_)) && events.len() != 1;
    let (own, also): (Vec<&Event>, &[&Event]) = if each {
        (events.clone(), &[])
    } else {
        (events.iter().take(1).copied().collect(), events.get(1..).unwrap_or(&[]))
    };
    for event in own {
        let Some(frame) = Frame::of(world, mail, event, also) else { continue };
        let corrector = Corrector::new(&frame, around.sources);
        let language = language_of(world.project, mail, Some(event));
        One { frame: &frame, mail, rules, ask, around, language, corrector: &corrector }.check(&mut result);
    }
    result.work = work::take();
    result
}

/// When a mail is sent, in the event's zone: as its settings say, else as a finished message says, else now.
pub(super) fn send_time(frame: &Frame<'_>, ask: &Ask, message: &message::Message) -> DateTime {
    let own = frame.own();
    let now =
        if ask.now_is_wall { ask.now.datetime() } else { ask.now.with_time_zone(own.event.zone.clone()).datetime() };
    match &frame.mail.send_at {
        Some(SendAt::Fixed(at)) => at.moment,
        Some(SendAt::FromEvent { from_end, minutes, at, .. }) => {
            let end = own.event.end.as_ref().filter(|_| *from_end);
            let Some(base) = end.or(own.event.start.as_ref()) else { return now };
            let moved = base.moment.checked_add(jiff::SignedDuration::from_mins(*minutes)).unwrap_or(base.moment);
            match at {
                Some((hour, minute)) => moved.with().hour(*hour).minute(*minute).second(0).build().unwrap_or(moved),
                None => moved,
            }
        }
        // A finished message says itself when it was sent; a `--now` of the command line comes before it.
        None if !ask.now_is_wall => {
            // Of an event without a zone the hours are the sender's.
            let at = |sent: message::Sent| match own.zone() {
                Some(zone) => (sent.stamp, zone.clone()),
                None => (sent.wall, jiff::tz::TimeZone::UTC),
            };
            let said = message.date.map(at);
            let said = said.and_then(|(seconds, zone)| Some((jiff::Timestamp::from_second(seconds).ok()?, zone)));
            said.map_or(now, |(stamp, zone)| stamp.to_zoned_datetime(zone).datetime())
        }
        None => now,
    }
}

/// One mail with its event.
pub(super) struct One<'c, 'a> {
    pub(super) frame: &'c Frame<'a>,
    pub(super) mail: &'c Mail,
    pub(super) rules: &'c RuleSet,
    pub(super) ask: &'c Ask,
    pub(super) around: &'c Around<'c>,
    pub(super) language: Language,
    corrector: &'c Corrector<'c>,
}

/// A class of recipients: its index, and the row that is looked at; none for the made-up recipient.
#[derive(Debug, Clone, Copy)]
pub(super) struct Class {
    pub(super) index: u32,
    pub(super) row: Option<u32>,
}

/// What was found in a mail so far.
#[derive(Debug, Default)]
pub(super) struct Told {
    joined: Joined,
    /// The paths that the templates print.
    printed: Vec<String>,
    /// What its texts say.
    texts: claims::Texts,
    /// What the rules about words find in the template.
    template: InTemplate,
}

impl Told {
    fn add_printed<'p>(&mut self, paths: impl Iterator<Item = &'p str>) {
        for path in paths {
            if !self.printed.iter().any(|known| known == path) {
                self.printed.push(path.to_string());
            }
        }
    }
}

/// Subject, preheader and headers.
pub(super) fn lines_of(message: &message::Message) -> Vec<(PartKind, &Traced)> {
    let lines = [
        (PartKind::Subject, &message.subject),
        (PartKind::Preheader, &message.preheader),
        (PartKind::Headers, &message.from),
        (PartKind::Headers, &message.reply_to),
    ];
    lines.into_iter().filter_map(|(kind, line)| line.as_ref().map(|line| (kind, line))).collect()
}

/// The HTML and text parts.
pub(super) fn parts_of(message: &message::Message) -> Vec<(PartKind, &message::Part)> {
    let html = message.html.iter().map(|part| (PartKind::Html, part));
    html.chain(message.text.iter().map(|part| (PartKind::Text, part))).collect()
}

impl One<'_, '_> {
    fn check(&self, result: &mut Result) {
        let mut told = Told::default();
        let rows = self.look_at_all(&mut told, result);
        result.findings.extend(told.joined.finish(&rows));
        told.printed.sort();
        told.printed.dedup();
        let mut claims = Vec::new();
        claims::recipients::look(self.frame, &told.printed, &mut claims);
        let found = self.report(&claims, &Situation::default(), None, result);
        result.findings.extend(found);
        let people = self.mail.recipients.as_ref().and_then(|all| Some((all, all.file?)));
        let cut = people.and_then(|(all, file)| all.fault(&self.around.sources.file(file).path));
        result.problems.extend(cut);
    }

    /// Looks at a rendering, the first of a class; which findings touch what the recipients' file says.
    pub(super) fn look_at(&self, class: Class, rendered: &RenderedMail, told: &mut Told, result: &mut Result) -> Touch {
        let send = send_time(self.frame, self.ask, &rendered.message);
        result.problems.extend(rendered.problems.iter().cloned());
        result.problems.extend(rendered.fatal.iter().map(template_claims::fatal));
        let printed = rendered.reads.iter().filter(|read| read.how != ReadHow::Condition);
        told.add_printed(printed.map(|read| &*read.pointer));
        let reading = Reading::of(self.frame, &rendered.message, send, self.language, &told.texts);
        let situation = self.situation(&reading);
        let mut claims = claims::of(&reading);
        self.add_of_templates(class.row, rendered, &mut claims);
        if class.index == 0 {
            if let Some(previous) = self.around.previous {
                result.kept.push(previous.compare(&reading, &mut claims));
            }
            let backed = backed(&claims);
            self.confirm(&backed, result);
            if self.ask.pages {
                result.pages.push(page::of(self.frame, rendered, class.row, &backed));
            }
            self.head(&reading, result);
            self.say_not_checked(&reading, &situation, &claims, result);
            if self.mail.event_mismatch {
                claims.extend(self.mismatch());
            }
        }
        self.explain(class, &reading, &claims, result);
        let rendering = Rendering::new(&self.mail.path, self.frame.own().event.id.text(), class.index as usize);
        for claim in &mut claims {
            claim.replacement = correct::wanted(claim);
        }
        let right = claims.iter().filter(|claim| claim.standing == Standing::Backed && claim.place.literal);
        result.backed.extend(right.map(|claim| (rendering.clone(), claim.span)));
        let mut found = self.report(&claims, &situation, Some(class), result);
        found.extend(self.words(&rendered.message, &situation, class, &mut told.template, result));
        found.iter_mut().for_each(|found| found.settle(self.corrector, &rendering));
        let people = self.mail.recipients.as_ref().and_then(|recipients| recipients.file);
        let touch = people.and_then(|file| found.iter().map(|found| found.touch(file)).max());
        told.joined.extend(found, people);
        touch.unwrap_or(Touch::Nothing)
    }

    /// Explains what was asked about: the words of a page, or one place.
    fn explain(&self, class: Class, reading: &Reading<'_, '_>, claims: &[Claim], result: &mut Result) {
        let explainer = || Explainer::new(reading, claims, self.rules, self.around.sources);
        if let Some(page) = result.pages.last_mut().filter(|_| class.index == 0 && !self.around.explained.is_full()) {
            page.words = explainer().words();
        }
        if let Some(place) = self.ask.place.as_ref().filter(|_| result.why.is_none()) {
            result.why = explainer().at(place);
        }
    }

    /// Adds what the templates themselves claim, and takes away what cannot be held against what is not whole.
    fn add_of_templates(&self, row: Option<u32>, rendered: &RenderedMail, claims: &mut Vec<Claim>) {
        // What a broken structure swallowed is not missing from the mail: the fault alone is told.
        if !rendered.fatal.is_empty() {
            claims.retain(|claim| !matches!(claim.kind, Kind::Owes | Kind::Parts));
        }
        // Of an event that could not be read, what is there instead of its facts is no truth.
        if self.own_is_unread() {
            claims.retain(|claim| !of_the_event(claim.kind));
        }
        claims.extend(rendered.faults.iter().filter_map(template_claims::fault_claim));
        let each = matches!(self.mail.event, Binding::Each(_));
        // What one of many events lacks is no fault of the template that serves them all.
        let empty = rendered.reads.iter().filter_map(|read| template_claims::empty_claim(read, row));
        claims.extend(empty.filter(|claim| !each || claim.kind != Kind::Variable));
        if each {
            let typed: Vec<Claim> = claims.iter().filter_map(template_claims::typed_claim).collect();
            claims.extend(typed);
        }
    }

    /// Whether the title or the date of the mail's event cannot be read, is missing, or is still to be filled in.
    fn own_is_unread(&self) -> bool {
        let event = self.frame.own().event;
        let told = |key: &str| event.tree.get(key).map(|node| node.span);
        let places: Vec<Span> = ["title", "start", "sessions"].into_iter().filter_map(told).collect();
        self.frame.world.project.problems.iter().any(|problem| {
            problem.span.is_some_and(|span| {
                span.file == event.file
                    && (problem.code == "event-incomplete" || places.iter().any(|place| place.overlaps(span)))
            })
        })
    }

    fn total(&self) -> usize {
        self.mail.recipients.as_ref().map_or(0, Recipients::len)
    }

    fn report(&self, claims: &[Claim], situation: &Situation, class: Option<Class>, result: &mut Result) -> Vec<Found> {
        let mut out = Vec::new();
        // Who made them may have stopped here, whether or not a rule reports those that are there.
        if claims.iter().filter(|claim| claim.standing != Standing::Backed).count() > claims::MOST {
            result.problems.push(self.too_many());
        }
        for (rule, claim) in self.rules.report(situation, claims) {
            if out.len() == claims::MOST {
                result.problems.push(self.too_many());
                break;
            }
            let claim = &claims[claim];
            let finding = self.rules.finding(rule, claim, Some(self.mail.into()));
            let found = Found::new(finding, self.rules.rank(rule), Some(claim.kind)).of(claim);
            out.push(match (&claim.rows, class) {
                (Some(rows), _) => found.rows(rows, self.total()),
                (None, Some(class)) => found.class(class.index, self.total()),
                (None, None) => found,
            });
        }
        out
    }

    fn too_many(&self) -> Problem {
        let (path, most) = (&self.mail.path, claims::MOST);
        let message = Message::new(
            format!("plus de {most} points dans ce seul mail : seuls les premiers sont gardés"),
            format!("more than {most} points in this one mail: only the first are kept"),
        );
        Problem::new("findings-limit", message).in_path(path).help(Message::new(
            "Corriger ceux-là, puis relancer : un même défaut s'y répète sans doute.",
            "Correct these, then run presend again: it is probably one fault, repeated.",
        ))
    }

    /// What the rules about words find.
    fn words(
        &self,
        message: &message::Message,
        situation: &Situation,
        class: Class,
        template: &mut InTemplate,
        result: &mut Result,
    ) -> Vec<Found> {
        let (lines, parts) = (lines_of(message), parts_of(message));
        let source = Some(&self.mail.body);
        let texts = rules::Texts { lines: &lines, parts: &parts, source, ..rules::Texts::default() };
        let hits = self.rules.look(&texts, situation, Some(self.mail.into()), template);
        if hits.len() > claims::MOST {
            result.problems.push(self.too_many());
        }
        let found = |hit: rules::Hit| Found::new(hit.finding, hit.rank, None).class(class.index, self.total());
        hits.into_iter().take(claims::MOST).map(found).collect()
    }

    fn situation(&self, reading: &Reading<'_, '_>) -> Situation {
        let own = self.frame.own();
        Situation {
            audience: self.frame.audience().map(audience_word),
            moment: match reading.moment(self.frame.own) {
                Moment::Before => Some("before"),
                Moment::During => Some("during"),
                Moment::After => Some("after"),
                Moment::Unknown => None,
            },
            purpose: Some(Purpose::of(reading).word()),
            kind: Some(if self.mail.promotion.is_some() { "promotion" } else { "service" }),
            language: Some(self.language.tag()),
            platform: own.event.platform.as_ref().map(|platform| platform.text().to_string()),
            status: Some(match own.event.status {
                Status::Confirmed => "confirmed",
                Status::Cancelled => "cancelled",
                Status::Postponed => "postponed",
            }),
        }
    }

    fn confirm(&self, backed: &[(&'static str, &Claim)], result: &mut Result) {
        let mut times: BTreeMap<(&'static str, String), (Message, usize)> = BTreeMap::new();
        for (kind, claim) in backed {
            let Some((value, shown)) = &claim.value else { continue };
            times.entry((kind, value.clone())).or_insert_with(|| (shown.clone(), 0)).1 += 1;
        }
        result.confirmed.extend(times.into_iter().map(|((kind, value), (shown, times))| Confirmed {
            mail: self.mail.path.clone(),
            kind,
            value,
            shown,
            times,
        }));
    }

    fn head(&self, reading: &Reading<'_, '_>, result: &mut Result) {
        result.checked.push(Checked {
            path: self.mail.path.clone(),
            subject: reading.message.subject.as_ref().map(|subject| subject.text().to_string()),
            event: Some(draft::event(self.frame.own())),
            recipients: self.total().max(if self.mail.recipients.is_none() { reading.message.to.len() } else { 0 }),
        });
    }

    fn mismatch(&self) -> Option<Claim> {
        let Binding::Ids(ids) = &self.mail.event else { return None };
        let id = ids.first()?;
        let claim = draft::at(
            id,
            0..id.len(),
            Part::Settings,
            &[Scope::EventData],
            Kind::Settings,
            "event-mismatch",
            Standing::Against,
        )?;
        let own = self.frame.own();
        let claim = claim.own(own).expect(draft::same(own.event.id.text()), own.event.id.text());
        // People know an event by its title and date; the id is how the mail names it.
        Some(match self.frame.world.events.iter().find(|facts| facts.event.id.text() == id.text()) {
            Some(other) => claim
                .hole("other.title", draft::same(other.event.title.text()))
                .hole("other.date", draft::day_of(other)),
            None => claim,
        })
    }
}

/// The claims that the facts back, each with its kind as reports name it.
fn backed(claims: &[Claim]) -> Vec<(&'static str, &Claim)> {
    let backed = claims.iter().filter(|claim| claim.standing == Standing::Backed && claim.value.is_some());
    let kind = |claim: &Claim| {
        Some(match (claim.kind, claim.aspect) {
            (Kind::Title, _) => "title",
            (Kind::Date, _) => "date",
            (Kind::Time, "duration") => "duration",
            (Kind::Time, _) => "time",
            (Kind::Link, _) => "link",
            (Kind::Person, _) => "person",
            (Kind::Contact, _) => "contact",
            (Kind::Calendar, _) => "calendar",
            (Kind::Venue, _) => "venue",
            (
                Kind::Topic
                | Kind::Audience
                | Kind::Tense
                | Kind::Owes
                | Kind::Parts
                | Kind::Variable
                | Kind::Tag
                | Kind::Recipient
                | Kind::Secret
                | Kind::Html
                | Kind::Headers
                | Kind::Settings,
                _,
            ) => return None,
        })
    };
    backed.filter_map(|claim| Some((kind(claim)?, claim))).collect()
}

/// Whether claims of a kind are held against the event's title, days and hours.
fn of_the_event(kind: Kind) -> bool {
    matches!(kind, Kind::Title | Kind::Date | Kind::Time | Kind::Tense | Kind::Owes | Kind::Calendar | Kind::Topic)
}

fn audience_word(audience: Audience) -> &'static str {
    match audience {
        Audience::Invited => "invited",
        Audience::Registered => "registered",
        Audience::Attended => "attended",
        Audience::Absent => "absent",
        Audience::Speakers => "speakers",
        Audience::All => "all",
    }
}
