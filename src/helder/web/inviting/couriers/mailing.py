"""Handing mails to a mail server, so that it is known of each whether the server took it."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from helder.web.inviting.couriers.mail_server import MailServer
from helder.web.inviting.couriers.outcome import Fate, NotReached, Outcome

#: Seconds for one reply of the server, and for a whole message.
_REPLY, _MESSAGE = 20.0, 120.0


class Mailer:
    """One connection to a mail server, used for one message after the other. reply, message: seconds before it is given up."""

    def __init__(self, server: MailServer, *, reply: float = _REPLY, message: float = _MESSAGE) -> None:
        self.server, self._message = server, message
        self._backend = _Backend(
            host=server.host,
            port=server.port,
            username=server.username,
            password=server.password,
            use_tls=server.starttls,
            use_ssl=server.tls,
            timeout=reply,
        )

    def open(self) -> None:
        """Connect and sign in. Raises NotReached where that cannot be done."""
        try:
            with _at_most(self._message, self._cut):
                self._backend.open()
        except (OSError, smtplib.SMTPException) as error:  # a refused certificate is an OSError, too
            self._drop()
            raise NotReached(_said(error)) from error

    def deliver(self, message: EmailMessage, before: Callable[[], None]) -> Outcome:
        """Hand one message to one recipient over.

        before: called right before the server is given the message itself; what it raises ends the attempt.
        """
        self.open()
        session: _Session = self._backend.connection
        session.begin(before)
        try:
            with _at_most(self._message, self._cut):
                self._backend.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            return _refused(code, text, sender=False)
        except smtplib.SMTPSenderRefused as error:
            return _refused(error.smtp_code, error.smtp_error, sender=True)
        except smtplib.SMTPDataError as error:
            return _refused(error.smtp_code, error.smtp_error, sender=False)
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return session.judged(error)
        except BaseException:
            self._drop()
            raise
        return Outcome(Fate.ACCEPTED)

    def close(self) -> None:
        """Let go of the server."""
        with suppress(OSError, smtplib.SMTPException):
            self._backend.close()
        self._drop()

    def _drop(self) -> None:
        """Let go of the server without a word."""
        for session in (self._backend.connection, self._backend._partial_connection):
            if session is not None:
                session.close()
        self._backend.connection = self._backend._partial_connection = None

    def _cut(self) -> None:
        session = self._backend.connection or self._backend._partial_connection
        if session is not None and session.sock is not None:
            with suppress(OSError):
                session.sock.shutdown(2)


class _Session:
    """A session that knows how far a message has come: mixed into both of smtplib's."""

    _before: Callable[[], None] | None = None
    _in_data = _whole = False
    _reply: tuple[int, bytes] | None = None

    def begin(self, before: Callable[[], None]) -> None:
        """Forget the message before."""
        self._before, self._in_data, self._whole, self._reply = before, False, False, None

    def data(self, msg: Any) -> tuple[int, bytes]:
        """Give the server the message."""
        if self._before is not None:
            self._before()
        self._in_data = True
        self._reply = super().data(msg)  # type: ignore[misc]
        return self._reply

    def send(self, s: Any) -> None:
        """Send bytes; the message is whole once the line that ends it has gone out."""
        super().send(s)  # type: ignore[misc]
        self._whole = self._whole or (self._in_data and isinstance(s, bytes) and s.endswith(b"\r\n.\r\n"))

    def judged(self, error: Exception) -> Outcome:
        """What a connection that ended leaves known of the message."""
        if self._reply is not None and self._reply[0] != 250:
            return _refused(*self._reply, sender=False)
        if self._reply is not None:
            return Outcome(Fate.ACCEPTED)
        if self._whole:
            return Outcome(Fate.UNKNOWN, f"The mail server did not say whether it took the mail: {_said(error)}", line=True)
        return Outcome(Fate.LATER, _said(error), line=True)


class _Plain(_Session, smtplib.SMTP):
    pass


class _Encrypted(_Session, smtplib.SMTP_SSL):
    pass


class _Backend(EmailBackend):
    """Django's, over sessions that know how far a message has come."""

    connection: Any
    _partial_connection: Any

    @property
    def connection_class(self) -> Any:
        return _Encrypted if self.use_ssl else _Plain


class _at_most:  # noqa: N801 - reads as a phrase where it is used
    """Cuts what is done within it off after so many seconds, however slowly the other side goes on answering."""

    def __init__(self, seconds: float, cut: Callable[[], None]) -> None:
        self._timer = threading.Timer(seconds, cut)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *raised: object) -> None:
        self._timer.cancel()


def _refused(code: int, text: bytes | str, *, sender: bool) -> Outcome:
    """What a refusal means: 4xx for now, 5xx for good; one of the sender, or 421, of all messages."""
    words = text.decode(errors="replace") if isinstance(text, bytes) else text
    said = f"{code} {' '.join(words.split())}"[:500]
    if sender or code == 421 or not 500 <= code <= 599:
        return Outcome(Fate.LATER, said, line=sender or code == 421)
    return Outcome(Fate.REFUSED, said)


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "The mail server did not answer in time."
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {words}"[:500]
    if isinstance(error, OSError) and error.strerror:
        return f"The mail server cannot be reached: {error.strerror}."
    return f"{str(error) or type(error).__name__}"[:500]
