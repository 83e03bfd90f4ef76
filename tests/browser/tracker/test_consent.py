"""Nothing is kept on a visitor's device but what the site and the visitor allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

KEPT = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie].join()"
NO = {"extra_http_headers": {"Sec-GPC": "1"}}


def look_around(visitor: BrowserContext) -> Page:
    """Two pages, each after all of the one before was sent."""
    page = visitor.new_page()
    for path in ("/", "/tea"):
        with page.expect_response(lambda answer: answer.url.endswith("/t") and answer.status == 204):
            page.goto(path)
    return page


def test_without_consent_nothing_is_kept(shop: Any) -> None:
    shop.pages["/tea"] = "<p>Tea</p>"
    shop.set(consent="none")
    page = look_around(shop.visitor())
    page.evaluate("helder('consent', true)")
    assert page.evaluate(KEPT) == ""
    assert page.context.cookies() == []
    page.close()
    rows = shop.rows("page_events")
    views = [row for row in rows if row["event"] == "view"]
    assert len(views) == 2
    assert {row["visitor_id"] for row in rows} == {None}
    assert len({row["session_id"] for row in views}) == 2, "what is not kept cannot tie two pages together"
    left = [row["page"] for row in rows if row["event"] == "time_on_page"]
    assert "/" in left, "sent by a beacon while the page was left, as nothing could be kept for later"


def test_a_browser_that_says_no_is_heard(shop: Any) -> None:
    shop.pages["/tea"] = "<p>Tea</p>"
    visitor = shop.visitor(**NO)
    visitor.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', {value: true})")
    page = look_around(visitor)
    assert page.evaluate(KEPT) == ""
    page.close()
    assert {row["visitor_id"] for row in shop.rows("page_events")} == {None}


def test_the_server_hears_a_browser_that_says_no_by_its_header_alone(shop: Any) -> None:
    shop.pages["/tea"] = "<p>Tea</p>"
    page = look_around(shop.visitor(**NO))
    assert page.evaluate(KEPT) == "helder,", "the script itself was not told"
    views = [row for row in shop.rows("page_events") if row["event"] == "view"]
    assert {row["visitor_id"] for row in views} == {None}


def test_consent_is_asked_remembered_and_taken_back(shop: Any, settled: Callable[[Any], None]) -> None:
    shop.pages["/tea"] = "<p>Tea</p>"
    shop.set(consent="ask")
    visitor = shop.visitor()
    page = look_around(visitor)
    assert page.evaluate(KEPT) == ""
    page.evaluate("helder('consent', true)")
    page.goto("/")
    settled(page)
    page.goto("/tea")
    settled(page)
    page.evaluate("helder('consent', false); helder('event', 'help')")
    assert page.evaluate(KEPT) == ""
    with page.expect_response(lambda answer: answer.url.endswith("/t")):
        page.goto("/")
    assert page.evaluate(KEPT) == ""
    page.close()
    rows = shop.rows("page_events")
    visitors = [row["visitor_id"] for row in rows if row["event"] == "view"]
    assert [known is not None for known in visitors] == [False, False, True, True, False]
    assert visitors[2] == visitors[3]
    (asked,) = (row for row in rows if row["event"] == "help")
    assert asked["visitor_id"] is None
    assert asked["session_id"] not in {row["session_id"] for row in rows if row["visitor_id"]}


def test_consent_taken_back_in_one_tab_is_taken_back_in_the_other(shop: Any, settled: Callable[[Any], None]) -> None:
    visitor = shop.visitor()
    one, other = visitor.new_page(), visitor.new_page()
    for page in (one, other):
        page.goto("/")
        settled(page)
    one.evaluate("helder('consent', false)")
    with other.expect_response(lambda answer: answer.url.endswith("/t")):
        other.evaluate("helder('event', 'help')")
    assert other.evaluate(KEPT) == ""
    one.close()
    other.close()
    (asked,) = (row for row in shop.rows("page_events") if row["event"] == "help")
    assert asked["visitor_id"] is None
