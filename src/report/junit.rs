//! The report as JUnit's XML.

use super::view::View;

pub(super) fn render(_view: &View) -> String {
    String::new()
}
