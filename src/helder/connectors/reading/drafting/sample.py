"""The beginning of a file: its columns and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import duckdb

from helder.connectors.reading.opened import Opened
from helder.engines import quoting

_ROWS = 20_000
_DIFFERENT = 1000
_MARKERS = frozenset(
    ("?", "-", "--", "n/a", "na", "nan", "null", "none", "nil", "nvt", "n.v.t.", "onbekend", "ukendt", "unknown", "blank", "#n/a")
)


@dataclass(frozen=True)
class Values:
    """The different values of a column, most frequent first; blank ones are not among them."""

    texts: tuple[str, ...]

    @cached_property
    def markers(self) -> tuple[str, ...]:
        """Those that look as if they stand for no value."""
        return tuple(text for text in self.texts if text.strip().lower() in _MARKERS)

    @cached_property
    def real(self) -> tuple[str, ...]:
        """The others."""
        return tuple(text for text in self.texts if text not in self.markers)

    def all_match(self, pattern: str) -> bool:
        """Whether there are values, and each is of a form."""
        return bool(self.real) and all(re.fullmatch(pattern, text.strip()) for text in self.real)


@dataclass(frozen=True)
class Sample:
    """The first records of a file, as texts."""

    columns: tuple[str, ...]
    values: dict[str, Values]
    rows: int
    _scratch: duckdb.DuckDBPyConnection

    def different(self, columns: Sequence[str]) -> int:
        """How many different combinations of values some columns have; rows with a blank one do not count."""
        names = [f"{quoting.name(name)}::varchar" for name in columns]
        filled = " and ".join(f"trim({name}) <> ''" for name in names)
        row = self._scratch.execute(
            f"select count(*) from (select distinct {', '.join(names)} from sample where {filled})"
        ).fetchone()
        return int(row[0]) if row else 0

    def read(self, texts: Sequence[str], read: str) -> list[str]:
        """The texts for which an SQL expression over `t` gives something."""
        found = self._scratch.execute(f"select t from unnest(?) as u(t) where ({read}) is not null", [list(texts)]).fetchall()
        return [text for (text,) in found]

    def all_read(self, texts: Sequence[str], read: str) -> bool:
        """Whether an SQL expression over `t` gives something for each text."""
        row = self._scratch.execute(f"select bool_and({read} is not null) from unnest(?) as u(t)", [list(texts)]).fetchone()
        return bool(row and row[0])


@contextmanager
def sampled(file: Opened) -> Iterator[Sample]:
    """The beginning of a file that has been opened."""
    with duckdb.connect() as scratch:
        for name, held in file.registered.items():
            scratch.register(name, held)
        scratch.execute(f"create table sample as select * from {file.relation} limit {_ROWS}")
        row = scratch.execute("select count(*) from sample").fetchone()
        values = {name: _values(scratch, name) for name in file.columns}
        yield Sample(tuple(file.columns), values, int(row[0]) if row else 0, scratch)


def _values(scratch: duckdb.DuckDBPyConnection, name: str) -> Values:
    column = f"{quoting.name(name)}::varchar"
    found = scratch.execute(
        f"select {column} from sample where trim({column}) <> '' group by 1 order by count(*) desc, 1 limit {_DIFFERENT}"
    ).fetchall()
    return Values(tuple(text for (text,) in found))
