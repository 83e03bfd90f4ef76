"""The page of what changed a metric tells what h.decompose answers, within what one may see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from helder.web.boards import figure

if TYPE_CHECKING:
    from django.test import Client

    from helder.query.decomposition import Effect
    from helder.web.accounts.models import Person
    from helder.web.serving import Serving


def table(page: str) -> dict[str, list[str]]:
    """The cells of each row by its head."""
    rows = re.findall(r"<tr[^>]*><th scope=\"row\">(.*?)</th>(.*?)</tr>", page, re.DOTALL)
    return {_text(head): [_text(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", cells, re.DOTALL)] for head, cells in rows}


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.parametrize("name", ["nps", "orders", "average_speed_of_answer"])
def test_the_effects_are_those_that_decompose_gives(signed_in: Callable[[str], Client], site: Serving, name: str) -> None:
    today = site.questions.today()
    found = site.questions.workspace.decompose(name, by=["country"], since=today - timedelta(days=91), until=today)
    page = signed_in("viewer").get(f"/metrics/{name}/change?by=country").content.decode()
    told = table(page)
    for effect in found:
        head = _head(effect)
        assert told[head][-1] == figure.change(effect.effect or 0.0, effect.unit)
        if effect.rate is not None:
            assert told[head][-3:-1] == [_with_interval(effect), figure.change(effect.mix or 0.0, effect.unit)]
    whole = found.wholes[0]
    assert figure.change(whole.effect or 0.0, whole.unit) in unescape(page)


def _head(effect: Effect) -> str:
    """What the page calls a segment: orders of other tests may be of nobody known, and only lately."""
    state = {"appeared": " new in this period", "vanished": " gone since"}.get(effect.state, "")
    return str(effect.by[0] or "not known") + state if effect.segment else "All together"


def _with_interval(effect: Effect) -> str:
    told = [figure.change(one, effect.unit) for one in (effect.rate, effect.rate_low, effect.rate_high) if one is not None]
    return f"{told[0]} 95 % {told[1]} to {told[2]}" if len(told) == 3 else told[0]


def test_what_does_not_add_up_is_not_split(signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("viewer").get("/metrics/first_response_time_median/change")
    assert answer.status_code == 200
    assert "no fraction and no sum" in answer.content.decode()
    assert signed_in("analyst").get("/metrics/nps/change?by=moon").status_code == 400
    assert signed_in("manager").get("/metrics/gone/change").status_code == 404


def test_only_rows_of_ones_departments_are_told(person: Callable[[str], Person]) -> None:
    from django.test import Client

    from helder.web.accounts.models import Department

    manager, client = person("manager"), Client()
    manager.departments.set([Department.objects.create(name="Denmark", conditions={"country": ["DK"]})])
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/metrics/orders/change?by=country").content.decode()
    assert set(table(page)) == {"DK", "All together"}


def test_a_metric_of_several_versions_tells_each(signed_in: Callable[[str], Client], site: Serving) -> None:
    several = [metric for metric in site.questions.workspace.catalog.values() if metric.earlier]
    page = signed_in("viewer").get("/metrics/nps").content.decode()
    assert ("Versions of its definition" in page) == any(metric.name == "nps" for metric in several)
    assert 'href="/metrics/nps/change?' in page


def test_scales_that_are_kept_apart_are_written_as_ranges(
    signed_in: Callable[[str], Client], site: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow as pa
    from web.conftest import ago

    from helder.engines import open_engine
    from helder.model import TABLES
    from helder.web.boards.data import Questions
    from helder.workspace import Workspace

    answers = [
        {
            "answer_id": f"a{i}", "instrument": "nps", "scale": "1-10" if i % 4 == 0 else "0-10", "score": float(i % 11),
            "answered_at": ago(2 + i % 150), "channel": "web" if i % 3 else "phone",
        }
        for i in range(300)
    ]  # fmt: skip
    own = Questions(Workspace(open_engine("duckdb://", zone="UTC"), "EUR"), "EUR")
    monkeypatch.setattr(site, "questions", own)
    with own.workspace.engine.write() as writer:
        writer.append(TABLES["answers"], pa.Table.from_pylist(answers), source="a test")
    page = signed_in("viewer").get("/metrics/nps/change?by=channel").content.decode()
    assert "Others are kept apart: 1\N{EN DASH}10." in page
    own.close()


@pytest.mark.parametrize("path", ["/metrics/nps", "/metrics/nps/change"])
def test_the_link_to_a_view_stands_beside_what_it_is_of(signed_in: Callable[[str], Client], path: str) -> None:
    page = signed_in("viewer").get(f"{path}?period=4-weeks").content.decode()
    (summary,) = re.findall(r'<p class="summary">(.*?)</p>', page, re.DOTALL)
    assert f'href="{path}?since=' in summary
    assert page.count("Link to this view") == 1
