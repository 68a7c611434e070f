//! What a report says that it did not check: each check that concerns a mail and had no input.
//!
//! Comes in: a mail as it was read, and its claims. Goes out: [`NotChecked`], each with what is missing and what would
//! change that. Of what a mail does not speak of nothing is said: an event without a venue is one that has none.

use crate::claims::reading::Reading;
use crate::claims::{self, Claim, Kind, Standing, owed::Purpose};
use crate::finding::NotChecked;
use crate::language::Message;
use crate::message::{Block, BlockKind, Part};
use crate::project::{Audience, Recipients};
use crate::rules::Situation;

use super::Result;
use super::mail::One;
use super::previous::Previous;

/// Two texts, French first.
type Words = (&'static str, &'static str);

impl One<'_, '_> {
    /// Checks that concern this mail and have no input.
    pub(super) fn say_not_checked(
        &self,
        reading: &Reading<'_, '_>,
        situation: &Situation,
        claims: &[Claim],
        result: &mut Result,
    ) {
        let before = result.not_checked.len();
        let mut say = |rule: &str, reason: Words, unlock: Words| {
            let check = NotChecked {
                rule: rule.to_string(),
                mail: self.mail.path.clone(),
                reason: Message::new(reason.0, reason.1),
                unlock: Some(Message::new(unlock.0, unlock.1)),
            };
            if !result.not_checked[before..].contains(&check) {
                result.not_checked.push(check);
            }
        };
        self.of_settings(reading, &mut say);
        if let Some(recipients) = &self.mail.recipients {
            self.of_recipients(recipients, &mut say);
        }
        self.of_parts(reading, &mut say);
        self.of_invitation(reading, &mut say);
        self.of_hours(reading, &mut say);
        for claim in claims.iter().filter(|claim| claim.standing == Standing::Unheld) {
            let rule = self.rules.watching(situation, claim);
            if let (Some(rule), Some((reason, unlock))) = (rule, lacking(claim)) {
                say(&rule.id, reason, unlock);
            }
        }
    }

    /// What the project, the command line and the mail's settings do not say.
    fn of_settings(&self, reading: &Reading<'_, '_>, say: &mut dyn FnMut(&str, Words, Words)) {
        if self.frame.world.project.events.len() < 2 && self.around.previous.is_none() {
            say(
                "other-event",
                (
                    "contenu d'un autre événement : aucun autre n'est connu",
                    "another event's content: no other is known",
                ),
                (
                    "--previous ancien-mail, ou « events: » dans presend.yaml",
                    "--previous OLD-MAIL, or “events:” in presend.yaml",
                ),
            );
        }
        if self.around.previous.is_some_and(Previous::is_empty) {
            say(
                "other-event",
                ("ancien mail : rien à y lire", "the old mail: nothing to read in it"),
                ("--previous avec le mail envoyé", "--previous with the mail that was sent"),
            );
        }
        // The To address of a finished message is its recipient.
        if self.mail.recipients.is_none() && !self.mail.eml {
            say(
                "recipient-email",
                ("destinataires : pas de fichier", "recipients: no file"),
                ("--recipients, ou « recipients: »", "--recipients, or “recipients:”"),
            );
        }
        if reading.message.subject.is_none() {
            say(
                "subject-missing",
                ("objet : le mail n'en donne pas", "subject: the mail gives none"),
                ("--subject, ou « subject: »", "--subject, or “subject:”"),
            );
        }
        let letter = Purpose::of(reading) == Purpose::Letter;
        if letter && self.mail.audience.is_none() && self.mail.purpose.is_none() {
            say(
                "audience",
                (
                    "ce que le mail doit à ses lecteurs : il ne dit pas à qui il s'adresse",
                    "what the mail owes its readers: it does not say who they are",
                ),
                ("--audience, ou « audience: »", "--audience, or “audience:”"),
            );
        }
    }

    fn of_recipients(&self, recipients: &Recipients, say: &mut dyn FnMut(&str, Words, Words)) {
        let promised = matches!(self.frame.audience(), Some(Audience::Attended | Audience::Absent));
        if !promised {
            return;
        }
        let said = |came| recipients.attendance(came).is_some_and(|rows| !rows.is_empty());
        if claims::recipients::column(recipients, "attended").is_some() {
            if !recipients.is_empty() && !said(true) && !said(false) {
                say(
                    "recipient-audience",
                    (
                        "présents et absents : la colonne de présence ne le dit d'aucun destinataire",
                        "attendance: the attendance column says it of no recipient",
                    ),
                    ("oui ou non dans cette colonne", "yes or no in that column"),
                );
            }
        } else {
            say(
                "recipient-audience",
                (
                    "présents et absents : le fichier des destinataires n'a pas de colonne de présence",
                    "attendance: the recipients' file has no attendance column",
                ),
                ("une colonne « Présent »", "an “Attended” column"),
            );
        }
    }

    /// Parts in which there is nothing to read.
    fn of_parts(&self, reading: &Reading<'_, '_>, say: &mut dyn FnMut(&str, Words, Words)) {
        let words = |part: &Option<Part>| {
            let shown = |block: &&Block| !block.hidden && block.kind != BlockKind::DocumentTitle;
            part.as_ref().map(|part| part.blocks.iter().filter(shown).any(|block| !block.text.text().trim().is_empty()))
        };
        let (html, text) = (words(&reading.message.html), words(&reading.message.text));
        if html == Some(true) && text == Some(false) {
            say(
                "parts-differ",
                ("version texte : elle est vide", "text part: it is empty"),
                ("« text: » dans les réglages du mail", "“text:” in the mail's settings"),
            );
        }
        // Where nothing is shown either, that is a finding.
        let parts = [&reading.message.html, &reading.message.text].into_iter().flatten();
        let shows = parts.into_iter().any(|part| !part.images.is_empty() || !part.links.is_empty());
        if html != Some(true) && text != Some(true) && shows {
            say(
                "body-empty",
                (
                    "corps du mail : pas un mot à lire, et ce que montrent les images n'est pas lu",
                    "body of the mail: not a word to read, and what images show is not read",
                ),
                ("le texte dans le mail lui-même", "the text in the mail itself"),
            );
        }
    }

    fn of_invitation(&self, reading: &Reading<'_, '_>, say: &mut dyn FnMut(&str, Words, Words)) {
        if claims::invitation::unread(reading) {
            say(
                "invitation-time",
                (
                    "invitation jointe : pas de date lisible, ou dans un fuseau inconnu",
                    "attached invitation: no date that can be read, or one in an unknown time zone",
                ),
                (
                    "« timezone: » dans l'événement, ou une invitation (.ics) exportée à nouveau",
                    "“timezone:” in the event, or an invitation (.ics) exported again",
                ),
            );
        }
    }

    fn of_hours(&self, reading: &Reading<'_, '_>, say: &mut dyn FnMut(&str, Words, Words)) {
        let own = self.frame.own();
        let unknown_hour = own.slots.iter().any(|slot| slot.start.is_none()) && !own.event.all_day;
        if unknown_hour && reading.blocks.iter().flat_map(|block| block.whens.iter()).any(|when| when.time.is_some()) {
            say(
                "event-time",
                ("heures : l'événement n'en donne pas", "times: the event gives none"),
                ("l'heure dans « start: »", "the time in “start:”"),
            );
        }
    }
}

/// What an event does not say for a claim to be held against, and what to add to its file.
fn lacking(claim: &Claim) -> Option<(Words, Words)> {
    Some(match (claim.kind, claim.aspect) {
        (Kind::Time, "duration") => (
            ("durée : l'événement ne dit pas quand il finit", "duration: the event does not say when it ends"),
            ("« end: » dans l'événement", "“end:” in the event"),
        ),
        (Kind::Contact, "phone") => (
            ("numéro de téléphone : l'événement n'en donne pas", "telephone number: the event gives none"),
            ("« contact: » ou « phone: » dans l'événement", "“contact:” or “phone:” in the event"),
        ),
        (Kind::Contact, "code") => (
            ("code d'accès : l'événement n'en donne pas", "access code: the event gives none"),
            ("« phone: {pin: …} » dans l'événement", "“phone: {pin: …}” in the event"),
        ),
        (Kind::Venue, "platform") => (
            ("plateforme : l'événement n'en donne pas", "platform: the event gives none"),
            ("« platform: » dans l'événement", "“platform:” in the event"),
        ),
        (Kind::Link, "unknown") => (
            (
                "lien vers une inscription, une salle, une vidéo ou une enquête : l'événement n'en donne pas",
                "link to a registration, a room, a video or a survey: the event gives none",
            ),
            ("« links: » dans l'événement", "“links:” in the event"),
        ),
        (Kind::Owes, "join") => (
            (
                "comment rejoindre la séance : l'événement ne le dit pas",
                "how to join the session: the event does not say",
            ),
            ("« links: {join: …} » dans l'événement", "“links: {join: …}” in the event"),
        ),
        (Kind::Owes, "register") => (
            ("comment s'inscrire : l'événement ne le dit pas", "how to register: the event does not say"),
            ("« links: {register: …} » dans l'événement", "“links: {register: …}” in the event"),
        ),
        (Kind::Calendar, "invite-start") => (
            (
                "date de l'invitation jointe : l'événement n'en a pas",
                "date of the attached invitation: the event has none",
            ),
            ("« start: » dans l'événement", "“start:” in the event"),
        ),
        (Kind::Calendar, "invite-end") => (
            (
                "fin de l'invitation jointe : l'événement ne dit pas quand il finit",
                "end of the attached invitation: the event does not say when it ends",
            ),
            ("« end: » dans l'événement", "“end:” in the event"),
        ),
        (Kind::Calendar, "invite-link") => (
            (
                "lien de l'invitation jointe : l'événement n'a pas de lien de connexion",
                "link of the attached invitation: the event has no joining link",
            ),
            ("« links: {join: …} » dans l'événement", "“links: {join: …}” in the event"),
        ),
        (Kind::Calendar, "invite-place") => (
            (
                "lieu de l'invitation jointe : l'événement n'en a pas",
                "place of the attached invitation: the event has none",
            ),
            ("« venue: » dans l'événement", "“venue:” in the event"),
        ),
        _ => return None,
    })
}
