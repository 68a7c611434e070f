"""A mail server for the tests: takes one kind of connection, keeps what it is sent.

server.py FOLDER MODE [CERTIFICATE KEY]   MODE: starttls | tls | plain

Prints its port, then serves until its input ends. Each message is kept as FOLDER/N.eml, its envelope as FOLDER/N.json.
"""

import asyncio
import json
import ssl
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult

folder, mode, *files = sys.argv[1:]


class Handler:
    count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("inconnu"):
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if b"X-Refuse" in envelope.original_content or b"refusez" in envelope.original_content:
            return "554 5.7.1 Message looks like spam"
        self.count += 1
        Path(folder, f"{self.count}.eml").write_bytes(envelope.original_content)
        told = {"from": envelope.mail_from, "to": envelope.rcpt_tos, "user": str(session.auth_data or "")}
        told |= {"utf8": bool(envelope.smtp_utf8), "tls": server.transport.get_extra_info("ssl_object") is not None}
        Path(folder, f"{self.count}.json").write_text(json.dumps(told))
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    right = data.login == b"equipe@exemple.test" and data.password == b"p@ss/w:rd"
    if right:
        return AuthResult(success=True, auth_data=data.login.decode())
    return AuthResult(success=False, handled=False)


async def serve():
    context = None
    if files:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
    handler = Handler()

    def connection():
        options = {"hostname": "localhost", "enable_SMTPUTF8": True}
        if mode != "plain":
            options |= {"authenticator": authenticate, "auth_required": True}
        if mode == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        if mode == "tls":
            # The connection is encrypted before SMTP begins, which this class cannot know.
            options |= {"auth_require_tls": False}
        return SMTP(handler, **options)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(connection, "127.0.0.1", 0, ssl=context if mode == "tls" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(serve())
