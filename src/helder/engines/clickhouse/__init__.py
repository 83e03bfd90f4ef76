"""ClickHouse, on a server or in this process: the tables as ReplacingMergeTree, of which the latest row of a key is read."""

from helder.engines.clickhouse.engine import ClickHouseEngine

__all__ = ["ClickHouseEngine"]
