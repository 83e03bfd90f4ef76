"""What people call metrics beside their titles, by which they are found."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def known() -> Mapping[str, str]:
    """By metric, the words parted by commas, in English, Dutch and Danish."""
    return tomllib.loads((files("helder.metrics") / "synonyms.toml").read_text(encoding="utf-8"))


def synonyms(metric: str) -> str:
    """What a metric of that name is also called; blank where nothing else is usual."""
    return known().get(metric, "")
