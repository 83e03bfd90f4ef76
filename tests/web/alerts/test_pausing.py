"""An alert that is paused watches nothing, and one that is deleted is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from web.alerts.test_pages import fired

if TYPE_CHECKING:
    from helder.web.accounts.models import Person
    from helder.web.alerts.models import Alert, Firing

__all__ = ["fired"]


def test_pausing_ends_it_without_a_word_and_deleting_forgets_it(
    fired: Callable[..., Firing], person: Callable[[str], Person], watch: Callable[..., Alert]
) -> None:
    from django.test import Client

    from helder.web.alerts.models import Alert, Firing

    firing = fired()
    client = Client()
    client.force_login(firing.alert.owner, backend="django.contrib.auth.backends.ModelBackend")
    client.post(f"/alerts/{firing.alert_id}/pause")
    firing.refresh_from_db()
    assert firing.ended is not None
    assert firing.end_told_at is not None
    client.post(f"/alerts/{firing.alert_id}/resume")
    assert Alert.objects.get().active
    client.post(f"/alerts/{firing.alert_id}/delete")
    assert not Firing.objects.exists()
