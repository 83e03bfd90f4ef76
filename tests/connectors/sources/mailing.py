"""A small IMAP server: enough of RFC 3501 for folders to be read."""

from __future__ import annotations

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Mailbox:
    """Folders of messages: when each came, as IMAP writes it, and its text. valid: changes when they are numbered anew."""

    folders: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    password: str = "right"
    valid: int = 7
    port: int = 0
    commands: list[str] = field(default_factory=list)


class _Handler(socketserver.StreamRequestHandler):
    mailbox: Mailbox

    def handle(self) -> None:
        self._say("* OK IMAP4rev1 ready")
        self._chosen: list[tuple[str, str]] = []
        for line in self.rfile:
            tag, _, command = line.decode().strip().partition(" ")
            self.mailbox.commands.append(command)
            word = re.sub(r"^UID ", "UID_", command.upper()).split()[0]
            refused = getattr(self, f"_{word.lower()}", self._other)(command)
            self._say(f"{tag} {refused or 'OK done'}")
            if word == "LOGOUT":
                return

    def _other(self, command: str) -> str | None:
        """What needs no more than an answer."""

    def _capability(self, command: str) -> None:
        self._say("* CAPABILITY IMAP4rev1")

    def _login(self, command: str) -> str | None:
        return None if self.mailbox.password in command else "NO [AUTHENTICATIONFAILED] Invalid credentials"

    def _list(self, command: str) -> None:
        for name in self.mailbox.folders:
            self._say(f'* LIST (\\HasNoChildren) "/" "{name}"')

    def _examine(self, command: str) -> str | None:
        name = command.split(" ", 1)[1].strip('"')
        if name not in self.mailbox.folders:
            return "NO no such mailbox"
        self._chosen = self.mailbox.folders[name]
        self._say(f"* {len(self._chosen)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {self.mailbox.valid}] valid")
        self._say(f"* OK [UIDNEXT {len(self._chosen) + 1}] next")
        return None

    def _uid_search(self, command: str) -> None:
        low, high = map(int, re.findall(r"(\d+):(\d+)", command)[0])
        found = [str(number) for number in range(1, len(self._chosen) + 1) if low <= number <= high]
        self._say(" ".join(["* SEARCH", *found]))

    def _uid_fetch(self, command: str) -> None:
        for number in map(int, command.split()[2].split(",")):
            came, text = self._chosen[number - 1]
            headers = text.partition("\n\n")[0].replace("\n", "\r\n") + "\r\n\r\n"
            about = f'UID {number} INTERNALDATE "{came}" BODY[HEADER] {{{len(headers)}}}'
            self.wfile.write(f"* {number} FETCH ({about}\r\n{headers})\r\n".encode())

    def _logout(self, command: str) -> None:
        self._say("* BYE")

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Mailbox]:
    """A mailbox that answers on loopback, encrypted where a context is given."""
    mailbox = Mailbox()
    with _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"mailbox": mailbox})) as server:
        if context is not None:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        mailbox.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield mailbox
        finally:
            server.shutdown()
            thread.join()
