//! Importing: exports of platforms, calendars and mails. What is written of them is read again.

use std::path::Path;

use presend::import::{self, Bytes, Format, Imported, Input, Kind, Options};
use presend::language::Language;
use presend::project;
use presend::source::{Accept, Sources};
use presend::yaml;

use super::chosen;
use super::places::problems;

/// The first byte says from which platform and in which language; `\x1e` parts several files.
pub fn import(bytes: &[u8]) {
    let Some((how, files)) = bytes.split_first() else { return };
    let format = Format::ALL[usize::from(how & 7)];
    let language = if how & 8 == 0 { Language::Fr } else { Language::En };
    let first = imported(format, language, files);
    if let Ok(imported) = &first {
        match &imported.kind {
            Kind::Event(_) => event(&imported.text(language)),
            Kind::People(people) => recipients(&imported.text(language), people.rows().len()),
        }
    }
    if chosen(bytes, 8) {
        let text = |made: &Result<Imported, _>| made.as_ref().map(|one| one.text(language)).ok();
        let again = imported(format, language, files);
        assert_eq!(text(&first), text(&again));
        assert_eq!(first.err(), again.err());
    }
}

fn imported(format: Format, language: Language, files: &[u8]) -> Result<Imported, presend::source::Problem> {
    let sources = Sources::new();
    let mut inputs: Vec<Input> = Vec::new();
    for (n, bytes) in files.split(|byte| *byte == b'\x1e').take(3).enumerate() {
        let name = format!("{n}.{}", if format == Format::Eml { "eml" } else { "txt" });
        let input = import::read(&sources, Bytes::Given(bytes.to_vec()), &name);
        inputs.push(input.inspect_err(|problem| problems(std::slice::from_ref(problem), &sources))?);
    }
    inputs.iter().for_each(|input| problems(&input.problems, &sources));
    let today = jiff::civil::date(2026, 11, 17);
    let options = Options {
        sources: &sources,
        language,
        start: None,
        timezone: None,
        today,
        date: None,
        name: None,
        calendar: None,
    };
    import::import(format, &inputs, &options).inspect_err(|problem| problems(std::slice::from_ref(problem), &sources))
}

/// An event's file is YAML, whatever the platform's texts are.
fn event(text: &str) {
    let sources = Sources::new();
    let file = sources.add("event.yaml", text.as_bytes().to_vec(), Accept::Utf8).expect("what is written is text");
    let document = yaml::read(&sources.text(file));
    assert_eq!(document.problems, [], "what is written is read:\n{text}");
}

/// A recipients' file has all the people in it.
fn recipients(text: &str, people: usize) {
    let sources = Sources::new();
    sources.add("r.csv", text.as_bytes().to_vec(), Accept::AnyText).expect("what is written is text");
    let (table, _) = project::recipients_of(&sources, Path::new("/nowhere"), "r.csv");
    assert_eq!(table.map(|table| table.len()), Some(people), "who is written is read:\n{text}");
}
