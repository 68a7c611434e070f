#!/usr/bin/env python3
"""hostile.py BINARY: the time and memory of hostile inputs of up to 10 MB, the worst last.

Each input is made, checked once with `--format json --output html=…`, and measured by the system: seconds on the
processor (user and system) and the most memory. An optimised build is meant: goals are 1 s and 300 MB.
"""

import resource
import subprocess
import sys
import tempfile
import zipfile
from io import BytesIO
from pathlib import Path

EVENT = 'title: "Tenir un carnet de terrain"\nstart: 2027-03-16T18:00\nend: 2027-03-16T19:00\n' \
    'links:\n  join: "https://salle.exemple.test/carnet"\n' \
    'private:\n  links: ["https://salle.exemple.test/regie/8f3a91c2d7"]\n'
OTHER = 'title: "Composer un herbier de saison"\nstart: 2027-02-11T12:30\n'
HEAD = "---\nsubject: Rappel\naudience: registered\nevent: carnet\nsend_at: 2027-03-15T09:00\n---\n"
MB = 1_000_000
LARGEST_TEMPLATE = MB - 1_000  # with its front matter just within the limit (docs/limits.md)
LONGEST = 15  # seconds, after which an input is given up

RUN = """
import os, subprocess, sys, threading, time
begin = time.monotonic()
with open("out", "wb") as out:
    child = subprocess.Popen(sys.argv[2:], stdout=out, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
stop = threading.Timer(float(sys.argv[1]), child.kill)
stop.start()
_, status, used = os.wait4(child.pid, 0)
stop.cancel()
print(os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime, time.monotonic() - begin, used.ru_maxrss / 1024)
"""


def fill(piece, size=10 * MB):
    return piece * (size // len(piece.encode()))


def mail(body, **files):
    return {"mails/m.hbs": HEAD + body, **files}


def eml(body, kind="text/html; charset=utf-8", head=""):
    return {"mails/m.eml": "From: a@exemple.test\nTo: b@exemple.test\nSubject: Tenir un carnet de terrain\n"
            f"Date: Mon, 15 Mar 2027 09:00:00 +0100\n{head}Content-Type: {kind}\n\n{body}"}


def deep_mime(depth):
    body = "x"
    for n in range(depth):
        body = f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n{body}\n--b{n}--\n'
    return {"mails/m.eml": "From: a@exemple.test\nSubject: x\n" + body}


def workbook(rows, cell="x"):
    sheet = "".join(f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{cell}</t></is></c></row>' for n in range(1, rows))
    out = BytesIO()
    space = "http://schemas.openxmlformats.org"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", f'<Types xmlns="{space}/package/2006/content-types"/>')
        book.writestr("xl/workbook.xml", f'<workbook xmlns="{space}/spreadsheetml/2006/main" '
                      f'xmlns:r="{space}/officeDocument/2006/relationships"><sheets>'
                      '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
        book.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{space}/package/2006/relationships">'
                      f'<Relationship Id="r1" Type="{space}/officeDocument/2006/relationships/worksheet" '
                      'Target="worksheets/sheet1.xml"/></Relationships>')
        book.writestr("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{space}/spreadsheetml/2006/main">'
                      f"<sheetData>{sheet}</sheetData></worksheet>")
    return out.getvalue()


def cases():
    title = "Composer un herbier de saison "
    for name, piece in {
        "paragraphs": "<p>Bonjour</p>\n", "one-line": "mot ", "titles": f"<p>{title}</p>\n", "dates": "11 février 2027 ",
        "hours": "20 h 30, ", "links": '<a href="https://salle.exemple.test/x">x</a> ', "bare-links": "https://a.test/b ",
        "open-tags": "<b>", "divs": "<div>", "tables": "<table><tr><td>", "closing-tags": "</b>", "less-than": "<",
        "ampersands": "&", "entities": "&eacute;", "bad-entities": "&#x110000;", "comments": "<!-- x -->",
        "open-comments": "<!--", "conditional": "<!--[if mso]>x<![endif]-->", "attributes": '<p style="color:red" class="a">x</p>',
        "styles": "<style>.a{display:none}</style>", "braces": "{", "pairs": "{{", "tags": "{{event.title}}",
        "unknown-tags": "{{nope}}", "each": "{{#each event.speakers}}{{/each}}", "ifs": "{{#if event.title}}",
        "partials": "{{> x}}", "quotes": '"', "zero-width": "a\u200bb ", "look-alikes": "s\u0430ison ", "emoji": "👨\u200d👩 ",
        "overrides": "\u202ex ", "soft-hyphens": "mot\u00ad", "combining": "a\u0301" , "names": "Malo Perrin, ",
        "addresses": "a@exemple.test ", "phones": "+33 1 99 00 12 34 ", "codes": "482 913 ", "ignores": "{{!-- presend-ignore other-event: x --}}\n",
        "private": "<!-- https://salle.exemple.test/regie/8f3a91c2d7 -->", "wrapped": '<a href="https://a.test/?u=https://b.test/">x</a>',
        "percent": '<a href="https://a.test/%41%41%41%41%41%41">x</a>', "mailto": '<a href="mailto:a@exemple.test?body=x">x</a>',
        "images": '<img src="a.png">', "markdown": "**x** ", "spaces": " ", "lines": "\n", "letters": "a", "digits": "1",
    }.items():
        yield f"10 MB of {name}", mail(fill(piece))
        yield f"1 MB of {name}", mail(fill(piece, LARGEST_TEMPLATE))
        yield f"a message with 10 MB of {name}", eml(fill(piece))
    for name, piece in {"text-words": "mot ", "text-links": "https://a.test/b ", "text-lines": "- a\n", "text-stars": "**"}.items():
        yield f"10 MB of {name}", {"mails/m.txt": HEAD + fill(piece)}
    yield "10 MB of attributes in one tag", mail("<p " + fill('a="b" ') + ">x</p>")
    yield "10 MB in one attribute", mail('<p title="' + fill("mot ") + '">x</p>')
    yield "10 MB in one address", mail('<a href="https://a.test/' + fill("x/") + '">x</a>')
    yield "10 MB in one comment", mail("{{!-- " + fill("presend-ignore ") + " --}}")
    yield "10 MB in one style", mail('<p style="' + fill("a:b;") + '">x</p>')
    yield "10 MB in one sheet", mail("<style>" + fill(".a{display:none}") + "</style><p class=a>x</p>")
    yield "10 MB of subject", {"mails/m.hbs": HEAD.replace("Rappel", fill("mot ", MB // 2)) + "x"}
    yield "loops in loops", mail("{{#each event.speakers}}" * 90 + "x" + "{{/each}}" * 90)
    yield "a partial that includes itself", mail("{{> x}}", **{"partials/x.hbs": "{{> x}}{{> x}}"})
    yield "partials that double", mail("{{> p0}}", **{f"partials/p{n}.hbs": f"{{{{> p{n + 1}}}}}" * 2 for n in range(40)},
                                       **{"partials/p40.hbs": "x"})
    yield "10 MB of HTML in a message", eml(fill("<p>Bonjour</p>\n"))
    yield "10 MB of base64", eml(fill("QUFB\n"), head="Content-Transfer-Encoding: base64\n")
    yield "10 MB of quoted-printable", eml(fill("=C3=A9"), head="Content-Transfer-Encoding: quoted-printable\n")
    yield "10 MB of parts", eml(fill("--b\nContent-Type: text/plain\n\nx\n"), "multipart/mixed; boundary=b")
    yield "10 MB of boundaries", eml(fill("--b\n"), "multipart/mixed; boundary=b")
    yield "parts in parts", deep_mime(2000)
    yield "10 MB of headers", {"mails/m.eml": fill("X-A: b\n") + "\nx"}
    yield "10 MB of one header", {"mails/m.eml": "Subject: " + fill("=?utf-8?q?a?= ") + "\n\nx"}
    yield "10 MB of calendar", eml("BEGIN:VCALENDAR\n" + fill("BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\n") + "END:VCALENDAR\n", "text/calendar")
    yield "YAML nested", mail("x", **{"events/b.yaml": "a: " + "[" * 500_000})
    yield "YAML doubling", mail("x", **{"events/b.yaml": "a: &a [x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)},*{chr(97 + n)}]\n" for n in range(20))})
    yield "1 MB of keys", mail("x", **{"events/b.yaml": "title: x\nstart: 2027-01-01\n" + "".join(f"x-{n}: a\n" for n in range(90_000))})
    yield "1 MB of quotes", mail("x", **{"events/b.yaml": 'title: "' * 100_000})
    people = {"presend.yaml": "language: fr\nevents: [events/*.yaml]\nmails: [mails/*]\npartials: partials\nrecipients: people.csv\n"}
    yield "10 MB of rows", mail("<p>{{first_name}}</p>", **people, **{"people.csv": "email;first_name\n" + fill("a@exemple.test;Zoé\n")})
    yield "10 MB in one cell", mail("<p>{{first_name}}</p>", **people, **{"people.csv": 'email;first_name\na@exemple.test;"' + fill("mot ") + '"\n'})
    yield "10 MB of delimiters", mail("x", **people, **{"people.csv": "email;first_name\n" + fill(";")})
    yield "10 MB of quotes in a table", mail("x", **people, **{"people.csv": "email;first_name\n" + fill('"')})
    yield "10 MB of classes", mail("{{#if attended}}{{first_name}}{{/if}}", **people, **{
        "people.csv": "email;first_name;attended\n" + "".join(f"a{n}@exemple.test;Zoé{n};oui\n" for n in range(300_000))})
    books = {"presend.yaml": people["presend.yaml"].replace("csv", "xlsx")}
    yield "a workbook of many rows", mail("x", **books, **{"people.xlsx": workbook(190_000)})
    yield "a workbook that unpacks", mail("x", **books, **{"people.xlsx": workbook(90_000, "x" * 2000)})
    yield "5 000 mails", {f"mails/m{n}.hbs": HEAD + "<p>x</p>" for n in range(5_000)}
    yield "2 000 events", mail("x", **{f"events/e{n}.yaml": f'title: "Séance {n}"\nstart: 2027-01-01T10:00\n' for n in range(2_000)})


def measure(binary, files):
    with tempfile.TemporaryDirectory() as folder:
        base = {"presend.yaml": "language: fr\nevents: [events/*.yaml]\nmails: [mails/*]\npartials: partials\n",
                "events/carnet.yaml": EVENT, "events/herbier.yaml": OTHER}
        for name, text in {**base, **files}.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        args = [binary, "check", "--format", "json", "--output", "html=report.html"]
        # A process of its own starts it: the system counts the memory of the one that starts as the started one's.
        told = subprocess.run([sys.executable, "-I", "-c", RUN, str(LONGEST), *args], cwd=folder, check=True,
                              capture_output=True, text=True).stdout
        code, seconds, wall, memory = map(float, told.split())
        return int(code), seconds, wall, memory


def main():
    binary = str(Path(sys.argv[1]).resolve())
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    results = []
    for name, files in cases():
        if only not in name:
            continue
        code, seconds, wall, memory = measure(binary, files)
        results.append((seconds, wall, memory, code, name))
        if seconds > 1 or memory > 300:
            print(f"slow: {seconds:.2f} s, {memory:.0f} MB, exit {code}: {name}", file=sys.stderr, flush=True)
    for seconds, wall, memory, code, name in sorted(results):
        print(f"{seconds:7.2f} s cpu {wall:7.2f} s wall {memory:7.0f} MB  exit {code:3}  {name}")
    slow = [one for one in results if one[0] > 1]
    large = [one for one in results if one[2] > 300]
    print(f"{len(results)} inputs; over 1 s: {len(slow)}; over 300 MB: {len(large)}; no verdict: {sum(not 0 <= one[3] <= 3 for one in results)}")


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
