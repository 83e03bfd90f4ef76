"""A company's own metrics: TOML files in the folder `metrics` of its home, each table in them one metric."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from helder import toml
from helder.errors import BadInput
from helder.metrics import CATALOG, Metric
from helder.metrics.own.build import metric
from helder.metrics.own.kept import Kept
from helder.metrics.own.written import Written

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def read(folder: Path, today: date) -> tuple[Metric, ...]:
    """The metrics of a folder, with the earlier versions of each; none where there is no such folder.

    today: the day a version met for the first time is kept under. Raises BadInput or UnknownName, with file and line.
    """
    kept = Kept(folder / "kept")
    found: dict[str, Metric] = {}
    for file in sorted(folder.glob("*.toml")):
        document, lines = toml.read(file)
        for name, given in document.items():
            toml.check_keys(given, given if isinstance(given, dict) else (), "metric", lines, name)
            written = Written(name, given, lines)
            _check_name(written, found)
            found[name] = _with_versions(written, kept, today)
    return tuple(found.values())


def _check_name(written: Written, found: dict[str, Metric]) -> None:
    if not _NAME.fullmatch(written.name):
        raise written.wrong(
            f"{written.name!r} cannot be a metric's name.", "Use small letters, digits and _, as unhappy_callers."
        )
    if written.name in CATALOG:
        raise written.wrong(f"{written.name} is a metric of the catalogue.", "Give yours another name.")
    if written.name in found:
        raise written.wrong(f"There is another metric {written.name}.", "Give one of them another name.")


def _with_versions(written: Written, kept: Kept, today: date) -> Metric:
    current = metric(written)
    kept.check_and_keep(written, current.version, today)
    return replace(current, earlier=tuple(_earlier(old) for old in kept.others(written.name, current.version)))


def _earlier(written: Written) -> Metric:
    """A version kept; what it rests on is of this Helder."""
    try:
        return metric(written)
    except BadInput as error:
        raise BadInput(f"A version kept cannot be made any more: {error.what}", where=error.where, fix=error.fix) from None
