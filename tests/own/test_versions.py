"""A definition that changes is a new version, and what it was stays to be asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from own.conftest import Own

from helder.errors import BadInput, UnknownName

FIRST = """[mine]
fact = "answers"
dated_by = "answered_at"
form = "share"
hit = "score >= 9"
needs = [{ is = "score is not null" }]
"""
SECOND = FIRST.replace(">= 9", ">= 7") + "version = 2\n"


def test_results_say_the_version_and_old_ones_can_be_asked_for(own: Own) -> None:
    own(FIRST).close()
    with own(SECOND) as h:
        rows = h.show("mine", "mine@1").to_records()
        assert [(r["metric"], r["version"], r["value"]) for r in rows] == [("mine", 2, 0.8), ("mine@1", 1, 0.5)]
        assert "score >= 9" in h.explain("mine@1").formula
        with pytest.raises(UnknownName, match="mine@3"):
            h.show("mine@3")


def test_the_same_version_may_not_come_to_count_otherwise(own: Own) -> None:
    own(FIRST).close()
    with pytest.raises(BadInput, match="version = 2"):
        own(FIRST.replace(">= 9", ">= 7"))


def test_what_is_only_told_of_it_may_change(own: Own) -> None:
    own(FIRST).close()
    with own(FIRST + 'title = "Mine"\nbetter = "higher"\n') as h:
        assert h.catalog["mine"].title == "Mine"


def test_going_back_to_an_old_version(own: Own) -> None:
    own(FIRST).close()
    own(SECOND).close()
    with own(FIRST) as h:
        assert [r["version"] for r in h.show("mine", "mine@2").to_records()] == [1, 2]


def test_a_kept_definition_that_was_spoilt_is_told(own: Own, tmp_path: Path) -> None:
    own(FIRST).close()
    own(SECOND).close()
    kept = tmp_path / "metrics" / "kept" / "mine@1.json"
    kept.write_text(json.dumps({"since": "2026-01-01"}))
    with pytest.raises(BadInput, match=r"mine@1\.json"):
        own(SECOND)
