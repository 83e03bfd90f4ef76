"""The package, its locks, and the environment they make."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked(name: str) -> dict[str, list[tuple[Requirement, frozenset[str]]]]:
    """A lock's pins by package, each with the hashes of its files."""
    text = (ROOT / "constraints" / f"{name}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    pins: dict[str, list[tuple[Requirement, frozenset[str]]]] = {}
    for line in text.splitlines():
        pin = Requirement(line.split(" --hash")[0].strip())
        pins.setdefault(canonicalize_name(pin.name), []).append(
            (pin, frozenset(re.findall(r"--hash=(sha256:[0-9a-f]{64})", line)))
        )
    return pins


def declared() -> list[Requirement]:
    project = PROJECT["project"]
    texts = [*project["dependencies"], *PROJECT["dependency-groups"]["build"], *PROJECT["build-system"]["requires"]]
    texts += [text for extra in project["optional-dependencies"].values() for text in extra]
    return [requirement for requirement in map(Requirement, texts) if requirement.name != project["name"]]


@pytest.mark.parametrize("requirement", declared(), ids=str)
def test_what_is_declared_is_locked_within_its_bounds(requirement: Requirement) -> None:
    pins = locked("all")[canonicalize_name(requirement.name)]
    versions = [next(iter(pin.specifier)).version for pin, _ in pins]
    assert all(version in requirement.specifier for version in versions)


@pytest.mark.parametrize("name", ["all", "run"])
def test_every_pin_has_one_version_and_hashes(name: str) -> None:
    for pins in locked(name).values():
        for pin, hashes in pins:
            assert [each.operator for each in pin.specifier] == ["=="], pin
            assert hashes, pin


def test_what_running_needs_is_part_of_the_whole_lock() -> None:
    whole, part = locked("all"), locked("run")
    differing = {
        name for name, pins in part.items() if {hashes for _, hashes in pins} - {hashes for _, hashes in whole.get(name, [])}
    }
    assert not differing


@pytest.mark.parametrize("name", ["all", "run"])
def test_a_lock_names_no_index(name: str) -> None:
    text = (ROOT / "constraints" / f"{name}.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|--index|--extra-index|--find-links|--trusted-host", text)


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    source = ROOT / "src"
    files = {path.relative_to(source).as_posix() for path in (source / "helder").rglob("*") if path.is_file()}
    wanted = {path for path in files if "__pycache__" not in path}
    assert "helder/py.typed" in wanted
    assert wanted <= held


def test_help_loads_nothing_heavy() -> None:
    """What keeps `helder --help` under a third of a second."""
    heavy = {"ibis", "duckdb", "pyarrow", "numpy", "pandas", "scipy", "django", "altair", "rich"}
    asks = "from helder.cli.main import app; app(['--help'], standalone_mode=False)"
    code = f"import sys; {asks}; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Usage: " in done.stdout
    assert heavy.isdisjoint(done.stderr.split())
