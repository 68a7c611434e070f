#!/usr/bin/env python3
"""Run presend and other checkers on the cases of the fault bench, and write tests/faults/RESULTS.md.

    python3 tests/faults/run.py                        everything that is installed, about half an hour
    python3 tests/faults/run.py --only presend         presend alone; the others' figures stay, as long as the cases do
    python3 tests/faults/run.py --only hunspell        one other checker (repeatable)
    python3 tests/faults/run.py --checker 'mine:text=./mine --quiet'    another one, shown on the screen
    python3 tests/faults/run.py --write DIR            every case as a project, and what others read; nothing is run

Needs Python 3.9 with PyYAML, and `cargo build --release --locked`. Others are looked for in --tools DIR (bin/, py/bin/,
node/node_modules/) and then on the PATH; what is not installed is named as missing:

    apt-get install spamassassin hunspell hunspell-fr hunspell-en-us
    cargo install ripgrep --root DIR
    python3 -m venv DIR/py && DIR/py/bin/pip install typos codespell
    cd DIR/node && npm install html-validate textlint textlint-rule-terminology textlint-rule-prh
"""

import argparse
import datetime
import json
import os
import shutil
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.dont_write_bytecode = True
import cases  # noqa: E402
import checkers  # noqa: E402
import forms  # noqa: E402
import page  # noqa: E402
import presend  # noqa: E402
from cases import HERE, RIGHT  # noqa: E402

ROOT = HERE.parent.parent


def each(items, work):
    """Does something for each, a few at once; each gets an empty folder of its own."""
    def one(item):
        with tempfile.TemporaryDirectory(prefix="presend-faults-") as folder:
            return work(item, Path(folder))

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(one, items))


class Bench:
    """The bases, their cases, and what was counted of each checker."""

    def __init__(self, args):
        self.args = args
        self.bases = {base.id: base for base in cases.bases()}
        drawn = cases.drawn_slips()
        self.cases = [case for base in self.bases.values() for case in cases.cases(base, drawn)]
        self.by_id = {case.id: case for case in self.cases}

    def totals(self):
        """How many cases there are of each kind and class."""
        return nested(Counter((case.kind, case.name) for case in self.cases))

    def presend(self):
        """presend's figures: caught at the place, caught anywhere, alarms; and each miss and alarm by name."""
        program = self.args.presend.resolve()
        told = each(self.cases, lambda case, folder: presend.findings(program, self.bases[case.base], case, folder))
        known = {case.base: {presend.key(one) for one in found} for case, found in zip(self.cases, told) if case.kind == "clean"}
        caught, anywhere, missed, alarms = Counter(), Counter(), [], []
        for case, found in zip(self.cases, told):
            if case.kind in RIGHT:
                if found:
                    caught[case.kind, case.name] += 1
                    alarms.append([case.id, case.name, case.said, found[0]["message"]])
                continue
            new = [finding for finding in found if presend.key(finding) not in known[case.base]]
            anywhere[case.kind, case.name] += bool(new)
            if any(presend.at_place(case, finding) for finding in new):
                caught[case.kind, case.name] += 1
            else:
                missed.append([case.id, case.kind, case.name, case.said, new[0]["message"] if new else ""])
        version = page.first_line([program, "--version"])
        return {"form": "project", "version": version, "date": today(), "said": nested(caught),
                "anywhere": nested(anywhere), "missed": missed, "alarms": alarms}

    def lay(self, folder):
        """Writes what the others read: all forms of every case, and of the right mail for the recipients concerned."""
        program = self.args.presend.resolve()
        rows = {(case.base, case.row or 2) for case in self.cases}
        jobs = sorted(rows)
        made = each(jobs, lambda job, work: forms.forms(program, self.bases[job[0]], self.bases[job[0]].files, work, job[1]))
        right = dict(zip(jobs, made))
        for (base, row), made in right.items():
            forms.lay(folder, f"{base}.000" + (f"-{row}" if row != 2 else ""), made, None)
        wrong = [case for case in self.cases if case.kind != "clean"]
        made = each(wrong, lambda case, work: forms.forms(program, self.bases[case.base], case.files, work, case.row or 2))
        for case, made in zip(wrong, made):
            forms.lay(folder, case.id, made, right[case.base, case.row or 2])
        for case in self.cases:
            cases.write(case.files, folder / "project" / case.id)

    def other(self, name, checker, folder):
        """Another checker's figures, and the cases that it said something new of."""
        form, sayings, command = checker
        tools = checkers.Tools(self.args.tools)
        version = tools.version(*command) if command else ""
        told = {}
        for case, said in sayings(tools, folder / form, list(self.bases.values())):
            told.setdefault(case, Counter())[said] += 1
        new = set()
        for case in self.cases:
            right = told.get(f"{case.base}.000" + (f"-{case.row}" if case.row and case.row != 2 else ""), Counter())
            laid = form == "project" or case.id in told
            if case.kind == "clean" and right or case.kind != "clean" and laid and told.get(case.id, Counter()) - right:
                new.add(case.id)
        return {"form": form, "version": version, "date": today(), "said": self.counted(new)}, new

    def counted(self, ids):
        """Cases by kind and class."""
        return nested(Counter((self.by_id[case].kind, self.by_id[case].name) for case in ids))


def nested(counter):
    """Counts by (kind, class) as {kind: {class: count}}."""
    out = {}
    for (kind, name), count in sorted(counter.items()):
        out.setdefault(kind, {})[name] = count
    return out


def today():
    return f"{datetime.date.today()}"


def others(bench, wanted, results, folder):
    """Runs the other checkers that are wanted and puts their figures into the results; says what is missing."""
    told = {}
    for name, checker in wanted.items():
        print(f"{datetime.datetime.now():%H:%M:%S} {name} …", file=sys.stderr, flush=True)
        try:
            results["checkers"][name], told[name] = bench.other(name, checker, folder)
        except checkers.Missing as why:
            print(f"         left out: {why}", file=sys.stderr)
            results["missing"][name] = str(why)
            results["checkers"].pop(name, None)
            continue
        results["missing"].pop(name, None)
    if set(told) | set(results["missing"]) >= set(checkers.CHECKERS):
        said = set().union(*(ids for name, ids in told.items() if name in checkers.CHECKERS))
        results["together"] = bench.counted(said)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", metavar="NAME", help="only this checker (repeatable)")
    parser.add_argument("--checker", action="append", default=[], metavar="NAME:FORM=COMMAND",
                        help="another checker: COMMAND FOLDER is run over all files of a FORM (eml, html, text, project)")
    parser.add_argument("--presend", type=Path, default=ROOT / "target" / "release" / "presend")
    parser.add_argument("--tools", type=Path, help="a folder of other programs")
    parser.add_argument("--write", type=Path, metavar="DIR", help="write the cases there, and run nothing")
    parser.add_argument("--out", type=Path, help="write the page here; default: RESULTS.md beside this script")
    return parser.parse_args()


def chosen(args):
    """Whether presend is run, and which others."""
    known = dict(checkers.CHECKERS)
    added = dict(checkers.another(told) for told in args.checker)
    names = args.only or ([] if added else ["presend", *known])
    unknown = [name for name in names if name not in known and name != "presend"]
    if unknown:
        raise ValueError(f"no such checker: {', '.join(unknown)}; there are presend, {', '.join(known)}")
    return "presend" in names, {name: known[name] for name in names if name != "presend"} | added


def main():
    args = arguments()
    try:
        ours, wanted = chosen(args)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if not args.presend.exists():
        print(f"{args.presend} is missing: cargo build --release --locked", file=sys.stderr)
        return 2
    bench = Bench(args)
    results = page.kept(HERE / "results.json", cases.digest(), whole=ours and set(wanted) >= set(checkers.CHECKERS))
    results["cases"] = bench.totals()
    if ours and not args.write:
        print(f"{datetime.datetime.now():%H:%M:%S} presend …", file=sys.stderr, flush=True)
        results["checkers"]["presend"] = bench.presend()
    folder = args.write or Path(tempfile.mkdtemp(prefix="presend-faults-"))
    try:
        if args.write or wanted:
            print(f"{datetime.datetime.now():%H:%M:%S} the mails as others read them …", file=sys.stderr, flush=True)
            bench.lay(folder.resolve())
        if args.write:
            index = [{key: getattr(case, key) for key in ("id", "base", "kind", "name", "said")} for case in bench.cases]
            (folder / "cases.json").write_text(json.dumps(index, ensure_ascii=False, indent=1), encoding="utf-8")
            return 0
        others(bench, wanted, results, folder.resolve())
    finally:
        if not args.write:
            shutil.rmtree(folder, ignore_errors=True)
    order = ["presend", *checkers.CHECKERS]
    named = results["checkers"].items()
    results["checkers"] = dict(sorted(named, key=lambda one: order.index(one[0]) if one[0] in order else len(order)))
    text = page.markdown(results)
    if args.checker and not args.out:
        print(text)
        return 0
    if not args.out:
        (HERE / "results.json").write_text(page.dump(results), encoding="utf-8")
    (args.out or HERE / "RESULTS.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
