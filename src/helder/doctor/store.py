"""The store: its layout and zone, and whether its record of loads agrees with its tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from helder.doctor.finding import Finding, fault, ok, warning
from helder.doctor.settings import without_password
from helder.engines import Engine, quoting
from helder.model import BATCH, TABLES

ABOUT = "store"
#: By how much clocks may differ without harm.
_APART = timedelta(minutes=5)


def check(engine: Engine) -> Iterator[Finding]:
    """What the engine says of itself; rows of each table against what loads noted of it."""
    properties, counts = engine.properties(), engine.counts()
    health = ", ".join(f"{name} {value}" for name, value in engine.health().items())
    yield ok(ABOUT, f"{without_password(engine.url)} opens: layout {properties['layout']}, zone {engine.zone}; {health}")
    wrong = list(_disagreements(engine, counts))
    for what in wrong:
        yield fault(ABOUT, what, "Restore the last backup, or load the table anew into a new store.")
    if not wrong:
        filled = sum(map(bool, counts.values()))
        yield ok(ABOUT, f"{sum(counts.values()):,} rows in {filled} tables, as its loads noted")


def _disagreements(engine: Engine, counts: dict[str, int]) -> Iterator[str]:
    noted = engine.ledger('select "table", sum(added)::bigint as rows, max(batch) as last from _helder.batches group by all')
    added = {row["table"]: row for row in noted.to_pylist()}
    for name, table in TABLES.items():
        rows, last = (added[name]["rows"], added[name]["last"]) if name in added else (0, 0)
        if rows != counts[name]:
            yield f"{name} has {counts[name]:,} rows, its loads noted {rows:,}"
        elif counts[name]:
            (newest,) = engine.run(table.expression.aggregate(n=table.expression[BATCH].max()))["n"].to_pylist()
            if int(newest or 0) > last:
                yield f"{name} has rows of load {newest}, which is not noted"


def check_clock(engine: Engine) -> Iterator[Finding]:
    """The last load against the clock of this machine."""
    sql = f"select source, loaded_at from _helder.batches order by batch desc, {quoting.name('table')} limit 1"
    last = engine.ledger(sql).to_pylist()
    if not last:
        yield ok("clock", "nothing has been loaded yet")
        return
    (load,) = last
    now = datetime.now(UTC).replace(tzinfo=None)
    when = f"{load['loaded_at']:%Y-%m-%d %H:%M} UTC"
    if load["loaded_at"] > now + _APART:
        yield warning(
            "clock",
            f"the last load was at {when}, and by this machine it is {now:%Y-%m-%d %H:%M} UTC: its clock went back, or was ahead",
            "Set the clock, and let it be kept (NTP): what is late or open is judged by it.",
        )
    else:
        yield ok("clock", f"the last load was at {when}, of {load['source']}; it is {now:%Y-%m-%d %H:%M} UTC here")
