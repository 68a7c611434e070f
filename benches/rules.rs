//! How long rules take to load, and their cases to run: `cargo bench --bench rules`.
//!
//! A team's 500 rules, each with a pattern of its own, are written into a folder for temporary files.

use std::path::{Path, PathBuf};

use divan::{Bencher, black_box};
use presend::check::cases;
use presend::rules::{Choice, RuleSet};
use presend::source::Sources;

fn main() {
    divan::main();
}

/// A rule as a team writes one.
fn rule(n: usize) -> String {
    format!(
        r#"id: rule-{n}
summary: {{fr: "Règle {n}", en: "Rule {n}"}}
level: warning
scope: [subject, text]
existence:
  ignore_case: true
  patterns: ['\b(mot|terme)s?\s+numéro\s+{n}\b.{{0,20}}$']
message: {{fr: "« {{match}} » presse le lecteur", en: "“{{match}}” pushes the reader"}}
why: {{fr: "Nos mails informent.", en: "Our mails inform."}}
help: {{fr: "Donner plutôt l'échéance.", en: "State the deadline instead."}}
valid:
  - "Inscriptions ouvertes jusqu'au 3 mars."
  - {{subject: "Replay et supports", html: "<p>Bonjour</p>"}}
invalid:
  - "Un mot numéro {n}"
  - {{subject: "Termes numéro {n}", match: "Termes numéro {n}"}}
"#
    )
}

/// Writes a team's rules; gives the paths to show and the paths on disk.
fn team(count: usize) -> Vec<(String, PathBuf)> {
    let folder: PathBuf = std::env::temp_dir().join(format!("presend-bench-{}-{count}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap_or_default();
    (0..count)
        .map(|n| {
            let disk = folder.join(format!("rule-{n}.yaml"));
            std::fs::write(&disk, rule(n)).unwrap_or_default();
            (format!("rules/rule-{n}.yaml"), disk)
        })
        .collect()
}

fn tidy(files: &[(String, PathBuf)]) {
    if let Some(folder) = files.first().and_then(|(_, disk)| disk.parent()).map(Path::to_path_buf) {
        std::fs::remove_dir_all(folder).unwrap_or_default();
    }
}

/// At most 60 ms beyond the built-in rules: `load[0]` is these alone.
#[divan::bench(args = [0, 100, 500])]
fn load(bencher: Bencher, count: usize) {
    let files = team(count);
    let choice = Choice { team_files: &files, ..Choice::default() };
    bencher.bench_local(|| {
        let (set, problems) = RuleSet::load(&Sources::new(), black_box(&choice));
        assert!(problems.is_empty() && set.len() >= count);
        set
    });
    tidy(&files);
}

/// All cases of 200 rules: the built-in ones that are in force, and a team's for the rest. At most a second.
#[divan::bench(sample_count = 5)]
fn test_200_rules(bencher: Bencher) {
    let built_in = RuleSet::load(&Sources::new(), &Choice::default()).0.len();
    let files = team(200_usize.saturating_sub(built_in));
    let sources = Sources::new();
    let (mut set, _) = RuleSet::load(&sources, &Choice { team_files: &files, ..Choice::default() });
    bencher.bench_local(|| {
        let tested = cases::run(black_box(&mut set), &[], &sources);
        assert!(tested.passed() && tested.rules == 200);
    });
    tidy(&files);
}
