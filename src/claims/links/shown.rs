//! What the words of a link show of where it leads: an address or a host that is another than the link's.

use crate::claims::draft::same;
use crate::claims::reading::ReadLink;
use crate::claims::{Claim, Standing};
use crate::language::Message;
use crate::value::link;

use super::make;

/// The words show one address, the link is another.
pub(super) fn shown(link: &ReadLink<'_>) -> Option<Claim> {
    let label = link.link.label.text().trim();
    let bare_host =
        label.split('/').next().is_some_and(|host| host.contains('.') && !host.ends_with('.') && !host.contains('@'))
            && label.contains('/')
            && label.len() > 8;
    let like_address = label.starts_with("http") || label.starts_with("www.") || bare_host;
    // "https://salle.exemple.test/carnet (ici)": one address among words counts as well.
    let label = match label.contains(char::is_whitespace) {
        true => match link::find_urls(label).as_slice() {
            [one] if label[one.clone()].contains("://") => &label[one.clone()],
            _ => return None,
        },
        false if like_address => label,
        false if is_host(label) => return other_host(link, label),
        false => return None,
    };
    let other = if label.contains("://") || label.starts_with("www.") {
        link::read(label)
    } else {
        link::read(&format!("https://{label}"))
    };
    let longer = |a: &str, b: &str| a.starts_with(b.trim_end_matches(['…', '.']));
    if other.normal == link.address.normal
        || link::same_thing(&other, &link.address)
        || longer(&link.address.normal, &other.normal)
    {
        return None;
    }
    let claim = make(link, "text", Standing::Against)?;
    let label = link.link.label.whole();
    let claim = claim.expect(same(link.link.label.text().trim()), link.link.label.text().trim());
    Some(match label.span() {
        Some(span) => {
            // The words that are read lie: they are the place, the address is beside it.
            let mut claim = claim;
            let url = std::mem::replace(&mut claim.span, span);
            claim.place = label;
            claim.related.push(crate::finding::Related {
                message: Message::new("l'adresse du lien", "the link's address"),
                span: url,
            });
            claim
        }
        None => claim,
    })
}

/// Whether words are a host and nothing else: `salle.exemple.test`; no file (`note.v2.pdf`), and no name (`asp.net`).
fn is_host(label: &str) -> bool {
    const FILES: [&str; 12] = ["pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "zip", "ics"];
    let Some((name, end)) = label.rsplit_once('.') else { return false };
    let word = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    name.contains('.')
        && name.split('.').all(word)
        && !label.bytes().any(|b| b.is_ascii_uppercase())
        && end.len() >= 2
        && end.bytes().all(|b| b.is_ascii_lowercase())
        && !FILES.contains(&end)
        && !name.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// The words show one host, and the link leads to one that has nothing of it: `exemple.test` may well be
/// `agenda.exemple.test`.
fn other_host(link: &ReadLink<'_>, label: &str) -> Option<Claim> {
    let host = link.address.host.as_str();
    let last = |host: &str| host.rsplit('.').take(2).map(str::to_string).collect::<Vec<_>>();
    let shown = label.trim_start_matches("www.");
    if host.is_empty() || last(host) == last(shown) {
        return None;
    }
    let claim = make(link, "text", Standing::Against)?;
    Some(claim.expect(same(label), label))
}
