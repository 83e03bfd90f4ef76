"""A home folder with a company's own metrics, over a store of known rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from oracle.loading import load

import helder
from helder.workspace import Workspace

_AT = datetime(2026, 3, 2, 10)
_SCORES = [10, 9, 9, 10, 9, 8, 7, 8, 0, 6, None]
ROWS = {
    "customers": [{"customer_id": "n", "country": "NL"}, {"customer_id": "d", "country": "DK"}],
    "answers": [
        {"answer_id": str(i), "instrument": "nps", "scale": "0-10", "score": s, "answered_at": _AT, "customer_id": "nd"[i % 2]}
        for i, s in enumerate(_SCORES)
    ],
    "orders": [
        {"order_id": "1", "ordered_at": _AT, "status": "paid", "revenue": 9_999, "currency": "EUR", "customer_id": "n"},
        {"order_id": "2", "ordered_at": _AT, "status": "paid", "revenue": 11_510, "currency": "EUR", "customer_id": "n"},
        {"order_id": "3", "ordered_at": _AT, "status": "paid", "revenue": 1_500, "currency": "JPY", "customer_id": "d"},
    ],
    "contacts": [{"contact_id": str(i), "offered_at": _AT, "outcome": "answered", "wait_seconds": 10.0 * i} for i in range(4)],
}

Own = Callable[[str], Workspace]


@pytest.fixture
def own(tmp_path: Path) -> Own:
    """Opens the store with what a file of own metrics says."""
    (tmp_path / "metrics").mkdir()

    def opened(text: str) -> Workspace:
        (tmp_path / "metrics" / "own.toml").write_text(text)
        workspace = helder.connect("duckdb://", zone="UTC", home=tmp_path)
        load(workspace, ROWS)
        return workspace

    return opened
