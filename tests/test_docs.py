"""The documentation says what the code says, and its links lead somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer.main

from helder import CATALOG
from helder.cli.main import app
from helder.model import TABLES
from helder.settings import PREFIX, SETTINGS
from tools.reference.commands import every

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").rglob("*.md")]
COMMANDS: dict[str, Any] = every(typer.main.get_group(app).commands)


def section(page: str, heading: str) -> str:
    """The text under a heading of the second level."""
    text = (REFERENCE / page).read_text(encoding="utf-8")
    return re.split(r"\n## ", text.split(f"\n## {heading}\n", 1)[1])[0]


def test_the_reference_says_what_the_code_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.reference", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_is_documented_with_its_options(name: str) -> None:
    text = section("command-line.md", f"helder {name}")
    assert COMMANDS[name].help, "a command says what it does"
    for parameter in COMMANDS[name].params:
        assert parameter.help, f"{parameter.name} of {name} says what it means"
        assert parameter.help.split(".")[0].split("|")[0] in " ".join(text.split())


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_documented_with_its_columns(name: str) -> None:
    text = section("tables.md", name)
    assert all(f"| `{column.name}` |" in text for column in TABLES[name].columns)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_documented(name: str) -> None:
    assert f"| `{name}` | `{PREFIX}{name.upper()}` |" in (REFERENCE / "settings.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", CATALOG)
def test_a_metric_is_documented_with_its_example(name: str) -> None:
    text = (REFERENCE / "metrics" / f"{name}.md").read_text(encoding="utf-8")
    assert CATALOG[name].in_words({}).rstrip(".") in text
    assert CATALOG[name].example.arithmetic in text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_and_pictures_lead_to_files(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link]
    missing = [link for link in links if link and not (page.parent / link).exists()]
    assert not missing


def test_every_decision_is_in_their_index() -> None:
    decisions = ROOT / "docs" / "decisions"
    index = (decisions / "index.md").read_text(encoding="utf-8")
    assert not [page.name for page in decisions.glob("*.md") if page.name != "index.md" and f"]({page.name})" not in index]
