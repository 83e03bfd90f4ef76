"""What a backup says of itself: what is in it, what that adds up to, and the checksum of every file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from helder.errors import BadInput

NAME = "manifest.json"
#: The form of a backup; one of a later form is refused.
FORM = 1


@dataclass(frozen=True)
class Manifest:
    """made_at: UTC, ISO 8601. identity: of the store's rows. tables: by table of the data model and of the ledger, its sums.
    files: by name, bytes and SHA-256. accounts: where those who may sign in are kept: `here`, `elsewhere` or `none`."""

    helder: str
    made_at: str
    zone: str
    currency: str
    identity: str
    accounts: str
    tables: Mapping[str, Mapping[str, Any]]
    files: Mapping[str, Mapping[str, Any]]
    form: int = FORM

    def encoded(self) -> bytes:
        """The manifest as it stands in a backup."""
        return (json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n").encode()


def read(data: bytes, where: str) -> Manifest:
    """The manifest of a backup. Raises BadInput for what is none, or of a later Helder."""
    try:
        said = json.loads(data)
        if said["form"] > FORM:
            raise BadInput(
                f"It was made by Helder {said['helder']}, in a form this Helder does not know.",
                where=where,
                fix="Restore it with that version or a later one.",
            )
        return Manifest(**said)
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput("Its manifest cannot be read.", where=where, fix="Take another backup; this one is damaged.") from error
