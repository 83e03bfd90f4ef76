"""Whatever happens to one alert or its owner: it is told once, to whom it should be, and the others go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from web.alerts.conftest import look
from web.alerts.test_telling import LINE, back, crossing
from web.inviting.mail_server import MailBox

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.alerts.models import Alert

Calls = Callable[..., None]


def test_what_two_workers_read_alike_is_told_once(calls: Calls, watch: Callable[..., Alert]) -> None:
    from helder.web.alerts import looking, telling
    from helder.web.alerts.models import Firing, Mail

    def both() -> list[str]:
        one, other = Firing.objects.get(), Firing.objects.get()
        telling._tell(one, timezone.now())
        telling._tell(other, timezone.now())
        return [mail.told for mail in Mail.objects.order_by("pk")]

    alert = watch(addresses=["desk@example.com"], remind_hours=4, **LINE)
    calls(2, 100, abandoned=20)
    looking.look_at(alert)
    assert both() == ["fired"]
    Firing.objects.update(told_at=timezone.now() - timedelta(hours=5))
    assert both() == ["fired", "still"]
    calls(1, 200)
    looking.look_at(alert)
    assert both() == ["fired", "still", "ended"]


def test_nobody_is_told_for_an_owner_who_has_left(calls: Calls, watch: Callable[..., Alert], box: MailBox) -> None:
    from helder.web.alerts import telling

    alert = watch(addresses=["desk@example.com"], remind_hours=4, **LINE)
    crossing(calls, alert)
    assert len(box.mails) == 1
    alert.owner.is_active = False
    alert.owner.save()
    telling.tell(timezone.now() + timedelta(hours=5))
    back(calls, alert)
    assert alert.firings.get().mails.count() == 1
    assert list(telling._readers(alert)) == []


def test_an_administrator_pauses_the_alert_of_one_who_has_left(
    calls: Calls, watch: Callable[..., Alert], signed_in: Callable[[str], Client], person: Callable[..., object]
) -> None:
    owner = person("analyst")
    alert = watch(owner, **LINE)
    administrator = signed_in("administrator")
    assert f"/alerts/{alert.pk}/pause" in administrator.get("/alerts").content.decode()
    assert administrator.post(f"/alerts/{alert.pk}/pause").status_code == 302
    alert.refresh_from_db()
    assert not alert.active


def test_an_alert_whose_finding_cannot_be_kept_does_not_stop_the_others(
    calls: Calls, watch: Callable[..., Alert], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import DataError

    from helder.web.alerts import looking
    from helder.web.alerts.models import Firing

    first, second = watch(**{**LINE, "name": "A"}), watch(**{**LINE, "name": "B"})
    calls(2, 100, abandoned=20)
    fire = looking._fire

    def refused(alert: Alert, *given: object) -> None:
        if alert.pk == first.pk:
            raise DataError("value too long for type character varying(200)")
        fire(alert, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(looking, "_fire", refused)
    looking.look()
    assert [firing.alert for firing in Firing.objects.all()] == [second]
    first.refresh_from_db()
    assert first.problem == "It could not be judged; the server's log says why."


def test_a_segment_with_a_long_name_is_kept_cut_and_apart(calls: Calls, watch: Callable[..., Alert]) -> None:
    alert = watch(each="team", **LINE)
    for last in "ab":
        calls(2, 100, abandoned=20, team="t" * 300 + last)
    for _again in range(2):
        firings = look(alert)
        assert [firing.ended for firing in firings] == [None, None]
        assert len({firing.segment for firing in firings}) == 2
        assert {len(firing.segment) for firing in firings} == {200}
    assert all(firing.points for firing in firings)
