"""How the values behind a metric are spread, against numpy's histogram."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helder.connectors.reading.load import load
from helder.errors import BadQuestion
from helder.model import TABLES
from helder.workspace import Workspace, connect

SCORES = [0, 3, 7, 7, 8, 9, 9, 9, 10, 10]
WAITS = np.round(np.random.default_rng(7).gamma(1.2, 40.0, 500), 2)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Ten answers and five hundred waits."""
    folder = tmp_path_factory.mktemp("spread")
    at = datetime(2026, 3, 2, 9)
    answers = pd.DataFrame({"answer_id": range(10), "instrument": "nps", "score": SCORES, "scale": "0-10", "answered_at": at})
    contacts = pd.DataFrame(
        {"contact_id": range(500), "offered_at": at, "outcome": "answered", "wait_seconds": WAITS, "channel": "phone"}
    )
    with connect("duckdb://", zone="UTC") as opened:
        for name, frame in (("answers", answers), ("contacts", contacts)):
            frame.to_csv(folder / f"{name}.csv", index=False)
            load(opened.engine, Path(folder / f"{name}.csv"), table=TABLES[name])
        yield opened


def test_whole_scores_are_told_one_by_one(workspace: Workspace) -> None:
    spread = workspace.distribution("nps")
    assert (spread.column, spread.whole) == ("score", True)
    assert dict(zip(spread.edges, spread.counts, strict=True)) == {score: SCORES.count(score) for score in range(11)}


def test_times_lie_between_round_edges_the_last_open(workspace: Workspace) -> None:
    spread = workspace.distribution("average_speed_of_answer")
    assert sum(spread.counts) == len(WAITS)
    assert len(spread.edges) == len(spread.counts) + 1
    inner, _ = np.histogram(WAITS, bins=np.array(spread.edges[:-1]))
    assert list(spread.counts[:-1]) == [
        int(((low <= WAITS) & (high > WAITS)).sum()) for low, high in zip(spread.edges, spread.edges[1:-1], strict=False)
    ]
    assert sum(inner) == len(WAITS[spread.edges[-2] >= WAITS])
    assert spread.counts[-1] == int((spread.edges[-2] <= WAITS).sum())
    assert spread.edges[0] <= WAITS.min()


def test_what_is_made_of_no_values_is_refused(workspace: Workspace) -> None:
    with pytest.raises(BadQuestion, match="no values"):
        workspace.distribution("contact_volume")
    with pytest.raises(BadQuestion, match="one by one"):
        workspace.distribution("enps")


def test_nothing_is_spread_over_nothing(workspace: Workspace) -> None:
    spread = workspace.distribution("nps", since="2020-01-01", until="2020-02-01")
    assert spread.counts == ()
