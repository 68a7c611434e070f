//! What is made of the command line itself: completions for shells, and manual pages.

use std::io::Write;
use std::path::Path;

use clap_mangen::Man;

use super::args::LanguageArg;
use super::commands::{complain, said, say, system_language, unwritable};
use super::help;
use crate::language::{Language, Message};
use crate::report::clean_line;
use crate::source::Sources;

/// Prints what a shell reads.
pub(super) fn completions(shell: clap_complete::Shell, language: Option<LanguageArg>, out: &mut dyn Write) -> u8 {
    let mut command = help::command(language.map_or_else(system_language, said), false);
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut command, "presend", &mut text);
    let _ = out.write_all(&text);
    0
}

/// Prints the main page, or writes all pages in both languages into a folder: `man1/`, and `fr/man1/`.
pub(super) fn pages(folder: Option<&Path>, language: Option<LanguageArg>, out: &mut dyn Write) -> u8 {
    let language = language.map_or_else(system_language, said);
    let Some(folder) = folder else {
        let _ = Man::new(help::command(language, false)).render(&mut &mut *out);
        return 0;
    };
    let mut written = Message::default();
    for (of, below) in [(Language::En, "man1"), (Language::Fr, "fr/man1")] {
        for page in all(of) {
            let file = folder.join(below).join(page.get_filename());
            let shown = clean_line(&file.display().to_string());
            let result = std::fs::create_dir_all(folder.join(below)).and_then(|()| std::fs::File::create(&file));
            if let Err(error) = result.and_then(|mut file| page.render(&mut file)) {
                return complain(&[unwritable(&shown, &error)], &Sources::new(), language);
            }
            written.fr.push_str(&format!("Écrit : {shown}\n"));
            written.en.push_str(&format!("Written: {shown}\n"));
        }
    }
    say(out, written.get(language))
}

/// The page of every command: `presend`, `presend-check`, `presend-rules-list`.
fn all(language: Language) -> Vec<Man> {
    let mut command = help::command(language, false);
    // The pages of commands below others bear their whole names only after that.
    command.build();
    let mut out = Vec::new();
    let mut waiting = vec![command];
    while let Some(command) = waiting.pop() {
        waiting.extend(command.get_subcommands().filter(|inner| !inner.is_hide_set()).cloned());
        out.push(Man::new(command));
    }
    out
}
