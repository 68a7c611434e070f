//! A mail read outside of a check: rendered, read, and what it claims.

use crate::claims::reading::Reading;
use crate::claims::{self, Claim};
use crate::facts::{Frame, World};
use crate::language::Language;
use crate::project::{Binding, Event, Mail};
use crate::source::{Problem, Sources};

use super::Ask;
use super::classes::{Classes, Place};
use super::data::Base;
use super::mail::send_time;
use super::render::{RenderedMail, Shared, Templates, language_of};
use super::skeleton::Skeleton;
use super::template_claims;

/// A mail as one of its recipients gets it.
pub(super) struct Seen<'s, 'm, 'a> {
    /// Its blocks and passages.
    pub(super) reading: &'s Reading<'m, 'a>,
    /// What it claims.
    pub(super) claims: &'s [Claim],
}

/// Looks at a mail as its recipients get it, once for each way through its conditions, until `look` has an answer.
///
/// # Errors
/// The problem that keeps the mail from being read, or its event from being known.
pub(super) fn each_version<T>(
    world: &World<'_>,
    mail: &Mail,
    sources: &Sources,
    ask: &Ask,
    mut look: impl FnMut(&Seen<'_, '_, '_>) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let mail = &*mail.open(sources)?;
    let events = world.project.event_of(mail)?;
    let shared = Shared::of(world.project, sources);
    let each = matches!(mail.event, Binding::Each(_)) && events.len() != 1;
    let also: &[&Event] = if each { &[] } else { events.get(1..).unwrap_or(&[]) };
    for own in events.iter().take(if each { events.len() } else { 1 }) {
        let Some(frame) = Frame::of(world, mail, own, also) else { continue };
        let language = language_of(world.project, mail, Some(own));
        let mut read = |rendered: &RenderedMail| {
            let texts = claims::Texts::default();
            let send = send_time(&frame, ask, &rendered.message);
            let reading = Reading::of(&frame, &rendered.message, send, language, &texts);
            let mut found = claims::of(&reading);
            found.extend(rendered.faults.iter().filter_map(template_claims::fault_claim));
            look(&Seen { reading: &reading, claims: &found })
        };
        if let Some(answer) = versions(&frame, &shared, language, &mut read) {
            return Ok(Some(answer));
        }
    }
    Ok(None)
}

/// Renders a mail for the first row of each way through its conditions, until `read` has an answer.
fn versions<T>(
    frame: &Frame<'_>,
    shared: &Shared,
    language: Language,
    read: &mut dyn FnMut(&RenderedMail) -> Option<T>,
) -> Option<T> {
    let templates = Templates::of(frame.mail, shared, language);
    let base = Base::of(frame);
    let Some(recipients) = frame.mail.recipients.as_ref().filter(|recipients| !recipients.is_empty()) else {
        return read(&templates.render(&base.row(None)));
    };
    let mut classes = Classes::of(recipients);
    let mut rows = recipients.rows();
    while let Some(row) = rows.next() {
        // Which values are printed is the check's concern: here all are alike.
        let Place::New(seat) = classes.place(&row, &mut |_, _, _| true) else { continue };
        if !classes.is_branch(&seat) {
            continue;
        }
        let rendered = templates.render(&base.row(Some(&row.held())));
        let skeleton =
            |columns: &[usize]| Skeleton::of(&rendered, recipients, columns, |column| row.text(column).into_owned());
        classes.open(seat, &row, &rendered, skeleton, &mut |_, _, _| true);
        if let Some(answer) = read(&rendered) {
            return Some(answer);
        }
    }
    None
}
