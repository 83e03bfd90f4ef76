"""What a confidential board alone opens to somebody is confidential wherever they look at it, whatever the address says."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from web.sharing.conftest import Company, definition

from helder.boards.reading import board

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person

Browser = Callable[["Person"], "Client"]
#: Answers by phone in Denmark within four weeks: two or three.
FEW = "period=4-weeks&grain=day&segment=channel:phone"


def shared(company: Company, *, confidential: bool) -> str:
    """The key of a board that the head of Denmark shared with its viewer."""
    from helder.web import serving
    from helder.web.boards.models import published
    from helder.web.sharing.models import Grant

    made = published(board(definition(confidential=confidential), serving.catalog()), company.head)
    Grant.objects.create(board=made.key, person=company.viewer)
    return str(made.key)


@pytest.fixture
def viewer(company: Company, browser_of: Browser) -> Client:
    """Somebody with whom nothing but a confidential board is shared."""
    shared(company, confidential=True)
    return browser_of(company.viewer)


@pytest.mark.parametrize("asked", ["", "&confidential=0", "&confidential=1"])
def test_the_page_of_a_metric_is_so_though_its_address_does_not_say_it(viewer: Client, asked: str) -> None:
    page = viewer.get(f"/metrics/nps?{FEW}{asked}").content.decode()
    assert "Too few people" in page
    assert ">confidential</span>" in page


@pytest.mark.parametrize("path", ["rows", "rows.csv"])
def test_no_row_is_told(viewer: Client, path: str) -> None:
    answer = viewer.get(f"/metrics/nps/{path}?period=12-months")
    assert answer.status_code == 400
    assert "row by row" in answer.content.decode()


def test_a_change_is_not_split_over_small_groups(viewer: Client) -> None:
    page = viewer.get(f"/metrics/nps/change?{FEW}&by=touchpoint").content.decode()
    assert "fewer than 5" in page


def test_who_opens_it_otherwise_sees_it_as_before(viewer: Client, company: Company, browser_of: Browser) -> None:
    shared(company, confidential=False)
    assert viewer.get("/metrics/nps/rows?period=12-months").status_code == 200
    assert "Too few people" not in viewer.get(f"/metrics/nps?{FEW}").content.decode()
    assert browser_of(company.head).get("/metrics/nps/rows?period=12-months").status_code == 200


def test_a_whole_of_which_every_period_is_too_small_has_its_page(viewer: Client) -> None:
    """Ten answers a week from all, three from Denmark: none of its days has five."""
    answer = viewer.get("/metrics/nps?period=4-weeks&grain=day")
    assert answer.status_code == 200
    assert 'id="trend"' not in answer.content.decode()


def test_the_tiles_lead_to_no_rows(company: Company, browser_of: Browser) -> None:
    browser = browser_of(company.viewer)
    confidential, others = (browser.get(f"/boards/{shared(company, confidential=way)}") for way in (True, False))
    assert "/metrics/nps/rows" not in confidential.content.decode()
    assert "/metrics/nps/rows" in others.content.decode()


@pytest.mark.parametrize("kind", ["threshold", "change", "season", "no data"])
def test_an_alert_of_it_tells_of_no_small_group(viewer: Client, company: Company, kind: str) -> None:
    """Looking back, and in what it finds: fewer than five answers a day or a week are not told, and are no silence either."""
    from helder.web.alerts.asking import local_now
    from helder.web.alerts.judging import judge
    from helder.web.alerts.models import Alert
    from helder.web.alerts.rehearsal import rehearse

    alert = Alert(
        owner=company.viewer, name="Few", metric="nps", filters=[["channel", "phone"]], kind=kind, side="above", threshold=-200.0,
        days=7, hours=300, smallest=1,
    )  # fmt: skip
    past = rehearse(alert)
    assert {value for one in past for point in one.points for value in point[1:]} <= {None, 0}
    assert [one.times for one in past] == [0]
    found = judge(alert, local_now(), ())
    assert {one.beyond for one in found} <= {None, False}
    if kind != "no data":
        assert [(one.figure, one.n or None) for one in found] == [(None, None)]
    assert viewer.get("/alerts").status_code == 200
