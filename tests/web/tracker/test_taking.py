"""What the script sends becomes rows: each once, at the right time, and with no more than is allowed."""

from __future__ import annotations

import hashlib
import hmac
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

DAY = 86_400_000


def now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def test_an_event_becomes_a_row(script: Any) -> None:
    about = {"product": "beans", "value": "12.5", "stage": "purchase", "referrer": "search.example", "visitor": "v1"}
    answer = script.send(script.event("add_to_cart", page="/cart?ref=abc&token=secret#top", **about))
    assert (answer.status_code, answer.content, answer.headers["Access-Control-Allow-Origin"]) == (
        204,
        b"",
        "https://shop.example",
    )
    assert answer.cookies == {}
    (row,) = script.rows()
    assert row["page"] == "/cart?ref=abc"
    assert (row["product_id"], row["value"], row["stage"], row["referrer"]) == ("beans", 12.5, "purchase", "search.example")
    assert (row["session_id"], row["visitor_id"], row["device"]) == ("s1", "v1", "desktop")
    assert abs(row["at"] - now()) < timedelta(seconds=10)


def test_an_event_sent_again_is_the_same_row(script: Any) -> None:
    event = script.event()
    assert [script.send(event, event).status_code for _again in range(3)] == [204, 204, 204]
    assert len(script.rows()) == 1
    assert script.send({**event, "page": "/later"}).status_code == 204
    assert [row["page"] for row in script.rows()] == ["/"], "what an id was first sent with stays: a page that is loaded again"


@pytest.mark.parametrize("wrong", [timedelta(days=400), timedelta(hours=-3), timedelta(seconds=20)], ids=str)
def test_times_are_those_of_the_servers_clock(script: Any, wrong: timedelta) -> None:
    theirs = (time.time() + wrong.total_seconds()) * 1000
    script.send(script.event(at=theirs - 60_000), sent=theirs)
    (row,) = script.rows()
    assert abs(now() - row["at"] - timedelta(seconds=60)) < timedelta(seconds=5)


def test_no_time_is_in_the_future(script: Any) -> None:
    script.send(script.event(at=time.time() * 1000 + DAY))
    (row,) = script.rows()
    assert row["at"] <= now()


def test_what_is_too_old_is_not_believed(script: Any) -> None:
    answer = script.send(script.event(at=time.time() * 1000 - 31 * DAY), script.event())
    assert answer.status_code == 204
    assert len(script.rows()) == 1


@pytest.mark.parametrize("header", ["Sec-GPC", "DNT"])
def test_a_browser_that_says_no_has_no_ids(script: Any, header: str) -> None:
    signature = hmac.new(script.said.encode(), b"c1", hashlib.sha256).hexdigest()
    script.send(script.event(visitor="v1", customer="c1", signature=signature), **{header: "1"})
    (row,) = script.rows()
    assert (row["visitor_id"], row["customer_id"], row["session_id"]) == (None, None, "s1")


def test_a_customer_is_believed_by_signature_only(script: Any) -> None:
    signature = hmac.new(script.said.encode(), b"77", hashlib.sha256).hexdigest()
    script.send(script.event("help", customer=77, signature=signature, product=1001))
    (row,) = script.rows()
    assert (row["customer_id"], row["product_id"]) == ("77", "1001"), "names that are numbers are texts"
    signature = hmac.new(script.said.encode(), b"c1", hashlib.sha256).hexdigest()
    for customer, signed in (("c1", signature), ("c2", signature), ("c1", ""), ("c1", "0" * 64)):
        script.send(script.event(customer=customer, signature=signed))
    assert sorted(str(row["customer_id"]) for row in script.rows()) == ["77", "None", "None", "None", "c1"]


def test_a_machine_is_no_visitor(script: Any) -> None:
    agent = "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1) Chrome/141.0 Safari/537.36"
    assert script.send(script.event(), **{"User-Agent": agent}).status_code == 204
    assert script.rows() == []


def test_an_answer_is_a_row_of_answers_and_a_later_one_adds_the_comment(script: Any) -> None:
    given = {"instrument": "task", "choice": "no", "response": "r1", "asked": time.time() * 1000 - 5000, "language": "da"}
    event = script.event("answer", **given)
    script.send(event)
    script.send({**event, "comment": "Too long"})
    (row,) = script.rows("answers")
    assert (row["instrument"], row["choice"], row["comment"], row["language"]) == ("task", "no", "Too long", "da")
    assert (row["respondent"], row["session_id"], row["survey"]) == ("visitor", "s1", script.site.name)
    assert row["asked_at"] < row["answered_at"] <= now()
    assert script.rows() == []
