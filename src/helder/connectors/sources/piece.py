"""A piece: records fetched, written as NDJSON that is loaded like any file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from helder.connectors.reading import document
from helder.connectors.reading.fit import fit, identifying, wanted
from helder.connectors.reading.mapping import Mapping as Said
from helder.connectors.reading.opened import TEXT, Opened


def mapping(text: str, name: str) -> Said:
    """The mapping a text says. Raises BadInput or UnknownName, with the line, for one that no records would fit."""
    said = document.parse(text, name)
    fit(said, Opened(dict.fromkeys(sorted(wanted(said)), TEXT), "", name))
    return said


def undecided(text: str) -> list[str]:
    """The lines of a drafted mapping at which a person has to decide."""
    return [line for line in text.splitlines() if line.lstrip().startswith("# DECIDE")]


def write(path: Path, records: Iterable[Mapping[str, Any]], mapping: Said, prefix: str = "") -> tuple[int, set[str]]:
    """Write records, one a line, with the fields the mapping names, or all of them; those within others by names joined by dots.

    prefix: put before every identifier. Returns how many they are, and those fields that none of them has.
    """
    identifiers = identifying(mapping) if prefix else frozenset()
    fields = sorted(wanted(mapping))
    unseen, count = set(fields), 0
    with path.open("w", encoding="utf-8") as lines:
        for record in records:
            flat = dict(_flat(record))
            given = _chosen(flat, fields) if fields else flat
            unseen -= flat.keys()
            for name in identifiers:
                if given.get(name) not in (None, ""):
                    given[name] = f"{prefix}{given[name]}"
            lines.write(json.dumps(given, ensure_ascii=False, default=str))
            lines.write("\n")
            count += 1
    return count, unseen


def _chosen(flat: Mapping[str, Any], fields: Iterable[str]) -> dict[str, Any]:
    """The fields a mapping names, whatever their capitals; no more, as what is not used need not be kept."""
    lower = {name.lower(): name for name in flat}
    return {name: flat[name] if name in flat else flat.get(lower.get(name.lower(), name)) for name in fields}


def _flat(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        if isinstance(value, Mapping) and value:
            yield from _flat(value, f"{before}{name}.")
        elif isinstance(value, list | tuple):
            yield f"{before}{name}", json.dumps(value, ensure_ascii=False, default=str)
        else:
            yield f"{before}{name}", value
