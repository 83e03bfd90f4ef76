"""Alerts are made on a page that shows how they would have done; what they found is seen, taken, noted and closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from web.alerts.conftest import look

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.alerts.models import Alert, Firing

GIVEN: dict[str, Any] = {
    "name": "Few calls", "metric": "contact_volume", "filters": "channel:phone", "each": "", "kind": "season", "side": "either",
    "threshold": "", "margin": "0", "days": "7", "grain": "day", "level": "0.01", "minimum": "0", "hours": "24", "smallest": "30",
}  # fmt: skip


@pytest.fixture
def fired(quarter: None, calls: Callable[..., None], watch: Callable[..., Alert]) -> Callable[..., Firing]:
    """Makes an alert that has fired."""

    def make(**given: Any) -> Firing:
        alert = watch(**given)
        calls(1, 3)
        calls(0, 1)
        return look(alert)[0]

    return make


def test_before_it_is_kept_one_sees_how_it_would_have_done(quarter: None, signed_in: Callable[[str], Client]) -> None:
    from helder.web.alerts.models import Alert

    client = signed_in("viewer")
    page = client.get("/alerts/new?metric=contact_volume&segment=channel:phone").content.decode()
    assert '<option value="channel:phone" selected>phone</option>' in page
    assert "Keep it" not in page
    page = client.post("/alerts/new", GIVEN).content.decode()
    assert "in the last 90 days" in page
    assert 'class="alert-band"' in page
    assert not Alert.objects.exists()
    assert client.post("/alerts/new", {**GIVEN, "keep": "1"}).status_code == 302
    alert = Alert.objects.get()
    assert (alert.filters, alert.owner.username, alert.level) == ([["channel", "phone"]], "one-viewer", 0.01)
    assert "Few calls" in client.get("/alerts").content.decode()


@pytest.mark.parametrize(
    ("changed", "times"),
    [
        ({"metric": "abandonment_rate", "kind": "threshold", "side": "above", "threshold": "8"}, "It would have fired once"),
        ({"metric": "abandonment_rate", "kind": "threshold", "side": "below", "threshold": "8"}, "It would not have fired"),
        ({"metric": "abandonment_rate", "kind": "change"}, "It would not have fired"),
        ({"kind": "no data", "hours": "30"}, "It would have fired once"),
        ({"kind": "season", "grain": "hour", "each": "team"}, "in the last 72 hours"),
        ({"kind": "season", "grain": "week"}, "in the last 13 weeks"),
    ],
)
def test_so_does_every_kind(quarter: None, signed_in: Callable[[str], Client], changed: dict[str, str], times: str) -> None:
    assert times in signed_in("viewer").post("/alerts/new", {**GIVEN, **changed}).content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"filters": "Netherlands"}, "Netherlands is none of them: write it as country:NL"),
        ({"filters": ["channel:phone", "channel:web"]}, "No row is of two of one kind"),
        ({"filters": "planet:Mars"}, "planet"),
        ({"kind": "threshold", "side": "above"}, "Say which line"),
        ({"kind": "threshold", "threshold": "3"}, "A line is crossed one way"),
        ({"quiet_from": "22:00"}, "Quiet hours have a beginning and an end"),
        ({"metric": "nothing"}, "Select a valid choice"),
        ({"threshold": "nan", "kind": "threshold", "side": "above"}, "Enter a number"),
    ],
)
def test_what_cannot_be_watched_is_said_beside_it(
    quarter: None, signed_in: Callable[[str], Client], changed: dict[str, str], said: str
) -> None:
    from helder.web.alerts.models import Alert

    answer = signed_in("viewer").post("/alerts/new", {**GIVEN, **changed, "keep": "1"})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not Alert.objects.exists()


def test_a_share_is_given_in_per_cent_and_shown_so_when_it_is_changed(quarter: None, signed_in: Callable[[str], Client]) -> None:
    from helder.web.alerts.models import Alert

    client = signed_in("viewer")
    line = {**GIVEN, "metric": "abandonment_rate", "kind": "threshold", "side": "above", "threshold": "8.5", "keep": "1"}
    client.post("/alerts/new", line)
    alert = Alert.objects.get()
    assert alert.threshold == 0.085
    page = client.get(f"/alerts/{alert.pk}").content.decode()
    assert 'name="threshold" value="8.5"' in page
    client.post(f"/alerts/{alert.pk}", {**line, "threshold": "9"})
    alert.refresh_from_db()
    assert alert.threshold == 0.09


def test_it_is_seen_taken_noted_and_closed(fired: Callable[..., Firing], signed_in: Callable[[str], Client]) -> None:
    firing = fired(shared=True)
    viewer, analyst = signed_in("viewer"), signed_in("analyst")
    page = f"/alerts/firings/{firing.pk}"
    assert "was 3" in viewer.get(page).content.decode()
    for client in (viewer, analyst):
        assert 'aria-label="Alerts: 1 open"' in client.get("/alerts/bell").content.decode()
    viewer.post(f"{page}/take")
    answer = analyst.post(f"{page}/take", follow=True).content.decode()
    assert "one-viewer has taken it already" in answer
    analyst.post(f"{page}/note", {"note": "The line was down."})
    analyst.post(f"{page}/close")
    firing.refresh_from_db()
    assert (firing.taken_by.username, firing.closed_by.username) == ("one-viewer", "one-analyst")
    shown = viewer.get(page).content.decode()
    assert "The line was down." in shown
    assert "Seen by" in shown
    assert "Alerts: none open" in viewer.get("/alerts/bell").content.decode()
    assert analyst.post(f"{page}/eat").status_code == 404


def test_the_bell_tells_of_what_is_new_only(fired: Callable[..., Firing], signed_in: Callable[[str], Client]) -> None:
    firing = fired(shared=True)
    client = signed_in("viewer")
    assert 'id="news"' not in client.get("/alerts/bell").content.decode()
    told = client.get("/alerts/bell?after=0").content.decode()
    assert 'id="announce"' in told
    assert "was 3" in told
    assert 'id="news"' not in client.get(f"/alerts/bell?after={firing.pk}").content.decode()


@pytest.mark.parametrize(("language", "said"), [("nl", "in de laatste 72 uur"), ("da", "i de seneste 72 timer")])
def test_how_it_would_have_done_is_told_as_people_say_it(
    quarter: None, signed_in: Callable[[str], Client], language: str, said: str
) -> None:
    from helder.web.accounts.models import Person

    client = signed_in("viewer")
    Person.objects.update(language=language)
    assert said in client.post("/alerts/new", {**GIVEN, "grain": "hour"}).content.decode()
