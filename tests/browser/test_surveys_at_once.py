"""One invitation answered from many tabs at the same moment, on a running server."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest
from browser.conftest import surroundings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.conftest import Server

MAKE = """
import sys
from helder.settings import load
from helder.web.configure import configure
settings = load(sys.argv[1])
configure(settings)
from django.core.management import call_command
from helder.web import serving
serving.begin(settings)
call_command("migrate", interactive=False, verbosity=0)
from helder.web.surveys import actions
from helder.web.surveys.links import Link, token
from helder.web.surveys.starting import definition
made = actions.create("At once", definition("csat"))
actions.publish(made)
print(token(made.key, Link(invitation_id="i-1")))
serving.now().stop()
"""


@pytest.fixture
def running(serve: Callable[..., Server], tmp_path: Path) -> tuple[Server, str]:
    """A server of its own with one survey, and a link to it."""
    made = subprocess.run(
        [sys.executable, "-c", MAKE, str(tmp_path)], check=True, capture_output=True, text=True, env=surroundings()
    )
    return serve(tmp_path), made.stdout.strip()


def test_many_tabs_at_once_are_one_answer(running: tuple[Server, str]) -> None:
    server, token = running
    address = f"{server.address}/s/at-once/{token}"
    try:
        with httpx.Client(timeout=60) as client, ThreadPoolExecutor(8) as threads:
            states = [re.findall('name="state" value="([^"]+)"', client.get(address).text)[0] for _ in range(8)]
            forms = [
                {"state": state, "shown": "satisfied", "answer-satisfied": str(1 + number % 5)}
                for number, state in enumerate(states)
            ]
            answers = list(threads.map(lambda form: client.post(address, data=form), forms))
        assert [answer.status_code for answer in answers].count(303) == 1
        assert sum("already answered" in answer.text for answer in answers) == 7
    finally:
        server.stop()
    store = f"duckdb:///{server.home / 'helder.duckdb'}"
    script = f"import helder; h = helder.connect({store!r}, read_only=True); print(h.show('csat_mean').rows[0].n)"
    counted = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True, env=surroundings())
    assert counted.stdout.strip() == "1"
