//! What a screen reader lacks in an HTML part: alternative texts, the words of links, the page's language, the order of
//! headings, the role of layout tables. Checked by today's letter of WCAG where no judgement is needed; reported only
//! where a project chooses the pack.

use crate::message::{BlockKind, Image, LinkKind, Part as HtmlPart, PartKind};
use crate::source::Traced;

use super::draft::{at, same};
use super::reading::Reading;
use super::{Claim, Kind, Part, Scope, Standing};

/// What is lacking in the HTML part.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    let Some(html) = &reading.message.html else { return };
    images(html, out);
    links(html, out);
    headings(html, out);
    if let Some(root) = html.root.as_ref().filter(|_| html.language.is_none()) {
        out.extend(lacking(root, "language"));
    }
    for table in html.tables.iter().filter(|table| table.is_layout()) {
        out.extend(lacking(&table.element, "table-role"));
    }
}

/// A claim at an element that lacks something.
fn lacking(element: &Traced, aspect: &'static str) -> Option<Claim> {
    let part = Part::Mail(PartKind::Html);
    at(element, 0..element.len(), part, &[], Kind::Html, aspect, Standing::Missing)
}

fn images(html: &HtmlPart, out: &mut Vec<Claim>) {
    for image in html.images.iter().filter(|image| image.alt.is_none()) {
        let claim = lacking(&image.element, "image-alt");
        out.extend(claim.map(|claim| named(claim, image.src.text())));
    }
}

/// Links of which nothing can be read. One that holds an image without `alt` is told there.
fn links(html: &HtmlPart, out: &mut Vec<Claim>) {
    for (n, link) in html.links.iter().enumerate() {
        if !matches!(link.kind, LinkKind::Anchor | LinkKind::Button)
            || !link.label.text().trim().is_empty()
            || link.named
            || link.url.text().trim().is_empty()
        {
            continue;
        }
        let (from, to) = (start(&link.element), html.links.get(n + 1).and_then(|next| start(&next.element)));
        let inside = |image: &&Image| {
            let at = start(&image.element);
            image.alt.is_none() && at >= from && to.is_none_or(|to| at < Some(to))
        };
        if html.images.iter().find(inside).is_none() {
            out.extend(lacking(&link.element, "link-words").map(|claim| named(claim, link.url.text())));
        }
    }
}

fn start(element: &Traced) -> Option<(u32, u32)> {
    element.whole().span().map(|span| (span.file.0, span.start))
}

/// With the address as the words found: the tag itself would be too long to read.
fn named(mut claim: Claim, address: &str) -> Claim {
    claim.holes.insert("match", same(address));
    claim.found = address.to_string();
    claim
}

/// Headings that are more than one level below the one before.
fn headings(html: &HtmlPart, out: &mut Vec<Claim>) {
    let mut before: Option<u8> = None;
    for block in html.blocks.iter().filter(|block| !block.hidden) {
        let BlockKind::Heading(level) = block.kind else { continue };
        if let Some(last) = before.filter(|last| level > last + 1) {
            let wanted = format!("h{}", last + 1);
            let part = Part::Mail(PartKind::Html);
            let scopes = [Scope::Heading, Scope::Text];
            let claim =
                at(&block.text, 0..block.text.len(), part, &scopes, Kind::Html, "heading-order", Standing::Against);
            out.extend(claim.map(|claim| claim.expect(same(&wanted), wanted)));
        }
        before = Some(level);
    }
}
