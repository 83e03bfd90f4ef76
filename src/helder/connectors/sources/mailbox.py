"""A mailbox, whose conversations are cases. Only headers are read, never what a mail says."""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from urllib.parse import urlsplit

from helder import outgoing
from helder.connectors.sources.system import Field, Item, Listing, Portion, Reading, Record, System
from helder.errors import BadInput

CASES = """
[cases]
where = "first = 'true' and automatic = 'false'"

[cases.columns]
case_id = "thread"
customer_id = "customer"
channel = { value = "email" }
employee_id = "employee"
status = { value = "open" }
opened_by = "author"
opened_at = "at"
attributes.folder = "folder"
"""

CUSTOMERS = """
[customers]
where = "customer is not null and automatic = 'false'"

[customers.columns]
customer_id = "customer"
email = "address"
"""

EVENTS = """
[case_events]
where = "automatic = 'false' or first = 'false'"

[case_events.columns]
case_id = "thread"
at = "at"
event = "event"
author = "author"
public = { value = "yes" }
employee_id = "employee"
"""

_BATCH, _RANGE = 200, 50_000
_SECONDS = 60
#: Conversations whose beginning is kept in mind, the latest ones.
_KEPT = 50_000
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")


@contextmanager
def _signed_in(reading: Reading) -> Iterator[imaplib.IMAP4]:
    where, parts = reading.where, urlsplit(reading.settings["address"].strip())
    outgoing.check(reading.settings["address"].strip(), reading.allowed, schemes=("imaps", "imap"), where=where)
    host = str(parts.hostname)
    mail: imaplib.IMAP4 | None = None
    try:
        if parts.scheme == "imaps":
            mail = _Encrypted(host, parts.port or 993, reading)
        else:
            mail = _Plain(host, parts.port or 143, reading)
            _protect(mail, reading)
        mail.login(reading.settings["user"], reading.settings["password"])
        yield mail
    except imaplib.IMAP4.error as error:
        said = re.sub(r"^b'|'$", "", str(error))
        fix = "Check user and password; some providers want a password made for the application."
        raise BadInput(f"The mailbox says: {said[:200]}.", where=where, fix=fix) from error
    except OSError as error:
        raise BadInput(
            f"The mailbox cannot be reached: {error}.", where=where, fix="Check the address and the network."
        ) from error
    finally:
        if mail is not None:
            _leave(mail)


class _Plain(imaplib.IMAP4):
    """A connection that ends before anything is said where it leads into a private network that is not allowed."""

    def __init__(self, host: str, port: int, reading: Reading) -> None:
        self._reading = reading
        super().__init__(host, port, timeout=_SECONDS)

    def _create_socket(self, timeout: float | None) -> socket.socket:
        made: socket.socket = super()._create_socket(timeout)  # type: ignore[misc]
        return outgoing.check_peer(made, self._reading.allowed, where=self._reading.where)


class _Encrypted(_Plain):
    """One that is encrypted from its beginning."""

    def _create_socket(self, timeout: float | None) -> socket.socket:
        return ssl.create_default_context().wrap_socket(super()._create_socket(timeout), server_hostname=self.host)


def _protect(mail: imaplib.IMAP4, reading: Reading) -> None:
    """Go on encrypted; without that, only within one's own networks."""
    if "STARTTLS" in mail.capabilities:
        mail.starttls(ssl.create_default_context())
        return
    if outgoing.is_private(mail.sock):
        return  # it is one of the private networks that are allowed
    raise BadInput("The mailbox does not encrypt.", where=reading.where, fix="Name it as imaps://host, or use another.")


def _leave(mail: imaplib.IMAP4) -> None:
    try:
        mail.logout()
    except (imaplib.IMAP4.error, OSError):
        mail.shutdown()


def read(reading: Reading) -> Iterator[Portion]:
    """The messages that came into each folder since the last reading, in the order they came."""
    mark = reading.mark or {}
    folders, threads = dict(mark.get("folders", {})), dict(mark.get("threads", {}))
    with _signed_in(reading) as mail:
        for folder in filter(None, map(str.strip, reading.settings["folders"].splitlines())):
            valid = _select(mail, folder, reading)
            last = folders.get(folder, {}).get("last", 0) if folders.get(folder, {}).get("valid") == valid else 0
            numbers = _numbers(mail, last, reading)
            for place in range(0, len(numbers), _BATCH):
                some = numbers[place : place + _BATCH]
                reading.pages += 1
                items = tuple(_item(message, folder, threads, reading) for message in _headers(mail, some, reading))
                folders[folder] = {"valid": valid, "last": some[-1]}
                yield Portion(items, mark={"folders": dict(folders), "threads": dict(list(threads.items())[-_KEPT:])})


def _select(mail: imaplib.IMAP4, folder: str, reading: Reading) -> str:
    """Open a folder to be read only; the number by which it tells that its messages are numbered anew."""
    status, _ = mail.select(_quoted(folder), readonly=True)
    if status != "OK":
        names = ", ".join(_folders(mail))
        raise BadInput(f"There is no folder {folder}.", where=reading.where, fix=f"It has {names}.")
    _, valid = mail.response("UIDVALIDITY")
    return (valid[0] or b"").decode() if valid else ""


def _folders(mail: imaplib.IMAP4) -> list[str]:
    _, lines = mail.list()
    return [line.decode().rpartition(' "')[2].rstrip('"') for line in lines if isinstance(line, bytes)]


def _quoted(name: str) -> str:
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _numbers(mail: imaplib.IMAP4, last: int, reading: Reading) -> list[int]:
    """The numbers of the messages after the last one, asked for in ranges: an answer is a single line."""
    since = f" SINCE {reading.since.strftime('%d-%b-%Y')}" if reading.since else ""
    _, told = mail.response("UIDNEXT")
    after = int(told[0]) if told and told[0] else last + _RANGE
    found: list[int] = []
    for start in range(last + 1, after, _RANGE):
        _, numbers = mail.uid("SEARCH", f"UID {start}:{start + _RANGE - 1}{since}")
        found += sorted(int(number) for number in (numbers[0] or b"").split())
    return found


def _headers(mail: imaplib.IMAP4, numbers: list[int], reading: Reading) -> Iterator[tuple[datetime, EmailMessage]]:
    """When each message came, and its headers."""
    status, told = mail.uid("FETCH", ",".join(map(str, numbers)), "(INTERNALDATE BODY.PEEK[HEADER])")
    if status != "OK":
        raise BadInput("The mailbox does not give its messages.", where=reading.where, fix="Helder tries again at the next run.")
    for part in told:
        if isinstance(part, tuple):
            came = imaplib.Internaldate2tuple(part[0])
            if came is not None:
                moment = datetime.fromtimestamp(time.mktime(came), UTC)
                yield moment, BytesHeaderParser(policy=policy.default).parsebytes(part[1])


def _item(message: tuple[datetime, EmailMessage], folder: str, threads: dict[str, str], reading: Reading) -> Item:
    """A message as what it does to its conversation."""
    came, headers = message
    at = came.isoformat()
    names = _MESSAGE_ID.findall(" ".join(str(headers.get(name, "")) for name in ("References", "In-Reply-To", "Message-ID")))
    thread = names[0] if names else f"<{folder}-{at}>"
    first = thread not in threads or at < threads[thread]
    if first:
        threads[thread] = at
    sender = _addresses(headers, "From")[:1] or [""]
    agent = _is_own(sender[0], reading)
    others = [one for one in _addresses(headers, "To", "Cc") if not _is_own(one, reading)]
    automatic = _automatic(headers)
    address = next(iter(others), "") if agent else sender[0]
    return {
        "thread": thread.strip("<>"),
        "at": at,
        "first": first,
        "event": "opened" if first and not agent else "replied",
        "author": "bot" if automatic else "agent" if agent else "customer",
        "customer": reading.pseudonym(address) if address else None,
        "address": address or None,
        "employee": sender[0] if agent else None,
        "folder": folder,
        "automatic": automatic,
    }


def _addresses(headers: EmailMessage, *names: str) -> list[str]:
    found = getaddresses([str(value) for name in names for value in headers.get_all(name, [])])
    return [address.lower() for _, address in found if "@" in address]


def _is_own(address: str, reading: Reading) -> bool:
    own = [line.strip().lower() for line in reading.settings["own"].splitlines() if line.strip()]
    return any(address == one or (one.startswith("@") and address.endswith(one)) for one in own)


def _automatic(headers: EmailMessage) -> bool:
    """Whether no person wrote it: an out-of-office notice, a newsletter, a bounce."""
    told = str(headers.get("Auto-Submitted", "no")).split(";")[0].strip().lower()
    bulk = str(headers.get("Precedence", "")).strip().lower() in ("bulk", "list", "junk", "auto_reply")
    return told != "no" or bulk or "List-Id" in headers or str(headers.get("Return-Path", "")).strip() == "<>"


MAILBOX = System(
    name="mailbox",
    title="Mailbox",
    meaning="Conversations by e-mail as cases, over IMAP; only the headers of mails are read",
    fields=(
        Field("address", "Address", "imaps://mail.example.com", address=True),
        Field("user", "User"),
        Field("password", "Password", secret=True),
        Field("folders", "Folders", "One a line; with that of sent mails, replies count", default="INBOX\nSent", several=True),
        Field(
            "own", "Your own addresses", "Those of agents, one a line: help@example.com, or @example.com for all", several=True
        ),
    ),
    read=read,
    listings=(
        Listing(
            "messages",
            "Messages",
            (
                Record("cases", "Cases", CASES),
                Record("customers", "Customers", CUSTOMERS),
                Record("messages", "Messages", EVENTS),
            ),
        ),
    ),
    every=5,
)
