//! Links by identity: one video or room under any of its addresses.

mod platforms;

use url::Url;

pub use platforms::{platform_names, platform_of_host};

/// A URL, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As written, trimmed.
    pub url: String,
    /// The normal form for comparison: host in lower case without `www.`, no scheme, no default port, tracking
    /// parameters (`utm_*`, `fbclid`, `mc_*` …), fragment and trailing slash dropped, percent-encoding in one form.
    pub normal: String,
    /// The host in lower case, without `www.`.
    pub host: String,
    /// What the address shows of itself.
    pub identity: Option<Identity>,
    /// Something that is wrong with the address by itself.
    pub flaw: Option<Flaw>,
}

/// What a platform's address names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The platform, in the words of an event's `platform:` (`livestorm`, `webinaire-etat`, `zoom` …).
    pub platform: &'static str,
    /// The event, room or video: equal for all addresses of one thing.
    pub thing: String,
    /// What the address is for, when its shape says so.
    pub role: Option<&'static str>,
    /// The address belongs to one person (`key=`, `tk=`).
    pub personal: bool,
    /// The address is for hosts or moderators.
    pub host: bool,
}

/// What is wrong with an address by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Nothing there.
    Empty,
    /// `#` alone.
    Hash,
    /// No address: `LIEN_REPLAY`, `xxx`, `lien`.
    Placeholder,
    /// `example.com` and its like (RFC 2606).
    Example,
    /// `localhost`, an address of a private network, `file:`.
    Local,
    /// A staging host.
    Staging,
    /// A document's editing address, a studio, a dashboard.
    Editing,
    /// Cannot be read as an address.
    Malformed,
}

impl Link {
    /// The scheme in lower case, where the address has one: `https`, `mailto`, `tel`.
    pub fn scheme(&self) -> Option<&'static str> {
        let scheme = self.url.split_once(':')?.0;
        ["https", "http", "mailto", "tel", "sms", "cid", "data", "file", "ftp"].into_iter().find(|known| scheme.eq_ignore_ascii_case(known))
    }
}

/// Understands an address. It never fails: what cannot be read has a flaw.
pub fn read(url: &str) -> Link {
    let url = url.trim();
    let bare = |flaw| Link { url: url.to_string(), normal: url.to_string(), host: String::new(), identity: None, flaw };
    if url.is_empty() {
        return bare(Some(Flaw::Empty));
    }
    if url == "#" || url == "#!" || url.eq_ignore_ascii_case("javascript:void(0)") || url.eq_ignore_ascii_case("javascript:;") {
        return bare(Some(Flaw::Hash));
    }
    if url.starts_with('#') {
        return bare(None);
    }
    let lower = url.to_ascii_lowercase();
    if ["mailto:", "tel:", "sms:", "cid:", "data:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return bare(None);
    }
    if lower.starts_with("file:") {
        return bare(Some(Flaw::Local));
    }
    let whole = if url.starts_with("//") { format!("https:{url}") } else if lower.starts_with("www.") { format!("https://{url}") } else { url.to_string() };
    if !whole.contains("://") {
        let placeholder = !url.contains('.') || url.contains(char::is_whitespace);
        return bare(Some(if placeholder { Flaw::Placeholder } else { Flaw::Malformed }));
    }
    let Ok(parsed) = Url::parse(&whole) else { return bare(Some(Flaw::Malformed)) };
    let host = parsed.host_str().unwrap_or_default().trim_start_matches("www.").to_ascii_lowercase();
    let identity = platforms::identity(&host, &parsed);
    let flaw = flaw(&host, &parsed);
    Link { url: url.to_string(), normal: normal(&host, &parsed), host, identity, flaw }
}

/// Parameters that only count visits (Google, Meta, Mailchimp, Matomo).
fn counts_visits(name: &str) -> bool {
    name.starts_with("utm_") || name.starts_with("mtm_") || name.starts_with("pk_") || matches!(name, "fbclid" | "gclid" | "mc_cid" | "mc_eid" | "msclkid")
}

fn normal(host: &str, url: &Url) -> String {
    let mut out = String::from(host);
    if let Some(port) = url.port() {
        out.push_str(&format!(":{port}"));
    }
    out.push_str(&percent(url.path().trim_end_matches('/')));
    let kept: Vec<&str> = url.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty() && !counts_visits(pair.split('=').next().unwrap_or(pair))).collect();
    if !kept.is_empty() {
        out.push('?');
        out.push_str(&percent(&kept.join("&")));
    }
    // A route of a one-page application is the page; any other fragment is a place in it.
    if let Some(fragment) = url.fragment().filter(|fragment| fragment.starts_with('/') || fragment.starts_with("!/")) {
        out.push('#');
        out.push_str(fragment.trim_end_matches('/'));
    }
    out
}

/// Percent-encoding with capital digits (RFC 3986, section 6.2.2.1).
fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        out.push(c);
        if c == '%' {
            out.extend(chars.by_ref().take(2).map(|digit| digit.to_ascii_uppercase()));
        }
    }
    out
}

fn flaw(host: &str, url: &Url) -> Option<Flaw> {
    let example = ["example.com", "example.org", "example.net"].iter().any(|known| host == *known || host.ends_with(&format!(".{known}")));
    let local = host == "localhost"
        || host.ends_with(".localhost")
        || host.ends_with(".local")
        || host.starts_with("127.")
        || host.starts_with("192.168.")
        || host.starts_with("10.") && host.split('.').all(|part| part.parse::<u8>().is_ok());
    // The last label is the country or kind of the name (`.test` is a real one for tests): only the others can say "staging".
    let labels: Vec<&str> = host.split('.').collect();
    let staging = labels.iter().rev().skip(1).any(|label| {
        let stage = |part: &str| matches!(part, "staging" | "stage" | "preprod" | "recette" | "uat" | "qa" | "dev" | "sandbox");
        label.split('-').any(stage) || *label == "pre-prod"
    });
    let path = url.path();
    let editing = host == "docs.google.com" && (path.ends_with("/edit") || path.contains("/edit/"))
        || host == "studio.youtube.com"
        || host == "drive.google.com" && path.contains("/edit")
        || path.starts_with("/wp-admin")
        || host.starts_with("admin.");
    let words = path.to_ascii_uppercase();
    let placeholder = ["LIEN_", "XXX", "TODO", "INSERT_", "YOUR_"].iter().any(|mark| words.contains(mark) && path.contains(mark));
    match () {
        () if local => Some(Flaw::Local),
        () if editing => Some(Flaw::Editing),
        () if staging => Some(Flaw::Staging),
        () if example => Some(Flaw::Example),
        () if placeholder => Some(Flaw::Placeholder),
        () => None,
    }
}

/// Whether two addresses are of one thing: the same page, or one video, event or room.
pub fn same_thing(a: &Link, b: &Link) -> bool {
    let same_identity = || match (&a.identity, &b.identity) {
        (Some(a), Some(b)) => a.platform == b.platform && a.thing == b.thing,
        _ => false,
    };
    !a.normal.is_empty() && a.normal == b.normal || same_identity()
}

/// Whether an address fits a pattern of the account: `*` within a path segment, `**` any rest.
pub fn matches_pattern(pattern: &str, link: &Link) -> bool {
    if pattern.is_empty() || link.normal.is_empty() {
        return false;
    }
    let bare = pattern.trim().trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    if let Some(folder) = bare.strip_suffix("/**") {
        if link.normal == folder.to_ascii_lowercase() || link.normal == folder {
            return true;
        }
    }
    let pattern: Vec<char> = bare.trim_end_matches('/').chars().collect();
    let text: Vec<char> = link.normal.chars().collect();
    fits(&pattern, &text)
}

/// The usual two-pointer match; a `**` also takes slashes.
fn fits(pattern: &[char], text: &[char]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize, bool)> = None;
    while t < text.len() {
        if p < pattern.len() && pattern[p] == '*' {
            let deep = pattern.get(p + 1) == Some(&'*');
            p += if deep { 2 } else { 1 };
            back = Some((p, t, deep));
        } else if p < pattern.len() && pattern[p] == text[t] {
            p += 1;
            t += 1;
        } else {
            match back {
                Some((after, at, deep)) if deep || text[at] != '/' => {
                    back = Some((after, at + 1, deep));
                    p = after;
                    t = at + 1;
                }
                _ => return false,
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}
