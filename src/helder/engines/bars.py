"""Keeping erased customers out: rows that name one, or a thing of theirs, are refused.

Of what was erased the store keeps digests alone, made with a key that lies in the home folder and not in the store: who has the
store cannot so much as try a guess. Without that key nothing is added to a store that customers were erased from.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helder.engines import quoting
from helder.errors import StoreError
from helder.home import ERASED_KEY, kept
from helder.model import Table
from helder.model.belonging import CUSTOMER, names

if TYPE_CHECKING:
    import duckdb

    from helder.engines.base import Engine

#: An e-mail address, in small letters, as a kind of thing.
EMAIL = "email"
#: What a reason begins with that a row is refused for; such a row is not kept.
REFUSED = "names a customer who was erased"
#: Letters of a digest, two for a byte, and bytes of a block of its hash.
_LETTERS = 40
_BLOCK = 64


class Bars:
    """Makes digests with the key of a home folder. key: made when it is first needed."""

    def __init__(self, home: Path) -> None:
        self._home = home

    @cached_property
    def _key(self) -> bytes:
        return kept(self._home / ERASED_KEY, lambda: secrets.token_hex(32)).encode()

    def digest(self, kind: str, value: str) -> str:
        """What stands for a thing."""
        return hmac.new(self._key, f"{kind} {value}".encode(), hashlib.sha256).hexdigest()[:_LETTERS]

    @property
    def of_key(self) -> str:
        """What tells one key from another."""
        return self.digest("key", "")

    def add(self, connection: duckdb.DuckDBPyConnection, things: Iterable[tuple[str, str]]) -> None:
        """Keep things out from now on."""
        connection.execute(
            "insert into _helder.erased select distinct unnest($digests), $key, now() at time zone 'UTC'",
            {"digests": [self.digest(kind, value) for kind, value in things], "key": self.of_key},
        )

    def let_in(self, connection: duckdb.DuckDBPyConnection, things: Iterable[tuple[str, str]]) -> int:
        """Keep things out no longer; how many were kept out."""
        digests = [self.digest(kind, value) for kind, value in things]
        ((number,),) = connection.execute(
            "delete from _helder.erased where list_contains($digests, digest)", {"digests": digests}
        ).fetchall()
        return int(number)

    def sql(self, kind: str, value: str) -> str:
        """SQL of the digest of a text, the same as `digest`."""
        key = self._key.ljust(_BLOCK, b"\0")
        inner, outer = (_blob(bytes(byte ^ pad for byte in key)) for pad in (0x36, 0x5C))
        return f"left(sha256({outer} || unhex(sha256({inner} || encode('{kind} ' || {value})))), {_LETTERS})"


class KeptOut:
    """What is kept out of a store, for rows that are looked at before they come to it. keeper: as of its engine."""

    def __init__(self, keeper: Bars | None, erased: Mapping[str, date]) -> None:
        self._keeper = keeper
        self._erased = erased

    @classmethod
    def of(cls, engine: Engine) -> KeptOut:
        """What is kept out of an engine's store now."""
        found = engine.ledger("select digest, min(erased_at)::date as day from _helder.erased group by digest").to_pylist()
        return cls(engine.bars, {row["digest"]: row["day"] for row in found})

    @property
    def any(self) -> bool:
        """Whether anything is kept out."""
        return bool(self._erased) and self._keeper is not None

    def why(self, table: Table, row: Mapping[str, Any]) -> tuple[str, str] | None:
        """The column by which a row names what was erased, and the reason it is refused for; None for one that is not."""
        if not self._erased or self._keeper is None:
            return None
        for column, kind, value in _things(table, row):
            day = self._erased.get(self._keeper.digest(kind, value))
            if day is not None:
                return column, reason(day)
        return None


def reason(day: date) -> str:
    """Why a row is refused."""
    return f"{REFUSED} on {day:%Y-%m-%d}"


def any_kept_out(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether customers were erased from the store."""
    return bool(connection.execute("select 1 from _helder.erased limit 1").fetchall())


def check_key(connection: duckdb.DuckDBPyConnection, keeper: Bars | None, where: str) -> None:
    """Raise StoreError where rows cannot be held against the customers who were erased: the key is not that of then."""
    found = [key for (key,) in connection.execute("select distinct key from _helder.erased").fetchall()]
    if keeper is None:
        raise StoreError(
            "Customers were erased from the store, and rows of theirs are told by a key of its home folder.",
            where=where,
            fix="Open it with its home folder: helder --home FOLDER, or helder.connect(..., home=FOLDER).",
        )
    if found not in ([], [keeper.of_key]):
        raise StoreError(
            f"Customers were erased from the store with another {ERASED_KEY} than the home folder has.",
            where=where,
            fix=f"Put back the file {ERASED_KEY} from the home folder, or a backup, with which they were erased.",
        )


def refused(connection: duckdb.DuckDBPyConnection, table: Table, relation: str, keeper: Bars) -> list[tuple[int, str, str]]:
    """The rows of a temporary table that name what was erased: the row's id, the first such column, and the reason."""
    columns = {str(row[0]) for row in connection.execute(f"describe {quoting.name(relation)}").fetchall()}
    named = " union all ".join(_named(table, relation, columns, keeper))
    if not named:
        return []
    found = connection.execute(
        f"select row, any_value(name order by place), min(erased_at) from ({named}) "
        "join _helder.erased using (digest) group by row order by row"
    ).fetchall()
    return [(int(row), str(name), reason(erased_at)) for row, name, erased_at in found]


def listed(connection: duckdb.DuckDBPyConnection, found: Sequence[tuple[int, str, str]]) -> None:
    """Have the rows that were found in the temporary table _helder_refused."""
    row, name, why = zip(*found, strict=True)
    connection.execute(
        "create or replace temp table _helder_refused as select unnest($row) as row, unnest($name) as name, "
        "unnest($reason) as reason",
        {"row": list(row), "name": list(name), "reason": list(why)},
    )


def drop(
    connection: duckdb.DuckDBPyConnection, table: Table, stage: str, batch: int, found: Sequence[tuple[int, str, str]]
) -> int:
    """Take out of a stage the rows that were found to name what was erased, and note that they came; how many."""
    if not found:
        return 0
    listed(connection, found)
    connection.execute(f"delete from {quoting.name(stage)} where rowid in (select row from _helder_refused)")
    connection.execute(
        "insert into _helder.rejects "
        "select $batch, $table, row + 1, [], [{'column': name, 'value': null, 'reason': reason}], null from _helder_refused",
        {"batch": batch, "table": table.name},
    )
    connection.execute("drop table _helder_refused")
    return len(found)


def _things(table: Table, row: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What a row names: the column, the kind of thing, and the thing."""
    for one in names(table):
        value = row.get(one.column)
        if value is None or (one.said is not None and row.get(one.said[0]) != one.said[1]):
            continue
        yield one.column, one.kind, str(value)
        if one.kind == CUSTOMER and "@" in str(value):
            yield one.column, EMAIL, str(value).strip().lower()
    if table.name == "customers" and row.get("email"):
        yield "email", EMAIL, str(row["email"]).strip().lower()


def _named(table: Table, relation: str, columns: set[str], keeper: Bars) -> Iterator[str]:
    """SQL of the digests of what the rows name, with the row's id and the column."""
    for place, one in enumerate(names(table)):
        if one.column in columns:
            yield _digests(relation, one.column, one.kind, place, keeper, _when(one.said))
            if one.kind == CUSTOMER:
                yield _digests(relation, one.column, EMAIL, place, keeper, f"contains({quoting.name(one.column)}, '@')")
    if "email" in columns and table.name == "customers":
        yield _digests(relation, "email", EMAIL, len(columns), keeper, "true")


def _digests(relation: str, column: str, kind: str, place: int, keeper: Bars, where: str) -> str:
    value = f"lower(trim({quoting.name(column)}))" if kind == EMAIL else quoting.name(column)
    return (
        f"select rowid as row, '{column}' as name, {place} as place, {keeper.sql(kind, value)} as digest "
        f"from {quoting.name(relation)} where {quoting.name(column)} is not null and {where}"
    )


def _when(said: tuple[str, str] | None) -> str:
    return "true" if said is None else f"{quoting.name(said[0])} = {quoting.literal(said[1])}"


def _blob(content: bytes) -> str:
    return "'" + "".join(f"\\x{byte:02x}" for byte in content) + "'::blob"
