"""A home folder as a server leaves it when it has started: its files gathered and its database migrated, and nobody in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

MAKE = """
import sys
from helder.settings import load
from helder.web.configure import configure
configure(load(sys.argv[1], environment={}))
from django.core.management import call_command
from helder.web import assets
call_command("migrate", interactive=False, verbosity=0)
assets.gather()
"""
#: What is made there that is the same in every home; the key that signs sessions is not.
SAME = ("helder.sqlite3", "web/made", "web/static", "web/gathered")


def made(home: Path, environment: dict[str, str]) -> Path:
    """The home folder to copy from, made where it is not there: most of a first start's time goes into it."""
    if not home.exists():
        home.mkdir()
        subprocess.run([sys.executable, "-c", MAKE, str(home)], check=True, env=environment)
    assert all((home / name).exists() for name in SAME)
    return home


def copy(prepared: Path, home: Path) -> None:
    """Put into a home what it lacks of what a start makes, with the times by which a server knows it for its own."""
    for name in SAME:
        there = home / name
        if there.exists():
            continue
        there.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if (prepared / name).is_dir():
            shutil.copytree(prepared / name, there)
        else:
            shutil.copy2(prepared / name, there)
