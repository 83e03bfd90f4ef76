"""/healthz: for whatever watches over the server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helder import __version__
from helder.engines import open_engine
from helder.web.boards.data import Questions
from helder.workspace import Workspace

if TYPE_CHECKING:
    from django.test import Client


def test_a_well_server_says_so_to_anyone_and_no_more(visitor: Client) -> None:
    answer = visitor.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "store": "ok", "database": "ok", "version": __version__}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_store_that_does_not_answer_is_503(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.web import serving

    engine = open_engine("duckdb://", zone="UTC")
    engine.close()
    monkeypatch.setattr(serving.now(), "questions", Questions(Workspace(engine, "EUR"), "EUR"))
    answer = visitor.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["store"] == "failing"
    assert answer.json()["database"] == "ok"
