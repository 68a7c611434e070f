"""Runs commands and takes their CPU seconds, wall time and peak memory; holds two commands against each other in pairs."""

import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Took:
    """One run: CPU and wall in seconds, peak memory of its largest process in bytes, exit code, what it wrote."""

    cpu: float
    wall: float
    memory: int
    code: int
    out: bytes
    err: bytes


def run(command, cwd=None, env=None):
    """Runs a command to its end. Its output goes into files, as ripgrep and others do less where nobody reads it."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = subprocess.Popen(
            [str(part) for part in command], cwd=cwd, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            env={**os.environ, **(env or {})},
        )
        # The child's own time and that of the children it waited for.
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Took(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024, child.returncode, out.read(), err.read())


@dataclass
class Pair:
    """Two commands run in turns: median CPU of each, and the median of the ratios of each turn."""

    first: float
    second: float
    ratio: float
    turns: int
    memory: int


def pair(first, second, budget, most=9):
    """Runs A, B, A, B … until the budget in seconds is spent, at least once and at most `most` times."""
    start = time.perf_counter()
    ours, theirs = [], []
    while not ours or (len(ours) < most and time.perf_counter() - start < budget):
        ours.append(first())
        theirs.append(second())
    ratios = [a.cpu / max(b.cpu, 1e-6) for a, b in zip(ours, theirs)]
    return Pair(
        statistics.median(took.cpu for took in ours), statistics.median(took.cpu for took in theirs),
        statistics.median(ratios), len(ours), max(took.memory for took in ours),
    )


def median_cpu(command, budget, most=5):
    """The median CPU seconds of a command, run until the budget is spent."""
    start = time.perf_counter()
    took = []
    while not took or (len(took) < most and time.perf_counter() - start < budget):
        took.append(command().cpu)
    return statistics.median(took)


def first_line(command):
    """What a tool says of its version; nothing where it is not there."""
    try:
        took = run(command)
    except OSError:
        return ""
    lines = (took.out or took.err).decode(errors="replace").strip().splitlines()
    return lines[0].strip() if lines and took.code == 0 else ""


def machine():
    """Cores, processor and memory of this machine, in a line."""
    def named(path, name):
        lines = Path(path).read_text(errors="replace").splitlines() if Path(path).exists() else []
        return next((line.split(":", 1)[1].strip() for line in lines if line.startswith(name)), "unknown")

    memory = named("/proc/meminfo", "MemTotal").split()
    size = f"{int(memory[0]) / 1024 / 1024:.0f} GiB" if memory[0].isdigit() else "unknown"
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {named('/proc/cpuinfo', 'model name')}, {size} of memory, {os.uname().sysname} {os.uname().release}"
