"""The cases of the fault bench: each base with at most one change, as a project's files.

A base is one YAML file of this folder (README.md says how it is written). Out come its right mail, the mail with each
mistake, with each harmless edit, and bound to each of the team's other events; then the slips drawn with a seed
(draw.py). The same files give the same cases, in the same order; `cases.py --sums` gives a sum of each one's files.
"""

import csv
import fnmatch
import hashlib
import io
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

HERE = Path(__file__).resolve().parent
SLOT = re.compile(r"⟦([^|⟧]+)\|([^⟧]*)⟧")
OWN = re.compile(r"(\bevent:[ ]*)(\[[^\]\n]*\]|[\"']?[\w.-]+[\"']?)")
RIGHT, WRONG = ("clean", "harmless"), ("written", "cross", "drawn")


@dataclass
class Place:
    """What was changed: bytes of a file."""

    file: str
    start: int
    end: int


@dataclass
class Case:
    """A project with at most one change. `row` is a line of the recipients' file; `anywhere`: any finding tells of it."""

    base: str
    kind: str
    name: str
    said: str
    files: dict
    place: Place | None = None
    row: int | None = None
    anywhere: bool = False
    id: str = ""


@dataclass
class Base:
    """A right mail of a team, with what can go wrong in it. `sent` is the moment that the clock stands at."""

    id: str
    language: str
    marked: dict
    faults: list
    truths: list
    files: dict = field(default_factory=dict)
    slots: dict = field(default_factory=dict)
    sent: str | None = None
    own: tuple = ()
    events: dict = field(default_factory=dict)

    def __post_init__(self):
        for file, text in self.marked.items():
            self.files[file] = SLOT.sub(lambda slot: slot[2], text)
            self.slots.update({slot[1]: file for slot in SLOT.finditer(text)})
        written = {file: text for file, text in self.files.items() if not file.startswith("events/")}
        moments = [re.search(r"send_at:\s*[\"']?(\d[\dT:-]{15})", text) for text in written.values()]
        self.sent = next((moment[1] for moment in moments if moment), None)
        own = next(found[2] for text in written.values() if (found := OWN.search(text)))
        self.own = tuple(re.findall(r"[\w.-]+", own))
        for file, text in self.files.items():
            if file.startswith("events/"):
                event = yaml.safe_load(text)
                self.events[str(event.get("id") or Path(file).stem)] = event

    def mail(self):
        """The file of the mail itself: what presend.yaml names, or the page beside its settings."""
        listed = yaml.safe_load(self.files["presend.yaml"])["mails"][0]
        listed = listed if isinstance(listed, str) else listed.get("template") or listed.get("html") or listed.get("text")
        listed = next(file for file in self.files if fnmatch.fnmatch(file, listed))
        if not listed.endswith(".mail.yaml"):
            return listed
        stem = listed.removesuffix(".mail.yaml")
        return next(file for file in self.files if file.startswith(stem + ".") and not file.endswith((".yaml", ".txt")))

    def now(self):
        """The arguments that set the clock."""
        return ["--now", self.sent] if self.sent else []


def read(path):
    """A base from its file."""
    text = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Base(text["id"], text["language"], text["files"], text.get("faults") or [], text.get("truths") or [])


def bases(folder=HERE):
    """All bases, by name."""
    return [read(path) for path in sorted(folder.glob("*.yaml"))]


def size(text):
    return len(text.encode("utf-8"))


def in_slot(base, name, text):
    """The files with another text in a slot, and its place."""
    file = base.slots[name]
    marked = base.marked[file]
    slot = next(slot for slot in SLOT.finditer(marked) if slot[1] == name)
    plain = lambda part: SLOT.sub(lambda slot: slot[2], part)
    before, after = plain(marked[: slot.start()]), plain(marked[slot.end():])
    start = size(before)
    return {**base.files, file: before + text + after}, Place(file, start, start + size(text))


def in_file(base, file, find, text, occurrence=0):
    """The files with a text of a file replaced, and its place; `occurrence` counts from 0."""
    whole, at = base.files[file], -1
    for _ in range(occurrence + 1):
        at = whole.index(find, at + 1)
    start = size(whole[:at])
    return {**base.files, file: whole[:at] + text + whole[at + len(find):]}, Place(file, start, start + size(text))


def in_cell(base, file, row, column, text):
    """The files with a recipient's cell replaced; `row` is the file's line, that of the titles being the first."""
    lines = base.files[file].splitlines()
    delimiter = ";" if lines[0].count(";") > lines[0].count(",") else ","
    cells = next(csv.reader([lines[row - 1]], delimiter=delimiter))
    titles = [title.strip() for title in next(csv.reader([lines[0]], delimiter=delimiter))]
    cells[titles.index(column)] = text
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="").writerow(cells)
    lines[row - 1] = out.getvalue()
    return {**base.files, file: "\n".join(lines) + "\n"}


def changed(base, kind, entry):
    """The case of a mistake, a harmless edit or a drawn slip."""
    text, place, row = entry.get("text") or "", None, None
    if "slot" in entry:
        where, (files, place) = entry["slot"], in_slot(base, entry["slot"], text)
    elif "row" in entry:
        row, where = entry["row"], f"{entry['file']}, line {entry['row']}, {entry['column']}"
        files = in_cell(base, entry["file"], row, entry["column"], text)
    else:
        where = entry["find"]
        files, place = in_file(base, entry["file"], entry["find"], text, entry.get("occurrence", 0))
    said = f"{where} → {text}" if text else f"{where}: left out"
    return Case(base.id, kind, entry["class"], said, files, place, row, bool(entry.get("anywhere")))


def bound(base, other):
    """The right mail, bound to another event of the team: the settings name it, and every word is the own event's."""
    files = dict(base.files)
    for file, text in files.items():
        if not file.startswith("events/"):
            files[file] = OWN.sub(lambda found: found[1] + other, text)
    return Case(base.id, "cross", "whole-mail", f"bound to {other}", files, anywhere=True)


def cases(base, drawn):
    """Every case of a base, the right mail first."""
    out = [Case(base.id, "clean", "clean", "the right mail", base.files)]
    out += [changed(base, "written", entry) for entry in base.faults]
    out += [changed(base, "harmless", entry) for entry in base.truths]
    out += [bound(base, other) for other in sorted(base.events) if other not in base.own]
    out += [changed(base, "drawn", entry) for entry in drawn if entry["base"] == base.id]
    for number, case in enumerate(out):
        case.id = f"{base.id}.{number:03}"
    return out


def drawn_slips(folder=HERE):
    """The slips that draw.py wrote."""
    return [entry for path in sorted(folder.glob("drawn/*.yaml")) for entry in yaml.safe_load(path.read_text("utf-8"))]


def digest(folder=HERE):
    """One number for bases, drawn slips and the other checkers' configuration, on which their results rest."""
    out = hashlib.sha256()
    paths = [*folder.glob("*.yaml"), *folder.glob("drawn/*.yaml"), *folder.glob("config/*")]
    for path in sorted(paths, key=lambda path: path.relative_to(folder).as_posix()):
        out.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return out.hexdigest()


def write(files, folder):
    """Lays a project's files into a folder."""
    for file, text in files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8"))


def main():
    drawn = drawn_slips()
    for base in bases():
        for case in cases(base, drawn):
            whole = "".join(f"{file}\0{text}\0" for file, text in sorted(case.files.items()))
            print(case.id, hashlib.sha256(whole.encode("utf-8")).hexdigest())


if __name__ == "__main__":
    sys.exit(main() if sys.argv[1:] == ["--sums"] else __doc__)
