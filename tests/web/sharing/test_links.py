"""A link opens one board without signing in, shows the rows it was made for, and is over when it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from asgiref.sync import async_to_sync
from web.sharing.conftest import Company, orders_of

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.boards.models import OwnBoard
    from helder.web.sharing.models import Link

Browser = Callable[["Person"], "Client"]
Made = Callable[..., tuple["Link", str]]


@pytest.fixture
def made(service: OwnBoard, company: Company) -> Made:
    """Makes a link to the board of the head of Denmark, and tells its address."""
    from helder.web.boards.opening import opened
    from helder.web.sharing import links

    def make(**more: Any) -> tuple[Link, str]:
        link, token = links.make(opened(company.head, service.key), "For the board room", by=company.head, **more)
        return link, f"/{'wall' if more.get('wall') else 'shared'}/{token}"

    return make


def test_who_has_it_sees_the_rows_of_its_maker_and_no_more(visitor: Client, made: Made) -> None:
    link, address = made()
    answer = visitor.get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f"n {orders_of('DK')}" in page
    assert "/metrics/" not in page
    assert "NL" not in page
    assert not answer.cookies
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    link.refresh_from_db()
    assert link.opened == 1
    token = address.rsplit("/", 1)[1]
    assert token not in str(vars(link)), "only a hash of it is kept"
    assert token.split(".")[0] not in str(vars(link))


def test_it_leads_to_no_other_page(visitor: Client, made: Made) -> None:
    _, address = made()
    visitor.get(address)
    for path in ("/", "/metrics/orders", "/metrics/orders/rows.csv", "/live?metric=orders", "/boards"):
        assert visitor.get(path).headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("asked", ["country:NL", "customer_id:c1", "channel:web' or '1'='1", "nonsense:1"])
def test_no_view_reaches_other_rows(visitor: Client, made: Made, asked: str) -> None:
    _, address = made()
    answer = visitor.get(address, {"period": "12-months", "segment": asked})
    page = answer.content.decode()
    assert answer.status_code == 400 or page.count("Not enough data") + page.count('class="value none"') >= 2
    assert not re.search(rf"n {orders_of('NL')}\b|n 260\b", page)


def test_a_fixed_view_stays_as_it_is(visitor: Client, made: Made) -> None:
    _, address = made(fixed=True, query="period=4-weeks&grain=day&segment=channel:phone")
    page = visitor.get(address, {"period": "12-months"}).content.decode()
    assert "phone" in page
    assert "period=12-months" not in page
    assert 'class="pickers"' not in page
    free = visitor.get(made()[1]).content.decode()
    assert 'class="pickers"' in free


def test_it_is_over_when_revoked_expired_or_its_maker_might_not_make_it(
    visitor: Client, made: Made, company: Company, service: OwnBoard
) -> None:
    from django.utils import timezone

    from helder.web.accounts.models import Entry
    from helder.web.sharing import links

    link, address = made()
    assert visitor.get(address).status_code == 200
    links.revoke(link, by=company.head)
    assert visitor.get(address).status_code == visitor.get(f"{address}/live").status_code == 410
    expired, late = made()
    type(expired).objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert visitor.get(late).status_code == 410
    _, address = made(department=company.danish)
    assert visitor.get(address).status_code == 200
    company.head.departments.clear()
    assert visitor.get(address).status_code == 410, "its maker may no longer see those rows"
    company.head.departments.add(company.danish)
    type(company.head).objects.filter(pk=company.head.pk).update(is_active=False)
    assert visitor.get(address).status_code == 410
    assert visitor.get("/shared/nonsense").status_code == 404
    assert visitor.get(address[:-1] + ("a" if address[-1] != "a" else "b")).status_code == 404
    assert [one.verb for one in Entry.objects.filter(verb__contains="link", about__contains="For the board")][-3:] == [
        "revoked_link", "opened_link", "made_link",
    ]  # fmt: skip


def test_one_for_a_wall_opens_as_a_wall_only(visitor: Client, made: Made) -> None:
    _, address = made(wall=True)
    answer = visitor.get(address)
    assert "wall-clock" in answer.content.decode()
    assert not answer.cookies
    assert visitor.get(address.replace("/wall/", "/shared/")).status_code == 404


def test_a_page_makes_it_and_shows_it_this_once(
    company: Company, service: OwnBoard, browser_of: Browser, visitor: Client
) -> None:
    head = browser_of(company.head)
    given = {"name": "The board room", "rows": str(company.danish.pk), "days": "7"}
    page = head.post(f"/boards/{service.key}/links?period=4-weeks", given).content.decode()
    address = re.search(r"http://testserver(/shared/[\w.-]+)", page)
    assert address
    assert "period=4-weeks" in visitor.get(address[1]).content.decode()
    listed = head.get(f"/boards/{service.key}/share").content.decode()
    assert "The board room" in listed
    assert address[1] not in listed
    assert head.post(f"/boards/{service.key}/links", {**given, "days": ""}).status_code == 400, "administrators only"
    assert head.post(f"/boards/{service.key}/links", {**given, "rows": str(company.dutch.pk)}).status_code == 400
    long = "&".join(f"segment=country:{number:0100}" for number in range(12))
    answer = head.post(f"/boards/{service.key}/links?{long}", given)
    assert (answer.status_code, "too long for a link" in answer.content.decode()) == (400, True)
    assert head.get("/links").status_code == 403


def test_too_many_openings_wait(visitor: Client, made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.web.rates import Rate
    from helder.web.sharing import public_views

    monkeypatch.setattr(public_views, "OF_ADDRESS", Rate(burst=2, per_second=0.01))
    _, address = made()
    assert [visitor.get(address).status_code for _ in range(3)] == [200, 200, 429]


def test_no_more_listen_through_a_link_than_may(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """One more than may is told to come later; once somebody has gone there is room again."""
    from django.test import AsyncClient

    from helder.web.sharing import listeners

    monkeypatch.setattr(listeners, "MOST", 2)
    _, address = made()

    async def heard(count: int) -> list[int]:
        answers = []
        for _ in range(count):
            answer = await AsyncClient().get(f"{address}/live")
            answers.append(answer)
            if answer.status_code == 200:
                await anext(answer.streaming_content)
        for answer in answers:
            if answer.status_code == 200:
                await answer.streaming_content.aclose()
        return [answer.status_code for answer in answers]

    assert async_to_sync(heard)(3) == [200, 200, 503]
    assert async_to_sync(heard)(1) == [200]
