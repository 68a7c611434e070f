//! Rules, claims and parts of mails, as tests of rules lay them out.

// Each test uses what it needs of these.
#![allow(dead_code)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use presend::claims::{Claim, Kind, Part, Standing};
use presend::message::{self, Block, BlockKind, PartKind};
use presend::rules::{Choice, Rule, RuleSet, Situation};
use presend::source::{FileId, Place, Problem, Sources, Span, Traced};

/// The built-in rules of all packs.
pub fn built_in() -> RuleSet {
    let names = RuleSet::load(&Sources::new(), &Choice::default()).0.packs();
    let packs: Vec<Traced> = names.iter().map(|pack| Traced::made(pack)).collect();
    let (set, problems) = RuleSet::load(&Sources::new(), &Choice { packs: Some(&packs), ..Choice::default() });
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(set.rules.iter().all(|rule| rule.on));
    set
}

pub fn claim(kind: Kind, aspect: &'static str, standing: Standing) -> Claim {
    Claim {
        kind,
        aspect,
        standing,
        part: Part::Mail(PartKind::Html),
        scopes: Vec::new(),
        span: Span::new(FileId(0), 4, 9),
        place: Place::default(),
        found: "found words".to_string(),
        expected: Vec::new(),
        holes: BTreeMap::new(),
        related: Vec::new(),
        value: None,
        rows: None,
        replacement: None,
    }
}

pub fn reported<'a>(set: &'a RuleSet, claim: &Claim) -> Option<&'a Rule> {
    let pairs = set.report(&Situation::default(), std::slice::from_ref(claim));
    assert!(pairs.len() <= 1, "one claim, one rule");
    pairs.first().map(|(rule, _)| &set.rules[*rule])
}

pub fn part(blocks: &[(&str, BlockKind)], kind: PartKind) -> message::Part {
    let mut at = 0;
    let block = |(text, kind_of_block): &(&str, BlockKind)| {
        let traced = Traced::source(text, FileId(0), at);
        at += text.len() as u32 + 1;
        Block { text: traced, kind: *kind_of_block, part: kind, hidden: false, links: Vec::new(), row: None }
    };
    message::Part { blocks: blocks.iter().map(block).collect(), ..message::Part::default() }
}

/// The built-in rules and a team's rule `ours` with these lines.
pub fn team(block: &str) -> RuleSet {
    team_saying(block, "x {match}")
}

/// As [`team`], with the rule's message.
pub fn team_saying(block: &str, message: &str) -> RuleSet {
    let text = format!("id: ours\nsummary: x\nlevel: info\n{block}\nmessage: '{message}'\nvalid: [a]\ninvalid: [b]\n");
    let (problems, set) = load_team(&Sources::new(), &text);
    assert!(problems.is_empty(), "{problems:#?}");
    set
}

/// Loads the built-in rules and this text as the team's `rules/ours.yaml`.
pub fn load_team(sources: &Sources, text: &str) -> (Vec<Problem>, RuleSet) {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let folder = std::env::temp_dir().join(format!("presend-rules-{}-{count}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let disk = folder.join("ours.yaml");
    std::fs::write(&disk, text).expect("a file");
    let team_files = [("rules/ours.yaml".to_string(), disk)];
    let (set, problems) = RuleSet::load(sources, &Choice { team_files: &team_files, ..Choice::default() });
    std::fs::remove_dir_all(&folder).expect("removed");
    (problems, set)
}
