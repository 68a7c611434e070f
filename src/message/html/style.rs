//! What an element's own attributes say of how it looks.

use std::collections::HashMap;
use std::rc::Rc;

use super::paint::Change;

/// What a `style` attribute says.
#[derive(Debug, Default)]
pub(super) struct Style {
    /// How it changes what is seen.
    pub(super) look: Look,
    /// How it changes the colours, size and weight of text, in order.
    pub(super) changes: Vec<Change>,
}

/// The `style` attributes of a page, each read once: mails repeat theirs on every cell.
#[derive(Debug, Default)]
pub(super) struct Styles<'a> {
    known: HashMap<&'a str, Rc<Style>>,
}

impl<'a> Styles<'a> {
    /// Reads an attribute, unless it was.
    pub(super) fn read(&mut self, style: &'a str) -> Rc<Style> {
        let read = || {
            let changes = declarations(style).filter_map(|(name, value)| Change::of(&name, &value)).collect();
            Rc::new(Style { look: look(style), changes })
        };
        Rc::clone(self.known.entry(style).or_insert_with(read))
    }
}

/// How an inline style changes what is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Look {
    /// Nothing of it is shown.
    pub(super) hidden: bool,
    /// The size of its letters: `Some(true)` is none at all, and holds until an inner element gives a size.
    pub(super) no_size: Option<bool>,
    /// White space is kept as written.
    pub(super) keeps_space: bool,
    /// It says how it is displayed, and is.
    pub(super) shows: bool,
    /// It stands in a line of its own, whatever its name.
    pub(super) cuts: bool,
    /// What stands in it are columns or rows, each for itself.
    pub(super) columns: bool,
    /// It has a background and a padding, as buttons have.
    pub(super) button: bool,
}

/// The declarations of a `style` attribute: property and value, in lower case and without `!important`.
pub(super) fn declarations(style: &str) -> impl Iterator<Item = (String, String)> {
    style.split(';').filter_map(|declaration| declaration.split_once(':')).map(|(name, value)| {
        let value = value.trim().to_ascii_lowercase();
        (name.trim().to_ascii_lowercase(), value.trim_end_matches("!important").trim().to_string())
    })
}

/// Reads a `style` attribute. `mso-hide:all` alone hides from Outlook only, so it does not count.
pub(super) fn look(style: &str) -> Look {
    let mut look = Look::default();
    let (mut no_height, mut clipped, mut background, mut padding) = (false, false, false, false);
    for (name, value) in declarations(style) {
        match name.as_str() {
            "display" => {
                look.hidden |= value == "none";
                look.shows = value != "none";
                look.columns = matches!(value.as_str(), "flex" | "inline-flex" | "grid" | "inline-grid");
                look.cuts = matches!(value.as_str(), "block" | "flex" | "grid" | "table" | "list-item" | "flow-root");
            }
            "visibility" => look.hidden |= value == "hidden",
            "opacity" => look.hidden |= is_zero(&value),
            "max-height" => no_height |= is_zero(&value),
            "overflow" => clipped |= value == "hidden",
            "font-size" => look.no_size = Some(is_zero(&value)),
            "white-space" => look.keeps_space = value.starts_with("pre") && value != "pre-line",
            "background" | "background-color" => background |= value != "none" && value != "transparent",
            _ => padding |= name.starts_with("padding") && !is_zero(&value),
        }
    }
    look.hidden |= no_height && clipped;
    look.button = background && padding;
    look
}

/// Whether a length or number is nothing: `0`, `0px`, `0.0`.
fn is_zero(value: &str) -> bool {
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    !digits.is_empty() && digits.parse::<f32>().is_ok_and(|n| n == 0.0)
}

/// Whether a class attribute calls an element a button.
pub(super) fn button_class(class: &str) -> bool {
    class.split(|c: char| !c.is_alphanumeric()).any(|word| {
        let word = word.to_ascii_lowercase();
        matches!(word.as_str(), "btn" | "button" | "bouton" | "cta")
    })
}

/// A size in pixels: `600`, `600px`.
pub(super) fn pixels(value: &str) -> Option<u32> {
    value.trim().trim_end_matches("px").trim().parse().ok()
}

/// A length in pixels of an inline style, such as `width:600px`.
pub(super) fn style_pixels(style: &str, wanted: &str) -> Option<u32> {
    style
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted))
        .and_then(|(_, value)| pixels(value.trim().to_ascii_lowercase().as_str()))
}
