"""A running server whose API is called as other systems call it."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from browser.conftest import Server, command, serve, surroundings

if TYPE_CHECKING:
    from django.test import Client

__all__ = ["serve"]

SETTINGS = """
api_body_mb = 4
api_unpacked_mb = 16
outgoing_private = "127.0.0.0/8"
"""
Call = Callable[..., httpx.Client]


def token(home: Path, name: str, *words: str) -> str:
    """A token, made from the command line."""
    done = subprocess.run(
        command("--home", home, "token", "create", name, *words), check=True, capture_output=True, text=True, env=surroundings()
    )
    return done.stdout.strip()


@pytest.fixture(scope="session")
def live_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder without rows, whose API takes small bodies only."""
    home = tmp_path_factory.mktemp("live")
    (home / "helder.toml").write_text(SETTINGS)
    return home


@pytest.fixture(scope="session")
def everything(live_home: Path) -> str:
    """A token that opens everything."""
    return token(live_home, "everything", "--write", "all", "--read", "--personal", "--webhooks")


@pytest.fixture(scope="session")
def live(serve: Callable[..., Server], live_home: Path, everything: str) -> Iterator[Server]:
    """The running server."""
    running = serve(live_home)
    yield running
    status, said = running.stop()
    assert status == 0, said
    assert "Traceback" not in said


@pytest.fixture
def call(live: Server, everything: str) -> Iterator[httpx.Client]:
    """Calls the server with the token that opens everything."""
    with httpx.Client(base_url=f"{live.address}/api/v1", headers={"Authorization": f"Bearer {everything}"}, timeout=60) as client:
        yield client


def until(said: Callable[[], Any], seconds: float = 20) -> Any:
    """What something gives once it gives anything."""
    ends = time.monotonic() + seconds
    while not (found := said()) and time.monotonic() < ends:
        time.sleep(0.05)
    return found


def answer_row(number: object, **more: object) -> dict[str, object]:
    """A row of answers."""
    return {"answer_id": f"{number}", "instrument": "nps", "score": 9, "answered_at": "2026-03-01T12:00:00Z", **more}


@pytest.fixture
def asking(accounts: object) -> Callable[..., Client]:
    """Makes a client of the known rows' site with a token of some scopes."""
    from django.test import Client

    from helder.web.tokens import actions

    def make(**scopes: Any) -> Client:
        _, text = actions.create(f"token {len(made)}", **scopes)
        made.append(text)
        return Client(headers={"Authorization": f"Bearer {text}"})

    made: list[str] = []
    return make
