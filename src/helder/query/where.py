"""Filters: a condition in SQL over a fact's dimensions and columns, made into an expression."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import ibis
import sqlglot
from ibis.common.exceptions import IbisError
from sqlglot import exp
from sqlglot.errors import SqlglotError

from helder.errors import BadQuestion

Resolve = Callable[[str], Any]

_HINT = "Write a condition over dimensions or columns, as: channel = 'phone' and wait_seconds > 30"
_COMPARE: dict[type[exp.Expression], Callable[[Any, Any], Any]] = {
    exp.EQ: lambda a, b: a == b,
    exp.NEQ: lambda a, b: a != b,
    exp.GT: lambda a, b: a > b,
    exp.GTE: lambda a, b: a >= b,
    exp.LT: lambda a, b: a < b,
    exp.LTE: lambda a, b: a <= b,
    exp.And: lambda a, b: a & b,
    exp.Or: lambda a, b: a | b,
    exp.Like: lambda a, b: a.like(b),
    exp.ILike: lambda a, b: a.ilike(b),
}


def parse(text: str) -> exp.Expression:
    """The parsed condition; BadQuestion where it is not one."""
    try:
        return sqlglot.parse_one(f"select 1 where {text}", dialect="duckdb").args["where"].this
    except (SqlglotError, KeyError, AttributeError) as error:
        reason = str(error).splitlines()[0]
        raise BadQuestion(f"The condition cannot be read: {reason}", where=f"where {text}", fix=_HINT) from None


def names(condition: exp.Expression) -> tuple[str, ...]:
    """Names the condition speaks of."""
    return tuple(dict.fromkeys(column.sql(dialect="duckdb").replace('"', "") for column in condition.find_all(exp.Column)))


def expression(condition: exp.Expression, resolve: Resolve) -> Any:
    """The condition as an Ibis expression; `resolve` gives the value a name stands for."""
    try:
        return _walk(condition, resolve)
    except (IbisError, TypeError) as error:
        reason = str(error).splitlines()[0]
        raise BadQuestion(f"The condition compares what cannot be compared: {reason}", where=f"where {condition.sql()}", fix=_HINT) from None


def _walk(node: exp.Expression, resolve: Resolve) -> Any:
    if isinstance(node, exp.Column):
        return resolve(node.sql(dialect="duckdb").replace('"', ""))
    if isinstance(node, exp.Literal):
        return node.this if node.is_string else float(node.this) if "." in node.this else int(node.this)
    if isinstance(node, exp.Boolean):
        return ibis.literal(bool(node.this))
    if isinstance(node, exp.Paren):
        return _walk(node.this, resolve)
    if isinstance(node, exp.Not):
        return ~_walk(node.this, resolve)
    if isinstance(node, exp.Neg):
        return -_walk(node.this, resolve)
    if isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
        return _walk(node.this, resolve).isnull()
    if isinstance(node, exp.In) and node.expressions:
        value = _walk(node.this, resolve)
        return reduce(lambda a, b: a | b, (value == _walk(choice, resolve) for choice in node.expressions))
    if isinstance(node, exp.Between):
        return _walk(node.this, resolve).between(_walk(node.args["low"], resolve), _walk(node.args["high"], resolve))
    if isinstance(node, exp.Cast) and isinstance(node.this, exp.Literal):
        return ibis.literal(node.this.this).cast(node.to.sql(dialect="duckdb").lower())
    combine = _COMPARE.get(type(node))
    if combine is None:
        raise BadQuestion(f"A condition cannot use {node.sql(dialect='duckdb')!r}.", where="where", fix=_HINT)
    return combine(_walk(node.this, resolve), _walk(node.expression, resolve))
