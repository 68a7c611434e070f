//! A message by SMTP (RFC 5321), with STARTTLS (RFC 3207) or TLS (RFC 8314) and authentication, by lettre.

use std::error::Error as _;
use std::time::Duration;

use lettre::address::Envelope;
use lettre::transport::smtp::Error;
use lettre::{SmtpTransport, Transport};

use super::build::Wire;
use super::refusal;
use crate::language::Message;
use crate::source::Problem;

/// How long each answer of the server may take, unless the address says otherwise.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server to send through.
pub struct Server {
    transport: SmtpTransport,
    /// Its name and port, for people.
    shown: String,
}

impl Server {
    /// The server of an address such as `smtp://name:password@host:587` (STARTTLS), or `smtps://…:465` (TLS).
    /// `?timeout=SECONDS` changes how long an answer may take. Without encryption only this very machine is reached.
    ///
    /// # Errors
    /// A problem with the code `smtp-address`; the address, which holds a password, is never repeated.
    pub fn from_url(text: &str) -> Result<Server, Problem> {
        let mut url = url::Url::parse(text.trim()).map_err(|_| address(None))?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or_else(|| address(None))?.to_string();
        let local = matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]");
        let option = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let unknown =
            url.query_pairs().find(|(key, _)| key != "timeout" && key != "tls").map(|(key, _)| key.into_owned());
        if let Some(unknown) = unknown {
            return Err(address(Some(&unknown)));
        }
        if !url.username().is_empty() && url.password().is_none() {
            return Err(address(Some("password")));
        }
        let seconds = option("timeout").map(|value| value.parse::<u64>());
        let tls = option("tls");
        let query = match (url.scheme(), tls.as_deref()) {
            ("smtps", None | Some("required")) => None,
            ("smtp", Some("required")) => Some("tls=required"),
            ("smtp", None) if local => None,
            ("smtp", None) => Some("tls=required"),
            ("smtp", Some("none")) if local => None,
            ("smtp", Some("none" | "opportunistic")) => return Err(address(Some("tls"))),
            _ => return Err(address(None)),
        };
        let patience = match seconds {
            None => PATIENCE,
            Some(Ok(seconds)) if seconds > 0 => Duration::from_secs(seconds),
            Some(_) => return Err(address(Some("timeout"))),
        };
        url.set_query(query);
        let port = url.port();
        let builder = SmtpTransport::from_url(url.as_str()).map_err(|_| address(None))?;
        let shown = port.map_or_else(|| host.clone(), |port| format!("{host}:{port}"));
        Ok(Server { transport: builder.timeout(Some(patience)).build(), shown })
    }

    /// Its name and port, for people.
    pub fn shown(&self) -> &str {
        &self.shown
    }
}

/// Sends a message.
///
/// # Errors
/// A problem whose code says what stood in the way: `smtp-timeout`, `smtp-certificate`, `smtp-encryption`,
/// `smtp-password`, `smtp-recipient`, `smtp-refused`, `smtp-unreachable`.
pub fn deliver(server: &Server, wire: &Wire) -> Result<(), Problem> {
    // The library ends what it is given with a line break of its own.
    let bytes = wire.bytes.strip_suffix(b"\r\n").unwrap_or(&wire.bytes);
    let envelope = wire.envelope.as_ref().ok_or_else(refusal::no_envelope)?;
    match server.transport.send_raw(envelope, bytes) {
        Ok(_) => Ok(()),
        Err(error) => Err(failure(server, envelope, &error)),
    }
}

/// What an error of the library means for somebody who wants to send.
fn failure(server: &Server, envelope: &Envelope, error: &Error) -> Problem {
    let host = &server.shown;
    let words = chain(error);
    let told = |code, [fr, en]: [String; 2], [help_fr, help_en]: [&str; 2]| {
        Problem::new(code, Message::new(fr, en)).help(Message::new(help_fr, help_en))
    };
    if error.is_timeout() || waited(error) {
        return told(
            "smtp-timeout",
            [format!("{host} ne répond pas à temps"), format!("{host} does not answer in time")],
            [
                "Vérifier le nom et le port du serveur, puis réessayer. « ?timeout=60 » à la fin de l'adresse laisse plus de temps.",
                "Check the server's name and port, then try again. “?timeout=60” at the end of the address gives it more time.",
            ],
        );
    }
    if let Some(code) = error.status().map(|code| code.to_string()) {
        return refused(host, envelope, &code, &words);
    }
    if words.to_lowercase().contains("certificate") {
        return told(
            "smtp-certificate",
            [
                format!("Le certificat de {host} n'est pas digne de confiance : rien n'a été envoyé ({words})"),
                format!("The certificate of {host} cannot be trusted: nothing was sent ({words})"),
            ],
            [
                "Vérifier le nom du serveur. Si l'organisation a sa propre autorité, donner son certificat par SSL_CERT_FILE.",
                "Check the server's name. If the organisation has an authority of its own, give its certificate by SSL_CERT_FILE.",
            ],
        );
    }
    if words.contains("authentication mechanism") {
        return told(
            "smtp-password",
            [
                format!("{host} n'accepte pas de mot de passe sur cette connexion"),
                format!("{host} takes no password on this connection"),
            ],
            [
                "Essayer l'autre port : smtp://…:587 (STARTTLS) ou smtps://…:465 (TLS).",
                "Try the other port: smtp://…:587 (STARTTLS) or smtps://…:465 (TLS).",
            ],
        );
    }
    if error.is_tls() || words.contains("STARTTLS") || words.contains("corrupt message") {
        return told(
            "smtp-encryption",
            [
                format!("{host} ne chiffre pas la connexion comme demandé : rien n'a été envoyé"),
                format!("{host} does not encrypt the connection as asked: nothing was sent"),
            ],
            [
                "Essayer l'autre port : smtp://…:587 (STARTTLS) ou smtps://…:465 (TLS).",
                "Try the other port: smtp://…:587 (STARTTLS) or smtps://…:465 (TLS).",
            ],
        );
    }
    told(
        "smtp-unreachable",
        [format!("{host} ne peut pas être joint ({words})"), format!("{host} cannot be reached ({words})")],
        [
            "Vérifier le nom et le port du serveur, et la connexion au réseau.",
            "Check the server's name and port, and the network.",
        ],
    )
}

/// The server understood, and said no.
fn refused(host: &str, envelope: &Envelope, code: &str, words: &str) -> Problem {
    let to = envelope.to().first().map(|address| address.to_string()).unwrap_or_default();
    let from = envelope.from().map(|address| address.to_string()).unwrap_or_default();
    let (name, message, help) = match code {
        "530" | "534" | "535" | "538" => (
            "smtp-password",
            Message::new(
                format!("{host} refuse le nom d'utilisateur ou le mot de passe ({words})"),
                format!("{host} refuses the user name or password ({words})"),
            ),
            Message::new(
                "Vérifier l'adresse dans PRESEND_SMTP_URL. Un signe comme @ ou / dans le mot de passe s'écrit %40 ou %2F.",
                "Check the address in PRESEND_SMTP_URL. A sign such as @ or / in the password is written %40 or %2F.",
            ),
        ),
        "450" | "550" | "551" | "553" => (
            "smtp-recipient",
            Message::new(
                format!("{host} n'accepte pas de mail de « {from} » pour « {to} » ({words})"),
                format!("{host} takes no mail from “{from}” for “{to}” ({words})"),
            ),
            Message::new(
                "Vérifier l'adresse, et que l'expéditeur a le droit d'écrire par ce serveur.",
                "Check the address, and that the sender may write through this server.",
            ),
        ),
        _ => (
            "smtp-refused",
            Message::new(
                format!("{host} a refusé le message ({words})"),
                format!("{host} refused the message ({words})"),
            ),
            Message::new("Le serveur dit pourquoi, entre parenthèses.", "The server says why, in brackets."),
        ),
    };
    Problem::new(name, message).help(help)
}

/// Whether time ran out while waiting for the network: some systems call it "would block".
fn waited(error: &Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        let kind = inner.downcast_ref::<std::io::Error>().map(std::io::Error::kind);
        if matches!(kind, Some(std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)) {
            return true;
        }
        cause = inner.source();
    }
    false
}

/// The words of an error and of what caused it.
fn chain(error: &Error) -> String {
    let mut words = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(inner) = cause {
        let said = inner.to_string();
        if !words.iter().any(|known| known.contains(&said)) {
            words.push(said);
        }
        cause = inner.source();
    }
    words.join(": ")
}

/// The address of the server cannot be used; `which` part of it, where that is known.
fn address(which: Option<&str>) -> Problem {
    let message = match which {
        Some("tls") => Message::new(
            "PRESEND_SMTP_URL enverrait le mot de passe en clair : seule cette machine est jointe sans chiffrement",
            "PRESEND_SMTP_URL would send the password in the clear: only this machine is reached without encryption",
        ),
        Some("password") => Message::new(
            "PRESEND_SMTP_URL a un nom d'utilisateur sans mot de passe",
            "PRESEND_SMTP_URL has a user name without a password",
        ),
        Some(part) => Message::new(
            format!("PRESEND_SMTP_URL : « {part}= » ne peut pas être lu"),
            format!("PRESEND_SMTP_URL: “{part}=” cannot be read"),
        ),
        None => Message::new(
            "PRESEND_SMTP_URL n'est pas l'adresse d'un serveur d'envoi",
            "PRESEND_SMTP_URL is not the address of a mail server",
        ),
    };
    Problem::new("smtp-address", message).help(Message::new(
        "Exemple : PRESEND_SMTP_URL=smtp://nom:motdepasse@smtp.exemple.fr:587 (STARTTLS), ou smtps://…:465 (TLS)",
        "Example: PRESEND_SMTP_URL=smtp://name:password@smtp.example.org:587 (STARTTLS), or smtps://…:465 (TLS)",
    ))
}
