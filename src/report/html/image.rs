//! What stands in the place of an image that is not in the mail itself.

use super::escape;
use crate::report::text::{clean_line, shorten};

/// The address of an image as it may stay: its own where the mail holds it, else that of a grey box of its size with
/// its alternative text, or its file's name.
pub(super) fn stand_in(source: &str, attributes: &[(String, String)]) -> String {
    let kinds = ["data:image/png", "data:image/jpeg", "data:image/jpg", "data:image/gif", "data:image/webp"];
    if kinds.iter().any(|kind| source.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind))) {
        return source.to_string();
    }
    let side = |name: &str| {
        let value = attributes.iter().find(|(known, _)| known == name)?.1.trim().trim_end_matches("px");
        value.parse::<u32>().ok().filter(|side| *side <= 4000)
    };
    let (width, height) = match (side("width"), side("height")) {
        (Some(width), Some(height)) => (width, height),
        (Some(width), None) => (width, (width / 4).max(1)),
        (None, height) => (240, height.unwrap_or(60)),
    };
    let alt = attributes.iter().find(|(name, _)| name == "alt").map_or("", |(_, alt)| alt.trim());
    let name = source.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let words = clean_line(if alt.is_empty() { name } else { alt });
    let size = (height / 3).clamp(6, 14);
    let fits = (width.saturating_sub(12) * 2 / size) as usize;
    let label = match fits >= 4 && height >= 12 {
        true => format!(
            "<text x='50%' y='50%' dy='.35em' text-anchor='middle' font-family='sans-serif' font-size='{size}' \
             fill='#4d5560'>{}</text>",
            escape(&shorten(&words, fits))
        ),
        false => String::new(),
    };
    let picture = format!(
        "<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}'><rect width='100%' height='100%' \
         fill='#e4e7eb'/>{label}</svg>"
    );
    let mut address = String::from("data:image/svg+xml,");
    for c in picture.chars() {
        match c {
            '%' | '#' | '<' | '>' | '\'' | '"' | '&' => address.push_str(&format!("%{:02X}", u32::from(c))),
            c => address.push(c),
        }
    }
    address
}
