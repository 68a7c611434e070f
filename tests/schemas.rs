//! The JSON Schemas in `schemas/`: in step with what is read, and a help in an editor.

use presend::rules;

/// `presend schema rule` is kept beside the schemas that are written by hand.
#[test]
fn the_kept_schema_is_that_of_the_rules() {
    snapbox::assert_data_eq!(rules::schema() + "\n", snapbox::file!["../schemas/rule.schema.json"].raw());
}

/// What an editor shows for a key is its description.
#[test]
fn every_key_of_every_schema_is_described() {
    fn walk(node: &serde_json::Value, path: &str, bare: &mut Vec<String>) {
        if let Some(properties) = node.get("properties").and_then(|one| one.as_object()) {
            let lacking =
                properties.iter().filter(|(_, value)| value.is_object() && value.get("description").is_none());
            bare.extend(lacking.map(|(name, _)| format!("{path}/{name}")));
        }
        for (name, inner) in node.as_object().into_iter().flatten() {
            walk(inner, &format!("{path}/{name}"), bare);
        }
        for inner in node.as_array().into_iter().flatten() {
            walk(inner, path, bare);
        }
    }
    let mut bare = Vec::new();
    for entry in std::fs::read_dir("schemas").expect("schemas") {
        let path = entry.expect("an entry").path();
        let text = std::fs::read_to_string(&path).expect("a schema");
        walk(&serde_json::from_str(&text).expect("JSON"), &path.display().to_string(), &mut bare);
    }
    assert!(bare.is_empty(), "{bare:#?}");
}
