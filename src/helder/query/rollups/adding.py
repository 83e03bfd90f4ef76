"""Sums that engines keep in the type that they came in."""

from __future__ import annotations

from typing import Any


def whole(total: Any) -> Any:
    """A sum of whole numbers as one, which some engines make a decimal of; any other sum as it is."""
    return total if total.type().is_floating() else total.cast("int64")
