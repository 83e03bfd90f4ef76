"""Surveys in a real browser: made, published, answered with and without JavaScript; the metric moves."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from browser.conftest import surroundings
from playwright.sync_api import expect

if TYPE_CHECKING:
    from browser.conftest import Server
    from playwright.sync_api import Browser, Page, StorageState

SIGNED = """
import sys
from helder.settings import load
from helder.web.configure import configure
configure(load(sys.argv[1]))
from helder.web.surveys.links import Link, token
print(token(sys.argv[2], Link(invitation_id=sys.argv[3], channel="email")))
"""
#: The ready-made surveys that these tests answer, by name.
MADE = {"Opinion": "nps", "Contact": "contact", "Second thoughts": "nps"}


@pytest.fixture(scope="module")
def published(browser: Browser, server: Server, session: StorageState) -> None:
    """Surveys made from ready-made ones, and published, by hand."""
    context = browser.new_context(base_url=server.address, storage_state=session)
    page = context.new_page()
    for name, start in MADE.items():
        page.goto("/surveys")
        page.get_by_label("Name").fill(name)
        page.locator(f"input[value={start}]").check()
        page.get_by_role("button", name="Make", exact=True).click()
        page.get_by_role("button", name="Publish").click()
        expect(page.get_by_text("Version 1 is open for answers.")).to_be_visible()
    context.close()


def kept(page: Page) -> Callable[[], list[int]]:
    """The statuses of answers kept in the background from now on."""
    found: list[int] = []
    page.on("response", lambda answer: found.append(answer.status) if answer.request.method == "POST" else None)
    return lambda: found


def signed(server: Server, survey: str, invitation: str) -> str:
    """A link such as a mail has."""
    words = [sys.executable, "-c", SIGNED, str(server.home), survey, invitation]
    made = subprocess.run(words, check=True, capture_output=True, text=True, env=surroundings())
    return f"/s/{survey}/{made.stdout.strip()}"


def nps(signed_in: Callable[..., Page]) -> str:
    """The score that the survey's own page shows."""
    page = signed_in("/surveys/opinion")
    found = page.locator(".told div", has_text="Net Promoter Score").locator("dd").first
    return found.inner_text() if found.count() else ""


def test_without_javascript_step_by_step_and_the_score_moves(
    published: None, anyone: Callable[..., Page], signed_in: Callable[..., Page]
) -> None:
    for score, asked in ((10, "What do you value most"), (2, "What should we do better first")):
        page = anyone(java_script_enabled=False, locale="en-GB")
        page.goto("/s/opinion")
        expect(page.get_by_role("group", name=re.compile("How likely is it"))).to_be_visible()
        expect(page.get_by_role("textbox")).to_have_count(0)
        page.get_by_role("radio", name=str(score), exact=score != 10).check(force=True)
        page.get_by_role("button", name="Next").click()
        page.get_by_role("textbox", name=re.compile(asked)).fill("The people")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        expected = {10: "100.0", 2: "0.0"}[score]
        board = signed_in("/surveys/opinion")
        moved = board.locator(".told div", has_text="Net Promoter Score").locator("dd").first
        expect(moved).to_have_text(re.compile(rf"{re.escape(expected)}"))


def test_with_javascript_on_one_page_in_danish(published: None, anyone: Callable[..., Page]) -> None:
    page = anyone(locale="da-DK")
    page.goto("/s/opinion")
    statuses = kept(page)
    page.get_by_text("Dansk").wait_for()
    page.locator("label.option", has_text="9").click()
    follow_up = page.get_by_role("textbox", name="Hvad sætter du mest pris på hos os?")
    expect(follow_up).to_be_visible()
    page.locator("label.option", has_text="3").click()
    expect(follow_up).to_be_hidden()
    with page.expect_response(lambda answer: answer.status == 204):
        page.get_by_role("textbox", name=re.compile("bedre først")).fill("Ventetiden")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Tak")).to_be_visible()
    assert set(statuses()) <= {204, 303}
    assert page.context.cookies() == []


def test_who_thinks_again_has_answered_all(published: None, anyone: Callable[..., Page], signed_in: Callable[..., Page]) -> None:
    page = anyone(locale="en-GB")
    page.goto("/s/second-thoughts")
    for score in ("3", "9"):
        with page.expect_response(lambda answer: answer.status == 204):
            page.locator("label.option", has_text=score).click()
    page.get_by_role("textbox", name=re.compile("What do you value most")).fill("The people")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    told = signed_in("/surveys/second-thoughts")
    rate = told.locator(".told div", has_text="Completion rate").locator("dd").first
    for _ in range(40):  # rows are in the store a moment after they were taken
        if rate.inner_text().startswith("100"):
            break
        told.wait_for_timeout(250)
        told.reload()
    expect(rate).to_have_text(re.compile("^100"))


def test_the_keyboard_answers(published: None, anyone: Callable[..., Page]) -> None:
    page = anyone(locale="en-GB")
    page.goto("/s/contact")
    page.locator("input[type=radio]").first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="4").first).to_be_checked()
    expect(page.get_by_role("radio", name="7 Very easy")).to_have_count(1)
    page.get_by_role("button", name="Send").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def test_an_answer_clicked_in_a_mail_counts_once_a_person_is_there(
    published: None, anyone: Callable[..., Page], server: Server
) -> None:
    address = signed(server, "opinion", "i-1")
    machine = anyone()
    statuses = kept(machine)
    machine.goto(f"{address}?q=recommend&a=0")
    machine.wait_for_timeout(1500)
    assert statuses() == [], "a page that runs, and is not touched, keeps nothing"
    page = anyone(locale="en-GB")
    page.goto(f"{address}?q=recommend&a=9")
    expect(page.get_by_role("radio", name="9")).to_be_checked()
    with page.expect_response(lambda answer: answer.status == 204):
        page.mouse.move(200, 300, steps=3)
    page.goto(address)
    expect(page.get_by_role("radio", name="9")).to_be_checked()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("heading", name="You have already answered")).to_be_visible()
