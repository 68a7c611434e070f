//! The report as the payload of a Mattermost webhook.

use super::view::View;

pub(super) fn render(_view: &View) -> String {
    String::new()
}
