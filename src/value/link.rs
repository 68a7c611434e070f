//! Links by identity: one video or room under any of its addresses.

/// A URL, understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// As written, trimmed.
    pub url: String,
    /// The normal form for comparison: scheme and host in lower case, no default port, tracking parameters (`utm_*`,
    /// `fbclid`, `mc_*` …), fragment and trailing slash dropped, percent-encoding normalised.
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
}

/// Understands an address.
pub fn read(url: &str) -> Link {
    Link {
        url: url.trim().to_string(),
        normal: url.trim().to_string(),
        host: String::new(),
        identity: None,
        flaw: None,
    }
}
