"""A row that is plainly well is one that the check takes, and it is stored as the check would store it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helder.connectors.arriving.arrived import Arrived, joined, read, table_of, written
from helder.connectors.arriving.checking import Checker
from helder.connectors.arriving.plainly import Plainly
from helder.model import TABLES, Column, Kind, Table

TEXTS = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["a", " a", "a ", "\tx", "é", "'", '"', "\\", "{}", "null", "\n", "a\nb", "0", "-", "\0", "\ud800"]),
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.floats(),
)
NUMBERS = st.one_of(
    st.floats(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9).map(str),
    st.sampled_from(
        ["1", "-0", "1.50", " 2", "1e3", "0x1", "1_0", "", "٣", "nan", True, Decimal("1.25"), "12345678901234567890"]
    ),
    st.integers(0, 12),
)
ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=-7, minutes=-30))])
MOMENTS = st.one_of(
    st.datetimes(timezones=ZONES),
    st.datetimes(datetime(2025, 1, 1), datetime(2026, 1, 1)).map(lambda at: at.isoformat()),
    st.datetimes(timezones=st.just(UTC)).map(lambda at: at.isoformat().replace("+00:00", "Z")),
    st.sampled_from(
        ["2026-02-30T00:00:00", "2026-01-01 24:00:00", "2026-01-01T10:00:60Z", "2026-01-01T10:00", "٢٠٢٦-01-01T00:00:00"]
    ),
    st.sampled_from(["1799-12-31T23:59:59", "2200-01-01T00:00:00", "2199-12-31 23:59:59.999999", "noon", 20260101]),
)
DAYS = st.one_of(st.dates(), st.dates().map(str), st.sampled_from(["2026-2-3", "2026-02-30", "epoch", "٢٠٢٦-01-01"]))
MAPS = st.one_of(
    st.dictionaries(st.text(max_size=3), st.one_of(st.text(max_size=3), st.integers(), st.none()), max_size=2),
    st.sampled_from([{"a": "b"}, {"a": " "}, '{"a": "b"}', [], "x"]),
)
BY_KIND = {
    Kind.TEXT: TEXTS,
    Kind.NUMBER: NUMBERS,
    Kind.INTEGER: NUMBERS,
    Kind.MONEY: NUMBERS,
    Kind.INSTANT: MOMENTS,
    Kind.DATE: DAYS,
    Kind.BOOLEAN: st.one_of(st.booleans(), st.sampled_from(["yes", "true", 1, 0])),
    Kind.MAP: MAPS,
}
WELL: dict[Kind, Any] = {
    Kind.TEXT: "a", Kind.NUMBER: 1.5, Kind.INTEGER: 3, Kind.MONEY: "12.50", Kind.INSTANT: "2026-03-01T10:00:00Z",
    Kind.DATE: "2026-03-01", Kind.BOOLEAN: True, Kind.MAP: {"a": "b"},
}  # fmt: skip


def well(column: Column) -> Any:
    if column.name == "currency":
        return "EUR"
    if column.name == "scale":
        return "0-10"
    if column.allowed:
        return column.allowed[0]
    usual = WELL[column.kind]
    if column.minimum is not None and column.kind in (Kind.NUMBER, Kind.INTEGER):
        usual = max(usual, column.minimum)
    return usual if column.maximum is None else min(usual, column.maximum)


def values(column: Column) -> st.SearchStrategy[Any]:
    """Mostly what is well, and everything that may not be."""
    named = {"currency": ["EUR", "JPY", "KWD", "eur", ""], "scale": ["1-5", "0-1", "-5-5", "bad|good", "verbal", "x", "5-1"]}
    odd = (
        st.sampled_from([*named.get(column.name, []), *column.allowed])
        if column.name in named or column.allowed
        else st.nothing()
    )
    return st.one_of(st.just(well(column)), st.just(well(column)), odd, BY_KIND[column.kind], st.none())


def rows(table: Table) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({column.name: values(column) for column in table.columns})


def as_checked(checker: Checker, table: Table, row: dict[str, Any]) -> list[dict[str, Any]] | None:
    """What the whole check makes of a row; None where it rejects or cannot read it."""
    stored, faults = checker.checked(table, [row])
    return None if faults else stored.to_pylist()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_what_is_plainly_well_the_check_takes_and_stores_alike(name: str) -> None:
    table = TABLES[name]
    checker, plainly = Checker("EUR"), Plainly(table, "EUR")

    @settings(max_examples=60, deadline=None)
    @given(rows(table))
    def agree(row: dict[str, Any]) -> None:
        stored = plainly.stored([row])
        if stored is not None:
            assert as_checked(checker, table, row) == table_of(table, stored).to_pylist(), repr(row)

    agree()
    checker.close()


@pytest.mark.parametrize("name", sorted(TABLES))
def test_one_value_at_a_time(name: str) -> None:
    """Rows that are well but for one value, so that most values come to be held against the check."""
    table = TABLES[name]
    checker, plainly = Checker("EUR"), Plainly(table, "EUR")
    usual = {column.name: well(column) for column in table.columns}
    taken = []

    @settings(max_examples=80, deadline=None)
    @given(st.sampled_from(table.columns).flatmap(lambda column: st.tuples(st.just(column.name), values(column))))
    def agree(change: tuple[str, Any]) -> None:
        row = {**usual, change[0]: change[1]}
        stored = plainly.stored([row])
        taken.append(stored is not None)
        if stored is not None:
            assert as_checked(checker, table, row) == table_of(table, stored).to_pylist(), repr(row)

    agree()
    checker.close()
    assert any(taken)


@pytest.mark.parametrize("name", ["orders", "contacts", "answers", "goals"])
def test_several_rows_at_once(name: str) -> None:
    """Stored as the check stores them, also once they were in the journal, among others that came many at once."""
    table = TABLES[name]
    checker, plainly = Checker("EUR"), Plainly(table, "EUR")
    usual = {column.name: well(column) for column in table.columns}
    key = table.key[0]

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sets(st.sampled_from(table.columns[1:]), max_size=4), min_size=1, max_size=4))
    def agree(left_out: list[set[Column]]) -> None:
        some = [
            {**{k: v for k, v in usual.items() if table.by_name[k] not in without}, key: f"k{i}"}
            for i, without in enumerate(left_out)
        ]
        stored, (checked, faults) = plainly.stored(some), checker.checked(table, some)
        assert (stored is None) == bool(faults)
        if stored is not None:
            assert table_of(table, stored).to_pylist() == checked.to_pylist()
            (again,) = read(written([Arrived(table.name, ("a",), stored)]))
            kept = joined(table, [again, Arrived(table.name, ("a",), checked), again])
            assert kept is not None
            assert kept.to_pylist() == [{**dict.fromkeys(kept.column_names), **row} for row in 3 * checked.to_pylist()]

    agree()
    checker.close()


def test_usual_values_are_plain() -> None:
    row = {"order_id": 5, "ordered_at": datetime(2026, 3, 1), "revenue": 12.5, "currency": "JPY", "attributes": {"a": "b"}}
    assert Plainly(TABLES["orders"], "EUR").stored([row]) is None  # no half yen
    assert Plainly(TABLES["orders"], "EUR").stored([{**row, "currency": "EUR"}]) == {
        "order_id": ["5"], "ordered_at": [datetime(2026, 3, 1)], "revenue": [1250], "currency": ["EUR"],
        "attributes": [[("a", "b")]],
    }  # fmt: skip
    assert Plainly(TABLES["customers"], "EUR").stored([{"customer_id": "c", "born_on": date(1990, 1, 1)}]) is not None
