"""The mail of a case in the forms that other checkers read: what one recipient gets, as message, page and text.

presend renders it; what presend refuses to render (a source of MJML, a template with an unknown piece) is handed on as it
stands. A form that is, byte for byte, that of the right mail is not written: nobody can see the mistake in it.
"""

import email
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


def page(message):
    """The HTML part of a message, or nothing."""
    part = email.message_from_string(message, policy=email.policy.default).get_body(preferencelist=("html",))
    return part.get_content() if part else ""


def source(base, files):
    """The mail as its source, without its settings: page, text and message of what could not be rendered."""
    body = re.sub(r"(?s)\A---\n.*?\n---\n", "", files[base.mail()])
    text = re.sub(r"\s*\n\s*", "\n", re.sub(r"<[^>]*>", " ", body))
    head = "From: team@example.org\nTo: someone@example.org\nSubject: mail\nMIME-Version: 1.0\n"
    message = f"{head}Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}"
    return {"eml": message, "html": body if "<" in body else "", "text": text}


def forms(presend, base, files, folder, row=2):
    """The three forms of a mail; `folder` is empty and takes the project."""
    write(files, folder)
    message = rendered(presend, base, folder, "eml", row)
    text = rendered(presend, base, folder, "text", row)
    if message is None or text is None:
        return source(base, files)
    # The number of the message and the moment of its making say nothing about the mail.
    message = re.sub(r"(?m)^(?:Message-ID|Date): .*\n", "", message)
    number = re.search(r'boundary="([^"]+)"', message)
    message = message.replace(number[1], "=_boundary") if number else message
    return {"eml": message, "html": page(message), "text": text}


def lay(folder, case, made, right):
    """Writes those forms of a case that differ from the right mail's (all of them where `right` is None)."""
    for form, text in made.items():
        if text and (right is None or right[form] != text):
            path = Path(folder) / form / f"{case}.{FORMS[form]}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
