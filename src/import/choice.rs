//! One of several that an export holds: chosen by its name or number, else listed.

use crate::language::Message;
use crate::language::fold::fold;
use crate::source::Problem;

/// One to choose from.
pub(super) struct Choice {
    /// Its name.
    pub(super) name: String,
    /// What tells it from others of the same name, for the list.
    pub(super) aside: String,
}

/// How many are listed.
const MOST: usize = 20;

/// The index of the one that `--name` says, or of the only one. There must be one at least.
///
/// # Errors
/// A problem that lists them where it does not say which.
pub(super) fn choose(choices: &[Choice], said: Option<&str>, what: &Message, shown: &str) -> Result<usize, Problem> {
    let count = choices.len();
    let Some(said) = said else {
        let message = Message::new(
            format!("« {shown} » contient {count} {}", what.fr),
            format!("“{shown}” holds {count} {}", what.en),
        );
        return if count == 1 { Ok(0) } else { Err(listed(choices, message)) };
    };
    let number = said.trim().parse::<usize>().ok().filter(|number| (1..=count).contains(number));
    let wanted = fold(said.trim());
    let fits = |test: &dyn Fn(&str) -> bool| {
        let mut found = choices.iter().enumerate().filter(|(_, choice)| test(&fold(choice.name.trim())));
        found.next().filter(|_| found.next().is_none()).map(|(at, _)| at)
    };
    let found = fits(&|name| name == wanted).or_else(|| fits(&|name| name.contains(&wanted)));
    found.or(number.map(|number| number - 1)).ok_or_else(|| {
        let message = Message::new(
            format!("« {shown} » : --name « {said} » ne désigne pas un seul de ses {count} {}", what.fr),
            format!("“{shown}”: --name “{said}” does not name a single one of its {count} {}", what.en),
        );
        listed(choices, message)
    })
}

fn listed(choices: &[Choice], message: Message) -> Problem {
    let lines: Vec<String> = choices
        .iter()
        .take(MOST)
        .enumerate()
        .map(|(at, choice)| format!("\n    {} {}{}", at + 1, super::write::clean(&choice.name), choice.aside))
        .collect();
    let rest = choices.len().saturating_sub(MOST);
    let more = if rest > 0 { format!("\n    … ({rest})") } else { String::new() };
    let list = format!("{}{more}", lines.concat());
    let help = Message::new(
        format!("Choisir par --name, avec le nom ou le numéro :{list}"),
        format!("Choose by --name, with the name or the number:{list}"),
    );
    Problem::new("import-choice", message).help(help)
}
