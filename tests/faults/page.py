"""The page of results, and what is kept between two runs."""

import json
import subprocess

from cases import HERE

HEAD = """\
# Results of the fault bench

`python3 tests/faults/run.py` writes this page; [README.md](README.md) says what is counted, and what these programs are for.
`tests/faults.rs` runs presend on the same cases and holds its figures to this page.

Cases: `{digest}`

presend: {presend}, run on {date}.
"""
HOW = """
A mistake counts as caught by presend when a warning or an error that the right mail does not have lies on it (“anywhere”:
wherever it lies). It counts as caught by another program when that says anything at all that it does not say of the right
mail: a word, a place and a reason are not asked for. The last column counts what at least one of the others noticed.
"""
ALARMS = """
## On right mails

The first row counts right mails of which anything is said; the others count harmless edits of which something new is said, by
the same measure as above.
"""


def first_line(command):
    """What a program says of its version."""
    done = subprocess.run([str(part) for part in command], capture_output=True, timeout=60)
    return done.stdout.decode(errors="replace").strip().split("\n")[0]


def kept(path, digest, whole):
    """The figures of an earlier run, where the cases are the same; figures of other cases are not mixed with new ones."""
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
    if known is None or whole or known["digest"] != digest:
        if known and not whole:
            print("The cases or the others' configuration changed: figures of the checkers that are not run are dropped.")
        return {"digest": digest, "checkers": {}, "missing": {}, "together": None}
    return known


def dump(results):
    return json.dumps(results, ensure_ascii=False, indent=1) + "\n"


def words():
    """Class → what it is, in the order of the list."""
    lines = (HERE / "classes.tsv").read_text(encoding="utf-8").splitlines()
    return {name: (kind, text) for name, kind, text in (line.split("\t") for line in lines)}


def share(part, whole):
    return f"{100 * part / whole:.0f} %" if whole else "—"


def count(figures, kinds, name):
    """The cases of a class among these kinds."""
    return sum((figures or {}).get(kind, {}).get(name, 0) for kind in kinds)


def table(title, results, kinds, names):
    """A table with a line a class and a column a checker, and the sums below."""
    checkers = results["checkers"]
    ours, others = checkers.get("presend"), [name for name in checkers if name != "presend"]
    figures = [results["cases"]] + ([ours["said"], ours["anywhere"]] if ours and "anywhere" in ours else [])
    titles = ["cases"] + (["presend", "anywhere"] if ours else [])
    if kinds in (("clean",), ("harmless",), ("clean", "harmless")):
        figures, titles = figures[:2], titles[:2]
    figures += [checkers[name]["said"] for name in others]
    titles += others
    if results["together"]:
        figures.append(results["together"])
        titles.append("all others")
    lines = [f"| {title} | {' | '.join(titles)} |", "|---|" + "---:|" * len(titles)]
    sums = [0] * len(titles)
    for name in names:
        row = [count(figure, kinds, name) for figure in figures]
        if row[0]:
            lines.append(f"| {name} | {' | '.join(map(str, row))} |")
            sums = [a + b for a, b in zip(sums, row)]
    lines.append(f"| **sum** | {' | '.join(f'**{value}**' for value in sums)} |")
    lines.append(f"| **share** | | {' | '.join(f'**{share(value, sums[0])}**' for value in sums[1:])} |")
    return lines


def listed(results):
    """What presend missed, case by case, and its false alarms."""
    ours = results["checkers"].get("presend")
    if not ours:
        return []
    short = lambda text: "`" + " ".join(text.replace("`", "'").split())[:150] + "`"
    lines = ["", "## What presend does not catch", "", "README.md says why, class by class. “Elsewhere”: something is found, but not there.", ""]
    order = list(words())
    for base, kind, name, said, elsewhere in sorted(ours["missed"], key=lambda one: (order.index(one[2]), one[1] == "drawn", one[0])):
        drawn = ", drawn" if kind == "drawn" else ""
        lines.append(f"- {name} ({base}{drawn}): {short(said)}" + (" — elsewhere" if elsewhere else ""))
    lines += ["", "## False alarms of presend", ""]
    lines += [f"- {name} ({base}): {short(said)}: {message}" for base, name, said, message in ours["alarms"]] or ["None."]
    return lines


def markdown(results):
    """The page."""
    ours = results["checkers"].get("presend") or {"version": "not run", "date": "—"}
    known = words()
    faults = [name for name, (kind, _) in known.items() if kind == "fault"]
    harmless = [name for name, (kind, _) in known.items() if kind == "harmless"]
    lines = [HEAD.format(digest=results["digest"], presend=ours["version"], date=ours["date"]), "## Mistakes", HOW]
    lines += table("written by people", results, ("written", "cross"), faults)
    lines += ["", "Drawn with seed 1:", ""] + table("drawn", results, ("drawn",), faults)
    lines += [ALARMS] + table("right mails", results, ("clean", "harmless"), ["clean", *harmless])
    lines += ["", "## Programs", "", "| program | reads | version | run on |", "|---|---|---|---|"]
    for name, one in results["checkers"].items():
        lines.append(f"| {name} | {one['form']} | {one['version']} | {one['date']} |")
    lines += [f"| {name} | | left out: {why} | |" for name, why in sorted(results["missing"].items())]
    return "\n".join(lines + listed(results)) + "\n"
