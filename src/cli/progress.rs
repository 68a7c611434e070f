//! What is shown while a run takes long: how many mails are done, on standard error, from the second second on. It is
//! gone when the report comes. Nothing is shown where nobody looks: no terminal, or `--quiet`.

use std::io::IsTerminal;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::language::Language;

/// A run that is done before this needs no word about its progress.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often the line is drawn anew: one long mail must be seen to go on.
const TICK: Duration = Duration::from_millis(200);

/// The line about a run; it goes when this is dropped.
pub(super) struct Progress {
    language: Language,
    shown: Option<Shown>,
}

struct Shown {
    bar: ProgressBar,
    /// Dropped to tell the waiting thread that the run is over.
    over: Option<Sender<()>>,
    waiting: Option<JoinHandle<()>>,
}

impl Progress {
    /// A run begins.
    pub(super) fn start(language: Language, quiet: bool) -> Progress {
        let seen = !quiet && std::io::stderr().is_terminal() && anstyle_query::term_supports_color();
        Progress { language, shown: seen.then(|| Shown::new(language)).flatten() }
    }

    /// So many mails of all are done.
    pub(super) fn at(&self, done: usize, all: usize) {
        if let Some(shown) = &self.shown {
            let noun = if all > 1 { "mails" } else { "mail" };
            let how = match self.language {
                Language::Fr => "contrôlés",
                Language::En => "checked",
            };
            let how = if all > 1 { how } else { how.trim_end_matches('s') };
            shown.bar.set_message(format!("{done} / {all} {noun} {how}"));
        }
    }
}

impl Shown {
    fn new(language: Language) -> Option<Shown> {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        bar.set_style(ProgressStyle::with_template("{spinner} {msg}").ok()?.tick_chars("-\\|/ "));
        bar.set_message(match language {
            Language::Fr => "lecture…",
            Language::En => "reading…",
        });
        let (over, is_over) = mpsc::channel::<()>();
        let seen = bar.clone();
        let waiting = thread::spawn(move || {
            if is_over.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                seen.set_draw_target(ProgressDrawTarget::stderr());
                seen.enable_steady_tick(TICK);
            }
        });
        Some(Shown { bar, over: Some(over), waiting: Some(waiting) })
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.over.take();
        if let Some(waiting) = self.waiting.take() {
            // It ends at once: its channel is closed.
            let _ = waiting.join();
        }
        self.bar.finish_and_clear();
    }
}
