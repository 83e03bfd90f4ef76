"""Loading survey answers from CSV with every check, beside plain DuckDB and pandas: `python -m benchmarks.loading [ROWS]`."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd

from helder import model
from helder.connectors.reading.load import load
from helder.engines import open_engine

RUNS = 3


def write_answers(path: Path, rows: int) -> None:
    """Answers to three questions on three scales, one in fifty without a score."""
    duckdb.sql(f"""copy (
        select 'a' || i as answer_id, 'r' || i // 3 as response_id, 'post-contact' as survey,
               ['nps', 'csat', 'ces'][1 + i % 3] as question, question as instrument, ['0-10', '1-5', '1-7'][1 + i % 3] as scale,
               case when hash(i) % 50 = 0 then null when i % 3 = 0 then hash(i) % 11
                    when i % 3 = 1 then 1 + hash(i) % 5 else 1 + hash(i) % 7 end as score,
               ['email', 'sms', 'web', 'phone'][(1 + hash(i + 1) % 4)::int] as channel,
               'c' || hash(i + 2) % 500000 as customer_id,
               timestamp '2024-01-01' + to_seconds((i * 12)::bigint) as answered_at
        from range({rows}) t(i)) to '{path}' (header)""")


def with_helder(file: Path, store: Path) -> None:
    """Read, check everything, and append."""
    engine = open_engine(f"duckdb:///{store}", zone="Europe/Amsterdam")
    load(engine, file, table=model.table("answers"))
    engine.close()


def with_duckdb(file: Path, store: Path) -> None:
    """Read into a table as it comes."""
    with duckdb.connect(str(store)) as connection:
        connection.execute(f"create table answers as from read_csv('{file}')")


def with_pandas(file: Path, store: Path) -> None:
    """Read into a frame, and that into a table."""
    frame = pd.read_csv(file, parse_dates=["answered_at"])
    with duckdb.connect(str(store)) as connection:
        connection.register("frame", frame)
        connection.execute("create table answers as from frame")


def with_pandas_and_checks(file: Path, store: Path) -> None:
    """The same, with the checks that loading makes: types, required, allowed, scale, key, and the local day."""
    frame = pd.read_csv(file, dtype=str)
    score = pd.to_numeric(frame["score"], errors="coerce")
    moment = pd.to_datetime(frame["answered_at"], errors="coerce", format="ISO8601")
    ends = frame["scale"].str.extract(r"^(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)$").astype(float)
    fault = frame["answer_id"].isna() | moment.isna() | (frame["score"].notna() & score.isna())
    fault |= ~frame["instrument"].isin(["nps", "csat", "ces", "intent", "task", "employee", "other"])
    fault |= (frame["scale"].notna() & ends[0].isna()) | (score < ends[0]) | (score > ends[1])
    day = moment.dt.tz_localize("UTC").dt.tz_convert("Europe/Amsterdam").dt.date
    frame = frame.assign(score=score, answered_at=moment, answered_at_day=day)[~fault].drop_duplicates("answer_id", keep="last")
    with duckdb.connect(str(store)) as connection:
        connection.register("frame", frame)
        connection.execute("create table answers as from frame")


def timed(way: Callable[[Path, Path], None], file: Path, folder: Path) -> float:
    """Seconds of one run into a fresh store."""
    store = folder / "bench.duckdb"
    for left in folder.glob("bench.duckdb*"):
        left.unlink()
    start = time.perf_counter()
    way(file, store)
    return time.perf_counter() - start


def main(rows: int) -> None:
    """Print seconds and ratios of every way, taken in turns."""
    ways = {
        "helder load": with_helder,
        "duckdb create table as read_csv": with_duckdb,
        "pandas read_csv, then duckdb": with_pandas,
        "pandas with the same checks": with_pandas_and_checks,
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "answers.csv"
        write_answers(file, rows)
        print(f"{rows:,} answers, {file.stat().st_size / 1e6:,.0f} MB, {RUNS} runs in turns")
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(RUNS):
            for way, run in ways.items():
                taken[way].append(timed(run, file, folder))
    ours = min(taken["helder load"])
    print(f"{'':34}{'min':>8}{'median':>8}{'max':>8}  seconds; helder's best is")
    for way, seconds in taken.items():
        told = (
            ""
            if way == "helder load"
            else f"  {ours / min(seconds):.2f} x this"
            if ours > min(seconds)
            else f"  {min(seconds) / ours:.2f} x as fast"
        )
        print(f"{way:34}{min(seconds):8.2f}{statistics.median(seconds):8.2f}{max(seconds):8.2f}{told}")


if __name__ == "__main__":
    main(int(sys.argv[1].replace("_", "")) if len(sys.argv) > 1 else 5_000_000)
