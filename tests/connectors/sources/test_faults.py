"""What can go wrong on the way: each fault is waited out, or told, and nothing is lost or counted twice."""

from __future__ import annotations

import time
from typing import Any

import pytest
from connectors.sources.office import Office
from connectors.sources.playing import Asked, Played
from connectors.sources.zendesk import TICKETS

from helder.connectors.sources import line
from helder.errors import StoreError

EXPORT = "/api/v2/incremental/tickets/cursor.json"


def test_throttling_is_waited_out_as_long_as_the_system_says(desk: Office, played: Played) -> None:
    played.faults = [(429, {"error": "APIRateLimitExceeded"}, {"Retry-After": "0.4"})]
    began = time.monotonic()
    run = desk.run("desk")
    assert run.error is None
    assert time.monotonic() - began >= 1  # fractions are rounded up


def test_a_long_ban_ends_the_run_and_is_kept(desk: Office, played: Played) -> None:
    played.faults = [(429, {}, {"Retry-After": "1800"})]
    run = desk.run("desk")
    assert run.error == "The system allows no more requests for 30 minutes."
    assert run.not_before is not None
    assert len(played.asked) == 1


def test_failures_are_tried_again(desk: Office, played: Played) -> None:
    played.faults = [(500, b"<html>oops", {}), (503, b"", {}), (502, b"", {})]
    run = desk.run("desk")
    assert (run.error, run.accepted) == (None, 3)


def test_a_system_that_keeps_failing_is_told_and_the_next_run_goes_on(desk: Office, played: Played) -> None:
    played.faults = [(500, b"", {})] * 5
    run = desk.run("desk")
    assert run.error == "The system failed (500), several times."
    assert desk.run("desk").error is None
    assert desk.rows("select count(*) from cases") == [(2,)]


@pytest.mark.parametrize("status", [401, 403])
def test_expired_credentials_say_what_to_do(desk: Office, played: Played, status: int) -> None:
    played.faults = [(status, {"error": "Couldn't authenticate you"}, {})]
    run = desk.run("desk")
    assert f"({status})" in (run.error or "")
    assert "here." in (run.fix or "")
    assert len(played.asked) == 1  # an account may be locked after a few
    assert "a-secret-token" not in str(run)


@pytest.mark.parametrize(
    ("page", "what"),
    [
        (b"<html>maintenance</html>", "is not JSON"),
        (b'{"tickets": [{"id"', "is not JSON"),
        ({"error": "gone"}, "has no tickets"),
        ({"tickets": None}, "is no list of items"),
        ({"tickets": ["a"]}, "is no list of items"),
        ([], "has no tickets"),
    ],
)
def test_a_malformed_page_is_told_and_moves_nothing_on(desk: Office, played: Played, page: Any, what: str) -> None:
    sound, played.paths[EXPORT] = played.paths[EXPORT], lambda asked: page
    assert what in (desk.run("desk").error or "")
    played.paths[EXPORT] = sound
    assert desk.run("desk").accepted == 3


def test_paging_that_goes_round_is_stopped(desk: Office, played: Played) -> None:
    around = f"{played.address}{EXPORT}?cursor=0"
    played.paths[EXPORT] = lambda asked: {"tickets": TICKETS[:1], "after_url": around, "end_of_stream": False}
    assert "Paging does not end" in (desk.run("desk").error or "")
    assert len(played.asked) < 6


def test_paging_that_shows_one_page_for_ever_is_stopped(desk: Office, played: Played) -> None:
    def page(asked: Asked) -> Any:
        link = f"{played.address}{EXPORT}?cursor=x&nonce={'1' * 7}"
        return {"tickets": TICKETS[:1], "after_url": link, "end_of_stream": False}

    played.paths[EXPORT] = page
    assert "Paging does not end" in (desk.run("desk").error or "")


def test_secrets_go_to_no_other_host(desk: Office, played: Played) -> None:
    elsewhere = "http://127.0.0.2:9/api/v2/stolen"
    played.paths[EXPORT] = lambda asked: {"tickets": TICKETS[:1], "after_url": elsewhere, "end_of_stream": False}
    assert "another host" in (desk.run("desk").error or "")
    played.paths[EXPORT] = lambda asked: (302, b"", {"Location": elsewhere})
    assert "another host" in (desk.run("desk").error or "")


def test_private_networks_are_refused_unless_allowed(desk: Office, played: Played) -> None:
    desk.settings.values["outgoing_private"] = ""  # type: ignore[index]
    run = desk.run("desk")
    assert "private network" in (run.error or "")
    assert not played.asked


def test_a_system_that_does_not_answer_is_told(desk: Office, played: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "PATIENCE", (0.2, 0.2))
    monkeypatch.setattr(line, "ATTEMPTS", 2)
    sound = played.paths[EXPORT]

    def slow(asked: Asked) -> Any:
        time.sleep(0.6)
        return sound(asked)

    played.paths[EXPORT] = slow
    assert desk.run("desk").error == "The system did not answer in time."
    played.paths[EXPORT] = sound
    assert desk.run("desk").error is None


def test_a_home_folder_that_cannot_be_written_is_told(desk: Office, played: Played) -> None:
    (desk.home / "sources" / "desk").mkdir()
    (desk.home / "sources" / "desk" / "pieces").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        desk.run("desk")
    assert not desk.place("desk").marks()


def test_a_dead_host_is_told(desk: Office, played: Played) -> None:
    text = (desk.home / "sources" / "desk.toml").read_text().replace(played.address, "http://127.0.0.1:9")
    desk.connect("desk", text)
    assert "cannot be reached" in (desk.run("desk").error or "")
