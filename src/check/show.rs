//! What presend saw in a mail: for `render --as text` and `--as claims`.

use std::fmt::Write as _;

use crate::claims::reading::Reading;
use crate::claims::{self, Standing, draft};
use crate::facts::{Frame, World};
use crate::language::{Language, Message};
use crate::message::BlockKind;
use crate::project::Mail;
use crate::source::{Problem, Sources};

use super::Ask;
use super::mail::send_time;
use super::render::{RenderedMail, Shared, language_of, one_rendering};

/// The words that a reader sees, block by block.
pub fn reading_text(rendered: &RenderedMail) -> String {
    let mut out = String::new();
    let message = &rendered.message;
    for (name, line) in [
        ("From", &message.from),
        ("Reply-To", &message.reply_to),
        ("Subject", &message.subject),
        ("Preheader", &message.preheader),
    ] {
        if let Some(line) = line {
            let _ = writeln!(out, "{name}: {}", line.text());
        }
    }
    for part in [&message.html, &message.text].into_iter().flatten() {
        out.push('\n');
        for block in part.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::DocumentTitle)) {
            let mark = match block.kind {
                BlockKind::Heading(level) => "#".repeat(usize::from(level)) + " ",
                BlockKind::Item => "- ".to_string(),
                BlockKind::Alt => "[image] ".to_string(),
                _ if block.hidden => "[hidden] ".to_string(),
                _ => String::new(),
            };
            let _ = writeln!(out, "{mark}{}", block.text.text());
            for (index, _) in &block.links {
                if let Some(link) = part.links.get(*index).filter(|link| !block.text.text().contains(link.url.text())) {
                    let _ = writeln!(out, "    → {}", link.url.text());
                }
            }
        }
        for block in &part.outlook {
            let _ = writeln!(out, "[Outlook] {}", block.text.text());
        }
    }
    out
}

/// Each claim of a mail, as one recipient gets it: place, words, whom they are about, standing, what backs it.
///
/// # Errors
/// The problem that keeps the mail's event from being known.
pub fn claims_of(
    world: &World<'_>,
    mail: &Mail,
    sources: &Sources,
    ask: &Ask,
    row: usize,
    language: Language,
) -> Result<String, Problem> {
    let mail = &*mail.open(sources)?;
    let events = world.project.event_of(mail)?;
    let shared = Shared::of(world.project, sources);
    let Some(frame) = events.first().and_then(|own| Frame::of(world, mail, own, &events[1..])) else {
        return Ok(String::new());
    };
    let mail_language = language_of(world.project, mail, events.first().copied());
    let rendered = one_rendering(&frame, row, &shared, mail_language);
    let send = send_time(&frame, ask, &rendered.message);
    let texts = claims::Texts::default();
    let reading = Reading::of(&frame, &rendered.message, send, mail_language, &texts);
    let mut claims = claims::of(&reading);
    claims.retain(|claim| !claim.is_form());
    claims.sort_by_key(|claim| (claim.span, claim.kind, claim.aspect));
    let mut out = String::new();
    let about = draft::event(frame.own());
    let head = Message::new(format!("À propos de : {}", about.fr), format!("About: {}", about.en));
    let _ = writeln!(out, "{}", head.get(language));
    let (open, close) = if language == Language::Fr { ("« ", " »") } else { ("“", "”") };
    for claim in &claims {
        let start = sources.start(claim.span);
        let place = format!("{}:{}:{}", sources.path(claim.span.file), start.line, start.column);
        let expected = if claim.expected.is_empty() || claim.standing == Standing::Backed {
            String::new()
        } else {
            format!(" ← {}", claim.expected.join(", "))
        };
        let value = claim.value.as_ref().map_or_else(String::new, |(value, _)| format!(" = {value}"));
        let kind = format!("{:?}", claim.kind).to_lowercase();
        let _ = writeln!(
            out,
            "{place}: {kind}.{} {}: {open}{}{close}{value}{expected}",
            claim.aspect,
            claim.standing.word(),
            claim.found
        );
    }
    Ok(out)
}
