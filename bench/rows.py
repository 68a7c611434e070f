"""The rows of the results: what is run, what was to be reached, and whether it was."""

import math
import os
import re
import shutil
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import peers
from measure import median_cpu, pair, run

ROOT = Path(__file__).resolve().parent.parent
MB = 1_000_000


class Failed(Exception):
    """A row that could not be measured, and why."""


@dataclass
class Row:
    """A line of the results; `met` is None where there is no goal or nothing was measured."""

    work: str
    goal: str
    measured: str
    met: bool | None = None
    name: str = ""


def measured(name, measure, bench):
    """The lines of a row; one that fails is a line too."""
    try:
        lines = list(measure(bench))
    except (Failed, OSError, subprocess.CalledProcessError) as error:
        lines = [Row(name, "", f"not measured: {error}")]
    for line in lines:
        line.name = name
    return lines


def seconds(value):
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value:.2f} s"


def against(work, goal, found, other, limit=None, at_least=None):
    """A line about two commands: the first one's CPU as a multiple of the other's, or how many times less it takes."""
    if at_least is None:
        text, met = f"{found.ratio:.2f} ×", None if limit is None else found.ratio <= limit
    else:
        text, met = f"{1 / found.ratio:.1f} × less CPU", found.ratio * at_least <= 1
    text += f" ({seconds(found.first)} against {seconds(found.second)} of {other}; turns: {found.turns})"
    return Row(work, goal, text, met)


def scan(bench):
    """Many mails against ripgrep with the same patterns, and the memory of it."""
    count = bench.size(10_000, 300)
    folder = bench.project("many", "--mails", count)
    work = f"{count} templates of 10–30 KB, built-in rules and 50 patterns, 100 recipients"
    rg = bench.tool("rg")
    if rg is None:
        took = bench.check(folder)
        yield Row(work, "≤ 6 × rg", f"{seconds(took.cpu)}; ripgrep is missing")
        memory = took.memory
    else:
        command = peers.ripgrep(rg, folder)
        found = pair(lambda: bench.check(folder), lambda: bench.peer(command, folder), bench.budget * 4, most=5)
        yield against(work, "≤ 6 × rg -f", found, "ripgrep", limit=6)
        memory = found.memory
    yield Row(f"memory for {count} templates", "≤ 150 MB", f"{memory / MB:.0f} MB", memory <= 150 * MB)


def checkers(bench):
    """The same against other programs that check text; each has a share of the files that it can do in the time."""
    wanted = [
        ("ast-grep", "the same 50 patterns", bench.size(1_000, 20), peers.ast_grep, (0, 1), 10),
        ("semgrep", "the same 50 patterns", bench.size(1_000, 20), peers.semgrep, (0, 1), 30),
        ("typos", "its own words", bench.size(1_000, 20), peers.typos, (0, 2), None),
        ("html-validate", "its recommended rules", bench.size(200, 20), peers.html_validate, (0, 1), None),
    ]
    for name, what, count, prepare, codes, least in wanted:
        work = f"{count} templates, against {name} with {what}"
        goal = f"≥ {least} × less CPU" if least else ""
        tool = bench.tool(name)
        if tool is None:
            yield Row(work, goal, f"{name} is missing")
            continue
        try:
            folder = bench.project(f"files-{count}", "--mails", count)
            command = prepare(tool, folder)
            found = pair(lambda: bench.check(folder), lambda: bench.peer(command, folder, codes), bench.budget, most=5)
            yield against(work, goal, found, name, at_least=least)
        except Failed as error:
            yield Row(work, goal, f"not measured: {error}")


def cold(bench):
    """One mail: the wall time that a commit waits, and the instructions."""
    folder = ROOT / "fixtures" / "livestorm-copied"
    walls = sorted(bench.check(folder).wall for _ in range(bench.size(60, 10)))
    wall = statistics.median(walls)
    yield Row("one fixture, cold: wall", "≤ 10 ms", f"{seconds(wall)} (median of {len(walls)}, best {seconds(walls[0])})",
              wall <= 0.010)
    valgrind = bench.tool("valgrind")
    if valgrind is None:
        yield Row("one fixture, cold: instructions", "≤ 60 M", "valgrind is missing")
        return
    with tempfile.TemporaryDirectory() as scratch:
        command = [valgrind, "--tool=callgrind", f"--callgrind-out-file={scratch}/out", str(bench.presend), "check",
                   "--format", "json", "--now", "2026-11-17T14:00"]
        said = bench.peer(command, folder).err.decode(errors="replace")
    counted = re.search(r"Collected : (\d+)", said)
    if counted is None:
        raise Failed("callgrind told no count")
    millions = int(counted.group(1)) / 1e6
    yield Row("one fixture, cold: instructions", "≤ 60 M", f"{millions:.1f} M", millions <= 60)


def one_mail(bench, rows):
    """A project of one mail of 20 KB with five conditions, for so many recipients."""
    options = ["--mails", 1, "--events", 12, "--size", "20000-20000", "--faults", 0, "--recipients", rows, "--conditions", 5]
    return bench.project(f"rows-{rows}", *options, own=True)


def bare(bench, folder):
    """Every row rendered by the handlebars crate alone."""
    if not bench.example.exists():
        raise Failed("render-bare is missing: cargo build --release --locked --example render-bare")
    return bench.peer([str(bench.example), "."], folder, (0,))


def recipients(bench):
    """A mail to very many, against rendering it for each."""
    rows = bench.size(1_000_000, 20_000)
    folder = one_mail(bench, rows)
    found = pair(lambda: bench.check(folder), lambda: bare(bench, folder), bench.budget, most=3)
    work = f"{rows} recipients, one 20 KB mail with five conditions"
    yield against(f"{work}: against the bare crate", "≤ 0.1 ×", found, "bare rendering", limit=0.1)
    yield Row(f"{work}: peak memory", "≤ 100 MB", f"{found.memory / MB:.0f} MB", found.memory <= 100 * MB)


def handlebars_js(bench):
    """The two renderers side by side, so that the bare crate is no straw man."""
    rows = bench.size(100_000, 5_000)
    work = f"rendering alone, {rows} recipients: the bare crate against Handlebars.js"
    node = bench.tool("node")
    modules = bench.args.tools / "node" / "node_modules"
    if node is None or not (modules / "handlebars").exists():
        yield Row(work, "", "node or handlebars is missing")
        return
    folder = one_mail(bench, rows)
    bench.peer([str(bench.example), ".", "data.json"], folder, (0,))
    # Node looks for packages beside the script.
    script = bench.work / "render.cjs"
    if not script.exists():
        shutil.copy(ROOT / "bench" / "render.cjs", script)
        (bench.work / "node_modules").symlink_to(modules)
    command = [node, str(script), "data.json", "recipients.csv"]
    found = pair(lambda: bare(bench, folder), lambda: bench.peer(command, folder, (0,)), bench.budget, most=3)
    yield against(work, "", found, "Handlebars.js")


def every_recipient(bench):
    """The long way, on purpose."""
    rows = bench.size(100_000, 2_000)
    work = f"--every-recipient, {rows} recipients: against bare rendering"
    if b"--every-recipient" not in run([bench.presend, "check", "--help"]).out:
        yield Row(work, "≤ 4 ×", "skipped: this presend has no --every-recipient")
        return
    folder = one_mail(bench, rows)
    slow = lambda: bench.check(folder, "--every-recipient")
    found = pair(slow, lambda: bare(bench, folder), bench.budget, most=3)
    yield against(work, "≤ 4 ×", found, "bare rendering", limit=4)


def growth(bench):
    """How the time grows: the slope between two sizes, each less the time of a far smaller one."""
    kinds = [
        ("files", [1, 1_000, 10_000], [1, 30, 300], lambda n: ["--mails", n]),
        ("rows", [10, 100_000, 1_000_000], [10, 2_000, 20_000], None),
        ("KB of each of 20 templates", [2, 20, 640], [2, 20, 160],
         lambda n: ["--mails", 20, "--size", f"{n * 1000}-{n * 1000}"]),
        ("events, 20 templates", [2, 100, 1_000], [2, 30, 100], lambda n: ["--mails", 20, "--events", n]),
        ("findings in 100 templates", [0, 1_000, 10_000], [0, 100, 1_000],
         lambda n: ["--mails", 100, "--faults", 0, "--findings", n]),
        ("rules, 20 templates", [50, 200, 500], [50, 100, 200], lambda n: ["--mails", 20, "--rules", n]),
    ]
    for what, full, quick, options in kinds:
        sizes = bench.size(full, quick)
        goal = "" if what.startswith("rules") else "≤ 1.05"
        try:
            times = []
            for size in sizes:
                folder = one_mail(bench, size) if options is None else grown(bench, what, size, options(size))
                times.append(median_cpu(lambda: bench.check(folder), bench.budget / 2))
        except Failed as error:
            yield Row(f"growth: {what}", goal, f"not measured: {error}")
            continue
        low, high = times[1] - times[0], times[2] - times[0]
        said = ", ".join(f"{size}: {seconds(time)}" for size, time in zip(sizes, times))
        if low < 0.002:
            yield Row(f"growth: {what}", goal, f"too quick to tell ({said})")
            continue
        base = sizes[0]
        exponent = math.log(high / low) / math.log((sizes[2] - base) / (sizes[1] - base)) if high > 0 else 0.0
        yield Row(f"growth: {what}", goal, f"exponent {exponent:.2f} ({said})", exponent <= 1.05 if goal else None)


def grown(bench, what, size, options):
    if what == "files" and size == bench.size(10_000, 300):
        return bench.project("many", "--mails", size)
    return bench.project(f"{what.split(' ')[0]}-{size}", *options, own=True)


def accents(bench):
    """French against the same words without accents."""
    count = bench.size(1_000, 50)
    french = bench.project("french", "--mails", count)
    plain = bench.project("ascii", "--mails", count, "--ascii")
    found = pair(lambda: bench.check(french), lambda: bench.check(plain), bench.budget)
    yield against(f"French against --ascii, {count} templates", "≤ 1.3 ×", found, "ASCII", limit=1.3)


def rules(bench):
    """Ten times the rules of a team."""
    def project(mails, count):
        return bench.project(f"team-{mails}-{count}", "--mails", mails, "--rules", count, own=True)

    few, many = project(1, 50), project(1, 500)
    turns = bench.size(15, 5)
    waits = [bench.check(many).wall - bench.check(few).wall for _ in range(turns)]
    more = statistics.median(waits)
    yield Row("50 → 500 rules of a team, one mail: wall", "≤ + 40 ms", f"+ {more * 1000:.1f} ms (turns: {turns})", more <= 0.040)
    count = bench.size(1_000, 50)
    few, many = project(count, 50), project(count, 500)
    found = pair(lambda: bench.check(many), lambda: bench.check(few), bench.budget)
    yield against(f"50 → 500 rules of a team, {count} templates", "≤ 2.5 ×", found, "50 rules", limit=2.5)


def binary(bench):
    """The program as it is handed out."""
    with tempfile.TemporaryDirectory() as scratch:
        copy = Path(scratch) / "presend"
        shutil.copy(bench.presend, copy)
        stripped = shutil.which("strip") and run(["strip", copy]).code == 0
        size = copy.stat().st_size
    note = "" if stripped else " (strip is missing: with its symbols)"
    yield Row("binary, stripped", "≤ 12 MB", f"{size / MB:.1f} MB{note}", size <= 12 * MB)


def build(bench):
    """A clean build on two cores; minutes of work, so only where it is asked for."""
    if not bench.args.build:
        yield Row("clean build, release, two jobs", "≤ 4 min", "skipped: --build was not given")
        return
    with tempfile.TemporaryDirectory() as scratch:
        command = ["cargo", "build", "--release", "--locked", "--bin", "presend", "--jobs", "2", "--target-dir", scratch]
        own = [f"-u{name}" for name in os.environ if name.startswith("CARGO_PROFILE_")]
        took = run(["env", *own, *command], cwd=ROOT)
    if took.code != 0:
        raise Failed(took.err.decode(errors="replace").strip()[-200:])
    yield Row("clean build, release, two jobs", "≤ 4 min", f"{took.wall / 60:.1f} min wall, {took.cpu / 60:.1f} min CPU", took.wall <= 240)


ROWS = {
    "scan": scan,
    "checkers": checkers,
    "cold": cold,
    "recipients": recipients,
    "handlebars-js": handlebars_js,
    "every-recipient": every_recipient,
    "growth": growth,
    "accents": accents,
    "rules": rules,
    "binary": binary,
    "build": build,
}
