//! A project as it lies on disk: settings, events, mails, recipients, and which of these counts where.
//!
//! Comes in: a folder and what the command line said. Goes out: a [`Project`] whose values are [`Traced`](crate::source::Traced), with the
//! [`Problem`]s and [`Remark`]s that were met on the way. It never renders and never judges a mail.

mod binding;
mod collect;
mod columns;
mod concern;
mod dates;
mod event;
mod event_reader;
mod event_times;
mod formats;
mod front;
mod load;
mod mail;
mod mail_loader;
mod mail_reader;
mod packs;
mod paths;
mod read;
mod recipients;
mod recipients_faults;
mod row_set;
mod schema;
mod settings;
mod settings_reader;
mod table;
mod unchanged;
mod workbook;
mod workbook_faults;

use std::collections::BTreeMap;
use std::path::PathBuf;

pub use columns::{Column, MEANINGS, yes_no};
pub use event::*;
pub use load::{Files, Includes, Request, load, load_files, root_of};
pub use mail::*;
pub use packs::{RuleHome, rule_home};
pub use paths::shown;
pub use recipients::{Recipients, Row, RowView, Rows, is_sheet, recipients_of};
pub use row_set::RowSet;
pub use schema::{SchemaKind, schema};
pub use settings::*;

use crate::finding::Aside;
use crate::source::{FileId, Problem, Remark};

/// Everything that a run reads before it looks at a mail.
#[derive(Debug, Default)]
pub struct Project {
    /// The folder that paths are relative to.
    pub root: PathBuf,
    /// `presend.yaml`.
    pub settings: Settings,
    /// All events, in the order of their paths.
    pub events: Vec<Event>,
    /// The partials, by the name under which templates include them.
    pub partials: BTreeMap<String, FileId>,
    /// `--previous`: an old mail.
    pub previous: Option<Mail>,
    /// The id of `--event`: what is about to be sent.
    pub sending: Option<String>,
    /// The mails to check, in the order of their paths.
    pub mails: Vec<Mail>,
    /// Mails left out because `--event` says that another event is about to be sent.
    pub left_out: usize,
    /// What of the paths of the command line no mail was checked for.
    pub aside: Aside,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What was read and looks wrong.
    pub remarks: Vec<Remark>,
}
