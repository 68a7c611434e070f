//! `presend send-test`: the mail is checked, and what was checked goes to one address of the team.

use std::io::Write;

use super::args::SendTest;
use super::commands::{complain, cwd, language, load_rules, now, width};
use super::{outgoing, render};
use crate::check;
use crate::facts::World;
use crate::finding::Level;
use crate::language::{Language, Message};
use crate::project::{self, Project, Request};
use crate::report::{self, Options};
use crate::send::{self, Server};
use crate::source::{Problem, Sources};

/// Checks, reports, and sends unless something is to be corrected; the exit code is that of `check` where nothing is
/// sent, 0 where the message left.
pub(super) fn run(args: &SendTest, out: &mut dyn Write) -> u8 {
    let sources = Sources::new();
    let request =
        Request { paths: vec![args.mail.clone()], event: args.event.clone(), cwd: cwd(), ..Request::default() };
    let mut project = project::load(&sources, &request);
    let language = language(args.language, &project);
    let (rules, problems) = load_rules(&sources, &project, &[]);
    project.problems.extend(problems);
    let ask = now(args.now.as_deref(), Level::Info, &mut project.problems);
    let outcome = check::run(&project, &rules, &sources, &ask);
    let options = Options { language, width: width(), ..Options::default() };
    let _ = out.write_all(report::render(report::Format::Human, &outcome, &sources, &options).as_bytes());
    let (_, exit) = report::verdict(&outcome, options.fail_on, false);
    let may_leave = exit == 0 || args.anyway && !project.mails.is_empty();
    if !may_leave {
        let _ = writeln!(out, "\n{}", unsent().get(language));
        return u8::try_from(exit).unwrap_or(2);
    }
    match deliver(args, &project, &sources, &ask) {
        Ok(sent) => {
            let _ = writeln!(out, "\n{}", sent.get(language));
            0
        }
        Err(problem) => refuse(&problem, &sources, language),
    }
}

fn refuse(problem: &Problem, sources: &Sources, language: Language) -> u8 {
    complain(std::slice::from_ref(problem), sources, language)
}

/// Sends the message; gives the sentence that says so.
fn deliver(args: &SendTest, project: &Project, sources: &Sources, ask: &check::Ask) -> Result<Message, Problem> {
    is_ours(project, &args.to)?;
    let server = args.smtp_url.as_deref().filter(|url| !url.trim().is_empty()).ok_or_else(no_server)?;
    let server = Server::from_url(server)?;
    let world = World::of(project);
    let mail = project.mails.first().ok_or_else(|| Problem::new("no-mail", unsent()))?;
    let row = render::row(mail, args.recipient)?;
    let (rendered, _) = check::render_first(&world, mail, sources, row)?;
    let wire = outgoing::wire(&world, mail, &rendered, row, ask, Some(&args.to), sources)?;
    send::deliver(&server, &wire)?;
    let (to, host) = (&args.to, server.shown());
    Ok(Message::new(
        format!("Message de test envoyé à {to}, par {host}. Le lire jusqu'au bout avant l'envoi."),
        format!("Test message sent to {to}, through {host}. Read it to the end before you send the mail."),
    ))
}

/// A test goes to the team: to an address of the account or of one of its members.
fn is_ours(project: &Project, to: &str) -> Result<(), Problem> {
    let account = &project.settings.account;
    let known =
        account.addresses.iter().chain(account.team.iter().map(|(address, _)| address)).chain(&account.export_to);
    if known.into_iter().any(|address| outgoing::bare(address.text()).eq_ignore_ascii_case(to.trim())) {
        return Ok(());
    }
    let message = Message::new(
        format!("« {to} » n'est pas une adresse de l'équipe : un message de test ne part vers personne d'autre"),
        format!("“{to}” is not an address of the team: a test message goes to nobody else"),
    );
    Err(Problem::new("send-test-address", message).help(Message::new(
        format!("L'ajouter dans presend.yaml :\n    account: {{addresses: [\"{to}\"]}}"),
        format!("Add it to presend.yaml:\n    account: {{addresses: [\"{to}\"]}}"),
    )))
}

fn unsent() -> Message {
    Message::new(
        "Rien n'a été envoyé. Corriger d'abord le mail, ou envoyer le test quand même avec --anyway.",
        "Nothing was sent. Correct the mail first, or send the test all the same with --anyway.",
    )
}

fn no_server() -> Problem {
    let message =
        Message::new("Aucun serveur d'envoi : PRESEND_SMTP_URL est vide", "No mail server: PRESEND_SMTP_URL is empty");
    Problem::new("smtp-address", message).help(Message::new(
        "Exemple : PRESEND_SMTP_URL=smtp://nom:motdepasse@smtp.exemple.fr:587 presend send-test mail.hbs --to …",
        "Example: PRESEND_SMTP_URL=smtp://name:password@smtp.example.org:587 presend send-test mail.hbs --to …",
    ))
}
