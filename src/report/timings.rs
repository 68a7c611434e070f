//! Where the time of a run went: a table for people, an object for machines. Times differ from run to run, so they are
//! in no report that did not ask for them.

use std::time::Duration;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::text::{clean_line, columns};
use super::words::{number, say};
use crate::language::{Language, number};
use crate::work::{self, Deed, Stage, Work};

/// So many of the slowest rules are named.
const SLOWEST: usize = 10;

/// The table; it ends with a line break.
pub(super) fn table(work: &Work, language: Language) -> String {
    let total = work.total();
    let title = say(language, "Où le temps est passé\u{a0}: ", "Where the time went: ");
    let of_work = say(language, "de travail, tous cœurs réunis", "of work, all cores together");
    let mut out = format!("{title}{} {of_work}\n", duration(language, total));
    for stage in Stage::ALL {
        let (label, how_many) = words(language, stage, work);
        let time = work.time(stage);
        let share = format!("{}\u{a0}%", (time.as_secs_f64() / total.as_secs_f64().max(1e-9) * 100.0).round());
        out.push_str(&line(label, &duration(language, time), &share, &how_many));
    }
    let rules = work.slowest(SLOWEST);
    if !rules.is_empty() {
        out.push_str(say(language, "Les règles les plus lentes\u{a0}:\n", "The slowest rules:\n"));
    }
    for (id, time) in rules {
        out.push_str(&line(&clean_line(id), &duration(language, time), "", ""));
    }
    out
}

/// A line of the table: what, how long, its share, how often something was done.
fn line(label: &str, time: &str, share: &str, how_many: &str) -> String {
    let label = format!("{label}{}", " ".repeat(40_usize.saturating_sub(columns(label))));
    format!("  {label} {time:>9} {share:>5}  {how_many}").trim_end().to_string() + "\n"
}

/// What a stage does, and how often.
fn words(language: Language, stage: Stage, work: &Work) -> (&'static str, String) {
    let many = |deed: Deed, fr: &str, en: &str| {
        let noun = if language == Language::Fr { fr } else { en };
        format!("{} {noun}", number(language, usize::try_from(work.count(deed)).unwrap_or(usize::MAX)))
    };
    match stage {
        Stage::Project => (
            say(language, "lire le projet", "reading the project"),
            many(Deed::FileRead, "fichiers, règles comprises", "files, with those of rules"),
        ),
        Stage::LoadRules => (say(language, "préparer les règles", "preparing the rules"), String::new()),
        Stage::Render => (
            say(language, "produire les mails", "rendering the mails"),
            many(Deed::TemplateRendered, "textes produits", "texts rendered"),
        ),
        Stage::Read => (
            say(language, "y lire mots, dates, noms et liens", "reading words, dates, names, links"),
            many(Deed::DateScan, "textes lus", "texts read"),
        ),
        Stage::Claims => (
            say(language, "comparer aux événements", "holding them against the events"),
            many(Deed::ListScan, "listes de mots cherchées", "word lists looked for"),
        ),
        Stage::Rules => (
            say(language, "appliquer les règles", "applying the rules"),
            many(Deed::PatternScan, "recherches", "searches"),
        ),
        Stage::Check => (say(language, "grouper, réunir et trier", "grouping, joining and sorting"), String::new()),
        Stage::Report => (say(language, "écrire le rapport", "writing the report"), String::new()),
    }
}

/// A time as people say it: `0,4 ms`, `128 ms`, `12,3 s`.
fn duration(language: Language, time: Duration) -> String {
    let ms = time.as_secs_f64() * 1000.0;
    let (value, unit) = match ms {
        0.0..9.95 => ((ms * 10.0).round() / 10.0, "ms"),
        9.95..9_950.0 => (ms.round(), "ms"),
        _ => ((ms / 100.0).round() / 10.0, "s"),
    };
    format!("{}\u{a0}{unit}", number::decimal(value).get(language))
}

/// The same for machines, in milliseconds. It is the last of its report, so that the time of the report is nearly whole.
pub(super) struct Timings<'a>(pub(super) &'a Work);

impl Serialize for Timings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut work = self.0.clone();
        work.add(work::so_far());
        let ms = |time: Duration| (time.as_secs_f64() * 1e6).round() / 1e3;
        let stages: Vec<(&str, f64)> = Stage::ALL.iter().map(|stage| (stage.word(), ms(work.time(*stage)))).collect();
        let rules: Vec<(&str, f64)> = work.slowest(SLOWEST).into_iter().map(|(id, time)| (id, ms(time))).collect();
        let counts: Vec<(&str, u64)> = Deed::ALL.iter().map(|deed| (deed.word(), work.count(*deed))).collect();
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("total_ms", &ms(work.total()))?;
        map.serialize_entry("stages", &Pairs(&stages))?;
        map.serialize_entry("rules", &Pairs(&rules))?;
        map.serialize_entry("counts", &Pairs(&counts))?;
        map.end()
    }
}

/// Names with a number each, as an object in their order.
struct Pairs<'a, N>(&'a [(&'a str, N)]);

impl<N: Serialize> Serialize for Pairs<'_, N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_unit_that_people_use() {
        let fr = |ms: f64| duration(Language::Fr, Duration::from_secs_f64(ms / 1000.0)).replace('\u{a0}', " ");
        assert_eq!([fr(0.44), fr(9.96), fr(1_234.0), fr(12_340.0)], ["0,4 ms", "10 ms", "1 234 ms", "12,3 s"]);
    }

    #[test]
    fn a_run_without_work_has_a_table_too() {
        let table = table(&Work::default(), Language::En);
        assert_eq!(table.lines().count(), 1 + Stage::ALL.len());
        assert!(table.contains("reading the project") && !table.contains("NaN"));
    }
}
