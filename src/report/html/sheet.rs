//! Styles that load nothing.

/// A style sheet, or the declarations of a `style` attribute, without addresses: only pictures that lie in it stay.
/// The frame's policy would not load them either, but would say so to the reader's console.
pub(super) fn harmless(css: &str) -> String {
    let css = css.replace("</", "<\\/").replace("<!--", "").replace('\0', "");
    let lower = css.to_ascii_lowercase();
    let mut out = String::with_capacity(css.len());
    let mut at = 0;
    while let Some((next, length)) = next(&lower, at) {
        out.push_str(&css[at..next]);
        at = next + length;
        if length == IMPORT.len() {
            out.push_str("@-import");
            continue;
        }
        let end = end_of_address(&css, at);
        match lower[at..end].trim_start_matches([' ', '"', '\'']).starts_with("data:image/") {
            true => out.push_str(&css[next..end]),
            false => out.push_str("none"),
        }
        at = end;
    }
    out.push_str(&css[at..]);
    out
}

const ADDRESS: &str = "url(";
const IMPORT: &str = "@import";

/// The next thing that loads, and the length of its word.
fn next(lower: &str, mut at: usize) -> Option<(usize, usize)> {
    loop {
        at += lower[at..].find(['u', '@'])?;
        if let Some(word) = [ADDRESS, IMPORT].into_iter().find(|word| lower[at..].starts_with(word)) {
            return Some((at, word.len()));
        }
        at += 1;
    }
}

/// The first byte after `url(…)`, whose address begins at `at`.
fn end_of_address(css: &str, at: usize) -> usize {
    let rest = &css[at..];
    let inside = rest.trim_start();
    let lead = rest.len() - inside.len();
    let quoted = inside.chars().next().filter(|c| matches!(c, '"' | '\''));
    let after = match quoted {
        Some(quote) => inside[1..].find(quote).map_or(inside.len(), |n| n + 2),
        None => 0,
    };
    inside[after..].find(')').map_or(css.len(), |n| at + lead + after + n + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_load_nothing() {
        assert_eq!(harmless("a{background:URL( 'x)y' ) #fff}"), "a{background:none #fff}");
        assert_eq!(
            harmless("a{background:url(data:image/png;base64,AA==)}b"),
            "a{background:url(data:image/png;base64,AA==)}b"
        );
        assert_eq!(harmless("@IMPORT url(https://a.test/x.css);b{}"), "@-import none;b{}");
        assert_eq!(harmless("a{b:url(x"), "a{b:none");
        assert_eq!(harmless("</style><script>"), "<\\/style><script>");
    }
}
