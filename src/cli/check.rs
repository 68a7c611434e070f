//! `presend check`: a request becomes a run, corrections are put into files where that was asked for, and what came of
//! it is printed.

use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

use super::args::Check as Args;
use super::commands::{
    color, complain, cwd, language, level, load_rules, now, said, system_language, unwritable, width,
};
use super::progress::Progress;
use super::{browser, changed, seal};
use crate::check::{self, Ask, Baseline};
use crate::finding::{Known, Outcome};
use crate::fix::{Drafts, Guard, MOST_PASSES};
use crate::language::{Language, Message};
use crate::project::{self, Project, Request};
use crate::report::{self, Options};
use crate::seal::Seal;
use crate::source::{Accept, Problem, Sources};
use crate::template;
use crate::work;

/// Checks, and corrects where that was asked for; the exit code is that of `docs/exit-codes.md`.
pub fn run(args: &Args, out: &mut dyn Write) -> u8 {
    if args.timings {
        work::ask_for_times();
    }
    let mut usage: Vec<Problem> = Vec::new();
    let request = request(args, &mut usage);
    usage.extend(contradictions(args));
    let ask = now(args.now.as_deref(), level(args.min_level), &mut usage);
    let asked = Asked { args, request: &request, ask: &ask, usage: &usage, first_file: 0 };
    if args.changed {
        return finish(args, changed::run(&asked), out);
    }
    let mut pass = asked.pass_or_fix();
    if args.diff && !misused(&usage) {
        return show_diff(args, asked.diff(pass), out);
    }
    if let Some(path) = &args.write_baseline {
        write_baseline(path, &mut pass);
    }
    if args.seal && !misused(&usage) {
        seal::write(args, &mut pass);
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
    if let Err(error) = super::whole_file::write(path, text.as_bytes()) {
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
    } else if args.changed && (args.diff || args.write_baseline.is_some() || reads_input(args)) {
        out.push(usage(
            "--changed va avec des fichiers, et sans --diff ni --write-baseline",
            "--changed goes with files, and without --diff or --write-baseline",
            "Pour cela, contrôler le projet entier : la même commande, sans --changed.",
            "For that, check the whole project: the same command without --changed.",
        ));
    } else if args.seal && !seal::whole(args) {
        out.push(usage(
            "--seal note un contrôle entier : il va avec des fichiers, et sans --changed, --diff, --rule, --min-level ni points connus",
            "--seal is for a whole check: it goes with files, and without --changed, --diff, --rule, --min-level or known findings",
            "Lancer la même commande sans cette option : presend check --seal MAIL.",
            "Run the same command without that option: presend check --seal MAIL.",
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

pub(super) fn usage(fr: &str, en: &str, help_fr: &str, help_en: &str) -> Problem {
    usage_in("usage", [fr, en], [help_fr, help_en])
}

fn usage_in(code: &'static str, [fr, en]: [&str; 2], [help_fr, help_en]: [&str; 2]) -> Problem {
    Problem::new(code, Message::new(fr, en)).help(Message::new(help_fr, help_en))
}

pub(super) fn reads_input(args: &Args) -> bool {
    args.paths.iter().any(|path| path == Path::new("-"))
}

/// Whether the command line cannot be followed; then nothing is written.
fn misused(usage: &[Problem]) -> bool {
    usage.iter().any(|problem| problem.code == "usage")
}

/// What the command line asks, for each time that the project is read.
pub struct Asked<'a> {
    pub args: &'a Args,
    pub request: &'a Request,
    pub ask: &'a Ask,
    pub usage: &'a [Problem],
    /// The number of the first file that is read: those of other projects of the run come before it.
    pub first_file: u32,
}

/// What one reading of the project came to.
pub struct Pass {
    pub sources: Sources,
    pub language: Language,
    /// The project's folder.
    pub root: PathBuf,
    pub guard: Guard,
    pub outcome: Outcome,
    /// The seals of its mails, where they were asked for.
    pub seals: Vec<Seal>,
}

impl Asked<'_> {
    /// Checks; corrections are written where that was asked for.
    pub fn pass_or_fix(&self) -> Pass {
        let first = self.pass(&Drafts::default());
        let fix = self.args.fix && !self.args.diff && !misused(self.usage);
        if fix { self.fix(first) } else { first }
    }

    /// Reads and checks the project as it would be with these drafts.
    fn pass(&self, drafts: &Drafts) -> Pass {
        let args = self.args;
        let progress = Progress::start(args.language.map_or_else(system_language, said), args.quiet);
        let sources = Sources::with_drafts(drafts.bytes()).numbered_from(self.first_file);
        let mut project = project::load(&sources, self.request);
        if self.request.changed && project.aside.concerned == 0 {
            // No changed file is a mail's business, and so is nothing else of the project.
            let outcome = Outcome { problems: self.usage.to_vec(), ..Outcome::default() };
            return self.came_to(&project, sources, outcome);
        }
        project.problems.splice(0..0, self.usage.iter().cloned());
        let (rules, problems) = load_rules(&sources, &project, &args.rule);
        project.problems.extend(problems);
        let mut ask = self.ask.clone();
        ask.pages = browser::wants_pages(args);
        ask.every_recipient = args.every_recipient;
        ask.baseline = self.baseline(&sources, &project).unwrap_or_else(|problem| {
            project.problems.push(problem);
            None
        });
        let watch = &mut |done, all| progress.at(done, all);
        let outcome = check::run_watched(&project, &rules, &sources, &ask, watch);
        let mut pass = self.came_to(&project, sources, outcome);
        if args.seal {
            seal::take(&mut pass, &project, self);
        }
        pass
    }

    fn came_to(&self, project: &Project, sources: Sources, outcome: Outcome) -> Pass {
        let guard = Guard::new(&project.root, reads_input(self.args));
        Pass {
            language: language(self.args.language, project),
            sources,
            root: project.root.clone(),
            guard,
            outcome,
            seals: Vec::new(),
        }
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

/// Prints the diff alone, so that it can be kept or applied; what else is to be said goes to standard error. In JSON it
/// is part of the one object; the other formats for machines have no place for it, and give way to it.
fn show_diff(args: &Args, mut pass: Pass, out: &mut dyn Write) -> u8 {
    if args.format == report::Format::Json {
        return finish(args, pass, out);
    }
    let options = options(args, &pass);
    let page = further_reports(args, &mut pass, &options);
    let _ = out.write_all(pass.outcome.diff.as_deref().unwrap_or_default().as_bytes());
    complain(&pass.outcome.problems, &pass.sources, pass.language);
    let _ = writeln!(std::io::stderr(), "{}", report::diff_line(&pass.outcome, pass.language));
    browser::open_kept(args, page, pass.language);
    tell_timings(args, &mut pass);
    exit(&pass.outcome, &options)
}

/// Arguments that cannot be read, where a program waits for a report.
pub fn usage_as_report(problem: Problem, language: Language, format: report::Format, out: &mut dyn Write) -> u8 {
    let outcome = Outcome { problems: vec![problem], ..Outcome::default() };
    let options = Options { width: width(), language, ..Options::default() };
    let _ = out.write_all(report::render(format, &outcome, &Sources::new(), &options).as_bytes());
    exit(&outcome, &options)
}

/// Writes the further reports, prints the report, and gives the exit code.
fn finish(args: &Args, mut pass: Pass, out: &mut dyn Write) -> u8 {
    let options = options(args, &pass);
    let page = further_reports(args, &mut pass, &options);
    let report = rendered(args.format, &mut pass, &options);
    let html = browser::wants_one_more(args).then(|| rendered(report::Format::Html, &mut pass, &options));
    browser::show(args, &report, html.as_deref(), page, pass.language, out);
    tell_timings(args, &mut pass);
    exit(&pass.outcome, &options)
}

/// A report. Where it met a file that is another one by now, it is made again without what was found there.
fn rendered(format: report::Format, pass: &mut Pass, options: &Options) -> String {
    loop {
        let report = report::render(format, &pass.outcome, &pass.sources, options);
        if !pass.outcome.lose(&pass.sources) {
            return report;
        }
    }
}

/// Says where the time went; a report in JSON has said it already.
fn tell_timings(args: &Args, pass: &mut Pass) {
    if args.timings && args.format != report::Format::Json {
        pass.outcome.work.add(work::take());
        let _ = write!(std::io::stderr(), "{}", report::timings(&pass.outcome.work, pass.language));
    }
}

fn options(args: &Args, pass: &Pass) -> Options {
    Options {
        language: pass.language,
        width: width(),
        color: color(args.color),
        min_level: level(args.min_level),
        fail_on: level(args.fail_on),
        strict: args.strict,
        show_personal: args.show_personal,
        verbose: args.verbose,
        quiet: args.quiet,
        timings: args.timings,
        project: pass.root.clone(),
        repository: repository(&pass.root),
    }
}

/// The root of the repository that a project lies in: the first folder above with `.git`, else the folder that a CI
/// server names; without either, the project's own folder.
fn repository(project: &Path) -> PathBuf {
    let named = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|folder| project.starts_with(folder));
    let of_git = project.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_path_buf);
    of_git
        .or_else(|| named("GITHUB_WORKSPACE"))
        .or_else(|| named("CI_PROJECT_DIR"))
        .unwrap_or_else(|| project.to_path_buf())
}

fn exit(outcome: &Outcome, options: &Options) -> u8 {
    u8::try_from(report::verdict(outcome, options.fail_on, options.strict).1).unwrap_or(2)
}

/// Writes the further reports. One that could not be written is a problem of the run like any other, so that each
/// format says the same. The file of the first HTML report is handed back.
fn further_reports<'a>(args: &'a Args, pass: &mut Pass, options: &Options) -> Option<&'a str> {
    let mut page = None;
    for further in &args.output {
        let plain = Options { color: false, ..options.clone() };
        match write_report(further, pass, &plain) {
            Ok(()) => page = page.or(further.strip_prefix("html=")),
            Err(problem) => pass.outcome.problems.push(problem),
        }
    }
    page
}

fn write_report(further: &str, pass: &mut Pass, options: &Options) -> Result<(), Problem> {
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
    let report = rendered(kind, pass, options);
    super::whole_file::write(Path::new(file), report.as_bytes()).map_err(|error| unwritable(file, &error))
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
        previous: args.previous.clone(),
        stdin,
        cwd: cwd(),
        language: None,
        changed: args.changed,
        includes: Some(template::includes),
    }
}
