"""A link leads to the shop with its code; people are counted, each once, and machines are not."""

from __future__ import annotations

from typing import Any

import pytest

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"


def test_a_link_leads_to_the_shop_and_the_click_is_a_row(world: Any) -> None:
    link = world.link()
    answer = world.client.get(f"/r/{link.code.upper()}", headers={"user-agent": BROWSER})
    (row,) = world.referrals()
    assert answer.headers["Location"] == f"https://shop.example/welcome?a=1&ref={row['referral_id']}"
    assert (row["code"], row["referrer_id"], row["customer_id"]) == (link.code, world.customer("eva"), None)
    assert row["clicked_at"] is not None
    assert answer.cookies == {}
    assert "no-store" in answer.headers["Cache-Control"]


def test_one_person_who_follows_it_twice_is_one(world: Any) -> None:
    link = world.link()
    assert world.follow(link) == world.follow(link)
    assert world.follow(link, address="198.51.100.2") != world.follow(link)
    assert len(world.referrals()) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "WhatsApp/2.23"},
        {"user-agent": "facebookexternalhit/1.1"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"user-agent": "curl/8.0"},
        {"user-agent": ""},
        {"user-agent": BROWSER, "sec-purpose": "prefetch;prerender"},
        {"user-agent": BROWSER, "x-moz": "prefetch"},
    ],
    ids=lambda headers: " ".join(headers.values())[:30],
)
def test_machines_are_led_on_and_not_counted(world: Any, headers: dict[str, str]) -> None:
    link = world.link()
    answer = world.client.get(f"/r/{link.code}", headers=headers)
    assert answer.headers["Location"] == f"https://shop.example/welcome?a=1&ref={link.code}"
    assert world.client.head(f"/r/{link.code}", headers={"user-agent": BROWSER}).status_code == 302
    assert world.referrals() == []


def test_a_code_that_is_none_leads_to_the_shop_without_one(world: Any) -> None:
    assert (
        world.client.get("/r/zzzzzz22", headers={"user-agent": BROWSER}).headers["Location"] == "https://shop.example/welcome?a=1"
    )


@pytest.mark.parametrize(
    ("to", "leads"),
    [
        ("https://tea.example/green", "https://tea.example/green"),
        ("https://shop.example/beans?ref=old#top", "https://shop.example/beans"),
        ("https://evil.example/", "https://shop.example/welcome"),
        ("//evil.example/", "https://shop.example/welcome"),
        ("https://tea.example@evil.example/", "https://shop.example/welcome"),
        ("https://tea.example\\@evil.example/", "https://shop.example/welcome"),
        ("https://tea.example.evil.example/", "https://shop.example/welcome"),
        ("javascript:alert(1)", "https://shop.example/welcome"),
        ("https://[x", "https://shop.example/welcome"),
    ],
)
def test_a_link_leads_nowhere_but_where_it_may(world: Any, to: str, leads: str) -> None:
    link = world.link()
    answer = world.client.get(f"/r/{link.code}", {"to": to}, headers={"user-agent": BROWSER})
    assert answer.headers["Location"].partition("?")[0] == leads
    assert answer.headers["Location"].count("ref=") == 1


def test_a_cookie_is_set_only_where_it_is_allowed(world: Any) -> None:
    from helder.web.referrals import links

    programme = links.programme()
    programme.cookie_domain = "shop.example"
    programme.save()
    link = world.link()
    answer = world.client.get(f"/r/{link.code}", headers={"user-agent": BROWSER})
    cookie = answer.cookies["ref"]
    assert (cookie["domain"], cookie["samesite"], cookie["max-age"]) == ("shop.example", "Lax", 30 * 24 * 3600)
    assert cookie.value == world.referrals()[0]["referral_id"]
    for header in ("Sec-GPC", "DNT"):
        assert world.client.get(f"/r/{link.code}", headers={"user-agent": BROWSER, header: "1"}).cookies == {}


def test_who_asks_for_too_many_links_is_told_to_wait(world: Any) -> None:
    answers = [world.client.get(f"/r/zzzzzz{n:02}", REMOTE_ADDR="203.0.113.77") for n in range(80)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_without_a_landing_page_there_is_no_link_to_follow(world: Any) -> None:
    from helder.web.referrals import links

    programme = links.programme()
    programme.landing = ""
    programme.save()
    assert world.client.get(f"/r/{world.link().code}").status_code == 404
