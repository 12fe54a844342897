"""A real mail server (aiosmtpd) for the tests. What it does to a mail is chosen by the recipient's local part."""
import argparse
import asyncio
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

parser = argparse.ArgumentParser()
parser.add_argument("--folder", required=True)
parser.add_argument("--port", type=int, default=0)
parser.add_argument("--tls", choices=["none", "starttls", "implicit"], default="none")
parser.add_argument("--cert")
parser.add_argument("--key")
parser.add_argument("--user")
parser.add_argument("--password")
parser.add_argument("--without", action="append", default=[], help="an AUTH mechanism that is not offered")
options = parser.parse_args()
# A server that was killed goes on counting where it stopped.
seen = {"mails": sum(name.endswith(".eml") for name in os.listdir(options.folder))}


def log(line):
    with open(os.path.join(options.folder, "log"), "a", encoding="utf-8") as file:
        file.write(line + "\n")


def times(address):
    seen[address] = seen.get(address, 0) + 1
    return seen[address]


def local(address):
    return address.split("@")[0]


class Keeper:
    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        answer = {
            "busy": "450 4.2.0 mailbox busy",
            "overquota": "452 4.2.2 mailbox full",
            "forever": "451 4.7.1 greylisted, come back later",
            "leaving": "421 4.3.2 shutting down",
            "unknown": "550 5.1.1 no such user",
            "denied": "550 5.7.1 you may not send here",
            "signin": "530 5.7.0 sign in first",
            "grey": "450 4.7.1 greylisted" if local(address) == "grey" and times(address) == 1 else None,
        }.get(local(address))
        if answer:
            return answer
        if local(address) == "stall":
            await asyncio.sleep(3600)
        if local(address) == "droprcpt":
            server.transport.abort()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        name = local(envelope.rcpt_tos[0])
        if name == "full":
            return "452 4.3.1 disk full"
        if name == "toolarge":
            return "552 5.3.4 message too big"
        if name == "spam":
            return "554 5.7.1 looks like spam"
        number = times("mails")
        path = os.path.join(options.folder, f"{number:05}")
        with open(path + ".tmp", "wb") as file:
            file.write(envelope.original_content)
        os.rename(path + ".tmp", path + ".eml")
        log(f"mail from {envelope.mail_from} to {','.join(envelope.rcpt_tos)}")
        if name == "lostreply" and times("lostreply") == 1:
            server.transport.abort()
        server.tired = name == "tired"
        return "250 OK, bye" if name == "hangup" else f"250 OK, kept as {number}"


class Server(SMTP):
    tired = False

    def connection_made(self, transport):
        if not isinstance(self.transport, asyncio.Transport):
            log("connect")
        super().connection_made(transport)

    async def smtp_MAIL(self, arg):
        if self.tired:
            await self.push("421 4.4.2 idle for too long")
            self.transport.close()
            return
        await super().smtp_MAIL(arg)

    async def smtp_DATA(self, arg):
        if self.envelope.rcpt_tos and local(self.envelope.rcpt_tos[0]) == "dropdata":
            await self.push("354 go ahead")
            self.transport.close()
            return
        await super().smtp_DATA(arg)

    async def push(self, status):
        await super().push(status)
        if status == "250 OK, bye":
            self.transport.close()


def authenticate(server, session, envelope, mechanism, data):
    right = data.login == options.user.encode() and data.password == options.password.encode()
    log(f"auth {mechanism} {'accepted' if right else 'refused'}")
    return AuthResult(success=right, handled=right)


def context():
    if options.tls == "none":
        return None
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(options.cert, options.key)
    return tls


def session():
    return Server(
        Keeper(),
        hostname="localhost",
        tls_context=context() if options.tls == "starttls" else None,
        authenticator=authenticate if options.user else None,
        auth_required=bool(options.user),
        auth_require_tls=False,
        auth_exclude_mechanism=options.without if options.user else ["PLAIN", "LOGIN"],
    )


async def main():
    tls = context() if options.tls == "implicit" else None
    server = await asyncio.get_running_loop().create_server(session, "127.0.0.1", options.port, ssl=tls)
    print("listening", server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
