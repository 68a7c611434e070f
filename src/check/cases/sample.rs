//! The sample project: five events of a made-up team, and its settings.

use serde_yaml::{Mapping, Value};

/// A file of the sample: as written, and as values, for the cases that change some of them.
pub struct SampleFile {
    /// Its path in the sample project.
    pub path: &'static str,
    /// Its text.
    pub text: &'static str,
    values: Value,
}

/// The sample project, read once.
pub struct Sample {
    /// `presend.yaml`.
    pub settings: SampleFile,
    /// The mail's own event, the next one, the one that `other` changes, and two more.
    pub events: Vec<SampleFile>,
}

/// The id of the sample's own event.
pub const OWN: &str = "tableau-de-bord-2026-11";

impl Sample {
    /// Reads the files that are part of this program.
    pub fn read() -> Sample {
        let settings = SampleFile::of("presend.yaml", include_str!("sample/presend.yaml"));
        let events = vec![
            SampleFile::of("events/tableau-de-bord-2026-11.yaml", include_str!("sample/event.yaml")),
            SampleFile::of("events/publier-ses-indicateurs-2026-12.yaml", include_str!("sample/next.yaml")),
            SampleFile::of("events/donnees-de-sante-2026-03.yaml", include_str!("sample/other.yaml")),
            SampleFile::of("events/formulaires-accessibles-2025-11.yaml", include_str!("sample/forms.yaml")),
            SampleFile::of("events/open-maps-2027-03.yaml", include_str!("sample/maps.yaml")),
        ];
        Sample { settings, events }
    }
}

impl SampleFile {
    fn of(path: &'static str, text: &'static str) -> SampleFile {
        // A test holds that each of the files can be read.
        SampleFile { path, text, values: serde_yaml::from_str(text).unwrap_or_default() }
    }

    /// The file with changed keys: in a mapping each key by itself, and `null` takes one away.
    pub fn changed(&self, changes: &[(&str, &Value)]) -> String {
        let mut values = self.values.clone();
        for (key, change) in changes {
            let change = match *key {
                "" => (*change).clone(),
                key => Value::Mapping(Mapping::from_iter([(Value::from(key), (*change).clone())])),
            };
            merge(&mut values, &change);
        }
        serde_yaml::to_string(&values).unwrap_or_default()
    }
}

fn merge(into: &mut Value, change: &Value) {
    let (Value::Mapping(into), Value::Mapping(change)) = (&mut *into, change) else {
        *into = change.clone();
        return;
    };
    for (key, value) in change {
        match into.get_mut(key) {
            _ if value.is_null() => {
                into.remove(key);
            }
            Some(known) => merge(known, value),
            None => {
                into.insert(key.clone(), value.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_of_the_sample_is_read() {
        let sample = Sample::read();
        for file in sample.events.iter().chain([&sample.settings]) {
            assert!(file.values.is_mapping(), "{}", file.path);
        }
    }

    #[test]
    fn a_change_reaches_into_mappings_and_null_takes_away() {
        let file = SampleFile::of("x.yaml", "links: {replay: a, slides: b}\ntopics: [one, two]\n");
        let change: Value = serde_yaml::from_str("{links: {replay: null, survey: c}, topics: []}").unwrap();
        let changed: Value = serde_yaml::from_str(&file.changed(&[("", &change)])).unwrap();
        let wanted: Value = serde_yaml::from_str("{links: {slides: b, survey: c}, topics: []}").unwrap();
        assert_eq!(changed, wanted);
    }
}
