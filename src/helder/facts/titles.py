"""What dimensions and grains are called, in each language."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _titles() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "titles.toml").read_text(encoding="utf-8"))


def of_dimension(name: str, language: str) -> str:
    """The title of a dimension; its name, readable, where a company declared it itself."""
    return str(_titles()["dimensions"].get(name, {}).get(language) or name.replace("_", " ").capitalize())


def of_grain(name: str, language: str) -> str:
    """What a period of a grain is called: month, maand, måned."""
    return str(_titles()["grains"].get(name, {}).get(language) or name.replace("_", " "))


def weekdays(language: str) -> tuple[str, ...]:
    """The days of the week, from Monday."""
    return tuple(_titles()["weekdays"][language])


@cache
def joining() -> frozenset[str]:
    """Words that go before what a figure is cut by, or say of when it is, in all languages: per, by, last."""
    return frozenset(word for words in _titles()["joining"].values() for word in words.split())
