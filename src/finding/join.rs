//! Several projects in one run: what came of each becomes one outcome.

use super::{Known, Outcome};
use crate::source::below;

impl Outcome {
    /// Puts paths of its project below that project's folder (`mails/2027`; empty: they stay as they are). Places in
    /// files are put there by [`crate::source::Sources::join`].
    pub fn below(&mut self, folder: &str) {
        let put = |path: &mut String| *path = below(folder, path);
        self.mails.iter_mut().for_each(|mail| put(&mut mail.path));
        self.confirmed.iter_mut().for_each(|one| put(&mut one.mail));
        self.kept.iter_mut().for_each(|one| put(&mut one.mail));
        self.pages.iter_mut().flat_map(|pages| &mut pages.mails).for_each(|page| put(&mut page.mail));
        self.not_checked.iter_mut().for_each(|one| put(&mut one.mail));
        self.fixed.iter_mut().flatten().for_each(|fixed| put(&mut fixed.file));
        self.problems.iter_mut().filter_map(|problem| problem.path.as_mut()).for_each(put);
        let known = self.known.iter_mut().flat_map(|known| &mut known.findings);
        for finding in self.findings.iter_mut().chain(known) {
            finding.mail.iter_mut().chain(&mut finding.mails).for_each(put);
        }
    }

    /// Adds what came of another project.
    pub fn join(&mut self, other: Outcome) {
        // Each field by its name: one that is added must say here what becomes of it.
        let Outcome {
            mails,
            rules,
            left_out,
            aside,
            findings,
            known,
            noted,
            confirmed,
            kept,
            pages,
            not_checked,
            problems,
            hint,
            fixed,
            diff,
            work,
            private,
            why,
        } = other;
        self.work.add(work);
        self.private.extend(private);
        self.mails.extend(mails);
        self.rules = self.rules.max(rules);
        self.left_out += left_out;
        self.aside.excluded.extend(aside.excluded);
        self.aside.unused.extend(aside.unused);
        self.aside.concerned += aside.concerned;
        self.findings.extend(findings);
        if let Some(known) = known {
            let own = self.known.get_or_insert_with(|| Known { file: known.file, ..Known::default() });
            own.findings.extend(known.findings);
            own.kept.extend(known.kept);
            own.written |= known.written;
        }
        for note in noted {
            if self.noted.iter().all(|known| known.id != note.id) {
                self.noted.push(note);
            }
        }
        self.confirmed.extend(confirmed);
        self.kept.extend(kept);
        if let Some(pages) = pages {
            match &mut self.pages {
                Some(own) => own.mails.extend(pages.mails),
                None => self.pages = Some(pages),
            }
        }
        self.not_checked.extend(not_checked);
        // What is wrong with the command line is the same for all.
        self.problems.extend(
            problems.into_iter().filter(|one| one.span.is_some() || !self.problems.contains(one)).collect::<Vec<_>>(),
        );
        self.hint = self.hint.take().or(hint);
        self.why = self.why.take().or(why);
        if let Some(fixed) = fixed {
            self.fixed.get_or_insert_default().extend(fixed);
        }
        if let Some(diff) = diff {
            self.diff.get_or_insert_default().push_str(&diff);
        }
    }
}
