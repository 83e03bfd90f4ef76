"""The second factor: set up, asked for, used once, taken away; demanded by the settings."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from web.accounts.conftest import code_of
from web.conftest import PASSWORD

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person

Set = Callable[..., None]


@pytest.fixture
def secret(person: Callable[[str], Person]) -> str:
    """The key of a viewer's app."""
    from helder.web.accounts import second_factor

    key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    second_factor.add(person("viewer"), key, code_of(key, -1))
    return key


def by_password(browser: Client, name: str = "one-viewer") -> str:
    """Where a right password leads to."""
    return str(browser.post("/sign-in", {"username": name, "password": PASSWORD, "next": "/metrics/nps"}).headers["Location"])


def test_it_is_set_up_with_a_code_of_the_app_and_the_password(signed_in: Callable[[str], Client], visitor: Client) -> None:
    browser = signed_in("viewer")
    page = browser.get("/you/second-factor").content.decode()
    (key,) = re.findall(r'<code class="key">([A-Z2-7]{32})</code>', page)
    assert "data:image/svg+xml" in page
    wrong = browser.post("/you/second-factor", {"code": code_of(key, 5), "password": PASSWORD})
    assert "That code is not right" in wrong.content.decode()
    wrong = browser.post("/you/second-factor", {"code": code_of(key), "password": "not mine"})
    assert "That is not your password" in wrong.content.decode()
    done = browser.post("/you/second-factor", {"code": code_of(key), "password": PASSWORD}).content.decode()
    codes = re.findall(r"<code>(\d{8})</code>", done)
    assert len({*codes}) == 10
    assert codes[0] not in browser.get("/you/second-factor").content.decode()
    assert by_password(visitor) == "/sign-in/code"


def test_the_secret_is_kept_sealed(secret: str) -> None:
    from allauth.mfa.models import Authenticator

    assert all(secret not in str(one.data) for one in Authenticator.objects.all())


def test_the_password_alone_opens_nothing(visitor: Client, secret: str) -> None:
    assert by_password(visitor) == "/sign-in/code"
    assert visitor.get("/metrics/nps").status_code == 302
    assert visitor.get("/you").headers["Location"] == "/sign-in?next=/you"
    wrong = visitor.post("/sign-in/code", {"code": "000000"})
    assert "not right, or was used before" in wrong.content.decode()
    assert visitor.post("/sign-in/code", {"code": code_of(secret)}).headers["Location"] == "/metrics/nps"
    assert visitor.get("/metrics/nps").status_code == 200


def test_a_code_is_used_once(visitor: Client, secret: str) -> None:
    from django.test import Client

    code, other = code_of(secret), Client()
    by_password(visitor), by_password(other)
    assert visitor.post("/sign-in/code", {"code": code}).status_code == 302
    assert "used before" in other.post("/sign-in/code", {"code": code}).content.decode()
    assert other.get("/you").status_code == 302


def test_codes_are_not_guessed_without_end(visitor: Client, secret: str) -> None:
    by_password(visitor)
    for i in range(5):
        visitor.post("/sign-in/code", {"code": f"00000{i}"})
    right = visitor.post("/sign-in/code", {"code": code_of(secret)})
    assert "Too many" in right.content.decode()
    assert visitor.get("/you").status_code == 302


def test_a_recovery_code_is_used_once_and_new_ones_replace_all(visitor: Client, secret: str) -> None:
    from helder.web.accounts import second_factor
    from helder.web.accounts.models import Person

    whom = Person.objects.get(username="one-viewer")
    first, second, *_ = second_factor.new_codes(whom)
    by_password(visitor)
    assert visitor.post("/sign-in/code", {"code": first}).status_code == 302
    assert second_factor.codes_left(whom) == 9
    visitor.post("/sign-out"), by_password(visitor)
    assert visitor.post("/sign-in/code", {"code": first}).status_code == 200
    assert visitor.post("/sign-in/code", {"code": second}).status_code == 302
    visitor.post("/you/second-factor/codes", {"password": PASSWORD})
    assert second_factor.codes_left(whom) == 10


def test_it_is_taken_away_by_a_code_or_by_an_administrator(
    signed_in: Callable[[str], Client], visitor: Client, secret: str
) -> None:
    from helder.web.accounts import second_factor
    from helder.web.accounts.models import Person

    whom = Person.objects.get(username="one-viewer")
    by_password(visitor), visitor.post("/sign-in/code", {"code": code_of(secret)})
    visitor.post("/you/second-factor/off", {"code": "000000"})
    assert second_factor.has(whom)
    signed_in("administrator").post(f"/people/{whom.pk}/forget-second-factor")
    assert not second_factor.has(whom)
    visitor.post("/sign-out")
    assert by_password(visitor) == "/metrics/nps"


@pytest.mark.parametrize(("demands", "asked"), [("administrators", {"administrator"}), ("everyone", {"administrator", "viewer"})])
def test_the_settings_demand_it(signed_in: Callable[[str], Client], settings: Set, demands: str, asked: set[str]) -> None:
    browsers = {role: signed_in(role) for role in ("administrator", "viewer")}
    settings(second_factor=demands)
    for role, browser in browsers.items():
        answer = browser.get("/metrics/nps")
        assert (answer.headers.get("Location") == "/you/second-factor") == (role in asked)
        assert browser.get("/you/second-factor").status_code == 200
    page = browsers["administrator"].get("/you/second-factor").content.decode()
    (key,) = re.findall(r'<code class="key">([A-Z2-7]{32})</code>', page)
    browsers["administrator"].post("/you/second-factor", {"code": code_of(key), "password": PASSWORD})
    assert browsers["administrator"].get("/metrics/nps").status_code == 200
