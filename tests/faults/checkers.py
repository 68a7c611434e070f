"""The other checkers: how each is run over all mails of a form, and what it says of each.

A checker gets the folder of its form, with one file a case (`BASE.NUMBER.ext`), and gives pairs of case and saying. A
saying has no line and no column, so that the same one is told again of a mail whose lines moved.
"""

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import slips
from cases import HERE

CONFIG = HERE / "config"


class Missing(Exception):
    """A program that is not installed, or that cannot be run here."""


class Tools:
    """Where programs are looked for: --tools DIR (bin/, py/bin/, node/node_modules/.bin/), then the PATH."""

    def __init__(self, folder):
        self.node = folder / "node" / "node_modules" if folder else None
        self.places = [folder / "bin", folder / "py" / "bin", self.node / ".bin"] if folder else []

    def path(self, name):
        found = next((str(place / name) for place in self.places if (place / name).exists()), None) or shutil.which(name)
        if not found:
            raise Missing(f"{name} is not installed")
        return found

    def version(self, name, *arguments):
        """The first line of what a program says of its version."""
        done = subprocess.run([self.path(name), *(arguments or ["--version"])], capture_output=True, timeout=60)
        lines = (done.stdout or done.stderr).decode(errors="replace").strip().splitlines()
        return lines[0].strip() if lines else "unknown"


def run(command, cwd=None, given=None, codes=(0, 1)):
    """What a program writes; an exit code that is none of these stops the checker."""
    # Into a file: some end before a pipe has taken all that they write.
    with tempfile.TemporaryFile() as out:
        done = subprocess.run([str(part) for part in command], cwd=cwd, input=given, stdout=out, stderr=subprocess.PIPE)
        out.seek(0)
        text = out.read().decode("utf-8", errors="replace")
    if done.returncode not in codes:
        said = (done.stderr.decode(errors="replace") or text).strip()[-300:]
        raise Missing(f"{Path(str(command[0])).name} ended with {done.returncode}: {said}")
    return text


def case_of(path):
    """The case that a file is the form of."""
    return Path(path).name.rsplit(".", 1)[0]


def matches(out):
    """Case and text of each match in ripgrep's JSON."""
    for line in out.splitlines():
        entry = json.loads(line)
        if entry["type"] == "match":
            for part in entry["data"]["submatches"]:
                yield case_of(entry["data"]["path"]["text"]), part["match"].get("text", "?")


def leftovers(tools, folder, _bases):
    """Patterns for what is left over from writing: TODO, other tools' tags, broken characters."""
    return matches(run([tools.path("rg"), "--no-config", "--json", "-f", CONFIG / "leftovers.txt", folder]))


def foreign(base):
    """Titles, speakers and links of the team's other events, which a careful team could search a mail for."""
    right = json.dumps(slips.about(base), default=str, ensure_ascii=False)
    for event in slips.others(base):
        words = [event.get("title"), *slips.names(event.get("speakers")), *(url for _, url in slips.links(event))]
        yield from (word for word in words if word and word not in right)


def others_words(tools, folder, bases):
    """The words of the other events of each base, searched for as they stand."""
    for base in bases:
        words = "\n".join(sorted(set(foreign(base)))).encode()
        files = sorted(folder.glob(f"{base.id}.*"))
        if words and files:
            yield from matches(run([tools.path("rg"), "--no-config", "--json", "-i", "-F", "-f", "-", *files], given=words))


def typos(tools, folder, _bases):
    """Known misspellings of English words."""
    out = run([tools.path("typos"), "--isolated", "--format", "json", folder], codes=(0, 2))
    for entry in map(json.loads, out.splitlines()):
        if entry.get("type") == "typo":
            yield case_of(entry["path"]), entry["typo"]


def codespell(tools, folder, _bases):
    """Known misspellings of English words."""
    for line in run([tools.path("codespell"), folder], codes=(0, 65)).splitlines():
        found = re.match(r"(.*):\d+: (\S+) ==> ", line)
        if found:
            yield case_of(found[1]), found[2]


def words_of(text):
    """The words of a text, without those of addresses; a word of two letters says little about its spelling."""
    return {word for word in re.findall(r"[^\W\d_]+", re.sub(r"\S+(?:://|@)\S+", " ", text)) if len(word) > 2}


def hunspell(tools, folder, bases):
    """Every word against a dictionary of the mail's language, with the words of the project's own facts added to it."""
    for base in bases:
        own = {word for file, text in base.files.items() if file.endswith((".yaml", ".csv")) for word in words_of(text)}
        texts = {case_of(path): words_of(path.read_text(encoding="utf-8")) for path in sorted(folder.glob(f"{base.id}.*"))}
        asked = sorted(set().union(*texts.values()) - own)
        command = [tools.path("hunspell"), "-l", "-i", "utf-8", "-d", "fr" if base.language == "fr" else "en_US"]
        wrong = set(run(command, given="\n".join(asked).encode()).split())
        yield from ((case, word) for case, words in texts.items() for word in sorted(words & wrong))


def textlint(tools, folder, _bases):
    """Its rule for terms, and presend's own words for what is left to write, as a list of textlint-rule-prh."""
    command = [tools.path("textlint"), "--config", CONFIG / "textlint.json", "--format", "json", "--no-color"]
    # Rules are looked for from where it runs.
    for entry in json.loads(run([*command, *sorted(folder.glob("*.txt"))], cwd=tools.node.parent if tools.node else HERE)):
        for message in entry["messages"]:
            yield case_of(entry["filePath"]), f"{message['ruleId']}: {message['message']}"


def html_validate(tools, folder, _bases):
    """The recommended rules for HTML."""
    command = [tools.path("html-validate"), "--config", CONFIG / "htmlvalidate.json", "--ext", "html", "--formatter", "json"]
    for entry in json.loads(run([*command, folder]) or "[]"):
        for message in entry["messages"]:
            yield case_of(entry["filePath"]), f"{message['ruleId']}: {message['message']}"


# Tests that count nothing, and say only that a message has HTML or was not received by a server.
INFORMING = {"none", "HTML_MESSAGE", "NO_RECEIVED", "NO_RELAYS"}


def spamassassin(tools, folder, _bases):
    """All local tests; a saying is the name of a test that the message met."""
    box = folder.parent / "all.mbox"
    with box.open("wb") as out:
        for path in sorted(folder.glob("*.eml")):
            body = re.sub(rb"(?m)^(>*From )", rb">\1", path.read_bytes())
            head = f"From bench@example.org Mon Jan  5 09:00:00 2026\nX-Fault-Case: {case_of(path)}\n"
            out.write(head.encode() + body.rstrip(b"\n") + b"\n\n")
    command = [tools.path("spamassassin"), "--local", "--cf", (CONFIG / "spamassassin.cf").read_text(), "--mbox", box]
    out = run([part for part in command], codes=(0,))
    for message in re.split(r"(?m)^(?=From bench@example\.org )", out):
        head = re.sub(r"\n[ \t]+", "", message.split("\n\n", 1)[0])
        case, status = re.search(r"(?m)^X-Fault-Case: (\S+)", head), re.search(r"(?m)^X-Spam-Status: .*?tests=([\w,]+)", head)
        if case and status:
            names = (name for name in status[1].split(",") if name not in INFORMING and not name.startswith("T_"))
            yield from ((case[1], name) for name in names)


# Name, form, what runs it, how its version is asked.
CHECKERS = {
    "ripgrep, leftovers": ("text", leftovers, ("rg",)),
    "ripgrep, others' words": ("text", others_words, ("rg",)),
    "textlint": ("text", textlint, ("textlint",)),
    "hunspell": ("text", hunspell, ("hunspell",)),
    "typos": ("text", typos, ("typos",)),
    "codespell": ("text", codespell, ("codespell",)),
    "html-validate": ("html", html_validate, ("html-validate",)),
    "SpamAssassin": ("eml", spamassassin, ("spamassassin",)),
}


def another(told):
    """A checker from the command line, NAME:FORM=COMMAND: it gets the folder, and a line it prints about a file counts."""
    name, _, rest = told.partition(":")
    form, _, command = rest.partition("=")
    if form not in ("eml", "html", "text", "project") or not command:
        raise ValueError(f"{told}: NAME:FORM=COMMAND is wanted, FORM being eml, html, text or project")

    def sayings(_tools, folder, _bases):
        done = subprocess.run(f"{command} {folder}", shell=True, capture_output=True, text=True, errors="replace")
        for line in done.stdout.splitlines():
            found = re.search(r"([\w-]+\.\d{3}(?:-\d+)?)(?:\.(?:eml|html|txt)|/[^\s:]*)(?:[:(]\d+)*\)?:?\s*(.*)", line)
            if found:
                yield found[1], found[2]

    return name, (form, sayings, None)
