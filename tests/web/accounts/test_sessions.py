"""Where people are signed in: listed in words, ended by themselves and by administrators."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from web.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/604.1"
)
EDGE = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"
CHROME = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"


def sign_in(agent: str = "", password: str = PASSWORD) -> Client:
    """A browser in which the viewer has signed in."""
    from django.test import Client

    browser = Client(headers={"User-Agent": agent})
    assert browser.post("/sign-in", {"username": "one-viewer", "password": password}).status_code == 302
    return browser


def is_in(browser: Client) -> bool:
    """Whether somebody is still signed in there."""
    return bool(browser.get("/you").status_code == 200)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (SAFARI, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        (CHROME, "Chrome on Android"),
        ("curl/8", "An unknown browser"),
    ],
)
def test_a_device_is_told_in_words(site: object, agent: str, words: str) -> None:
    from helder.web.accounts.sittings import device

    assert device(agent) == words


def test_one_is_ended_and_then_all_others(person: Callable[[str], Person]) -> None:
    one = person("viewer")
    here, there, elsewhere = sign_in(FIREFOX), sign_in(SAFARI), sign_in(EDGE)
    page = here.get("/you").content.decode()
    assert all(words in page for words in ("Firefox on Windows", "Safari on iPhone", "Edge on Windows", "127.0.0.1"))
    key = one.sittings.get(agent=SAFARI).key
    here.post(f"/you/sessions/{key}/end")
    assert [is_in(browser) for browser in (here, there, elsewhere)] == [True, False, True]
    here.post("/you/sessions/end-others")
    assert [is_in(browser) for browser in (here, elsewhere)] == [True, False]


def test_nobody_ends_anothers(person: Callable[[str], Person], signed_in: Callable[[str], Client]) -> None:
    one = person("viewer")
    browser = sign_in()
    signed_in("analyst").post(f"/you/sessions/{one.sittings.get().key}/end")
    assert is_in(browser)


def test_an_administrator_ends_all_of_a_person(person: Callable[[str], Person], signed_in: Callable[[str], Client]) -> None:
    one, browser = person("viewer"), sign_in(FIREFOX)
    administrator = signed_in("administrator")
    assert "Firefox on Windows" in administrator.get(f"/people/{one.pk}").content.decode()
    administrator.post(f"/people/{one.pk}/end-sessions")
    assert not is_in(browser)


def test_who_may_not_sign_in_any_more_is_out_at_once_and_stays_out(
    person: Callable[[str], Person], signed_in: Callable[[str], Client]
) -> None:
    one, browser, administrator = person("viewer"), sign_in(), signed_in("administrator")
    administrator.post(f"/people/{one.pk}", {"name": "", "role": "viewer"})
    assert not is_in(browser)
    administrator.post(f"/people/{one.pk}", {"name": "", "role": "viewer", "active": "on"})
    assert not is_in(browser)


def test_another_password_ends_the_others(person: Callable[[str], Person]) -> None:
    one = person("viewer")
    here, there = sign_in(), sign_in()
    new = "quite another password"
    here.post("/password", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert [is_in(here), is_in(there)] == [True, False]
    assert one.sittings.count() == 1


def test_name_and_language_are_ones_own(person: Callable[[str], Person], signed_in: Callable[[str], Client]) -> None:
    from helder.web.accounts.models import Person

    browser = signed_in("viewer")
    assert browser.post("/you", {"name": "Eva", "language": "nl", "role": "administrator"}).status_code == 302
    one = Person.objects.get(username="one-viewer")
    assert (one.first_name, one.language, one.role) == ("Eva", "nl", "viewer")
    answer = browser.get("/you", headers={"Accept-Language": "da"})
    assert '<html lang="nl">' in answer.content.decode()
    browser.post("/you", {"name": "Eva", "language": ""})
    assert '<html lang="da">' in browser.get("/you", headers={"Accept-Language": "da"}).content.decode()
