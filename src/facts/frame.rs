//! Which facts count for one mail.

use crate::project::{Audience, Event, Mail};
use crate::source::Traced;

use super::{EventFacts, World};

/// The facts that count for one mail: its own event, the events that it may also speak of, and all others.
#[derive(Debug)]
pub struct Frame<'a> {
    /// All events.
    pub world: &'a World<'a>,
    /// The mail.
    pub mail: &'a Mail,
    /// The mail's own event: its index in the world.
    pub own: usize,
    /// The event after it.
    pub next: Option<usize>,
    /// Further events that the mail may speak of.
    pub mentioned: Vec<usize>,
    /// Events that it may not speak of.
    pub others: Vec<usize>,
}

impl<'a> Frame<'a> {
    /// The frame of a mail about `own`; `also` are further ids of its `event:` list.
    pub fn of(world: &'a World<'a>, mail: &'a Mail, own: &Event, also: &[&Event]) -> Option<Frame<'a>> {
        let own = world.index(own)?;
        let event = world.events[own].event;
        let next = event.next.as_ref().and_then(|next| world.resolve(next)).filter(|next| *next != own);
        let mut mentioned: Vec<usize> =
            event.mentions.iter().chain(&mail.mentions).filter_map(|r| world.resolve(r)).collect();
        mentioned.extend(also.iter().filter_map(|event| world.index(event)));
        mentioned.retain(|index| *index != own && Some(*index) != next);
        mentioned.sort_unstable();
        mentioned.dedup();
        let others = (0..world.project.events.len())
            .chain(world.previous)
            .filter(|index| *index != own && Some(*index) != next && !mentioned.contains(index))
            .collect();
        Some(Frame { world, mail, own, next, mentioned, others })
    }

    /// The mail's own event.
    pub fn own(&self) -> &EventFacts<'a> {
        &self.world.events[self.own]
    }

    /// An event.
    pub fn event(&self, index: usize) -> &EventFacts<'a> {
        &self.world.events[index]
    }

    /// The events that the mail may speak of: its own first, then the next, then the mentioned ones.
    pub fn allowed(&self) -> impl Iterator<Item = usize> + '_ {
        std::iter::once(self.own).chain(self.next).chain(self.mentioned.iter().copied())
    }

    /// Whether the mail may speak of an event.
    pub fn is_allowed(&self, event: usize) -> bool {
        self.allowed().any(|allowed| allowed == event)
    }

    /// Figures, dates and words that the mail may state anywhere.
    pub fn facts(&self) -> impl Iterator<Item = &'a Traced> + '_ {
        self.mail.facts.iter().chain(self.allowed().flat_map(|index| &self.world.events[index].event.facts))
    }

    /// People that any mail may name.
    pub fn account_people(&self) -> &'a [Traced] {
        &self.world.project.settings.account.people
    }

    /// Whom the mail is for.
    pub fn audience(&self) -> Option<Audience> {
        self.mail.audience.as_ref().map(|(audience, _)| *audience)
    }
}
