"""Figures after old rows went: those of what is left, with roll-ups as without; and as before where only the person went."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rollups.company import KEPT_BY, in_loads, load, store
from rollups.test_facts import _amiss
from rollups.test_upkeep import asked, different

from helder import CATALOG
from helder.model import TABLES
from helder.store import retention
from helder.workspace import Workspace
from retention.company import SEED, embedded, people, rules, there

TODAY = date(2025, 11, 25)
ROWS = """
page_events = "30 days"
contacts = "30 days"
answers = "30 days"
cases = "30 days"
orders = "60 days"
subscriptions = "30 days"
customers = "1 year"
"""
MORE = ROWS + 'mentions = "30 days"\nreferrals = "30 days"\nquality_reviews = "30 days"\ninvitations = "30 days"\n'
#: Figures that look back at rows of before: at earlier purchases and spend, at cases that were never closed, at what a cart, a
#: response or a review began with (which companies do not spread over months, as this one does), at who shared long ago, at
#: what told whose a browser is.
LOOKING_BACK = {
    "cart_abandonment_rate", "cohort_retention", "completion_rate", "customer_acquisition_cost", "engagement_score",
    "historic_lifetime_value", "iqs", "open_cases", "purchase_interval", "purchase_regularity", "referral_rate",
    "second_purchase_rate", "ticket_backlog",
}  # fmt: skip
PERSONAL = "\n".join(f'{name} = {{personal = "1 day"}}' for name in ("customers", "answers", "turns", "contacts", "mentions"))


def _company(*, facts: bool = True, seed: int = SEED) -> Workspace:
    workspace = store()
    for rows in in_loads(people(seed), seed, loads=2):
        load(workspace, rows)
    if facts:
        list(workspace.rollups.add_facts())
    for by in KEPT_BY:
        list(workspace.rollups.add(by))
    return workspace


def _apply(workspace: Workspace, home: Path, text: str, day: date = TODAY) -> int:
    """Apply rules; how many rows they touched."""
    done = retention.apply(workspace.engine, CATALOG, rules(home, text), day)
    return sum(aged.rows + aged.personal for _, aged in done)


@pytest.mark.parametrize("facts", [False, True])
def test_figures_are_those_of_what_is_left(tmp_path: Path, *, facts: bool) -> None:
    """Held against a store that never had the rows that went."""
    with _company(facts=facts) as kept, store() as plain:
        before = asked(kept, (), "month")
        assert _apply(kept, tmp_path, ROWS) > 200
        assert different(before, asked(kept, (), "month"))
        left = embedded(kept)
        embedded(plain).bring({TABLES[name]: left.query(f"from {name}") for name in TABLES}, {})
        for by, grain in ((("channel",), "month"), ((), "week")):
            assert _other(asked(kept, by, grain), asked(plain, by, grain)) == [], (by, grain)


def _other(one: dict[tuple[Any, ...], Any], other: dict[tuple[Any, ...], Any]) -> list[Any]:
    """What is not the same; but for an interval of rows that are alike: of their squares, roll-ups leave the last digits."""
    return [
        found
        for found in different(one, other)
        if not (len(found) == 4 and found[1] in ("low", "high") and found[2] == pytest.approx(found[3], abs=1e-6))
    ]


def test_figures_of_periods_that_are_kept_stay(tmp_path: Path) -> None:
    with _company(seed=2) as kept:  # what its figures look back at is known
        before = _since_the_limit(kept)
        assert _apply(kept, tmp_path, MORE) > 500
        assert len({key[0] for key, record in before.items() if record["n"] and key[0] not in LOOKING_BACK}) > 40
        assert _metrics(_other(before, _since_the_limit(kept))) <= LOOKING_BACK
        kept.rollups.drop()
        assert _metrics(_other(before, _since_the_limit(kept))) <= LOOKING_BACK


def _metrics(found: list[Any]) -> set[str]:
    return {(one[0][0] if isinstance(one[0], tuple) else one[0]) for one in found}


def _since_the_limit(workspace: Workspace) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Every figure of the weeks of which all is kept, by what it is of."""
    answer = workspace.show(*CATALOG, grain="week", since=date(2025, 10, 27), until=date(2026, 1, 1))
    return {
        (row.metric.name, row.start, row.by, row.labels): record for row, record in zip(answer, answer.to_records(), strict=True)
    }


def test_no_figure_changes_where_what_is_personal_goes(tmp_path: Path) -> None:
    with _company() as kept:
        before = asked(kept, ("channel",), "month")
        assert _apply(kept, tmp_path, PERSONAL, date(2026, 3, 1)) > 200
        assert different(before, asked(kept, ("channel",), "month")) == []
        assert {row["comment"] for row in there(kept.engine)["answers"]} == {None, "erased"}
        kept.rollups.drop()
        assert different(before, asked(kept, ("channel",), "month")) == []


def test_kept_rows_of_facts_are_those_made_anew(tmp_path: Path) -> None:
    with store() as workspace:
        for rows in in_loads(people(SEED), SEED, loads=2):
            load(workspace, rows)
        list(workspace.rollups.add_facts())
        assert _apply(workspace, tmp_path, ROWS) > 200
        assert set(_amiss(workspace).values()) == {0}


def test_what_is_remembered_is_asked_anew(tmp_path: Path) -> None:
    """Tables that are other than they were say so, and no others; rows that stay are no news."""
    with _company() as kept:
        engine, before = embedded(kept), embedded(kept).batches()
        assert _apply(kept, tmp_path, 'answers = "30 days"') > 0
        assert {name for name, batch in engine.batches().items() if batch > before[name]} == {"answers"}
        assert engine.query(f"from answers where _batch > {before['answers']}").num_rows == 0
        (counted,) = engine.query("""select sum(added)::bigint as n from _helder.batches where "table" = 'answers'""").to_pylist()
        assert counted["n"] == engine.counts()["answers"]
