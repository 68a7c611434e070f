//! Standard output, which remembers whether what was written arrived. A reader who has seen enough (`presend … | head`)
//! is no failure; a full disk is.

use std::io::{self, ErrorKind, Write};

use crate::language::{Language, Message};
use crate::source::{Problem, Sources};

use super::commands::complain;

/// Standard output with the first thing that went wrong with it.
pub(super) struct Screen<W: Write> {
    to: W,
    wrong: Option<io::Error>,
}

impl<W: Write> Screen<W> {
    /// A screen on which nothing is written yet.
    pub(super) fn new(to: W) -> Screen<W> {
        Screen { to, wrong: None }
    }

    /// The exit code: the command's, and 2 where its words were lost, which is told on standard error.
    pub(super) fn close(mut self, code: u8, language: Language) -> u8 {
        let _ = self.flush();
        match self.wrong {
            Some(error) => {
                let message = Message::new(
                    format!("La sortie n'a pas pu être écrite jusqu'au bout : {error}"),
                    format!("The output could not be written to its end: {error}"),
                );
                let help = Message::new("Vérifier la place sur le disque.", "Check the space on the disk.");
                complain(&[Problem::new("output-unwritable", message).help(help)], &Sources::new(), language)
            }
            None => code,
        }
    }

    fn keep<T>(&mut self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result
            && !matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::Interrupted)
            && self.wrong.is_none()
        {
            self.wrong = Some(io::Error::new(error.kind(), error.to_string()));
        }
        result
    }
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let result = self.to.write(bytes);
        self.keep(result)
    }

    fn flush(&mut self) -> io::Result<()> {
        let result = self.to.flush();
        self.keep(result)
    }
}
