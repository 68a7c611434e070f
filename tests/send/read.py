"""Reads messages, a JSON text a line, with CPython's email, and prints what it finds in each."""

import email.policy
import json
import sys
from email.header import decode_header, make_header
from email.utils import parseaddr


def body(message, kind):
    part = message.get_body((kind,))
    # How many empty lines end a part is nobody's concern.
    return part.get_content().replace("\r\n", "\n").rstrip() if part else None


# Before 3.13 the newer reader of addresses puts a space between the encoded words of a long name (gh-92081); the older
# one does not.
def address(message, header):
    name, address = parseaddr(str(message[header]))
    return [str(make_header(decode_header(name))), address]


for line in sys.stdin:
    raw = json.loads(line).encode()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    old = email.message_from_bytes(raw, policy=email.policy.compat32)
    found = {
        "subject": str(message["subject"]),
        "from": address(old, "from"),
        "to": address(old, "to"),
        "html": body(message, "html"),
        "text": body(message, "plain"),
    }
    print(json.dumps(found), flush=True)
