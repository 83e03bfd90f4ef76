"""helder cluster-ddl: the statements that make the tables on a ClickHouse cluster."""

from __future__ import annotations

from typing import Annotated

import typer

from helder.cli.app import app


@app.command()
def cluster_ddl(
    cluster: Annotated[str, typer.Option(help="Name of the cluster, as system.clusters has it.")],
    database: Annotated[str, typer.Option(help="The database to keep the tables in.")] = "helder",
) -> None:
    """Write the statements that make the tables on a ClickHouse cluster: sharded by key, and replicated.

    Run them on one of its servers, with clickhouse-client --multiquery; each server needs the macros shard and replica.
    After a new version of Helder, run them again.
    """
    from helder.engines.clickhouse import cluster as on_cluster

    for statement in on_cluster.statements(cluster, database):
        print(f"{statement};")
