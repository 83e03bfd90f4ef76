"""What a file says of one metric, and where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from helder.errors import BadInput
from helder.toml import Lines


@dataclass(frozen=True)
class Written:
    """One metric as its file has it."""

    name: str
    given: Mapping[str, Any]
    lines: Lines

    def wrong(self, what: str, fix: str, *keys: str | int) -> BadInput:
        """The error that names the line of a key."""
        return BadInput(what, where=self.lines.where(self.name, *keys), fix=fix)
