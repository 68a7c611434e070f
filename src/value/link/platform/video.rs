//! Videos, recordings and documents.

use super::{Identity, Parts, all_digits, named};

/// `watch?v=`, `youtu.be/`, `/live/`, `/embed/`, `/shorts/` name one video of eleven characters. Whether it is live or
/// a replay is not in the address.
pub(super) fn youtube(parts: &Parts, steps: &[&str]) -> Option<Identity> {
    let is_id = |id: &str| id.len() == 11 && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    if parts.host == "studio.youtube.com" {
        let id = steps.iter().find(|step| is_id(step))?;
        return Some(Identity { host: true, ..named("youtube", *id) });
    }
    let id = match steps {
        [id] if parts.host == "youtu.be" => Some(*id),
        ["watch", ..] => parts.get("v"),
        ["live" | "embed" | "shorts" | "v", id, ..] => Some(*id),
        ["playlist"] => return parts.get("list").map(|list| named("youtube", format!("list:{list}"))),
        _ => None,
    };
    // A mistyped id of another length is still this video's name: two that differ are two things.
    id.filter(|id| !id.is_empty()).map(|id| named("youtube", id))
}

/// `vimeo.com/ID[/KEY]`, `player.vimeo.com/video/ID`, `/event/ID`; `/manage/…` is the owner's.
pub(super) fn vimeo(steps: &[&str]) -> Option<Identity> {
    match steps {
        ["manage", .., id] => Some(Identity { host: true, ..named("vimeo", *id) }),
        ["event", id, ..] if all_digits(id) => Some(named("vimeo", format!("event:{id}"))),
        _ => steps.iter().find(|step| all_digits(step)).map(|id| named("vimeo", *id)),
    }
}

/// `/video/ID` and `dai.ly/ID`.
pub(super) fn dailymotion(parts: &Parts, steps: &[&str]) -> Option<Identity> {
    match steps {
        [id] if parts.host == "dai.ly" => Some(named("dailymotion", *id)),
        [.., "video", id] => Some(named("dailymotion", *id)),
        _ => None,
    }
}

/// Documents and files share one space of ids: `/document/d/ID/edit`, `/file/d/ID/view`, `/open?id=ID`; a form's
/// public id stands after `/d/e/`.
pub(super) fn google_drive(parts: &Parts, steps: &[&str]) -> Option<Identity> {
    let at = steps.iter().position(|step| *step == "d");
    let id = match at.map(|at| &steps[at + 1..]) {
        Some(["e", id, ..]) => Some(*id),
        Some([id, ..]) => Some(*id),
        _ => match steps {
            ["drive", .., "folders", id] => Some(*id),
            _ => parts.get("id"),
        },
    };
    id.map(|id| named("google-drive", id))
}

/// A recording's id is 40 hexadecimal digits, a hyphen and the session's start in milliseconds.
pub(super) fn bigbluebutton(parts: &Parts, platform: &'static str) -> Option<Identity> {
    let places = parts.path.split('/').chain(parts.query.iter().map(|(_, value)| value.as_str()));
    let id = places.map(str::to_ascii_lowercase).find(|place| is_recording(place))?;
    let recorded = id.rsplit('-').next().and_then(|milliseconds| milliseconds.parse().ok());
    Some(Identity { role: Some("replay"), recorded, ..named(platform, id) })
}

fn is_recording(word: &str) -> bool {
    word.split_once('-').is_some_and(|(room, start)| {
        room.len() == 40 && room.bytes().all(|b| b.is_ascii_hexdigit()) && start.len() == 13 && all_digits(start)
    })
}
