"""What expressions are in an engine's SQL, remembered by the process: stores are alike, and compiling takes long."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.operations as ops
    import ibis.expr.types as ir

#: Expressions kept per engine, those used last.
_KEPT = 1_000


def once(compiled: Callable[[ir.Table], str]) -> Callable[[ir.Table], str]:
    """The same, done once for equal expressions: of whichever store, as their tables are known by name and columns."""

    @lru_cache(_KEPT)
    def of(node: ops.Relation) -> str:
        return compiled(node.to_expr())

    return lambda expression: of(expression.op())
