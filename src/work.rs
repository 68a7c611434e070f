//! What a run did and where its time went, noted where the work is done.
//!
//! Comes in: "this begins now" and "one more of these", from any room. Goes out: a [`Work`], the sum of one thread since
//! it was last asked; whoever shares work among threads adds up what each of them hands in. Times are taken only once
//! [`ask_for_times`] was called; counts always, at the cost of an addition. It never changes what a run finds.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// A stage of the way through the rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Settings, events, mails and recipients are read.
    Project,
    /// Rules are read.
    LoadRules,
    /// Mails are rendered for their recipients.
    Render,
    /// Rendered mails are read: HTML, words, dates, names.
    Read,
    /// What a mail says is held against its event.
    Claims,
    /// Rules look at what was found, and at words.
    Rules,
    /// The rest of a check: recipients are grouped, findings corrected, joined and ordered.
    Check,
    /// Reports are made.
    Report,
}

/// Something that is done many times, and that more time is spent on when it is done more often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// A file's bytes are taken from disk.
    FileRead,
    /// A template's text is parsed.
    TemplateParsed,
    /// A template (a body, a subject) is rendered for one recipient.
    TemplateRendered,
    /// A part's HTML is read.
    HtmlRead,
    /// A text is cut into words.
    TextCut,
    /// A text is looked through for dates.
    DateScan,
    /// A text's words are looked through for the phrases of a list.
    ListScan,
    /// A text is looked through for a rule's words.
    PatternScan,
    /// A regular expression is compiled for a rule.
    PatternCompiled,
}

impl Stage {
    /// All of them, in the order of the way.
    pub const ALL: [Stage; 8] = [
        Stage::Project,
        Stage::LoadRules,
        Stage::Render,
        Stage::Read,
        Stage::Claims,
        Stage::Rules,
        Stage::Check,
        Stage::Report,
    ];

    /// Its word, for machines.
    pub fn word(self) -> &'static str {
        match self {
            Stage::Project => "project",
            Stage::LoadRules => "load-rules",
            Stage::Render => "render",
            Stage::Read => "read",
            Stage::Claims => "claims",
            Stage::Rules => "rules",
            Stage::Check => "check",
            Stage::Report => "report",
        }
    }
}

impl Deed {
    /// All of them.
    pub const ALL: [Deed; 9] = [
        Deed::FileRead,
        Deed::TemplateParsed,
        Deed::TemplateRendered,
        Deed::HtmlRead,
        Deed::TextCut,
        Deed::DateScan,
        Deed::ListScan,
        Deed::PatternScan,
        Deed::PatternCompiled,
    ];

    /// Its word, for machines.
    pub fn word(self) -> &'static str {
        match self {
            Deed::FileRead => "files-read",
            Deed::TemplateParsed => "templates-parsed",
            Deed::TemplateRendered => "templates-rendered",
            Deed::HtmlRead => "html-read",
            Deed::TextCut => "texts-cut",
            Deed::DateScan => "date-scans",
            Deed::ListScan => "list-scans",
            Deed::PatternScan => "pattern-scans",
            Deed::PatternCompiled => "patterns-compiled",
        }
    }
}

/// Less than this nobody waits for.
const NOTHING: Duration = Duration::from_micros(10);

/// What was done, and how long it took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    times: [Duration; Stage::ALL.len()],
    counts: [u64; Deed::ALL.len()],
    rules: BTreeMap<String, Duration>,
}

impl Work {
    /// The time of a stage: that of the stages inside it is theirs alone.
    pub fn time(&self, stage: Stage) -> Duration {
        self.times[stage as usize]
    }

    /// The time of all stages. Threads that work at once each count, as cores do.
    pub fn total(&self) -> Duration {
        self.times.iter().sum()
    }

    /// How often something was done.
    pub fn count(&self, deed: Deed) -> u64 {
        self.counts[deed as usize]
    }

    /// The rules that took longest, the slowest first, without those that took next to nothing; their time is part of
    /// that of [`Stage::Rules`].
    pub fn slowest(&self, most: usize) -> Vec<(&str, Duration)> {
        let mut all: Vec<(&str, Duration)> = self.rules.iter().map(|(id, time)| (id.as_str(), *time)).collect();
        all.retain(|(_, time)| *time >= NOTHING);
        all.sort_by_key(|(_, time)| std::cmp::Reverse(*time));
        all.truncate(most);
        all
    }

    /// Adds what was done elsewhere.
    pub fn add(&mut self, other: Work) {
        for (time, more) in self.times.iter_mut().zip(other.times) {
            *time += more;
        }
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        for (id, time) in other.rules {
            *self.rules.entry(id).or_default() += time;
        }
    }
}

/// Set once, by the command line; each thread looks at it.
static TIMED: AtomicBool = AtomicBool::new(false);

thread_local! {
    static HERE: RefCell<Here> = RefCell::new(Here::default());
}

/// What this thread did since it was last asked, and the stage that it is in, since when.
#[derive(Default)]
struct Here {
    work: Work,
    now: Option<(Stage, Instant)>,
}

impl Here {
    /// The time that ran since the last look is the present stage's; then another one begins.
    fn turn(&mut self, to: Option<Stage>) -> Option<Stage> {
        let now = Instant::now();
        let before = self.now.take();
        if let Some((stage, since)) = before {
            self.work.times[stage as usize] += now.duration_since(since);
        }
        self.now = to.map(|stage| (stage, now));
        before.map(|(stage, _)| stage)
    }

    fn up_to_now(&mut self) -> &mut Work {
        if let Some((stage, _)) = self.now {
            self.turn(Some(stage));
        }
        &mut self.work
    }
}

/// From now on, in every thread, times are taken.
pub fn ask_for_times() {
    TIMED.store(true, Ordering::Relaxed);
}

fn timed() -> bool {
    TIMED.load(Ordering::Relaxed)
}

/// A stage that goes on until this is dropped.
#[derive(Debug)]
#[must_use]
pub struct Within {
    /// What goes on afterwards; `None` where no times are taken.
    around: Option<Option<Stage>>,
}

/// A stage begins; the stage around it, if any, goes on afterwards.
pub fn enter(stage: Stage) -> Within {
    Within { around: timed().then(|| HERE.with_borrow_mut(|here| here.turn(Some(stage)))) }
}

/// No stage's time runs: another thread is waited for.
pub fn pause() -> Within {
    Within { around: timed().then(|| HERE.with_borrow_mut(|here| here.turn(None))) }
}

impl Drop for Within {
    fn drop(&mut self) {
        if let Some(around) = self.around {
            HERE.with_borrow_mut(|here| here.turn(around));
        }
    }
}

/// Does something that a rule asks for.
pub fn rule<T>(id: &str, act: impl FnOnce() -> T) -> T {
    if !timed() {
        return act();
    }
    let start = Instant::now();
    let done = act();
    let took = start.elapsed();
    HERE.with_borrow_mut(|here| match here.work.rules.get_mut(id) {
        Some(time) => *time += took,
        None => {
            here.work.rules.insert(id.to_string(), took);
        }
    });
    done
}

/// Something was done once more.
pub fn count(deed: Deed) {
    HERE.with_borrow_mut(|here| here.work.counts[deed as usize] += 1);
}

/// What this thread did since it was last asked.
pub fn take() -> Work {
    HERE.with_borrow_mut(|here| std::mem::take(here.up_to_now()))
}

/// The same, which the next [`take`] still hands in.
pub fn so_far() -> Work {
    HERE.with_borrow_mut(|here| here.up_to_now().clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_done_is_handed_in_once() {
        take();
        count(Deed::HtmlRead);
        count(Deed::HtmlRead);
        let mut work = take();
        assert_eq!((work.count(Deed::HtmlRead), work.count(Deed::DateScan)), (2, 0));
        assert_eq!(take().count(Deed::HtmlRead), 0);
        let there = std::thread::spawn(|| {
            count(Deed::HtmlRead);
            take()
        });
        work.add(there.join().unwrap());
        assert_eq!(work.count(Deed::HtmlRead), 3);
    }

    #[test]
    fn the_time_of_a_stage_inside_another_is_its_own() {
        let nap = Duration::from_millis(20);
        ask_for_times();
        take();
        let whole = enter(Stage::Check);
        let part = enter(Stage::Read);
        std::thread::sleep(nap);
        drop(part);
        // Handed in while a stage goes on, as a mail of many is.
        let first = take();
        assert!(first.time(Stage::Read) >= nap && first.time(Stage::Check) < nap);
        std::thread::sleep(nap);
        let waits = pause();
        std::thread::sleep(nap * 5);
        drop(waits);
        drop(whole);
        rule("slow", || std::thread::sleep(nap));
        rule("quick", || ());
        let work = take();
        assert!(work.time(Stage::Check) >= nap && work.time(Stage::Check) < nap * 5);
        assert_eq!(work.time(Stage::Read), Duration::ZERO);
        assert_eq!(work.total(), work.time(Stage::Check));
        let slowest: Vec<&str> = work.slowest(10).into_iter().map(|(id, _)| id).collect();
        assert_eq!(slowest, ["slow"]);
    }
}
