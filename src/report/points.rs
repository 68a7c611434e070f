//! Findings as people count them: a claim that is said in nine places is one point with its places, and of very many
//! points the first of each rule are shown in full.

use std::collections::HashMap;

use super::view::Group;
use crate::finding::{Affected, Finding, Level};
use crate::source::Span;

/// Up to so many points are all shown in full.
const FEW: usize = 30;
/// Of more, the most that are shown in full.
const MOST: usize = 60;
/// Of those, the most of one rule.
const MOST_OF_A_RULE: usize = 5;
/// The most places of what is not shown in full that are named, for each rule.
const MOST_PLACES: usize = 8;

/// One thing to correct or to check, wherever it stands.
#[derive(Debug, Clone)]
pub(super) struct Point<'a> {
    /// The first of its findings.
    pub(super) finding: &'a Finding,
    /// All further places.
    pub(super) places: Vec<Span>,
}

/// Points of one rule that are not shown in full.
#[derive(Debug)]
pub(super) struct Rest<'a> {
    pub(super) rule: &'a str,
    pub(super) level: Level,
    /// How many.
    pub(super) points: usize,
    /// The places of the first of them.
    pub(super) places: Vec<Span>,
}

/// What two findings share that are the same point.
type Same<'a> = (&'a str, Option<&'a str>, &'a str, Option<&'a str>, Option<&'a Affected>);

/// The findings as points, each where its first finding stands.
pub(super) fn points<'a>(findings: &[&'a Finding]) -> Vec<Point<'a>> {
    let mut points: Vec<Point> = Vec::new();
    let mut known: HashMap<Same, usize> = HashMap::new();
    for finding in findings.iter().copied() {
        let help = finding.help.as_ref().map(|help| help.get(crate::language::Language::Fr));
        let message = finding.message.get(crate::language::Language::Fr);
        let same = (finding.rule.as_str(), finding.mail.as_deref(), message, help, finding.recipients.as_ref());
        match known.get(&same).and_then(|at| points.get_mut(*at)) {
            Some(point) => {
                point.places.push(finding.span);
                point.places.extend(&finding.places);
            }
            None => {
                known.insert(same, points.len());
                points.push(Point { finding, places: finding.places.clone() });
            }
        }
    }
    points
}

/// Takes what is too much out of the groups, and says what it was: by rule, the gravest first.
pub(super) fn take_rest<'a>(groups: &mut Vec<Group<'a>>) -> Vec<Rest<'a>> {
    let all: usize = groups.iter().map(|group| group.points.len()).sum();
    if all <= FEW {
        return Vec::new();
    }
    let chosen = choose(groups);
    let mut rest: Vec<Rest> = Vec::new();
    for (group, chosen) in groups.iter_mut().zip(chosen) {
        let mut chosen = chosen.into_iter();
        group.points.retain(|point| {
            let shown = chosen.next().unwrap_or_default();
            if !shown {
                leave(&mut rest, point);
            }
            shown
        });
    }
    groups.retain(|group| !group.points.is_empty());
    rest.sort_by_key(|rest| (std::cmp::Reverse(rest.level), std::cmp::Reverse(rest.points)));
    rest
}

/// Which points of each group are shown: the gravest first, of each rule the first ones.
fn choose(groups: &[Group]) -> Vec<Vec<bool>> {
    let mut chosen: Vec<Vec<bool>> = groups.iter().map(|group| vec![false; group.points.len()]).collect();
    let mut of_rule: HashMap<&str, usize> = HashMap::new();
    let mut shown = 0;
    for level in [Level::Error, Level::Warning, Level::Info] {
        for (group, chosen) in groups.iter().zip(&mut chosen) {
            for (point, chosen) in group.points.iter().zip(chosen) {
                let of_rule = of_rule.entry(&point.finding.rule).or_default();
                if point.finding.level == level && shown < MOST && *of_rule < MOST_OF_A_RULE {
                    (*chosen, shown, *of_rule) = (true, shown + 1, *of_rule + 1);
                }
            }
        }
    }
    chosen
}

fn leave<'a>(rest: &mut Vec<Rest<'a>>, point: &Point<'a>) {
    let finding = point.finding;
    let known = rest.iter().position(|known| known.rule == finding.rule && known.level == finding.level);
    let at = known.unwrap_or_else(|| {
        rest.push(Rest { rule: &finding.rule, level: finding.level, points: 0, places: Vec::new() });
        rest.len() - 1
    });
    rest[at].points += 1;
    if rest[at].places.len() < MOST_PLACES {
        rest[at].places.push(finding.span);
    }
}
