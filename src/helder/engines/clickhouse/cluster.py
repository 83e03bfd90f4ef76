"""What makes the tables on a cluster: on each shard replicated ones of its own, and over them those that Helder asks.

A row's shard follows from its key alone, as the latest row of a key wins on its shard, and so all versions must lie there:
an order whose customer becomes known later must not move. Tables that are parts of another lie with it: lines with their
order, events with their case, turns and menu steps with their contact. Joins of others bring what they need from all shards
(`distributed_product_mode`, among the settings of every query), so that no figure depends on where a row lies.
"""

from __future__ import annotations

from helder.engines.clickhouse.tables import columns, defined, literal, name, names
from helder.engines.ledger import LEDGER
from helder.model import BATCH, TABLES, Table

#: By table: the column of its key that rows are spread by, where the first has but few values.
_SPREAD = {"predictions": "subject_id"}


def statements(cluster: str, database: str) -> list[str]:
    """The statements, in order; all of them can be run again, and then add what a later version of Helder has beside."""
    made = [f"create database if not exists {name(database)} on cluster {name(cluster)}"]
    for table in (*TABLES.values(), *LEDGER.values()):
        made += _table(table, cluster, database)
    return made


def _table(table: Table, cluster: str, database: str) -> list[str]:
    on = f"on cluster {name(cluster)}"
    own, over = (f"{name(database)}.{name(text)}" for text in (f"{table.name}_local", table.name))
    path = literal(f"/clickhouse/tables/{{shard}}/{database}/{table.name}")
    spread = f"cityHash64({name(_SPREAD.get(table.name, table.key[0]))})"
    added = ", ".join(f"add column if not exists {name(column)} {kind}" for column, kind in columns(table).items())
    return [
        f"create table if not exists {own} {on} ({defined(table)}) "
        f"engine = ReplicatedReplacingMergeTree({path}, '{{replica}}', {BATCH}) order by ({names(table.key)})",
        f"alter table {own} {on} {added}",
        f"create table if not exists {over} {on} ({defined(table)}) "
        f"engine = Distributed({literal(cluster)}, {literal(database)}, {literal(f'{table.name}_local')}, {spread})",
        f"alter table {over} {on} {added}",
    ]
