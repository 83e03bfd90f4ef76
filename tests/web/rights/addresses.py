"""Every address of the site and every verb of the API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

VERBS = ("GET", "POST")


def every() -> list[str]:
    """What can be asked, as a verb and a pattern: of pages both verbs, of the API those its own description names."""
    from django.urls import get_resolver

    found = sorted({pattern for pattern in _patterns(get_resolver()) if not pattern.startswith("api/") or "docs" in pattern})
    pages = [f"{verb} /{pattern}" for pattern in found for verb in VERBS]
    return [*pages, *operations()]


def operations() -> list[str]:
    """The operations of the API."""
    from django.test import Client

    described = json.loads(Client().get("/api/v1/openapi.json").content)
    return sorted(f"{verb.upper()} {path}" for path, verbs in described["paths"].items() for verb in verbs)


def _patterns(resolver: Any, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from _patterns(one, here)
        else:
            yield here
