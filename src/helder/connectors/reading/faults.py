"""What can be wrong with a row: each rule as a condition in SQL, with the column, its value and the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from helder.connectors.reading.mapping import Source
from helder.connectors.reading.parse import EXPECTED
from helder.engines import quoting
from helder.model import Column, Kind, Table

_SCALE = r"(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)"
#: A scale in words: "verbal", or its words from the lowest to the highest.
_WORDS = r"verbal|[^|]*[^|\s][^|]*(\|[^|]*[^|\s][^|]*)+"
_USUAL_SCALES = ("0-10", "1-10", "1-3", "1-4", "1-5", "1-7", "0-1")
_CURRENCY = "[A-Z]{3}"
#: Dates outside these are slips, or stand for none.
EARLIEST, LATEST = "1800-01-01", "2200-01-01"


@dataclass(frozen=True)
class Fault:
    """A condition on a row that holds where it is at fault; column, and SQL for the value and the reason."""

    condition: str
    column: str
    value: str
    reason: str

    @property
    def record(self) -> str:
        """SQL for the fault as it is kept."""
        return f"{{'column': {quoting.literal(self.column)}, 'value': {self.value}, 'reason': {self.reason}}}"


def given(target: str) -> str:
    """The column that holds what was given for a target: the text before it is typed."""
    return quoting.name(f"given:{target}")


def typed(column: str) -> str:
    """The column that holds a value as stored."""
    return quoting.name(f"typed:{column}")


def chosen(target: str) -> str:
    """The column that holds a text after its value map."""
    return quoting.name(f"chosen:{target}")


def faults(table: Table, sources: dict[str, Source]) -> Iterator[Fault]:
    """Every rule of a table that a row from these sources can break."""
    for target, source in sources.items():
        if source.values is not None and source.otherwise is None:
            wanted = ", ".join(source.values)
            yield _fault(
                f"{given(target)} not in ({quoting.texts(source.values)})", target, f"is not among the mapping's values: {wanted}"
            )
    for column in table.columns:
        if column.name in sources and sources[column.name].constant is None:
            yield from _of_column(column, sources[column.name])
    yield from _of_pairs(table, sources)


def _of_column(column: Column, source: Source) -> Iterator[Fault]:
    name, value = column.name, typed(column.name)
    came = chosen(name) if source.values is not None else given(name)
    if column.kind is not Kind.TEXT:
        yield _fault(
            f"{came} is not null and {value} is null", name, EXPECTED[column.kind] + (f" in {source.zone}" if source.zone else "")
        )
    if column.mandatory:
        yield _fault(f"{came} is null", name, "is missing")
    if column.allowed:
        yield _fault(f"{value} not in ({quoting.texts(column.allowed)})", name, f"is not one of {', '.join(column.allowed)}")
    if column.minimum is not None:
        yield _fault(f"{value} < {column.minimum!r}", name, f"is less than {column.minimum:g}")
    if column.maximum is not None:
        yield _fault(f"{value} > {column.maximum!r}", name, f"is more than {column.maximum:g}")
    if column.kind in (Kind.INSTANT, Kind.DATE):
        yield _fault(
            f"{value} < '{EARLIEST}' or {value} >= '{LATEST}'",
            name,
            f"lies outside {EARLIEST[:4]} to {LATEST[:4]}; where it stands for no date, name it in missing",
        )
    if column.kind is Kind.MONEY:
        yield _fault(f"{value} <> trunc({value})", name, "has more decimals than its currency")
        yield _fault(f"abs({value}) >= 1e18", name, "is too large")
    if column.name == "currency":
        yield _fault(f"not regexp_full_match({came}, '{_CURRENCY}')", name, "is not a currency code such as EUR")


def _of_pairs(table: Table, sources: dict[str, Source]) -> Iterator[Fault]:
    for first, second in table.ordered:
        if first in sources and second in sources:
            yield _fault(
                f"{typed(first)} > {typed(second)}",
                second,
                f"is before {first}" if _is_time(table, second) else f"is less than {first}",
            )
    for several in table.either:
        there = [typed(name) for name in several if name in sources]
        missing = " and ".join(f"{value} is null" for value in there) or "true"
        yield Fault(missing, several[0], "null", quoting.literal(f"is missing, and so is {' and '.join(several[1:])}"))
    for score, scale in table.scaled:
        if score in sources and scale in sources:
            yield from _of_scale(score, scale, sources[scale])


def _of_scale(score: str, scale: str, source: Source) -> Iterator[Fault]:
    """The score within its scale; the usual scales are spelled out, which is faster than taking them apart."""
    usual = " ".join(
        f"when {quoting.literal(one)} then {typed(score)} not between {one.replace('-', ' and ')}" for one in _USUAL_SCALES
    )
    ends = [f"try_cast(regexp_extract({typed(scale)}, '{_SCALE}', {i}) as double)" for i in (1, 2)]
    whole = f"regexp_full_match({typed(scale)}, '{_SCALE}')"
    outside = f"case {typed(scale)} {usual} else {whole} and {typed(score)} not between {ends[0]} and {ends[1]} end"
    if source.constant is None:
        usual_ones = quoting.texts(_USUAL_SCALES)
        words = f"regexp_full_match({typed(scale)}, {quoting.literal(_WORDS)})"
        told = "is not a scale such as 0-10, or its words from lowest to highest as bad|fair|good"
        yield _fault(f"{typed(scale)} not in ({usual_ones}) and not {whole} and not {words}", scale, told)
    yield Fault(outside, score, f"{given(score)}::varchar", f"'is outside the scale ' || {typed(scale)}")


def _fault(condition: str, name: str, reason: str) -> Fault:
    return Fault(condition, name, f"{given(name)}::varchar", quoting.literal(reason))


def _is_time(table: Table, name: str) -> bool:
    return table.by_name[name].kind in (Kind.INSTANT, Kind.DATE)
