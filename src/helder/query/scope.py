"""Which rows somebody may ask about: those of their departments, or of their own work, whatever they ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from helder.errors import NotInScope
from helder.facts import CLOCK
from helder.metrics import Metric

#: A department's rows: those with one of some values in each of some dimensions; all rows where it names none.
Part = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Scope:
    """The rows of one or several departments: those in any of the parts; None for the whole company, () for no rows at all.

    own: whether they are what whoever asks did themselves.
    """

    parts: tuple[Part, ...] | None = None
    own: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.parts is None

    def knows(self, metric: Metric) -> bool:
        """Whether the rows of a metric can be told apart by what some part names."""
        return self.whole or bool(self._known(metric))

    def condition(self, metrics: Iterable[Metric]) -> str | None:
        """The condition that keeps the rows of metrics within the scope; None where nothing is left out.

        Raises NotInScope for a metric of which it cannot be told whose its rows are.
        """
        conditions = {self._condition(metric) for metric in metrics}
        if len(conditions) > 1:
            raise NotInScope("Some of these metrics are known by other departments than others.", fix="Ask for one at a time.")
        return conditions.pop() if conditions else None

    def apart(self, metrics: Iterable[Metric]) -> list[tuple[Metric, ...]]:
        """The metrics that it knows, by the condition they have in common, so that each group can be asked together."""
        found: dict[str | None, list[Metric]] = {}
        for metric in metrics:
            if self.knows(metric):
                found.setdefault(self._condition(metric), []).append(metric)
        return [tuple(group) for group in found.values()]

    def narrows(self, metric: Metric) -> tuple[str, ...]:
        """The dimensions by which it leaves out rows of a metric that might be meant; one's own work is all that is meant."""
        if self.own:
            return ()
        known = self._known(metric)
        return () if () in known else tuple(dict.fromkeys(name for part in known for name, _ in part))

    @property
    def segment(self) -> tuple[str, str] | None:
        """The one value of one dimension that is seen, where it is just that."""
        if self.parts is None or len(self.parts) != 1 or len(self.parts[0]) != 1:
            return None
        ((name, values),) = self.parts[0]
        return (name, values[0]) if len(values) == 1 else None

    def is_segment(self, dimension: str | None, value: str | None) -> bool:
        """Whether a segment is exactly what is seen: then what is told of the segment tells nothing of others' rows."""
        return self.whole or (self.segment is not None and self.segment == (dimension, value))

    def _known(self, metric: Metric) -> tuple[Part, ...]:
        return tuple(part for part in self.parts or () if all(name in metric.dimensions for name, _ in part))

    def _condition(self, metric: Metric) -> str | None:
        if self.whole:
            return None
        known = self._known(metric)
        if not known:
            raise self._unknown(metric)
        if () in known:
            return None
        return " or ".join("({})".format(" and ".join(_one_of(name, values) for name, values in part)) for part in known)

    def _unknown(self, metric: Metric) -> NotInScope:
        if self.own:
            return NotInScope(f"{metric} is not known by whose work it is.", fix="Look at another metric.")
        return NotInScope(
            f"{metric} is not known by what your departments see: {self._told()}.",
            fix="Ask an administrator to share the whole company with you, or look at another metric.",
        )

    def _told(self) -> str:
        return "; ".join(", ".join(name for name, _ in part) for part in self.parts or ()) or "nothing"


#: The whole company.
WHOLE = Scope()


def work_of(employee_id: str) -> Scope:
    """What one employee did, for them to see; nothing where they have no number."""
    return Scope(((("employee", (employee_id,)),),) if employee_id else (), own=True)


def _one_of(name: str, values: tuple[str, ...]) -> str:
    return "{} in ({})".format(name, ", ".join(_literal(name, value) for value in values))


def _literal(name: str, value: str) -> str:
    return value if name in CLOCK and value.isdigit() else "'{}'".format(value.replace("'", "''"))
