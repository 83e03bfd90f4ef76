"""Pages in each language, as a browser shows them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.mark.parametrize(
    ("locale", "language", "boards", "period", "goals"),
    [
        ("en-GB", "en", "Boards", "Last 12 months", "Goals"),
        ("nl-NL", "nl", "Dashboards", "Laatste 12 maanden", "Doelen"),
        ("da-DK", "da", "Dashboards", "Seneste 12 måneder", "Mål"),
    ],
)
def test_a_board_speaks_the_browser_s_language(
    signed_in: Callable[..., Page], locale: str, language: str, boards: str, period: str, goals: str
) -> None:
    page = signed_in("/", locale=locale)
    assert page.locator("html").get_attribute("lang") == language
    assert page.get_by_role("link", name=boards, exact=True).is_visible()
    page.get_by_role("link", name=period, exact=True).click()
    page.wait_for_url("**period=12-months**")
    page.get_by_role("link", name=goals, exact=True).click()
    page.wait_for_url("**/goals")
    assert page.get_by_role("heading", level=1).inner_text() == goals


@pytest.mark.parametrize(
    ("locale", "month", "never"), [("nl-NL", "mei", "May"), ("da-DK", "maj", "May"), ("en-GB", "May", "mei")]
)
def test_a_chart_in_the_browser_names_months_as_the_page_does(
    signed_in: Callable[..., Page], locale: str, month: str, never: str
) -> None:
    page = signed_in("/metrics/sales?period=12-months", locale=locale)
    chart = page.locator("#trend .chart-stage.ready")
    chart.wait_for()
    said = " ".join(chart.locator("svg text").all_text_contents())
    assert month in said
    assert never not in said


@pytest.mark.parametrize("locale", ["nl-NL", "da-DK"])
@pytest.mark.parametrize("path", ["/", "/people", "/sendings", "/uploads", "/you"])
def test_longer_words_fit_a_phone(signed_in: Callable[..., Page], locale: str, path: str) -> None:
    page = signed_in(path, locale=locale, viewport={"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
