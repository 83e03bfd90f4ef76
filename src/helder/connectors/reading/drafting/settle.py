"""How a file is written, as far as that must be said to read it at all."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from helder.connectors.reading.delimited import NamedTwice, NotUtf8
from helder.connectors.reading.drafting.draft import told_apart
from helder.connectors.reading.files import opened
from helder.connectors.reading.options import FileOptions


def settled(path: Path, options: FileOptions, *, name: str | None = None, first: int | None = None) -> FileOptions:
    """How a file is written, with what a draft would add to make it readable: an encoding, names told apart."""
    try:
        with opened(path, options, name=name, first=first):
            return options
    except NotUtf8:
        if options.encoding:
            raise
        return settled(path, replace(options, encoding="windows-1252"), name=name, first=first)
    except NamedTwice as error:
        return settled(path, replace(options, columns=told_apart(error.names)), name=name, first=first)
