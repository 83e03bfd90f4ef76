"""Whom a goal, an alert or a report is for is chosen from the values that whoever makes it may see."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from helder.web.accounts.models import Person

LINE: dict[str, Any] = {
    "name": "Few calls", "metric": "contact_volume", "kind": "threshold", "side": "below", "threshold": "3", "days": "7",
    "grain": "day", "level": "0.01", "hours": "24", "smallest": "30", "keep": "1",
}  # fmt: skip
REPORT = {"period": "4-weeks", "every": "week", "weekday": "1", "monthday": "1", "hour": "8", "language": "nl"}
PAGES = [("/goals", "segment"), ("/alerts/new", "filters"), ("/reports", "segment")]


def lists(page: str, name: str) -> list[str]:
    """The lists of a field."""
    return [unescape(found) for found in re.findall(rf'<select name="{name}".*?</select>', page, re.DOTALL)]


def chosen(page: str, name: str) -> list[str]:
    """What is chosen in the lists of a field."""
    return re.findall(r'value="([^"]+)" selected', "".join(lists(page, name)))


@pytest.fixture
def dane(signed_in: Callable[[str], Client]) -> Client:
    """A manager who sees the rows of Denmark."""
    from helder.web.accounts.models import Department, Person

    client = signed_in("manager")
    who: Person = Person.objects.get(pk=client.session["_auth_user_id"])
    who.departments.set([Department.objects.create(name="Denmark", conditions={"country": ["DK"]})])
    return client


@pytest.mark.parametrize(("path", "name"), PAGES)
def test_values_are_chosen_from_a_list(signed_in: Callable[[str], Client], path: str, name: str) -> None:
    first = lists(signed_in("manager").get(path).content.decode(), name)[0]
    assert '<option value="">Everyone</option>' in first
    assert re.findall(r'label="(Country|Channel)"', first)
    for value in ("country:NL", "country:DK", "channel:phone"):
        assert f'value="{value}"' in first


@pytest.mark.parametrize(("path", "name"), PAGES)
def test_nobody_is_offered_what_others_see(dane: Client, path: str, name: str) -> None:
    first = lists(dane.get(path).content.decode(), name)[0]
    assert 'value="country:DK"' in first
    assert "country:NL" not in first
    assert ("Everyone" in first) == (path != "/goals"), "a goal for everyone is not theirs to set"


def test_what_an_alert_has_stays_though_it_is_offered_no_more(signed_in: Callable[[str], Client]) -> None:
    from helder.web.alerts.models import Alert

    client = signed_in("manager")
    given = {**LINE, "filters": ["country:NL", "", "channel:fax", ""]}
    assert client.post("/alerts/new", given).status_code == 302
    alert = Alert.objects.get()
    assert alert.filters == [["country", "NL"], ["channel", "fax"]]
    page = client.get(f"/alerts/{alert.pk}").content.decode()
    assert chosen(page, "filters") == ["country:NL", "channel:fax"]
    assert "Channel: fax</option>" in page
    assert "<option" in lists(page, "filters")[2], "there is room for one more"
    assert client.post(f"/alerts/{alert.pk}", given).status_code == 302
    alert.refresh_from_db()
    assert alert.filters == [["country", "NL"], ["channel", "fax"]]


def test_only_what_a_metric_is_known_by_is_offered(signed_in: Callable[[str], Client]) -> None:
    offered = lists(signed_in("manager").get("/alerts/new?metric=churn_reasons").content.decode(), "filters")[0]
    assert 'value="country:NL"' in offered
    assert "channel:" not in offered


def test_a_report_takes_several_values(signed_in: Callable[[str], Client]) -> None:
    from helder.web.accounts.models import Person
    from helder.web.reports.models import Digest

    client = signed_in("manager")
    Person.objects.update(email="mia@example.com")
    given = {**REPORT, "board": "executive", "segment": ["country:NL", "country:DK", "channel:web", "team:Blue, Red"]}
    assert client.post("/reports", given).status_code == 302
    query = "segment=country:NL&segment=country:DK&segment=channel:web&segment=team:Blue%2C+Red"
    assert Digest.objects.get().query == f"period=4-weeks&{query}"


def test_many_values_are_found_by_typing(signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch) -> None:
    from helder.web.boards import segment_field

    monkeypatch.setattr(segment_field, "_LISTED", 1)
    client = signed_in("manager")
    page = client.get("/goals").content.decode()
    assert "country:" not in lists(page, "segment")[0]
    assert '<option value="country:NL">Country: NL</option>' in page[page.index('<datalist id="segment-known">') :]
    refused = client.post("/goals", {"metric": "nps", "target": "1", "segment": ["", "Nederland"]}).content.decode()
    assert 'value="Nederland"' in refused
    assert "Nederland is none of them" in refused
