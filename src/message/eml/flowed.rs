//! `format=flowed` (RFC 3676): a line that ends in a space goes on in the next one.

use crate::source::{Traced, TracedBuilder};

/// Joins the lines of a flowed text. With `delsp`, the space before a soft break is no text.
pub fn join(text: &Traced, delsp: bool) -> Traced {
    let words = text.text();
    let mut out = TracedBuilder::with_capacity(words.len());
    let mut at = 0;
    let mut open: Option<usize> = None;
    for line in words.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_end_matches(['\r', '\n']);
        let quotes = content.bytes().take_while(|byte| *byte == b'>').count();
        // A space was put before lines that begin with one, or with ">" or "From ".
        let stuffed = usize::from(content[quotes..].starts_with(' '));
        let inside = &content[quotes + stuffed..];
        let signature = inside == "-- ";
        // Senders that end every line in a space still mean an empty one as the end of a paragraph.
        let joined = open == Some(quotes) && !signature && !inside.is_empty();
        if open.is_some() && !joined {
            out.push_made("\n", None);
        }
        let soft = inside.ends_with(' ') && !signature;
        let from = if joined { start + quotes + stuffed } else { start + if quotes > 0 { 0 } else { stuffed } };
        let end = start + content.len() - usize::from(soft && delsp);
        out.push(text, from.min(end)..end);
        if !soft {
            out.push(text, start + content.len()..at);
        }
        open = soft.then_some(quotes);
    }
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn joined(text: &str, delsp: bool) -> String {
        join(&Traced::source(text, FileId(0), 0), delsp).text().to_string()
    }

    #[test]
    fn soft_breaks_join_lines() {
        assert_eq!(joined("Rendez-vous \r\nmardi.\r\nMerci \n\n", false), "Rendez-vous mardi.\r\nMerci \n\n");
        assert_eq!(joined("Rendez \nvous", true), "Rendezvous");
        assert_eq!(joined(" >pas une citation\n From ici \n là", false), ">pas une citation\nFrom ici là");
    }

    #[test]
    fn quotes_and_signatures_end_a_line() {
        assert_eq!(joined("> un \n> deux\ntrois", false), "> un deux\ntrois");
        assert_eq!(joined("> un \ntrois", false), "> un \ntrois");
        assert_eq!(joined("Fin \n-- \nInès", false), "Fin \n-- \nInès");
    }
}
