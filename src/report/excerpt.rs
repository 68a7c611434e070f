//! The lines of a file that a report shows: cut around the marked words where they are long, and without anything
//! that could steer a terminal. Each character keeps its byte in the file.

use std::ops::Range;

use super::text::{clean_line, visible};
use crate::source::{Accept, OnDisk, SourceFile, Sources, Span};

/// A mark over more lines than this is shown on its first line alone.
const MOST_LINES: u32 = 4;

/// So much of a line of a file on disk is read to either side of a span, in bytes.
const LONGEST_LINE: u32 = 1024 * 1024;

/// Some lines of one file, with marks on them.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The path.
    pub(super) name: String,
    /// The lines as they are shown, each closed by a line break.
    pub(super) text: String,
    /// Which lines, in their order.
    pub(super) lines: Vec<Line>,
    /// Where each span lies in `text`; `None` where the line was cut before it.
    pub(super) marks: Vec<Option<Mark>>,
}

/// One line.
#[derive(Debug)]
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) number: u32,
    /// Its bytes in the excerpt's text, without the line break.
    pub(super) shown: Range<usize>,
    /// For each character shown: its byte in the file, and where it stands in the excerpt's text. The last entry is
    /// the place after the last character.
    places: Vec<(u32, usize)>,
    /// Something was cut off its end.
    cut: bool,
}

/// A span in the excerpt's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) start: usize,
    pub(super) len: usize,
    /// The column in the file, from 1.
    pub(super) column: u32,
}

impl Excerpt {
    /// The lines of `spans`, which lie in `file`; no line has more than `limit` characters of the file. Where two
    /// spans lie on one line, a cut keeps the first one in sight.
    pub(super) fn new(file: &SourceFile, spans: &[Span], limit: usize) -> Excerpt {
        if let Some(on_disk) = file.on_disk() {
            return Excerpt::on_disk(file, on_disk, spans, limit);
        }
        let coding = Coding::of(file);
        let mut lines: Vec<(u32, Range<u32>)> = Vec::new();
        for span in spans {
            for (number, focus) in coding.lines(file, *span) {
                if !lines.iter().any(|(known, _)| *known == number) {
                    lines.push((number, focus));
                }
            }
        }
        lines.sort_by_key(|(number, _)| *number);
        let mut excerpt =
            Excerpt { name: clean_line(&file.path), text: String::new(), lines: Vec::new(), marks: Vec::new() };
        for (number, focus) in lines {
            excerpt.push(file, coding, number, focus, limit);
        }
        excerpt.marks = spans.iter().map(|span| excerpt.mark(file, *span)).collect();
        excerpt
    }

    /// The lines of spans in a file that stays on disk: these lines alone are read, as a file of their own.
    fn on_disk(file: &SourceFile, on_disk: &OnDisk, spans: &[Span], limit: usize) -> Excerpt {
        let reach = |span: &Span| {
            let start = on_disk.line_start(span.start).max(span.start.saturating_sub(LONGEST_LINE));
            start..on_disk.line_end(span.end).min(span.end.saturating_add(LONGEST_LINE))
        };
        let mut ranges: Vec<Range<u32>> = spans.iter().map(reach).collect();
        ranges.sort_by_key(|range| (range.start, range.end));
        ranges.dedup_by(|next, last| {
            let same = next.start <= last.end;
            last.end = if same { last.end.max(next.end) } else { last.end };
            same
        });
        let mut bytes = Vec::new();
        // Where each range stands among the bytes that are read: its first byte and line here, and in the file.
        let mut parts: Vec<(u32, u32, u32, u32)> = Vec::new();
        for range in ranges {
            let line = bytes.iter().filter(|byte| **byte == b'\n').count() as u32 + 1;
            parts.push((bytes.len() as u32, range.start, line, file.position(range.start).line));
            bytes.extend(on_disk.bytes(range));
            bytes.push(b'\n');
        }
        let sources = Sources::new();
        let Ok(id) = sources.add(&file.path, bytes, Accept::AnyText) else {
            return Excerpt { name: clean_line(&file.path), text: String::new(), lines: Vec::new(), marks: Vec::new() };
        };
        let here = |at: u32| {
            let part = parts.iter().rev().find(|part| part.1 <= at);
            part.map_or(at, |(own, start, ..)| own + (at - start))
        };
        let moved: Vec<Span> = spans.iter().map(|span| Span::new(id, here(span.start), here(span.end))).collect();
        let mut excerpt = Excerpt::new(&sources.file(id), &moved, limit);
        for line in &mut excerpt.lines {
            let Some((own, start, first, number)) = parts.iter().rev().find(|part| part.2 <= line.number) else {
                continue;
            };
            line.number = line.number - first + number;
            line.places.iter_mut().for_each(|(byte, _)| *byte = *byte - own + start);
        }
        excerpt
    }

    /// Adds the line that holds the bytes `focus`.
    fn push(&mut self, file: &SourceFile, coding: Coding, number: u32, focus: Range<u32>, limit: usize) {
        let window = coding.window(&file.bytes, &focus, limit);
        let chars = coding.decode(&file.bytes, &window.bytes);
        let at = |byte: u32| chars.partition_point(|(known, _)| *known < byte);
        let crop = crop(chars.len(), at(focus.start)..at(focus.end), limit);
        let start = self.text.len();
        if crop.start > 0 || !window.whole_start {
            self.text.push('…');
        }
        let mut places = Vec::with_capacity(crop.len() + 1);
        for (byte, c) in &chars[crop.clone()] {
            places.push((*byte, self.text.len()));
            self.text.push(visible(*c));
        }
        places.push((chars.get(crop.end).map_or(window.bytes.end, |(byte, _)| *byte), self.text.len()));
        let cut = crop.end < chars.len() || !window.whole_end;
        if cut {
            self.text.push('…');
        }
        if self.text.len() == start {
            // An empty line still takes a line on the screen.
            self.text.push(' ');
        }
        self.lines.push(Line { number, shown: start..self.text.len(), places, cut });
        self.text.push('\n');
    }

    fn mark(&self, file: &SourceFile, span: Span) -> Option<Mark> {
        let from = file.position(span.start);
        let first = self.lines.iter().find(|line| line.number == from.line)?;
        let start = first.place(from.offset)?;
        let to = file.position(span.end.max(span.start));
        let last = self.lines.iter().find(|line| line.number == to.line && to.line - from.line < MOST_LINES);
        let end = last.map_or(first.end(), |line| line.place(to.offset).unwrap_or(line.end()));
        Some(Mark { start, len: end.saturating_sub(start), column: from.column })
    }
}

impl Line {
    /// Where a byte of the file is shown; `None` when it was cut away.
    fn place(&self, byte: u32) -> Option<usize> {
        let first = self.places.first()?.0;
        match self.places.get(self.places.partition_point(|(known, _)| *known < byte)) {
            Some(_) if byte < first => None,
            Some((_, place)) => Some(*place),
            None if self.cut => None,
            None => Some(self.end()),
        }
    }

    /// The place after the last character shown.
    fn end(&self) -> usize {
        self.places.last().map_or(self.shown.end, |(_, place)| *place)
    }
}

/// Which characters of a line of `len` are shown, when those of `focus` matter and `limit` fit.
fn crop(len: usize, focus: Range<usize>, limit: usize) -> Range<usize> {
    if len <= limit {
        return 0..len;
    }
    // A third of the room before the words, so that what leads to them is seen.
    let room = limit.saturating_sub(focus.len()) / 2;
    let start = focus.start.saturating_sub(room.max(limit / 6)).min(len - limit);
    start..start + limit
}

/// How a file's bytes are characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    Utf8,
    Utf16 {
        big: bool,
    },
    /// Windows-1252, or bytes that are shown as if they were.
    Single,
}

/// The part of a line that is decoded: a line may have millions of characters, and few are shown.
struct Window {
    bytes: Range<u32>,
    /// It begins where the line does.
    whole_start: bool,
    /// It ends where the line does.
    whole_end: bool,
}

impl Coding {
    fn of(file: &SourceFile) -> Coding {
        match *file.bytes {
            [0xff, 0xfe, ..] => Coding::Utf16 { big: false },
            [0xfe, 0xff, ..] => Coding::Utf16 { big: true },
            _ if file.is_utf8() => Coding::Utf8,
            _ => Coding::Single,
        }
    }

    /// The bytes of one unit.
    fn unit(self) -> usize {
        if matches!(self, Coding::Utf16 { .. }) { 2 } else { 1 }
    }

    fn is_line_break(self, unit: &[u8]) -> bool {
        match self {
            Coding::Utf16 { big: true } => unit == [0, b'\n'],
            Coding::Utf16 { big: false } => unit == [b'\n', 0],
            _ => unit == [b'\n'],
        }
    }

    /// The lines that a span lies on, each with the span's bytes there.
    fn lines(self, file: &SourceFile, span: Span) -> Vec<(u32, Range<u32>)> {
        let first = file.position(span.start);
        let end = file.position(span.end.max(span.start));
        let mut lines = Vec::new();
        let mut from = first.offset;
        for number in first.line..=end.line {
            let window = self.window(&file.bytes, &(from..from), usize::MAX / 8);
            let to = window.bytes.end.min(end.offset).max(from);
            lines.push((number, from..to));
            if end.line - first.line >= MOST_LINES {
                break;
            }
            // Over the line break to the next line.
            from = self.next_line(&file.bytes, to);
        }
        lines
    }

    /// The first byte of the line after the one that holds `at`.
    fn next_line(self, bytes: &[u8], at: u32) -> u32 {
        let unit = self.unit();
        let mut at = at as usize - at as usize % unit;
        while let Some(next) = bytes.get(at..at + unit) {
            at += unit;
            if self.is_line_break(next) {
                break;
            }
        }
        at as u32
    }

    /// What is decoded of the line around `focus`: at most about four times `limit` characters to either side.
    fn window(self, bytes: &[u8], focus: &Range<u32>, limit: usize) -> Window {
        let unit = self.unit();
        let reach = limit.saturating_mul(4);
        let skip = match self {
            Coding::Utf8 if bytes.starts_with(&[0xef, 0xbb, 0xbf]) => 3,
            Coding::Utf16 { .. } => 2,
            _ => 0,
        };
        let focus_start = (focus.start as usize).clamp(skip.min(bytes.len()), bytes.len()) / unit * unit;
        let focus_end = (focus.end as usize).clamp(focus_start, bytes.len().max(focus_start)) / unit * unit;
        let mut start = focus_start;
        while start > skip && focus_start - start < reach && !self.is_line_break(&bytes[start - unit..start]) {
            start -= unit;
        }
        let whole_start = start <= skip || self.is_line_break(&bytes[start - unit..start]);
        let mut end = focus_start;
        let far = focus_end.min(focus_start.saturating_add(reach)).saturating_add(reach);
        while end + unit <= bytes.len() && end < far && !self.is_line_break(&bytes[end..end + unit]) {
            end += unit;
        }
        let whole_end = end + unit > bytes.len() || self.is_line_break(&bytes[end..end + unit]);
        if self == Coding::Utf8 {
            // Not into the middle of a character.
            while start < focus_start && bytes[start] & 0xc0 == 0x80 {
                start += 1;
            }
            while end > start && end < bytes.len() && bytes[end] & 0xc0 == 0x80 {
                end -= 1;
            }
        }
        Window { bytes: start as u32..end as u32, whole_start, whole_end }
    }

    /// The characters of some bytes, each with its byte in the file; a carriage return at the end is no character.
    fn decode(self, bytes: &[u8], range: &Range<u32>) -> Vec<(u32, char)> {
        let slice = bytes.get(range.start as usize..range.end as usize).unwrap_or_default();
        let mut at = range.start;
        let place = |c: char, width: usize, at: &mut u32| {
            let here = *at;
            *at += width as u32;
            (here, c)
        };
        let mut chars: Vec<(u32, char)> = match self {
            Coding::Utf8 => String::from_utf8_lossy(slice).chars().map(|c| place(c, c.len_utf8(), &mut at)).collect(),
            Coding::Single => slice
                .iter()
                .map(|byte| {
                    let text = encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(byte)).0;
                    place(text.chars().next().unwrap_or('\u{fffd}'), 1, &mut at)
                })
                .collect(),
            Coding::Utf16 { big } => {
                let units = slice.chunks_exact(2).map(|pair| match big {
                    true => u16::from_be_bytes([pair[0], pair[1]]),
                    false => u16::from_le_bytes([pair[0], pair[1]]),
                });
                char::decode_utf16(units)
                    .map(|c| c.unwrap_or('\u{fffd}'))
                    .map(|c| place(c, 2 * c.len_utf16(), &mut at))
                    .collect()
            }
        };
        if chars.last().is_some_and(|(_, c)| *c == '\r') {
            chars.pop();
        }
        chars
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Accept, FileId, Sources};

    #[test]
    fn the_lines_of_a_file_on_disk_are_those_of_a_file_that_is_held() {
        let folder = tempfile::tempdir().unwrap();
        let disk = folder.path().join("r.csv");
        let text: String = (0..9000).map(|n| format!("p{n}@exemple.test;Zoé {n}\n")).collect();
        std::fs::write(&disk, &text).unwrap();
        let (held, large) = (Sources::new(), Sources::new());
        let held_id = held.add("r.csv", text.clone().into_bytes(), Accept::AnyText).unwrap();
        let large_id = large.read_table(&disk, "r.csv", 1000).unwrap();
        assert!(large.file(large_id).on_disk().is_some());
        let at = |word: &str| text.find(word).unwrap() as u32;
        let starts = [at("Zoé 7\n"), at("Zoé 8999"), at("Zoé 8\n"), at("Zoé 5000")];
        let spans = |id: FileId| starts.map(|start| Span::new(id, start, start + 4));
        let a = Excerpt::new(&held.file(held_id), &spans(held_id), 80);
        let b = Excerpt::new(&large.file(large_id), &spans(large_id), 80);
        assert_eq!((a.text, a.marks), (b.text, b.marks));
        let lines = |lines: &[Line]| lines.iter().map(|line| (line.number, line.places.clone())).collect::<Vec<_>>();
        assert_eq!(lines(&a.lines), lines(&b.lines));
    }

    fn excerpt(bytes: &[u8], spans: &[(u32, u32)], limit: usize) -> Excerpt {
        let sources = Sources::new();
        let id = match sources.add("t.hbs", bytes.to_vec(), Accept::AnyText) {
            Ok(id) => id,
            Err(_) => FileId(0),
        };
        let spans: Vec<Span> = spans.iter().map(|(start, end)| Span::new(id, *start, *end)).collect();
        Excerpt::new(&sources.file(id), &spans, limit)
    }

    fn marked(excerpt: &Excerpt, n: usize) -> &str {
        let mark = excerpt.marks[n].unwrap();
        &excerpt.text[mark.start..mark.start + mark.len]
    }

    #[test]
    fn one_line_whole() {
        let shown = excerpt("un\ndéjà vu\r\ntrois\n".as_bytes(), &[(3, 9)], 80);
        assert_eq!(shown.text, "déjà vu\n");
        assert_eq!(marked(&shown, 0), "déjà");
        assert_eq!((shown.lines[0].number, shown.marks[0].unwrap().column), (2, 1));
    }

    #[test]
    fn a_long_line_is_cut_around_the_words() {
        let line = format!("{}MOT{}", "é".repeat(5000), "ü".repeat(5000));
        let shown = excerpt(line.as_bytes(), &[(10_000, 10_003)], 60);
        assert_eq!(marked(&shown, 0), "MOT");
        assert_eq!(shown.text.trim_end().chars().count(), 62);
        assert!(shown.text.starts_with("…é") && shown.text.ends_with("ü…\n"));
        assert_eq!(shown.marks[0].unwrap().column, 5001);
    }

    #[test]
    fn a_second_mark_behind_the_cut_is_left_out() {
        let line = format!("MOT{}FIN", "x".repeat(500));
        let shown = excerpt(line.as_bytes(), &[(0, 3), (503, 506)], 60);
        assert_eq!(marked(&shown, 0), "MOT");
        assert_eq!(shown.marks[1], None);
    }

    #[test]
    fn words_over_two_lines_and_a_block_over_many() {
        let shown = excerpt(b"a mardi\n17 novembre b\nc\n", &[(2, 19)], 80);
        assert_eq!(marked(&shown, 0), "mardi\n17 novembre");
        let many = excerpt(b"{{#if a}}\n1\n2\n3\n4\n5\n6\n", &[(0, 20)], 80);
        assert_eq!(many.text, "{{#if a}}\n");
        assert_eq!(marked(&many, 0), "{{#if a}}");
    }

    #[test]
    fn other_encodings_keep_their_bytes() {
        let utf16: Vec<u8> = "\u{feff}nom\nÉloïse 😀!\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let shown = excerpt(&utf16, &[(10, 22)], 80);
        assert_eq!(marked(&shown, 0), "Éloïse");
        assert_eq!(shown.text, "Éloïse 😀!\n");
        let single = excerpt(b"nom\nElo\xefse\n", &[(4, 10)], 80);
        assert_eq!(marked(&single, 0), "Eloïse");
    }

    #[test]
    fn controls_become_pictures_of_the_same_place() {
        let shown = excerpt(b"a\x1b[2Jmot", &[(5, 8)], 80);
        assert_eq!(shown.text, "a␛[2Jmot\n");
        assert_eq!(marked(&shown, 0), "mot");
    }

    #[test]
    fn empty_files_and_ends_are_shown() {
        assert_eq!(excerpt(b"", &[(0, 0)], 80).text, " \n");
        assert_eq!(excerpt(b"a\n", &[(2, 2)], 80).text, " \n");
        assert_eq!(excerpt(b"a", &[(7, 99)], 80).text, "a\n");
    }

    proptest! {
        #[test]
        fn marks_lie_in_the_text(bytes in proptest::collection::vec(any::<u8>(), 0..200),
                                 spans in proptest::collection::vec((0u32..220, 0u32..220), 1..4),
                                 limit in 1usize..50) {
            let shown = excerpt(&bytes, &spans, limit);
            for mark in shown.marks.iter().flatten() {
                prop_assert!(shown.text.get(mark.start..mark.start + mark.len).is_some());
            }
            prop_assert!(shown.text.chars().all(|c| c == '\n' || !c.is_control()));
            prop_assert_eq!(shown.text.matches('\n').count(), shown.lines.len());
        }

        #[test]
        fn a_mark_holds_the_words(before in "[a-zé\n]{0,80}", word in "[A-ZÉ]{1,12}", after in "[a-zé\n]{0,80}") {
            let text = format!("{before}{word}{after}");
            let start = before.len() as u32;
            let shown = excerpt(text.as_bytes(), &[(start, start + word.len() as u32)], 40);
            prop_assert_eq!(marked(&shown, 0), word.as_str());
        }
    }
}
