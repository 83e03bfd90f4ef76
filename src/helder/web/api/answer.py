"""What the API answers, and how it refuses: what was wrong, where, and what to do."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from helder.errors import HelderError, StoreError

JSON, PROBLEM = "application/json", "application/problem+json"
#: Seconds after which to try again where the store cannot take or give anything.
_STORE_PAUSE = 2


@dataclass(frozen=True)
class Answer:
    """A whole answer."""

    status: int
    body: bytes
    kind: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(HelderError):
    """A request that is not done. status: of HTTP. after: seconds after which it may be tried again."""

    def __init__(
        self, status: int, what: str, *, where: str | None = None, fix: str | None = None, after: float | None = None
    ) -> None:
        super().__init__(what, where=where, fix=fix)
        self.status = status
        self.after = after


def answer(record: Mapping[str, Any], status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(status, json.dumps(record, ensure_ascii=False, default=str).encode())


def problem(error: HelderError, *, unknown: int = 422) -> Answer:
    """How an error is answered. unknown: the status of a name or value that cannot be."""
    status, after = unknown, None
    if isinstance(error, Refused):
        status, after = error.status, error.after
    elif isinstance(error, StoreError):
        status, after = 503, _STORE_PAUSE
    headers = {} if after is None else {"Retry-After": str(max(1, math.ceil(after)))}
    if status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="Helder"'
    # A text of the request may hold halves of characters, which UTF-8 has no form for.
    record = {"status": status, "what": error.what, "where": error.where, "fix": error.fix}
    return Answer(status, json.dumps(record, ensure_ascii=False).encode(errors="replace"), PROBLEM, headers)


def failure() -> Answer:
    """A fault of Helder's own."""
    return problem(
        Refused(500, "Something went wrong in Helder itself.", fix="Try again with the same rows; the server's log tells more.")
    )
