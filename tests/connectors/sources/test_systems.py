"""Every system as it is declared: its mappings fit the data model, and its settings can be asked for."""

from __future__ import annotations

import pytest

from helder.connectors.sources import piece
from helder.connectors.sources.system import System
from helder.connectors.sources.systems import SYSTEMS


@pytest.mark.parametrize("system", SYSTEMS.values(), ids=list(SYSTEMS))
def test_it_can_be_read_as_it_is(system: System) -> None:
    records = [record for listing in system.listings for record in listing.records]
    assert bool(records) != bool(system.named)
    assert len({record.name for record in records}) == len(records)
    for record in records:
        assert piece.mapping(record.mapping, record.name).sections
    names = [one.name for one in system.fields]
    assert len(set(names)) == len(names)
