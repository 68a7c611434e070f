//! What the platforms' addresses show: whose they are, what they name, whom they are for.

use super::Identity;
use super::normal::{Parts, decoded};

mod meeting;
mod video;

/// The platform that a host belongs to, in the words of an event's `platform:`.
pub fn platform_of_host(host: &str) -> Option<&'static str> {
    let host = host.trim().to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    HOSTS
        .iter()
        .find(|(known, _)| host.strip_suffix(known).is_some_and(|before| before.is_empty() || before.ends_with('.')))
        .map(|(_, platform)| *platform)
}

/// Hosts and what runs there; a subdomain counts too. The longer of two that both fit comes first.
const HOSTS: [(&str, &str); 30] = [
    ("app.livestorm.co", "livestorm"),
    ("livestorm.co", "livestorm"),
    ("webinaire.numerique.gouv.fr", "webinaire-etat"),
    ("visio.numerique.gouv.fr", "visio"),
    ("webconf.numerique.gouv.fr", "jitsi"),
    ("webconf.comu.gouv.fr", "comu"),
    ("rendez-vous.renater.fr", "renater"),
    ("zoom.us", "zoom"),
    ("zoom.com", "zoom"),
    ("zoomgov.com", "zoom"),
    ("teams.microsoft.com", "teams"),
    ("teams.live.com", "teams"),
    ("gotowebinar.com", "gotowebinar"),
    ("gotomeeting.com", "gotomeeting"),
    ("gotomeet.me", "gotomeeting"),
    ("meet.goto.com", "gotomeeting"),
    ("youtube.com", "youtube"),
    ("youtu.be", "youtube"),
    ("youtube-nocookie.com", "youtube"),
    ("vimeo.com", "vimeo"),
    ("dailymotion.com", "dailymotion"),
    ("dai.ly", "dailymotion"),
    ("meet.google.com", "google-meet"),
    ("docs.google.com", "google-drive"),
    ("drive.google.com", "google-drive"),
    ("webex.com", "webex"),
    ("meet.jit.si", "jitsi"),
    ("tixeo.com", "tixeo"),
    ("whereby.com", "whereby"),
    ("bigmarker.com", "bigmarker"),
];

/// The platforms and the names that people write for them.
pub fn platform_names() -> &'static [(&'static str, &'static [&'static str])] {
    &[
        ("livestorm", &["Livestorm", "Live Storm"]),
        ("webinaire-etat", &["Webinaire de l'État", "webinaire.numerique.gouv.fr", "Webinaire de l'Etat"]),
        ("bigbluebutton", &["BigBlueButton", "Big Blue Button", "BBB"]),
        ("zoom", &["Zoom", "Zoom Webinar", "Zoom Webinars", "Zoom Meeting"]),
        ("teams", &["Teams", "Microsoft Teams", "MS Teams"]),
        ("gotowebinar", &["GoToWebinar", "GoTo Webinar", "Go To Webinar"]),
        ("gotomeeting", &["GoToMeeting", "GoTo Meeting"]),
        ("youtube", &["YouTube", "YouTube Live"]),
        ("vimeo", &["Vimeo"]),
        ("dailymotion", &["Dailymotion"]),
        ("google-meet", &["Google Meet"]),
        ("webex", &["Webex", "Cisco Webex"]),
        ("jitsi", &["Jitsi", "Jitsi Meet"]),
        ("tixeo", &["Tixeo"]),
        ("visio", &["Visio de l'État", "La Suite Meet"]),
        ("renater", &["Rendez-vous RENATER", "RENdez-vous"]),
        ("comu", &["COMU"]),
        ("whereby", &["Whereby"]),
        ("bigmarker", &["BigMarker"]),
    ]
}

/// What an address names, where its shape says it.
pub(super) fn identity(parts: &Parts) -> Option<Identity> {
    let steps: Vec<&str> = parts.path.split('/').filter(|step| !step.is_empty()).collect();
    match platform_of_host(&parts.host) {
        Some("livestorm") => meeting::livestorm(parts, &steps),
        Some("webinaire-etat") => {
            meeting::webinaire_etat(&steps).or_else(|| video::bigbluebutton(parts, "webinaire-etat"))
        }
        Some("zoom") => meeting::zoom(parts, &steps),
        Some("teams") => meeting::teams(parts, &steps),
        Some("gotowebinar") => meeting::gotowebinar(parts, &steps),
        Some("youtube") => video::youtube(parts, &steps),
        Some("vimeo") => video::vimeo(&steps),
        Some("dailymotion") => video::dailymotion(parts, &steps),
        Some("google-drive") => video::google_drive(parts, &steps),
        Some(platform @ ("google-meet" | "visio" | "renater" | "jitsi" | "whereby")) => {
            let room = steps.last().filter(|_| steps.len() == 1)?;
            Some(Identity { role: Some("join"), ..named(platform, room.to_ascii_lowercase()) })
        }
        Some("comu") => {
            let room = steps.iter().position(|step| *step == "meeting").and_then(|at| steps.get(at + 1))?;
            Some(Identity { role: Some("join"), ..named("comu", (*room).to_string()) })
        }
        _ => video::bigbluebutton(parts, "bigbluebutton")
            .or_else(|| meeting::greenlight(&steps))
            .or_else(|| meeting::mattermost(parts, &steps)),
    }
}

/// An identity of which no more is known yet.
fn named(platform: &'static str, thing: impl Into<String>) -> Identity {
    Identity {
        platform,
        thing: thing.into(),
        part: None,
        role: None,
        personal: false,
        email: None,
        host: false,
        recorded: None,
    }
}

/// Whether a word is a UUID, or its beginning of at least eight digits.
fn is_uuid(word: &str) -> bool {
    word.len() >= 8
        && word.len() <= 36
        && word.bytes().enumerate().all(|(n, b)| match n {
            8 | 13 | 18 | 23 => b == b'-',
            _ => b.is_ascii_hexdigit(),
        })
}

fn all_digits(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit())
}

/// The decoded address of a personal link.
fn email_of(parts: &Parts) -> Option<String> {
    parts.get("email").map(|email| decoded(email).to_lowercase()).filter(|email| email.contains('@'))
}
