"""Somebody who makes boards, as a browser does."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from helder.boards.board import Board
    from helder.web.accounts.models import Person


@dataclass
class Maker:
    """A browser on one draft."""

    client: Client
    key: str = ""

    def begin(self, **given: Any) -> Maker:
        """Make a board; from nothing where nothing else is said."""
        answer = self.client.post("/boards/new", {"start": "nothing", "title": "Mine", **given})
        assert answer.status_code == 302, answer.content.decode()
        self.key = re.fullmatch(r"/boards/(\w+)/edit", answer["Location"])[1]  # type: ignore[index]
        return self

    @property
    def here(self) -> str:
        return f"/boards/{self.key}/edit"

    def act(self, act: str, **given: Any) -> Maker:
        """Do one thing with the tiles."""
        answer = self.client.post(f"{self.here}/arrange", {"act": act, **given})
        assert answer.status_code == 302, answer.content.decode()
        return self

    def add(self, metric: str, picture: str, **given: Any) -> str:
        """Add a tile; its key."""
        answer = self.client.post(
            f"{self.here}/tile", {"metrics": metric or [], "picture": picture, "compare": "previous", **given}
        )
        assert answer.status_code == 302, answer.content.decode()
        return str(answer["Location"]).partition("#tile-")[2]

    def page(self, path: str = "") -> str:
        """A page of the draft."""
        answer = self.client.get(f"{self.here}{path}")
        assert answer.status_code == 200
        return str(answer.content.decode())

    def publish(self, **given: Any) -> Any:
        """Publish it; the answer."""
        return self.client.post(f"{self.here}/publish", given)

    @property
    def board(self) -> Board:
        """The draft as it is kept."""
        from helder.web.building.models import Draft

        return Draft.objects.get(key=self.key, person_id=self.client.session["_auth_user_id"]).board

    @property
    def order(self) -> list[list[str]]:
        """The keys of the tiles, by section."""
        return [[tile.key for tile in section.tiles] for section in self.board.sections]


@pytest.fixture
def maker(signed_in: Callable[[str], Client]) -> Maker:
    """A manager on a new board."""
    return Maker(signed_in("manager")).begin()


@pytest.fixture
def colleague(person: Callable[[str], Person]) -> Callable[..., Maker]:
    """Another person of a role, on a draft of a board."""
    from django.test import Client

    def make(role: str, key: str = "") -> Maker:
        client = Client()
        client.force_login(person(role), backend="django.contrib.auth.backends.ModelBackend")
        return Maker(client, key)

    return make
