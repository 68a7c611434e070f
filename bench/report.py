"""The page of results, and the small things that it says of programs."""

import datetime
import json
import re


def package_version(path):
    """The version that a package.json states."""
    if path is None or not path.exists():
        return "missing"
    return json.loads(path.read_text(encoding="utf-8")).get("version", "unknown")


def crate_version(lock, name):
    """The version of a crate in a Cargo.lock."""
    found = re.search(rf'name = "{name}"\nversion = "([^"]+)"', lock.read_text(encoding="utf-8"))
    return found.group(1) if found else "unknown"


def first_error(took):
    """The first thing that kept presend from looking at everything."""
    try:
        errors = json.loads(took.out)["errors"]
    except (ValueError, KeyError):
        return took.err.decode(errors="replace").strip()[-200:]
    return errors[0]["message"] if errors else "no error is told"


def markdown(found, bench, machine, begun):
    """The page."""
    took = datetime.datetime.now() - begun
    kind = "quick run: sizes are small and its figures say little" if bench.quick else "whole run"
    lines = [
        "# Results", "",
        f"{begun:%Y-%m-%d %H:%M}, {took.seconds // 60} min {took.seconds % 60} s, {kind}.", "",
        f"Machine: {machine}.", "",
        "Times are CPU seconds (user and system, of all processes and threads), taken in turns A B A B …; a ratio is the",
        "median of the ratios of the turns. `python3 bench/run.py` writes this page; `bench/README.md` says how.", "",
        "| work | goal | measured | met |", "|---|---|---|---|",
    ]
    for row in found:
        met = {True: "yes", False: "**no**", None: "—"}[row.met]
        lines.append(f"| {row.work} | {row.goal or '—'} | {row.measured} | {met} |")
    lines += ["", "## Versions", ""]
    lines += [f"- {name}: {version}" for name, version in bench.versions().items()]
    if bench.args.maker.name != "make.py":
        lines += ["", f"Projects of {bench.args.maker.name}, where its arguments allow; else of make.py."]
    lines += ["", "## Commands", "", "Each in a project that `bench/make.py` made; output goes into a file.", "", "```"]
    return "\n".join(lines + bench.commands + ["```", ""])
