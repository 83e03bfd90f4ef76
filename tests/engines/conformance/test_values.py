"""Amounts, quantiles and texts, exact on every engine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

import numpy as np
import pytest
from engines.conformance.conftest import Store
from oracle.clocks import afternoon
from oracle.small import NOON, orders

TEXTS = [
    "Øre",
    "øre",
    "ØRE",
    "Århus",
    "århus",
    "IJssel",
    "ijssel",
    "Ĳssel",
    "straße",
    "café",
    "CAFÉ",
    "It's",
    "50%_off",
    "a\\b",
    " ø ",
    "",
]


def test_amounts_are_exact_in_each_currency(store: Store) -> None:
    """Cents, whole yen and thousandths; sums that no binary fraction holds; an amount of trillions."""
    rows = orders(*[10] * 1_000, 1, currency="EUR") + orders(123, 4_567, currency="JPY") + orders(1, 1, 999, currency="KWD")
    rows += orders(900_719_925_474_099, currency="GBP")
    found = {dict(r.labels)["currency"]: r.value for r in store({"orders": rows}).show("sales")}
    expected = {"EUR": Decimal("100.01"), "JPY": Decimal(4690), "KWD": Decimal("1.001"), "GBP": Decimal("9007199254740.99")}
    assert found == {currency: float(amount) for currency, amount in expected.items()}


@pytest.mark.parametrize("size", [1, 2, 10, 2_001])
def test_quantiles_are_those_of_all_values(store: Store, size: int) -> None:
    random = Random(size)
    seconds = [random.choice((0.0, random.expovariate(0.001), float(random.randrange(1_000)))) for _ in range(size)]
    rows = [
        {"case_id": str(i), "opened_at": NOON, "resolved_at": NOON + np.timedelta64(round(s * 1e6), "us").item()}
        for i, s in enumerate(seconds)
    ]
    found = {r.metric.name: r.value for r in store({"cases": rows}).show("resolution_time_median", "resolution_time_p90")}
    exact = [round(s * 1e6) / 1e6 for s in seconds]
    assert found["resolution_time_median"] == pytest.approx(np.quantile(exact, 0.5), rel=1e-12)
    assert found["resolution_time_p90"] == pytest.approx(np.quantile(exact, 0.9), rel=1e-12)


def test_texts_are_kept_apart_as_they_are_written(store: Store) -> None:
    rows = [{"contact_id": str(i), "offered_at": NOON, "topic": text} for i, text in enumerate(TEXTS)]
    found = [r.by[0] for r in store({"contacts": rows}).show("contact_volume", by=["topic"])]
    assert sorted(found) == sorted(TEXTS)


CONDITIONS = {
    "lower(topic) = 'øre'": {"Øre", "øre", "ØRE"},
    "lower(topic) = 'ĳssel'": {"Ĳssel"},
    "topic like 'ø%'": {"øre"},
    "topic ilike 'ø%'": {"Øre", "øre", "ØRE"},
    "topic ilike '%É'": {"café", "CAFÉ"},
    "topic like '_rhus'": {"Århus", "århus"},
    "topic like '____'": {"café", "CAFÉ", "It's"},
    "topic = 'It''s'": {"It's"},
    "topic like '50%'": {"50%_off"},
    "topic like '%\\%'": {"a\\b"},
    "topic in ('straße', 'STRASSE')": {"straße"},
    "topic = ''": {""},
    "topic > 'z'": {"Øre", "øre", "ØRE", "Århus", "århus", "Ĳssel"},
}


def test_conditions_on_texts(store: Store) -> None:
    workspace = store({"contacts": [{"contact_id": str(i), "offered_at": NOON, "topic": text} for i, text in enumerate(TEXTS)]})
    found = {
        where: {r.by[0] for r in workspace.show("contact_volume", by=["topic"], where=where) if r.value} for where in CONDITIONS
    }
    assert found == CONDITIONS


def test_who_waits_waits_until_now(store: Store) -> None:
    """Asked twice: the moment is left open in what is asked, so that the second time nothing is planned."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    zone, ahead = afternoon(now)
    workspace = store({"contacts": [{"contact_id": str(n), "queued_at": now - timedelta(minutes=n)} for n in (2, 9)]}, zone)
    day = (now + ahead).date()
    question = {"grain": "day", "since": day - timedelta(days=1), "until": day + timedelta(days=2)}
    waits = [
        [row.value for row in workspace.show("waiting_contacts", "longest_wait", **question) if row.start == day]
        for _ in range(2)
    ]
    assert [waiting for waiting, _ in waits] == [2, 2]
    assert 540 <= waits[0][1] < waits[1][1] < 700
