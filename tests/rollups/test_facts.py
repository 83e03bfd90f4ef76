"""Rows of facts kept beside those they are made of: the same rows, and the same figures, after whatever load."""

from __future__ import annotations

import os

import pytest
from oracle.loading import stored

from helder.engines import quoting
from helder.engines.duckdb import DuckDBEngine
from helder.facts import STORED, Source
from helder.model import TABLES
from helder.query.rollups import Spec
from helder.workspace import Workspace
from rollups.company import everything, in_loads, load, store
from rollups.test_upkeep import asked, different

SEED = int(os.environ.get("ORACLE_SEEDS", "2"))
#: Slices that ask every fact for its own columns, and for those of what it points to.
SLICES = (((), "week"), (("channel",), "month"), (("country",), "month"), (("topic",), "quarter"), (("device",), "month"))


def _amiss(workspace: Workspace) -> dict[str, int]:
    """By fact, the rows that are kept and should not be, or the other way round."""
    source = Source(workspace._store.tables)
    engine, found = workspace.engine, {}
    assert isinstance(engine, DuckDBEngine)
    assert engine.rollups is not None
    for kept in engine.rollups.kept():
        name = Spec.of_json(kept.spec).fact
        assert name is not None
        assert not kept.stale, name
        made = STORED[name].build(source)
        rows, there = f"({engine.sql(made)})", f"(select {quoting.names(made.columns)} from _helder_rollups.{kept.name})"
        wrong = engine.query(f"(from {rows} except all from {there}) union all by name (from {there} except all from {rows})")
        found[name] = wrong.num_rows
        key = quoting.names(kept.keys)
        assert not engine.query(f"select {key} from {there} group by {key} having count(*) > 1").num_rows, name
    return found


@pytest.mark.parametrize("seed", [SEED, SEED + 1])
def test_the_rows_follow_every_load(seed: int) -> None:
    """Late, corrected and repeated rows of every table."""
    loads = in_loads(everything(seed), seed, loads=4)
    with store() as workspace:
        load(workspace, loads[0])
        assert len(list(workspace.rollups.add_facts())) == len(STORED)
        for rows in loads[1:]:
            load(workspace, rows)
        assert _amiss(workspace) == dict.fromkeys(STORED, 0)


def test_each_table_by_itself() -> None:
    """A transaction for each table, whose rows lean on those of others that come later."""
    loads = in_loads(everything(SEED), SEED, loads=3)
    with store() as workspace:
        load(workspace, loads[0])
        list(workspace.rollups.add_facts())
        for rows in loads[1:]:
            for name in rows:
                load(workspace, {name: rows[name]})
        assert _amiss(workspace) == dict.fromkeys(STORED, 0)


@pytest.mark.parametrize("seed", [SEED, SEED + 1])
def test_a_table_twice_in_one_transaction(seed: int) -> None:
    """Rows that come and are corrected, or come again, before any of it is kept."""
    loads = in_loads(everything(seed), seed, loads=3)
    with store() as workspace:
        load(workspace, loads[0])
        list(workspace.rollups.add_facts())
        for rows in loads[1:]:
            with workspace.engine.write() as writer:
                for half in (0, 1):
                    for name, of_table in rows.items():
                        if some := of_table[half::2]:
                            writer.append(TABLES[name], stored(TABLES[name], some), source="halves")
        assert _amiss(workspace) == dict.fromkeys(STORED, 0)


def test_every_figure_of_every_slice() -> None:
    """The same with the rows of facts at hand as without, whatever they are sliced by and in whatever zone."""
    loads = in_loads(everything(SEED), SEED, loads=3)
    with store() as kept, store() as plain:
        load(kept, loads[0])
        list(kept.rollups.add_facts())
        for rows in loads[1:]:
            load(kept, rows)
        for rows in loads:
            load(plain, rows)
        for by, grain in SLICES:
            assert different(asked(kept, by, grain), asked(plain, by, grain)) == [], (by, grain)
        elsewhere = [asked(one, ("channel",), "day", zone="America/New_York") for one in (kept, plain)]
        assert different(*elsewhere) == []


def test_what_is_asked_is_read_from_the_rows_at_hand() -> None:
    """A question reads the rows of a fact where they are kept, and those they are made of once they are left behind or gone."""
    data = everything(SEED)
    with store() as workspace:
        load(workspace, data)

        def reads() -> set[str]:
            workspace._store._plans.clear()
            workspace.show("first_contact_resolution", by=["topic"])
            (plan,) = [plans for plans in workspace._store._plans.values() if plans][-1]
            return {name.split("_")[0] for name in plan.reads}

        assert "contacts" in reads()
        list(workspace.rollups.add_facts())
        assert reads() == {"first"}
        assert workspace.rollups.drop() == len(STORED)
        assert "contacts" in reads()


def test_what_roll_ups_made_of_facts_read_beside_them_is_followed() -> None:
    """Whatever they are by: they read the rows of one fact and what they look up, and nothing that no load tells them of."""
    with store() as workspace:
        load(workspace, everything(SEED))
        list(workspace.rollups.add_facts())
        for by in (("country", "channel"), ("team",), ("topic",), ("intent",)):
            list(workspace.rollups.add(by))
        assert workspace.engine.rollups is not None
        made_of_facts = [one for one in workspace.engine.rollups.kept() if one.fact]
        own = {table for fact in STORED.values() for table in fact.tables}
        assert len(made_of_facts) > 20
        assert {table for one in made_of_facts for table in set(one.reads) - own - set(one.looked_up)} == set()
        for one in made_of_facts:
            assert one.related is not None
            assert {one.fact, *one.looked_up} == one.related.keys()


def test_every_table_a_fact_reads_is_followed() -> None:
    """What a fact's rows depend on is in `related`: else a load would leave them as they were."""
    for name, fact in STORED.items():
        assert set(fact.related or ()) == set(fact.tables), name
