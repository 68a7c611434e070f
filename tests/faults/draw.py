#!/usr/bin/env python3
"""Draw slips from the facts of the bases, as somebody would make them who edits last month's mail.

    python3 tests/faults/draw.py            writes drawn/seed-1.yaml
    python3 tests/faults/draw.py --check    says whether that file is what the seed gives
    python3 tests/faults/draw.py --seed 7 --out DIR/seed-7.yaml    others, which nobody has seen yet

One slip of each class a base, where the mail has a place for it: chance chooses the place and what comes there. It is
told by the base's name and the class as well as the seed, so a new base changes no other's slips.
"""

import argparse
import json
import random
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.dont_write_bytecode = True
from cases import HERE, bases  # noqa: E402
from slips import MAKERS  # noqa: E402

HEAD = """\
# Slips drawn from the facts of the bases with seed {seed}: `python3 tests/faults/draw.py` writes them, README.md says how.
# `find` at its occurrence (from 0) in the file becomes `text`.
"""


def occurrence(text, find, start):
    """Which occurrence of a text, counted from 0, begins there."""
    count, at = 0, text.index(find)
    while at < start:
        count, at = count + 1, text.index(find, at + 1)
    return count


def slips(base, seed):
    """One slip of each class that the base has a place for."""
    file = base.mail()
    text = base.files[file]
    body = re.match(r"(?s)---\n.*?\n---\n", text)
    body = body.end() if body else 0
    for name, make in MAKERS.items():
        chance = random.Random(f"{seed}/{base.id}/{name}")
        places = sorted(set(make(base, file, text[body:], chance)))
        if not places:
            continue
        start, end, new = chance.choice(places)
        find = text[body + start : body + end]
        yield {
            "base": base.id, "class": name, "file": file, "find": find,
            "occurrence": occurrence(text, find, body + start), "text": new,
        }


def page(seed):
    """The file of a seed."""
    lines = [HEAD.format(seed=seed)]
    for base in bases():
        for slip in slips(base, seed):
            cells = ", ".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in slip.items())
            lines.append(f"- {{{cells}}}\n")
    return "".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="default: drawn/seed-1.yaml beside this script")
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the file is up to date")
    args = parser.parse_args()
    out = args.out or HERE / "drawn" / "seed-1.yaml"
    text = page(args.seed)
    if args.check:
        same = out.exists() and out.read_text(encoding="utf-8") == text
        print(f"{out.name} is {'what' if same else 'not what'} seed {args.seed} gives")
        return 0 if same else 1
    out.write_text(text, encoding="utf-8")
    print(f"{text.count(chr(10) + '- ')} slips in {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
