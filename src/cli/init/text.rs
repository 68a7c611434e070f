//! The texts that `presend init` writes.

use std::path::PathBuf;

use include_dir::{Dir, include_dir};
use jiff::tz::TimeZone;

use crate::cli::new_rule;
use crate::language::Language;

static PROJECT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/init/project");

/// An event to fill in, in the zone of the machine; of one whose zone is nobody's (UTC), in the language's.
pub(super) fn event(language: Language) -> String {
    let (text, usual) = match language {
        Language::Fr => (include_str!("event.fr.yaml"), "Europe/Paris"),
        Language::En => (include_str!("event.en.yaml"), "Europe/London"),
    };
    let system = TimeZone::system();
    // Only a name with a place can be written down: "UTC" and the like are what a server has.
    let zone = system.iana_name().filter(|name| name.contains('/') && !name.starts_with("Etc/")).unwrap_or(usual);
    text.replace("{zone}", zone)
}

/// A small project, with a rule of its own: paths below its folder, and texts.
pub(super) fn project(language: Language) -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    if let Some(dir) = PROJECT.get_dir(language.tag()) {
        collect(dir, language.tag(), &mut out);
    }
    let id = match language {
        Language::Fr => "pas-de-pression",
        Language::En => "no-pressure",
    };
    out.push((PathBuf::from(format!("rules/{id}.yaml")), new_rule::text(id, language)));
    out.sort();
    out
}

fn collect(dir: &Dir, top: &str, out: &mut Vec<(PathBuf, String)>) {
    for file in dir.files() {
        if let (Ok(path), Some(text)) = (file.path().strip_prefix(top), file.contents_utf8()) {
            out.push((path.to_path_buf(), text.to_string()));
        }
    }
    for inner in dir.dirs() {
        collect(inner, top, out);
    }
}

/// A workflow of GitHub, Gitea or Forgejo; `below` is the project's folder in the repository.
pub(super) fn github(below: Option<&str>) -> String {
    of_project(include_str!("github.yml"), below)
}

/// A job of GitLab.
pub(super) fn gitlab(below: Option<&str>) -> String {
    of_project(include_str!("gitlab.yml"), below)
}

/// A hook of pre-commit.
pub(super) fn pre_commit() -> String {
    of_project(include_str!("pre-commit.yaml"), None)
}

/// A template for this release, and for a project that lies in a folder of its repository.
fn of_project(template: &str, below: Option<&str>) -> String {
    let text = template.replace("{version}", env!("CARGO_PKG_VERSION"));
    let Some(below) = below else { return text };
    let plain = |c: char| c.is_alphanumeric() || "._-/".contains(c);
    let folder =
        if below.chars().all(plain) { below.to_string() } else { format!("'{}'", below.replace('\'', "'\\''")) };
    text.replace("presend check ", &format!("presend check {folder} "))
}
