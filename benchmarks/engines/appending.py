"""Answers that come in while a board is open."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from pathlib import Path

import duckdb
import pyarrow as pa

from benchmarks.data import folder

_given = 0


def fresh(many: int) -> pa.Table:
    """So many answers that were never given before, on the last day of 2025; every process is given the same, in the same order."""
    global _given
    first, _given = _given, _given + many
    with duckdb.connect() as connection:
        rows: pa.Table = connection.sql(f"""
            select 'new' || i as answer_id, 'newr' || i as response_id, 'call' as survey, 'nps-0' as question, 'nps' as instrument,
                '0-10' as scale, (hash(i) % 11)::double as score, 'c' || (hash(i, 'c') % 1000) as customer_id,
                'phone' as touchpoint, ['email', 'sms', 'web', 'phone'][1 + (hash(i, 'channel') % 4)::int] as channel,
                timestamp '2025-12-31 09:00:00' + to_seconds(i % 30000) as answered_at,
                date '2025-12-31' as answered_at_day, 1000000::bigint as _batch
            from range({first}, {first + many}) as t(i)""").to_arrow_table()
    return rows


def copied(store: Path, name: str) -> Path:
    """A copy of a store's file or folder, thrown away when the process ends."""
    place = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=folder()))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    copy = place / store.name
    if store.is_dir():
        shutil.copytree(store, copy)
    else:
        shutil.copyfile(store, copy)
    return copy
