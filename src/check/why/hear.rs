//! What the rules said of words that are explained.

use std::collections::HashMap;

use crate::finding::{Finding, Outcome, RuleWhy, Why};
use crate::language::Message;
use crate::source::Sources;

/// Adds what a check found to what it explained: one place, and the words of its pages.
pub(in crate::check) fn hear(outcome: &mut Outcome, sources: &Sources) {
    if outcome.why.is_none() && outcome.pages.is_none() {
        return;
    }
    let mut by_mail: HashMap<&str, Vec<&Finding>> = HashMap::new();
    let mut of_all: Vec<&Finding> = Vec::new();
    for finding in &outcome.findings {
        match &finding.mail {
            None => of_all.push(finding),
            Some(mail) => {
                let further = finding.mails.iter().filter(|other| *other != mail);
                further.chain([mail]).for_each(|mail| by_mail.entry(mail).or_default().push(finding));
            }
        }
    }
    let ours = |mail: &str| -> Vec<&Finding> {
        let own = by_mail.get(mail).into_iter().flatten();
        own.chain(&of_all).copied().collect()
    };
    if let Some(why) = &mut outcome.why {
        let ours = ours(&why.mail);
        say(why, &ours, sources);
    }
    for page in outcome.pages.iter_mut().flat_map(|pages| &mut pages.mails) {
        let ours = ours(&page.mail);
        page.words.iter_mut().for_each(|why| say(why, &ours, sources));
    }
}

fn say(why: &mut Why, findings: &[&Finding], sources: &Sources) {
    for finding in findings {
        let mut places = std::iter::once(&finding.span).chain(&finding.places);
        if !places.any(|place| why.spans.iter().any(|span| span.overlaps(*place))) {
            continue;
        }
        let message = Some(match finding.is_of_recipients(sources) {
            true => Message::new("un point dans les données d'un destinataire", "a finding in a recipient's data"),
            false => finding.message.clone(),
        });
        match why.rules.iter_mut().find(|rule| *rule.id == *finding.rule) {
            Some(rule) => rule.said = message,
            None => {
                // It looked at words.
                why.silent = why.silent.saturating_sub(1);
                why.rules.push(RuleWhy { id: finding.rule.as_str().into(), level: finding.level, said: message });
            }
        }
    }
    // What was said comes first.
    why.rules.sort_by_key(|rule| rule.said.is_none());
}
