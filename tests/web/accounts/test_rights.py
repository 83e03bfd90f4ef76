"""Every address of accounts, tried by every role and by nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from web.conftest import ROLES

if TYPE_CHECKING:
    from django.test import Client

ADMINISTRATOR, EVERYONE, ANYBODY = {"administrator"}, {*ROLES}, {*ROLES, "nobody"}
#: By address: who gets an answer other than that it is not theirs.
OPENS = {
    "sign-in": ANYBODY,
    "sign-in/code": ANYBODY,
    "sign-in/company": ANYBODY,
    "sign-in/company/back": ANYBODY,
    "invitation/x": ANYBODY,
    "sign-out": EVERYONE,
    "password": EVERYONE,
    "you": EVERYONE,
    "you/second-factor": EVERYONE,
    "you/second-factor/codes": EVERYONE,
    "you/second-factor/off": EVERYONE,
    "you/sessions/6ba7b810-9dad-11d1-80b4-00c04fd430c8/end": EVERYONE,
    "you/sessions/end-others": EVERYONE,
    "people": ADMINISTRATOR,
    "people/999999": ADMINISTRATOR,
    "people/999999/new-password": ADMINISTRATOR,
    "people/999999/end-sessions": ADMINISTRATOR,
    "people/999999/forget-second-factor": ADMINISTRATOR,
    "departments": ADMINISTRATOR,
    "departments/new": ADMINISTRATOR,
    "departments/own": {"administrator", "manager"},
    "departments/1": ADMINISTRATOR,
    "departments/1/delete": ADMINISTRATOR,
    "invitations": ADMINISTRATOR,
    "invitations/6ba7b810-9dad-11d1-80b4-00c04fd430c8/revoke": ADMINISTRATOR,
    "audit": ADMINISTRATOR,
    "audit.csv": ADMINISTRATOR,
}
ACTS = ("sign-out", "codes", "off", "end", "end-others", "new-password", "end-sessions", "forget-second-factor", "revoke")


def test_every_address_is_tried(site: object) -> None:
    from django.urls import resolve

    from helder.web.accounts.urls import urlpatterns

    assert {resolve(f"/{path}").route for path in OPENS} == {str(one.pattern) for one in urlpatterns}


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_it_opens_to_whom_it_says_and_to_nobody_else(signed_in: Callable[[str], Client], visitor: Client, role: str) -> None:
    from django.test import Client

    template = visitor if role == "nobody" else signed_in(role)
    for path, opens in OPENS.items():
        client = Client()
        client.cookies.load({name: one.value for name, one in template.cookies.items()})
        if path == "sign-out":
            continue  # it would end the session for the addresses after it
        answer = client.post(f"/{path}") if path.rpartition("/")[2] in ACTS else client.get(f"/{path}")
        told_to_sign_in = answer.headers.get("Location", "").startswith(f"/sign-in?next=/{path}")
        assert (answer.status_code != 403 and not told_to_sign_in) == (role in opens), path
