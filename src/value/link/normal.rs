//! The normal form of an address: two that lead to one page have one form.

/// An address in its parts, normalised.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Parts {
    /// In lower case; empty where none was written.
    pub(super) scheme: String,
    /// In lower case, without `www.`, user, default port.
    pub(super) host: String,
    /// The port, where it is not the scheme's own.
    pub(super) port: Option<u16>,
    /// Begins with `/`, without one at the end; empty for the root.
    pub(super) path: String,
    /// The query's pairs without tracking ones, in order of their names.
    pub(super) query: Vec<(String, String)>,
    /// What stands after `#`.
    pub(super) fragment: String,
    /// A name stands before the host (`name@host`).
    pub(super) user: bool,
}

/// Parameters that only count where a reader came from.
fn is_tracking(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["utm_", "mtm_", "pk_", "matomo_", "hsa_", "_hs"].iter().any(|prefix| name.starts_with(prefix))
        || matches!(
            name.as_str(),
            "fbclid"
                | "gclid"
                | "dclid"
                | "msclkid"
                | "mc_cid"
                | "mc_eid"
                | "mkt_tok"
                | "igshid"
                | "yclid"
                | "at_medium"
                | "at_campaign"
                | "xtor"
        )
}

impl Parts {
    /// Reads an address that has a host; `None` when it cannot be read.
    pub(super) fn of(url: &str) -> Option<Parts> {
        let parsed = url::Url::parse(url).ok()?;
        let host = parsed.host_str()?.trim_end_matches('.').to_ascii_lowercase();
        let path = parsed
            .path()
            .split('/')
            .filter(|step| !step.is_empty())
            .fold(String::new(), |path, step| path + "/" + &percent(step));
        let mut query: Vec<(String, String)> = parsed
            .query()
            .unwrap_or_default()
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (percent(name), percent(value)))
            .filter(|(name, _)| !is_tracking(name))
            .collect();
        query.sort();
        Some(Parts {
            scheme: parsed.scheme().to_string(),
            host: host.strip_prefix("www.").unwrap_or(&host).to_string(),
            port: parsed.port(),
            path,
            query,
            fragment: parsed.fragment().unwrap_or_default().to_string(),
            user: !parsed.username().is_empty() || parsed.password().is_some(),
        })
    }

    /// The value of a parameter.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The address in one line: `http` and `https` are one, and so are `www.` and none. A fragment counts only where
    /// a page reads it as a path (`#/…`, `#!/…`).
    pub(super) fn line(&self) -> String {
        let scheme = if self.scheme == "http" { "https" } else { &self.scheme };
        let mut line = format!("{scheme}://{}", self.host);
        if let Some(port) = self.port.filter(|port| !matches!(port, 80 | 443)) {
            line.push_str(&format!(":{port}"));
        }
        line.push_str(&self.path);
        for (n, (name, value)) in self.query.iter().enumerate() {
            line.push(if n == 0 { '?' } else { '&' });
            line.push_str(name);
            if !value.is_empty() {
                line.push('=');
                line.push_str(value);
            }
        }
        // `#/` alone is the start of a page that shows one thing after another: the page itself.
        let fragment = self.fragment.trim_end_matches('/');
        if fragment.starts_with('/') || fragment.starts_with("!/") {
            line.push('#');
            line.push_str(fragment);
        }
        line
    }
}

/// Percent-encoding in one spelling: unreserved characters as they are, the rest with capital digits.
pub(super) fn percent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        let code = rest.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(b) if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~') => out.push(char::from(b)),
            Some(b) => out.push_str(&format!("%{b:02X}")),
            None => out.push('%'),
        }
        rest = &rest[at + if code.is_some() { 3 } else { 1 }..];
    }
    out.push_str(rest);
    out
}

/// Percent-encoding undone; what is no UTF-8 stays readable.
pub(super) fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.filter(|_| *first == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(b) => {
                out.push(b);
                rest = &after[2..];
            }
            None => {
                out.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
