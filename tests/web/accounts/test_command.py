"""`helder people`, beside the server or without it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from browser.conftest import command, surroundings

MAKE = """
import sys
from helder.settings import load
from helder.web.database import opened
opened(load(sys.argv[1], environment={}))
from helder.web.accounts import actions, second_factor
from helder.web.accounts.models import Person
if sys.argv[2] == "make":
    one, password = actions.add_person("eva", name="Eva", role="administrator")
    second_factor.Authenticator.objects.create(user=one, type="totp", data={"secret": "sealed"})
    Person.objects.update(is_active=False)
else:
    one = Person.objects.get()
    print(one.check_password(sys.argv[3]), one.is_active, second_factor.has(one))
"""


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command("--home", home, "people", *words), capture_output=True, text=True, env=surroundings(), check=False
    )


def act(home: Path, *words: str) -> str:
    """Do something with the accounts of a home folder."""
    python = command()[0]
    return subprocess.run(
        [python, "-c", MAKE, str(home), *words], capture_output=True, text=True, env=surroundings(), check=True
    ).stdout.strip()


def test_someone_is_let_in_again(tmp_path: Path) -> None:
    assert "Nobody yet" in run(tmp_path, "list").stdout
    act(tmp_path, "make")
    assert "administrator" in run(tmp_path, "list").stdout
    done = run(tmp_path, "password", "Eva", "--without-second-factor")
    assert done.returncode == 0, done.stderr
    assert act(tmp_path, "look", done.stdout.strip()) == "True True False"


def test_a_name_that_nobody_has_is_told(tmp_path: Path) -> None:
    act(tmp_path, "make")
    done = run(tmp_path, "password", "eve")
    assert done.returncode == 2
    assert "Did you mean eva" in done.stderr
