"""TOML texts that people write, and which line of them says what: the library's reader does not tell."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path as File
from typing import Any

from helder.errors import BadInput, UnknownName

# Possessive, so that no line, also one within a long text, takes time by the square of its letters.
_HEADER = re.compile(r"""^\s*+(\[\[?)((?:[^\]"'#]|"[^"]*"|'[^']*')++)\]\]?\s*+(?:#.*)?$""")
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


def read(file: File) -> tuple[dict[str, Any], Lines]:
    """What a file says, and its lines. Raises BadInput where it cannot be read or is not TOML."""
    return parsed(text_of(file), str(file))


def parsed(text: str, name: str) -> tuple[dict[str, Any], Lines]:
    """What a text of that name says, and its lines. Raises BadInput where it is not TOML."""
    try:
        return tomllib.loads(text), Lines(text, name)
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"It is not TOML: {error}.", where=name, fix="Mend the line it names.") from error


def text_of(file: File) -> str:
    """A text file. Raises BadInput where it cannot be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"It cannot be read: {error}.", where=str(file), fix="It should be a text file in UTF-8.") from error


def check_keys(given: Any, known: Iterable[str], kind: str, lines: Lines, *path: str | int) -> None:
    """Raise BadInput where something is no table, UnknownName where it has a key that does not exist, with the line."""
    if not isinstance(given, dict):
        what = f"{'.'.join(map(str, path))} cannot be {given!r}."
        raise BadInput(what, where=lines.where(*path), fix=f"Give a table with any of {', '.join(known)}.")
    for key in given:
        if key not in known:
            raise UnknownName(kind, key, known, where=lines.where(*path, key))
