"""Reading how long rows are kept: retention.toml in the home folder.

Each line is a table of the data model: a period for its rows, or one for its rows and a shorter one for what is personal in them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helder import toml
from helder.errors import BadSetting, UnknownName
from helder.model import TABLES, Kind, Table
from helder.model.retention import UNITS, Period, Rule, ages, in_turn, whole
from helder.toml import Lines

FILE = "retention.toml"
_KEYS = ("rows", "personal")
_PERIOD = re.compile(r"([0-9]{1,9})\s*([A-Za-z]+)")
_HOW = 'Write it as "400 days", "24 months" or "5 years".'
_LONGEST = Period(100, "years")


def read(home: Path) -> dict[str, Rule]:
    """The rules of a home folder by table, in the order in which they are applied; none where it has no file of them.

    Those are among them that follow from others: what is part of a row goes with it. Raises BadInput for what is not TOML,
    BadSetting or UnknownName, naming the line, for what cannot be a rule.
    """
    path = home / FILE
    return parse(*toml.read(path)) if path.exists() else {}


def parse(given: Mapping[str, Any], lines: Lines) -> dict[str, Rule]:
    """Rules from what a file says."""
    said = {name: _rule(name, value, lines) for name, value in given.items()}
    rules = [_by_whole(table, said) or said.get(table.name) for table in TABLES.values()]
    return {rule.table.name: rule for rule in sorted(filter(None, rules), key=lambda rule: in_turn(rule.table))}


def _rule(name: str, value: Any, lines: Lines) -> Rule:
    ageing = {one.name: one for one in TABLES.values() if ages(one)}
    if name in TABLES and name not in ageing:
        raise BadSetting(
            f"Rows of {name} do not go by age: they are the company's own, and hold until they are changed.",
            where=lines.where(name), fix=f"Leave it out; rules can be of {', '.join(ageing)}.",
        )  # fmt: skip
    if name not in ageing:
        raise UnknownName("table", name, ageing, where=lines.where(name))
    periods = value if isinstance(value, dict) else {"rows": value}
    toml.check_keys(periods, _KEYS, "part of a rule", lines, name)
    if not periods:
        raise BadSetting(f"The rule of {name} says nothing.", where=lines.where(name), fix="Say rows, personal or both.")
    rows, personal = (_period(periods[key], lines.where(name, key)) if key in periods else None for key in _KEYS)
    table = ageing[name]
    if personal is not None and not any(c.personal or c.kind is Kind.MAP for c in table.columns):
        raise BadSetting(
            f"Nothing in {name} is personal by itself.", where=lines.where(name, "personal"),
            fix="Leave personal out, and say how long the rows are kept.",
        )  # fmt: skip
    if rows is not None and personal is not None and personal.length >= rows.length:
        raise BadSetting(
            f"What is personal in {name} would be kept for {personal}, its rows for {rows}.",
            where=lines.where(name, "personal"), fix="Give personal a shorter period than rows, or leave it out.",
        )  # fmt: skip
    return Rule(table, rows, personal)


def _period(value: Any, where: str) -> Period:
    found = _PERIOD.fullmatch(value.strip()) if isinstance(value, str) else None
    if found is None:
        raise BadSetting(f"It cannot be {value!r}.", where=where, fix=_HOW)
    unit = found[2].lower() if found[2].lower() in UNITS else f"{found[2].lower()}s"
    if unit not in UNITS:
        raise UnknownName("unit", found[2], UNITS, where=where)
    period = Period(int(found[1]), unit)
    if period.number < 1:
        raise BadSetting("Rows are kept for a day at least.", where=where, fix=_HOW)
    if period.length > _LONGEST.length:
        raise BadSetting(f"{value} is longer than {_LONGEST}.", where=where, fix="Leave it out to keep them for any time.")
    return period


def _by_whole(table: Table, said: Mapping[str, Rule]) -> Rule | None:
    """The rule that a table has by that of what its rows are part of; None where nothing follows from it."""
    of, own = whole(table), said.get(table.name)
    longest = said[of.name].rows if of is not None and of.name in said else None
    if longest is None or (own is not None and own.rows is not None and own.rows.length <= longest.length):
        return None
    personal = own.personal if own is not None else None
    return Rule(table, longest, personal if personal and personal.length < longest.length else None, by_whole=True)
