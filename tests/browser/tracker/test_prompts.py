"""Visitors are asked what they came for and whether it worked, by keyboard as well, and not again soon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe

ASKING = {"asks_intent": "on", "asks_task": "on"}
Settled = Callable[[Any], None]


def test_both_questions_are_answered_by_keyboard(shop: Any, settled: Settled) -> None:
    shop.set(**ASKING)
    page = shop.visitor().new_page()
    page.goto("/")
    asked = page.get_by_role("dialog", name="What is the main reason for your visit today?")
    asked.wait_for()
    assert page.evaluate("document.activeElement === document.body"), "a question takes no one's place"
    page.get_by_role("status").filter(has_text="main reason").wait_for(state="attached")
    broken = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert broken.violations_count == 0, broken.generate_report()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="improve").wait_for()
    page.evaluate("helder('event', 'purchase', {value: 5})")
    page.get_by_role("dialog", name="Did you manage to do what you came for?").wait_for()
    settled(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    under_way: list[Any] = []  # the answer is, until the comment on it is sent as well
    page.route("**/t", lambda route: under_way.append(route), times=1)
    with page.expect_request("**/t"):
        page.keyboard.press("Enter")
    page.get_by_role("textbox", name="What stood in your way?").fill("The form was long")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Thank you").wait_for()
    under_way[0].continue_()
    settled(page)
    answers = {row["instrument"]: row for row in shop.rows("answers", "answered_at")}
    assert (answers["intent"]["choice"], answers["task"]["choice"]) == ("buy", "no")
    assert answers["task"]["comment"] == "The form was long"
    assert answers["intent"]["response_id"] == answers["task"]["response_id"]
    events = shop.rows("page_events")
    assert {row["session_id"] for row in events} == {row["session_id"] for row in answers.values()}
    assert {row["respondent"] for row in answers.values()} == {"visitor"}
    (done,) = shop.shows("task_completion", by=["intent"])
    assert (done["intent"], done["value"], done["n"]) == ("buy", 0.0, 1)
    (came,) = (row for row in shop.shows("visitor_intent") if row["choice"] == "buy")
    assert came["value"] == 1.0


def test_a_visitor_is_asked_in_their_language_and_not_again_after_declining(shop: Any, settled: Settled) -> None:
    shop.language = "nl"
    shop.set(**ASKING)
    visitor = shop.visitor()
    page = visitor.new_page()
    page.goto("/")
    page.get_by_role("button", name="Iets kopen").focus()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    settled(page)
    page.goto("/")
    page.evaluate("helder('event', 'purchase')")
    page.wait_for_timeout(700)
    assert page.get_by_role("dialog").count() == 0
    assert shop.rows("answers", "answered_at") == []


def test_without_consent_only_the_first_page_of_a_visit_asks(shop: Any) -> None:
    shop.language = "da"
    shop.pages["/tea"] = "<p>Te</p>"
    shop.pages["/"] = '<a href="/tea">Te</a>'
    shop.set(**ASKING, consent="none")
    page = shop.visitor().new_page()
    page.goto("/")
    with page.expect_response(lambda answer: answer.url.endswith("/t") and "intent" in (answer.request.post_data or "")):
        page.get_by_role("button", name="Få hjælp eller svar").click()
    page.get_by_role("link", name="Te").click()
    page.wait_for_timeout(700)
    assert page.get_by_role("dialog").count() == 0
    assert page.evaluate("localStorage.length + document.cookie.length") == 0
    (answer,) = shop.rows("answers", "answered_at")
    assert (answer["choice"], answer["language"], answer["customer_id"]) == ("help", "da", None)
