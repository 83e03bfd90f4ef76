"""Ibis expressions as Spark's SQL, exact where Ibis' own is not: each rule says what would go wrong without it."""

from __future__ import annotations

import re
import string
from typing import Any

import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import sqlglot as sg
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.base import NULL, SQLGlotCompiler
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.common.exceptions import UnsupportedOperationError

_LARGE, _SMALL = "\N{LATIN CAPITAL LETTER I WITH DOT ABOVE}\N{GREEK CAPITAL LETTER SIGMA}", "i\N{GREEK SMALL LETTER SIGMA}"
_NOT_ESCAPED = re.compile("([\x07\x0b\x0c])")
#: How DuckDB reads a number; Java would read "5d" and "0x1p3" as numbers, too.
_NUMBER = r"^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$"
_INTERVAL: Any = sge.Interval


class Compiler(PySparkCompiler):  # type: ignore[misc]  # Ibis says nothing of its types
    """Ibis' compiler for Spark with the rules that differ."""

    __slots__ = ()

    #: Without Ibis' own for an offset, which leaves out a row too many, and the order: Spark has had OFFSET since 3.4.
    rewrites = SQLGlotCompiler.rewrites

    def visit_Field(self, op: Any, *, rel: Any, name: Any) -> Any:
        """Ibis asks an option of its backend, which is not loaded, whether NaN is null."""
        return SQLGlotCompiler.visit_Field(self, op, rel=rel, name=name)

    def visit_NonNullLiteral(self, op: Any, *, value: Any, dtype: Any) -> Any:
        """0.5 is a decimal to Spark, and so would be what is counted with it; and some characters cannot be escaped."""
        if dtype.is_floating():
            return self.cast(repr(float(value)), dtype)
        if dtype.is_string():
            return self._text(value)
        return super().visit_NonNullLiteral(op, value=value, dtype=dtype)

    def _text(self, value: str) -> Any:
        """A text; where sqlglot writes a character as an escape that Spark reads as a letter, by its number."""
        parts = [part for part in _NOT_ESCAPED.split(value) if part]
        if len(parts) < 2 and not _NOT_ESCAPED.search(value):
            return sge.convert(value)
        return self.f.concat(*(self.f.anon.char(ord(part)) if _NOT_ESCAPED.match(part) else sge.convert(part) for part in parts))

    def visit_IsNull(self, op: Any, *, arg: Any) -> Any:
        """NaN is not null."""
        return arg.is_(NULL)

    def visit_NotNull(self, op: Any, *, arg: Any) -> Any:
        return arg.is_(sg.not_(NULL, copy=False))

    def visit_IsNan(self, op: Any, *, arg: Any) -> Any:
        """Whether null is a number is not known."""
        return self.if_(arg.is_(NULL), NULL, self.f.isnan(arg))

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:
        """Spark cuts off decimals where DuckDB rounds, and writes numbers otherwise."""
        if op.arg.dtype.is_floating() and not (to.is_floating() or to.is_boolean()):
            raise UnsupportedOperationError(f"Spark turns numbers with decimals into {to} in a way of its own.")
        return super().visit_Cast(op, arg=arg, to=to)

    def visit_Min(self, op: Any, *, arg: Any, where: Any) -> Any:
        if op.arg.dtype.is_struct():
            return self._by(self.f.anon.min_by, arg, self._ordered(op, arg), where)
        return super().visit_Min(op, arg=arg, where=where)

    def visit_Max(self, op: Any, *, arg: Any, where: Any) -> Any:
        if op.arg.dtype.is_struct():
            return self._by(self.f.anon.max_by, arg, self._ordered(op, arg), where)
        return super().visit_Max(op, arg=arg, where=where)

    def _ordered(self, op: Any, arg: Any) -> Any:
        """What structs are ordered by: a field that is null comes after all others, not before."""
        fields = [sge.Dot(this=sge.paren(arg), expression=sg.to_identifier(name, quoted=True)) for name in op.arg.dtype.names]
        return self.f.anon.struct(*(each for field in fields for each in (field.is_(NULL), field)))

    def visit_Lowercase(self, op: Any, *, arg: Any) -> Any:
        """Java writes two characters for one, and a sigma at a word's end as another."""
        return self.f.lower(self.f.anon.translate(arg, _LARGE, _SMALL))

    def visit_StringSplit(self, op: Any, *, arg: Any, delimiter: Any) -> Any:
        """Spark takes the delimiter for a pattern."""
        if not isinstance(op.delimiter, ops.Literal):
            raise UnsupportedOperationError("Spark splits by a text known beforehand only.")
        return self.f.anon.split(arg, self._text(re.escape(op.delimiter.value)))

    def visit_CountStar(self, op: Any, *, arg: Any, where: Any) -> Any:
        """The sum of no rows is null; their number is nought."""
        return self.f.count(sge.Star()) if where is None else self.f.count_if(where)

    def visit_ArgMin(self, op: Any, *, arg: Any, key: Any, where: Any) -> Any:
        return self._by(self.f.anon.min_by, arg, key, where)

    def visit_ArgMax(self, op: Any, *, arg: Any, key: Any, where: Any) -> Any:
        return self._by(self.f.anon.max_by, arg, key, where)

    def _by(self, function: Any, arg: Any, key: Any, where: Any) -> Any:
        return function(arg, key if where is None else self.if_(where, key, NULL))

    def visit_ArrayCollect(self, op: Any, *, arg: Any, where: Any, order_by: Any, include_null: bool, distinct: bool) -> Any:
        """What nothing was collected of is null, not an empty list."""
        found = super().visit_ArrayCollect(
            op, arg=arg, where=where, order_by=order_by, include_null=include_null, distinct=distinct
        )
        return self.if_(self.f.anon.size(found).eq(0), NULL, found)

    def visit_ArrayIndex(self, op: Any, *, arg: Any, index: Any) -> Any:
        """Beyond the end is null, not an error."""
        return self.f.anon.try_element_at(arg, self.cast(self.if_(index >= 0, index + 1, index), dt.int32))

    def visit_TryCast(self, op: Any, *, arg: Any, to: Any) -> Any:
        if op.arg.dtype.is_string() and to.is_numeric():
            arg = self.if_(self.f.anon.rlike(arg, _NUMBER), arg, NULL)
        return super().visit_TryCast(op, arg=arg, to=to)

    def visit_Divide(self, op: Any, *, left: Any, right: Any) -> Any:
        """Divided by nought is infinite, or not a number, as in DuckDB; not an error."""
        quotient = sge.paren(left) / sge.paren(right)
        if isinstance(op.right, ops.NullIf) or (isinstance(op.right, ops.Literal) and op.right.value):
            return quotient
        return self.if_(sge.paren(right).eq(0), sge.paren(left) * self.cast("Infinity", dt.float64), quotient)

    def visit_TimestampDelta(self, op: Any, *, part: Any, left: Any, right: Any) -> Any:
        """Spark's own difference counts whole units; only microseconds mean the same everywhere."""
        if str(part.this) != "microsecond":
            raise UnsupportedOperationError("Spark counts whole units between instants; ask for microseconds.")
        return self.f.anon.unix_micros(self._zoned(left)) - self.f.anon.unix_micros(self._zoned(right))

    def visit_DateDelta(self, op: Any, *, part: Any, left: Any, right: Any) -> Any:
        if str(part.this) != "day":
            raise UnsupportedOperationError("Spark counts whole units between dates; ask for days.")
        return self.f.anon.datediff(left, right)

    def visit_DateTruncate(self, op: Any, *, arg: Any, unit: Any) -> Any:
        """Spark's date_trunc gives an instant with a zone."""
        return arg if unit.short == "D" else self.f.anon.trunc(arg, unit.singular)

    def visit_ExtractEpochSeconds(self, op: Any, *, arg: Any) -> Any:
        return self.f.anon.unix_seconds(self._zoned(arg))

    def _zoned(self, instant: Any) -> Any:
        """An instant as Spark counts it since 1970; the session's zone is UTC."""
        return self.f.anon.to_timestamp_ltz(instant)

    def visit_IntervalFromInteger(self, op: Any, *, arg: Any, unit: Any) -> Any:
        """A span of so many of a unit; Ibis writes it as text and reads that again for every row."""
        name, times = ("MONTH", 3) if unit.short == "Q" else (unit.singular.upper(), 1)
        one = _INTERVAL(this=sge.convert("1"), unit=self.v[name])
        return one * sge.paren(arg) * times if times > 1 else one * sge.paren(arg)

    def visit_Strip(self, op: Any, *, arg: Any) -> Any:
        """Spark's trim takes off spaces only."""
        return self.f.anon.btrim(arg, self._text(string.whitespace))

    def visit_StringSQLLike(self, op: Any, *, arg: Any, pattern: Any, escape: Any) -> Any:
        """A backslash in a pattern is a backslash, as in DuckDB."""
        return arg.like(self.f.replace(pattern, "\\", "\\\\"))

    def visit_StringSQLILike(self, op: Any, *, arg: Any, pattern: Any, escape: Any) -> Any:
        return arg.ilike(self.f.replace(pattern, "\\", "\\\\"))


compiler = Compiler()
