"""Dimensions a company declares: attributes of its own to slice by, in `dimensions.toml` of its home."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from helder import toml
from helder.errors import BadInput, UnknownName
from helder.facts import Dimension, Fact
from helder.metrics.catalog import Catalog
from helder.metrics.metric import Measure, Metric, Quotient
from helder.model import TABLES

#: Tables with attributes that a fact can point to, by one column.
_TABLES = {name: table for name, table in TABLES.items() if "attributes" in table.by_name and len(table.key) == 1}
_KEYS = ("of", "attribute", "meaning")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")


def read(file: Path, catalog: Catalog) -> tuple[Dimension, ...]:
    """The dimensions a file declares. Raises BadInput or UnknownName, with the line, for one that cannot be."""
    document, lines = toml.read(file)
    known = {name for metric in catalog.values() for name in metric.dimensions}
    return tuple(_dimension(name, given, lines, known) for name, given in document.items())


def _dimension(name: str, given: Any, lines: toml.Lines, known: set[str]) -> Dimension:
    toml.check_keys(given, _KEYS, "setting of a dimension", lines, name)
    where = lines.where(name)
    if not _NAME.fullmatch(name):
        raise BadInput(
            f"{name!r} cannot be a dimension's name.", where=where, fix="Use small letters, digits and _, as contract_type."
        )
    if name in known or any(name in table.by_name for table in TABLES.values()):
        raise BadInput(f"There is a {name} already.", where=where, fix='Give it another name, and say attribute = "..."')
    table = given.get("of")
    if not isinstance(table, str):
        raise BadInput("It is not said whose attribute it is.", where=where, fix=f"Write of = one of {', '.join(_TABLES)}.")
    if table not in _TABLES:
        raise UnknownName("table with attributes", table, _TABLES, where=lines.where(name, "of"))
    attribute = str(given.get("attribute", name))
    meaning = str(given.get("meaning", f"The {attribute} of {table}"))
    return Dimension(name, meaning, attribute, table, _TABLES[table].key[0], attribute=True)


def with_dimensions(catalog: Catalog, declared: tuple[Dimension, ...]) -> Catalog:
    """The catalogue, its metrics sliced by the declared dimensions, too, as far as their rows point to them."""
    return Catalog(_sliced(metric, declared) for metric in catalog.values()) if declared else catalog


def _sliced(metric: Metric, declared: tuple[Dimension, ...]) -> Metric:
    def measure(p: Any) -> Measure | Quotient:
        made = metric.measure if isinstance(metric.measure, Measure | Quotient) else metric.measure(p)
        if isinstance(made, Quotient):
            return Quotient(_over(made.numerator, declared), _over(made.denominator, declared))
        return _over(made, declared)

    return replace(metric, measure=measure, earlier=tuple(_sliced(old, declared) for old in metric.earlier))


def _over(measure: Measure, declared: tuple[Dimension, ...]) -> Measure:
    return replace(measure, fact=_extended(measure.fact, declared))


@lru_cache(maxsize=256)
def _extended(fact: Fact, declared: tuple[Dimension, ...]) -> Fact:
    """The fact with those of the dimensions its rows point to; the same object each time, so that scans are shared."""
    return replace(fact, declared=tuple(d for d in declared if d.through in (*fact.points_to, *fact.key)))
