//! The arguments of the command line.

use std::path::PathBuf;

use clap::builder::PossibleValue;
use clap::{Parser, Subcommand, ValueEnum};

use super::prove::Percent;
use crate::import;
use crate::report::Format;

/// The look before an event mail goes out.
#[derive(Debug, Parser)]
#[command(name = "presend", version = env!("PRESEND_VERSION"), about, long_about = None, disable_help_subcommand = true)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What presend does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check mails against the facts of their events.
    Check(Box<Check>),
    /// Show what a recipient would get, or what presend read in it.
    Render(Render),
    /// Make slips in a mail, one at a time, and say which would not be seen.
    Prove(Prove),
    /// Explain one place of a mail: where it comes from, what backs it, what the rules said.
    Why(Why),
    /// Say whether a mail is still the one that was checked and sealed.
    Verify(Verify),
    /// Send a checked mail to an address of the team, as a test.
    SendTest(SendTest),
    /// List, explain or test the rules.
    #[command(subcommand)]
    Rules(Rules),
    /// Write a file to begin with.
    #[command(subcommand)]
    New(New),
    /// Write an event.yaml to fill in, or a whole project to begin with.
    Init(Init),
    /// Make an event.yaml or recipients.csv of a platform's export.
    Import(Import),
    /// Print the JSON Schema of a file.
    Schema {
        /// Of which file.
        of: SchemaOf,
    },
    /// Print what a shell needs to complete commands and options.
    Completions {
        /// For which shell.
        shell: clap_complete::Shell,
        /// The language of the descriptions.
        #[arg(long, value_enum)]
        language: Option<LanguageArg>,
    },
    /// Print the manual page, or write those of all commands.
    #[command(hide = true)]
    Man {
        /// Write all pages in both languages into this folder, laid out as share/man is.
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
        /// The language of the page that is printed.
        #[arg(long, value_enum)]
        language: Option<LanguageArg>,
    },
}

/// `presend rules …`
#[derive(Debug, Subcommand)]
pub enum Rules {
    /// The rules in force.
    List(RulesOptions),
    /// One rule explained: what it looks for, why, how grave, with examples.
    Show {
        /// The rule's id.
        id: String,
        /// The options that all rules commands share.
        #[command(flatten)]
        options: RulesOptions,
    },
    /// Run the `valid` and `invalid` cases of the rules.
    Test {
        /// The rules to test: all, when none is named.
        ids: Vec<String>,
        /// The options that all rules commands share.
        #[command(flatten)]
        options: RulesOptions,
    },
}

/// `presend new …`
#[derive(Debug, Subcommand)]
pub enum New {
    /// A rule of your own, with its cases.
    Rule {
        /// Its id: lower-case letters, digits and hyphens.
        id: String,
        /// The language of the rule's comments and of what is printed.
        #[arg(long, value_enum)]
        language: Option<LanguageArg>,
    },
}

/// `presend init`
#[derive(Debug, clap::Args)]
pub struct Init {
    /// The file of the event, or a folder; here when none is named.
    pub path: Option<PathBuf>,
    /// A small project instead: settings, two events, a mail, recipients, a rule.
    #[arg(long)]
    pub project: bool,
    /// Also what checks each change in CI.
    #[arg(long, value_enum, value_name = "WHERE")]
    pub ci: Option<Ci>,
    /// Also a hook of pre-commit, which checks before each commit.
    #[arg(long)]
    pub pre_commit: bool,
    /// Replace files that are there.
    #[arg(long)]
    pub force: bool,
    /// The language of what is written.
    #[arg(long, value_enum)]
    pub language: Option<LanguageArg>,
}

/// Where changes are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Ci {
    /// GitHub, Gitea, Forgejo.
    Github,
    /// GitLab.
    Gitlab,
}

/// The options that all rules commands share.
#[derive(Debug, clap::Args, Default)]
pub struct RulesOptions {
    /// The language of what is printed.
    #[arg(long, value_enum)]
    pub language: Option<LanguageArg>,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
}

/// The form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum ListFormat {
    /// For people.
    #[default]
    Human,
    /// For machines.
    Json,
}

/// `presend check`
#[derive(Debug, clap::Args)]
pub struct Check {
    /// Mails or folders, or `-`; default: the project's.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The paths are changed files of a repository.
    #[arg(long)]
    pub changed: bool,
    /// The event of the mail: an id, or an event.yaml.
    #[arg(long, value_name = "EVENT")]
    pub event: Option<String>,
    /// The team's events: a glob.
    #[arg(long, value_name = "GLOB")]
    pub events: Option<String>,
    /// The recipients' file.
    #[arg(long, value_name = "FILE")]
    pub recipients: Option<PathBuf>,
    /// Render and check each recipient's mail, not one for all who get the same: slow.
    #[arg(long)]
    pub every_recipient: bool,
    /// When the mail is sent.
    #[arg(long, value_name = "TIME")]
    pub send_at: Option<String>,
    /// The subject.
    #[arg(long)]
    pub subject: Option<String>,
    /// Who reads the mail: invited, registered, attended, absent, speakers or all.
    #[arg(long)]
    pub audience: Option<String>,
    /// Last month's mail, as another event.
    #[arg(long, value_name = "OLD-MAIL")]
    pub previous: Option<PathBuf>,
    /// The name under which standard input is read.
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<String>,
    /// How the report is printed.
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// A further report, into a file (repeatable).
    #[arg(long, value_name = "FORMAT=FILE")]
    pub output: Vec<String>,
    /// Open the HTML report in a browser.
    #[arg(long)]
    pub open: bool,
    /// What fails the run.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = LevelArg::Error)]
    pub fail_on: LevelArg,
    /// What is shown.
    #[arg(long, value_enum, value_name = "LEVEL", default_value_t = LevelArg::Info)]
    pub min_level: LevelArg,
    /// Only this rule (repeatable).
    #[arg(long, value_name = "ID")]
    pub rule: Vec<String>,
    /// A check without input makes the run fail.
    #[arg(long)]
    pub strict: bool,
    /// Write certain corrections into the mails.
    #[arg(long)]
    pub fix: bool,
    /// Show them as a diff, and write nothing.
    #[arg(long)]
    pub diff: bool,
    /// Note beside each mail what was checked, for verify.
    #[arg(long)]
    pub seal: bool,
    /// Known findings: counted, not reported.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write what is found into a file of known findings.
    #[arg(long, value_name = "FILE")]
    pub write_baseline: Option<PathBuf>,
    /// The moment that counts as now.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// The language of the report.
    #[arg(long, value_enum)]
    pub language: Option<LanguageArg>,
    /// Colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub color: Color,
    /// Show names and addresses of recipients.
    #[arg(long)]
    pub show_personal: bool,
    /// Only findings and the verdict.
    #[arg(short, long)]
    pub quiet: bool,
    /// Also why each finding matters.
    #[arg(short, long)]
    pub verbose: bool,
    /// Also where the time went.
    #[arg(long)]
    pub timings: bool,
}

/// `presend render`
#[derive(Debug, clap::Args)]
pub struct Render {
    /// The mail.
    pub mail: PathBuf,
    /// As what.
    #[arg(long = "as", value_enum, default_value_t = RenderAs::Text)]
    pub as_what: RenderAs,
    /// The recipient: the row's number in the file, its header being 1.
    #[arg(long, value_name = "ROW")]
    pub recipient: Option<usize>,
    /// As the test message to this address: the bytes that `send-test` sends (with `--as eml`).
    #[arg(long, value_name = "ADDRESS")]
    pub to: Option<String>,
    /// Into this folder instead of the screen.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The event: an id, or an event.yaml.
    #[arg(long)]
    pub event: Option<String>,
    /// The moment that counts as now.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// The language of what is printed.
    #[arg(long, value_enum)]
    pub language: Option<LanguageArg>,
}

/// For which event and when a mail is looked at, and how what was seen is printed.
#[derive(Debug, clap::Args)]
pub struct Asked {
    /// The event: an id, or an event.yaml.
    #[arg(long)]
    pub event: Option<String>,
    /// The moment that counts as now.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// How it is printed.
    #[command(flatten)]
    pub print: Print,
}

/// How something is printed.
#[derive(Debug, clap::Args)]
pub struct Print {
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = ListFormat::Human)]
    pub format: ListFormat,
    /// The language of what is printed.
    #[arg(long, value_enum)]
    pub language: Option<LanguageArg>,
}

/// `presend prove`
#[derive(Debug, clap::Args)]
pub struct Prove {
    /// The mails.
    #[arg(required = true, value_name = "MAIL")]
    pub mails: Vec<PathBuf>,
    /// Fail where fewer slips would be seen.
    #[arg(long, value_name = "PERCENT")]
    pub min: Option<Percent>,
    /// Also show the slips that would be seen, each with its rule.
    #[arg(long)]
    pub all: bool,
    /// For which event and when, and how it is printed.
    #[command(flatten)]
    pub asked: Asked,
}

/// `presend why`
#[derive(Debug, clap::Args)]
pub struct Why {
    /// The place, as FILE:LINE:COLUMN; or a mail, with a phrase of it.
    pub place: String,
    /// Words of the mail, as a reader gets them.
    pub phrase: Option<String>,
    /// For which event and when, and how it is printed.
    #[command(flatten)]
    pub asked: Asked,
}

/// `presend verify`
#[derive(Debug, clap::Args)]
pub struct Verify {
    /// Mails or folders; default: the project's.
    #[arg(value_name = "MAIL")]
    pub mails: Vec<PathBuf>,
    /// Accept remarks, and checks that had no input.
    #[arg(long)]
    pub lenient: bool,
    /// How it is printed.
    #[command(flatten)]
    pub print: Print,
}

/// `presend send-test`
#[derive(Debug, clap::Args)]
pub struct SendTest {
    /// The mail.
    pub mail: PathBuf,
    /// Whom to send it to: an address of the account or of the team.
    #[arg(long, value_name = "ADDRESS")]
    pub to: String,
    /// As which recipient would get it: the row's number in the file, its header being 1.
    #[arg(long, value_name = "ROW")]
    pub recipient: Option<usize>,
    /// The event: an id, or an event.yaml.
    #[arg(long)]
    pub event: Option<String>,
    /// Send although something is to be corrected.
    #[arg(long)]
    pub anyway: bool,
    /// The moment that counts as now.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// The language of what is printed.
    #[arg(long, value_enum)]
    pub language: Option<LanguageArg>,
    /// The server, with name and password: smtp://name:password@host:587 (STARTTLS), or smtps://…:465 (TLS).
    // Read from the environment alone: a password on a command line is seen by everybody on the machine.
    #[arg(long, env = "PRESEND_SMTP_URL", hide_env_values = true, hide = true)]
    pub smtp_url: Option<String>,
}

/// `presend import`
#[derive(Debug, clap::Args)]
pub struct Import {
    /// Where the export comes from.
    #[arg(value_enum)]
    pub format: import::Format,
    /// The export; several where they are pages of one list of people. `-` is standard input.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// Into this file instead of the screen.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Replace that file if it is there.
    #[arg(long, requires = "out")]
    pub force: bool,
    /// The event's start, where the export holds none: 2026-11-17T14:00.
    #[arg(long, value_name = "TIME")]
    pub start: Option<String>,
    /// Which date, where a calendar holds several: 2026-11-17.
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// What counts as now, where the dates of a calendar are listed: the clock by default.
    #[arg(long, value_name = "TIME")]
    pub now: Option<String>,
    /// The event's time zone, where the export holds none: Europe/Paris.
    #[arg(long, value_name = "ZONE")]
    pub timezone: Option<String>,
    /// Which one, where the export holds several: its name, or its number in the list.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// A calendar that holds the event's date, where the export holds none.
    #[arg(long, value_name = "FILE")]
    pub ics: Option<PathBuf>,
    /// The language of what is written and printed.
    #[arg(long, value_enum)]
    pub language: Option<LanguageArg>,
}

/// As what a mail is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RenderAs {
    /// The words that a reader sees.
    Text,
    /// The HTML.
    Html,
    /// The message that would be sent, byte for byte.
    Eml,
    /// Each claim, whom it is about and how it stands.
    Claims,
}

/// A file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaOf {
    /// presend.yaml
    Project,
    /// event.yaml
    Event,
    /// A mail's settings.
    Mail,
    /// A rule.
    Rule,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        &Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.word()))
    }
}

impl ValueEnum for import::Format {
    fn value_variants<'a>() -> &'a [import::Format] {
        &import::Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.word()))
    }
}

/// A level, as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum LevelArg {
    /// For information.
    Info,
    /// To be verified.
    Warning,
    /// To be corrected.
    Error,
}

/// A language, as an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LanguageArg {
    /// French.
    Fr,
    /// English.
    En,
}

/// Whether colours are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR says otherwise.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
