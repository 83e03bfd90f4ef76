"""Makes the pictures in docs/images anew, in a real browser on a demonstration company: `make screenshots`.

Names of pictures after the command make these alone: `python -m tools.screenshots board-dark reports`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tools.screenshots import company
from tools.screenshots.pages import PICTURES, Picture

IMAGES = Path(__file__).parents[2] / "docs" / "images"
CUSTOMERS, SEED = "2000", "6"
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")

#: Milliseconds until what a page draws by itself is there, and for which a page is waited for.
_SETTLES, _PATIENCE = 1500, 60_000


def main() -> None:
    """Make a company, serve it, sign in, and take the pictures."""
    names = ("chromium", "chromium-headless-shell", "google-chrome")
    chromium = next((found for name in names if (found := shutil.which(name))), None)
    if chromium is None:
        sys.exit("error: there is no Chromium on this machine: apt-get install chromium")
    wanted = sys.argv[1:]
    if unknown := sorted({*wanted} - {one.name for one in PICTURES}):
        sys.exit(f"error: there is no picture {unknown[0]}; tools/screenshots/pages.py lists them")
    pictures = [one for one in PICTURES if not wanted or one.name in wanted]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *as_root])
        home, empty = Path(folder) / "home", Path(folder) / "empty"
        subprocess.run(_command(home, "demo", "--customers", CUSTOMERS, "--seed", SEED), check=True)  # noqa: S603 - our own words
        with _served(home) as (address, password):
            _take(browser, address, password, [one for one in pictures if not one.empty], _made)
        with _served(empty) as (address, password):
            _take(browser, address, password, [one for one in pictures if one.empty], lambda page: {})


@contextmanager
def _served(home: Path) -> Iterator[tuple[str, str]]:
    """A server on a home folder: its address, and the first password."""
    server = subprocess.Popen(_command(home, "serve", "--port", "0"), stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words
    try:
        yield _started(server)
    finally:
        server.terminate()
        server.wait()


def _command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-c", "from helder.cli.main import main; main()", "--home", str(home), *words]


def _started(server: subprocess.Popen[str]) -> tuple[str, str]:
    """Address and first password, as the server says them."""
    assert server.stdout is not None
    said = ""
    for line in server.stdout:
        said += line
        if line.startswith("Stop it"):
            break
    address, password = re.search(r"Helder is at (\S+)", said), re.search(r"password (\S+)", said)
    if address is None or password is None:
        sys.exit(f"error: the server did not start:\n{said}")
    return address[1], password[1]


def _made(page: Page) -> dict[str, str]:
    """What addresses of pictures name, made on the pages of the company."""
    company.set_goals(page)
    board = company.make_board(page)
    made = {"board": board, "survey": company.make_survey(page), "link": company.make_link(page, board)}
    made["site"] = company.make_site(page)
    made["upload"], made["firing"] = company.make_upload(page), company.make_firing(page)
    company.make_department(page)
    company.make_digest(page)
    return made


def _take(browser: Browser, address: str, password: str, pictures: list[Picture], make: Callable[[Page], dict[str, str]]) -> None:
    page = _page(browser, address, Picture("", ""))
    company.sign_in(page, password)
    made, cookies = make(page), {False: page.context.storage_state()["cookies"]}
    if any(picture.agent for picture in pictures):
        agent = _page(browser, address, Picture("", ""))
        company.sign_in(agent, company.make_agent(page), "bo", "Bo Jensen")
        cookies[True] = agent.context.storage_state()["cookies"]
    for picture in pictures:
        shown = _page(browser, address, picture)
        if not picture.without:
            shown.context.add_cookies(cookies[picture.agent])  # type: ignore[arg-type]
        _shoot(shown, picture, picture.path.format(**made))
        shown.context.close()


def _shoot(page: Page, picture: Picture, path: str) -> None:
    answer = page.goto(path)
    if answer is None or answer.status != picture.status:
        sys.exit(f"error: {path} answered {answer and answer.status}; no page of this name, or something it needs was not made")
    page.wait_for_timeout(_SETTLES)
    if picture.opens:
        page.locator(picture.opens).click()
    tall = min(int(page.evaluate("document.documentElement.scrollHeight")), picture.tall)
    clip = {"x": 0, "y": 0, "width": picture.width, "height": tall}
    file = IMAGES / f"{picture.name}.png"
    page.screenshot(path=file, full_page=True, clip=clip, animations="disabled", caret="hide")  # type: ignore[arg-type]
    print(f"docs/images/{picture.name}.png, {file.stat().st_size:,} bytes", flush=True)


def _page(browser: Browser, address: str, picture: Picture) -> Page:
    size = {"width": picture.width, "height": min(picture.tall, 900)}
    look = {"base_url": address, "viewport": size, "color_scheme": picture.scheme, "reduced_motion": "reduce", "locale": "en-GB"}
    page = browser.new_context(**look).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(_PATIENCE)
    return page


if __name__ == "__main__":
    main()
