"""Mappings that were given a name, in the home folder: the browser and `helder load --map` use the same."""

from __future__ import annotations

import re
from pathlib import Path

from django.utils.translation import gettext as _

from helder.connectors.reading import document
from helder.connectors.reading.mapping import Mapping
from helder.errors import BadInput, HelderError, UnknownName
from helder.home import keep as keep_file
from helder.web import serving

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def folder() -> Path:
    """Where they are."""
    return serving.now().home / "mappings"


def names() -> list[str]:
    """Their names, in order."""
    return sorted(path.stem for path in folder().glob("*.toml") if _NAME.fullmatch(path.stem))


def text(name: str) -> str:
    """What one says. Raises UnknownName where there is none of that name."""
    if name not in names():
        raise UnknownName("mapping", name, names())
    return (folder() / f"{name}.toml").read_text(encoding="utf-8")


def keep(name: str, mapping: str) -> None:
    """Keep a mapping under a name; the one before is replaced. Raises BadInput for a name it cannot have."""
    if not _NAME.fullmatch(name):
        raise BadInput(
            _("A mapping cannot be called %(name)r.") % {"name": name},
            fix=_("Use small letters, digits, - and _, such as weekly-nps."),
        )
    document.parse(mapping, name)
    keep_file(folder() / f"{name}.toml", mapping.rstrip("\n"))


def fitting(columns: tuple[str, ...]) -> list[str]:
    """The names of the mappings whose columns a file all has."""
    return [name for name in names() if (mapping := _read(name)) is not None and _fits(mapping, columns)]


def _read(name: str) -> Mapping | None:
    try:
        return document.parse(text(name), name)
    except (HelderError, OSError, UnicodeDecodeError):
        return None  # its own page says what is wrong with it


def _fits(mapping: Mapping, columns: tuple[str, ...]) -> bool:
    named = {name for section in mapping.sections for source in section.sources for name in source.names}
    named |= {question.name for section in mapping.sections for question in section.unpivot}
    return bool(named) and named <= {*columns, "question", "answer"}
