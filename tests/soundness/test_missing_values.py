"""NaN in pandas, a blank score, and a score off its scale are no answers, and are never taken for numbers."""

import numpy as np
import pandas as pd
import pytest
from oracle.small import answers

import helder


@pytest.mark.parametrize("missing", [np.nan, None, pd.NA])
def test_a_missing_score_is_not_counted(missing: object) -> None:
    rows = pd.DataFrame(answers(10, None, 0))
    rows["score"] = pd.Series([10, missing, 10], dtype="object" if missing is pd.NA else None)
    (row,) = helder.show("nps", answers=rows)
    assert (row.value, row.n) == (100.0, 2)


def test_nan_in_arrow_is_missing_too() -> None:
    import pyarrow as pa

    rows = pa.Table.from_pylist(answers(10.0, float("nan"), 10.0, instrument="csat", scale="0-10"))
    (row,) = helder.show("csat_mean", answers=rows)
    assert (row.value, row.n) == (10.0, 2)


def test_a_score_off_its_scale_is_left_out() -> None:
    rows = pd.DataFrame(answers(10, 11, -1, 99, instrument="nps"))
    (row,) = helder.show("nps", answers=rows)
    assert (row.value, row.n) == (100.0, 1)


def test_missing_channels_are_one_cell() -> None:
    rows = pd.DataFrame(answers(10, 9, 0))
    rows["channel"] = [None, np.nan, "web"]
    assert {r.by: r.n for r in helder.show("nps", answers=rows, by=["channel"])} == {(None,): 2, ("web",): 1}
