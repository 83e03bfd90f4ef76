"""Which line of a TOML text says what: its reader does not tell."""

from __future__ import annotations

import re

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"([^"]*)"|'([^']*)'""")

Path = tuple[str | int, ...]


class Lines:
    """The lines of a TOML text by the path of what they say: names of tables and keys, places in arrays of tables."""

    def __init__(self, text: str, name: str) -> None:
        self.name = name
        self.at: dict[Path, int] = {}
        counts: dict[Path, int] = {}
        header: Path = ()
        for number, line in enumerate(text.splitlines(), 1):
            if found := _HEADER.match(line):
                header = self._resolved(_parts(found[2]), counts, new=found[1] == "[[")
                for length in range(1, len(header) + 1):
                    self.at.setdefault(header[:length], number)
            elif found := _KEY.match(line):
                self.at.setdefault((*header, *_parts(found[1])), number)

    def _resolved(self, parts: Path, counts: dict[Path, int], *, new: bool) -> Path:
        """A header's path, with the place of each array of tables on the way."""
        path: Path = ()
        for i, part in enumerate(parts):
            path = (*path, part)
            if new and i == len(parts) - 1:
                counts[path] = counts.get(path, -1) + 1
            if path in counts:
                path = (*path, counts[path])
        return path

    def where(self, *path: str | int) -> str:
        """The file and the line of a path, or of what it lies in."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.at:
                return f"{self.name}, line {self.at[path[:length]]}"
        return self.name


def _parts(key: str) -> Path:
    return tuple(found[1] or found[2] or found[0] for found in _PART.finditer(key))
