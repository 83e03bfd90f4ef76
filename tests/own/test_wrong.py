"""What cannot be a metric is refused, with the file and the line."""

from __future__ import annotations

import pytest
from own.conftest import Own

from helder.errors import HelderError

GOOD = """[mine]
fact = "answers"
dated_by = "answered_at"
form = "share"
hit = "score >= 9"
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ('"answers"', '"answer"', 2, "Did you mean answers"),
        ('"answered_at"', '"asked"', 3, "event time"),
        ('"share"', '"shares"', 4, "Did you mean share"),
        ('"share"', '"mean"', 4, "needs of"),
        ("score >= 9", "scor >= 9", 5, "Did you mean score"),
        ("score >= 9", "score >=", 5, "cannot be read"),
        ("score >= 9", "score + 9", 5, "neither true nor false"),
        ("score >= 9", "score >= :limit", 5, "no parameter"),
        ("score >= 9", "sum(score) > 9", 5, "cannot use"),
        ("hit =", "hits =", 5, "Did you mean hit"),
        ('"share"\nhit = "score >= 9"', '"total"\nof = "channel"', 5, "no number"),
        ("score >= 9", "1 / 0 > score", 5, "cannot be computed"),
        ("[mine]", "[nps]", 1, "metric of the catalogue"),
        ("[mine]", "[Mine]", 1, "small letters"),
        ('form = "share"', 'form = "share"\nunit = "euros"', 5, "unit"),
        ('form = "share"', 'form = "share"\nversion = 0', 5, "version"),
        ('form = "share"', 'form = "share"\nbetter = "up"', 5, "higher or lower"),
        ('form = "share"', 'form = "share"\nneeds = [{ otherwise = "x" }]', 5, "no condition"),
        ("score >= 9", 'score >= 9"\n[mine.params]\nlimit = { meaning = "x" }\n#"', 7, "no default"),
    ],
)
def test_a_wrong_definition(own: Own, old: str, new: str, line: int, said: str) -> None:
    with pytest.raises(HelderError) as caught:
        own(GOOD.replace(old, new))
    assert caught.value.where is not None
    assert caught.value.where.endswith(f"own.toml, line {line}")
    assert said in str(caught.value)


def test_a_file_that_is_no_toml(own: Own) -> None:
    with pytest.raises(HelderError, match="line 1"):
        own("[mine\n")
