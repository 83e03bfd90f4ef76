"""A row given in memory that a store would reject is refused, not counted."""

from __future__ import annotations

import pandas as pd
import pytest

import helder
from helder.errors import BadInput


def test_a_case_resolved_before_it_was_opened() -> None:
    cases = pd.DataFrame(
        {
            "case_id": ["a", "b"],
            "opened_at": ["2026-03-02T10:00:00", "2026-03-03T10:00:00"],
            "resolved_at": ["2026-03-02T12:00:00", "2026-03-02T09:00:00"],
        }
    )
    with pytest.raises(BadInput, match="1 row has opened_at after resolved_at"):
        helder.show("average_resolution_time", cases=cases)


def test_a_wait_below_nought() -> None:
    contacts = pd.DataFrame({"contact_id": ["a", "b"], "offered_at": ["2026-03-02T10:00:00"] * 2, "wait_seconds": [-5.0, 10.0]})
    with pytest.raises(BadInput, match="wait_seconds below 0"):
        helder.show("average_speed_of_answer", contacts=contacts.assign(outcome="answered"))
