"""Accounts kept in a real PostgreSQL."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import httpx
import pytest
from postgresql import running

import helder

SERVE = "from helder.cli.main import main; main()"


@contextmanager
def served(home: Path, url: str) -> Iterator[tuple[httpx.Client, str]]:
    """A running site with its accounts there; a browser before it, and the first password."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HELDER_")}
    around = {**kept, "PYTHONPATH": str(Path(helder.__file__).parents[1]), "HELDER_DATABASE_URL": url}
    words = [sys.executable, "-c", SERVE, "--home", str(home), "serve", "--port", "0"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=around)
    assert process.stdout is not None
    said = ""
    try:
        for line in process.stdout:
            said += line
            if line.startswith("Stop it"):
                break
        address, password = re.search(r"at (http\S+)", said), re.search(r"password (\S+)", said)
        assert address, said
        assert password, said
        with httpx.Client(base_url=address[1], timeout=60) as browser:
            yield browser, password[1]
    finally:
        process.terminate()
        process.communicate(timeout=60)


def post(browser: httpx.Client, path: str, **given: object) -> httpx.Response:
    """Send the form of a page."""
    (token,) = set(re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(path).text)[:1])
    return browser.post(path, data={"csrfmiddlewaretoken": token, **given})


@pytest.mark.skipif(find_spec("psycopg") is None, reason="the driver is not installed")
def test_it_is_migrated_signed_in_to_and_kept(tmp_path: Path) -> None:
    with running() as server:
        url = f"postgresql://reader@127.0.0.1:{server.port}/postgres"
        with served(tmp_path, url) as (browser, password):
            assert post(browser, "/sign-in", username="admin", password=password).headers["Location"] == "/"
            assert "Whole company" in browser.get("/departments").text
            given = {"name": "Dutch", "dimension": "country", "more-country": "NL"}
            assert post(browser, "/departments/new", **given).status_code == 302
            assert post(browser, "/people", username="eva", name="", role="viewer").status_code == 200
            assert post(browser, "/people", username="EVA", name="", role="viewer").status_code == 400
            assert "made a department: Dutch" in browser.get("/audit").text
        verbs = server.say("select verb from accounts_entry order by id").splitlines()
        assert verbs == ["signed_in", "made_department", "added_person"]
        assert server.say("select conditions from accounts_department where name = 'Dutch'") == '{"country": ["NL"]}'
