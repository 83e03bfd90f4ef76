"""Lines that metrics cross, and answers found in the store."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from helder.errors import BadQuestion, UnknownName

if TYPE_CHECKING:
    from helder.web.webhooks.models import Endpoint

Company = Callable[..., None]


def endpoint(**line: Any) -> Endpoint:
    from helder.web.webhooks import actions

    about = {"metric": "nps", "side": "below", "threshold": 50.0, "days": 30, "smallest": 10, **line}
    made, _ = actions.subscribe("hook", "http://127.0.0.1:9/", ["metric.crossed"], by="a test", line=about)
    return made


def looked(of: Endpoint) -> list[dict[str, Any]]:
    """What is told after a look, a minute after the one before."""
    from helder.web.webhooks import watching
    from helder.web.webhooks.models import Line

    for line in Line.objects.filter(judged_at__isnull=False):
        Line.objects.filter(pk=line.pk).update(judged_at=timezone.now() - timedelta(minutes=2))
    before = set(of.deliveries.values_list("pk", flat=True))
    watching.look()
    return [json.loads(one.body)["data"] for one in of.deliveries.all() if one.pk not in before]


def test_a_line_is_told_of_when_it_is_crossed_and_not_again(company: Company) -> None:
    company(10, 20)
    hook = endpoint()
    assert looked(hook) == []  # where it stands is not news
    company(0, 10)
    (told,) = looked(hook)
    assert (told["metric"], told["beyond"], told["threshold"], told["n"]) == ("nps", True, 50.0, 30)
    assert told["value"] == pytest.approx(100 * (20 - 10) / 30)
    assert looked(hook) == []
    company(0, 1)
    assert looked(hook) == []
    company(10, 30)
    (told,) = looked(hook)
    assert told["beyond"] is False


def test_a_margin_keeps_it_from_fluttering(company: Company) -> None:
    company(10, 20)
    hook = endpoint(margin=20.0)
    looked(hook)
    company(0, 7)  # 100 * 13 / 27 = 48.1
    assert [told["beyond"] for told in looked(hook)] == [True]
    company(10, 5)  # 100 * 18 / 32 = 56.3: above the line, by less than the margin
    assert looked(hook) == []
    company(10, 30)  # 100 * 48 / 62 = 77.4
    assert [told["beyond"] for told in looked(hook)] == [False]


def test_few_rows_cross_nothing(company: Company) -> None:
    company(10, 20, channel="web")
    hook = endpoint(where="channel = 'phone'", smallest=10)
    company(10, 5, channel="phone")
    looked(hook)
    company(0, 4, channel="phone")
    assert looked(hook) == []
    (line,) = hook.lines.all()
    assert line.beyond is None
    assert "Only 9 rows" in line.problem


def test_a_provisional_figure_crosses_at_the_second_look(company: Company) -> None:
    from helder.web.webhooks import watching
    from helder.web.webhooks.models import Line

    company(10, 20)
    hook = endpoint()
    looked(hook)
    (line,) = Line.objects.all()
    row, _ = watching._figure(line)
    assert row is not None
    low = row._replace(value=10.0, provisional=True)
    watching._place(line, low)
    assert (line.beyond, line.wavering) == (False, True)
    watching._place(line, row)
    assert (line.beyond, line.wavering) == (False, None)
    watching._place(line, low)
    watching._place(line, low)
    assert (line.beyond, line.wavering) == (True, None)


def test_nothing_is_looked_at_more_than_once_a_minute_or_where_nothing_came(company: Company) -> None:
    from helder.web.webhooks import watching
    from helder.web.webhooks.models import Line

    company(10, 20)
    hook = endpoint()
    looked(hook)
    (line,) = Line.objects.all()
    company(0, 50)
    watching.look()
    assert Line.objects.get().judged_at == line.judged_at
    assert len(looked(hook)) == 1
    judged = Line.objects.get().judged_at
    assert looked(hook) == []
    assert Line.objects.get().judged_at < judged  # put back two minutes by the test, and left there


def test_a_load_of_history_is_told_of_by_its_number(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.web.webhooks import actions, watching

    made, _ = actions.subscribe("hook", "http://127.0.0.1:9/", ["response.arrived"], by="a test")
    company(10, 250)
    sizes = [len(told["answers"]) for told in looked(made)]
    assert sorted(sizes) == [50, 100, 100]
    monkeypatch.setattr(watching, "_TOLD", 50)
    company(10, 60)
    assert [(told["count"], told["answers"]) for told in looked(made)] == [(60, [])]
    assert looked(made) == []


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ({"metric": "np"}, UnknownName),
        ({"where": "planet = 'x'"}, UnknownName),
        ({"where": "1 ="}, BadQuestion),
        ({"margin": -1.0}, BadQuestion),
    ],
)
def test_a_line_that_cannot_be_is_refused(company: Company, line: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        endpoint(**line)
