"""Commands that ask something of a store that a running server owns are answered by it, with the same figures."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from browser.conftest import command, surroundings

#: Commands that read, each in a form that does not depend on the width of a terminal.
ASKING = (
    ("show", "nps", "csat", "--by", "channel", "--grain", "month", "--compare", "previous", "--format", "json"),
    ("show", "first_response_time", "--set", "calendar=own", "--format", "json"),
    ("explain", "service_level", "--format", "json"),
    ("rows", "sales", "--limit", "5", "--format", "csv"),
    ("decompose", "nps", "--by", "channel", "--since", "2026-01-01", "--until", "2026-04-01", "--format", "json"),
    ("profiles", "nps", "--format", "json"),
    ("goals", "--format", "json"),
    ("tables", "--format", "json"),
    ("rejects", "--format", "json"),
)
CALENDAR = (
    '[office]\nzone = "Europe/Amsterdam"\nopen = { mon-fri = "09:00-17:00" }\nchannels = ["email", "phone", "chat", "web"]\n'
)


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("--home", home, *words), capture_output=True, text=True, timeout=300, check=False, env=surroundings()
    )


@pytest.fixture(scope="module")
def alone(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same company without a server."""
    home = tmp_path_factory.mktemp("alone") / "home"
    shutil.copytree(demo_home, home)
    return home


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_the_answer_is_that_of_the_store_itself(alone: Path, server: Any, words: tuple[str, ...]) -> None:
    asked, itself = run(server.home, *words), run(alone, *words)
    assert (asked.returncode, asked.stderr) == (itself.returncode, itself.stderr.replace(str(alone), str(server.home)))
    assert asked.stdout == itself.stdout
    if asked.returncode == 0 and words[-1] == "json":
        json.loads(asked.stdout)


def test_what_would_change_the_store_is_refused_and_says_what_to_do(server: Any, tmp_path: Path) -> None:
    (tmp_path / "few.csv").write_text("customer_id\n1\n")
    done = run(server.home, "load", "customers", str(tmp_path / "few.csv"))
    assert done.returncode == 2
    assert "has the store open" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_statement_that_writes_is_not_run_for_anybody(server: Any) -> None:
    from helder.errors import StoreError
    from helder.store import owner

    with pytest.raises(StoreError, match="read-only"):
        owner.ask(server.home, "query", lambda *_: None, sql="delete from customers", params={}, tables={})
