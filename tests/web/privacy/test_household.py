"""An address that two customers have is neither's alone: what is another's is neither handed over nor erased."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.inviting.models import Sending

HOME, PHONE = "home@example.org", "+44 131 496 0999"
PEOPLE = [
    {"customer_id": "H-1", "name": "Ada Hall", "email": "Home@example.org", "phone": PHONE},
    {"customer_id": "H-2", "name": "Bob Hall", "email": HOME, "phone": "0044 131 4960999"},
]


@pytest.fixture
def household(customers: Callable[..., None], sending: Callable[..., Sending]) -> Sending:
    """Two customers with one e-mail address and one telephone; the second has an invitation, and the address is opted out."""
    from helder.web.inviting.models import Invitation, OptOut

    customers(*PEOPLE)
    asked = sending(listed=[{**one, "language": "en"} for one in PEOPLE])
    now = timezone.now()
    Invitation.objects.create(
        invitation_id="h-2", sending=asked, event="b", customer_id="H-2", address=HOME, person=PEOPLE[1], due_at=now
    )
    for who in (HOME, "+441314960999"):
        OptOut.objects.create(kind="address", who=who, at=now, source="a link")
    return asked


def test_another_s_invitation_is_not_handed_over(household: Any, signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("administrator").post("/personal-data/export", {"customer": "H-1"})
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        said = {name: file.read(name).decode() for name in file.namelist()}
    assert "Ada Hall" in said["helder/lists.ndjson"]
    assert not any("Bob" in text for text in said.values())
    assert "helder/invitations.ndjson" not in said


def test_another_s_invitation_and_opt_out_stay(household: Any, signed_in: Callable[[str], Client]) -> None:
    from helder.web.inviting.barring import opted_out
    from helder.web.inviting.models import Invitation, OptOut

    signed_in("administrator").post("/personal-data/erase", {"customer": "H-1", "typed": "H-1"})
    kept = Invitation.objects.get()
    assert (kept.state, kept.customer_id, kept.person["name"]) == ("due", "H-2", "Bob Hall")
    assert set(OptOut.objects.values_list("who", flat=True)) == {HOME, "+441314960999"}
    assert opted_out("H-2", HOME)
    household.refresh_from_db()
    assert [one["name"] for one in household.listed] == ["Bob Hall"]


def test_the_last_of_them_takes_the_address_along(household: Any, signed_in: Callable[[str], Client]) -> None:
    from helder.web.inviting.barring import opted_out
    from helder.web.inviting.models import Invitation, OptOut

    client = signed_in("administrator")
    for key in ("H-1", "H-2"):
        client.post("/personal-data/erase", {"customer": key, "typed": key, "delete": "on"})
    assert [(one.state, one.person) for one in Invitation.objects.all()] == [("skipped", {})]
    assert not OptOut.objects.filter(who__in=[HOME, "+441314960999"]).exists()
    assert opted_out("", HOME)
    assert opted_out("", "+441314960999")
