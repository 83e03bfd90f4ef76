"""What people do with the board, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_sign_in_read_a_tile_change_the_period_and_open_the_rows(signing_in: Page) -> None:
    page = signing_in
    tile = page.get_by_role("article", name="Net Promoter Score")
    expect(tile.locator(".value")).to_have_text(re.compile(r"-?\d+\.\d"))
    expect(tile).to_contain_text("95 %")
    before = tile.locator(".range").inner_text()

    page.get_by_role("link", name="Last 12 months").click()
    expect(tile.locator(".range")).not_to_have_text(before)
    expect(page).to_have_url(re.compile(r"period=12-months"))
    expect(page.get_by_role("link", name="Last 12 months")).to_have_attribute("aria-current", "true")
    expect(page.locator("#announce")).to_contain_text("Last 12 months")
    counted = re.search(r"n ([\d,]+)", tile.locator(".range").inner_text())
    assert counted

    tile.get_by_role("link", name="Net Promoter Score").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Net Promoter Score")
    page.get_by_role("link", name="Rows behind this number").click()
    expect(page).to_have_url(re.compile(r"/metrics/nps/rows\?period=12-months"))
    expect(page.get_by_role("row")).to_have_count(51)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) - 1 == int(counted[1].replace(",", ""))


def test_a_link_opens_the_same_view_and_back_goes_back(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    page.get_by_label("Segment").select_option("country:DK")
    expect(page).to_have_url(re.compile("segment=country(:|%3A)DK"))
    value = page.locator("#tile-nps .range").inner_text()
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#tile-nps .range")).to_have_text(value)
    expect(other.get_by_label("Segment")).to_have_value("country:DK")
    page.go_back()
    expect(page.locator("#tile-nps .range")).not_to_have_text(value)


def test_a_period_of_ones_own(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    page.locator("summary", has_text="Other").click()
    page.get_by_label("From", exact=True).fill("2026-01-01")
    page.get_by_label("Up to and including").fill("2026-03-31")
    page.get_by_role("button", name="Show", exact=True).first.click()
    expect(page.locator(".summary")).to_contain_text("1 Jan 2026 \N{EN DASH} 31 Mar 2026")


def test_every_chart_has_its_table(signed_in: Callable[..., Page]) -> None:
    page = signed_in()
    tile = page.get_by_role("article", name="Contact volume")
    assert tile.locator("svg.spark").count() == 1
    tile.get_by_text("Table").click()
    expect(tile.get_by_role("columnheader", name="Value")).to_be_visible()
    assert tile.get_by_role("row").count() > 10


def test_the_charts_of_a_metric_answer_to_the_pointer(signed_in: Callable[..., Page]) -> None:
    page = signed_in("/metrics/csat?period=12-months")
    expect(page.locator("#trend .chart-stage.ready svg")).to_be_visible()
    expect(page.locator("#trend > svg")).to_have_count(0)
    page.locator("#trend svg path[aria-roledescription='circle']").nth(16).hover(force=True)
    expect(page.locator("#vg-tooltip-element")).to_contain_text("value")


def test_everything_is_there_without_javascript(signed_in: Callable[..., Page]) -> None:
    page = signed_in(java_script_enabled=False)
    page.get_by_role("link", name="Last 4 weeks").click()
    assert "period=4-weeks" in page.url
    page.get_by_label("Segment").select_option("country:GB")
    page.locator("form.segment").get_by_role("button", name="Show").click()
    assert "segment=country%3AGB" in page.url
    page.get_by_role("link", name="Net Promoter Score").click()
    expect(page.locator("#trend > svg")).to_be_visible()
    expect(page.locator("#ranking > svg")).to_be_visible()


def test_signing_out_ends_it_also_for_what_is_open(signing_in: Page) -> None:
    page = signing_in
    other = page.context.new_page()
    other.goto("/")
    page.locator("summary", has_text="admin").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    other.get_by_role("link", name="Last year").click()
    expect(other.get_by_role("heading", name="Sign in")).to_be_visible()
