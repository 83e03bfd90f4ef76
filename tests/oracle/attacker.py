"""One who asks everything, and solves the equations: what of small groups of employees follows from all answers together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Any

import numpy as np

from helder.facts import ABOUT_EMPLOYEES
from helder.query.judged import Atoms, Judged, Window

#: employee, channel, day. The team is the employee's.
Row = tuple[str, str, date]


def team(employee: str) -> str:
    """The first half of them are red."""
    return "red" if employee < "e2" else "blue"


VALUE: dict[str, Callable[[Row], Any]] = {
    "employee": lambda row: row[0], "team": lambda row: team(row[0]), "channel": lambda row: row[1],
}  # fmt: skip


@dataclass
class Attacker:
    """Collects equations over how many rows there are of each employee by channel and day: each answer is one."""

    rows: list[Row]
    employees: list[str]
    channels: list[str]
    days: list[date]
    minimum: int = 5
    over_time: bool = True
    equations: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.unknowns = list(product(self.employees, self.channels, self.days))
        self.count = Counter(self.rows)

    def vector(self, holds: Callable[[Row], bool]) -> np.ndarray:
        """The unknowns whose sum is that of the rows for which something holds."""
        return np.array([float(holds(one)) for one in self.unknowns])

    def n(self, vector: np.ndarray) -> int:
        """The rows behind a sum."""
        return sum(self.count[one] for one, there in zip(self.unknowns, vector, strict=True) if there)

    def ask(
        self, by: tuple[str, ...], filtered: tuple[str, ...], takes: Callable[[Row], bool], windows: Iterable[Window]
    ) -> None:
        """Put a question over windows; every figure shown, nought included, is an equation."""
        names = [*dict.fromkeys((*by, *filtered))]
        if "employee" in names and "team" not in names:
            names.append("team")
        within = frozenset(by) | ({"team"} if "employee" in by else set())
        judged = Judged(self._atoms(tuple(names), takes), len(by), within, ABOUT_EMPLOYEES, False, self.minimum, self.over_time)
        cells = {tuple(VALUE[name](one) for name in by) for one in self.unknowns}
        for window in windows:
            hidden = judged.hidden(window)
            for cell in cells - hidden:
                self.equations.append(self.vector(lambda row, c=cell, w=window: self._in(row, by, c, w) and takes(row)))

    def _in(self, row: Row, by: tuple[str, ...], cell: tuple[Any, ...], window: Window) -> bool:
        since, until = window
        return tuple(VALUE[name](row) for name in by) == cell and (not since or row[2] >= since) and (not until or row[2] < until)

    def _atoms(self, names: tuple[str, ...], takes: Callable[[Row], bool]) -> Atoms:
        days = sorted({row[2] for row in self.rows})
        keys = list(dict.fromkeys((tuple(VALUE[name](row) for name in names), takes(row)) for row in self.rows))
        n = np.zeros((len(keys), len(days)))
        for row in self.rows:
            n[keys.index((tuple(VALUE[name](row) for name in names), takes(row))), days.index(row[2])] += 1
        return Atoms(names, [key for key, _ in keys], np.array([taken for _, taken in keys]), days, n)

    def knows(self) -> Callable[[np.ndarray], bool]:
        """Whether a sum follows from all answers."""
        matrix = np.unique(np.array(self.equations), axis=0)
        _, sizes, right = np.linalg.svd(matrix, full_matrices=True)
        free = right[int((sizes > 1e-8 * sizes[0]).sum()) :]
        return lambda vector: bool(np.abs(free @ vector).max(initial=0.0) < 1e-7)
