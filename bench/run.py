#!/usr/bin/env python3
"""Time whole runs of presend beside ripgrep, other checkers and bare rendering, and write bench/RESULTS.md.

    python3 bench/run.py                 everything, about a quarter of an hour
    python3 bench/run.py --quick         small sizes: shows that all runs, its figures say little
    python3 bench/run.py --only scan     one row (repeatable; --list names them)

Times are CPU seconds (user and system, of all processes and threads), taken in turns A B A B …; a ratio is the median of
the ratios of the turns. What is not installed is named as missing. Tools are looked for in --tools DIR (bin/, py/bin/,
node/node_modules/) and then on the PATH:

    cargo install ripgrep --root DIR
    python3 -m venv DIR/py && DIR/py/bin/pip install ast-grep-cli semgrep typos
    cd DIR/node && npm install html-validate handlebars
"""

import argparse
import datetime
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.dont_write_bytecode = True
import report  # noqa: E402
import rows  # noqa: E402
from measure import first_line, machine, run  # noqa: E402

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent


class Bench:
    """What the rows share: the programs, the projects that were made, the sizes."""

    def __init__(self, args, work):
        self.args = args
        self.work = work
        self.quick = args.quick
        self.presend = args.presend.resolve()
        self.example = args.presend.resolve().parent / "examples" / "render-bare"
        self.budget = 2 if args.quick else 25
        self.commands = []

    def size(self, full, quick):
        return quick if self.quick else full

    def tool(self, name):
        """The path of a tool, or None."""
        tools = self.args.tools
        places = [tools / "bin", tools / "py" / "bin", tools / "node" / "node_modules" / ".bin"] if tools else []
        found = [str(place / name) for place in places if (place / name).exists()]
        return found[0] if found else shutil.which(name)

    def project(self, name, *options, own=False):
        """A project, made once; `own`: with options that only bench/make.py knows."""
        folder = self.work / name
        if not folder.exists():
            maker = HERE / "make.py" if own else self.args.maker
            subprocess.run([sys.executable, maker, folder, *map(str, options)], check=True)
        return folder

    def note(self, command, folder):
        """Keeps a command for the list of commands, as it can be typed."""
        shown = " ".join(Path(part).name if str(part).startswith("/") else str(part) for part in map(str, command))
        line = f"{shown}    (in {folder.name}/)"
        if line not in self.commands:
            self.commands.append(line)

    def check(self, folder, *options):
        """A run of presend over a project; one that could not look at everything stops the row."""
        command = [self.presend, "check", "--format", "json", "--now", "2026-11-17T14:00", *options]
        self.note(command, folder)
        took = run(command, cwd=folder)
        if took.code not in (0, 1):
            raise rows.Failed(f"presend ended with {took.code}: {report.first_error(took)}")
        return took

    def peer(self, command, folder, codes=(0, 1)):
        """A run of another program."""
        self.note(command, folder)
        took = run(command, cwd=folder)
        if took.code not in codes:
            said = (took.err or took.out).decode(errors="replace").strip()[-200:]
            raise rows.Failed(f"{Path(command[0]).name} ended with {took.code}: {said}")
        return took

    def versions(self):
        """What every program says of its version; what is missing is said to be so."""
        node = self.args.tools / "node" / "node_modules" if self.args.tools else None
        out = {"presend": first_line([self.presend, "--version"])}
        for name in ["rg", "ast-grep", "semgrep", "typos", "html-validate", "node", "valgrind", "rustc"]:
            path = self.tool(name)
            out[name] = (first_line([path, "--version"]) if path else "") or "missing"
        package = node and node / "handlebars" / "package.json"
        out["handlebars (npm)"] = report.package_version(package)
        out["handlebars (crate)"] = report.crate_version(ROOT / "Cargo.lock", "handlebars")
        return out


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, few turns")
    parser.add_argument("--only", action="append", metavar="ROW", help="only this row (repeatable)")
    parser.add_argument("--list", action="store_true", help="name the rows")
    parser.add_argument("--build", action="store_true", help="also time a clean build")
    parser.add_argument("--presend", type=Path, default=ROOT / "target" / "release" / "presend")
    parser.add_argument("--tools", type=Path, default=Path(os.environ.get("BENCH_TOOLS", "/tmp/tools")))
    parser.add_argument("--maker", type=Path, default=HERE / "make.py",
                        help="another script that makes projects, with the arguments OUT --mails --recipients --size --faults --ascii")
    parser.add_argument("--out", type=Path, help="write here; default: bench/RESULTS.md for a whole run, else the screen")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="make the projects here and leave them")
    return parser.parse_args()


def main():
    args = arguments()
    if args.list:
        print("\n".join(rows.ROWS))
        return 0
    unknown = [name for name in args.only or [] if name not in rows.ROWS]
    if unknown:
        print(f"no such row: {', '.join(unknown)}; --list names them", file=sys.stderr)
        return 2
    if not args.presend.exists():
        print(f"{args.presend} is missing: cargo build --release --locked", file=sys.stderr)
        return 2
    args.maker = args.maker.resolve()
    begun = datetime.datetime.now()
    work = args.keep or Path(tempfile.mkdtemp(prefix="presend-bench-"))
    work.mkdir(parents=True, exist_ok=True)
    bench = Bench(args, work.resolve())
    found = []
    try:
        for name, measure in rows.ROWS.items():
            if args.only and name not in args.only:
                continue
            print(f"{datetime.datetime.now():%H:%M:%S} {name} …", file=sys.stderr, flush=True)
            found.extend(rows.measured(name, measure, bench))
            print("\n".join(f"         {row.work}: {row.measured}" for row in found if row.name == name), file=sys.stderr)
    finally:
        if not args.keep:
            shutil.rmtree(work, ignore_errors=True)
    text = report.markdown(found, bench, machine(), begun)
    out = args.out or (None if args.only or args.quick else HERE / "RESULTS.md")
    if out:
        out.write_text(text, encoding="utf-8")
    else:
        print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
