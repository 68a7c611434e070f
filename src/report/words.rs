//! The words of a report in French and English: levels, labels, counts, and the sentence that closes it.

use super::points::Rest;
use super::text::clean_line;
use super::view::View;
use crate::finding::{Affected, Aside, Fixed, Kept, Known, Level, Outcome, Verdict};
use crate::language::Language;
use crate::language::Language::{En, Fr};
pub(super) use crate::language::number::number;

/// The French or the English wording.
pub(super) fn say(language: Language, fr: &'static str, en: &'static str) -> &'static str {
    match language {
        Fr => fr,
        En => en,
    }
}

/// What a level asks of the reader.
pub(super) fn level(language: Language, level: Level) -> &'static str {
    match level {
        Level::Error => say(language, "à corriger", "to correct"),
        Level::Warning => say(language, "à vérifier", "to check"),
        Level::Info => say(language, "pour information", "for information"),
    }
}

/// After a number of times.
pub(super) fn times(language: Language) -> &'static str {
    say(language, " fois", " times")
}

/// A number with its noun: French counts 0 and 1 as singular, English 1 alone.
pub(super) fn count(language: Language, n: usize, fr: [&str; 2], en: [&str; 2]) -> String {
    let noun = match language {
        Fr => fr[usize::from(n > 1)],
        En => en[usize::from(n != 1)],
    };
    format!("{} {noun}", number(language, n))
}

/// How many corrections a run wrote into how many files.
pub(super) fn written(language: Language, fixed: &[Fixed]) -> String {
    let edits: usize = fixed.iter().map(|file| file.edits).sum();
    if edits == 0 {
        return say(language, "Aucune correction sûre à écrire", "No safe correction to write").to_string();
    }
    let edits = count(language, edits, ["correction écrite", "corrections écrites"], ["correction", "corrections"]);
    let files = count(language, fixed.len(), ["fichier", "fichiers"], ["file", "files"]);
    format!("{edits} {} {files}", say(language, "dans", "written to"))
}

/// How many corrections a diff holds.
pub(super) fn diff(language: Language, fixed: &[Fixed]) -> String {
    let edits: usize = fixed.iter().map(|file| file.edits).sum();
    if edits == 0 {
        return say(language, "Aucune correction sûre : rien à montrer.", "No safe correction: nothing to show.")
            .into();
    }
    let edits = count(language, edits, ["correction", "corrections"], ["correction", "corrections"]);
    let files = count(language, fixed.len(), ["fichier", "fichiers"], ["file", "files"]);
    let (into, end) = match language {
        Fr => ("dans", "rien n'est écrit ; --fix les écrit"),
        En => ("in", "nothing is written; --fix writes them"),
    };
    format!("{edits} {into} {files} : {end}.").replace(" :", say(language, " :", ":"))
}

/// How many safe corrections wait for `--fix`.
pub(super) fn fixable(language: Language, n: usize) -> String {
    let words = count(language, n, ["correction sûre", "corrections sûres"], ["safe correction", "safe corrections"]);
    format!("{words}{}", say(language, " : --diff montre, --fix écrit", ": --diff shows, --fix writes"))
}

/// How many findings a baseline knows, or was written with.
pub(super) fn known(language: Language, known: &Known) -> String {
    let (n, file) = (known.findings.len() + if known.written { known.kept.len() } else { 0 }, clean_line(&known.file));
    let points = count(language, n, ["point", "points"], ["point", "points"]);
    match (known.written, language) {
        (false, Fr) => format!("{points} dans « {file} »"),
        (false, En) => format!("{points} in “{file}”"),
        (true, Fr) => format!("« {file} » écrit, avec {points}"),
        (true, En) => format!("“{file}” written, with {points}"),
    }
}

/// How many recipients.
pub(super) fn recipients(language: Language, n: usize) -> String {
    count(language, n, ["destinataire", "destinataires"], ["recipient", "recipients"])
}

/// Whom a finding concerns, with the first rows of the recipients' file.
pub(super) fn affected(language: Language, affected: &Affected) -> String {
    let whom = recipients(language, affected.affected);
    let of = number(language, affected.of);
    let mut words = match language {
        Fr => format!("Concerne {whom} sur {of}"),
        En => format!("Concerns {whom} of {of}"),
    };
    // Where everybody is concerned, rows say nothing.
    if affected.affected < affected.of && !affected.rows.is_empty() {
        let rows: Vec<String> = affected.rows.iter().take(ROWS).map(u32::to_string).collect();
        let noun = match rows.len() {
            1 => say(language, "ligne", "row"),
            _ => say(language, "lignes", "rows"),
        };
        let more = if affected.affected > rows.len() { ", …" } else { "" };
        words.push_str(&format!(" ({noun} {}{more})", rows.join(", ")));
    }
    words.push('.');
    words
}

/// How many rows are named on a screen.
const ROWS: usize = 8;

/// What a mail took over from an old one: how many sentences, and how they stand to the event.
pub(super) fn kept(view: &View, kept: &Kept) -> String {
    let language = view.options.language;
    let groups = [
        (
            &kept.against,
            ["contredit l'événement", "contredisent l'événement"],
            ["contradicts the event", "contradict the event"],
        ),
        (&kept.unsure, ["à vérifier", "à vérifier"], ["to check", "to check"]),
        (&kept.own, ["de cet événement", "de cet événement"], ["of this event", "of this event"]),
        (
            &kept.general,
            ["sans rien de particulier", "sans rien de particulier"],
            ["with nothing particular", "with nothing particular"],
        ),
    ];
    let all = groups.iter().map(|(spans, ..)| spans.len()).sum();
    let file = clean_line(&kept.file);
    if all == 0 {
        return match language {
            Fr => format!("aucune phrase de « {file} »"),
            En => format!("no sentence from “{file}”"),
        };
    }
    let (of, mail) = match language {
        Fr => (format!("de « {file} »"), format!("dans {}", clean_line(&kept.mail))),
        En => (format!("from “{file}”"), format!("in {}", clean_line(&kept.mail))),
    };
    let whole = count(language, all, ["phrase", "phrases"], ["sentence", "sentences"]);
    let mut line = format!("{whole} {of}");
    if view.outcome.kept.len() > 1 {
        line = format!("{line} {mail}");
    }
    let parts: Vec<String> = groups
        .into_iter()
        .enumerate()
        .filter(|(_, (spans, ..))| !spans.is_empty())
        .map(|(at, (spans, fr, en))| {
            let said = count(language, spans.len(), fr, en);
            // What is to be looked at is named.
            if at < 2 { format!("{said} ({})", view.lines_of(spans)) } else { said }
        })
        .collect();
    if parts.is_empty() { line } else { format!("{line}{} {}", say(language, " :", ":"), parts.join(", ")) }
}

/// The points of a rule that are not shown in full, with the places of the first.
pub(super) fn rest(view: &View, rest: &Rest) -> String {
    let language = view.options.language;
    let more = if rest.points > rest.places.len() { ", …" } else { "" };
    format!(
        "{} {} [{}]{} {}{more}",
        number(language, rest.points),
        level(language, rest.level),
        clean_line(rest.rule),
        say(language, " :", ":"),
        view.places_in_brief(&rest.places)
    )
}

/// Numbers of lines with their noun, at most `most` of them.
pub(super) fn lines(language: Language, lines: &[u32], most: usize) -> String {
    let noun = match lines.len() {
        1 => say(language, "ligne", "line"),
        _ => say(language, "lignes", "lines"),
    };
    let shown: Vec<String> = lines.iter().take(most).map(u32::to_string).collect();
    let more = if lines.len() > most { ", …" } else { "" };
    format!("{noun} {}{more}", shown.join(", "))
}

/// The mails that were left out.
pub(super) fn left_out(language: Language, n: usize) -> String {
    match language {
        Fr => format!("{} d'un autre événement que celui de --event.", count(Fr, n, ["mail", "mails"], ["", ""])),
        En => format!(
            "{} to another event than that of --event.",
            count(En, n, ["", ""], ["mail that belongs", "mails that belong"])
        ),
    }
}

/// How many paths are named on a screen.
const PATHS: usize = 5;

/// What of the command line's paths no mail was checked for.
pub(super) fn aside(language: Language, aside: &Aside) -> Option<String> {
    if let Some(all) = aside.changed {
        let others = all - aside.concerned.min(all);
        let of = number(language, all);
        return (others > 0).then(|| match language {
            Fr => {
                format!("{} sur {of}, sans rapport avec un mail", count(Fr, others, ["fichier", "fichiers"], ["", ""]))
            }
            En => format!("{} of {of}, of no mail's concern", count(En, others, ["", ""], ["file", "files"])),
        });
    }
    let named = |what: &str, paths: &[String]| {
        let more = paths.len().saturating_sub(PATHS);
        let mut names: Vec<String> = paths.iter().take(PATHS).map(|path| clean_line(path)).collect();
        if more > 0 {
            names.push(format!(
                "{} {}",
                say(language, "et", "and"),
                count(language, more, ["autre", "autres"], ["more", "more"])
            ));
        }
        (!paths.is_empty()).then(|| format!("{} ({what})", names.join(", ")))
    };
    let excluded =
        named(say(language, "« exclude: » dans presend.yaml", "“exclude:” in presend.yaml"), &aside.excluded);
    let unused = named(say(language, "aucun mail ne s'en sert", "no mail uses it"), &aside.unused);
    let both: Vec<String> = excluded.into_iter().chain(unused).collect();
    (!both.is_empty()).then(|| both.join(" · "))
}

/// What is said where no mail was checked.
fn nothing(language: Language, outcome: &Outcome) -> String {
    if let Some(files) = outcome.aside.changed {
        return match (files, language) {
            (0, Fr) => "Rien à contrôler : aucun fichier n'est donné.".into(),
            (0, En) => "Nothing to check: no file is given.".into(),
            (1, Fr) => "Rien à contrôler : ce fichier ne concerne aucun mail.".into(),
            (1, En) => "Nothing to check: this file concerns no mail.".into(),
            (_, Fr) => format!("Rien à contrôler : aucun des {} fichiers ne concerne un mail.", number(Fr, files)),
            (_, En) => format!("Nothing to check: none of the {} files concerns a mail.", number(En, files)),
        };
    }
    let (why, left) = match aside(language, &outcome.aside) {
        _ if outcome.left_out > 0 => (
            say(
                language,
                "Rien n'a été contrôlé : aucun mail pour cet événement. Laissés de côté :",
                "Nothing was checked: no mail for this event. Left out:",
            ),
            left_out(language, outcome.left_out),
        ),
        Some(aside) => (
            say(language, "Rien n'a été contrôlé. Laissé de côté :", "Nothing was checked. Left out:"),
            format!("{aside}."),
        ),
        None => (
            say(
                language,
                "Rien n'a été contrôlé : aucun mail trouvé. Indiquer un fichier (presend check mail.html), ou",
                "Nothing was checked: no mail was found. Name a file (presend check mail.html), or",
            ),
            say(language, "« mails: » dans presend.yaml.", "“mails:” in presend.yaml.").to_string(),
        ),
    };
    format!("{why} {left}")
}

/// The sentence that closes a report. It never says that the mail may be sent.
pub(super) fn verdict(view: &View) -> String {
    let language = view.options.language;
    let waiting = view.waiting.len();
    match view.verdict {
        Verdict::Incomplete => incomplete(view),
        Verdict::Nothing => nothing(language, view.outcome),
        Verdict::Findings if view.exit == 1 => {
            format!(
                "{} {}.",
                say(language, "NE PAS ENVOYER EN L'ÉTAT :", "DO NOT SEND AS IT IS:"),
                points(view, waiting)
            )
        }
        Verdict::Findings => match view.points()[0] {
            0 if view.findings.is_empty() => {
                format!("{} {}.", say(language, "Rien de nouveau :", "Nothing new:"), points(view, waiting))
            }
            0 => format!("{} {}.", say(language, "Aucune erreur :", "No error:"), points(view, waiting)),
            _ => format!("{} {}.", say(language, "Des points restent :", "Points remain:"), points(view, waiting)),
        },
        Verdict::Partial if view.exit == 1 => format!(
            "{} {}.",
            say(language, "NE PAS ENVOYER EN L'ÉTAT (--strict) :", "DO NOT SEND AS IT IS (--strict):"),
            count(
                language,
                waiting,
                ["point n'a pas pu être vérifié", "points n'ont pas pu être vérifiés"],
                ["point could not be checked", "points could not be checked"]
            )
        ),
        Verdict::Partial => format!(
            "{} {}.",
            say(language, "Aucune erreur trouvée, mais", "No error found, but"),
            count(
                language,
                waiting,
                ["chose n'a pas pu être vérifiée", "choses n'ont pas pu être vérifiées"],
                ["thing could not be checked", "things could not be checked"]
            )
        ),
        Verdict::Clean => say(
            language,
            "Aucune erreur : tout ce que presend sait vérifier l'a été.",
            "No error: all that presend can check was checked.",
        )
        .into(),
    }
}

/// `1 point à corriger, 2 à vérifier, 1 non vérifié`: the noun stands once, with the first number.
fn points(view: &View, waiting: usize) -> String {
    let language = view.options.language;
    let mut parts: Vec<String> = Vec::new();
    let levels = [Level::Error, Level::Warning, Level::Info];
    for (n, grade) in view.points().into_iter().zip(levels) {
        if n == 0 {
            continue;
        }
        let words = level(language, grade);
        parts.push(match parts.is_empty() {
            true => format!("{} {words}", count(language, n, ["point", "points"], ["point", "points"])),
            false => format!("{} {words}", number(language, n)),
        });
    }
    if view.known() > 0 {
        let known = ["point déjà connu", "points déjà connus"];
        let short = ["déjà connu", "déjà connus"];
        let fr = if parts.is_empty() { known } else { short };
        parts.push(count(language, view.known(), fr, ["known already", "known already"]));
    }
    if waiting > 0 {
        parts.push(count(language, waiting, ["non vérifié", "non vérifiés"], ["not checked", "not checked"]));
    }
    parts.join(", ")
}

fn incomplete(view: &View) -> String {
    let language = view.options.language;
    let problems = &view.outcome.problems;
    let place = problems.first().and_then(|problem| match (problem.span, &problem.path) {
        (Some(span), _) => Some((view.path(span), Some(view.sources.start(span).line))),
        (None, Some(path)) => Some((clean_line(path), None)),
        (None, None) => None,
    });
    let where_ = match (place, language) {
        (Some((path, Some(line))), Fr) => format!("« {path} », ligne {line}"),
        (Some((path, Some(line))), En) => format!("“{path}”, line {line}"),
        (Some((path, None)), Fr) => format!("« {path} »"),
        (Some((path, None)), En) => format!("“{path}”"),
        (None, _) => String::new(),
    };
    let what = match (problems.len(), where_.is_empty(), language) {
        (1, true, Fr) => "tout n'a pas pu être lu".to_string(),
        (1, true, En) => "not everything could be read".to_string(),
        (1, false, Fr) => format!("tout n'a pas pu être lu ({where_})"),
        (1, false, En) => format!("not everything could be read ({where_})"),
        (n, true, Fr) => format!("{n} problèmes ont empêché de tout lire"),
        (n, true, En) => format!("{n} problems kept presend from reading everything"),
        (n, false, Fr) => format!("{n} problèmes ont empêché de tout lire, le premier dans {where_}"),
        (n, false, En) => format!("{n} problems kept presend from reading everything, the first in {where_}"),
    };
    let found = match view.findings.is_empty() {
        true => String::new(),
        false => format!(" {} {}.", say(language, "Déjà trouvé :", "Found so far:"), points(view, 0)),
    };
    match language {
        Fr => format!("CONTRÔLE INCOMPLET : {what}. Ne pas s'y fier.{found}"),
        En => format!("CHECK INCOMPLETE: {what}. Do not rely on it.{found}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_follow_each_language() {
        assert_eq!(recipients(Fr, 0), "0 destinataire");
        assert_eq!(recipients(En, 0), "0 recipients");
        assert_eq!(recipients(Fr, 1), "1 destinataire");
        assert_eq!(recipients(En, 1), "1 recipient");
        assert_eq!(recipients(Fr, 1200), "1\u{a0}200 destinataires");
        assert_eq!(recipients(En, 1_234_567), "1,234,567 recipients");
    }

    #[test]
    fn rows_stand_only_where_they_tell_something() {
        let some = Affected { affected: 2, of: 412, rows: vec![2, 9] };
        assert_eq!(affected(Fr, &some), "Concerne 2 destinataires sur 412 (lignes 2, 9).");
        let all = Affected { affected: 412, of: 412, rows: vec![2, 3] };
        assert_eq!(affected(En, &all), "Concerns 412 recipients of 412.");
        let many = Affected { affected: 30, of: 412, rows: (2..22).collect() };
        assert_eq!(affected(En, &many), "Concerns 30 recipients of 412 (rows 2, 3, 4, 5, 6, 7, 8, 9, …).");
    }
}
