//! The list of the rules, and the page of one.

use crate::finding::Level;
use crate::language::{Language, Message};
use crate::source::Sources;

use super::load::RuleSet;
use super::options;
use super::rule::{Change, Look, Rule};

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The rule's id.
    pub id: String,
    /// `off`, `info`, `warning` or `error`.
    pub level: &'static str,
    /// What it is about.
    pub summary: Message,
    /// Its packs: `team`, or the folder, for a team's rule.
    pub pack: String,
    /// Whether it is in force.
    pub on: bool,
    /// What the project changed, each with its place: `max: 60 (presend.yaml:8)`.
    pub changed: Vec<String>,
}

/// The rules, in force or not, in their order.
pub fn rows(set: &RuleSet, sources: &Sources) -> Vec<Row> {
    set.rules
        .iter()
        .map(|rule| Row {
            id: rule.id.clone(),
            level: if rule.on { rule.level.word() } else { "off" },
            summary: rule.summary.clone(),
            pack: rule.packs.join(", "),
            on: rule.on,
            changed: rule.changes.iter().map(|change| changed(change, sources)).collect(),
        })
        .collect()
}

/// The list of the rules for people, or with `json` as one object.
pub fn list(set: &RuleSet, sources: &Sources, language: Language, json: bool) -> String {
    let rows = rows(set, sources);
    if json {
        let rules: Vec<_> = rows
            .iter()
            .map(|row| {
                let summary = row.summary.get(language);
                serde_json::json!({
                    "id": row.id, "level": row.level, "on": row.on, "summary": summary, "pack": row.pack,
                    "changed": row.changed,
                })
            })
            .collect();
        return format!("{:#}\n", serde_json::json!({"format": "presend/v1", "rules": rules}));
    }
    let width = rows.iter().map(|row| row.id.chars().count()).max().unwrap_or(0);
    let line = |row: &Row| {
        let changed: String = row.changed.iter().map(|one| format!(" · {one}")).collect();
        format!("{:width$}  {:7}  {}  ({}){changed}\n", row.id, row.level, row.summary.get(language), row.pack)
    };
    rows.iter().map(line).collect()
}

/// A change with the file and line where the project makes it.
fn changed(change: &Change, sources: &Sources) -> String {
    match change.span {
        Some(span) => format!("{} ({}:{})", change.what, sources.path(span.file), sources.start(span).line),
        None => change.what.clone(),
    }
}

/// A case of a rule, and what the rule says of it, each finding in plain form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// It stands under `invalid`.
    pub wrong: bool,
    /// Its index there, from 0.
    pub index: usize,
    /// The findings.
    pub said: Vec<String>,
}

/// One rule explained, as Markdown: what it looks for, why, what to do, how grave it is, its options, and its examples
/// as they are reported. `shown` are the cases that were run; the others stand without a report.
pub fn page(rule: &Rule, sources: &Sources, shown: &[Shown], language: Language) -> String {
    format!("# {}\n\n{}", rule.id, page_body(rule, sources, shown, language, "##"))
}

/// The page without its title; its headings begin with `mark`.
pub fn page_body(rule: &Rule, sources: &Sources, shown: &[Shown], language: Language, mark: &str) -> String {
    let say = |fr: &str, en: &str| Message::new(fr, en).get(language).to_string();
    let mut out = format!("{}.\n", rule.summary.get(language).trim_end_matches('.'));
    for (title, text) in [
        (say("Ce qu'elle dit", "What it says"), Some(&rule.message)),
        (say("Pourquoi", "Why"), rule.why.as_ref()),
        (say("Que faire", "What to do"), rule.help.as_ref()),
    ] {
        if let Some(text) = text {
            out.push_str(&format!("\n{mark} {title}\n\n{}\n", text.get(language).replace("[?", "[")));
        }
    }
    if !rule.written.source.is_empty() {
        out.push_str(&format!("\n{mark} {}\n\n", say("Sources", "Sources")));
        rule.written.source.iter().for_each(|source| out.push_str(&format!("- {}\n", linked(source))));
    }
    out.push_str(&format!("\n{mark} {}\n\n", say("Gravité et options", "Level and options")));
    settings(&mut out, rule, sources, &say);
    out.push_str(&format!("\n```yaml\n{}```\n", block(rule)));
    out.push_str(&format!("\n{}\n\n```yaml\n", say("Dans presend.yaml :", "In presend.yaml:")));
    out.push_str(&format!("levels: {{{}: off}}  # off | info | warning | error\n", rule.id));
    let keys = options::key_names(rule.written.block_word()).join(", ");
    out.push_str(&format!("options: {{{}: {{…}}}}  # {keys}\n```\n", rule.id));
    let cases = rule.written_cases();
    examples(&mut out, (mark, &say("Juste", "Right")), &cases.valid, shown.iter().filter(|one| !one.wrong));
    examples(&mut out, (mark, &say("Faux", "Wrong")), &cases.invalid, shown.iter().filter(|one| one.wrong));
    out
}

/// A source as Markdown: an address becomes a link.
fn linked(source: &str) -> String {
    if source.starts_with("https://") && !source.contains(char::is_whitespace) {
        format!("<{source}>")
    } else {
        source.to_string()
    }
}

/// How grave it is, where it belongs, and what the project changed.
fn settings(out: &mut String, rule: &Rule, sources: &Sources, say: &dyn Fn(&str, &str) -> String) {
    let level = if rule.on { rule.level.word() } else { "off" };
    let words = match (rule.on, rule.level) {
        (false, _) => say("pas en vigueur", "not in force"),
        (true, Level::Error) => say("à corriger", "to correct"),
        (true, Level::Warning) => say("à vérifier", "to check"),
        (true, Level::Info) => say("pour information", "for information"),
    };
    out.push_str(&format!("- level: {level} ({words})\n- rank: {}\n- packs: {}\n", rule.rank, rule.packs.join(", ")));
    if !rule.builtin {
        out.push_str(&format!("- {}: {}\n", say("fichier", "file"), rule.path));
    }
    if let Some(safe) = rule.fix {
        let words = if safe {
            say("corrigée par --fix", "corrected by --fix")
        } else {
            say("correction proposée, à relire", "a correction is proposed, to be read again")
        };
        out.push_str(&format!("- fix: {words}\n"));
    }
    for change in &rule.changes {
        out.push_str(&format!(
            "- {} {}\n",
            say("changé par le projet :", "changed by the project:"),
            changed(change, sources)
        ));
    }
}

/// The rule's options as they are written: where it looks, when, and its block.
fn block(rule: &Rule) -> String {
    let Ok(serde_yaml::Value::Mapping(all)) = serde_yaml::to_value(&rule.written) else { return String::new() };
    let mut kept = serde_yaml::Mapping::new();
    for (name, value) in all {
        let told_elsewhere = matches!(
            name.as_str(),
            Some("id" | "summary" | "level" | "message" | "why" | "help" | "rank" | "packs" | "fix" | "source")
        );
        if !told_elsewhere {
            kept.insert(name, value);
        }
    }
    // A block without `of` chooses every aspect of its kind: the page names them.
    if let Look::Facts { kind, of, .. } = &rule.look
        && let Some(known) = super::aspects::of_kind(*kind)
        && let Some(serde_yaml::Value::Mapping(block)) = kept.get_mut(known.word)
    {
        let all = of.iter().map(|aspect| serde_yaml::Value::from(*aspect)).collect();
        block.insert("of".into(), serde_yaml::Value::Sequence(all));
    }
    serde_yaml::to_string(&kept).unwrap_or_default()
}

/// The cases of a list, each with what the rule says of it.
fn examples<'a>(
    out: &mut String,
    (mark, title): (&str, &str),
    cases: &[serde_yaml::Value],
    shown: impl Iterator<Item = &'a Shown> + Clone,
) {
    if cases.is_empty() {
        return;
    }
    out.push_str(&format!("\n{mark} {title}\n"));
    for (n, case) in cases.iter().enumerate() {
        let text = match case {
            serde_yaml::Value::String(text) => text.trim().to_string(),
            other => serde_yaml::to_string(other).unwrap_or_default().trim().to_string(),
        };
        let kind = if case.is_string() { "text" } else { "yaml" };
        out.push_str(&fenced(kind, &text));
        for said in shown.clone().filter(|one| one.index == n).flat_map(|one| &one.said) {
            out.push_str(&quoted(said.trim()));
        }
    }
}

/// A text in a fence that nothing in it closes.
fn fenced(kind: &str, text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("\n{fence}{kind}\n{text}\n{fence}\n")
}

/// What the rule says, as a quotation: each line a paragraph of it.
fn quoted(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("> {}\n", line.trim())).collect();
    format!("\n{}", lines.join(">\n"))
}
