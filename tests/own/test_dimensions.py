"""Attributes a company declares to be dimensions slice and filter as others do."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from oracle.loading import load

import helder
from helder.errors import HelderError
from helder.workspace import Workspace

_AT = datetime(2026, 3, 2, 10)
ROWS = {
    "customers": [{"customer_id": f"c{i}", "attributes": [("plan", "gold" if i % 2 else "basic")]} for i in range(4)],
    "cases": [{"case_id": f"k{i}", "opened_at": _AT, "attributes": [("product", "tv" if i else "radio")]} for i in range(3)],
    "answers": [
        {"answer_id": str(i), "instrument": "nps", "score": float(s), "answered_at": _AT, "customer_id": f"c{i}"}
        for i, s in enumerate([10, 0, 9, 8, 10])
    ],
    "spend": [{"spend_id": "1", "spent_on": _AT.date(), "kind": "cx", "amount": 100}],
}
DECLARED = """
[plan]
of = "customers"
meaning = "The plan a customer pays for"
[sort]
of = "cases"
attribute = "product"
"""


def opened(home: Path, text: str) -> Workspace:
    (home / "dimensions.toml").write_text(text)
    workspace = helder.connect("duckdb://", zone="UTC", home=home)
    load(workspace, ROWS)
    return workspace


def test_they_slice_and_filter(tmp_path: Path) -> None:
    with opened(tmp_path, DECLARED) as h:
        assert {row.by: row.n for row in h.show("nps", by=["plan"])} == {("basic",): 2, ("gold",): 2, (None,): 1}
        assert h.show("nps", where="plan = 'gold'").rows[0].value == -50
        assert {row.by: row.value for row in h.show("cases_without_reply", by=["sort"])} == {("radio",): 1, ("tv",): 2}


def test_only_where_the_rows_point_to_them(tmp_path: Path) -> None:
    with opened(tmp_path, DECLARED) as h:
        assert "plan" in h.catalog["nps"].dimensions
        assert "sort" not in h.catalog["nps"].dimensions
        with pytest.raises(HelderError, match="sort"):
            h.show("nps", by=["sort"])


def test_the_metrics_of_one_fact_still_share_a_scan(tmp_path: Path) -> None:
    with opened(tmp_path, DECLARED) as h:
        assert h.catalog["nps"].measured({}).measures[0].fact is h.catalog["csat"].measured({}).measures[0].fact


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("[plan]\n", 1, "whose attribute"),
        ('[plan]\nof = "customer"\n', 2, "Did you mean customers"),
        ('[plan]\nof = "answers"\n', 2, "table with attributes"),
        ('[country]\nof = "customers"\n', 1, "already"),
        ('[plan]\nof = "customers"\nattributes = "x"\n', 3, "Did you mean attribute"),
    ],
)
def test_wrong_declarations(tmp_path: Path, text: str, line: int, said: str) -> None:
    with pytest.raises(HelderError) as caught:
        opened(tmp_path, text)
    assert str(caught.value.where).endswith(f"dimensions.toml, line {line}")
    assert said in str(caught.value)
