//! What the files of a project say of themselves: remarks of the readers become findings.

use std::collections::HashMap;

use crate::claims::{Kind, Part, Scope, Standing, draft};
use crate::project::{Mail, Project};
use crate::rules::{InMail, RuleSet, Situation};
use crate::source::{FileId, Place, Remark};

use super::merge::{Collected, Found};

/// Makes findings of the remarks of a reader.
pub(crate) fn look(remarks: &[Remark], rules: &RuleSet, mails: &Mails<'_>, found: &mut Collected) {
    for remark in remarks {
        let place = Place { written: Some(remark.span), literal: true, ..Place::default() };
        let claim = draft::claim(
            place,
            remark.found.clone(),
            Part::Settings,
            &[Scope::EventData],
            Kind::Settings,
            remark.rule,
            Standing::Against,
        );
        let Some(mut claim) = claim else { continue };
        for (name, value) in &remark.values {
            claim.holes.insert(name, draft::same(value));
        }
        if let Some(expected) = &remark.expected {
            claim = claim.expect(draft::same(expected), expected.clone());
        }
        let claims = [claim];
        for (rule, index) in rules.report(&Situation::default(), &claims) {
            let finding = rules.finding(rule, &claims[index], mails.of_template(remark.span.file));
            found.add_mail(vec![Found::new(finding, rules.rank(rule), Some(Kind::Settings))]);
        }
    }
}

/// The mails of a project, by the files of their templates.
pub(crate) struct Mails<'a>(HashMap<FileId, &'a Mail>);

impl<'a> Mails<'a> {
    /// Those of a project.
    pub(crate) fn of(project: &'a Project) -> Mails<'a> {
        // Of a template's mails the first counts.
        Mails(project.mails.iter().rev().map(|mail| (mail.file, mail)).collect())
    }

    /// The mail that a file is the template of; `None` for an event, a partial or the settings.
    pub(crate) fn of_template(&self, file: FileId) -> Option<InMail<'a>> {
        self.0.get(&file).map(|mail| InMail::from(*mail))
    }

    /// The files of their templates.
    pub(crate) fn files(&self) -> impl Iterator<Item = FileId> {
        self.0.keys().copied()
    }
}
