"""A store asked through a Spark Connect server."""

from __future__ import annotations

from random import Random

import pytest
from engines.spark.cluster import Cluster
from engines.spark.conftest import Lake
from oracle.agree import disagreements
from oracle.company import ZONE, Company
from oracle.families import FAMILIES, Family
from oracle.loading import load
from oracle.opening import CALENDARS

import helder
from helder.errors import StoreError
from helder.model import TABLES, calendar_file
from helder.workspace import Workspace


@pytest.fixture(scope="module")
def server(cluster: Cluster) -> str:
    """The address of a Spark Connect server."""
    return f"sc://{cluster.serve_connect()}"


@pytest.mark.parametrize("family", [f for f in FAMILIES if f.name in ("sales", "handling", "visiting")], ids=lambda f: f.name)
def test_every_cell_is_as_defined(lake: Lake, server: str, family: Family) -> None:
    """Families with windows, calendars that are lent, lists and structs."""
    random, company = Random(6), Company(6)
    data = company.people() | family.rows(company)
    workspace = Workspace(lake(server, zone=ZONE), "EUR", helder.CATALOG, calendar_file.parse(CALENDARS))
    load(workspace, data)
    asked = family.asked(company, random)
    truth = family.truth(data, asked)
    answer = workspace.show(
        *truth, by=asked.by, grain=asked.grain, since=asked.since, until=asked.until, zone=asked.zone, params=asked.params
    )
    assert disagreements(answer.to_records(), truth, asked) == [], asked


def test_a_server_that_ends(lake: Lake, cluster: Cluster) -> None:
    engine = lake(f"sc://{cluster.serve_connect()}")
    assert engine.health()["engine"].startswith("Spark 4")
    cluster.others[-1].end()
    with pytest.raises(StoreError, match="Spark failed"):
        engine.run(TABLES["customers"].expression)
