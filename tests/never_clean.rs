//! Never clean by accident: an input that a rule needs is taken away, broken or emptied, and the report must say so.
//!
//! No rule stands in here by name. What a rule needs is seen by taking it away: each case of each rule is a project in
//! which the rule really looks, and an input is one of its needs where the rule's finding, or what the mail was
//! confirmed to say, goes with it. A new rule is held to this from the day on which it has cases. `ways` holds the ways in
//! which an input fails, `world` the run, `by_design` the few needs that may go without a word.

#![allow(clippy::unwrap_used)]

#[path = "never_clean/by_design.rs"]
mod by_design;
#[path = "never_clean/mails.rs"]
mod mails;
#[path = "never_clean/ways.rs"]
mod ways;
#[path = "never_clean/world.rs"]
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use by_design::{BY_DESIGN, Silence};
use presend::check::cases::Setting;
use presend::rules::Look;
use ways::{Input, Way};
use world::{Case, Desk, Said, World};

/// A cell of the table: what needs it, the input, and the way in which it fails.
type Cell = (String, String, &'static str);

/// What the table came to.
#[derive(Default)]
struct Table {
    /// Every cell, with what a report said, or the case in which nothing was said.
    told: BTreeMap<Cell, String>,
    silent: BTreeMap<Cell, String>,
}

#[test]
fn what_a_rule_needs_never_goes_without_a_word() {
    let world = World::new();
    let cases = world.cases();
    let next = AtomicUsize::new(0);
    let work = |number: usize| {
        let desk = Desk::new(&format!("table-{number}"));
        let mut table = Table::default();
        while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
            table.look(&world, &desk, *case);
        }
        table
    };
    let mut table = Table::default();
    std::thread::scope(|scope| {
        let hands = [0, 1].map(|number| scope.spawn(move || work(number)));
        hands.into_iter().for_each(|hand| table.join(hand.join().unwrap()));
    });
    assert!(table.told.len() > 500, "{} cells: does each rule still find what its cases say?", table.told.len());
    table.judge();
}

impl Table {
    fn join(&mut self, other: Table) {
        self.told.extend(other.told);
        self.silent.extend(other.silent);
    }

    /// Every silent cell is one by design, and every design has such a cell.
    fn judge(&self) {
        let mut used = BTreeSet::new();
        let mut wrong = Vec::new();
        for ((needs, input, way), what) in &self.silent {
            let known = BY_DESIGN.iter().position(|silence: &Silence| silence.holds(needs, input, way));
            match known {
                Some(index) => drop(used.insert(index)),
                None => wrong.push(format!("{needs} needs {input}, which is {way}: nothing is said; {what}")),
            }
        }
        let stale: Vec<&str> =
            BY_DESIGN.iter().enumerate().filter(|(n, _)| !used.contains(n)).map(|(_, one)| one.why).collect();
        assert!(wrong.is_empty(), "{} cells without a word:\n{}", wrong.len(), wrong.join("\n"));
        assert!(stale.is_empty(), "by design, and no cell needs it any more:\n{}", stale.join("\n"));
    }

    /// All needs of a case.
    fn look(&mut self, world: &World, desk: &Desk, case: Case<'_>) {
        // What a rule about words needs is told by its first case.
        if matches!(case.rule.look, Look::Words(_)) && case.index > 0 {
            return;
        }
        let setting = world.setting(case, desk);
        let base = world.run(&setting);
        let project = Project { world, case, setting: &setting };
        if case.wrong && !base.has(&case.rule.id) {
            // `presend rules test` tells of a case that does not hold.
            return;
        }
        let files = ways::yaml_files(&setting);
        for part in [&["settings"][..], &["event"], &["mail"], &["other"]] {
            let of_part = || files.iter().filter(|file| part.contains(&file.part));
            let bare = of_part().fold(setting.clone(), |setting, file| file.bare(&setting));
            if base.lost(&world.run(&bare), case, None).is_empty() {
                continue;
            }
            for file in of_part() {
                // Of several events beside the mail's own, those that nothing depends on.
                if part == ["other"] && base.lost(&world.run(&file.bare(&setting)), case, None).is_empty() {
                    continue;
                }
                let again = world.run(&file.again(&setting));
                let mut open: Vec<Input> = file.keys(&[]);
                while let Some(input) = open.pop() {
                    if self.cells(&project, &again, &input, file.ways(&setting, &input).into_iter()) {
                        open.extend(file.keys(&input.path));
                    }
                }
            }
        }
        self.whole_files(&project, &base, desk);
        for (input, ways) in ways::columns(&setting) {
            self.cells(&project, &base, &input, ways.into_iter());
        }
    }

    /// Each file as a whole: never named, and named and not to be read.
    fn whole_files(&mut self, project: &Project<'_>, base: &Said, desk: &Desk) {
        for (input, files) in ways::whole_files(project.setting) {
            // The files of the sample are in every case: the first one of a rule tells.
            if ["settings", "event", "other"].contains(&&*input.name) && (project.case.index > 0 || !project.case.wrong)
            {
                continue;
            }
            let never = [("never named", ways::without(project.setting, &files))];
            if self.cells(project, base, &input, never.into_iter()) {
                self.cells(project, base, &input, ways::file_ways(project.setting, &files, desk));
                desk.clear();
            }
        }
    }

    /// The cells of an input; whether it is needed. The first way takes it away: where nothing is lost then, the case does
    /// not need it.
    fn cells(&mut self, project: &Project<'_>, before: &Said, input: &Input, ways: impl Iterator<Item = Way>) -> bool {
        for (n, (way, changed)) in ways.enumerate() {
            let after = project.world.run(&changed);
            let lost = before.lost(&after, project.case, Some(input));
            if lost.is_empty() && n == 0 {
                return false;
            }
            let more = after.more_than(before);
            for (needs, what) in lost {
                let cell = (needs, input.name.clone(), way);
                assert!(more.is_empty() || after.verdict != "clean", "{cell:?}: clean, and {more:?}");
                if more.is_empty() {
                    self.silent.insert(cell, format!("case {}, “{what}”", project.case.name()));
                } else {
                    self.told.insert(cell, more.join("; "));
                }
            }
        }
        true
    }
}

/// A case as a project.
struct Project<'a> {
    world: &'a World,
    case: Case<'a>,
    setting: &'a Setting,
}
