"""What a visitor does in the shop is in the store, and the metrics say the same."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

Settled = Callable[[Any], None]

CART = """<button data-helder="add_to_cart" data-helder-product="beans" data-helder-value="12.5"
  data-helder-stage="purchase">Add</button>
<button data-helder="remove_from_cart" data-helder-product="beans">Remove</button>
<a href="/thanks">Pay</a> <a href="https://elsewhere.example/">Elsewhere</a> <button data-helder>Look closer</button>"""
THANKS = """<p>Thank you</p><script>addEventListener("DOMContentLoaded", () =>
  helder("event", "purchase", {id: "order-1001", value: 12.5, product: "beans"}))</script>"""


def test_views_searches_clicks_and_time(shop: Any, settled: Settled) -> None:
    shop.pages |= {"/cart": CART, "/found": "<p>Three things</p>"}
    page = shop.visitor(user_agent="Mozilla/5.0 (Linux; Android 14) Mobile").new_page()
    page.goto("/?ref=abc&email=eva@example.com")
    page.goto("/found?q=beans", referer="https://search.example/all?words=secret")
    page.goto("/cart")
    page.get_by_role("button", name="Look closer").click()
    page.route("https://elsewhere.example/**", lambda route: route.fulfill(status=204))
    page.get_by_text("Elsewhere").click()
    settled(page)
    page.close()
    shop.complaints.remove("https://elsewhere.example/")
    rows = shop.rows("page_events")
    found = [(row["event"], row["page"]) for row in rows if row["event"] != "time_on_page"]
    assert found[:4] == [("view", "/?ref=abc"), ("view", "/found"), ("search", "/found"), ("view", "/cart")]
    assert Counter(found[4:]) == {("click", "/cart"): 2}
    assert {row["device"] for row in rows if row["event"] == "click"} == {"phone"}
    assert {row["stage"] for row in rows} == {"consideration"}
    assert [row["referrer"] for row in rows if row["event"] == "view"] == [None, "search.example", None]
    assert all(row["value"] > 0 for row in rows if row["event"] == "time_on_page")
    assert "example.com" not in str(rows), "an address in a query is kept nowhere"
    assert len({row["session_id"] for row in rows}) == len({row["visitor_id"] for row in rows}) == 1


def test_a_single_page_application_is_followed(shop: Any, settled: Settled) -> None:
    page = shop.visitor().new_page()
    page.goto("/")
    page.evaluate(
        "history.pushState({}, '', '/tea'); history.pushState({}, '', '/tea?sort=price'); history.pushState({}, '', '/tea?q=x')"
    )
    page.evaluate("history.pushState({}, '', '/pots')")
    page.go_back()
    page.evaluate("helder('event', 'sign_up')")
    page.evaluate("helder('nonsense', 'sign_up')")
    settled(page)
    rows = [row for row in shop.rows("page_events") if row["event"] != "time_on_page"]
    viewed = [row["page"] for row in rows if row["event"] == "view"]
    assert viewed == ["/", "/tea", "/pots", "/tea"]
    assert [row["event"] for row in rows if row["event"] != "view"] == ["search", "search", "sign_up"]
    assert shop.shows("engagement_rate")[0]["value"] == 1


@pytest.mark.parametrize("buys", [True, False])
def test_a_cart_is_bought_or_left(shop: Any, settled: Settled, buys: bool) -> None:
    shop.pages |= {"/cart": CART, "/thanks": THANKS}
    page = shop.visitor().new_page()
    page.goto("/cart")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Add").click()
    if buys:
        page.get_by_text("Pay").click()
        page.get_by_text("Thank you").wait_for()
        settled(page)
        page.reload()  # the thank-you page again: the same purchase
    settled(page)
    rows = shop.rows("page_events")
    done = Counter(row["event"] for row in rows)
    assert (done["add_to_cart"], done["remove_from_cart"], done["purchase"]) == (2, 1, int(buys))
    added = next(row for row in rows if row["event"] == "add_to_cart")
    assert (added["product_id"], added["value"], added["stage"]) == ("beans", 12.5, "purchase")
    abandoned = shop.shows("cart_abandonment_rate")[0]
    assert (abandoned["value"], abandoned["n"]) == (0.0 if buys else 1.0, 1)
    assert shop.shows("conversion_rate")[0]["value"] == float(buys)


def test_a_customer_is_known_by_the_signature_of_the_shops_server(shop: Any, settled: Settled) -> None:
    signature = hmac.new(shop.secret.encode(), b"c7", hashlib.sha256).hexdigest()
    page = shop.visitor().new_page()
    page.goto("/")
    page.evaluate(f"helder('identify', 'c8', '{signature}'); helder('event', 'help')")
    page.evaluate(f"helder('identify', 'c7', '{signature}'); helder('event', 'checkout')")
    settled(page)
    known = {row["event"]: row["customer_id"] for row in shop.rows("page_events")}
    assert known["checkout"] == "c7"
    assert known["help"] is known["view"] is None


def test_what_is_done_offline_arrives_later_and_once(shop: Any, settled: Settled) -> None:
    shop.pages |= {"/cart": CART}
    visitor = shop.visitor()
    page = visitor.new_page()
    page.goto("/cart")
    settled(page)
    visitor.set_offline(True)
    page.get_by_role("button", name="Add").click()
    page.evaluate("helder('event', 'checkout')")
    page.wait_for_timeout(2500)  # long enough for a send that fails
    page.close()
    visitor.set_offline(False)
    shop.complaints[:] = [said for said in shop.complaints if "ERR_INTERNET_DISCONNECTED" not in said]
    page = visitor.new_page()
    page.goto("/")
    settled(page)
    rows = shop.rows("page_events")
    done = Counter(row["event"] for row in rows)
    assert (done["add_to_cart"], done["checkout"], done["view"]) == (1, 1, 2)
    assert len({row["event_id"] for row in rows}) == len(rows)
