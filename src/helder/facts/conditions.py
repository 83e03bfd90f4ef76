"""Expressions in SQL over a fact's dimensions and columns: conditions to filter by, and values to count with."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, reduce
from typing import Any

import ibis
import sqlglot
from ibis.common.annotations import ValidationError
from ibis.common.exceptions import IbisError
from sqlglot import exp
from sqlglot.errors import SqlglotError

from helder.errors import BadQuestion

Resolve = Callable[[str], Any]

#: Brackets of one condition: more would be walked deeper than Python goes.
_DEEPEST = 100

_HINT = "Write a condition over dimensions or columns, as: channel = 'phone' and wait_seconds > 30"
_COMPARE: dict[type[exp.Expression], Callable[[Any, Any], Any]] = {
    exp.EQ: lambda a, b: _equal(a, b),
    exp.NEQ: lambda a, b: a != b,
    exp.GT: lambda a, b: a > b,
    exp.GTE: lambda a, b: a >= b,
    exp.LT: lambda a, b: a < b,
    exp.LTE: lambda a, b: a <= b,
    exp.And: lambda a, b: a & b,
    exp.Or: lambda a, b: a | b,
    exp.Like: lambda a, b: a.like(b),
    exp.ILike: lambda a, b: a.ilike(b),
    exp.Add: lambda a, b: a + b,
    exp.Sub: lambda a, b: a - b,
    exp.Mul: lambda a, b: a * b,
    exp.Div: lambda a, b: a / b,
}


def parse(text: str) -> exp.Expression:
    """The parsed condition or value; BadQuestion where it is not one, or more than one."""
    where = f"where {text}"
    if text.count("(") > _DEEPEST:
        raise BadQuestion(f"The condition has more than {_DEEPEST} brackets.", where=f"where {text[:60]} ...", fix=_HINT)
    try:
        query = sqlglot.parse_one(f"select 1 {where}", dialect="duckdb")
    except SqlglotError as error:
        reason = str(error).splitlines()[0]
        raise BadQuestion(f"The condition cannot be read: {reason}", where=where, fix=_HINT) from None
    parts = {name for name, value in query.args.items() if value}
    if not isinstance(query, exp.Select) or parts - {"kind", "expressions"} != {"where"}:
        raise BadQuestion("The condition goes on after its end.", where=where, fix=_HINT)
    condition: exp.Expression = query.args["where"].this
    return condition


class NotOpen(Exception):
    """A text left open stands beside something that is no text, of which it could then not be told what is meant."""


#: Texts that stand in a condition for those a question names, so that one plan serves them all.
TEXTS = tuple(f"\u27e6text {i}\u27e7" for i in range(12))


@lru_cache(maxsize=1024)
def opened(text: str) -> tuple[str, tuple[str, ...]]:
    """A condition with the texts that names are compared with left open, and these texts; as it is where they are too many."""
    condition, texts = parse(text).copy(), []
    for literal in condition.find_all(exp.Literal):
        beside = literal.parent.args.get("this") if isinstance(literal.parent, exp.EQ | exp.In) else None
        if literal.is_string and isinstance(beside, exp.Column):
            texts.append((literal, literal.this))
    if len(texts) > len(TEXTS):
        return text, ()
    for mark, (literal, _) in zip(TEXTS, texts, strict=False):
        literal.set("this", mark)
    return condition.sql(dialect="duckdb"), tuple(value for _, value in texts)


def names(condition: exp.Expression) -> tuple[str, ...]:
    """Names the condition speaks of."""
    return tuple(dict.fromkeys(_name(column) for column in condition.find_all(exp.Column)))


def marks(condition: exp.Expression) -> tuple[str, ...]:
    """Names of the parameters it speaks of, written `:name`."""
    return tuple(dict.fromkeys(str(mark.this) for mark in condition.find_all(exp.Placeholder)))


def expression(condition: exp.Expression, resolve: Resolve) -> Any:
    """The condition as an Ibis expression; `resolve` gives the value a name stands for."""
    found = value(condition, resolve)
    if not (hasattr(found, "type") and found.type().is_boolean()):
        raise BadQuestion("The condition is neither true nor false.", where=f"where {condition.sql()}", fix=_HINT)
    return found


def value(node: exp.Expression, resolve: Resolve) -> Any:
    """Any value in SQL as an Ibis expression: columns, literals, arithmetic, CASE and some functions."""
    try:
        return _walk(node, resolve)
    except (IbisError, ValidationError, TypeError, AttributeError, ArithmeticError) as error:
        reason = str(error).splitlines()[0]
        raise BadQuestion(f"The expression cannot be computed: {reason}", where=f"where {node.sql()}", fix=_HINT) from None


def _walk(node: exp.Expression, resolve: Resolve) -> Any:
    single = _SINGLE.get(type(node))
    if single is not None:
        return single(node, lambda child: _walk(child, resolve), resolve)
    combine = _COMPARE.get(type(node))
    if combine is None:
        raise BadQuestion(f"A condition cannot use {node.sql(dialect='duckdb')!r}.", where="where", fix=_HINT)
    return combine(_walk(node.this, resolve), _walk(node.expression, resolve))


Walk = Callable[[Any], Any]


def _literal(node: Any, walk: Walk, resolve: Resolve) -> Any:
    if node.is_string:
        return node.this
    return int(node.this) if node.this.isdigit() else float(node.this)


def _in(node: Any, walk: Walk, resolve: Resolve) -> Any:
    if not node.expressions:
        raise BadQuestion("A condition cannot look into another query.", where="where", fix=_HINT)
    value = walk(node.this)
    return reduce(lambda a, b: a | b, (_equal(value, walk(choice)) for choice in node.expressions))


def _equal(a: Any, b: Any) -> Any:
    if isinstance(b, str) and b in TEXTS and not (hasattr(a, "type") and a.type().is_string()):
        raise NotOpen
    return a == b


def _is(node: Any, walk: Walk, resolve: Resolve) -> Any:
    if not isinstance(node.expression, exp.Null):
        return walk(node.this) == walk(node.expression)
    return walk(node.this).isnull()


def _cast(node: Any, walk: Walk, resolve: Resolve) -> Any:
    return ibis.literal(walk(node.this)).cast(node.to.sql(dialect="duckdb").lower())


def _coalesce(node: Any, walk: Walk, resolve: Resolve) -> Any:
    return ibis.coalesce(walk(node.this), *map(walk, node.expressions))


def _case(node: Any, walk: Walk, resolve: Resolve) -> Any:
    if node.this is not None:
        raise BadQuestion("A CASE needs whole conditions.", where="where", fix="Write CASE WHEN a = 1 THEN ... ELSE ... END.")
    otherwise = node.args.get("default")
    branches = [(walk(branch.this), walk(branch.args["true"])) for branch in node.args["ifs"]]
    return ibis.cases(*branches, else_=ibis.null() if otherwise is None else walk(otherwise))


_SINGLE: dict[type[exp.Expression], Callable[[Any, Walk, Resolve], Any]] = {
    exp.Column: lambda node, walk, resolve: resolve(_name(node)),
    exp.Literal: _literal,
    exp.Boolean: lambda node, walk, resolve: ibis.literal(bool(node.this)),
    exp.Paren: lambda node, walk, resolve: walk(node.this),
    exp.Not: lambda node, walk, resolve: ~walk(node.this),
    exp.Neg: lambda node, walk, resolve: -walk(node.this),
    exp.Is: _is,
    exp.In: _in,
    exp.Between: lambda node, walk, resolve: walk(node.this).between(walk(node.args["low"]), walk(node.args["high"])),
    exp.Cast: _cast,
    exp.Coalesce: _coalesce,
    exp.Case: _case,
    exp.Abs: lambda node, walk, resolve: walk(node.this).abs(),
    exp.Lower: lambda node, walk, resolve: walk(node.this).lower(),
    exp.Nullif: lambda node, walk, resolve: walk(node.this).nullif(walk(node.expression)),
    exp.Placeholder: lambda node, walk, resolve: resolve(f":{node.this}"),
}


def _name(column: exp.Column) -> str:
    return column.sql(dialect="duckdb").replace('"', "")
