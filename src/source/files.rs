//! The files of a run: reading them within limits, and letting go of those that can be read again.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, RwLock};

use super::away::Away;
use super::unread::{binary, size, too_large, unreadable};
use super::{OnDisk, Position, Problem, SourceFile, Span, Traced};
use crate::language::Message;
use crate::work::{self, Deed};

/// The largest file that is read, in bytes. A mail is a few hundred kilobytes at most: Gmail clips at about 102 KB.
pub const MAX_BYTES: u64 = 20 * 1024 * 1024;

/// One file of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// Which encodings a reader accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Accept {
    /// UTF-8, with or without a byte order mark: templates, YAML, rules.
    Utf8,
    /// Also UTF-16 with a byte order mark, and Windows-1252 for what is not UTF-8: recipients' exports.
    AnyText,
    /// Any bytes: a finished message says itself how each of its parts is to be read. Its text is what an editor would
    /// show of it.
    Message,
}

/// A path of a project as it is shown from outside, below the project's folder; what is no path of the project (an
/// option's name, an absolute path) stays as it is.
pub fn below(folder: &str, path: &str) -> String {
    match folder.is_empty() || path.starts_with("--") || Path::new(path).is_absolute() {
        true => path.to_string(),
        false => format!("{folder}/{path}"),
    }
}

/// What reading a file gave.
pub type Read = Result<FileId, Problem>;

/// How many bytes of mails are held at once, as long as nothing else is said; those that come after are let go of.
const HELD: usize = 8 * 1024 * 1024;
/// How many of the files that were read anew are held for the next question, and how many bytes of them at most.
const RECENT: (usize, usize) = (8, 8 * 1024 * 1024);

/// A file of the run.
#[derive(Debug)]
enum Slot {
    /// As it was read.
    Held { file: Arc<SourceFile>, from: From },
    /// It lies on disk.
    Away(Arc<Away>),
}

/// Where the bytes of a file that is held come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    /// They were handed over: nobody can read them again.
    Memory,
    Disk,
    /// From disk, and they are among those that mails may hold.
    Mail,
}

/// All files of a run, each read once; those that were let go of are read anew when somebody asks for them.
#[derive(Debug)]
pub struct Sources {
    /// The number of the first file.
    first: u32,
    files: RwLock<Vec<Slot>>,
    drafts: BTreeMap<String, Vec<u8>>,
    /// The first file of each path.
    by_path: RwLock<HashMap<String, FileId>>,
    /// How many bytes of mails may be held, and are.
    most: usize,
    held: AtomicUsize,
    recent: Mutex<VecDeque<Arc<SourceFile>>>,
}

impl Default for Sources {
    fn default() -> Sources {
        Sources {
            first: 0,
            files: RwLock::default(),
            drafts: BTreeMap::new(),
            by_path: RwLock::default(),
            most: HELD,
            held: AtomicUsize::new(0),
            recent: Mutex::default(),
        }
    }
}

impl Sources {
    /// No file yet.
    pub fn new() -> Sources {
        Sources::default()
    }

    /// No file yet; of those that will be read, these hold other bytes than on disk: corrections that are not written
    /// yet, by the paths that are shown.
    pub fn with_drafts(drafts: BTreeMap<String, Vec<u8>>) -> Sources {
        Sources { drafts, ..Sources::default() }
    }

    /// With so many bytes of mails held at most.
    pub fn holding(mut self, most: usize) -> Sources {
        self.most = most;
        self
    }

    /// With its files numbered from `first` on, so that they can be joined to others.
    pub fn numbered_from(mut self, first: u32) -> Sources {
        self.first = first;
        self
    }

    /// The number that the next file will have.
    pub fn next(&self) -> u32 {
        let files = self.files.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        self.first + files.len() as u32
    }

    /// Shows all files below a folder; empty: as they are. No further file is read for the first time after that.
    pub fn put_below(&mut self, folder: &str) {
        if folder.is_empty() {
            return;
        }
        self.recent.get_mut().unwrap_or_else(|poisoned| poisoned.into_inner()).clear();
        for slot in self.files.get_mut().unwrap_or_else(|poisoned| poisoned.into_inner()) {
            match slot {
                Slot::Held { file, .. } => *file = Arc::new(file.moved(&below(folder, &file.path))),
                Slot::Away(away) => away.put_at(below(folder, &away.path())),
            }
        }
    }

    /// Adds the files of another run, which are numbered from [`Sources::next`] on; places in either stay right.
    pub fn join(&mut self, other: Sources) {
        debug_assert_eq!(self.next(), other.first);
        let files = self.files.get_mut().unwrap_or_else(|poisoned| poisoned.into_inner());
        files.extend(other.files.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner()));
    }

    /// Lets go of a file that was read from `disk` where mails hold more than they may; whether it did. What does not
    /// lie on disk is not let go of.
    pub fn let_go(&self, id: FileId, disk: &Path, accept: Accept) -> bool {
        let mut files = self.files.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        let slot = &mut files[(id.0 - self.first) as usize];
        match slot {
            Slot::Away(_) => true,
            Slot::Held { from: From::Memory | From::Mail, .. } => false,
            Slot::Held { file, from: from @ From::Disk } => {
                let length = file.bytes.len();
                if self.held.fetch_add(length, Ordering::Relaxed) + length <= self.most {
                    *from = From::Mail;
                    return false;
                }
                self.held.fetch_sub(length, Ordering::Relaxed);
                *slot = Slot::Away(Arc::new(Away::of(file, disk, accept)));
                true
            }
        }
    }

    /// The files that are not what they were when they were let go of.
    pub fn lost(&self) -> Vec<FileId> {
        let files = self.files.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        let lost = (self.first..).zip(files.iter()).filter(|(_, slot)| match slot {
            Slot::Held { .. } => false,
            Slot::Away(away) => away.is_lost(),
        });
        lost.map(|(id, _)| FileId(id)).collect()
    }

    /// The bytes that count for a path instead of those on disk or on standard input.
    pub fn draft(&self, shown: &str) -> Option<&[u8]> {
        self.drafts.get(shown).map(Vec::as_slice)
    }

    /// A file that was read. One that was let go of is read anew; where it is another one by now, it is lost ([`SourceFile::is_lost`]).
    pub fn file(&self, id: FileId) -> Arc<SourceFile> {
        let away = {
            let files = self.files.read().unwrap_or_else(|poisoned| poisoned.into_inner());
            match &files[(id.0 - self.first) as usize] {
                Slot::Held { file, .. } => return Arc::clone(file),
                Slot::Away(away) => Arc::clone(away),
            }
        };
        let (file, read) = away.file(id);
        if read {
            let mut recent = self.recent.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            recent.push_back(Arc::clone(&file));
            while recent.len() > RECENT.0
                || recent.len() > 1 && recent.iter().map(|file| file.bytes.len()).sum::<usize>() > RECENT.1
            {
                recent.pop_front();
            }
        }
        file
    }

    /// The path of a file that was read; the file itself is not needed for it.
    pub fn path(&self, id: FileId) -> String {
        let files = self.files.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        match &files[(id.0 - self.first) as usize] {
            Slot::Held { file, .. } => file.path.clone(),
            Slot::Away(away) => away.path(),
        }
    }

    /// The text of a file, each character with its place.
    pub fn text(&self, id: FileId) -> Traced {
        self.file(id).text.clone()
    }

    /// Where a span starts.
    pub fn start(&self, span: Span) -> Position {
        self.file(span.file).position(span.start)
    }

    /// The first position after a span.
    pub fn end(&self, span: Span) -> Position {
        self.file(span.file).position(span.end)
    }

    /// The words at a span.
    pub fn slice(&self, span: Span) -> String {
        self.file(span.file).slice(span)
    }

    /// Reads the file at `disk`, to be shown as `shown`. A file that was read before is not read again.
    ///
    /// # Errors
    /// A problem with the code `file-missing`, `file-directory`, `file-unreadable`, `file-too-large`,
    /// `file-binary` or `file-encoding`; the last one with the line of the first byte that is not UTF-8.
    pub fn read(&self, disk: &Path, shown: &str, accept: Accept) -> Read {
        match self.known(shown) {
            Some(known) => Ok(known),
            None => {
                let from = if self.drafts.contains_key(shown) { From::Memory } else { From::Disk };
                self.take(shown, self.bytes(disk, shown)?, accept, from)
            }
        }
    }

    /// The file of a path, if it was read.
    pub fn known(&self, shown: &str) -> Option<FileId> {
        let known = self.by_path.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        known.get(shown).copied()
    }

    /// The bytes of the file at `disk`, which is shown as `shown`; it is none of the run's files yet.
    ///
    /// # Errors
    /// A problem with the code `file-missing`, `file-directory`, `file-unreadable` or `file-too-large`.
    pub fn bytes(&self, disk: &Path, shown: &str) -> Result<Vec<u8>, Problem> {
        let size = size(disk, shown)?;
        if size > MAX_BYTES {
            return Err(too_large(shown, size, MAX_BYTES).help(Message::new(
                "Est-ce le bon fichier ? Un mail fait rarement plus de 100 Ko.",
                "Is it the right file? A mail seldom has more than 100 KB.",
            )));
        }
        if let Some(draft) = self.draft(shown) {
            return Ok(draft.to_vec());
        }
        work::count(Deed::FileRead);
        std::fs::read(disk).map_err(|error| unreadable(shown, &error))
    }

    /// Takes a file that stays on disk.
    pub(super) fn add_on_disk(&self, shown: &str, file: OnDisk) -> Read {
        let zero = file.zero();
        let id = self.push(shown, From::Memory, |_| (SourceFile::of_disk(shown, file), ())).0;
        match zero {
            Some(zero) => Err(binary(id, shown, zero)),
            None => Ok(id),
        }
    }

    /// Takes the text of a sheet as the file `shown`: line N of it is row N, with tabs between the cells.
    pub fn add_sheet(&self, shown: &str, sheet: &str, text: &str) -> FileId {
        self.push(shown, From::Memory, |id| (SourceFile::of_sheet(id, shown, sheet, text), ())).0
    }

    /// Takes bytes that are already there (standard input, a test) as the file `shown`.
    ///
    /// # Errors
    /// As [`Sources::read`], for what the bytes hold.
    pub fn add(&self, shown: &str, bytes: Vec<u8>, accept: Accept) -> Read {
        self.take(shown, bytes, accept, From::Memory)
    }

    fn take(&self, shown: &str, bytes: Vec<u8>, accept: Accept, from: From) -> Read {
        let (id, read) = self.push(shown, from, |id| SourceFile::of(id, shown, bytes, accept));
        if read { Ok(id) } else { Err(self.undecoded(id, shown)) }
    }

    fn push<T>(&self, shown: &str, from: From, file: impl FnOnce(FileId) -> (SourceFile, T)) -> (FileId, T) {
        let mut files = self.files.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        let id = FileId(self.first + files.len() as u32);
        let (file, said) = file(id);
        files.push(Slot::Held { file: Arc::new(file), from });
        drop(files);
        let mut known = self.by_path.write().unwrap_or_else(|poisoned| poisoned.into_inner());
        known.entry(shown.to_string()).or_insert(id);
        (id, said)
    }

    /// Why a file is no text.
    fn undecoded(&self, id: FileId, shown: &str) -> Problem {
        let mut problem = undecoded(id, &self.file(id).bytes, shown);
        problem.path = Some(shown.to_string());
        problem
    }
}

/// Why the bytes of a file are no text.
fn undecoded(id: FileId, bytes: &[u8], shown: &str) -> Problem {
    let save = Message::new(
        "Enregistrer le fichier en UTF-8 (dans l'éditeur : « Enregistrer sous », encodage UTF-8).",
        "Save the file as UTF-8 (in the editor: “Save as”, encoding UTF-8).",
    );
    if matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
        return Problem::new(
            "file-encoding",
            Message::new(format!("« {shown} » est en UTF-16"), format!("“{shown}” is UTF-16")),
        )
        .help(save)
        .at(Span::new(id, 0, 2));
    }
    if let Some(zero) = bytes.iter().position(|b| *b == 0) {
        return binary(id, shown, zero as u32);
    }
    let bad = std::str::from_utf8(bytes).err().map_or(0, |error| error.valid_up_to());
    Problem::new(
        "file-encoding",
        Message::new(
            format!(
                "« {shown} » n'est pas en UTF-8 : l'octet {:#04x} n'y a pas de sens (Latin-1 ou Windows-1252 ?)",
                bytes[bad]
            ),
            format!(
                "“{shown}” is not UTF-8: the byte {:#04x} means nothing there (Latin-1 or Windows-1252?)",
                bytes[bad]
            ),
        ),
    )
    .help(save)
    .at(Span::new(id, bad as u32, bad as u32 + 1))
}
