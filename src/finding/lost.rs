//! Files that were saved by somebody between their check and the report: what was found in them has no place any more.

use std::collections::HashSet;

use super::Outcome;
use crate::language::Message;
use crate::source::{FileId, Problem, Sources, Span};

impl Outcome {
    /// Takes out what lies in files that have changed since, and tells each of them; whether there was anything new to
    /// say of them. A report that was made before has to be made anew.
    pub fn lose(&mut self, sources: &Sources) -> bool {
        let lost = sources.lost();
        if lost.is_empty() {
            return false;
        }
        let told: HashSet<Option<String>> = self.problems.iter().map(|problem| problem.path.clone()).collect();
        let fresh = lost.iter().map(|file| changed(&sources.path(*file))).filter(|one| !told.contains(&one.path));
        let fresh: Vec<Problem> = fresh.collect();
        let lost: HashSet<FileId> = lost.into_iter().collect();
        let before = self.spans();
        let stays = |span: &Span| !lost.contains(&span.file);
        let known = self.known.iter_mut().map(|known| &mut known.findings);
        for findings in std::iter::once(&mut self.findings).chain(known) {
            findings.retain(|finding| stays(&finding.span));
            for finding in findings {
                finding.related.retain(|related| stays(&related.span));
                finding.places.retain(stays);
                if finding.fix.iter().flat_map(|fix| &fix.edits).any(|edit| !stays(&edit.span)) {
                    finding.fix = None;
                }
            }
        }
        for kept in &mut self.kept {
            for spans in [&mut kept.against, &mut kept.unsure, &mut kept.own, &mut kept.general] {
                spans.retain(stays);
            }
        }
        // What could not be read in such a file may be gone or not: that the file has changed says enough.
        self.problems.retain(|problem| problem.span.as_ref().is_none_or(stays));
        let new = !fresh.is_empty() || self.spans() != before;
        self.problems.extend(fresh);
        new
    }

    /// How many places there are in it.
    fn spans(&self) -> usize {
        let known = self.known.iter().flat_map(|known| &known.findings);
        let findings = self.findings.iter().chain(known).map(|finding| {
            let edits = finding.fix.iter().map(|fix| fix.edits.len()).sum::<usize>();
            1 + finding.related.len() + finding.places.len() + edits
        });
        let kept = self.kept.iter().map(|kept| [&kept.against, &kept.unsure, &kept.own, &kept.general]);
        let problems = self.problems.iter().filter(|problem| problem.span.is_some()).count();
        findings.sum::<usize>() + kept.flatten().map(Vec::len).sum::<usize>() + problems
    }
}

/// A file that was saved by somebody while it was looked at.
pub fn changed(path: &str) -> Problem {
    Problem::new(
        "file-changed",
        Message::new(
            format!("« {path} » a changé pendant le contrôle"),
            format!("“{path}” has changed while it was checked"),
        ),
    )
    .help(Message::new("Relancer la commande.", "Run the command again."))
    .in_path(path)
}
