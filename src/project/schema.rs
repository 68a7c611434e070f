//! JSON Schemas of our files, for editors and `presend schema`. They are written by hand, with descriptions; a test
//! holds their keys to those that the readers accept.

/// A file of which there is a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SchemaKind {
    /// `presend.yaml`.
    Project,
    /// `event.yaml`.
    Event,
    /// `NAME.mail.yaml` and front matter.
    Mail,
}

/// The JSON Schema (draft 2020-12) of a file.
pub fn schema(kind: SchemaKind) -> &'static str {
    match kind {
        SchemaKind::Project => include_str!("../../schemas/project.schema.json"),
        SchemaKind::Event => include_str!("../../schemas/event.schema.json"),
        SchemaKind::Mail => include_str!("../../schemas/mail.schema.json"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::super::event_reader as event;
    use super::super::mail_reader::MAIL_KEYS;
    use super::super::settings_reader as settings;
    use super::*;

    /// The keys that a schema gives to the object at a pointer.
    fn keys(kind: SchemaKind, pointer: &str) -> BTreeSet<String> {
        let root: Value = serde_json::from_str(schema(kind)).unwrap();
        let properties = root.pointer(&format!("{pointer}/properties")).unwrap();
        properties.as_object().unwrap().keys().cloned().collect()
    }

    fn known(keys: &[&str]) -> BTreeSet<String> {
        keys.iter().map(|key| key.to_string()).collect()
    }

    #[test]
    fn the_schemas_have_the_keys_that_are_read() {
        let entry: Vec<&str> = MAIL_KEYS.iter().copied().chain(["template"]).collect();
        for (kind, pointer, read) in [
            (SchemaKind::Event, "/$defs/event", event::EVENT_KEYS),
            (SchemaKind::Event, "/$defs/session", event::SESSION_KEYS),
            (SchemaKind::Event, "/$defs/person/anyOf/1", event::PERSON_KEYS),
            (SchemaKind::Event, "/$defs/link/anyOf/1", event::LINK_KEYS),
            (SchemaKind::Event, "/$defs/date/anyOf/1", event::DATE_KEYS),
            (SchemaKind::Event, "/$defs/event/properties/venue/anyOf/1", event::VENUE_KEYS),
            (SchemaKind::Event, "/$defs/event/properties/private", event::PRIVATE_KEYS),
            (SchemaKind::Mail, "", MAIL_KEYS),
            (SchemaKind::Project, "", settings::SETTINGS_KEYS),
            (SchemaKind::Project, "/$defs/entry", &entry),
            (SchemaKind::Project, "/properties/sender", settings::SENDER_KEYS),
            (SchemaKind::Project, "/properties/account", settings::ACCOUNT_KEYS),
            (SchemaKind::Project, "/properties/account/properties/team/items/anyOf/1", settings::TEAM_KEYS),
            (SchemaKind::Project, "/properties/account/properties/services/items", settings::SERVICE_KEYS),
        ] {
            assert_eq!(keys(kind, pointer), known(read), "{kind:?}{pointer}");
        }
    }
}
