//! Loading the rules: the built-in ones, then the team's, then what the settings say of them.

use std::path::PathBuf;
use std::sync::OnceLock;

use crate::finding::Level;
use crate::language::Message;
use crate::source::{Accept, FileId, Problem, Remark, Sources, Span, Traced};
use crate::work::{self, Stage};

use crate::yaml::Node;

use super::built_in;
use super::compile::{DEFAULT_PACK, TEAM, compile, faults, is_plain_id};
use super::file::RuleFile;
use super::options;
use super::place::{of_serde, one_of, tree, without_own_keys};
use super::rule::{Change, Rule};
use super::scan::Scan;

/// What a project and the command line say of the rules.
#[derive(Debug, Clone, Copy, Default)]
pub struct Choice<'a> {
    /// The team's rule files: the path to show, and the path on disk.
    pub team_files: &'a [(String, PathBuf)],
    /// The rule files of the team's own packs.
    pub pack_files: &'a [PackFile],
    /// The packs of built-in rules; `recommended` when `None`.
    pub packs: Option<&'a [Traced]>,
    /// Changed options: a rule's id, and keys of its block with their values.
    pub options: &'a [(Traced, Node)],
    /// Changed levels: a rule's id, and `off`, `info`, `warning` or `error`.
    pub levels: &'a [(Traced, Traced)],
    /// Only these rules (`--rule`); all when empty.
    pub only: &'a [String],
}

/// A rule file of a team's pack.
#[derive(Debug, Clone)]
pub struct PackFile {
    /// The pack, as the settings name it.
    pub pack: String,
    /// The path to show.
    pub shown: String,
    /// The path on disk.
    pub disk: PathBuf,
}

/// All rules of a run, in force or not.
#[derive(Debug, Default)]
pub struct RuleSet {
    /// The built-in rules by id, then the team's in the order of their files.
    pub rules: Vec<Rule>,
    /// What looks wrong without being an error: a team's rule without cases.
    pub remarks: Vec<Remark>,
    /// The needles of their patterns, from the first look on.
    pub(super) scan: OnceLock<Scan>,
}

impl RuleSet {
    /// Loads the rules. What is wrong with one of them is told in the problems and hides no other rule.
    pub fn load(sources: &Sources, choice: &Choice) -> (RuleSet, Vec<Problem>) {
        let _load = work::enter(Stage::LoadRules);
        let mut problems = Vec::new();
        let mut set = RuleSet::default();
        for rule in built_in::rules() {
            match rule {
                Ok(rule) => set.rules.push(rule),
                Err(problem) => problems.push(*problem),
            }
        }
        let team = choice.team_files.iter().map(|(shown, disk)| (TEAM, shown, disk));
        let team = team.chain(choice.pack_files.iter().map(|file| (file.pack.as_str(), &file.shown, &file.disk)));
        for (pack, shown, disk) in team {
            let before = set.rules.len();
            match sources.read(disk, shown, Accept::Utf8) {
                Ok(file) => set.add_team_rule(sources, file, shown, &mut problems),
                Err(problem) => problems.push(problem),
            }
            set.rules[before..].iter_mut().for_each(|rule| rule.packs = vec![pack.to_string()]);
        }
        set.change_options(choice.options, &mut problems);
        set.choose_packs(choice.packs, &mut problems);
        set.change_levels(choice.levels, &mut problems);
        set.keep_only(choice.only, &mut problems);
        (set, problems)
    }

    /// The rule of one file that was read, alone: what [`RuleSet::load`] does with each file of a team. For who reads
    /// very many (the fuzz target of rules), and would read the built-in rules with each.
    #[doc(hidden)]
    pub fn alone(sources: &Sources, file: FileId) -> (RuleSet, Vec<Problem>) {
        let (mut set, mut problems) = (RuleSet::default(), Vec::new());
        set.add_team_rule(sources, file, &sources.path(file), &mut problems);
        (set, problems)
    }

    /// How many rules are in force.
    pub fn len(&self) -> usize {
        self.rules.iter().filter(|rule| rule.on).count()
    }

    /// Whether no rule is in force.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ids of all rules, in force or not.
    pub fn ids(&self) -> Vec<&str> {
        self.rules.iter().map(|rule| rule.id.as_str()).collect()
    }

    /// The rule of an id, in force or not.
    pub fn get(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// Puts a rule in force, or out of it; gives whether it was.
    pub fn set_force(&mut self, id: &str, on: bool) -> bool {
        let rule = self.rules.iter_mut().find(|rule| rule.id == id);
        rule.is_some_and(|rule| std::mem::replace(&mut rule.on, on))
    }

    /// What could be meant by an unknown id, and how to see what there is.
    pub fn help_for(&self, id: &str) -> Message {
        let (fr, en) = match crate::language::fold::nearest(id, self.rules.iter().map(|rule| rule.id.as_str())) {
            Some(near) => (format!("Sans doute « {near} ». "), format!("Probably “{near}”. ")),
            None => (String::new(), String::new()),
        };
        Message::new(
            format!("{fr}« presend rules list » les donne toutes."),
            format!("{en}“presend rules list” gives them all."),
        )
    }

    fn add_team_rule(&mut self, sources: &Sources, file: FileId, shown: &str, problems: &mut Vec<Problem>) {
        let text = sources.text(file);
        let start = text.origin(0..0).span().map_or(0, |span| span.start);
        let document = tree(&text);
        let unreadable = !document.problems.is_empty();
        problems.extend(document.problems);
        self.remarks.extend(document.remarks);
        if unreadable {
            return;
        }
        let root = document.root;
        let plain = without_own_keys(text.text(), root.as_ref(), start);
        let written = match parse(&plain) {
            Ok(written) => written,
            Err(error) => return problems.push(of_serde(&error, &plain, file, start)),
        };
        let whole = sources.file(file).span(file);
        let found = faults(&written, stem(shown), true);
        let fatal = found.iter().any(|fault| fault.code != "rule-id" || !is_plain_id(&written.id));
        problems.extend(found.into_iter().map(|fault| fault.problem(root.as_ref(), whole)));
        if let Some(problem) = self.taken(&written.id, root.as_ref(), whole) {
            return problems.push(problem);
        }
        if fatal {
            return;
        }
        if written.valid.is_empty() || written.invalid.is_empty() {
            self.remarks.push(without_cases(&written.id, root.as_ref(), whole));
        }
        if let Some(mut rule) = compile(written, shown, false) {
            rule.file = Some(file);
            self.rules.push(rule);
        }
    }

    /// The problem of an id that another rule bears.
    fn taken(&self, id: &str, root: Option<&crate::yaml::Node>, whole: Span) -> Option<Problem> {
        let other = self.get(id)?;
        let message = if other.builtin {
            Message::new(format!("« {id} » est une règle de presend"), format!("“{id}” is one of presend's own rules"))
        } else {
            Message::new(
                format!("« {id} » est déjà une règle : {}", other.path),
                format!("“{id}” is a rule already: {}", other.path),
            )
        };
        let help = Message::new(
            format!(
                "Donner un autre nom à la règle et à son fichier ; pour changer le niveau d'une règle, écrire « levels: {{{id}: …}} » dans presend.yaml."
            ),
            format!(
                "Give the rule and its file another name; to change a rule's level, write “levels: {{{id}: …}}” in presend.yaml."
            ),
        );
        let fault = super::place::Fault::new("rule-id", vec![super::place::key("id")], message).help(help);
        Some(fault.problem(root, whole))
    }

    /// Changes the blocks of rules as the project wants them. Options that are wrong leave their rule as it is.
    fn change_options(&mut self, options: &[(Traced, Node)], problems: &mut Vec<Problem>) {
        for (id, node) in options {
            let Some(at) = self.rules.iter().position(|rule| rule.id == id.text()) else {
                problems.push(at(id, self.unknown(id.text())));
                continue;
            };
            let old = &self.rules[at];
            match options::change(old, id, node) {
                Ok((written, changes)) => {
                    if let Some(new) = compile(written, &old.path, old.builtin) {
                        let (file, packs) = (old.file, old.packs.clone());
                        self.rules[at] = Rule { file, packs, changes, ..new };
                    }
                }
                Err(wrong) => problems.extend(wrong),
            }
        }
    }

    fn choose_packs(&mut self, packs: Option<&[Traced]>, problems: &mut Vec<Problem>) {
        let chosen: Vec<&str> = match packs {
            None => vec![DEFAULT_PACK],
            Some(packs) => packs.iter().map(Traced::text).collect(),
        };
        let packs = packs.unwrap_or_default();
        for rule in self.rules.iter_mut().filter(|rule| rule.builtin) {
            rule.on = rule.packs.iter().any(|pack| chosen.contains(&pack.as_str()));
        }
        let known = self.packs();
        for pack in packs.iter().filter(|pack| !known.iter().any(|known| known == pack.text())) {
            let name = pack.text();
            problems.push(at(
                pack,
                Problem::new(
                    "pack-unknown",
                    Message::new(format!("Il n'y a pas de pack « {name} »"), format!("There is no pack “{name}”")),
                )
                .help(pack_help(name, &known)),
            ));
        }
    }

    /// The packs of the built-in rules.
    pub fn packs(&self) -> Vec<String> {
        let mut known: Vec<String> =
            self.rules.iter().filter(|rule| rule.builtin).flat_map(|rule| rule.packs.clone()).collect();
        known.sort_unstable();
        known.dedup();
        known
    }

    fn change_levels(&mut self, levels: &[(Traced, Traced)], problems: &mut Vec<Problem>) {
        for (id, word) in levels {
            let level = Level::of_word(word.text());
            if level.is_none() && word.text() != "off" {
                problems.push(at(
                    word,
                    Problem::new(
                        "level-unknown",
                        Message::new(
                            format!("« {} » n'est pas un niveau", word.text()),
                            format!("“{}” is not a level", word.text()),
                        ),
                    )
                    .help(one_of(word.text(), ["off", "info", "warning", "error"])),
                ));
                continue;
            }
            match self.rules.iter_mut().find(|rule| rule.id == id.text()) {
                Some(rule) => {
                    rule.on = level.is_some();
                    rule.silenced = level.is_none();
                    rule.level = level.unwrap_or(rule.level);
                    rule.changes.push(Change { what: format!("level: {}", word.text()), span: word.whole().span() });
                }
                None => problems.push(at(id, self.unknown(id.text()))),
            }
        }
    }

    fn keep_only(&mut self, only: &[String], problems: &mut Vec<Problem>) {
        problems.extend(only.iter().filter(|id| self.get(id).is_none()).map(|id| self.unknown(id)));
        if !only.is_empty() {
            for rule in &mut self.rules {
                // A rule that the command line names is wanted, whatever its pack; `off` in the settings stays off.
                rule.on = only.contains(&rule.id) && !rule.silenced;
            }
        }
    }

    fn unknown(&self, id: &str) -> Problem {
        Problem::new(
            "rule-unknown",
            Message::new(format!("Il n'y a pas de règle « {id} »"), format!("There is no rule “{id}”")),
        )
        .help(self.help_for(id))
    }
}

/// What could be meant by the name of a pack that does not exist.
fn pack_help(name: &str, known: &[String]) -> Message {
    let help = one_of(name, known.iter().map(String::as_str));
    Message::new(
        format!("{} Un dossier de règles à vous s'écrit « ./{name} ».", help.fr),
        format!("{} A folder of rules of your own is written “./{name}”.", help.en),
    )
}

fn at(text: &Traced, problem: Problem) -> Problem {
    match text.whole().span() {
        Some(span) => problem.at(span),
        None => problem,
    }
}

fn without_cases(id: &str, root: Option<&crate::yaml::Node>, whole: Span) -> Remark {
    let span = root.and_then(|root| super::place::find(root, &[super::place::key("id")], false)).unwrap_or(whole);
    Remark {
        rule: "rule-without-cases",
        span,
        found: id.to_string(),
        expected: None,
        values: std::collections::BTreeMap::new(),
    }
}

type Parsed = Result<RuleFile, serde_path_to_error::Error<serde_yaml::Error>>;

fn parse(text: &str) -> Parsed {
    serde_path_to_error::deserialize(serde_yaml::Deserializer::from_str(text))
}

/// The name of a file without folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::built_in::WrittenCases;

    fn team(files: &[(&str, &str)]) -> (RuleSet, Vec<Problem>, Sources) {
        let sources = Sources::new();
        let mut set = RuleSet::default();
        let (built_in, mut problems) = RuleSet::load(&sources, &Choice::default());
        set.rules = built_in.rules;
        for (path, text) in files {
            let file = sources.add(path, text.as_bytes().to_vec(), Accept::Utf8).unwrap();
            set.add_team_rule(&sources, file, path, &mut problems);
        }
        (set, problems, sources)
    }

    const GOOD: &str = "id: no-urgency\nsummary: Calme\nlevel: warning\nscope: [subject, text]\nexistence:\n  ignore_case: true\n  tokens: [dernière chance]\nmessage: '« {match} » presse'\nvalid: [Bonjour]\ninvalid: [Dernière chance !]\n";

    #[test]
    fn built_in_rules_have_no_fault() {
        let (set, problems) = RuleSet::load(&Sources::new(), &Choice::default());
        assert!(problems.is_empty(), "{problems:#?}");
        for rule in &set.rules {
            let WrittenCases { valid, invalid } = rule.written_cases();
            let written = RuleFile { valid, invalid, ..rule.written.clone() };
            let found = faults(&written, stem(&rule.path), true);
            assert!(found.is_empty(), "{}: {found:#?}", rule.path);
        }
    }

    #[test]
    fn a_good_rule_is_in_force() {
        let (set, problems, _) = team(&[("rules/no-urgency.yaml", GOOD)]);
        assert!(problems.is_empty(), "{problems:?}");
        assert!(set.get("no-urgency").unwrap().on);
        assert!(set.remarks.is_empty());
    }

    #[test]
    fn one_bad_rule_does_not_hide_the_others() {
        let bad = GOOD.replace("level: warning", "level: waring");
        let (set, problems, sources) = team(&[("rules/bad.yaml", &bad), ("rules/no-urgency.yaml", GOOD)]);
        assert!(set.get("no-urgency").is_some());
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].code, "rule-value");
        assert!(problems[0].help.as_ref().unwrap().en.contains("Probably “warning”"), "{problems:?}");
        assert_eq!(sources.slice(problems[0].span.unwrap()), "waring");
    }

    #[test]
    fn a_value_of_another_kind_is_told_in_words() {
        for (from, to, en) in [
            ("ignore_case: true", "ignore_case: 'ye'", "true or false is needed"),
            ("tokens: [dernière chance]", "tokens: dernière chance", "a list is needed"),
            ("summary: Calme", "summary: [Calme]", "a text is needed, or {fr: …, en: …}"),
            ("level: warning", "rank: many\nlevel: warning", "a whole number is needed"),
        ] {
            let (_, problems, sources) = team(&[("rules/no-urgency.yaml", &GOOD.replacen(from, to, 1))]);
            assert!(problems[0].message.en.contains(en), "{problems:?}");
            let line = to.lines().next().unwrap();
            let at = sources.start(problems[0].span.unwrap()).line as usize;
            assert!(GOOD.replacen(from, to, 1).lines().nth(at - 1).unwrap().contains(line), "{problems:?}");
        }
    }

    #[test]
    fn an_unknown_key_is_told_at_its_place() {
        let bad = GOOD.replace("  tokens:", "  tokesn:");
        let (_, problems, sources) = team(&[("rules/no-urgency.yaml", &bad)]);
        assert_eq!(sources.slice(problems[0].span.unwrap()), "tokesn", "{problems:?}");
        assert!(problems[0].help.as_ref().unwrap().fr.contains("Sans doute « tokens »"), "{problems:?}");
    }

    #[test]
    fn holes_kinds_ids_and_expressions_are_checked() {
        for (from, to, code) in [
            ("{match}", "{macth}", "rule-hole"),
            ("id: no-urgency", "id: urgency", "rule-id"),
            ("id: no-urgency", "id: No", "rule-id"),
            ("  tokens: [dernière chance]", "  patterns: ['(']", "rule-regex"),
            ("  tokens: [dernière chance]", "", "rule-kind"),
            ("message:", "date: {is: [against]}\nmessage:", "rule-kind"),
            ("valid: [Bonjour]", "valid: [{txt: Bonjour}]", "rule-case"),
            ("summary: Calme\n", "", "rule-key"),
        ] {
            let (_, problems, _) = team(&[("rules/no-urgency.yaml", &GOOD.replacen(from, to, 1))]);
            assert_eq!(problems.first().map(|problem| problem.code), Some(code), "{to}: {problems:#?}");
        }
    }

    #[test]
    fn aspects_and_standings_are_checked() {
        let rule = |block: &str| {
            format!("id: ours\nsummary: x\nlevel: error\ndate: {block}\nmessage: x\nvalid: [a]\ninvalid: [b]\n")
        };
        let one = |block: &str| team(&[("rules/ours.yaml", &rule(block))]).1;
        assert!(one("{is: [against], of: [day]}").is_empty());
        let wrong = one("{is: [against], of: [dya]}");
        assert!(wrong[0].help.as_ref().unwrap().en.contains("Probably “day”"), "{wrong:?}");
        assert_eq!(one("{is: [foreign], of: [weekday]}").len(), 2);
        assert_eq!(one("{is: [backed]}")[0].code, "rule-value");
    }

    #[test]
    fn a_built_ins_id_is_taken() {
        let (set, problems, _) = team(&[("rules/weekday.yaml", &GOOD.replace("id: no-urgency", "id: weekday"))]);
        assert_eq!(problems[0].code, "rule-id");
        assert!(set.get("weekday").unwrap().builtin);
    }

    #[test]
    fn a_rule_without_cases_is_remarked() {
        let (set, problems, _) = team(&[("rules/no-urgency.yml", &GOOD.replace("invalid: [Dernière chance !]\n", ""))]);
        assert!(problems.is_empty());
        assert_eq!(set.remarks[0].rule, "rule-without-cases");
        assert!(set.get("rule-without-cases").is_some());
    }

    #[test]
    fn levels_packs_and_only_choose() {
        let text = |words: &str| Traced::made(words);
        let levels =
            [(text("weekday"), text("off")), (text("event-date"), text("info")), (text("wekday"), text("info"))];
        let (set, problems) = RuleSet::load(&Sources::new(), &Choice { levels: &levels, ..Choice::default() });
        assert!(!set.get("weekday").unwrap().on);
        assert_eq!(set.get("event-date").unwrap().level, Level::Info);
        assert_eq!(problems.len(), 1);
        assert!(problems[0].help.as_ref().unwrap().en.contains("“weekday”"));

        let packs = [text("recomended")];
        let (set, problems) = RuleSet::load(&Sources::new(), &Choice { packs: Some(&packs), ..Choice::default() });
        assert_eq!((set.len(), problems[0].code), (0, "pack-unknown"));

        let only = ["weekday".to_string(), "nothing-of-the-kind".to_string()];
        let (set, problems) = RuleSet::load(&Sources::new(), &Choice { only: &only, ..Choice::default() });
        assert_eq!((set.len(), problems.len(), problems[0].code), (1, 1, "rule-unknown"));
    }
}
