//! A mail read outside of a check: rendered, read, and what it claims.

use crate::claims::reading::Reading;
use crate::claims::{self, Claim};
use crate::facts::{Frame, World};
use crate::project::{Binding, Event, Mail};
use crate::source::{Problem, Sources};

use super::Ask;
use super::mail::send_time;
use super::render::{self, Shared, language_of};
use super::template_claims;

/// A mail as one class of its recipients gets it.
pub(super) struct Seen<'s, 'm, 'a> {
    /// Its blocks and passages.
    pub(super) reading: &'s Reading<'m, 'a>,
    /// What it claims.
    pub(super) claims: &'s [Claim],
}

/// Looks at a mail as each class of its recipients gets it, until `look` has an answer.
///
/// # Errors
/// The problem that keeps the mail's event from being known.
pub(super) fn each_class<T>(
    world: &World<'_>,
    mail: &Mail,
    sources: &Sources,
    ask: &Ask,
    mut look: impl FnMut(&Seen<'_, '_, '_>) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let events = world.project.event_of(mail)?;
    let shared = Shared::of(world.project, sources);
    let each = matches!(mail.event, Binding::Each(_)) && events.len() != 1;
    let also: &[&Event] = if each { &[] } else { events.get(1..).unwrap_or(&[]) };
    for own in events.iter().take(if each { events.len() } else { 1 }) {
        let Some(frame) = Frame::of(world, mail, own, also) else { continue };
        let language = language_of(world.project, mail, Some(own));
        for class in render::classes(&frame, &shared, language) {
            let rendered = &class.rendered;
            let texts = claims::Texts::default();
            let send = send_time(&frame, ask, &rendered.message);
            let reading = Reading::of(&frame, &rendered.message, send, language, &texts);
            let mut found = claims::of(&reading);
            found.extend(rendered.faults.iter().filter_map(template_claims::fault_claim));
            if let Some(answer) = look(&Seen { reading: &reading, claims: &found }) {
                return Ok(Some(answer));
            }
        }
    }
    Ok(None)
}
