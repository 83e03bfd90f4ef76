"""The versions of Helder, of Python, and of the libraries against those Helder works with."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from packaging.requirements import Requirement

from helder.doctor.finding import Finding, fault, ok

ABOUT = "versions"
_TOLD = ("duckdb", "ibis-framework", "pyarrow", "sqlglot", "django")


def check() -> Iterator[Finding]:
    """Every library that is there is of a version Helder asks for, and none that it cannot do without is missing."""
    yield ok(ABOUT, f"Helder {version('helder')} on Python {platform.python_version()}, {platform.platform()}")
    wanted = [Requirement(text) for text in requires("helder") or ()]
    there = {requirement.name: _version(requirement.name) for requirement in wanted}
    for requirement in wanted:
        found = there[requirement.name]
        needed = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if found is None and needed:
            yield fault(ABOUT, f"{requirement.name} is missing", f"Install it: pip install '{requirement.name}'")
        elif found is not None and not requirement.specifier.contains(found, prereleases=True):
            asked = f"{requirement.name}{requirement.specifier}"
            yield fault(
                ABOUT, f"{requirement.name} is {found}, Helder works with {requirement.specifier}", f"pip install '{asked}'"
            )
    yield ok(ABOUT, ", ".join(f"{name} {there[name]}" for name in _TOLD if there.get(name)))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
