//! From a rule as written to a rule that can be used: everything that can be wrong with it is caught here.

use crate::claims::{Kind, Standing};
use crate::language::{Message, fold::nearest};

use super::aspects::{ASPECTS, COMMON_HOLES, KindFacts, of_kind};
use super::blocks::FactBlock;
use super::case;
use super::file::RuleFile;
use super::formula::Formula;
use super::kinds::{self, Words};
use super::pattern::Pattern;
use super::place::{Fault, Step, key, one_of};
use super::rule::{Look, Rule, When};
use super::text::{Text, holes};

/// The pack of a rule that names none.
pub const DEFAULT_PACK: &str = "recommended";

/// What stands for the pack of a team's rule that lies in no folder of `packs:`.
pub const TEAM: &str = "team";

/// The rank of a rule that names none.
const DEFAULT_RANK: u8 = 50;

/// Everything that is wrong with a rule; `stem` is its file's name without the ending. With `deep`, regular
/// expressions and cases are read too, which built-in rules have tests for.
pub fn faults(file: &RuleFile, stem: &str, deep: bool) -> Vec<Fault> {
    let mut out = Vec::new();
    id_faults(file, stem, &mut out);
    if file.rank.is_some_and(|rank| rank > 100) {
        out.push(Fault::new(
            "rule-value",
            vec![key("rank")],
            Message::new("« rank » va de 0 à 100", "“rank” goes from 0 to 100"),
        ));
    }
    let facts = file.fact_blocks();
    let words = file.word_blocks();
    match (facts.as_slice(), words.as_slice()) {
        ([(kind, block)], []) => fact_faults(*kind, block, file, &mut out),
        ([], [word]) => {
            if deep {
                word_faults(file, word, &mut out);
            }
            hole_faults(file, kinds::holes(word), &mut out);
        }
        _ => out.push(kind_fault(&facts, &words)),
    }
    if deep {
        for (list, values) in [("valid", &file.valid), ("invalid", &file.invalid)] {
            out.extend(
                values.iter().enumerate().filter_map(|(n, value)| case::read(value, list, n).err().map(|fault| *fault)),
            );
        }
    }
    out
}

fn id_faults(file: &RuleFile, stem: &str, out: &mut Vec<Fault>) {
    let id = &file.id;
    if !is_plain_id(id) {
        out.push(
            Fault::new(
                "rule-id",
                vec![key("id")],
                Message::new(
                    format!("« {id} » : un id est fait de minuscules, de chiffres et de traits d'union"),
                    format!("“{id}”: an id is made of lower-case letters, digits and hyphens"),
                ),
            )
            .help(plain_id(id)),
        );
    } else if id != stem {
        out.push(
            Fault::new(
                "rule-id",
                vec![key("id")],
                Message::new(
                    format!("L'id « {id} » n'est pas le nom du fichier, « {stem} »"),
                    format!("The id “{id}” is not the file's name, “{stem}”"),
                ),
            )
            .help(Message::new(
                format!("Écrire « id: {stem} », ou renommer le fichier en {id}.yaml."),
                format!("Write “id: {stem}”, or rename the file to {id}.yaml."),
            )),
        );
    }
}

/// Whether an id is made as ids are. One that only is not its file's name is told, and its rule holds all the same.
pub fn is_plain_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// The id that could be meant.
fn plain_id(id: &str) -> Message {
    let plain: String =
        crate::language::fold::fold(id).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let plain = plain.trim_matches('-');
    Message::new(
        format!("Écrire « id: {plain} », et nommer le fichier {plain}.yaml."),
        format!("Write “id: {plain}”, and name the file {plain}.yaml."),
    )
}

fn kind_fault(facts: &[(Kind, &FactBlock)], words: &[&'static str]) -> Fault {
    let there: Vec<&str> = words
        .iter()
        .copied()
        .chain(facts.iter().filter_map(|(kind, _)| of_kind(*kind)).map(|known| known.word))
        .collect();
    let all: Vec<&str> = kinds::WORDS.iter().copied().chain(ASPECTS.iter().map(|known| known.word)).collect();
    let help = Message::new(
        format!("Il en faut exactement un : {}.", all.join(", ")),
        format!("Exactly one is needed: {}.", all.join(", ")),
    );
    match there.get(1) {
        None => Fault::new(
            "rule-kind",
            Vec::new(),
            Message::new("La règle ne dit pas ce qu'elle cherche", "The rule does not say what it looks for"),
        ),
        Some(second) => Fault::new(
            "rule-kind",
            vec![key(*second)],
            Message::new(
                format!("La règle cherche plusieurs choses : {}", there.join(", ")),
                format!("The rule looks for several things: {}", there.join(", ")),
            ),
        )
        .at_key(),
    }
    .help(help)
}

fn fact_faults(kind: Kind, block: &FactBlock, file: &RuleFile, out: &mut Vec<Fault>) {
    let Some(known) = of_kind(kind) else { return };
    if block.is.is_empty() {
        out.push(Fault::new(
            "rule-value",
            vec![key(known.word), key("is")],
            Message::new("« is » est vide", "“is” is empty"),
        ));
    }
    let is: Vec<Standing> = block.is.iter().map(|word| word.standing()).collect();
    for (n, wrong) in block.of.iter().enumerate() {
        let path = vec![key(known.word), key("of"), Step::Item(n)];
        match known.aspects.iter().find(|(aspect, _)| aspect == wrong) {
            None => out.push(
                Fault::new(
                    "rule-value",
                    path,
                    Message::new(
                        format!("« {} » ne connaît pas « {wrong} »", known.word),
                        format!("“{}” does not know “{wrong}”", known.word),
                    ),
                )
                .help(one_of(wrong, known.aspects.iter().map(|(aspect, _)| *aspect))),
            ),
            Some((_, standings)) if !standings.iter().any(|standing| is.contains(standing)) => {
                let words = standing_words(standings);
                out.push(Fault::new(
                    "rule-value",
                    path,
                    Message::new(
                        format!("« {wrong} » n'est jamais l'un de « is » : seulement {words}"),
                        format!("“{wrong}” is never one of “is”: only {words}"),
                    ),
                ));
            }
            Some(_) => {}
        }
    }
    standing_faults(known, block, out);
    hole_faults(file, known.holes, out);
}

/// A standing that none of the aspects can have would never report anything.
fn standing_faults(known: &KindFacts, block: &FactBlock, out: &mut Vec<Fault>) {
    let chosen =
        || known.aspects.iter().filter(|(name, _)| block.of.is_empty() || block.of.iter().any(|of| of == name));
    if chosen().next().is_none() {
        return;
    }
    for (n, word) in block.is.iter().enumerate() {
        if !chosen().any(|(_, standings)| standings.contains(&word.standing())) {
            let mut possible: Vec<Standing> = chosen().flat_map(|(_, standings)| standings.iter().copied()).collect();
            possible.sort_unstable();
            possible.dedup();
            let (wrong, words) = (word.standing().word(), standing_words(&possible));
            out.push(Fault::new(
                "rule-value",
                vec![key(known.word), key("is"), Step::Item(n)],
                Message::new(
                    format!("Rien de ce qui est choisi n'est jamais « {wrong} » : seulement {words}"),
                    format!("Nothing of what is chosen is ever “{wrong}”: only {words}"),
                ),
            ));
        }
    }
}

fn standing_words(standings: &[Standing]) -> String {
    standings.iter().map(|standing| standing.word()).collect::<Vec<_>>().join(", ")
}

fn hole_faults(file: &RuleFile, more: &[&'static str], out: &mut Vec<Fault>) {
    let known = || COMMON_HOLES.iter().chain(more).copied();
    let texts: [(&str, Option<&Text>); 3] =
        [("message", Some(&file.message)), ("why", file.why.as_ref()), ("help", file.help.as_ref())];
    for (name, text) in texts {
        let Some(Text(message)) = text else { continue };
        for hole in holes(message) {
            if known().any(|known| known == hole) {
                continue;
            }
            // A text for one language stands at the key itself; one a language below it.
            let tongue = if holes(&Message::new(message.fr.as_str(), "")).contains(&hole) { "fr" } else { "en" };
            let list = known().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
            let help = match nearest(&hole, known()) {
                Some(near) => Message::new(
                    format!("Sans doute {{{near}}}. Possible : {list}."),
                    format!("Probably {{{near}}}. Possible: {list}."),
                ),
                None => Message::new(format!("Possible : {list}."), format!("Possible: {list}.")),
            };
            out.push(
                Fault::new(
                    "rule-hole",
                    vec![key(name), key(tongue)],
                    Message::new(
                        format!("{{{hole}}} n'existe pas pour cette sorte de règle"),
                        format!("{{{hole}}} does not exist for this kind of rule"),
                    ),
                )
                .help(help),
            );
        }
    }
}

/// What is wrong inside a block for words.
fn word_faults(file: &RuleFile, word: &'static str, out: &mut Vec<Fault>) {
    if let Some(message) = kinds::lacking(file) {
        out.push(Fault::new("rule-kind", vec![key(word)], message).at_key());
    }
    out.extend(idle_fault(file));
    if let Some(Err(wrong)) = file.metric.as_ref().map(|block| Formula::parse(&block.of)) {
        let fault = Fault::new("rule-formula", vec![key("metric"), key("of")], wrong.message);
        out.push(fault.within(wrong.at).help(wrong.help));
    }
    for (path, name, known) in kinds::unknown_names(file) {
        let message =
            Message::new(format!("« {name} » n'est pas dans la table"), format!("“{name}” is not in the table"));
        out.push(Fault::new("rule-value", path, message).help(one_of(name, known)));
    }
    for (path, pattern, ignore_case) in kinds::regexes(file) {
        if let Err(error) = Pattern::check(pattern, ignore_case) {
            let last = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
            let said = super::pattern::in_words(last);
            out.push(
                Fault::new(
                    "rule-regex",
                    path,
                    Message::new(
                        format!("L'expression « {pattern} » ne peut pas être lue : {}", said.fr),
                        format!("The expression “{pattern}” cannot be read: {}", said.en),
                    ),
                )
                .help(Message::new(
                    "Mettre « \\ » devant un signe à prendre tel quel : \\( \\? \\. ; pour de simples mots, « tokens ».",
                    "Put “\\” before a sign to be taken as it is: \\( \\? \\. ; for plain words, use “tokens”.",
                )),
            );
        }
    }
}

/// A block that could never be satisfied, or never speak.
fn idle_fault(file: &RuleFile) -> Option<Fault> {
    let bounds = file.occurrence.as_ref().and_then(|block| Some((block.min?, block.max?)));
    if let Some((min, max)) = bounds.filter(|(min, max)| min > max) {
        let message = Message::new(
            format!("« min » ({min}) est au-dessus de « max » ({max}) : aucun mail ne conviendrait"),
            format!("“min” ({min}) is above “max” ({max}): no mail would do"),
        );
        return Some(Fault::new("rule-value", vec![key("occurrence"), key("min")], message));
    }
    let swap = file.substitution.iter().flat_map(|block| &block.swap);
    let either = file.consistency.iter().flat_map(|block| &block.either);
    let same =
        swap.map(|pair| ("substitution", "swap", pair)).chain(either.map(|pair| ("consistency", "either", pair)));
    same.filter(|(.., (from, to))| from == to)
        .map(|(kind, list, (from, _))| {
            let message = Message::new(
                format!("« {from} » serait remplacé par lui-même"),
                format!("“{from}” would be replaced by itself"),
            );
            Fault::new("rule-value", vec![key(kind), key(list), key(from.as_str())], message)
        })
        .next()
}

/// The rule; `None` when it holds no kind block, which [`faults`] tells.
pub fn compile(file: RuleFile, path: &str, builtin: bool) -> Option<Rule> {
    let look = match file.fact_blocks().first() {
        Some((kind, block)) => {
            let known = of_kind(*kind)?;
            let of = known.aspects.iter().map(|(aspect, _)| *aspect);
            Look::Facts {
                kind: *kind,
                is: block.is.iter().map(|word| word.standing()).collect(),
                of: of.filter(|aspect| block.of.is_empty() || block.of.iter().any(|name| name == aspect)).collect(),
            }
        }
        None => Look::Words(Box::new(Words::of(&file)?)),
    };
    Some(Rule {
        id: file.id.clone(),
        summary: file.summary.0.clone(),
        level: file.level.level(),
        on: true,
        silenced: false,
        changes: Vec::new(),
        scopes: file.scope.iter().map(|word| word.scope()).collect(),
        when: When::of(file.when.as_ref()),
        look,
        message: file.message.0.clone(),
        why: file.why.as_ref().map(|text| text.0.clone()),
        help: file.help.as_ref().map(|text| text.0.clone()),
        diff: file.diff.map(|word| word.diff()),
        fix: file.fix.map(|fix| fix.safe),
        blame: file.blame,
        rank: file.rank.unwrap_or(DEFAULT_RANK),
        packs: if builtin { packs(&file, path) } else { vec![TEAM.to_string()] },
        builtin,
        path: path.to_string(),
        file: None,
        written: file,
    })
}

/// The packs of a built-in rule: those that it names, else the one whose folder it lies in, else the default.
fn packs(file: &RuleFile, path: &str) -> Vec<String> {
    let folder = path.split('/').rev().nth(1).filter(|folder| *folder != "rules").unwrap_or(DEFAULT_PACK);
    file.packs.clone().unwrap_or_else(|| vec![folder.to_string()])
}
