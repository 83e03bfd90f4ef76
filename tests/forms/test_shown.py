"""How a value is shown: rounded once, and a figure and its negative alike."""

from __future__ import annotations

import pytest

from helder.metrics.unit import shown


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, "share", "not enough data"),
        (float("nan"), "points", "not enough data"),
        (0.56702, "share", "56.7 %"),
        (39.84, "points", "39.8"),
        (-0.25, "points", "-0.3"),
        (0.25, "points", "0.3"),
        (-0.01, "points", "0.0"),
        (1234.5, "EUR", "EUR 1,234.50"),
        (-1234.5, "EUR", "EUR -1,234.50"),
        (17313.0, "count", "17,313"),
        (34.405, "s", "34.4 s"),
        (166.86, "s", "2 min 47 s"),
        (59.96, "s", "1 min 0 s"),
        (90_061.0, "s", "1 d 1 h"),
    ],
)
def test_as_people_read_it(value: float | None, unit: str, text: str) -> None:
    assert shown(value, unit) == text
