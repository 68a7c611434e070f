//! `presend new rule ID`: a rule to begin with, whose cases hold, where the project looks for rules.

use std::io::Write;
use std::path::Path;

use crate::language::{Language, Message, fold::fold};
use crate::project::{self, Project, RuleHome};
use crate::rules::{self, RuleSet};
use crate::source::{Problem, Sources};

use super::args::{LanguageArg, RulesOptions};
use super::commands::{complain, project_rules, say};

/// The longest id.
const LONGEST: usize = 60;

/// The name of the schema that editors read beside the rules.
const SCHEMA: &str = "rule.schema.json";

/// Writes the rule, and says what to do next. Exit 2 where it cannot be written.
pub(super) fn run(id: &str, language: Option<LanguageArg>, out: &mut dyn Write) -> u8 {
    let options = RulesOptions { language, ..RulesOptions::default() };
    let (sources, project, rules, _, language) = project_rules(&options, &[]);
    match write_rule(id, &project, &rules, &sources, language) {
        Ok(message) => say(out, message.get(language)),
        Err(problem) => complain(&[*problem], &sources, language),
    }
}

fn write_rule(
    id: &str,
    project: &Project,
    rules: &RuleSet,
    sources: &Sources,
    language: Language,
) -> Result<Message, Box<Problem>> {
    check_id(id)?;
    if let Some(rule) = rules.get(id) {
        return Err(Box::new(taken(id, rule.builtin, &rule.path)));
    }
    let home = project::rule_home(project, id).map_err(Box::new)?;
    let disk = project.root.join(&home.path);
    let folder = disk.parent().unwrap_or(&project.root);
    std::fs::create_dir_all(folder).map_err(|error| unwritable(&home.path, &error))?;
    write_new(&disk, &text(id, language)).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => Box::new(there(&home.path)),
        _ => unwritable(&home.path, &error),
    })?;
    // The schema is a help for editors: a rule without it is as good.
    let _ = write_new(&folder.join(SCHEMA), &rules::schema());
    Ok(next_steps(id, &home, project, sources))
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    std::fs::OpenOptions::new().write(true).create_new(true).open(path)?.write_all(text.as_bytes())
}

fn check_id(id: &str) -> Result<(), Box<Problem>> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(plain) && id.len() <= LONGEST {
        return Ok(());
    }
    let words: Vec<String> = fold(id)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_string)
        .collect();
    let better: String =
        words.join("-").trim_start_matches(|c: char| !c.is_ascii_lowercase()).chars().take(LONGEST).collect();
    let better = if better.is_empty() { "pas-de-pression".to_string() } else { better };
    let problem = Problem::new(
        "rule-id",
        Message::new(
            format!("« {id} » : un id est fait de minuscules sans accent, de chiffres et de traits d'union"),
            format!("“{id}”: an id is made of lower-case letters, digits and hyphens"),
        ),
    );
    let help = Message::new(
        format!("Par exemple : presend new rule {better}"),
        format!("For instance: presend new rule {better}"),
    );
    Err(Box::new(problem.help(help)))
}

fn taken(id: &str, builtin: bool, path: &str) -> Problem {
    if builtin {
        return Problem::new(
            "rule-id",
            Message::new(format!("« {id} » est une règle de presend"), format!("“{id}” is one of presend's own rules")),
        )
        .help(Message::new(
            format!("Prendre un autre nom ; pour la régler, « levels: » et « options: » dans presend.yaml (presend rules show {id})."),
            format!("Take another name; to adjust it, use “levels:” and “options:” in presend.yaml (presend rules show {id})."),
        ));
    }
    there(path)
}

fn there(path: &str) -> Problem {
    Problem::new("file-exists", Message::new(format!("« {path} » existe déjà"), format!("“{path}” already exists")))
        .help(Message::new("Modifier ce fichier, ou prendre un autre nom.", "Edit that file, or take another name."))
}

fn unwritable(path: &str, error: &std::io::Error) -> Box<Problem> {
    Box::new(Problem::new(
        "file-unwritable",
        Message::new(
            format!("« {path} » ne peut pas être écrit : {error}"),
            format!("“{path}” cannot be written: {error}"),
        ),
    ))
}

/// What was written, and the line that `presend.yaml` lacks, if one is.
fn next_steps(id: &str, home: &RuleHome, project: &Project, sources: &Sources) -> Message {
    let path = &home.path;
    let mut fr = format!(
        "Écrit : {path} (et {SCHEMA} à côté, pour votre éditeur)\nY mettre vos mots et vos exemples, puis : presend rules test {id}\n"
    );
    let mut en = format!(
        "Written: {path} (and {SCHEMA} beside it, for your editor)\nPut your words and examples there, then: presend rules test {id}\n"
    );
    if home.found {
        return Message::new(fr, en);
    }
    match (project.settings.file, project.settings.rules.first().and_then(|first| first.whole().span())) {
        (Some(_), Some(span)) => {
            let line = sources.start(span).line;
            fr.push_str(&format!(
                "presend ne la lit pas encore : ajouter rules/*.yaml à « rules: », presend.yaml, ligne {line}."
            ));
            en.push_str(&format!(
                "presend does not read it yet: add rules/*.yaml to “rules:”, presend.yaml, line {line}."
            ));
        }
        (Some(_), None) => {
            fr.push_str("presend ne la lit pas encore : ajouter cette ligne à presend.yaml\n  rules: [rules/*.yaml]");
            en.push_str("presend does not read it yet: add this line to presend.yaml\n  rules: [rules/*.yaml]");
        }
        (None, _) => {
            fr.push_str(
                "presend ne la lit pas encore : créer presend.yaml ici, avec cette ligne\n  rules: [rules/*.yaml]",
            );
            en.push_str(
                "presend does not read it yet: make a presend.yaml here, with this line\n  rules: [rules/*.yaml]",
            );
        }
    }
    Message::new(fr, en)
}

/// The text of the new rule: it holds as it stands.
pub(super) fn text(id: &str, language: Language) -> String {
    let head = format!("# yaml-language-server: $schema={SCHEMA}\n");
    let body = match language {
        Language::Fr => FRENCH,
        Language::En => ENGLISH,
    };
    head + &body.replace("ID", id)
}

const FRENCH: &str = r##"# Une règle cherche des mots dans un mail. Ses cas, tout en bas, sont ses tests : presend rules test ID
id: ID                            # le nom du fichier, sans .yaml
summary: {fr: "Pas de pression", en: "No pressure"}     # ce dont il s'agit, en quelques mots
level: warning                    # info (à savoir) | warning (à vérifier) | error (à corriger)
scope: [subject, preheader, text] # où chercher ; aussi heading, link-text, button, alt
# when: {purpose: [invitation]}   # seulement pour certains mails
existence:                        # ces mots ne doivent pas s'y trouver
  ignore_case: true               # majuscules et accents ne comptent pas
  tokens:                         # des mots entiers ; « patterns: » pour des expressions régulières
    - dernière chance
    - last chance
message:                          # {match} : les mots trouvés
  fr: "« {match} » presse le lecteur"
  en: "“{match}” pushes the reader"
why:
  fr: "Nos mails informent, ils ne vendent pas."
  en: "Our mails inform, they do not sell."
help:
  fr: "Donner plutôt la date limite."
  en: "State the deadline instead."
valid:                            # la règle ne dit rien
  - "Inscriptions ouvertes jusqu'au 3 mars."
invalid:                          # la règle parle
  - {text: "Dernière chance de vous inscrire !", match: "Dernière chance"}
"##;

const ENGLISH: &str = r##"# A rule looks for words in a mail. Its cases, at the end, are its tests: presend rules test ID
id: ID                            # the file's name, without .yaml
summary: {en: "No pressure", fr: "Pas de pression"}     # what it is about, in a few words
level: warning                    # info (to know) | warning (to check) | error (to correct)
scope: [subject, preheader, text] # where to look; also heading, link-text, button, alt
# when: {purpose: [invitation]}   # for some mails only
existence:                        # these words must not stand there
  ignore_case: true               # capitals and accents make no difference
  tokens:                         # whole words; “patterns:” for regular expressions
    - last chance
    - dernière chance
message:                          # {match}: the words found
  en: "“{match}” pushes the reader"
  fr: "« {match} » presse le lecteur"
why:
  en: "Our mails inform, they do not sell."
  fr: "Nos mails informent, ils ne vendent pas."
help:
  en: "State the deadline instead."
  fr: "Donner plutôt la date limite."
valid:                            # the rule says nothing
  - "Registration is open until 3 March."
invalid:                          # the rule speaks
  - {text: "Last chance to register!", match: "Last chance"}
"##;
