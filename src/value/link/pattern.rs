//! Patterns of addresses, as an account lists them.

use super::Link;
use super::normal::percent;

/// Whether an address fits a pattern: `*` stands for anything within a step of the path (or within the host), `**` for
/// any rest; `/**` at the end also fits the page above. Scheme, `www.`, case of the host, tracking parameters and a
/// slash at the end do not count; parameters only where the pattern has some.
pub fn matches_pattern(pattern: &str, link: &Link) -> bool {
    if link.host.is_empty() {
        return same_ignoring_case(pattern.trim(), &link.url);
    }
    let wanted = pattern.trim();
    let wanted = wanted.split_once("://").map_or(wanted, |(_, rest)| rest);
    let (wanted, query) = wanted.split_once('?').map_or((wanted, None), |(before, query)| (before, Some(query)));
    let (host, path) = wanted.split_once('/').unwrap_or((wanted, ""));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let address = link.normal.split_once("://").map_or(link.normal.as_str(), |(_, rest)| rest);
    let (address, has) = address.split_once('?').map_or((address, ""), |(before, query)| (before, query));
    let (authority, steps) = address.split_once('/').unwrap_or((address, ""));
    let steps: Vec<&str> = steps.split('/').filter(|step| !step.is_empty()).collect();
    fits(host, authority) && fits_path(path, &steps) && query.is_none_or(|query| fits(query, has))
}

fn same_ignoring_case(pattern: &str, url: &str) -> bool {
    fits(&pattern.to_lowercase(), &url.to_lowercase())
}

fn fits_path(pattern: &str, steps: &[&str]) -> bool {
    let wanted: Vec<String> = pattern.split('/').filter(|step| !step.is_empty()).map(percent).collect();
    for (n, want) in wanted.iter().enumerate() {
        if want == "**" {
            return true;
        }
        // `dossier/guide**`: any rest, from inside a step.
        if let Some(start) = want.strip_suffix("**") {
            return steps.get(n).is_some_and(|step| fits(&format!("{start}*"), step));
        }
        if !steps.get(n).is_some_and(|step| fits(want, step)) {
            return false;
        }
    }
    wanted.len() == steps.len()
}

/// Whether a text fits a pattern with `*`s. The last `*` alone is ever tried again, so it is never exponential.
fn fits(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    while t < text.len() {
        if p < pattern.len() && pattern[p] == b'*' {
            p += 1;
            back = Some((p, t));
        } else if p < pattern.len() && pattern[p] == text[t] {
            (p, t) = (p + 1, t + 1);
        } else if let Some((star, at)) = back {
            (p, t) = (star, at + 1);
            back = Some((star, at + 1));
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|b| *b == b'*')
}
