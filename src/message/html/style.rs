//! What an element's own attributes say of how it looks.

use std::borrow::Cow;
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
    /// The size of its letters: `Some(true)` is none that can be read, and holds until an inner element gives a size.
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
    /// Its letters show in the reverse order, where the text runs from right to left.
    pub(super) overrides: bool,
    /// It says that its text runs from right to left.
    pub(super) right_to_left: bool,
}

/// The declarations of a `style` attribute: property and value, in lower case and without `!important`.
/// Comments and escapes (`d\\69splay`) are undone first, as a browser does.
pub(super) fn declarations(style: &str) -> impl Iterator<Item = (String, String)> {
    let plain = plain(style);
    let all: Vec<(String, String)> = plain
        .split(';')
        .filter_map(|declaration| declaration.split_once(':'))
        .map(|(name, value)| {
            let value = value.trim().to_ascii_lowercase();
            (name.trim().to_ascii_lowercase(), value.trim_end_matches("!important").trim().to_string())
        })
        .collect();
    all.into_iter()
}

/// A style without comments and escapes.
fn plain(style: &str) -> Cow<'_, str> {
    if !style.contains(['\\', '/']) {
        return Cow::Borrowed(style);
    }
    let whole = super::sheet::without_comments(style);
    let mut pieces = whole.split('\\');
    let mut out = pieces.next().unwrap_or_default().to_string();
    for piece in pieces {
        let digits = piece.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        match u32::from_str_radix(&piece[..digits], 16).ok().and_then(char::from_u32) {
            Some(c) => {
                out.push(c);
                out.push_str(piece[digits..].strip_prefix(' ').unwrap_or(&piece[digits..]));
            }
            None => out.push_str(piece),
        }
    }
    Cow::Owned(out)
}

/// Reads a `style` attribute. `mso-hide:all` alone hides from Outlook only, so it does not count.
pub(super) fn look(style: &str) -> Look {
    let mut look = Look::default();
    let (mut no_room, mut clipped, mut background, mut padding) = (false, false, false, false);
    let (mut clear, mut painted) = (false, false);
    for (name, value) in declarations(style) {
        look.hidden |= hides(&name, &value);
        match name.as_str() {
            "display" => {
                look.shows = value != "none";
                look.columns = matches!(value.as_str(), "flex" | "inline-flex" | "grid" | "inline-grid");
                look.cuts = matches!(value.as_str(), "block" | "flex" | "grid" | "table" | "list-item" | "flow-root");
            }
            "height" | "max-height" | "width" | "max-width" => no_room |= is_zero(&value),
            "overflow" | "overflow-x" | "overflow-y" => clipped |= matches!(value.as_str(), "hidden" | "clip"),
            "font-size" => look.no_size = Some(is_zero(&value) || length(&value, "px").is_some_and(|size| size <= 1.0)),
            "white-space" => look.keeps_space = value.starts_with("pre") && value != "pre-line",
            "background" | "background-color" => background |= value != "none" && value != "transparent",
            "color" => clear = is_clear(&value),
            "background-clip" | "-webkit-background-clip" | "-webkit-text-fill-color" => painted = true,
            "unicode-bidi" => look.overrides |= value.ends_with("override"),
            "direction" => look.right_to_left |= value == "rtl",
            _ => padding |= name.starts_with("padding") && !is_zero(&value),
        }
    }
    look.hidden |= no_room && clipped || clear && !painted;
    look.button = background && padding;
    look
}

/// Whether a declaration hides by itself: nothing is shown, or it is shown where nobody looks.
fn hides(name: &str, value: &str) -> bool {
    match name {
        "display" => value == "none",
        "visibility" => matches!(value, "hidden" | "collapse"),
        "opacity" => value.parse::<f32>().is_ok_and(|share| share <= 0.02) || is_zero(value),
        "left" | "right" | "top" | "bottom" | "text-indent" | "margin-left" | "margin-top" => {
            ["px", "pt", "em", "rem"].iter().filter_map(|unit| length(value, unit)).any(|far| far <= FAR)
        }
        "clip" => value.strip_prefix("rect(").is_some_and(|sides| {
            let sides = sides.trim_end_matches(')').split([',', ' ']).filter(|side| !side.is_empty());
            sides.clone().count() == 4 && sides.into_iter().all(|side| is_zero(side) || side == "1px")
        }),
        "clip-path" => matches!(value, "inset(100%)" | "inset(50%)" | "circle(0)"),
        "transform" => value.split(' ').any(|step| matches!(step, "scale(0)" | "scale(0,0)")),
        _ => false,
    }
}

/// Whether a colour lets through all that lies behind it.
fn is_clear(value: &str) -> bool {
    csscolorparser::parse(value).is_ok_and(|color| color.a <= 0.02)
}

/// Out of every window, to the left or above.
const FAR: f32 = -500.0;

fn length(value: &str, unit: &str) -> Option<f32> {
    value.strip_suffix(unit)?.trim_end().parse().ok()
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
