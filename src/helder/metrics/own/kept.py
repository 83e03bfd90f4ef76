"""Definitions as they were: Helder keeps each version of a company's own metric, so that old figures can be made again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from helder.errors import BadInput, BadSetting
from helder.home import kept
from helder.metrics.own.written import Written
from helder.toml import Lines

#: What is only told of a metric; a change of it changes no figure.
_TOLD = frozenset({"title", "titles", "meaning", "formula", "better", "source", "example", "version"})


@dataclass(frozen=True)
class Kept:
    """The versions kept in a folder, one file each."""

    folder: Path

    def check_and_keep(self, written: Written, version: int, today: date) -> None:
        """Keep a version met for the first time. Raises BadInput for one that counts otherwise than it did."""
        file = self.folder / f"{written.name}@{version}.json"
        now = {"since": today.isoformat(), "definition": _plain(written.given)}
        try:
            before = json.loads(kept(file, lambda: json.dumps(now, indent=1)))
        except BadSetting as error:
            raise BadInput(error.what, where=str(file), fix="Let the folder be written to.") from error
        if _counting(before["definition"]) == _counting(now["definition"]):
            return
        raise written.wrong(
            f"{written.name} no longer counts as its version {version} did on {before['since']}.",
            f"Give it version = {self.last(written.name) + 1}; what it was stays to be asked for as {written.name}@{version}.",
            "version" if "version" in written.given else "form",
        )

    def last(self, name: str) -> int:
        """The highest version kept of a metric; 0 where there is none."""
        return max(self._versions(name), default=0)

    def others(self, name: str, version: int) -> list[Written]:
        """The other versions kept of a metric, each under the name `name@version`."""
        return [self._read(name, other) for other in sorted(self._versions(name)) if other != version]

    def _versions(self, name: str) -> list[int]:
        found = (file.stem.rpartition("@")[2] for file in self.folder.glob(f"{name}@*.json"))
        return [int(version) for version in found if version.isdigit()]

    def _read(self, name: str, version: int) -> Written:
        file = self.folder / f"{name}@{version}.json"
        try:
            definition = json.loads(file.read_text(encoding="utf-8"))["definition"]
        except (OSError, ValueError, KeyError) as error:
            raise BadInput(
                f"A definition kept cannot be read: {error}.", where=str(file), fix="Restore it, or delete it."
            ) from error
        return Written(f"{name}@{version}", definition, Lines("", str(file)))


def _counting(definition: Mapping[str, Any]) -> dict[str, Any]:
    """What of a definition bears on its figures."""
    return {key: value for key, value in definition.items() if key not in _TOLD}


def _plain(given: Any) -> Any:
    """What TOML gave, as JSON has it: dates become texts."""
    return json.loads(json.dumps(given, default=str))
