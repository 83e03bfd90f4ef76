"""Makes the pictures in docs/images anew, in a real browser on a demonstration company: `python -m tools.screenshots`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

IMAGES = Path(__file__).parents[1] / "docs" / "images"
CUSTOMERS = "8000"
QUIET = ("--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync")

Scheme = Literal["light", "dark"]
PICTURES: tuple[tuple[str, str, int, Scheme], ...] = (
    ("board", "/?period=12-months", 1440, "light"),
    ("board-dark", "/?period=12-months", 1440, "dark"),
    ("board-phone", "/?period=12-months", 390, "light"),
    ("metric", "/metrics/csat?period=12-months&by=channel", 1440, "light"),
)


def main() -> None:
    """Make a company, serve it, sign in, and take the pictures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("error: there is no Chromium on this machine: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        subprocess.run(_command(home, "demo", "--customers", CUSTOMERS), check=True)  # noqa: S603 - our own words
        server = subprocess.Popen(_command(home, "serve", "--port", "0"), stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own words
        try:
            address, password = _started(server)
            with sync_playwright() as playwright:
                as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
                _take(playwright.chromium.launch(executable_path=chromium, args=[*QUIET, *as_root]), address, password)
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


def _take(browser: Browser, address: str, password: str) -> None:
    page = _page(browser, address, 1440, "light")
    page.goto("/sign-in")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("/")
    _set_goals(page)
    kept = page.context.storage_state()
    for name, path, width, scheme in PICTURES:
        shown = _page(browser, address, width, scheme)
        shown.context.add_cookies(kept["cookies"])  # type: ignore[arg-type]
        shown.goto(path)
        shown.add_style_tag(content="aside.banner { display: none }")
        shown.wait_for_timeout(1500)
        tall = min(int(shown.evaluate("document.documentElement.scrollHeight")), 1800)
        shown.screenshot(path=IMAGES / f"{name}.png", full_page=True, clip={"x": 0, "y": 0, "width": width, "height": tall})
        print(f"docs/images/{name}.png")


def _set_goals(page: Page) -> None:
    for metric, target in (("nps", "35"), ("service_level", "80"), ("csat", "75")):
        page.goto(f"/goals?metric={metric}")
        page.get_by_label("Goal", exact=True).fill(target)
        page.get_by_role("button", name="Set", exact=True).click()
        page.wait_for_url(f"**/metrics/{metric}")


def _page(browser: Browser, address: str, width: int, scheme: Scheme) -> Page:
    look = {"base_url": address, "viewport": {"width": width, "height": 900}, "color_scheme": scheme, "bypass_csp": True}
    return browser.new_context(**look).new_page()  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
