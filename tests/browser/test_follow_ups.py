"""A customer answers, and somebody makes the rule, sees it, takes it by keyboard alone, and closes it, in a real browser."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from browser.conftest import Server
from browser.test_alerts import has_no_barrier
from web.api.conftest import token

if TYPE_CHECKING:
    from playwright.sync_api import Page

Say = Callable[..., None]


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A home folder of a company without rows, and a token to send some."""
    home = tmp_path_factory.mktemp("answered")
    return home, token(home, "answers", "--write", "answers", "--write", "customers")


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server], answered: tuple[Path, str]) -> Iterator[Server]:
    """The server of that company."""
    running = serve(answered[0])
    yield running
    status, said = running.stop()
    assert status == 0, said
    assert "Traceback" not in said


@pytest.fixture
def say(server: Server, answered: tuple[Path, str]) -> Say:
    """Has customers answer now, through the API."""

    def send(score: int, *customers: str, comment: str = "", instrument: str = "nps") -> None:
        about: dict[str, Any] = {"instrument": instrument, "question": "asked", "score": score, "comment": comment or None}
        at = datetime.now(UTC).isoformat()
        rows = [{"answer_id": f"{time.time_ns()}", "customer_id": one, "answered_at": at, **about} for one in customers]
        known = [{"customer_id": one, "name": f"Person {one}", "phone": "+31612345678"} for one in customers]
        for table, some in (("customers", known), ("answers", rows)):
            answer = httpx.post(
                f"{server.address}/api/v1/tables/{table}",
                json=some,
                headers={"Authorization": f"Bearer {answered[1]}"},
                timeout=30,
            )
            assert answer.is_success, answer.text

    return send


def until_listed(page: Page, name: str) -> None:
    """Wait until the list has it: it is opened some seconds after the answer has come in."""
    for _ in range(60):
        page.goto("/follow-ups?whose=all")
        if page.get_by_role("link", name=name).count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(page.locator("main").inner_text())


def test_from_a_rule_to_an_answer_to_whoever_closes_it(signing_in: Page, say: Say) -> None:
    from playwright.sync_api import expect

    page = signing_in
    say(1, "before", comment="Said before there was a rule")
    page.get_by_role("link", name="Follow-ups").click()
    page.get_by_role("link", name="Make the first rule").click()
    page.get_by_role("link", name="Begin with it Detractors").click()
    page.get_by_role("button", name="See how many there would have been").click()
    expect(page.get_by_text("In the last 30 days one answer would have fitted.")).to_be_visible()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("row", name="Detractors")).to_contain_text("NPS 0 to 6 on the scale 0-10")

    say(3, "c1", comment="The box was wet")
    say(9, "c2", comment="Lovely")
    until_listed(page, "Person c1")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.get_by_role("navigation", name="Pages").get_by_role("link", name="Follow-ups")).to_have_text(
        "Follow-ups 1: 1 waits for you"
    )

    page.get_by_role("link", name="Person c1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Person c1: NPS 3")
    expect(page.get_by_text("The box was wet")).to_be_visible()
    expect(page.get_by_role("link", name="+31612345678")).to_have_attribute("href", "tel:+31612345678")
    page.get_by_label("Note").fill("Nobody answers the phone")
    page.get_by_role("button", name="Write it down").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="What was done")).to_contain_text("Nobody answers the phone")
    page.get_by_label("Reached, and solved").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("A new one is on its way")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="It is closed")).to_be_visible()
    expect(page.get_by_role("region", name="What was done")).to_contain_text("A new one is on its way")
    one = page.url
    page.goto("/follow-ups?whose=all&stands=done")
    expect(page.get_by_role("region", name="How it goes")).to_contain_text("100.0 % 1 / 1")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        has_no_barrier(page, ("/follow-ups?whose=all&stands=done", one, "/follow-ups/rules", "/follow-ups/rules/new?from=hard"))


def test_of_two_who_change_it_the_second_is_told(signed_in: Callable[..., Page], say: Say) -> None:
    from playwright.sync_api import expect

    page, other = signed_in("/follow-ups/rules/new?from=dissatisfied"), signed_in("/follow-ups")
    page.get_by_role("button", name="Keep it").click()
    say(2, "c3", instrument="csat")
    until_listed(page, "Person c3")
    page.get_by_role("link", name="Person c3").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Person c3: CSAT 2")
    other.goto(page.url)
    page.get_by_label("Not reached").check()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_role("heading", name="It is closed")).to_be_visible()
    other.get_by_label("Nothing was needed").check()
    other.get_by_role("button", name="Close it").click()
    expect(other.get_by_text("admin has changed it since you looked at it; nothing was done.")).to_be_visible()
    expect(other.locator(".tag").first).to_have_text("Not reached")
