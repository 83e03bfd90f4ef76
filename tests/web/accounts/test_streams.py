"""A stream to an open page ends when the session does, or what its person may see changes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from asgiref.sync import async_to_sync, sync_to_async

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person


def ended(one: Person) -> None:
    """Sign someone out everywhere."""
    one.sittings.all().delete()


def changed_role(one: Person) -> None:
    """Give someone another role."""
    from helder.web.accounts.models import Person

    Person.objects.filter(pk=one.pk).update(role="manager")


def moved(one: Person) -> None:
    """Put someone into another department."""
    from helder.web.accounts.models import Department

    one.departments.set([Department.objects.create(name="Dutch", conditions={"country": ["NL"]})])


async def stream(client: Client, then: Callable[[], object], seconds: float = 30) -> bool:
    """Whether a feed that always has something to say ends, once something is done."""
    from django.test import AsyncClient

    browser = AsyncClient()
    browser.cookies = client.cookies
    response = await browser.get("/live?any=1")
    pieces = response.streaming_content
    assert await anext(pieces)
    await sync_to_async(then)()
    try:
        async with asyncio.timeout(seconds):
            async for _ in pieces:
                pass
    except TimeoutError:
        return False
    finally:
        await pieces.aclose()
    return True


@pytest.fixture
def talkative(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads come in all the time, and a session is looked at with each."""
    from itertools import count

    from helder.web import serving
    from helder.web.accounts import streams

    numbers = count(1)
    monkeypatch.setattr(serving.now().questions, "recent_batches", lambda: {"answers": next(numbers)})
    monkeypatch.setattr(streams, "_EVERY", 0.0)


@pytest.mark.parametrize("act", [ended, changed_role, moved])
def test_it_ends_at_once(signed_in: Callable[[str], Client], talkative: None, act: Callable[[Person], None]) -> None:
    from helder.web.accounts.models import Person

    client = signed_in("viewer")
    assert async_to_sync(stream)(client, lambda: act(Person.objects.get(username="one-viewer")))


def test_otherwise_it_goes_on(signed_in: Callable[[str], Client], talkative: None) -> None:
    client = signed_in("viewer")
    assert not async_to_sync(stream)(client, lambda: None, seconds=4)
