//! The files as they would be with all corrections in them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Guard, diff};
use crate::finding::{Edit, Finding, Fixed, changed};
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
        let mut taken = Taken::default();
        let mut closed: BTreeSet<FileId> = BTreeSet::new();
        for fix in findings.iter().filter_map(|finding| finding.fix.as_ref()).filter(|fix| fix.safe) {
            let fresh: Vec<&Edit> = fix.edits.iter().filter(|edit| !taken.has(edit)).collect();
            let open = fresh.iter().all(|edit| !closed.contains(&edit.span.file) && taken.fits(edit));
            if !open {
                continue;
            }
            let refusals = fresh.iter().filter_map(|edit| {
                let file = sources.file(edit.span.file);
                let lost = file.is_lost().then(|| changed(&file.path));
                let refused = lost.or_else(|| guard.refuses(&file.path)).or_else(|| not_encoded(&file, edit))?;
                Some((edit.span.file, refused))
            });
            let refusals: Vec<(FileId, Problem)> = refusals.collect();
            if refusals.is_empty() {
                fresh.into_iter().for_each(|edit| taken.add(edit));
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
        let any = !taken.files.is_empty();
        for (id, edits) in taken.files {
            self.rewrite(&sources.file(id), edits);
        }
        any
    }

    /// Puts the edits of one file into its draft.
    fn rewrite(&mut self, file: &Arc<SourceFile>, edits: BTreeMap<(u32, u32), Vec<&Edit>>) {
        let mut new = Vec::with_capacity(file.bytes.len());
        let mut at = 0;
        let mut count = 0;
        for edit in edits.into_values().flatten() {
            new.extend_from_slice(file.bytes.get(at..edit.span.start as usize).unwrap_or_default());
            new.extend(file.encode(&edit.replacement).unwrap_or_default());
            at = edit.span.end as usize;
            count += 1;
        }
        new.extend_from_slice(file.bytes.get(at..).unwrap_or_default());
        let draft = self.files.entry(file.path.clone());
        let draft = draft.or_insert_with(|| Draft { new: Vec::new(), edits: 0, old: Arc::clone(file) });
        draft.edits += count;
        draft.new = new;
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

/// The edits that were taken, of each file in the order of their places. They do not overlap, or have one span: two edits
/// of one fix may.
#[derive(Default)]
struct Taken<'f> {
    files: BTreeMap<FileId, BTreeMap<(u32, u32), Vec<&'f Edit>>>,
}

impl<'f> Taken<'f> {
    /// Whether an equal edit was taken.
    fn has(&self, edit: &Edit) -> bool {
        let here = self.files.get(&edit.span.file).and_then(|file| file.get(&(edit.span.start, edit.span.end)));
        here.is_some_and(|edits| edits.contains(&edit))
    }

    /// Whether no edit that was taken overlaps another one.
    fn fits(&self, edit: &Edit) -> bool {
        let Some(file) = self.files.get(&edit.span.file) else { return true };
        let before = file.range(..=(edit.span.end, u32::MAX)).rev();
        // Those that end before the place are behind all that may overlap it.
        let mut near = before.take_while(|((_, end), _)| *end >= edit.span.start).flat_map(|(_, edits)| edits);
        near.all(|other| !other.span.overlaps(edit.span))
    }

    fn add(&mut self, edit: &'f Edit) {
        let file = self.files.entry(edit.span.file).or_default();
        file.entry((edit.span.start, edit.span.end)).or_default().push(edit);
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
