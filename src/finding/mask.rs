//! How something private is named without being given away.

/// Of a link, so many characters stay after its host.
const SHOWN: usize = 3;

/// A link with its host and the first characters behind it, a code with its first character; `•` for each further one,
/// so that marks below a line still stand where they did.
pub fn masked(word: &str) -> String {
    let host = word.find("://").map_or(0, |at| at + 3);
    let kept = match host {
        0 => 1,
        host => host + word[host..].find(['/', '?', '#']).map_or(0, |at| at + 1 + SHOWN),
    };
    word.char_indices().map(|(at, c)| if at < kept { c } else { '•' }).collect()
}
