//! The report as one page for a browser.

use super::view::View;

pub(super) fn render(_view: &View) -> String {
    String::new()
}
