//! One mail: classes of recipients, rendering, reading, claims, findings.

use std::collections::BTreeMap;

use jiff::civil::DateTime;

use crate::claims::reading::{Moment, Reading};
use crate::claims::{self, Claim, Kind, Part, Scope, Standing, draft, owed::Purpose};
use crate::facts::{Frame, World};
use crate::finding::{Checked, Confirmed};
use crate::language::{Language, Message};
use crate::message::{self, PartKind};
use crate::project::{Audience, Binding, BodyKind, Engine, Event, Mail, Project, Row, SendAt, Status};
use crate::rules::{self, RuleSet, Situation};
use crate::source::{Place, Problem, Sources, Traced};
use crate::template::{self, Environment, Fault, FaultKind, HelperKind, Node, PartialSet, Read, ReadHow, Rendered};

use super::merge::Found;
use super::{Ask, Result, data, not_checked};

/// A mail as one recipient gets it.
#[derive(Debug, Default)]
pub struct RenderedMail {
    /// Subject, preheader, headers and parts, read.
    pub message: message::Message,
    /// The HTML (or Markdown) body.
    pub html: Option<Traced>,
    /// The text body.
    pub text: Option<Traced>,
    /// What was wrong with the templates.
    pub faults: Vec<Fault>,
    /// What stops the mail from being rendered.
    pub fatal: Vec<Fault>,
    /// What the templates read.
    pub reads: Vec<Read>,
}

/// What every rendering of a project shares.
pub struct Shared {
    partials: PartialSet,
    helpers: Vec<(String, HelperKind)>,
    sender_tags: Vec<String>,
}

impl Shared {
    /// The partials and helpers of a project.
    pub fn of(project: &Project, sources: &Sources) -> Shared {
        let kind = |kind: crate::project::HelperKind| match kind {
            crate::project::HelperKind::Text => HelperKind::Text,
            crate::project::HelperKind::Url => HelperKind::Url,
            crate::project::HelperKind::Date => HelperKind::Date,
            crate::project::HelperKind::Block => HelperKind::Block,
        };
        let settings = &project.settings;
        Shared {
            partials: PartialSet::new(project.partials.iter().map(|(name, file)| (name.clone(), sources.text(*file)))),
            helpers: settings.helpers.iter().map(|(name, said)| (name.text().to_string(), kind(*said))).collect(),
            sender_tags: settings.sender_tags.iter().map(|tag| tag.text().to_string()).collect(),
        }
    }
}

/// The language of a mail: its own, its event's, the project's, else French.
pub fn language_of(project: &Project, mail: &Mail, event: Option<&Event>) -> Language {
    let events = event.and_then(|event| event.languages.first().copied());
    mail.language.or(events).or(project.settings.language).unwrap_or(Language::Fr)
}

/// Renders a mail for the row at an index, without checking it.
///
/// # Errors
/// The problem that keeps the mail's event from being known.
pub fn render_first(world: &World<'_>, mail: &Mail, sources: &Sources, row: usize) -> std::result::Result<(RenderedMail, Language), Problem> {
    let events = world.project.event_of(mail)?;
    let language = language_of(world.project, mail, events.first().copied());
    let shared = Shared::of(world.project, sources);
    let frame = events.first().and_then(|own| Frame::of(world, mail, own, &events[1..]));
    let Some(frame) = frame else { return Ok((RenderedMail::default(), language)) };
    Ok((one_rendering(&frame, row, &shared, language), language))
}

/// A mail as the recipient of the row at an index gets it.
pub(super) fn one_rendering(frame: &Frame<'_>, row: usize, shared: &Shared, language: Language) -> RenderedMail {
    let row = frame.mail.recipients.as_ref().and_then(|recipients| recipients.rows.get(row));
    render(frame.mail, &data::of(frame, row), shared, language)
}

fn render(mail: &Mail, data: &Node, shared: &Shared, language: Language) -> RenderedMail {
    let mut out = RenderedMail::default();
    let mut part = |source: &Traced, escape: bool| -> Traced {
        let rendered = render_one(mail, source, data, shared, language, escape);
        out.faults.extend(rendered.faults);
        out.reads.extend(rendered.reads);
        out.fatal.extend(rendered.fatal);
        rendered.output
    };
    let subject = mail.subject.as_ref().map(|line| part(line, false));
    let preheader = mail.preheader.as_ref().map(|line| part(line, false));
    let from = mail.from.as_ref().map(|line| part(line, false));
    let reply_to = mail.reply_to.as_ref().map(|line| part(line, false));
    let body = part(&mail.body, mail.kind_of_body != BodyKind::Text);
    let text = mail.text.as_ref().map(|(_, text)| part(text, false));
    let mut message = message::Message { subject, preheader, from, reply_to, ..message::Message::default() };
    match mail.kind_of_body {
        BodyKind::Html => {
            message.html = Some(message::html::read(&body));
            message.text = text.as_ref().map(|text| message::text::read(text, false));
            out.html = Some(body);
            out.text = text;
        }
        kind => {
            message.text = Some(message::text::read(&body, kind == BodyKind::Markdown));
            out.text = Some(body);
        }
    }
    out.message = message;
    out
}

fn render_one(mail: &Mail, source: &Traced, data: &Node, shared: &Shared, language: Language, escape: bool) -> Rendered {
    if mail.engine == Engine::None {
        return template::verbatim(source);
    }
    let template = template::parse(source);
    let environment = Environment {
        partials: &shared.partials,
        helpers: &shared.helpers,
        sender_tags: &shared.sender_tags,
        escape,
        ..Environment::new(language)
    };
    if mail.engine == Engine::HandlebarsRust {
        return template::render_with_crate(&template, data, &environment);
    }
    template::render(&template, data, &environment)
}

/// Checks a mail: with its event, or with every event for a template that is made for each.
pub fn check(world: &World<'_>, mail: &Mail, rules: &RuleSet, ask: &Ask, shared: &Shared) -> Result {
    let mut result = Result::default();
    let events = match world.project.event_of(mail) {
        Ok(events) => events,
        Err(problem) => {
            result.problems.push(problem);
            return result;
        }
    };
    let each = matches!(mail.event, Binding::Each(_)) && events.len() != 1;
    let (own, also): (Vec<&Event>, &[&Event]) = if each { (events.clone(), &[]) } else { (events.iter().take(1).copied().collect(), events.get(1..).unwrap_or(&[])) };
    for event in own {
        let Some(frame) = Frame::of(world, mail, event, also) else { continue };
        One { world, frame: &frame, mail, rules, ask, shared, language: language_of(world.project, mail, Some(event)) }.check(&mut result);
    }
    result
}

/// When a mail is sent, in the event's zone, and whether its settings say so.
pub(super) fn send_time(frame: &Frame<'_>, ask: &Ask) -> (DateTime, bool) {
    let own = frame.own();
    let now = if ask.now_is_wall { ask.now.datetime() } else { ask.now.with_time_zone(own.event.zone.clone()).datetime() };
    match &frame.mail.send_at {
        Some(SendAt::Fixed(at)) => (at.moment, true),
        Some(SendAt::FromEvent { from_end, minutes, at, .. }) => {
            let end = own.event.end.as_ref().filter(|_| *from_end);
            let Some(base) = end.or(own.event.start.as_ref()) else { return (now, false) };
            let moved = base.moment.checked_add(jiff::SignedDuration::from_mins(*minutes)).unwrap_or(base.moment);
            let moved = match at {
                Some((hour, minute)) => moved.with().hour(*hour).minute(*minute).second(0).build().unwrap_or(moved),
                None => moved,
            };
            (moved, true)
        }
        None => (now, false),
    }
}

struct One<'c, 'a> {
    world: &'c World<'a>,
    frame: &'c Frame<'a>,
    mail: &'c Mail,
    rules: &'c RuleSet,
    ask: &'c Ask,
    shared: &'c Shared,
    language: Language,
}

impl One<'_, '_> {
    fn check(&self, result: &mut Result) {
        let (send, send_is_set) = send_time(self.frame, self.ask);
        let mut printed: Vec<String> = Vec::new();
        for (index, class) in self.classes().into_iter().enumerate() {
            let rendered = class.rendered;
            result.problems.extend(rendered.fatal.iter().map(fatal));
            printed.extend(rendered.reads.iter().filter(|read| read.how != ReadHow::Condition).map(|read| read.pointer.to_string()));
            let reading = Reading::of(self.frame, &rendered.message, send, send_is_set, self.language);
            let situation = self.situation(&reading);
            let mut claims = claims::of(&reading);
            claims.extend(rendered.faults.iter().filter_map(fault_claim));
            claims.extend(rendered.reads.iter().filter_map(|read| empty_claim(read, &class.rows)));
            if matches!(self.mail.event, Binding::Each(_)) {
                let typed: Vec<Claim> = claims.iter().filter_map(typed_claim).collect();
                claims.extend(typed);
            }
            if index == 0 {
                self.confirm(&claims, result);
                self.head(&reading, result);
                self.say_not_checked(&reading, &claims, result);
                if self.mail.event_mismatch {
                    claims.extend(self.mismatch());
                }
            }
            self.report(&claims, &situation, &class.rows, result);
            self.words(&rendered.message, &situation, &class.rows, result);
        }
        printed.sort();
        printed.dedup();
        let mut rows = Vec::new();
        claims::recipients::look(self.frame, &printed, &mut rows);
        self.report(&rows, &Situation::default(), &[], result);
    }

    fn total(&self) -> usize {
        self.mail.recipients.as_ref().map_or(0, |recipients| recipients.rows.len())
    }

    fn report(&self, claims: &[Claim], situation: &Situation, rows: &[u32], result: &mut Result) {
        for (rule, claim) in self.rules.report(situation, claims) {
            let finding = self.rules.finding(rule, &claims[claim], Some(&self.mail.path));
            let kind = claims[claim].kind;
            let concerned = claims[claim].rows.as_deref().unwrap_or(rows);
            result.findings.push(Found::new(finding, self.rules.rank(rule), Some(kind)).rows(concerned, self.total()));
        }
    }

    /// What the rules about words find.
    fn words(&self, message: &message::Message, situation: &Situation, rows: &[u32], result: &mut Result) {
        let lines: Vec<(PartKind, message::Part)> = [
            (PartKind::Subject, &message.subject),
            (PartKind::Preheader, &message.preheader),
            (PartKind::Headers, &message.from),
            (PartKind::Headers, &message.reply_to),
        ]
        .into_iter()
        .filter_map(|(kind, line)| line.as_ref().map(|line| (kind, line)))
        .map(|(kind, line)| (kind, message::Part { blocks: vec![message::line_block(line, kind)], bytes: line.len(), ..message::Part::default() }))
        .collect();
        let mut parts: Vec<(PartKind, &message::Part)> = lines.iter().map(|(kind, part)| (*kind, part)).collect();
        parts.extend(message.html.iter().map(|part| (PartKind::Html, part)));
        parts.extend(message.text.iter().map(|part| (PartKind::Text, part)));
        let texts = rules::Texts { parts: &parts, source: Some(&self.mail.body), ..rules::Texts::default() };
        let hits = self.rules.look(&texts, situation, Some(&self.mail.path));
        result.findings.extend(hits.into_iter().map(|hit| Found::new(hit.finding, hit.rank, None).rows(rows, self.total())));
    }

    /// Recipients whose conditions fall alike, one rendering each. Without recipients, one made-up class.
    fn classes(&self) -> Vec<Class> {
        let Some(recipients) = self.mail.recipients.as_ref().filter(|recipients| !recipients.rows.is_empty()) else {
            let rendered = render(self.mail, &data::of(self.frame, None), self.shared, self.language);
            return vec![Class { rows: Vec::new(), rendered }];
        };
        let mut fields: Vec<(String, bool)> = Vec::new();
        loop {
            let mut classes: BTreeMap<Vec<String>, Class> = BTreeMap::new();
            let mut order: Vec<Vec<String>> = Vec::new();
            let mut more = Vec::new();
            for row in recipients.rows.iter() {
                let key = key(recipients, row, &fields);
                if let Some(class) = classes.get_mut(&key) {
                    class.rows.push(row.line);
                    continue;
                }
                let rendered = render(self.mail, &data::of(self.frame, Some(row)), self.shared, self.language);
                more.extend(decisive(&rendered.reads).into_iter().filter(|field| !fields.contains(field)));
                order.push(key.clone());
                classes.insert(key, Class { rows: vec![row.line], rendered });
                if !more.is_empty() {
                    break;
                }
            }
            if more.is_empty() {
                return order.into_iter().filter_map(|key| classes.remove(&key)).collect();
            }
            // A branch that was not taken before reads further fields: the classes are made anew with them.
            more.sort();
            more.dedup();
            fields.extend(more);
        }
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

    fn confirm(&self, claims: &[Claim], result: &mut Result) {
        let mut times: BTreeMap<(&'static str, String), (Message, usize)> = BTreeMap::new();
        for claim in claims.iter().filter(|claim| claim.standing == Standing::Backed) {
            let Some((value, shown)) = &claim.value else { continue };
            let kind = match (claim.kind, claim.aspect) {
                (Kind::Title, _) => "title",
                (Kind::Date, _) => "date",
                (Kind::Time, "duration") => "duration",
                (Kind::Time, _) => "time",
                (Kind::Link, _) => "link",
                (Kind::Person, _) => "person",
                (Kind::Contact, _) => "contact",
                _ => "venue",
            };
            times.entry((kind, value.clone())).or_insert_with(|| (shown.clone(), 0)).1 += 1;
        }
        result.confirmed.extend(times.into_iter().map(|((kind, value), (shown, times))| Confirmed { mail: self.mail.path.clone(), kind, value, shown, times }));
    }

    fn head(&self, reading: &Reading<'_, '_>, result: &mut Result) {
        result.checked.push(Checked {
            path: self.mail.path.clone(),
            subject: reading.message.subject.as_ref().map(|subject| subject.text().to_string()),
            event: Some(draft::event(self.frame.own())),
            recipients: self.total(),
        });
    }

    /// Checks that concern this mail and have no input.
    fn say_not_checked(&self, reading: &Reading<'_, '_>, claims: &[Claim], result: &mut Result) {
        let path = &self.mail.path;
        if self.frame.world.project.events.len() < 2 {
            result.not_checked.push(not_checked(
                "other-event",
                path,
                Message::new("contenu d'un autre événement : aucun autre n'est connu", "another event's content: no other is known"),
                Message::new("--events, ou « events: » dans presend.yaml", "--events, or “events:” in presend.yaml"),
            ));
        }
        match &self.mail.recipients {
            None => result.not_checked.push(not_checked(
                "recipient-email",
                path,
                Message::new("destinataires : pas de fichier", "recipients: no file"),
                Message::new("--recipients, ou « recipients: »", "--recipients, or “recipients:”"),
            )),
            Some(recipients) => {
                let attendance = claims::recipients::column(recipients, "attended").is_some();
                let promised = matches!(self.frame.audience(), Some(Audience::Attended | Audience::Absent));
                if promised && !attendance {
                    result.not_checked.push(not_checked(
                        "recipient-audience",
                        path,
                        Message::new("présents et absents : le fichier des destinataires n'a pas de colonne de présence", "attendance: the recipients' file has no such column"),
                        Message::new("une colonne « Présent »", "a column “Attended”"),
                    ));
                }
            }
        }
        let own = self.frame.own();
        let unknown_hour = own.slots.iter().any(|slot| slot.start.is_none()) && !own.event.all_day;
        if unknown_hour && reading.blocks.iter().flat_map(|block| &block.whens).any(|when| when.time.is_some()) {
            result.not_checked.push(not_checked(
                "event-time",
                path,
                Message::new("heures : l'événement n'en donne pas", "hours: the event gives none"),
                Message::new("l'heure dans « start: »", "the hour in “start:”"),
            ));
        }
        let _ = (claims, self.world);
    }

    fn mismatch(&self) -> Option<Claim> {
        let Binding::Ids(ids) = &self.mail.event else { return None };
        let id = ids.first()?;
        let claim = draft::at(id, 0..id.len(), Part::Settings, &[Scope::EventData], Kind::Settings, "event-mismatch", Standing::Against)?;
        let own = self.frame.own();
        Some(claim.own(own).expect(draft::same(own.event.id.text()), own.event.id.text()))
    }
}

struct Class {
    rows: Vec<u32>,
    rendered: RenderedMail,
}

/// Which fields of a recipient decide what is rendered: `true`, their value; `false`, only whether they are empty.
fn decisive(reads: &[Read]) -> Vec<(String, bool)> {
    let mut out: Vec<(String, bool)> = reads
        .iter()
        .filter_map(|read| {
            let name = read.pointer.strip_prefix("recipient.")?;
            Some((name.trim_start_matches('[').trim_end_matches(']').to_string(), read.how != ReadHow::Printed))
        })
        .collect();
    out.sort();
    out.dedup();
    out
}

fn key(recipients: &crate::project::Recipients, row: &Row, fields: &[(String, bool)]) -> Vec<String> {
    fields
        .iter()
        .map(|(name, whole)| {
            let value = data::field(recipients, row, name).map_or("", |cell| cell.text());
            if *whole { value.to_string() } else { value.trim().is_empty().to_string() }
        })
        .collect()
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

fn fatal(fault: &Fault) -> Problem {
    let code = match fault.kind {
        FaultKind::EndlessInclusion => "template-endless",
        FaultKind::Limit => "template-limit",
        _ => "template-structure",
    };
    let span = fault.opener.as_ref().map_or(fault.tag, |(_, span)| *span);
    Problem::new(code, fault.message.clone()).at(span)
}

fn fault_claim(fault: &Fault) -> Option<Claim> {
    let (kind, aspect, standing) = match fault.kind {
        FaultKind::UnreadableTag => (Kind::Tag, "unreadable", Standing::Unknown),
        FaultKind::UnknownVariable | FaultKind::BadArgument | FaultKind::NotPrintable => (Kind::Variable, "unknown", Standing::Unknown),
        FaultKind::UnknownHelper => (Kind::Variable, "helper", Standing::Unknown),
        FaultKind::UnknownPartial => (Kind::Variable, "partial", Standing::Unknown),
        FaultKind::EnginesDiffer => (Kind::Settings, "engines-differ", Standing::Against),
        _ => return None,
    };
    let place = Place { written: Some(fault.tag), literal: true, ..Place::default() };
    let claim = draft::claim(place, fault.found.clone(), Part::Template, &[Scope::Source], kind, aspect, standing)?;
    Some(match &fault.nearest {
        Some(nearest) => claim.expect(draft::same(nearest), nearest.clone()),
        None => claim,
    })
}

/// A recipient's field that a tag prints and that is empty for these rows.
fn empty_claim(read: &Read, rows: &[u32]) -> Option<Claim> {
    if !read.empty || read.how != ReadHow::Printed || !read.pointer.starts_with("recipient.") || rows.is_empty() {
        return None;
    }
    let name = read.pointer.trim_start_matches("recipient.").to_string();
    let place = Place { written: Some(read.tag), printed: true, ..Place::default() };
    let mut claim = draft::claim(place, name.clone(), Part::Recipients, &[Scope::RecipientData], Kind::Recipient, "empty", Standing::Against)?;
    claim.rows = Some(rows.to_vec());
    Some(claim.hole("column", draft::same(&name)).hole("row", draft::same(&rows[0].to_string())))
}

/// In a template that is made for every event, a fact of one event that is typed, not printed.
fn typed_claim(claim: &Claim) -> Option<Claim> {
    let typed = claim.standing == Standing::Backed
        && claim.place.literal
        && !claim.place.printed
        && matches!((claim.kind, claim.aspect), (Kind::Title, "title") | (Kind::Date, "day") | (Kind::Time, "hour") | (Kind::Link, "role"))
        && matches!(claim.part, Part::Mail(PartKind::Html | PartKind::Text | PartKind::Subject | PartKind::Preheader));
    if !typed {
        return None;
    }
    let mut out = claim.clone();
    out.kind = Kind::Variable;
    out.aspect = "typed";
    out.standing = Standing::Against;
    out.value = None;
    Some(out)
}
