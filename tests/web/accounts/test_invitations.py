"""Invitations: mailed or handed over, accepted once, expired, revoked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from web.inviting.mail_server import MailBox

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

Set = Callable[..., None]
CHOSEN = {"username": "eva", "name": "Eva", "password1": "quite a long password", "password2": "quite a long password"}


@pytest.fixture
def mail_box(settings: Set) -> Iterator[MailBox]:
    """A mail server that the settings name."""
    box = MailBox()
    settings(mail_url=f"smtp://127.0.0.1:{box.port}?tls=none", mail_from="Helder <helder@example.com>")
    yield box
    box.stop()


def invite(administrator: Client, **given: object) -> HttpResponse:
    """Invite someone as a viewer of the whole company."""
    from helder.web.accounts.models import Department

    whole = Department.objects.get(name="Whole company").pk
    return administrator.post("/invitations", {"role": "viewer", "departments": [whole], "days": "7", **given})


def link_in(text: str) -> str:
    """The path of the link in a text."""
    (found,) = re.findall(r"http://testserver(/invitation/[\w:-]+)", text)
    return str(found)


def test_a_link_is_handed_over_and_used_once(signed_in: Callable[[str], Client], visitor: Client) -> None:
    from helder.web.accounts.models import Person

    administrator = signed_in("administrator")
    link = link_in(invite(administrator, role="manager", language="da", name="Eva").content.decode())
    assert "open until" in administrator.get("/invitations").content.decode()
    assert "one-administrator invites you" in visitor.get(link).content.decode()
    assert visitor.post(link, CHOSEN).headers["Location"] == "/"
    made = Person.objects.get(username="eva")
    assert (made.role, made.language, [str(one) for one in made.departments.all()]) == ("manager", "da", ["Whole company"])
    assert visitor.get("/departments/own").status_code == 200
    assert visitor.post(link, {**CHOSEN, "username": "adam"}).status_code == 410
    assert "used by Eva" in administrator.get("/invitations").content.decode()


def test_a_mail_leads_to_the_account(signed_in: Callable[[str], Client], visitor: Client, mail_box: MailBox) -> None:
    from helder.web.accounts.models import Person

    answer = invite(signed_in("administrator"), email="eva@example.com", name="Eva")
    assert answer.headers["Location"] == "/invitations"
    (mail,) = mail_box.mails
    assert mail["To"] == "eva@example.com"
    text = mail.get_content()
    assert "Hello Eva," in text
    visitor.post(link_in(text), CHOSEN)
    assert Person.objects.get(username="eva").email == "eva@example.com"


def test_where_no_mail_goes_out_the_link_is_shown(signed_in: Callable[[str], Client], mail_box: MailBox) -> None:
    mail_box.says["RCPT"] = ["550 nobody of that name"]
    page = invite(signed_in("administrator"), email="eva@example.com").content.decode()
    assert "nobody of that name" in page
    assert link_in(page)


def test_an_address_is_invited_once(signed_in: Callable[[str], Client]) -> None:
    administrator = signed_in("administrator")
    assert "No mail server is set" in invite(administrator, email="eva@example.com").content.decode()
    again = invite(administrator, email="EVA@example.com")
    assert again.status_code == 400
    assert "invited already" in again.content.decode()


@pytest.mark.parametrize("how", ["revoked", "expired", "forged", "nonsense"])
def test_what_does_not_hold_opens_nothing(signed_in: Callable[[str], Client], visitor: Client, how: str) -> None:
    from django.utils import timezone

    from helder.web.accounts.models import Invitation, Person

    administrator = signed_in("administrator")
    link = link_in(invite(administrator).content.decode())
    made = Invitation.objects.get()
    if how == "revoked":
        administrator.post(f"/invitations/{made.key}/revoke")
    elif how == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        link = f"/invitation/{made.key.hex}:forged" if how == "forged" else "/invitation/nonsense"
    assert visitor.get(link).status_code == 410
    assert visitor.post(link, CHOSEN).status_code == 410
    assert not Person.objects.filter(username="eva").exists()


def test_a_weak_password_or_a_taken_name_is_refused(signed_in: Callable[[str], Client], visitor: Client) -> None:
    link = link_in(invite(signed_in("administrator")).content.decode())
    for change, says in (
        ({"password1": "short", "password2": "short"}, "at least 12"),
        ({"password2": "another long password"}, "match"),
        ({"username": "ONE-administrator"}, "That name is taken"),
    ):
        answer = visitor.post(link, {**CHOSEN, **change})
        assert answer.status_code == 400
        assert says in answer.content.decode()
    assert visitor.post(link, CHOSEN).status_code == 302


def test_only_administrators_invite(signed_in: Callable[[str], Client]) -> None:
    analyst = signed_in("analyst")
    assert analyst.get("/invitations").status_code == 403
    assert analyst.post("/invitations", {"role": "administrator", "days": "7"}).status_code == 403
