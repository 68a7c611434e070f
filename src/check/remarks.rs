//! What the files of a project say of themselves: remarks of the readers become findings.

use crate::claims::{Kind, Part, Scope, Standing, draft};
use crate::project::Project;
use crate::rules::{InMail, RuleSet, Situation};
use crate::source::{FileId, Place, Remark};

use super::merge::{Collected, Found};

/// Makes findings of the remarks of a reader.
pub(crate) fn look(remarks: &[Remark], rules: &RuleSet, project: &Project, found: &mut Collected) {
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
            let finding = rules.finding(rule, &claims[index], mail_in(project, remark.span.file));
            found.add_mail(vec![Found::new(finding, rules.rank(rule), Some(Kind::Settings))]);
        }
    }
}

/// The mail that a file is the template of; `None` for an event, a partial or the settings.
pub(crate) fn mail_in(project: &Project, file: FileId) -> Option<InMail<'_>> {
    project.mails.iter().find(|mail| mail.file == file).map(InMail::from)
}
