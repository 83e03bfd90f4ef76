"""A company made up at random, and figures of another tool made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from oracle.company import ZONE, Company
from oracle.loading import store

from helder.workspace import Workspace

#: Whole weeks, so that each label is a Monday.
WEEKS = {"since": "2025-03-03", "until": "2025-04-28", "grain": "week"}

Figures = Callable[..., pd.DataFrame]


@pytest.fixture(scope="session")
def company() -> Iterator[Workspace]:
    made = Company(7)
    with store(made.people() | made.answers() | made.sales() | made.service() | made.site(), ZONE) as workspace:
        yield workspace


@pytest.fixture(scope="session")
def figures(company: Workspace) -> Figures:
    """What another tool that counts in some way would export, rounded."""

    def made(metric: str, digits: int = 4, **question: Any) -> pd.DataFrame:
        question = {**WEEKS, "by": ["channel"], **question}
        answer = company.show(metric, **question).to_pandas()
        labels = [name for name in ("scale", "currency") if name in answer.columns]
        return answer[["start", *question["by"], *labels, "value"]].round({"value": digits})

    return made
