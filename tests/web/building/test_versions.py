"""Versions are kept, can be looked at and published again; what is deleted can be taken back by whose it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from web.building.conftest import Maker


@pytest.fixture
def twice(maker: Maker) -> Maker:
    """A board published twice."""
    maker.act("suggest", metric="nps").publish()
    maker.act("remove", tile="nps-heat").publish()
    return maker


def test_every_version_is_listed_and_looks_as_it_did(twice: Maker) -> None:
    page = twice.client.get(f"/boards/{twice.key}/versions").content.decode()
    assert page.count("one-manager") >= 2
    first = twice.client.get(f"/boards/{twice.key}/versions/1").content.decode()
    assert 'id="tile-nps-heat"' in first
    assert "Version 1" in first
    assert 'id="tile-nps-heat"' not in twice.client.get(f"/boards/{twice.key}/versions/2").content.decode()
    assert twice.client.get(f"/boards/{twice.key}/versions/3").status_code == 404


def test_a_version_published_again_is_the_next_one(twice: Maker) -> None:
    assert twice.client.post(f"/boards/{twice.key}/versions/1/restore").status_code == 302
    page = twice.client.get(f"/boards/{twice.key}").content.decode()
    assert 'id="tile-nps-heat"' in page
    assert "published again, as version 3" in page


def test_others_neither_see_nor_restore_versions(twice: Maker, colleague: Callable[..., Maker]) -> None:
    other = colleague("analyst", twice.key)
    assert other.client.get(f"/boards/{twice.key}/versions").status_code == 404
    assert other.client.get(f"/boards/{twice.key}/versions/1").status_code == 404
    assert other.client.post(f"/boards/{twice.key}/versions/1/restore").status_code == 404
    assert other.client.post(f"/boards/{twice.key}/delete").status_code == 404


def test_a_deleted_board_is_gone_until_it_is_taken_back(twice: Maker, colleague: Callable[..., Maker]) -> None:
    from helder.web.accounts.models import Entry

    twice.page()
    assert twice.client.post(f"/boards/{twice.key}/delete").status_code == 302
    listed = twice.client.get("/boards").content.decode()
    assert "Take back" in listed
    assert f'href="/boards/{twice.key}"' not in listed
    for path in ("", "/edit", "/versions", ".toml"):
        assert twice.client.get(f"/boards/{twice.key}{path}").status_code == 404
    other = colleague("analyst", twice.key)
    assert other.client.post(f"/boards/{twice.key}/take-back").status_code == 404
    assert "Take back" not in other.client.get("/boards").content.decode()
    assert colleague("administrator").client.post(f"/boards/{twice.key}/take-back").status_code == 302
    assert twice.client.get(f"/boards/{twice.key}").status_code == 200
    verbs = list(Entry.objects.filter(verb__endswith="board").values_list("verb", flat=True))
    assert verbs == ["took_back_board", "deleted_board", "published_board", "published_board"]


def test_what_comes_with_helder_cannot_be_changed_or_deleted(twice: Maker) -> None:
    assert twice.client.get("/boards/executive/edit").status_code == 404
    assert twice.client.get("/boards/executive/versions").status_code == 404
    assert twice.client.post("/boards/executive/delete").status_code == 404
    page = twice.client.get("/boards/executive").content.decode()
    assert "Make it my own" in page
