"""Who comes by the company's provider for the first time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from web.accounts.conftest import code_of
from web.accounts.open_id import OpenID
from web.accounts.test_company import come, known

from helder.errors import BadSetting

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person
    from helder.web.serving import Serving

Set = Callable[..., None]


def test_a_newcomer_of_the_domain_gets_the_role_and_department_of_the_settings(
    visitor: Client, open_id: OpenID, settings: Set
) -> None:
    from helder.web.accounts.models import Person

    settings(oidc_domains="example.com, example.nl", oidc_newcomers="viewer", oidc_department="Whole company")
    assert come(visitor).status_code == 302
    made = Person.objects.get(email="eva@example.com")
    assert (made.role, made.first_name, made.has_usable_password()) == ("viewer", "Eva Berg", False)
    assert [one.name for one in made.departments.all()] == ["Whole company"]
    visitor.post("/sign-out")
    open_id.claims |= {"sub": "u2", "email": "eva@example.org"}
    refused = come(visitor)
    assert refused.status_code == 403
    assert "not of a domain" in refused.content.decode()


def test_an_invitation_by_mail_is_found_by_the_address(visitor: Client, open_id: OpenID, person: Callable[[str], Person]) -> None:
    from helder.web.accounts import invitations
    from helder.web.accounts.models import Person

    invitations.make(role="manager", email="eva@example.com", by=person("administrator"))
    assert come(visitor).status_code == 302
    assert Person.objects.get(email="eva@example.com").role == "manager"


def test_a_link_is_accepted_by_the_company_account(visitor: Client, open_id: OpenID, person: Callable[[str], Person]) -> None:
    from helder.web.accounts import invitations
    from helder.web.accounts.models import Person

    _, token = invitations.make(role="agent", by=person("administrator"))
    assert visitor.post(f"/invitation/{token}", {"company": "1"}).headers["Location"] == "/sign-in/company"
    assert come(visitor).status_code == 302
    assert Person.objects.get(email="eva@example.com").role == "agent"
    assert visitor.get(f"/invitation/{token}").status_code == 410


def test_who_may_not_sign_in_any_more_does_not(visitor: Client, open_id: OpenID, person: Callable[[str], Person]) -> None:
    one = known(person)
    one.is_active = False
    one.save()
    assert come(visitor).status_code == 403


def test_passwords_can_be_off(visitor: Client, open_id: OpenID, settings: Set, person: Callable[[str], Person]) -> None:
    known(person)
    settings(passwords=False)
    page = visitor.get("/sign-in").content.decode()
    assert 'type="password"' not in page
    assert visitor.post("/sign-in", {"username": "one-viewer", "password": "a long enough password"}).status_code == 403
    assert come(visitor).status_code == 302


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ({"passwords": False}, "passwords"),
        ({"oidc_issuer": "http://id.example.com"}, "oidc_issuer"),
        ({"oidc_issuer": "https://id.example.com"}, "oidc_client_id"),
        (
            {
                "oidc_issuer": "https://id.example.com",
                "oidc_client_id": "h",
                "oidc_client_secret": "s",
                "oidc_newcomers": "viewer",
            },
            "oidc_newcomers",
        ),
    ],
)
def test_settings_that_do_not_go_together_refuse_to_start(site: Serving, given: dict[str, Any], where: str) -> None:
    from helder.web.configure import options

    with pytest.raises(BadSetting) as refused:
        options(replace(site.settings, values={**site.settings.values, **given}))
    assert refused.value.where == where


def test_a_second_factor_is_asked_of_those_with_a_company_account_too(
    visitor: Client, open_id: OpenID, settings: Set, person: Callable[[str], Person]
) -> None:
    from helder.web.accounts import second_factor

    one = known(person)
    one.set_unusable_password()
    one.save()
    settings(second_factor="everyone")
    come(visitor)
    assert visitor.get("/metrics/nps").headers["Location"] == "/you/second-factor"
    page = visitor.get("/you/second-factor").content.decode()
    (key,) = re.findall(r'<code class="key">([A-Z2-7]{32})</code>', page)
    assert visitor.post("/you/second-factor", {"code": code_of(key, -1)}).status_code == 200
    assert second_factor.has(one)
    visitor.post("/sign-out")
    assert come(visitor, "?next=/metrics/nps").headers["Location"] == "/sign-in/code"
    assert visitor.get("/you").status_code == 302
    assert visitor.post("/sign-in/code", {"code": code_of(key)}).headers["Location"] == "/metrics/nps"
