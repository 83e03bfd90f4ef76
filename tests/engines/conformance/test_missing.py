"""What is missing, and stores with little or nothing in them, on every engine."""

from __future__ import annotations

from datetime import datetime

from engines.conformance.conftest import Store
from engines.conformance.engines import REFUSED
from oracle.small import NOON, answers, contacts

import helder


def test_an_empty_store_has_no_figures(engine: str, store: Store) -> None:
    metrics = [name for name in helder.CATALOG if name not in REFUSED[engine]]
    for record in store({}).show(*metrics, since="2026-01-01", until="2026-02-01").to_records():
        assert (record["n"], record["low"], record["high"]) == (0, None, None), record
        assert record["value"] in (None, 0), record


def test_a_mean_of_nothing_known_is_nothing_and_of_noughts_nought(store: Store) -> None:
    workspace = store({"contacts": contacts(("answered", None), channel="a") + contacts(("answered", 0.0), channel="b")})
    found = {c: [(r.value, r.n) for r in workspace.show("average_speed_of_answer", where=f"channel = '{c}'")] for c in "ab"}
    assert found == {"a": [(None, 0)], "b": [(0.0, 1)]}


def test_what_is_missing_is_a_group_of_its_own_and_not_an_empty_text(store: Store) -> None:
    rows = contacts(("answered", 1.0), channel="") + contacts(("answered", 2.0), channel=None)
    found = {r.by: r.value for r in store({"contacts": rows}).show("average_speed_of_answer", by=["channel"])}
    assert found == {("",): 1.0, (None,): 2.0}


def test_a_customer_who_is_not_there_has_no_country(store: Store) -> None:
    data = {
        "customers": [{"customer_id": "a", "country": "NL", "signed_up_at": NOON}, {"customer_id": "b", "signed_up_at": None}],
        "contacts": [
            {"contact_id": c, "offered_at": NOON, "customer_id": who}
            for c, who in zip("1234", ("a", "b", "gone", None), strict=True)
        ],
    }
    found = {r.by: r.value for r in store(data).show("contact_volume", by=["country"])}
    assert found == {("NL",): 1.0, (None,): 3.0}


def test_a_condition_on_what_is_missing_takes_no_row(store: Store) -> None:
    rows = [{"contact_id": str(i), "offered_at": NOON, "channel": c} for i, c in enumerate(("phone", "chat", None, None))]
    workspace = store({"contacts": rows})
    counted = {
        where: [r.value for r in workspace.show("contact_volume", where=where)]
        for where in (
            "channel = 'phone'",
            "channel <> 'phone'",
            "not (channel in ('phone'))",
            "channel is null",
            "channel is not null",
        )
    }
    assert list(counted.values()) == [[1.0], [1.0], [1.0], [2.0], [2.0]], counted


def test_the_first_contact_has_none_before_it(store: Store) -> None:
    rows = [
        {
            "contact_id": str(i),
            "offered_at": datetime(2026, 3, day),
            "customer_id": who,
            "topic": "t",
            "direction": "inbound",
            "outcome": "answered",
        }
        for i, (who, day) in enumerate((("a", 1), ("a", 2), ("b", 1), ("c", 1), ("c", 20)))
    ]
    (row,) = store({"contacts": rows}).show("first_contact_resolution")
    assert (row.numerator, row.denominator) == (3.0, 4.0)


def test_one_score_has_no_spread(store: Store) -> None:
    (row,) = store({"answers": answers(7, instrument="csat", scale="1-10")}).show("csat_mean")
    assert (row.value, row.low, row.high, row.n) == (7.0, None, None, 1)
