//! What each command does.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use jiff::ZonedDateTime;
use jiff::civil::DateTime;

use crate::check::{self, Ask};
use crate::finding::Level;
use crate::language::{Language, Message};
use crate::project::{self, Project, Request};
use crate::report::clean;
use crate::rules::{self, RuleSet};
use crate::source::{Problem, Sources};

use super::args::{Args, Color, Command, LanguageArg, LevelArg, ListFormat, New, Rules, RulesOptions, SchemaOf};
use super::{check as check_command, import, init, manual, new_rule, pages, prove, render, send_test, verify, why};

/// Runs a command; what it says goes to `out`. The exit code is that of `docs/exit-codes.md`.
pub fn run(args: &Args, out: &mut dyn Write) -> u8 {
    match &args.command {
        Command::Check(args) => check_command::run(args, out),
        Command::Render(args) => render::run(args, out),
        Command::Prove(args) => prove::run(args, out),
        Command::Why(args) => why::run(args, out),
        Command::Verify(args) => verify::run(args, out),
        Command::SendTest(args) => send_test::run(args, out),
        Command::Rules(Rules::List(options)) => rules_list(options, out),
        Command::Rules(Rules::Show { id, options }) => pages::show(id, options, out),
        Command::New(New::Rule { id, language }) => new_rule::run(id, *language, out),
        Command::Rules(Rules::Test { ids, options }) => rules_test(ids, options, out),
        Command::Init(args) => init::run(args, out),
        Command::Completions { shell, language } => manual::completions(*shell, *language, out),
        Command::Man { out: folder, language } => manual::pages(folder.as_deref(), *language, out),
        Command::Import(args) => import::run(args, out),
        Command::Schema { of } => say(out, &schema(*of)),
    }
}

/// Prints, and is done.
pub(super) fn say(out: &mut dyn Write, text: &str) -> u8 {
    let _ = writeln!(out, "{}", text.trim_end());
    0
}

fn schema(of: SchemaOf) -> String {
    match of {
        SchemaOf::Project => project::schema(project::SchemaKind::Project).to_string(),
        SchemaOf::Event => project::schema(project::SchemaKind::Event).to_string(),
        SchemaOf::Mail => project::schema(project::SchemaKind::Mail).to_string(),
        SchemaOf::Rule => rules::schema(),
    }
}

pub(super) fn cwd() -> PathBuf {
    std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."))
}

pub(super) fn load_rules(sources: &Sources, project: &Project, only: &[String]) -> (RuleSet, Vec<Problem>) {
    let settings = &project.settings;
    let files: Vec<(String, PathBuf)> =
        settings.rule_files.iter().map(|path| (path.clone(), project.root.join(path))).collect();
    let in_pack = |folder: &project::PackFolder| -> Vec<rules::PackFile> {
        let pack = folder.written.text().trim();
        let file = |path: &String| rules::PackFile {
            pack: pack.to_string(),
            shown: path.clone(),
            disk: project.root.join(path),
        };
        folder.files.iter().map(file).collect()
    };
    let pack_files: Vec<_> = settings.pack_folders.iter().flat_map(in_pack).collect();
    let choice = rules::Choice {
        team_files: &files,
        pack_files: &pack_files,
        packs: settings.packs.as_deref(),
        options: &settings.options,
        levels: &settings.levels,
        only,
    };
    RuleSet::load(sources, &choice)
}

/// The moment that counts as now: `--now`, else the clock, which is read here and nowhere else.
pub(super) fn now(said: Option<&str>, min_level: Level, problems: &mut Vec<Problem>) -> Ask {
    let clock = ZonedDateTime::now();
    let Some(said) = said else { return Ask::of(clock, false, min_level) };
    if let Ok(stamp) = said.parse::<jiff::Timestamp>() {
        return Ask::of(stamp.to_zoned_datetime(clock.time_zone().clone()), false, min_level);
    }
    let wall = said
        .replace(' ', "T")
        .parse::<DateTime>()
        .ok()
        .and_then(|wall| wall.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok());
    match wall {
        Some(now) => Ask::of(now, true, min_level),
        None => {
            problems.push(Problem::new(
                "usage",
                Message::new(
                    format!("--now {said} : écrire par exemple 2026-11-17T14:00"),
                    format!("--now {said}: write for instance 2026-11-17T14:00"),
                ),
            ));
            Ask::of(clock, false, min_level)
        }
    }
}

pub(super) fn level(arg: LevelArg) -> Level {
    match arg {
        LevelArg::Info => Level::Info,
        LevelArg::Warning => Level::Warning,
        LevelArg::Error => Level::Error,
    }
}

/// The reader's language: the option, else the project's, else the system's, else French.
pub(super) fn language(arg: Option<LanguageArg>, project: &Project) -> Language {
    arg.map(said).or(project.settings.language).unwrap_or_else(system_language)
}

/// The language of the option.
pub(super) fn said(arg: LanguageArg) -> Language {
    match arg {
        LanguageArg::Fr => Language::Fr,
        LanguageArg::En => Language::En,
    }
}

/// The system's language, French where that is neither.
pub(super) fn system_language() -> Language {
    sys_locale::get_locale().and_then(|tag| Language::of_tag(&tag)).unwrap_or(Language::Fr)
}

pub(super) fn width() -> usize {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    said.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0))).unwrap_or(100).clamp(40, 200)
}

/// Whether colours are written: as `--color` says, else as the environment asks (`NO_COLOR` before `CLICOLOR_FORCE` and
/// `FORCE_COLOR` before `CLICOLOR`), else on a terminal that has any.
pub(super) fn color(arg: Color) -> bool {
    let forced = || anstyle_query::clicolor_force() || asks("FORCE_COLOR");
    match arg {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if anstyle_query::no_color() => false,
        Color::Auto if forced() => true,
        Color::Auto if anstyle_query::clicolor() == Some(false) => false,
        // The console of Windows has to be switched to colours; elsewhere there is nothing to switch.
        Color::Auto => {
            std::io::stdout().is_terminal()
                && anstyle_query::term_supports_color()
                && anstyle_query::windows::enable_ansi_colors().unwrap_or(true)
        }
    }
}

/// Whether a variable is set to anything but nothing and 0.
fn asks(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty() && value != "0")
}

/// The rules of the project around the current folder.
pub(super) fn project_rules(
    options: &RulesOptions,
    only: &[String],
) -> (Sources, Project, RuleSet, Vec<Problem>, Language) {
    let sources = Sources::new();
    let project = project::load(&sources, &Request { cwd: cwd(), ..Request::default() });
    let (rules, mut problems) = load_rules(&sources, &project, only);
    // What is wrong in the settings may be why a rule or pack is not there.
    let of_settings = |problem: &&Problem| {
        project.settings.file.is_some() && problem.span.map(|span| span.file) == project.settings.file
    };
    problems.splice(0..0, project.problems.iter().filter(of_settings).cloned().collect::<Vec<_>>());
    let language = language(options.language, &project);
    (sources, project, rules, problems, language)
}

/// Says what is wrong with the rules; exit 2 where anything is.
pub(super) fn complain(problems: &[Problem], sources: &Sources, language: Language) -> u8 {
    for (at, problem) in problems.iter().enumerate() {
        // One cause may have been met twice; it is told once.
        if problems[..at].contains(problem) {
            continue;
        }
        let place = problem.span.map_or_else(String::new, |span| {
            let start = sources.start(span);
            format!("{}:{}:{}: ", sources.path(span.file), start.line, start.column)
        });
        let help = problem.help.as_ref().map_or_else(String::new, |help| format!("\n  {}", help.get(language)));
        // File names and values may hold what a terminal acts on.
        let text = format!("{place}{}{help}", problem.message.get(language));
        let _ = writeln!(std::io::stderr(), "{}", clean(&text));
    }
    if problems.is_empty() { 0 } else { 2 }
}

fn rules_list(options: &RulesOptions, out: &mut dyn Write) -> u8 {
    let (sources, _, rules, problems, language) = project_rules(options, &[]);
    let _ = write!(out, "{}", rules::list(&rules, &sources, language, options.format == ListFormat::Json));
    complain(&problems, &sources, language)
}

fn rules_test(ids: &[String], options: &RulesOptions, out: &mut dyn Write) -> u8 {
    let (sources, _, mut rules, problems, language) = project_rules(options, &[]);
    let tested = check::cases::run(&mut rules, ids, &sources);
    let _ = write!(out, "{}", tested.text(language));
    let wrong = complain(&problems, &sources, language);
    if wrong != 0 { wrong } else { u8::from(!tested.passed()) }
}

/// A file that could not be written.
pub(super) fn unwritable(file: &str, error: &std::io::Error) -> Problem {
    let message = Message::new(
        format!("« {file} » ne peut pas être écrit : {error}"),
        format!("“{file}” cannot be written: {error}"),
    );
    Problem::new("file-unwritable", message)
        .help(Message::new("Vérifier que le dossier existe.", "Check that the folder exists."))
}
