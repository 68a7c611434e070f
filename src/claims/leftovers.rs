//! Leftovers: merge tags of other platforms, placeholders, marks of drafts, markup that shows.

use std::ops::Range;

use crate::language::fold::fold_key;
use crate::message::BlockKind;
use crate::source::Origin;
use crate::value::sender_tag::Judged;
use crate::words::Lists;

mod in_text;

pub(super) use in_text::Leftovers;
pub use in_text::find_tags;

use super::draft::{at, in_block, same};
use super::reading::{ReadBlock, Reading};
use super::{Claim, Kind, MOST, Part, Scope, Standing};

fn in_text<'b>(reading: &Reading<'_, '_>, block: &'b ReadBlock<'_>) -> &'b Leftovers {
    block.leftovers(|| columns(reading))
}

/// Looks for leftovers.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    let first = out.len();
    for block in &reading.blocks {
        let before = out.len();
        // The check tells that there are more.
        if before - first > MOST {
            break;
        }
        tags(reading, block, out);
        marks(reading, block, out);
        markup(in_text(reading, block), block, out);
        if out.len() == before {
            greetings(reading, block, out);
        }
    }
    for flaw in reading.message.html.iter().flat_map(|part| &part.flaws) {
        let (kind, aspect, standing) = match flaw.what {
            "angle-tag" => (Kind::Tag, "merge-tag", Standing::Unknown),
            "unclosed-tag" => (Kind::Html, "tag", Standing::Against),
            "unclosed-comment" => (Kind::Html, "comment", Standing::Against),
            _ => continue,
        };
        // All that follows is lost: the place is where it begins.
        let end = if aspect == "comment" { 4.min(flaw.at.len()) } else { flaw.at.len() };
        out.extend(at(
            &flaw.at,
            0..end,
            Part::Mail(crate::message::PartKind::Html),
            &[Scope::Text],
            kind,
            aspect,
            standing,
        ));
    }
    let columns = if reading.links.is_empty() { Vec::new() } else { columns(reading) };
    for link in &reading.links {
        let url = &link.link.url;
        for range in find_tags(url.text(), &columns) {
            if filled(reading, &url.text()[range.clone()]) {
                continue;
            }
            out.extend(at(
                url,
                range,
                Part::Mail(link.part),
                &[Scope::LinkUrl],
                Kind::Tag,
                "merge-tag",
                Standing::Unknown,
            ));
        }
    }
}

/// Whether an address is nothing but a merge tag.
pub fn is_tag(url: &str) -> bool {
    find_tags(url, &[]).iter().any(|range| range.start == 0)
}

/// Whether the settings say that the sending platform fills a tag in.
pub fn filled(reading: &Reading<'_, '_>, tag: &str) -> bool {
    let settings = &reading.frame.world.project.settings;
    settings.sender_tags.iter().any(|known| known.text() == tag) || judged(reading, tag) == Judged::Own
}

/// What the platform that sends makes of a tag.
fn judged(reading: &Reading<'_, '_>, tag: &str) -> Judged {
    let sender = reading.frame.world.project.settings.sender;
    sender.map_or(Judged::Foreign, |sender| sender.judge(tag, false))
}

/// A tag in the text, as a claim: one of the sending platform with a slip in it, or one of another.
fn merge_tag(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, range: Range<usize>) -> Option<Claim> {
    let tag = &block.text()[range.clone()];
    let (Judged::Near(right), Some(sender)) = (judged(reading, tag), reading.frame.world.project.settings.sender)
    else {
        return in_block(block, range, Kind::Tag, "merge-tag", Standing::Unknown);
    };
    let claim = in_block(block, range, Kind::Tag, "sender", Standing::Near)?;
    Some(claim.hole("sender", same(sender.name)).expect(same(&right), right.clone()))
}

fn columns(reading: &Reading<'_, '_>) -> Vec<String> {
    let recipients = reading.frame.mail.recipients.iter();
    recipients.flat_map(|r| r.columns.iter()).map(|column| fold_key(column.header.text())).collect()
}

fn tags(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    for range in &in_text(reading, block).tags {
        let tag = &block.text()[range.clone()];
        if filled(reading, tag) {
            continue;
        }
        out.extend(match gitbook(tag) {
            true => in_block(block, range.clone(), Kind::Html, "gitbook", Standing::Against),
            false => merge_tag(reading, block, range.clone()),
        });
    }
}

/// The block marks of GitBook (and of its like), which copying from a documentation page leaves behind.
fn gitbook(tag: &str) -> bool {
    let Some(inside) = tag.strip_prefix("{%") else { return false };
    let word = inside.split_whitespace().next().unwrap_or_default().trim_start_matches("end");
    matches!(
        word,
        "hint"
            | "tabs"
            | "tab"
            | "embed"
            | "content-ref"
            | "code"
            | "swagger"
            | "file"
            | "stepper"
            | "step"
            | "columns"
            | "column"
            | "raw"
    )
}

/// Placeholders and marks of drafts.
fn marks(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let list = Lists::built_in().list("placeholders");
    for hit in block.hits(list).iter() {
        let group = list.group(hit.group);
        let text = &block.text()[hit.range.clone()];
        let kept = match group {
            // In capitals only, as a mark: TODO, XXX, TBC.
            "capitals" => text.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase),
            // At the start of a subject or in brackets: [TEST], BROUILLON -.
            "draft" => is_mark(block, &hit.range),
            // The whole line: "Preview text goes here".
            _ => true,
        };
        if kept {
            let aspect = if group == "draft" { "draft" } else { "placeholder" };
            out.extend(in_block(block, hit.range.clone(), Kind::Tag, aspect, Standing::Unknown));
        }
    }
    let text = block.text();
    for pattern in ["???", "____", "XX "] {
        if let Some(start) = text.find(pattern) {
            let range = start..start + pattern.trim_end().len();
            let word = pattern != "XX " || !text[..start].ends_with(|c: char| c.is_alphanumeric());
            if word && out.last().is_none_or(|last| last.aspect != "placeholder") {
                out.extend(in_block(block, range, Kind::Tag, "placeholder", Standing::Unknown));
            }
        }
    }
    let asks = in_text(reading, block).insert_here.iter().cloned();
    out.extend(asks.filter_map(|range| in_block(block, range, Kind::Tag, "placeholder", Standing::Unknown)));
}

/// A word that marks a draft stands in brackets, or in capitals at the start of a line.
fn is_mark(block: &ReadBlock<'_>, range: &Range<usize>) -> bool {
    let text = block.text();
    let word = &text[range.clone()];
    let before = text[..range.start].trim_end();
    let after = text[range.end..].trim_start();
    // "[DRAFT v2]", "[TEST 3]": a number of the draft may follow.
    let version =
        after.trim_start_matches(['v', 'V', 'n', 'N', '°', ' ']).trim_start_matches(|c: char| c.is_ascii_digit());
    let bracketed = before.ends_with(['[', '(']) && (after.starts_with([']', ')']) || version.starts_with([']', ')']));
    let capitals = word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let first = before.is_empty()
        && matches!(block.block.kind, BlockKind::Line | BlockKind::Heading(_) | BlockKind::DocumentTitle);
    bracketed
        || first
            && (capitals
                || after.starts_with([':', '-', '–'])
                || word.to_lowercase().starts_with("copy of")
                || word.to_lowercase().starts_with("copie de"))
        || capitals && word.chars().count() >= 6
}

/// Markdown, double entities, mojibake, tags that show as text.
fn markup(left: &Leftovers, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let html = matches!(
        block.block.part,
        crate::message::PartKind::Html | crate::message::PartKind::Subject | crate::message::PartKind::Preheader
    );
    let text = block.text();
    let mut found: Vec<(Range<usize>, &'static str)> = Vec::new();
    found.extend(left.mojibake.clone().map(|range| (range, "mojibake")));
    if !html {
        let shows = |at: &Range<usize>| is_entity(&text[at.clone()]) && !is_escape(block, at);
        found.extend(left.entity.clone().filter(shows).map(|range| (range, "entity")));
    }
    if html {
        found.extend(left.markdown.clone().map(|range| (range, "markdown")));
        found.extend(left.entity.clone().map(|range| (range, "entity")));
        found.extend(left.visible_tag.clone().map(|range| (range, "tag")));
    }
    for (range, aspect) in found {
        if !out.iter().any(|claim| {
            claim.kind == Kind::Tag
                && block.block.text.origin(range.clone()).span().is_some_and(|span| span.overlaps(claim.span))
        }) {
            out.extend(in_block(block, range, Kind::Html, aspect, Standing::Against));
        }
    }
}

/// Whether an entity is how a value's sign is printed into Markdown (`O&#x27;Reilly`), which shows the sign.
fn is_escape(block: &ReadBlock<'_>, range: &Range<usize>) -> bool {
    let escape = |from: &Origin| matches!(from, Origin::Value { even: false, .. });
    block.block.text.pieces(range.clone()).all(|(_, segment)| escape(&segment.from))
}

/// An entity that HTML has: in a text part "R&D;" is none.
fn is_entity(written: &str) -> bool {
    let html = crate::source::Traced::made(&format!("{written}."));
    let read = crate::message::html::read(&html);
    read.blocks.first().is_some_and(|block| block.text.text() != html.text())
}

/// "Bonjour ,", "Bonjour Bonjour Anne", "M. Monsieur": greetings that went wrong.
fn greetings(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, out: &mut Vec<Claim>) {
    let list = Lists::built_in().list("greetings");
    let hits = block.hits(list);
    let opens = |group: &str| hits.iter().find(|hit| hit.words.start == 0 && list.group(hit.group) == group);
    let Some(greeting) = opens("hello") else {
        if opens("civility").is_some() {
            out.extend(civility_twice(block, &hits));
        }
        return;
    };
    let text = block.text();
    let line_end = text.find('\n').unwrap_or(text.len());
    let rest = &text[greeting.range.end..line_end];
    let after = rest.trim_start();
    if after.starts_with(',') && rest.starts_with(char::is_whitespace) {
        let end = greeting.range.end + (rest.len() - after.len()) + 1;
        out.extend(in_block(block, greeting.range.start..end, Kind::Tag, "greeting", Standing::Missing));
        return;
    }
    let name_end = greeting.range.end + rest.find([',', '!']).unwrap_or(rest.len());
    let last = (0..block.words.len()).take_while(|n| block.words.word(*n).range.end <= name_end).count();
    out.extend(repeated(block, greeting, &hits, last).or_else(|| typed_name(reading, block, greeting.words.end)));
}

/// A recipient's name after the greeting that no variable printed, in a mail to several.
fn typed_name(reading: &Reading<'_, '_>, block: &ReadBlock<'_>, at: usize) -> Option<Claim> {
    // A finished message has one reader, whose name it may bear.
    let of_many = |recipients: &&crate::project::Recipients| recipients.len() > 1 && !reading.frame.mail.eml;
    let recipients = reading.frame.mail.recipients.as_ref().filter(of_many)?;
    if at >= block.words.len() || !block.words.word(at).capital {
        return None;
    }
    let range = block.words.word(at).range.clone();
    if block.block.text.origin(range.clone()).pointer.is_some() {
        return None;
    }
    let named = |meaning| recipients.columns.iter().position(|column| column.meaning == Some(meaning));
    let columns: Vec<usize> = ["first_name", "last_name"].into_iter().filter_map(named).collect();
    recipients
        .has(&columns, block.words.get(at))
        .then(|| in_block(block, range, Kind::Tag, "typed-name", Standing::Unknown))
        .flatten()
}

/// "Madame Mme Perrin", "M. Dr Perrin": two civilities side by side.
fn civility_twice(block: &ReadBlock<'_>, hits: &[crate::words::Hit]) -> Option<Claim> {
    let list = Lists::built_in().list("greetings");
    let civilities: Vec<&crate::words::Hit> = hits.iter().filter(|hit| list.group(hit.group) == "civility").collect();
    let pair = civilities.windows(2).find(|pair| {
        let between = &block.text()[pair[0].range.end..pair[1].range.start];
        pair[0].words.end == pair[1].words.start && between.chars().all(|c| c.is_whitespace() || matches!(c, '.' | '/'))
    })?;
    in_block(block, pair[0].range.start..pair[1].range.end, Kind::Tag, "repeated", Standing::Unknown)
}

fn repeated(
    block: &ReadBlock<'_>,
    greeting: &crate::words::Hit,
    hits: &[crate::words::Hit],
    last: usize,
) -> Option<Claim> {
    let list = Lists::built_in().list("greetings");
    let words = &block.words;
    let here: Vec<crate::words::Hit> = hits.iter().filter(|hit| hit.words.end <= last).cloned().collect();
    if let Some(claim) = civility_twice(block, &here) {
        return Some(claim);
    }
    let from = greeting.words.end;
    for n in from.max(1)..last {
        if words.get(n) == words.get(n - 1) {
            let range = words.bytes(n - 1..n + 1);
            return in_block(block, range, Kind::Tag, "repeated", Standing::Unknown);
        }
    }
    let whole = words.bytes(from..last);
    // "AnneAnne": one name printed twice without a space.
    if last == from + 1 {
        let word = words.get(from);
        let half = word.len() / 2;
        if half >= 2 && word.len().is_multiple_of(2) && word.is_char_boundary(half) && word[..half] == word[half..] {
            return in_block(block, whole, Kind::Tag, "repeated", Standing::Unknown);
        }
    }
    let sample =
        hits.iter().find(|hit| hit.words.start == from && matches!(list.group(hit.group), "sample" | "nothing"));
    if let Some(sample) = sample {
        return in_block(block, sample.range.clone(), Kind::Tag, "placeholder", Standing::Unknown);
    }
    let address = crate::value::contact::emails(&block.text()[greeting.range.end..]).into_iter().next()?;
    let range = greeting.range.end + address.1.start..greeting.range.end + address.1.end;
    (range.start <= greeting.range.end + 2)
        .then(|| in_block(block, range, Kind::Tag, "repeated", Standing::Unknown))
        .flatten()
}
