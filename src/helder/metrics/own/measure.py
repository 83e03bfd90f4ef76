"""A measure of a company's own metric: a form over a fact, its operands written in SQL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import ibis
from sqlglot import exp

from helder.errors import BadQuestion, UnknownName
from helder.facts import Fact, conditions
from helder.forms import Count, Distinct, DistinctShare, Form, Mean, NetShare, Quantile, Ratio, Share, Total
from helder.metrics.metric import Measure, Need
from helder.metrics.own.facts import beside, columns, facts
from helder.metrics.own.written import Written
from helder.metrics.unit import MONEY, NUMBER, POINTS, RATIO, SHARE, Unit
from helder.model.money import minor_units_of
from helder.toml import check_keys

#: Each form with its operands, and the unit its figures are in where the file names none.
FORMS: dict[str, tuple[type[Form], tuple[str, ...], Unit]] = {
    "share": (Share, ("hit",), SHARE),
    "net_share": (NetShare, ("plus", "minus"), POINTS),
    "distinct_share": (DistinctShare, ("hit", "of"), SHARE),
    "mean": (Mean, ("of",), RATIO),
    "ratio": (Ratio, ("over", "under"), RATIO),
    "quantile": (Quantile, ("of", "q"), RATIO),
    "count": (Count, (), NUMBER),
    "distinct": (Distinct, ("of",), NUMBER),
    "total": (Total, ("of",), NUMBER),
}
_CONDITIONS = frozenset({"hit", "plus", "minus", "is"})
OPERANDS = ("hit", "plus", "minus", "of", "over", "under", "q")
MEASURE = ("fact", "dated_by", "form", "apart", "needs", *OPERANDS)

Path = tuple[str | int, ...]


def form_of(written: Written, given: Mapping[str, Any], path: Path) -> tuple[type[Form], tuple[str, ...], Unit]:
    """The form a definition names, its operands and its usual unit."""
    name = given.get("form")
    if name is None:
        raise written.wrong("It has no form.", f"Write form = one of {', '.join(FORMS)}.", *path)
    if name not in FORMS:
        raise UnknownName("form", str(name), FORMS, where=written.lines.where(written.name, *path, "form"))
    return FORMS[name]


def measure(written: Written, given: Mapping[str, Any], path: Path, unit: Unit, p: Any) -> Measure:
    """The measure under some parameters; `p` has their values. Raises BadInput or UnknownName, with the line."""
    known = facts()
    name = given.get("fact")
    if not isinstance(name, str):
        raise written.wrong("It has no fact.", 'Name what its rows are, as fact = "answers".', *path)
    if name not in known:
        raise UnknownName("fact", name, known, where=written.lines.where(written.name, *path, "fact"))
    kind, operands, _ = form_of(written, given, path)
    needs = _needs(written, given, path)
    nodes = {key: _parsed(written, given[key], *path, key) for key in operands if key != "q" and key in given}
    fact = _speaking_of(known[name], [*nodes.values(), *(node for node, _ in needs)])
    reader = _Reader(written, fact, p)
    missing = next((key for key in operands if key not in given), None)
    if missing:
        raise written.wrong(f"A {given['form']} needs {missing}.", f"Write {missing} = an expression in SQL.", *path, "form")
    if extra := next((key for key in OPERANDS if key in given and key not in operands), None):
        raise written.wrong(f"A {given['form']} has no {extra}.", f"It has {', '.join(operands) or 'none'}.", *path, extra)
    money = unit is MONEY and kind is not Count
    values: dict[str, Any] = {
        key: reader.operand(node, kind, money and key in ("of", "over"), *path, key) for key, node in nodes.items()
    }
    if "q" in operands:
        values["q"] = _fraction(written, given["q"], *path, "q")
    return Measure(
        fact=fact,
        dated_by=_dated_by(written, given, fact, path),
        form=kind(**values),
        needs=tuple(
            Need(reader.operand(node, kind, False, *path, "needs", i, "is"), said) for i, (node, said) in enumerate(needs)
        ),
        apart=_apart(written, given, fact, money, path),
    )


def spoken_of(given: Mapping[str, Any]) -> set[str]:
    """Names of columns and dimensions that a definition's expressions speak of, those of numerator and denominator too."""
    texts = [str(given[key]) for key in OPERANDS if key != "q" and key in given]
    texts += [str(need["is"]) for need in given.get("needs", ())]
    found = {name for text in texts for name in conditions.names(conditions.parse(text))}
    return found.union(*(spoken_of(given[part]) for part in ("numerator", "denominator") if part in given))


def _parsed(written: Written, text: Any, *keys: str | int) -> exp.Expression:
    try:
        return conditions.parse(str(text))
    except BadQuestion as error:
        raise written.wrong(error.what, error.fix or "", *keys) from None


def _needs(written: Written, given: Mapping[str, Any], path: Path) -> list[tuple[exp.Expression, str]]:
    found = []
    for i, need in enumerate(given.get("needs", ())):
        check_keys(need, ("is", "otherwise"), "setting of a need", written.lines, written.name, *path, "needs", i)
        if "is" not in need:
            raise written.wrong("A need has no condition.", "Write is = a condition in SQL.", *path, "needs", i)
        node = _parsed(written, need["is"], *path, "needs", i, "is")
        found.append((node, str(need.get("otherwise", f"not {need['is']}"))))
    return found


def _speaking_of(fact: Fact, nodes: list[exp.Expression]) -> Fact:
    """The fact with the dimensions the expressions speak of, as far as they are no columns of its own."""
    spoken = {name for node in nodes for name in conditions.names(node)}
    return beside(fact, tuple(sorted(spoken & (fact.dimensions.keys() - set(columns(fact).columns)))))


def _dated_by(written: Written, given: Mapping[str, Any], fact: Fact, path: Path) -> str:
    table = columns(fact)
    dated = [c for c in table.columns if table[c].type().is_date() and not c.endswith("_day")]
    dated += [c for c in table.columns if f"{c}_day" in table.columns]
    name = given.get("dated_by", dated[0] if len(dated) == 1 else None)
    if name is None:
        raise written.wrong("It is not said what dates it.", f"Write dated_by = one of {', '.join(dated)}.", *path)
    if name not in dated:
        where = written.lines.where(written.name, *path, "dated_by")
        raise UnknownName(f"event time of {fact.name}", str(name), dated, where=where)
    return str(name)


def _apart(written: Written, given: Mapping[str, Any], fact: Fact, money: bool, path: Path) -> str | None:
    name = given.get("apart", "currency" if money and "currency" in columns(fact).columns else None)
    if name is not None and name not in columns(fact).columns:
        where = written.lines.where(written.name, *path, "apart")
        raise UnknownName(f"column of {fact.name}", str(name), columns(fact).columns, where=where)
    return None if name is None else str(name)


def _fraction(written: Written, value: Any, *keys: str | int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1:
        raise written.wrong(f"{keys[-1]} cannot be {value!r}.", "Give a number between 0 and 1: 0.5 is the median.", *keys)
    return float(value)


@dataclass(frozen=True)
class _Reader:
    """Reads the expressions of one measure over its fact's columns and the metric's parameters."""

    written: Written
    fact: Fact
    p: SimpleNamespace

    def operand(self, node: exp.Expression, form: type[Form], money: bool, *keys: str | int) -> Callable[[Any], Any]:
        """An operand of a form; read once over no rows, so that what is wrong is told now."""
        condition = keys[-1] in _CONDITIONS
        read = self._read(node, condition, money)
        try:
            found = read(columns(self.fact))
        except (UnknownName, BadQuestion) as error:
            raise self.written.wrong(error.what, error.fix or "", *keys) from None
        if not condition and not issubclass(form, Distinct | DistinctShare) and not found.type().is_numeric():
            raise self.written.wrong(f"{keys[-1]} is no number but a {found.type()}.", "Give an expression that is.", *keys)
        return read

    def _read(self, node: exp.Expression, condition: bool, money: bool) -> Callable[[Any], Any]:
        made = conditions.expression if condition else conditions.value

        def over(table: Any) -> Any:
            value = made(node, lambda name: self._resolved(table, name))
            return (value * minor_units_of(table)).round().cast("int64") if money else value

        return over

    def _resolved(self, table: Any, name: str) -> Any:
        if name.startswith(":"):
            if not hasattr(self.p, name[1:]):
                raise UnknownName("parameter", name[1:], vars(self.p))
            return ibis.literal(getattr(self.p, name[1:]))
        if name not in table.columns:
            raise UnknownName(f"column of {self.fact.name}", name, [*table.columns, *self.fact.dimensions])
        value = table[name]
        return value / minor_units_of(table) if name in self.fact.amounts else value
