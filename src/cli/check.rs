//! `presend check`: a request becomes a run, corrections are put into files where that was asked for, and what came of
//! it is printed.

use std::io::{Read as _, Write};
use std::path::Path;

use super::args::Check as Args;
use super::commands::{color, complain, cwd, language, level, load_rules, now, unwritable, width};
use crate::check::{self, Ask, Baseline};
use crate::finding::{Known, Outcome};
use crate::fix::{Drafts, Guard, MOST_PASSES};
use crate::language::{Language, Message};
use crate::project::{self, Project, Request};
use crate::report::{self, Options};
use crate::source::{Accept, Problem, Sources};

/// Checks, and corrects where that was asked for; the exit code is the contract's.
pub fn run(args: &Args, out: &mut dyn Write) -> u8 {
    let mut usage: Vec<Problem> = Vec::new();
    let request = request(args, &mut usage);
    usage.extend(contradictions(args));
    let ask = now(args.now.as_deref(), level(args.min_level), &mut usage);
    let asked = Asked { args, request: &request, ask: &ask, usage: &usage };
    let first = asked.pass(&Drafts::default());
    if usage.iter().any(|problem| problem.code == "usage") {
        return finish(args, first, out);
    }
    let mut pass = match (args.fix, args.diff) {
        (true, false) => asked.fix(first),
        (false, true) => return show_diff(args, asked.diff(first), out),
        _ => first,
    };
    if let Some(path) = &args.write_baseline {
        write_baseline(path, &mut pass);
    }
    finish(args, pass, out)
}

/// Writes what was found as known, which it then is. Of a run that could not look at everything nothing is written: what
/// it did not see would be forgotten.
fn write_baseline(path: &Path, pass: &mut Pass) {
    let shown = path.display();
    let outcome = &mut pass.outcome;
    if !outcome.problems.is_empty() {
        outcome.problems.push(usage_in(
            "baseline-unwritten",
            [
                &format!("« {shown} » n'a pas été écrit : le contrôle est incomplet"),
                &format!("“{shown}” was not written: the check is incomplete"),
            ],
            ["Régler d'abord ce qui n'a pas pu être lu.", "First deal with what could not be read."],
        ));
        return;
    }
    let text = check::baseline_text(outcome, &pass.sources);
    if let Err(error) = std::fs::write(path, text) {
        outcome.problems.push(unwritable(&shown.to_string(), &error));
        return;
    }
    let findings = std::mem::take(&mut outcome.findings);
    let known = outcome.known.get_or_insert_with(Known::default);
    known.findings.extend(findings.into_iter().filter(|finding| finding.rule != check::BASELINE_STALE));
    known.file = shown.to_string();
    known.written = true;
    outcome.hint = None;
}

/// Options that contradict each other, or that ask for what cannot be.
fn contradictions(args: &Args) -> Vec<Problem> {
    let mut out = Vec::new();
    if level(args.min_level) > level(args.fail_on) {
        out.push(usage(
            "--min-level est au-dessus de --fail-on : des points qui font échouer ne seraient pas montrés",
            "--min-level is above --fail-on: points that fail the run would not be shown",
            "Mettre --min-level au niveau de --fail-on ou plus bas : info, puis warning, puis error.",
            "Set --min-level to the level of --fail-on or lower: info, then warning, then error.",
        ));
    }
    if args.fix && args.diff {
        out.push(usage(
            "--fix écrit les corrections et --diff ne fait que les montrer : rien n'a été écrit",
            "--fix writes the corrections and --diff only shows them: nothing was written",
            "Garder l'une des deux options : d'abord --diff pour voir, puis --fix pour écrire.",
            "Keep one of the two options: first --diff to see, then --fix to write.",
        ));
    } else if args.diff && args.write_baseline.is_some() {
        out.push(usage(
            "--diff n'écrit rien, et --write-baseline écrit un fichier",
            "--diff writes nothing, and --write-baseline writes a file",
            "Garder l'une des deux options.",
            "Keep one of the two options.",
        ));
    } else if args.fix && reads_input(args) {
        out.push(usage(
            "--fix écrit dans des fichiers, et l'entrée standard (-) n'en est pas un",
            "--fix writes into files, and standard input (-) is not one",
            "Donner le chemin du fichier, ou montrer les corrections avec --diff.",
            "Give the file's path, or show the corrections with --diff.",
        ));
    }
    out
}

fn usage(fr: &str, en: &str, help_fr: &str, help_en: &str) -> Problem {
    usage_in("usage", [fr, en], [help_fr, help_en])
}

fn usage_in(code: &'static str, [fr, en]: [&str; 2], [help_fr, help_en]: [&str; 2]) -> Problem {
    Problem::new(code, Message::new(fr, en)).help(Message::new(help_fr, help_en))
}

fn reads_input(args: &Args) -> bool {
    args.paths.iter().any(|path| path == Path::new("-"))
}

/// What the command line asks, for each time that the project is read.
struct Asked<'a> {
    args: &'a Args,
    request: &'a Request,
    ask: &'a Ask,
    usage: &'a [Problem],
}

/// What one reading of the project came to.
struct Pass {
    sources: Sources,
    language: Language,
    guard: Guard,
    outcome: Outcome,
}

impl Asked<'_> {
    /// Reads and checks the project as it would be with these drafts.
    fn pass(&self, drafts: &Drafts) -> Pass {
        let args = self.args;
        let sources = Sources::with_drafts(drafts.bytes());
        let mut project = project::load(&sources, self.request);
        project.problems.splice(0..0, self.usage.iter().cloned());
        let (rules, problems) = load_rules(&sources, &project, &args.rule);
        project.problems.extend(problems);
        let mut ask = self.ask.clone();
        ask.baseline = self.baseline(&sources, &project).unwrap_or_else(|problem| {
            project.problems.push(problem);
            None
        });
        let outcome = check::run(&project, &rules, &sources, &ask);
        let guard = Guard::new(&project.root, reads_input(args));
        Pass { language: language(args.language, &project), sources, guard, outcome }
    }

    /// The findings that are known: those of `--baseline`, else those of the file that is to be written anew.
    fn baseline(&self, sources: &Sources, project: &Project) -> Result<Option<Baseline>, Problem> {
        let Args { baseline, write_baseline, paths, rule, .. } = self.args;
        let written = write_baseline.as_ref().filter(|path| self.request.cwd.join(path).exists());
        let fresh = baseline.is_some() && baseline == write_baseline && written.is_none();
        let Some(path) = baseline.as_ref().filter(|_| !fresh).or(written) else { return Ok(None) };
        let disk = self.request.cwd.join(path);
        let shown = project::shown(&project.root, &disk);
        let file = sources.read(&disk, &shown, Accept::Utf8).map_err(|problem| match problem.code {
            "file-missing" => problem.help(Message::new(
                format!("L'écrire d'abord : presend check --write-baseline {}", path.display()),
                format!("Write it first: presend check --write-baseline {}", path.display()),
            )),
            _ => problem,
        })?;
        let whole = paths.is_empty() && rule.is_empty() && project.left_out == 0;
        Baseline::read(sources, file, whole).map(Some)
    }

    /// Corrects until nothing is left that is safe, each time checking anew: the drafts, and the last pass if there was
    /// a further one.
    fn corrected(&self, first: &Pass) -> (Drafts, Option<Pass>) {
        let mut drafts = Drafts::default();
        let mut last = None;
        for _ in 0..MOST_PASSES {
            let pass: &Pass = last.as_ref().unwrap_or(first);
            if !drafts.take(&pass.outcome.findings, &pass.sources, &pass.guard) {
                break;
            }
            last = Some(self.pass(&drafts));
        }
        (drafts, last)
    }

    fn fix(&self, first: Pass) -> Pass {
        let (mut drafts, last) = self.corrected(&first);
        let mut pass = last.unwrap_or(first);
        let unwritten = drafts.write(&pass.guard);
        if !unwritten.is_empty() {
            // The report is of the files as they lie on disk.
            pass = self.pass(&drafts);
        }
        pass.outcome.problems.extend(drafts.refused().iter().cloned().chain(unwritten));
        pass.outcome.fixed = Some(drafts.counts());
        pass
    }

    /// The run as it was, with the diff of what would be written.
    fn diff(&self, mut first: Pass) -> Pass {
        let (drafts, _) = self.corrected(&first);
        first.outcome.problems.extend(drafts.refused().iter().cloned());
        first.outcome.fixed = Some(drafts.counts());
        first.outcome.diff = Some(drafts.diff());
        first
    }
}

/// Prints the diff alone, so that it can be kept or applied; what else is to be said goes to standard error. For a
/// machine it is part of the one object.
fn show_diff(args: &Args, mut pass: Pass, out: &mut dyn Write) -> u8 {
    if args.format == report::Format::Json {
        return finish(args, pass, out);
    }
    let options = options(args, pass.language);
    further_reports(args, &mut pass, &options);
    let _ = out.write_all(pass.outcome.diff.as_deref().unwrap_or_default().as_bytes());
    complain(&pass.outcome.problems, &pass.sources, pass.language);
    let _ = writeln!(std::io::stderr(), "{}", report::diff_line(&pass.outcome, pass.language));
    exit(&pass.outcome, &options)
}

/// Arguments that cannot be read, where a machine waits for its one object. The words are clap's own.
pub fn usage_as_json(error: &clap::Error, out: &mut dyn Write) -> u8 {
    let said = error.to_string();
    let mut lines = said.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    let message = first.strip_prefix("error: ").unwrap_or(first);
    let help = lines.collect::<Vec<_>>().join(" ");
    let problem = Problem::new("usage", Message::new(message, message)).help(Message::new(help.clone(), help));
    let outcome = Outcome { problems: vec![problem], ..Outcome::default() };
    let options = Options { width: width(), ..Options::default() };
    let _ = out.write_all(report::render(report::Format::Json, &outcome, &Sources::new(), &options).as_bytes());
    exit(&outcome, &options)
}

/// Writes the further reports, prints the report, and gives the exit code.
fn finish(args: &Args, mut pass: Pass, out: &mut dyn Write) -> u8 {
    let options = options(args, pass.language);
    further_reports(args, &mut pass, &options);
    let report = report::render(args.format, &pass.outcome, &pass.sources, &options);
    let _ = out.write_all(report.as_bytes());
    exit(&pass.outcome, &options)
}

fn options(args: &Args, language: Language) -> Options {
    Options {
        language,
        width: width(),
        color: color(args.color),
        min_level: level(args.min_level),
        fail_on: level(args.fail_on),
        strict: args.strict,
        show_personal: args.show_personal,
        verbose: args.verbose,
        quiet: args.quiet,
    }
}

fn exit(outcome: &Outcome, options: &Options) -> u8 {
    u8::try_from(report::verdict(outcome, options.fail_on, options.strict).1).unwrap_or(2)
}

/// Writes the further reports. One that could not be written is a problem of the run like any other, so that each
/// format says the same.
fn further_reports(args: &Args, pass: &mut Pass, options: &Options) {
    for further in &args.output {
        let plain = Options { color: false, ..options.clone() };
        if let Err(problem) = write_report(further, &pass.outcome, &pass.sources, &plain) {
            pass.outcome.problems.push(problem);
        }
    }
}

fn write_report(further: &str, outcome: &Outcome, sources: &Sources, options: &Options) -> Result<(), Problem> {
    let wrong = || {
        let message = Message::new(
            format!("--output {further} ne peut pas être lu"),
            format!("--output {further} cannot be read"),
        );
        let formats = report::Format::ALL.map(report::Format::word).join(", ");
        Problem::new("usage", message).help(Message::new(
            format!("Écrire FORMAT=FICHIER, par exemple html=rapport.html. Formats : {formats}."),
            format!("Write FORMAT=FILE, such as html=report.html. Formats: {formats}."),
        ))
    };
    let (kind, file) = further.split_once('=').ok_or_else(wrong)?;
    let kind = report::Format::of_word(kind).ok_or_else(wrong)?;
    std::fs::write(file, report::render(kind, outcome, sources, options)).map_err(|error| unwritable(file, &error))
}

fn request(args: &Args, problems: &mut Vec<Problem>) -> Request {
    let stdin = reads_input(args).then(|| {
        let mut bytes = Vec::new();
        if let Err(error) = std::io::stdin().lock().take(crate::source::MAX_BYTES + 1).read_to_end(&mut bytes) {
            problems.push(Problem::new(
                "file-unreadable",
                Message::new(
                    format!("L'entrée standard ne peut pas être lue : {error}"),
                    format!("Standard input cannot be read: {error}"),
                ),
            ));
        }
        (bytes, args.stdin_filename.clone())
    });
    Request {
        paths: args.paths.iter().filter(|path| *path != Path::new("-")).cloned().collect(),
        event: args.event.clone(),
        events: args.events.clone(),
        recipients: args.recipients.clone(),
        send_at: args.send_at.clone(),
        subject: args.subject.clone(),
        audience: args.audience.clone(),
        previous: None,
        stdin,
        cwd: cwd(),
        language: None,
    }
}
