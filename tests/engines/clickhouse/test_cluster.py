"""The statements for a cluster: ClickHouse's own parser reads them, and the tables they make are those of one server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import clickhouse_connect
import pytest
from clickhouse_connect.driver.client import Client
from engines.clickhouse.servers import here
from typer.testing import CliRunner

from helder.cli.main import app
from helder.engines.clickhouse import cluster
from helder.engines.clickhouse.tables import made
from helder.engines.ledger import LEDGER
from helder.model import TABLES

EVERY = {**TABLES, **LEDGER}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with clickhouse_connect.get_client(interface="chdb", path=str(tmp_path)) as found:
        yield found


def test_clickhouse_reads_every_statement(client: Client) -> None:
    statements = cluster.statements("it's a cluster", "cx `1`")
    assert len(statements) == 1 + 4 * len(EVERY)
    for statement in statements:
        (told,) = client.query("select formatQuery({sql:String})", parameters={"sql": statement}).result_rows[0]
        assert "ON CLUSTER `it's a cluster`" in told


def test_what_it_does_not_read_would_be_told(client: Client) -> None:
    statement = cluster.statements("one", "cx")[1].replace("order by", "ordered by")
    with pytest.raises(clickhouse_connect.driver.exceptions.DatabaseError):
        client.query("select formatQuery({sql:String})", parameters={"sql": statement})


def test_the_tables_of_a_shard_are_those_of_one_server(client: Client) -> None:
    """Columns, types and sorting keys; without a cluster, the local tables can be made here but for their replication."""
    client.command("create database shard")
    for table in EVERY.values():
        client.command(made(table))
    for statement in cluster.statements("one", "shard"):
        if statement.startswith("create table") and "Replicated" in statement:
            client.command(here(statement, "one"))
    told = "select table, name, type, is_in_sorting_key from system.columns where database = '{}' order by table, position"
    single = client.query(told.format("default")).result_rows
    assert single == [(t.removesuffix("_local"), *rest) for t, *rest in client.query(told.format("shard")).result_rows]
    assert {row[0] for row in single} == EVERY.keys()


def test_a_row_never_changes_its_shard() -> None:
    """The shard follows from the key; parts lie with what they are parts of."""
    spread = {}
    for statement in cluster.statements("one", "cx"):
        if "engine = Distributed" in statement:
            table = statement.partition("`cx`.`")[2].partition("`")[0]
            spread[table] = statement.partition("cityHash64(`")[2].partition("`")[0]
    assert spread.keys() == EVERY.keys()
    assert all(column in EVERY[table].key for table, column in spread.items())
    assert spread["order_lines"] == spread["orders"] == "order_id"
    assert spread["case_events"] == spread["cases"] == "case_id"
    assert spread["turns"] == spread["menu_steps"] == spread["contacts"] == "contact_id"


def test_the_command_writes_them() -> None:
    told = CliRunner().invoke(app, ["cluster-ddl", "--cluster", "main", "--database", "cx"])
    assert told.exit_code == 0
    assert told.stdout == "".join(f"{statement};\n" for statement in cluster.statements("main", "cx"))
