"""What the clock said when a row's event happened: its weekday and its hour, in the zone of the question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from helder.facts.fact import Dimension
from helder.facts.titles import weekdays
from helder.i18n import LANGUAGES
from helder.model.zones import local_time

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Dimensions of every metric dated by an instant.
CLOCK: dict[str, Dimension] = {
    d.name: d
    for d in (
        Dimension(
            "weekday", "Day of the week of what it is dated by, in the zone of the question: 1, Monday, to 7, Sunday", "weekday",
            labels={language: dict(enumerate(weekdays(language), 1)) for language in LANGUAGES},
        ),
        Dimension("hour", "Hour of the day of what it is dated by, in the zone of the question: 0 to 23", "hour"),
    )
}  # fmt: skip


def clock_columns(
    instant: ir.TimestampValue, zone: str, columns: dict[str, str], years: tuple[int, int] | None = None
) -> dict[str, ir.IntegerValue]:
    """Columns, by their name, with what the clock of a zone said at an instant: weekday or hour.

    years: the first and last year of the instants that matter, where that is known.
    """
    if not columns:  # what it is dated by may then be a date
        return {}
    local: Any = local_time(instant, zone, years)
    of = {"weekday": lambda: local.day_of_week.index() + 1, "hour": lambda: local.hour()}
    return {column: of[name]().cast("int64") for column, name in columns.items()}
