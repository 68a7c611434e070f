//! Links by identity: one video or room under any of its addresses.
//!
//! Comes in: an address as somebody wrote it. Goes out: its normal form, what platform and thing its shape shows, and
//! what is wrong with it by itself. Nothing is ever fetched. The shapes of the platforms' addresses are those of their
//! public documentation, API samples and source code.

mod find;
mod flaw;
mod normal;
mod pattern;
mod platform;

pub use find::find_urls;
pub use pattern::matches_pattern;
pub use platform::{platform_names, platform_of_host};

use normal::Parts;

/// A URL, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As written, trimmed.
    pub url: String,
    /// The scheme in lower case (`https`, `mailto`, `tel`); empty where none was written.
    pub scheme: String,
    /// The normal form for comparison: scheme and host in lower case (`http` counts as `https`, `www.` as none), no
    /// default port, tracking parameters (`utm_*`, `fbclid`, `mc_*` …), fragment (but `#/…`) and trailing slash
    /// dropped, percent-encoding normalised, parameters in order.
    pub normal: String,
    /// The host in lower case, without `www.`.
    pub host: String,
    /// What the address shows of itself.
    pub identity: Option<Identity>,
    /// Something that is wrong with the address by itself.
    pub flaw: Option<Flaw>,
    /// The address that it passes on to: `https://www.google.com/url?q=…`.
    pub onward: Option<String>,
}

/// What a platform's address names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The platform, in the words of an event's `platform:` (`livestorm`, `webinaire-etat`, `zoom` …).
    pub platform: &'static str,
    /// The event, room or video: equal for all addresses of one thing.
    pub thing: String,
    /// What further tells the address from others of that thing and role: a session, the hash of a room's link (one
    /// that was renamed has another, and the old one is dead).
    pub part: Option<String>,
    /// What the address is for, when its shape says so: `register`, `join`, `replay`. A Livestorm room's address is
    /// `join` before the event and shows the replay after it.
    pub role: Option<&'static str>,
    /// The address belongs to one person (`key=`, `tk=`).
    pub personal: bool,
    /// The person that a personal address names: the address in `email=`, decoded.
    pub email: Option<String>,
    /// The address is for hosts or moderators.
    pub host: bool,
    /// When the recording began, in milliseconds since 1970 UTC, where the address says so (BigBlueButton).
    pub recorded: Option<i64>,
}

/// What is wrong with an address by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing there.
    Empty,
    /// `#` alone.
    Hash,
    /// No address: `LIEN_REPLAY`, `xxx`, `lien`, `javascript:void(0)`.
    Placeholder,
    /// `example.com` and its like.
    Example,
    /// `localhost`, an address of a private network, `file:`.
    Local,
    /// A staging host.
    Staging,
    /// A document's editing address, a studio, a dashboard.
    Editing,
    /// Cannot be read as an address.
    Malformed,
    /// A name before the host (`https://known.test@other.test/`), which hides where the address leads.
    User,
    /// A host in letters of another alphabet that look like ours.
    LookAlike,
}

/// Schemes that lead somewhere without a host.
const NO_HOST: [&str; 8] = ["mailto", "tel", "sms", "cid", "data", "callto", "geo", "webcal"];

/// Understands an address. One without a scheme is read as its host would be (`exemple.test/x`).
pub fn read(url: &str) -> Link {
    let url = url.trim();
    let mut link = Link {
        url: url.to_string(),
        scheme: String::new(),
        normal: url.to_string(),
        host: String::new(),
        identity: None,
        flaw: None,
        onward: None,
    };
    let scheme = scheme_of(url);
    if let Some(scheme) = &scheme {
        link.scheme = scheme.clone();
    }
    if let Some(flaw) = flaw::of_words(url, scheme.as_deref()) {
        link.flaw = Some(flaw);
        return link;
    }
    match scheme.as_deref() {
        Some(scheme) if NO_HOST.contains(&scheme) => link.normal = no_host(url, scheme),
        None if url.starts_with(['#', '/', '?', '.']) && !url.starts_with("//") => {}
        _ => with_host(&mut link, scheme.is_some()),
    }
    link
}

/// The normal form of an address without a host.
fn no_host(url: &str, scheme: &str) -> String {
    let rest = url.get(scheme.len() + 1..).unwrap_or_default().trim();
    match scheme {
        "mailto" => {
            let address = rest.split('?').next().unwrap_or_default();
            format!("mailto:{}", normal::decoded(address).trim().to_ascii_lowercase())
        }
        "tel" | "sms" | "callto" => {
            let digits: String = rest.chars().filter(|c| c.is_ascii_digit() || matches!(c, '+' | ',' | '#')).collect();
            format!("{scheme}:{digits}")
        }
        _ => format!("{scheme}:{rest}"),
    }
}

fn with_host(link: &mut Link, has_scheme: bool) {
    let full = if has_scheme { link.url.clone() } else { format!("https://{}", link.url.trim_start_matches('/')) };
    let Some(parts) = Parts::of(&full) else {
        link.flaw = Some(Flaw::Malformed);
        return;
    };
    link.host = parts.host.clone();
    link.normal = parts.line();
    link.identity = platform::identity(&parts);
    link.flaw = flaw::of_parts(&parts);
    link.onward = onward(&link.url);
}

/// An address inside an address: a parameter of the query, or what the path ends with.
fn onward(url: &str) -> Option<String> {
    let (front, query) = url.split_once("://")?.1.split_once('?').unwrap_or((url.split_once("://")?.1, ""));
    let values = query.split(['&', ';']).filter_map(|pair| Some(normal::decoded(pair.split_once('=')?.1)));
    let is_address =
        |text: &str| ["https://", "http://"].iter().any(|scheme| text.to_ascii_lowercase().starts_with(scheme));
    if let Some(value) = values.into_iter().find(|value| is_address(value)) {
        return Some(value);
    }
    let path = normal::decoded(front);
    let lower = path.to_ascii_lowercase();
    let at = ["/https:/", "__https:/", "/http:/", "__http:/"]
        .iter()
        .find_map(|mark| Some(lower.find(mark)? + mark.len()))?;
    let rest = path[at..].trim_start_matches('/');
    let rest = rest.split("__;").next().unwrap_or(rest);
    (!rest.is_empty()).then(|| format!("https://{rest}"))
}

/// Services that do nothing but pass on to the address inside theirs: by the end of the host, and the path.
const PASSING: [(&str, &str); 9] = [
    ("safelinks.protection.outlook.com", "/"),
    ("l.facebook.com", "/l.php"),
    ("lm.facebook.com", "/l.php"),
    ("youtube.com", "/redirect"),
    ("urldefense.com", "/v3/"),
    ("slack-redir.net", "/link"),
    ("linkedin.com", "/redir/"),
    ("t.umblr.com", "/redirect"),
    ("vk.com", "/away.php"),
];

impl Link {
    /// The link behind this one, where it only passes on: a reader who clicks arrives there.
    pub fn behind(self) -> Link {
        let path =
            self.normal.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or("/");
        let fits = |(host, start): &(&str, &str)| {
            let below = self.host.strip_suffix(host).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
            below && path.starts_with(start)
        };
        let google = self.host.starts_with("google.") && path.starts_with("/url");
        match &self.onward {
            Some(inner) if google || PASSING.iter().any(fits) => read(inner),
            _ => self,
        }
    }
}

/// The scheme that an address begins with. `localhost:80` and `exemple.test:8080/x` have none.
fn scheme_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once(':')?;
    let fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-'));
    let port = rest.starts_with(|c: char| c.is_ascii_digit())
        && !matches!(scheme.to_ascii_lowercase().as_str(), "tel" | "sms" | "callto" | "geo" | "mailto" | "cid");
    (fits && !port).then(|| scheme.to_ascii_lowercase())
}

/// Whether two addresses name one thing: a video, a room, an event, under whatever role; or one page. Two sessions of
/// one event, or two hashes of one room in one role, are not the same thing.
pub fn same_thing(a: &Link, b: &Link) -> bool {
    if let (Some(x), Some(y)) = (&a.identity, &b.identity) {
        let parts = x.part.is_none() || y.part.is_none() || x.part == y.part || x.role != y.role || x.host != y.host;
        if x.platform == y.platform && x.thing == y.thing && parts {
            return true;
        }
    }
    same_page(a, b)
}

/// Whether two addresses lead to the same page: their normal forms are equal.
pub fn same_page(a: &Link, b: &Link) -> bool {
    !a.normal.is_empty() && a.normal == b.normal
}

#[cfg(test)]
mod tests;
