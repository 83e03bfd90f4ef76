"""Who sees a part of the company prepares sendings; whom they ask is seen, and started, by who sees the whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.timezone import now

if TYPE_CHECKING:
    from web.inviting.conftest import Sending

    from helder.web.accounts.models import Person
    from helder.web.inviting.models import Invitation


def test_a_manager_of_a_department_sees_no_customer_of_another_and_starts_nothing(
    listed: Callable[..., Invitation], sending: Callable[..., Sending], person: Callable[[str], Person]
) -> None:
    from django.test import Client

    from helder.web.accounts.models import Department
    from helder.web.inviting.opting_out import keep

    manager, client = person("manager"), Client()
    client.force_login(manager, backend="django.contrib.auth.backends.ModelBackend")
    of = listed({"customer_id": "c-secret", "email": "ann@example.com"}, channel="link").sending_id
    draft = sending(standing="draft")
    keep("c-other", "", now(), source="test")

    def seen() -> list[bool]:
        return [
            "c-secret" in client.get(f"/sendings/{of}").content.decode(),
            "c-other" in client.get("/opt-outs").content.decode(),
        ]

    assert seen() == [True, True]
    assert client.get(f"/sendings/{of}/links.csv").status_code == 200
    manager.departments.set([Department.objects.create(name="Denmark", conditions={"country": ["DK"]})])
    assert seen() == [False, False]
    page = client.get(f"/sendings/{draft.pk}").content.decode()
    assert f"/sendings/{draft.pk}/start" not in page
    for answer in (
        client.get(f"/sendings/{of}/links.csv"),
        client.get(f"/sendings/{draft.pk}/start"),
        client.post(f"/sendings/{draft.pk}/start"),
    ):
        assert answer.status_code == 403
        assert "your departments see a part of it only" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.standing == "draft"
