//! Which event of a calendar, and which of its dates: by `--name` and `--date`, else listed.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use super::series::{Occurrence, Series, Uncountable};
use super::when::Clock;
use crate::import::Options;
use crate::import::choice::{Choice, choose};
use crate::import::write::clean;
use crate::language::Message;
use crate::source::Problem;

/// How many are listed.
const LISTED: usize = 12;

/// How many events with a rule are counted out for one date: each may take a while.
const MOST_RULES: usize = 100;

/// How many rules that cannot be counted out are passed over.
const MOST_FAILED: usize = 3;

/// What was chosen.
pub(super) struct Picked<'s, 'c> {
    pub(super) series: &'s Series<'c>,
    pub(super) occurrence: Occurrence<'c>,
    pub(super) notes: Vec<Message>,
}

/// A date of one of the events.
struct Found<'s, 'c> {
    series: &'s Series<'c>,
    occurrence: Occurrence<'c>,
    wall: DateTime,
}

/// The one that is meant.
///
/// # Errors
/// A problem that lists the events or the dates, where it is not said which.
pub(super) fn pick<'s, 'c>(
    all: &'s [Series<'c>],
    clock: &Clock,
    options: &Options,
    shown: &str,
) -> Result<Picked<'s, 'c>, Problem> {
    let named: Vec<&Series> = match &options.name {
        Some(name) => vec![&all[by_name(all, clock, name, shown)?]],
        None => all.iter().collect(),
    };
    if let Some(day) = options.date.or(options.start.map(|start| start.date())) {
        return on_day(&named, clock, options, day, shown);
    }
    match named[..] {
        [one] => only(one, clock, options.today, shown),
        _ => Err(listed_events(all, clock, shown)),
    }
}

fn by_name(all: &[Series], clock: &Clock, name: &str, shown: &str) -> Result<usize, Problem> {
    let choice = |series: &Series| Choice { name: series.title.clone(), aside: aside(series, clock) };
    let choices: Vec<Choice> = all.iter().map(choice).collect();
    choose(&choices, Some(name), &Message::new("événements", "events"), shown)
}

/// The date at which an event begins, for a list.
fn aside(series: &Series, clock: &Clock) -> String {
    let entry = series.master.or_else(|| series.first_changed());
    let start = entry.and_then(|entry| clock.point(entry.get("DTSTART")?));
    let start = start.map(|start| written(start.shown(&clock.place(&start)), start.day));
    let more = if series.repeats() { " …" } else { "" };
    start.map_or(String::new(), |start| format!(" ({start}{more})"))
}

fn written(wall: DateTime, day: bool) -> String {
    if day { wall.date().to_string() } else { wall.strftime("%Y-%m-%d %H:%M").to_string() }
}

/// The date of an event that has one alone.
fn only<'s, 'c>(series: &'s Series<'c>, clock: &Clock, today: Date, shown: &str) -> Result<Picked<'s, 'c>, Problem> {
    let mut dates = dates(series, clock, horizon(series, clock, today)).map_err(|rule| uncountable(&rule, shown))?;
    match dates.len() {
        0 if series.has_rule() => Err(uncountable(&series.rule(), shown)),
        0 => Err(no_date(shown)),
        1 => Ok(picked(dates.remove(0), Vec::new())),
        _ => Err(listed_dates(series, &dates, None, today, shown)),
    }
}

/// How far dates are listed: two years from today, or from the start of what is still to come.
fn horizon(series: &Series, clock: &Clock, today: Date) -> Date {
    let entry = series.master.or_else(|| series.first_changed());
    let start = entry.and_then(|entry| clock.point(entry.get("DTSTART")?)).map_or(today, |start| start.wall.date());
    start.max(today).saturating_add(2.years())
}

fn dates<'s, 'c>(series: &'s Series<'c>, clock: &Clock, until: Date) -> Result<Vec<Found<'s, 'c>>, Uncountable> {
    let found = |occurrence: Occurrence<'c>| {
        let wall = occurrence.start.shown(&clock.place(&occurrence.start));
        Found { series, occurrence, wall }
    };
    Ok(series.occurrences(clock, until)?.into_iter().map(found).collect())
}

fn picked<'s, 'c>(found: Found<'s, 'c>, notes: Vec<Message>) -> Picked<'s, 'c> {
    Picked { series: found.series, occurrence: found.occurrence, notes }
}

/// The date of that day, among all events.
fn on_day<'s, 'c>(
    named: &[&'s Series<'c>],
    clock: &Clock,
    options: &Options,
    day: Date,
    shown: &str,
) -> Result<Picked<'s, 'c>, Problem> {
    if named.iter().filter(|series| series.has_rule()).count() > MOST_RULES {
        return Err(too_many(shown));
    }
    let (mut all, mut failed): (Vec<Found>, Vec<Uncountable>) = (Vec::new(), Vec::new());
    for series in named {
        // A zone may put the date a day earlier than the calendar does.
        match dates(series, clock, day.saturating_add(2.days())) {
            Ok(dates) => all.extend(dates),
            Err(rule) => failed.push(rule),
        }
        // It takes a while to find that a rule has no date; a calendar that has many such is not gone through.
        if failed.len() > MOST_FAILED {
            return Err(uncountable(&failed[0], shown));
        }
    }
    let mut there: Vec<Found> = Vec::new();
    let mut others: Vec<Found> = Vec::new();
    for found in all {
        if found.wall.date() == day { there.push(found) } else { others.push(found) }
    }
    if let Some(start) = options.start.filter(|start| there.len() > 1 && there.iter().any(|one| one.wall == *start)) {
        there.retain(|found| found.wall == start);
    }
    match (there.len(), named) {
        (1, _) => {
            let notes = failed.iter().map(left_out).collect();
            Ok(picked(there.remove(0), notes))
        }
        (0, [one]) => match (failed.first(), one.master, options.start) {
            // The start that was typed is the date: the rule is not needed.
            (_, Some(master), Some(_)) if options.date.is_none() => {
                let start = master.get("DTSTART").and_then(|start| clock.point(start)).ok_or_else(|| no_date(shown))?;
                Ok(Picked { series: one, occurrence: Occurrence { entry: master, start }, notes: Vec::new() })
            }
            (Some(rule), ..) => Err(uncountable(rule, shown)),
            _ => {
                let all = dates(one, clock, horizon(one, clock, options.today)).unwrap_or_default();
                Err(listed_dates(one, &all, Some(day), options.today, shown))
            }
        },
        (0, _) => Err(nothing_then(&others, day, shown)),
        _ => Err(several_then(&there, day, shown)),
    }
}

fn left_out(rule: &Uncountable) -> Message {
    let rule = clean(&rule.0);
    Message::new(
        format!("Un événement dont presend ne calcule pas la répétition n'a pas été regardé : {rule}"),
        format!("An event whose repetition presend does not compute was not looked at: {rule}"),
    )
}

fn uncountable(rule: &Uncountable, shown: &str) -> Problem {
    let rule = clean(&rule.0);
    let message = Message::new(
        format!("« {shown} » : presend ne sait pas calculer les dates de cette répétition : {rule}"),
        format!("“{shown}”: presend cannot compute the dates of this repetition: {rule}"),
    );
    let help = Message::new(
        "Donner la date et l'heure : --start 2026-11-17T14:00.",
        "Give the date and the hour: --start 2026-11-17T14:00.",
    );
    Problem::new("import-repetition", message).help(help).in_path(shown)
}

fn no_date(shown: &str) -> Problem {
    let message =
        Message::new(format!("« {shown} » ne contient aucune date"), format!("“{shown}” holds no date at all"));
    let help = Message::new(
        "Chaque événement du calendrier doit avoir une ligne DTSTART : refaire l'export.",
        "Each event of the calendar needs a line DTSTART: export it anew.",
    );
    Problem::new("import-empty", message).help(help).in_path(shown)
}

fn too_many(shown: &str) -> Problem {
    let message = Message::new(
        format!("« {shown} » contient plus de {MOST_RULES} événements qui se répètent"),
        format!("“{shown}” holds more than {MOST_RULES} events that repeat"),
    );
    let help = Message::new("Dire lequel par --name, avec son titre.", "Say which by --name, with its title.");
    Problem::new("import-choice", message).help(help).in_path(shown)
}

fn lines<'l>(items: impl Iterator<Item = String> + 'l, count: usize) -> String {
    let lines: String = items.take(LISTED).map(|item| format!("\n    {item}")).collect();
    let rest = count.saturating_sub(LISTED);
    if rest > 0 { format!("{lines}\n    … ({rest})") } else { lines }
}

fn found_line(found: &Found) -> String {
    format!("{}  {}", written(found.wall, found.occurrence.start.day), clean(&found.series.title))
}

fn listed_events(all: &[Series], clock: &Clock, shown: &str) -> Problem {
    let count = all.len();
    let message =
        Message::new(format!("« {shown} » contient {count} événements"), format!("“{shown}” holds {count} events"));
    let items = all.iter().enumerate();
    let list = lines(items.map(|(at, one)| format!("{} {}{}", at + 1, clean(&one.title), aside(one, clock))), count);
    let help = Message::new(
        format!("Choisir par --name, avec le titre ou le numéro, ou par --date 2026-11-17 :{list}"),
        format!("Choose by --name, with the title or the number, or by --date 2026-11-17:{list}"),
    );
    Problem::new("import-choice", message).help(help).in_path(shown)
}

/// The dates of one event: those to come, else the last ones.
fn listed_dates(series: &Series, dates: &[Found], wanted: Option<Date>, today: Date, shown: &str) -> Problem {
    let title = clean(&series.title);
    let message = match wanted {
        Some(day) => Message::new(
            format!("« {shown} » : « {title} » n'a pas lieu le {day}"),
            format!("“{shown}”: “{title}” does not take place on {day}"),
        ),
        None => Message::new(
            format!("« {shown} » : « {title} » a plusieurs dates"),
            format!("“{shown}”: “{title}” has several dates"),
        ),
    };
    let coming = dates.iter().position(|found| found.wall.date() >= today);
    let from = coming.unwrap_or_else(|| dates.len().saturating_sub(LISTED));
    let listed = &dates[from..];
    let Some(next) = listed.first() else { return Problem::new("import-choice", message).in_path(shown) };
    let all = lines(listed.iter().map(|found| written(found.wall, found.occurrence.start.day)), listed.len());
    let (fr, en) = if coming.is_some() { ("la prochaine", "the next one") } else { ("passée", "past") };
    let day = next.wall.date();
    let help = Message::new(
        format!("Choisir par --date, par exemple --date {day} ({fr}) :{all}"),
        format!("Choose by --date, for instance --date {day} ({en}):{all}"),
    );
    Problem::new("import-choice", message).help(help).in_path(shown)
}

fn nothing_then(others: &[Found], day: Date, shown: &str) -> Problem {
    let message =
        Message::new(format!("« {shown} » n'a aucun événement le {day}"), format!("“{shown}” has no event on {day}"));
    let mut near: Vec<&Found> = others.iter().collect();
    near.sort_by_key(|found| (found.wall.date() - day).get_days().abs());
    near.truncate(LISTED);
    near.sort_by_key(|found| found.wall);
    let list = lines(near.iter().map(|found| found_line(found)), near.len());
    let help = Message::new(format!("Les dates les plus proches :{list}"), format!("The nearest dates:{list}"));
    Problem::new("import-choice", message).help(help).in_path(shown)
}

fn several_then(there: &[Found], day: Date, shown: &str) -> Problem {
    let count = there.len();
    let message = Message::new(
        format!("« {shown} » a {count} événements le {day}"),
        format!("“{shown}” has {count} events on {day}"),
    );
    let list = lines(there.iter().map(found_line), count);
    let help = Message::new(
        format!("Ajouter --name, avec le titre, à --date :{list}"),
        format!("Add --name, with the title, to --date:{list}"),
    );
    Problem::new("import-choice", message).help(help).in_path(shown)
}
