//! Rooms, registrations and sessions.

use super::{Identity, Parts, all_digits, decoded, email_of, is_uuid, named};

/// `/p/UUID` registers, `/p/UUID/live?s=UUID` is the room and later the replay; `email=` and `key=` make it one
/// person's; `#/…` is the team's dashboard.
pub(super) fn livestorm(parts: &Parts, steps: &[&str]) -> Option<Identity> {
    let dashboard: Vec<&str> = parts.fragment.split('/').filter(|step| !step.is_empty()).collect();
    if let (Some(&("events" | "sessions")), Some(id)) = (dashboard.first(), dashboard.get(1)) {
        return Some(Identity { host: true, ..named("livestorm", id.split('?').next()?.to_ascii_lowercase()) });
    }
    match steps {
        ["p", id, rest @ ..] if is_uuid(id) => {
            let role = match rest.first() {
                None | Some(&"form") => Some("register"),
                Some(&"live") => Some("join"),
                _ => None,
            };
            let personal = parts.get("key").is_some() || parts.get("email").is_some();
            Some(Identity {
                role,
                part: parts.get("s").map(str::to_ascii_lowercase),
                personal,
                email: email_of(parts),
                ..named("livestorm", id.to_ascii_lowercase())
            })
        }
        [workspace, slug] if parts.host.starts_with("app.") => {
            Some(Identity { role: Some("register"), ..named("livestorm", format!("{workspace}/{slug}")) })
        }
        _ => None,
    }
}

/// `/meeting/signin/invite/ID[/creator/UID]/hash/HEX`; `moderateur` instead of `invite` is the moderators' link.
pub(super) fn webinaire_etat(steps: &[&str]) -> Option<Identity> {
    let rest = match steps {
        ["meeting", rest @ ..] => rest,
        ["sip-connect", code] => return Some(Identity { host: true, ..named("webinaire-etat", *code) }),
        _ => return None,
    };
    let (kind, rest) = match rest {
        ["signin" | "join", kind @ ("invite" | "moderateur" | "authentifie" | "attendee" | "moderator"), rest @ ..] => {
            (*kind, rest)
        }
        ["signin" | "auth" | "join", rest @ ..] => ("", rest),
        _ => return None,
    };
    let id = rest.first()?;
    let hash = rest.iter().position(|step| *step == "hash").and_then(|at| rest.get(at + 1));
    Some(Identity {
        role: Some("join"),
        part: hash.map(|hash| hash.to_ascii_lowercase()),
        host: matches!(kind, "moderateur" | "moderator"),
        ..named("webinaire-etat", *id)
    })
}

/// `/j/ID` joins, `/w/ID?tk=` is one person's, `/s/ID?zak=` starts the meeting as host, `/webinar/register/WN_…` and
/// `/meeting/register/…` register, `/rec/share/…` is a recording.
pub(super) fn zoom(parts: &Parts, steps: &[&str]) -> Option<Identity> {
    let host = parts.get("zak").is_some();
    let personal = parts.get("tk").is_some();
    let (thing, role, host) = match steps {
        ["j" | "w", id, ..] | ["wc", "join", id, ..] | ["wc", id, "join", ..] if all_digits(id) => (*id, "join", host),
        ["s", id, ..] | ["wc", id, "start", ..] if all_digits(id) => (*id, "join", true),
        ["webinar" | "meeting", "register", key, ..] => (*key, "register", host),
        ["rec", "share" | "play", key, ..] => (*key, "replay", host),
        ["my", name] => (*name, "join", host),
        _ => return None,
    };
    Some(Identity { role: Some(role), personal, host, ..named("zoom", thing) })
}

/// `/l/meetup-join/THREAD/…` and `/meet/ID` join; `events.teams…/event/UUID@TENANT` and `/registration/…` register.
pub(super) fn teams(parts: &Parts, steps: &[&str]) -> Option<Identity> {
    let (thing, role) = match steps {
        ["l", "meetup-join", thread, ..] => (decoded(thread), "join"),
        ["meet", id, ..] => ((*id).to_string(), "join"),
        ["event", id, rest @ ..] if parts.host.starts_with("events.") => {
            (decoded(id), if rest.first() == Some(&"join") { "join" } else { "register" })
        }
        ["registration", rest @ ..] if !rest.is_empty() => (rest.join("/"), "register"),
        _ => return None,
    };
    Some(Identity { role: Some(role), ..named("teams", thing.to_lowercase()) })
}

/// `attendee…/register/ID` registers; a join link is one person's; `dashboard…` and `…/start` are the organizer's.
pub(super) fn gotowebinar(parts: &Parts, steps: &[&str]) -> Option<Identity> {
    if parts.host.starts_with("dashboard.") || parts.host.starts_with("organizer.") {
        return Some(Identity { host: true, ..named("gotowebinar", steps.last()?.to_string()) });
    }
    let (thing, role, personal) = match steps {
        ["register" | "rt", id, ..] => (*id, "register", false),
        ["recording", "viewRecording", id, ..] | ["recording", id, ..] => (*id, "replay", false),
        ["join", id, rest @ ..] => (*id, "join", !rest.is_empty()),
        _ => return None,
    };
    let host = steps.contains(&"start");
    Some(Identity { role: Some(role), personal, host, ..named("gotowebinar", thing) })
}

/// Greenlight, BigBlueButton's own front: `/b/abc-def-ghi`, `/rooms/abc-def-ghi-jkl/join`.
pub(super) fn greenlight(steps: &[&str]) -> Option<Identity> {
    let room = match steps {
        ["b", room] | ["rooms", room, "join"] => *room,
        _ => return None,
    };
    let groups: Vec<&str> = room.split('-').collect();
    let fits = groups.len() >= 3
        && groups.iter().skip(1).all(|group| group.len() == 3)
        && groups.iter().all(|group| group.bytes().all(|b| b.is_ascii_alphanumeric()));
    fits.then(|| Identity { role: Some("join"), ..named("bigbluebutton", room.to_ascii_lowercase()) })
}

/// Mattermost runs anywhere: `/TEAM/channels/NAME`, `/TEAM/pl/ID`; `/hooks/ID` is a secret.
pub(super) fn mattermost(parts: &Parts, steps: &[&str]) -> Option<Identity> {
    let is_id = |id: &str| id.len() == 26 && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    match steps {
        [team, "channels", channel] => Some(named("mattermost", format!("{}/{team}/{channel}", parts.host))),
        [_, "pl", id] if is_id(id) => Some(named("mattermost", format!("{}/{id}", parts.host))),
        ["hooks", id] if is_id(id) => {
            Some(Identity { host: true, ..named("mattermost", format!("{}/hooks/{id}", parts.host)) })
        }
        _ => None,
    }
}
