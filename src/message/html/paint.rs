//! The colours, size and weight of text, as far as the tags around it say them.
//!
//! Only what stands in the tags counts: where a style sheet could say otherwise, or an image lies behind, nothing is
//! known, and nothing is said.

use super::Tag;

/// How text is painted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Paint {
    /// The colour of its letters.
    pub(super) color: Option<[u8; 3]>,
    /// What lies behind it.
    pub(super) ground: Option<[u8; 3]>,
    /// The size of its letters, in pixels.
    size: f32,
    /// Bold letters.
    bold: bool,
}

impl Paint {
    /// A page of which nothing is known.
    pub(super) const PAGE: Paint = Paint { color: None, ground: None, size: 16.0, bold: false };

    /// Large in the sense of WCAG 2: 18 points, or bold and 14.
    pub(super) fn is_large(&self) -> bool {
        self.size >= 24.0 || self.bold && self.size >= 18.66
    }

    /// How the text in an element with these inline `styles` is painted; with a `sheet`, rules for its class or id could
    /// say otherwise.
    pub(super) fn inside(mut self, name: &str, tag: &Tag<'_>, styles: &[Change], sheet: bool) -> Paint {
        let by_sheet = sheet && (tag.raw("class").is_some() || tag.raw("id").is_some());
        // The colour of links is the mail program's.
        if by_sheet || name == "a" {
            self.color = None;
        }
        if by_sheet {
            self.ground = None;
        }
        self.of_name(name);
        if let Some(color) = tag.raw("color").filter(|_| name == "font").and_then(rgb) {
            self.color = Some(color);
        }
        if let Some(ground) = tag.raw("bgcolor") {
            self.ground = rgb(ground);
        }
        if tag.raw("background").is_some() {
            self.ground = None;
        }
        for change in styles {
            match change {
                Change::Color(color) => self.color = *color,
                Change::Ground(ground) => self.ground = *ground,
                Change::Size(size) => self.size = length(size, self.size).unwrap_or(self.size),
                Change::Bold(bold) => self.bold = *bold,
            }
        }
        self
    }

    /// Sizes and weights of the browsers' own style sheet.
    fn of_name(&mut self, name: &str) {
        let (size, bold) = match name {
            "h1" => (Some(32.0), true),
            "h2" => (Some(24.0), true),
            "h3" => (Some(18.72), true),
            "h4" | "h5" | "h6" | "b" | "strong" | "th" => (None, true),
            _ => return,
        };
        self.size = size.unwrap_or(self.size);
        self.bold = bold;
    }
}

/// How a declaration changes what text is painted with.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Change {
    /// The colour of its letters, where it can be told.
    Color(Option<[u8; 3]>),
    /// What lies behind it, where it can be told.
    Ground(Option<[u8; 3]>),
    /// The size of its letters, as written: it may count from the size around it.
    Size(String),
    /// Bold letters, or not.
    Bold(bool),
}

impl Change {
    /// Of a declaration, property and value in small letters; `None` if it changes nothing of that.
    pub(super) fn of(property: &str, value: &str) -> Option<Change> {
        Some(match (property, value) {
            ("color", "inherit") | ("background-image", "none") => return None,
            ("color", _) => Change::Color(rgb(value)),
            ("background-image", _) => Change::Ground(None),
            ("background" | "background-color", "none" | "transparent" | "inherit" | "initial" | "unset") => {
                return None;
            }
            ("background" | "background-color", _) => Change::Ground(ground(value)),
            ("font-size", _) => Change::Size(value.to_string()),
            ("font-weight", "bold" | "bolder") => Change::Bold(true),
            ("font-weight", "normal" | "lighter") => Change::Bold(false),
            ("font-weight", number) => Change::Bold(number.parse::<u32>().ok()? >= 700),
            _ => return None,
        })
    }
}

/// A colour that hides what lies behind it.
fn rgb(value: &str) -> Option<[u8; 3]> {
    let color = csscolorparser::parse(value.trim()).ok()?;
    let [red, green, blue, alpha] = color.to_rgba8();
    (alpha == u8::MAX).then_some([red, green, blue])
}

/// The colour in a `background`; with an image nothing is known.
fn ground(value: &str) -> Option<[u8; 3]> {
    if value.contains("url(") || value.contains("gradient(") {
        return None;
    }
    rgb(value).or_else(|| value.split_whitespace().find_map(rgb))
}

/// A size of letters in pixels.
fn length(value: &str, parent: f32) -> Option<f32> {
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number: f32 = value.strip_suffix(unit)?.parse().ok()?;
    Some(match unit {
        "px" => number,
        "pt" => number * 4.0 / 3.0,
        "em" => number * parent,
        "rem" => number * 16.0,
        "%" => number / 100.0 * parent,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_and_lengths_are_read() {
        assert_eq!(rgb("#767676"), Some([0x76; 3]));
        assert_eq!(rgb("WHITE"), Some([255; 3]));
        assert_eq!(rgb("rgb(0, 51, 102)"), Some([0, 51, 102]));
        assert_eq!((rgb("rgba(0,0,0,.5)"), rgb("currentcolor"), rgb("{{color}}")), (None, None, None));
        assert_eq!(ground("#fff url(a.png)"), None);
        assert_eq!(ground("#003366 no-repeat"), Some([0, 51, 102]));
        assert_eq!((length("14pt", 16.0), length("1.5em", 16.0)), (Some(14.0 * 4.0 / 3.0), Some(24.0)));
        assert_eq!((length("small", 16.0), length("", 16.0)), (None, None));
    }
}
