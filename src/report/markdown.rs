//! The report as Markdown, for a job's summary or a comment on a pull request.

use super::view::View;

pub(super) fn render(_view: &View) -> String {
    String::new()
}
