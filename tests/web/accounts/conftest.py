"""An OpenID provider for the site, and apps that make codes."""

from __future__ import annotations

import base64
import hmac
import struct
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from web.accounts.open_id import CLIENT, SECRET, OpenID

if TYPE_CHECKING:
    from helder.web.serving import Serving

Set = Callable[..., None]


@pytest.fixture(autouse=True)
def _nothing_remembered(site: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is kept in memory of tries and used codes is forgotten: the people of another test have the same numbers."""
    from django.core.cache import cache

    from helder.web.accounts import receivers, you_form
    from helder.web.rates import Rate

    cache.clear()
    monkeypatch.setattr(receivers, "_RATE", Rate(60, 0.1))
    monkeypatch.setattr(you_form, "_TRIES", Rate(10, 1 / 60))


@pytest.fixture
def settings(accounts: Serving) -> Iterator[Set]:
    """Changes settings of the site for one test."""
    kept = dict(accounts.settings.values)

    def change(**given: Any) -> None:
        accounts.settings.values.update(given)  # type: ignore[attr-defined]

    yield change
    accounts.settings.values.update(kept)  # type: ignore[attr-defined]


@pytest.fixture
def open_id(settings: Set) -> Iterator[OpenID]:
    """A provider that the settings name."""
    provider = OpenID()
    settings(oidc_issuer=provider.issuer, oidc_client_id=CLIENT, oidc_client_secret=SECRET)
    yield provider
    provider.stop()


def code_of(secret: str, steps: int = 0) -> str:
    """The six digits of RFC 6238 that an app shows, so many steps of 30 seconds from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF) % 1_000_000:06}"
