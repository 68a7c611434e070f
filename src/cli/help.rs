//! The help of the command line, on one screen for each command and in the reader's language. The English words stand
//! at the arguments themselves (`args.rs`), the French ones in `help_french.rs`; groups and examples stand here.

use std::ffi::OsString;

use clap::builder::{PossibleValue, StyledStr};
use clap::{Arg, ArgAction, CommandFactory, ValueEnum};

use super::args::{Args, LanguageArg};
use super::commands::{said, system_language, width};
use super::help_french as french;
use crate::language::{Language, Message};

/// Wider lines than this are hard to read.
const WIDEST: usize = 100;

/// The options of `check` by what they are about. Those of other commands are in no group. The colon that follows is
/// clap's, the space before it French.
const GROUPS: &[([&str; 2], &[&str])] = &[
    (
        ["Ce qui est contrôlé\u{a0}", "What is checked"],
        &[
            "paths",
            "subject",
            "audience",
            "send_at",
            "recipients",
            "every_recipient",
            "stdin_filename",
            "changed",
            "rule",
            "now",
        ],
    ),
    (["L'événement\u{a0}", "The event"], &["event", "events", "previous"]),
    (
        ["Le rapport\u{a0}", "The report"],
        &[
            "format",
            "output",
            "open",
            "fail_on",
            "min_level",
            "strict",
            "language",
            "color",
            "quiet",
            "verbose",
            "show_personal",
            "help",
        ],
    ),
    (["Les corrections\u{a0}", "Corrections"], &["fix", "diff"]),
    (["Les points déjà connus\u{a0}", "Known findings"], &["baseline", "write_baseline"]),
];

/// What `-h` leaves to `--help`.
const SELDOM: &[&str] =
    &["stdin_filename", "every_recipient", "now", "show_personal", "min_level", "rule", "audience", "events", "color"];

/// An example or two a command: the path of the command, and what is typed in French and in English.
const EXAMPLES: &[(&str, &[[&str; 2]])] = &[
    (
        "",
        &[
            ["presend check mail.eml --event event.yaml", "presend check mail.eml --event event.yaml"],
            ["presend init", "presend init"],
        ],
    ),
    (
        "check",
        &[
            ["presend check mail.eml --event event.yaml", "presend check mail.eml --event event.yaml"],
            ["presend check mails/ --output html=rapport.html", "presend check mails/ --output html=report.html"],
        ],
    ),
    ("render", &[["presend render mails/suivi.hbs --as html", "presend render mails/follow-up.hbs --as html"]]),
    (
        "send-test",
        &[[
            "presend send-test mails/suivi.hbs --to vous@exemple.fr",
            "presend send-test mails/follow-up.hbs --to you@example.org",
        ]],
    ),
    ("rules", &[["presend rules show event-date", "presend rules show event-date"]]),
    ("rules list", &[["presend rules list", "presend rules list"]]),
    ("rules show", &[["presend rules show event-date", "presend rules show event-date"]]),
    ("rules test", &[["presend rules test pas-de-pression", "presend rules test no-pressure"]]),
    ("new", &[["presend new rule pas-de-pression", "presend new rule no-pressure"]]),
    ("new rule", &[["presend new rule pas-de-pression", "presend new rule no-pressure"]]),
    ("schema", &[["presend schema event > event.schema.json", "presend schema event > event.schema.json"]]),
    (
        "init",
        &[
            ["presend init", "presend init"],
            ["presend init --project nos-mails --ci github", "presend init --project our-mails --ci github"],
        ],
    ),
    (
        "import",
        &[
            [
                "presend import livestorm export.json --out event.yaml",
                "presend import livestorm export.json --out event.yaml",
            ],
            ["presend import ics invitation.ics", "presend import ics invitation.ics"],
        ],
    ),
    (
        "completions",
        &[[
            "presend completions bash > ~/.local/share/bash-completion/completions/presend",
            "presend completions bash > ~/.local/share/bash-completion/completions/presend",
        ]],
    ),
    ("man", &[["presend man | man -l -", "presend man | man -l -"]]),
];

/// The reader's language before any argument is understood: that of `--language`, else the system's.
pub(super) fn language(words: &[OsString]) -> Language {
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let apart = words.windows(2).find(|pair| pair[0] == "--language").map(|pair| pair[1]);
    let said_word = apart.or_else(|| words.iter().find_map(|word| word.strip_prefix("--language=")));
    said_word.and_then(|word| LanguageArg::from_str(word, true).ok()).map_or_else(system_language, said)
}

/// The command line with its help in a language; `brief` leaves out what is seldom asked for.
pub fn command(language: Language, brief: bool) -> clap::Command {
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version).help("Show the version.");
    let command = Args::command().disable_version_flag(true).arg(version).term_width(width().min(WIDEST));
    dressed(command, "", &Dress { language, brief })
}

/// How a command is to be dressed.
struct Dress {
    language: Language,
    brief: bool,
}

impl Dress {
    fn say(&self, fr: &'static str, en: &'static str) -> &'static str {
        match self.language {
            Language::Fr => fr,
            Language::En => en,
        }
    }

    /// The group of an argument.
    fn heading(&self, path: &str, arg: &Arg) -> &'static str {
        let id = arg.get_id().as_str();
        let group = GROUPS.iter().find(|(_, ids)| path == "check" && ids.contains(&id));
        match group {
            Some(([fr, en], _)) => self.say(fr, en),
            None if arg.is_positional() => self.say("À donner\u{a0}", "Arguments"),
            None => self.say("Options\u{a0}", "Options"),
        }
    }

    /// The words of an argument, with its values and what counts where it is not given.
    fn help(&self, path: &str, arg: &Arg) -> String {
        let french = french::argument(path, arg.get_id().as_str());
        let own = arg.get_help().map(StyledStr::to_string).unwrap_or_default();
        let mut text = match (self.language, french) {
            (Language::Fr, Some((_, words))) => words.to_string(),
            _ => own.trim_end_matches('.').to_string(),
        };
        if !arg.get_action().takes_values() {
            return text;
        }
        let values: Vec<String> =
            arg.get_possible_values().iter().filter(|value| !value.is_hide_set()).map(name).collect();
        let default = arg.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
        let more = match (values.is_empty(), default) {
            (true, _) => return text,
            (false, None) => format!(" ({})", values.join(", ")),
            (false, Some(default)) => {
                let rest: Vec<String> = values.into_iter().filter(|value| *value != default).collect();
                format!(" ({}{default} ; {})", self.say("sinon ", "default "), rest.join(", "))
                    .replace(" ;", self.say("\u{a0};", ";"))
            }
        };
        text.push_str(&more);
        text
    }

    fn arg(&self, path: &str, arg: Arg) -> Arg {
        let help = self.help(path, &arg);
        let seldom = self.brief && path == "check" && SELDOM.contains(&arg.get_id().as_str());
        let heading = self.heading(path, &arg);
        let arg = arg.help_heading(heading).help(help);
        let arg = match arg.get_action().takes_values() {
            true => arg.hide_possible_values(true).hide_default_value(true),
            false => arg,
        };
        let name = french::argument(path, arg.get_id().as_str()).map(|(name, _)| name).unwrap_or_default();
        let arg = match self.language {
            Language::Fr if !name.is_empty() => arg.value_name(name),
            _ => arg,
        };
        // The order of the others is that of `args.rs`.
        let arg = if arg.is_positional() { arg.display_order(0) } else { arg };
        if seldom { arg.hide(true) } else { arg }
    }

    fn examples(&self, path: &str) -> String {
        let examples = EXAMPLES.iter().find(|(of, _)| *of == path).map_or(&[][..], |(_, examples)| examples);
        let mut out = String::new();
        if self.brief && path == "check" {
            out.push_str(
                self.say("Toutes les options : presend check --help\n\n", "All options: presend check --help\n\n"),
            );
        }
        out.push_str(self.say("Exemples :", "Examples:"));
        for [fr, en] in examples {
            out.push_str(&format!("\n  {}", self.say(fr, en)));
        }
        if path.is_empty() {
            let more = self.say(
                "\n\npresend COMMANDE --help montre les options d'une commande. Un fichier seul est contrôlé :\n  presend mail.eml",
                "\n\npresend COMMAND --help shows the options of a command. A file alone is checked:\n  presend mail.eml",
            );
            out.push_str(more);
        }
        out
    }
}

/// A command and those below it, in the reader's words.
fn dressed(command: clap::Command, path: &str, dress: &Dress) -> clap::Command {
    let own = command.get_about().map(StyledStr::to_string).unwrap_or_default();
    let about = match dress.language {
        Language::Fr => french::command(path).map_or(own, str::to_string),
        Language::En => own,
    };
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("Show this help.");
    let usage = dress.say("Utilisation :", "Usage:");
    command
        .about(format!("{}.", about.trim_end_matches('.')))
        .disable_help_flag(true)
        .arg(help)
        .help_template(format!("{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}"))
        .subcommand_help_heading(dress.say("Commandes\u{a0}", "Commands"))
        .subcommand_value_name(dress.say("COMMANDE", "COMMAND"))
        .after_help(dress.examples(path))
        .mut_args(|arg| dress.arg(path, arg))
        .mut_subcommands(|inner| {
            let below = format!("{path} {}", inner.get_name());
            dressed(inner, below.trim(), dress)
        })
}

fn name(value: &PossibleValue) -> String {
    value.get_name().to_string()
}

/// Whether a word is a command.
pub(super) fn is_command(word: &OsString) -> bool {
    word.to_str().is_some_and(|word| Args::command().find_subcommand(word).is_some())
}

/// The words of a message for whoever typed something that cannot be understood.
pub(super) fn all_options(words: &[OsString]) -> Message {
    let command = words.get(1).filter(|word| is_command(word)).and_then(|word| word.to_str());
    let line = command.map_or("presend --help".to_string(), |command| format!("presend {command} --help"));
    Message::new(format!("Ce qui peut être tapé : {line}"), format!("What can be typed: {line}"))
}
