//! What the rules said of words that are explained.

use std::collections::HashMap;

use crate::finding::{Finding, Page, RuleWhy, Why};
use crate::language::Message;
use crate::source::Sources;

/// Adds what a check found to the words of its pages.
pub(in crate::check) fn hear_all(pages: &mut [Page], findings: &[Finding], sources: &Sources) {
    let mut by_mail: HashMap<&str, Vec<&Finding>> = HashMap::new();
    let mut of_all: Vec<&Finding> = Vec::new();
    for finding in findings {
        match &finding.mail {
            None => of_all.push(finding),
            Some(mail) => {
                let further = finding.mails.iter().filter(|other| *other != mail);
                further.chain([mail]).for_each(|mail| by_mail.entry(mail).or_default().push(finding));
            }
        }
    }
    for page in pages {
        let own = by_mail.get(page.mail.as_str()).into_iter().flatten();
        let ours: Vec<&Finding> = own.chain(&of_all).copied().collect();
        page.words.iter_mut().for_each(|why| say(why, &ours, sources));
    }
}

/// Adds what a check found to words of one of its mails.
pub(in crate::check) fn hear(why: &mut Why, findings: &[Finding], sources: &Sources) {
    let ours = |finding: &&Finding| {
        let ours = |path: &String| **path == *why.mail;
        finding.mail.as_ref().is_none_or(ours) || finding.mails.iter().any(ours)
    };
    let ours: Vec<&Finding> = findings.iter().filter(ours).collect();
    say(why, &ours, sources);
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
