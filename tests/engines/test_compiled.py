"""Equal expressions are compiled once, and only those."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pytest

from helder.engines.compiled import once
from helder.model import TABLES

CONTACTS = TABLES["contacts"].expression


def waited(seconds: object) -> ir.Table:
    """A question made anew."""
    return CONTACTS.filter(CONTACTS.wait_seconds > ibis.literal(seconds)).aggregate(n=ibis._.count())


def test_an_equal_expression_is_not_compiled_again() -> None:
    asked: list[ir.Table] = []
    compiled = once(lambda expression: asked.append(expression) or f"number {len(asked)}")
    assert [compiled(waited(10)), compiled(waited(10)), compiled(waited(20)), compiled(waited(10))] == [
        "number 1", "number 1", "number 2", "number 1",
    ]  # fmt: skip
    assert len(asked) == 2


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (1, True), ("1", 1), (None, 0)])
def test_values_that_python_takes_for_equal_are_not(one: object, other: object) -> None:
    compiled = once(lambda expression: str(ibis.to_sql(expression, dialect="duckdb")))
    first, second = (CONTACTS.select(value=ibis.literal(value)) for value in (one, other))
    assert compiled(first) == str(ibis.to_sql(first, dialect="duckdb"))
    assert compiled(second) == str(ibis.to_sql(second, dialect="duckdb"))
    assert compiled(first) != compiled(second)
