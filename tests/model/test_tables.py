"""The data model keeps its own rules."""

from __future__ import annotations

import pytest

from helder.errors import UnknownName
from helder.model import TABLES, Kind, Table, table
from helder.model.money import minor_units

EVERY = list(TABLES.values())


@pytest.mark.parametrize("model", EVERY, ids=lambda t: t.name)
def test_names_in_rules_are_columns(model: Table) -> None:
    named = {name for rule in (*model.ordered, *model.either, *model.scaled) for name in rule}
    assert named <= model.by_name.keys()
    assert model.key


@pytest.mark.parametrize("model", EVERY, ids=lambda t: t.name)
def test_amounts_have_a_currency(model: Table) -> None:
    if any(c.kind is Kind.MONEY for c in model.columns):
        assert "currency" in model.by_name


@pytest.mark.parametrize("model", EVERY, ids=lambda t: t.name)
def test_dated_instants_are_stored_with_their_day(model: Table) -> None:
    assert {c.day for c in model.dated} <= model.stored.keys()
    assert all(model.stored[c.day] == "date" and c.kind is Kind.INSTANT for c in model.dated)


def test_who_a_person_is_is_marked_personal() -> None:
    personal = {(t.name, c.name) for t in EVERY for c in t.columns if c.personal}
    assert {
        ("customers", "name"),
        ("customers", "email"),
        ("customers", "phone"),
        ("answers", "comment"),
        ("turns", "text"),
    } <= personal


def test_an_unknown_table_or_column_has_its_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean customers"):
        table("customer")
    with pytest.raises(UnknownName, match="Did you mean country"):
        TABLES["customers"].column("contry")


@pytest.mark.parametrize(("currency", "units"), [("EUR", 100), ("JPY", 1), ("KWD", 1000), (None, 100), ("???", 100)])
def test_minor_units(currency: str | None, units: int) -> None:
    assert minor_units(currency) == units
