"""Signing in and out, passwords, and the first administrator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person

PASSWORD = "a long enough password"


def test_sign_in_leads_where_one_was_going_and_sign_out_ends_it(visitor: Client, person: Callable[[str], Person]) -> None:
    person("viewer")
    given = {"username": "one-viewer", "password": PASSWORD, "next": "/metrics/nps"}
    assert visitor.post("/sign-in", given).headers["Location"] == "/metrics/nps"
    assert visitor.get("/").status_code == 200
    assert visitor.post("/sign-out").headers["Location"] == "/sign-in"
    assert visitor.get("/").status_code == 302


def test_sign_in_never_leads_to_another_host(visitor: Client, person: Callable[[str], Person]) -> None:
    person("viewer")
    given = {"username": "one-viewer", "password": PASSWORD, "next": "https://example.com/"}
    assert visitor.post("/sign-in", given).headers["Location"] == "/"


def test_guessing_is_stopped_even_with_the_right_password(visitor: Client, person: Callable[[str], Person]) -> None:
    person("viewer")
    found = [visitor.post("/sign-in", {"username": "one-viewer", "password": f"guess {i}"}).status_code for i in range(9)]
    assert found[:7] == [200] * 7
    assert found[-1] == 429
    locked = visitor.post("/sign-in", {"username": "one-viewer", "password": PASSWORD})
    assert locked.status_code == 429
    assert "Too many tries" in locked.content.decode()


def test_a_form_without_its_token_is_refused(person: Callable[[str], Person]) -> None:
    from django.test import Client

    person("viewer")
    answer = Client(enforce_csrf_checks=True).post("/sign-in", {"username": "one-viewer", "password": PASSWORD})
    assert answer.status_code == 403
    assert "out of date" in answer.content.decode()


@pytest.fixture
def first_home(accounts: object, tmp_path: Path) -> Path:
    """A home of a first start: nobody has an account yet."""
    from helder.web.accounts.models import Person

    Person.objects.all().delete()
    return tmp_path


def test_the_first_start_makes_an_administrator(first_home: Path, visitor: Client) -> None:
    from helder.web.accounts.actions import first_administrator

    first = first_administrator(first_home)
    assert first is not None
    assert first.path.stat().st_mode & 0o777 == 0o600
    assert first_administrator(first_home) == first
    assert visitor.post("/sign-in", {"username": first.username, "password": first.password}).status_code == 302
    assert visitor.get("/people").status_code == 200


def test_once_changed_the_first_password_is_told_no_more(
    first_home: Path, visitor: Client, site: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    from helder.web import serving
    from helder.web.accounts.actions import first_administrator

    monkeypatch.setattr(serving.now(), "settings", replace(serving.now().settings, home=first_home))
    first = first_administrator(first_home)
    assert first is not None
    visitor.post("/sign-in", {"username": first.username, "password": first.password})
    assert "made for you" in visitor.get("/").content.decode()
    new = "quite another password"
    changed = visitor.post("/password", {"old_password": first.password, "new_password1": new, "new_password2": new})
    assert changed.status_code == 302
    assert "made for you" not in visitor.get("/").content.decode()
    assert not first.path.exists()
    assert first_administrator(first_home) is None


def test_a_short_password_is_refused(signed_in: Callable[[str], Client]) -> None:
    given = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    assert "at least 12" in signed_in("viewer").post("/password", given).content.decode()


def test_where_the_first_password_is_is_told_until_it_was_changed(
    visitor: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.test import Client

    from helder.web import serving
    from helder.web.accounts import actions

    here = serving.now()
    monkeypatch.setattr(here, "settings", replace(here.settings, home=tmp_path))
    told = "printed where the server was started"
    assert told not in visitor.get("/sign-in").content.decode()
    first = actions.first_administrator(tmp_path)
    assert first is not None
    assert told in visitor.get("/sign-in").content.decode()
    browser = Client()
    browser.post("/sign-in", {"username": first.username, "password": first.password})
    chosen = {"old_password": first.password, "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert browser.post("/password", chosen).status_code == 302
    assert told not in visitor.get("/sign-in").content.decode()


def test_another_administrator_who_gives_a_new_password_ends_the_first(
    visitor: Client, signed_in: Callable[[str], Client], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from helder.web import serving
    from helder.web.accounts import actions
    from helder.web.accounts.models import Person

    here = serving.now()
    monkeypatch.setattr(here, "settings", replace(here.settings, home=tmp_path))
    first = actions.first_administrator(tmp_path)
    assert first is not None
    told = "printed where the server was started"
    assert told in visitor.get("/sign-in").content.decode()
    made = signed_in("administrator").post(f"/people/{Person.objects.get(username=first.username).pk}/new-password")
    assert made.status_code == 200
    assert told not in visitor.get("/sign-in").content.decode()
    assert actions.first_administrator(tmp_path) is None
