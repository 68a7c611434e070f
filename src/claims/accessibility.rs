//! What a screen reader lacks in an HTML part: alternative texts, the words of links, the page's language, the order of
//! headings, the role of layout tables. Checked by today's letter of WCAG where no judgement is needed; reported only
//! where a project chooses the pack.

use std::collections::BTreeMap;

use crate::language::Message;
use crate::message::{BlockKind, Image, LinkKind, Part as HtmlPart, PartKind, Tint};
use crate::source::Traced;

use super::draft::{at, same};
use super::reading::{ReadLink, Reading};
use super::{Claim, Kind, Part, Scope, Standing};

/// What is lacking in the HTML part.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    let Some(html) = &reading.message.html else { return };
    images(html, out);
    links(html, out);
    headings(html, out);
    out.extend(html.tints.iter().filter_map(contrast));
    same_words(reading, out);
    let titled = html.blocks.iter().any(|block| block.kind == BlockKind::DocumentTitle);
    out.extend(html.root.as_ref().filter(|_| !titled).and_then(|root| lacking(root, "document-title")));
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

/// Text that is too near in colour to what lies behind it (WCAG 2.2, 1.4.3).
fn contrast(tint: &Tint) -> Option<Claim> {
    let ratio = ratio(tint.color, tint.ground);
    let wanted = if tint.large { 3.0 } else { 4.5 };
    // A colour upon itself is meant to be hidden: fillers of the preheader are written so.
    if ratio >= wanted || tint.color == tint.ground {
        return None;
    }
    let number = |value: f64| {
        // Rounded down: 4.499 must not read as 4.5.
        let plain = format!("{}", (value * 10.0).floor() / 10.0);
        Message::new(plain.replace('.', ","), plain)
    };
    let hex = |[red, green, blue]: [u8; 3]| same(&format!("#{red:02x}{green:02x}{blue:02x}"));
    let part = Part::Mail(PartKind::Html);
    let claim = at(&tint.at, 0..beginning(tint.at.text()), part, &[], Kind::Html, "contrast", Standing::Against)?;
    let claim = claim.hole("ratio", number(ratio)).hole("wanted", number(wanted));
    Some(claim.hole("color", hex(tint.color)).hole("ground", hex(tint.ground)))
}

/// The first words of a text, which say where it is.
fn beginning(text: &str) -> usize {
    let Some((far, _)) = text.char_indices().nth(60) else { return text.len() };
    text[..far].rfind(' ').unwrap_or(far)
}

/// The contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance").
fn ratio(one: [u8; 3], other: [u8; 3]) -> f64 {
    let linear = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = |[red, green, blue]: [u8; 3]| 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Links of the same words that lead to different places: in a list of links they cannot be told apart.
fn same_words(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    let mut seen: BTreeMap<String, &ReadLink<'_>> = BTreeMap::new();
    let clicked = |link: &&ReadLink<'_>| {
        link.part == PartKind::Html && matches!(link.link.kind, LinkKind::Anchor | LinkKind::Button) && !link.link.named
    };
    for link in reading.links.iter().filter(clicked) {
        let label = &link.link.label;
        let words = crate::language::fold::fold(label.text().trim());
        if words.is_empty() {
            continue;
        }
        let Some(first) = seen.get(&words) else {
            seen.insert(words, link);
            continue;
        };
        if first.address.normal == link.address.normal {
            continue;
        }
        let part = Part::Mail(PartKind::Html);
        let claim = at(label, 0..label.len(), part, &[Scope::LinkText], Kind::Html, "same-words", Standing::Against);
        out.extend(claim.map(|claim| {
            claim.hole("other.url", same(first.link.url.text())).because(
                &first.link.label,
                "le premier lien qui porte ces mots",
                "the first link with these words",
            )
        }));
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

#[cfg(test)]
mod tests {
    use super::ratio;

    #[test]
    fn the_contrast_is_that_of_wcag() {
        // Known values: black on white 21, #767676 the lightest grey that passes, #777777 the first that does not.
        assert!((ratio([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
        assert!((ratio([255; 3], [0; 3]) - 21.0).abs() < 1e-9);
        assert!(ratio([0x76; 3], [255; 3]) >= 4.5);
        assert!(ratio([0x77; 3], [255; 3]) < 4.5);
        assert!((ratio([255, 0, 0], [255; 3]) - 3.998).abs() < 0.001);
    }
}
