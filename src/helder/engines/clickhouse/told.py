"""ClickHouse's errors in the user's words."""

from __future__ import annotations

import re

from clickhouse_connect.driver.exceptions import ClickHouseError

from helder.errors import HelderError, NotSupported, StoreBusy, StoreError

_TOO_LONG, _TOO_MUCH, _NO_SPACE, _LOCKED = (159, 160, 209), (173, 241), (243,), (76,)
_NOT_DONE, _NO_DATABASE = (48, 344), 81
_STRANGER, _FORBIDDEN = (193, 194, 516), (164, 497)
_UNREACHED = "Check the address, and that the server is running: clickhouse://user:password@host:8123/database."


def told(error: ClickHouseError, where: str) -> HelderError:
    """The error of a store, with what to do about it where that is known."""
    text = str(error).strip()
    code = getattr(error, "code", None) or _code(text)
    if code in _TOO_LONG:
        return StoreError(
            "The question took longer than it may.", where=where, fix="Ask for less at once, or allow more seconds."
        )
    if code in _TOO_MUCH:
        return StoreError(
            "The question needs more memory than it may use.", where=where, fix="Ask for less at once, or allow more memory."
        )
    if code in _NO_SPACE:
        return StoreError("The disk is full.", where=where, fix="Free some space and try again.")
    if "already initialized with path" in text:
        return StoreBusy(
            "This process has another chdb:// store open.",
            where=where,
            fix="Close that one first; a process can own one at a time.",
        )
    if code in _LOCKED or "Cannot lock file" in text or "Error initializing EmbeddedServer" in text:
        return StoreBusy(
            "Another process has the store open, or its folder cannot be used.", where=where,
            fix="Use the running Helder server, or stop it and try again; one process at a time can own such a folder.",
        )  # fmt: skip
    if code in _STRANGER:
        return StoreError("The server does not know that user or password.", where=where, fix="Check both in the store's URL.")
    if code == _NO_DATABASE:
        return StoreError("There is no store yet.", where=where, fix="Load something first: helder load TABLE FILE.")
    if code in _FORBIDDEN:
        return StoreError(_first(text), where=where, fix="Give the user the right to do that, or use another user.")
    if code in _NOT_DONE:
        return NotSupported(_first(text), where=where)
    return StoreError(_first(text), where=where, fix=None if code else _UNREACHED)


def _code(text: str) -> int | None:
    found = re.search(r"Code: (\d+)", text)
    return int(found.group(1)) if found else None


def _first(text: str) -> str:
    """What it says, without the query and the version."""
    line = text.splitlines()[0] if text else "ClickHouse does not answer."
    line = re.sub(r"^.*?DB::Exception: ", "", line)
    return re.sub(r"(: In scope .*|\. \([A-Z_]+\)|\s*\(version .*)$", "", line) + ("" if line.endswith(".") else ".")
