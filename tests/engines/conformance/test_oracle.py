"""Every metric against its definition, computed apart and row by row, on every engine."""

from __future__ import annotations

from random import Random

import pytest
from engines.conformance.conftest import Store
from engines.conformance.engines import REFUSED
from oracle.agree import disagreements
from oracle.company import ZONE, Company
from oracle.families import FAMILIES, Family


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_cell_is_as_defined(family: Family, engine: str, store: Store) -> None:
    """Value, n and fraction of each cell, by dimensions, grains, periods, zones and parameters at random."""
    random = Random(5)
    company = Company(5)
    data = company.people() | family.rows(company)
    workspace = store(data, random.choice((ZONE, "UTC")))
    asked = family.asked(company, random)
    truth = {name: cells for name, cells in family.truth(data, asked).items() if name not in REFUSED[engine]}
    answer = workspace.show(
        *truth, by=asked.by, grain=asked.grain, since=asked.since, until=asked.until, zone=asked.zone, params=asked.params
    )
    assert disagreements(answer.to_records(), truth, asked) == [], asked
