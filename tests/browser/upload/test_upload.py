"""From a file to a number on its metric's page, in a real browser, on a store that was empty."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser.conftest import Server
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def map_survey(page: Page) -> None:
    """Say what the draft could not know."""
    page.get_by_label("score", exact=True).select_option("cijfer")
    page.get_by_label("instrument", exact=True).select_option("a fixed value")
    page.get_by_label("Value of instrument").select_option("nps")


def nps(page: Page) -> str:
    page.goto("/metrics/nps?since=2025-05-01&until=2025-05-31")
    return page.locator(".figure .value").inner_text()


def test_from_a_file_to_a_number_and_by_mending_to_another(signed_in: Callable[..., Page], survey: Path) -> None:
    page = signed_in()
    page.get_by_role("link", name="Upload a file").click()
    page.get_by_label("File", exact=True).set_input_files(survey)
    page.get_by_label("Into the table").select_option("answers")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("enquête mei.csv")
    map_survey(page)
    trial = page.locator("#trial")
    expect(trial).to_contain_text("15 rows would be accepted, 2 rejected")  # as it is changed, nothing pressed
    expect(trial.get_by_role("row", name="16")).to_contain_text("score is not a number")
    page.get_by_role("button", name="Load it").click()
    expect(page.get_by_role("heading", name=re.compile(r"Loaded, as load \d+"))).to_be_visible()

    before = nps(page)
    assert float(before.replace(",", "")) == pytest.approx(33.3, abs=0.1)
    page.goto("/loads?rejects=open")
    page.get_by_role("row", name=survey.name).get_by_role("link").click()
    page.get_by_label("cijfer of row 16").fill("10")
    page.get_by_label("wanneer of row 17").fill("12-05-2025")
    page.get_by_role("button", name="Load the changed rows").click()
    expect(page.get_by_role("status").first).to_contain_text("2 new, 0 changed")
    assert float(nps(page)) == pytest.approx(100 * (12 - 5) / 17, abs=0.1)


def test_a_change_just_before_loading_leads_to_the_load(signed_in: Callable[..., Page]) -> None:
    page, held = signed_in("/uploads"), {}
    products = {"name": "p.csv", "mimeType": "text/csv", "buffer": b"product_id,name\np1,Lamp\n"}
    page.get_by_label("File", exact=True).set_input_files(files=[products])
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/uploads/*-*")  # and until it is loaded: a change before that asks for no trial
    page.route("**/columns", lambda route: held.update({route.request.is_navigation_request(): route}))
    page.get_by_label("name", exact=True).select_option("nothing")
    page.get_by_role("button", name="Load it").click(no_wait_after=True)
    for _ in range(100):
        if len(held) == 2:
            break
        page.wait_for_timeout(50)
    assert "do=load" not in held[False].request.post_data
    held[True].fetch(max_redirects=0)  # loading has begun, and the browser does not know it yet
    held[False].continue_()  # what would become of it is asked after that
    expect(page.get_by_role("heading", name=re.compile(r"Loaded, as load \d+"))).to_be_visible()


def test_it_works_without_javascript(browser: object, session: object, server: Server, survey: Path) -> None:
    context = browser.new_context(  # type: ignore[attr-defined]
        base_url=server.address, storage_state=session, java_script_enabled=False
    )
    page = context.new_page()
    survey.write_text(survey.read_text(encoding="utf-8").replace("\n", "\nx", 16), encoding="utf-8")
    page.goto("/uploads")
    page.get_by_label("File", exact=True).set_input_files(survey)
    page.get_by_label("Into the table").select_option("answers")
    page.get_by_role("button", name="Upload").click()
    map_survey(page)
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#trial")).to_contain_text("15 rows would be accepted, 2 rejected")
    page.get_by_role("button", name="Load it").click()
    expect(page.get_by_role("heading", name=re.compile(r"Loaded, as load \d+"))).to_be_visible()
    page.get_by_role("link", name="Mend the rejected rows").click()
    page.get_by_label("cijfer of row 16").fill("10")
    page.get_by_role("button", name="Load the changed rows").click()
    expect(page.get_by_role("status").first).to_contain_text("1 new, 0 changed")
    context.close()


def test_a_file_is_dropped_on_the_page(signed_in: Callable[..., Page]) -> None:
    page = signed_in("/uploads")
    handed = page.evaluate_handle(
        "() => { const given = new DataTransfer();"
        "given.items.add(new File(['product_id\\np1\\n'], 'dropped.csv', {type: 'text/csv'})); return given; }"
    )
    page.dispatch_event(".drop", "drop", {"dataTransfer": handed})
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("dropped.csv")
