"""Whose rows are is known of every table."""

from __future__ import annotations

from helder.model import TABLES, Kind
from helder.model.belonging import COMPANY, THINGS, names

#: Texts of keys that name no thing: what a row of a thing is about.
_PARTS = {"event", "criterion", "subject", "model", "symbol"}


def test_every_key_is_somebodys_or_the_companys() -> None:
    for table in TABLES.values():
        named = {one.column for one in names(table)}
        ids = {c.name for c in table.columns if c.kind is Kind.TEXT and (c.key or c.name.endswith("_id"))}
        assert ids <= named | set(COMPANY) | _PARTS, table.name


def test_every_table_with_personal_columns_can_be_somebodys() -> None:
    personal = {table.name for table in TABLES.values() if any(column.personal for column in table.columns)}
    assert personal - {"employees"} <= {table.name for table in TABLES.values() if names(table)}


def test_every_thing_is_in_some_table() -> None:
    assert {one.kind for table in TABLES.values() for one in names(table)} == set(THINGS)
