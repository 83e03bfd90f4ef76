"""A played Zendesk for the site to be connected to."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from connectors.sources.browsing import given
from connectors.sources.playing import Played, playing
from connectors.sources.zendesk import play

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving


@pytest.fixture
def played() -> Iterator[Played]:
    """A system on loopback."""
    with playing() as system:
        yield system


@pytest.fixture
def allowed(accounts: Serving) -> Iterator[Serving]:
    """The site, which may call this machine; its connections are gone afterwards."""
    accounts.settings.values["outgoing_private"] = "127.0.0.0/8"  # type: ignore[index]
    yield accounts
    accounts.settings.values["outgoing_private"] = ""  # type: ignore[index]
    shutil.rmtree(accounts.home / "sources", ignore_errors=True)


@pytest.fixture
def analyst(allowed: Serving, played: Played, signed_in: Callable[[str], Client]) -> Client:
    """Someone who connected a Zendesk."""
    play(played)
    client = signed_in("analyst")
    answer = client.post("/sources/new/zendesk", given(played), follow=True)
    assert answer.status_code == 200
    assert "it answers" in answer.content.decode()
    return client
