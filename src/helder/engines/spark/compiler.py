"""Ibis expressions as Spark's SQL, exact where Ibis' own is not: each rule says what would go wrong without it."""

from __future__ import annotations

import string
from typing import Any

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import NULL, SQLGlotCompiler
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

#: How DuckDB reads a number; Java would read "5d" and "0x1p3" as numbers, too.
_NUMBER = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"
_SECONDS = {"W": 604_800, "D": 86_400, "h": 3_600, "m": 60, "s": 1, "ms": 0.001, "us": 0.000_001}


class Compiler(PySparkCompiler):
    """Ibis' compiler for Spark with the rules that differ."""

    __slots__ = ()

    def visit_Field(self, op: Any, *, rel: Any, name: Any) -> Any:  # noqa: N802
        """Ibis asks an option of its backend, which is not loaded, whether NaN is null."""
        return SQLGlotCompiler.visit_Field(self, op, rel=rel, name=name)

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:  # noqa: N802
        """0.5 is a decimal to Spark, and so would be what is counted with it."""
        if dtype.is_floating():
            return self.cast(repr(float(value)), dtype)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def visit_IsNull(self, op: Any, *, arg: Any) -> Any:  # noqa: N802
        """NaN is not null."""
        return arg.is_(NULL)

    def visit_NotNull(self, op: Any, *, arg: Any) -> Any:  # noqa: N802
        return arg.is_(sg.not_(NULL, copy=False))

    def visit_CountStar(self, op: Any, *, arg: Any, where: Any) -> Any:  # noqa: N802
        """The sum of no rows is null; their number is nought."""
        return self.f.count(sge.Star()) if where is None else self.f.count_if(where)

    def visit_ArgMin(self, op: Any, *, arg: Any, key: Any, where: Any) -> Any:  # noqa: N802
        return self._by(self.f.anon.min_by, arg, key, where)

    def visit_ArgMax(self, op: Any, *, arg: Any, key: Any, where: Any) -> Any:  # noqa: N802
        return self._by(self.f.anon.max_by, arg, key, where)

    def _by(self, function: Any, arg: Any, key: Any, where: Any) -> Any:
        return function(arg, key if where is None else self.if_(where, key, NULL))

    def visit_ArrayCollect(  # noqa: N802
        self, op: Any, *, arg: Any, where: Any, order_by: Any, include_null: bool, distinct: bool
    ) -> Any:
        """What nothing was collected of is null, not an empty list."""
        found = super().visit_ArrayCollect(
            op, arg=arg, where=where, order_by=order_by, include_null=include_null, distinct=distinct
        )
        return self.if_(self.f.anon.size(found).eq(0), NULL, found)

    def visit_ArrayIndex(self, op: Any, *, arg: Any, index: Any) -> Any:  # noqa: N802
        """Beyond the end is null, not an error."""
        return self.f.anon.try_element_at(arg, self.cast(self.if_(index >= 0, index + 1, index), dt.int32))

    def visit_TryCast(self, op: Any, *, arg: Any, to: Any) -> Any:  # noqa: N802
        if op.arg.dtype.is_string() and to.is_numeric():
            arg = self.if_(self.f.anon.rlike(arg, _NUMBER), arg, NULL)
        return super().visit_TryCast(op, arg=arg, to=to)

    def visit_Divide(self, op: Any, *, left: Any, right: Any) -> Any:  # noqa: N802
        """Divided by nought is null, not an error; and a quotient of integers is a double."""
        return sge.Div(this=sge.paren(left), expression=self.f.nullif(right, 0), typed=False, safe=True)

    def visit_TimestampDelta(self, op: Any, *, part: Any, left: Any, right: Any) -> Any:  # noqa: N802
        """Spark's own difference counts whole units; only microseconds mean the same everywhere."""
        if part.this != "microsecond":
            return self._undefined(op)
        return self.f.anon.unix_micros(self._zoned(left)) - self.f.anon.unix_micros(self._zoned(right))

    def visit_DateDelta(self, op: Any, *, part: Any, left: Any, right: Any) -> Any:  # noqa: N802
        return self.f.anon.datediff(left, right)

    def visit_DateTruncate(self, op: Any, *, arg: Any, unit: Any) -> Any:  # noqa: N802
        """Spark's date_trunc gives an instant with a zone."""
        return arg if unit.short == "D" else self.f.anon.trunc(arg, unit.singular)

    def visit_ExtractEpochSeconds(self, op: Any, *, arg: Any) -> Any:  # noqa: N802
        return self.f.anon.unix_seconds(self._zoned(arg))

    def _zoned(self, instant: Any) -> Any:
        """An instant as Spark counts it since 1970; the session's zone is UTC."""
        return self.f.anon.to_timestamp_ltz(instant)

    def visit_IntervalFromInteger(self, op: Any, *, arg: Any, unit: Any) -> Any:  # noqa: N802
        """A span of so many of a unit; Ibis writes it as text and reads that again for every row."""
        if unit.short in ("Y", "Q", "M"):
            months = {"Y": 12, "Q": 3, "M": 1}[unit.short]
            return self.f.anon.make_ym_interval(0, arg * months)
        return sge.Mul(this=sge.Interval(this=sge.convert(str(_SECONDS[unit.short])), unit=self.v.SECOND), expression=sge.paren(arg))

    def visit_Strip(self, op: Any, *, arg: Any) -> Any:  # noqa: N802
        """Spark's trim takes off spaces only."""
        return self.f.anon.btrim(arg, string.whitespace)

    def visit_LStrip(self, op: Any, *, arg: Any) -> Any:  # noqa: N802
        return sge.Trim(this=arg, expression=sge.convert(string.whitespace), position="LEADING")

    def visit_RStrip(self, op: Any, *, arg: Any) -> Any:  # noqa: N802
        return sge.Trim(this=arg, expression=sge.convert(string.whitespace), position="TRAILING")

    def visit_StringSQLLike(self, op: Any, *, arg: Any, pattern: Any, escape: Any) -> Any:  # noqa: N802
        """A backslash in a pattern is a backslash, as in DuckDB."""
        return arg.like(self.f.replace(pattern, "\\", "\\\\"))

    def visit_StringSQLILike(self, op: Any, *, arg: Any, pattern: Any, escape: Any) -> Any:  # noqa: N802
        return arg.ilike(self.f.replace(pattern, "\\", "\\\\"))


compiler = Compiler()
