"""Signing in by the company's OpenID provider, a real one on loopback."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from web.accounts.open_id import OpenID

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

    from helder.web.accounts.models import Person


def come(browser: Client, following: str = "") -> HttpResponse:
    """Go to the provider and come back."""
    away = browser.get(f"/sign-in/company{following}")
    assert away.status_code == 302, away.content
    back = httpx.get(away.headers["Location"]).headers["Location"]
    assert back.startswith("http://testserver/sign-in/company/back?")
    return browser.get(back.removeprefix("http://testserver"))


def known(person: Callable[[str], Person]) -> Person:
    """A viewer with the address that the provider tells."""
    one = person("viewer")
    one.email = "Eva@example.com"
    one.save()
    return one


def test_someone_known_by_a_verified_address_signs_in(visitor: Client, open_id: OpenID, person: Callable[[str], Person]) -> None:
    from helder.web.accounts.models import Entry

    known(person)
    assert "Sign in with your company account" in visitor.get("/sign-in").content.decode()
    assert come(visitor, "?next=/metrics/nps").headers["Location"] == "/metrics/nps"
    assert visitor.get("/you").status_code == 200
    assert Entry.objects.filter(who="one-viewer", verb="signed_in").count() == 1
    open_id.claims = {"sub": "u1", "email": "moved@example.com", "email_verified": True}
    visitor.post("/sign-out")
    assert come(visitor).headers["Location"] == "/"


def test_it_is_asked_with_pkce_and_never_leads_to_another_host(
    visitor: Client, open_id: OpenID, person: Callable[[str], Person]
) -> None:
    known(person)
    asked = parse_qs(urlsplit(visitor.get("/sign-in/company?scope=admin&auth_params=x%3D1").headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert "x" not in asked
    assert come(visitor, "?next=https://example.com/").headers["Location"] == "/"


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"sub": "u2", "email": "other@example.com", "email_verified": True}, "There is no account for other@example.com"),
        ({"sub": "u3", "email": "eva@example.com", "email_verified": False}, "does not say that your e-mail address"),
        ({"sub": "u4", "email": "eva@example.com"}, "does not say that your e-mail address"),
        ({"sub": "u5"}, "does not say that your e-mail address"),
    ],
)
def test_others_are_told_why_not(
    visitor: Client, open_id: OpenID, person: Callable[[str], Person], claims: dict[str, Any], why: str
) -> None:
    known(person)
    open_id.claims = claims
    answer = come(visitor)
    assert answer.status_code == 403
    assert why in answer.content.decode()
    assert visitor.get("/you").status_code == 302


@pytest.mark.parametrize("wrong", ["signature", "audience", "issuer", "expired", "described", "refused", "state"])
def test_what_is_not_the_providers_word_for_helder_opens_nothing(
    visitor: Client, open_id: OpenID, person: Callable[[str], Person], wrong: str
) -> None:
    known(person)
    if wrong == "signature":
        open_id.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    open_id.changes = {"audience": {"aud": "other"}, "issuer": {"iss": "https://x"}, "expired": {"exp": 1}}.get(wrong, {})
    open_id.refuses = wrong == "refused"
    away = visitor.get("/sign-in/company")
    open_id.told = {"issuer": "https://example.com"} if wrong == "described" else {}
    back = httpx.get(away.headers["Location"]).headers["Location"].removeprefix("http://testserver")
    answer = visitor.get(back + "x" if wrong == "state" else back)
    assert answer.status_code == 401
    assert "did not succeed" in answer.content.decode()
    assert visitor.get("/you").status_code == 302


def test_a_code_that_comes_back_twice_opens_nothing_the_second_time(
    visitor: Client, open_id: OpenID, person: Callable[[str], Person]
) -> None:
    known(person)
    back = httpx.get(visitor.get("/sign-in/company").headers["Location"]).headers["Location"].removeprefix("http://testserver")
    assert visitor.get(back).status_code == 302
    visitor.post("/sign-out")
    assert visitor.get(back).status_code == 401


def test_an_endpoint_within_a_private_network_is_not_called(visitor: Client, open_id: OpenID) -> None:
    from helder.web.accounts.models import Entry

    open_id.told = {"token_endpoint": "https://10.0.0.1/token", "jwks_uri": "http://169.254.169.254/keys"}
    assert come(visitor).status_code == 401
    assert "private network" in Entry.objects.get(verb="failed_to_sign_in").details["why"]


def test_a_provider_that_is_away_says_so(visitor: Client, settings: Callable[..., None], open_id: OpenID) -> None:
    settings(oidc_issuer="http://127.0.0.1:9")
    assert visitor.get("/sign-in/company").status_code == 401


def test_another_page_cannot_send_people_to_the_provider(visitor: Client, open_id: OpenID) -> None:
    answer = visitor.get("/sign-in/company", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.headers["Location"] == "/sign-in"
