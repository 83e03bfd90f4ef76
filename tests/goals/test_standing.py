"""How goals stand, on rows whose figures are plain to see."""

from __future__ import annotations

from datetime import date

import pytest

from helder.errors import BadQuestion, UnknownName

from .conftest import put

QUARTER = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 3, 31)}
DECEMBER = {"starts_on": date(2025, 12, 1), "ends_on": date(2025, 12, 31)}


def test_a_total_is_its_share_of_the_target_and_what_is_usual_by_then(stands) -> None:
    one = stands("sales", 9000.0, **QUARTER)
    assert one.row.value == 4500.0
    assert one.progress == 0.5
    assert one.expected == 45 / 90
    assert one.gap == -4500.0
    assert one.forecast.value == pytest.approx(9000.0)


@pytest.mark.parametrize(
    ("target", "bound", "status"),
    [
        (8000.0, None, "on course"),
        (10000.0, None, "at risk"),
        (4000.0, None, "met"),
        (4000.0, "at most", "missed"),
        (10000.0, "at most", "on course"),
    ],
)
def test_the_word_for_a_total_under_way(stands, target, bound, status) -> None:
    assert stands("sales", target, bound=bound, **QUARTER).status == status


def test_a_rate_is_pooled_with_what_is_to_come(stands) -> None:
    one = stands("nps", 40.0, **QUARTER)
    assert one.row.value == pytest.approx(50.0)
    assert one.row.n == 4 * 45
    assert one.gap == pytest.approx(10.0)
    assert one.forecast.value == pytest.approx(50.0)
    assert one.progress is None
    assert (one.status, one.chance) == ("on course", 1.0)


def test_whether_it_is_chance_is_said_by_the_interval(stands) -> None:
    near, far = stands("nps", 48.0), stands("nps", 80.0, dimension="channel", value="web")
    assert (near.status, near.significant) == ("met", False)
    assert (far.status, far.significant) == ("missed", True)
    assert stands("nps", 52.0, starts_on=date(2026, 1, 20)).status == "at risk"


def test_an_open_ended_goal_looks_at_the_last_91_days(stands) -> None:
    one = stands("nps", 48.0)
    assert (one.since, one.until) == (date(2025, 11, 16), date(2026, 2, 15))
    assert one.row.n == 4 * 91
    assert one.forecast is None
    assert one.note.startswith("open-ended")
    later = stands("nps", 48.0, starts_on=date(2026, 2, 1))
    assert later.since == date(2026, 2, 1)


def test_a_goal_holds_for_its_segment(stands) -> None:
    web, phone = (stands("nps", 40.0, dimension="channel", value=channel, **QUARTER) for channel in ("web", "phone"))
    assert (web.row.value, phone.row.value) == (0.0, 100.0)
    assert (web.status, phone.status) == ("at risk", "on course")


def test_an_hour_is_a_number(stands) -> None:
    assert stands("nps", 40.0, dimension="hour", value="12").row.n == 4 * 91


def test_a_goal_whose_question_cannot_be_put_says_why_and_hinders_no_other(stands, workspace) -> None:
    good = stands("nps", 40.0, **QUARTER)
    bad = stands("csat", 0.5, dimension="shoe_size", value="43")
    assert (bad.status, bad.row) == ("not enough data", None)
    assert "shoe_size" in bad.note
    assert good.goal.goal_id in [record["goal"] for record in workspace.goals(at=date(2026, 2, 15)).to_records()]


@pytest.mark.parametrize(("target", "status"), [(3100.0, "met"), (3101.0, "missed")])
def test_a_period_that_is_over_is_judged_by_its_figure(stands, target, status) -> None:
    one = stands("sales", target, **DECEMBER)
    assert (one.status, one.row.value, one.forecast, one.chance) == (status, 3100.0, None, None)
    assert one.progress == 3100 / target


def test_what_has_not_begun_or_has_nothing_says_so(stands) -> None:
    to_come = stands("sales", 100.0, starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 30))
    assert (to_come.status, to_come.row) == ("not started", None)
    nothing = stands("csat", 0.8)
    assert (nothing.status, nothing.gap) == ("not enough data", None)


def test_nothing_is_foretold_of_a_few_weeks(stands) -> None:
    one = stands("nps", 40.0, at=date(2025, 7, 20), starts_on=date(2025, 7, 1), ends_on=date(2025, 9, 30))
    assert one.forecast is None
    assert "not enough data" in one.note
    assert one.status == "too early to say"


def test_what_grows_with_its_period_is_not_foretold_by_its_days(stands) -> None:
    one = stands("repeat_purchase_rate", 0.2, **QUARTER)
    assert one.forecast is None
    assert "do not make up" in one.note


def test_as_it_was_on_an_earlier_day(stands) -> None:
    assert stands("sales", 9000.0, at="2026-01-11", **QUARTER).row.value == 1000.0


def test_forms_hold_the_same_and_wrong_words_are_told(workspace, stands) -> None:
    stands("sales", 9000.0, **QUARTER)
    found = workspace.goals("sales", at="2026-02-15")
    assert found.to_arrow().to_pylist() == found.to_records()
    assert list(found.to_pandas().columns) == list(found.kinds)
    with pytest.raises(UnknownName, match="Did you mean sales"):
        workspace.goals("sale")
    with pytest.raises(BadQuestion, match="not a date"):
        workspace.goals(at="soon")


def test_a_goal_of_a_metric_that_is_gone_is_named(workspace) -> None:
    put(workspace, "goals", [{"goal_id": "lost", "metric": "gone", "target": 1.0}])
    found = workspace.goals()
    assert [one.metric for one in found.lost] == ["gone"]
    assert "lost" not in [record["goal"] for record in found.to_records()]
