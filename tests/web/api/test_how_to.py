"""The commands that docs/how-to/api.md and webhooks.md show, run against a server; they say what the pages say."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.conftest import Server

from .conftest import token

PAGES = Path(__file__).resolve().parents[3] / "docs" / "how-to"
BLOCKS = re.compile(r"```sh\n(.*?)```\n(?:\n```(?:json|csv)\n(.*?)```)?", flags=re.DOTALL)

pytestmark = pytest.mark.skipif(not (shutil.which("curl") and shutil.which("bash")), reason="there is no curl or bash here")


@pytest.fixture
def shell(serve: Callable[..., Server], tmp_path: Path) -> Callable[[str], str]:
    """Runs commands as the page has them, against a server of its own; gives what they print."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "helder.toml").write_text('outgoing_private = "127.0.0.0/8"\n')
    text = token(home, "shop", "--write", "all", "--read", "--webhooks")
    server = serve(home)
    around = {**os.environ, "HELDER": server.address, "TOKEN": text, "RECEIVER": "http://127.0.0.1:9/hook"}

    def run(commands: str) -> str:
        done = subprocess.run(
            ["bash", "-ec", commands], cwd=tmp_path, env=around, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    yield run
    server.stop()


def alike(text: str) -> str:
    """A text with its numbers to six places, without blanks at its ends."""
    return re.sub(r"\d+\.\d{6,}", lambda found: f"{float(found[0]):.6f}", text).strip()


@pytest.mark.parametrize("page", ["api.md", "webhooks.md"])
def test_the_page_says_what_its_commands_give(shell: Callable[[str], str], page: str) -> None:
    blocks = BLOCKS.findall((PAGES / page).read_text(encoding="utf-8"))
    assert blocks
    for commands, expected in blocks:
        said = shell(commands)
        if expected:
            assert alike(said) == alike(expected)
        else:
            assert json.loads(said)["secret"].startswith("whsec_")
