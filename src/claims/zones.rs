//! Whose hour is it? The places that lists and tables of hours name beside each.

use crate::value::when::{self, When, ZoneSaid};

use super::reading::Reading;

/// The most bytes of a label: what is longer is a sentence.
const LONGEST_LABEL: usize = 120;

/// Notes the place that stands before an hour: "Delhi: 8:30 pm", "Montréal – 8 h", "Dubai 2 pm · London 10 am".
pub fn label(text: &str, when: &mut When) {
    if when.time.is_none() || when.zone.is_some() {
        return;
    }
    let before = &text[..when.range.start];
    let label = before.rsplit(['\n', ',', ';', '|', '/', '·', '•']).next().unwrap_or(before);
    let label = label.trim_end_matches(|c: char| matches!(c, ':' | '-' | '–' | '—' | '(') || c.is_whitespace());
    when.zone = place_named(label).map(|zone| (zone, when.range.clone()));
}

/// The place whose hours a cell gives: the first cell of its row, else the cell above it. `first` is the first block of
/// its part.
pub fn of_cell(reading: &Reading<'_, '_>, first: usize, index: usize) -> Option<ZoneSaid> {
    let row = reading.blocks[index].block.row?;
    let cells = reading.row_from(first, row);
    let place = |index: &usize| reading.blocks[*index].place().cloned();
    place(cells.first()?).or_else(|| {
        let above = reading.row_from(first, row.checked_sub(1)?);
        let column = cells.iter().position(|cell| *cell == index)?;
        (above.len() == cells.len()).then(|| above.get(column).and_then(place)).flatten()
    })
}

/// The place of a label; of "Dakar, Abidjan" or "Winnipeg and Regina" the first, since they share their hour.
pub(super) fn place_named(label: &str) -> Option<ZoneSaid> {
    let label = label.trim().trim_end_matches([':', ' ', '\u{a0}']);
    if label.len() > LONGEST_LABEL {
        return None;
    }
    let first = label.split([',', '/', '&', '(']).next().unwrap_or(label);
    let first = first.split(" et ").next().and_then(|first| first.split(" and ").next()).unwrap_or(first);
    let (name, zone) = [label, first].into_iter().find_map(|name| Some((name, when::zone_of(name.trim())?)))?;
    Some(ZoneSaid::Place { name: name.trim().to_string(), zone: Some(zone) })
}
