//! Claims that the templates themselves make: what they cannot read, what they print that is empty, what is typed
//! where it should be printed.

use crate::claims::{Claim, Kind, Part, Scope, Standing, draft};
use crate::language::Message;
use crate::message::PartKind;
use crate::source::{Place, Problem};
use crate::template::{Fault, FaultKind, Read, ReadHow};

/// What keeps a mail from being rendered to its end.
pub(super) fn fatal(fault: &Fault) -> Problem {
    let code = match fault.kind {
        FaultKind::EndlessInclusion => "template-endless",
        FaultKind::Limit => "template-limit",
        _ => "template-structure",
    };
    let span = fault.opener.as_ref().map_or(fault.tag, |(_, span)| *span);
    Problem::new(code, fault.message.clone()).at(span)
}

/// A tag that a mark stands for, since nothing fills it.
pub(super) fn unfilled(fault: &Fault) -> Option<Problem> {
    if fault.kind == FaultKind::EnginesDiffer {
        return None;
    }
    let found = &fault.found;
    let message = Message::new(
        format!("Rien ne remplit « {found} » : le message n'est pas construit"),
        format!("Nothing fills in “{found}”: the message is not built"),
    );
    let help =
        Message::new("presend check dit ce qui a sans doute été voulu.", "presend check says what was probably meant.");
    Some(Problem::new("message-unfilled", message).help(help).at(fault.tag))
}

/// What is wrong with a tag.
pub(super) fn fault_claim(fault: &Fault) -> Option<Claim> {
    let (kind, aspect, standing) = match fault.kind {
        FaultKind::UnreadableTag => (Kind::Tag, "unreadable", Standing::Unknown),
        FaultKind::UnknownVariable | FaultKind::BadArgument | FaultKind::NotPrintable => {
            (Kind::Variable, "unknown", Standing::Unknown)
        }
        FaultKind::UnknownHelper => (Kind::Variable, "helper", Standing::Unknown),
        FaultKind::UnknownPartial => (Kind::Variable, "partial", Standing::Unknown),
        FaultKind::EnginesDiffer => (Kind::Settings, "engines-differ", Standing::Against),
        _ => return None,
    };
    let place = Place { written: Some(fault.tag), literal: true, ..Place::default() };
    let claim = draft::claim(place, fault.found.clone(), Part::Template, &[Scope::Source], kind, aspect, standing)?;
    Some(match &fault.nearest {
        Some(nearest) => claim.expect(draft::same(nearest), nearest.clone()),
        None => claim,
    })
}

/// What a tag prints and is empty: a value of the event, or the field of a recipient, whose row is given.
pub(super) fn empty_claim(read: &Read, row: Option<u32>) -> Option<Claim> {
    let of_event = ["event.", "next."].iter().any(|root| read.pointer.starts_with(root));
    if read.empty && read.how == ReadHow::Printed && of_event {
        let place = Place { written: Some(read.tag), printed: true, ..Place::default() };
        let found = read.pointer.to_string();
        return draft::claim(
            place,
            found,
            Part::Template,
            &[Scope::Source],
            Kind::Variable,
            "empty",
            Standing::Missing,
        );
    }
    let row = row.filter(|_| read.empty && read.how == ReadHow::Printed)?;
    if !read.pointer.starts_with("recipient.") {
        return None;
    }
    let name = read.pointer.trim_start_matches("recipient.").to_string();
    let place = Place { written: Some(read.tag), printed: true, ..Place::default() };
    let claim = draft::claim(
        place,
        name.clone(),
        Part::Recipients,
        &[Scope::RecipientData],
        Kind::Recipient,
        "empty",
        Standing::Against,
    )?;
    Some(claim.hole("column", draft::same(&name)).hole("row", draft::same(&row.to_string())))
}

/// In a template that is made for every event, a fact of one event that is typed, not printed.
pub(super) fn typed_claim(claim: &Claim) -> Option<Claim> {
    let typed = claim.standing == Standing::Backed
        && claim.place.literal
        && !claim.place.printed
        && matches!(
            (claim.kind, claim.aspect),
            (Kind::Title, "title") | (Kind::Date, "day") | (Kind::Time, "hour") | (Kind::Link, "role")
        )
        && matches!(claim.part, Part::Mail(PartKind::Html | PartKind::Text | PartKind::Subject | PartKind::Preheader));
    if !typed {
        return None;
    }
    let mut out = claim.clone();
    out.kind = Kind::Variable;
    out.aspect = "typed";
    out.standing = Standing::Against;
    out.value = None;
    Some(out)
}
