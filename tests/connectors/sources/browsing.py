"""What is entered in a browser to connect a played Zendesk, and the pages that come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.sources.playing import Played

if TYPE_CHECKING:
    from django.test import Client

SECRET = "a-secret-token"


def given(played: Played, **more: str) -> dict[str, str]:
    said = {"name": "desk", "title": "Our desk", "address": played.address, "email": "admin@example.com", "token": SECRET}
    return {**said, "client_id": "", "client_secret": "", "every": "15", "since": "", **more}


def page(client: Client, path: str = "/sources/at/desk") -> str:
    return str(client.get(path).content.decode())
