"""A company whose rows come in several loads, late, corrected and twice, into a store with roll-ups and one without."""

from __future__ import annotations

from random import Random

from oracle.cells import Data, Row
from oracle.company import ZONE, Company
from oracle.families import FAMILIES
from oracle.loading import load
from oracle.opening import CALENDARS

import helder
from helder.model import TABLES
from helder.workspace import Workspace

#: By which dimensions roll-ups are kept in these tests.
KEPT_BY = (("channel",), ())


def everything(seed: int) -> Data:
    """Rows of every table of one made-up company."""
    company = Company(seed)
    data: Data = dict(company.people())
    for family in FAMILIES:
        data |= family.rows(company)
    return data


def in_loads(data: Data, seed: int, loads: int = 4) -> list[Data]:
    """The rows over several loads, in any order; some come again, equal or with other values."""
    random = Random(seed)
    found: list[Data] = [{} for _ in range(loads)]
    for name, rows in data.items():
        for row in rows:
            first = random.choice((0, 0, 0, *range(loads)))
            found[first].setdefault(name, []).append(row)
            if random.random() < 0.15:
                other = random.choice(rows)
                later = row if random.random() < 0.3 else {**row, **_others(name, row, other, random)}
                found[random.randrange(first, loads)].setdefault(name, []).append(later)
    return found


def _others(table: str, row: Row, other: Row, random: Random) -> Row:
    """Some of another row's values; the key stays."""
    own = [name for name in row if name not in TABLES[table].key]
    return {name: other.get(name) for name in random.sample(own, min(len(own), 3))}


def store() -> Workspace:
    """An empty workspace in memory."""
    return helder.connect(zone=ZONE, calendars=CALENDARS)


__all__ = ["KEPT_BY", "everything", "in_loads", "load", "store"]
