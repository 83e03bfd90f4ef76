"""Surveys on other sites, at a kiosk, by screen reader and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from browser.conftest import Server
    from playwright.sync_api import Browser, Page, StorageState

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}
PAGE = '<!doctype html><html lang="nl"><title>Shop</title><h1>Shop</h1><script src="{}/embed/on-sites.js" {}></script></html>'


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Iterator[int]:
    """The port of another site, whose pages show the survey in each form."""
    folder = tmp_path_factory.mktemp("shop")
    forms = (("inline", ""), ("bar", 'data-remember="30"'), ("corner", 'data-touchpoint="checkout"'))
    for form, more in forms:
        (folder / f"{form}.html").write_text(PAGE.format(server.address, f'data-form="{form}" {more}'))
    (folder / "nobody.html").write_text(PAGE.format(server.address, 'data-sample="0"'))
    running = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=running.serve_forever, daemon=True).start()
    yield running.server_address[1]
    running.shutdown()
    running.server_close()


@pytest.fixture(scope="module")
def survey(browser: Browser, server: Server, session: StorageState, shop: int, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A survey that one site may show."""
    context = browser.new_context(base_url=server.address, storage_state=session)
    page = context.new_page()
    page.goto("/surveys")
    page.get_by_label("Name").fill("On sites")
    page.locator("input[value=task]").check()
    page.get_by_role("button", name="Make", exact=True).click()
    page.get_by_role("link", name="Words and languages").click()
    page.get_by_label("Sites that may show it").fill(f"http://localhost:{shop}")
    page.get_by_role("button", name="Keep").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("Version 1 is open").wait_for()
    context.close()
    return "on-sites"


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[Page]:
    """A page on another site."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("form", ["inline", "bar", "corner"])
def test_a_site_shows_it_and_its_visitors_answer(survey: str, shop: int, elsewhere: Page, form: str) -> None:
    page = elsewhere
    page.goto(f"http://localhost:{shop}/{form}.html")
    shown = page.frame_locator("iframe")
    expect(shown.get_by_role("heading", name="Is het gelukt?")).to_be_visible()
    shown.locator("label.option", has_text="Nee").click()
    shown.get_by_label("Wat hield u tegen?").fill("De kassa")
    box = page.locator("iframe").bounding_box()
    assert box is not None
    assert box["height"] > 300, "the frame is as high as what it shows"
    shown.get_by_role("button", name="Versturen").click()
    expect(shown.get_by_role("heading", name="Bedankt")).to_be_visible()
    assert page.context.cookies() == []
    remembered = page.evaluate("Object.keys(localStorage)")
    assert remembered == (["helder-on-sites"] if form == "bar" else [])
    page.reload()
    expect(page.get_by_role("region", name="Is het gelukt?")).to_have_count(0 if form == "bar" else 1)


def test_it_closes_by_escape_and_by_its_button(survey: str, shop: int, elsewhere: Page) -> None:
    page = elsewhere
    for close in ("button", "escape"):
        page.goto(f"http://localhost:{shop}/corner.html")
        region = page.get_by_role("region", name="Is het gelukt?")
        if close == "button":
            region.get_by_role("button", name="Sluiten").click()
        else:
            inside = page.locator("iframe").element_handle().content_frame()
            assert inside is not None
            inside.wait_for_load_state()  # it is its script that hears keys
            inside.locator("label.option").first.click()
            page.keyboard.press("Escape")
        expect(region).to_have_count(0)


def test_it_is_shown_to_as_many_as_the_site_says(survey: str, shop: int, elsewhere: Page) -> None:
    with elsewhere.expect_response("**/embed/*.js"):
        elsewhere.goto(f"http://localhost:{shop}/nobody.html")
    elsewhere.wait_for_timeout(500)
    expect(elsewhere.locator("iframe")).to_have_count(0)


def test_another_site_cannot_show_it(survey: str, shop: int, elsewhere: Page) -> None:
    with elsewhere.expect_console_message(lambda said: "frame-ancestors" in said.text):
        elsewhere.goto(f"http://127.0.0.1:{shop}/inline.html")
    expect(elsewhere.frame_locator("iframe").get_by_role("heading", name="Is het gelukt?")).to_have_count(0)


def test_a_kiosk_begins_again_by_itself(survey: str, anyone: Callable[..., Page]) -> None:
    page = anyone(locale="en-GB", viewport={"width": 1280, "height": 1024}, has_touch=True)
    page.clock.install()
    page.goto("/s/on-sites/kiosk")
    page.locator("label.option", has_text="Yes").tap()
    smallest = page.evaluate("Math.min(...[...document.querySelectorAll('.option')].map((e) => e.clientHeight))")
    assert smallest >= 64
    page.clock.fast_forward(61_000)
    page.wait_for_load_state()
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    page.locator("label.option", has_text="Yes").tap()
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.wait_for_url("**/kiosk", timeout=20_000)
    expect(page.get_by_role("button", name="Send")).to_be_visible()


DESIGNER = ("", "/answers", "/questions", "/questions/intent", "/words", "/look", "/preview")
ANSWERING = ("", "/kiosk", "/thanks")
PAGES = ("/surveys", *(f"/surveys/on-sites{page}" for page in DESIGNER), *(f"/s/on-sites{page}" for page in ANSWERING))


@pytest.mark.parametrize("path", PAGES)
def test_nothing_stands_in_the_way(survey: str, signed_in: Callable[..., Page], path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    page = signed_in("/surveys", bypass_csp=True, reduced_motion="reduce", **PHONE)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = axe.Axe().run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
        )
        assert found.violations_count == 0, f"{scheme}: {found.generate_report()}"
