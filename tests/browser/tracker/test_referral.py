"""A friend follows a customer's link in a real browser, and the pages about it can be used by everyone."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from axe_playwright_python.sync_playwright import Axe

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}


def test_a_link_passed_on_brings_a_visit_that_names_it(shop: Any, settled: Callable[[Any], None]) -> None:
    shop.pages["/welcome"] = "<p>Welcome, friend</p>"
    given = {"landing": f"{shop.address}/welcome", "parameter": "ref", "days": "30", "currency": "EUR"}
    assert shop.post("/referrals", **given).status_code == 302
    token = re.search(r"csrfmiddlewaretoken\W+value=\W(\w+)", shop.client.get("/referrals").text)
    made = shop.client.post("/referrals/link", data={"csrfmiddlewaretoken": token and token[1], "customer_id": "eva"}).text
    every = shop.client.post("/referrals/links.csv", data={"csrfmiddlewaretoken": token and token[1]})
    assert every.text.splitlines() == ["customer_id,code,link,page"], "there is nobody in the store yet"
    own = re.search(r"http\S+/r/for/[^<]+", unescape(made))
    assert own is not None
    page = shop.visitor(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.goto(own[0])
    assert Axe().run(page, options=RULES).violations_count == 0
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Copy the link").click()
    page.get_by_text("The link is copied.").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    friend = shop.visitor(user_agent=FIREFOX).new_page()
    friend.goto(copied)
    friend.get_by_text("Welcome, friend").wait_for()
    settled(friend)
    friend.close()
    (referral,) = shop.rows("referrals", "referral_id")
    assert referral["referrer_id"] == "eva"
    assert referral["shared_at"] < referral["clicked_at"]
    (view,) = (row for row in shop.rows("page_events") if row["event"] == "view")
    assert view["page"] == f"/welcome?ref={referral['referral_id']}"


def test_pages_about_sites_and_referrals_keep_to_the_rules(shop: Any) -> None:
    cookies = [{"name": name, "value": value, "url": shop.helder} for name, value in shop.client.cookies.items()]
    for look in ({"color_scheme": "light"}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 800}}):
        visitor = shop.visitor(**look)
        visitor.add_cookies(cookies)
        page = visitor.new_page()
        for path in ("/sites", shop.site, "/referrals"):
            page.goto(shop.helder + path)
            found = Axe().run(page, context="main", options=RULES)
            assert found.violations_count == 0, found.generate_report()
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
