//! The pages of the rules say what the rules do: they are made anew and compared.

use std::path::Path;

#[test]
fn the_pages_are_in_step_with_the_rules() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules");
    let pages = presend::cli::rule_pages();
    let kept: Vec<String> = std::fs::read_dir(&folder)
        .expect("docs/rules")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    let stale =
        pages.iter().filter(|(name, text)| std::fs::read_to_string(folder.join(name)).ok().as_ref() != Some(text));
    let stale: Vec<&str> = stale.map(|(name, _)| name.as_str()).collect();
    let extra: Vec<&String> = kept.iter().filter(|name| !pages.contains_key(*name)).collect();
    assert!(
        stale.is_empty() && extra.is_empty(),
        "`cargo run --example rule-pages` writes them anew: {stale:?}, of no rule: {extra:?}"
    );
}

#[test]
fn every_wrong_example_shows_what_is_reported() {
    for (name, text) in presend::cli::rule_pages() {
        let Some(id) = name.strip_suffix(".md").filter(|id| *id != "README") else { continue };
        for (title, label) in [("## Faux", format!("[{id}]")), ("### Wrong", format!("[{id}]"))] {
            let at = text.find(title).unwrap_or_else(|| panic!("{id}: no {title}"));
            assert!(text[at..].contains(&label), "{id}: {title} shows no finding");
        }
    }
}
