"""The data the benchmarks run on: a company's two years in a store, any number of rows in believable proportions."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from helder.engines import open_engine
from helder.model import TABLES

ZONE = "Europe/Amsterdam"
#: Share of all rows that each table has. Besides, case_events has 3.6 rows for each case, and spend 15 for each day.
SHARES = {
    "answers": 0.30,
    "page_events": 0.22,
    "contacts": 0.12,
    "order_lines": 0.085,
    "orders": 0.05,
    "customers": 0.045,
    "cases": 0.036,
    "subscriptions": 0.015,
}
#: All tables that metrics are made of.
EVERYTHING = {
    **SHARES,
    "answers": 0.22,
    "turns": 0.04,
    "invitations": 0.025,
    "mentions": 0.01,
    "quality_reviews": 0.004,
    "referrals": 0.001,
}
#: Only surveys, and who answers them.
SURVEYS = {"answers": 1.0, "customers": 0.045}
_STORES = {"company": SHARES, "everything": EVERYTHING, "surveys": SURVEYS}
_DAYS = 730
_QUERIES = Path(__file__).parent / "company"

# Everything is drawn by hashing the row's number, so the same number of rows gives the same data on any machine.
_MACROS = f"""
create or replace temp macro draw(i, salt) as (hash(i, salt) % 1000003) / 1000003.0;
create or replace temp macro one_of(i, salt, list) as list[1 + (hash(i, salt) % len(list))::int];
create or replace temp macro during_day(i, salt) as 25200 + (54000 * draw(i, salt) * (0.7 + 0.3 * draw(i, salt || '2')))::bigint;
create or replace temp macro moment(i, n, salt) as timestamp '2024-01-01' + to_days((i * {_DAYS} // n)::int)
    + to_seconds(during_day(i, salt)) + to_microseconds((hash(i, salt) % 1000)::bigint * 1000);
create or replace temp macro waiting(i, salt, mean) as -mean * ln(1 - 0.9999 * draw(i, salt));
"""


def store(rows: int, shares: dict[str, float] = SHARES) -> Path:
    """A store with about that many rows over all tables, made once and kept in HELDER_BENCH, else the temporary directory."""
    folder = Path(os.environ.get("HELDER_BENCH") or Path(tempfile.gettempdir()) / "helder-bench")
    name = next(name for name, known in _STORES.items() if known is shares)
    path = folder / f"{name}-{rows}.duckdb"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        _fill(unfinished, {table: round(rows * share) for table, share in shares.items()})
        unfinished.rename(path)
    return path


def _fill(path: Path, counts: dict[str, int]) -> None:
    """Rows come in order of time, as they do in loads."""
    about = {"days": _DAYS, "customers": counts["customers"], "cases": counts.get("cases")}
    tables = [*counts, *(("case_events", "spend") if "cases" in counts else ())]
    engine = open_engine(f"duckdb:///{path}", zone=ZONE)
    try:
        for table in tables:
            sql = (_QUERIES / f"{table}.sql").read_text().format(n=counts.get(table), **about)
            with engine.write() as writer:
                writer.connection.execute(_MACROS)
                writer.connection.execute(f"create temp table drawn as {sql}")
                writer.append(TABLES[table], "drawn", source="benchmark")
    finally:
        engine.close()
