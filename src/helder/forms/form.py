"""What a form is: how a number is made of parts that the engine adds up."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import ibis.expr.types as ir

Numbers = NDArray[np.float64]
Parts = Mapping[str, Numbers]


@dataclass(frozen=True, eq=False)
class Part:
    """One aggregate over the rows of a cell: a count, a sum, a number of distinct values, the values in order, or one of them.

    of: what is added up (None for a count). at: what says which row is the first or the last. where: the rows that take
    part; a null condition is not met. Where a form puts rows together by thing, a part is first that of each thing ("any"
    is 1 where any of its rows takes part), and is then added up over things; times: what it is multiplied by before.
    """

    kind: Literal["count", "sum", "distinct", "values", "any", "first", "last"]
    where: ir.BooleanValue
    of: Any = None
    at: Any = None
    times: Part | None = None

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for equal parts, so that a part shared by metrics is computed once."""
        own = (self.kind, self.where.op(), *(None if x is None else x.op() for x in (self.of, self.at)))
        return own if self.times is None else (*own, self.times.identity)

    def aggregate(self, fact: ir.Table, rows: ir.IntegerColumn | None) -> ir.Value:
        """The Ibis aggregate; `rows` is how many rows each row stands for, where the fact was grouped before."""
        if self.kind == "distinct":
            return self.of.nunique(where=self.where)
        if self.kind == "values":
            return self.of.collect(where=self.where).sort()
        if self.kind in ("first", "last"):
            return (self.of.argmin if self.kind == "first" else self.of.argmax)(self.at, where=self.where)
        if self.kind == "any":
            return (fact.count(where=self.where) > 0).ifelse(1, 0)
        if self.kind == "count":
            return fact.count(where=self.where) if rows is None else rows.sum(where=self.where)
        return (self.of if rows is None else self.of * rows).sum(where=self.where)


@dataclass(frozen=True)
class Figures:
    """What a form makes of its parts, one entry per cell: the value, the rows it rests on, and the fraction it is."""

    value: Numbers
    n: Numbers
    numerator: Numbers | None = None
    denominator: Numbers | None = None


class Form(ABC):
    """How a number is made. Operands are Ibis deferred expressions over a fact's columns.

    additive: parts of sub-periods add up to those of the period. accumulates: a cell rests on all that happened up to
    it, so its parts are added up from the beginning of time (see `accumulate`). summed: its parts are counts and sums,
    which are nought where there are no rows.
    """

    additive: ClassVar[bool] = True
    accumulates: ClassVar[bool] = False
    summed: ClassVar[bool] = True

    @property
    def thing(self) -> Any:
        """What the rows of a cell are put together by before their parts are taken; None for parts of the rows themselves."""
        return None

    @abstractmethod
    def parts(self, fact: ir.Table, counted: ir.BooleanValue) -> dict[str, Part]:
        """The aggregates the form needs over the counted rows of a fact."""

    @abstractmethod
    def figures(self, parts: Parts) -> Figures:
        """Value, n, numerator and denominator of each cell; nan where there is no value."""

    @abstractmethod
    def interval(self, parts: Parts, confidence: float) -> tuple[Numbers, Numbers]:
        """Low and high of each cell; nan where the data do not give one."""

    @abstractmethod
    def variance(self, parts: Parts) -> Numbers:
        """Variance of each cell's value, for tests and for forms made of forms; nan where unknown."""

    def degrees(self, parts: Parts) -> Numbers | None:
        """Degrees of freedom of the variance, where it is itself estimated from few rows."""
        return None

    def fetched(self, parts: Mapping[str, Any], confidence: float) -> dict[str, ir.Value]:
        """What is fetched of the aggregates of a cell, as expressions over their columns: by default themselves."""
        return dict(parts)

    def accumulate(self, parts: Parts) -> dict[str, Numbers]:
        """Parts per period, in order of time along the last axis, made into the parts of the state at each period."""
        raise NotImplementedError(f"{type(self).__name__} does not accumulate")


def bind(fact: ir.Table, operand: Any) -> Any:
    """A deferred operand as an expression over a fact."""
    return fact.bind(operand)[0]


def divided(numerator: Numbers, denominator: Numbers) -> Numbers:
    """Quotient, nan where the denominator is nought."""
    quotient: Numbers = np.divide(
        numerator, denominator, out=np.full(np.broadcast(numerator, denominator).shape, np.nan), where=denominator != 0
    )
    return quotient
