"""Adding people and changing their role."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client


def handed_over(answer: HttpResponse) -> str:
    """The password a page shows."""
    (password,) = re.findall(r'<code class="secret">([a-z0-9-]{20,})</code>', answer.content.decode())
    return str(password)


def test_someone_added_signs_in_with_the_password_shown_once(signed_in: Callable[[str], Client], visitor: Client) -> None:
    from helder.web.accounts.models import Person

    administrator = signed_in("administrator")
    password = handed_over(administrator.post("/people", {"username": "eva", "name": "Eva", "role": "analyst"}))
    assert password not in administrator.get("/people").content.decode()
    assert visitor.post("/sign-in", {"username": "eva", "password": password}).status_code == 302
    assert Person.objects.get(username="eva").role == "analyst"


def test_a_name_is_given_once_whatever_its_capitals(signed_in: Callable[[str], Client]) -> None:
    administrator = signed_in("administrator")
    answer = administrator.post("/people", {"username": "ONE-Administrator", "role": "viewer"})
    assert answer.status_code == 400
    assert "taken" in answer.content.decode()


def test_a_change_of_role_holds_at_once(signed_in: Callable[[str], Client]) -> None:
    from helder.web.accounts.models import Person

    administrator, viewer = signed_in("administrator"), signed_in("viewer")
    one = Person.objects.get(username="one-viewer")
    assert viewer.get("/goals").status_code == 403
    administrator.post(f"/people/{one.pk}", {"name": "", "role": "manager", "active": "on"})
    assert viewer.get("/goals").status_code == 200
    administrator.post(f"/people/{one.pk}", {"name": "", "role": "manager"})
    assert viewer.get("/goals").status_code == 302


def test_the_last_administrator_stays_one(signed_in: Callable[[str], Client]) -> None:
    from helder.web.accounts.models import Person

    Person.objects.all().delete()
    administrator = signed_in("administrator")
    one = Person.objects.get(username="one-administrator")
    answer = administrator.post(f"/people/{one.pk}", {"name": "", "role": "viewer", "active": "on"})
    assert answer.status_code == 400
    assert "last administrator" in answer.content.decode()
    assert administrator.get("/people").status_code == 200


def test_a_new_password_replaces_the_old(signed_in: Callable[[str], Client], visitor: Client) -> None:
    from helder.web.accounts.models import Person

    administrator = signed_in("administrator")
    signed_in("viewer")
    one = Person.objects.get(username="one-viewer")
    password = handed_over(administrator.post(f"/people/{one.pk}/new-password"))
    assert visitor.post("/sign-in", {"username": "one-viewer", "password": "a long enough password"}).status_code == 200
    assert visitor.post("/sign-in", {"username": "one-viewer", "password": password}).status_code == 302
