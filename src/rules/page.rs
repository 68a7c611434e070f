//! The list of the rules, and the page of one.

use crate::language::{Language, Message};
use crate::source::Sources;

use super::load::RuleSet;
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
        Some(span) => format!("{} ({}:{})", change.what, sources.file(span.file).path, sources.start(span).line),
        None => change.what.clone(),
    }
}

/// The page of the rule with an id; `None` where there is none.
pub fn show(set: &RuleSet, id: &str, language: Language) -> Option<String> {
    set.get(id).map(|rule| page(rule, language))
}

/// One rule explained, as Markdown: what it looks for, why, what to do, how grave it is, its options, and examples.
pub fn page(rule: &Rule, language: Language) -> String {
    let say = |fr: &str, en: &str| Message::new(fr, en).get(language).to_string();
    let mut out = format!("# {}\n\n{}.\n", rule.id, rule.summary.get(language).trim_end_matches('.'));
    for (title, text) in [
        (say("Ce qu'elle dit", "What it says"), Some(&rule.message)),
        (say("Pourquoi", "Why"), rule.why.as_ref()),
        (say("Que faire", "What to do"), rule.help.as_ref()),
    ] {
        if let Some(text) = text {
            out.push_str(&format!("\n## {title}\n\n{}\n", text.get(language).replace("[?", "[")));
        }
    }
    let level = if rule.on { rule.level.word() } else { "off" };
    out.push_str(&format!("\n## {}\n\n", say("Gravité et options", "Level and options")));
    out.push_str(&format!("- level: {level}\n- rank: {}\n", rule.rank));
    if rule.builtin {
        out.push_str(&format!("- packs: {}\n", rule.packs.join(", ")));
    }
    if let Some(safe) = rule.fix {
        let words = if safe {
            say("corrigée par --fix", "corrected by --fix")
        } else {
            say("correction proposée, à relire", "a correction is proposed, to be read again")
        };
        out.push_str(&format!("- fix: {words}\n"));
    }
    out.push_str(&format!("\n```yaml\n{}```\n", options(rule)));
    examples(&mut out, &say("Juste", "Right"), &rule.written.valid);
    examples(&mut out, &say("Faux", "Wrong"), &rule.written.invalid);
    out
}

/// The rule's options as they are written: where it looks, when, and its block.
fn options(rule: &Rule) -> String {
    let Ok(serde_yaml::Value::Mapping(all)) = serde_yaml::to_value(&rule.written) else { return String::new() };
    let mut kept = serde_yaml::Mapping::new();
    for (name, value) in all {
        let told_elsewhere = matches!(
            name.as_str(),
            Some("id" | "summary" | "level" | "message" | "why" | "help" | "rank" | "packs" | "fix")
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

fn examples(out: &mut String, title: &str, cases: &[serde_yaml::Value]) {
    if cases.is_empty() {
        return;
    }
    out.push_str(&format!("\n## {title}\n\n"));
    for case in cases {
        match case {
            serde_yaml::Value::String(text) => out.push_str(&format!("- {}\n", text.trim().replace('\n', "\n  "))),
            other => {
                let yaml = serde_yaml::to_string(other).unwrap_or_default();
                out.push_str(&format!("- `{}`\n", yaml.trim().replace('\n', "`\n  `")));
            }
        }
    }
}
