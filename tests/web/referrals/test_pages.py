"""Links are made by page, in bulk and for the shop's server; the programme is set by those who may."""

from __future__ import annotations

import csv
import hashlib
import hmac
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async

SET = {"landing": "https://shop.example", "parameter": "ref", "days": "30", "currency": "EUR"}


async def taken(client: Any) -> list[dict[str, str]]:
    """The file of all links, as a browser gets it."""
    answer = await sync_to_async(client.post)("/referrals/links.csv")
    text = b"".join([part async for part in answer.streaming_content]).decode()
    return list(csv.DictReader(text.splitlines()))


def test_only_who_connects_systems_sees_the_programme(signed_in: Callable[[str], Any], world: Any) -> None:
    assert world.client.get("/referrals").status_code == 302
    assert [signed_in(role).get("/referrals").status_code for role in ("administrator", "analyst")] == [200, 200]
    others = [signed_in(role) for role in ("manager", "viewer", "agent")]
    assert [client.get("/referrals/rewards.csv").status_code for client in others] == [403, 403, 403]
    assert [client.post("/referrals/links.csv").status_code for client in others] == [403, 403, 403]


@pytest.mark.parametrize(
    "wrong",
    [
        {"landing": "javascript:alert(1)"},
        {"landing": ""},
        {"origins": "tea.example/shop"},
        {"parameter": "a b"},
        {"cookie_domain": "https://shop.example"},
        {"days": "0"},
        {"referrer_reward": "-1"},
        {"friend_reward": "1.005"},
        {"currency": "euros"},
    ],
    ids=str,
)
def test_what_cannot_be_is_refused(analyst: Any, world: Any, wrong: dict[str, str]) -> None:
    from helder.web.referrals import links

    before = links.programme().landing
    assert analyst.post("/referrals", {**SET, **wrong}).status_code == 400
    assert links.programme().landing == before


def test_a_link_is_made_once_whoever_asks(analyst: Any, world: Any) -> None:
    text = analyst.post("/referrals/link", {"customer_id": "c1"}).content.decode()
    (code,) = set(re.findall(r"http://testserver/r/([a-z2-9]{8})<", text))
    rows = {row["customer_id"]: row for row in async_to_sync(taken)(analyst)}
    assert rows["c1"]["code"] == code
    assert {f"c{i}" for i in range(12)} <= rows.keys()
    assert len({row["code"] for row in rows.values()}) == len(rows)
    from helder.web.referrals.links import new_secret

    secret = new_secret()
    signature = hmac.new(secret.encode(), b"c1", hashlib.sha256).hexdigest()
    told = world.client.post("/r/link", {"customer_id": "c1", "signature": signature})
    assert (told.status_code, told.json()["code"]) == (200, code)
    assert told.json()["page"] == rows["c1"]["page"]
    for wrong in ("", "é", "0" * 64):
        assert world.client.post("/r/link", {"customer_id": "c1", "signature": wrong}).status_code == 403
    assert world.client.post("/r/link", {"customer_id": "c2", "signature": signature}).status_code == 403


@pytest.mark.parametrize(
    ("language", "words"), [("nl", "Uw link voor vrienden"), ("da-DK", "Dit link til venner"), ("fr", "Your link")]
)
def test_customers_find_their_link_on_a_page_of_their_own(world: Any, language: str, words: str) -> None:
    from helder.web.referrals import links

    link = world.link()
    page = f"/r/for/{links.page_token(link)}"
    answer = world.client.get(page, headers={"accept-language": language})
    text = answer.content.decode()
    assert words in text
    assert answer.cookies == {}
    assert f"http://testserver/r/{link.code}" in text
    assert world.referrals() == []
    assert world.client.post(page).status_code == 302
    (row,) = world.referrals()
    assert row["shared_at"] is not None
    assert world.client.get(f"/r/for/{link.code}").status_code == 404
    assert world.client.get(page[:-1] + ("A" if page[-1] != "A" else "B")).status_code == 404


def test_rows_that_come_in_are_looked_at_soon(world: Any) -> None:
    from helder.model import TABLES
    from helder.web.referrals import jobs

    jobs.look_each_minute()
    name = world.follow(world.link())
    world.serving.jobs.work_off()
    world.serving.arrivals.send(TABLES["orders"], [world.order("o1", "tom", name)], source="a test").result()
    world.serving.arrivals.flush()
    assert world.brought() == {}
    until = time.monotonic() + 20
    while not world.brought() and time.monotonic() < until:
        time.sleep(0.2)
        world.serving.jobs.work_off()
    assert world.brought() == {"tom": ("eva", "o1")}
