//! `presend check --changed`: of the changed files of a repository, those that concern a mail bring it in.
//!
//! A file belongs to the project of the nearest `presend.yaml` above it. Each project is checked by itself, and what
//! came of all is one outcome, whose paths begin in the current folder, as those of the changed files do.

use std::path::{Path, PathBuf};

use super::check::{Asked, Pass};
use super::commands::language;
use crate::finding::Outcome;
use crate::fix::Guard;
use crate::project::{self, Project, Request};
use crate::source::Sources;

/// What a run over changed files came to; corrections are written where that was asked for.
pub fn run(asked: &Asked<'_>) -> Pass {
    let Request { paths, cwd, .. } = asked.request;
    let mut whole: Option<Pass> = None;
    for (root, files) in by_project(paths, cwd, asked.args.event.is_some()) {
        let request = Request { paths: files, changed: true, ..asked.request.clone() };
        let first_file = whole.as_ref().map_or(0, |whole| whole.sources.next());
        let one = Asked { request: &request, first_file, ..*asked };
        let mut pass = one.pass_or_fix();
        let folder = folder(&root, cwd);
        pass.outcome.below(&folder);
        pass.sources.put_below(&folder);
        if !folder.is_empty() {
            pass.root.clone_from(cwd);
        }
        match &mut whole {
            None => whole = Some(pass),
            Some(whole) => {
                whole.outcome.join(pass.outcome);
                whole.sources.join(pass.sources);
            }
        }
    }
    let mut whole = whole.unwrap_or_else(|| Pass {
        sources: Sources::new(),
        language: language(asked.args.language, &Project::default()),
        root: cwd.clone(),
        guard: Guard::new(cwd, false),
        outcome: Outcome { problems: asked.usage.to_vec(), ..Outcome::default() },
    });
    whole.outcome.aside.changed = Some(paths.len());
    let Pass { sources, outcome, .. } = &mut whole;
    outcome.findings.sort_by_cached_key(|one| (sources.path(one.span.file), one.span.start, one.rule.clone()));
    whole
}

/// The files of each project, in the order of their folders. Without a `presend.yaml` above it a file is nobody's,
/// unless the command line says which event it is about.
fn by_project(paths: &[PathBuf], cwd: &Path, event: bool) -> Vec<(PathBuf, Vec<PathBuf>)> {
    let mut out: Vec<(PathBuf, Vec<PathBuf>)> = Vec::new();
    for path in paths {
        let root = project::root_of(&cwd.join(path)).or_else(|| event.then(|| cwd.to_path_buf()));
        let Some(root) = root else { continue };
        match out.iter_mut().find(|(known, _)| *known == root) {
            Some((_, files)) => files.push(path.clone()),
            None => out.push((root, vec![path.clone()])),
        }
    }
    out.sort();
    out
}

/// A project's folder as it is shown: from the current folder, with `/`; empty where it does not lie below it.
fn folder(root: &Path, cwd: &Path) -> String {
    root.strip_prefix(cwd).map_or_else(|_| String::new(), |below| below.to_string_lossy().replace('\\', "/"))
}
