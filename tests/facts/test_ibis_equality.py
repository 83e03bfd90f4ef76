"""Threads compare Ibis's nodes and let go of them at once."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import ibis
import pytest
from ibis.common.bases import Comparable

import helder.facts

T = ibis.table({"a": "int64"}, name="t")
KNOWN = [(T.a + i).op() for i in range(3)]


@pytest.fixture
def ignored(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What went wrong where Python can only say so."""
    found: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", found.append)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield found
    sys.setswitchinterval(before)


def test_no_thread_disturbs_what_another_remembers(ignored: list[object]) -> None:
    assert helder.facts.CLOCK  # importing it is what makes it so

    def compare(_thread: int) -> bool:
        return all((known == (T.a + i % 3).op()) == (j == i % 3) for i in range(1_000) for j, known in enumerate(KNOWN))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(compare, range(8)))
    assert ignored == []
    assert not {id(known) for known in KNOWN} & Comparable.__cache__.keys()
