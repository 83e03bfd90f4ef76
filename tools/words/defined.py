"""The texts of the library's definitions that pages show, and so ask a translation of by what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from helder import CATALOG
from helder.connectors.sources.systems import SYSTEMS
from helder.facts.funnel import STEPS
from helder.model import TABLES

_ADDRESS = re.compile(r"\w+://\S+")


def defined() -> Iterator[tuple[str, str]]:
    """Every such text, with the folder whose definitions it is of."""
    for place, texts in (("connectors/sources", _systems()), ("metrics", _metrics()), ("model", _tables())):
        yield from ((f"src/helder/{place}", text) for text in texts if text and not _ADDRESS.fullmatch(text))


def _systems() -> Iterator[str]:
    for system in SYSTEMS.values():
        yield from (system.title, system.meaning, system.steps, system.named)
        for field in system.fields:
            yield from (field.title, field.help)
        for listing in system.listings:
            yield from (listing.title, *(record.title for record in listing.records))


def _metrics() -> Iterator[str]:
    yield from (step.lstrip("0123456789 ").capitalize() for step in STEPS)
    for metric in CATALOG.values():
        yield metric.formula
        yield from (param.meaning for param in metric.params)
        for measure in metric.measured({}).measures:
            yield measure.fact.grain
            yield from (need.otherwise for need in measure.needs)


def _tables() -> Iterator[str]:
    for table in TABLES.values():
        yield from (table.meaning, table.grain, *(column.meaning for column in table.columns))
