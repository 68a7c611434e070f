#!/usr/bin/env python3
"""What each format costs on one finding in a line of 1 MB, in milliseconds, and how long its report is.

    cargo build --release --locked && python3 scripts/measure-formats.py [PROGRAM]

A run that writes a report fifty times more than another differs from it by fifty reports: reading and checking the mail
are not counted.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path(sys.argv[1] if len(sys.argv) > 1 else "target/release/presend").resolve()
FORMATS = ["human", "plain", "json", "sarif", "github", "gitlab", "junit", "markdown", "mattermost"]
MANY = 50


def project(root: Path) -> None:
    (root / "mails").mkdir()
    (root / "presend.yaml").write_text("language: fr\nevents: [event.yaml]\nmails: [mails/*.hbs]\n")
    (root / "event.yaml").write_text('title: "Tenir un carnet de terrain"\nstart: 2027-03-16T18:00\n')
    filler = "mot " * (1_000_000 // 2 // 4)
    body = f"<p>{filler}</p><p>Le jeudi 18 mars 2027.</p><p>{filler}</p>\n"
    head = "---\nsubject: Demain\nsend_at: 2027-03-15T09:00\n---\n"
    (root / "mails" / "a.hbs").write_text(head + body)


def run(root: Path, outputs: list[str]) -> float:
    arguments = [part for output in outputs for part in ("--output", output)]
    begin = time.perf_counter()
    subprocess.run([PROGRAM, "check", "--rule", "event-date", *arguments], cwd=root, capture_output=True, check=False)
    return time.perf_counter() - begin


with tempfile.TemporaryDirectory() as folder:
    root = Path(folder)
    project(root)
    for name in FORMATS:
        few = min(run(root, [f"{name}=report"]) for _ in range(3))
        many = min(run(root, [f"{name}=report"] * (MANY + 1)) for _ in range(3))
        length = (root / "report").stat().st_size
        print(f"{name:<11} {(many - few) / MANY * 1000:7.1f} ms   {length:6} bytes")
