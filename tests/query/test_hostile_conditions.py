"""A condition that cannot be is told so, however it was made."""

from __future__ import annotations

import pytest

import helder
from helder.errors import BadQuestion

ANSWERS = [{"answer_id": "a", "instrument": "nps", "score": 9, "answered_at": "2026-03-01T10:00:00"}]


@pytest.mark.parametrize(
    "where", ["score between 'a' and 2", "(" * 900 + "score = 1" + ")" * 900, "score = (select 1)", "score > 1 or"]
)
def test_it_is_no_fault_of_helder(where: str) -> None:
    import pandas as pd

    with pytest.raises(BadQuestion):
        helder.show("nps", answers=pd.DataFrame(ANSWERS), where=where)
