"""An address is known as the customer's however it is written: spaces in numbers, capitals in e-mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.inviting.models import Sending

KEY, EMAIL, PHONE, FORM = "W-1", "Wim@Example.org", "+44 131 496 0964", "+441314960964"


@pytest.fixture
def wim(customers: Callable[..., None], sending: Callable[..., Sending]) -> Callable[..., Sending]:
    """A customer whom the store knows by a number with spaces and an address with capitals; makes sendings."""
    customers({"customer_id": KEY, "name": "Wim Wood", "email": EMAIL, "phone": PHONE})
    return sending


def erase(signed_in: Callable[[str], Client]) -> None:
    signed_in("administrator").post("/personal-data/erase", {"customer": KEY, "typed": KEY, "delete": "on"})


@pytest.mark.parametrize(
    "known",
    [
        {"address": FORM, "person": {"name": "Wim Wood"}},
        {"person": {"name": "Wim Wood", "phone": "0044 (131) 4960964"}},
        {"person": {"name": "Wim Wood", "phone": FORM}},
        {"person": {"name": "Wim Wood", "email": "WIM@example.org"}},
        {"address": "wim@example.org", "person": {"name": "Wim Wood"}},
    ],
)
def test_an_invitation_without_key_is_found(
    wim: Callable[..., Sending], signed_in: Callable[[str], Client], known: dict[str, object]
) -> None:
    from helder.web.inviting.models import Invitation

    asked = wim()
    Invitation.objects.create(invitation_id="w", sending=asked, event="w", due_at=timezone.now(), **known)
    other = {"name": "Eve", "phone": "+44 131 496 0965", "email": "eve@example.org"}
    Invitation.objects.create(invitation_id="e", sending=asked, event="e", due_at=timezone.now(), person=other)
    erase(signed_in)
    assert [(one.state, one.person) for one in Invitation.objects.all()] == [("skipped", {}), ("due", other)]


def test_entries_of_lists_are_found(wim: Callable[..., Sending], signed_in: Callable[[str], Client]) -> None:
    theirs = [{"phone": "+44-131-496-0964"}, {"email": "WIM@EXAMPLE.ORG"}, {"customer_id": KEY}]
    others = [{"phone": "+44-131-496-0965"}, {"customer_id": "W-2", "phone": FORM}]
    asked = wim(listed=[*theirs, *others])
    erase(signed_in)
    asked.refresh_from_db()
    assert asked.listed == others


@pytest.mark.parametrize("said_no", [True, False])
def test_the_number_is_asked_nothing_more(wim: Callable[..., Sending], signed_in: Callable[[str], Client], said_no: bool) -> None:
    from helder.web.inviting.barring import opted_out
    from helder.web.inviting.models import OptOut
    from helder.web.privacy.actions import look

    if said_no:
        OptOut.objects.create(kind="address", who=FORM, at=timezone.now(), source="said STOP to the gateway")
    erase(signed_in)
    assert opted_out("", FORM)
    assert not opted_out("", "+441314960965")
    assert not any("4960964" in who for who in OptOut.objects.values_list("who", flat=True))
    assert not look(KEY).anything


def test_an_opt_out_holds_when_the_customer_is_let_in(wim: Callable[..., Sending], signed_in: Callable[[str], Client]) -> None:
    from helder.web.inviting.barring import opted_out
    from helder.web.inviting.models import OptOut
    from helder.web.privacy.actions import let_in

    OptOut.objects.create(kind="customer", who=KEY, at=timezone.now(), source="a call")
    erase(signed_in)
    let_in(None, KEY)
    assert opted_out(KEY, "")
