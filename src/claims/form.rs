//! The form of a mail, beside what its words say: what lies at its head, what its images are, what it promises to
//! bring and does not. Reported only where a rule in force asks for it.

use crate::facts::{significant, stem};
use crate::message::{BlockKind, Image, Part as HtmlPart, PartKind};
use crate::source::{Place, Span, Traced};
use crate::value::contact::emails;
use crate::words::Lists;

use super::draft::{at, claim, in_block, same};
use super::reading::{ReadBlock, Reading};
use super::{Claim, Kind, Part, Scope, Standing};

/// Looks at the form of a mail.
pub fn look(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    if let Some(html) = &reading.message.html {
        out.extend(html.images.iter().filter_map(image));
        out.extend(preheader(reading, html));
    }
    out.extend(document_title(reading));
    out.extend(reply_domain(reading));
    out.extend(empty(reading));
    attachment(reading, out);
}

const HTML: Part = Part::Mail(PartKind::Html);

/// An image of one pixel, which counts its readers; or one without a width, which Outlook shows as large as it is.
fn image(image: &Image) -> Option<Claim> {
    let (aspect, standing) = match image.size {
        (Some(0..=1), Some(0..=1)) => ("tracking-pixel", Standing::Against),
        _ if !image.has_width && !image.src.is_empty() => ("image-width", Standing::Missing),
        _ => return None,
    };
    let mut made = at(&image.element, 0..image.element.len(), HTML, &[], Kind::Html, aspect, standing)?;
    // The tag itself would be too long to read.
    made.holes.insert("match", same(image.src.text()));
    made.found = image.src.text().to_string();
    Some(made)
}

/// A mail without a preheader, or with one that repeats its subject.
fn preheader(reading: &Reading<'_, '_>, html: &HtmlPart) -> Option<Claim> {
    // Fillers of invisible characters are hidden too, and say nothing.
    let says = |text: &Traced| text.text().contains(char::is_alphanumeric);
    let hidden =
        html.blocks.iter().find(|block| block.hidden && says(&block.text)).map(|block| (&block.text, PartKind::Html));
    let set = reading.message.preheader.as_ref().map(|line| (line, PartKind::Preheader));
    let Some((line, part)) = set.or(hidden).filter(|(line, _)| says(line)) else {
        let first = html.blocks.iter().find(|block| block.kind != BlockKind::DocumentTitle && !block.hidden)?;
        let place = first.text.whole();
        return claim(place, String::new(), HTML, &[], Kind::Headers, "preheader-empty", Standing::Missing);
    };
    let words = |text: &str| crate::words::Words::of(text).folded().collect::<Vec<_>>().join(" ");
    let subject = words(reading.message.subject.as_ref()?.text());
    if subject.is_empty() || words(line.text()) != subject {
        return None;
    }
    let (part, scopes) = (Part::Mail(part), [Scope::Preheader]);
    at(line, 0..line.len(), part, &scopes, Kind::Headers, "preheader-subject", Standing::Against)
}

/// The document's title has nothing of the subject, the event or the sender: most often an older mail's, or a tool's own.
fn document_title(reading: &Reading<'_, '_>) -> Option<Claim> {
    let subject = reading.message.subject.as_ref()?;
    let block = reading.blocks.iter().find(|block| block.block.kind == BlockKind::DocumentTitle)?;
    let from = reading.message.from.as_ref().map_or("", Traced::text);
    let title = reading.frame.own().event.title.text();
    let wanted = crate::words::Words::of(&format!("{} {title} {from}", subject.text()));
    let stems: Vec<&str> = wanted.folded().filter(|word| significant(word)).map(stem).collect();
    let mut said = block.words.folded().filter(|word| significant(word)).peekable();
    if stems.is_empty() || said.peek().is_none() || said.any(|word| stems.contains(&stem(word))) {
        return None;
    }
    let made = in_block(block, 0..block.text().len(), Kind::Html, "title-other", Standing::Against)?;
    Some(made.expect(same(subject.text()), subject.text()))
}

/// Answers go to another domain than the one that sends.
fn reply_domain(reading: &Reading<'_, '_>) -> Option<Claim> {
    let (from, reply) = (reading.message.from.as_ref()?, reading.message.reply_to.as_ref()?);
    let domain = |line: &Traced| {
        let (address, range) = emails(line.text()).into_iter().next()?;
        Some((address.rsplit_once('@')?.1.to_lowercase(), range))
    };
    let ((sends, _), (answers, range)) = (domain(from)?, domain(reply)?);
    let within = |inner: &str, outer: &str| inner.strip_suffix(outer).is_some_and(|rest| rest.ends_with('.'));
    if sends == answers || within(&sends, &answers) || within(&answers, &sends) {
        return None;
    }
    let part = Part::Mail(PartKind::Headers);
    let made = at(reply, range, part, &[Scope::Headers], Kind::Headers, "reply-domain", Standing::Against)?;
    let made = made.hole("from.domain", same(&sends)).hole("reply.domain", same(&answers));
    Some(made.because(from, "l'expéditeur", "the sender"))
}

/// Nothing to read and nothing to see in any part.
fn empty(reading: &Reading<'_, '_>) -> Option<Claim> {
    let message = reading.message;
    let shows = |part: &HtmlPart| {
        part.blocks.iter().any(|block| block.kind != BlockKind::DocumentTitle && !block.hidden)
            || !part.images.is_empty()
            || !part.links.is_empty()
    };
    if [&message.html, &message.text].into_iter().flatten().any(shows) {
        return None;
    }
    let part = if message.html.is_some() { PartKind::Html } else { PartKind::Text };
    let mail = reading.frame.mail;
    if mail.body.is_empty() && mail.tree.entries().is_empty() {
        // A file without a word in it is told when it is loaded.
        return None;
    }
    let mut place = mail.body.whole();
    if place.span().is_none() {
        // A body without a character has no place of its own.
        place = Place { written: Some(Span::new(mail.file, 0, 0)), ..Place::default() };
    }
    claim(place, String::new(), Part::Mail(part), &[Scope::Text], Kind::Parts, "empty", Standing::Missing)
}

/// Words that promise a file. A finished message says whether it has one; a template cannot.
fn attachment(reading: &Reading<'_, '_>, out: &mut Vec<Claim>) {
    let adds = &reading.frame.world.project.settings.sender_adds;
    let standing = match reading.message.attachments {
        Some(0) => Standing::Missing,
        Some(_) => return,
        None if adds.iter().any(|word| word.text().starts_with("attachment")) => return,
        None => Standing::Unknown,
    };
    for block in &reading.blocks {
        if let Some(range) = promise(block) {
            out.extend(in_block(block, range, Kind::Parts, "attachment", standing));
            return;
        }
    }
}

/// Words of a block that promise a file: not where the sentence asks for one, has none, or gives a link.
fn promise(block: &ReadBlock<'_>) -> Option<std::ops::Range<usize>> {
    if matches!(block.block.kind, BlockKind::Alt | BlockKind::DocumentTitle) || block.block.hidden {
        return None;
    }
    let list = Lists::built_in().list("attachments");
    let hits = block.hits(list);
    let (promises, others): (Vec<_>, Vec<_>) = hits.iter().partition(|hit| list.group(hit.group) == "promises");
    let kept = |hit: &&&crate::words::Hit| {
        let sentence = &block.sentence(hit.range.start).range;
        let inside = |range: &std::ops::Range<usize>| range.start < sentence.end && range.end > sentence.start;
        !others.iter().any(|other| inside(&other.range)) && !block.block.links.iter().any(|(_, range)| inside(range))
    };
    promises.iter().find(kept).map(|hit| hit.range.clone())
}
