//! Zones by the names that calendars and Microsoft's programs give them.

use jiff::tz::TimeZone;
use windows_timezones::WindowsTimezone;

/// A zone by its name: IANA's, also behind a maker's path (`/example.org/Europe/Paris`), or Windows', for which the
/// mapping of Unicode CLDR counts (`Romance Standard Time` is Europe/Paris).
pub fn named(name: &str) -> Option<TimeZone> {
    let name = name.trim().trim_matches('"');
    if let Ok(windows) = name.parse::<WindowsTimezone>() {
        let id = windows.tzdb_id();
        return if id == "Etc/UTC" { Some(TimeZone::UTC) } else { TimeZone::get(id).ok() };
    }
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty()).collect();
    let from = |count: usize| parts.len().checked_sub(count).map(|from| parts[from..].join("/"));
    [from(parts.len()), from(3), from(2)].into_iter().flatten().find_map(|name| TimeZone::get(&name).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_windows_and_of_makers_are_known() {
        for (name, iana) in [
            ("Romance Standard Time", "Europe/Paris"),
            ("\"W. Europe Standard Time\"", "Europe/Berlin"),
            ("Mauritius Standard Time", "Indian/Mauritius"),
            ("/freeassociation.sourceforge.net/Europe/Paris", "Europe/Paris"),
            ("America/Argentina/Salta", "America/Argentina/Salta"),
        ] {
            let zone = named(name);
            assert_eq!(zone.as_ref().and_then(TimeZone::iana_name), Some(iana), "{name}");
        }
        assert_eq!(named("Fuseau de la mairie"), None);
    }
}
