"""Connections in the browser: made, tried, run, corrected, removed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from connectors.sources.browsing import SECRET, given, page
from connectors.sources.playing import Played

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.serving import Serving


def test_it_runs_and_tells_what_it_did(analyst: Client, allowed: Serving) -> None:
    from helder.web.sources import running

    analyst.post("/sources/at/desk/run")
    running.wait("desk", 60)
    told = page(analyst)
    assert "12 items read" in told
    assert "one-analyst" in told
    assert "Our desk" in page(analyst, "/sources")
    count = allowed.questions.workspace.engine.query("select count(*) as n from cases where case_id in ('1', '2')")
    assert count.to_pylist() == [{"n": 2}]


def test_a_secret_is_sealed_and_never_shown(analyst: Client, allowed: Serving) -> None:
    kept = (allowed.home / "sources" / "desk.toml").read_text()
    assert SECRET not in kept
    assert 'token = "sealed:' in kept
    for path in ("/sources", "/sources/at/desk", "/sources/at/desk/settings"):
        assert SECRET not in page(analyst, path)
        assert "sealed:" not in page(analyst, path)


def test_a_secret_does_not_follow_to_another_address(analyst: Client, played: Played) -> None:
    played.asked.clear()
    elsewhere = given(played, address="http://127.0.0.1:9", token="")
    answer = analyst.post("/sources/at/desk/settings", elsewhere)
    assert answer.status_code == 400
    assert "enter this again" in answer.content.decode()
    assert analyst.post("/sources/at/desk/settings", given(played, token="", title="Renamed")).status_code == 302
    assert "Renamed" in page(analyst)
    assert played.asked  # tried with the secret that was kept


def test_it_runs_by_itself_when_due(analyst: Client) -> None:
    from helder.connectors.sources.runs import Place
    from helder.web import serving
    from helder.web.sources import running
    from helder.web.sources.jobs import run_what_is_due

    assert running.due() == ["desk"]
    run_what_is_due()
    running.wait("desk", 60)
    assert running.due() == []
    place = Place(serving.now().home, "desk")
    (run,) = place.runs()
    run.began = "2026-03-01T00:00:00+00:00"
    place.keep(run)
    assert running.due() == ["desk"]
    run.began = "2999-01-01T00:00:00+00:00"
    place.keep(run)
    assert running.due() == ["desk"]  # the clock went back
    run.began = "2026-03-01T00:00:00+00:00"
    run.not_before = "2999-01-01T00:00:00+00:00"
    place.keep(run)
    assert running.due() == []
    analyst.post("/sources/at/desk/switch")
    run.not_before = None
    place.keep(run)
    assert running.due() == []


def test_only_those_whose_role_opens_sources_see_them(analyst: Client, signed_in: Callable[[str], Client]) -> None:
    for role in ("manager", "viewer", "agent"):
        client = signed_in(role)
        for path in ("/sources", "/sources/at/desk", "/sources/new/zendesk", "/sources/at/desk/mapping/users"):
            assert client.get(path).status_code == 403
        assert client.post("/sources/at/desk/run").status_code == 403


def test_a_run_under_way_is_shown_until_it_has_ended(analyst: Client, allowed: Serving) -> None:
    from helder.connectors.sources.runs import Place

    place = Place(allowed.home, "desk")
    with place.alone():
        run = place.new_run("somebody")
        run.doing, run.read = "Tickets", 2000
        place.keep(run)
        shown = page(analyst, "/sources/at/desk/state")
        assert 'hx-trigger="every 2s"' in shown
        assert "Tickets: 2,000 items read" in shown
    shown = page(analyst, "/sources/at/desk/state")
    assert "hx-trigger" not in shown
    assert "broken off" in shown
