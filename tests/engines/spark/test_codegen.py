"""Questions of which Spark makes Java, as it does where nobody says otherwise; the other tests spare themselves that."""

from __future__ import annotations

from random import Random

from engines.spark.cluster import CODEGEN
from engines.spark.conftest import Lake
from oracle.agree import disagreements
from oracle.company import ZONE, Company
from oracle.families import FAMILIES
from oracle.loading import load
from oracle.opening import CALENDARS

import helder
from helder.model import calendar_file
from helder.workspace import Workspace


def test_every_cell_is_as_defined(clustered: Lake) -> None:
    """On the workers, windows and calendars that are lent."""
    (family,) = (one for one in FAMILIES if one.name == "handling")
    random, company = Random(7), Company(7)
    data = company.people() | family.rows(company)
    engine = clustered(zone=ZONE)
    session = engine._spark().session
    for name, value in CODEGEN.items():
        session.conf.set(name, value)
    workspace = Workspace(engine, "EUR", helder.CATALOG, calendar_file.parse(CALENDARS))
    load(workspace, data)
    asked = family.asked(company, random)
    truth = family.truth(data, asked)
    answer = workspace.show(
        *truth, by=asked.by, grain=asked.grain, since=asked.since, until=asked.until, zone=asked.zone, params=asked.params
    )
    assert disagreements(answer.to_records(), truth, asked) == [], asked
    (plan,) = session.sql("EXPLAIN SELECT case_id FROM cases").collect()
    assert "*(1) " in plan[0]  # so it marks what it makes Java of
