//! `presend.yaml`.

use crate::language::Language;
use crate::source::{FileId, Traced};
use crate::yaml::Node;

use super::At;

/// What a helper that only the sender has would print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HelperKind {
    /// Some text.
    Text,
    /// An address.
    Url,
    /// A date.
    Date,
    /// A block: its content is rendered.
    Block,
}

/// What a member of the team may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TeamRole {
    /// Connects as administrator.
    Admin,
    /// A member.
    Member,
    /// A speaker.
    Speaker,
}

/// A platform with an end date.
#[derive(Debug, Clone)]
pub struct Service {
    /// Its host.
    pub host: Traced,
    /// The day on which it ended or ends.
    pub until: Option<At>,
    /// What replaces it.
    pub replaced_by: Option<Traced>,
}

/// What is true of the team, whatever the event.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// From, Reply-To and contact addresses that mails may show.
    pub addresses: Vec<Traced>,
    /// People that any mail may name.
    pub people: Vec<Traced>,
    /// Links that any mail may carry, as patterns.
    pub links: Vec<Traced>,
    /// The team's members: address and role.
    pub team: Vec<(Traced, TeamRole)>,
    /// Events that the account can run at once.
    pub seats: Option<(u32, Traced)>,
    /// How near two events may be, in minutes.
    pub buffer: Option<u32>,
    /// Where the platform sends exports.
    pub export_to: Option<Traced>,
    /// Platforms with an end date.
    pub services: Vec<Service>,
}

/// A team's own pack: a folder of rules.
#[derive(Debug, Clone)]
pub struct PackFolder {
    /// As the settings name it.
    pub written: Traced,
    /// Its rule files, relative to the project.
    pub files: Vec<String>,
}

/// The settings of a project.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// `presend.yaml`, where there is one.
    pub file: Option<FileId>,
    /// The language of mails and report.
    pub language: Option<Language>,
    /// The default zone of events.
    pub timezone: Option<Traced>,
    /// Globs of the events, relative to the project.
    pub events: Option<Vec<Traced>>,
    /// Globs (texts) and entries (mappings with `template`) of the mails.
    pub mails: Vec<Node>,
    /// Globs of what is left out.
    pub exclude: Vec<Traced>,
    /// The recipients of every mail that names none: a file, or `{file, where}`.
    pub recipients: Option<Node>,
    /// Globs of the team's own rules.
    pub rules: Vec<Traced>,
    /// Names that the team gives to columns of recipients: header, name.
    pub columns: Vec<(Traced, Traced)>,
    /// Folder of partials, relative to the project.
    pub partials: Option<Traced>,
    /// The team's own rules: files, relative to the project.
    pub rule_files: Vec<String>,
    /// Built-in packs; `None` where the settings name no pack at all.
    pub packs: Option<Vec<Traced>>,
    /// The team's own packs: folders of rules.
    pub pack_folders: Vec<PackFolder>,
    /// Changed options: rule's id, and keys of its block with their values.
    pub options: Vec<(Traced, Node)>,
    /// Changed levels: rule's id, level's word.
    pub levels: Vec<(Traced, Traced)>,
    /// Helpers that the sender has.
    pub helpers: Vec<(Traced, HelperKind)>,
    /// Tags that the sender fills in.
    pub sender_tags: Vec<Traced>,
    /// The platform that sends, whose own tags are known.
    pub sender: Option<&'static crate::value::sender_tag::Platform>,
    /// What the sender adds (`unsubscribe`).
    pub sender_adds: Vec<Traced>,
    /// The account.
    pub account: Account,
}
