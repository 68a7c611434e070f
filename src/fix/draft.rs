//! The files as they would be with all corrections in them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Guard, diff};
use crate::finding::{Edit, Finding, Fixed};
use crate::language::Message;
use crate::source::{FileId, Problem, SourceFile, Sources};

/// How often a project is checked anew after corrections. Two or three are enough; a rule whose correction breaks
/// another rule must not go on for ever.
pub const MOST_PASSES: usize = 10;

/// A file with corrections in it.
#[derive(Debug, Clone)]
struct Draft {
    /// As it was read first.
    old: Arc<SourceFile>,
    /// As it would be.
    new: Vec<u8>,
    edits: usize,
}

/// Files with corrections that are not written yet, by the paths that are shown.
#[derive(Debug, Clone, Default)]
pub struct Drafts {
    files: BTreeMap<String, Draft>,
    refused: Vec<Problem>,
}

impl Drafts {
    /// Puts the safe fixes of a run's findings into the drafts; whether there were any. Of fixes that overlap the first
    /// is taken, and the others wait for the next pass; equal ones are one.
    pub fn take(&mut self, findings: &[Finding], sources: &Sources, guard: &Guard) -> bool {
        let mut taken: Vec<&Edit> = Vec::new();
        let mut closed: BTreeSet<FileId> = BTreeSet::new();
        for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.safe) {
            let fresh: Vec<&Edit> = fix.edits.iter().filter(|edit| !taken.contains(edit)).collect();
            let fits = |edit: &&Edit| taken.iter().all(|other| !other.span.overlaps(edit.span));
            let open = fresh.iter().all(|edit| !closed.contains(&edit.span.file) && fits(edit));
            if !open {
                continue;
            }
            let refusals = fresh.iter().filter_map(|edit| {
                let file = sources.file(edit.span.file);
                Some((edit.span.file, guard.refuses(&file.path).or_else(|| not_encoded(&file, edit))?))
            });
            let refusals: Vec<(FileId, Problem)> = refusals.collect();
            if refusals.is_empty() {
                taken.extend(fresh);
                continue;
            }
            for (file, problem) in refusals {
                // A file that may not be written is told once, however much there is to correct in it.
                if problem.span.is_none() {
                    closed.insert(file);
                }
                if !self.refused.contains(&problem) {
                    self.refused.push(problem);
                }
            }
        }
        for edit in &taken {
            let file = sources.file(edit.span.file);
            let draft = self.files.entry(file.path.clone());
            draft.or_insert_with(|| Draft { new: Vec::new(), edits: 0, old: Arc::clone(&file) }).edits += 1;
        }
        self.rewrite(&taken, sources);
        !taken.is_empty()
    }

    fn rewrite(&mut self, taken: &[&Edit], sources: &Sources) {
        let files: BTreeSet<FileId> = taken.iter().map(|edit| edit.span.file).collect();
        for id in files {
            let file = sources.file(id);
            let mut here: Vec<&&Edit> = taken.iter().filter(|edit| edit.span.file == id).collect();
            here.sort_by_key(|edit| edit.span);
            let mut new = Vec::with_capacity(file.bytes.len());
            let mut at = 0;
            for edit in here {
                new.extend_from_slice(file.bytes.get(at..edit.span.start as usize).unwrap_or_default());
                new.extend(file.encode(&edit.replacement).unwrap_or_default());
                at = edit.span.end as usize;
            }
            new.extend_from_slice(file.bytes.get(at..).unwrap_or_default());
            if let Some(draft) = self.files.get_mut(&file.path) {
                draft.new = new;
            }
        }
    }

    /// The bytes of each file, for [`Sources::with_drafts`].
    pub fn bytes(&self) -> BTreeMap<String, Vec<u8>> {
        self.files.iter().map(|(path, draft)| (path.clone(), draft.new.clone())).collect()
    }

    /// How many edits each file has.
    pub fn counts(&self) -> Vec<Fixed> {
        self.files.iter().map(|(path, draft)| Fixed { file: path.clone(), edits: draft.edits }).collect()
    }

    /// What could not be corrected, and why.
    pub fn refused(&self) -> &[Problem] {
        &self.refused
    }

    /// All changes as one unified diff, in the order of the paths.
    pub fn diff(&self) -> String {
        self.files.iter().map(|(path, draft)| diff::unified(path, &draft.old, &draft.new)).collect()
    }

    /// Writes the files. One that cannot be written is no draft any more, and is told.
    pub fn write(&mut self, guard: &Guard) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.files.retain(|path, draft| match guard.replace(path, &draft.old.bytes, &draft.new) {
            Ok(()) => true,
            Err(problem) => {
                problems.push(problem);
                false
            }
        });
        problems
    }
}

/// A correction with a character that the file's encoding does not have.
fn not_encoded(file: &SourceFile, edit: &Edit) -> Option<Problem> {
    if file.encode(&edit.replacement).is_some() {
        return None;
    }
    let words = &edit.replacement;
    let message = Message::new(
        format!(
            "« {words} » n'a pas pu être écrit : le fichier n'est pas en UTF-8, et son encodage n'a pas ces signes"
        ),
        format!("“{words}” could not be written: the file is not UTF-8, and its encoding lacks these characters"),
    );
    let help = Message::new(
        "Enregistrer le fichier en UTF-8, puis recommencer, ou corriger à la main.",
        "Save the file as UTF-8 and run again, or correct it by hand.",
    );
    Some(Problem::new("fix-encoding", message).help(help).at(edit.span))
}
