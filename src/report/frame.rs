//! Lines of a file in a frame, with the words marked. The only place that knows miette.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use owo_colors::Style;

use super::excerpt::Excerpt;

/// A mark in an excerpt, in bytes of its text, with what is said of it.
pub(super) struct Label {
    pub(super) words: Option<String>,
    pub(super) start: usize,
    pub(super) len: usize,
}

/// Lines with marks, as miette wants them.
#[derive(Debug)]
struct Snippet {
    excerpt: Excerpt,
    labels: Vec<LabeledSpan>,
}

/// Draws the frame with the lines. miette writes a line for the message before it, which is ours to write: it is
/// dropped.
pub(super) fn draw(excerpt: Excerpt, labels: Vec<Label>, width: usize, color: bool) -> String {
    if labels.is_empty() {
        return String::new();
    }
    let labels = labels.into_iter().map(|label| LabeledSpan::new(label.words, label.start, label.len)).collect();
    let snippet = Snippet { excerpt, labels };
    let styles = if color { styles() } else { ThemeStyles::none() };
    let theme = GraphicalTheme { characters: ThemeCharacters::unicode(), styles };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(width)
        .with_context_lines(0)
        .with_links(false)
        .without_syntax_highlighting();
    let mut drawn = String::new();
    if handler.render_report(&mut drawn, &snippet).is_err() {
        return String::new();
    }
    match drawn.split_once('\n') {
        Some((_, frame)) => frame.lines().map(|line| format!("{}\n", line.trim_end())).collect(),
        None => String::new(),
    }
}

/// Colours that can be read on a light screen and on a dark one.
fn styles() -> ThemeStyles {
    let mark = Style::new().magenta().bold();
    ThemeStyles {
        link: Style::new().bold(),
        linum: Style::new().dimmed(),
        highlights: vec![mark],
        ..ThemeStyles::ansi()
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, _: &mut fmt::Formatter) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Snippet {}

impl Diagnostic for Snippet {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

impl SourceCode for Excerpt {
    /// The whole lines of a span, whatever context is asked for: an excerpt holds what is to be shown, and no more.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        _before: usize,
        _after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let line_of = |at: usize| self.lines.iter().position(|line| at <= line.shown.end);
        let first = line_of(span.offset()).ok_or(MietteError::OutOfBounds)?;
        let last = line_of(span.offset() + span.len()).ok_or(MietteError::OutOfBounds)?;
        let lines = self.lines.get(first..=last).ok_or(MietteError::OutOfBounds)?;
        let (Some(top), Some(bottom)) = (lines.first(), lines.last()) else { return Err(MietteError::OutOfBounds) };
        if (bottom.number - top.number) as usize != last - first {
            // Lines between them are not in the excerpt: two frames.
            return Err(MietteError::OutOfBounds);
        }
        let bytes = top.shown.start..bottom.shown.end;
        let mark = self.marks.iter().flatten().find(|mark| mark.start == span.offset());
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            &self.text.as_bytes()[bytes.clone()],
            (bytes.start, bytes.len()).into(),
            top.number as usize - 1,
            mark.map_or(0, |mark| mark.column as usize - 1),
            lines.len(),
        )))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::{Accept, Sources, Span};

    #[test]
    fn lines_far_apart_are_two_frames_and_near_ones_one() {
        let sources = Sources::new();
        let text = "un\ndeux\ntrois\nquatre\n";
        let id = sources.add("a.hbs", text.into(), Accept::Utf8).unwrap();
        let frames = |spans: &[Span]| {
            let excerpt = Excerpt::new(&sources.file(id), spans, 80);
            let marks = excerpt.marks.iter().flatten();
            let labels = marks.map(|mark| Label { words: None, start: mark.start, len: mark.len }).collect();
            draw(excerpt, labels, 80, false).matches("a.hbs").count()
        };
        assert_eq!(frames(&[Span::new(id, 0, 2), Span::new(id, 8, 13)]), 2);
        assert_eq!(frames(&[Span::new(id, 0, 2), Span::new(id, 3, 7)]), 1);
    }

    proptest! {
        /// Whatever the file and the places, something is drawn and nothing panics.
        #[test]
        fn any_file_is_drawn(text in "([a-zé<\t\r\n\u{301}中]|\u{1b}){0,120}",
                             spans in proptest::collection::vec((0u32..140, 0u32..60), 1..5),
                             width in 0usize..120) {
            let sources = Sources::new();
            let id = sources.add("a.hbs", text.into_bytes(), Accept::Utf8).unwrap();
            let spans: Vec<_> = spans.into_iter().map(|(start, len)| Span::new(id, start, start + len)).collect();
            let excerpt = Excerpt::new(&sources.file(id), &spans, width.max(20));
            let labels: Vec<_> = excerpt.marks.iter().enumerate()
                .filter_map(|(n, mark)| mark.map(|mark| Label {
                    words: (n % 2 == 1).then(|| "label".to_string()), start: mark.start, len: mark.len }))
                .collect();
            let any = !labels.is_empty();
            let drawn = draw(excerpt, labels, width, false);
            prop_assert_eq!(any, drawn.contains("a.hbs"));
            prop_assert!(drawn.chars().all(|c| c == '\n' || !c.is_control()));
        }
    }
}
