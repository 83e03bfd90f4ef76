"""Figures when a customer is erased: as before where the person is taken out of the rows, of what is left where the rows go."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from rollups.company import KEPT_BY, everything, in_loads, load, store
from rollups.test_facts import _amiss
from rollups.test_upkeep import asked, different

from erasing.people import busiest, told
from helder.engines.bars import Bars
from helder.engines.erasing import Erasure
from helder.model import TABLES
from helder.workspace import Workspace

SEED = int(os.environ.get("ORACLE_SEEDS", "2"))
SLICES = ((("channel",), "month"),)
#: A review whose criteria are of several contacts, as no company has, is put with that whose key comes first.
BY_KEY = {"iqs"}


def _company(home: Path) -> Workspace:
    workspace = store()
    workspace.engine.bars = Bars(home)
    for rows in in_loads(everything(SEED), SEED, loads=2):
        load(workspace, rows)
    list(workspace.rollups.add_facts())
    for by in KEPT_BY:
        list(workspace.rollups.add(by))
    return workspace


def test_no_figure_changes_where_the_person_is_taken_out(tmp_path: Path) -> None:
    """Neither as roll-ups tell them, nor as the rows do alone."""
    with _company(tmp_path) as workspace:
        before = [asked(workspace, by, grain) for by, grain in SLICES]
        for customer in busiest(workspace.engine):
            assert told(workspace).customers.erase(Erasure(customer))["customers"] == 1
        after = [asked(workspace, by, grain) for by, grain in SLICES]
        assert [_other(*pair) for pair in zip(before, after, strict=True)] == [set()] * len(SLICES)
        workspace.rollups.drop()
        rows_alone = [asked(workspace, by, grain) for by, grain in SLICES]
        assert [_other(*pair) for pair in zip(before, rows_alone, strict=True)] == [set()] * len(SLICES)
        assert [different(*pair) for pair in zip(after, rows_alone, strict=True)] == [[]] * len(SLICES)


def _other(before: Any, after: Any) -> set[str]:
    """The metrics of which some figure is another."""
    return {(one[0][0] if len(one) == 4 else one[0]) for one in different(before, after)} - BY_KEY


def test_figures_are_those_of_what_is_left_where_the_rows_go(tmp_path: Path) -> None:
    with _company(tmp_path) as kept, store() as plain:
        before = asked(kept, (), "month")
        for customer in busiest(kept.engine):
            told(kept).customers.erase(Erasure(customer, delete=True))
        assert different(before, asked(kept, (), "month"))
        following = [one for one in kept.rollups.listed() if one.follows]
        assert sum(one.stale for one in following) <= len(following) // 20
        left = {name: told(kept).query(f"select * from {name}") for name in kept.tables}
        told(plain).bring({TABLES[name]: rows for name, rows in left.items()}, {})
        for by, grain in SLICES:
            assert different(asked(kept, by, grain), asked(plain, by, grain)) == [], (by, grain)


@pytest.mark.parametrize("delete", [False, True])
def test_kept_rows_of_facts_are_those_made_anew(tmp_path: Path, *, delete: bool) -> None:
    with store() as workspace:
        workspace.engine.bars = Bars(tmp_path)
        for rows in in_loads(everything(SEED), SEED, loads=2):
            load(workspace, rows)
        list(workspace.rollups.add_facts())
        for customer in busiest(workspace.engine):
            told(workspace).customers.erase(Erasure(customer, delete=delete))
        assert set(_amiss(workspace).values()) == {0}
