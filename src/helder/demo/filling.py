"""Putting the company into a store, and telling whether one is there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from helder.demo.company import Company
from helder.engines import Engine
from helder.errors import StoreError
from helder.model import TABLES

_SOURCE = re.compile(r"demonstration company: (\d+) customers, seed (\d+), until (\S+)")


@dataclass(frozen=True)
class Present:
    """A company a store holds. until: the UTC instant it was made up to, as ISO 8601."""

    customers: int
    seed: int
    until: str

    def __str__(self) -> str:
        return f"demonstration company: {self.customers} customers, seed {self.seed}, until {self.until}"


def present(engine: Engine) -> Present | None:
    """The company the store holds, None where it holds nothing at all.

    Raises StoreError where it holds rows, and no company among them.
    """
    sources = engine.ledger("select distinct source from _helder.batches")["source"].to_pylist()
    found = [match for source in sources if source and (match := _SOURCE.fullmatch(source))]
    if found:
        return Present(int(found[0][1]), int(found[0][2]), found[0][3])
    if sources:
        raise StoreError(
            "The store holds rows of your own, which the demonstration company would be mixed with.", where=engine.url,
            fix="Put the company elsewhere: helder --home DIR demo.",
        )  # fmt: skip
    return None


def fill(engine: Engine, company: Company, *, progress: Callable[[str], None] = lambda table: None) -> int:
    """Put the company into an empty store, in one transaction; returns the number of rows."""
    source = str(Present(company.customers, company.seed, company.until.isoformat()))
    with engine.write() as writer:
        for name, rows in company.tables.items():
            progress(name)
            writer.append(TABLES[name], rows, source=source)
    return sum(rows.num_rows for rows in company.tables.values())
