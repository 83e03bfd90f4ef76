"""A customer is sent a real mail, answers from it in a real browser; the open board moves, and the page of the sending tells."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from browser.conftest import Server, sign_in, surroundings
from web.inviting.mail_server import MailBox, unused_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MAKE = """
import sys
from helder.settings import load
from helder.web.configure import configure

configure(load(sys.argv[1], environment={}))
from django.core.management import call_command

call_command("migrate", interactive=False, verbosity=0)
from helder.web.surveys.models import Survey

question = {"code": "recommend", "kind": "nps", "scale": "0-10", "text": {"en": "Would you recommend us?"}}
survey = Survey.objects.create(key="care", name="Care", state="open")
survey.versions.create(number=1, content={"title": {"en": "Your care"}, "questions": [question]})
"""


@dataclass
class Company:
    """A running server with a survey that is open, and the mail server it hands mails to."""

    server: Server
    box: MailBox


@pytest.fixture(scope="module")
def company(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    """A company that asks by mail."""
    home, box, port = tmp_path_factory.mktemp("asking"), MailBox(), unused_port()
    mails = f'mail_url = "smtp://127.0.0.1:{box.port}?tls=none"\nmail_from = "a@example.com"\n'
    (home / "helder.toml").write_text(f'{mails}public_url = "http://127.0.0.1:{port}"\n')
    subprocess.run([sys.executable, "-c", MAKE, str(home)], check=True, env=surroundings())
    server = serve(home, "--port", str(port))
    yield Company(server, box)
    status, rest = server.stop()
    box.stop()
    assert (status, "Traceback" in rest) == (0, False), rest


@pytest.fixture(scope="module")
def page(company: Company, browser: Browser) -> Iterator[Page]:
    """A page of the company's for its first administrator."""
    context = browser.new_context(base_url=company.server.address, bypass_csp=True, reduced_motion="reduce")
    opened = context.new_page()
    sign_in(opened, company.server.password)
    yield opened
    context.close()


def test_a_mail_is_sent_answered_and_told(company: Company, page: Page, browser: Browser) -> None:
    page.goto("/sendings/new")
    page.get_by_label("Survey").select_option("Care")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("First")
    for quiet in ("Nobody is sent anything from", "until"):
        page.get_by_label(quiet, exact=True).fill("")
    page.get_by_role("button", name="Keep").click()
    people = {"name": "l.csv", "mimeType": "text/csv", "buffer": b"email,name\nann@example.com,Ann\n"}
    page.get_by_label("CSV with a header").set_input_files(files=[people])
    page.get_by_role("button", name="Take the list").click()
    page.get_by_role("link", name="Start ...").click()
    page.get_by_text("This would ask 1 customer").wait_for()
    board, listening = page.context.new_page(), []
    board.route("**/live?any", lambda route: listening.append(route))
    board.goto("/?period=today")
    board.locator(".welcome").wait_for()
    page.get_by_role("button", name="Start").click()
    assert company.box.seen.wait(30)
    until_the_store_has_rows(page)
    listening[0].continue_()  # who is asked was known before the page of the empty store could hear of it
    board.locator("#tile-nps .value", has_text="\N{EN DASH}").wait_for()
    answer_from(company.box, browser)
    board.locator("#tile-nps .value", has_text="100.0").wait_for()  # by itself: nobody reloads it
    board.close()
    counted = page.locator(".counts div", has_text="answered").locator("dd")
    for _ in range(60):
        page.reload()
        if counted.inner_text() == "1":
            break
        time.sleep(0.25)
    assert counted.inner_text() == "1"
    assert "100.0 %" in page.locator("section", has_text="Who answers").first.inner_text()


PAGES = (
    "/sendings",
    "/sendings/1",
    "/sendings/1/start",
    "/sendings/1/preview",
    "/sendings/new",
    "/sendings/new?survey=1&after=call",
    "/opt-outs",
)


@pytest.mark.parametrize("path", [*PAGES, "the mail", "its opt-out"])
def test_everyone_can_use_it(company: Company, page: Page, path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    if path == "the mail":
        page.set_content(html_of(company.box))
    else:
        page.goto(path if path.startswith("/") else str(company.box.mails[0]["List-Unsubscribe"]).strip(" <>"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found = axe.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
        assert found.violations_count == 0, f"{scheme}: {found.generate_report()}"
    page.set_viewport_size({"width": 360, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.set_viewport_size({"width": 1280, "height": 800})


def html_of(box: MailBox) -> str:
    """The mail as most programs show it."""
    body = box.mails[0].get_body(("html",))
    assert body is not None
    return str(body.get_content())


def until_the_store_has_rows(page: Page) -> None:
    for _ in range(120):
        if "tile-nps" in page.request.get("/").text():
            return
        time.sleep(0.25)
    raise AssertionError("the store stayed empty")


def answer_from(box: MailBox, browser: Browser) -> None:
    """Choose a nine in the mail, as whoever got it, and send it on the page that opens."""
    phone = browser.new_context(viewport={"width": 390, "height": 800})
    page = phone.new_page()
    page.set_content(html_of(box))
    href = page.get_by_role("link", name="9 / 10").get_attribute("href")
    assert href is not None
    page.goto(href)
    page.get_by_role("button").last.click()
    page.wait_for_load_state()
    phone.close()
