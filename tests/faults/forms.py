"""The mail of a case in the forms that other checkers read: what one recipient gets, as message, page and text.

presend renders it; what presend refuses to render (a source of MJML, a template with an unknown piece) is handed on as it
stands. A form that is, byte for byte, that of the right mail is not written: nobody can see the mistake in it.
"""

import email
import email.message
import email.policy
import re
import subprocess
from pathlib import Path

from cases import write

FORMS = {"eml": "eml", "html": "html", "text": "txt"}


def rendered(presend, base, folder, form, row):
    """What presend writes of a mail in a form, or None where it does not render it."""
    command = [str(presend), "render", base.mail(), "--as", form, "--recipient", str(row), *base.now()]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=60)
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 and done.stdout else None


def part(message):
    """The HTML part of a message, or nothing."""
    found = email.message_from_string(message, policy=email.policy.default).get_body(preferencelist=("html",))
    return found.get_content() if found else ""


def source(base, files):
    """Page and text of a mail that could not be rendered: its source, without its settings."""
    body = re.sub(r"(?s)\A---\n.*?\n---\n", "", files[base.mail()])
    return (body if "<" in body else ""), re.sub(r"\s*\n\s*", "\n", re.sub(r"<[^>]*>", " ", body))


def built(html, text):
    """A message of a page and a text, for a mail of which presend makes none (no sender, a variable without a value)."""
    head = dict(re.findall(r"(?m)^(From|Subject): (.*)$", text.split("\n\n")[0]))
    message = email.message.EmailMessage()
    message["From"] = head.get("From", "team@example.org")
    message["To"] = "someone@example.org"
    message["Subject"] = head.get("Subject", "")
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    return message.as_bytes().decode("utf-8", errors="replace")


def plain(text):
    """A text without the names that presend gives to its lines: what a reader reads, and no more."""
    return re.sub(r"(?m)^(?:From|To|Reply-To|Subject|Preheader): |^\[image\] |^\s*→ ", "", text)


def quiet(message):
    """A message with the same number and moment whatever the case, since they say nothing about the mail."""
    message = re.sub(r"(?m)^(?:Message-ID|Date): .*\n", "", message)
    message = f"Date: Mon, 05 Jan 2026 09:00:00 +0000\nMessage-ID: <bench@example.org>\n{message}"
    number = re.search(r'boundary="([^"]+)"', message)
    return message.replace(number[1], "=_boundary") if number else message


def forms(presend, base, files, folder, row=2):
    """The three forms of a mail; `folder` is empty and takes the project."""
    write(files, folder)
    text = rendered(presend, base, folder, "text", row)
    html, message = "", None
    if text is None:
        html, text = source(base, files)
    else:
        message = rendered(presend, base, folder, "eml", row)
        html = part(message) if message else rendered(presend, base, folder, "html", row) or ""
        # What nothing fills in leaves nothing in a mail; presend names it between these marks.
        html, text = (re.sub(r"‹[\w.@]+›", "", form) for form in (html, text))
    return {"eml": quiet(message or built(html, text)), "html": html, "text": plain(text)}


def lay(folder, case, made, right):
    """Writes those forms of a case that differ from the right mail's (all of them where `right` is None)."""
    for form, text in made.items():
        if text and (right is None or right[form] != text):
            path = Path(folder) / form / f"{case}.{FORMS[form]}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
