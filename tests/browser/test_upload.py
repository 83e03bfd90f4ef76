"""From a file to a number on its metric's page, in a real browser, on a store that was empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser.conftest import Server
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}
HEAD = "nr;cijfer;wanneer;klant;opmerking\n"
#: Ten scores of 9 and five of 3, which is a Net Promoter Score of 33; and two rows that no one can read.
ROWS = "".join(f"{i};{9 if i < 10 else 3};{1 + i:02}-05-2025;k{i};fine\n" for i in range(15))
BAD = "97;tien;11-05-2025;k97;a ten\n98;10;31-02-2025;k98;another\n"


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of a company that has nothing yet."""
    running = serve(tmp_path_factory.mktemp("fresh"))
    yield running
    status, said = running.stop()
    assert status == 0, said
    assert "Traceback" not in said


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    """What a survey tool exports."""
    path = tmp_path / "enquête mei.csv"
    path.write_text(HEAD + ROWS + BAD, encoding="utf-8")
    return path


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


@pytest.fixture
def pages(signed_in: Callable[..., Page], survey: Path) -> tuple[str, ...]:
    """Every page of uploads with something on it."""
    page = signed_in("/uploads")
    page.get_by_label("File", exact=True).set_input_files(survey)
    page.get_by_label("Into the table").select_option("answers")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("button", name="Load it")).to_be_visible()
    mapped = re.sub(r"https?://[^/]+", "", page.url)
    page.get_by_role("button", name="Load it").click()
    page.get_by_role("link", name="Mend the rejected rows").click()
    expect(page.get_by_role("button", name="Load the changed rows")).to_be_visible()
    return "/uploads", mapped, f"{mapped}/mapping", "/loads", re.sub(r"https?://[^/]+", "", page.url)


def test_no_page_is_wider_than_a_phone(signed_in: Callable[..., Page], pages: tuple[str, ...]) -> None:
    for path in pages:
        page = signed_in(path, **PHONE)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path


def test_no_barrier_that_axe_knows(signed_in: Callable[..., Page], pages: tuple[str, ...]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    for path in pages:
        page = signed_in(path, bypass_csp=True, reduced_motion="reduce")
        for details in page.locator("main details").all():
            details.evaluate("one => one.open = true")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = axe.Axe().run(page, options={"runOnly": rules})
            assert found.violations_count == 0, f"{path} {scheme}: {found.generate_report()}"


def test_the_keyboard_is_enough(signed_in: Callable[..., Page], survey: Path) -> None:
    page = signed_in("/uploads")
    page.get_by_label("File", exact=True).set_input_files(survey)  # a chooser of the system's own
    page.get_by_label("File", exact=True).focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "Upload":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(survey.name)
    page.get_by_label("score", exact=True).focus()
    page.keyboard.type("cijfer")
    expect(page.get_by_label("score", exact=True)).to_have_value("@cijfer")
    page.get_by_role("button", name="Check").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#trial")).to_contain_text("score is not a number")
