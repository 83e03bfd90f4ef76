"""What employees say is explained where no group of them is small, and refused where one is."""

import pytest
from oracle.loading import store
from oracle.small import answers

from helder.errors import BadQuestion

OF_CUSTOMERS = answers(10, 9, 8, 0, 1, 7, respondent="customer")


def test_large_groups_add_up() -> None:
    with store({"answers": answers(*[9, 9, 8, 0, 10] * 2, respondent="employee") + OF_CUSTOMERS}) as workspace:
        told = workspace.explain("enps")
        assert (told.read, told.counted) == (16, 10)
        assert {reason: n for reason, n in told.left_out.items() if n} == {"not an employee's answer: for nps": 6}


def test_small_ones_are_refused() -> None:
    with store({"answers": answers(9, 9, 8, respondent="employee") + OF_CUSTOMERS}) as workspace, pytest.raises(BadQuestion):
        workspace.explain("enps")
