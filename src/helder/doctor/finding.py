"""What an examination finds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from helder.errors import HelderError


class Status(StrEnum):
    """How it is with something. A fault keeps Helder from its work; a warning may come to do so."""

    ok = "ok"
    warning = "warning"
    fault = "fault"


@dataclass(frozen=True)
class Finding:
    """One finding. about: what was examined. what: one line. fix: what to do, where something is to be done."""

    about: str
    status: Status
    what: str
    fix: str | None = None


def ok(about: str, what: str) -> Finding:
    """Something is well."""
    return Finding(about, Status.ok, what)


def warning(about: str, what: str, fix: str) -> Finding:
    """Something may go wrong."""
    return Finding(about, Status.warning, what, fix)


def fault(about: str, what: str, fix: str | None) -> Finding:
    """Something is wrong."""
    return Finding(about, Status.fault, what, fix)


def told(about: str, error: HelderError) -> Finding:
    """An error as a finding."""
    return fault(about, error.what if error.where is None else f"{error.where}: {error.what}", error.fix)
