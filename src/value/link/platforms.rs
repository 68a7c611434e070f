//! The shapes of platforms' addresses, read in their public documentation and sources in 2026: Livestorm, b3desk
//! (webinaire.numerique.gouv.fr), BigBlueButton, Zoom, Teams, GoTo Webinar, YouTube, Vimeo.

use url::Url;

use super::Identity;

/// The platforms that are known, with the names that people write.
pub fn platform_names() -> &'static [(&'static str, &'static str)] {
    &[
        ("livestorm", "Livestorm"),
        ("webinaire-etat", "Webinaire de l'État"),
        ("bigbluebutton", "BigBlueButton"),
        ("zoom", "Zoom"),
        ("teams", "Microsoft Teams"),
        ("gotowebinar", "GoTo Webinar"),
        ("youtube", "YouTube"),
        ("vimeo", "Vimeo"),
        ("meet", "Google Meet"),
        ("webex", "Webex"),
    ]
}

/// The platform of a host, where it is known.
pub fn platform_of_host(host: &str) -> Option<&'static str> {
    let is = |known: &str| host == known || host.ends_with(&format!(".{known}"));
    match () {
        () if is("livestorm.co") => Some("livestorm"),
        () if is("webinaire.numerique.gouv.fr") => Some("webinaire-etat"),
        () if is("zoom.us") || is("zoom.com") => Some("zoom"),
        () if is("teams.microsoft.com") || is("teams.live.com") || is("events.teams.microsoft.com") => Some("teams"),
        () if is("gotowebinar.com") || is("goto.com") => Some("gotowebinar"),
        () if is("youtube.com") || is("youtu.be") || is("youtube-nocookie.com") => Some("youtube"),
        () if is("vimeo.com") => Some("vimeo"),
        () if is("meet.google.com") => Some("meet"),
        () if is("webex.com") => Some("webex"),
        () => None,
    }
}

/// What an address of a known platform names.
pub fn identity(host: &str, url: &Url) -> Option<Identity> {
    let parts: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let query = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    match platform_of_host(host) {
        Some("youtube") => youtube(host, &parts, &query),
        Some("vimeo") => parts.iter().find(|part| part.len() >= 6 && part.bytes().all(|b| b.is_ascii_digit())).map(|id| plain("vimeo", *id, None)),
        Some("livestorm") => livestorm(&parts, url, &query),
        Some("webinaire-etat") => b3desk(&parts),
        Some("zoom") => zoom(&parts, &query),
        Some("gotowebinar") => goto(host, &parts),
        Some("teams") => teams(&parts, url),
        _ => recording(&parts, url),
    }
}

fn plain(platform: &'static str, thing: impl Into<String>, role: Option<&'static str>) -> Identity {
    Identity { platform, thing: thing.into(), role, personal: false, host: false }
}

fn youtube(host: &str, parts: &[&str], query: &dyn Fn(&str) -> Option<String>) -> Option<Identity> {
    if host == "studio.youtube.com" {
        let id = parts.get(1)?;
        return Some(Identity { host: true, ..plain("youtube", *id, None) });
    }
    let id = match parts {
        [id] if host == "youtu.be" => (*id).to_string(),
        ["watch", ..] => query("v")?,
        ["live" | "embed" | "shorts" | "v", id, ..] => (*id).to_string(),
        _ => return None,
    };
    Some(plain("youtube", id, None))
}

fn livestorm(parts: &[&str], url: &Url, query: &dyn Fn(&str) -> Option<String>) -> Option<Identity> {
    if let Some(id) = url.fragment().and_then(|fragment| fragment.strip_prefix("/events/")) {
        let id = id.split('/').next().unwrap_or(id);
        return Some(Identity { host: true, ..plain("livestorm", id, None) });
    }
    match parts {
        ["p", id, "live", ..] => {
            let personal = query("key").is_some() || query("email").is_some();
            Some(Identity { personal, ..plain("livestorm", *id, Some("join")) })
        }
        ["p", id, ..] => {
            let personal = query("key").is_some();
            Some(Identity { personal, ..plain("livestorm", *id, Some("register")) })
        }
        _ => None,
    }
}

/// `/meeting/signin/invite/<id>/hash/<40 hex>`; `moderateur` in the place of `invite` is the moderators' link.
/// Where no role stands in the path, it cannot be read from the address.
fn b3desk(parts: &[&str]) -> Option<Identity> {
    let hash = parts.iter().position(|part| *part == "hash").and_then(|at| parts.get(at + 1)).copied().unwrap_or_default();
    match parts {
        ["meeting", "signin", role @ ("invite" | "moderateur" | "authentifie"), id, ..] => {
            let host = *role == "moderateur";
            Some(Identity { host, ..plain("webinaire-etat", format!("{id}/{hash}"), Some("join")) })
        }
        ["meeting", "signin" | "auth", id, ..] => Some(plain("webinaire-etat", format!("{id}/{hash}"), None)),
        _ => None,
    }
}

fn zoom(parts: &[&str], query: &dyn Fn(&str) -> Option<String>) -> Option<Identity> {
    match parts {
        ["j", id, ..] => Some(plain("zoom", *id, Some("join"))),
        ["w", id, ..] => Some(Identity { personal: query("tk").is_some(), ..plain("zoom", *id, Some("join")) }),
        ["s", id, ..] => Some(Identity { host: true, ..plain("zoom", *id, Some("join")) }),
        ["webinar" | "meeting", "register", id, ..] => Some(plain("zoom", *id, Some("register"))),
        ["rec", "share" | "play", id, ..] => Some(plain("zoom", *id, Some("replay"))),
        _ => None,
    }
}

fn goto(host: &str, parts: &[&str]) -> Option<Identity> {
    match parts {
        ["manageWebinar" | "webinar", id, ..] if host.starts_with("global.") || host.starts_with("dashboard.") => {
            Some(Identity { host: true, ..plain("gotowebinar", *id, None) })
        }
        ["register", id, ..] => Some(plain("gotowebinar", *id, Some("register"))),
        ["recording", id, ..] => Some(plain("gotowebinar", *id, Some("replay"))),
        ["join", id, ..] => Some(Identity { personal: parts.len() > 2, ..plain("gotowebinar", *id, Some("join")) }),
        _ => None,
    }
}

fn teams(parts: &[&str], url: &Url) -> Option<Identity> {
    match parts {
        ["l", "meetup-join", thread, ..] => Some(plain("teams", thread.to_ascii_lowercase(), Some("join"))),
        ["l", "meeting", "options", ..] => Some(Identity { host: true, ..plain("teams", url.query().unwrap_or_default(), None) }),
        ["meet", id, ..] => Some(plain("teams", *id, Some("join"))),
        ["event", id, ..] => Some(plain("teams", *id, Some("register"))),
        _ => None,
    }
}

/// BigBlueButton's recordings stand on any host; their id is 40 hex digits and the start in milliseconds.
fn recording(parts: &[&str], url: &Url) -> Option<Identity> {
    let is_id = |id: &str| id.len() > 50 && id.as_bytes().get(40) == Some(&b'-') && id[..40].bytes().all(|b| b.is_ascii_hexdigit());
    let in_path = parts.iter().find(|part| is_id(part)).map(|part| (*part).to_string());
    let id = in_path.or_else(|| url.query_pairs().find(|(key, value)| key == "meetingId" && is_id(value)).map(|(_, value)| value.into_owned()))?;
    Some(plain("bigbluebutton", id, Some("replay")))
}
