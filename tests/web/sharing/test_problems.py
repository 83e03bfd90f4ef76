"""What goes wrong behind a link is told in the link's language, and leads outsiders to no page that they cannot open."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from web.sharing.conftest import Company

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.boards.models import OwnBoard

BAD = {"since": "2026-13-01"}
DUTCH, DANISH = "bestaat niet", "findes ikke"


@pytest.fixture
def address(service: OwnBoard, company: Company) -> Callable[..., str]:
    """Makes a link to the board of the head of Denmark, and tells its address."""
    from helder.web.boards.opening import opened
    from helder.web.sharing import links

    def make(**more: Any) -> str:
        _link, token = links.make(opened(company.head, service.key), "For the board room", by=company.head, **more)
        return f"/{'wall' if more.get('wall') else 'shared'}/{token}"

    return make


def leads(page: str) -> list[str]:
    """Where a page leads; what it is drawn with aside."""
    return re.findall(r'<a [^>]*href="([^"]*)"|<form', page)


@pytest.mark.parametrize("wall", [False, True])
@pytest.mark.parametrize(("language", "said"), [("nl", DUTCH), ("da", DANISH)])
def test_a_period_that_cannot_be_is_told_in_the_language_of_the_link(
    visitor: Client, address: Callable[..., str], wall: bool, language: str, said: str
) -> None:
    link = address(wall=wall, language=language)
    answer = visitor.get(link, BAD, headers={"Accept-Language": "en"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'<html lang="{language}"' in page
    assert said in page
    assert leads(page) == ([] if wall else [link])  # back to the board; nobody sits at a wall
    assert ('class="wall"' in page) == wall


def test_a_link_that_is_over_speaks_its_language(visitor: Client, address: Callable[..., str], company: Company) -> None:
    from helder.web.sharing import links
    from helder.web.sharing.models import Link

    over = address(language="da")
    links.revoke(Link.objects.get(), by=company.head)
    page = visitor.get(over, headers={"Accept-Language": "nl"})
    assert page.status_code == 410
    assert '<html lang="da"' in page.content.decode()
    assert leads(page.content.decode()) == []


@pytest.mark.parametrize("path", ["/shared/nonsense", "/wall/nonsense", "/shared/non/sense", "/wall/non/sense", "/s/x/y/z"])
def test_an_unknown_link_speaks_that_of_the_browser(visitor: Client, path: str) -> None:
    answer = visitor.get(path, headers={"Accept-Language": "nl"})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert '<html lang="nl"' in page
    assert leads(page) == []


def test_a_wall_stays_a_wall(browser_of: Callable[[Person], Client], company: Company, service: OwnBoard) -> None:
    company.head.language = "nl"
    company.head.save()
    answer = browser_of(company.head).get(f"/boards/{service.key}/wall", BAD)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert DUTCH in page
    assert "<nav" not in page
    assert 'class="wall"' in page


def test_who_asks_too_often_is_led_nowhere(visitor: Client, address: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.web.rates import Rate
    from helder.web.sharing import public_views

    monkeypatch.setattr(public_views, "OF_ADDRESS", Rate(burst=1, per_second=0.01))
    visitor.get(address())
    answer = visitor.get(address())
    assert answer.status_code == 429
    assert leads(answer.content.decode()) == []
