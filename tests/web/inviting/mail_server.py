"""A real mail server on loopback that can be told to refuse, to hang and to die."""

from __future__ import annotations

import socket
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class MailBox:
    """Keeps the mails it takes. says: replies by command (RCPT, DATA), taken in order, the last one for ever; dies: before
    replying to a message it has taken whole; hangs: then it replies to nothing."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.says: dict[str, list[str]] = {}
        self.dies = self.hangs = False
        self.seen = Event()
        self.port = unused_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        """Listen no more."""
        self._controller.stop()

    def _reply(self, command: str) -> str | None:
        said = self.says.get(command, [])
        return said.pop(0) if len(said) > 1 else said[0] if said else None

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802 - as aiosmtpd has it
        refusal = self._reply("MAIL")
        if refusal is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return refusal or "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802 - as aiosmtpd has it
        refusal = self._reply("RCPT")
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802 - as aiosmtpd has it
        refusal = self._reply("DATA")
        if refusal is None:
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
            self.recipients += envelope.rcpt_tos
        self.seen.set()
        if self.hangs:
            import asyncio

            await asyncio.sleep(3)
        if self.dies:
            server.transport.abort()
        return refusal or "250 OK"


def unused_port() -> int:
    """A port at which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
