"""Answers that come in while a board is open."""

from __future__ import annotations

import itertools

import duckdb
import pyarrow as pa


class Arriving:
    """Answers never given before, on the last day of 2025; every peer is given the same, in the same order."""

    def __init__(self) -> None:
        self._numbers = itertools.count()

    def next(self, many: int) -> pa.Table:
        """So many of them."""
        first = next(self._numbers) * 1_000_000
        with duckdb.connect() as connection:
            rows: pa.Table = connection.sql(f"""
                select 'new' || i as answer_id, 'newr' || i as response_id, 'call' as survey, 'nps-0' as question,
                    'nps' as instrument, '0-10' as scale, (hash(i) % 11)::double as score, 'c' || (hash(i) % 1000) as customer_id,
                    'phone' as touchpoint, ['email', 'sms', 'web', 'phone'][1 + (hash(i) // 11 % 4)::int] as channel,
                    timestamp '2025-12-31 09:00:00' + to_seconds(i % 30000) as answered_at, date '2025-12-31' as answered_at_day,
                    1000000::bigint as _batch
                from range({first}, {first + many}) as t(i)""").to_arrow_table()
        return rows
