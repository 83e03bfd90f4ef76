"""A running `helder serve` on the demonstration company, and a real browser in front of it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browser import prepared

import helder

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, StorageState

#: The shell without a window first: its pages are the same, and take two thirds of the time.
CHROMIUMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in CHROMIUMS if (found := shutil.which(name))), None)
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def command(*words: str | Path) -> list[str]:
    """The helder command of the code under test."""
    return [sys.executable, "-c", "from helder.cli.main import main; main()", *map(str, words)]


def surroundings() -> dict[str, str]:
    """The environment without settings of Helder, in which the code under test is found."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HELDER_")}
    return {**kept, "PYTHONPATH": str(Path(helder.__file__).parents[1])}


@dataclass
class Server:
    """A running server: its address, and how its first administrator signs in."""

    home: Path
    process: subprocess.Popen[str]
    address: str = ""
    password: str = ""
    said: list[str] = field(default_factory=list)

    def await_start(self) -> None:
        """Read what it says until it is ready."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if found := re.match(r"Helder is at (\S+)", line):
                self.address = found[1]
            if found := re.search(r"with the password (\S+)", line):
                self.password = found[1]
            if line.startswith("Stop it"):
                return
        raise AssertionError("\n".join(self.said))

    def stop(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Stop it; returns its exit status and what it still said."""
        self.process.send_signal(how)
        rest, _ = self.process.communicate(timeout=30)
        return self.process.returncode, rest


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Server]:
    """Starts a server on a home folder, at a free port; as on any but its first start, unless the home is to be `empty`."""
    like = tmp_path_factory.getbasetemp() / "prepared"

    def start(home: Path, *more: str, empty: bool = False) -> Server:
        if not empty:
            prepared.copy(prepared.made(like, surroundings()), home)
        process = subprocess.Popen(
            command("--home", home, "serve", "--port", "0", *more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=surroundings(),
        )
        server = Server(home, process)
        server.await_start()
        return server

    return start


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with a small demonstration company."""
    home = tmp_path_factory.mktemp("demo")
    subprocess.run(command("--home", home, "demo", "--customers", "300"), check=True, capture_output=True, env=surroundings())
    return home


@pytest.fixture(scope="session")
def server(serve: Callable[..., Server], demo_home: Path) -> Iterator[Server]:
    """The server of the demonstration company."""
    running = serve(demo_home)
    yield running
    status, said = running.stop()
    assert status == 0, said
    assert "Traceback" not in said


@pytest.fixture(scope="module")  # its event loop runs while it lives, and Django's own tests refuse to run beside one
def browser() -> Iterator[Browser]:
    """A browser; tests skip where there is none."""
    if CHROMIUM is None:
        pytest.skip("there is no Chromium on this machine: apt-get install chromium")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # several workers share the machine
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *as_root])
        yield opened
        opened.close()


@pytest.fixture
def anyone(browser: Browser, server: Server) -> Iterator[Callable[..., Page]]:
    """Opens pages in which nobody is signed in; afterwards none may have complained or asked another host for anything."""
    contexts, complaints = [], []

    def open_page(**look: object) -> Page:
        context = browser.new_context(base_url=server.address, **{"viewport": {"width": 1280, "height": 800}, **look})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request", lambda asked: None if asked.url.startswith((server.address, "data:")) else complaints.append(asked.url)
        )
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def sign_in(page: Page, password: str) -> None:
    """Sign in as the first administrator, by hand."""
    page.goto("/sign-in")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("/")


@pytest.fixture(scope="module")
def session(browser: Browser, server: Server) -> StorageState:
    """The cookies of someone signed in, so that not every test has to."""
    context = browser.new_context(base_url=server.address)
    sign_in(context.new_page(), server.password)
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def signed_in(anyone: Callable[..., Page], session: StorageState) -> Callable[..., Page]:
    """Opens a page for the first administrator, signed in before."""

    def open_page(path: str = "/", **look: object) -> Page:
        page = anyone(storage_state=session, **look)
        page.goto(path)
        return page

    return open_page


@pytest.fixture
def signing_in(anyone: Callable[..., Page], server: Server) -> Page:
    """The board in a session of its own."""
    page = anyone()
    sign_in(page, server.password)
    return page
