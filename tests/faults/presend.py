"""presend on a case, and whether what it finds is the mistake."""

import json
import subprocess

from cases import write


def findings(presend, base, case, folder):
    """The warnings and errors of a case; `folder` is empty and takes its project."""
    write(case.files, folder)
    command = [str(presend), "check", "--format", "json", "--language", "en", *base.now()]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=60)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{case.id}: presend ended with {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
    return [finding for finding in json.loads(done.stdout)["findings"] if finding["level"] != "info"]


def key(finding):
    """What makes a finding the same in two runs, wherever it stands."""
    return finding["rule"], (finding.get("location") or {}).get("file"), finding["message"]


def at_place(case, finding):
    """Whether a finding lies on the change, on a line of it, or on the changed recipient."""
    if case.anywhere or case.row and case.row in ((finding.get("recipients") or {}).get("rows") or []):
        return True
    place, where = case.place, finding.get("location") or {}
    if place is None or where.get("file") != place.file:
        return False
    start, end = where["start"], where["end"]
    if start["offset"] < max(place.end, place.start + 1) and end["offset"] > place.start:
        return True
    data = case.files[place.file].encode("utf-8")
    line = lambda at: data[:at].count(b"\n") + 1
    return start["line"] <= line(place.end) and end["line"] >= line(place.start)
