"""A company's own metric, made of what its file says; checked here as far as no data are needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from helder.errors import BadQuestion, UnknownName
from helder.facts import ABOUT_EMPLOYEES
from helder.metrics.metric import OWN, Example, Measure, Metric, Param, Quotient
from helder.metrics.own.measure import MEASURE, OPERANDS, form_of, measure, spoken_of
from helder.metrics.own.written import Written
from helder.metrics.unit import MONEY, NUMBER, POINTS, RATIO, SCORE, SECONDS, SHARE, Unit
from helder.toml import check_keys

#: By name. Of what a company measures itself, nobody knows that it is never below nought: a lateness may be.
UNITS = {unit.name: unit for unit in (SHARE, POINTS, SCORE, replace(SECONDS, least=None), NUMBER, RATIO, MONEY)}
TOLD = ("title", "titles", "meaning", "formula", "unit", "better", "source", "version", "maturity_days", "params", "example")
_PARAM = ("default", "meaning", "unit", "choices", "minimum")
_EXAMPLE = ("tables", "gives", "arithmetic", "question", "cell")


def metric(written: Written) -> Metric:
    """The metric. Raises BadInput or UnknownName, with the line, for what cannot be one."""
    given = written.given
    check_keys(given, (*TOLD, *MEASURE, "numerator", "denominator"), "setting of a metric", written.lines, written.name)
    params = tuple(_param(written, name, spec) for name, spec in _table(written, "params").items())
    defaults = SimpleNamespace(**{param.name: param.default for param in params})
    unit = _unit(written)
    build = _build(written, unit)
    build(defaults)
    titles = {"en": str(given.get("title", written.name.replace("_", " ").capitalize()))} | _table(written, "titles")
    return Metric(
        name=written.name,
        family=OWN,
        titles={"nl": titles["en"], "da": titles["en"], **titles},
        meaning=str(given.get("meaning", titles["en"])),
        formula=str(given.get("formula", _in_words(given))),
        measure=build,
        unit=unit,
        better=_better(written),
        source=str(given.get("source", "the company's own")),
        example=_example(written),
        params=params,
        version=_version(written),
        maturity=float(given.get("maturity_days", 0)) * 86_400,
        about_employees=bool(ABOUT_EMPLOYEES & spoken_of(given)),
    )


def _table(written: Written, key: str) -> dict[str, Any]:
    given = written.given.get(key, {})
    if not isinstance(given, dict):
        raise written.wrong(f"{key} cannot be {given!r}.", f"Write [{written.name}.{key}] and its keys.", key)
    return given


def _better(written: Written) -> Any:
    better = written.given.get("better")
    if better not in (None, "higher", "lower"):
        raise written.wrong(f"better cannot be {better!r}.", "Say higher or lower, or leave it out.", "better")
    return better


def _version(written: Written) -> int:
    version = written.given.get("version", 1)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise written.wrong(f"version cannot be {version!r}.", "Give a whole number: 1, 2, ...", "version")
    return version


def _param(written: Written, name: str, spec: Any) -> Param:
    check_keys(spec, _PARAM, "setting of a parameter", written.lines, written.name, "params", name)
    if "default" not in spec:
        raise written.wrong(f"{name} has no default.", 'Write default = 3, or default = "last" with choices.', "params", name)
    choices = tuple(map(str, spec.get("choices", ())))
    param = Param(name, spec["default"], str(spec.get("meaning", name)), spec.get("unit"), choices, spec.get("minimum", 0))
    try:
        param.parse(param.default, written.name)
    except (BadQuestion, UnknownName) as error:
        raise written.wrong(error.what, error.fix or "", "params", name) from None
    return param


def _unit(written: Written) -> Unit:
    name = written.given.get("unit")
    if name is not None:
        if name not in UNITS:
            raise UnknownName("unit", str(name), UNITS, where=written.lines.where(written.name, "unit"))
        return UNITS[name]
    return RATIO if "numerator" in written.given else form_of(written, written.given, ())[2]


def _build(written: Written, unit: Unit) -> Callable[[Any], Measure | Quotient]:
    given = written.given
    if "numerator" not in given and "denominator" not in given:
        return lambda p: measure(written, given, (), unit, p)
    both = {key: given.get(key) for key in ("numerator", "denominator")}
    for key, part in both.items():
        if part is None:
            raise written.wrong(f"It has no {key}.", f"Write [{written.name}.{key}], with fact and form.")
        check_keys(part, MEASURE, f"setting of a {key}", written.lines, written.name, key)
    if misplaced := next((key for key in MEASURE if key in given), None):
        raise written.wrong(f"{misplaced} belongs to the numerator or the denominator.", "Move it to one of them.", misplaced)
    over, under = both["numerator"] or {}, both["denominator"] or {}
    return lambda p: Quotient(
        measure(written, over, ("numerator",), unit, p), measure(written, under, ("denominator",), NUMBER, p)
    )


def _example(written: Written) -> Example | None:
    given = _table(written, "example")
    if not given:
        return None
    check_keys(given, _EXAMPLE, "setting of an example", written.lines, written.name, "example")
    if not isinstance(given.get("gives"), int | float) or not isinstance(given.get("tables"), dict):
        raise written.wrong("An example has rows and a result.", "Write gives = a number, and rows of a table.", "example")
    told = str(given.get("arithmetic", ""))
    return Example(given["tables"], float(given["gives"]), told, given.get("question", {}), given.get("cell", {}))


def _in_words(given: Mapping[str, Any]) -> str:
    """The formula, for a metric whose file has none in words."""
    if "numerator" in given and "denominator" in given:
        return f"({_in_words(given['numerator'])}) / ({_in_words(given['denominator'])})"
    operands = ", ".join(f"{key}: {given[key]}" for key in OPERANDS if key in given)
    needs = " and ".join(str(need["is"]) for need in given.get("needs", ()) if isinstance(need, dict) and "is" in need)
    text = (
        f"{given.get('form')} of {given.get('fact')}"
        + (f" ({operands})" if operands else "")
        + (f", where {needs}" if needs else "")
    )
    return re.sub(r":([a-z_]\w*)", r"{\1}", text.replace("{", "{{").replace("}", "}}"))
