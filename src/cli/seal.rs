//! `presend check --seal`: what was checked is noted beside each mail.

use std::io::Write as _;

use super::args::{Check as Args, LevelArg};
use super::check::{Asked, Pass, reads_input};
use crate::project::{self, Project, Request};
use crate::report::{Format, clean};
use crate::seal::{self, Options};

/// Whether the command line asks for a whole check of files; only such a one is sealed.
pub(super) fn whole(args: &Args) -> bool {
    let less = args.changed || args.diff || !args.rule.is_empty() || args.min_level != LevelArg::Info;
    !less && args.baseline.is_none() && args.write_baseline.is_none() && !reads_input(args)
}

/// Takes the seals of a pass's mails; what keeps them from being made is a problem of the run.
pub(super) fn take(pass: &mut Pass, project: &Project, asked: &Asked<'_>) {
    let options = options(asked.request, project);
    match seal::seals(project, &pass.outcome, &pass.sources, asked.ask, &options) {
        Ok(seals) => pass.seals = seals,
        Err(problem) => pass.outcome.problems.push(problem),
    }
}

/// What the command line says of the mails, with paths that begin in the project's folder.
fn options(request: &Request, project: &Project) -> Options {
    let shown = |path: &dyn AsRef<std::path::Path>| project::shown(&project.root, &request.cwd.join(path.as_ref()));
    Options {
        event: request.event.as_ref().map(|event| match request.cwd.join(event).is_file() {
            true => shown(event),
            false => event.clone(),
        }),
        events: request.events.as_ref().map(|glob| shown(glob)),
        recipients: request.recipients.as_ref().map(|path| shown(path)),
        send_at: request.send_at.clone(),
        subject: request.subject.clone(),
        audience: request.audience.clone(),
        previous: request.previous.as_ref().map(|path| shown(path)),
    }
}

/// Writes the seals; where they lie is told beside a report for people.
pub(super) fn write(args: &Args, pass: &mut Pass) {
    let told = matches!(args.format, Format::Human | Format::Plain) && !args.quiet;
    for one in &pass.seals {
        match seal::write(one, &pass.root) {
            Ok(path) if told => {
                let said = seal::written(one, &path);
                let _ = writeln!(std::io::stderr(), "{}", clean(said.get(pass.language)));
            }
            Ok(_) => {}
            Err(problem) => pass.outcome.problems.push(problem),
        }
    }
}
