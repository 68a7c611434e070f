//! From a rendered mail to the message that would leave: the one way for `render --as eml` and `send-test`.

use std::time::{Duration, SystemTime};

use crate::check::{Ask, RenderedMail};
use crate::facts::World;
use crate::language::Message;
use crate::project::Mail;
use crate::send::{self, Outgoing, TEST, Wire};
use crate::source::{Problem, Sources, Traced};

/// The message that the recipient of a row would get; with `test`, the test message to that address.
///
/// # Errors
/// What keeps the mail from being whole, and a header that cannot be written.
pub(super) fn wire(
    world: &World<'_>,
    mail: &Mail,
    rendered: &RenderedMail,
    row: usize,
    ask: &Ask,
    test: Option<&str>,
    sources: &Sources,
) -> Result<Wire, Problem> {
    if let Some(problem) = rendered.problems().into_iter().next() {
        return Err(problem);
    }
    if mail.path.to_ascii_lowercase().ends_with(".mjml") {
        return Err(uncompiled(&mail.path));
    }
    let mut out = outgoing(world, mail, rendered, row);
    if let Some(to) = test {
        (out.name, out.to) = (String::new(), to.to_string());
    }
    if mail.eml {
        let bytes = &sources.file(mail.file).bytes;
        let from = bare(&out.from);
        return Ok(match test {
            Some(_) => send::finished(&send::as_test(bytes), from, &out.to),
            None => send::finished(bytes, from, &out.to),
        });
    }
    if test.is_some() {
        out.subject.insert_str(0, TEST);
    }
    send::build(&out, moment(world, mail, ask))
}

fn outgoing(world: &World<'_>, mail: &Mail, rendered: &RenderedMail, row: usize) -> Outgoing {
    let words = |text: &Option<Traced>| text.as_ref().map(|text| text.text().to_string());
    let account = || world.project.settings.account.addresses.first().map(|address| address.text().to_string());
    let (name, to) = recipient(mail, rendered, row);
    Outgoing {
        from: words(&rendered.message.from).or_else(account).unwrap_or_default(),
        reply_to: words(&rendered.message.reply_to),
        name,
        to,
        subject: words(&rendered.message.subject).unwrap_or_default(),
        html: words(&rendered.html),
        text: words(&rendered.text),
        one_click: mail.one_click,
        unsubscribe: rendered.unsubscribe.iter().map(|address| address.text().to_string()).collect(),
    }
}

/// The address of a line that may have a name before it.
pub(super) fn bare(line: &str) -> &str {
    line.rsplit_once('<').map_or(line, |(_, rest)| rest.trim_end().trim_end_matches('>')).trim()
}

/// Name and address of the recipient of a row; without recipients, of the made-up one.
fn recipient(mail: &Mail, rendered: &RenderedMail, row: usize) -> (String, String) {
    if mail.eml {
        let to = rendered.message.to.first();
        return to.map(|to| (to.name.text().to_string(), to.address.text().to_string())).unwrap_or_default();
    }
    let Some((recipients, row)) = mail.recipients.as_ref().and_then(|all| Some((all, all.row(row)?))) else {
        return ("Camille Exemple".to_string(), "camille@exemple.test".to_string());
    };
    let cell = |name: &str| recipients.named(name).and_then(|at| row.cells.get(at));
    let field = |name: &str| cell(name).map_or("", |cell| cell.text());
    let name = [field("first_name"), field("last_name")].join(" ");
    (name.trim().to_string(), field("email").to_string())
}

/// When the message is sent: now, which `--now` may give as wall time of the mail's event.
fn moment(world: &World<'_>, mail: &Mail, ask: &Ask) -> SystemTime {
    let events = world.project.event_of(mail).unwrap_or_default();
    let zone = events.first().map(|event| event.zone.clone());
    let wall = zone.filter(|_| ask.now_is_wall).and_then(|zone| ask.now.datetime().to_zoned_datetime(zone).ok());
    let seconds = wall.unwrap_or_else(|| ask.now.clone()).timestamp().as_second();
    SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap_or_default())
}

/// A source of MJML is no HTML yet.
fn uncompiled(path: &str) -> Problem {
    Problem::new(
        "message-mjml",
        Message::new(
            format!("« {path} » est une source MJML : aucun mail ne part sous cette forme"),
            format!("“{path}” is MJML source: no mail is sent in this form"),
        ),
    )
    .help(Message::new(
        "La compiler en HTML (mjml mail.mjml -o mail.html), et donner le HTML.",
        "Compile it to HTML (mjml mail.mjml -o mail.html), and give the HTML.",
    ))
    .in_path(path)
}
